"""事项: what takes more than a day, and whatever else has to be kept an eye on; and the page of one case."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from markupsafe import Markup

from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Record
from cmkb.pages.addresses import GENERATED
from cmkb.pages.attendance_words import KeptWords, kept_words
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.site import Page
from cmkb.views.attendance import Kept, mornings
from cmkb.views.board import coming_bookings, listed_records
from cmkb.views.cases import Matter
from cmkb.views.client import ProfileLine, referrals
from cmkb.views.confirmations import coming_appointments
from cmkb.views.deadlines import deadlines
from cmkb.views.events import event_rows, staff_rows
from cmkb.views.inbound import LATE, SAME_DAY, WAITING, InboundCall, inbound_calls

MORNINGS = 6
COMING = 5  # of the rota
MOST_OF_STATE = 40  # matters of one state
MOST = 10  # rows of the lists beside the matters themselves
HANDOVER_DAYS = 14
STUDY_DAYS = 90
# Keys that the page says elsewhere
OWN_LINES = (
    "kind",
    "client",
    "status",
    "opened",
    "due",
    "resolved",
    "docs",
    "type",
)


@immutable
class StateGroup:
    title: str
    late: int
    count: int
    matters: tuple[Matter, ...]  # cut to what a page bears


@immutable
class Answered:
    """Inbound calls, counted."""

    same_day: int
    late: int
    waiting: int
    shown: tuple[InboundCall, ...]  # those that wait first

    @property
    def total(self) -> int:
        return self.same_day + self.late + self.waiting


@immutable
class Step:
    title: str
    state: str  # done | now | ""


def index(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["cases"], context.say("事项"), "cases", lambda: _index(context))


def pages(context: PageContext) -> Iterator[Page]:
    for note in context.vault.of_kind("case"):
        place = context.addresses.notes[note.path]
        yield Page(place, note.title, "case", partial(_page, context, note, place), note.path)


def late_matters(context: PageContext) -> tuple[Matter, ...]:
    """Open ones whose day has come, the oldest first."""
    return tuple(m for m in context.matters if m.open and m.due and m.due <= context.today)


def _index(context: PageContext) -> str:
    vault, today = context.vault, context.today
    opened = [matter for matter in context.matters if matter.open]
    closed = [matter for matter in context.matters if not matter.open]
    calls = inbound_calls(vault, today)
    table = mornings(vault, today)
    playbook = vault.playbook
    boards = {kind.board: kind.key for kind in playbook.kinds.values() if kind.board}
    return context.render(
        "cases.html",
        GENERATED["cases"],
        groups=_by_state(context, opened),
        opened=opened,
        late=sum(1 for matter in opened if matter.late(today)),
        waiting=[matter for matter in opened if matter.waiting],
        closed=closed[:MOST],
        closed_count=len(closed),
        kinds=_kinds(opened),
        appointments=coming_appointments(vault, context.rows, today),
        bookings=coming_bookings(vault, today),
        calls=_answered(calls),
        handovers=listed_records(vault, "handover", today, HANDOVER_DAYS),
        suggestions=listed_records(vault, "suggestion", today),
        studies=listed_records(vault, "study", today, STUDY_DAYS),
        events=event_rows(vault, today),
        staff=staff_rows(vault, referrals(vault)),
        channels=vault.of_kind("channel"),
        deadlines=[one for one in deadlines(vault) if not one.done],
        columns=table.columns,
        mornings=[row for row in table.rows if row.day > today][-COMING:]
        + [row for row in table.rows if row.day <= today][:MORNINGS],
        met=table.met,
        kept_words=partial(_kept_words, context),
        boards=boards,
        case_kind=next(iter(playbook.cases), ""),
        case_record=next((kind.key for kind in playbook.kinds.values() if kind.case), ""),
        most=MOST,
        said=partial(_said, context),
    )


def _by_state(context: PageContext, opened: list[Matter]) -> list[StateGroup]:
    """In the playbook's order; unknown states after it, what only the journal tells last."""
    order = {state: place for place, state in enumerate(context.vault.playbook.case_states)}

    def place(matter: Matter) -> tuple[int, str]:
        return (len(order) + 1, "") if matter.record else (order.get(matter.state, len(order)), matter.state)

    def title(matter: Matter) -> str:
        return context.say("只记在日志里") if matter.record else matter.state or context.say("没写状态")

    today = context.today
    groups = []
    for _, members in groupby(sorted(opened, key=place), key=place):
        found = tuple(members)
        late = sum(1 for matter in found if matter.late(today))
        groups.append(StateGroup(title(found[0]), late, len(found), found[:MOST_OF_STATE]))
    return groups


