"""The block between two `---` lines at the head of a note."""

from __future__ import annotations

from dataclasses import dataclass

from cmkb.model.note import FrontMatter, SourceFile
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Head:
    """What was read from the head of a note, and the rest of it."""

    front: FrontMatter
    kind: str  # `type:` if it names one, else the folder's
    body: str
    body_line: int  # line of the file on which `body` begins
    problems: tuple[Problem, ...] = ()


def read_front_matter(source: SourceFile, folder_kind: str, playbook: Playbook) -> Head:
    return Head(FrontMatter(), folder_kind, source.text, 1)
