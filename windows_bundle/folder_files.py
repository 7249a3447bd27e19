"""What lies in the bundle besides wheels: the files of `folder/`, as Windows wants them."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "folder"


def folder_files() -> dict[str, bytes]:
    """Path in the bundle → content. Texts end their lines as Windows does; Notepad knows UTF-8 by its first mark."""
    found = {}
    for file in sorted(FOLDER.rglob("*")):
        if file.suffix in (".cmd", ".txt", ".py"):
            text = file.read_text(encoding="utf-8")
            encoding = "utf-8-sig" if file.parent == FOLDER and file.suffix == ".txt" else "utf-8"
            found[file.relative_to(FOLDER).as_posix()] = text.replace("\n", "\r\n").encode(encoding)
    return found
