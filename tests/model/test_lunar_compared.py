"""Our lunar calendar beside sxtwl's, for every day of two centuries."""

from __future__ import annotations

from datetime import date, timedelta

import sxtwl

from cmkb.model.lunar import lunar_day, solar_date
from cmkb.model.note import LunarDay
from tests.model.new_moons import new_moons, seconds_from_midnight

# Months whose new moon falls within three minutes of midnight in Beijing, as `new_moons.py` computes it: 3, 144 and
# 20 seconds before. How fast the earth will turn by then nobody knows so well, the tables disagree by a day, and so for
# the whole month. Ours are those of the Hong Kong Observatory, which says so of these three.
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


def test_a_third_computation_agrees_but_for_new_moons_around_midnight():
    """Since 1929, when the calendar began to go by the time of the 120th meridian."""
    near = {day for begin, _ in NEAR_MIDNIGHT for day in (begin, begin - timedelta(1), begin + timedelta(1))}
    checked = 0
    for moment in new_moons(1929, 2099):
        found = lunar_day(moment.date())
        assert found is not None
        if found[1].day != 1:
            assert moment.date() in near
            assert abs(seconds_from_midnight(moment)) < 180
        checked += found[1].day == 1
    assert checked == 2115 - len(NEAR_MIDNIGHT)


def test_mid_autumn_of_1978():
    assert lunar_day(date(1978, 9, 17)) == (1978, LunarDay(8, 15))
    assert solar_date(1978, LunarDay(8, 15)) == date(1978, 9, 17)
