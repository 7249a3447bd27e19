"""A folder becomes a Site: pages, data, attachments and problems, before any generator is asked."""

from __future__ import annotations

import gc
import os
from datetime import date
from pathlib import Path

import pytest

from cmkb.build import compile_site
from cmkb.model.settings import Settings
from cmkb.pages.context import PageContext
from cmkb.pages.site import Site
from tests.conftest import draw
from tests.data_files import data_of

MONDAY = date(2026, 11, 23)
VAULT = """
    === clients/王芳.md
    # 王芳
    看 [[邀约]]、[[旧的]]、![[附件/合同.pdf]]
    - [ ] 送资料 📅 2026-11-23
    === clients/附件/合同.pdf
    x
    === journal/2026-11-23.md
    ## 记录
    - 10:15 电话 [[王芳]] 到期续做 [话术:: [[旧的]]]
    === docs/scripts/邀约.md
    # 邀约
    === docs/scripts/旧的.md
    # 旧的
    === docs/page.md
    ---
    title: 手写
    tags: 甲，乙
    hide: [toc]
    ---
    见 [[王芳]]
    """


def site_of(folder: Path, *hidden: str) -> Site:
    return compile_site(folder, Settings(), MONDAY, frozenset(hidden))


def text_of(site: Site, path: str) -> str:
    return next(page.render() for page in site.pages if page.path == path)


def test_a_vault_becomes_a_site(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    site = site_of(folder)
    pages = {page.path: page for page in site.pages}
    assert {"index.html", "clients/王芳.html", "journal/2026-11-23.html", "scripts/邀约.html"} <= set(pages)
    assert pages["clients/王芳.html"].note == "clients/王芳.md"
    assert "page.html" not in pages  # the generator renders it
    page = site.by_hand["docs/page.md"]
    assert page.meta == {"title": "手写", "tags": ("甲", "乙"), "hide": ("toc",)}
    assert page.links == {"王芳": "clients/王芳.md"}
    assert site.attachments == {"clients/附件/合同.pdf": "clients/附件/合同.pdf"}
    assert site.disk["clients/附件/合同.pdf"].read_bytes() == b"x\n"
    assert {"assets/cmkb/data/follow-ups.js", "assets/cmkb/search/names.js"} <= set(data_of(site))
    assert site.problems == ()


def test_every_page_renders_and_twice_the_same(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    one, two = ({page.path: page.render() for page in site_of(folder).pages} for _ in range(2))
    assert one == two
    assert all("<h1" in html for html in one.values())  # the theme adds one to pages without


def test_pages_and_data_are_let_go_without_a_collector(tmp_path: Path) -> None:
    """None runs during a build: what holds itself would stay until its end, once for each of ten thousand pages."""
    site = site_of(draw(tmp_path, VAULT))

    def made() -> None:
        for page in site.pages:
            page.render()
        data_of(site)

    made()  # what the first one makes for all others may stay
    gc.collect()
    gc.disable()
    try:
        made()
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_no_two_pages_share_an_address(tmp_path: Path) -> None:
    paths = [page.path.casefold() for page in site_of(draw(tmp_path, VAULT)).pages]
    assert len(paths) == len(set(paths))


def test_what_is_hidden_has_no_page_and_links_to_it_are_words(tmp_path: Path) -> None:
    site = site_of(draw(tmp_path, VAULT), "docs/scripts/旧的.md", "clients/附件/合同.pdf", "docs/page.md")
    assert "scripts/旧的.html" not in {page.path for page in site.pages}
    assert (site.by_hand, site.attachments) == ({}, {})
    client = text_of(site, "clients/王芳.html")
    assert "旧的.html" not in client
    assert '<span class="ck-missing" title="[[旧的]]">旧的</span>' in client
    assert "旧的.html" not in text_of(site, "scripts/index.html")
    files = (content if isinstance(content, str) else content.decode() for content in data_of(site).values())
    assert "%E6%97%A7%E7%9A%84" not in "".join(files)
    assert site.problems == ()  # the note is there, only not on the site


def test_the_day_is_the_one_that_was_given(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    late = compile_site(folder, Settings(), date(2026, 11, 25))
    assert 'data-date="2026-11-25"' in text_of(late, "index.html")
    early = compile_site(folder, Settings(), date(2026, 11, 20))
    assert [p.code for p in early.problems] == ["L5"]  # a record of a day that has not come


def test_a_playbook_that_the_machine_does_not_give(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "playbook.yml").write_text("title: 我的打法\n", "utf-8")
    (folder / "playbook.yml").chmod(0)
    if os.access(folder / "playbook.yml", os.R_OK):
        pytest.skip("skipped: this user may read everything")
    site = site_of(folder)
    assert [(p.path, p.text) for p in site.problems] == [("playbook.yml", "N5")]
    assert "我的打法" not in text_of(site, "routine.html")


def test_every_heading_and_block_of_a_note_can_be_linked_to(tmp_path: Path) -> None:
    """Whatever a client's page and a day's form make of them."""
    folder = draw(
        tmp_path,
        """
        === clients/王芳.md
        ## 持有
        - 国债 [amount:: 20万] ^h1
        ## 其他 的
        一段
        === journal/2026-11-23.md
        ## 计划
        - 14:00 需求面谈 [[王芳]] ^p1
        ## 记录
        - 10:15 电话 [[王芳#持有]] 好
        """,
    )
    site = site_of(folder)
    client, day = text_of(site, "clients/王芳.html"), text_of(site, "journal/2026-11-23.html")
    for html, anchors in ((client, ("持有", "其他-的", "^h1")), (day, ("计划", "记录", "^p1"))):
        for anchor in anchors:
            assert html.count(f' id="{anchor}"') == 1, anchor
    assert '<h2 id="持有">' in client


def test_listing_the_pages_asks_for_no_answers(tmp_path: Path) -> None:
    """The development server makes one page of a thousand after a save: what the others show it need not know."""
    site = site_of(draw(tmp_path, VAULT))
    context = site.prose.args[0]  # type: ignore[attr-defined]
    assert isinstance(context, PageContext)
    assert not {"rows", "reminders", "clients", "sheets", "periods", "matters", "holdings"} & set(
        vars(context)
    )
