"""Films, sound in their containers, and AVIF, without what a camera wrote beside them: where, when, by whom.

Players find pictures and sound by their places in the file. So nothing is taken out: it is overwritten where it stands.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from cmkb.sharing.unreadable import Unreadable

# --- ISO media: MP4, M4A, AVIF ---------------------------------------------------------------------------------------

_TOP = frozenset([b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"ssix", b"meta"])
_HOLD_BOXES = frozenset([b"moov", b"trak", b"mdia", b"moof", b"traf", b"minf", b"stbl"])
_SAY_MORE = frozenset([b"udta", b"uuid", b"meta", b"free", b"skip", b"wide", b"iods", b"Xtra"])
_DATED = (b"mvhd", b"tkhd", b"mdhd")
_TRACKS = (
    b"vide",
    b"soun",
    b"pict",
    b"auxv",
)  # one of another kind may say where the camera was, second by second
_ITEMS = (b"av01", b"grid", b"iovl", b"iden", b"tmap")
_NOTHING = b"\x00\x00\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00"  # Exif that says nothing

Box = tuple[bytes, int, int]  # its name, and where its content begins and ends


def iso_media(data: bytes) -> bytes:
    out = bytearray(data)
    for name, start, end in _boxes(data, 0, len(data)):
        if name == b"meta":
            _clear_items(out, data, start + 4, end)
        elif name in _HOLD_BOXES:
            _clear_boxes(out, data, start, end)
        elif name not in _TOP:
            _clear(out, start, end)
    return bytes(out)


def _boxes(data: bytes, at: int, whole: int) -> Iterator[Box]:
    while at < whole:
        size, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, at + 8)
            head = 16
        end = at + size if size else whole
        if end < at + head or end > whole:
            raise Unreadable(at)
        yield name, at + head, end
        at = end


def _clear_boxes(out: bytearray, data: bytes, at: int, whole: int) -> None:
    for name, start, end in _boxes(data, at, whole):
        if name in _SAY_MORE:
            if data[start - 4 : start] == name:  # not so where the length takes more bytes
                out[start - 4 : start] = b"free"
            _clear(out, start, end)
        elif name in _DATED:  # when it was made, and changed
            _clear(out, start + 4, start + (20 if data[start] == 1 else 12))
        elif name == b"hdlr" and data[start + 8 : start + 12] not in (*_TRACKS, b"url ", b"alis"):
            raise Unreadable(start)
        elif name == b"hdlr":
            _clear(out, start + 24, end)  # the program that wrote it
        elif name in _HOLD_BOXES:
            _clear_boxes(out, data, start, end)


def _clear(out: bytearray, start: int, end: int) -> None:
    out[start:end] = bytes(end - start)


def _clear_items(out: bytearray, data: bytes, start: int, end: int) -> None:
    """Of a picture: Exif and XMP are items beside that of the pixels."""
    boxes = {name: (at, until) for name, at, until in _boxes(data, start, end)}
    for name in boxes.keys() & (_SAY_MORE | {b"xml ", b"bxml"}):
        _clear(out, *boxes[name])
    if b"iinf" not in boxes or b"iloc" not in boxes:
        raise Unreadable(start)
    kinds = dict(_kinds(data, *boxes[b"iinf"]))
    inside = boxes.get(b"idat", (0, 0))[0]
    for item, method, places in _places(data, boxes[b"iloc"][0]):
        if kinds.get(item) in _ITEMS:
            continue
        for offset, length in places:
            begin = offset + (inside if method == 1 else 0)
            if method > 1 or not 0 < begin <= begin + length <= len(data):
                raise Unreadable(begin)
            empty = _NOTHING if kinds.get(item) == b"Exif" else b""
            out[begin : begin + length] = empty[:length].ljust(length, b"\x00")


def _kinds(data: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    count = 2 if data[start] == 0 else 4
    for name, at, _ in _boxes(data, start + 4 + count, end):
        if name != b"infe" or data[at] not in (2, 3):
            raise Unreadable(at)
        size = 2 if data[at] == 2 else 4
        yield int.from_bytes(data[at + 4 : at + 4 + size], "big"), data[at + 6 + size : at + 10 + size]


def _places(data: bytes, at: int) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Of each item: its number, from where its places are counted, and these with their lengths."""
    version = data[at]
    sizes = data[at + 4], data[at + 5]
    offset_size, length_size, base_size, index_size = (
        sizes[0] >> 4, sizes[0] & 15, sizes[1] >> 4, sizes[1] & 15 if version else 0,
    )  # fmt: skip
    reader = _Numbers(data, at + 6)
    for _ in range(reader.take(4 if version == 2 else 2)):
        item = reader.take(4 if version == 2 else 2)
        method = reader.take(2) & 15 if version else 0
        if reader.take(2):  # in another file
            raise Unreadable(at)
        base = reader.take(base_size)
        places = []
        for _ in range(reader.take(2)):
            reader.take(index_size)
            offset = base + reader.take(offset_size)
            places.append((offset, reader.take(length_size)))
        yield item, method, places


