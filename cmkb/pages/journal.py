"""日志: the index by month, and the form 《每日工作计划与总结表》 of each day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby

from markupsafe import Markup

from cmkb.locales import N_, sign
from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Record, Section
from cmkb.pages import format as words
from cmkb.pages.addresses import GENERATED
from cmkb.pages.attendance_words import KeptWords, kept_words
from cmkb.pages.card_html import cards_html
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.form_html import form_html
from cmkb.pages.quota_html import running_meters
from cmkb.pages.site import Page
from cmkb.pages.spending_html import spending_html
from cmkb.pages.trail import kpi_anchor, told_by
from cmkb.vault import Vault
from cmkb.views.attendance import NOT_OF_THE_MORNING, kept
from cmkb.views.cards import call_cards, due_cards, meeting_cards, prepared_cards
from cmkb.views.day import CarriedOver, DayRow, DaySheet, PlanState, carried_over
from cmkb.views.forms import Sources, card_forms, fill, kinds_of_form, meeting_keys, record_keys
from cmkb.views.market_views import SECTION
from cmkb.views.next_day import NextDay, next_day
from cmkb.views.review import BADLY, CHANGE, WELL, review
from cmkb.views.signed import SlotTicks, signed_off

IN_FORM = ("log", "plan", "summary", "news", "flow", "routine")  # sections that the form itself shows
MOST_WAITING = 12  # lines of the next day where no plan is written
REVIEW_TITLES = {WELL: N_("做成的"), BADLY: N_("没做成的"), CHANGE: N_("明天调整")}


@immutable
class FormRow:
    row: DayRow
    why: str
    anchor: str  # of what the figure is made of
    told: Markup  # the records that were counted; "" where there are none


@immutable
class Prose:
    title: str
    html: Markup
    more: str = ""  # address of a list over all days


@immutable
class Fact:
    """A key of the journal: check-in, duty area, who signed; and how it keeps to what the playbook wants."""

    label: str
    html: Markup  # "" when nobody wrote it
    kept: KeptWords | None = None


@immutable
class CardSection:
    """A form of which each record fills one, or a line."""

    title: str
    about: str
    html: Markup
    anchor: str


@immutable
class OnForm:
    """What of a record stands on a form of the page already."""

    keys: frozenset[str] = frozenset()  # the result is not among them: a list of the day is read by it
    title: str = ""
    anchor: str = ""


@immutable
class Line:
    record: Record
    anchor: str
    on_form: OnForm


def index(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["journal"], context.say("日志"), "journal_index", lambda: _index(context))


def days(context: PageContext) -> Iterator[Page]:
    for day, note in sorted(context.vault.journals.items()):
        place = context.addresses.notes[note.path]
        title = f"{day.isoformat()} {words.weekday(day, context.language)}"
        yield Page(place, title, "journal", partial(_day, context, day, place), note.path)


def _index(context: PageContext) -> str:
    newest_first = list(context.sheets.values())[::-1]
    by_month = groupby(newest_first, key=lambda sheet: (sheet.date.year, sheet.date.month))
    kpis = [kpi for kpi in context.vault.playbook.kpis.values() if not kpi.fold]

    def cells(sheet: DaySheet) -> list[DayRow | None]:
        rows = {row.kpi.key: row for row in sheet.rows}
        return [rows.get(kpi.key) for kpi in kpis]

    return context.render(
        "journal.html",
        GENERATED["journal"],
        sheets=newest_first,
        months=[(f"{year}-{month:02d}", list(sheets)) for (year, month), sheets in by_month],
        kpis=kpis,
        sheet_cells=cells,
        a_kind=context.a_kind,
    )


def _day(context: PageContext, day: date, place: str) -> str:
    tools, sheet = PageTools(context, place), context.sheets[day]
    note = sheet.note
    shown = [
        s for s in note.sections if s.meaning not in IN_FORM and s.scope not in IN_FORM and s.text.strip()
    ]
    carried: tuple[CarriedOver, ...] = ()
    if sheet.date == context.today:
        carried = carried_over(context.vault, context.rows, sheet.date)
    following = next_day(context.vault, context.rows, sheet.date, context.today)
    listed = following.rows + following.waiting[: max(MOST_WAITING - len(following.rows), 0)]
    calls = next((row.derived for row in sheet.rows if row.derived.unsaid), None)
    said = review(note)
    on_forms: dict[int, OnForm] = {}
    cards = _cards(context, tools, sheet, on_forms)
    tables = _record_tables(tools, sheet, on_forms)
    return context.render(
        "day.html",
        place,
        sheet=sheet,
        title=_sheet_title(context),
        records=_lines(context.vault, sheet, on_forms),
        rows=[_form_row(tools, row) for row in sheet.rows],
        quotas=running_meters(context, sheet.date, place) if sheet.date <= context.today else [],
        facts=_facts(tools, sheet),
        done=sum(1 for state in sheet.plan if state.done_by),
        carried=carried,
        morning=context.morning(sheet.date) if sheet.date >= context.today else None,
        spending=spending_html(tools, sheet.before),
        unsaid=len(calls.unsaid) if calls else 0,
        journals=context.vault.journals,
        review=[(context.say(REVIEW_TITLES[part]), lines) for part, lines in said.parts],
        labelled=said.labelled,
        summary=_rest(tools, note, said.rest)
        if said.labelled
        else _prose(tools, note.path, sheet.section("summary")),
        following=following,
        targets=_targets(context, following),
        cards=cards,
        prepared=_prepared(tools, sheet.plan) if sheet.date >= context.today else Markup(""),
        listed=listed,
        prepared_next=_prepared(tools, following.plan, listed)
        if following.date > context.today
        else Markup(""),
        tables=tables,
        signed=signed_off(context.vault.playbook, note),
        slot_title=_slot_title,
        sections=[
            Prose(s.heading or context.say("其他"), _prose(tools, note.path, s), _list_of(tools, s))
            for s in shown
        ],
        a_kind=context.a_kind,
        plan_heading=context.heading("plan"),
        log_heading=context.heading("log"),
    )


def _form_row(tools: PageTools, row: DayRow) -> FormRow:
    told = told_by(tools, row.derived.records)
    return FormRow(row, _why(tools.context, row), kpi_anchor(row.kpi.key), told)


def _lines(vault: Vault, sheet: DaySheet, on_forms: Mapping[int, OnForm]) -> list[Line]:
    """Records by time, counters last, each with its anchor `r12`, the line of the journal. A meeting with a note of
    its own is told by the journal's line, where there is one.

    Of several on one line the first has it; one of another note has none, its page is elsewhere.
    """
    seen: set[int] = set()
    found = []
    for record in sorted(sheet.records, key=lambda r: (r.count is not None, r.time or "99", r.place)):
        if record.path != sheet.note.path and any(_told_again(vault, record, sheet.note.records)):
            continue
        number = record.place.line
        first = record.path == sheet.note.path and number not in seen
        if first:
            seen.add(number)
        on_form = on_forms.get(id(record), OnForm())
        on_form = replace(on_form, keys=on_form.keys - {"result"})
        found.append(Line(record, f"r{number}" if first else "", on_form))
    return found


def _sheet_title(context: PageContext) -> str:
    """The form whose rows are the day's figures."""
    for form in context.vault.playbook.forms.values():
        items = (item for group in form.groups.values() for item in group.items.values())
        if form.kind == "journal" and any(item.field == "section.summary" for item in items):
            return form.key
    return context.say("每日工作计划与总结表")


