"""Lines of a note are replaced; every other byte stays: encoding, byte order mark, line ends, damaged places."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable

from cmkb.files.text import MAX_BYTES, decode
from cmkb.model.immutable import immutable
from cmkb.model.note import SourceFile
from cmkb.patterns import pattern
from cmkb.writing.changes import Edit
from cmkb.writing.refused import WritingRefused

_LINE = pattern(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z")
_MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@immutable
class Splice:
    """Lines `first` to before `end` (from 1) become `lines`; `end == first` inserts before the line."""

    first: int
    end: int
    lines: tuple[str, ...]


# What was read → which lines change. Pure, for it is asked again when the file was saved meanwhile.
LinesEdit = Callable[[SourceFile], Iterable[Splice]]


def lines_edit(path: str, edit: LinesEdit) -> Edit:
    """An edit of a note that is there."""

    def apply(data: bytes | None) -> bytes | None:
        if data is None:
            raise WritingRefused(
                f"找不到 {path}，没有写：它刚被移走或改名了",
                f"{path} is not there, nothing was written",
                path,
            )
        source, _ = decode(data, path)
        return spliced(data, source, edit(source))

    return apply


def new_file(path: str, text: str) -> Edit:
    """A file that must not be there yet."""

    def apply(data: bytes | None) -> bytes:
        if data is not None:
            raise WritingRefused(
                f"已经有文件 {path}，没有动它", f"{path} is there already and was not touched", path
            )
        return text.encode()

    return apply


def spliced(data: bytes, source: SourceFile, splices: Iterable[Splice]) -> bytes:
    """`source` is what `decode` made of `data`. Raises WritingRefused for bytes that would not come back the same."""
    splices = sorted(splices, key=lambda s: (s.first, s.end))
    if not splices:
        return data
    mark = _MARKS.get(source.encoding, b"") if source.bom else b""
    lines = _LINE.findall(_exact(data, mark, source))
    for splice in reversed(splices):
        lines[splice.first - 1 : splice.end - 1] = _as_lines(splice, lines, source.newline)
    return mark + _encoded("".join(lines), source)


def _exact(data: bytes, mark: bytes, source: SourceFile) -> str:
    try:
        text = data[len(mark) :].decode(source.encoding, "surrogateescape")
        same = len(data) <= MAX_BYTES and mark + _encoded(text, source) == data
    except UnicodeError:
        same = False
    if not same:
        raise WritingRefused(
            f"{source.path} 的编码有损坏，怕改坏别的内容，没有写：先在编辑器里另存为 UTF-8",
            f"{source.path} has damaged characters, so nothing was written: save it as UTF-8 first",
            source.path,
        )
    return text


def _encoded(text: str, source: SourceFile) -> bytes:
    return text.encode(source.encoding, "surrogateescape")


def _as_lines(splice: Splice, lines: list[str], newline: str) -> list[str]:
    """A line keeps its own line end; a new one gets the file's. The file's last line may have none."""
    old = lines[splice.first - 1 : splice.end - 1]
    ends = [line[len(line.rstrip("\r\n")) :] for line in old]
    if not old and lines and splice.first > len(lines) and not lines[-1].endswith(("\r", "\n")):
        lines[-1] += newline
        ends = [newline] * (len(splice.lines) - 1) + [""]
    at_end = splice.end > len(lines)
    new: list[str] = []
    for index, line in enumerate(splice.lines):
        end = ends[index] if index < len(ends) else newline
        last = index == len(splice.lines) - 1
        if not end and not (last and at_end):
            end = newline
        above = new[-1] if new else lines[splice.first - 2] if 1 < splice.first <= len(lines) + 1 else ""
        if not line and end == "\n" and above.endswith("\r"):
            end = "\r"  # else the two would be read as one line end
        new.append(line + end)
    below = lines[splice.end - 1] if splice.end <= len(lines) else ""
    if new and new[-1].endswith("\r") and below.startswith("\n"):
        new[-1] += "\n"
    return new
