"""The figures of a report and whom they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cmkb.locales import sign
from cmkb.model.note import Record
from cmkb.model.playbook import Kpi, Playbook
from cmkb.vault import Vault
from cmkb.views.day import DayRow
from cmkb.views.figures import linked
from cmkb.views.quota_report import sources
from cmkb.views.report_rows import About, Figure, Number, Spent, Unsaid
from cmkb.views.report_words import is_hidden, participant_names, source_of, title_of
from cmkb.views.spending import Spending
from cmkb.views.wording import plain


def figure(vault: Vault, row: DayRow) -> Figure:
    kpi, override = row.kpi, row.override
    return Figure(
        key=kpi.key,
        label=kpi.label,
        title=titles(vault.playbook).get(kpi.key, kpi.label),
        unit=kpi.unit,
        plan=row.plan,
        actual=row.value,
        derived=row.derived.value,
        overridden=override is not None,
        reason=plain(override.reason) if override else "",
        about=tuple(_about(vault, kpi, row.derived.records)),
        unsaid=len(row.derived.unsaid),
        records=sources(row.derived.records),
    )


def titles(playbook: Playbook) -> dict[str, str]:
    """KPI → how the paper form of the day calls it."""
    items = (
        item
        for form in playbook.forms.values()
        if form.kind == "journal"
        for group in form.groups.values()
        for item in group.items.values()
    )
    return {item.field.removeprefix("kpi."): item.key for item in items if item.field.startswith("kpi.")}


def _about(vault: Vault, kpi: Kpi, records: Iterable[Record]) -> Iterator[About]:
    """Products with their amounts where the KPI sums money up, else the clients."""
    amounts: dict[str, Number] = {}
    for record in records:
        if kpi.sum and (products := linked(vault, record, "product")):
            words = sign("、").join(title_of(vault, product) for product in products)
            amounts[words] = amounts.get(words, 0) + record.fields[kpi.sum]
        else:
            amounts.update(dict.fromkeys(participant_names(vault, record), 0))
    for words, amount in amounts.items():
        yield About(words, amount or None)


def unsaid(vault: Vault, rows: Iterable[DayRow]) -> Iterator[Unsaid]:
    shown: set[int] = set()
    for row in rows:
        for record in row.derived.unsaid:
            if id(record) not in shown and not is_hidden(vault, record.path, record.place.line):
                shown.add(id(record))
                name = sign("、").join(participant_names(vault, record))
                yield Unsaid(record.time, record.kind, name, plain(record.text), source_of(record))


def spent(vault: Vault, rows: Iterable[Spending]) -> tuple[Spent, ...]:
    return tuple(
        Spent(
            row.client,
            title_of(vault, row.client),
            row.visits,
            row.amount,
            row.before,
            row.first,
            sources(row.records),
        )
        for row in rows
    )
