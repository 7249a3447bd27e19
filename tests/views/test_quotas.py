"""What a playbook asks of a week, half-month or month, drawn as a club's: records in, figures out."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from hypothesis import given
from hypothesis import strategies as st

from cmkb.model.playbook import Playbook
from cmkb.model.settings import Settings
from cmkb.playbooks.loader import load_playbook
from cmkb.reading.note import SourceFile, read_note
from cmkb.vault import Vault, assemble
from cmkb.views.periods import periods, value_in
from cmkb.views.quota_report import of_day, of_period
from cmkb.views.quotas import Measured, Quotas, quotas_of_day
from cmkb.views.spans import Span, part_of, span_of
from tests.drawing import drawn, files_of, vault_of

TODAY = date(2026, 11, 23)  # a Monday


@lru_cache
def club() -> Playbook:
    return load_playbook("members-club")[0]


def club_vault(drawing: str) -> Vault:
    notes = [
        read_note(SourceFile(path, text), club(), Settings())[0] for path, text in files_of(drawing).items()
    ]
    return assemble(notes, club(), Settings())


VAULT = """
=== clients/沈岚.md
---
入会日期: 2025-03-02
核心客户: true
---
=== clients/余波.md
---
入会日期: 2026-10-25
核心客户: true
---
=== clients/庄园.md
---
入会日期: 2026-10-20
---
=== clients/柳青.md
---
入会日期: 2025-08-15
异常: 两个月没来
---
=== journal/2026-11-10.md
## 记录
- 10:00 短信 [[沈岚]] 天冷了，热饮备好了 [缘由:: 半月关怀]
- 18:00 员工交流 [时长:: 180]
=== journal/2026-11-12.md
## 记录
- 10:00 短信 [[余波]] [缘由:: 半月关怀]
=== journal/2026-11-18.md
## 记录
- 16:00 售后 [[庄园]] 入会一个月来了三次
- 18:00 员工交流 [时长:: 60]
=== journal/2026-11-20.md
## 记录
- 12:40 异常 [[柳青]] 搬远了 [原因:: 路远] [措施:: 送时刻表] [上报:: 店长]
- 17:00 报表 十月会员消费分析
- 18:00 员工交流 [时长:: 30]
=== journal/2026-11-23.md
## 记录
- 10:00 短信 [[沈岚]] [缘由:: 半月关怀]
- 18:00 员工交流 [时长:: 45]
"""


def lines(found: tuple[Measured, ...]) -> str:
    return "\n".join(
        " ".join(
            filter(
                None,
                (
                    one.quota.label,
                    f"{one.span.start:%m-%d}–{one.span.end:%m-%d}",
                    f"{one.value}/{one.target}{one.unit}",
                    "、".join(path.split("/")[1].removesuffix(".md") for path in one.open),
                ),
            )
        )
        for one in found
    )


def test_the_running_week_half_month_and_month() -> None:
    book = periods(club_vault(drawn(VAULT)), TODAY)
    expected = """
        和服务员交流 11-23–11-29 45/180分
        核心会员关怀短信 11-16–11-30 1/2位 余波
        新会员回访 11-01–11-30 1/2位 余波
        异常会员重点维护 11-01–11-30 1/1位
        会员消费分析报表 11-01–11-30 1/1份
        """
    assert lines(book.quotas.running(TODAY)) == drawn(expected)


def test_as_of_an_earlier_evening_what_came_later_is_not_counted() -> None:
    book = periods(club_vault(drawn(VAULT)), TODAY)
    expected = """
        和服务员交流 11-16–11-22 60/180分
        核心会员关怀短信 11-16–11-30 0/2位 余波、沈岚
        新会员回访 11-01–11-30 1/2位 余波
        异常会员重点维护 11-01–11-30 0/1位 柳青
        会员消费分析报表 11-01–11-30 0/1份
        """
    assert lines(book.quotas.running(date(2026, 11, 18))) == drawn(expected)


def test_a_month_tells_in_how_many_weeks_a_weekly_quota_was_kept() -> None:
    book = periods(club_vault(drawn(VAULT)), TODAY)
    rows = {row.quota.key: row for row in book.quotas.rows(span_of(TODAY, "month"))}
    staff = rows["staff_talk"]
    assert staff.own is None
    assert [(part.span.start.day, part.value) for part in staff.parts] == [(9, 180), (16, 90), (23, 45)]
    assert (staff.kept, len(staff.closed)) == (1, 2)  # the week of today still has time
    halves = rows["core_greeting"]
    assert [(part.span.start.day, part.value, part.target) for part in halves.parts] == [
        (1, 2, 2),
        (16, 1, 2),
    ]


def test_a_week_shows_its_own_quotas_and_those_of_its_days_only() -> None:
    book = periods(club_vault(drawn(VAULT)), TODAY)
    assert [row.quota.key for row in book.quotas.rows(span_of(TODAY, "week"))] == ["staff_talk"]


def test_every_figure_has_its_records() -> None:
    book = periods(club_vault(drawn(VAULT)), TODAY)
    for one in book.quotas.running(TODAY):
        assert bool(one.records) == bool(one.value)
    greeting = next(one for one in book.quotas.running(TODAY) if one.quota.key == "core_greeting")
    assert [(r.path, r.place.line) for r in greeting.records] == [("journal/2026-11-23.md", 2)]


def test_a_member_who_came_later_is_not_missing_from_months_before() -> None:
    book = periods(club_vault(drawn(VAULT) + "\n=== journal/2026-09-03.md\n## 记录\n- 短信 3\n"), TODAY)
    (row,) = (
        r for r in book.quotas.rows(span_of(date(2026, 9, 3), "month")) if r.quota.key == "core_greeting"
    )
    assert [part.open for part in row.parts] == [("clients/沈岚.md",), ("clients/沈岚.md",)]


def test_what_a_note_marks_today_says_nothing_of_long_ago() -> None:
    book = periods(club_vault(drawn(VAULT) + "\n=== journal/2026-09-03.md\n## 记录\n- 短信 3\n"), TODAY)
    keys = [row.quota.key for row in book.quotas.rows(span_of(date(2026, 9, 3), "month"))]
    assert "abnormal_reviews" not in keys


def test_a_days_quota_is_told_by_the_days_on_which_it_was_kept() -> None:
    drawing = """
        === clients/王芳.md
        ---
        等级: 金卡
        ---
        === clients/李强.md
        === journal/2026-11-19.md
        ## 记录
        - 短信 20
        === journal/2026-11-20.md
        ## 记录
        - 短信 [[王芳]]
        - 短信 [[李强]]
        - 传单 50
        === journal/2026-11-22.md
        ## 记录
        - 传单 50
        """
    book = periods(vault_of(drawing), TODAY)
    rows = {row.quota.key: row for row in book.quotas.rows(span_of(date(2026, 11, 20), "week"))}
    # Messages to 金卡 only
    assert [(part.span.start.day, part.value) for part in rows["sms"].parts] == [
        (19, 20),
        (20, 1),
    ]
    assert (rows["sms"].kept, len(rows["sms"].closed)) == (1, 2)
    assert (rows["flyers"].kept, len(rows["flyers"].closed)) == (1, 2)  # the Sunday is a day off


def test_a_quota_may_have_a_lid() -> None:
    own = """
        name: own
        extends: bank-personal
        quotas: {talks: {label: 面谈, kpi: needs, least: 1, most: 2, per: week}}
        """
    drawing = (
        "=== clients/王芳.md\n=== clients/李强.md\n=== clients/周凯.md\n=== journal/2026-11-23.md\n## 记录\n"
    )
    names = ("王芳", "李强", "周凯")
    for count, kept in ((0, False), (1, True), (2, True), (3, False)):
        vault = vault_of(drawing + "".join(f"- 需求面谈 [[{name}]]\n" for name in names[:count]), own)
        (one,) = periods(vault, TODAY).quotas.running(TODAY)
        assert (one.value, one.kept) == (count, kept)


def test_the_day_alone_and_the_whole_book_say_the_same() -> None:
    vault = club_vault(drawn(VAULT))
    for day in (date(2026, 11, 12), date(2026, 11, 18), TODAY):
        whole = periods(vault, day).quotas
        assert of_day(vault, quotas_of_day(vault, day), day) == of_day(vault, whole, day)


def test_a_report_counts_what_was_kept_and_names_who_is_left() -> None:
    vault = club_vault(drawn(VAULT))
    book = periods(vault, TODAY)
    month = {one.key: one for one in of_period(vault, book.quotas, span_of(TODAY, "month"))}
    assert (month["staff_talk"].value, month["staff_talk"].target, month["staff_talk"].counts) == (
        1,
        2,
        "week",
    )
    assert (month["new_member_calls"].value, month["new_member_calls"].left) == (1, ("余波",))


MINUTES = st.dictionaries(st.integers(0, 60), st.lists(st.integers(1, 240), max_size=3), max_size=12)


@given(MINUTES)
def test_a_quota_s_figure_is_the_sum_of_its_days_and_its_kpi_s(minutes: dict[int, list[int]]) -> None:
    drawing = "=== clients/王芳.md\n"
    for ago, talks in minutes.items():
        drawing += f"=== journal/{TODAY - timedelta(ago)}.md\n## 记录\n"
        drawing += "".join(f"- 员工交流 [时长:: {mins}]\n" for mins in talks)
    vault = club_vault(drawing)
    book = periods(vault, TODAY)
    for ago in minutes:
        week = part_of(TODAY - timedelta(ago), "week")
        (own,) = (row.own for row in book.quotas.rows(week))
        assert own is not None
        assert own.value == value_in(book, "staff_talk", week)
        by_day = [value_in(book, "staff_talk", Span(day, day)) for day in week.days()]
        assert own.value == sum(by_day) == sum(r.fields["mins"] for r in own.records)


def test_an_empty_vault_has_nobody_whose_turn_it_is() -> None:
    quotas = Quotas(club_vault(""), TODAY, {})
    assert [one.quota.key for one in quotas.running(TODAY)] == ["staff_talk", "consumption_report"]
