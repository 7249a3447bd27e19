"""Our lunar calendar beside sxtwl's, for every day of two centuries."""

from __future__ import annotations

from datetime import date, timedelta

import sxtwl

from cmkb.model.lunar import lunar_day, solar_date
from cmkb.model.note import LunarDay

# Months whose new moon falls within seconds of midnight in Beijing: the tables disagree by a day, and so for the
# whole month. Ours are those of the Hong Kong Observatory.
NEAR_MIDNIGHT = (
    (date(2057, 9, 28), date(2057, 10, 27)),
    (date(2089, 9, 4), date(2089, 10, 3)),
    (date(2097, 8, 7), date(2097, 9, 5)),
)


def test_every_day_from_1901_to_2099_is_that_of_sxtwl():
    day, different = date(1901, 1, 1), []
    while day <= date(2099, 12, 31):
        theirs = sxtwl.fromSolar(day.year, day.month, day.day)
        lunar = LunarDay(theirs.getLunarMonth(), theirs.getLunarDay(), bool(theirs.isLunarLeap()))
        if lunar_day(day) != (theirs.getLunarYear(), lunar):
            different.append(day)
        day += timedelta(1)
    expected = [a + timedelta(n) for a, b in NEAR_MIDNIGHT for n in range((b - a).days + 1)]
    assert different == expected


def test_mid_autumn_of_1978():
    assert lunar_day(date(1978, 9, 17)) == (1978, LunarDay(8, 15))
    assert solar_date(1978, LunarDay(8, 15)) == date(1978, 9, 17)
