"""Links of notes on the built site: every one leads to a file that is there, whatever the vault looks like."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from built import broken_links, page, pages

from cmkb.site.run import BuildResult, build_site
from tests.conftest import draw

VAULT = """
=== clients/王芳.md
---
推荐人: "[[李雷-8899]]"
---
看 [[李雷-8899|老李]]、[[2026-11-23#记录|那天]]、[[邀约#第 一 步]]、[[邀约#^q1|问]]、[[#自己的 标题]]
[话术](../docs/scripts/%E9%82%80%E7%BA%A6.md#第-一-步) [日志](../journal/2026-11-23.md) [合同](附件/合同%201.pdf) [列表](../docs/page.md)
![[附件/图 1.png]] ![旧](附件/图%201.png) ![外面](https://example.invalid/a.png) [官网](https://example.invalid/)
## 自己的 标题
=== clients/深/李雷-8899.md
[王芳](../王芳.md) [[王芳#自己的 标题]] [[50% 折扣?a:b]]
=== clients/50% 折扣?a:b.md
# 怪名
[[王芳]]
=== clients/附件/合同 1.pdf
%PDF
=== clients/附件/图 1.png
png
=== journal/2026-11-23.md
## 计划
- 14:00 需求面谈 ↪ [[王芳]]
## 记录
- 10:15 电话 [[王芳]] 好 [话术:: [[邀约]]]
[王芳](../clients/王芳.md)
=== docs/scripts/邀约.md
# 邀约
## 第 一 步
- 问：好吗？ ^q1
=== docs/page.md
# 一页
=== docs/index.md
# 首页是我写的
=== docs/index.html
<p>还有一个</p>
=== clients/王芳.html
<p>网页存档</p>
=== clients/index.md
客户们
=== clients/王芳/更多.md
# 更多
=== mkdocs.yml
site_name: 试用
theme: material
plugins:
  - cmkb: {editor: vscode}
"""


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return build_site(draw(tmp_path_factory.mktemp("links"), VAULT))


def hrefs(build: BuildResult, path: str) -> list[str]:
    return [unquote(link) for link in page(build.site_dir / path).links]


def test_all_of_them_lead_somewhere(build: BuildResult) -> None:
    assert broken_links(build.site_dir) == []
    assert {p.text for p in build.problems} == {"A1"}


def test_from_folder_to_folder(build: BuildResult) -> None:
    links = hrefs(build, "clients/王芳.html")
    for wanted in (
        "../clients/深/李雷-8899.html",
        "../journal/2026-11-23.html#记录",
        "../scripts/邀约.html#第-一-步",
        "../scripts/邀约.html#^q1",
        "#自己的-标题",
        "../page.html",
        "../clients/附件/合同 1.pdf",
    ):
        assert wanted in links, wanted
    assert links.count("../scripts/邀约.html#第-一-步") == 2
    assert links.count("../clients/附件/图 1.png") == 2
    assert "../../clients/王芳.html#自己的-标题" in hrefs(build, "clients/深/李雷-8899.html")


def test_what_lies_elsewhere_is_asked_for_only_by_a_click(build: BuildResult) -> None:
    html = page(build.site_dir / "clients" / "王芳.html")
    outside = [
        (tag, value) for tag, name, value in html.attributes if name in ("href", "src") and "example" in value
    ]
    assert outside == [("a", "https://example.invalid/a.png"), ("a", "https://example.invalid/")]


def test_attachments_come_along(build: BuildResult) -> None:
    folder = build.site_dir / "clients" / "附件"
    assert (folder / "合同 1.pdf").read_text("utf-8") == "%PDF\n"
    assert (folder / "图 1.png").read_text("utf-8") == "png\n"


def test_nobody_loses_a_page(build: BuildResult) -> None:
    texts = {name: html.text for name, html in pages(build.site_dir)}
    assert "首页是我写的" in texts["index-2.html"]
    assert "还有一个" in texts["index-3.html"]
    assert "客户们" in texts["clients/index-2.html"]
    assert "网页存档" in texts["clients/王芳-2.html"]
    assert "更多" in texts["clients/王芳/更多.html"]
    assert "怪名" in texts["clients/50% 折扣?a:b.html"]
    assert "今日" in texts["index.html"]


def test_a_note_opens_in_the_editor(build: BuildResult) -> None:
    vault = build.site_dir.parent
    address = f"vscode://file/{vault.as_posix().strip('/')}/clients/王芳.md:1"
    assert address in hrefs(build, "clients/王芳.html")


@pytest.mark.parametrize(
    ("marker", "scheme"), [(".obsidian", "obsidian://open?vault="), (".vscode", "vscode://file/")]
)
def test_the_editor_is_the_one_whose_settings_lie_in_the_vault(
    marker: str, scheme: str, tmp_path: Path
) -> None:
    folder = draw(tmp_path, "=== clients/王芳.md\n# 王芳\n")
    assert not any(
        "://" in link for link in page(build_site(folder).site_dir / "clients" / "王芳.html").links
    )
    (folder / marker).mkdir()
    other = build_site(folder, site_dir=tmp_path / "other").site_dir
    assert any(link.startswith(scheme) for link in page(other / "clients" / "王芳.html").links)
