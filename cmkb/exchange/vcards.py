"""Clients as vCards (version 3.0, which every phone reads)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import vobject

from cmkb.exchange.cells import clean
from cmkb.model.note import Note
from cmkb.vault import Vault
from cmkb.views.clients import display_name

# vCard property → field of a client whose words it takes. `exchange/incoming_vcard.py` reads by the same list.
PROPERTIES = {
    "email": "email", "title": "job_title", "role": "occupation", "nickname": "salutation",
    "x-wechat": "wechat", "x-cmkb-number": "member_no",
}  # fmt: skip
UID_OF_NOTE = "cmkb:"  # before the path of a note that has no number: a card read again finds its note
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


def as_vcards(vault: Vault, change: Callable[[str], str] = str) -> bytes:
    cards = (_card(vault, note, change) for note in vault.of_kind("client"))
    return "".join(card.serialize() for card in cards).encode("utf-8", "replace")


def _card(vault: Vault, note: Note, change: Callable[[str], str]) -> Any:
    card = vobject.vCard()

    def add(name: str, value: Any) -> Any:
        line = card.add(name)
        line.value = value
        return line

    def words(key: str) -> str:
        value = note.get(key)
        return change(clean(str(value))) if isinstance(value, str) else ""

    name = change(clean(display_name(vault, note)))
    add("fn", name)
    add("n", vobject.vcard.Name(family=name))  # a phone that shows it by parts shows the whole
    add("uid", words("uid") or UID_OF_NOTE + note.path)
    add("class", "PRIVATE")
    for number in note.get("phones") or ():
        add("tel", change(number)).type_param = ["CELL"] if _MOBILE.fullmatch(number) else ["VOICE"]
    for prop, key in PROPERTIES.items():
        if value := words(key):
            add(prop, value)
    if employer := words("employer"):
        add("org", [employer])
    if address := words("address"):
        add("adr", vobject.vcard.Address(street=address))
    if isinstance(birthday := note.get("birthday"), date):
        add("bday", birthday.isoformat())
    if groups := [one for one in (note.get("tier"), *(note.get("tags") or ())) if one]:
        add("categories", [change(clean(one)) for one in groups])
    return card
