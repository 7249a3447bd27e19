"""mkdocs.yml is the user's: what MkDocs and Material allow there does not break the build."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent

import pytest
from built import broken_links, page, pages

from cmkb.site.run import BuildFailed, BuildResult, build_site
from tests.conftest import draw

VAULT = """
=== clients/王芳.md
# 王芳
看 [[邀约]]、[[旧的]]
=== docs/scripts/邀约.md
# 邀约
=== docs/scripts/旧的.md
# 旧的
早先的话
=== docs/page.md
# 自己写的
"""


def build(folder: Path, config: str, vault: str = VAULT) -> BuildResult:
    text = "site_name: 试用\nplugins: [cmkb]\n" if "plugins:" not in config else "site_name: 试用\n"
    return build_site(draw(folder, f"{vault}=== mkdocs.yml\n{text}{config}"))


def names(build: BuildResult) -> set[str]:
    return {name for name, _ in pages(build.site_dir)}


def test_without_a_theme_it_is_material(tmp_path: Path) -> None:
    site = build(tmp_path, "").site_dir
    assert (site / "assets" / "cmkb" / "cmkb.css").is_file()
    assert any("assets/cmkb/cmkb.css" in link for link in page(site / "index.html").links)


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_another_theme_shows_the_same_texts(theme: str, tmp_path: Path) -> None:
    site = build(
        tmp_path,
        f"theme: {theme}\n",
        VAULT.replace("=== docs/page.md", "=== clients/<b>x.md\n# x\n=== docs/page.md"),
    ).site_dir
    assert "王芳" in page(site / "clients" / "王芳.html").text
    assert "<b>x" in page(site / "clients" / "<b>x.html").text
    assert not any(
        "<b>x" in title
        for title in re.findall("<title>(.*?)</title>", (site / "clients" / "<b>x.html").read_text("utf-8"))
    )


def test_addresses_stay_when_directory_urls_are_asked_for(tmp_path: Path) -> None:
    result = build(tmp_path, "use_directory_urls: true\ntheme: material\n")
    assert {"clients/王芳.html", "page.html", "scripts/index.html"} <= names(result)
    assert broken_links(result.site_dir) == []


def test_a_navigation_of_ones_own(tmp_path: Path) -> None:
    nav = """
theme: material
nav:
  - 首页: index.md
  - 我的客户: clients/index.md
  - 团队:
      - 自己写的一页: page.md
      - 外面: https://example.invalid/
  - 邀约话术: scripts/邀约.md
"""
    result = build(tmp_path, nav)
    assert result.warnings == ()
    home = page(result.site_dir / "index.html").text
    for title in ("首页", "我的客户", "团队", "邀约话术"):
        assert title in home
    assert "跟进" in page(result.site_dir / "follow-ups.html").text  # built, though not in that navigation


def test_a_custom_folder_of_templates_comes_first(tmp_path: Path) -> None:
    vault = (
        VAULT
        + """=== my/main.html
{% extends "base.html" %}
{% block content %}<p>行里的横幅</p>{{ super() }}{% endblock %}
=== my/assets/cmkb/cmkb.css
/* mine */
"""
    )
    site = build(tmp_path, "theme: {name: material, custom_dir: my}\n", vault).site_dir
    for name in ("index.html", "clients/王芳.html", "page.html"):
        assert "行里的横幅" in page(site / name).text
    assert (site / "assets" / "cmkb" / "cmkb.css").read_text("utf-8") == "/* mine */\n"


def test_what_the_configuration_excludes_is_nowhere(tmp_path: Path) -> None:
    result = build(tmp_path, "theme: material\nexclude_docs: |\n  旧的.md\n  page.md\n")
    assert not {"scripts/旧的.html", "page.html"} & names(result)
    assert not any("早先的话" in html.text for _, html in pages(result.site_dir))
    assert "早先的话" not in (result.site_dir / "assets/cmkb/search/text-0.js").read_text("utf-8")
    assert "旧的" in page(result.site_dir / "clients" / "王芳.html").text  # the link became words
    assert broken_links(result.site_dir) == []
    assert result.problems == ()


def test_drafts_are_not_built(tmp_path: Path) -> None:
    result = build(tmp_path, "theme: material\ndraft_docs: |\n  scripts/\n")
    assert "scripts/邀约.html" not in names(result)
    assert broken_links(result.site_dir) == []


def test_excluding_everything_excludes_no_script_of_the_pages(tmp_path: Path) -> None:
    result = build(tmp_path, "theme: material\nexclude_docs: |\n  *\n  assets/\n")
    assert (result.site_dir / "assets" / "cmkb" / "today.js").is_file()
    assert "clients/王芳.html" in names(result)


def test_other_plugins_and_hooks(tmp_path: Path) -> None:
    vault = (
        VAULT
        + """=== hooks.py
seen = []
def on_page_markdown(markdown, page, **more):
    seen.append(page.file.src_uri)
def on_page_content(html, **more):
    return html
def on_post_page(output, page, **more):
    return output.replace("</body>", "<!-- hook --></body>")
"""
    )
    config = "theme: material\nplugins: [search, cmkb, material/search, material/tags, material/meta]\nhooks: [hooks.py]\n"
    result = build(tmp_path, config, vault)
    for name in names(result) - {"404.html"}:
        assert "<!-- hook -->" in (result.site_dir / name).read_text("utf-8"), name
    assert "王芳" in page(result.site_dir / "clients" / "王芳.html").text


def test_a_hook_may_look_at_generated_data_and_change_it(tmp_path: Path) -> None:
    vault = (
        VAULT
        + """=== hooks.py