def _kinds(opened: list[Matter]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for matter in opened:
        if matter.kind:
            counts[matter.kind] = counts.get(matter.kind, 0) + 1
    return sorted(counts.items(), key=lambda item: -item[1])


def _answered(calls: tuple[InboundCall, ...]) -> Answered:
    counts = {state: sum(1 for call in calls if call.state == state) for state in (SAME_DAY, LATE, WAITING)}
    rank = {WAITING: 0, LATE: 1, SAME_DAY: 2}
    shown = sorted(calls, key=lambda call: rank[call.state])
    return Answered(counts[SAME_DAY], counts[LATE], counts[WAITING], tuple(shown[:MOST]))


def _said(context: PageContext, tools: PageTools, record: Record) -> Markup:
    """A record's words; only what has words is shown on lists."""
    return tools.inline(record.path, record.text) or Markup(context.say("没写内容"))


def _kept_words(context: PageContext, one: Kept | None) -> KeptWords | None:
    return kept_words(one, context.say) if one else None


# --- one case ------------------------------------------------------------------------------------------------


def _page(context: PageContext, note: Note, place: str) -> str:
    tools = PageTools(context, place)
    matter = context.matter_of.get(note.path)
    lines = [
        ProfileLine(spec, note.get(spec.key))
        for spec in context.vault.playbook.fields_of("case").values()
        if not spec.hidden and spec.key not in OWN_LINES and note.get(spec.key) not in (None, "", ())
    ]
    return context.render(
        "case.html",
        place,
        note=note,
        matter=matter,
        steps=_steps(context, note, matter),
        lines=lines,
        tasks=sorted(
            (t for t in note.tasks if t.open), key=lambda t: (str(t.due or t.scheduled or "9"), t.place)
        ),
        records=_records(context, matter),
        body=tools.markdown(note.path, note.body, drop_title=note.title),
    )


def _steps(context: PageContext, note: Note, matter: Matter | None) -> list[Step]:
    """The states in order, up to where the case is; waiting and done ones are no steps unless it is there."""
    states = context.vault.playbook.case_states
    here = note.get("status", "")
    if here not in states:
        return []
    shown = [state for state in states.values() if not state.waiting or state.key == here]
    at = next(index for index, state in enumerate(shown) if state.key == here)
    closed = matter is not None and not matter.open
    return [
        Step(state.key, "done" if index < at or closed else "now" if index == at else "")
        for index, state in enumerate(shown)
    ]


def _records(context: PageContext, matter: Matter | None) -> tuple[Record, ...]:
    """What the journals tell of it: lines that link the note, and while it was open those of kinds that open
    such a matter."""
    if matter is None:
        return ()
    playbook = context.vault.playbook
    linking = {(link.path, link.line) for link in context.vault.backlinks.get(matter.path, ())}
    found = []
    for record in context.vault.timeline(matter.client) if matter.client else ():
        if record.date > context.today:
            break
        within = matter.opened is not None and matter.opened <= record.date <= (
            matter.closed or context.today
        )
        kind = playbook.kinds.get(record.kind)
        about = within and kind is not None and kind.case != ""
        if about or (record.path, record.place.line) in linking:
            found.append(record)
    return tuple(found)
