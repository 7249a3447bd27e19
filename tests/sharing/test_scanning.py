"""Every byte and every name: packed, encoded, in whatever file."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
import zlib

import openpyxl
import pytest

from cmkb.sharing.markup import Tags
from cmkb.sharing.scanning import Scanner
from tests.sharing.registers import scanner

CSV = "姓名,电话\n王芳,138 0000 8899\n"


RUNS = (
    '<w:p><w:r><w:t>王</w:t></w:r><w:proofErr w:type="x"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">芳</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>138</w:t></w:r><w:r><w:t>00008899</w:t></w:r></w:p>"
)
CELLS = "<si><r><t>王</t></r><r><rPr><b/></rPr><t>芳</t></r></si><si><t>13800008899</t></si>"


def terms(name: str, data: bytes, by: Scanner | None = None) -> set[str]:
    return {hit.term or hit.kind for hit in (by or scanner()).hits(name, data)}


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["王芳", "13800008899"])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def pdf() -> bytes:
    stream = zlib.compress("(王芳) 13800008899".encode())
    title = b"/Title (\xfe\xff" + "王姐".encode("utf-16-be") + b")"
    return b"%PDF-1.7\n" + title + b"\nstream\r\n" + stream + b"\nendstream"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", CSV.encode()),
        ("a.csv", CSV.encode("gb18030")),
        ("a.csv", b"\xef\xbb\xbf" + CSV.encode()),
        ("a.txt", b"\xff\xfe" + CSV.encode("utf-16-le")),
        ("a.txt", b"\xfe\xff" + CSV.encode("utf-16-be")),
        ("a.txt", b"\xff" + CSV.encode()),
        ("sitemap.xml.gz", gzip.compress(CSV.encode(), mtime=0)),
        ("a.gz", gzip.compress(gzip.compress(CSV.encode(), mtime=0), mtime=0)),
        ("a.xlsx", workbook()),
        ("a.docx", zipped(document=CSV.encode())),
        ("a.docx", zipped(document=RUNS.encode())),
        ("a.xlsx", zipped(sharedStrings=CELLS.encode())),
        ("a.zip", zipped(inner=zipped(document=CSV.encode()))),
        ("a.docx", b"PK00" + zipped(document=CSV.encode())),  # as one of several volumes begins
        ("a.pdf", pdf()),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00tEXtAuthor\x00" + CSV.encode()),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00zTXtAuthor\x00\x00" + zlib.compress(CSV.encode()) + b"IEND"),
        ("a.html", b'<img src="data:text/plain;base64,' + base64.b64encode(CSV.encode()) + b'">'),
        ("a.js", b'x={"n":"\\u738b\\u82b3",p:\'138-0000-8899\'}'),
    ],
)
def test_what_is_in_a_file_is_seen(name: str, data: bytes) -> None:
    assert {"王芳", "13800008899"} <= terms(name, data)


@pytest.mark.parametrize(
    "entry",
    [
        "王芳".encode("utf-16-le") + b"\x00\x00",
        "妈妈和 王芳a".encode("utf-16-le") + b"\x00\x00",
        b"\xff\xfe" + "王芳".encode("utf-16-le") + b"TPE1",
        b"\xfe\xff" + "王芳".encode("utf-16-be"),
        "王芳".encode("gb18030") + b"\x00",
        "王芳".encode() + b"\x01",
    ],
)
@pytest.mark.parametrize("before", [b"", b"\x00", b"\x81", b"\x00\x00\x00"])
def test_a_name_that_a_program_wrote_beside_sound(entry: bytes, before: bytes) -> None:
    noise = bytes(range(1, 256)) * 40
    assert "王芳" in terms("a.mp3", b"ID3\x03\x00" + before + entry + noise)
    assert "王芳" in terms("a.mp3", b"ID3\x03\x00" + noise * 40 + b"TAG\x00" + before + entry)


@pytest.mark.parametrize("name", ["a.doc", "a.rar", "名单.et", "a"])
def test_a_file_that_nobody_can_look_into_is_a_finding(name: str) -> None:
    assert terms(name, b"\xd0\xcf\x11\xe0\x00\x00") == {name}


def test_a_pdf_with_a_password_is_a_finding() -> None:
    assert "a.pdf" in terms("a.pdf", pdf() + b"trailer << /Encrypt 5 0 R >>")


@pytest.mark.parametrize(
    "name", ["files/王芳.png", "wang-fang/index.html", "a/%E7%8E%8B%E8%8A%B3.html", "合同-13800008899.pdf"]
)
def test_the_name_of_a_file_is_looked_at(name: str) -> None:
    assert terms(name, b"")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b"locked or no workbook"),
        ("a.gz", b"\x1f\x8bbroken"),
        ("a.zip", b"PK\x03\x04broken"),
        ("a.txt", b"PK\x03\x04broken"),
    ],
)
def test_what_cannot_be_opened_is_a_finding(name: str, data: bytes) -> None:
    assert terms(name, data) == {name}


def test_beside_a_locked_part_of_an_archive_the_others_are_read() -> None:
    data = bytearray(zipped(first=b"closed", second=CSV.encode()))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    assert terms("a.zip", bytes(data)) == {"a.zip", "王芳", "13800008899"}


def test_a_part_that_was_packed_with_all_care_is_read_as_others_are() -> None:
    data = bytearray(zipped(first=CSV.encode()))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 2
    assert terms("a.zip", bytes(data)) == {"王芳", "13800008899"}


def test_what_only_begins_as_data_within_a_page_is_no_finding() -> None:
    assert terms("a.html", b'<code>src="data:image/png;base64,AAAAAAAAAAAAAAAAA"</code>') == set()


def test_lines_that_were_seen_cost_nothing_but_new_neighbours_are_looked_at() -> None:
    by = scanner()
    head, foot = [f"<p>头 {n}</p>" for n in range(20)], [f"<p>尾 {n}</p>" for n in range(20)]
    assert terms("a.html", "\n".join([*head, "一", *foot]).encode(), by) == set()
    assert terms("b.html", "\n".join([*head, "王芳", *foot]).encode(), by) == {"王芳"}
    assert terms("c.html", "\n".join([*head, "138", "0000", "8899", *foot]).encode(), by) == {"13800008899"}
    again = "\n".join([*head, "138", "0000", *foot, "8899"])
    assert terms("d.html", again.encode(), by) == set()
    assert terms("e.html", "\n".join([*head[:5], "138 0000", *foot[5:]]).encode(), by) == set()


def test_a_page_whose_tags_are_known_is_read_once() -> None:
    tags = Tags()
    page = "<h1>一</h1><p>二</p>"
    assert list(tags.texts(page)) == ["\n一\n\n二\n", "<h1><</h1><<p><</p>"]
    assert list(tags.texts(page)) == ["\n一\n\n二\n"]


def test_gaps_between_lines_that_were_seen_join_nothing() -> None:
    by = scanner()
    lines = [f"行 {n}" for n in range(12)]
    terms("a.html", "\n".join(lines).encode(), by)
    apart = ["王", *lines, "芳", *lines, "138", *lines, "00008899"]
    assert terms("b.html", "\n".join(apart).encode(), by) == set()
