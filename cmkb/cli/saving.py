"""Writes what a command made into the file that was asked for: whole, or not at all."""

from __future__ import annotations

from pathlib import Path

from cmkb.cli.opening import Opened
from cmkb.cli.refusal import Refusal
from cmkb.files.scan import vault_folders
from cmkb.writing.replacing import write_whole


def save(opened: Opened, target: Path, data: bytes) -> None:
    """Never among the notes: there it would be read as one, or shared. Raises OSError as the machine does."""
    folder = opened.loaded.folder.resolve()
    resolved = target.resolve()
    if resolved.is_relative_to(folder):
        first, *rest = resolved.relative_to(folder).parts or ("",)
        if rest and first.casefold() in {name.casefold() for name in vault_folders(opened.vault.settings)}:
            raise Refusal(
                f"{target} 在笔记文件夹 {first} 里，会被当成笔记；写到别处，例如 reports/{target.name}",
                f"{first} holds notes, write the file elsewhere",
            )
    if resolved.is_dir():
        raise Refusal(f"{target} 是文件夹，后面加上文件名", f"{target} is a folder: add a file name")
    resolved.parent.mkdir(parents=True, exist_ok=True)
    write_whole(resolved, data)
