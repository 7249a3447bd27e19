"""A report as JSON has it: stable keys, numbers in base units, dates ISO, places as `{"path", "line"}`."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from cmkb.model.note import Moment, Planned
from cmkb.views.period_report import PeriodFigure, PeriodReport
from cmkb.views.report import DayReport
from cmkb.views.report_rows import Figure

_NAMES = {"name": "client_name"}  # beside the path of the client's note


def as_json(report: DayReport | PeriodReport) -> dict[str, Any]:
    plain: dict[str, Any] = _plain(report)
    kpis: tuple[Figure | PeriodFigure, ...] = report.kpis
    for figure, of in zip(plain["kpis"], kpis, strict=True):
        figure["rate"] = of.rate  # a day's is computed
    for name in ("quotas", "goals"):
        for found, one in zip(plain.get(name, ()), getattr(report, name, ()), strict=True):
            found["rate"] = one.rate
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Moment):
        return f"{value.date}T{value.time}" if value.time else str(value.date)
    if isinstance(value, Planned):
        return {"date": str(value.date), "text": value.text}
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name for field in fields(value)} & {"client", "clients"}
        return {
            _NAMES.get(field.name, field.name) if named else field.name: _plain(getattr(value, field.name))
            for field in fields(value)
        }
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