def on_files(files, config):
    clients = files.get_file_from_path("assets/cmkb/data/clients.js")
    assert "王芳" in clients.content_string
    clients.content_string = "// changed"
    later = files.get_file_from_path("assets/cmkb/data/follow-ups-later.js")
    later.content_bytes = later.content_bytes + b"// more"
    assert later.content_string.endswith("// more")
"""
    )
    site = build(tmp_path, "theme: material\nplugins: [cmkb]\nhooks: [hooks.py]\n", vault).site_dir
    data = site / "assets" / "cmkb" / "data"
    assert (data / "clients.js").read_text("utf-8") == "// changed"
    assert (data / "follow-ups-later.js").read_text("utf-8").startswith("window.cmkbFollowUpsLater=")
    assert (data / "follow-ups-later.js").read_text("utf-8").endswith("// more")
    assert "王芳" in (data / "follow-ups.js").read_text("utf-8")


def test_extra_files_of_the_site(tmp_path: Path) -> None:
    vault = VAULT + "=== docs/css/my.css\np {}\n=== docs/assets/logo.svg\n<svg/>\n"
    result = build(
        tmp_path, "theme: {name: material, logo: assets/logo.svg}\nextra_css: [css/my.css]\n", vault
    )
    assert any(link.endswith("css/my.css") for link in page(result.site_dir / "clients" / "王芳.html").links)
    assert broken_links(result.site_dir) == []


@pytest.mark.parametrize(
    "vault",
    [
        "",
        "=== docs/page.md\n# 一页\n",
        "=== journal/2026-11-23.md\n## 记录\n- 传单 50\n",
        "=== clients/王芳.md\n",
    ],
    ids=["nothing at all", "a page", "a journal", "an empty note"],
)
def test_a_vault_with_next_to_nothing(vault: str, tmp_path: Path) -> None:
    folder = tmp_path / "我的 笔记 & 100%"
    result = build(folder, "theme: material\n", vault)
    assert result.problems == ()
    assert result.warnings == ()
    assert broken_links(result.site_dir) == []


def test_the_folders_have_other_names(tmp_path: Path) -> None:
    vault = "=== 客户/王芳.md\n# 王芳\n看 [[邀约]]\n=== 资料/scripts/邀约.md\n# 邀约\n=== 资料/page.md\n[王芳](../客户/王芳.md)\n"
    result = build(tmp_path, "docs_dir: 资料\ntheme: material\nplugins:\n  - cmkb: {clients: 客户}\n", vault)
    assert {"客户/王芳.html", "scripts/邀约.html", "page.html"} <= names(result)
    assert result.problems == ()
    assert broken_links(result.site_dir) == []


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("theme: material\nplugins:\n  - cmkb: {timezone: Mars/Olympus}\n", "timezone"),
        ("theme: material\nplugins:\n  - cmkb: {timezone: ..}\n", "timezone"),
        ("theme: material\nplugins:\n  - cmkb: {today: 2026-13-45}\n", "today"),
        ("theme: material\nplugins:\n  - cmkb: {today: 2026-02-30}\n", "mkdocs.yml"),
        ("theme: material\nplugins:\n  - cmkb: {language: fr}\n", "language"),
        ("theme: material\nplugins:\n  - cmkb: {clients: ../secret}\n", "clients"),
        ("theme: material\nplugins:\n  - cmkb: {folders: {活动: 沙龙}}\n", "活动"),
        ("theme: material\nplugins:\n  - cmkb: {nonsense: 1}\n", "nonsense"),
        ("theme: material\nplugins: [search]\n", "没有启用 cmkb"),
        ("theme: no-such-theme\n", "no-such-theme"),
        ("theme: {name: material, custom_dir: nowhere}\n", "custom_dir"),
        ("theme: material\nnav: 5\n", "nav"),
        ("theme: material\ndocs_dir: ..\n", "docs_dir"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(config: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BuildFailed) as failed:
        build(tmp_path, config)
    assert said in str(failed.value)
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize(
    "text", ["site_name: [\n", "\tsite_name: x\n", "- a\n", "", "site_name: 试用\nplugins: {\n"]
)
def test_a_configuration_that_is_none(text: str, tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "mkdocs.yml").write_text(text, "utf-8")
    with pytest.raises(BuildFailed):
        build_site(folder)


def test_a_configuration_in_gbk_or_with_a_mark(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    config = "site_name: 我的客户\ntheme: material\nplugins: [cmkb]\n"
    (folder / "mkdocs.yml").write_bytes(config.encode("gbk"))
    with pytest.raises(BuildFailed, match="UTF-8"):
        build_site(folder)
    (folder / "mkdocs.yml").write_bytes(config.encode("utf-8-sig"))
    assert "我的客户" in page(build_site(folder).site_dir / "index.html").text


def test_a_language_and_words_of_ones_own_stay(tmp_path: Path) -> None:
    config = indent("name: material\nfeatures: [navigation.top]\npalette: {scheme: slate}\n", "  ")
    site = build(tmp_path, f"theme:\n{config}plugins:\n  - cmkb: {{language: en}}\n").site_dir
    text = (site / "index.html").read_text("utf-8")
    assert '<html lang="en"' in text
    assert 'data-md-color-scheme="slate"' in text
    assert "navigation.top" in text


def test_further_folders_may_be_a_list(tmp_path: Path) -> None:
    """The terminal took it, MkDocs refused the build."""
    config = "theme: material\nplugins:\n  - cmkb:\n      folders: [课程]\n"
    site = build(tmp_path, config, VAULT + "=== 课程/第一课.md\n讲开场\n").site_dir
    assert "讲开场" in page(site / "课程" / "第一课.html").text
