"""Live reload for a vault: MkDocs watches docs/ and mkdocs.yml, the vault's other folders come and go."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

FILES = ("mkdocs.yml", "playbook.yml")  # also when an editor replaces them, or makes them only now


def watch_folders(server: Any, root: Path, folders: Iterable[str]) -> None:
    """Folders of the vault, now or later, with all that is in them. `server`: MkDocs' LiveReloadServer."""
    names = frozenset(folders)
    for name in sorted(names):
        if (root / name).is_dir():
            server.watch(str(root / name))
    server.observer.schedule(_TopLevel(server, root, names), str(root), recursive=False)


class _TopLevel:
    """Sees what appears and disappears right in the vault. Everything else there is no business of ours: the built
    site, caches, version control."""

    def __init__(self, server: Any, root: Path, folders: frozenset[str]) -> None:
        self.server = server
        self.root = root
        self.folders = folders

    def dispatch(self, event: Any) -> None:
        for path in {Path(event.src_path), Path(event.dest_path or event.src_path)}:
            if path.parent != self.root:
                continue
            if path.name in FILES:
                self._build_again()
            elif path.name in self.folders and event.event_type != "modified":
                self._watch_again(path)
                self._build_again()

    def _watch_again(self, folder: Path) -> None:
        with suppress(KeyError):  # it was not watched; if it was, watching ended when the folder went
            self.server.unwatch(str(folder))
        if folder.is_dir():
            self.server.watch(str(folder))

    def _build_again(self) -> None:
        """What the server does at an event of its own; it has no public word for it."""
        with self.server._rebuild_cond:
            self.server._want_rebuild = True
            self.server._rebuild_cond.notify_all()
