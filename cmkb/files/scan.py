"""Which files of a vault are notes, which are attachments, and what was left out and why.

Only the vault's own folders are read; links are never followed, what is no ordinary file is never opened.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import replace
from pathlib import Path

from cmkb.files.text import MAX_BYTES, decode, nfc
from cmkb.model.immutable import immutable
from cmkb.model.note import SourceFile
from cmkb.model.problem import Problem, problem
from cmkb.model.settings import Settings, Source
from cmkb.patterns import pattern

INBOX = "inbox"
# Beside the folders of the settings: notes from the phone, and folders named after a kind of note.
NOTE_FOLDERS = (INBOX, "households", "meetings", "events", "channels", "staff")
ATTACHMENT_FOLDERS = ("attachments", "assets", "files", "images", "附件", "图片")
SKIPPED_FOLDERS = frozenset({"site", "site-team", "node_modules", "__pycache__"})
SKIPPED_FILES = frozenset({"thumbs.db", "desktop.ini"})
MOST_FOLDERS_DEEP = 40

_BACKUP = pattern(
    r"~\$.*|\.~lock\..*|#.*#|.*(?:~|\.bak|\.sw[a-p]|\.tmp|\.temp|\.orig|\.part|\.crdownload)", re.IGNORECASE
)
_CONFLICT = pattern(
    r".*(?:\([^()]*conflicted copy[^()]*\)|\.sync-conflict-|\(case conflict"
    r"|[(（][^()（）]*冲突[^()（）]*[)）]|冲突(?:副本|文件|版本)).*",
    re.IGNORECASE,
)
# These are conflict copies only beside their original: `合同 (1).pdf` may be a name.
_COPY = pattern(
    r"(?P<stem>.+?)(?: ?\([0-9]{1,2}\)| ?（[0-9]{1,2}）| - 副本| copy|-(?:DESKTOP|LAPTOP)-[A-Z0-9]{5,12})"
)
_TO_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_UNPRINTABLE = pattern("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_PICTURE = pattern(r".*\.(?:png|jpe?g|gif|webp|svg|bmp|pdf|mp3|m4a|mp4)", re.IGNORECASE)


@immutable
class Found:
    """`size` in bytes; `mtime_ns` of the last change, in nanoseconds; `ctime_ns` and `inode` where the machine has them."""

    path: str  # relative to the vault, "/" between parts, Unicode NFC; a note's ends in ".md"
    disk: Path
    size: int
    mtime_ns: int
    ctime_ns: int = 0
    inode: int = 0


@immutable
class LeftOut:
    path: str
    reason: str  # link folder_link special backup conflict txt name twin source folder


@immutable
class Scan:
    """Each list by path."""

    notes: tuple[Found, ...]
    attachments: tuple[Found, ...]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...]


def scan(root: Path, settings: Settings) -> Scan:
    found = _Findings()
    top = _entries(root, "", found)
    folders = vault_folders(settings)
    for entry in top:
        if entry.name in folders and _is_open(entry, entry.name, settings):
            if entry.is_symlink():
                found.leave_out(entry.name, "folder_link")
            elif entry.is_dir(follow_symlinks=False):
                _walk(entry.path, nfc(entry.name), folders[entry.name], settings, found)
        elif entry.is_file(follow_symlinks=False) and _PICTURE.fullmatch(entry.name):
            found.add(entry, entry.name, is_note=False)  # Obsidian puts pasted pictures here
        elif _is_open(entry, entry.name, settings) and _holds_notes(entry):
            found.leave_out(entry.name, "folder", folder=entry.name)
    for source in settings.sources:
        if source.outside:
            _mount(root, source, settings, found)
    return found.scan()


def source_folder(root: Path, source: Source) -> tuple[Path, str]:
    """Where a source outside of the vault lies, and why it cannot be used: a text of a problem."""
    folder = root / source.path
    try:
        folder = Path(os.path.normpath(root / Path(source.path).expanduser()))
        if folder.is_symlink() or not folder.is_dir():
            return folder, "S3.missing"
        there, here = folder.resolve(), root.resolve()
    except (OSError, ValueError, RuntimeError):  # no name of a folder, or the home of nobody
        return folder, "S3.missing"
    inside = here.is_relative_to(there) or there.is_relative_to(here)
    return folder, "S3.inside" if inside else ""


def source_folders(root: Path, settings: Settings) -> list[Path]:
    """Of sources outside of the vault, those that are not there yet among them."""
    found = (source_folder(root, source) for source in settings.sources if source.outside)
    return [folder for folder, fault in found if fault != "S3.inside"]


def _mount(root: Path, source: Source, settings: Settings, found: _Findings) -> None:
    """The files of a folder elsewhere, as if they stood at `source.to`. What the vault has itself goes before."""
    folder, fault = source_folder(root, source)
    if fault:
        found.problems.append(problem("mkdocs.yml", 1, 1, fault, source=source.path))
    else:
        found.source = source.path
        _walk(str(folder), source.to, True, settings, found)
        found.source = ""


def read_note_file(found: Found) -> tuple[SourceFile | None, list[Problem]]:
    """None, with a problem, for a file that the machine does not give."""
    try:
        data = bytes_of(found)
    except OSError as error:
        return None, [not_given(found, error)]
    return source_of(found, data)


def bytes_of(found: Found) -> bytes:
    """Not more than is read of a note, and one."""
    file = os.open(found.disk, _TO_READ)
    try:
        data = os.read(file, min(found.size, MAX_BYTES) + 1)
        while len(data) != found.size and len(data) <= MAX_BYTES:
            more = os.read(file, MAX_BYTES + 1 - len(data))
            if not more:
                break
            data += more
    finally:
        os.close(file)
    return data


def not_given(found: Found, error: OSError) -> Problem:
    return problem(found.path, 1, 1, "N5", reason=error.strerror or type(error).__name__)


def source_of(found: Found, data: bytes) -> tuple[SourceFile, list[Problem]]:
    parts = found.path.count("/") + 1
    source, problems = decode(data, "/".join(found.disk.parts[-parts:]))
    if source.path != found.path:  # `王芳.MD`
        source = replace(source, path=found.path, disk_path=source.disk_path or source.path)
        problems = [replace(p, path=found.path) for p in problems]
    return source, problems


def vault_folders(settings: Settings) -> dict[str, bool]:
    """Top-level folders to read → whether Markdown in them is notes."""
    own = [settings.docs, settings.clients, settings.journal, settings.periods, settings.cases]
    own += settings.folders
    folders = dict.fromkeys(ATTACHMENT_FOLDERS, False)
    folders |= dict.fromkeys(NOTE_FOLDERS, True)
    folders |= {folder.strip("/").split("/")[0]: True for folder in own if folder.strip("/")}
    return folders


class _Findings:
    """What the walk has found so far."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[Found, bool]] = {}
        self.left_out: list[LeftOut] = []
        self.problems: list[Problem] = []
        self.source = ""  # the one that is being walked

    def add(self, entry: os.DirEntry[str], path: str, is_note: bool) -> None:
        path = nfc(path)
        if is_note:
            path = path[:-3] + ".md"
        try:
            info = entry.stat(follow_symlinks=False)
        except OSError as error:
            self.unreadable(path, error)
            return
        if path in self.files:
            if self.source:
                self.leave_out(path, "source", source=self.source)
            else:
                self.leave_out(path, "twin")
        elif not stat.S_ISREG(info.st_mode):
            self.leave_out(path, "special")
        else:
            self.files[path] = _found(path, Path(entry.path), info), is_note

    def leave_out(self, path: str, reason: str, **params: str) -> None:
        shown = _UNPRINTABLE.sub("\ufffd", nfc(path))
        self.left_out.append(LeftOut(shown, reason))
        self.problems.append(problem(shown, 1, 1, f"N1.{reason}", **params))

    def unreadable(self, path: str, error: OSError) -> None:
        shown = _UNPRINTABLE.sub("\ufffd", nfc(path))
        self.problems.append(problem(shown, 1, 1, "N5", reason=error.strerror or type(error).__name__))

    def scan(self) -> Scan:
        files = [self.files[path] for path in sorted(self.files)]
        return Scan(
            tuple(file for file, is_note in files if is_note),
            tuple(file for file, is_note in files if not is_note),
            tuple(sorted(set(self.left_out), key=lambda one: (one.path, one.reason))),
            tuple(sorted(set(self.problems))),
        )