def _facts(tools: PageTools, sheet: DaySheet) -> list[Fact]:
    context, note = tools.context, sheet.note
    specs = context.vault.playbook.fields.get("journal", {})
    answers = kept(context.vault, sheet.date, sheet.records, context.turns)
    words_of = {one.quota.field: kept_words(one, context.say) for one in answers if one.quota.field}
    found = [
        Fact(
            spec.label,
            tools.value(note.path, spec, note.get(key)) if note.get(key) else Markup(""),
            words_of.get(key),
        )
        for key, spec in specs.items()
        if key not in NOT_OF_THE_MORNING and not spec.hidden
    ]
    by_record = (one for one in answers if not one.quota.field)
    return found + [
        Fact(one.quota.label, Markup(one.at), kept_words(one, context.say)) for one in by_record if one.at
    ]


# --- cards ---------------------------------------------------------------------------------------------------


def _cards(
    context: PageContext, tools: PageTools, sheet: DaySheet, on_forms: dict[int, OnForm]
) -> list[CardSection]:
    """What was written of calls and meetings, each as the card that people know. `on_forms` is told of each."""
    vault, say = context.vault, context.say
    found = []
    for form in card_forms(vault.playbook):
        cards = call_cards(vault, form, sheet.records)
        if not cards:
            continue
        kinds = kinds_of_form(vault.playbook, form)
        made = sum(r.count if r.count is not None else 1 for r in sheet.records if r.kind in kinds)
        results = (
            vault.playbook.results.get(r.fields.get("result", "")) for r in sheet.records if r.kind in kinds
        )
        agreed = sum(1 for result in results if result is not None and result.agreed)
        about = say("{made} {unit}，列 {n} 张").format(made=made, unit=_unit(context, kinds), n=len(cards))
        about += " · " + say("约成 {n}").format(n=agreed) if agreed else ""
        shown = OnForm(frozenset(record_keys(form)) - {"text"}, _title(form.key), f"form-{len(on_forms)}")
        on_forms |= {id(card.record): shown for card in cards}
        found.append(CardSection(shown.title, about, cards_html(tools, cards, calls=True), shown.anchor))
    forms = (form for form in vault.playbook.forms.values() if form.kind == "meeting")
    met = [card for form in forms for card in meeting_cards(vault, form, sheet.records)]
    if met:
        met.sort(key=lambda card: card.time or "99")
        anchor = f"form-{len(on_forms)}"
        for card in met:
            on_forms[id(card.record)] = OnForm(meeting_keys(card.form) | {"text"}, say("面谈记录"), anchor)
            on_forms |= {
                id(line): OnForm(_same_fields(line, card.record), say("面谈记录"), anchor)
                for line in _told_again(vault, card.record, sheet.records)
            }
        html = cards_html(tools, met, calls=False)
        found.append(CardSection(say("面谈记录"), words.counted(len(met), say("次")), html, anchor))
    return found


