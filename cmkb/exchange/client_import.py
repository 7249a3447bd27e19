"""What an import would do, row by row: make a client, change one, leave one alone, or say why it cannot.

    rows of a file → Incomer → matched with a client by number → Create | Update | Same | Bad

A row that comes out of our own export (it names its note) is an edited copy: what it says differently is what the user
changed. A list of somebody else's knows less than the notes do: it adds phones and words, it moves figures, dates and
choices on, but what a user has written in words it does not replace unless told to. Nothing is ever guessed by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from cmkb.exchange.cells import cell_of, clean, text_of_cell
from cmkb.exchange.columns import Mapped
from cmkb.exchange.incoming import Incoming, Notice
from cmkb.exchange.incoming_client import ID_NUMBER, Incomer, Left, Value, read_row
from cmkb.exchange.table import LONGEST
from cmkb.exchange.tables import client_table
from cmkb.files.safe_name import safe_name
from cmkb.locales import sign, translator
from cmkb.model.note import Note
from cmkb.model.playbook import FieldSpec
from cmkb.names import fold, names_of, set_solid
from cmkb.reading.values import LIST_TYPES
from cmkb.vault import Vault
from cmkb.views.clients import display_name

NUMBER_KEYS = ("uid", "member_no")
_DIGITS = re.compile(r"[^0-9]+")
_WORDS = ("text", "list")  # types in which a user writes freely
_MASK = re.compile(r"[*＊]{2,}")


@dataclass(frozen=True, slots=True)
class Change:
    spec: FieldSpec
    old: str
    value: Any  # typed; None: the key is emptied
    new: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file says differently, and the note keeps."""

    spec: FieldSpec
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Create:
    line: int
    path: str
    name: str
    values: tuple[Value, ...]
    remark: str = ""
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    line: int
    path: str
    changes: tuple[Change, ...]
    kept: tuple[Kept, ...] = ()
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class Same:
    line: int
    path: str
    kept: tuple[Kept, ...] = ()
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class Bad:
    line: int
    cells: tuple[str, ...]
    reasons: tuple[str, ...]


Decision = Create | Update | Same | Bad


@dataclass(frozen=True, slots=True)
class ImportPlan:
    mapped: Mapped
    decisions: tuple[Decision, ...]
    notices: tuple[Notice, ...] = ()
    not_emptied: int = 0  # cells that are empty in the file and not in the note

    def of(self, kind: type) -> tuple[Any, ...]:
        return tuple(one for one in self.decisions if isinstance(one, kind))

    @property
    def kept(self) -> tuple[tuple[str, Kept], ...]:
        """With the note that keeps it: of those that change, then of the others."""
        return tuple((one.path, kept) for one in (*self.of(Update), *self.of(Same)) for kept in one.kept)

    @property
    def left(self) -> tuple[tuple[int, Left], ...]:
        """With the line of its row, in the order of the file."""
        return tuple(
            (one.line, cell) for one in self.decisions if not isinstance(one, Bad) for cell in one.left
        )


@dataclass(frozen=True, slots=True)
class Rules:
    overwrite: bool = False  # the file's words go before the note's
    empty: bool = False  # an empty cell of our own export empties the key


def plan_import(
    vault: Vault,
    incoming: Incoming,
    mapped: Mapped,
    name: str,
    rules: Rules,
    seen: Iterable[Any] | None = None,
) -> ImportPlan:
    """`seen`: the rows, where somebody wants to watch them go by."""
    planning = _Planning(vault, mapped, name, rules)
    rows = incoming.rows if seen is None else seen
    incomers = [read_row(row, planning.meanings, vault.playbook, name, planning.say) for row in rows]
    planning.count_names(incomers)
    decisions = tuple(map(planning.decide, incomers))
    return ImportPlan(mapped, decisions, (*incoming.notices, *mapped.notices), planning.not_emptied)


