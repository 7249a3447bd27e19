"""A document tells who wrote it, in which firm, on whose machine, and where its photographs were taken. The team gets
what it says.

The workbooks are made by XlsxWriter and read by openpyxl; documents and slides have the parts that Office writes.
"""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
import xlsxwriter

from cmkb.sharing.pictures import Unreadable, bare
from cmkb.site.team import build_team
from tests.conftest import draw
from tests.site.conftest import TODAY

SECRET = "欧阳经理"
OTHER = "上官助理"
NOBODY = "openpyxl"  # so it calls the author where none is named
OPEN_XML = "http://schemas.openxmlformats.org"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = f"{OPEN_XML}/officeDocument/2006/relationships"
GPS = b"39.9N 116.4E"
PHOTO = (
    b"\xff\xd8\xff\xe1\x00\x14Exif\x00\x00" + GPS + b"\xff\xdb\x00\x04\x00\x01\xff\xda\x00\x02pixels\xff\xd9"
)
LINKS = f"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="{OPEN_XML}/package/2006/relationships">
<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>
<Relationship Id="r2" Type="{OPEN_XML}/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"></Relationship>
<Relationship Target="/docProps/app.xml" Id="r3" Type='{RELATIONS}/extended-properties'/>
<Relationship Id="r4" Type="{OPEN_XML}/package/2006/relationships/metadata/thumbnail" Target="small.jpeg"/>
</Relationships>"""
CONTENTS = f"""<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="{OPEN_XML}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>
<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
DOCUMENT = f"""<w:document xmlns:w="{MAIN}" xmlns:w14="a" xmlns:mc="b" mc:Ignorable="w14"><w:body><w:p>
<w:ins w:id="0" w:author="{SECRET}" w:date="2026-11-01T10:00:00Z"><w:r><w:t>写着 author="{{}}" 的话</w:t></w:r></w:ins>
<w:del w:id="1" w:author='{OTHER}'><w:r><w:delText>删掉</w:delText></w:r></w:del></w:p></w:body></w:document>"""


