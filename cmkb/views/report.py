"""What a day's sheet tells the supervisor: figures, calls, plans, news, and what was said for him.

The figures are those of the day's page; names stand in place of links.
"""

from __future__ import annotations

import datetime as dt
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.vault import Vault
from cmkb.views.day import carried_over, day_rows, records_by_day
from cmkb.views.follow_ups import follow_ups
from cmkb.views.prose import Line, prose, visible
from cmkb.views.quota_report import QuotaFigure, of_day
from cmkb.views.quotas import quotas_of_day
from cmkb.views.report_calls import calls
from cmkb.views.report_figures import figure, spent, unsaid
from cmkb.views.report_parts import news, parts, summary_of
from cmkb.views.report_plans import left_over, tomorrow, unfinished
from cmkb.views.report_rows import Call, Figure, Left, News, Part, Spent, Summary, Tomorrow, Unsaid
from cmkb.views.report_words import is_hidden, shown_of
from cmkb.views.spending import spending


@immutable
class DayReport:
    date: dt.date
    path: str  # of the journal; "" without one
    kpis: tuple[Figure, ...]
    summary: Summary
    tomorrow: Tomorrow
    unfinished: tuple[Left, ...]  # planned for this day, without a record of it
    carried_over: tuple[Left, ...]  # what earlier days left for this one
    calls: tuple[Call, ...]
    unsaid: tuple[Unsaid, ...]
    quotas: tuple[QuotaFigure, ...]  # of the day, and of its week, half-month and month up to its evening
    spending: tuple[Spent, ...]
    news: tuple[News, ...]
    morning: tuple[Line, ...]
    view: tuple[Line, ...]
    parts: tuple[Part, ...]


def day_report(vault: Vault, day: date) -> DayReport:
    """As of the evening of `day`. A day without a journal has its records all the same."""
    records = records_by_day(vault).get(day, ())
    journal = vault.journals.get(day)
    seen = visible(journal) if journal else None
    rows = follow_ups(vault, day)
    open_ = tuple(row for row in rows if not is_hidden(vault, row.path, row.line))
    left = (item for item in carried_over(vault, rows, day) if not is_hidden(vault, item.path, item.line))
    figures = day_rows(vault, records, journal)
    shown = shown_of(vault, records)
    return DayReport(
        date=day,
        path=journal.path if journal else "",
        kpis=tuple(figure(vault, row) for row in figures),
        summary=summary_of(vault, seen) if seen else Summary(),
        tomorrow=tomorrow(vault, open_, day),
        unfinished=tuple(unfinished(vault, seen, day)) if seen else (),
        carried_over=tuple(left_over(vault, item, day) for item in left),
        calls=tuple(calls(vault, shown, day)),
        unsaid=tuple(unsaid(vault, figures)),
        quotas=of_day(vault, quotas_of_day(vault, day), day),
        spending=spent(vault, spending(vault, records)),
        news=tuple(news(vault, seen, day)) if seen else (),
        morning=prose(vault, seen, "morning") if seen else (),
        view=prose(vault, seen, "view") if seen else (),
        parts=parts(vault, [(day, journal, records)]),
    )
