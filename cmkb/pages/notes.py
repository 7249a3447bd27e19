"""All other notes: talk tracks, products, cases, periods, meetings, households … as they are written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from cmkb.locales import N_
from cmkb.model.note import Note
from cmkb.pages import format as words
from cmkb.pages.addresses import GENERATED
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.forms import form_of_note, note_page
from cmkb.pages.library import Column, Row
from cmkb.pages.site import Page
from cmkb.views.client import ProfileLine

OWN_PAGES = ("client", "case", "product", "script")  # kinds whose every note has a page of its own making
IN_OTHER_INDEXES = (*OWN_PAGES, "journal")
KIND_LABELS = {
    "household": N_("家庭"), "period": N_("目标"), "meeting": N_("面谈"), "script": N_("话术"), "product": N_("产品"), "howto": N_("办事流程"),
    "case": N_("事项"), "event": N_("活动"), "channel": N_("网点"), "staff": N_("银行员工"), "note": N_("笔记"), "client": N_("客户"), "journal": N_("日志"),
}  # fmt: skip


def index(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["notes"], context.say("其他"), "notes", lambda: _index(context))


def pages(context: PageContext) -> Iterator[Page]:
    dated = {note.path for note in (*context.vault.journals.values(), *context.goals.notes.values())}
    for note in context.vault.notes.values():
        if note.kind in OWN_PAGES or note.path in dated or note.path in context.addresses.by_hand:
            continue
        place = context.addresses.notes[note.path]
        yield Page(place, note.title, note.kind, partial(_note, context, note, place), note.path)


def _index(context: PageContext) -> str:
    say = context.say
    groups: dict[str, list[Row]] = {}
    for note in context.vault.notes.values():
        if note.kind in IN_OTHER_INDEXES:
            continue
        label = say(KIND_LABELS.get(note.kind, note.kind))
        day = words.day(note.date, context.today) if note.date else ""
        row = Row(note.path, note.title, "", (_about(context, note), note.get("status", ""), day))
        groups.setdefault(label, []).append(row)
    columns = (
        Column(say("笔记")),
        Column(say("客户")),
        Column(say("状态"), less=True),
        Column(say("日期"), right=True),
    )
    return context.render(
        "library.html", GENERATED["notes"], kind="notes", title=say("其他笔记"), unit=say("篇"),
        count=sum(map(len, groups.values())), groups=sorted(groups.items()), columns=columns,
        empty_title=say("还没有其他笔记"), empty_hint=say("家庭、面谈、活动、网点、办事流程，写上类型就归在这里。"),
        empty_example=say("---\n类型: 活动\n日期: 2026-11-28\n---"),
    )  # fmt: skip


def _about(context: PageContext, note: Note) -> str:
    link = note.get("client")
    path = context.vault.target(note.path, link) if link else None
    if path and path in context.clients:
        return context.clients[path].name
    return link.text if link else ""


def _note(context: PageContext, note: Note, place: str) -> str:
    form = form_of_note(context, note)
    if form is not None and note.front.readable:
        return note_page(context, note, form, place)
    tools = PageTools(context, place)
    lines = [
        ProfileLine(spec, note.get(spec.key))
        for spec in context.vault.playbook.fields_of(note.kind).values()
        if not spec.hidden and note.get(spec.key) not in (None, "", ()) and spec.key not in ("name", "type")
    ]
    mentions = (link.path for link in context.vault.backlinks.get(note.path, ()))
    holders = tuple(one.path for one in context.holdings.get(note.path, ()))
    linked = [p for p in dict.fromkeys(mentions) if p in context.clients]
    return context.render(
        "note.html",
        place,
        note=note,
        facts=[context.say(KIND_LABELS.get(note.kind, note.kind))],
        lines=lines,
        people=holders or linked,
        people_title=context.say("持有的客户") if holders else context.say("相关客户"),
        body=tools.markdown(note.path, note.body, drop_title=note.title),
    )
