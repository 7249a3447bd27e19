"""Texts that would like to run, in a real browser: every page of a hostile vault, what its scripts draw, and what is exported."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hostile_vault import ALL, TEXTS, hostile_vault
from icalendar import Calendar
from playwright.sync_api import Page, expect

from cmkb.site.run import build_site
from tests.attacks.commands import cmkb

# Everything on the page, as the browser understood it, that runs or could be made to.
LIVING = """() => {
  const found = [];
  for (const e of document.querySelectorAll('*')) {
    for (const a of e.attributes) {
      if (a.name.startsWith('on')) found.push(`${e.tagName} ${a.name}`);
      if (/^(href|src|action|formaction|data|srcdoc|xlink:href|poster)$/.test(a.name)
          && /^(javascript|vbscript|data:(text|application)):?/i.test(a.value.replace(/[\\s\\x00-\\x1f]/g, '')))
        found.push(`${e.tagName} ${a.name}=${a.value.slice(0, 60)}`);
    }
    if (/^(IFRAME|FRAME|OBJECT|EMBED|BASE|APPLET|MARQUEE|AUDIO|VIDEO)$/.test(e.tagName)) found.push(e.tagName);
    if (e.tagName === 'IMG' && !e.getAttribute('src').startsWith('data:image/svg+xml,')) found.push(`IMG ${e.src}`);
    if (e.tagName === 'META' && /refresh/i.test(e.httpEquiv)) found.push('META refresh');
    if (e.tagName === 'SCRIPT' && /alert|example\\.invalid/.test(e.text) && !/^\\s*(window\\.|\\{|\\[)/.test(e.text)) found.push('SCRIPT');
  }
  return found;
}"""


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = hostile_vault(tmp_path_factory.mktemp("hostile"))
    build_site(folder, today=date(2026, 11, 23))
    return folder


@pytest.fixture
def quiet(page: Page) -> Iterator[Page]:
    """Fails when anything opens a dialog: every text says `alert(1)`."""
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.clock.set_fixed_time("2026-11-23T09:00:00+08:00")
    yield page
    assert said == []


def test_no_page_of_the_site_runs_a_text(quiet: Page, vault: Path) -> None:
    files = sorted((vault / "site").rglob("*.html"))
    kinds = set()
    for file in files:
        if file.name == "404.html":  # its addresses begin at the root of a server
            continue
        quiet.goto(file.as_uri())
        assert quiet.evaluate(LIVING) == [], file.relative_to(vault)
        kinds.add(quiet.evaluate("document.querySelector('[data-cmkb-page]')?.dataset.cmkbPage || ''"))
    assert kinds >= {"today", "client", "clients", "day", "calendar", "script"}, kinds


def test_what_scripts_draw_is_text_too(quiet: Page, vault: Path) -> None:
    site = vault / "site"
    quiet.goto((site / "index.html").as_uri())
    for query in ("<script>", "img src", "alert", "javascript:", '"', "\u2028", "{{"):
        quiet.locator(".ck-search__input").fill(query)
        expect(quiet.locator(".ck-search__state")).not_to_contain_text("读入")
        assert quiet.evaluate(LIVING) == [], query
    assert quiet.locator("[data-search-result]").count() > 0
    quiet.goto((site / "clients/index.html").as_uri())
    expect(quiet.get_by_text("<script>alert(1)</script>").first).to_be_visible()
    assert quiet.evaluate(LIVING) == []
    tracks = [
        f
        for f in sorted((site / "scripts").glob("*.html"))
        if 'data-cmkb-page="script"' in f.read_text("utf-8")
    ]
    assert tracks
    for file in tracks:
        quiet.goto(file.as_uri() + "#call")
        for button in quiet.locator(".ck-callmode button:visible").all()[:3]:
            button.click(no_wait_after=True)
            assert quiet.evaluate(LIVING) == [], file.name


def test_pages_for_others_and_for_the_phone_run_nothing(quiet: Page, vault: Path, tmp_path: Path) -> None:
    for words in (
        ("export", "phone", "--output", str(tmp_path / "phone.html")),
        ("report", "day", "--format", "html", "--output", str(tmp_path / "day.html")),
        ("report", "month", "--format", "html", "--output", str(tmp_path / "month.html")),
    ):
        ran = cmkb(vault, *words)
        assert ran.exit_code == 0, ran.output
    for file in sorted(tmp_path.glob("*.html")):
        quiet.goto(file.as_uri())
        assert quiet.evaluate(LIVING) == [], file.name
        assert "alert(1)" in quiet.content()


def test_tables_for_others_hold_no_formula(vault: Path, tmp_path: Path) -> None:
    for number, start in enumerate(
        ("=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "＝1", "%0A=1")
    ):
        (vault / f"clients/公式{number}.md").write_text(
            f'---\n姓名: "{start.strip()}x"\n单位: "{start.strip()}"\n---\n', "utf-8"
        )
    try:
        for listed in ("clients", "holdings", "records", "follow-ups"):
            data = cmkb(vault, "export", "csv", "--list", listed).stdout_bytes.decode("utf-8-sig")
            for row in csv.reader(io.StringIO(data)):
                assert not [
                    cell for cell in row if re.match(r"[ \u3000]*[=+@＝＋＠\t\r]|[ \u3000]*[-－][^\d]", cell)
                ]
        assert cmkb(vault, "export", "xlsx", "--output", str(tmp_path / "all.xlsx")).exit_code == 0
        assert (
            cmkb(vault, "report", "day", "--format", "xlsx", "--output", str(tmp_path / "day.xlsx")).exit_code
            == 0
        )
        for file in tmp_path.glob("*.xlsx"):
            book = openpyxl.load_workbook(file)
            for sheet in book:
                for row in sheet.iter_rows():
                    for cell in row:
                        assert cell.data_type != "f", (file.name, sheet.title, cell.coordinate, cell.value)
                        link = cell.hyperlink and cell.hyperlink.target
                        assert not link or not re.match(r"javascript|file|\\\\", link), link
    finally:
        for file in vault.glob("clients/公式*.md"):
            file.unlink()


def test_a_calendar_holds_only_the_events_it_should(vault: Path) -> None:
    (vault / "clients/换行.md").write_text(
        '---\n姓名: "甲\\r\\nBEGIN:VALARM\\nTRIGGER:-PT1M\\nATTACH:http://example.invalid"\n---\n- [ ] 见\u2028面\x85END:VEVENT 📅 2026-11-25\n',
        "utf-8",
    )
    try:
        data = cmkb(vault, "export", "ics").stdout_bytes
    finally:
        (vault / "clients/换行.md").unlink()
    calendar = Calendar.from_ical(data)
    assert {part.name for part in calendar.walk()} <= {
        "VCALENDAR",
        "VEVENT",
        "VALARM",
        "VTIMEZONE",
        "STANDARD",
        "DAYLIGHT",
    }
    for part in calendar.walk():
        assert not {"ATTACH", "URL", "ATTENDEE", "ORGANIZER"} & set(part)
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data)


COMMANDS = (
    ("today",), ("follow-ups",), ("messages",), ("check",), ("check", "--fix", "--dry-run"), ("find", "alert"), ("show", "alert"), ("playbook",), ("report", "day"), ("report", "month"),
    ("plan", "--json"), ("log", "alert", "电话", ALL), ("new", "client", ALL), ("forget", "alert", "--dry-run"), ("build",), ("export", "vcf"),
)  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words)[:20])
def test_no_command_tells_the_terminal_what_to_do(words: tuple[str, ...], tmp_path: Path) -> None:
    folder = hostile_vault(tmp_path / "v")
    sign = "\x1b]0;titel\x07\x1b[2J\x9b31m\x08\u202e"
    for number, place in enumerate(("clients", "cases", "docs/scripts", "journal")):
        (folder / place / f"終端{number}.md").write_text(
            f'---\n姓名: "\\e[31malert\\x9b{number}"\n---\n# {sign}\n- [ ] alert {sign} 📅 2026-11-23\n## {sign}\n',
            "utf-8",
        )
    ran = cmkb(folder, *words)
    assert ran.exit_code in (0, 1, 2), ran.output
    for said in (ran.stdout, ran.stderr):
        assert not re.search(
            "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said.replace("\r\n", "\n")
        )
        assert "Traceback" not in said


def test_there_is_something_to_attack_with() -> None:
    assert len(TEXTS) >= 12
