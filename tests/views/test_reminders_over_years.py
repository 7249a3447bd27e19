"""Three years, day by day: somebody opens the list, does some of it, forgets some, is away for days.

On each day the list is compared with that of a twin to whom nothing was ever done: what is missing must have been done,
and what was done must be missing.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmkb.model.calendar import Calendar
from cmkb.model.note import Note, SourceFile
from cmkb.model.settings import Settings
from cmkb.reading.note import read_note
from cmkb.vault import Vault, assemble
from cmkb.views.reminders import Open, reminders
from cmkb.views.workdays import through_days_off
from tests.drawing import files_of, playbook

START = date(2024, 1, 1)
YEARS = 3
RULES = """
reminders:
  festival: {festivals: [春节, 中秋, 国庆, 冬至], from_tier: 金卡}
  new_account: null
  upgrade: null
"""
# What somebody writes who has done it. Each names its topic, and among several the one that is meant.
WORDS = {
    "birthday": "祝您生日快乐",
    "family_birthday": "家人生日快乐",
    "anniversary": "纪念日快乐",
    "maturity": "到期续做",
    "risk_test": "来重做风评",
    "festival": "节日问候",
    "greeting": "半月关怀",
    "after_purchase": "十天回访",
    "adoption": "认养问候",
}

Cause = tuple[str, str, int, str, date]


@lru_cache(maxsize=20_000)
def note(path: str, text: str) -> Note:
    return read_note(SourceFile(path, text), playbook(RULES), Settings())[0]


@dataclass
class Twin:
    """A vault that somebody writes into."""

    clients: dict[str, str]
    done: dict[date, list[str]] = field(default_factory=dict)

    def vault(self) -> Vault:
        journals = {f"journal/{day}.md": "## 记录\n" + "".join(lines) for day, lines in self.done.items()}
        notes = [note(path, text) for path, text in {**self.clients, **journals}.items()]
        return assemble(notes, playbook(RULES), Settings(), ())

    def do(self, one: Open, day: date) -> None:
        name = one.occurrence.client.removeprefix("clients/").removesuffix(".md")
        line = f"- 短信 [[{name}]] {WORDS[one.row.rule]} {about_words(one)}\n"
        self.done.setdefault(day, []).append(line)


def about_words(one: Open) -> str:
    return "、".join(word for word in one.occurrence.about if "/" not in word)


def shown(vault: Vault, today: date) -> dict[Cause, Open]:
    """As Today lists it: before days off, theirs too."""
    last = through_days_off(today, vault.calendar)
    found = [
        one
        for one in reminders(vault, today, 40)
        if one.row.show_from <= last and (one.row.show_until is None or today <= one.row.show_until)
    ]
    counted = Counter(map(cause, found))
    assert [key for key, count in counted.items() if count > 1] == []
    return {cause(one): one for one in found}


def cause(one: Open) -> Cause:
    return one.row.rule, one.occurrence.client, one.row.line, one.row.title, one.row.date


@dataclass(frozen=True)
class Deed:
    cause: Cause
    named: bool  # says which one is meant
    day: date


def settled_by(key: Cause, deeds: Iterable[Deed], step: date, calendar: Calendar) -> Iterator[date]:
    """Days of what was done about it by the time the step had begun to show: about itself, or about the same occasion
    without saying whose, or anything where any contact is enough."""
    rules = playbook(RULES).reminders
    for deed in deeds:
        other = deed.cause
        same = rules[other[0]].occasion == rules[key[0]].occasion if not deed.named else other[3] == key[3]
        if (
            other[1] == key[1]
            and (same or rules[key[0]].by_contact)
            and through_days_off(deed.day, calendar) >= step
        ):
            yield deed.day


def drawing(chance: random.Random) -> dict[str, str]:
    def some(first: int, last: int) -> date:
        return START + timedelta(chance.randrange(first, last))

    text = ""
    for name in ("王芳", "李强"):
        born = date(1970, 1, 1) + timedelta(chance.randrange(7000))
        held = "".join(
            f"- [[产品{n}]] [amount:: {n}0000] [bought:: {some(0, 900)}] [matures:: {some(100, 1100)}]\n"
            for n in range(1, 4)
        )
        text += (
            f"=== clients/{name}.md\n---\n等级: 金卡\n生日: {born}\n过哪个生日: {chance.choice(('公历', '农历', '都过'))}\n"
            f"核心客户: 是\n风评到期: {some(0, 1000)}\n建档日: {some(0, 500)}\n---\n## 持有\n{held}"
            f"## 关系\n- 女儿 小{name} [农历生日:: {chance.randrange(1, 13):02d}-{chance.randrange(1, 31):02d}]\n"
            f"## 纪念日\n- 结婚 [date:: 2001-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}]\n"
        )
    return files_of(text)


def live(seed: int, days: int) -> tuple[int, int]:
    """How many rows were done, how many were let pass."""
    chance = random.Random(seed)
    clients = drawing(chance)
    bare, twin = Twin(clients).vault(), Twin(clients)
    deeds: list[Deed] = []
    vault, away, seen, passed = twin.vault(), START, set(), set()
    for number in range(days):
        today = START + timedelta(number)
        if today < away:
            continue
        every, now = shown(bare, today), shown(vault, today)
        assert set(now) <= set(every)
        for key, one in every.items():
            reached = through_days_off(today, vault.calendar)
            step = max(day for day in one.occurrence.turn.steps if day <= reached)
            if key in now:  # what was done is gone until its next step
                last_done = max(
                    settled_by(key, [deed for deed in deeds if deed.cause == key], step, vault.calendar),
                    default=None,
                )
                assert last_done is None or now[key].row.show_from > through_days_off(
                    last_done, vault.calendar
                )
                continue
            assert any(settled_by(key, deeds, step, vault.calendar)), f"{key} was lost on {today}"
        seen |= set(now)
        if chance.random() < 0.1:
            away = today + timedelta(chance.randrange(2, 25))
        did = [one for one in now.values() if chance.random() < 0.4]
        for one in did:
            twin.do(one, today)
            deeds.append(Deed(cause(one), bool(about_words(one)), today))
        if did:
            vault = twin.vault()
        passed |= {key for key, one in now.items() if one.row.show_until == today and one not in did}
    return len(deeds), len(passed)


@settings(max_examples=10)
@given(st.integers(0, 10**6))
def test_for_a_year_nothing_is_lost_and_nothing_done_comes_back(seed: int) -> None:
    done, _ = live(seed, 400)
    assert done > 5


@pytest.mark.long
@settings(max_examples=60)
@given(st.integers(0, 10**6))
def test_for_three_years_nothing_is_lost_and_nothing_done_comes_back(seed: int) -> None:
    done, passed = live(seed, 365 * YEARS)
    assert done > 60
    assert passed > 0
