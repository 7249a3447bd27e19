"""`calendar.ics`: the open rows as events of an iCalendar file (RFC 5545), for the calendar of a phone or computer.

Every event is a dated instance: no calendar knows the lunar one, and what was done is gone from the next file. The same
rows give the same bytes, and an event keeps its UID from build to build, so that importing or subscribing twice
changes nothing. It holds clients' names unless `private`: never a file for others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from functools import lru_cache
from hashlib import blake2b
from zoneinfo import ZoneInfo

from icalendar import vText

from cmkb.locales import Translate, translator
from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.pages.agenda import reason
from cmkb.vault import Vault
from cmkb.views.clients import display_name
from cmkb.views.dates import plus
from cmkb.views.reminders import is_shared

MOST_EACH = 8  # rows of one kind on one day that are events of their own; more are one event that lists them
NAMED = 100  # clients of a festival that its event names: it is the same greeting for thousands
MORNING = 9  # the hour at which a day's reminders ring
SUMMARY_LENGTH = 120  # signs
OFTEN = 40  # characters: what is longer is hardly said twice
LINE = 75  # octets of a line of the file
_ESCAPED = re.compile(r'[\\;,"]')  # signs that stand otherwise in a text of the file


@immutable
class _Event:
    rows: tuple[FollowUp, ...]  # of one day, kind and title
    key: str  # what makes it the same event in the next file

    @property
    def first(self) -> FollowUp:
        return self.rows[0]


def calendar_ics(vault: Vault, rows: Iterable[FollowUp], today: date, private: bool = False) -> bytes:
    """`rows`: the follow-ups of `today`. `private`: kinds and times only, no names and no words of notes."""
    writer = _Writer(vault, today, private)
    return b"".join(part.encode() for part in writer.file(rows))


class _Writer:
    def __init__(self, vault: Vault, today: date, private: bool) -> None:
        self.vault, self.today, self.private = vault, today, private
        self.say: Translate = translator(vault.settings.language)
        self.zone = ZoneInfo(vault.settings.timezone)
        self.language = vault.settings.language
        self.rules = vault.playbook.reminders
        self.shared = {key for key, rule in self.rules.items() if is_shared(rule)}
        self.stamp = f"DTSTAMP:{_date(today)}T000000Z"
        self.names: dict[str, str] = {}

    def file(self, rows: Iterable[FollowUp]) -> Iterator[str]:
        name = self.say("日程") if self.private else self.vault.settings.site_name
        head = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//cmkb//calendar//CN",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            _property("X-WR-CALNAME", name),
            _property("X-WR-TIMEZONE", self.vault.settings.timezone),
        ]
        yield _lines(head)
        seen: Counter[str] = Counter()
        for event in self._events(rows):
            seen[event.key] += 1
            yield _lines(self._event(event, seen[event.key]))
        yield _lines(["END:VCALENDAR"])

    def _events(self, rows: Iterable[FollowUp]) -> Iterator[_Event]:
        together: dict[tuple[date, str, str, str, date, date | None], list[FollowUp]] = {}
        for row in rows:
            title = row.title if row.rule in self.shared else ""
            what = (row.date, row.time, row.rule or row.kind, title, row.show_from, row.show_until)
            together.setdefault(what, []).append(row)
        for (_, _, kind, title, _, _), found in together.items():
            if len(found) > (1 if title else MOST_EACH) and not found[0].time:
                yield _Event(tuple(found), f"{kind}|{title}|{found[0].date}|{found[0].show_from}")
            else:
                yield from (_Event((row,), self._key(row)) for row in found)

    def _key(self, row: FollowUp) -> str:
        """Of whom and of what. A task keeps it when its day is moved; what comes round every year has one a year.
        Without names, nobody can find out whose it is by trying names."""
        if self.private:
            return f"{self.vault.settings.site_name}|{row.kind}|{row.date}|{row.time}"
        note = self.vault.notes.get(row.client or row.path)
        whose = (note.get("uid") if note else "") or row.client or row.path
        if row.kind == "task":
            return f"{whose}|task|{row.task_id or row.title}"
        what = row.title if row.rule or not row.client else ""
        when = "" if row.kind in ("cadence", "next") else f"{row.date}|{row.time}"
        return f"{whose}|{row.rule or row.kind}|{what}|{when}"

    def _event(self, event: _Event, turn: int) -> Iterator[str]:
        row = event.first
        key = f"{event.key}|{turn}" if turn > 1 else event.key
        yield "BEGIN:VEVENT"
        yield f"UID:{blake2b(key.encode(), digest_size=16).hexdigest()}@cmkb"
        yield self.stamp
        yield from self._when(row)
        yield _property("SUMMARY", self._summary(event)[:SUMMARY_LENGTH])
        if description := self._description(event):
            yield _property("DESCRIPTION", description)
        yield _kind(row.kind, self.language)
        yield f"X-CMKB-SHOW-FROM;VALUE=DATE:{_date(row.show_from)}"
        if row.show_until:
            yield f"X-CMKB-SHOW-UNTIL;VALUE=DATE:{_date(row.show_until)}"
        yield "CLASS:PRIVATE"
        yield from self._alarms(row)
        yield "END:VEVENT"

    # --- when ------------------------------------------------------------------------------------------------------

    def _when(self, row: FollowUp) -> Iterator[str]:
        begin = self._begin(row)
        if begin is None:
            yield f"DTSTART;VALUE=DATE:{_date(row.date)}"
            yield "TRANSP:TRANSPARENT"  # takes no time of the day
            return
        yield f"DTSTART:{_date(begin)}T{begin:%H%M%S}Z"
        yield f"DURATION:PT{self.vault.playbook.appointments.minutes}M"

    def _begin(self, row: FollowUp) -> datetime | None:
        """In UTC: then no calendar has to know the zone."""
        try:
            local = datetime.combine(row.date, time.fromisoformat(row.time), self.zone)
            return local.astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def _alarms(self, row: FollowUp) -> Iterator[str]:
        if row.date < self.today:
            return
        if self._begin(row) is not None:
            yield _alarm(f"-PT{self.vault.playbook.appointments.minutes}M", reason(row.kind, self.language))
            return
        rule = self.rules.get(row.rule)
        steps = {plus(row.date, -lead) for lead in rule.lead} if rule else set()
        days = sorted(
            day for day in {*steps, row.show_from} if max(row.show_from, self.today) <= day <= row.date
        )
        for day in days or [row.date]:
            hours = (day - row.date).days * 24 + MORNING
            yield _alarm(f"{'-' if hours < 0 else ''}PT{abs(hours)}H", reason(row.kind, self.language))

    # --- what ------------------------------------------------------------------------------------------------------

    def _summary(self, event: _Event) -> str:
        row = event.first
        label = reason(row.kind, self.language)
        if self.private:
            return f"{label} {len(event.rows)}" if len(event.rows) > 1 else label
        if len(event.rows) > 1:
            title = row.title if row.rule in self.shared else label
            return self.say("{title} · {n} 件").format(title=title, n=len(event.rows))
        return " ".join(part for part in (self._name(row), row.title) if part)

    def _description(self, event: _Event) -> str:
        if self.private:
            return ""
        if len(event.rows) == 1:
            return event.first.why
        shared = event.first.rule in self.shared
        shown = event.rows[:NAMED] if shared else event.rows
        lines = [self._line(row, "" if shared else row.title) for row in shown]
        if len(shown) < len(event.rows):
            lines.append(self.say("还有 {n} 位").format(n=len(event.rows) - len(shown)))
        return "\n".join(lines)

    def _line(self, row: FollowUp, title: str) -> str:
        """Without a generator: a large vault has hundreds of thousands."""
        text = self._name(row)
        if title:
            text = f"{text} · {title}" if text else title
        if row.why:
            text = f"{text} · {row.why}" if text else row.why
        return text

    def _name(self, row: FollowUp) -> str:
        if row.client is None:
            return ""
        name = self.names.get(row.client)
        if name is None:
            name = self.names[row.client] = display_name(self.vault, self.vault.notes[row.client])
        return name


def _date(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"  # strftime pads no years


@lru_cache(maxsize=256)
def _kind(kind: str, language: str) -> str:
    return "\r\n".join((_property("CATEGORIES", reason(kind, language)), _property("X-CMKB-KIND", kind)))


@lru_cache(maxsize=1024)
def _alarm(trigger: str, text: str) -> str:
    lines = (
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:{trigger}",
        _property("DESCRIPTION", text),
        "END:VALARM",
    )
    return "\r\n".join(lines)


def _property(name: str, text: str) -> str:
    """As it stands in the file: of words alone a line can be too long."""
    return _folded(f"{name}:{_value(text)}")


def _value(text: str) -> str:
    return _often(text) if len(text) <= OFTEN else _escaped(text)


@lru_cache(maxsize=4096)
def _often(text: str) -> str:
    return _escaped(text)


def _escaped(text: str) -> str:
    """Control characters are none of RFC 5545's; a line break is `\\n` there."""
    if text.isprintable() and not _ESCAPED.search(text):
        return text
    lines = (line if line.isprintable() else "".join(filter(_allowed, line)) for line in text.split("\n"))
    return vText("\n".join(lines)).to_ical().decode()


def _allowed(sign: str) -> bool:
    return sign.isprintable() or sign == "\u3000"


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\r\n" for line in lines)


def _folded(line: str) -> str:
    """Long lines go on in the next, after a blank; never in the middle of a character. The library's own way, sign by
    sign, took longer than all the rest."""
    if len(line) * 4 <= LINE:  # no character takes more
        return line
    data = line.encode()
    if len(data) <= LINE:
        return line
    parts, start, room = [], 0, LINE
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(data[start:end])
        start, room = end, LINE - 1
    return b"\r\n ".join((*parts, data[start:])).decode()
