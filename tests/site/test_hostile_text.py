"""Whatever stands in notes, names, playbook and configuration is text on the site: no element, handler, or address
that runs comes of it. Every page is parsed as a browser parses it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from built import broken_links, data_of, page, pages, requests
from hostile_vault import OTHERS, TEXTS, hostile_vault

from cmkb.site.run import BuildResult, build_site

INNOCENT = re.compile(
    r"(?:\.\./|/)*assets/(?:javascripts/bundle\.\w+\.min|cmkb/[\w-]+|cmkb/\w+/[\w-]+)\.js(?:\?\w+)?"
)
INLINE = 4  # scripts of the theme's own in every page


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return build_site(hostile_vault(tmp_path_factory.mktemp("hostile")), today=date(2026, 11, 23))


def test_only_our_own_scripts_run(build: BuildResult) -> None:
    seen = 0
    for name, html in pages(build.site_dir):
        inline = [script for script in html.scripts if not INNOCENT.fullmatch(script)]
        assert len(inline) == INLINE, name
        assert not any("alert" in script or "example.invalid" in script for script in inline), name
        seen += 1
    assert seen > 2 * len(TEXTS) + 3 * len(OTHERS)


def test_no_handler_and_no_living_address_came_of_a_text(build: BuildResult) -> None:
    assert [(name, html.living()) for name, html in pages(build.site_dir) if html.living()] == []


def test_no_element_came_of_a_text(build: BuildResult) -> None:
    for name, html in pages(build.site_dir):
        assert not {"iframe", "object", "embed", "base", "frame"} & set(html.tags), name
        pictures = [value for tag, attribute, value in html.attributes if tag == "img" and attribute == "src"]
        assert pictures == [], name


def test_no_page_asks_for_a_picture_elsewhere(build: BuildResult) -> None:
    assert requests(build.site_dir) == []


def test_templates_never_see_a_text_as_template(build: BuildResult) -> None:
    for name, html in pages(build.site_dir):
        assert "49{%" not in html.text, name
    home = page(build.site_dir / "index.html")
    assert "{{ 7*7 }}{% raw %}{% endblock %}{{ config }}" in home.text


def test_texts_arrive_whole(build: BuildResult) -> None:
    """Escaped, not removed: what was typed as a client's name is read as it was typed."""
    text = page(build.site_dir / "clients" / "index.html").text
    for wanted in ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)"):
        assert wanted in text


def test_data_files_are_data(build: BuildResult) -> None:
    files = list(build.site_dir.glob("assets/cmkb/*/*.js"))
    assert len(files) > 5
    for file in files:
        assert data_of(file)
        assert not re.search("[\u2028\u2029]", file.read_text("utf-8")), file.name


def test_links_between_strange_names_hold(build: BuildResult) -> None:
    assert broken_links(build.site_dir) == []
