"""What holds for every vault, whatever stands in it and whichever day it is."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmkb.model.follow_up import FollowUp
from cmkb.model.settings import Settings
from cmkb.vault import Vault, assemble
from cmkb.views.client import client_brief, referrals
from cmkb.views.clients import client_rows
from cmkb.views.day import carried_over, day_sheets, records_by_day
from cmkb.views.follow_ups import follow_ups
from cmkb.views.kpis import actuals
from cmkb.views.mentions import unlinked_mentions
from cmkb.views.quality import future_records, limit_notices
from cmkb.views.today import meters, unanswered
from tests.drawing import playbook, vault_of

START = date(2026, 11, 16)
PEOPLE = ("王芳", "王芳-8899", "李强", "周凯")

days = st.integers(0, 12).map(lambda n: START + timedelta(n))
times = st.sampled_from(["", "09:00 ", "15:00 "])
people = st.lists(st.sampled_from([f"[[{name}]]" for name in PEOPLE]), max_size=2).map(" ".join)
fields = st.lists(
    st.one_of(
        days.map(lambda day: f"[下次:: {day}]"),
        st.tuples(days, st.sampled_from(["", " 15:00"])).map(lambda when: f"[约见:: {when[0]}{when[1]}]"),
        st.sampled_from(["未接", "同意", "改期", "成交"]).map("[结果:: {}]".format),
        st.sampled_from(["5万", "20万"]).map("[金额:: {}]".format),
        st.sampled_from(["[产品:: [[稳盈]]]", "[缘由:: 生日]", "[回复:: 16:00]", "[有效:: 否]"]),
    ),
    max_size=3,
).map(" ".join)
kinds = st.sampled_from(
    ["电话", "短信", "来电", "到访", "需求面谈", "成交面谈", "成交", "开户", "线索", "传单 5 ·"]
)
records = st.builds("- {}{} {} 续做,王芳也在 {}\n".format, times, kinds, people, fields)
plans = st.builds("- {}{} {}\n".format, times, kinds, people)
tasks = st.builds("- [ ] 送资料 {} 📅 {}\n".format, people, days)
journals = st.builds(
    "## 计划\n{}{}## 记录\n{}".format,
    st.lists(plans, max_size=2).map("".join),
    st.lists(tasks, max_size=1).map("".join),
    st.lists(records, max_size=4).map("".join),
)
front = st.lists(
    st.one_of(
        st.sampled_from(["等级: 金卡", "联系频率: 3d/5d", "客户状态: 流失"]),
        days.map(lambda day: f"下次联系: {day}"),
        days.map(lambda day: f"开户日: {day}"),
    ),
    max_size=2,
    unique_by=lambda line: line.partition(":")[0],
).map("\n".join)
meetings = st.builds('---\ntype: meeting\n种类: 需求\n客户: "{}"\n日期: {} 15:00\n---\n'.format, people, days)


@st.composite
def drawings(draw: st.DrawFn, *, ahead: bool) -> str:
    """`ahead`: with records and meetings of days after the first."""
    drawing = "=== docs/products/稳盈.md\n"
    for name in PEOPLE:
        drawing += f"=== clients/{name}.md\n---\n{draw(front)}\n---\n{draw(st.lists(tasks, max_size=1).map(''.join))}"
    for day in draw(st.lists(days if ahead else st.just(START), max_size=6 if ahead else 1, unique=True)):
        drawing += f"=== journal/{day}.md\n{draw(journals)}"
    for number in range(draw(st.integers(0, 2)) if ahead else 0):
        drawing += f"=== meetings/{number}.md\n{draw(meetings)}"
    return drawing


everything = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
calendar = [START + timedelta(n) for n in range(40)]


def work(vault: Vault, today: date) -> list[FollowUp]:
    """What is open by records and tasks. Reminders come up by the calendar alone."""
    return [row for row in follow_ups(vault, today) if row.kind in ("appointment", "task", "next", "cadence")]


def key(row: FollowUp) -> tuple[object, ...]:
    return (row.kind, row.client, row.path, row.line)


@everything
@given(drawings(ahead=False))
def test_as_long_as_nothing_happens_rows_stay_until_they_end_and_none_appears(drawing: str) -> None:
    """And none of their dates depends on the day on which one asks: the browser may filter them by its own."""
    vault = vault_of(drawing)
    before = set(work(vault, START))
    for today in calendar:
        now = set(work(vault, today))
        assert now == {row for row in before if row.show_until is None or row.show_until >= today}
        before = now


@everything
@given(drawings(ahead=True))
def test_what_was_settled_never_comes_back(drawing: str) -> None:
    vault = vault_of(drawing)
    gone: set[tuple[object, ...]] = set()
    before: set[tuple[object, ...]] = set()
    for today in calendar:
        now = {key(row) for row in work(vault, today)}
        gone |= before - now
        assert now.isdisjoint(gone)
        before = now


@everything
@given(drawings(ahead=True), st.randoms(use_true_random=False))
def test_the_order_in_which_files_are_read_does_not_matter(drawing: str, random: Random) -> None:
    vault = vault_of(drawing)
    notes = list(vault.notes.values())
    random.shuffle(notes)
    other = assemble(notes, playbook(), Settings())
    assert other == vault
    assert answers(other, START) == answers(vault, START)


@everything
@given(drawings(ahead=True))
def test_the_days_add_up_to_the_whole(drawing: str) -> None:
    """Of every figure that counts an event on its own day."""
    vault = vault_of(drawing)
    whole = actuals(vault, vault.records)
    daily = [actuals(vault, records) for records in records_by_day(vault).values()]
    for name, figure in whole.items():
        if not figure.kpi.once_per or "date" in figure.kpi.once_per:
            assert sum(of_day[name].value for of_day in daily) == figure.value


@everything
@given(drawings(ahead=True), st.sampled_from([START, calendar[-1], date(1, 1, 1), date(9999, 12, 31)]))
def test_every_question_has_an_answer(drawing: str, today: date) -> None:
    vault = vault_of(drawing)
    rows = follow_ups(vault, today)
    assert list(rows) == sorted(rows, key=lambda row: row.sort_key)
    assert all(row.show_from <= row.date for row in rows)
    assert all(row.path in vault.notes and (row.client is None or row.client in vault.notes) for row in rows)
    assert answers(vault, today)


def answers(vault: Vault, today: date) -> tuple[object, ...]:
    rows = follow_ups(vault, today)
    clients = client_rows(vault, rows, today)
    by = referrals(vault)
    return (
        rows,
        clients,
        [client_brief(vault, row, rows, by.get(row.note.path, ()), today) for row in clients],
        carried_over(vault, rows, today),
        day_sheets(vault),
        meters(vault, today),
        unanswered(vault, today),
        sorted(unlinked_mentions(vault)),
        sorted(future_records(vault, today)),
        sorted(limit_notices(vault)),
    )
