"""Numbers that point at a person are made unreadable before a text leaves the vault.

Masked: phone, ID and card numbers in any grouping and width, e-mail addresses, other runs of seven digits and
more, and whatever client notes hold in personal fields that looks like a number or an account. Names stay: the
supervisor of the same house needs them. So do dates, times, amounts, codes of products and the short tail that
tells two clients of one name apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from cmkb.vault import Vault

Change = Callable[[str], str]
T = TypeVar("T")

_WIDTHS = {0xFF10 + n: str(n) for n in range(10)} | {
    0xFF0D: "-",
    0xFF0B: "+",
    0x3000: " ",
    0xFF38: "X",
    0xFF58: "x",
}
_BETWEEN_DIGITS = re.compile(
    "(?<=[0-9\uff10-\uff19])[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]+(?=[0-9\uff10-\uff19])"
)
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")

_GAP = r"[ \-.·–—_/()]{0,3}"
_NUMBER = re.compile(
    rf"""
      (?P<keep>
          (?<![0-9])(?:19|20)[0-9]{{2}}[-/.年][ ]?(?:0?[1-9]|1[0-2])[-/.月](?:[ ]?(?:0?[1-9]|[12][0-9]|3[01])日?)?(?![0-9])
        | (?<![0-9])(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9])
        | (?<![0-9])[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?(?![0-9])
        | (?<![0-9])[0-9]{{1,9}}(?:\.[0-9]+)?[ ]?(?:元|股|份|%)
      )
    | (?P<id>(?<![0-9A-Za-z])[1-9][0-9]{{5}}{_GAP}(?:18|19|20)[0-9]{{2}}{_GAP}[01][0-9]{_GAP}[0-3][0-9]{_GAP}[0-9]{{3}}[0-9Xx](?![0-9A-Za-z]))
    | (?P<mobile>(?<![0-9])(?:(?:\+|00)?86{_GAP})?1[3-9](?:{_GAP}[0-9]){{9}}(?![0-9]))
    | (?P<landline>(?<![0-9])\(?0[0-9]{{2,3}}\)?[ \-]?[1-9][0-9]{{2,3}}[ \-]?[0-9]{{4}}(?![0-9]))
    | (?P<card>(?<![0-9])[0-9]{{4}}(?:[ \-][0-9]{{4}}){{3}}(?:[ \-]?[0-9]{{1,3}})?(?![0-9]))
    | (?P<run>(?<![0-9])[0-9]{{7,}}[Xx]?)
    """,
    re.VERBOSE,
)
_SPOKEN = re.compile(r"[〇零一二三四五六七八九幺]{7,}")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_WORD = re.compile(r"[0-9A-Za-z_]+(?:[@.+-][0-9A-Za-z_]+)*")
_PART = re.compile(r"[0-9A-Za-z_]{5,}")
_DIGIT = re.compile(r"[0-9]")
_CHINESE = re.compile(r"[\u3400-\u9fff\s]")
_STAYS = ("name",)  # of personal fields, what a client is called
_SHORTEST = 5  # characters of an account or number that is looked for as it stands
_TAIL = 4


def masking(vault: Vault) -> Change:
    """A function for texts out of this vault."""
    known = _known(vault)

    def change(text: str) -> str:
        return mask(_WORD.sub(lambda match: _without(match[0], known), text) if known else text)

    return change


def mask(text: str) -> str:
    """The text with its numbers hidden: `138 0000 8899` → `138****8899`."""
    if "@" in text:
        text = _MAIL.sub(_mail, text)
    if len(text) < 7:
        return text
    text = _BETWEEN_DIGITS.sub("", text)  # so that invisible characters do not hide a number
    plain = text.translate(_WIDTHS)
    parts: list[str] = []
    position = 0
    for match in _NUMBER.finditer(plain):
        if match.lastgroup != "keep":
            parts += [text[position : match.start()], _hidden(match[0])]
            position = match.end()
    text = "".join([*parts, text[position:]])
    return _SPOKEN.sub(lambda match: "*" * len(match[0]), text)


def clean(text: str) -> str:
    """Without characters that steer terminals, printers and the direction of writing."""
    return _UNSEEN.sub("", text)


def changed(value: T, change: Change) -> T:
    """A dataclass, or a tuple of them, with every text in it changed."""
    return cast("T", _changed(value, change))


def _changed(value: Any, change: Change) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(one, change) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _changed(getattr(value, f.name), change) for f in fields(value)})
    return value


def _hidden(number: str) -> str:
    """Mobiles keep three digits and four, other long numbers their tail."""
    digits = _DIGIT.findall(number.translate(_WIDTHS))
    if len(digits) >= 11 and len(digits) <= 13 and digits[-11] == "1" and digits[-10] in "3456789":
        return f"{''.join(digits[-11:-8])}****{''.join(digits[-_TAIL:])}"
    if len(digits) >= 2 * _TAIL:
        return "****" + "".join(digits[-_TAIL:])
    return "*" * max(_TAIL, len(number))


def _mail(match: re.Match[str]) -> str:
    name, _, house = match[0].rpartition("@")
    return f"{name[:1]}***@{house}"


def _known(vault: Vault) -> frozenset[str]:
    """Numbers and accounts of people, as their notes write them."""
    specs = vault.playbook.fields
    personal = {
        key for kind in specs.values() for key, spec in kind.items() if spec.personal and key not in _STAYS
    }
    found: set[str] = set()
    for note in vault.notes.values():
        for key in personal & note.front.fields.keys():
            value = note.front.fields[key]
            found.update(one for one in (value if isinstance(value, tuple) else (value,)) if _is_account(one))
    return frozenset(found)


def _without(word: str, known: frozenset[str]) -> str:
    if word in known:
        return _hidden(word)
    return _PART.sub(lambda match: _hidden(match[0]) if match[0] in known else match[0], word)


def _is_account(value: object) -> bool:
    if not isinstance(value, str) or len(value) < _SHORTEST or _CHINESE.search(value):
        return False
    return bool(_DIGIT.search(value)) or "@" in value or "_" in value
