"""calendar.ics, read back by a parser that is not the library which helped to write it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from cmkb.model.follow_up import FollowUp
from cmkb.pages.calendar_ics import MOST_EACH, calendar_ics
from cmkb.pages.catalog import all_pages
from cmkb.vault import Vault
from cmkb.views.follow_ups import follow_ups
from tests.data_files import data_of
from tests.drawing import TODAY, drawn, vault_of

QUIET = "reminders: {festival: null, adoption: null, new_account: null, upgrade: null}"
VAULT = """
=== clients/王芳.md
---
等级: 金卡
编号: W-1001
生日: 1978-09-17
过哪个生日: 都过
---
## 持有
- [[稳盈90天]] [amount:: 200000] [matures:: 2026-12-20]
## 跟进
- [ ] 送方案；带合同, 复印件 📅 2026-11-24
=== journal/2026-11-20.md
## 记录
- 10:15 电话 [[王芳]] 同意来谈 [约见:: 2026-11-25 15:00]
"""


def written(vault: Vault, today: date = TODAY, private: bool = False) -> bytes:
    return calendar_ics(vault, follow_ups(vault, today), today, private)


def events(data: bytes) -> list[Any]:
    return list(vobject.readOne(data.decode()).vevent_list)


def line(event: Any) -> str:
    """`when | what | why | hours from the start to each alarm`"""
    start = event.dtstart.value
    when = f"{start:%Y-%m-%d %H:%MZ}" if isinstance(start, datetime) else str(start)
    rings = [alarm.trigger.value / timedelta(hours=1) for alarm in getattr(event, "valarm_list", ())]
    why = event.description.value if hasattr(event, "description") else ""
    parts = (when, event.summary.value, why.replace("\n", " / "), " ".join(f"{ring:g}h" for ring in rings))
    return " | ".join(part for part in parts if part)


def lines(data: bytes) -> str:
    return "\n".join(line(event) for event in events(data))


def uids(data: bytes) -> dict[str, str]:
    """By what the event is about."""
    return {f"{event.dtstart.value} {event.summary.value}": event.uid.value for event in events(data)}


def test_what_a_calendar_shows() -> None:
    """Alarms ring at nine, as many days before as the rule says; those that have passed do not. 15:00 in Shanghai is
    7:00 in UTC. The lunar birthday is there with its dates, 2026's being over."""
    assert lines(written(vault_of(VAULT, QUIET))) == drawn(
        """
        2026-11-24 | 王芳 送方案；带合同, 复印件 | 9h
        2026-11-25 07:00Z | 王芳 见面 | 11-20 电话 同意来谈 | -0.666667h
        2026-12-05 | 王芳 该联系了 | 11-20 电话 同意来谈 同意来谈 | -111h
        2026-12-20 | 王芳 产品到期：稳盈90天 20万 | -159h -15h
        2027-09-15 | 王芳 生日 | 农历八月十五 · 满 49 岁 | -63h
        2027-09-17 | 王芳 生日 | 满 49 岁 | -63h
        """
    ).replace(" 同意来谈 同意来谈 |", " 同意来谈 |")


def test_two_parsers_read_the_same() -> None:
    data = written(vault_of(VAULT))
    other = icalendar.Calendar.from_ical(data)
    found = [str(event["SUMMARY"]) for event in other.walk("VEVENT")]
    assert found == [event.summary.value for event in events(data)]
    assert not [event for event in other.walk() if event.errors]


def test_lines_are_as_the_standard_wants_them() -> None:
    data = written(vault_of(VAULT))
    raw = data.split(b"\r\n")
    assert raw[-1] == b""
    assert not any(b"\n" in part or len(part) > 75 for part in raw)
    data.decode()


def test_a_second_build_writes_the_same_bytes() -> None:
    assert written(vault_of(VAULT)) == written(vault_of(VAULT))


def test_every_event_has_a_name_of_its_own() -> None:
    twice = (
        VAULT
        + "=== clients/李强.md\n---\n等级: 金卡\n---\n## 跟进\n- [ ] 回访 📅 2026-11-24\n- [ ] 回访 📅 2026-11-26\n"
    )
    for private in (False, True):
        found = [event.uid.value for event in events(written(vault_of(twice), private=private))]
        assert len(found) == len(set(found))


def test_the_next_day_every_event_is_still_the_same() -> None:
    vault = vault_of(VAULT, QUIET)
    today, tomorrow = uids(written(vault)), uids(written(vault, TODAY + timedelta(1)))
    assert {what: tomorrow[what] for what in today} == today


def test_a_renamed_client_keeps_them_by_the_number() -> None:
    renamed = VAULT.replace("clients/王芳.md", "clients/王芳-8899.md").replace("[[王芳]]", "[[王芳-8899]]")
    before, after = uids(written(vault_of(VAULT, QUIET))), uids(written(vault_of(renamed, QUIET)))
    assert sorted(before.values()) == sorted(after.values())


def test_a_task_that_is_put_off_moves_and_one_that_is_done_is_gone() -> None:
    later = VAULT.replace("📅 2026-11-24", "📅 2026-12-01")
    done = VAULT.replace("- [ ] 送方案", "- [x] 送方案")
    before = uids(written(vault_of(VAULT, QUIET)))
    moved = uids(written(vault_of(later, QUIET)))
    assert moved["2026-12-01 王芳 送方案；带合同, 复印件"] == before["2026-11-24 王芳 送方案；带合同, 复印件"]
    assert "送方案" not in lines(written(vault_of(done, QUIET)))


