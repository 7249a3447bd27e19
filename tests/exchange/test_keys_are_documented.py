"""Whoever reads an answer's JSON finds each of its keys in cmkb/exchange/README.md."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import cmkb
from cmkb.cli.main import main

SAMPLE = Path(__file__).parents[2]
README = (Path(cmkb.__file__).parent / "exchange" / "README.md").read_text(encoding="utf-8")
# Whose keys are the playbook's and the user's
OF_NOTES = {
    "fields",
    "extra",
    "holdings",
    "relations",
    "anniversaries",
}
ANSWERS = {
    "today": "today",
    "follow-ups": "follow-ups --days 60",
    "show": "show 王芳-8899",
    "find": "find 学费",
    "messages": "messages",
    "check": "check",
    "day": "report day 2026-11-20",
    "month": "report month 2026-11",
    "year": "report year 2026",
    "export": "export json",
}


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from keys(one)
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            if key not in OF_NOTES:
                yield from keys(one)


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_key_of_the_answer_is_documented(answer: str) -> None:
    words = ANSWERS[answer].split()
    as_json = [] if words[0] == "export" else ["--json"]
    told = CliRunner().invoke(main, [*words, *as_json, "--vault", str(SAMPLE), "--today", "2026-11-23"])
    documented = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]+)`", README))))
    assert set(keys(json.loads(told.stdout))) - documented == set()
