"""Chinese and English, complete: whoever adds a text adds its English, and neither site shows the other's words."""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

from cmkb.build import compile_site
from cmkb.cli.main import main
from cmkb.load import load_settings, load_vault
from cmkb.locales import SIGNS, spoken, translator
from cmkb.locales.extract import SAYING, name_of
from cmkb.model.lunar import lunar_words
from cmkb.model.note import Cadence, LunarDay
from cmkb.model.playbook import Playbook
from cmkb.names import GONE_WORDS, gone
from cmkb.pages import format as words
from cmkb.pages.period_words import short, title
from cmkb.playbooks.loader import builtin_names, load_playbook
from cmkb.playbooks.wording import worded
from cmkb.views.spans import span_of
from cmkb.views.team import team_view
from tests.data_files import data_of
from tests.english_vault import ENGLISH
from tests.site.built import Html

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "cmkb" / "locales" / "en" / "LC_MESSAGES"
CHINESE = re.compile("[\u4e00-\u9fff]+")
WRITTEN_CHINESE = re.compile(rf"[\u4e00-\u9fff{''.join(SIGNS)}]+")
# Gaps that a singular does without.
ONLY_PLURAL = {
    "Contacts of the last month": {"{n}"},
    "From first step to sale: the one deal took {days} days": {"{n}"},
}
PLACEHOLDER = re.compile(r"\{[a-z_]*\}")
TODAY = date(2026, 11, 25)

Key = tuple[str | None, str]
Forms = tuple[str, ...]  # one, or singular and plural


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read_po(io.BytesIO((CATALOGUE / "cmkb.po").read_bytes()))


@pytest.fixture(scope="module")
def english(catalogue: Catalog) -> dict[Key, Forms]:
    return {
        (message.context, _forms(message.id)[0]): _forms(message.string)
        for message in catalogue
        if message.id
    }


def _forms(said: str | list[str] | Forms) -> Forms:
    return (said,) if isinstance(said, str) else tuple(said)


@pytest.fixture(scope="module")
def said() -> set[Key]:
    """Every Chinese text in code, templates and playbooks that is said to somebody."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options, keywords=DEFAULT_KEYWORDS, directory_filter=_of_package)
    return {
        (context, text)
        for _, _, message, _, context in found
        for text in [_forms(message)[0]]
        if WRITTEN_CHINESE.search(text)
    }


def _of_package(folder: str) -> bool:
    path = Path(folder)
    return path == ROOT or path.is_relative_to(ROOT / "cmkb")


def test_every_text_has_its_english(said: set[Key], english: dict[Key, Forms]) -> None:
    assert len(said) > 2000
    assert {key for key in said if not all(english.get(key, [""]))} == set()


def test_the_catalogue_holds_no_text_that_nobody_says(said: set[Key], english: dict[Key, Forms]) -> None:
    assert {key for key in english if WRITTEN_CHINESE.search(key[1])} - said == set()


def test_the_english_is_english(english: dict[Key, Forms]) -> None:
    assert {text for forms in english.values() for text in forms if WRITTEN_CHINESE.search(text)} == set()


def test_both_sides_of_a_text_have_the_same_gaps(english: dict[Key, Forms]) -> None:
    """{salutation} is a talk track's variable, which is called 称呼 in Chinese."""
    differing = {
        text: said
        for (_, text), forms in english.items()
        for said in forms
        if set(PLACEHOLDER.findall(text)) - ONLY_PLURAL.get(said, set())
        != set(PLACEHOLDER.findall(said)) - {"{salutation}"}
    }
    assert differing == {}


def test_the_compiled_catalogue_is_that_of_the_texts(catalogue: Catalog) -> None:
    """`make messages` compiles it."""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    assert (CATALOGUE / "cmkb.mo").read_bytes() == compiled.getvalue()


