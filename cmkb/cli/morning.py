"""What `cmkb today` says of the morning meeting: the page's answers as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from cmkb.cli.output import safe, wrapped
from cmkb.cli.rows import MARGIN
from cmkb.exchange import as_json as json
from cmkb.locales import Translate, sign
from cmkb.pages.format import day as short_day
from cmkb.pages.format import quantity
from cmkb.vault import Vault
from cmkb.views.day import records_by_day
from cmkb.views.morning import (
    Followed,
    MorningReport,
    morning_parts,
    morning_report,
    recommendations,
)
from cmkb.views.wording import plain


def report_for(vault: Vault, today: date) -> MorningReport | None:
    if not morning_parts(vault.playbook):
        return None
    before = max((day for day in vault.journals if day < today), default=None)
    return morning_report(vault, today, before, records_by_day(vault), recommendations(vault))


def lines(vault: Vault, found: MorningReport, today: date, cells: int, say: Translate) -> Iterator[str]:
    """Nothing where there is nothing to report yet."""
    well, badly = (found.said.well, found.said.badly) if found.said else ((), ())
    told = [
        (say("业绩"), _figures(found, today) if found.before and found.rows else ""),
        (say("做成的"), sign("；").join(map(plain, well))),
        (say("难住的"), sign("；").join(map(plain, badly))),
        *((say("推荐"), _person(vault, one, today, say)) for one in found.referrals),
        *((say("目标客户"), _person(vault, one, today, say)) for one in found.targets),
    ]
    for title, text in told:
        if text:
            yield from wrapped(f"{MARGIN}{title} {safe(text)}", cells, MARGIN * 2)


def _figures(found: MorningReport, today: date) -> str:
    rows = (
        f"{row.kpi.label} {quantity(row.value, row.kpi.unit)}"
        + (f" / {quantity(row.plan, row.kpi.unit)}" if row.plan is not None else "")
        for row in found.rows
    )
    return f"{short_day(found.before, today)} " + " · ".join(rows)


def _person(vault: Vault, one: Followed, today: date, say: Translate) -> str:
    by = ""
    if one.referral:
        names = (vault.notes[path].title for path in one.referral.by)
        by = " ".join((*names, one.referral.source)).strip()
    last = one.last
    done = f"{short_day(last.date, today)} {last.kind} {last.fields.get('result', '')}" if last else ""
    name = json.client_name(vault, one.client) or ""
    return " ".join(
        filter(
            None, (name, f"{sign('（')}{by}{sign('）')}" if by else "", "→", done.strip() or say("还没联系"))
        )
    )


def shape(vault: Vault, found: MorningReport | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "day_before": found.before.isoformat() if found.before else None,
        "kpis": [
            {
                "key": row.kpi.key,
                "label": row.kpi.label,
                "plan": row.plan,
                "actual": row.value,
                "unit": row.kpi.unit,
            }
            for row in found.rows
        ],
        "referrals": list(_people(vault, found.referrals)),
        "targets": list(_people(vault, found.targets)),
    }


def _people(vault: Vault, people: Iterable[Followed]) -> Iterator[dict[str, Any]]:
    for one in people:
        shown: dict[str, Any] = {
            "client": one.client,
            "client_name": json.client_name(vault, one.client),
            "last": json.record(vault, one.last) if one.last else None,
        }
        if one.referral:
            shown |= {
                "date": one.referral.day.isoformat(),
                "by": [vault.notes[path].title for path in one.referral.by],
                "source": one.referral.source or None,
            }
        yield shown
