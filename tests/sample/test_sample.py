"""The repository's own vault: without a fault, lively on its day, and made up."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from cmkb.load import Loaded, all_problems, load_settings, load_vault
from cmkb.model.note import Link, Note, Record
from cmkb.model.problem import needs_mending
from cmkb.views.follow_ups import follow_ups
from cmkb.views.morning import recommendations
from cmkb.views.team import team_view

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
FOLDERS = ("clients", "journal", "docs", "periods", "cases")


@cache
def sample() -> Loaded:
    return load_vault(ROOT, load_settings(ROOT).settings)


def notes(kind: str = "") -> list[Note]:
    own = [n for n in sample().vault.notes.values() if n.path.startswith(FOLDERS)]
    return [n for n in own if n.kind == kind or not kind]


def records() -> list[Record]:
    return [r for n in notes() for r in n.records]


def values(key: str) -> set[str]:
    return {str(n.get(key)) for n in notes("client") if n.get(key)}


# ------------------------------------------------------------------------------------------------------ sound


def test_no_note_has_an_error_or_a_warning() -> None:
    wrong = [p for p in all_problems(sample(), TODAY) if needs_mending([p])]
    assert [p.line_of_text() for p in wrong] == []


def test_the_check_page_has_something_to_show() -> None:
    notices = {p.code for p in all_problems(sample(), TODAY)}
    assert "L6" in notices  # a call of more than four minutes, a closing meeting with too few attempts


def test_every_link_leads_somewhere() -> None:
    vault = sample().vault
    links = [(note.path, link) for note in notes() for link in note.links if link.target]
    lost = [(path, link) for path, link in links if vault.target(path, link) is None]
    assert [f"{path}:{link.place.line} {link.target}" for path, link in lost if not is_file(path, link)] == []


def is_file(path: str, link: Link) -> bool:
    return (ROOT / path).parent.joinpath(link.target).is_file()


def test_no_key_is_unknown() -> None:
    assert [(n.path, key) for n in notes() for key in n.front.extra] == []
    assert [(r.path, r.place.line, key) for r in records() for key in r.extra] == []


# ----------------------------------------------------------------------------------------------------- lively


def test_every_word_of_the_playbook_is_used() -> None:
    playbook = sample().vault.playbook
    assert {r.kind for r in records()} == set(playbook.kinds)
    assert values("tier") == set(playbook.tiers)
    assert values("stage") == set(playbook.stages)
    assert values("status") == set(playbook.statuses)
    assert {str(r.fields["result"]) for r in records() if "result" in r.fields} >= {
        "同意",
        "改期",
        "成交",
        "空号",
    }
    categories = playbook.fields_of("script")["category"].values
    assert {str(n.get("category")) for n in notes("script")} >= set(categories) - {"异议"}


def test_three_weeks_of_journals_one_each_working_day() -> None:
    days = sorted(n.date for n in notes("journal") if n.date and n.date >= date(2026, 11, 2))
    assert len(days) == 16
    assert days[-1] == TODAY
    assert len(set(days)) == len(days)
    assert all(day.weekday() < 5 for day in days)
    for journal in (n for n in notes("journal") if n.date in days):
        meanings = {s.meaning for s in journal.sections}
        assert meanings >= {"morning", "news", "plan", "log"}
        assert journal.targets
        assert "summary" in meanings or journal.date == TODAY


def test_records_come_in_all_three_spellings() -> None:
    texts = [(ROOT / n.path).read_text("utf-8") for n in notes("journal")]
    for spelling in (r"^- \d\d:\d\d 电话 .*\[结果:: ", r"^    - 时长[:：] ?\d", r"^\| 时间 \| 方式 \|"):
        assert any(re.search(spelling, text, re.MULTILINE) for text in texts), spelling


def test_today_is_busy() -> None:
    rows = [row for row in follow_ups(sample().vault, TODAY) if row.shows_on(TODAY)]
    kinds = Counter(row.kind for row in rows)
    assert kinds["appointment"] >= 3
    assert kinds["cadence"] >= 3
    assert kinds["task"] >= 5
    assert sum(row.overdue_days(TODAY) > 0 for row in rows) >= 5


def test_sales_of_the_month_are_what_the_manager_says() -> None:
    """186 万, as the morning of the 23rd and the month's review have it."""
    sales: dict[tuple[object, ...], float] = {}
    for record in records():
        amount = record.fields.get("amount")
        if amount and record.fields.get("result", "成交") == "成交" and record.date.month == 11:
            sales[record.date, amount] = amount
    assert sum(sales.values()) == 1_860_000


def test_the_morning_report_names_whom_other_posts_recommended() -> None:
    vault = sample().vault
    last = [one for one in recommendations(vault) if one.day == date(2026, 11, 20)]
    assert [(vault.notes[one.client].title, bool(one.by), one.source) for one in last] == [
        ("何雨桐", True, "柜员"),
        ("唐晓岚", False, "大堂"),
    ]


def test_the_team_has_two_members_with_goals_activity_and_talk_tracks() -> None:
    team = team_view(sample().vault)
    assert team.members == ("林晓 城南支行", "江帆 城南支行")
    assert {row.members for row in team.goals if row.period == "2026-11" and row.goal} == {2}
    assert {row.member for row in team.activity if row.period == "2026-11"} == set(team.members)
    titles = {note.title for note in notes("script")}
    assert {row.name for row in team.scripts} <= titles
    for row in (*team.scripts,):
        c = row.counts
        assert c.uses >= c.reached >= c.answered >= c.agreed
        assert c.uses >= c.advanced >= c.sold


# ---------------------------------------------------------------------------------------------------- made up


def test_phones_are_made_up_and_tell_people_apart() -> None:
    phones = [phone for n in notes("client") for phone in n.get("phones", ()) if phone.startswith("1")]
    assert all(phone.startswith("1380000") for phone in phones)
    assert len({phone[-4:] for phone in phones}) == len(phones)


@pytest.mark.parametrize("folder", ["docs"])
def test_what_may_be_shared_names_no_client(folder: str) -> None:
    names = {str(n.get("name")) for n in notes("client")}
    shared = {f.relative_to(ROOT).as_posix(): f.read_text("utf-8") for f in (ROOT / folder).rglob("*.md")}
    assert [(path, name) for path, text in shared.items() for name in names if name in text] == []
    assert not any(re.search(r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}", text) for text in shared.values())


def test_two_clients_of_one_name_are_told_apart() -> None:
    same = [n for n in notes("client") if n.get("name") == "王芳"]
    assert {n.stem for n in same} == {"王芳-8899", "王芳-0417"}
    assert len({n.get("phones") for n in same}) == 2


@pytest.mark.parametrize("surname", ["单", "曾", "仇", "解"])
def test_a_surname_with_a_reading_of_its_own_says_it(surname: str) -> None:
    (client,) = (n for n in notes("client") if str(n.get("name")).startswith(surname))
    assert client.get("pinyin")
