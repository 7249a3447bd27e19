"""Pictures, sound and films without what a camera or a program wrote beside them: where they were taken, by whom, of whom.

Pixels, colours and the side that is up stay as they are. Here are JPEG, PNG, WebP and GIF; `sound.py`, `film.py`, and
`office.py` for what holds pictures and has authors.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from cmkb.sharing.film import iso_media, webm
from cmkb.sharing.office import office
from cmkb.sharing.sound import mp3, wav
from cmkb.sharing.unreadable import Unreadable as Unreadable

_JPEG, _PNG, _RIFF = b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF"

# --- JPEG: segments ----------------------------------------------------------------------------

_SCAN, _END, _EXIF = 0xDA, 0xD9, 0xE1
_ALONE = (0x01, *range(0xD0, 0xD8))  # markers without a length
_NEXT = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.S)  # after the compressed pixels
_ORIENTATION = 0x0112

# --- PNG and WebP: chunks ----------------------------------------------------------------------

_PNG_KEPT = frozenset(
    [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"cICP", b"sBIT", b"sRGB", b"bKGD", b"hIST",
        b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
    ]
)  # fmt: skip
_WEBP_KEPT = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"])
_WEBP_SAYS = 0b1100  # of VP8X: that EXIF and XMP follow


# --- GIF: blocks -------------------------------------------------------------------------------------

_GIF = (b"GIF87a", b"GIF89a")
_SAYS, _PICTURE, _TRAILER = 0x21, 0x2C, 0x3B
_TIMES, _PROGRAM = (
    0xF9,
    0xFF,
)  # of one picture; of a program, of which that one counts which says how often it repeats
_REPEATS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")

# Of these names a file that is something else is not shared: nobody looks into it.
_CLEANED = ("gif", "avif", "mp3", "m4a", "mp4", "wav", "webm")


def bare(data: bytes, name: str = "") -> bytes:
    """Raises Unreadable. Other files are given back as they are. `name`: of the file."""
    try:
        if data.startswith(_JPEG):
            return b"".join(_jpeg(data))
        if data.startswith(_PNG):
            return b"".join((_PNG, *_png(data)))
        if data.startswith(_GIF):
            return b"".join(_gif(data))
        if data.startswith(_RIFF) and data[8:12] == b"WEBP":
            chunks = b"".join(_webp(data))
            return _RIFF + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks
        if data.startswith(_RIFF) and data[8:12] == b"WAVE":
            return wav(data)
        if data[4:8] == b"ftyp":
            return iso_media(data)
        if data.startswith(b"\x1a\x45\xdf\xa3"):
            return webm(data)
        if data.startswith(b"PK\x03\x04"):
            return office(data, bare)
        if name.lower().endswith(".mp3"):  # begins with whatever its program wrote
            return mp3(data)
    except (struct.error, IndexError, ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from None
    if name.lower().rpartition(".")[2] in _CLEANED:
        raise Unreadable(name)
    return data


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield _JPEG
    at = len(_JPEG)
    while True:
        if data[at] != 0xFF:
            raise Unreadable(at)
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == _END:
            yield data[at : at + 2]  # what stands behind it, such as a film, is cut off
            return
        if marker in _ALONE:
            yield data[at : at + 2]
            at += 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise Unreadable(at)
        if marker == _SCAN:
            following = _NEXT.search(data, end)
            if following is None:  # cut short: what there is of the pixels
                yield data[at:]
                return
            end = following.end() - 2
        if _is_of_the_picture(marker, data[at + 4 : at + 16]):
            yield data[at:end]
        elif marker == _EXIF and (side := _side_up(data[at + 4 : end])):
            yield _only_side_up(side)
        at = end


def _is_of_the_picture(marker: int, begins: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF:
        return marker in (0xE0, 0xEE) or (marker == 0xE2 and begins.startswith(b"ICC_PROFILE\x00"))
    return marker != 0xFE  # a comment


def _side_up(exif: bytes) -> int:
    """1 to 8 as in Exif; 0 where it does not say, or says what is usual."""
    if not exif.startswith(b"Exif\x00\x00"):
        return 0
    tiff = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for entry in range(start + 2, start + 2 + 12 * count, 12):
            tag, _, _, value = struct.unpack_from(order + "HHIH", tiff, entry)
            if tag == _ORIENTATION:
                return value if 2 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def _only_side_up(side: int) -> bytes:
    tiff = b"MM" + struct.pack(">HIHHHIHHI", 42, 8, 1, _ORIENTATION, 3, 1, side, 0, 0)
    content = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content


def _png(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    name = b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise Unreadable(at)
        if name in _PNG_KEPT:
            yield data[at:end]
        at = end


def _webp(data: bytes) -> Iterator[bytes]:
    (size,) = struct.unpack_from("<I", data, 4)
    if size + 8 > len(data):
        raise Unreadable(size)
    at, whole = 12, size + 8
    while at < whole:
        name, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length + length % 2
        if end > whole:
            raise Unreadable(at)
        if name == b"VP8X":
            flags = data[at + 8] & ~_WEBP_SAYS
            yield data[at : at + 8] + bytes([flags]) + data[at + 9 : end]
        elif name in _WEBP_KEPT:
            yield data[at:end]
        at = end


def _gif(data: bytes) -> Iterator[bytes]:
    at = 13 + _colours(data[10])
    yield data[:at]
    while data[at] != _TRAILER:
        begin = at
        if data[at] == _SAYS:
            at = _after_blocks(data, at + 2)
            kind, program = data[begin + 1], data[begin + 3 : begin + 14]
            if kind == _TIMES or (kind == _PROGRAM and program in _REPEATS):
                yield data[begin:at]
        elif data[at] == _PICTURE:
            at = _after_blocks(data, at + 11 + _colours(data[at + 9]))
            yield data[begin:at]
        else:
            raise Unreadable(at)
    yield data[at : at + 1]


def _colours(flags: int) -> int:
    """Bytes of the table of colours that follows."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while length := data[at]:
        at += 1 + length
    return at + 1
