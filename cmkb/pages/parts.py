"""Small parts that many pages share, for templates and for lists written in Python. Markup and names are those of the
design language. Written in Python: a client's page has a dozen, and a template's macro takes four times as long."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from markupsafe import Markup

from cmkb.locales import N_, Translate, one_or_many
from cmkb.pages import format as words
from cmkb.pages.escaping import escape
from cmkb.views.contacts import GREEN, GREY, RED, YELLOW

if TYPE_CHECKING:
    from cmkb.pages.page_tools import PageTools

COLOUR_LABELS = {
    GREEN: N_("联系按期"),
    YELLOW: N_("联系快到期限"),
    RED: N_("联系超过期限"),
    GREY: N_("还没联系过"),
}


class Parts:
    """In one language. Texts are plain, or Markup; numbers are as `pages/format.py` writes them."""

    def __init__(self, say: Translate) -> None:
        self.say = say
        self._dots = {colour: _dot(colour, escape(say(label))) for colour, label in COLOUR_LABELS.items()}

    def for_templates(self) -> dict[str, Callable[..., Markup]]:
        """By the names under which every template knows them. Importing them from one another takes as long as a
        whole small page."""
        return {
            "dot": self.dot, "tier": self.tier, "bar": self.bar, "ring": self.ring, "empty": self.empty, "stat": self.stat,
            "money_stat": self.money_stat, "edit": self.edit,
        }  # fmt: skip

    def dot(self, colour: str) -> Markup:
        return self._dots[colour]

    def tier(self, name: str, level: int | None) -> Markup:
        step = f' data-level="{level}"' if level else ""
        return Markup(f'<span class="ck-tier"{step}>{escape(name)}</span>' if name else "")

    def bar(self, rate: float | None, quiet: bool = False) -> Markup:
        state = ' data-s="quiet"' if quiet else ' data-s="done"' if rate is not None and rate >= 1 else ""
        return Markup(f'<span class="ck-bar"{state} style="--v:{min(rate or 0, 1):.3f}"></span>')

    def ring(self, rate: float) -> Markup:
        share = round(rate * 100)
        label = f"{escape(self.say('完整率'))} {words.percent(rate)}"
        return Markup(
            f'<span class="ck-ring" role="img" aria-label="{label}"><svg viewBox="0 0 100 100" aria-hidden="true">'
            '<circle cx="50" cy="50" r="44"/><circle cx="50" cy="50" r="44" pathLength="100"'
            f' stroke-dasharray="{share} 100"/></svg><b>{share}<small>%</small></b></span>'
        )

    def empty(self, title: str, hint: str, example: str = "") -> Markup:
        """Instead of a page or panel without content: what to write, with an example."""
        code = f"<code>{_text(example)}</code>" if example else ""
        return Markup(f'<div class="ck-empty"><b>{_text(title)}</b><span>{_text(hint)}</span>{code}</div>')

    def stat(self, label: str, value: object, unit: str = "") -> Markup:
        more = f"<small> {_text(one_or_many(value, unit))}</small>" if unit else ""
        return Markup(f'<div class="ck-stat"><dt>{_text(label)}</dt><dd>{_text(value)}{more}</dd></div>')

    def money_stat(self, label: str, value: int | float) -> Markup:
        shown = words.amount(value)
        if shown[-1] in "万亿":
            return self.stat(label, shown[:-1], shown[-1])
        return self.stat(label, shown, self.say("元"))

    def edit(self, t: PageTools, path: str, line: int = 0) -> Markup:
        """Where the note can be edited: a link when an editor is known, else its path to copy."""
        if not t.may_edit:
            return Markup("")
        address, name = t.edit(path, line), escape(path)
        if address:
            return Markup(
                f'<a class="ck-btn ck-btn--bare ck-noprint" href="{escape(address)}" title="{name}">'
                f'<span class="ck-i ck-i--note" aria-hidden="true"></span>{escape(self.say("改笔记"))}</a>'
            )
        return Markup(
            f'<button class="ck-btn ck-btn--bare ck-noprint" type="button" data-copy="{name}"'
            f' title="{escape(self.say("复制笔记的路径"))}"><span class="ck-i ck-i--copy" aria-hidden="true"></span>'
            f'<span class="ck-path">{name}</span></button>'
        )


def _dot(colour: str, label: str) -> Markup:
    return Markup(
        f'<span class="ck-dot" data-c="{colour}" role="img" aria-label="{label}" title="{label}"></span>'
    )


def _text(value: object) -> str:
    return value if isinstance(value, Markup) else escape(str(value))
