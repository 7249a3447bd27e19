"""Figures counted from records: what counts, what is the same event told twice."""

from __future__ import annotations

from datetime import date

import pytest

from cmkb.vault import Vault
from cmkb.views.day import day_rows, records_by_day
from cmkb.views.follow_ups import follow_ups
from cmkb.views.kpis import actual, actuals
from cmkb.views.products import sold_of
from cmkb.views.quotas import quotas_of_day
from cmkb.views.today import in_slot, meters
from tests.drawing import TODAY, record_line, vault_of

PEOPLE = """
=== clients/王芳.md
---
等级: 金卡
---
=== clients/李强.md
---
等级: 普通
---
=== docs/products/稳盈90天.md
=== docs/products/年金.md
"""


def day(*records: str, more: str = "", own: str = "") -> Vault:
    lines = "\n".join(f"- {record}" for record in records)
    return vault_of(f"{PEOPLE}=== journal/2026-11-23.md\n## 记录\n{lines}\n{more}", own)


def figure(key: str, *records: str, more: str = "") -> int | float:
    vault = day(*records, more=more)
    return actuals(vault, vault.records)[key].value


# --- calls -------------------------------------------------------------------------------------------------


def test_a_call_counts_unless_nobody_was_there() -> None:
    assert (
        figure("calls", "电话 [[王芳]] [结果:: 拒绝]", "电话邀约 [[王芳]] [结果:: 同意]", "来电 [[王芳]]")
        == 3
    )
    assert figure("calls", "电话 [[王芳]] [结果:: 未接]", "电话 [[王芳]] [结果:: 空号]") == 0
    assert figure("dialled", "电话 [[王芳]] [结果:: 未接]", "电话 [[王芳]]", "来电 [[王芳]]") == 2


def test_a_call_without_a_result_counts_and_is_listed() -> None:
    vault = day("电话 [[王芳]]", "电话 [[李强]] [结果:: 同意]", "电话 [[李强]] [结果:: 未接]", "电话 5")
    calls = actuals(vault, vault.records)["calls"]
    assert calls.value == 7
    assert [record_line(record) for record in calls.unsaid] == ["11-23 电话 王芳"]


def test_the_managers_own_word_goes_before_the_result_where_a_result_matters() -> None:
    assert figure("calls", "电话 [[王芳]] [结果:: 未接] [有效:: 是]") == 1
    assert figure("calls", "电话 [[王芳]] [有效:: 否]") == 0
    assert figure("dialled", "电话 [[王芳]] [有效:: 否]") == 1
    vault = day("电话 [[王芳]] [有效:: 是]")
    assert actuals(vault, vault.records)["calls"].unsaid == ()


def test_a_counter_counts_its_number() -> None:
    assert figure("flyers", "传单 50 · 短信 22", "传单 30") == 80
    assert figure("sms", "传单 50 · 短信 22", "短信 [[王芳]]") == 23


# --- sales -------------------------------------------------------------------------------------------------


def test_sales_are_amounts_of_the_sale_kinds_or_with_the_result_sold() -> None:
    assert (
        figure(
            "sales",
            "成交 [[王芳]] [金额:: 20万]",
            "开户 [[李强]] [金额:: 5万]",
            "成交面谈 [[王芳]] [金额:: 10万] [结果:: 成交]",
            "成交面谈 [[李强]] [金额:: 99万] [结果:: 未成]",
            "电话 [[李强]] [金额:: 99万]",
            "成交 [[李强]]",
        )
        == 350_000
    )


@pytest.mark.parametrize(
    ("records", "sum_in_wan"),
    [
        # the closing meeting and the sale that came of it
        (
            [
                "成交面谈 [[王芳]] [金额:: 20万] [结果:: 成交]",
                "成交 [[王芳]] [产品:: [[稳盈90天]]] [金额:: 20万]",
            ],
            20,
        ),
        (
            [
                "成交 [[王芳]] [产品:: [[稳盈90天]]] [金额:: 20万]",
                "成交 [[王芳]] [产品:: 稳盈90天] [金额:: 200,000]",
            ],
            20,
        ),
        # another product, client or amount
        (
            [
                "成交 [[王芳]] [产品:: [[稳盈90天]]] [金额:: 20万]",
                "成交 [[王芳]] [产品:: [[年金]]] [金额:: 20万]",
            ],
            40,
        ),
        (["成交 [[王芳]] [金额:: 20万]", "成交 [[李强]] [金额:: 20万]"], 40),
        (["成交 [[王芳]] [金额:: 20万]", "成交 [[王芳]] [金额:: 30万]"], 50),
        # one of three leaves the product out: it is one of the other two
        (
            [
                "成交面谈 [[王芳]] [金额:: 20万] [结果:: 成交]",
                "成交 [[王芳]] [产品:: [[稳盈90天]]] [金额:: 20万]",
                "成交 [[王芳]] [产品:: [[年金]]] [金额:: 20万]",
            ],
            40,
        ),
        # somebody who has no note yet is still one person
        (["成交 [[周凯]] [金额:: 20万]", "成交面谈 [[周凯]] [金额:: 20万] [结果:: 成交]"], 20),
        # nothing says whom it is about
        (["成交 [金额:: 20万]", "成交 [金额:: 20万]"], 40),
    ],
)
def test_equal_amounts_of_the_same_client_day_and_product_count_once(
    records: list[str], sum_in_wan: int
) -> None:
    assert figure("sales", *records) == sum_in_wan * 10_000
    assert figure("sales", *reversed(records)) == sum_in_wan * 10_000


