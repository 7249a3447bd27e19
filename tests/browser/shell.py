"""A site of a few pages in cmkb's shell, with data made in the tests: all that the browser side knows of a build."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
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


def build_shell(
    folder: Path, pages: Mapping[str, str], data: Mapping[str, str], options: Mapping[str, str] | None = None
) -> Path:
    """`pages`: file name without suffix → HTML; `data`: path below assets/cmkb/ → content. Returns the site."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    for name, html in pages.items():
        path = docs / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\nhide: [navigation, toc]\n---\n\n{html}\n", encoding="utf-8")
    hook = folder / "hook.py"
    given = {
        "language": "zh",
        "audience": "self",
        "timezone": "Asia/Shanghai",
        "today": "",
        **(options or {}),
    }
    hook.write_text(HOOK.format(options=given), encoding="utf-8")
    palette = [
        {
            "media": f"(prefers-color-scheme: {mode})", "scheme": scheme, "primary": "custom", "accent": "custom",
            "toggle": {"icon": f"material/weather-{icon}", "name": mode},
        }
        for mode, scheme, icon in (("light", "default", "night"), ("dark", "slate", "sunny"))
    ]  # fmt: skip
    config = folder / "mkdocs.yml"
    config.write_text("site_name: 城南支行 · 客户经理\n", encoding="utf-8")
    loaded = load_config(
        config_file=str(config),
        docs_dir=str(docs),
        site_dir=str(folder / "site"),
        use_directory_urls=False,
        plugins=[],
        hooks=[str(hook)],
        theme={
            "name": "material",
            "custom_dir": str(SITE / "theme"),
            "font": False,
            "language": "zh",
            "features": ["navigation.tabs"],
            "palette": palette,
        },
        extra={"generator": False},
    )
    build(loaded)
    assets = folder / "site" / "assets" / "cmkb"
    shutil.copytree(SITE / "assets", assets)
    for name, text in data.items():
        path = assets / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "site"
