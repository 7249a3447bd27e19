"""Today's list, drawn: dates of follow-ups in, groups and words out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from textwrap import dedent

from cmkb.model.follow_up import FollowUp
from cmkb.model.note import Cadence, Place, Record
from cmkb.pages.agenda import Group, Person, agenda, last_day_off, next_row, open_groups
from cmkb.views.contacts import ContactState

MONDAY = date(2026, 11, 23)
FRIDAY = MONDAY + timedelta(4)


def person(
    name: str, level: int = 2, since: int | None = None, contacted: bool = True, most: int = 15
) -> Person:
    """`since`: days before the Monday on which the cadence (10 days, at most `most`) began."""
    day = MONDAY - timedelta(since) if since is not None else None
    last = Record("j.md", Place(1, 1), day, "电话") if day and contacted else None
    contact = ContactState(last, day, Cadence(10, most))
    return Person(
        f"clients/{name}.md", name, contact, f"clients/{name}.html", "金卡", level, "售后", "13800005678"
    )


def row(
    kind: str, days: int, client: str | None = "王芳", title: str = "送资料", **given: object
) -> FollowUp:
    """`days` from the Monday; shows from its date unless given otherwise."""
    day = MONDAY + timedelta(days)
    fields = {"show_from": day, "path": "a.md", "line": 1, **given}
    return FollowUp(date=day, kind=kind, title=title, client=client and f"clients/{client}.md", **fields)  # type: ignore[arg-type]


def people(*all_people: Person) -> dict[str, Person]:
    return {p.path: p for p in all_people or (person("王芳", since=3),)}


def draw(groups: Iterable[Group]) -> str:
    lines = []
    for group in groups:
        lines.append(f"{group.title} {group.count}")
        lines += [
            "  " + " | ".join(filter(None, (r.when, r.small, r.person.name if r.person else r.title, r.line)))
            for r in group.rows
        ]
    return "\n".join(lines)


def same(groups: Iterable[Group], drawing: str) -> None:
    assert draw(groups) == dedent(drawing).strip("\n")


def test_four_groups_in_a_fixed_order() -> None:
    rows = [
        row("task", -4, title="回赎回到账时间"),
        row("task", 0, time="16:00"),
        row("appointment", 0, time="14:00", title="城南支行", why="11-20 电话"),
        row("cadence", 2, show_from=MONDAY - timedelta(3), title="该联系了", why="11-10 微信"),
    ]
    same(
        agenda(rows, people(person("王芳", since=13)), MONDAY),
        """
        约好的 1
          14:00 | 王芳 | 城南支行 · 11-20 电话
        逾期 1
          逾期 4 天 | 11-19 | 王芳 | 回赎回到账时间
        今天要办 1
          待办 | 16:00 | 王芳 | 送资料
        该联系了 1
          13 天 | 限 15 天 | 王芳 | 上次：11-10 微信
        """,
    )


def test_a_row_shows_from_its_lead_on_and_not_after_its_end() -> None:
    lead = row("maturity", 12, title="存单到期", show_from=MONDAY)
    over = row("birthday", -9, show_until=MONDAY - timedelta(6))
    later = row("task", 1)
    same(
        agenda([lead, over, later], people(), MONDAY),
        """
        今天要办 1
          到期 | 12-05 | 王芳 | 存单到期
        """,
    )


def test_before_days_off_theirs_show_too() -> None:
    weekend = {FRIDAY + timedelta(1), FRIDAY + timedelta(2)}
    rows = [
        row("birthday", 6, title="生日"),
        row("appointment", 5, time="10:00", title="见面"),
        row("task", 7),
    ]
    assert last_day_off(FRIDAY, weekend) == date(2026, 11, 29)
    same(
        agenda(rows, people(), FRIDAY, weekend),
        """
        约好的 1
          10:00 | 周六 11-28 | 王芳 | 见面
        今天要办 1
          生日 | 11-29 | 王芳 | 生日
        """,
    )


def test_an_appointment_of_a_past_day_is_unconfirmed_not_late() -> None:
    rows = [
        row("appointment", -3, time="10:00", title="见面"),
        row("appointment", 0, time="09:00", title="见面"),
    ]
    groups = agenda(rows, people(), MONDAY)
    same(
        groups,
        """
        约好的 2
          09:00 | 王芳 | 见面
          11-20 | 没有记录 | 王芳 | 见面
        """,
    )
    assert [r.tone for r in groups[0].rows] == ["", "soon"]


def test_longest_overdue_contact_first_then_the_higher_tier() -> None:
    everybody = people(person("甲", since=20), person("乙", since=30), person("丙", level=5, since=20))
    rows = [
        row("cadence", 15 - days, name, show_from=MONDAY - timedelta(5), title="该联系了")
        for name, days in (("甲", 20), ("乙", 30), ("丙", 20))
    ]
    (group,) = agenda(rows, everybody, MONDAY)
    assert [r.person.name for r in group.rows if r.person] == ["乙", "丙", "甲"]


def test_what_has_no_client_shows_its_title() -> None:
    same(
        agenda([row("task", 0, client=None, title="交周报", why="给支行")], {}, MONDAY),
        """
        今天要办 1
          待办 | 今天 | 交周报 | 给支行
        """,
    )


def test_a_limit_cuts_rows_but_not_the_count() -> None:
    (group,) = agenda([row("task", 0) for _ in range(7)], people(), MONDAY, limit=4)
    assert (group.count, len(group.rows), group.more) == (7, 4, 3)


def test_everything_open_by_overdue_today_week_later_and_nothing_planned() -> None:
    rows = [
        row("task", -1),
        row("task", 0, title="今天的"),
        row("task", 6, title="周日的"),
        row("task", 7, title="下周一的"),
        row("cadence", 20, show_from=MONDAY + timedelta(2), title="该联系了"),
    ]
    same(
        open_groups(rows, people(person("王芳", since=3), person("李强")), MONDAY, ["clients/李强.md"]),
        """
        逾期 1
          逾期 1 天 | 11-22 | 王芳 | 送资料
        今天要办 1
          待办 | 今天 | 王芳 | 今天的
        本周 2
          3 天 | 限 15 天 | 王芳 | 该联系了
          待办 | 11-29 | 王芳 | 周日的
        以后 1
          待办 | 11-30 | 王芳 | 下周一的
        没有下一步 1
          — | 李强 | 没有待办和约定，也排不出下次联系
        """,
    )


def test_days_since_a_contact_that_never_was_are_not_counted() -> None:
    """`0 天` of a client who was added today read as if there had been contact."""
    of_channel = row("cadence", 15, show_from=MONDAY, title="该微信联系了")
    same(
        open_groups(
            [row("cadence", 15, show_from=MONDAY, title="还没联系过"), of_channel],
            people(person("王芳", since=0, contacted=False)),
            MONDAY,
        ),
        """
        今天要办 2
          还没联系过 | 限 15 天 | 王芳 | 从 11-23 算起
          还没联系过 | 限 15 天 | 王芳 | 该微信联系了
        """,
    )


def test_next_comes_an_appointment_within_the_hour_else_what_is_late() -> None:
    rows = [row("task", -1, title="逾期的"), row("appointment", 0, time="14:00", title="见面")]
    groups = agenda(rows, people(), MONDAY)

    def title(now: str) -> str:
        found = next_row(groups, MONDAY, now)
        return found.title if found else ""

    assert title("13:05") == "见面"
    assert title("12:59") == "逾期的"
    assert title("14:01") == "逾期的"
    assert title("") == "逾期的"
    assert next_row((), MONDAY) is None


def test_dates_of_another_year_are_whole() -> None:
    late = row("task", -400, title="旧事")
    assert agenda([late], people(), MONDAY)[0].rows[0].small == "2025-10-19"


def test_english() -> None:
    (group,) = agenda([row("appointment", 0, title="x")], people(), MONDAY, language="en")
    assert group.rows[0].when
