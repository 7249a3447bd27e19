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

_GAPS = r" \-.·–—_\u3000\uff0d"
_WIDE = "０１２３４５６７８９"


def _eleven(digits: str) -> re.Pattern[str]:
    """What is shorter is nobody's. Every page goes through it: a pattern that begins with a set of characters is found
    5 times as fast as one that begins by looking back."""
    return re.compile(
        rf"[{digits}](?<![0-9][0-9])(?=[{digits}{_GAPS}]{{10}})(?:[{_GAPS}]{{0,3}}[{digits}]){{10}}"
    )


_LONG, _LONG_WIDE = _eleven("0-9"), _eleven(f"0-9{_WIDE}")


def _long(text: str) -> re.Pattern[str]:
    """With wide digits it takes twice as long."""
    return _LONG_WIDE if any(digit in text for digit in _WIDE) else _LONG


_LAST_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]*)[^<>]*>\Z")
WHOLE = "ck-whole"  # the number that shows when it is asked for
_NO_TEXT = frozenset({"script", "style"})  # of a page that somebody wrote in HTML
_NO_BOX = frozenset({"a", "button", "summary", "option", "label", "title", "textarea"})  # takes no checkbox


def masked_html(html: str, say: Translate) -> str:
    """Of a page's content, whose texts are escaped."""
    parts: list[str] = []
    end = untouched = 0
    for match in _long(html).finditer(html):
        if match.start() < end:
            continue
        if html.startswith('"tel:', match.start() - 5):  # of `secret`, and of buttons
            if html.startswith(shown := f'">{match[0]}</a></label>', match.end()):
                untouched = match.end() + len(shown)  # `secret` says it twice
            continue
        if match.start() < untouched:
            continue
        opened, closed = html.rfind("<", 0, match.start()), html.rfind(">", 0, match.start())
        if opened > closed:  # inside a tag
            start, stop = opened, html.find(">", match.end()) + 1 or len(html)
            part = html[start:stop]
            changed = _changed(part, _id_alone(part))
        else:
            start = max(closed + 1, end)
            stop = html.find("<", match.end())
            stop = stop if stop >= 0 else len(html)
            changed = _text_of_page(html[start:stop], html[max(opened, 0) : start], say)
        parts += [html[end:start], changed]
        end = stop
    return "".join([*parts, html[end:]]) if parts else html


def _text_of_page(text: str, tag: str, say: Translate) -> str:
    """`tag`: the one before it."""
    name = _LAST_TAG.search(tag)
    if WHOLE in tag:
        return text  # of `secret`, hidden already
    if name and name[1].lower() in _NO_TEXT:
        return text
    if name and name[1].lower() in _NO_BOX:
        return _changed(text, _hidden)
    return _changed(text, lambda found: _shown(text, found, say))


def masked_text(text: str) -> str:
    """`138 0000 8899` → `138****8899`: the last four digits are still found."""
    return _changed(text, _hidden) if _long(text).search(text) else text


def secret(number: str, say: Translate, *, dial: bool = False) -> str:
    """A number that is shown when it is asked for, then as a link that dials it."""
    whole = (
        f'<a class="ck-n {WHOLE}" href="tel:{escape(number)}">{escape(number)}</a>'
        if dial
        else f'<span class="{WHOLE}">{escape(number)}</span>'
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
    return _box(_hidden(found), f'<span class="{WHOLE}">{text[found.start : found.end]}</span>', say)


def _hidden(found: Found) -> str:
    head = found.digits[-11:-8] if found.kind == "phone" else ""
    return f"{head}****{found.tail}"


def _id_alone(text: str) -> Callable[[Found], str]:
    return lambda found: _hidden(found) if found.kind == "id" else text[found.start : found.end]
