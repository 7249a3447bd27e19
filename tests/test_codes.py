"""Every problem's sentence can be printed, in both languages."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules

import pytest

from cmkb.model import codes
from cmkb.model.codes import CODES
from cmkb.model.codes.code import Code
from cmkb.model.problem import problem

PLACEHOLDER = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


@pytest.mark.parametrize("text", sorted(CODES))
def test_both_sentences_of_a_problem_take_the_same_params(text: str) -> None:
    code = CODES[text]
    names = set(PLACEHOLDER.findall(code.zh)) | set(PLACEHOLDER.findall(code.en))
    found = problem("clients/王芳.md", 3, 1, text, **dict.fromkeys(names, "值"))
    assert code.severity in ("error", "warning", "info")
    for language in ("zh", "en"):
        sentence = found.message(language)
        assert sentence.strip()
        assert not PLACEHOLDER.search(sentence)


def test_a_code_stands_in_one_group_only() -> None:
    """The groups are joined into one mapping, where the later of two would win without a word."""
    modules = [import_module(found.name) for found in iter_modules(codes.__path__, f"{codes.__name__}.")]
    groups = [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, dict) and value and all(isinstance(one, Code) for one in value.values())
    ]
    assert sum(map(len, groups)) == len(CODES)
