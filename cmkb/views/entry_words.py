"""Holdings, relatives and anniversaries of a client's note in words: for titles, for messages, for finding out that a
record means one of them."""

from __future__ import annotations

import re
from typing import Any

from cmkb.model.note import Entry, Link, Note
from cmkb.vault import Vault
from cmkb.views.amounts import amount
from cmkb.views.wording import plain

FAMILY = "家人"  # what a message calls them
_BREAK = re.compile(r"[\s，,。；;：:（(]+")
_WHOSE = {"holdings": "product", "relations": "name", "anniversaries": "name"}  # key of what an entry is


def whose(vault: Vault, client: Note, section: str, entry: Entry) -> tuple[str, tuple[str, ...]]:
    """What an entry is in words, and the words by which a record tells that it is meant."""
    value = entry.fields.get(_WHOSE[section])
    if section == "relations":
        people = _relative(entry)
        return " ".join(people), people
    name = words_of(value) or plain(entry.text)
    about = tuple(part for part in (name, product_of(vault, client.path, value)) if part)
    money = entry.fields.get("amount")
    return (f"{name} {amount(money)}" if isinstance(money, int | float) else name), about


def product_of(vault: Vault, path: str, value: object) -> str:
    """Path of the product's note, else its name."""
    if not isinstance(value, Link):
        return ""
    return vault.target(path, value) or value.target


def _relative(entry: Entry) -> tuple[str, ...]:
    """Relation and name. In a line they are its first two words, `女儿 李小雨 在读高二`."""
    told = " ".join(words_of(entry.fields.get(key)) for key in ("relation", "name"))
    words = _BREAK.split(told if told.strip() else plain(entry.text))
    return tuple(word for word in words if word)[:2]


def family(section: str, entry: Entry) -> dict[str, Any]:
    """A message about somebody else is addressed to the client."""
    return {FAMILY: next(iter(_relative(entry)), "")} if section == "relations" else {}


def words_of(value: object) -> str:
    if isinstance(value, Link):
        return value.text
    return plain(value) if isinstance(value, str) else ""
