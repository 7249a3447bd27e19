"""Pictures without what a camera or a program wrote beside them: where they were taken, by whom, of whom.

Their pixels, colours and the side that is up stay as they are. Formats: JPEG, PNG, WebP.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

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


class Unreadable(ValueError):
    """Begins like a picture and is none that we understand: what is in it nobody can tell."""


def bare(data: bytes) -> bytes:
    """Raises Unreadable. Other files are given back as they are."""
    try:
        if data.startswith(_JPEG):
            return b"".join(_jpeg(data))
        if data.startswith(_PNG):
            return b"".join((_PNG, *_png(data)))
        if data.startswith(_RIFF) and data[8:12] == b"WEBP":
            chunks = b"".join(_webp(data))
            return _RIFF + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks
    except (struct.error, IndexError) as error:
        raise Unreadable(str(error)) from None
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
