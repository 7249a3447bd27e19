"""What a build says of itself, for who needs no MkDocs to hear it."""

from __future__ import annotations

from pathlib import Path

from cmkb.model.immutable import immutable
from cmkb.model.problem import Problem


class BuildFailed(Exception):
    """The message is one line for the user."""


@immutable
class BuildResult:
    site_dir: Path
    pages: int
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]  # what MkDocs and other plugins had to say
    seconds: float
    written: bool  # False: --strict found problems, the former site stays
    unchanged: bool = False  # nothing was done: the site of the last build is the one that this would write
