"""Days that come round every year: a birthday by the sun or by the moon, with its year or without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from cmkb.model.festivals import yearly_day
from cmkb.model.immutable import immutable
from cmkb.model.lunar import lunar_day
from cmkb.model.note import LunarDay, MonthDay
from cmkb.views.dates import plus

# Values of `birthday_use`; without one every day that is written is kept.
SOLAR, LUNAR, BOTH = ("公历", "Solar"), ("农历", "Lunar"), ("都过", "Both")


@immutable
class Keeping:
    """A day of the year by one calendar; `born` is the first of them, where it is known."""

    solar: MonthDay | None = None
    lunar: LunarDay | None = None
    born: date | None = None

    def days(self, first: date, last: date) -> Iterator[tuple[date, int]]:
        """Its days from `first` to `last`, each with the years since the first one; 0 when that is unknown."""
        kept = self.lunar or self.solar
        if kept is None:
            return
        counted = self.born.year if self.born else 0
        if self.born and self.lunar:
            found = lunar_day(self.born)
            counted = found[0] if found else counted
        for year in range(max(1, first.year - 1), last.year + 1):  # a lunar year ends in the next solar one
            day = yearly_day(kept, year)
            if day is None or not first <= day <= last or (self.born and day < self.born):
                continue
            yield day, year - counted if counted else 0


def keepings(values: Iterable[object], use: object = None) -> list[Keeping]:
    """`values` are ways to write one event. Which of the calendars is kept, `use` says; the lunar day of a date
    whose year is known need not be written."""
    born: date | None = None
    solar: MonthDay | None = None
    lunar: LunarDay | None = None
    for value in values:
        if isinstance(value, LunarDay):
            lunar = lunar or value
        elif isinstance(value, MonthDay):
            solar = solar or value
        elif isinstance(value, date) and born is None:
            born, solar = value, MonthDay(value.month, value.day)
    if lunar is None and born is not None and use in (*LUNAR, *BOTH):
        found = lunar_day(born)
        lunar = found[1] if found else None
    by_sun, by_moon = Keeping(solar=solar, born=born), Keeping(lunar=lunar, born=born)
    if use in LUNAR and lunar:
        return [by_moon]
    if use in SOLAR and solar:
        return [by_sun]
    return [kept for kept in (by_sun, by_moon) if kept.solar or kept.lunar]


def year_ends(kept: Keeping, day: date, lead: int) -> date:
    """The day before the next turn begins to show."""
    following = next((later for later, _ in kept.days(plus(day, 1), plus(day, 800))), plus(day, 365))
    return max(day, plus(following, -lead - 1))
