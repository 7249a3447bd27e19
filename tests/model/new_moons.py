"""When the moon is new: the series of J. Meeus, *Astronomical Algorithms* (2nd ed., chapter 49), good to some seconds.

A third opinion beside two tables that were made of others' computations.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import floor, radians, sin

# days: factor, power of the eccentricity, multiples of the anomalies of sun and moon and of the latitude
_PERIODIC = (
    (-0.40720, 0, 0, 1, 0), (0.17241, 1, 1, 0, 0), (0.01608, 0, 0, 2, 0), (0.01039, 0, 0, 0, 2),
    (0.00739, 1, -1, 1, 0), (-0.00514, 1, 1, 1, 0), (0.00208, 2, 2, 0, 0), (-0.00111, 0, 0, 1, -2),
    (-0.00057, 0, 0, 1, 2), (0.00056, 1, 1, 2, 0), (-0.00042, 0, 0, 3, 0), (0.00042, 1, 1, 0, 2),
    (0.00038, 1, 1, 0, -2), (-0.00024, 1, -1, 2, 0), (-0.00007, 0, 2, 1, 0), (0.00004, 0, 0, 2, -2),
    (0.00004, 0, 3, 0, 0), (0.00003, 0, 1, 1, -2), (0.00003, 0, 0, 2, 2), (-0.00003, 0, 1, 1, 2),
    (0.00003, 0, -1, 1, 2), (-0.00002, 0, -1, 1, -2), (-0.00002, 0, 1, 3, 0), (0.00002, 0, 0, 4, 0),
)  # fmt: skip
_PLANETS = (
    (0.000325, 299.77, 0.107408), (0.000165, 251.88, 0.016321), (0.000164, 251.83, 26.651886),
    (0.000126, 349.42, 36.412478), (0.000110, 84.66, 18.206239), (0.000062, 141.74, 53.303771),
    (0.000060, 207.14, 2.453732), (0.000056, 154.84, 7.306860), (0.000047, 34.52, 27.261239),
    (0.000042, 207.19, 0.121824), (0.000040, 291.34, 1.844379), (0.000037, 161.72, 24.198154),
    (0.000035, 239.56, 25.513099), (0.000023, 331.55, 3.592518),
)  # fmt: skip
# Beijing's own time is all there is here
_EPOCH, _EPOCH_DAY = datetime(2000, 1, 1, 12), 2451545.0  # noqa: DTZ001


def new_moons(first: int, last: int) -> Iterator[datetime]:
    """In Beijing's time (UTC+8), from year `first` to `last`."""
    for k in range(floor((first - 2000) * 12.3685) - 1, floor((last + 1 - 2000) * 12.3685) + 2):
        moment = _EPOCH + timedelta(days=_terrestrial(k) - _EPOCH_DAY, hours=8)
        moment -= timedelta(seconds=_delta_t(moment.year + moment.month / 12))
        if first <= moment.year <= last:
            yield moment


def seconds_from_midnight(moment: datetime) -> float:
    """To the nearest midnight; negative before it."""
    seconds = (moment - moment.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
    return seconds if seconds < 43200 else seconds - 86400


def _terrestrial(k: int) -> float:
    t = k / 1236.85
    day = 2451550.09766 + 29.530588861 * k + t * t * (0.00015437 - t * (0.000000150 - t * 0.00000000073))
    e = 1 - t * (0.002516 + t * 0.0000074)
    sun = radians(2.5534 + 29.10535670 * k - t * t * (0.0000014 + t * 0.00000011))
    moon = radians(201.5643 + 385.81693528 * k + t * t * (0.0107582 + t * (0.00001238 - t * 0.000000058)))
    latitude = radians(160.7108 + 390.67050284 * k - t * t * (0.0016118 + t * (0.00000227 - t * 0.000000011)))
    node = radians(124.7746 - 1.56375588 * k + t * t * (0.0020672 + t * 0.00000215))
    for factor, power, m, m1, f in _PERIODIC:
        day += factor * e**power * sin(m * sun + m1 * moon + f * latitude)
    day -= 0.00017 * sin(node)
    for factor, start, speed in _PLANETS:
        correction = 0.009173 * t * t if factor == 0.000325 else 0
        day += factor * sin(radians(start + speed * k - correction))
    return day


def _delta_t(year: float) -> float:
    """Seconds by which the turning earth is late; beyond today a guess (Espenak and Meeus)."""
    if year < 1941:
        t = year - 1920
        return 21.20 + 0.84493 * t - 0.076100 * t**2 + 0.0020936 * t**3
    if year < 1961:
        t = year - 1950
        return 29.07 + 0.407 * t - t**2 / 233 + t**3 / 2547
    if year < 1986:
        t = year - 1975
        return 45.45 + 1.067 * t - t**2 / 260 - t**3 / 718
    if year < 2005:
        t = year - 2000
        return (
            63.86
            + 0.3345 * t
            - 0.060374 * t**2
            + 0.0017275 * t**3
            + 0.000651814 * t**4
            + 0.00002373599 * t**5
        )
    t = year - 2000
    guess = 62.92 + 0.32217 * t + 0.005589 * t**2
    return guess if year < 2050 else -20 + 32 * ((year - 1820) / 100) ** 2 - 0.5628 * (2150 - year)
