"""产品: the index, and the page of each product: who holds it, whom it suits, what to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from urllib.parse import quote

from markupsafe import Markup

from cmkb.locales import N_
from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Section
from cmkb.pages import format as words
from cmkb.pages.addresses import GENERATED
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.escaping import escape
from cmkb.pages.library import Column, Row, library
from cmkb.pages.site import Page
from cmkb.views.client import ProfileLine
from cmkb.views.fit import Fitting, track_for
from cmkb.views.holders import Holder
from cmkb.views.products import ProductBrief, product_brief

# Meanings of sections, in the order in which they are said
FAB = (
    "features",
    "advantages",
    "yield",
    "risks",
)
ANSWERS = ("answers", "objections")
IN_HEAD = ("name", "type", "category", "risk", "status", "fit")  # keys that the head of the page says
MOST_HOLDERS = 200  # of thousands, those whose money comes due first; the table of clients has all
WITH_SCRIPT = 100  # holders for whom a talk track is chosen: those whose money comes due first
SOON = 30  # days before a maturity that the list marks
MOST = 12  # clients whom a product suits, on its page


@immutable
class Part:
    title: str
    html: Markup


def index(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["products"], context.say("产品"), "products", lambda: _index(context))


def pages(context: PageContext) -> Iterator[Page]:
    for note in context.vault.of_kind("product"):
        place = context.addresses.notes[note.path]
        yield Page(place, note.title, "product", partial(_page, context, note, place), note.path)


def _index(context: PageContext) -> str:
    say = context.say
    mine = context.vault.settings.audience == "self"  # the team has neither clients nor sales
    rows = []
    for row in context.products.values():
        note = row.note
        term = note.get("term_days")
        cells: tuple[str, ...] = (
            note.get("risk", ""),
            words.text_of(note.get("rate"), "%") if note.get("rate") is not None else "",
            words.counted(words.number(term), say("天")) if term is not None else "",
        )
        own = (
            words.counted(len(row.holders), say("位")) if row.holders else "",
            words.amount(row.held) if row.held else "",
            words.amount(row.sold) if row.sold else "",
        )
        cells += own if mine else ()
        rows.append(
            (note.get("category", ""), Row(note.path, note.title, words.text_of(note.get("fit")), cells))
        )
    columns: tuple[Column, ...] = (
        Column(say("产品")), Column(say("风险"), less=mine), Column(say("收益"), right=True), Column(say("期限"), right=True, less=mine),
    )  # fmt: skip
    if mine:
        columns += tuple(
            Column(say(label), right=True, less=label == "卖出")
            for label in (N_("持有"), N_("金额"), N_("卖出"))
        )
    return library(
        context, "products", say("产品"), say("个"), rows, columns,
        (say("还没有产品"), say("在 docs/products 文件夹里新建一个文件，文件名就是产品的名字："),
         say("---\n风险: R2\n期限: 90\n适合: [三个月内不用的钱]\n---")),
    )  # fmt: skip


def _page(context: PageContext, note: Note, place: str) -> str:
    tools = PageTools(context, place)
    suits = context.fittings.get(note.path) or Fitting(())
    brief = product_brief(context.products[note.path], context.news, suits, context.tracks, context.today)
    lines = [
        ProfileLine(spec, note.get(spec.key))
        for spec in context.vault.playbook.fields_of("product").values()
        if not spec.hidden and note.get(spec.key) not in (None, "", ()) and spec.key not in IN_HEAD
    ]
    scripts = {
        holder.path: track_for(context.tracks, (note.path,), context.traits.get(holder.path))
        for holder in brief.holders[:WITH_SCRIPT]
    }
    return context.render(
        "product.html",
        place,
        note=note,
        brief=brief,
        suited=[
            (one, track_for(context.tracks, (note.path,), context.traits[one.path]))
            for one in brief.suits.clients[:MOST]
        ],
        lines=lines,
        fab=[part for meaning in FAB for part in _parts(tools, note, meaning)],
        answers=[part for meaning in ANSWERS for part in _questions(tools, note, meaning)],
        rest=_rest(tools, note),
        fit_label=_label(context, "fit"),
        holders=_holders(tools, brief.holders[:MOST_HOLDERS], scripts),
        other_holders=max(0, len(brief.holders) - MOST_HOLDERS),
        all_holders=f"{tools.to('clients')}#product={quote(note.title)}&sort=matures",
        with_script=any(scripts.values()),
        holders_due=_due(context, brief),
    )


def _holders(tools: PageTools, holders: Iterable[Holder], scripts: Mapping[str, str | None]) -> Markup:
    """Rows of the table, written in Python: a common product has thousands. `scripts`: talk tracks, by client."""
    with_script = any(scripts.values())
    today, days = tools.context.today, tools.context.say("天")
    shares = escape(tools.entry_label("holdings", "shares"))
    rows = []
    for holder in holders:
        who = f'<span class="ck-cell">{tools.who(holder.path)}</span>'
        script = scripts.get(holder.path)
        say = f'<a href="{escape(tools.url(script))}">{escape(tools.name(script))}</a>' if script else ""
        for entry in holder.entries:
            held = entry.fields
            amount = words.amount(held["amount"]) if held.get("amount") else "—"
            if amount == "—" and held.get("shares"):
                amount = f"{words.number(held['shares'])} {shares}"
            due = held.get("matures")
            matures = tools.day(due)
            if due and 0 <= (left := (due - today).days) <= SOON:
                matures = f'<span class="ck-soon">{matures}</span> <small>{escape(words.counted(left, days))}</small>'
            rows.append(
                f'<tr><td>{who}</td><td class="r">{amount}</td><td class="r ck-p3">{tools.day(held.get("bought"))}</td>'
                f'<td class="r">{matures}</td>{f"<td class=ck-p3>{say}</td>" if with_script else ""}</tr>'
            )
            who = say = ""
    return Markup("".join(rows))


def _label(context: PageContext, key: str) -> str:
    spec = context.vault.playbook.fields_of("product").get(key)
    return spec.label if spec else key


def _due(context: PageContext, brief: ProductBrief) -> int:
    """Holders whose money comes due within the playbook's days."""
    days = context.vault.playbook.fit.maturing_days
    dates = (holder.matures(context.today) for holder in brief.holders)
    return sum(1 for day in dates if day and (day - context.today).days <= days)