class _Numbers:
    """Read one after the other; they are of different sizes."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, size: int) -> int:
        self.at += size
        if self.at > len(self.data):
            raise Unreadable(self.at)
        return int.from_bytes(self.data[self.at - size : self.at], "big")


# --- Matroska: WebM ----------------------------------------------------------------------------------------------------

_EBML, _SEGMENT, _CLUSTER, _INFO, _TRACKS_OF, _TRACK, _VOID = (
    0x1A45DFA3, 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xAE, 0xEC,
)  # fmt: skip
_OF_SEGMENT = (
    _SEGMENT,
    _CLUSTER,
    _INFO,
    _TRACKS_OF,
    0x114D9B74,
    0x1C53BB6B,
    0x1254C367,
    0x1941A469,
    0x1043A770,
)
_MASTERS = (_SEGMENT, _INFO, _TRACKS_OF, _TRACK)
# Tags, attachments, chapters; title, day, file names; a track's name.
_CLEARED = (
    0x1254C367,
    0x1941A469,
    0x1043A770,
    0x7BA9,
    0x4461,
    0x7384,
    0x3C83AB,
    0x3E83BB,
    0x73A4,
    0x536E,
    _VOID,
    0xBF,
)
_PROGRAMS = (0x4D80, 0x5741)  # that wrote it: has to be there


def webm(data: bytes) -> bytes:
    out = bytearray(data)
    _clear_elements(out, data, 0, len(data), 0)
    return bytes(out)


def _clear_elements(out: bytearray, data: bytes, at: int, whole: int, above: int | None) -> int:
    """Where the last one ended: one that is written while it is recorded does not know its own length."""
    while at < whole:
        begin = at
        name, at = _number(data, at, marked=True)
        length, at = _number(data, at, marked=False)
        if above in (_CLUSTER, _INFO) and name in _OF_SEGMENT:
            return begin
        if length is None and name not in (_SEGMENT, _CLUSTER):
            raise Unreadable(begin)
        end = whole if length is None else at + length
        if end > whole:
            raise Unreadable(begin)
        if name in _CLEARED:
            _void(out, begin, end)
        elif name in _PROGRAMS:
            _clear(out, at, end)
        elif name in _MASTERS or length is None:
            end = _clear_elements(out, data, at, end, name)
        at = end
    return at


def _number(data: bytes, at: int, marked: bool) -> tuple[int | None, int]:
    """A number of as many bytes as its first one says. None for an unknown length."""
    if at >= len(data) or not data[at]:
        raise Unreadable(at)
    size = 9 - data[at].bit_length()
    if at + size > len(data):
        raise Unreadable(at)
    value = int.from_bytes(data[at : at + size], "big")
    if marked:
        return value, at + size
    value &= (1 << 7 * size) - 1
    return (None if value == (1 << 7 * size) - 1 else value), at + size


def _void(out: bytearray, begin: int, end: int) -> None:
    """An element without meaning, of the same length."""
    length = end - begin
    size = 8 if length >= 9 else 1
    if length < 2:
        raise Unreadable(begin)
    head = bytes([_VOID]) + ((1 << 7 * size) | (length - 1 - size)).to_bytes(size, "big")
    out[begin:end] = head.ljust(length, b"\x00")
