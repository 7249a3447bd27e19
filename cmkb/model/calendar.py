"""Which days are days off, as far as somebody said so: the vault's own words beside the official calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from cmkb.model.immutable import immutable


@immutable
class Calendar:
    """`kind` is the playbook's: bank | exchange. `years` are those of which the vault has a file."""

    kind: str = "bank"
    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()  # weekends that are worked
    years: frozenset[int] = frozenset()


@immutable
class Holidays:
    """What the files `holidays/YYYY.yml` of a vault say: day → whether it is a day off."""

    days: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def calendar(self, kind: str) -> Calendar:
        off = frozenset(day for day, is_off in self.days.items() if is_off)
        return Calendar(kind, off, frozenset(self.days) - off, self.years)
