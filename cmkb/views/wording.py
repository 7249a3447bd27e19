"""Notes' words made plain for lists and titles, where Markdown would be noise."""

from __future__ import annotations

import re

from cmkb.locales import sign
from cmkb.model.note import Record

_WIKILINK = re.compile(r"!?\[\[([^\[\]|]*)(?:\\?\|([^\[\]]*))?\]\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_FIELD = re.compile(r"[\[(【][^\[\]()【】:：]{1,20}[:：]{2}[^\[\]()【】]*[\])】]")
_MARK = re.compile(r"(\*\*|__|==|~~|`|%%)")


def plain(text: str) -> str:
    """The text without links, emphasis and inline fields: `**送** [[稳盈90天|稳盈]]` → `送 稳盈`."""
    if "[" in text or "【" in text or "(" in text:
        text = _WIKILINK.sub(lambda m: m[2] or m[1].partition("#")[0], text)
        text = _LINK.sub(r"\1", text)
        text = _FIELD.sub("", text)
    if "**" in text or "__" in text or "==" in text or "~~" in text or "`" in text or "%%" in text:
        text = _MARK.sub("", text)
    return " ".join(text.split()).strip(" ·、,，;；")


def brief(record: Record) -> str:
    """`11-20 电话 到期续做,同意来谈`"""
    parts = (f"{record.date:%m-%d}", record.kind, str(record.fields.get("result", "")), plain(record.text))
    return " ".join(dict.fromkeys(part for part in parts if part))


def said_on(record: Record) -> str:
    """`11-20 10:15 电话`"""
    return " ".join(part for part in (f"{record.date:%m-%d}", record.time, record.kind) if part)


def unknown_people(record: Record) -> str:
    """Whom a record names, in its own words, where no note tells."""
    return sign("、").join(link.text for link in record.participants)
