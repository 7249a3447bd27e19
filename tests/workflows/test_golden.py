"""What the manager of each source text sees, word for word.

golden/text_NN.txt belongs to vaults/text_NN.md, golden/routine_NAME.txt to a playbook. `CMKB_REWRITE=1` writes them
anew; read what changed before keeping it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.workflows.followed import HERE, ROUTINE, drawings, followed, shown

REWRITE = bool(os.environ.get("CMKB_REWRITE"))
FIRST_OF = {followed(text).playbook: text for text in reversed(drawings())}


def same(name: str, seen: str) -> None:
    golden = HERE / "golden" / f"{name}.txt"
    if REWRITE:
        golden.write_text(seen, encoding="utf-8", newline="\n")
    assert seen == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", drawings())
def test_what_is_seen_when_a_text_is_followed(text: int) -> None:
    same(f"text_{text:02d}", shown(followed(text)))


@pytest.mark.parametrize("playbook", FIRST_OF)
def test_the_page_of_its_routine(playbook: str) -> None:
    same(f"routine_{playbook}", followed(FIRST_OF[playbook]).pages[ROUTINE] + "\n")


def test_every_golden_file_belongs_to_something() -> None:
    names = {f"text_{text:02d}" for text in drawings()} | {f"routine_{playbook}" for playbook in FIRST_OF}
    assert {path.stem for path in Path(HERE / "golden").iterdir()} == names
