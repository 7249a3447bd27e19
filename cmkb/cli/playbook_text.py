"""A playbook as lines of a terminal: the day by the clock first, then what is counted, asked and filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cmkb.cli.output import pad, paint, safe, width, wrapped
from cmkb.locales import Translate, sign
from cmkb.model.playbook import Form, Playbook, Procedure, Slot
from cmkb.pages.playbook_words import (
    case_words,
    dotted,
    kpi_words,
    limit_words,
    quota_words,
    reminder_words,
    tier_words,
)

MARGIN = "  "
_WIDEST_LABEL = 24


def lines(playbook: Playbook, cells: int, say: Translate) -> Iterator[str]:
    yield from wrapped(f"{paint(safe(playbook.title), 'head')}  {safe(playbook.name)}", cells)
    yield from wrapped(safe(playbook.summary), cells) if playbook.summary else ()
    if playbook.texts:
        yield say("出自原文 {n}").format(n=sign("、").join(map(str, playbook.texts)))

    def part(title: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
        return _rows(say(title), rows, cells)

    if playbook.routine.day:
        yield from ("", paint(say("一天"), "head"))
        for slot in playbook.routine.day:
            yield from _slot(playbook, slot, cells, say)
    yield from part("一周", (("·", step) for step in playbook.routine.week))
    yield from part("一月", (("·", step) for step in playbook.routine.month))
    for procedure in playbook.procedures.values():
        yield from _procedure(playbook, procedure, cells, say)
    quotas = ((q.label, dotted(quota_words(q, playbook, say), q.note)) for q in playbook.quotas.values())
    yield from part("定量", quotas)
    yield from part("限度", ((limit.label, limit_words(limit)) for limit in playbook.limits.values()))
    kpis = sorted(playbook.kpis.values(), key=lambda kpi: kpi.fold)
    yield from part("指标（数哪些记录）", ((k.label, kpi_words(playbook, k, say)) for k in kpis))
    yield from part("等级和联系频率", ((t.key, tier_words(t, say)) for t in playbook.tiers.values()))
    yield from part("阶段", [("", " → ".join(playbook.stages))] if playbook.stages else ())
    yield from part("事项", ((c.key, case_words(c, say)) for c in playbook.cases.values()))
    yield from part("事项的状态", [("", " → ".join(playbook.case_states))] if playbook.case_states else ())
    yield from part(
        "提醒", ((r.label, reminder_words(playbook, r, say)) for r in playbook.reminders.values())
    )
    labels = {key: spec.label for key, spec in playbook.record_fields.items()}
    fields = ((k.key, sign("、").join(labels[f] for f in k.fields)) for k in playbook.kinds.values())
    yield from part("记录的种类（可写的字段）", fields)
    if playbook.forms:
        yield from ("", paint(say("表单"), "head"))
        for form in playbook.forms.values():
            yield from _form(playbook, form, cells, say)


def _rows(title: str, rows: Iterable[tuple[str, str]], cells: int) -> Iterator[str]:
    """Label and text side by side, the text under itself where it goes on."""
    rows = [(safe(label), safe(text)) for label, text in rows]
    if not rows:
        return
    column = min(max(width(label) for label, _ in rows), _WIDEST_LABEL, cells // 2)
    yield from ("", paint(title, "head"))
    for label, text in rows:
        yield from _row(label, text, column, cells)


def _row(label: str, text: str, column: int, cells: int) -> list[str]:
    if width(label) > column:  # on a line of its own
        first = wrapped(MARGIN + label, cells, MARGIN * 2)
        return first + (_indented(text, len(MARGIN) * 2, cells) if text else [])
    gap = MARGIN if column > 1 else " " * column
    indent = " " * (len(MARGIN) + column + len(gap))
    return wrapped(f"{MARGIN}{pad(label, column)}{gap}{text}", cells, indent)


def _indented(text: str, spaces: int, cells: int) -> list[str]:
    indent = " " * spaces
    return wrapped(indent + text, cells, indent)


# ------------------------------------------------------------------------------------------------ the routine


def _slot(playbook: Playbook, slot: Slot, cells: int, say: Translate) -> Iterator[str]:
    when = f"{MARGIN}{slot.start}–{slot.end}{MARGIN}"
    inner = width(when)
    yield from wrapped(f"{when}{paint(safe(slot.title), 'head')}", cells, " " * inner)
    for number, step in enumerate(slot.steps, 1):
        yield from wrapped(f"{' ' * inner}{number} {safe(step)}", cells, " " * (inner + width(f"{number} ")))
    figures = [
        f"{playbook.quotas[key].label} {quota_words(playbook.quotas[key], playbook, say)}"
        for key in slot.quotas
    ]
    more = (
        _boxes(slot.checklist),
        _listed(say("定量"), figures),
        _listed(say("指标"), [playbook.kpis[key].label for key in slot.kpis]),
        _listed(say("表单"), [f"{sign('《')}{form}{sign('》')}" for form in slot.forms]),
        safe(slot.note),
    )
    for text in more:
        yield from _indented(text, inner, cells) if text else ()


def _procedure(playbook: Playbook, procedure: Procedure, cells: int, say: Translate) -> Iterator[str]:
    text = say("原文 {n}").format(n=procedure.text) if procedure.text else ""
    title = paint(safe(procedure.label), "head")
    yield from (
        "",
        *wrapped(_with(title, sign("；").join(t for t in (safe(procedure.note), text) if t)), cells),
    )
    labels = {key: spec.label for key, spec in playbook.fields_of("client").items()}
    for number, step in enumerate(procedure.steps.values(), 1):
        asks = _listed(say("问"), [labels[key] for key in step.fields])
        rest = "  ".join(part for part in (safe(step.note), _boxes(step.checklist), asks) if part)
        first = f"{MARGIN}{number:>2} "
        yield from wrapped(first + _with(safe(step.key), rest), cells, " " * len(first))


def _boxes(checklist: Iterable[str]) -> str:
    return " ".join(f"□{safe(item).replace(' ', '')}" for item in checklist)


def _listed(title: str, words: list[str]) -> str:
    return f"{title}{sign('：')}{sign('、').join(map(safe, words))}" if words else ""


def _with(text: str, more: str) -> str:
    return f"{text}  {more}" if text and more else text or more


# ------------------------------------------------------------------------------------------------ forms


def _form(playbook: Playbook, form: Form, cells: int, say: Translate) -> Iterator[str]:
    texts = say("原文 {n}").format(n=sign("、").join(map(str, form.texts))) if form.texts else ""
    yield from wrapped(
        MARGIN + _with(paint(f"{sign('《')}{safe(form.key)}{sign('》')}", "head"), texts), cells, MARGIN * 2
    )
    yield from _indented(safe(form.usage), len(MARGIN) * 2, cells) if form.usage else ()
    client = playbook.fields_of("client").values()
    for group in form.groups.values():
        of_profile = (spec.label for spec in client if spec.group == group.profile and not spec.hidden)
        names = list(of_profile) if group.profile else []
        for item in group.items.values():
            names.append(
                item.key + (f"{sign('（')}{sign('、').join(item.ticks)}{sign('）')}" if item.ticks else "")
            )
        note = f"{sign('（')}{safe(group.note)}{sign('）')}" if group.note else ""
        yield from _indented(
            f"{safe(group.key)}{note}{sign('：')}{safe(sign('、').join(names))}", len(MARGIN) * 2, cells
        )