@pytest.mark.parametrize("path", sorted((ROOT / "cmkb/pages/templates").glob("*.html")), ids=lambda p: p.name)
def test_a_template_says_chinese_through_the_catalogue_only(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert CHINESE.findall(re.sub(r"""\b_\((["']).*?\1\)""", "", text)) == []


def test_the_style_sheet_says_on_english_pages_what_it_says_on_chinese_ones() -> None:
    css = (ROOT / "cmkb/site/assets/cmkb.css").read_text(encoding="utf-8")
    said = {
        selector.strip(): content
        for selector, content in re.findall(r"""([^{}]+)\{[^{}]*content: ?"([^"]*)\"""", css)
    }
    chinese = [selector for selector, content in said.items() if WRITTEN_CHINESE.search(content)]
    assert chinese
    english = {one.removeprefix(":lang(en) ").removeprefix("[lang=en] "): text for one, text in said.items()}
    assert {one for one in chinese if WRITTEN_CHINESE.search(english[one])} == set()


CHINESE_FORMS = {"format.py", "period_words.py"}  # of days, weeks and months
PAGES = [path for path in sorted((ROOT / "cmkb/pages").glob("*.py")) if path.name not in CHINESE_FORMS]
# The heading of the Chinese date on Today; a colon that Markdown reads.
NOT_SAID = {"农历", "　", "：："}
TAKING = SAYING | {"sign", "translator", "compile", "pattern", "removesuffix", "lstrip", "strftime"}


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_code_of_pages_says_chinese_through_the_catalogue_only(path: Path) -> None:
    """A text that is not wrapped would stand on the English site as it is: `say("…")`, `N_("…")` where it is data."""
    assert list(_unsaid(ast.parse(path.read_text(encoding="utf-8")))) == []


def _unsaid(tree: ast.Module) -> Iterator[str]:
    said: set[int] = set()
    for node in ast.walk(tree):
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        call = isinstance(node, ast.Call) and name_of(node.func) in TAKING
        of_chinese = isinstance(node, ast.If | ast.IfExp) and '"zh"' in ast.unparse(node.test).replace(
            "'", '"'
        )
        if docstring or call or of_chinese or isinstance(node, ast.Compare):
            said |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in said else None
        if isinstance(text, str) and WRITTEN_CHINESE.search(text) and text not in NOT_SAID:
            yield text


# ---------------------------------------------------------------------------------------------- playbooks


@pytest.mark.parametrize("name", builtin_names())
def test_a_playbook_in_english_keeps_all_its_entries(name: str) -> None:
    """Two Chinese words may not become one English word where they are keys beside each other."""
    chinese = load_playbook(name)[0]
    english = worded(chinese, "en")
    for part in (
        "kinds",
        "results",
        "tiers",
        "stages",
        "statuses",
        "cases",
        "case_states",
        "forms",
        "report",
    ):
        before, after = getattr(chinese, part), getattr(english, part)
        assert len(before) == len(after), part
        for old, new in zip(before.values(), after.values(), strict=True):
            assert old.key == new.key or old.key in new.aliases or part == "report", (part, old.key)
    for old, new in zip(chinese.forms.values(), english.forms.values(), strict=True):
        assert [len(group.items) for group in old.groups.values()] == [
            len(group.items) for group in new.groups.values()
        ]


@pytest.mark.parametrize("name", builtin_names())
def test_what_refers_to_an_entry_finds_it_in_english(name: str) -> None:
    book = worded(load_playbook(name)[0], "en")
    kinds = set(book.kinds)
    for entry in (
        *book.kpis.values(),
        *book.limits.values(),
        *book.reminders.values(),
        *book.quotas.values(),
    ):
        assert set(entry.kinds) <= kinds, entry.key
    for stage in book.stages.values():
        assert set(stage.records) <= kinds
        assert set(stage.results) <= set(book.results)
    for slot in book.routine.day:
        assert set(slot.forms) <= set(book.forms)
    for kind in book.kinds.values():
        assert kind.form in ("", *book.forms)
        assert kind.case in ("", *book.cases)
    for rule in book.reminders.values():
        assert rule.from_tier in ("", *book.tiers)
        assert rule.occasion in ("", *book.occasions)
    for fields in book.fields.values():
        assert {spec.group for spec in fields.values()} <= {"", *book.groups}


@pytest.mark.parametrize("name", builtin_names())
def test_what_a_playbook_shows_is_english(name: str) -> None:
    book = worded(load_playbook(name)[0], "en")
    assert [text for text in _shown(book) if CHINESE.search(text)] == []


def _shown(book: Playbook) -> Iterator[str]:
    yield from (book.title, book.summary, *book.groups, *book.posts, *book.occasions)
    for fields in (*book.fields.values(), book.record_fields, *book.entry_fields.values()):
        for spec in fields.values():
            yield from (spec.label, spec.ask, spec.unit, *spec.values)
    for section in book.sections.values():
        yield section.headings[0]
    for part in ("tiers", "statuses", "stages", "kinds", "results", "cases", "case_states", "forms"):
        yield from getattr(book, part)
    for part in ("kpis", "quotas", "limits"):
        for entry in getattr(book, part).values():
            yield from (entry.label, entry.unit, getattr(entry, "note", ""))
    for slot in book.routine.day:
        yield from (slot.title, slot.note, *slot.steps, *slot.checklist)
    yield from (*book.routine.week, *book.routine.month)
    for procedure in book.procedures.values():
        yield from (procedure.label, procedure.note)
        for step in procedure.steps.values():
            yield from (step.key, step.note, *step.checklist)
    for rule in book.reminders.values():
        yield from (rule.label, rule.note, rule.occasion)
    for form in book.forms.values():
        yield form.usage
        for group in form.groups.values():
            yield from (group.key, group.note)
            for item in group.items.values():
                yield from (item.key, *item.ticks)


def test_a_vaults_own_words_stay_as_they_are_written(vault: Callable[[str], Path]) -> None:
    folder = vault(
        """
        === mkdocs.yml
        plugins: [{cmkb: {language: en}}]
        === playbook.yml
        fields: {client: {dog: Name of the dog, cat: {label: 猫, en: Cat}}}
        kinds: {品茶: {contact: true}, 电话: {}}
        """
    )
    book = load_vault(folder, load_settings(folder).settings).vault.playbook
    client = book.fields_of("client")
    assert (client["dog"].label, client["cat"].label) == ("Name of the dog", "Cat")
    assert "品茶" in book.kinds
    assert "Call" in book.kinds


# ---------------------------------------------------------------------------------------------- notes

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


# ---------------------------------------------------------------------------------------------- sites


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
    found = {path: _chinese(texts) for path, texts in _pages(vault(drawing)).items()}
    assert len(found) > 10
    assert {path: words for path, words in found.items() if words} == {}


def _chinese(texts: list[str]) -> set[str]:
    return {text for words in texts for text in WRITTEN_CHINESE.findall(words)}


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
        str(path.relative_to(folder)): _chinese([text]) for path, text in written.items() if _chinese([text])
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


# ---------------------------------------------------------------------------------------------- figures


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (None, "—", "—"),
        (8600, "8,600", "8,600"),
        (352_000, "35.2万", "352K"),
        (1_234_567, "123.46万", "1.23M"),
        (-50_000, "-5万", "-50K"),
        (2_500_000_000, "25亿", "2.5B"),
    ],
)
def test_amounts_are_written_as_the_reader_counts(value: int | None, chinese: str, english: str) -> None:
    with spoken("zh"):
        assert words.amount(value) == chinese
    with spoken("en"):
        assert words.amount(value) == english


