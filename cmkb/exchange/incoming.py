"""A file of somebody else's, read as rows of words. What its columns mean is decided in `columns.py`."""

from __future__ import annotations

from pathlib import PurePath

from cmkb.files.text import MAX_BYTES, decode
from cmkb.model.immutable import immutable

SPREADSHEETS = (".xlsx", ".xls", ".xlsb", ".xlsm", ".ods", ".et")
TEXTS = (".csv", ".tsv", ".txt")
CARDS = (".vcf", ".vcard")
MOST_BYTES = 64 * 1024 * 1024


class NotReadable(Exception):
    """One line for the user: what is wrong with the file and how to mend it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en


@immutable
class IncomingRow:
    line: int  # of the file, as its program counts them
    cells: tuple[str, ...]  # as many as there are columns
    fault: str = ""  # why the row could not be read at all


@immutable
class Notice:
    """Something to know about the file as a whole; a text of the house's language and what stands in it."""

    text: str
    params: tuple[tuple[str, str], ...] = ()


@immutable
class Incoming:
    columns: tuple[str, ...]
    rows: tuple[IncomingRow, ...]
    notices: tuple[Notice, ...] = ()
    sheet: str = ""


def text_in(data: bytes, name: str) -> str:
    """Characters that only steer a terminal are left out, or each note made of them would be one with damaged text."""
    if len(data) > MAX_BYTES:
        raise NotReadable(
            f"{name} 超过 {MAX_BYTES // 1024 // 1024} MB：存成 xlsx，或分成几个文件",
            f"{name} is larger than {MAX_BYTES // 1024 // 1024} MB: save it as xlsx, or in parts",
        )
    source, problems = decode(data, name)
    for found in problems:
        if found.text == "N3":
            raise NotReadable(
                f"{name}:{found.line}:{found.column}: 有认不出的字，一行也没有导入：重新导出，或另存为 UTF-8（Excel 里是「CSV UTF-8」）",
                f"{name}:{found.line}:{found.column}: characters that cannot be read: export it again, or save it as UTF-8",
            )
    steering = any(found.text == "N4" for found in problems)
    return source.text.replace("\ufffd", "") if steering else source.text


def kind_of(name: str) -> str:
    """spreadsheet | text | cards, by the file's name; "" for any other."""
    suffix = PurePath(name).suffix.lower()
    for kind, suffixes in (("spreadsheet", SPREADSHEETS), ("text", TEXTS), ("cards", CARDS)):
        if suffix in suffixes:
            return kind
    return ""


def letter(number: int) -> str:
    """As spreadsheets name a column: 0 is A, 26 is AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def notice(text: str, **params: object) -> Notice:
    return Notice(text, tuple((key, str(value)) for key, value in params.items()))
