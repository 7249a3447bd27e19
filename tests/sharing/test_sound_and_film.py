"""A recording tells where, when and with whose telephone it was made. The team gets what is heard and seen.

The files are made here as phones and programs make them, as far as their parts go; files of ffmpeg and Pillow were
cleaned and played by hand.
"""

from __future__ import annotations

import random
import struct
from contextlib import suppress
from pathlib import Path

import pytest

from cmkb.sharing.pictures import Unreadable, bare
from cmkb.site.team import build_team
from tests.conftest import draw
from tests.site.conftest import TODAY

SECRET = "王芳家 39.9N 116.4E".encode()
SEEN = b"what is seen and heard"

# --- MP3, WAV ----------------------------------------------------------------------------------------------------------

FRAME = b"\xff\xfb\x90\x00" + SEEN.ljust(413, b"\x55")  # 128 kbit/s, 44.1 kHz: 417 bytes
SLOW = b"\xff\xf3\x80\x00" + SEEN.ljust(204, b"\x55")  # MPEG 2, 64 kbit/s, 22.05 kHz: 208 bytes


def id3(content: bytes) -> bytes:
    length = len(content)
    return b"ID3\x04\x00\x00" + bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0)) + content


def wav(*extra: tuple[bytes, bytes]) -> bytes:
    parts = [(b"fmt ", bytes(16)), *extra, (b"data", SEEN + b"!")]
    body = b"".join(n + struct.pack("<I", len(c)) + c + b"\x00" * (len(c) % 2) for n, c in parts)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body


# --- ISO media ------------------------------------------------------------------------------------------------------


