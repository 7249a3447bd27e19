"""Every problem's sentence can be printed, in both languages."""

from __future__ import annotations

import re

import pytest

from cmkb.model.codes import CODES
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
