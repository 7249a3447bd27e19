"""`cmkb backup`: one ZIP file with all that is in the vault, read back and compared before it counts."""

from __future__ import annotations

import os
import secrets
import stat
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cmkb.model.immutable import immutable
from cmkb.writing.places import STATE
from cmkb.writing.refused import WritingRefused

LEFT_OUT = (STATE, ".git", "site", "site-team", "node_modules", "__pycache__")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a ZIP file can say


@immutable
class BackedUp:
    file: Path
    count: int
    size: int
    links: tuple[str, ...]  # symbolic links, which are not followed


def back_up(folder: Path, target: Path) -> BackedUp:
    """Raises FileExistsError, WritingRefused where the copy differs from what was read, and OSError."""
    folder, target = folder.resolve(), target.resolve()
    if target.exists():
        raise FileExistsError(17, "already there", str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    links: list[str] = []
    sums: dict[str, str] = {}
    try:
        with zipfile.ZipFile(beside, "x", zipfile.ZIP_DEFLATED) as archive:
            os.chmod(beside, 0o600)
            for file in _files(folder, links):
                if file in (beside, target):
                    continue
                name = file.relative_to(folder).as_posix()
                data = file.read_bytes()
                sums[name] = sha256(data).hexdigest()
                archive.writestr(_info(name, file), data)
        _verify(beside, sums)
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        size = beside.stat().st_size
        beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink()
    return BackedUp(target, len(sums), size, tuple(links))


def _files(folder: Path, links: list[str]) -> Iterator[Path]:
    for place, folders, files in os.walk(folder, onerror=_refuse):
        here = Path(place)
        top = here == folder
        for name in sorted(folders):
            if (here / name).is_symlink():
                links.append((here / name).relative_to(folder).as_posix())
        folders[:] = sorted(
            name for name in folders if not (here / name).is_symlink() and not (top and name in LEFT_OUT)
        )
        for name in sorted(files):
            file = here / name
            if file.is_symlink():
                links.append(file.relative_to(folder).as_posix())
            elif stat.S_ISREG(os.lstat(file).st_mode) and not name.startswith(".cmkb-"):
                yield file


def _refuse(error: OSError) -> None:
    """What is in a folder that cannot be listed would be missing from the copy without a word."""
    raise error


def _info(name: str, file: Path) -> zipfile.ZipInfo:
    try:
        info = zipfile.ZipInfo.from_file(file, name)
    except ValueError:  # changed before 1980
        info = zipfile.ZipInfo(name, _EARLIEST)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _verify(file: Path, sums: dict[str, str]) -> None:
    """Every file comes out as it went in."""
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        good = sorted(names) == sorted(sums) and all(
            sha256(archive.read(name)).hexdigest() == sums[name] for name in names
        )
    if not good:
        raise WritingRefused(
            "备份写出来以后核对不上，没有留下：换一个磁盘再试",
            "the copy differs from what was read and was removed",
        )
