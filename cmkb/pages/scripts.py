"""话术: the library, and a page for each talk track: what to say, what it achieved, for whom it is now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial

from cmkb.locales import N_
from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Record
from cmkb.model.talk_track import TalkTrack
from cmkb.pages import talk_html
from cmkb.pages.addresses import GENERATED
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.site import Page
from cmkb.views.client import ProfileLine
from cmkb.views.objections import ObjectionTotal, objection_totals
from cmkb.views.script_stats import DIMENSIONS, Counts, ScriptStats, Tally, share

IN_HEAD = ("category", "scene", "audience", "status", "valid_until", "title", "type", "visibility", "channel")
FIGURES = ("uses", "reached", "agreed", "advanced", "sold")
WHOLES = {"uses": "uses", "reached": "uses", "agreed": "answered"}  # what a figure is a part of
FIGURE_LABELS = {
    "uses": N_("用了"),
    "reached": N_("联系上"),
    "agreed": N_("同意"),
    "advanced": N_("进下一步"),
    "sold": N_("成交"),
}
DIMENSION_LABELS = {"tier": N_("按等级"), "channel": N_("按方式"), "stage": N_("按阶段"), "month": N_("按月")}
FLAG_LABELS = {
    "unused": N_("没用过"),
    "expired": N_("已过期"),
    "unapproved": N_("没审过"),
    "retired": N_("停用"),
}
FEW = 8  # uses, clients and objections before the rest folds
MOST = 300  # uses on one page


@immutable
class Meter:
    key: str
    label: str
    value: int
    bar: float
    rate: float | None
    records: bool


@immutable
class Part:
    """A line of a table: uses of one tier, channel, stage or month."""

    value: str  # as the records have it; "" for none
    counts: Counts
    rates: tuple[float | None, ...]  # of reached, agreed, advanced


@immutable
class Use:
    record: Record
    clients: tuple[str, ...]
    figures: str  # of which it is a part, for the script that filters
    parts: str


@immutable
class LibraryRow:
    note: Note
    stats: ScriptStats
    status: str
    agreed: float | None


def index(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["scripts"], context.say("话术"), "scripts", lambda: _index(context))


def pages(context: PageContext) -> Iterator[Page]:
    for note in context.vault.of_kind("script"):
        place = context.addresses.notes[note.path]
        yield Page(place, note.title, "script", partial(_page, context, note, place), note.path)


# --- the library ---------------------------------------------------------------------------------------------


def _index(context: PageContext) -> str:
    least = context.vault.playbook.talk.least
    rows = []
    for note in context.vault.of_kind("script"):
        stats = context.script_stats[note.path]
        counts = stats.total.counts
        rows.append(
            LibraryRow(note, stats, note.get("status", ""), share(counts.agreed, counts.answered, least))
        )
    spec = context.vault.playbook.fields_of("script").get("category")
    order = {value: index for index, value in enumerate(spec.values if spec else ())}
    groups: dict[str, list[LibraryRow]] = {}
    for row in rows:
        groups.setdefault(row.note.get("category", ""), []).append(row)
    in_order = sorted(groups.items(), key=lambda item: (not item[0], order.get(item[0], 99), item[0]))
    for _, of_group in in_order:
        of_group.sort(key=lambda row: (-row.stats.total.counts.uses, row.note.path))
    flagged = {
        label: [row.note.path for row in rows if flag in row.stats.state.flags]
        for flag, label in FLAG_LABELS.items()
        if flag != "unused" or context.vault.settings.audience == "self"
    }
    return context.render(
        "scripts.html",
        GENERATED["scripts"],
        groups=in_order,
        count=len(rows),
        uses=sum(row.stats.total.counts.uses for row in rows),
        flagged={context.say(label): paths for label, paths in flagged.items() if paths},
        flag_labels=FLAG_LABELS,
        facets=_facets(context, rows),
        facet_json=lambda note, key: json.dumps(_facet_values(context, note, key), ensure_ascii=False),
        objections=_frequent(context),
        stages=context.suggestions.of_stages(),
        least=least,
        few=FEW,
    )


def _facets(context: PageContext, rows: Iterable[LibraryRow]) -> list[tuple[str, str, list[str]]]:
    """Key, label and values by which the library can be narrowed."""
    specs = context.vault.playbook.fields_of("script")
    found = []
    for key in ("stage", "channel", "occasion", "products", "owner"):
        values = {value: None for row in rows for value in _facet_values(context, row.note, key)}
        if len(values) > 1 and key in specs:
            found.append((key, specs[key].label, list(values)))
    return found


def _facet_values(context: PageContext, note: Note, key: str) -> tuple[str, ...]:
    value = note.get(key)
    if key == "owner" and not value:
        value = context.vault.settings.owner
    if key == "products":
        links = value or ()
        paths = (context.vault.target(note.path, link) for link in links)
        notes = context.vault.notes
        return tuple(notes[path].title for path in paths if path and path in notes)
    return (str(value),) if value else ()


def _frequent(context: PageContext) -> list[ObjectionTotal]:
    found = [(path, stats.objections) for path, stats in context.script_stats.items()]
    return [one for one in objection_totals(context.vault, found) if one.met]


# --- a talk track --------------------------------------------------------------------------------------------


def _page(context: PageContext, note: Note, place: str) -> str:
    tools = PageTools(context, place)
    talk = note.talk or TalkTrack()
    stats = context.script_stats[note.path]
    above, below = talk_html.prose(tools, note)
    lines = [
        ProfileLine(spec, note.get(spec.key))
        for spec in context.vault.playbook.fields_of("script").values()
        if not spec.hidden and note.get(spec.key) not in (None, "", ()) and spec.key not in IN_HEAD
    ]
    now = _now(context, note)
    return context.render(
        "script.html",
        place,
        note=note,
        lines=lines,
        flags=[(flag, context.say(FLAG_LABELS[flag])) for flag in stats.state.flags if flag != "unused"],
        steps=talk_html.steps(tools, note, talk),
        objections=talk_html.objections(tools, note, talk, stats.objections),
        attempts=[talk_html.spoken(tools, note.path, one.text) for one in talk.attempts],
        versions=talk_html.versions(tools, note, talk),
        above=above,
        below=below,
        stats=stats,
        meters=_meters(context, stats.total),
        tables=_tables(context, stats),
        uses=_uses(context, stats),
        uses_more=max(0, len(stats.total.uses) - MOST),
        of_team=context.team_scripts.get(note.title),
        least=context.vault.playbook.talk.least,
        days=context.vault.playbook.talk.days,
        now=now[:FEW],
        now_more=max(0, len(now) - FEW),
        few=FEW,
        figure_labels=[context.say(FIGURE_LABELS[key]) for key in ("uses", "reached", "agreed", "advanced")],
        call=_call(context, note) if talk.steps else None,
        has_people=bool(context.vault.of_kind("client")),
    )


def _now(context: PageContext, note: Note) -> list[str]:
    """Clients for whom it is the talk track of something that shows today."""
    return context.now_by_script.get(note.path, [])


def _meters(context: PageContext, tally: Tally) -> list[Meter]:
    """Reached of used, agreed of those that say a result, all else of reached."""
    counts, least = tally.counts, context.vault.playbook.talk.least
    found = []
    for key in FIGURES:
        value = getattr(counts, key)
        whole = getattr(counts, WHOLES.get(key, "reached"))
        rate = None if key == "uses" else share(value, whole, least)
        found.append(
            Meter(
                key,
                context.say(FIGURE_LABELS[key]),
                value,
                value / counts.uses if counts.uses else 0.0,
                rate,
                bool(getattr(tally, key)),
            )
        )
    return found


def _tables(context: PageContext, stats: ScriptStats) -> list[tuple[str, str, list[Part]]]:
    least = context.vault.playbook.talk.least
    found = []
    for dimension in DIMENSIONS:
        rows = []
        for value, tally in stats.by[dimension].items():
            counts = tally.counts
            rates = (
                share(counts.reached, counts.uses, least),
                share(counts.agreed, counts.answered, least),
                share(counts.advanced, counts.reached, least),
            )
            rows.append(Part(value, counts, rates))
        if rows:
            found.append((dimension, context.say(DIMENSION_LABELS[dimension]), rows))
    return found


def _uses(context: PageContext, stats: ScriptStats) -> list[Use]:
    """Newest first, each with the figures and the table lines that count it."""
    figures: dict[int, list[str]] = {}
    for key in (*FIGURES, "unsaid"):
        for record in getattr(stats.total, key):
            figures.setdefault(id(record), []).append(key)
    parts: dict[int, list[str]] = {}
    for dimension in DIMENSIONS:
        for value, tally in stats.by[dimension].items():
            for record in tally.uses:
                parts.setdefault(id(record), []).append(f"{dimension}:{value}")
    return [
        Use(
            record,
            context.vault.clients_of(record),
            " ".join(figures[id(record)]),
            json.dumps(parts[id(record)], ensure_ascii=False),
        )
        for record in reversed(stats.total.uses[-MOST:])
    ]


# --- the call mode -------------------------------------------------------------------------------------------


def _call(context: PageContext, note: Note) -> str:
    """What the script needs to time a call and to write its record, as JSON."""
    playbook = context.vault.playbook
    channel = note.get("channel", "")
    kinds = [kind for kind in playbook.kinds.values() if channel in (kind.key, kind.channel)]
    kind = next((k for k in kinds if k.key == channel), kinds[0] if kinds else None)
    limits = (
        limit.most
        for limit in playbook.limits.values()
        if kind and kind.key in limit.kinds and limit.field == "mins" and limit.most
    )
    labels = {
        key: playbook.record_fields[key].label
        for key in ("script", "result", "objection", "answer", "next")
        if key in playbook.record_fields
    }
    data = {
        "kind": kind.key if kind else context.a_kind,
        "script": note.stem,
        "occasion": note.get("occasion", ""),
        "minutes": next(limits, None),
        "labels": labels,
        "results": list(playbook.results),
    }
    return json.dumps(data, ensure_ascii=False)
