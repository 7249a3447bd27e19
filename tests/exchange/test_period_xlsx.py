"""The sheet of a period as a workbook, read back: the form's own layout, numbers as numbers, nothing of people's numbers."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from cmkb.exchange.masking import changed, masking
from cmkb.exchange.period_sheet import period_sheet
from cmkb.exchange.report_xlsx import as_xlsx
from cmkb.views.period_report import period_report
from cmkb.views.periods import periods
from cmkb.views.spans import span_of
from tests.drawing import TODAY, vault_of
from tests.exchange.sheets import filled_rows

VAULT = """
    === clients/王芳.md
    ---
    电话: 13812345678
    等级: 金卡
    ---
    === docs/products/稳盈90天.md
    === periods/2026-11.md
    ---
    goal_calls: 42
    goal_sales: 100万
    ---
    ## 市场反馈
    - 王芳 13812345678 说对面三年期 2.15
    ## 需要支持
    - 利率对比表
    === journal/2026-11-20.md
    ## 记录
    - 10:00 电话 [[王芳]] [结果:: 接通]
    - 15:00 成交 [[王芳]] [产品:: [[稳盈90天]]] [金额:: 20.5万]
    - 短信 20
    """


def page() -> Any:
    vault = vault_of(VAULT)
    report = changed(period_report(periods(vault, TODAY), span_of(TODAY, "month")), masking(vault))
    sheet = period_sheet(report, owner="林晓", language="zh")
    return openpyxl.load_workbook(BytesIO(as_xlsx(sheet, report.end))).active


def test_goals_and_figures_are_numbers_in_the_order_of_the_form() -> None:
    found = filled_rows(page())
    assert found[0] == ["2026年11月 月报"]
    assert found[3] == ["环节", "目标", "实际", "完成率", "说明"]
    assert found[4][:4] == ["有效电话数量", 42, 1, pytest.approx(1 / 42)]
    assert next(row for row in found if row[0] == "销售产品及金额")[:3] == [
        "销售产品及金额",
        1_000_000,
        205_000,
    ]
    titles = [
        row[0]
        for row in found
        if row[0] in ("目标与实际", "定量", "卖了什么", "市场反馈", "合理化建议", "需要支持")
    ]
    assert titles == ["目标与实际", "定量", "卖了什么", "市场反馈", "合理化建议", "需要支持"]


def test_quotas_with_what_is_asked_and_what_was_done() -> None:
    (sms,) = (row for row in filled_rows(page()) if row[0] == "金卡及以上短信")
    assert sms[1:4] == ["每天 ≥20条 金卡及以上", 1, 1]
    assert sms[4].startswith("做到了")


def test_numbers_of_people_are_masked_and_the_words_stay() -> None:
    text = "\n".join(str(cell) for row in filled_rows(page()) for cell in row)
    assert "13812345678" not in text
    assert "说对面三年期 2.15" in text
    assert "利率对比表" in text


def test_a_portrait_a4_of_twelve_columns_with_merged_title_and_borders() -> None:
    sheet = page()
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "portrait"
    assert "A1:L1" in {str(area) for area in sheet.merged_cells.ranges}
    assert sheet["A5"].border.left.style == "thin"
    assert sheet.max_column == 12
