"""A sheet as a workbook, read back with another library."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from cmkb.exchange.report_xlsx import as_xlsx
from cmkb.exchange.sheet import GRID, Column, Lines, Point, Section, Sheet, Table
from tests.exchange.sheets import HOSTILE, SHEET, filled_rows, hostile

DAY = date(2026, 11, 23)


def page(sheet: Sheet = SHEET) -> Any:
    return openpyxl.load_workbook(BytesIO(as_xlsx(sheet, DAY))).active


def test_the_form_from_top_to_bottom_with_numbers_as_numbers() -> None:
    assert filled_rows(page()) == [
        ["每日工作计划与总结表"],
        ["2026年11月23日", "林晓"],
        ["环节", "计划", "实际", "完成率", "说明"],
        ["有效电话", 12, 10, pytest.approx(10 / 12), "王芳、李强"],
        ["销售金额", 250_000],
        ["成败分析"],
        ["做成的", "没做成的", "明天调整"],
        ["约成三位", "早点打"],
        ["次日计划", "11-24 周二"],
        ["10:15", "电话 李强（晚 2 天）"],
        ["带对比表"],
        ["会后"],
        ["电话邀约记录"],
        ["客户", "结果", "约见"],
        ["王芳", "同意 · 10:15", "周三"],
        ["需要支持"],
        ["没有写"],
        ["客户经理：", "主管："],
        ["号码已隐去"],
    ]


def test_the_layout_of_the_paper_form() -> None:
    sheet = page()
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert "A1:L1" in merged  # the title over the whole width
    assert {"A3:B3", "C3:D3", "E3:F3", "G3:H3", "I3:L3"} <= merged
    assert sheet["A1"].alignment.horizontal == "center"
    assert sheet["A1"].font.bold
    assert {sheet["A4"].border.left.style, sheet["L4"].border.right.style} == {"thin"}
    assert len({sheet.column_dimensions["A"].width}) == 1
    assert (sheet["C4"].number_format, sheet["G4"].number_format) == ('#,##0"通"', "0%")


def test_it_prints_on_one_upright_a4_page_wide() -> None:
    sheet = page()
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_area.endswith(f"$A$1:$L${sheet.max_row}")
    assert GRID == 12


def test_no_word_of_a_note_is_a_formula() -> None:
    cells = [cell for row in page(hostile()).iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell.value for cell in cells if str(cell.value).startswith(("=", "+", "-", "@", "\t", "＝"))]
    assert not [cell for cell in cells if cell.hyperlink]
    shown = {str(cell.value).removeprefix("'") for cell in cells}
    assert set(HOSTILE) <= shown


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("  =1", "'  =1"),
        ("-5 度", "'-5 度"),
        ("@王芳", "'@王芳"),
        ("＋1", "'＋1"),
        ("　=1+1", "'　=1+1"),
        ("'=1+1", "''=1+1"),
        ("王芳", "王芳"),
        ("3-5", "3-5"),
    ],
)
def test_text_that_begins_like_a_formula_gets_an_apostrophe(words: str, cell: str) -> None:
    assert page(Sheet("表", "", "", (Section("", (Lines((Point(words),)),)),)))["A3"].value == cell


def test_a_long_text_makes_its_row_higher_and_never_breaks_the_file() -> None:
    lines = Lines((Point("短"), Point("长" * 300), Point("很长" * 50_000)))
    sheet = page(Sheet("表", "", "", (Section("", (lines,)),)))
    short, long, longest = (sheet.row_dimensions[row].height for row in (3, 4, 5))
    assert short < long < longest <= 409
    assert len(sheet["A5"].value) < 32_768


def test_any_title_makes_a_sheet_name() -> None:
    assert page(Sheet("a/b:[c]*?\\'" + "长" * 40, "", "", ())).title.startswith("a b")
    assert page(Sheet("'", "", "", (Section("", (Table((Column("甲", 12),), (("乙",),)),)),))).title == "1"


def test_the_same_report_is_the_same_file() -> None:
    assert as_xlsx(SHEET, DAY) == as_xlsx(SHEET, DAY)
