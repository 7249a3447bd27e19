"""Why nothing was written, in both languages, and what to do about it."""

from __future__ import annotations


class WritingRefused(Exception):
    """Raised before anything is changed, or after everything was put back. `path` is relative to the vault."""

    def __init__(self, zh: str, en: str, path: str = "") -> None:
        super().__init__(f"{zh} ({en})")
        self.zh, self.en, self.path = zh, en, path


class Changed(WritingRefused):
    """Somebody else is writing the same file, again and again."""


class Stopped(KeyboardInterrupt):
    """Ctrl-C in the middle of a writing. `whole`: all of it was put back; else `cmkb undo` can do it."""

    def __init__(self, whole: bool) -> None:
        super().__init__()
        self.whole = whole
