"""Spreadsheets made to break what reads them: an import ends in bounded time and memory, says one line, and writes nothing."""

from __future__ import annotations

import csv
import io
import os
import random
import re
import subprocess
import sys
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from cmkb.exchange.incoming import NotReadable
from cmkb.exchange.spreadsheet import sheet_of
from tests.attacks.commands import TODAY, made, standing
from tests.attacks.system_calls import plain, quiet
from tests.conftest import draw

MOST_MEMORY = 2.2 * 2**30
MOST_SECONDS = 60
SECRET = "CANARY-OUTSIDE"
OPEN_XML = "http://schemas.openxmlformats.org"
RELATION = f"{OPEN_XML}/officeDocument/2006/relationships"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{OPEN_XML}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{OPEN_XML}/package/2006/relationships"><Relationship Id="r1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{OPEN_XML}/spreadsheetml/2006/main" xmlns:r="{RELATION}"><sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{OPEN_XML}/package/2006/relationships"><Relationship Id="r1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}
MILLION = 1_000_000


def packed(parts: Iterable[tuple[str, str | Iterator[str]]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            with archive.open(name, "w") as file:
                for piece in [content] if isinstance(content, str) else content:
                    file.write(piece.encode())
    return out.getvalue()


def book(rows: str, strings: str = "", before: str = "", often: tuple[str, int] = ("", 0)) -> bytes:
    """`often`: what is repeated behind the rows, in units of a thousand."""

    def sheet() -> Iterator[str]:
        yield f'{before}<worksheet xmlns="{OPEN_XML}/spreadsheetml/2006/main"><sheetData>{rows}'
        for _ in range(often[1]):
            yield often[0] * 1000
        yield "</sheetData></worksheet>"

    shared = f'{before}<sst xmlns="{OPEN_XML}/spreadsheetml/2006/main">{strings}</sst>'
    return packed([*PARTS.items(), ("xl/worksheets/sheet1.xml", sheet()), ("xl/sharedStrings.xml", shared)])


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def shared(row: int, number: int) -> str:
    return f'<row r="{row}"><c r="A{row}" t="s"><v>{number}</v></c></row>'


HEAD = f'<row r="1">{cell("A1", "姓名")}{cell("B1", "电话")}</row>'
LINE = f'<row r="2">{cell("A2", "王芳")}{cell("B2", "13800000001")}</row>'
NAMED = f'<row r="1">{cell("A1", "姓名")}</row><row r="2">{cell("A2", "&x;")}</row>'
LAUGHS = "".join(f'<!ENTITY {n} "{f"&{p};" * 10}">' for n, p in zip("bcdefghx", "abcdefgh", strict=True))
# Large sheets are made when their test runs.
HOSTILE = {
    "a cell where only its emptiness is large": lambda: book(f'{HEAD}{LINE}<row r="1048576">{cell("XFD1048576", "x")}</row>'),
    "a cell beyond every sheet": lambda: book(f'{HEAD}<row r="4294967295">{cell("ZZZZZZ4294967295", "x")}</row>'),
    "a million columns": lambda: book('<row r="1">' + '<c t="inlineStr"><is><t>x</t></is></c>' * MILLION + "</row>"),
    "a long text used by every cell": lambda: book(shared(1, 0) + "".join(shared(n, 1) for n in range(2, 20_000)), f"<si><t>姓名</t></si><si><t>{'王' * 300_000}</t></si>"),
    "one text of thirty megabytes": lambda: book(shared(1, 0) + shared(2, 1), f"<si><t>姓名</t></si><si><t>{'王' * 10 * MILLION}</t></si>"),
    "a text that is not there": lambda: book(shared(1, 99_999_999_999)),
    "a bomb": lambda: book(HEAD, often=(" " * 1000, 270)),
    "a file of the machine": lambda: book(NAMED, before=f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{Path(__file__).as_posix()}">]>'),
    "a billion laughs": lambda: book(NAMED, before=f'<!DOCTYPE a [<!ENTITY a "lol">{LAUGHS}]>'),
    "no workbook": lambda: packed([("a", "b")]),
    "an empty zip": lambda: packed([]),
    "no zip": lambda: b"PK\x03\x04" + bytes(range(256)) * 50,
    "nothing": lambda: b"",
    "cut short": lambda: book(HEAD + LINE)[:900],
    "a table of OpenDocument that repeats itself": lambda: packed([("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("META-INF/manifest.xml", "<manifest/>"), ("content.xml", '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="一"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>姓名</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>')]),
}  # fmt: skip


def imported(folder: Path, file: Path) -> tuple[int, str, str, int]:
    """Exit code, output and errors of the command, and its memory at most, in bytes."""
    command = [
        sys.executable,
        "-m",
        "cmkb.cli",
        "import",
        str(file),
        "--vault",
        str(folder),
        "--today",
        TODAY,
    ]
    out, err = file.with_suffix(".out"), file.with_suffix(".err")
    with out.open("wb") as said, err.open("wb") as faults:
        running = subprocess.Popen(command, env=quiet({}), stdout=said, stderr=faults)
        _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    assert used.ru_utime + used.ru_stime < MOST_SECONDS
    unit = 1 if sys.platform == "darwin" else 1024
    return running.returncode, out.read_text("utf-8"), err.read_text("utf-8"), used.ru_maxrss * unit


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="skipped: a system that does not tell of memory")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_spreadsheet_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", "=== clients/李雷.md\n---\n姓名: 李雷\n---\n")
    file = made(tmp_path, "in.ods" if "OpenDocument" in name else "in.xlsx", HOSTILE[name]())
    before = standing(folder)
    code, out, err, memory = imported(folder, file)
    assert code == 2, (out, err[-2000:])
    assert out == ""
    assert len(err.splitlines()) == 1, err[:2000]
    assert err.startswith("cmkb: in.") or "没有找到姓名这一列" in err, err
    assert SECRET not in err
    assert memory < MOST_MEMORY
    assert {path: text for path, text in standing(folder).items() if not path.startswith(".cmkb")} == before


def test_formulas_of_a_spreadsheet_are_their_results_and_are_never_computed(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", "=== clients/李雷.md\n---\n姓名: 李雷\n---\n")
    formula = '<c r="A2" t="str"><f>CMD|"/C calc"!A0</f><v>甲方</v></c><c r="B2" t="str"><f>HYPERLINK("http://example.invalid")</f><v>=1+1</v></c>'
    data = book(f'<row r="1">{cell("A1", "姓名")}{cell("B1", "职业")}</row><row r="2">{formula}</row>')
    code, out, err, _ = imported(folder, made(tmp_path, "in.xlsx", data))
    assert code in (0, 1), (out, err)
    note = (folder / "clients/甲方.md").read_text("utf-8")
    assert "=1+1" in note
    assert "calc" not in note
    assert "example.invalid" not in note


@pytest.mark.long
@pytest.mark.parametrize("number", range(100))
def test_damaged_bytes_of_a_spreadsheet_are_read_or_refused(number: int) -> None:
    dice = random.Random(number)
    data = bytearray(book(HEAD + LINE, "<si><t>x</t></si>"))
    for _ in range(dice.choice((1, 1, 4, 40))):
        data[dice.randrange(len(data))] = dice.randrange(256)
    with suppress(NotReadable):
        assert len(sheet_of(bytes(data), "in.xlsx").rows) < 1000


# --- Good files, damaged on their way ----------------------------------------------------------------------------------

MOST_WAITING = 120  # seconds
DAMAGED = int(os.environ.get("CMKB_DAMAGED", "100"))
CLIENTS = [
    ("姓名", "电话", "等级", "生日", "资产", "备注"),
    *(
        (f"{family}{given}", f"1380000{number:04d}", "金卡", "1970-03-05", f"{number}万", "说了，还没定")
        for number, (family, given) in enumerate(
            (f, g) for f in "赵钱孙李周吴" for g in ("敏", "强", "雨桐", "静")
        )
    ),
]


def good_xlsx() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("客户")
        for row, cells in enumerate(CLIENTS):
            sheet.write_row(row, 0, cells)
        sheet.write_number(1, 4, 200_000)
        sheet.write_formula(2, 4, "=1+1", None, 30_000)
        sheet.write_datetime(3, 3, date(1968, 11, 30), workbook.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.merge_range(5, 2, 7, 2, "白金")
        workbook.add_worksheet("别的").write(0, 0, "没有")
    return out.getvalue()


def good_csv(encoding: str) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(CLIENTS)
    return out.getvalue().encode(encoding)


def flipped(dice: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 3, 30))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def cut(dice: random.Random, data: bytes) -> bytes:
    """Its end is missing, as of a download that broke off, or its beginning, or a piece."""
    start, end = sorted((dice.randrange(len(data)), dice.randrange(len(data))))
    return dice.choice((data[:end], data[start:], data[:start] + data[end:]))


def entries_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(entries: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a name that is there twice
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def without_entries(dice: random.Random, data: bytes) -> bytes:
    entries = entries_of(data)
    for name in dice.sample(sorted(entries), dice.choice((1, 1, 3))):
        del entries[name]
    return zipped(entries.items())


def with_entries_swapped(dice: random.Random, data: bytes) -> bytes:
    entries = entries_of(data)
    one, other = dice.sample(sorted(entries), 2)
    entries[one], entries[other] = entries[other], entries[one]
    return zipped(entries.items())


def with_an_entry_twice(dice: random.Random, data: bytes) -> bytes:
    entries = entries_of(data)
    name = dice.choice(sorted(entries))
    return zipped([*entries.items(), (name, dice.choice((b"", entries[name][:-20], b"<a/>")))])


def with_lying_directory(dice: random.Random, data: bytes) -> bytes:
    """Sizes, checksums, methods and places in the list of entries at its end."""
    changed = bytearray(data)
    begin = data.index(b"PK\x01\x02")
    for _ in range(dice.choice((1, 4))):
        changed[dice.randrange(begin, len(data))] = dice.choice((0, 1, 99, 255))
    return bytes(changed)


def with_broken_xml(dice: random.Random, data: bytes) -> bytes:
    entries = entries_of(data)
    name = dice.choice([n for n in sorted(entries) if n.startswith(("xl/", "[Content"))])
    text = entries[name].decode()
    at = dice.randrange(len(text))
    piece = dice.choice(
        (
            "<",
            ">",
            "&",
            "</c>",
            "</worksheet>",
            "<!--",
            "<![CDATA[",
            "\x00",
            "]]>",
            '"',
            "<c",
            "&#0;",
            "\ufffe",
        )
    )
    number = dice.choice(("-1", "99999999999999999999", "1e999", "NaN", "", "٣", "0"))
    broken = (
        text[:at] + piece + text[at:],
        text.replace(dice.choice(("<", ">", "/", '"', "=")), "", 1),
        text[:at],
        re.sub(r"(?<=[>\"])\d+(?=[<\"])", lambda found: number if dice.random() < 0.3 else found[0], text),
        re.sub(r"[A-F]\d+", lambda found: dice.choice(("A0", "ZZZZ1", "A99999999999", "1A", found[0])), text),
        text.replace("utf-8", "utf-16").replace("UTF-8", "x-nothing"),
    )
    entries[name] = dice.choice(broken).encode("utf-8", "surrogatepass")
    return zipped(entries.items())


DAMAGES = (
    flipped, cut, without_entries, with_entries_swapped, with_an_entry_twice, with_lying_directory, with_broken_xml, with_broken_xml, flipped, cut,
)  # fmt: skip


def damaged(number: int) -> tuple[str, bytes]:
    """A name and the file of this number; those of the last fifth are text."""
    dice = random.Random(number)
    if number % 5 == 4:
        kind, encoding = dice.choice((flipped, cut)), dice.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
        return "in.csv", kind(dice, good_csv(encoding))
    return "in.xlsx", DAMAGES[number // 5 % len(DAMAGES)](dice, good_xlsx())


def test_what_is_damaged_was_good_before(tmp_path: Path) -> None:
    """Or nothing would be shown by what is refused."""
    packed_again = zipped(entries_of(good_xlsx()).items())
    for name, data in (("a.xlsx", good_xlsx()), ("b.csv", good_csv("gb18030")), ("c.xlsx", packed_again)):
        folder = draw(tmp_path / name[0], "=== clients/李雷.md\n---\n姓名: 李雷\n---\n")
        file = made(tmp_path, name, data)
        code, out, err, _ = imported(folder, file)
        assert code in (0, 1), (out, err)
        assert len(list((folder / "clients").iterdir())) == len(CLIENTS), (out, err)


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "wait4"), reason="skipped: a system that does not tell of memory")
def test_damaged_spreadsheets_are_imported_or_refused_and_never_half(tmp_path: Path) -> None:
    counts: Counter[int] = Counter()
    for number in range(DAMAGED):
        name, data = damaged(number)
        folder = draw(tmp_path / f"v{number}", "=== clients/李雷.md\n---\n姓名: 李雷\n---\n")
        before = standing(folder)
        begin = time.monotonic()
        code, out, err, memory = imported(folder, made(tmp_path, name, data))
        what = f"{number}: {code} {out[-1500:]} {err[-1500:]}"
        assert time.monotonic() - begin < MOST_WAITING, what
        assert memory < MOST_MEMORY, what
        assert "Traceback" not in out + err, what
        assert code in (0, 1, 2), what
        after = {path: text for path, text in standing(folder).items() if not path.startswith(".cmkb")}
        if code == 2:
            assert len(err.splitlines()) == 1, what
            assert err.startswith("cmkb: "), what
            assert after == before, what
        elif after != before:  # as one step
            assert plain(["undo", "--vault", str(folder), "--today", TODAY], {}).code == 0, what
            assert {p: t for p, t in standing(folder).items() if not p.startswith(".cmkb")} == before, what
        counts[code] += 1
    print(dict(counts))
    assert counts[2] > DAMAGED // 5
