"""vCards of any phone, read as rows of words whose columns are our own fields."""

from __future__ import annotations

import re
from typing import Any

import vobject

from cmkb.exchange.cells import clean
from cmkb.exchange.incoming import Incoming, IncomingRow, NotReadable, text_in
from cmkb.exchange.vcards import PROPERTIES, UID_OF_NOTE
from cmkb.locales import N_

_CARD = re.compile(r"^BEGIN:VCARD[ \t]*$.*?^END:VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_BEGIN = re.compile(r"^BEGIN:VCARD", re.IGNORECASE | re.MULTILINE)
_NUMBER = re.compile(r"[0-9A-Za-z-]{1,20}")  # a client's number; phones make up longer ones for themselves
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
NOTE_COLUMN, GROUPS, REMARK = "note", "groups", "remark"  # columns that are no fields
_OWN = ("name", "phones", "employer", "address", "birthday", "uid", NOTE_COLUMN, GROUPS, REMARK)
COLUMNS = (*_OWN, *PROPERTIES.values())


def read_vcards(data: bytes, name: str) -> Incoming:
    text = text_in(data, name)
    rows = []
    for match in _CARD.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        rows.append(_row(match[0], line))
    if not rows:
        raise NotReadable(
            f"{name} 里没有名片（BEGIN:VCARD … END:VCARD）：从手机通讯录重新导出 vcf",
            f"{name} holds no vCard: export it from the phone again",
        )
    if len(_BEGIN.findall(text)) > len(rows):
        rows.append(
            IncomingRow(
                text.count("\n") + 1, ("",) * len(COLUMNS), N_("最后一张名片不完整（没有 END:VCARD）")
            )
        )
    return Incoming(COLUMNS, tuple(rows))


def _row(text: str, line: int) -> IncomingRow:
    try:
        card = next(vobject.readComponents(text, allowQP=True))
        found = _values(card)
    except Exception:  # the library raises whatever its parts do; the card is somebody else's text
        return IncomingRow(line, ("",) * len(COLUMNS), N_("这张名片的写法认不出来"))
    return IncomingRow(line, tuple(clean(found.get(column, "")).strip() for column in COLUMNS))


def _values(card: Any) -> dict[str, str]:
    found = {"name": _name(card), "phones": "、".join(_all(card, "tel"))}
    for prop, key in PROPERTIES.items():
        if values := _all(card, prop):
            found[key] = values[0]
    for org in card.contents.get("org", [])[:1]:
        found["employer"] = " ".join(part for part in org.value if part)
    for address in card.contents.get("adr", [])[:1]:
        found["address"] = _address(address.value)
    for day in card.contents.get("bday", [])[:1]:
        found["birthday"] = _COMPACT_DAY.sub(r"\1-\2-\3", str(day.value))[:10]
    groups = [one for line in card.contents.get("categories", []) for one in line.value]
    found[GROUPS] = "、".join(str(one) for one in groups)
    found[REMARK] = "\n".join(_all(card, "note"))
    uid = next(iter(_all(card, "uid")), "")
    if uid.startswith(UID_OF_NOTE):
        found[NOTE_COLUMN] = uid.removeprefix(UID_OF_NOTE)
    elif _NUMBER.fullmatch(uid):
        found["uid"] = uid
    return found


def _all(card: Any, name: str) -> list[str]:
    return [
        text
        for line in card.contents.get(name, [])
        if isinstance(line.value, str) and (text := line.value.strip())
    ]


def _name(card: Any) -> str:
    shown = next(iter(_all(card, "fn")), "")
    if shown:
        return shown
    for line in card.contents.get("n", [])[:1]:
        parts = [str(getattr(line.value, part, "") or "") for part in ("family", "given")]
        return ("" if _CHINESE.search("".join(parts)) else " ").join(part for part in parts if part)
    return ""


def _address(value: Any) -> str:
    parts = (getattr(value, part, "") for part in ("country", "region", "city", "street", "extended", "box"))
    return " ".join(" ".join(one) if isinstance(one, list) else str(one) for one in parts if one)
