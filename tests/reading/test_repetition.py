"""The next turn of a repeating task: the days that Obsidian Tasks' own documentation and settings give."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from drawn_notes import drawn
from hypothesis import given
from hypothesis import strategies as st

from cmkb.model.note import Item, Place
from cmkb.reading.line import Lines
from cmkb.reading.recurrence import english_recurrence
from cmkb.reading.repetition import next_day, next_occurrence, read_repetition
from cmkb.reading.tasks import read_task

DONE = date(2022, 2, 13)


def next_turn(line: str, done: date = DONE) -> str:
    """`📅 … ⏳ … 🛫 …` of the next turn, `-` when there is none."""
    task, _ = read_task(Item(line, Place(1, 1), " "), "a.md", DONE, Lines({}))
    turn = next_occurrence(task, done)
    if turn is None:
        return "-"
    signs = (("📅", turn.due), ("⏳", turn.scheduled), ("🛫", turn.start))
    return " ".join(f"{sign} {day}" for sign, day in signs if day)


def days(rule: str, first: str, turns: int) -> str:
    """Ticked off on its day, time after time."""
    found, day = [], date.fromisoformat(first)
    for _ in range(turns):
        repetition = read_repetition(rule)
        following = next_day(repetition, day) if repetition else None
        if following is None:
            break
        day = following
        found.append(f"{day:%y-%m-%d}" if day.year != int(first[:4]) else f"{day:%m-%d}")
    return " ".join(found)


def test_counted_from_its_own_date_or_when_done() -> None:
    assert next_turn("倒垃圾 🔁 every Sunday 📅 2021-04-25") == "📅 2021-05-02"
    assert next_turn("扫地 🔁 every week ⏳ 2021-02-06") == "⏳ 2021-02-13"
    assert next_turn("扫地 🔁 every week when done ⏳ 2021-02-06") == "⏳ 2022-02-20"
    assert next_turn("回访 🔁 每两周 📅 2022-02-01") == "📅 2022-02-15"
    assert next_turn("回访 🔁 每10天完成后 📅 2022-02-01") == "📅 2022-02-23"


def test_the_due_date_leads_and_the_others_keep_their_distance() -> None:
    assert (
        next_turn("除草 🔁 every 2 weeks ⏳ 2021-10-28 📅 2021-10-30 🛫 2021-10-20")
        == "📅 2021-11-13 ⏳ 2021-11-11 🛫 2021-11-03"
    )
    assert next_turn("除草 🔁 every month ⏳ 2022-01-10 🛫 2022-01-04") == "⏳ 2022-02-10 🛫 2022-02-04"
    assert (
        next_turn("除草 🔁 every month when done 🛫 2022-01-10 📅 2022-01-12")
        == "📅 2022-03-13 🛫 2022-03-11"
    )


def test_what_does_not_come_again() -> None:
    assert next_turn("送资料 📅 2022-02-10") == "-"
    assert next_turn("送资料 🔁 偶尔 📅 2022-02-10") == "-"
    assert next_turn("二月三十 🔁 every February on the 30th 📅 2022-02-10") == "-"
    assert next_turn("一直到头 🔁 every week 📅 9999-12-31") == "-"
    assert next_turn("到头为止 🔁 every week ⏳ 9999-12-31 📅 9999-12-20") == "📅 9999-12-27"


@pytest.mark.parametrize(
    "rule",
    [
        "every Monday, 周二", "every January, 5", "every year in week 20", "every month on the 32nd",
        "every month on the 6th Friday", "every week until 2027-01-01", "weekly",
    ],
)  # fmt: skip
def test_what_obsidian_tasks_does_not_understand_is_no_rule(rule: str) -> None:
    assert read_repetition(rule) is None


def test_a_task_without_a_date_comes_again_without_one() -> None:
    assert next_turn("扫地 🔁 every week") == ""


@pytest.mark.parametrize(
    ("rule", "first", "then"),
    [
        ("every 3 days", "2022-02-27", "03-02 03-05 03-08"),
        ("every weekday", "2022-02-24", "02-25 02-28 03-01"),
        ("every week on Sunday", "2022-02-22", "02-27 03-06"),
        ("every week on Tuesday, Friday", "2022-02-22", "02-25 03-01 03-04"),
        ("every 3 weeks on Friday", "2022-02-25", "03-18 04-08"),
        # In a week of its own rhythm the days that are left still count.
        ("every 3 weeks on Friday", "2022-02-22", "02-25 03-18"),
        ("every 4 weeks on Sunday", "2022-04-19", "04-24 05-22"),
        ("every month on the 1st", "2022-01-31", "02-01 03-01"),
        ("every month on the last", "2022-01-31", "02-28 03-31 04-30 05-31 06-30"),
        ("every month on the last Friday", "2022-01-01", "01-28 02-25 03-25"),
        ("every month on the 2nd last Friday", "2022-01-01", "01-21 02-18"),
        ("every 6 months on the 2nd Wednesday", "2022-01-12", "07-13 23-01-11"),
        ("every January on the 15th", "2022-03-01", "23-01-15 24-01-15"),
        ("every February on the last", "2022-03-01", "23-02-28 24-02-29"),
        ("every April and December on the 1st and 24th", "2022-04-02", "04-24 12-01 12-24 23-04-01"),
        ("every year", "2022-02-01", "23-02-01"),
        ("every Friday on the 13th", "2022-01-01", "05-13 23-01-13"),
        ("every 2 weeks on weekdays", "2022-02-03", "02-04 02-14 02-15"),
        ("every month on the second Friday", "2022-02-01", "02-11 03-11"),
        ("every month on the third last", "2022-02-01", "02-26 03-29"),
        ("every year in June", "2022-02-01", "06-01 23-06-01"),
        # No such day in the month: the last it has, and from then on counted from that one.
        ("every month", "2021-10-31", "11-30 12-30 22-01-30 22-02-28 22-03-28"),
        ("every 3 months", "2022-01-31", "04-30 07-30"),
        ("every 2 months", "2023-12-31", "24-02-29 24-04-29"),
        ("every 11 months", "2020-03-31", "21-02-28"),
        ("every 13 months", "2020-01-31", "21-02-28"),
        ("every 2 years", "2024-02-29", "26-02-28 28-02-28"),
        ("every 4 years", "2024-02-29", "28-02-29"),
        # The rule names the day: months without it are passed over.
        ("every month on the 31st", "2022-01-31", "03-31 05-31 07-31 08-31"),
        ("every February on the 29th", "2024-02-29", "28-02-29"),
    ],
)  # fmt: skip
def test_the_days_that_obsidian_tasks_gives(rule: str, first: str, then: str) -> None:
    assert days(rule, first, len(then.split())) == then


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("每天", "02-01 02-02"),
        ("每个工作日", "02-01 02-02"),
        ("每周一、周四", "02-03 02-07"),
        ("隔周", "02-14 02-28"),
        ("每月", "02-28 03-28"),
        ("每月15号", "02-15 03-15"),
        ("每月最后一天", "02-28 03-31"),
        ("每月最后一个星期五", "02-25 03-25"),
        ("每季度", "04-30 07-30"),
        ("每半年", "07-31 23-01-31"),
        ("每年", "23-01-31 24-01-31"),
        ("every quarter", "04-30 07-30"),
        ("every other week", "02-14 02-28"),
        ("every workday", "02-01 02-02"),
    ],
)
def test_the_days_of_a_rule_as_people_say_it(said: str, then: str) -> None:
    english = english_recurrence(said)
    assert english
    assert days(english, "2022-01-31", 2) == then


@pytest.mark.parametrize(
    "rule",
    ["", "weekly", "every", "every foo", "every two weeks", "every day until May", "every month on the 32nd",
     "every month on the 6th Friday", "every Monday, foo"],
)  # fmt: skip
def test_rules_that_are_none(rule: str) -> None:
    assert read_repetition(rule) is None


def test_english_that_obsidian_does_not_read_is_respelled() -> None:
    task, problems = read_task(
        Item("检视 🔁 every quarter 📅 2022-01-31", Place(1, 1), " "), "a.md", DONE, Lines({})
    )
    assert task.recurrence == "every 3 months"
    assert "\n".join(f"{p.column} {p.text} {dict(p.params)['right']}" for p in problems) == drawn(
        """
        6 T2 every 3 months
        """
    )


_RULES = st.sampled_from(
    [("every day", 1), ("every 5 days", 5), ("every weekday", 3), ("every 2 weeks", 14),
     ("every week on Monday, Friday", 4), ("every month", 31), ("every 7 months", 215), ("every year", 366),
     ("every month on the last", 31), ("every month on the 3rd Thursday", 35), ("every 3 years", 1096),
     ("every May and June on the 5th", 335)]
)  # fmt: skip


@given(_RULES, st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_the_next_day_is_later_and_no_turn_is_left_out(rule: tuple[str, int], day: date) -> None:
    text, longest = rule
    repetition = read_repetition(text)
    assert repetition
    following = next_day(repetition, day)
    assert following is not None
    assert timedelta(0) < following - day <= timedelta(longest)
