"""What of a site the development server makes when somebody asks for it.

After a save no page is made at once: the one that somebody looks at is made by the same functions as in a build, from
the same answers, when the browser asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cmkb.pages.site import FileGroup
from cmkb.site.folders import put
from cmkb.site.made_page import MadeFile, in_bytes


class Later:
    """Of one build. Not safe for several threads at once."""

    def __init__(self, pages: Mapping[str, MadeFile], groups: Iterable[FileGroup]) -> None:
        self.pages = dict(pages)  # by path on the site
        self.groups = list(groups)

    def make(self, path: str, root: Path) -> bool:
        """Writes the file at this path of the site at `root`, with those that are made together with it. False when it
        is none of these, or made already."""
        if (file := self.pages.get(path)) is not None:
            _write(root / path, file.html())
            del self.pages[path]
            return True
        group = next((group for group in self.groups if group.has(path)), None)
        if group is None:
            return False
        for name, content in group.make():
            _write(root / name, in_bytes(content))
        self.groups.remove(group)
        return True


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    put(target, content)
