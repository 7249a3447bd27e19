"""Today's list: which follow-ups show, in which group, and in which words.

`assets/today.js` does the same in the browser, for the browser's day; the words are sent to it by
`browser_data.py`, and a browser test compares both.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date, timedelta

from cmkb.locales import N_, translator
from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.pages.format import day, weekday
from cmkb.views.clients import ClientRow
from cmkb.views.contacts import ContactState

FEW = 4  # rows of a group on the home page
NEAR = 60  # minutes in which an appointment is the next thing to do
LONGEST_BREAK = 31  # days off in a row that are looked ahead

# Everything that Today and the follow-up list say, for the browser too. `{…}` are filled in.
WORDS: Mapping[str, str] = {
    "appt": N_("约好的"),
    "late": N_("逾期"),
    "due": N_("今天要办"),  # due today, or shown from today on: the day of it may be later
    "cad": N_("该联系了"),
    "today": N_("今天"),
    "week": N_("本周"),
    "later": N_("以后"),
    "none": N_("没有下一步"),
    "late_days": N_("逾期 {n} 天"),
    "days": N_("{n} 天"),
    "limit": N_("限 {n} 天"),
    "since": N_("从 {day} 算起"),
    "all_day": N_("全天"),
    "no_record": N_("没有记录"),
    "last": N_("上次：{what}"),
    "no_plan": N_("没有待办和约定，也排不出下次联系"),
    "more": N_("还有 {n} 件"),
    "call": N_("拨打"),
    "script": N_("话术"),
    "source": N_("出处"),
    "note": N_("记一笔"),
    "note_hint": N_("复制一行记录，打开今天的日志"),
    "call_whom": N_("打给"),
    "meet_whom": N_("见"),
    "contact_whom": N_("联系"),
    "nothing": N_("今天没有要办的事"),
    "nothing_hint": N_("在任何笔记里写一行，它就会按日期出现在这里："),
    "nothing_example": N_("- [ ] 送到期续做方案 [[王芳]] [due:: 2026-11-27]"),
    "green": N_("联系按期"),
    "yellow": N_("联系快到期限"),
    "red": N_("联系超过期限"),
    "grey": N_("还没联系过"),
}
# Kinds of follow-ups as reasons; a kind without an entry stands for itself.
REASONS: Mapping[str, str] = {
    "appointment": N_("约好的"),
    "task": N_("待办"),
    "next": N_("下次联系"),
    "cadence": N_("该联系了"),
    "birthday": N_("生日"),
    "anniversary": N_("纪念日"),
    "maturity": N_("到期"),
    "after_purchase": N_("回访"),
    "festival": N_("节日"),
    "case": N_("事项"),
    "onboarding": N_("驻点"),
    "take_profit": N_("止盈止损"),
    "risk_test": N_("风评"),
    "newly_qualified": N_("新达标"),
    "adoption": N_("认养"),
    "welcome": N_("欢迎"),
    "greeting": N_("关怀"),
    "upgrade": N_("升级"),
    "activation": N_("激活"),
    "callback": N_("回访"),
    "new_member": N_("回访"),
    "dividend": N_("分红"),
    "abnormal": N_("异常"),
    "data_check": N_("核对"),
}
# What is late for these says so by itself; all others name their reason beside the client.
_PLAIN_KINDS = ("appointment", "task", "next", "cadence")


@immutable
class Person:
    """A client, as lists show one."""

    path: str
    name: str
    contact: ContactState
    url: str = ""  # from the site's root; "" in the terminal
    tier: str = ""
    level: int = 0  # 1 to 5; 0 without a tier
    stage: str = ""
    phone: str = ""

    @property
    def stem(self) -> str:
        """What a link to the note says: `[[stem]]`."""
        return self.path.rpartition("/")[2].removesuffix(".md")


@immutable
class Row:
    when: str  # what matters most: the time, how late, the reason
    small: str
    title: str
    why: str = ""
    tone: str = ""  # late | soon | ""
    tag: str = ""
    person: Person | None = None
    colour: str = ""
    follow_up: FollowUp | None = None

    @property
    def line(self) -> str:
        """The second line: beside a client also the title, which is the first line without one."""
        return " · ".join(part for part in ((self.title, self.why) if self.person else (self.why,)) if part)


@immutable
class Group:
    key: str  # appt late due cad | late today week later none
    title: str
    count: int
    rows: tuple[Row, ...]  # cut to the limit

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def people_of(
    clients: Iterable[ClientRow], url: Callable[[str], str | None] = lambda path: None
) -> dict[str, Person]:
    """Path → Person. `url` gives a note's address from the site's root."""
    return {
        row.note.path: Person(
            path=row.note.path,
            name=row.name,
            contact=row.contact,
            url=url(row.note.path) or "",
            tier=row.tier,
            level=row.tier_level,
            stage=row.stage,
            phone=next(iter(row.note.get("phones") or ()), ""),
        )
        for row in clients
    }


def agenda(
    follow_ups: Iterable[FollowUp],
    people: Mapping[str, Person],
    today: date,
    days_off: Container[date] = (),
    *,
    language: str = "zh",
    limit: int | None = None,
) -> tuple[Group, ...]:
    """The home page's groups, in order; empty ones are left out. Before days off, theirs show too."""
    until = last_day_off(today, days_off)
    groups: dict[str, list[FollowUp]] = {"appt": [], "late": [], "due": [], "cad": []}
    for row in follow_ups:
        if row.show_from > until or (row.show_until and row.show_until < today):
            continue
        groups[_group(row, today)].append(row)
    groups["appt"].sort(key=lambda row: (row.date < today, row.date, row.time))  # not confirmed: last
    groups["cad"].sort(key=lambda row: (row.date, -_level(people, row)))
    return _shown(groups, people, today, language, limit)