@dataclass
class _Planning:
    vault: Vault
    mapped: Mapped
    name: str
    rules: Rules
    not_emptied: int = 0
    taken: dict[str, int] = field(
        default_factory=dict
    )  # note path or number of a new client → line that was about it

    def __post_init__(self) -> None:
        self.say = translator(self.vault.settings.language)
        self.meanings = [m for m in self.mapped.meanings if m.spec or m.role]
        clients = self.vault.of_kind("client")
        self.by_number: dict[tuple[str, str], list[str]] = {}
        for note in clients:
            for number in _numbers(note.get):
                self.by_number.setdefault(number, []).append(note.path)
        self.stems = {fold(note.stem) for note in self.vault.notes.values()}
        self.cells = _cells_of(self.vault)
        self.names: Counter[str] = Counter()

    def count_names(self, incomers: Iterable[Incomer]) -> None:
        """So that two new clients of one name both carry a number's tail."""
        self.names = Counter(fold(_name(one)) for one in incomers if not one.faults)

    # --- a row

    def decide(self, incomer: Incomer) -> Decision:
        row = incomer.row
        if incomer.faults:
            return self.bad(incomer, *incomer.faults)
        found = self.matching(incomer)
        if isinstance(found, str):
            return self.bad(incomer, found)
        if found is None:
            return self.create(incomer)
        if (earlier := self.taken.setdefault(found.path, row.line)) != row.line:
            return self.bad(
                incomer, self.sentence("和第 {line} 行是同一位客户（{path}）", line=earlier, path=found.path)
            )
        return self.update(incomer, found)

    def matching(self, incomer: Incomer) -> Note | str | None:
        """The client that the row is about; the reason when it cannot be told."""
        paths: dict[str, None] = {}
        if incomer.note:
            note = self.vault.notes.get(incomer.note)
            if note is None or note.kind != "client":
                return self.sentence(
                    "没有 {path} 这个客户笔记：改名或删掉了，把「笔记」这一格清空就按号码找",
                    path=incomer.note,
                )
            paths[note.path] = None
        for number in _numbers(lambda key: incomer.values[key].value if key in incomer.values else None):
            if number[0] == "phones" and (paths or incomer.note):
                continue  # families share phones; a number of one's own goes before
            found = self.by_number.get(number, ())
            if len(found) > 1:
                return self.sentence(
                    "{number} 是这几位的：{paths}", number=number[1], paths=sign("、").join(found)
                )
            paths |= dict.fromkeys(found)
        if len(paths) > 1:
            return self.sentence(
                "这一行的编号、电话和「笔记」说的不是同一位：{paths}", paths=sign("、").join(paths)
            )
        if not paths:
            return None
        note = self.vault.notes[next(iter(paths))]
        if not incomer.note and not self.is_called(note, _name(incomer)):
            return self.sentence(
                "号码是 {path} 的，名字却是「{name}」：核对；是同一位就把 {path} 写在「笔记」列",
                path=note.path,
                name=_name(incomer),
            )
        return note

    def is_called(self, note: Note, name: str) -> bool:
        called = (*names_of(note), note.stem, display_name(self.vault, note))
        return not name or fold(name) in {fold(one) for one in called}

    def bad(self, incomer: Incomer, *reasons: str) -> Bad:
        ids = {m.column for m in self.mapped.meanings if m.spec and m.spec.key == ID_NUMBER}
        cells = tuple("" if n in ids else cell for n, cell in enumerate(incomer.row.cells))
        return Bad(incomer.row.line, cells, (*reasons, *(one.why for one in incomer.left)))

    def sentence(self, text: str, **params: object) -> str:
        return self.say(text).format(**params)

    # --- a new client

    def create(self, incomer: Incomer) -> Decision:
        name = set_solid(_name(incomer))
        if not name or not safe_name(name):
            return self.bad(incomer, self.sentence("没有姓名"))
        numbers = list(_numbers(lambda key: incomer.values[key].value if key in incomer.values else None))
        for number in numbers:
            if (earlier := self.taken.get(number[1])) is not None:
                return self.bad(
                    incomer,
                    self.sentence("和第 {line} 行的号码相同（{number}）", line=earlier, number=number[1]),
                )
        same = self.namesakes(name)
        for path in same:
            if not numbers or not list(_numbers(self.vault.notes[path].get)):
                return self.bad(
                    incomer,
                    self.sentence(
                        "和 {path} 同名，没有号码可以认出是不是同一位：是，就把 {path} 写在「笔记」列；不是，补上两边的电话",
                        path=path,
                    ),
                )
        stem = safe_name(name)
        if same or fold(stem) in self.stems or self.names[fold(name)] > 1:
            tail = next((number[-4:] for _, number in numbers if len(number) >= 4), "")
            stem = safe_name(f"{name}-{tail}") if tail else stem
        if fold(stem) in self.stems:
            return self.bad(
                incomer, self.sentence("已经有叫 {name} 的笔记：给这一行补上电话或编号", name=stem)
            )
        self.stems.add(fold(stem))
        self.taken |= {number[1]: incomer.row.line for number in numbers}
        path = f"{self.vault.settings.clients.strip('/')}/{stem}.md"
        values = incomer.values | {"name": replace(incomer.values["name"], value=name)}
        return Create(incomer.row.line, path, name, tuple(values.values()), incomer.remark, incomer.left)

    def namesakes(self, name: str) -> list[str]:
        names = self.vault.names
        return [path for path in names.by_name.get(fold(name), ()) if names.kinds[path] == "client"]

    # --- a known one

    def update(self, incomer: Incomer, note: Note) -> Decision:
        changes: list[Change] = []
        kept: list[Kept] = []
        for key, value in incomer.values.items():
            old = self.cells[note.path].get(key, "")
            if value.word == old or text_of_cell(cell_of(value.value)) == old or _is_cut(value.word, old):
                continue
            if key == "name" and fold(value.word) == fold(display_name(self.vault, note)):
                continue
            for change in self.changed(incomer, note, value, old):
                (changes if isinstance(change, Change) else kept).append(change)  # type: ignore[arg-type]
        changes += self.emptied(incomer, note)
        if changes:
            return Update(incomer.row.line, note.path, tuple(changes), tuple(kept), incomer.left)
        return Same(incomer.row.line, note.path, tuple(kept), incomer.left)

    def changed(self, incomer: Incomer, note: Note, value: Value, old: str) -> Iterator[Change | Kept]:
        spec, new = value.spec, text_of_cell(cell_of(value.value))
        if _is_masked_form(value, note.get(spec.key)):
            yield Kept(spec, old, value.word)
        elif not old or incomer.note or self.rules.overwrite:
            yield Change(spec, old, value.value, new)
        elif spec.key == "name":
            return  # matched by an alias or the file's name
        elif spec.type in LIST_TYPES:
            have = note.get(spec.key) or ()
            more = [one for one in value.value if cell_of(one) not in [cell_of(h) for h in have]]
            if more:
                both = (*have, *more)
                yield Change(spec, old, both, text_of_cell(cell_of(both)))
        elif spec.type in _WORDS:
            yield Kept(spec, old, new)
        else:
            yield Change(spec, old, value.value, new)

    def emptied(self, incomer: Incomer, note: Note) -> Iterator[Change]:
        for key in incomer.emptied if incomer.note else ():
            old = self.cells[note.path].get(key, "")
            if not old or key == "name":
                continue
            if self.rules.empty:
                spec = self.vault.playbook.fields_of("client").get(key) or FieldSpec(key, key)
                yield Change(spec, old, None, "")
            else:
                self.not_emptied += 1


