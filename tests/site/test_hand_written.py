"""Pages of docs/ that are no notes stay with MkDocs' Markdown; what a client manager writes in them works anyway."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest
from built import broken_links, page, pages

from cmkb.site.run import BuildResult, build_site
from tests.conftest import draw

VAULT = """
    === clients/王芳.md
    ---
    姓名: 王芳
    ---
    ## 需求 与 目标
    养老
    看 [办法](../docs/how.md#第二-步)、[[how#第二 步]]、![图](附件/图.png)
    === docs/how.md
    # 办法

    !!! note "提示"
        一句

    ## 第二 步

    给 [王芳](../clients/王芳.md)、[编码的](../clients/%E7%8E%8B%E8%8A%B3.md#需求-与-目标)、[[王芳|王姐]]、[[王芳#需求 与 目标]]，
    用 [话术](scripts/邀约.md)、[[邀约]]、[[没有这个人]]，`[[王芳]]`

    ![图](../clients/附件/图.png) ![[表.csv]] [表](files/表.csv) [[#第二 步]]

    %%不给人看%%

    <details><summary>摘要</summary>自己写的 HTML</details>
    === docs/scripts/邀约.md
    # 邀约
    回 [办法](../how.md) 和 [王芳](../../clients/王芳.md)
    === docs/files/表.csv
    a,b
    === clients/附件/图.png
    x
    === mkdocs.yml
    site_name: 试用
    theme: material
    plugins: [cmkb]
    markdown_extensions: [admonition, md_in_html]
    """


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return build_site(draw(tmp_path_factory.mktemp("hand"), VAULT))


def test_links_work_in_both_directions(build: BuildResult) -> None:
    assert broken_links(build.site_dir) == []
    how = page(build.site_dir / "how.html")
    links = [unquote(link) for link in how.links]
    client, heading = "clients/王芳.html", "#需求-与-目标"
    assert [link for link in links if link.startswith(client)] == [
        client,
        client + heading,
        client,
        client + heading,
    ]
    assert how.links.count("scripts/%E9%82%80%E7%BA%A6.html") == 2
    assert "clients/%E9%99%84%E4%BB%B6/%E5%9B%BE.png" in how.links
    assert "files/%E8%A1%A8.csv" in how.links
    text = page(build.site_dir / "clients" / "王芳.html")
    assert text.links.count("../how.html#%E7%AC%AC%E4%BA%8C-%E6%AD%A5") == 2


def test_mkdocs_own_markdown_is_at_work(build: BuildResult) -> None:
    html = page(build.site_dir / "how.html")
    assert ("div", "class", "admonition note") in html.attributes
    assert "details" in html.tags
    assert "第二-步" in html.ids  # not Python's `_1`


def test_links_to_nobody_are_words_and_code_stays_code(build: BuildResult) -> None:
    text = page(build.site_dir / "how.html").text
    assert "没有这个人，[[王芳]]" in text
    assert "王姐" in text


def test_comments_are_nobodys_to_read(build: BuildResult) -> None:
    assert not any("不给人看" in html.text for _, html in pages(build.site_dir))
    index = "".join(f.read_text("utf-8") for f in build.site_dir.glob("assets/cmkb/search/*.js"))
    assert "不给人看" not in index
    assert "自己写的" in index  # hand-written pages are found too


def test_links_warn_of_nothing(build: BuildResult) -> None:
    assert build.warnings == ()
    assert [p.text for p in build.problems] == ["L1", "P2"]  # a talk track links a client


WORDS = (
    "tags: 高净值，重点",
    "tags: 5",
    "template: 话术",
    "template: ../../secret.html",
    "hide: 5",
    "hide: navigation",
    "icon: x",
    "icon: 5",
    "status: [a]",
    "subtitle: {a: b}",
    "description: <b>",
    "title: [a, b]",
    "title: 2026-01-01",
    "search: 5",
    "social: 否",
    "authors: 王",
)


@pytest.fixture(scope="module")
def site_of_words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = (
        f"=== {place}/{number}.md\n---\n{line}\n---\n正文\n"
        for number, line in enumerate(WORDS)
        for place in ("docs", "clients")
    )
    config = (
        "=== mkdocs.yml\nsite_name: 试用\ntheme: material\nplugins: [cmkb, material/tags, material/search]\n"
    )
    return build_site(draw(tmp_path_factory.mktemp("words"), "".join(pages) + config)).site_dir


@pytest.mark.parametrize("line", WORDS)
def test_a_word_that_means_something_to_the_theme_does_no_harm(line: str, site_of_words: Path) -> None:
    number = WORDS.index(line)
    assert "正文" in page(site_of_words / f"{number}.html").text
    assert "正文" in page(site_of_words / "clients" / f"{number}.html").text


def test_keys_that_a_theme_can_use_are_used(tmp_path: Path) -> None:
    folder = draw(
        tmp_path,
        """
        === docs/page.md
        ---
        title: 甲 & <b>乙</b>
        tags: [重点, 高净值]
        ---
        正文
        === docs/list.md
        # 目录

        <!-- material/tags -->
        === mkdocs.yml
        site_name: 试用
        theme: material
        plugins: [cmkb, material/tags]
        """,
    )
    site = build_site(folder).site_dir
    assert "<title>甲 &amp; &lt;b&gt;乙&lt;/b&gt; - 试用</title>" in (site / "page.html").read_text("utf-8")
    assert "高净值" in page(site / "list.html").text


def test_a_link_to_nowhere_is_told_once_and_with_its_place(tmp_path: Path) -> None:
    folder = draw(tmp_path, "=== docs/page.md\n正文\n看 [x](nowhere.md)、![y](../clients/no.png)\n")
    build = build_site(folder)
    assert [p.line_of_text().split("：")[0] for p in build.problems] == [
        "docs/page.md:2:3: L1 找不到 [[nowhere.md]]",
        "docs/page.md:2:19: L1 找不到 [[../clients/no.png]]",
    ]
    assert build.warnings == ()


@pytest.mark.parametrize("name", [unicodedata.normalize("NFD", "café.md"), "café.MD", "说明.Md"])
def test_the_spelling_of_a_file_name_loses_no_page(name: str, tmp_path: Path) -> None:
    folder = draw(tmp_path, f"=== docs/{name}\n# 一页\n正文\n=== clients/王芳.md\n看 [[{name[:-3]}]]\n")
    build = build_site(folder)
    address = unicodedata.normalize("NFC", name)[:-3] + ".html"
    assert "正文" in page(build.site_dir / address).text
    assert broken_links(build.site_dir) == []
    assert build.problems == ()


def test_what_only_looks_like_keys_is_text(tmp_path: Path) -> None:
    """MkDocs takes such lines for keys and drops them."""
    build = build_site(draw(tmp_path, "=== docs/page.md\nNote: 这是正文\n第二行\n"))
    assert "Note: 这是正文" in page(build.site_dir / "page.html").text


def test_another_plugins_pages_stay_its_own(tmp_path: Path) -> None:
    hook = """
        from mkdocs.structure.files import File
        def on_files(files, config):
            files.append(File.generated(config, "made.md", content="---\\ntitle: T\\n---\\nby a hook"))
            return files
        def on_page_content(html, page, **more):
            return html + "<p>每页都有</p>" if page.file.src_uri == "page.md" else html
        """
    folder = draw(tmp_path, "=== docs/page.md\n正文\n=== clients/王芳.md\n# 王芳\n")
    (folder / "hooks.py").write_text("\n".join(line[8:] for line in hook.splitlines()), "utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: 试用\ntheme: material\nhooks: [hooks.py]\nplugins: [cmkb]\n", "utf-8"
    )
    site = build_site(folder).site_dir
    assert "by a hook" in page(site / "made.html").text
    assert "每页都有" in page(site / "page.html").text


def test_files_that_the_vault_leaves_out_are_left_out(tmp_path: Path) -> None:
    folder = draw(tmp_path, "=== docs/page.md\n正文\n=== docs/page.md~\n旧稿\n=== docs/~$page.md\n旧稿\n")
    (tmp_path / "elsewhere.md").write_text("别处的秘密", "utf-8")
    try:
        (folder / "docs" / "link.md").symlink_to(tmp_path / "elsewhere.md")
    except OSError:
        pytest.skip("skipped: no right to make links here")
    site = build_site(folder).site_dir
    assert not [name for name, html in pages(site) if "旧稿" in html.text or "秘密" in html.text]
