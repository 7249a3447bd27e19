"""One row of a file becomes the values of one client, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field, replace
from datetime import date, timedelta
from typing import Any

from cmkb.exchange.columns import Meaning
from cmkb.exchange.incoming import IncomingRow
from cmkb.exchange.incoming_vcard import GROUPS, NOTE_COLUMN, REMARK
from cmkb.locales import Translate
from cmkb.model.immutable import immutable
from cmkb.model.note import Place
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.model.problem import problem
from cmkb.playbooks.names import choices, fold
from cmkb.reading.id_number import told_by
from cmkb.reading.values import LIST_TYPES, parse_value
from cmkb.sharing.numbers import holds_id_number

ID_NUMBER = "id_number"
_SERIAL = re.compile(r"[1-9][0-9]{4}(?:\.[0-9]+)?")  # days since 1900, where a cell lost its format
_EPOCH = date(1899, 12, 30)
_SERIALS = range(10_000, 80_000)  # 1927 to 2119
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+")
_LOST_DIGITS = re.compile(r"[0-9]{16,}")  # a spreadsheet keeps 15 of them
_MASKED = re.compile(r"[0-9]\*{2,}|\*{4}")
_NUMBERS = ("uid", "member_no")
_TELLS_WHO = ("name", *_NUMBERS)  # and phones: what is wrong with these keeps out the row


@immutable
class Value:
    spec: FieldSpec
    value: Any  # typed
    word: str  # as the file says it


@immutable
class Left:
    """A cell that cannot be read, of a row that is imported all the same."""

    spec: FieldSpec
    heading: str
    word: str
    why: str


@immutable
class Incomer:
    """What a row says of a client."""

    row: IncomingRow
    values: dict[str, Value] = field(default_factory=dict)
    emptied: tuple[str, ...] = ()  # keys of columns in which this row has nothing
    note: str = ""  # path of the note that the row names
    remark: str = ""
    left: tuple[Left, ...] = ()
    faults: tuple[str, ...] = ()


def read_row(
    row: IncomingRow, meanings: Iterable[Meaning], playbook: Playbook, name: str, say: Translate
) -> Incomer:
    if row.fault:
        return Incomer(row, faults=(say(row.fault),))
    reading = _Row(row, playbook, name, say)
    for meaning in meanings:
        reading.cell(meaning, row.cells[meaning.column].strip())
    return reading.result()


class _Row:
    def __init__(self, row: IncomingRow, playbook: Playbook, name: str, say: Translate) -> None:
        self.row, self.playbook, self.name, self.say = row, playbook, name, say
        self.values: dict[str, Value] = {}
        self.emptied: list[str] = []
        self.left: list[Left] = []
        self.faults: list[str] = []
        self.note = self.remark = self.id_number = ""

    def result(self) -> Incomer:
        if self.id_number:
            self.tell_by_id()
        emptied = tuple(key for key in dict.fromkeys(self.emptied) if key not in self.values)
        return Incomer(
            self.row, self.values, emptied, self.note, self.remark, tuple(self.left), tuple(self.faults)
        )

    def fault(self, text: str, **params: object) -> None:
        self.faults.append(self.say(text).format(**params))

    def cell(self, meaning: Meaning, word: str) -> None:
        spec = meaning.spec
        if not word:
            if spec is not None and spec.key != ID_NUMBER:
                self.emptied.append(spec.key)
        elif meaning.role == NOTE_COLUMN:
            self.note = word.replace("\\", "/")
        elif spec is not None and spec.key == ID_NUMBER:
            self.id_number = word
        elif holds_id_number(word):
            if spec is not None or meaning.role:
                self.fault("「{heading}」里有身份证号，不写进笔记：从表里删掉", heading=meaning.heading)
        elif meaning.role == GROUPS:
            self.groups(word)
        elif meaning.role == REMARK:
            self.remark = word
        elif spec is not None:
            self.value(spec, meaning, word)

    def value(self, spec: FieldSpec, meaning: Meaning, word: str) -> None:
        if spec.type == "date" and _SERIAL.fullmatch(word) and int(float(word)) in _SERIALS:
            word = (_EPOCH + timedelta(int(float(word)))).isoformat()
        if spec.type == "phones" or spec.key in _NUMBERS:
            if _SCIENTIFIC.fullmatch(word):
                self.fault(
                    "「{heading}」成了 {word}，号码已经不全：在表格里把这一列设成文本，重新填",
                    heading=meaning.heading,
                    word=word,
                )
                return
            if _LOST_DIGITS.fullmatch(word) and word.endswith("0000"):
                self.fault(
                    "「{heading}」太长，表格软件可能改掉了后几位：设成文本，重新填", heading=meaning.heading
                )
                return
        parsed = parse_value(spec, word, self.playbook, Place(self.row.line, meaning.column + 1))
        masked = spec.personal and _MASKED.search(word)
        if parsed.value is None or (parsed.text.startswith("Y6.") and not masked):
            if parsed.text:
                where = problem(
                    self.name, self.row.line, meaning.column + 1, parsed.text, **dict(parsed.params)
                )
                why = where.message("zh" if self.say("是") == "是" else "en")
                if spec.type == "phones" or spec.key in _TELLS_WHO:
                    self.faults.append(why)
                else:
                    self.left.append(Left(spec, meaning.heading, word, why))
            return
        value = parsed.value
        if meaning.factor != 1 and re.fullmatch(
            r"-?[0-9.,]+", word
        ):  # a unit of its own goes before the heading's
            value = round(value * meaning.factor, 2)
            value = int(value) if value == int(value) else value
        self.add(Value(spec, value, word))

    def add(self, value: Value) -> None:
        other = self.values.get(value.spec.key)
        if other is not None and value.spec.type in LIST_TYPES:
            both = tuple(dict.fromkeys((*other.value, *value.value)))
            value = replace(value, value=both, word=f"{other.word}、{value.word}")
        self.values[value.spec.key] = value

    def groups(self, word: str) -> None:
        """A phone's groups: one that is a tier is the tier, the others are tags."""
        specs = self.playbook.fields_of("client")
        tiers = choices(self.playbook, specs["tier"]) if "tier" in specs else {}
        names = [name.strip() for name in word.split("、") if name.strip()]
        tier = next((tiers[fold(name)] for name in names if fold(name) in tiers), None)
        if tier is not None:
            self.add(Value(specs["tier"], tier, tier))
        tags = tuple(re.sub(r"\s+", "-", name) for name in names if fold(name) not in tiers)
        if tags and "tags" in specs:
            self.add(Value(specs["tags"], tags, "、".join(tags)))

    def tell_by_id(self) -> None:
        """Birthday and gender come of it; the number goes no further."""
        told = told_by(self.id_number)
        if told is None:
            self.fault("证件号不对（位数或校验码）：核对，或删掉这一格")
            return
        specs = self.playbook.fields_of("client")
        gender = specs.get("gender")
        words = choices(self.playbook, gender) if gender else {}
        found = {"birthday": told.birthday, "gender": words.get("m" if told.male else "f")}
        for key, value in found.items():
            if key not in specs or value is None:
                continue
            given = self.values.get(key)
            if given is not None and given.value != value:
                self.fault("证件号说的{field}和「{field}」这一列不一样：核对", field=specs[key].label)
            else:
                self.values[key] = Value(specs[key], value, str(value))
