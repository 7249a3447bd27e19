"""Live reload for a vault: MkDocs watches docs/ and mkdocs.yml, the vault's other folders come and go."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

SETTLING = (1, 1, 2, 3, 5, 8, 10)  # seconds between looks, until every folder is watched for certain
FILES = ("mkdocs.yml", "playbook.yml")  # also when an editor replaces them, or makes them only now


def watch_folders(server: Any, root: Path, folders: Iterable[str], elsewhere: Iterable[Path]) -> None:
    """Folders of the vault and `elsewhere`, now or later, with all that is in them. `server`: MkDocs'
    LiveReloadServer."""
    names = frozenset(folders)
    for name in sorted(names):
        if (root / name).is_dir():
            server.watch(str(root / name))
    server.observer.schedule(_TopLevel(server, root, names), str(root), recursive=False)
    sources = frozenset(elsewhere)
    if sources:
        _Elsewhere(server, sources).look_out()
    for folder in sorted(sources):
        if folder.is_dir():
            server.watch(str(folder))


def look_again(server: Any, state: Callable[[], object], built_from: Callable[[], object]) -> None:
    """MkDocs begins to watch after its first build, and a moment after it answers: what somebody saved meanwhile would
    show with the next save only. `state` of the vault, None where it cannot be told; `built_from`: that of the last build."""

    def look() -> None:
        for place, pause in enumerate(SETTLING):
            time.sleep(pause)
            if server._shutdown:
                return
            now = state()
            if now != built_from() or (now is None and place == len(SETTLING) // 2):
                _build_again(server)

    Thread(target=look, daemon=True).start()


def _build_again(server: Any) -> None:
    """What the server does at an event of its own; it has no public word for it."""
    with server._rebuild_cond:
        server._want_rebuild = True
        server._rebuild_cond.notify_all()


class _Watcher:
    """A handler of watchdog's that watches folders again and builds again."""

    def __init__(self, server: Any) -> None:
        self.server = server

    def watch_again(self, folder: Path) -> None:
        with suppress(KeyError):  # it was not watched; if it was, watching ended when the folder went
            self.server.unwatch(str(folder))
        if folder.is_dir():
            self.server.watch(str(folder))

    def build_again(self) -> None:
        _build_again(self.server)


class _TopLevel(_Watcher):
    """Sees what appears and disappears right in the vault. Everything else there is no business of ours: the built
    site, caches, version control."""

    def __init__(self, server: Any, root: Path, folders: frozenset[str]) -> None:
        super().__init__(server)
        self.root = root
        self.folders = folders

    def dispatch(self, event: Any) -> None:
        for path in {Path(event.src_path), Path(event.dest_path or event.src_path)}:
            if path.parent != self.root:
                continue
            if path.name in FILES:
                self.build_again()
            elif path.name in self.folders and event.event_type != "modified":
                self.watch_again(path)
                self.build_again()


class _Elsewhere(_Watcher):
    """Sees folders outside of the vault come and go: a repository that is cloned later, a drive of the branch. Where
    one is missing, the nearest folder above it that is there tells of the next step down."""

    def __init__(self, server: Any, folders: frozenset[Path]) -> None:
        super().__init__(server)
        self.folders = folders
        self.outlooks: dict[Path, Any] = {}  # folders above → what watchdog calls a watch

    def look_out(self) -> None:
        while (wanted := self._nearest()) != self.outlooks.keys():  # again: one may have come in between
            for gone in self.outlooks.keys() - wanted:
                self.server.observer.unschedule(self.outlooks.pop(gone))
            for new in wanted - self.outlooks.keys():
                self.outlooks[new] = self.server.observer.schedule(self, str(new), recursive=False)

    def _nearest(self) -> set[Path]:
        return {next(above for above in folder.parents if above.is_dir()) for folder in self.folders}

    def dispatch(self, event: Any) -> None:
        if event.event_type == "modified":
            return
        paths = {Path(event.src_path), Path(event.dest_path or event.src_path)}
        concerned = [f for f in self.folders if any(f.is_relative_to(path) for path in paths)]
        if concerned:
            self.look_out()
            for folder in concerned:
                self.watch_again(folder)
            self.build_again()
