"""关怀: birthdays, maturities, anniversaries, festivals and call-backs of the next 30, 60 or 90 days.

`care_data.py` holds what a browser may need that opens the page within `LATE` days of the build; assets/care.js shows
what is within reach of its own today. Without a script the next 90 days of the build stand, of each kind the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cmkb.model.follow_up import FOLLOW_UP_KINDS, FollowUp
from cmkb.model.immutable import immutable
from cmkb.pages.addresses import GENERATED
from cmkb.pages.agenda import reason
from cmkb.pages.context import PageContext
from cmkb.pages.site import Page
from cmkb.views.dates import plus
from cmkb.views.reminders import is_shared
from cmkb.views.workdays import is_estimated

SPANS = (30, 60, 90)
LATE = 31
MOST_PLAIN = 200  # rows of a kind on the page without scripts
MOST_EACH = 30  # clients of one shared day, such as a festival, that are named


@immutable
class CareRow:
    day: date
    until: date
    client: str  # "" of a day that many share
    title: str
    why: str
    path: str
    script: str
    people: tuple[str, ...] = ()  # who shares the day, as far as named
    count: int = 0  # all of them
    late: bool = False


@immutable
class CareGroup:
    kind: str
    title: str
    rows: tuple[CareRow, ...]

    def within(self, today: date, days: int) -> int:
        last = plus(today, days)
        return sum(1 for row in self.rows if row.day <= last and row.until >= today)


def page(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["care"], context.say("关怀"), "care", lambda: _render(context))


def groups(context: PageContext) -> tuple[CareGroup, ...]:
    """By kind, the urgent ones first; within a kind by date."""
    last = plus(context.today, SPANS[-1] + LATE)
    shared = {key for key, rule in context.vault.playbook.reminders.items() if is_shared(rule)}
    kinds: dict[str, list[CareRow]] = {}
    together: dict[tuple[str, date, str], list[FollowUp]] = {}
    for row in context.rows:
        if not row.rule or not row.client or row.date > last:
            continue
        if row.rule in shared:
            together.setdefault((row.kind, row.date, row.title), []).append(row)
        else:
            kinds.setdefault(row.kind, []).append(_row(context, row))
    for (kind, _, _), rows in together.items():
        kinds.setdefault(kind, []).append(_shared(context, rows))
    order = {kind: index for index, kind in enumerate(FOLLOW_UP_KINDS)}
    return tuple(
        CareGroup(
            kind,
            reason(kind, context.language),
            tuple(sorted(rows, key=lambda r: (r.day, r.client, r.title))),
        )
        for kind, rows in sorted(kinds.items(), key=lambda item: order.get(item[0], len(order)))
    )


def _row(context: PageContext, row: FollowUp) -> CareRow:
    return CareRow(
        day=row.date,
        until=row.show_until or date.max,
        client=row.client or "",
        title=without_label(context, row),
        why=row.why,
        path=row.path,
        script=row.script or "",
        late=row.date < context.today,
    )


def _shared(context: PageContext, rows: list[FollowUp]) -> CareRow:
    first = rows[0]
    people = tuple(row.client for row in rows if row.client)
    return CareRow(
        first.date, first.show_until or date.max, "", without_label(context, first) or first.title, "", "",
        first.script or "", people[:MOST_EACH], len(people),
    )  # fmt: skip


def without_label(context: PageContext, row: FollowUp) -> str:
    """What stands after the rule's label, which is the heading here."""
    label = context.vault.playbook.reminders[row.rule].label
    rest = row.title.removeprefix(label).lstrip("：: ")
    return rest if rest != row.title or not label else row.title


def _render(context: PageContext) -> str:
    found = groups(context)
    today = context.today
    years = {row.day.year for group in found for row in group.rows}
    return context.render(
        "care.html",
        GENERATED["care"],
        groups=found,
        spans=SPANS,
        first=SPANS[0],
        last=plus(today, SPANS[-1]),
        most=MOST_PLAIN,
        counts={days: sum(group.within(today, days) for group in found) for days in SPANS},
        estimated=sorted(year for year in years if is_estimated(year, context.vault.calendar)),
    )