def document(**parts: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        whole: dict[str, str | bytes] = {
            "[Content_Types].xml": CONTENTS,
            "_rels/.rels": LINKS,
            "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{OPEN_XML}/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>开场 &amp; 收尾</dc:title><dc:creator>{SECRET}</dc:creator><cp:lastModifiedBy>{SECRET}</cp:lastModifiedBy></cp:coreProperties>',
            "docProps/app.xml": f"<Properties><Manager>{SECRET}</Manager></Properties>",
            "small.jpeg": PHOTO,
            "word/document.xml": DOCUMENT.format(SECRET),
            "word/comments.xml": f'<w:comments xmlns:w="{MAIN}"><w:comment w:id="0" w:author="{SECRET}" w:initials="OY"><w:p><w:r><w:t>改一下</w:t></w:r></w:p></w:comment></w:comments>',
            "word/people.xml": f'<w15:people xmlns:w15="c"><w15:person w15:author="{SECRET}"><w15:presenceInfo w15:providerId="AD" w15:userId="S::{SECRET}@b.cn"/></w15:person></w15:people>',
            "word/media/image1.jpeg": PHOTO,
        }
        for name, content in {**whole, **parts}.items():
            archive.writestr(name, content)
        archive.comment = SECRET.encode()
    return packed.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("产品")
        sheet.write_row(0, 0, ["稳盈", 90, 0.025])
        sheet.write_formula(0, 3, "=B1*2", None, 180)
        sheet.write_comment(0, 0, f"{SECRET}:\n先说期限", {"author": SECRET})
        sheet.write_comment(0, 1, "天", {"author": OTHER})
        sheet.write_string(1, 0, f'author="{SECRET[:2]}某"')
        book.set_properties(
            {"author": SECRET, "manager": SECRET, "company": SECRET, "comments": SECRET, "created": datetime(2026, 1, 2, tzinfo=UTC), "title": "产品表"}
        )  # fmt: skip
        book.set_custom_property("经手", SECRET)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def test_a_workbook_keeps_its_cells_and_comments_and_no_author() -> None:
    cleaned = bare(workbook(), "a.xlsx")
    assert not [name for name, text in parts_of(cleaned).items() if SECRET in text or OTHER in text]
    book = openpyxl.load_workbook(io.BytesIO(cleaned))
    sheet = book["产品"]
    assert [cell.value for cell in sheet[1]] == ["稳盈", 90, 0.025, "=B1*2"]
    assert sheet["A2"].value == 'author="欧阳某"'
    one, other = sheet["A1"].comment, sheet["B1"].comment
    assert (one.text, one.author) == ("Author 1:\n先说期限", "Author 1")
    assert (other.text, other.author) == ("天", "Author 2")
    told = book.properties
    assert (told.title, told.creator, told.lastModifiedBy, told.description) == (
        "产品表",
        NOBODY,
        None,
        None,
    )
    assert not list(book.custom_doc_props.names)
    before = openpyxl.load_workbook(io.BytesIO(workbook()))
    assert (before.properties.creator, before.custom_doc_props.names) == (SECRET, ["经手"])


def test_a_document_keeps_its_words_and_no_author() -> None:
    cleaned = bare(document(), "a.docx")
    parts = parts_of(cleaned)
    assert set(parts) == {
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml", "word/comments.xml", "word/people.xml",
        "word/media/image1.jpeg",
    }  # fmt: skip
    assert parts["word/document.xml"] == DOCUMENT.format(SECRET).replace(
        f'w:author="{SECRET}"', 'w:author="Author 1"'
    ).replace(OTHER, "Author 2")
    assert 'w:author="Author 1" w:initials=""' in parts["word/comments.xml"]
    assert "改一下" in parts["word/comments.xml"]
    assert 'w15:author="Author 1"' in parts["word/people.xml"]
    assert SECRET not in parts["word/comments.xml"] + parts["word/people.xml"] + parts["docProps/core.xml"]
    assert SECRET.encode() not in cleaned[-200:]  # a comment of the archive


def test_a_documents_parts_are_well_formed_and_lead_to_parts_that_are_there() -> None:
    for data in (bare(document(), "a.docx"), bare(workbook(), "a.xlsx")):
        parts = parts_of(data)
        for name, text in parts.items():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(text)
        targets = {one.get("Target", "").lstrip("/") for one in ElementTree.fromstring(parts["_rels/.rels"])}
        assert targets
        assert targets <= set(parts)
        said = [one.get("PartName") for one in ElementTree.fromstring(parts["[Content_Types].xml"])]
        assert {path.lstrip("/") for path in said if path} <= set(parts)
        core = ElementTree.fromstring(parts["docProps/core.xml"])
        assert [one.text for one in core] in (["开场 & 收尾"], ["产品表"])


def test_where_a_picture_of_a_document_was_taken_stays_here() -> None:
    whole = document(**{"ppt/media/a.jpg": PHOTO})
    assert GPS.decode() in parts_of(whole)["ppt/media/a.jpg"]
    for name, text in parts_of(bare(whole, "a.pptx")).items():
        assert GPS.decode() not in text, name


def test_a_table_within_a_document_has_no_author_either() -> None:
    whole = bare(document(**{"word/embeddings/a.xlsx": workbook()}), "a.docx")
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        inner = archive.read("word/embeddings/a.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(inner)).properties.creator == NOBODY


SLIDES = {
    "ppt/commentAuthors.xml": f'<p:cmAuthorLst xmlns:p="a"><p:cmAuthor id="1" name="{SECRET}" initials="OY" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>',
    "ppt/authors.xml": f'<p188:authorLst xmlns:p188="a"><p188:author id="{{1}}" name="{SECRET}" initials="OY" userId="{SECRET}@b.cn" providerId="AD"/></p188:authorLst>',
    "xl/persons/person.xml": f'<personList xmlns="a"><person displayName="{SECRET}" id="{{2}}" userId="{SECRET}@b.cn" providerId="AD"/></personList>',
    "xl/comments1.xml": f"<comments xmlns='a'><authors><author>tc={{3}}</author><author>{SECRET}</author></authors></comments>",
    "xl/workbook.xml": f'<workbook xmlns:x15ac="a"><fileSharing userName="{SECRET}"/><x15ac:absPath url="C:\\Users\\{SECRET}\\"/><sheets/></workbook>',
    "xl/revisions/userNames.xml": f'<users xmlns="a"><userInfo guid="{{4}}" name="{SECRET}" id="1"/></users>',
}  # fmt: skip


@pytest.mark.parametrize("name", SLIDES)
def test_whoever_wrote_a_part_is_a_number(name: str) -> None:
    text = parts_of(bare(document(**{name: SLIDES[name]}), "a.pptx"))[name]
    assert SECRET not in text
    assert "@b.cn" not in text
    ElementTree.fromstring(text)
    for number in ("{1}", "{2}", "tc={3}", "{4}"):
        assert (number in text) == (number in SLIDES[name])


def test_the_same_document_gives_the_same_bytes_and_no_time() -> None:
    assert bare(document(), "a.docx") == bare(document(), "a.docx")
    with zipfile.ZipFile(io.BytesIO(bare(document(), "a.docx"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_no_document_is_left_for_the_scan() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", SECRET)
    for data in (packed.getvalue(), workbook()[:-30], b"PK\x03\x04broken"):
        assert bare(data, "a.xlsx") == data


@pytest.mark.parametrize(
    "part", [DOCUMENT.format(SECRET).encode("utf-16"), f'<a author="{SECRET}"/>'.encode("gb18030")]
)
def test_a_part_in_an_encoding_that_nobody_uses_is_not_shared(part: bytes) -> None:
    if b"author" not in part:
        part = part + b"author"
    with pytest.raises(Unreadable):
        bare(document(**{"word/document.xml": part}), "a.docx")


@pytest.mark.parametrize("picture", [PHOTO[:12], b"II*\x00\x08\x00\x00\x00" + GPS])
def test_a_document_with_a_picture_that_nobody_can_look_into_is_not_shared(picture: bytes) -> None:
    with pytest.raises(Unreadable):
        bare(document(**{"word/media/b.jpeg": picture}), "a.docx")


def test_damaged_documents_end_in_one_way_or_the_other() -> None:
    dice = random.Random(3)
    for whole in (workbook(), document()) * 150:
        data = bytearray(whole)
        for _ in range(dice.choice((1, 5, 50))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        with suppress(Unreadable):
            bare(bytes(data), "a.xlsx")


def test_many_quotes_that_do_not_pair_take_no_time() -> None:
    bare(document(**{"word/document.xml": "<w:p author='" + '<a b="' * 200_000}), "a.docx")


def test_the_teams_site_has_a_workbook_without_its_author(tmp_path: Path) -> None:
    folder = draw(tmp_path, "=== docs/scripts/邀约.md\n[表](表.xlsx) [稿](稿.docx)\n")
    (folder / "docs/scripts/表.xlsx").write_bytes(workbook())
    (folder / "docs/scripts/稿.docx").write_bytes(document(**{"word/document.xml": DOCUMENT.format("x")}))
    result = build_team(folder, today=TODAY)
    for name in ("表.xlsx", "稿.docx"):
        parts = parts_of((result.site_dir / "scripts" / name).read_bytes())
        assert not [part for part, text in parts.items() if SECRET in text], name
