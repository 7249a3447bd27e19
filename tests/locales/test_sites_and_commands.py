"""Neither site shows the other language's words, nor does a command; each reads notes in both."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from cmkb.build import compile_site
from cmkb.cli.main import main
from cmkb.load import load_settings, load_vault
from cmkb.locales import spoken
from cmkb.names import GONE_WORDS, gone
from cmkb.playbooks.loader import builtin_names
from cmkb.views.team import team_view
from tests.data_files import data_of
from tests.english_vault import ENGLISH
from tests.locales.languages import WRITTEN_CHINESE, Forms, Key, chinese_in
from tests.site.built import Html

TODAY = date(2026, 11, 25)
IN_CHINESE = """
=== clients/王芳.md
---
姓名: 王芳
性别: 女
等级: 金卡
阶段: 成交面谈
农历生日: 十月十五
过哪个生日: 农历
勿扰: [短信]
---
## 持有
- [[稳盈90天]] [金额:: 20万] [到期:: 2026-12-01]
=== docs/products/稳盈90天.md
---
风险: R2
---
=== journal/2026/2026-11-24.md
## 记录
- 09:30 电话 [[王芳]] 同意来谈 [结果:: 同意] [缘由:: 到期]
- 10:00 成交 [[王芳]] [金额:: 5万] [产品:: [[稳盈90天]]]
- 传单 50
"""


def test_notes_in_chinese_are_read_the_same_by_an_english_site(vault: Callable[[str], Path]) -> None:
    chinese = load_vault(folder := vault(IN_CHINESE), load_settings(folder).settings)
    config = folder / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("- cmkb", "- cmkb: {language: en}"), encoding="utf-8"
    )
    english = load_vault(folder, load_settings(folder).settings)
    assert english.vault.settings.language == "en"
    assert english.problems == chinese.problems == ()
    client = english.vault.notes["clients/王芳.md"]
    assert (client.get("tier"), client.get("gender"), client.get("birthday_use")) == (
        "Gold",
        "Female",
        "Lunar",
    )
    assert client.get("no_contact") == ("SMS",)
    day = english.vault.notes["journal/2026/2026-11-24.md"]
    assert [(record.kind, record.fields.get("result")) for record in day.records] == [
        ("Call", "Agreed"), ("Sale", None), ("Flyers", None),
    ]  # fmt: skip


def _texts(html: str) -> Iterator[str]:
    page = Html()
    page.feed(html)
    yield page.text
    for _, name, value in page.attributes:
        if name in ("title", "aria-label", "alt", "placeholder", "content", "data-copy"):
            yield value


def _pages(folder: Path) -> dict[str, list[str]]:
    settings = load_settings(folder).settings
    site = compile_site(folder, settings, settings.today or TODAY)
    assert [problem.message("en") for problem in site.problems] == []
    return {page.path: list(_texts(page.render())) for page in site.pages}


@pytest.mark.parametrize("name", builtin_names())
def test_an_english_site_shows_no_chinese(vault: Callable[[str], Path], name: str) -> None:
    """Its notes and its playbook are English, so every Chinese word or mark would be ours."""
    drawing = ENGLISH.replace("playbook: bank-personal", f"playbook: {name}")
    if name != "bank-personal":  # its tiers, stages and goals are not everybody's
        drawing = "=== mkdocs.yml" + drawing.split("=== mkdocs.yml")[1].split("===")[0]
    found = {path: chinese_in(texts) for path, texts in _pages(vault(drawing)).items()}
    assert len(found) > 10
    assert {path: words for path, words in found.items() if words} == {}


def test_files_of_an_english_site_hold_no_chinese(vault: Callable[[str], Path]) -> None:
    """Search, the calendar, what scripts read."""
    folder = vault(ENGLISH)
    site = compile_site(folder, load_settings(folder).settings, TODAY)
    files = data_of(site)
    assert files
    for path, content in files.items():
        text = content.decode() if isinstance(content, bytes) else content
        text = re.sub(r'"facets":(\[\[.*?\]\])', _shown_facets, text)
        assert WRITTEN_CHINESE.findall(text) == [], path


def _shown_facets(found: re.Match[str]) -> str:
    """Conditions are asked for by any of their names, Chinese ones too; shown is the first."""
    return str([name for _, name, *_ in json.loads(found[1])])


def test_a_chinese_site_shows_no_english(vault: Callable[[str], Path], english: dict[Key, Forms]) -> None:
    """No text of the catalogue in English stands anywhere on its own."""
    said = {text for forms in english.values() for text in forms}
    ours = {text for text in said if re.fullmatch(r"[A-Za-z ]{3,}", text)} - {"FAB shown"}
    same = {text for (_, text), forms in english.items() if text in forms}
    for path, texts in _pages(vault(IN_CHINESE)).items():
        lines = {line.strip() for text in texts for line in text.splitlines()}
        assert lines & (ours - same) == set(), path


@pytest.mark.parametrize(
    "command",
    [
        "today", "follow-ups", "messages", "show Fang", "find renewal", "check", "report day 2026-11-24",
        "report week", "report month --format html", "playbook show",
        "plan", "undo", "playbook list", "log Fang call renewal 3min", "log Fang dance x", "log Nobody call x", "done 1",
        "done 99", "snooze 1 2026-12-03", "snooze 99 tomorrow", "close --no-plan", "new client Ann_Lee", "new xyz foo",
        "new client Fang_Wang", "rename Jun Zhao", "rename Jun_Zhao Jun_Zhou", "rename Nobody X", "export csv", "export ics",
        "export vcf", "export xlsx", "report team", "playbook show nope", "forget Nobody", "forget Jun_Zhao --dry-run",
        "find zzzz", "show zz", "check --fix", "import nope.csv", "plan 2026-11-20", "backup backup.zip",
    ],
)  # fmt: skip
def test_commands_in_an_english_vault_answer_in_english(
    vault: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    folder = vault(ENGLISH)
    monkeypatch.chdir(tmp_path)  # a command's own path counts from where it is run
    words = [word.replace("_", " ") for word in command.split()]
    answer = CliRunner().invoke(main, [*words, "--vault", str(folder), "--today", "2026-11-25"])
    assert answer.output
    assert WRITTEN_CHINESE.findall(answer.output) == []


def test_what_commands_write_is_english(vault: Callable[[str], Path]) -> None:
    """A line of the journal, a new note, a closed day, a plan, a forgotten client."""
    folder = vault(ENGLISH)
    for command in (
        "log Fang call renewal 3min", "new client Ann_Lee", "new script Hello", "new product Gold_bar", "new period 2026-12",
        "new case Card", "plan 2026-11-26", "close --no-plan", "report team --export", "forget Jun_Zhao --yes",
    ):  # fmt: skip
        words = [word.replace("_", " ") for word in command.split()]
        answer = CliRunner().invoke(
            main, [*words, "--vault", str(folder), "--today", "2026-11-25"], input="\n"
        )
        assert answer.exit_code == 0, (command, answer.output)
    written = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.md")}
    assert "[[Fang Wang]] renewal [Minutes:: 3]" in written[folder / "journal/2026/2026-11-25.md"]
    assert "Deleted client" in written[folder / "journal/2026/2026-11-25.md"]
    assert {
        str(path.relative_to(folder)): chinese_in([text])
        for path, text in written.items()
        if chinese_in([text])
    } == {}


def test_a_client_who_is_gone_is_missed_in_neither_language(vault: Callable[[str], Path]) -> None:
    for language in ("zh", "en"):
        with spoken(language):
            assert gone() in GONE_WORDS
    folder = vault("""
        === journal/2026/2026-11-24.md
        ## 记录
        - 09:30 电话 [[已删除客户]] 来谈
        - 09:40 电话 [[Deleted client]] 来谈
        """)
    assert load_vault(folder, load_settings(folder).settings).problems == ()


def test_counts_of_a_member_who_writes_english_are_read_by_a_chinese_team(
    vault: Callable[[str], Path],
) -> None:
    folder = vault("""
        === docs/team/Ann.md
        ---
        owner: Ann
        ---
        ## KPI
        | Period | KPI | Unit | Goal | Done |
        | --- | --- | --- | --- | --- |
        | 2026-11 | Calls | calls | 20 | 12 |
        """)
    (found,) = team_view(load_vault(folder, load_settings(folder).settings).vault).goals
    assert (found.kpi, found.goal, found.done) == ("Calls", 20, 12)