def _told_again(vault: Vault, meeting: Record | None, records: Iterable[Record]) -> Iterator[Record]:
    """The lines of a journal about a meeting that has a note of its own."""
    if meeting is None:
        return
    people = vault.clients_of(meeting)
    for record in records:
        same = record.kind == meeting.kind and vault.clients_of(record) == people
        if same and record.path != meeting.path and record.count is None:
            yield record


def _same_fields(line: Record, meeting: Record | None) -> frozenset[str]:
    told = meeting.fields if meeting else {}
    return frozenset(key for key, value in line.fields.items() if told.get(key) == value)


def _unit(context: PageContext, kinds: frozenset[str]) -> str:
    """通: what the first figure that counts such records is counted in."""
    kpis = (k for k in context.vault.playbook.kpis.values() if not k.sum and kinds & frozenset(k.kinds))
    return next((kpi.unit for kpi in kpis if kpi.unit), context.say("条"))


def _prepared(tools: PageTools, plan: Iterable[PlanState], due: Iterable[FollowUp] = ()) -> Markup:
    """For those who are planned, else for those who are due."""
    vault = tools.context.vault
    forms = card_forms(vault.playbook)
    cards = (prepared_cards(vault, form, plan) or due_cards(vault, form, due) for form in forms)
    return Markup("").join(cards_html(tools, of_form, calls=True) for of_form in cards)


def _record_tables(tools: PageTools, sheet: DaySheet, on_forms: dict[int, OnForm]) -> list[CardSection]:
    """Forms with a line for each record of their kinds: bookings, complaints, hand-over."""
    vault = tools.context.vault
    found = []
    for form in vault.playbook.forms.values():
        if form.kind != "journal" or not record_keys(form) or form in card_forms(vault.playbook):
            continue
        kinds = frozenset(kind.key for kind in vault.playbook.kinds.values() if kind.form == form.key)
        records = tuple(r for r in sheet.records if r.kind in kinds and r.count is None)
        if records:
            filled = fill(vault, form, Sources(note=sheet.note, records=records, day=sheet.date))
            shown = OnForm(frozenset(record_keys(form)), form.key, f"form-{len(on_forms)}")
            on_forms |= {id(record): shown for record in records}
            found.append(CardSection(form.key, "", form_html(tools, filled), shown.anchor))
    return found


def _title(form: str) -> str:
    return form.removesuffix("表")


# --- words ---------------------------------------------------------------------------------------------------


def _targets(context: PageContext, following: NextDay) -> str:
    kpis = context.vault.playbook.kpis
    return " · ".join(
        f"{kpis[t.key].label} {words.quantity(t.value, kpis[t.key].unit)}"
        for t in following.targets
        if t.key in kpis
    )


def _slot_title(ticks: SlotTicks) -> str:
    return f"{ticks.slot.start} {ticks.slot.title}" if ticks.slot else ""


def _rest(tools: PageTools, note: Note, lines: tuple[str, ...]) -> Markup:
    return tools.markdown(note.path, "\n".join(f"- {line}" for line in lines)) if lines else Markup("")


def _prose(tools: PageTools, path: str, section: Section | None) -> Markup:
    return tools.markdown(path, section.text) if section and section.text.strip() else Markup("")


def _list_of(tools: PageTools, section: Section) -> str:
    """Where views of all days stand side by side."""
    is_view = section.meaning == SECTION and tools.context.market_views.columns
    return f"{tools.to('news')}#views" if is_view else ""


def _why(context: PageContext, row: DayRow) -> str:
    """Whom the figure comes from; for an override both figures and the reason."""
    if row.override:
        derived = words.quantity(row.derived.value, row.kpi.unit)
        said = context.say("记录里是 {n}").format(n=derived)
        return f"{said}{sign('，')}{row.override.reason}" if row.override.reason else said
    names: dict[str, None] = {}
    for record in row.derived.records:
        for path in context.vault.clients_of(record):
            names[context.clients[path].name] = None
    shown = list(names)
    return sign("、").join(shown[:3]) + (
        context.say(" 等 {n} 位").format(n=len(shown)) if len(shown) > 3 else ""
    )
