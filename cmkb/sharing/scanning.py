"""One file of the finished site, its name and every byte: as text, unpacked, decoded; what the register has in it."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from cmkb.sharing import pdf
from cmkb.sharing.binary import entries, known, readable
from cmkb.sharing.markup import Tags
from cmkb.sharing.matching import Hit, Matcher
from cmkb.sharing.plain import readings

MOST_DEEP = 3  # archives in archives
MOST_UNPACKED = 64 * 1024 * 1024  # bytes
WINDOW = 4  # lines; what is spread over more of them is not found

_WHOLE = b"\x01" * WINDOW
_PARTED = (
    "\u2190"  # a line between lines that do not stand together: nothing that is looked for holds an arrow
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"ID3", b"\xff\xfb")
_DATA = re.compile(r"data:[\w/+.;=-]*;base64,([A-Za-z0-9+/=\s]{16,})")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)
_WIDE = re.compile(rb"\xfe\xff((?:[^()\\]|\\.){2,400})", re.S)
_HEX = re.compile(rb"<\s*(?:FEFF)?([0-9A-Fa-f\s]{8,2000})>")
_TEXT_CHUNK = re.compile(rb"(zTXt|iTXt)(.{1,80}?\x00.*?)(?=IDAT|IEND|tEXt|zTXt|iTXt|\Z)", re.S)
_PACKED = (".xlsx", ".docx", ".pptx", ".zip", ".gz", ".svgz")


class Scanner:
    """Keeps in mind which lines and tags it has seen, so that a page's header costs nothing on the second page."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self._seen: set[int] = set()
        self._tags = Tags()

    def hits(self, name: str, data: bytes) -> tuple[Hit, ...]:
        """Of a file's name and content, each once."""
        found = set(self._in_text(name.replace("/", "\n")))
        found |= set(self._in_bytes(name, data, 0))
        return tuple(sorted(found))

    def in_text(self, text: str) -> tuple[Hit, ...]:
        """Of a piece of text that may be Markdown."""
        return tuple(sorted(set(self._in_text(text, Tags()))))

    def _in_bytes(self, name: str, data: bytes, depth: int) -> Iterator[Hit]:
        if len(data) > MOST_UNPACKED or depth > MOST_DEEP:
            yield Hit("closed", name, "")
            return
        if data[:2] == b"\x1f\x8b":
            yield from self._unpacked(name, _gunzip(data), depth)
        elif data[:4] == b"PK\x03\x04" or (data[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(data))):
            yield from self._in_zip(name, data, depth)
        elif name.lower().endswith(_PACKED):
            yield Hit("closed", name, "")  # is not what it says, or is locked
        elif data[:5] == b"%PDF-":
            yield from self._in_pdf(name, data)
        elif data.startswith(_PICTURES) or (
            b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
        ):
            if name and not known(name):
                yield Hit("closed", name, "")
            yield from self._in_binary(data)
        else:
            text = _text(data)
            yield from self._in_lines(text)
            for match in _DATA.finditer(text) if "base64," in text else ():
                yield from self._unpacked(name, _base64(match[1]), depth, needed=False)

    def _unpacked(self, name: str, data: bytes | None, depth: int, *, needed: bool = True) -> Iterator[Hit]:
        if data is not None:
            yield from self._in_bytes("", data, depth + 1)
        elif needed:
            yield Hit("closed", name, "")

    def _in_zip(self, name: str, data: bytes, depth: int) -> Iterator[Hit]:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for entry in archive.infolist():
                    yield from self._in_text(entry.filename + "\n" + entry.comment.decode("utf-8", "replace"))
                    if entry.flag_bits & 1 or entry.file_size > MOST_UNPACKED:
                        yield Hit("closed", name, "")
                        continue
                    yield from self._in_bytes("", archive.read(entry), depth + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            OSError,
            ValueError,
        ):
            yield Hit("closed", name, "")

    def _in_pdf(self, name: str, data: bytes) -> Iterator[Hit]:
        """Its words, its titles, and whatever else is text once it is inflated."""
        yield from self._in_binary(data)
        try:
            for words in pdf.texts(data):
                yield from self._in_text(words)
        except pdf.Unreadable:
            yield Hit("closed", name, "")
        for match in _STREAM.finditer(data):
            inflated = _inflate(match[1])
            if inflated:
                yield from self._in_binary(inflated)
                yield from self._wide(inflated)
        yield from self._wide(data)

    def _wide(self, data: bytes) -> Iterator[Hit]:
        for match in _WIDE.finditer(data):
            yield from self._in_text(match[1].decode("utf-16-be", "ignore"))
        for match in _HEX.finditer(data):
            digits = b"".join(match[1].split())
            wide = bytes.fromhex(digits[: len(digits) // 2 * 2].decode()).decode("utf-16-be", "ignore")
            yield from self._in_text(wide)

    def _in_binary(self, data: bytes) -> Iterator[Hit]:
        """Names as UTF-8, numbers as ASCII: what stands there by chance is not so long."""
        yield from self._in_text(_PARTED.join((*readable(data), *entries(data))))
        for match in _TEXT_CHUNK.finditer(data) if data[:4] == b"\x89PNG" else ():
            inflated = _inflate(match[2].partition(b"\x00")[2].lstrip(b"\x00\x01"))
            if inflated:
                yield from self._in_text(inflated.decode("utf-8", "ignore"))

    def _in_lines(self, text: str) -> Iterator[Hit]:
        new = self._new(text)
        if new:
            yield from self._in_text(new, self._tags)

    def _new(self, text: str) -> str:
        """The lines that stand in a window of lines never seen before; gaps are empty lines."""
        lines = text.split("\n")
        followers = (lines[at:] for at in range(min(WINDOW, len(lines))))
        windows = list(map(hash, zip(*followers, strict=False)))
        new = set(windows) - self._seen
        if not new:
            return ""
        self._seen |= new
        wanted = bytearray(len(lines) + WINDOW)
        for at in [at for at, window in enumerate(windows) if window in new]:
            wanted[at : at + WINDOW] = _WHOLE
        if all(wanted[: len(lines)]):
            return text
        kept: list[str] = []
        for at in [at for at in range(len(lines)) if wanted[at]]:
            if at and not wanted[at - 1]:
                kept.append(_PARTED)
            kept.append(lines[at])
        return "\n".join(kept)

    def _in_text(self, text: str, tags: Tags | None = None) -> Iterator[Hit]:
        for reading in readings(text, tags):
            yield from self.matcher.hits(reading)


def _text(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "ignore") + "\n\n\n\n" + data.decode("gb18030", "ignore")


def _gunzip(data: bytes) -> bytes | None:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            return file.read(MOST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error):
        return None


def _inflate(data: bytes) -> bytes | None:
    try:
        return zlib.decompressobj().decompress(data.strip(b"\r\n"), MOST_UNPACKED)
    except zlib.error:
        return None


def _base64(text: str) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split()) + "==")
    except (binascii.Error, ValueError):
        return None
