"""A spreadsheet of any program as rows of cells, read by a process that may break (`spreadsheet_process.py`)."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from cmkb.exchange.incoming import MOST_BYTES, NotReadable
from cmkb.model.immutable import immutable

_READER = Path(__file__).with_name("spreadsheet_process.py")
_PATIENCE = 300  # seconds
_UNPACKED = 256 * 1024 * 1024

Area = tuple[tuple[int, int], tuple[int, int]]  # first and last row and column


@immutable
class Sheet:
    name: str
    rows: tuple[tuple[int, tuple[Any, ...]], ...]  # by their number in the sheet; str, float, int or bool
    merged: tuple[Area, ...]  # the first of the cells that reach over several rows


def sheet_of(data: bytes, name: str, sheet: str = "", preferred: str = "") -> Sheet:
    """The sheet asked for, else the one called `preferred`, else the first that holds anything. Raises NotReadable."""
    _refuse_bomb(data, name)
    answer = _read(data, sheet, preferred)
    if fault := answer.get("fault"):
        raise _not_readable(fault, name, sheet, answer, _is_encrypted(data))
    rows = tuple((number, tuple(cells)) for number, cells in answer["rows"])
    merged = tuple((tuple(low), tuple(high)) for low, high in answer["merged"])
    return Sheet(answer["name"], rows, merged)


def _read(data: bytes, sheet: str, preferred: str) -> dict[str, Any]:
    # -P: the folder of the user's files is none to import from
    command = [sys.executable, "-P", str(_READER), sheet, preferred]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return {"fault": "large"}
    if done.returncode:  # out of memory or of time, and so without a word
        return {"fault": "large"}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _not_readable(fault: str, name: str, sheet: str, answer: dict[str, Any], encrypted: bool) -> NotReadable:
    if fault == "locked" or encrypted:
        return NotReadable(
            f"{name} 设了打开密码，读不了：在 Excel 里打开，去掉密码另存一份",
            f"{name} has a password: open it in Excel and save it without",
        )
    if fault == "large":
        return NotReadable(f"{name} 太大了：分成几个文件", f"{name} is too large: split it")
    if fault == "empty":
        return NotReadable(f"{name} 是空的，没有可以导入的行", f"{name} is empty")
    if fault == "no sheet":
        names = answer["names"]
        return NotReadable(
            f"{name} 里没有叫「{sheet}」的表，有：{'、'.join(names)}",
            f"no sheet {sheet}; there are: {', '.join(names)}",
        )
    return NotReadable(
        f"{name} 不是表格，或者坏了：在 Excel 里打开，另存为 xlsx 再试",
        f"{name} is no spreadsheet, or damaged: open it in Excel and save it as xlsx",
    )


def _is_encrypted(data: bytes) -> bool:
    """An xlsx with a password is an old container file with this stream in it."""
    return data[:4] == b"\xd0\xcf\x11\xe0" and "EncryptedPackage".encode("utf-16-le") in data


def _refuse_bomb(data: bytes, name: str) -> None:
    too_large = len(data) > MOST_BYTES
    if data[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                too_large = too_large or sum(info.file_size for info in packed.infolist()) > _UNPACKED
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise _not_readable("broken", name, "", {}, encrypted=False) from None
    if too_large:
        raise _not_readable("large", name, "", {}, encrypted=False)
