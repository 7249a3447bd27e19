"""A vault that follows one of the source texts, and what its manager then sees, as plain text.

The drawings in vaults/ begin with what the text asks for, then name the playbook and the pages shown, then the files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from cmkb.cli.report import asked_for
from cmkb.exchange.day_sheet import day_sheet
from cmkb.exchange.masking import changed, masking
from cmkb.exchange.period_sheet import period_sheet
from cmkb.exchange.report_text import as_markdown
from cmkb.load import all_problems, load_settings, load_vault
from cmkb.model.follow_up import FollowUp
from cmkb.pages.catalog import all_pages
from cmkb.vault import Vault
from cmkb.views.clients import display_name
from cmkb.views.follow_ups import follow_ups, listed
from cmkb.views.period_report import period_report
from cmkb.views.periods import periods
from cmkb.views.report import DayReport, day_report
from tests.conftest import draw
from tests.drawing import TODAY
from tests.filled_form import filled_forms
from tests.workflows.readable import readable

HERE = Path(__file__).parent
CONFIG = (
    "=== mkdocs.yml\nsite_name: 试用\nplugins:\n  - cmkb:\n      playbook: {playbook}\n      owner: 小卓\n"
)
DAYS = 7


ROUTINE = "routine.html"


@dataclass(frozen=True, slots=True)
class Followed:
    text: int
    playbook: str
    pages: dict[str, str]  # the routine and those shown, readable, by address
    reports: dict[str, str]  # to the supervisor, by what follows `cmkb report`
    follow_ups: str  # of the next days, a line each
    problems: str


def drawings() -> dict[int, Path]:
    return {
        int(path.stem.removeprefix("text_")): path for path in sorted((HERE / "vaults").glob("text_*.md"))
    }


@cache
def followed(text: int) -> Followed:
    head, bar, files = drawings()[text].read_text(encoding="utf-8").partition("\n=== ")
    playbook, shows, reports = (_listed(head, key) for key in ("playbook", "shows", "reports"))
    with TemporaryDirectory() as folder:
        root = draw(Path(folder), CONFIG.format(playbook=playbook[0]) + bar.lstrip() + files)
        loaded = load_vault(root, load_settings(root).settings)
    problems = all_problems(loaded, TODAY)
    site = all_pages(loaded.vault, problems, loaded.left_out, TODAY)
    rendered = {page.path: page.render for page in site.pages}
    for form in filled_forms(loaded.vault, TODAY):
        html = f'<section id="{form.id}"><h2>{form.title}</h2>{form.html}</section>'
        rendered[f"{form.address}#{form.id}"] = partial(str, html)
    return Followed(
        text,
        playbook[0],
        {place: _shown(place, rendered) for place in (ROUTINE, *shows)},
        {asked: _report(loaded.vault, asked) for asked in reports},
        "\n".join(_lines(loaded.vault)),
        "\n".join(p.line_of_text() for p in problems),
    )


def _listed(head: str, key: str) -> list[str]:
    lines = re.findall(rf"^{key}: (.+)$", head, re.MULTILINE)
    return lines[0].split(", ") if lines else []


def _report(vault: Vault, asked: str) -> str:
    """`cmkb report month`, numbers masked."""
    grain, _, written = asked.partition(" ")
    day = asked_for(grain, written or None, TODAY)
    found = day_report(vault, day) if isinstance(day, date) else period_report(periods(vault, TODAY), day)
    masked = changed(found, masking(vault))
    if isinstance(masked, DayReport):
        return as_markdown(day_sheet(masked, owner="小卓", language="zh"))
    return as_markdown(period_sheet(masked, owner="小卓", language="zh"))


def _shown(place: str, rendered: Mapping[str, Callable[[], str]]) -> str:
    """`clients/王芳.html`, or a part of it: `clients/王芳.html#talk`."""
    page, _, part = place.partition("#")
    return readable(rendered[place if place in rendered else page](), part)


def _lines(vault: Vault) -> Iterator[str]:
    for row in listed(follow_ups(vault, TODAY), TODAY, DAYS):
        yield _line(vault, row)


def _line(vault: Vault, row: FollowUp) -> str:
    who = display_name(vault, vault.notes[row.client]) if row.client else "—"
    return " ".join(
        part for part in (f"{row.date:%m-%d}", row.kind, row.time, who, row.title, row.why) if part
    )


def shown(found: Followed) -> str:
    """All of it, as the golden file has it. The routine is the playbook's and has a file of its own."""
    pages = {path: text for path, text in found.pages.items() if path != ROUTINE}
    parts = [f"======== {path}\n\n{text}" for path, text in pages.items()]
    parts += [f"======== cmkb report {asked}\n\n{text}" for asked, text in found.reports.items()]
    parts.append(f"======== {DAYS} days of follow-ups\n\n{found.follow_ups or '—'}")
    parts.append(f"======== problems\n\n{found.problems or '—'}")
    return "\n\n".join(parts) + "\n"
