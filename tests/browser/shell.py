"""A few pages in cmkb's shell, with data made in the tests: all that the browser knows of a build."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

import cmkb.site

SITE = Path(cmkb.site.__file__).parent
HOOK = """
def on_env(env, config, files):
    env.globals["cmkb"] = {options!r}
    return env
"""
OPTIONS = {"language": "zh", "audience": "self", "timezone": "Asia/Shanghai", "today": ""}


def build_shell(
    folder: Path,
    pages: Mapping[str, str],
    data: Mapping[str, str],
    options: Mapping[str, str] | None = None,
    nav: Sequence[Mapping[str, str]] | None = None,
) -> Path:
    """`pages`: name without suffix → HTML; `data`: path below assets/cmkb/ → content. Returns the site."""
    for name, html in pages.items():
        write(folder / "docs" / f"{name}.md", f"---\nhide: [navigation, toc]\n---\n\n{html}\n")
    write(folder / "hook.py", HOOK.format(options={**OPTIONS, **(options or {})}))
    write(folder / "mkdocs.yml", "site_name: 城南支行 · 客户经理\n")
    loaded = load_config(
        config_file=str(folder / "mkdocs.yml"),
        use_directory_urls=False,
        nav=nav,
        plugins=[],
        hooks=[str(folder / "hook.py")],
        theme={
            "name": "material",
            "custom_dir": str(SITE / "theme"),
            "font": False,
            "language": "zh",
            "features": ["navigation.tabs"],
            "palette": [scheme("light", "default", "night"), scheme("dark", "slate", "sunny")],
        },
        extra={"generator": False},
    )
    build(loaded)
    assets = folder / "site" / "assets" / "cmkb"
    shutil.copytree(SITE / "assets", assets)
    for name, text in data.items():
        write(assets / name, text)
    return folder / "site"


def scheme(mode: str, name: str, icon: str) -> dict[str, object]:
    return {
        "media": f"(prefers-color-scheme: {mode})",
        "scheme": name,
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": f"material/weather-{icon}", "name": f"not {mode}"},
    }


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
