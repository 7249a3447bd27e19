"""The clients of a period: new ones, the tiers we reached, who went quiet, who spent what."""

from __future__ import annotations

from cmkb.views.period_clients import abnormal, coverage, held_by_clients, new_clients
from cmkb.views.spending import spending, spending_in
from tests.drawing import TODAY, drawn, vault_of
from tests.views.test_periods import book_of, span


def test_new_clients_were_called_in_time_or_late_or_not_yet() -> None:
    book = book_of(
        """
        === clients/按时.md
        ---
        开户日: 2026-11-02
        ---
        === clients/晚了.md
        ---
        入会日期: 2026-11-02
        ---
        === clients/没打过.md
        ---
        建档日: 2026-11-03
        ---
        === clients/还有时间.md
        ---
        开户日: 2026-11-20
        ---
        === clients/只在开户那天.md
        ---
        开户日: 2026-11-04
        ---
        === clients/上个月.md
        ---
        开户日: 2026-10-30
        ---
        === journal/2026-11-04.md
        ## 记录
        - 10:00 电话 [[按时]]
        - 11:00 开户 [[只在开户那天]]
        === journal/2026-11-10.md
        ## 记录
        - 10:00 电话 [[晚了]]
        """
    )
    found = [
        f"{row.note.title} {row.contact.date if row.contact else '—'} {row.in_time}"
        for row in new_clients(book, span("2026-11"))
    ]
    expected = """
        按时 2026-11-04 True
        晚了 2026-11-10 False
        没打过 — False
        只在开户那天 — False
        还有时间 — None
        """
    assert "\n".join(found) == drawn(expected)


def test_how_many_days_a_new_client_may_wait_is_the_playbooks() -> None:
    vault = """
        === clients/王芳.md
        ---
        开户日: 2026-11-02
        ---
        === journal/2026-11-04.md
        ## 记录
        - 10:00 电话 [[王芳]]
        """
    strict = "extends: bank-personal\nwelcome_days: 1"
    assert [row.in_time for row in new_clients(book_of(vault), span("2026-11"))] == [True]
    assert [row.in_time for row in new_clients(book_of(vault, own=strict), span("2026-11"))] == [False]


def test_coverage_by_tier_highest_first_without_those_who_are_left_alone() -> None:
    book = book_of(
        """
        === clients/王芳.md
        ---
        等级: 金卡
        资产: 30万
        ---
        === clients/李强.md
        ---
        等级: 金卡
        ---
        === clients/走了.md
        ---
        等级: 金卡
        客户状态: 流失
        ---
        === clients/欧阳雪.md
        ---
        等级: 私行
        开户日: 2026-12-01
        ---
        === clients/周凯.md
        === journal/2026-11-04.md
        ## 记录
        - 10:00 电话 [[王芳]]
        - 10:05 电话 [[李强]] [结果:: 未接]
        """
    )
    found = [(row.tier, row.clients, row.contacted, row.assets) for row in coverage(book, span("2026-11"))]
    assert found == [("金卡", 2, 1, 300000), ("", 1, 0, 0)]


def test_what_was_spent_by_client_amount_and_visits() -> None:
    drawing = """
        === clients/王芳.md
        === clients/李强.md
        === journal/2026-11-19.md
        ## 记录
        - 20:00 消费 [[王芳]] [金额:: 1200]
        === journal/2026-11-20.md
        ## 记录
        - 20:00 消费 [[李强]] [金额:: 3000]
        - 21:00 消费 [[王芳]] [金额:: 800.5]
        - 22:00 消费 散客 [金额:: 100]
        """
    book = book_of(drawing)
    month = [(row.client, row.visits, row.amount) for row in spending_in(book, span("2026-11"))]
    assert month == [("clients/李强.md", 1, 3000), ("clients/王芳.md", 2, 2000.5), ("", 1, 100)]
    yesterday = book.days[TODAY.replace(day=20)].records
    assert [(row.client, row.amount) for row in spending(book.vault, yesterday)][1] == (
        "clients/王芳.md",
        800.5,
    )


def test_an_abnormal_client_with_cause_measure_and_report_from_the_last_record_or_a_case() -> None:
    vault = vault_of(
        """
        === clients/王芳.md
        ---
        异常: 三个月没来
        ---
        === clients/李强.md
        ---
        异常: 资产转走
        ---
        === clients/周凯.md
        ---
        异常: 换了号码
        ---
        === cases/李强 转走.md
        ---
        kind: 投诉
        client: "[[李强]]"
        受理日: 2026-11-01
        原因: 别家利率高
        上报: 主管
        ---
        === journal/2026-11-04.md
        ## 记录
        - 10:00 投诉 [[王芳]] 等太久 [原因:: 排队] [措施:: 预约]
        - 10:30 电话 [[王芳]]
        """
    )
    found = {row.note.title: (row.reasons, row.source) for row in abnormal(vault, TODAY)}
    assert found == {
        "王芳": ({"cause": "排队", "measure": "预约"}, "journal/2026-11-04.md"),
        "李强": ({"cause": "别家利率高", "reported": "主管"}, "cases/李强 转走.md"),
        "周凯": ({}, ""),
    }


def test_what_all_clients_hold_without_those_who_left() -> None:
    book = book_of(
        """
        === clients/王芳.md
        ---
        资产: 30万
        ---
        === clients/李强.md
        ---
        资产: 20.5万
        ---
        === clients/走了.md
        ---
        资产: 99万
        客户状态: 流失
        ---
        """
    )
    assert held_by_clients(book, "aum") == 505000
    assert held_by_clients(book, "unheard_of") is None
