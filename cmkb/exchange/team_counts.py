"""What a manager publishes to the team: numbers, and the words that the playbook and the shared notes have for them.

No client, no product, no word that anybody wrote in a journal. `views/team.py` reads it back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from cmkb.sharing.staging import is_in_shared_folder
from cmkb.vault import Vault
from cmkb.views.periods import Number, Periods, period_rows
from cmkb.views.script_stats import script_stats
from cmkb.views.spans import Span
from cmkb.views.team import ACTIVITY, COUNTED, GOALS, SCRIPTS, in_words

EXPORTED = "cmkb report team --export"  # value of the key that tells a file of ours
KEY = "made_by"
MOST = {"week": 4, "month": 12, "quarter": 4, "half": 2, "year": 2}  # periods of each grain, the latest


def team_counts(book: Periods, owner: str) -> str:
    """The Markdown of a member's file, the same for the same notes and day."""
    vault = book.vault
    spans = list(_spans(book))
    months = [span for span in spans if span.grain == "month"]
    parts = [
        f"---\nowner: {json.dumps(owner, ensure_ascii=False)}\nupdated: {book.today}\n{KEY}: {EXPORTED}\n---\n# {_cell(owner)}\n",
        _table(*GOALS, _goals(book, spans)),
        _table(*ACTIVITY, _activity(vault, months, book.today)),
        _table(*SCRIPTS, _scripts(vault, book.today)),
    ]
    return "\n".join(parts)


def _spans(book: Periods) -> Iterator[Span]:
    for grain, most in MOST.items():
        spans = [span for span in book.spans.get(grain, ()) if span.start <= book.today]
        yield from sorted(spans, reverse=True)[:most]


def _goals(book: Periods, spans: Iterable[Span]) -> Iterator[tuple[object, ...]]:
    for span in spans:
        for row in period_rows(book, span):
            goal = row.target.value if row.target is not None and row.target.whole else None
            if goal is not None or row.value:
                yield (
                    span.key,
                    row.kpi.label,
                    row.kpi.unit,
                    "" if goal is None else _number(goal),
                    _number(row.value),
                )


def _activity(vault: Vault, months: Iterable[Span], today: date) -> Iterator[tuple[object, ...]]:
    for span in months:
        counts: Counter[str] = Counter()
        for record in vault.records:
            if record.date in span and record.date <= today and record.kind in vault.playbook.kinds:
                counts[record.kind] += record.count if record.count is not None else 1
        order = {kind: at for at, kind in enumerate(vault.playbook.kinds)}
        for kind, count in sorted(counts.items(), key=lambda item: order[item[0]]):
            yield span.key, kind, count


def _scripts(vault: Vault, today: date) -> Iterator[tuple[object, ...]]:
    """Of those that the team has itself; no name of another."""
    for path, stats in script_stats(vault, today).items():
        note = vault.notes[path]
        shared = is_in_shared_folder(path, vault.settings) and note.front.readable
        counts = stats.total.counts
        if shared and note.get("visibility") != "private" and counts.uses:
            yield note.title, *(getattr(counts, key) for key in COUNTED)


def _number(value: Number) -> str:
    return str(value) if isinstance(value, int) else f"{value:.1f}".removesuffix(".0")


def _table(heading: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [" | ".join(map(_cell, row)) for row in rows]
    if not lines:
        return ""
    head = [" | ".join(map(in_words, columns)), " | ".join("---" for _ in columns)]
    return f"## {in_words(heading)}\n\n" + "".join(f"| {line} |\n" for line in (*head, *lines))


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "｜").replace("[", "〔").replace("]", "〕")
