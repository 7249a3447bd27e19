"""The theme around a page, rendered once a class of pages and joined with each page's own part.

The theme's templates see of one of our pages only its depth, its folder (the active tab), its title and its content,
so pages that agree in the first two share their shell. Where somebody else's template or plugin could look at more,
`shared` is False and each page goes through the templates by itself; a test compares both ways byte for byte.
"""

from __future__ import annotations

import copy
import re
from secrets import token_hex
from typing import Any

import jinja2
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig

from cmkb.site.made_page import MadePage

TEMPLATE = "cmkb-joined.html"  # prints what was joined
VARIABLE = "cmkb_joined"
_TITLE, _CONTENT = (
    f"cmkb-{part}-{token_hex(16)}" for part in ("title", "content")
)  # nobody else can say these
_OWN_PART = re.compile(f"({_TITLE}|{_CONTENT})")


class Shells:
    def __init__(self, env: jinja2.Environment, config: MkDocsConfig, own: object) -> None:
        self.env = env
        self.shared = _may_share(config, own)
        self.parts: dict[tuple[object, ...], list[str]] = {}
        if self.shared:
            loader = jinja2.DictLoader({TEMPLATE: "{{ " + VARIABLE + " | safe }}"})
            env.loader = jinja2.ChoiceLoader([loader, env.loader]) if env.loader else loader

    def wants(self, page: MadePage, in_navigation: set[int]) -> bool:
        """Pages of the navigation (their ids) are marked in it, so they have a shell of their own."""
        return self.shared and id(page) not in in_navigation

    def join(self, page: MadePage, context: dict[str, Any]) -> str:
        folder = page.url.split("/")[0] if "/" in page.url else ""
        key = (context["base_url"], folder)
        parts = self.parts.get(key)
        if parts is None:
            parts = self.parts[key] = self._render(page, context)
        title = str(escape(" ".join(page.made.title.split())))
        content = page.content or ""
        return "".join(title if part == _TITLE else content if part == _CONTENT else part for part in parts)

    def _render(self, page: MadePage, context: dict[str, Any]) -> list[str]:
        stand_in = copy.copy(page)
        stand_in.title = _TITLE
        stand_in.meta = {key: value for key, value in page.meta.items() if key not in ("template", "title")}
        stand_in.content = f"<h1></h1>{_CONTENT}"
        html = self.env.get_template("main.html").render({**context, "page": stand_in})
        html = html.replace(f"<h1></h1>{_CONTENT}", _CONTENT)
        return _OWN_PART.split(html)


def _may_share(config: MkDocsConfig, own: object) -> bool:
    """Nobody but us looks at a page's context, and no template is the user's own."""
    if config.theme.name != "material" or config.theme.custom_dir:
        return False
    listeners = config.plugins.events.get("page_context", [])
    return all(getattr(method, "__self__", None) is own for method in listeners)
