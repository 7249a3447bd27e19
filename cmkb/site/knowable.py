"""Whether a configuration reads nothing but the vault and the installed packages, as far as we know them."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from cmkb.files.text import decode
from cmkb.model.settings import Settings

THEMES = ("material", "mkdocs")  # the latter is what MkDocs names when none is asked for
PLUGINS = ("cmkb", "search", "material/search", "material/offline", "material/tags")
# pymdownx.snippets and pymdownx.b64 read files from anywhere; of others we do not know.
_SAFE_EXTENSIONS = frozenset(
    {
        "toc", "tables", "fenced_code", "admonition", "footnotes", "attr_list", "md_in_html", "def_list", "abbr", "meta",
        "sane_lists", "smarty", "nl2br",
        *(
            f"pymdownx.{name}"
            for name in (
                "arithmatex", "betterem", "caret", "critic", "details", "emoji", "highlight", "inlinehilite", "keys", "magiclink",
                "mark", "smartsymbols", "superfences", "tabbed", "tasklist", "tilde",
            )
        ),
    }
)  # fmt: skip
# What mkdocs.yml may take from somewhere else; the functions of these two packages only look at what they get.
_ELSEWHERE = re.compile(r"!ENV|INHERIT|!!python/(?![a-z/]+:(?:pymdownx|material)\.)")


def is_knowable(config: MkDocsConfig, settings: Settings) -> bool:
    text = decode(Path(config.config_file_path).read_bytes(), "mkdocs.yml")[0].text
    return (
        not config.hooks
        and config.theme.name in THEMES
        and not config.theme.custom_dir
        and all(name in PLUGINS for name in config.plugins)
        and all(name in _SAFE_EXTENSIONS for name in config.markdown_extensions)
        and not _ELSEWHERE.search(text)
        and not any(source.outside for source in settings.sources)
    )