def test_the_same_amount_on_another_day_counts_again() -> None:
    other = "=== journal/2026-11-24.md\n## 记录\n- 成交 [[王芳]] [金额:: 20万]\n"
    assert figure("sales", "成交 [[王芳]] [金额:: 20万]", more=other) == 400_000


def test_sums_are_as_on_paper() -> None:
    assert figure("sales", "成交 [[王芳]] [金额:: 0.1]", "成交 [[王芳]] [金额:: 0.2]") == 0.3


def test_a_sale_told_once_with_and_once_without_its_amount_is_one() -> None:
    assert figure("sold", "成交面谈 [[王芳]] [结果:: 成交]", "成交 [[王芳]] [金额:: 20万]") == 1


def test_a_product_sells_what_the_sales_figure_counts() -> None:
    vault = day(
        "成交面谈 [[王芳]] [产品:: [[稳盈90天]]] [金额:: 20万] [结果:: 成交]",
        "成交 [[王芳]] [产品:: [[稳盈90天]]] [金额:: 20万]",
        "成交面谈 [[李强]] [产品:: [[稳盈90天]]] [金额:: 50万] [结果:: 未成]",
    )
    assert {note.title: sold_of(vault).get(note.path, 0) for note in vault.of_kind("product")} == {
        "稳盈90天": 200_000,
        "年金": 0,
    }


# --- meetings ----------------------------------------------------------------------------------------------

NOTE = """
=== meetings/2026-11-23 王芳.md
---
type: meeting
种类: 需求
客户: "[[王芳]]"
日期: 2026-11-23 14:00
---
"""


def test_meetings_count_once_a_date_client_and_kind_their_notes_included() -> None:
    assert figure("needs", more=NOTE) == 1
    assert figure("needs", "14:00 需求面谈 [[王芳]]", more=NOTE) == 1
    assert figure("needs", "14:00 需求面谈 [[王芳]]", "16:00 需求面谈 [[王芳]]") == 1
    assert figure("needs", "14:00 需求面谈 [[李强]]", more=NOTE) == 2
    assert figure("deals", "14:00 成交面谈 [[王芳]]", more=NOTE) == 1
    assert figure("meetings", "15:00 成交面谈 [[王芳]]", more=NOTE) == 2
    assert figure("needs", "需求面谈 3", "需求面谈 [[王芳]]") == 4


def test_a_line_that_links_two_clients_is_one_event_on_both_timelines() -> None:
    vault = day("14:00 需求面谈 [[王芳]] [[李强]]", more=NOTE)
    assert actuals(vault, vault.records)["needs"].value == 1
    assert len(vault.timeline("clients/李强.md")) == 1
    assert figure("calls", "电话 [[王芳]] [[李强]]") == 1


# --- after-sale services, tiers ----------------------------------------------------------------------------


def test_a_message_with_an_after_sale_occasion_is_a_service() -> None:
    assert (
        figure(
            "services",
            "售后 [[王芳]]",
            "短信 [[王芳]] [缘由:: 生日]",
            "电话 [[王芳]] [缘由:: 到期]",
            "短信 [[王芳]] [缘由:: 新客认养]",
            "短信 [[王芳]]",
            "面谈 [[王芳]] [缘由:: 生日]",
        )
        == 3
    )


def test_a_quota_may_want_clients_of_a_tier_and_above() -> None:
    vault = day("短信 [[王芳]]", "短信 [[李强]]", "短信 [[王芳]] [[李强]]", "短信 22", "短信 [[周凯]]")
    sms = vault.playbook.kpis["sms"]
    assert actual(vault, sms, vault.records).value == 26
    assert actual(vault, sms, vault.records, "金卡").value == 24
    assert {meter.kpi.key: meter.value for meter in meters(vault, TODAY)}["sms"] == 24


# --- the day's sheet ---------------------------------------------------------------------------------------


