"""From the first call to the sale: steps and conversion, days it took, what was sold, where clients come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from statistics import median

from cmkb.model.immutable import immutable
from cmkb.model.note import Record
from cmkb.model.playbook import Kpi, Playbook
from cmkb.views.figures import DayFigures, linked
from cmkb.views.kpis import counts
from cmkb.views.periods import Periods, figures_in, total, value_in
from cmkb.views.spans import Span

Number = int | float


@immutable
class FunnelStep:
    kpi: Kpi
    value: Number
    rate: float | None  # of the step before


@immutable
class ProductSales:
    product: str  # path, the words where there is no such note, "" where none was named
    amount: Number
    count: int
    share: float


@immutable
class SourceRow:
    source: str  # "" for clients without one
    clients: int
    new: int  # of these in the period
    buyers: int
    deals: int
    amount: Number

    @property
    def rate(self) -> float | None:
        return self.buyers / self.clients if self.clients else None


def funnel(book: Periods, span: Span) -> tuple[FunnelStep, ...]:
    """The playbook's `funnel`, with the same figures as the period's rows."""
    steps: list[FunnelStep] = []
    for key in book.vault.playbook.funnel:
        value = value_in(book, key, span)
        before = steps[-1].value if steps else None
        steps.append(FunnelStep(book.vault.playbook.kpis[key], value, value / before if before else None))
    return tuple(steps)


def narrowest(steps: Iterable[FunnelStep]) -> FunnelStep | None:
    """Where most get lost; None when there is too little to say."""
    with_rate = [step for step in steps if step.rate is not None]
    return min(with_rate, key=lambda step: step.rate or 0.0, default=None) if len(with_rate) > 1 else None


def money_kpi(playbook: Playbook) -> Kpi | None:
    """The KPI that sums up what sales bring."""
    sums = [kpi for kpi in playbook.kpis.values() if kpi.sum]
    for kpi in sums:
        if any(playbook.kinds[k].sale for k in kpi.kinds) or any(
            playbook.results[r].sale for r in kpi.results
        ):
            return kpi
    return sums[0] if sums else None


def deal_kpi(playbook: Playbook) -> Kpi | None:
    """The KPI that counts sales: the funnel's last step."""
    return playbook.kpis[playbook.funnel[-1]] if playbook.funnel else money_kpi(playbook)


def counted(days: Iterable[DayFigures], kpi: Kpi | None) -> list[Record]:
    if kpi is None:
        return []
    return [record for day in days if kpi.key in day.rows for record in day.rows[kpi.key].derived.records]


def cycles(book: Periods) -> dict[date, list[int]]:
    """Day of a sale → days since that client's first step towards it, which is after the sale before.

    Steps are the records that the funnel counts, and those that put a client into the pipeline.
    """
    vault, playbook = book.vault, book.vault.playbook
    deal = deal_kpi(playbook)
    sold = {id(record) for record in counted(book.days.values(), deal)}
    steps = [playbook.kpis[key] for key in playbook.funnel[:-1]]
    first = {kind for stage in playbook.stages.values() for kind in stage.records}
    found: dict[date, list[int]] = {}
    for client in vault.of_kind("client"):
        begun: date | None = None
        for record in vault.timeline(client.path):
            if record.date > book.today:
                break
            if id(record) in sold:
                if begun is not None:
                    found.setdefault(record.date, []).append((record.date - begun).days)
                begun = None
            elif begun is None and (
                record.kind in first or any(counts(kpi, record, playbook) for kpi in steps)
            ):
                begun = record.date
    return found


def median_days(found: Mapping[date, list[int]], span: Span) -> tuple[Number, int] | None:
    """The median of the sales in the span, and of how many sales."""
    days = [n for day in span.days() for n in found.get(day, ())]
    return (median(days), len(days)) if days else None


def product_sales(book: Periods, span: Span) -> tuple[ProductSales, ...]:
    """What the sales' amounts come from, largest first. Their sum is what the records say."""
    kpi = money_kpi(book.vault.playbook)
    amounts: dict[str, list[Number]] = {}
    for record in counted(figures_in(book, span), kpi):
        product = next(iter(linked(book.vault, record, "product")), "")
        amounts.setdefault(product, []).append(record.fields[kpi.sum] if kpi else 0)
    sums = {product: total(found) for product, found in amounts.items()}
    whole = total(sums.values())
    rows = [ProductSales(p, sums[p], len(amounts[p]), sums[p] / whole if whole else 0.0) for p in amounts]
    return tuple(sorted(rows, key=lambda row: (-row.amount, row.product)))


def source_rows(book: Periods, span: Span, new: Iterable[str]) -> tuple[SourceRow, ...]:
    """Where clients come from, and what became of them. `new` are the paths of the period's new clients."""
    vault = book.vault
    people = book.clients.by_path
    clients = book.clients.sources
    fresh: dict[str, int] = {}
    for path in new:
        fresh[people[path].source] = fresh.get(people[path].source, 0) + 1
    days = figures_in(book, span)
    deals: dict[str, int] = {}
    buyers: dict[str, set[str]] = {}
    for record in counted(days, deal_kpi(vault.playbook)):
        for path in vault.clients_of(record)[:1]:  # a sale to two is one sale
            deals[people[path].source] = deals.get(people[path].source, 0) + 1
        for path in vault.clients_of(record):
            buyers.setdefault(people[path].source, set()).add(path)
    amounts: dict[str, list[Number]] = {}
    money = money_kpi(vault.playbook)
    for record in counted(days, money):
        for path in vault.clients_of(record)[:1]:
            amounts.setdefault(people[path].source, []).append(record.fields[money.sum] if money else 0)
    spec = vault.playbook.fields_of("client").get("source")
    order = [s for s in (*(spec.values if spec else ()), *sorted(clients)) if s]
    return tuple(
        SourceRow(
            s, clients[s], fresh.get(s, 0), len(buyers.get(s, ())), deals.get(s, 0), total(amounts.get(s, ()))
        )
        for s in (*dict.fromkeys(order), "")
        if s in clients
    )
