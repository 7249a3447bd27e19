"""One record as a line: what was said, then its fields.

Written in Python, not as a template: it is on every page many times, and a macro took three times as long.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from cmkb.model.note import Record
from cmkb.pages import format as words

if TYPE_CHECKING:
    from cmkb.pages.context import PageTools

IN_THE_SENTENCE = ("mins", "result")  # fields that are said before the words


def record_html(tools: PageTools, record: Record, people: tuple[str, ...] = ()) -> Markup:
    """`people` are the clients to name; a client's own page leaves them out."""
    parts = [f'<a class="ck-who" href="{tools.url(path)}">{escape(tools.name(path))}</a> ' for path in people]
    minutes = record.fields.get("mins")
    said = [
        words.number(record.count) if record.count is not None else "",
        f"{words.number(minutes)} {escape(tools.context.say('分'))}" if minutes else "",
        escape(str(record.fields.get("result", ""))),
        tools.inline(record.path, record.text) if record.text else "",
    ]
    parts.append("，".join(part for part in said if part))
    for key, value in record.fields.items():
        if key not in IN_THE_SENTENCE:
            spec = tools.record_field(key)
            parts.append(_field(spec.label if spec else key, tools.value(record.path, spec, value)))
    parts += [_field(key, tools.inline(record.path, value)) for key, value in record.extra.items()]
    return Markup("".join(parts))


def _field(label: str, value: Markup) -> str:
    return f' <span class="ck-field"><b>{escape(label)}</b> {value}</span>'
