"""`cmkb init`: a new vault, empty but for an example, or with the sample moved to today.

All texts are made first, written into a temporary folder inside of the target and then moved to their
places: a target that holds anything is refused, and whatever goes wrong leaves it as it was.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from string import Template

from cmkb.files.text import decode
from cmkb.model.playbook import Playbook
from cmkb.playbooks.loader import builtin_names, load_playbook
from cmkb.settings import read_settings
from cmkb.writing.moved_dates import Move, move_path, text_mover
from cmkb.writing.obsidian import obsidian_files
from cmkb.writing.vscode import vscode_files

WRITTEN_FOR = date(2026, 11, 23)  # the today of the sample and of the starter
FOLDERS = ("clients", "journal", "docs/scripts", "docs/products", "periods", "cases")
CONFIG = "mkdocs.yml"
_PACKAGE = Path(__file__).resolve().parent.parent
_STARTER = _PACKAGE / "starter"
_OF_THE_PROJECT = ("docs/assets/",)  # pictures for the project's own README
# May lie in the target: none of them is ever written here.
_HARMLESS = (".git", ".DS_Store", "Thumbs.db", "desktop.ini")
_IGNORED = b"/site/\n/site-team/\n/.cmkb/\n"
_NAMES = {"site_name": "我的客户", "owner": "", "client": "陈小满"}  # what the starter's texts call things
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


class VaultError(Exception):
    """Why no vault can be made here, and what to do about it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} ({en})")
        self.zh, self.en = zh, en


def new_vault(target: Path, *, playbook: str, today: date, sample: bool, obsidian: bool = False) -> list[str]:
    """Makes the vault; gives the files, relative to `target`. After a VaultError nothing has changed."""
    _refuse_unless_free(target)
    files = vault_files(playbook, today, sample=sample)
    if obsidian:
        book = _playbook(playbook)
        files |= obsidian_files(book) | vscode_files(book)
    try:
        _write(target, files)
    except OSError as error:
        raise _cannot(target, error) from error
    return sorted(files)


def vault_files(playbook: str, today: date, *, sample: bool) -> dict[str, bytes]:
    """Path → content of a new vault."""
    book = _playbook(playbook)
    files = {name: (_STARTER / name).read_bytes() for name in (CONFIG, "README.md")}
    if sample:
        files = _filled(files, _names_in_sample(playbook) | _words_of(book)) | _notes(sample_folder())
    else:
        files = _filled(files | _notes(_STARTER), _NAMES | _words_of(book))
    return _moved(files, Move(WRITTEN_FOR, today), book) | {".gitignore": _IGNORED}


def sample_folder() -> Path:
    """Inside the installed package, or the root of the project that it is developed in."""
    packed = _PACKAGE / "sample"
    return packed if packed.is_dir() else _PACKAGE.parent


# ---------------------------------------------------------------------------------------------------- texts


def _notes(root: Path) -> dict[str, bytes]:
    """Path → content of whatever lies in the folders of the vault at `root`."""
    tops = dict.fromkeys(folder.partition("/")[0] for folder in FOLDERS)
    files = (file for top in tops for file in sorted((root / top).rglob("*")) if file.is_file())
    found = {file.relative_to(root).as_posix(): file.read_bytes() for file in files}
    return {path: content for path, content in found.items() if not path.startswith(_OF_THE_PROJECT)}


def _playbook(name: str) -> Playbook:
    if name not in builtin_names():
        known = ", ".join(builtin_names())
        raise VaultError(
            f"没有叫 {name} 的工作方法，可以用：{known}", f"no playbook {name}; there are: {known}"
        )
    return load_playbook(name)[0]


def _names_in_sample(playbook: str) -> dict[str, str]:
    config = sample_folder() / CONFIG
    settings = read_settings(decode(config.read_bytes(), CONFIG)[0]).settings
    if playbook != settings.playbook:
        raise VaultError(
            f"示例是按 {settings.playbook} 写的：去掉 --playbook，或者去掉 --sample",
            f"the sample is one of {settings.playbook}: leave out --playbook, or --sample",
        )
    return {"site_name": settings.site_name, "owner": settings.owner, "client": "李强"}


def _words_of(playbook: Playbook) -> dict[str, str]:
    """What the starter's texts take from the playbook."""
    fields = playbook.fields_of("client")
    choices = (("tier", playbook.tiers), ("stage", playbook.stages), ("status", playbook.statuses))
    said = [f"{fields[key].label}可以写：{'、'.join(words)}。" for key, words in choices if words]
    tier = next(iter(playbook.tiers), "")
    return {
        "playbook": playbook.name,
        "tier_line": f"{fields['tier'].label}: {tier}\n" if tier else "",
        "choices": "".join(said),
        "call": next((key for key, kind in playbook.kinds.items() if kind.contact), ""),
    }


def _filled(files: Mapping[str, bytes], words: Mapping[str, str]) -> dict[str, bytes]:
    return {path: Template(text.decode()).safe_substitute(words).encode() for path, text in files.items()}


def _moved(files: Mapping[str, bytes], move: Move, playbook: Playbook) -> dict[str, bytes]:
    """Every note with its dates moved; configuration, README and attachments as they are."""
    mover = text_mover(move, playbook)
    moved: dict[str, bytes] = {}
    for path, content in files.items():
        is_note = "/" in path and path.endswith(".md")
        moved[move_path(path, move) if is_note else path] = (
            mover(content.decode(), _date_in(path)).encode() if is_note else content
        )
    return moved


def _date_in(path: str) -> date | None:
    found = _ISO.search(path)
    return date.fromisoformat(found[0]) if found else None


# ----------------------------------------------------------------------------------------------------- disk


def _refuse_unless_free(target: Path) -> None:
    try:
        if target.exists() and not target.is_dir():
            raise VaultError(f"{target} 是一个文件：换一个名字", "that is a file: choose another name")
        holds = sorted(f.name for f in target.iterdir() if f.name not in _HARMLESS) if target.exists() else []
    except OSError as error:
        raise _cannot(target, error) from error
    if holds:
        raise VaultError(
            f"{target} 里已经有东西（{holds[0]}），一个文件也没动：换一个新的文件夹",
            f"{holds[0]} is there already, nothing was changed: choose a new folder",
        )


def _cannot(target: Path, error: OSError) -> VaultError:
    reason = error.strerror or type(error).__name__
    return VaultError(
        f"{target} 写不进去：{reason}。换一个文件夹，或检查磁盘和权限",
        f"cannot write: {reason}; choose another folder, or check the disk and your rights",
    )


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    """Everything, or nothing: what was made is taken away again when something fails."""
    missing = [folder for folder in (target, *target.parents) if not folder.exists()]
    made: list[Path] = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".cmkb-", dir=target) as beside:
            _write_files(Path(beside), files)
            for entry in sorted(Path(beside).iterdir()):
                made.append(target / entry.name)
                entry.rename(target / entry.name)
    except BaseException:
        for path in made:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()
        raise


def _write_files(root: Path, files: Mapping[str, bytes]) -> None:
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True)
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
