"""Where the journal of a day lies, or will lie: as the newest one does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cmkb.model.settings import Settings

USUAL = "{year}/{date}.md"
# all in one folder, a folder a year, or a month
KNOWN = (
    "{date}.md",
    USUAL,
    "{year}/{month}/{date}.md",
    "{year}/{year}-{month}/{date}.md",
    "{year}-{month}/{date}.md",
)


def journal_place(settings: Settings, journals: Mapping[date, str]) -> str:
    """A path with {year}, {month} and {date} left to fill in. `journals`: paths of those that are there, by day."""
    configured = (folder for folder, kind in settings.folders.items() if kind == "journal")
    home = (next(configured, "") or settings.journal).strip("/")
    place, newest = USUAL, max(journals, default=None)
    if newest is not None:
        folder = journals[newest].rpartition("/")[0].removeprefix(home).strip("/")
        place = next((p for p in KNOWN if _filled(p, newest).rpartition("/")[0] == folder), USUAL)
    return f"{home}/{place}"


def journal_path(settings: Settings, journals: Mapping[date, str], day: date) -> str:
    return _filled(journal_place(settings, journals), day)


def _filled(place: str, day: date) -> str:
    for name, value in (("year", f"{day.year:04}"), ("month", f"{day.month:02}"), ("date", f"{day}")):
        place = place.replace(f"{{{name}}}", value)
    return place
