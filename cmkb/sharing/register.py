"""The client register as a dictionary of what must not be found in the team's site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cmkb.model.immutable import immutable
from cmkb.model.note import Note, PlanItem, Record
from cmkb.names import NUMBER_KEYS, names_of
from cmkb.pinyin import pinyin_readings
from cmkb.sharing.numbers import personal_numbers
from cmkb.sharing.plain import CJK, plain, without_gaps
from cmkb.sharing.surnames import full_name, surname_length
from cmkb.vault import Vault

SHORTEST_NUMBER = 6  # digits; shorter ones say nothing unless a name stands beside them
SHORTEST_LATIN = 3  # letters of a name
SHORTEST_PINYIN = 4  # letters of a name in pinyin written together

_LATIN = re.compile(r"[a-z]+")
_NOT_NUMBER = re.compile(r"[^0-9x]+")
_NOT_DIGIT = re.compile(r"[^0-9]+")
_ONE_HAN = re.compile(f"[{CJK}]")
_TAIL = re.compile(r"-([0-9]{2,})$")  # of a file's name: 王芳-8899
FAMILY = ("client", "household")  # kinds of notes whose names are clients'


@immutable
class Register:
    """Keys are `plain` (see there); values are paths of the notes that they come from."""

    names: dict[str, str]  # in Chinese characters
    words: dict[str, str]  # one Latin word: a name, pinyin written together, an account
    phrases: dict[tuple[str, ...], str]  # several Latin words, one after the other
    numbers: dict[str, str]  # digits, an ID number's x among them
    short: dict[str, tuple[str, ...]]  # name that may be said → short numbers that may not stand beside it
    texts: dict[str, str]  # whole texts: addresses, accounts with signs in them


def register_of(vault: Vault, *, pinyin: bool = True) -> Register:
    """Names and pinyin on the reviewed list of the settings are left out; numbers beside them are not."""
    return with_people_without_note(register_of_notes(vault, pinyin=pinyin), vault)


def with_people_without_note(register: Register, vault: Vault) -> Register:
    names, allowed = dict(register.names), _allowed(vault)
    for name, path in _without_note(vault):
        if name not in allowed:
            names.setdefault(name, path)
    return replace(register, names=names)


def _allowed(vault: Vault) -> set[str]:
    return {without_gaps(plain(word)) for word in vault.settings.common_words}


def register_of_notes(vault: Vault, *, pinyin: bool = True) -> Register:
    """Of clients' and households' notes."""
    allowed = _allowed(vault)
    names: dict[str, str] = {}
    words: dict[str, str] = {}
    phrases: dict[tuple[str, ...], str] = {}
    numbers: dict[str, str] = {}
    short: dict[str, tuple[str, ...]] = {}
    texts: dict[str, str] = {}
    personal = _personal_keys(vault)
    for note in (note for kind in FAMILY for note in vault.of_kind(kind)):
        path = note.path
        own_numbers = list(_numbers(note))
        for name in _names(note):
            said = without_gaps(plain(name))
            if said in allowed:
                short[said] = (*short.get(said, ()), *(n for n in own_numbers if len(n) < SHORTEST_NUMBER))
            elif _ONE_HAN.search(said):
                if len(said) > 1:
                    names.setdefault(said, path)
            else:
                _add_latin(_LATIN.findall(plain(name)), path, words, phrases, SHORTEST_LATIN, allowed)
            if pinyin and said not in allowed and _ONE_HAN.search(said) and len(said) > 1:
                for reading in pinyin_readings(name, note.get("pinyin") or ""):
                    _add_pinyin(_LATIN.findall(reading), surname_length(said), path, words, phrases, allowed)
        for relative in _relatives(note):
            if relative not in allowed:
                names.setdefault(relative, path)
        for number in own_numbers:
            if len(number) >= SHORTEST_NUMBER and number not in allowed:
                for spelling in _spellings(number):
                    numbers.setdefault(spelling, path)
        for found in _numbers_in_words(note):
            if found not in allowed:
                numbers.setdefault(found, path)
        for value in _accounts(note, personal):
            _add_account(plain(value).strip(), path, words, numbers, texts, allowed)
    return Register(names, words, phrases, numbers, short, texts)


def _without_note(vault: Vault) -> Iterator[tuple[str, str]]:
    """Whom a record or an appointment was with who has no note yet: a name just taken down. With the surname."""
    for note in vault.notes.values():
        rows: tuple[Record | PlanItem, ...] = (*note.records, *note.plan)
        for row in rows:
            for link in row.participants:
                name = full_name(plain(link.target)) if vault.target(note.path, link) is None else ""
                if name:
                    yield name, note.path


def _names(note: Note) -> Iterator[str]:
    yield from names_of(note)
    if note.kind == "client":
        yield _TAIL.sub("", note.stem)


def _relatives(note: Note) -> Iterator[str]:
    """Names of the family and of who else stands under relations; in Chinese characters, with their surnames."""
    for entry in note.relations:
        name = full_name(plain(str(entry.fields.get("name") or "")))
        if name:
            yield name


def _numbers(note: Note) -> Iterator[str]:
    """Phones, client and ID numbers; the tail in the file's name."""
    yield from filter(None, (_NOT_DIGIT.sub("", plain(str(note.get(key) or ""))) for key in NUMBER_KEYS))
    identity = note.get("id_number")
    if identity:
        yield _NOT_NUMBER.sub("", plain(str(identity)))
    for phone in note.get("phones") or ():
        number, _, extension = phone.rpartition("-")  # 010-87654321-802
        yield _NOT_DIGIT.sub("", phone)
        if number and len(extension) < SHORTEST_NUMBER:
            yield _NOT_DIGIT.sub("", number)
    tail = _TAIL.search(note.stem)
    if tail:
        yield tail[1]