def test_values_are_written_in_the_readers_words() -> None:
    values = (True, Cadence(10, 15, ()), LunarDay(6, 8, True))
    with spoken("zh"):
        assert [words.text_of(value) for value in values] == ["是", "10天/15天", "闰六月初八"]
        assert (words.text_of(3, "分"), words.text_of(("茶", "山"))) == ("3分", "茶、山")
    with spoken("en"):
        assert [words.text_of(value) for value in values] == ["yes", "10/15 days", "leap 6-8"]
        assert (words.text_of(3, "min"), words.text_of(("tea", "hills"))) == ("3 min", "tea, hills")
    assert lunar_words(LunarDay(10, 15), "en") == "10-15"


def test_days_and_periods_are_named_as_the_reader_names_them() -> None:
    assert words.long_date(TODAY, "en") == "Wednesday, 25 November 2026"
    named = {
        grain: title(span_of(TODAY, grain), "en") for grain in ("week", "month", "quarter", "half", "year")
    }
    assert named == {
        "week": "Week 48 of 2026", "month": "November 2026", "quarter": "Q4 2026", "half": "Second half of 2026",
        "year": "2026",
    }  # fmt: skip
    assert short(span_of(TODAY, "week"), "en") == "Week 48"


@pytest.mark.parametrize(
    ("text", "n", "chinese", "english"),
    [
        ("逾期 {n} 天", 1, "逾期 1 天", "1 day late"),
        ("逾期 {n} 天", 12, "逾期 12 天", "12 days late"),
        ("{n} 位", "1", "1 位", "1 client"),
        ("{n} 位", 0, "0 位", "0 clients"),
    ],
)
def test_one_is_not_many(text: str, n: object, chinese: str, english: str) -> None:
    assert translator("zh")(text).format(n=n) == chinese
    assert translator("en")(text).format(n=n) == english


def test_units_stand_behind_one_and_many() -> None:
    books = {language: worded(load_playbook("bank-personal")[0], language) for language in ("zh", "en")}
    units = {language: book.kpis["calls"].unit for language, book in books.items()}
    with spoken("zh"):
        assert [words.with_unit(n, units["zh"]) for n in ("1", "12")] == ["1通", "12通"]
    with spoken("en"):
        assert [words.with_unit(n, units["en"]) for n in ("1", "12")] == ["1 call", "12 calls"]
        assert words.with_unit("1", "%") == "1%"


def test_an_unknown_text_is_said_as_it_is() -> None:
    for language, context in product(("zh", "en"), ("", "playbook")):
        assert translator(language, context)("没人翻译过的话") == "没人翻译过的话"
