"""What the development server knows of the site that it shows, so that words are there as soon as they are saved."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from cmkb.cached.notes import NoteCache
from cmkb.load import folders_of
from cmkb.model.settings import Settings
from cmkb.pages.site import Site
from cmkb.site.knowable import is_knowable
from cmkb.site.result import BuildResult
from cmkb.site.rewriting import packed, write_words
from cmkb.site.unchanged import Whole, finished, look, note_inputs


class LastServed:
    """`begin` and `end` enclose each build; `words` takes the place of one."""

    def __init__(self) -> None:
        self.whole: Whole | None = None
        self.site: Site | None = None
        self.prose = b""
        self.knowable = False

    def begin(self, config: MkDocsConfig, root: Path, settings: Settings, target: Path) -> None:
        """`target`: where the site is shown when it is built."""
        self.settings = settings
        self.whole = None
        self.knowable = is_knowable(config, settings)
        if self.knowable:
            self.whole = note_inputs(root, folders_of(settings), target, time.time_ns())

    def end(self, site: Site, today: date, purpose: str) -> None:
        if self.whole is None or not purpose:
            self.whole = None
            return
        result = BuildResult(Path(self.whole.target), len(site.pages), site.problems, (), 0.0, True)
        self.whole = finished(
            self.whole, self.settings, today, result, strict=False, purpose=purpose, others=False
        )
        self.site, self.prose = site, b""

    def words(self, root: Path, today: date | None, notes: NoteCache, ready: Callable[[str], object]) -> bool:
        """Whether nothing else changed and they are written. Nothing changed at all is for a build to see."""
        whole, self.whole = self.whole, None  # until it is known again, when something goes wrong on the way
        found = look(whole, root, today) if whole is not None else None
        if found is None or not found.changed:
            return False
        if not self.prose and self.site is not None:
            self.prose = packed(self.site.prose())
        self.whole = write_words(root, found, self.prose, notes, ready)
        return self.whole is not None
