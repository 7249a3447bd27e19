"""The theme around a page is rendered once and shared; nobody can tell from the pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from built import content

from cmkb.site.run import build_site
from tests.conftest import draw

VAULT = """
=== clients/王芳.md
# 王芳
=== clients/深/更深/李 & 雷 <b>.md
# 李雷
看 [[王芳]]
=== clients/引号 "和' 空  格.md
# x
=== clients/记号 cmkb-title.md
正文里的记号 \ue000cmkb-content\ue001 <h1></h1>
=== docs/scripts/邀约.md
# 邀约
=== docs/page.md
# 自己写的
=== journal/2026-11-23.md
## 记录
- 10:15 电话 [[王芳]]
=== meetings/2026-11-20 面谈.md
# 面谈
=== hooks.py
def on_page_context(context, **more):
    return context
"""


@pytest.mark.parametrize(
    "config",
    [
        "site_name: 试用\ntheme: material\n",
        "site_name: <b>\ue000cmkb-title\ue001</b>\ntheme: material\n",
        "site_name: 试用\ntheme: material\nnav: [index.md, page.md]\nplugins:\n  - cmkb: {language: en}\n",
    ],
)
def test_pages_are_the_same_with_and_without_a_shared_shell(config: str, tmp_path: Path) -> None:
    if "plugins" not in config:
        config += "plugins: [cmkb]\n"
    shared = build_site(draw(tmp_path / "shared", f"{VAULT}=== mkdocs.yml\n{config}")).site_dir
    each = build_site(draw(tmp_path / "each", f"{VAULT}=== mkdocs.yml\n{config}hooks: [hooks.py]\n")).site_dir
    assert content(shared) == content(each)
