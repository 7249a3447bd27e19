"""The signs of a task on a page: words instead of 📅 and 🆔, for which many offices' computers have no font."""

from __future__ import annotations

import re

from cmkb.reading.task_signs import DATES, PRIORITIES

# The words are in the stylesheet, in the page's language: `.ck-sign[data-k=due]`.
_KEYS = {
    **DATES,
    **{sign: f"p{place}" for sign, place in PRIORITIES.items()},
    "🔁": "repeats",
    "🆔": "id",
    "⛔": "after",
    "🏁": "then",
    "⏰": "at",
}
# A sign of a date says something only before a date: `办好了 ✅` stands as it was written.
_SIGN = re.compile(
    rf"(?:([{''.join(DATES)}])\ufe0f?(?= *\d{{4}}-\d)|([{''.join(set(_KEYS) - set(DATES))}])\ufe0f?)(?![^<]*>)"
)
_TASK = re.compile(r'<input type="checkbox"[^>]*/>[^\n]*')


def with_words(html: str) -> str:
    """HTML of Markdown in which the tasks' lines say in words what their signs say."""
    return _TASK.sub(
        lambda task: _SIGN.sub(lambda m: f'<i class="ck-sign" data-k="{_KEYS[m[1] or m[2]]}"></i>', task[0]),
        html,
    )
