"""Sound without what a phone or a program wrote beside it: MP3, WAV."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from cmkb.sharing.unreadable import Unreadable

_WAV_KEPT = frozenset([b"fmt ", b"data", b"fact"])

# --- MP3: frames, of which the header tells the length. What stands between them is no sound. -------------------

_BIT_RATES = {
    (3, 3): range(32, 449, 32),
    (3, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (3, 1): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 3): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 1): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}  # (version, layer) as the header has them → thousands of bits a second
_SAMPLE_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_LEAST_FRAMES = 2  # in a row, or it is chance that the bytes look like one


def mp3(data: bytes) -> bytes:
    sound: list[bytes] = []
    at = data.find(b"\xff", _after_tags(data))
    while at >= 0:
        end, frames = at, 0
        while length := _frame(data, end):
            end, frames = end + length, frames + 1
        if frames >= _LEAST_FRAMES or (frames and end == len(data)):
            sound.append(data[at:end])
            at = data.find(b"\xff", end)
        else:
            at = data.find(b"\xff", at + 1)
    if not sound:
        raise Unreadable
    return b"".join(sound)


def _after_tags(data: bytes) -> int:
    """ID3 in its second version stands before the sound, and may hold pictures, which have all kinds of bytes."""
    at = 0
    while data[at : at + 3] == b"ID3":
        flags, *digits = data[at + 5 : at + 10]
        length = sum(digit << shift for digit, shift in zip(digits, (21, 14, 7, 0), strict=True))
        at += 10 + length + (10 if flags & 0x10 else 0)
    return at


def _frame(data: bytes, at: int) -> int:
    """Length of the frame that begins here; 0 for none, or one that is cut short."""
    header = int.from_bytes(data[at : at + 4], "big")
    version, layer = header >> 19 & 3, header >> 17 & 3
    rate, samples, padded = header >> 12 & 15, header >> 10 & 3, header >> 9 & 1
    if header >> 21 != 0x7FF or version == 1 or not layer or rate in (0, 15) or samples == 3:
        return 0
    bits = _BIT_RATES[3 if version == 3 else 2, layer][rate - 1] * 1000
    hertz = _SAMPLE_RATES[version][samples]
    if layer == 3:
        length = (12 * bits // hertz + padded) * 4
    else:
        length = (72 if layer == 1 and version != 3 else 144) * bits // hertz + padded
    return length if length > 4 and at + length <= len(data) else 0


# --- WAV: chunks ---------------------------------------------------------------------------------------------------


def wav(data: bytes) -> bytes:
    chunks = b"".join(_chunks(data))
    if b"data" not in chunks:
        raise Unreadable
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks


def _chunks(data: bytes) -> Iterator[bytes]:
    at, whole = 12, min(struct.unpack_from("<I", data, 4)[0] + 8, len(data))
    while at + 8 <= whole:
        name, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length
        if end > whole:
            raise Unreadable(at)
        if name in _WAV_KEPT:
            yield data[at:end] + b"\x00" * (length % 2)
        at = end + length % 2
