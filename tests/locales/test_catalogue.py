"""Whoever adds a text adds its English: code, templates and playbooks say Chinese through the catalogue alone."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo

from cmkb.locales import translator
from cmkb.locales.extract import SAYING, name_of
from tests.locales.conftest import CATALOGUE
from tests.locales.languages import CHINESE, ROOT, WRITTEN_CHINESE, Forms, Key, forms_of

# Gaps that a singular does without.
ONLY_PLURAL = {
    "Contacts of the last month": {"{n}"},
    "From first step to sale: the one deal took {days} days": {"{n}"},
}
PLACEHOLDER = re.compile(r"\{[a-z_]*\}")


@pytest.fixture(scope="module")
def said() -> set[Key]:
    """Every Chinese text in code, templates and playbooks that is said to somebody."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options, keywords=DEFAULT_KEYWORDS, directory_filter=_of_package)
    return {
        (context, text)
        for _, _, message, _, context in found
        for text in [forms_of(message)[0]]
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


def test_an_unknown_text_is_said_as_it_is() -> None:
    for language, context in product(("zh", "en"), ("", "playbook")):
        assert translator(language, context)("没人翻译过的话") == "没人翻译过的话"