def box(name: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    return struct.pack(">I4s", len(inside) + 8, name) + inside


def track(kind: bytes) -> bytes:
    about = box(b"hdlr", bytes(8), kind, bytes(12), SECRET + b"\x00")
    dates = box(b"mdhd", bytes(4), b"\x01\x02\x03\x04" * 2, bytes(12))
    return box(
        b"trak",
        box(b"tkhd", b"\x01\x00\x00\x00", b"\x01\x02\x03\x04" * 4, bytes(60)),
        box(b"mdia", dates, about, box(b"minf", box(b"stbl", box(b"stco", bytes(8))))),
        box(b"udta", box(b"name", SECRET)),
    )


def film(*tracks: bytes) -> bytes:
    large = struct.pack(">I4sQ", 1, b"mdat", 16 + len(SEEN)) + SEEN  # with a length of eight bytes
    return (
        box(b"ftyp", b"isom", bytes(4))
        + box(b"uuid", bytes(16), SECRET)
        + box(
            b"moov",
            box(b"mvhd", bytes(4), b"\x01\x02\x03\x04" * 2, bytes(84)),
            *tracks,
            box(b"meta", SECRET),
            box(b"udta", box(b"\xa9xyz", SECRET)),
        )
        + box(b"free", SECRET)
        + large
    )


def avif(kind: bytes = b"Exif", method: int = 0, indexed: bool = False, wide: bool = False) -> bytes:
    """Item 1 is the picture, item 2 what is said of it. `indexed`: places are numbered. `wide`: numbers of items take
    four bytes."""
    ftyp = box(b"ftyp", b"avif", bytes(4))
    number = ">I" if wide else ">H"
    versions = (1, 3, 2) if wide else (0, 2, 1)
    of_all, of_one, of_places = (struct.pack(">Bxxx", version) for version in versions)

    def meta(places: tuple[int, int]) -> bytes:
        items = [(1, b"av01", places[0], len(SEEN)), (2, kind, places[1], len(SECRET))]
        infos = [box(b"infe", of_one, struct.pack(number + "H", n, 0), k, b"\x00") for n, k, _, _ in items]
        index = b"\x00\x00\x00\x01" if indexed else b""
        located = [
            struct.pack(number + "HHH", n, method * (n == 2), 0, 1) + index + struct.pack(">II", at, size)
            for n, _, at, size in items
        ]
        sizes = b"\x44\x04" if indexed else b"\x44\x00"
        return box(
            b"meta",
            bytes(4),
            box(b"hdlr", bytes(8), b"pict", bytes(13)),
            box(b"iinf", of_all, struct.pack(number, 2), *infos),
            box(b"iloc", of_places, sizes, struct.pack(number, 2), *located),
            *([box(b"idat", SECRET)] if method == 1 else []),
        )

    start = len(ftyp) + len(meta((0, 0))) + 8
    places = (start, 0 if method == 1 else start + len(SEEN))
    return ftyp + meta(places) + box(b"mdat", SEEN, b"" if method == 1 else SECRET)


# --- WebM ---------------------------------------------------------------------------------------------------------------


def element(name: str, *content: bytes, known: bool = True) -> bytes:
    inside = b"".join(content)
    length = ((1 << 56) | len(inside) if known else (1 << 57) - 1).to_bytes(8, "big")
    return bytes.fromhex(name) + length + inside


def recorded(known: bool = True) -> bytes:
    """`known`: its lengths; a browser that records does not know them when it begins."""
    tags = element("1254c367", element("7373", element("67c8", SECRET)))
    info = element("1549a966", element("7ba9", SECRET), element("4461", bytes(8)), element("5741", SECRET))
    tracks = element("1654ae6b", element("ae", element("d7", b"\x01"), element("536e", SECRET)))
    cluster = element("1f43b675", element("e7", b"\x00"), element("a3", SEEN), known=known)
    head = element("1a45dfa3", element("4282", b"webm"))
    return head + element(
        "18538067", info, tracks, cluster, cluster, tags, element("1941a469", SECRET), known=known
    )


def deep() -> bytes:
    """Boxes in boxes."""
    content = b""
    for _ in range(3000):
        content = box(b"moov", content)
    return box(b"ftyp", b"isom") + content


RECORDED = {
    "a.mp3": id3(SECRET + FRAME[:9]) + FRAME * 3 + b"TAG" + SECRET.ljust(125, b"\x00"),
    "b.mp3": SLOW * 2 + b"APETAGEX" + SECRET + b"\xff\xfb",
    "between.mp3": FRAME * 2 + SECRET + FRAME * 2,
    "a.wav": wav((b"LIST", b"INFOIART" + SECRET), (b"bext", SECRET), (b"id3 ", SECRET)),
    "a.mp4": film(track(b"vide"), track(b"soun")),
    "a.m4a": film(track(b"soun")),
    "a.avif": avif(),
    "xmp.avif": avif(b"mime"),
    "inside.avif": avif(method=1),
    "indexed.avif": avif(indexed=True),
    "wide.avif": avif(wide=True),
    "a.webm": recorded(),
    "live.webm": recorded(known=False),
}


@pytest.mark.parametrize("name", RECORDED)
def test_what_is_said_beside_a_recording_is_left_out(name: str) -> None:
    whole = RECORDED[name]
    left = bare(whole, name)
    assert SECRET in whole
    assert SECRET[:6] not in left
    assert left.count(SEEN) == whole.count(SEEN)
    assert b"\x01\x02\x03\x04" not in left  # when it was made
    assert bare(left, name) == left


def test_frames_alone_are_left_of_an_mp3() -> None:
    assert bare(RECORDED["a.mp3"], "a.mp3") == FRAME * 3
    assert bare(RECORDED["b.mp3"], "b.mp3") == SLOW * 2


@pytest.mark.parametrize("rate", range(1, 15))
def test_frames_of_the_first_layer_are_known_by_their_rate(rate: int) -> None:
    """44.1 kHz; each step of the rate is 32 kbit/s more."""
    frame = bytes([0xFF, 0xFF, rate << 4, 0]).ljust(12 * 32_000 * rate // 44_100 * 4, b"\x55")
    assert bare(SECRET + frame * 2 + SECRET, "a.mp3") == frame * 2


def test_places_in_a_container_stay() -> None:
    for name in ("a.mp4", "a.avif", "indexed.avif", "wide.avif", "a.webm", "live.webm"):
        left = bare(RECORDED[name], name)
        assert len(left) == len(RECORDED[name])
        assert left.find(SEEN) == RECORDED[name].find(SEEN)


def test_what_was_emptied_in_a_film_is_free_space_to_a_player() -> None:
    left = bare(RECORDED["a.mp4"], "a.mp4")
    assert b"udta" not in left
    assert b"meta" not in left


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.mp3", b"ID3\x03\x00" + SECRET),
        ("a.mp3", SECRET * 100),
        ("a.wav", b"RIFF\x00\x00\x00\x00WAVE"),
        ("a.wav", wav()[:-4]),
        ("a.mp4", film(track(b"meta"))),  # such as where the camera was, second by second
        ("a.mp4", film(track(b"vide"))[:-4]),
        ("a.avif", avif()[:-30]),
        ("a.avif", avif(method=2)),
        ("a.webm", recorded()[:-4]),
        ("a.mp4", deep()),
        *((f"a.{ending}", SECRET) for ending in ("gif", "avif", "mp3", "m4a", "mp4", "wav", "webm", "MP4")),
    ],
)
def test_what_cannot_be_understood_is_not_shared(name: str, data: bytes) -> None:
    with pytest.raises(Unreadable):
        bare(data, name)


@pytest.mark.parametrize("name", RECORDED)
def test_damaged_recordings_are_cleaned_or_refused(name: str) -> None:
    dice = random.Random(name)
    for _ in range(200):
        data = bytearray(RECORDED[name])
        for _ in range(dice.choice((1, 3, 20))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        with suppress(Unreadable):
            bare(bytes(data[: dice.randrange(len(data) * 2)]), name)


def test_the_teams_site_has_the_sound_alone_and_names_what_it_does_not_have(tmp_path: Path) -> None:
    folder = draw(tmp_path, "=== docs/scripts/邀约.md\n![示范](示范.mp3) [片子](片子.mp4) [路上](路上.mp4)\n")
    (folder / "docs/scripts/示范.mp3").write_bytes(RECORDED["a.mp3"])
    (folder / "docs/scripts/片子.mp4").write_bytes(RECORDED["a.mp4"])
    (folder / "docs/scripts/路上.mp4").write_bytes(film(track(b"meta")))
    result = build_team(folder, today=TODAY)
    assert (result.site_dir / "scripts/示范.mp3").read_bytes() == FRAME * 3
    assert SECRET not in (result.site_dir / "scripts/片子.mp4").read_bytes()
    assert not (result.site_dir / "scripts/路上.mp4").exists()
    assert [p.path for p in result.problems if p.text == "P6.picture"] == ["docs/scripts/路上.mp4"]