def _numbers_in_words(note: Note) -> Iterator[str]:
    """Phones, ID and card numbers in what was written freely: the husband's, an old one."""
    for text in (note.body, *(str(value) for value in note.front.extra.values())):
        for found in personal_numbers(text, sure=False):
            yield found.digits.lower()


def _spellings(number: str) -> Iterator[str]:
    """A number with and without the country's code, a landline with and without the area's."""
    yield number
    if len(number) == 11 and number[0] == "1":
        yield from ("86" + number, "086" + number, "0086" + number)
    elif number[0] == "0" and 10 <= len(number) <= 12:
        yield from ("86" + number[1:], "0086" + number[1:])
        for area in (3, 4):
            if len(number) - area in (7, 8):
                yield number[area:]


def _personal_keys(vault: Vault) -> frozenset[str]:
    """Fields with personal data that are words or numbers; not dates, which stand in any text, nor words that a
    product's note may say of whom it suits."""
    types = ("text", "list", "phones")
    specs = (s for s in vault.playbook.fields_of("client").values() if s.personal and not s.everyday)
    return frozenset(spec.key for spec in specs if spec.type in types) - {"name", "phones"}


def _accounts(note: Note, personal: Iterable[str]) -> Iterator[str]:
    for key in personal:
        value = note.get(key)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str) and len(one.strip()) >= SHORTEST_NUMBER:
                yield one


def _add_latin(
    parts: list[str],
    path: str,
    words: dict[str, str],
    phrases: dict[tuple[str, ...], str],
    shortest: int,
    allowed: set[str],
) -> None:
    if not parts or sum(map(len, parts)) < shortest or "".join(parts) in allowed:
        return
    if len(parts) > 1:
        phrases.setdefault(tuple(parts), path)
    words.setdefault("".join(parts), path)


def _add_pinyin(
    syllables: list[str],
    length: int,
    path: str,
    words: dict[str, str],
    phrases: dict[tuple[str, ...], str],
    allowed: set[str],
) -> None:
    """`wangxiaoming`, `wang xiao ming`, `wang xiaoming` and `xiaoming wang`; also `ouyang na`. `length`: of the surname,
    in syllables."""
    if len(syllables) < 2:
        return
    _add_latin(syllables, path, words, phrases, SHORTEST_PINYIN, allowed)
    if "".join(syllables) in allowed:
        return
    for at in range(1, min(length, len(syllables) - 1) + 1):
        surname, given = "".join(syllables[:at]), "".join(syllables[at:])
        for phrase in ((surname, given), (given, surname), (surname, *syllables[at:])):
            phrases.setdefault(phrase, path)


def _add_account(
    value: str,
    path: str,
    words: dict[str, str],
    numbers: dict[str, str],
    texts: dict[str, str],
    allowed: set[str],
) -> None:
    if value in allowed:
        return
    digits = _NOT_NUMBER.sub("", value)
    if len(digits) >= SHORTEST_NUMBER and len(digits) >= len(value) * 2 // 3:
        numbers.setdefault(digits, path)
    elif value.isalpha() and value.isascii():
        words.setdefault(value, path)
    else:
        texts.setdefault(without_gaps(" ".join(value.split())), path)
