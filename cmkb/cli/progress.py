"""One line on the terminal that says how far a build has come, from its second second on. Nothing where nobody looks."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from cmkb.locales import Translate

PATIENCE = 1.0  # seconds of silence
PACE = 0.5  # seconds between two looks

Tell = Callable[[int, int], None]  # pages that are written, of how many


@contextmanager
def build_progress(say: Translate) -> Iterator[Tell | None]:
    if not sys.stderr.isatty():
        yield None
        return
    line = _Line(say)
    line.start()
    try:
        yield line.tell
    finally:
        line.stop()


class _Line(Thread):
    """Looks now and then, so that the build itself only sets two numbers."""

    def __init__(self, say: Translate) -> None:
        super().__init__(daemon=True)
        self.say = say
        self.done = self.total = 0
        self.over = Event()
        self.width = 0  # of what stands on the terminal

    def tell(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def run(self) -> None:
        pause = PATIENCE
        while not self.over.wait(pause):
            self._show(self._text())
            pause = PACE

    def stop(self) -> None:
        self.over.set()
        self.join()
        if self.width:
            self._show("")
            sys.stderr.write("\r")
            sys.stderr.flush()

    def _text(self) -> str:
        if not self.total:
            return self.say("正在读笔记…")
        return self.say("正在写网页 {done} / {total}").format(done=self.done, total=self.total)

    def _show(self, text: str) -> None:
        width = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
        sys.stderr.write("\r" + text + " " * max(0, self.width - width))
        sys.stderr.flush()
        self.width = width