def test_without_names_it_tells_only_kinds_and_times() -> None:
    data = written(vault_of(VAULT, QUIET), private=True)
    assert lines(data) == drawn(
        """
        2026-11-24 | 待办 | 9h
        2026-11-25 07:00Z | 约好的 | -0.666667h
        2026-12-05 | 该联系了 | -111h
        2026-12-20 | 到期 | -159h -15h
        2027-09-15 | 生日 | -63h
        2027-09-17 | 生日 | -63h
        """
    )
    text = data.decode().replace("\r\n ", "")
    assert not [
        word for word in ("王芳", "W-1001", "稳盈", "20万", "电话", "八月", "满", "合同") if word in text
    ]


def test_without_names_an_events_uid_says_nothing_of_whose_it_is() -> None:
    other = VAULT.replace("王芳", "李强").replace("W-1001", "L-7")
    assert uids(written(vault_of(VAULT, QUIET), private=True)) == uids(
        written(vault_of(other, QUIET), private=True)
    )


def test_a_festival_is_one_event_that_names_everybody() -> None:
    own = "reminders: {festival: {festivals: [冬至], from_tier: 金卡}, adoption: null, new_account: null}"
    people = "".join(f"=== clients/{name}.md\n---\n等级: 金卡\n---\n" for name in ("王芳", "李强", "赵敏"))
    found = [text for text in lines(written(vault_of(people, own))).splitlines() if "冬至" in text]
    assert found == [
        f"{year}-12-22 | 节日问候：冬至 · 3 件 | 李强 / 王芳 / 赵敏 | -15h" for year in (2026, 2027)
    ]


def test_a_busy_day_is_one_event_a_kind() -> None:
    people = "".join(
        f"=== clients/客户{n:02d}.md\n---\n等级: 金卡\n生日: 1980-11-26\n---\n" for n in range(MOST_EACH + 1)
    )
    first, *rest = lines(written(vault_of(people, QUIET))).splitlines()
    assert first.startswith("2026-11-26 | 生日 · 9 件 | 客户00 · 生日 · 满 46 岁 / 客户01")
    assert len(rest) == 1  # next year's


def test_it_covers_the_days_of_the_reminders() -> None:
    vault = vault_of(
        VAULT, "reminders: {festival: {festivals: [小雪 12-25, 再远 12-30], from_tier: 金卡, lead: 2}}"
    )
    days = [event.dtstart.value for event in events(written(vault))]
    last = max(day.date() if isinstance(day, datetime) else day for day in days)
    # Shows 400 days on
    assert last == max(row.date for row in follow_ups(vault, TODAY)) == date(2027, 12, 30)


def test_what_is_late_stays_on_its_day_and_rings_no_more() -> None:
    late = "=== clients/王芳.md\n---\n等级: 普通\n---\n## 跟进\n- [ ] 送方案 📅 2026-11-02\n"
    assert lines(written(vault_of(late, QUIET))) == "2026-11-02 | 王芳 送方案"


def test_the_site_holds_it() -> None:
    vault = vault_of(VAULT)
    site = all_pages(vault, (), (), TODAY)
    assert data_of(site)["calendar.ics"] == written(vault)
    assert 'href="../calendar.ics"' in next(p for p in site.pages if p.path == "calendar/index.html").render()


def test_nobodys_words_become_lines_of_their_own() -> None:
    bad = vault_of("=== clients/王芳.md\n---\n等级: 普通\n---\n")
    title = "坏\r\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:假;,\\n\x00\x1b[31m"
    row = FollowUp(
        TODAY, TODAY, "task", title, "clients/王芳.md", 1, "clients/王芳.md", time="25:99", why=title
    )
    (event,) = events(calendar_ics(bad, [row], TODAY))
    assert event.summary.value == "王芳 坏\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:假;,\\n[31m"
    assert event.dtstart.value == TODAY


_WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Cn", "Co")), max_size=200
)


@given(_WORDS, _WORDS, st.dates(date(1, 1, 3), date(9999, 12, 28)), st.sampled_from(["", "09:30", "23:59"]))
def test_any_words_and_days_come_back(title: str, why: str, day: date, time: str) -> None:
    vault = vault_of("=== clients/王芳.md\n---\n等级: 普通\n---\n")
    row = FollowUp(day, day, "task", title, "clients/王芳.md", 1, None, time=time, why=why)
    data = calendar_ics(vault, [row], TODAY)
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert str(event["SUMMARY"]) == title[:120]
    assert str(event.get("DESCRIPTION", "")) == why
    start = event["DTSTART"].dt
    assert (
        (start.astimezone(UTC) - timedelta(0)).date() in (day, day - timedelta(1)) if time else start == day
    )


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Urumqi", "Europe/London", "UTC"])
def test_times_are_those_of_the_vaults_zone(zone: str) -> None:
    vault = vault_of(VAULT, QUIET)
    vault = replace(vault, settings=replace(vault.settings, timezone=zone))
    meeting = next(event for event in events(written(vault)) if "见面" in event.summary.value)
    hour = {"Asia/Shanghai": 7, "Asia/Urumqi": 9, "Europe/London": 15, "UTC": 15}[zone]
    assert meeting.dtstart.value == datetime(2026, 11, 25, hour, tzinfo=UTC)
