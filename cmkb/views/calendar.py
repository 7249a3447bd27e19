"""What falls on the days of a week or month: open rows, festivals, days off, and the journal of a day that was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from borax.calendars.lunardate import LunarDate

from cmkb.locales import translator
from cmkb.model.festivals import named_days, read_festival
from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.lunar import FIRST_DAY, LAST_DAY
from cmkb.vault import Vault
from cmkb.views.dates import plus
from cmkb.views.day import records_by_day
from cmkb.views.spans import Span, previous, span_of
from cmkb.views.workdays import day_kind, is_estimated

DAYS_AHEAD = 400  # as far as reminders are computed
MONTHS_BACK = 12  # of those that have journals
WEEKS_BACK, WEEKS_AHEAD = 1, 8


@immutable
class CalendarDay:
    day: date
    kind: str  # of workdays.day_kind
    lunar: str  # 初五; the month on its first day
    names: tuple[str, ...]  # festivals and solar terms
    rows: tuple[FollowUp, ...]  # in the order of the follow-ups
    journal: str = ""  # path of the day's journal
    records: int = 0


@dataclass(frozen=True)
class Calendar:
    vault: Vault
    today: date
    rows: Mapping[date, tuple[FollowUp, ...]]

    @cached_property
    def months(self) -> tuple[Span, ...]:
        return months_shown(self.vault, self.today)

    @cached_property
    def weeks(self) -> tuple[Span, ...]:
        """Around today: a browser that opens an older site finds its own among them."""
        week = span_of(self.today, "week")
        for _ in range(WEEKS_BACK):
            week = previous(week)
        found = [week]
        for _ in range(WEEKS_BACK + WEEKS_AHEAD):
            found.append(span_of(found[-1].end + timedelta(1), "week"))
        return tuple(found)

    @cached_property
    def names(self) -> Mapping[date, tuple[str, ...]]:
        own = (
            read_festival(text) for rule in self.vault.playbook.reminders.values() for text in rule.festivals
        )
        first, last = (
            min(self.months[0].start, self.weeks[0].start),
            max(self.months[-1].end, self.weeks[-1].end),
        )
        say = translator(self.vault.settings.language, "playbook")
        found = named_days(first, last, filter(None, own))
        return {day: tuple(map(say, names)) for day, names in found.items()}

    @cached_property
    def records(self) -> Mapping[date, int]:
        return {
            day: sum(1 for record in records if record.count is None)
            for day, records in records_by_day(self.vault).items()
        }

    def days(self, span: Span) -> tuple[CalendarDay, ...]:
        return tuple(self.on(day) for day in span.days())

    def on(self, day: date) -> CalendarDay:
        lunar, term = lunar_name(day)
        term = translator(self.vault.settings.language, "playbook")(term) if term else ""
        names = self.names.get(day, ())
        journal = self.vault.journals.get(day)
        return CalendarDay(
            day,
            day_kind(day, self.vault.calendar),
            lunar,
            (*names, term) if term and term not in names else names,
            self.rows.get(day, ()),
            journal.path if journal else "",
            self.records.get(day, 0),
        )

    def estimated(self, span: Span) -> bool:
        """Nobody has announced yet which days of this year are off."""
        return any(is_estimated(day.year, self.vault.calendar) for day in (span.start, span.end))


def months_shown(vault: Vault, today: date) -> tuple[Span, ...]:
    """The last months that have journals, and those into which reminders reach; oldest first."""
    written = {span_of(day, "month") for day in vault.journals if day < today}
    this = span_of(today, "month")
    before = sorted(span for span in written if span < this)[-MONTHS_BACK:]
    found, last = [this], plus(today, DAYS_AHEAD)
    while (following := plus(found[-1].end, 1)) <= last and following > found[-1].end:
        found.append(span_of(following, "month"))
    return (*before, *found)


def calendar(vault: Vault, rows: Iterable[FollowUp], today: date) -> Calendar:
    by_day: dict[date, list[FollowUp]] = {}
    for row in rows:
        by_day.setdefault(row.date, []).append(row)
    return Calendar(vault, today, {day: tuple(found) for day, found in by_day.items()})


@lru_cache(maxsize=2048)
def lunar_name(day: date) -> tuple[str, str]:
    """`初五`, on the first day of a month `十月`, and the solar term that begins; "" outside of the tables."""
    if not FIRST_DAY <= day <= LAST_DAY:
        return "", ""
    found = LunarDate.from_solar(day)
    name = found.strftime("%D") if found.day > 1 else f"{'闰' if found.leap else ''}{found.strftime('%M月')}"
    return name, found.term or ""
