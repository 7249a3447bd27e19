"""A page of a PDF says its words in numbers of glyphs; the tables of its fonts say what these mean."""

from __future__ import annotations

import zlib

import pytest

from cmkb.sharing.pdf import Unreadable, texts
from tests.sharing.registers import scanner

TABLE = b"""/CIDInit /ProcSet findresource begin begincmap
1 begincodespacerange <0000> <FFFF> endcodespacerange
2 beginbfchar <0001> <738B> <0002> <82B3> endbfchar
3 beginbfrange <0010> <0019> <0030> <0020> <0021> [<59D0> <FB01>] <0030> <0030> <D83DDE00> endbfrange
endcmap"""


def stream(number: int, data: bytes, head: bytes = b"", *, packed: bool = True) -> bytes:
    data, head = (zlib.compress(data), head + b" /Filter /FlateDecode") if packed else (data, head)
    return b"%d 0 obj\n<< %s /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, head, len(data), data)


def document(
    page: bytes, font: bytes = b"/Encoding /Identity-H /ToUnicode 4 0 R", *more: bytes, packed: bool = True
) -> bytes:
    objects = [
        b"1 0 obj\n<< /Type /Page /Resources << /Font << /F1 3 0 R >> >> /Contents 2 0 R >>\nendobj\n",
        stream(2, page, packed=packed),
        b"3 0 obj\n<< /Type /Font /Subtype /Type0 %s >>\nendobj\n" % font,
        stream(4, TABLE, packed=packed),
        *more,
    ]
    return b"%PDF-1.7\n" + b"".join(objects) + b"trailer << /Root 1 0 R >>\n%%EOF"


def said(data: bytes) -> list[str]:
    return [line.strip() for text in texts(data) for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (b"BT /F1 12 Tf <00010002> Tj ET", "王芳"),
        (b"BT /F1 12 Tf [<0001> -3 <0002>] TJ ET", "王芳"),
        (b"BT /F1 12 Tf <0001> Tj 16.0 0 Td <0002> Tj ET", "王芳"),
        (b"BT /F1 12 Tf 1 0 0 -1 8 27 Tm <0001> Tj ET BT 1 0 0 -1 24 27 Tm <0002> Tj ET", "王芳"),
        (b"BT /F1 12 Tf (\\000\\001\\000\\002) Tj ET", "王芳"),
        (b"BT /F1 12 Tf (\x00\x01\x00\x02) Tj ET", "王芳"),
        (b"BT /F1 12 Tf <0001 0020> ' ET", "王姐"),
        (b"BT /F1 12 Tf [<00110013>-250<0018>] TJ ET", "13 8"),
        (b"BT /F1 12 Tf <0030> Tj ET", "\U0001f600"),
    ],
)
@pytest.mark.parametrize("packed", [True, False])
def test_the_words_of_a_page(page: bytes, words: str, packed: bool) -> None:
    assert said(document(page, packed=packed))[0] == words


def test_lines_stay_apart() -> None:
    page = b"BT /F1 12 Tf <0001> Tj 0 -16 Td <0002> Tj T* <0020> Tj 1 0 0 1 8 99 Tm <0001> Tj ET"
    assert said(document(page)) == ["王", "芳", "姐", "王"]


@pytest.mark.parametrize(
    ("encoding", "string"),
    [(b"UniGB-UCS2-H", "王芳".encode("utf-16-be")), (b"GBK-EUC-H", "王芳".encode("gb18030"))],
)
def test_fonts_of_the_machine(encoding: bytes, string: bytes) -> None:
    page = b"BT /F1 12 Tf <%s> Tj ET" % string.hex().encode()
    assert said(document(page, b"/Encoding /" + encoding)) == ["王芳"]


def test_objects_packed_together() -> None:
    font = b"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 4 0 R >>"
    page = b"<< /Resources << /Font << /F1 3 0 R >> >> >>"
    numbers = b"3 0 1 %d " % len(font)
    packed = stream(9, numbers + font + page, b"/Type /ObjStm /N 2 /First %d" % len(numbers))
    data = b"%PDF-1.7\n" + packed + stream(2, b"BT /F1 12 Tf <00010002> Tj ET") + stream(4, TABLE)
    assert said(data) == ["王芳"]


def test_one_name_for_two_fonts_on_two_pages() -> None:
    other = stream(14, TABLE.replace(b"<738B>", b"<674E>"))
    more = (
        b"11 0 obj\n<< /Type /Page /Resources << /Font << /F1 13 0 R >> >> >>\nendobj\n",
        b"13 0 obj\n<< /Type /Font /Encoding /Identity-H /ToUnicode 14 0 R >>\nendobj\n",
    )
    assert set(said(document(b"BT /F1 12 Tf <00010002> Tj ET", b"/ToUnicode 4 0 R", *more, other))) == {
        "王芳",
        "李芳",
    }


@pytest.mark.parametrize(
    "locked",
    [
        document(b"BT /F1 12 Tf <0001> Tj ET", b"/Encoding /Identity-H"),  # no table
        document(b"BT ET").replace(b"trailer <<", b"trailer << /Encrypt 9 0 R"),
        document(b"BT ET").replace(b"/FlateDecode", b"/LZWDecode"),
    ],
)
def test_what_cannot_be_read_is_no_text_without_names(locked: bytes) -> None:
    with pytest.raises(Unreadable):
        said(locked)
    assert [hit.kind for hit in scanner().hits("a.pdf", locked)] == ["closed"]