def open_groups(
    follow_ups: Iterable[FollowUp],
    people: Mapping[str, Person],
    today: date,
    without_next: Iterable[str] = (),
    *,
    language: str = "zh",
    limit: int | None = None,
) -> tuple[Group, ...]:
    """Everything open. `without_next`: paths of clients for whom nothing is planned."""
    sunday = today + timedelta(6 - today.weekday())
    groups: dict[str, list[FollowUp]] = {"late": [], "today": [], "week": [], "later": []}
    for row in follow_ups:
        if row.show_until and row.show_until < today:
            continue
        if row.overdue_days(today):
            group = "late"
        elif row.show_from <= today:
            group = "today"
        else:
            group = "week" if _matters_on(row) <= sunday else "later"
        groups[group].append(row)
    for key in ("week", "later"):
        groups[key].sort(key=_matters_on)
    found = _shown(groups, people, today, language, limit)
    idle = [people[path] for path in without_next if path in people]
    if not idle:
        return found
    say = translator(language)
    rows = tuple(
        Row("—", "", "", say(WORDS["no_plan"]), person=person, colour=person.contact.colour(today))
        for person in idle[:limit]
    )
    return (*found, Group("none", say(WORDS["none"]), len(idle), rows))


def last_day_off(today: date, days_off: Container[date]) -> date:
    """The end of the days off that begin tomorrow; today when tomorrow is a working day."""
    end = today
    while end + timedelta(1) in days_off and (end - today).days < LONGEST_BREAK:
        end += timedelta(1)
    return end


def next_row(groups: Sequence[Group], today: date, now: str = "") -> Row | None:
    """What to do next: an appointment within the hour, else what is late, due, to be contacted, else the next
    appointment of today. `now` is HH:MM; without it no appointment is near."""
    rows = {group.key: group.rows for group in groups}
    coming = [
        row
        for row in rows.get("appt", ())
        if row.follow_up and row.follow_up.date == today and row.follow_up.time >= now
    ]
    if now:
        near = [row for row in coming if row.follow_up and _minutes(now, row.follow_up.time) <= NEAR]
        if near:
            return near[0]
    first = next((rows[key][0] for key in ("late", "due", "cad") if rows.get(key)), None)
    return first or next(iter(coming), None)


def words(language: str) -> dict[str, str]:
    say = translator(language)
    return {key: say(text) for key, text in WORDS.items()}


def reason(kind: str, language: str = "zh") -> str:
    return translator(language)(REASONS.get(kind, kind))


def _group(row: FollowUp, today: date) -> str:
    if row.kind == "appointment":
        return "appt"
    if row.kind == "cadence":
        return "cad"
    return "late" if row.date < today else "due"


def _matters_on(row: FollowUp) -> date:
    """A cadence row matters from the day on which it starts to show, all others on their date."""
    return row.show_from if row.kind == "cadence" else row.date


def _level(people: Mapping[str, Person], row: FollowUp) -> int:
    person = people.get(row.client or "")
    return person.level if person else 0


def _shown(
    groups: Mapping[str, list[FollowUp]],
    people: Mapping[str, Person],
    today: date,
    language: str,
    limit: int | None,
) -> tuple[Group, ...]:
    say = translator(language)
    return tuple(
        Group(
            key,
            say(WORDS["due" if key == "today" else key]),
            len(found),
            tuple(_row(row, people.get(row.client or ""), today, language) for row in found[:limit]),
        )
        for key, found in groups.items()
        if found
    )


def _row(row: FollowUp, person: Person | None, today: date, language: str) -> Row:
    say = translator(language)
    when, small, tone, title, why = reason(row.kind, language), day(row.date, today), "", row.title, row.why
    if row.kind == "appointment":
        if row.date < today:
            when, small, tone = small, say(WORDS["no_record"]), "soon"
        else:
            when = row.time or say(WORDS["all_day"])
            small = "" if row.date == today else f"{weekday(row.date, language)} {small}"
    elif row.kind == "cadence" and person and person.contact.since and person.contact.cadence:
        small = say(WORDS["limit"]).format(n=person.contact.cadence.most)
        if person.contact.last is None:
            when = say(WORDS["grey"])
            if title == when:  # else it names a channel
                title = say(WORDS["since"]).format(day=day(person.contact.since, today))
        else:
            when = say(WORDS["days"]).format(n=(today - person.contact.since).days)
        if why and title == reason(row.kind, language):
            title, why = say(WORDS["last"]).format(what=why), ""
    elif row.date < today:
        when, tone = say(WORDS["late_days"]).format(n=(today - row.date).days), "late"
    elif row.date == today:
        small = row.time or say(WORDS["today"])
    return Row(
        when=when,
        small=small,
        title=title,
        why=why,
        tone=tone,
        tag="" if row.kind in _PLAIN_KINDS or not tone else reason(row.kind, language),
        person=person,
        colour=person.contact.colour(today) if person else "",
        follow_up=row,
    )


def _minutes(now: str, time: str) -> int:
    """From one HH:MM to another; a day when either is no time."""
    try:
        (h1, m1), (h2, m2) = now.split(":"), time.split(":")
        return (int(h2) - int(h1)) * 60 + int(m2) - int(m1)
    except ValueError:
        return 24 * 60
