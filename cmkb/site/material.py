"""What the pages need of MkDocs and of Material; the user's own words in mkdocs.yml stay."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.theme import Theme

from cmkb.locales import translator
from cmkb.model.settings import Settings
from cmkb.pages.catalog import navigation
from cmkb.pages.markdown import slug

THEME = "material"
OWN_TEMPLATES = Path(__file__).parent / "theme"


def prepare_theme(config: MkDocsConfig, settings: Settings) -> None:
    said = {key for given in config.user_configs for key in given}
    config.use_directory_urls = False  # pages open from disk, without a server
    if "theme" not in said:
        config.theme = Theme(name=THEME)
    if config.theme.name == THEME:
        _prepare_material(config, settings.language)
    if "validation" not in said:
        config.validation.links.not_found = logging.INFO  # the notes' own problems tell it with the line
    config.theme.get_env = partial(_environment, config.theme, config.theme.get_env)  # type: ignore[method-assign]
    toc = config.mdx_configs.setdefault("toc", {})
    toc.setdefault("slugify", _slugify)  # Python's Markdown would make `_1` of a Chinese heading
    if config.nav is None:
        config.nav = [{title: path.removesuffix(".html") + ".md"} for title, path in navigation(settings)]


class _Visible(jinja2.FileSystemLoader):
    """Material keeps twelve thousand icons in a hidden folder. MkDocs asks for all names to leave the hidden ones out,
    which takes longer than all else that it does with a theme."""

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for root in map(str, self.searchpath):
            for folder, folders, files in os.walk(root, followlinks=self.followlinks):
                folders[:] = [name for name in folders if not name.startswith(".")]
                below = os.path.relpath(folder, root).replace(os.sep, "/")
                found |= {name if below == "." else f"{below}/{name}" for name in files if name[0] != "."}
        return sorted(found)


def _environment(theme: Theme, made: Callable[[], jinja2.Environment]) -> jinja2.Environment:
    env = made()
    if type(env.loader) is jinja2.FileSystemLoader:
        env.loader = _Visible(theme.dirs)
    return env


def _slugify(heading: str, separator: str) -> str:
    return slug(heading)


def _prepare_material(config: MkDocsConfig, language: str) -> None:
    # our templates go before Material's own but after a custom_dir of the user
    position = 1 if config.theme.custom_dir else 0
    config.theme.dirs.insert(position, str(OWN_TEMPLATES))
    config.theme["font"] = False
    config.theme["language"] = language
    features = list(config.theme.get("features") or ())
    config.theme["features"] = [*features, *(f for f in ("navigation.tabs",) if f not in features)]
    if not config.theme.get("palette"):
        config.theme["palette"] = _palette(language)
    config.extra.setdefault("generator", False)


def _palette(language: str) -> list[dict[str, Any]]:
    say = translator(language)
    dark, light = say("换成深色"), say("换成浅色")
    return [
        {
            "media": "(prefers-color-scheme: light)", "scheme": "default", "primary": "custom", "accent": "custom",
            "toggle": {"icon": "material/weather-night", "name": dark},
        },
        {
            "media": "(prefers-color-scheme: dark)", "scheme": "slate", "primary": "custom", "accent": "custom",
            "toggle": {"icon": "material/weather-sunny", "name": light},
        },
    ]  # fmt: skip
