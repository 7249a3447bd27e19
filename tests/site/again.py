"""A vault that is built or served again and again, and what a build from nothing makes of it."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from built import content
from hypothesis import strategies as st
from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from cmkb.site.later import Later
from cmkb.site.plugin import CmkbPlugin
from cmkb.site.result import BuildResult
from cmkb.site.rewriting import written_again
from cmkb.site.run import build_site
from cmkb.site.unchanged import same_result, seen

TODAY = date(2026, 11, 23)
NOTE = """---
姓名: 王芳
等级: 金卡
电话: ["13800001234"]
---
喜欢上午接电话，看 [[李雷]]。

## 跟进
- [ ] 送资料 📅 2026-11-24

## 近况
{words}
"""
VAULT = (
    "=== clients/王芳.md\n"
    + NOTE.format(words="一切都好。")
    + """
=== clients/李雷.md
---
等级: 白金
---
王芳的先生。
=== journal/2026-11-20.md
## 记录
- 10:15 电话 [[王芳]] 到期续做
=== docs/scripts/邀约.md
# 邀约
好吗
"""
)


def cut_a_kept_file(folder: Path, data: st.DataObject) -> None:
    """As a full disk leaves one of the cache."""
    kept = sorted((folder / ".cmkb" / "cache").glob("*"))
    if kept:
        file = data.draw(st.sampled_from(kept))
        file.write_bytes(file.read_bytes()[: data.draw(st.integers(0, 50))])


def up_to_date(
    folder: Path, *, site_dir: Path | None = None, strict: bool = False, today: date | None = None
) -> BuildResult | None:
    """What `cmkb build` says without building. None when something has to be done."""
    found = seen(folder, site_dir, today)
    return same_result(found, site_dir, strict) if found is not None and not found.changed else None


def build(folder: Path, today: date = TODAY) -> tuple[BuildResult, bool]:
    """As `cmkb build` does; and whether MkDocs was needed."""
    found = seen(folder, None, today)
    if found is not None and not found.changed:
        return same_result(found, None, strict=False), False
    again = written_again(folder, found, None, strict=False) if found is not None else None
    return (again, False) if again is not None else (build_site(folder, today=today), True)


def copied(folder: Path) -> Path:
    """Without anything that was kept. Of the same name: an editor's address may hold it."""
    copy = folder.parent / "copy" / folder.name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".cmkb", "site"))
    return copy


def fresh(folder: Path, today: date = TODAY) -> dict[str, bytes]:
    """Of a copy, from nothing."""
    return dict(content(build_site(copied(folder), today=today).site_dir))


@contextmanager
def another_process() -> Iterator[None]:
    """MkDocs keeps a plugin's instance for all builds of a process."""
    option: Any = MkDocsConfig.plugins
    kept, option.plugin_cache = option.plugin_cache, {}
    try:
        yield
    finally:
        option.plugin_cache = kept


def serve(folder: Path, site: Path, today: date = TODAY) -> CmkbPlugin:
    """The development server's first build."""
    config = load_config(config_file=str(folder / "mkdocs.yml"), site_dir=str(site))
    config.plugins.on_startup(command="serve", dirty=False)
    gc.enable()  # as the server does once it serves
    config.plugins["cmkb"].given_today = today
    _build(config)
    plugin = config.plugins["cmkb"]
    assert isinstance(plugin, CmkbPlugin)
    assert plugin.served is not None
    plugin.served.take()
    plugin.taken()
    return plugin


def serve_again(plugin: CmkbPlugin, folder: Path, site: Path, today: date = TODAY) -> None:
    """What the server does after a change."""
    assert plugin.served is not None
    plugin.given_today = today

    def builds() -> None:
        build_for_server(folder, site)

    def fails(why: str) -> None:
        raise AssertionError(why)

    plugin.words_or_all(plugin.served.keep_answering(builds, fails))()


def build_for_server(folder: Path, site: Path) -> None:
    _build(load_config(config_file=str(folder / "mkdocs.yml"), site_dir=str(site)))


def _build(config: MkDocsConfig) -> None:
    config.site_url = "http://127.0.0.1:8000/"
    build_with_mkdocs(config)


def whole_site(plugin: CmkbPlugin) -> dict[str, bytes]:
    """Of the development server, with all that is only made when it is asked for. Leaves that for the server to make."""
    assert plugin.served is not None
    root, later = plugin.served.root, plugin.served.later
    if later is None:
        return dict(content(root))
    whole = root.with_name("whole")
    shutil.rmtree(whole, ignore_errors=True)
    shutil.copytree(root, whole)
    another = Later(later.pages, later.groups)
    for path in (*later.pages, *(group.paths[0] for group in later.groups)):
        another.make(path, whole)
    return dict(content(whole))