def test_plan_beside_actual_and_the_managers_own_figure_with_its_reason() -> None:
    vault = vault_of(
        PEOPLE
        + """
=== journal/2026-11-23.md
## 计划
- 有效电话 12 · 需求面谈 2 · 传单 50
## 记录
- 电话 [[王芳]] [结果:: 同意]
- 成交 [[王芳]] [金额:: 20万]
## 总结
- 有效电话 10 (补记九通)
- 需求面谈 0
"""
    )
    records = records_by_day(vault)[date(2026, 11, 23)]
    rows = day_rows(vault, records, vault.journals[date(2026, 11, 23)])
    table = {row.kpi.key: (row.plan, row.derived.value, row.value, row.rate) for row in rows}
    assert table["calls"] == (12, 1, 10, 10 / 12)
    assert table["needs"] == (2, 0, 0, 0.0)
    assert table["sales"] == (None, 200_000, 200_000, None)
    assert table["flyers"] == (50, 0, 0, 0.0)  # not among the sheet's rows, but planned
    assert table["sold"][2] == 1  # or it happened
    assert "visits" not in table
    assert next(row.override.reason for row in rows if row.override) == "补记九通"


def test_two_quotas_of_one_figure_are_two_lines() -> None:
    own = """
    quotas:
      sms_all: {label: 全部短信, kpi: sms, least: 30, unit: 条}
    """
    vault = day("短信 [[王芳]]", "短信 [[李强]]", own=own)
    lines = [
        (meter.label, meter.value, meter.target) for meter in meters(vault, TODAY) if meter.kpi.key == "sms"
    ]
    assert lines == [("短信", 1, 20), ("全部短信", 2, 30)]


# --- what is still to come -----------------------------------------------------------------------------------


def test_an_account_that_is_still_to_be_opened_is_not_opened() -> None:
    lines = ("开户 [[王芳]] 回家拿证件 [结果:: 待定] [金额:: 5万]", "开户 [[李强]] [金额:: 3万]")
    vault = day(*lines)
    assert {
        key: actuals(vault, vault.records)[key].value for key in ("accounts", "new_clients", "sales")
    } == {
        "accounts": 1,
        "new_clients": 1,
        "sales": 30_000,
    }


@pytest.mark.parametrize("result", ["待定", "拒绝", "改期", "未成", "未接"])
def test_a_sale_that_did_not_come_about_counts_for_no_sale(result: str) -> None:
    assert figure("sales", f"成交 [[王芳]] [产品:: [[稳盈90天]]] [金额:: 20万] [结果:: {result}]") == 0
    assert figure("sold", f"成交 [[王芳]] [金额:: 20万] [结果:: {result}]") == 0


def test_a_meeting_that_left_things_open_was_a_meeting_all_the_same() -> None:
    assert figure("deals", "成交面谈 [[王芳]] [结果:: 待定]", "需求面谈 [[李强]] [结果:: 待定]") == 1


def test_what_counts_as_still_to_come_is_the_playbooks_to_say() -> None:
    own = "results:\n  待定: {undone: false}\n"
    vault = day("开户 [[王芳]] [结果:: 待定]", own=own)
    assert actuals(vault, vault.records)["accounts"].value == 1


def test_a_sale_that_did_not_come_about_is_not_followed_up_after_ten_days() -> None:
    line = "成交 [[王芳]] [产品:: [[稳盈90天]]] [金额:: 20万]"
    kinds = [{row.kind for row in follow_ups(day(said), TODAY)} for said in (line, line + " [结果:: 待定]")]
    assert ["after_purchase" in of for of in kinds] == [True, False]


# --- quotas of a week, and of a stretch of the day -----------------------------------------------------------


def test_a_quota_of_the_week_counts_from_monday_to_today() -> None:
    own = """
        quotas:
          visits: {label: 上门, kpi: visits, least: 3, per: week}
          month: {label: 本月上门, kpi: visits, least: 9, per: month}
        """
    vault = vault_of(
        """
        === clients/王芳.md
        === journal/2026-11-20.md
        ## 记录
        - 拜访 [[王芳]]
        === journal/2026-11-23.md
        ## 记录
        - 拜访 [[王芳]]
        === journal/2026-11-25.md
        ## 记录
        - 拜访 3
        """,
        own,
    )
    running = quotas_of_day(vault, TODAY).running(TODAY)
    assert [(m.quota.label, m.value, m.target) for m in running] == [
        ("上门", 1, 3),
        ("本月上门", 2, 9),
    ]


def test_a_quota_of_a_stretch_of_the_day_counts_what_happened_within_it() -> None:
    own = """
        quotas:
          morning_calls: {label: 上午五通, kpi: calls, least: 5, boxed: true}
        routine:
          day:
            contact: {quotas: [morning_calls]}
        """
    lines = (
        "09:26 电话 [[王芳]]",
        "10:00 电话 [[王芳]]",
        "11:29 电话 [[李强]]",
        "11:30 电话 [[李强]]",
        "电话 [[李强]]",
    )
    vault = day(*lines, own=own)
    slot = next(slot for slot in vault.playbook.routine.day if slot.key == "contact")
    assert in_slot(vault, vault.records, slot) == {"morning_calls": 2}