def _parts(tools: PageTools, note: Note, meaning: str) -> Iterator[Part]:
    for section in note.sections:
        if section.meaning == meaning and (text := _with_subsections(note, section)):
            yield Part(section.heading, tools.markdown(note.path, text))


def _questions(tools: PageTools, note: Note, meaning: str) -> Iterator[Part]:
    """Each sub-heading is a question; a section without any is one answer."""
    for index, section in enumerate(note.sections):
        if section.meaning != meaning:
            continue
        below = _below(note, index)
        if section.text.strip():
            yield Part(section.heading, tools.markdown(note.path, section.text))
        for one in below:
            yield Part(one.heading, tools.markdown(note.path, one.text))


def _below(note: Note, index: int) -> list[Section]:
    """The sub-sections of a section."""
    level = note.sections[index].level
    found = []
    for section in note.sections[index + 1 :]:
        if section.level <= level:
            break
        found.append(section)
    return found


def _with_subsections(note: Note, section: Section) -> str:
    index = note.sections.index(section)
    parts = [section.text]
    parts += [f"{'#' * one.level} {one.heading}\n\n{one.text}" for one in _below(note, index)]
    return "\n\n".join(part for part in parts if part.strip())


def _rest(tools: PageTools, note: Note) -> Markup:
    """What stands in none of the sections above."""
    parts = []
    skip = 0
    for section in note.sections:
        if skip and section.level > skip:
            continue
        skip = section.level if section.meaning in (*FAB, *ANSWERS) else 0
        if skip or not section.text.strip():
            continue
        own = section.level == 1 and section.heading == note.title
        heading = f"{'#' * section.level} {section.heading}\n\n" if section.level and not own else ""
        parts.append(heading + section.text)
    return tools.markdown(note.path, "\n\n".join(parts)) if parts else Markup("")
