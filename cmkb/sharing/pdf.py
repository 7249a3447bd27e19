"""What a PDF says: its pages' words through the tables of its fonts, which alone know what a glyph means.

Not a reader of PDFs: no layout, no pictures. All content streams are read, those of former versions among them.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from cmkb.model.immutable import immutable

MOST_INFLATED = 64 * 1024 * 1024  # bytes of one stream
MOST_READINGS = 4  # of a font's name that means another font on another page

Decode = Callable[[bytes], str]

_OBJECT = re.compile(rb"(\d+)\s+\d+\s+obj\b(.*?)(?:\bendobj\b|\Z)", re.S)
_STREAM = re.compile(rb"\bstream\r?\n(.*?)(?:\r?\n)?endstream", re.S)
_REFERENCE = rb"\s+(\d+)\s+\d+\s+R"
_TO_UNICODE = re.compile(rb"/ToUnicode" + _REFERENCE)
_NAMED = re.compile(rb"/([^\s/<>\[\](){}%]+)" + _REFERENCE)
_ENCODING = re.compile(rb"/Encoding\s*/([\w-]+)")
_FILTER = re.compile(rb"/(FlateDecode|Fl|ASCII85Decode|A85|ASCIIHexDecode|AHx|LZWDecode|LZW)\b")
_NO_WORDS = re.compile(
    rb"/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType)|/Length1\b|/DCTDecode|/JPXDecode"
)


class Unreadable(ValueError):
    """Locked, or packed in a way that we cannot undo."""


def texts(data: bytes) -> Iterator[str]:
    """Raises Unreadable."""
    if b"/Encrypt" in data:
        raise Unreadable("encrypted")
    document = _Document(data)
    fonts = document.fonts()
    for content in document.contents:
        if b"BT" not in content:
            continue
        for reading in range(min(MOST_READINGS, max((len(f) for f in fonts.values()), default=1))):
            joined = "".join(_words(content, fonts, reading))
            yield joined.replace(_MOVED, "")
            if _MOVED in joined:  # to the next letter of a word, or to the next word
                yield joined.replace(_MOVED, " ")


# --- objects -----------------------------------------------------------------------------------


class _Document:
    """Objects by number, the last version of each; the streams that may be pages or parts of such."""

    def __init__(self, data: bytes) -> None:
        self.objects: dict[int, bytes] = {}
        self.streams: dict[int, bytes] = {}
        self.contents: list[bytes] = []
        for match in _OBJECT.finditer(data):
            self._take(int(match[1]), match[2])

    def _take(self, number: int, body: bytes) -> None:
        packed = _STREAM.search(body)
        head = body[: packed.start()] if packed else body
        self.objects[number] = head
        if packed is None or _NO_WORDS.search(head):
            return
        self.streams[number] = stream = _unpacked(head, packed[1])
        self.contents.append(stream)
        if re.search(rb"/Type\s*/ObjStm", head):
            self._take_all(head, stream)

    def _take_all(self, head: bytes, stream: bytes) -> None:
        """A stream of objects: their numbers and offsets, then they themselves."""
        first = re.search(rb"/First\s+(\d+)", head)
        if first is None:
            raise Unreadable("a stream of objects")
        start = int(first[1])
        pairs = list(map(int, re.findall(rb"\d+", stream[:start])))
        offsets = [*pairs[1::2], len(stream) - start]
        for number, begin, end in zip(pairs[::2], offsets, offsets[1:], strict=False):
            self.objects[number] = stream[start + begin : start + end]

    def fonts(self) -> dict[bytes, list[Decode]]:
        """What a page calls a font → how its strings are read, more than one where pages differ."""
        found: dict[bytes, dict[int, Decode]] = {}
        for body in self.objects.values():
            for name, reference in _NAMED.findall(body):
                font = self.objects.get(int(reference), b"")
                if re.search(rb"/Type\s*/Font\b(?!Descriptor)", font):
                    found.setdefault(name, {})[int(reference)] = self._decoder(font)
        return {name: list(decoders.values()) for name, decoders in found.items()}

    def _decoder(self, font: bytes) -> Decode:
        table = _TO_UNICODE.search(font)
        if table and int(table[1]) in self.streams:
            return _Table.read(self.streams[int(table[1])]).decode
        encoding = _ENCODING.search(font)
        name = encoding[1] if encoding else b""
        if name.startswith((b"UniGB", b"UniCNS", b"UniJIS", b"UniKS")):
            return partial(str, encoding="utf-16-be", errors="ignore")
        if name.startswith(b"GB"):
            return partial(str, encoding="gb18030", errors="ignore")
        if name.startswith(b"Identity"):
            return _unknown
        return _plainly


def _unknown(data: bytes) -> str:
    raise Unreadable("a font without a table of what its glyphs mean")


def _unpacked(head: bytes, data: bytes) -> bytes:
    """Raises Unreadable."""
    for name in _FILTER.findall(head):
        try:
            if name in (b"FlateDecode", b"Fl"):
                data = zlib.decompressobj().decompress(data, MOST_INFLATED)
            elif name in (b"ASCII85Decode", b"A85"):
                data = base64.a85decode(data.strip().removeprefix(b"<~").removesuffix(b"~>"))
            elif name in (b"ASCIIHexDecode", b"AHx"):
                data = _from_hex(data.partition(b">")[0])
            else:
                raise Unreadable(name)
        except (zlib.error, ValueError, binascii.Error):
            raise Unreadable(name) from None
    return data


# --- what a font's glyphs mean -----------------------------------------------------------------

_HEX = rb"<([0-9A-Fa-f\s]*)>"
_CHAR = re.compile(_HEX + rb"\s*" + _HEX)
_RANGE = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*(?:" + _HEX + rb"|\[([^\]]*)\])")


@immutable
class _Table:
    """A ToUnicode table. `width`: bytes of a code."""

    meanings: Mapping[int, str]
    width: int

    @classmethod
    def read(cls, text: bytes) -> _Table:
        meanings: dict[int, str] = {}
        space = re.search(rb"begincodespacerange\s*" + _HEX, text)
        width = len(_from_hex(space[1])) if space else 2
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", text, re.S):
            for code, meaning in _CHAR.findall(block):
                meanings[_number(code)] = _wide(meaning)
        for block in re.findall(rb"beginbfrange(.*?)endbfrange", text, re.S):
            for first, last, start, listed in _RANGE.findall(block):
                codes = range(_number(first), min(_number(last), 0xFFFF) + 1)
                each = re.findall(_HEX, listed) if listed else ()
                for at, code in enumerate(codes):
                    meanings[code] = (_wide(each[at]) if at < len(each) else "") if each else _next(start, at)
        return cls(meanings, width or 2)

    def decode(self, data: bytes) -> str:
        codes = (data[at : at + self.width] for at in range(0, len(data), self.width))
        return "".join(self.meanings.get(int.from_bytes(code), "") for code in codes)


def _next(start: bytes, at: int) -> str:
    word = _wide(start)
    return word[:-1] + chr(min(ord(word[-1]) + at, 0x10FFFF)) if word else ""


def _number(digits: bytes) -> int:
    return int.from_bytes(_from_hex(digits))


def _wide(digits: bytes) -> str:
    return _from_hex(digits).decode("utf-16-be", "ignore")


def _from_hex(digits: bytes) -> bytes:
    packed = b"".join(digits.split())
    return bytes.fromhex((packed + b"0" * (len(packed) % 2)).decode("ascii"))


# --- what a page says --------------------------------------------------------------------------

_NUMBER = rb"[-+]?(?:\d+\.?\d*|\.\d+)"
_STRING = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\([^()]*\))*\))*\)"
_TOKEN = re.compile(
    rb"/(?P<font>[^\s/<>\[\](){}%]+)\s+" + _NUMBER + rb"\s+Tf"
    rb"|(?P<list>\[(?:" + _STRING + rb"|[^\]()])*\])\s*TJ"
    rb"|(?P<string>" + _STRING + rb"|<[0-9A-Fa-f\s]*>)\s*(?P<shows>Tj|'|\")"
    rb"|" + _NUMBER + rb"\s+(?P<down>" + _NUMBER + rb")\s+T[dD]\b"
    rb"|(?:" + _NUMBER + rb"\s+){5}(?P<line>" + _NUMBER + rb")\s+Tm\b"
    rb"|(?P<next>T\*)",
    re.S,
)
_PART = re.compile(rb"(?P<string>" + _STRING + rb"|<[0-9A-Fa-f\s]*>)|(?P<number>" + _NUMBER + rb")", re.S)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.S)
_ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r\n": b"",
    b"\r": b"",
}
_MOVED = "\x00"  # on the line
_SPACE = -180  # thousandths of the size of a letter


def _words(content: bytes, fonts: Mapping[bytes, list[Decode]], reading: int) -> Iterator[str]:
    """One line of text for each line of a content stream, whatever its pieces."""
    decode: Decode = _plainly
    line = b""
    for token in _TOKEN.finditer(content):
        if token["font"]:
            known = fonts.get(token["font"])
            decode = known[min(reading, len(known) - 1)] if known else _plainly
        elif token["list"]:
            yield from _listed(token["list"], decode)
        elif token["string"]:
            if token["shows"] != b"Tj":
                yield "\n"
            yield decode(_bytes_of(token["string"]))
        elif token["line"]:
            yield _MOVED if token["line"] == line else "\n"
            line = token["line"]
        else:
            yield "\n" if token["next"] or float(token["down"]) else _MOVED


def _listed(written: bytes, decode: Decode) -> Iterator[str]:
    for part in _PART.finditer(written):
        if part["string"]:
            yield decode(_bytes_of(part["string"]))
        elif float(part["number"]) < _SPACE:
            yield " "


def _plainly(data: bytes) -> str:
    return data.decode("latin-1")


def _bytes_of(written: bytes) -> bytes:
    if written[:1] == b"<":
        return _from_hex(written[1:-1])
    return _ESCAPE.sub(_unescaped, written[1:-1])


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 8) & 0xFF])
    return _ESCAPED.get(match[2], match[2])
