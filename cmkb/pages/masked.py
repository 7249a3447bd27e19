"""Phone and card numbers in what people wrote are hidden until somebody asks for them; ID numbers are never shown.

Asked for with a checkbox that a style sheet looks at: that works without JavaScript, and inside a sentence, where
no <details> may stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from cmkb.locales import Translate
from cmkb.pages import format as words
from cmkb.sharing.numbers import Found, personal_numbers

_DIGIT = "[0-9\uff10-\uff19]"
_LONG = rf"{_DIGIT}(?:[ \-.·–—_\u3000\uff0d]{{0,3}}{_DIGIT}){{10}}"
_NODE = re.compile(rf"(<(/?[A-Za-z][A-Za-z0-9]*)[^<>]*>)([^<>]*?{_LONG}[^<>]*)(?=<)")
_TAG = re.compile(rf"<[^<>]*{_LONG}[^<>]*>")
_NO_BOX = frozenset({"a", "button", "summary", "option", "label", "title", "textarea"})  # takes no checkbox


def masked_html(html: str, say: Translate) -> str:
    """Of a page's content, whose texts are escaped."""

    def node(match: re.Match[str]) -> str:
        box = match[2].lower() not in _NO_BOX
        return match[1] + _changed(
            match[3], lambda found: _shown(match[3], found, say) if box else _hidden(found)
        )

    html = _NODE.sub(node, html)
    return _TAG.sub(lambda match: _changed(match[0], _id_alone(match[0])), html)


def masked_text(text: str) -> str:
    """`138 0000 8899` → `138****8899`: the last four digits are still found."""
    return _changed(text, _hidden)


def secret(number: str, say: Translate, *, dial: bool = False) -> str:
    """A number that is shown when it is asked for, then as a link that dials it."""
    whole = (
        f'<a class="ck-n" href="tel:{escape(number)}">{escape(number)}</a>'
        if dial
        else f"<span>{escape(number)}</span>"
    )
    return _box(words.phone(number), whole, say)


def _box(hidden: str, whole: str, say: Translate) -> str:
    title = escape(say("显示完整号码"))
    return (
        f'<label class="ck-secret" title="{title}"><input type="checkbox" class="ck-vh" aria-label="{title}">'
        f'<span class="ck-n">{escape(hidden)}</span>{whole}</label>'
    )


def _changed(text: str, change: Callable[[Found], str]) -> str:
    parts: list[str] = []
    end = 0
    for found in personal_numbers(text, sure=False):
        parts += [text[end : found.start], change(found)]
        end = found.end
    return "".join([*parts, text[end:]])


def _shown(text: str, found: Found, say: Translate) -> str:
    if found.kind == "id":
        return _hidden(found)
    return _box(_hidden(found), f"<span>{text[found.start : found.end]}</span>", say)


def _hidden(found: Found) -> str:
    head = found.digits[-11:-8] if found.kind == "phone" else ""
    return f"{head}****{found.tail}"


def _id_alone(text: str) -> Callable[[Found], str]:
    return lambda found: _hidden(found) if found.kind == "id" else text[found.start : found.end]
