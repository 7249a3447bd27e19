"""A photograph tells where and of whom it was taken. The team gets its pixels."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from cmkb.sharing.pictures import Unreadable, bare
from cmkb.site.team import build_team
from tests.conftest import draw
from tests.site.conftest import TODAY

SECRET = "王芳家 39.9N 116.4E".encode()


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def exif(order: str, side: int) -> bytes:
    """As a phone writes it: the side that is up, then a text."""
    mark = {"<": b"II", ">": b"MM"}[order]
    entries = struct.pack(order + "HHIHH", 0x0112, 3, 1, side, 0) + struct.pack(
        order + "HHII", 0x010E, 2, len(SECRET), 38
    )
    return b"Exif\x00\x00" + mark + struct.pack(order + "HIH", 42, 8, 2) + entries + b"\x00" * 4 + SECRET


def jpeg(*extra: bytes, behind: bytes = b"") -> bytes:
    """Pixels with stuffed and restart markers, in two scans as progressive pictures have them."""
    pixels = b"\x12\xff\x00\x34\xff\xd0\x56"
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + pixels
    body = segment(0xDB, b"table") + segment(0xC2, b"frame") + scan + segment(0xC4, b"more") + scan
    return b"\xff\xd8" + segment(0xE0, b"JFIF\x00") + b"".join(extra) + body + b"\xff\xd9" + behind


def png(*extra: bytes, behind: bytes = b"") -> bytes:
    chunks = [chunk(b"IHDR", b"head"), *extra, chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + behind


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def gif(*extra: bytes, behind: bytes = b"") -> bytes:
    """Two pictures with colours of their own, that are shown again and again."""
    picture = (
        b"\x21\xf9\x04\x00\x0a\x00\x00\x00"
        + b"\x2c"
        + bytes(8)
        + b"\x80"
        + b"rgbRGB"
        + b"\x02"
        + b"\x03\x3b\x21\x00"
        + b"\x00"
    )
    repeats = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    head = b"GIF89a" + b"\x01\x00\x01\x00\x80\x00\x00" + b"rgbRGB"
    return head + repeats + b"".join(extra) + picture * 2 + b"\x3b" + behind


def blocks(kind: bytes, *contents: bytes) -> bytes:
    return b"\x21" + kind + b"".join(bytes([len(one)]) + one for one in contents) + b"\x00"


def webp(*extra: tuple[bytes, bytes], flags: int = 0) -> bytes:
    parts = [(b"VP8X", bytes([flags]) + b"\x00" * 9), (b"VP8L", b"odd"), *extra]
    body = b"".join(
        name + struct.pack("<I", len(content)) + content + b"\x00" * (len(content) % 2)
        for name, content in parts
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


@pytest.mark.parametrize(
    ("photograph", "left"),
    [
        (jpeg(segment(0xE1, exif("<", 1))), jpeg()),
        (jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + SECRET)), jpeg()),
        (jpeg(segment(0xED, SECRET), segment(0xFE, SECRET), segment(0xE2, b"MPF\x00" + SECRET)), jpeg()),
        (jpeg(behind=b"film " + SECRET), jpeg()),
        (jpeg(b"\xff\xff", segment(0xFE, SECRET), b"\xff"), jpeg()),  # with padding before the marks
        (png(chunk(b"tEXt", SECRET), chunk(b"eXIf", SECRET), chunk(b"tIME", SECRET)), png()),
        (png(behind=SECRET), png()),
        (gif(blocks(b"\xfe", SECRET, SECRET)), gif()),
        (gif(blocks(b"\xff", b"XMP DataXMP", SECRET), behind=SECRET), gif()),
        (webp((b"EXIF", SECRET), (b"XMP ", SECRET), flags=0b11100), webp(flags=0b10000)),
    ],
)
def test_what_a_camera_writes_beside_the_pixels_is_left_out(photograph: bytes, left: bytes) -> None:
    assert bare(photograph) == left
    assert bare(left) == left


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("side", [2, 6, 8])
def test_a_photograph_taken_sideways_stays_upright(order: str, side: int) -> None:
    found = bare(jpeg(segment(0xE1, exif(order, side))))
    assert SECRET not in found
    assert found == jpeg(
        segment(0xE1, b"Exif\x00\x00MM" + struct.pack(">HIHHHIHHI", 42, 8, 1, 0x0112, 3, 1, side, 0, 0))
    )


def test_colours_stay() -> None:
    for whole in (
        jpeg(segment(0xE2, b"ICC_PROFILE\x00x"), segment(0xEE, b"Adobe")),
        png(chunk(b"iCCP", b"x")),
    ):
        assert bare(whole) == whole


@pytest.mark.parametrize("other", [b"", b"%PDF-1.7", b"RIFF\x00\x00\x00\x00AVI ", b"picture"])
def test_other_files_are_left_alone(other: bytes) -> None:
    assert bare(other) == other


@pytest.mark.parametrize(
    "broken",
    [
        jpeg()[:12],
        png()[:20],
        webp()[:30],
        gif()[:50],
        gif(SECRET),  # between two blocks
        b"GIF89a",
        b"\xff\xd8\xff\xe1\x00\x01" + SECRET,
        b"\xff\xd8" + SECRET,
        b"\xff\xd8\xff\xda\xff\xff" + SECRET,  # pixels that begin behind the end of the file
    ],
)
def test_half_a_picture_is_no_picture(broken: bytes) -> None:
    with pytest.raises(Unreadable):
        bare(broken)


def test_the_teams_site_has_the_pixels_alone_and_says_which_picture_it_does_not_have(tmp_path: Path) -> None:
    folder = draw(tmp_path, "=== docs/scripts/邀约.md\n![门口](门口.jpg) ![半张](半张.jpg)\n")
    (folder / "docs/scripts/门口.jpg").write_bytes(jpeg(segment(0xE1, exif("<", 6))))
    (folder / "docs/scripts/半张.jpg").write_bytes(jpeg(segment(0xE1, exif("<", 6)))[:30])
    result = build_team(folder, today=TODAY)
    assert SECRET not in (result.site_dir / "scripts/门口.jpg").read_bytes()
    assert not (result.site_dir / "scripts/半张.jpg").exists()
    assert [p.path for p in result.problems if p.text == "P6.picture"] == ["docs/scripts/半张.jpg"]
    assert "半张.jpg" not in (result.site_dir / "scripts/邀约.html").read_text("utf-8")