def _name(incomer: Incomer) -> str:
    value = incomer.values.get("name")
    return " ".join(str(value.value).split()) if value else ""


def _numbers(get: Any) -> Iterator[tuple[str, str]]:
    """What tells a client for sure: numbers of the house, then phones."""
    for key in NUMBER_KEYS:
        if value := get(key):
            yield key, str(value).strip().casefold()
    for phone in get("phones") or ():
        if "*" not in phone and len(digits := _DIGITS.sub("", phone)) >= 7:
            yield "phones", digits


def _cells_of(vault: Vault) -> dict[str, dict[str, str]]:
    """Note path → key → what an export says: equal to it, a row says nothing new."""
    table = client_table(vault)
    rows: dict[str, dict[str, str]] = {}
    for row in table.rows:
        cells = {c.key or c.title: text_of_cell(cell) for c, cell in zip(table.columns, row, strict=True)}
        rows[str(row[-1])] = cells
    for note in vault.of_kind("client"):
        for key, value in note.front.fields.items():
            rows[note.path].setdefault(key, clean(text_of_cell(cell_of(value))))
    return rows


def _is_cut(word: str, old: str) -> bool:
    """A spreadsheet's cell has an end."""
    return len(old) > LONGEST and old.startswith(word)


def _is_masked_form(value: Value, old: Any) -> bool:
    """138****8899 of a number that the note has whole; or any masked word where the note has one."""
    return bool(old) and bool(_MASK.search(value.word))