def found_at(path: str, disk: Path) -> Found:
    """For a path that a scan gave before. Raises OSError."""
    if os.name != "nt":
        return _found(path, disk, os.lstat(disk))
    with os.scandir(
        disk.parent
    ) as entries:  # what Windows says of a file there is less than what it says elsewhere
        for entry in entries:
            if entry.name == disk.name:
                return _found(path, disk, entry.stat(follow_symlinks=False))
    raise FileNotFoundError(disk)


def _found(path: str, disk: Path, info: os.stat_result) -> Found:
    return Found(path, disk, info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino)


def _entries(folder: os.PathLike[str] | str, path: str, found: _Findings) -> list[os.DirEntry[str]]:
    """By name, so that of two look-alikes the same one wins on every machine."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        found.unreadable(path or ".", error)
        return []


def _is_open(entry: os.DirEntry[str], path: str, settings: Settings) -> bool:
    """Neither hidden nor excluded."""
    name = entry.name
    excluded = any(path == folder.strip("/") for folder in settings.exclude)
    return not (name.startswith(".") or name.lower() in SKIPPED_FOLDERS or excluded)


def _walk(top: str, name: str, notes: bool, settings: Settings, found: _Findings) -> None:
    folders = [(top, name)]
    while folders:
        folder, path = folders.pop()
        entries = _entries(folder, path, found)
        names = {entry.name for entry in entries}
        for entry in entries:
            here = f"{path}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if _is_open(entry, here, settings) and here.count("/") < MOST_FOLDERS_DEEP:
                    folders.append((entry.path, here))
            elif reason := _why_not(entry, names):
                if reason != "hidden":
                    found.leave_out(here, reason)
            else:
                found.add(entry, here, notes and entry.name.lower().endswith(".md"))


def _why_not(entry: os.DirEntry[str], names: set[str]) -> str:
    """Why a file is left out; empty when it is not."""
    name = entry.name
    if _BACKUP.fullmatch(name):
        return "backup"
    if name.startswith(".") or name.lower() in SKIPPED_FILES:
        return "hidden"
    if entry.is_symlink():
        return "folder_link" if entry.is_dir() else "link"
    if not entry.is_file(follow_symlinks=False):
        return "special"
    if _UNPRINTABLE.search(name):
        return "name"
    if _CONFLICT.fullmatch(name):
        return "conflict"
    stem, dot, suffix = name.rpartition(".")
    copy = _COPY.fullmatch(stem) if dot and suffix.lower() == "md" else None
    if copy and f"{copy['stem']}.{suffix}" in names:
        return "conflict"
    return "txt" if name.lower().endswith(".md.txt") else ""


def _holds_notes(entry: os.DirEntry[str]) -> bool:
    """Whether a folder that is none of the vault's looks as if it were meant to be: notes lie right in it."""
    return entry.is_dir(follow_symlinks=False) and any(map(_begins_with_fence, _markdown_in(entry)))


def _markdown_in(folder: os.DirEntry[str]) -> list[str]:
    try:
        with os.scandir(folder.path) as entries:
            files = [e for e in entries if e.name.endswith(".md") and e.is_file(follow_symlinks=False)]
    except OSError:
        return []  # none of the vault's: not our business
    return sorted(file.path for file in files)


def _begins_with_fence(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(8).lstrip(b"\xef\xbb\xbf").startswith(b"---")
    except OSError:
        return False
