"""What is open with a client: the row behind Today, the follow-up list, `follow-ups --json` and the calendar."""

from __future__ import annotations

import datetime as dt

from cmkb.model.immutable import immutable

# Orders rows of one day; kinds of later rules are added here.
FOLLOW_UP_KINDS = (
    "appointment", "case", "task", "next", "take_profit", "maturity", "birthday", "anniversary", "newly_qualified",
    "after_purchase", "adoption", "welcome", "risk_test", "upgrade", "festival", "greeting", "cadence",
)  # fmt: skip
FAR_DAYS = 31
_ORDER = {kind: place for place, kind in enumerate(FOLLOW_UP_KINDS)}


@immutable
class FollowUp:
    """Independent of today: whether and how it shows is decided by comparing dates."""

    date: dt.date  # the day it is about; never shifted
    show_from: dt.date
    kind: str
    title: str
    path: str  # where it stands
    line: int
    client: str | None = None  # path of the client's note
    time: str = ""
    why: str = ""
    script: str | None = None  # path of the talk track that fits
    show_until: dt.date | None = None  # last day it shows; None: until it is done
    task_id: str = ""
    rule: str = ""  # key of the playbook's reminder that it comes of

    @property
    def sort_key(self) -> tuple[dt.date, str, int, str, int, str]:
        return (self.date, *self.key_of_day)

    @property
    def key_of_day(self) -> tuple[str, int, str, int, str]:
        """Its place among those of its day. A playbook's rules may name kinds of their own: the last."""
        order = _ORDER.get(self.kind, len(_ORDER))
        return (self.time or "99", order, self.path, self.line, self.title)

    def overdue_days(self, today: dt.date) -> int:
        """0 for an appointment: one of a past day is unconfirmed, not late."""
        return 0 if self.kind == "appointment" else max(0, (today - self.date).days)

    def is_far(self, today: dt.date) -> bool:
        """A reminder that begins to show only in weeks: kept for the browser, not yet among what is open."""
        return bool(self.rule) and (self.show_from - today).days > FAR_DAYS

    def shows_on(self, today: dt.date) -> bool:
        return self.show_from <= today and (self.show_until is None or today <= self.show_until)
