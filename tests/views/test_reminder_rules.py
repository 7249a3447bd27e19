"""What holds for all reminders, whatever the days and the deeds: day by day over years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cmkb.views.reminders import Open, reminders
from cmkb.views.workdays import through_days_off
from tests.drawing import vault_of

START = date(2026, 1, 1)
YEARS = 3
BARE = "reminders: {festival: null, adoption: null, new_account: null, upgrade: null, greeting: null}"

days = st.integers(0, 365 * YEARS).map(lambda n: START + timedelta(n))


def drawing(born: date, matures: date, bought: date, done: Iterable[tuple[date, str]]) -> str:
    text = (
        f"=== clients/王芳.md\n---\n生日: 1970-{born:%m-%d}\n---\n"
        f"## 持有\n- [[甲]] [matures:: {matures}]\n- [[乙]] [bought:: {bought}]\n"
        f"## 关系\n- 儿子 王乐 [农历生日:: {born.month:02d}-{min(born.day, 30):02d}]\n"
    )
    for number, (day, words) in enumerate(done):
        text += f"=== journal/{number}.md\n---\ndate: {day}\n---\n## 记录\n- 电话 [[王芳]] {words}\n"
    return text


def shown(vault, today: date) -> list[Open]:
    return [one for one in reminders(vault, today) if one.row.shows_on(today)]


def cause(one: Open) -> tuple[object, ...]:
    return (one.row.rule, one.row.client, one.row.line, one.row.date)


@settings(max_examples=25, deadline=None)
@given(
    days,
    days,
    days,
    st.lists(st.tuples(days, st.sampled_from(["生日", "到期", "十天回访", "问候"])), max_size=6),
    days,
)
def test_each_cause_is_one_row(born, matures, bought, done, today):
    vault = vault_of(drawing(born, matures, bought, done), BARE)
    counts = Counter(cause(one) for one in reminders(vault, today))
    assert all(count == 1 for count in counts.values())


@settings(max_examples=6, deadline=None)
@given(days, days, days)
def test_day_by_day_nothing_is_skipped_and_nothing_shows_out_of_its_days(born, matures, bought):
    """Without deeds every event shows on each of its days, and on no other."""
    vault = vault_of(drawing(born, matures, bought, []), BARE)
    seen: dict[tuple[object, ...], list[date]] = {}
    for n in range(365 * YEARS):
        today = START + timedelta(n)
        for one in shown(vault, today):
            seen.setdefault(cause(one), []).append(today)
    for rows in seen.values():
        assert [(b - a).days for a, b in pairwise(rows)] == [1] * (len(rows) - 1)
    last = START + timedelta(365 * YEARS - 1)
    for (rule, _, _, event), rows in seen.items():
        lead, until = {"maturity": (30, 30), "after_purchase": (0, 10)}.get(str(rule), (3, 3))
        first, end = event - timedelta(lead), event + timedelta(until)
        assert rows[0] == max(first, START)
        assert rows[-1] == min(end, last)
    solar = [key for key in seen if key[0] == "birthday"]
    assert len({key[3].year for key in solar}) >= YEARS


@settings(max_examples=25, deadline=None)
@given(days, days, days, st.data())
def test_once_done_a_step_never_shows_again(born, matures, bought, data):
    """Whatever shows on a day is told of on that day, and from then on it is gone until its next step."""
    today = data.draw(days)
    bare = vault_of(drawing(born, matures, bought, []), BARE)
    topics = {"birthday": "生日", "maturity": "到期", "after_purchase": "十天回访"}
    rows = shown(bare, today)
    done = vault_of(drawing(born, matures, bought, [(today, topics[one.row.kind]) for one in rows]), BARE)
    told = {cause(one)[3]: one for one in rows}
    for later in range(70):
        day = today + timedelta(later)
        for one in shown(done, day):
            if one.row.date in told and one.row.kind == told[one.row.date].row.kind:
                assert one.row.show_from > through_days_off(today, "bank")


@settings(max_examples=20, deadline=None)
@given(
    days,
    days,
    days,
    st.lists(st.tuples(days, st.sampled_from(["生日", "到期", "十天回访"])), max_size=4),
    days,
)
def test_a_late_build_shows_what_an_early_one_kept_for_that_day(born, matures, bought, done, early):
    """The rows that were embedded on one day, filtered by a later one, are those of a build on that later day."""
    done = [(day, words) for day, words in done if day <= early]
    vault = vault_of(drawing(born, matures, bought, done), BARE)
    embedded = [one.row for one in reminders(vault, early)]
    for later in (0, 1, 9, 45, 200, 399):
        today = early + timedelta(later)
        kept = sorted(row.sort_key for row in embedded if row.shows_on(today))
        assert kept == sorted(one.row.sort_key for one in shown(vault, today))
