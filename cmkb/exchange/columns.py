"""What the columns of a file mean: proposed from the playbook's words, corrected by `--map 列=字段`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cmkb.exchange.incoming import Incoming, Notice, letter, notice
from cmkb.exchange.incoming_vcard import GROUPS, NOTE_COLUMN, REMARK
from cmkb.exchange.tables import NOTE_WORDS
from cmkb.model.immutable import immutable
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.playbooks.names import closest, fold, note_fields, words_of
from cmkb.reading.values import LIST_TYPES

WAN = 10_000
_IN_BRACKETS = re.compile(r"[（(【\[].*?[)）】\]]")
_ORNAMENTS = re.compile(r"[\s*＊:：#]+")
REMARK_KEY = "备注"  # as that of a vCard: the note has it under its own name
REMARKS = {"备注", "备注信息", "客户备注", "附注", "remark", "remarks", "comment", "comments"}
_NOT_IMPORTED = ("type", "visibility")  # what a list of clients must not decide


@immutable
class Meaning:
    column: int
    heading: str
    spec: FieldSpec | None = None  # None with `role` "": not imported
    role: str = ""  # note | groups | remark: what is no field of the client
    factor: int = 1  # 资产(万元)


@immutable
class Mapped:
    meanings: tuple[Meaning, ...]  # a column each
    notices: tuple[Notice, ...] = ()


class WrongMap(Exception):
    """`--map` names a column or a field that there is not; `near` is what was probably meant."""

    def __init__(self, what: str, word: str, near: str) -> None:
        super().__init__(word)
        self.what, self.word, self.near = what, word, near


def is_heading(playbook: Playbook, word: str) -> bool:
    return _meaning(playbook, 0, word, {}) is not None


def map_columns(
    incoming: Incoming, playbook: Playbook, given: Mapping[str, str], extras: Iterable[str] = ()
) -> Mapped:
    """`given`: heading → field, "" for a column that is not to be imported. `extras`: keys that clients have beyond
    the playbook. Raises WrongMap."""
    asked = {fold(heading): field for heading, field in given.items()}
    known = {fold(heading) for heading in incoming.columns}
    for heading in given:
        if fold(heading) not in known:
            raise WrongMap("column", heading, closest(heading, [h for h in incoming.columns if h]) or "")
    own = {fold(key): key for key in extras}
    found: list[Meaning] = []
    notices: list[Notice] = []
    for column, heading in enumerate(incoming.columns):
        meaning = _asked(playbook, column, heading, asked) if fold(heading) in asked else None
        if meaning is None:
            meaning = _meaning(playbook, column, heading, own)
        if meaning is None:
            meaning = Meaning(column, heading)
            if heading:
                notices.append(_unknown(playbook, heading))
        found.append(meaning)
    return Mapped(tuple(_once(found, notices)), tuple(notices))


def _asked(playbook: Playbook, column: int, heading: str, asked: Mapping[str, str]) -> Meaning:
    field = asked[fold(heading)]
    if not field:
        return Meaning(column, heading)
    spec = note_fields(playbook, "client").get(fold(field))
    if spec is None:
        words = (word for spec in playbook.fields_of("client").values() for word in words_of(spec))
        raise WrongMap("field", field, closest(field, words) or "")
    return Meaning(column, heading, spec, factor=_factor(spec, heading))


def _meaning(playbook: Playbook, column: int, heading: str, extras: Mapping[str, str]) -> Meaning | None:
    if fold(heading) in map(fold, NOTE_WORDS):
        return Meaning(column, heading, role=NOTE_COLUMN)
    if heading in (GROUPS, REMARK):
        return Meaning(column, heading, role=heading)
    fields = note_fields(playbook, "client")
    bare = _ORNAMENTS.sub("", _IN_BRACKETS.sub("", heading))
    spec = fields.get(fold(heading)) or fields.get(fold(bare))
    if spec is not None and spec.key not in _NOT_IMPORTED:
        return Meaning(column, heading, spec, factor=_factor(spec, heading))
    if fold(heading) in extras:
        key = extras[fold(heading)]
        return Meaning(column, heading, FieldSpec(key, key))
    if fold(bare) in REMARKS:
        return Meaning(column, heading, FieldSpec(REMARK_KEY, REMARK_KEY))
    return None


def _factor(spec: FieldSpec, heading: str) -> int:
    return WAN if spec.type == "money" and any("万" in part for part in _IN_BRACKETS.findall(heading)) else 1


def _unknown(playbook: Playbook, heading: str) -> Notice:
    near = closest(heading, [spec.label for spec in playbook.fields_of("client").values()])
    if near:
        return notice(
            "没认出「{heading}」这一列，没有导入；要导入：--map {heading}={near}", heading=heading, near=near
        )
    return notice("没认出「{heading}」这一列，没有导入；要导入：--map {heading}=字段名", heading=heading)


def _once(found: list[Meaning], notices: list[Notice]) -> Iterable[Meaning]:
    """Several columns of phones or words add up; of any other field the first is taken."""
    first: dict[str, Meaning] = {}
    for meaning in found:
        key = meaning.role or (meaning.spec.key if meaning.spec else "")
        other = first.setdefault(key, meaning) if key else meaning
        if other is meaning or (meaning.spec and meaning.spec.type in LIST_TYPES):
            yield meaning
            continue
        notices.append(
            notice(
                "第 {one} 列和第 {other} 列都是「{field}」，用第 {one} 列；要用另一列，把第 {one} 列的标题改掉",
                one=letter(other.column),
                other=letter(meaning.column),
                field=meaning.spec.label if meaning.spec else meaning.heading,
            )
        )
        yield Meaning(meaning.column, meaning.heading)
