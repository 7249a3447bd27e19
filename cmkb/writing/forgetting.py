"""`cmkb forget`: a client goes. The note, what only it shows, and every trace in other notes.

In journals kind, time, result and amounts stay, so that totals hold; the name becomes `已删除客户` and words go. Other
notes lose the links and the name. What cannot be told for sure to be the client is listed, not touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cmkb.model.immutable import immutable
from cmkb.model.note import Item, Link, Note, PlanItem, Record, Section, SourceFile, Task
from cmkb.names import TAIL, fold, gone, names_of, numbers_of
from cmkb.reading.headings import heading_key
from cmkb.reading.note import read_note
from cmkb.reading.tables import split_row
from cmkb.reading.vocabulary import vocabulary_of
from cmkb.vault import Vault
from cmkb.writing.changes import Edit
from cmkb.writing.exact_text import Splice, lines_edit, new_file
from cmkb.writing.refused import WritingRefused

SHORTEST_NAME = 2
_ABOUT = ("meeting", "case")  # notes that may be about one client
_KEPT_KEYS = (
    "type",
    "kind",
    "date",
    "opened",
    "status",
    "due",
    "resolved",
    "mins",
    "result",
    "amount",
    "tries",
    "product",
    "products",
)
_KEPT_TYPES = ("num", "money", "enum", "bool")
_WIKILINK = re.compile(r"!?[\[【［]{2}([^\[\]【】［］|#\n]*)[^\[\]【】［］\n]*[\]】］]{2}")
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]*)\]\(\s*<?([^\s<>()]+)[^)]*\)")
_BULLET = re.compile(r"(?P<lead>[\s>]*(?:[-*+•]|\d{1,9}[.)、])\s*)?(?P<box>[\[【［].?[\]】］]\s+)?")


@immutable
class Trace:
    """Where the client may still be read."""

    path: str
    line: int


@dataclass(slots=True)
class Forgetting:
    edits: dict[str, Edit] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    to_look_at: list[Trace] = field(default_factory=list)


def forget(vault: Vault, note: Note, sources: Mapping[str, SourceFile]) -> Forgetting:
    """`sources`: text of each note, by path."""
    words = _Words.of(vault, note)
    plan = Forgetting()
    for other in vault.notes.values():
        if other.path == note.path:
            continue
        targets = frozenset(
            link.target for link in _links(other) if vault.target(other.path, link) == note.path
        )
        if other.kind in _ABOUT and _is_about(vault, other, note):
            _stub(vault, other, sources[other.path], words, plan)
            continue
        if targets or any(word in sources[other.path].text for word in words.sure):
            plan.edits[other.path] = _edit(vault, other.path, targets, words)
            plan.changed.append(other.path)
        if any(word in other.stem for word in words.sure):
            plan.to_look_at.append(Trace(other.path, 1))
        after = _scrubbed(vault, sources[other.path], targets, words)
        plan.to_look_at += [
            Trace(other.path, number)
            for number, line in enumerate(after, 1)
            if any(word in line for word in (*words.sure, *words.unsure))
        ]
    plan.edits[note.path] = _gone
    plan.removed.append(note.path)
    for path in _only_here(vault, note):
        plan.edits[path] = _gone
        plan.removed.append(path)
    return plan


def _gone(data: bytes | None) -> None:
    return None


@immutable
class _Words:
    sure: tuple[str, ...]  # nobody else is called so
    unsure: tuple[str, ...]
    longer: tuple[str, ...]  # names of others that hold one: 王芳家

    @classmethod
    def of(cls, vault: Vault, note: Note) -> _Words:
        others = {n for o in vault.notes.values() if o.path != note.path for n in (o.stem, *names_of(o))}
        folded = {fold(name) for name in others}
        sure: list[str] = []
        unsure: list[str] = []
        for name in dict.fromkeys((note.stem, *names_of(note))):
            (sure if fold(name) not in folded and len(name) >= SHORTEST_NAME else unsure).append(name)
        for number in numbers_of(note):
            (sure if len(number) > TAIL + 2 else unsure).append(number)
        longer = (other for other in others if any(name in other for name in sure))
        return cls(
            tuple(sorted(sure, key=len, reverse=True)),
            tuple(u for u in unsure if len(u) >= SHORTEST_NAME),
            tuple(sorted(longer, key=len, reverse=True)),
        )

    def without(self, text: str) -> str:
        if not any(word in text for word in self.sure):
            return text
        known = "|".join(map(re.escape, (*self.longer, *self.sure)))
        return re.sub(known, lambda m: gone() if m[0] in self.sure else m[0], text)


# --- notes about the client, attachments ------------------------------------------------------------------------


def _is_about(vault: Vault, other: Note, note: Note) -> bool:
    said = other.get("client")
    links = (said,) if isinstance(said, Link) else said if isinstance(said, tuple) else ()
    found = {vault.target(other.path, link) for link in links if isinstance(link, Link)}
    return found == {note.path}


def _stub(vault: Vault, other: Note, source: SourceFile, words: _Words, plan: Forgetting) -> None:
    """Its figures stay, its words go; a meeting that a journal tells too is told once."""
    told = any(
        record.path != other.path and record.kind == own.kind and record.date == own.date
        for own in other.records
        for record in vault.records
        if set(vault.clients_of(own)) & set(vault.clients_of(record))
    )
    plan.edits[other.path] = _gone
    plan.removed.append(other.path)
    if told:
        return
    lines = source.text.split("\n")
    kept = [
        lines[place.line - 1]
        for key, place in sorted(other.front.places.items(), key=lambda item: item[1])
        if key in _KEPT_KEYS and ":" in lines[place.line - 1]
    ]
    label = (
        vault.playbook.fields_of(other.kind)["client"].label
        if "client" in vault.playbook.fields_of(other.kind)
        else "client"
    )
    text = "\n".join(("---", *(words.without(line) for line in kept), f"{label}: {gone()}", "---", ""))
    path = _free_path(vault, other.path, words, plan)
    plan.edits[path] = new_file(path, text)
    plan.changed.append(path)


def _free_path(vault: Vault, path: str, words: _Words, plan: Forgetting) -> str:
    folder, _, name = path.rpartition("/")
    stem = words.without(name.removesuffix(".md"))
    stem = stem if gone() in stem else f"{stem} {gone()}"
    number = 1
    while True:
        new = f"{folder}/{stem}{f' {number}' if number > 1 else ''}.md"
        if new not in vault.notes and new not in plan.edits:
            return new
        number += 1


def _only_here(vault: Vault, note: Note) -> Iterator[str]:
    """Attachments that no other note refers to."""
    own = {vault.target(note.path, link) for link in note.links}
    others = {
        target
        for (path, _, _), target in vault.resolved.items()
        if path != note.path and target in vault.attachments
    }
    yield from sorted(path for path in own if path and path in vault.attachments and path not in others)


def _links(note: Note) -> list[Link]:
    rows: list[Record | PlanItem] = [*note.records, *note.plan]
    values = [value for row in rows for value in row.fields.values()]
    nested = [one for value in values if isinstance(value, tuple) for one in value if isinstance(one, Link)]
    return [
        *note.links,
        *(link for row in rows for link in row.participants),
        *nested,
        *(value for value in values if isinstance(value, Link)),
    ]


# --- lines -----------------------------------------------------------------------------------------------------


def _edit(vault: Vault, path: str, targets: frozenset[str], words: _Words) -> Edit:
    def apply(source: SourceFile) -> list[Splice]:
        new, splices = _spliced(vault, source, targets, words)
        if any(f"[[{target}{end}" in line for line in new for target in targets for end in "]|#"):
            raise WritingRefused(
                f"{path} 里有去不掉的链接，没有写", f"a link in {path} could not be taken out", path
            )
        return splices

    return lines_edit(path, apply)


def _scrubbed(vault: Vault, source: SourceFile, targets: frozenset[str], words: _Words) -> list[str]:
    return _spliced(vault, source, targets, words)[0]


def _spliced(
    vault: Vault, source: SourceFile, targets: frozenset[str], words: _Words
) -> tuple[list[str], list[Splice]]:
    """The new lines, and the splices that make them."""
    note, _ = read_note(source, vault.playbook, vault.settings)
    lines = source.text.split("\n")
    changed: dict[int, str | None] = {}
    if targets and note.kind == "journal":
        for number, until, text in _of_journal(vault, note, lines, targets):
            changed |= dict.fromkeys(range(number + 1, until + 1))
            changed[number] = text
    for number, line in enumerate(lines, 1):
        if number not in changed:
            clean = words.without(_unlinked(line, targets))
            if clean != line:
                changed[number] = clean
        elif (kept := changed[number]) is not None:
            changed[number] = words.without(kept)
    splices = [
        Splice(number, number + 1, () if text is None else (text,))
        for number, text in sorted(changed.items())
    ]
    new = [now for number, line in enumerate(lines, 1) if (now := changed.get(number, line)) is not None]
    return new, splices


def _unlinked(line: str, targets: frozenset[str]) -> str:
    def wikilink(match: re.Match[str]) -> str:
        return gone() if match[1].strip().removesuffix(".md") in targets else match[0]

    def markdown(match: re.Match[str]) -> str:
        return gone() if match[2].partition("#")[0] in targets else match[0]

    return _MARKDOWN_LINK.sub(markdown, _WIKILINK.sub(wikilink, line))


def _of_journal(
    vault: Vault, note: Note, lines: Sequence[str], targets: frozenset[str]
) -> Iterator[tuple[int, int, str]]:
    """First and last line of each item about the client, and the line that stays."""
    about = {r.place.line: r for r in note.records if any(link.target in targets for link in r.participants)}
    ends = dict(_ends(note.sections))
    by_line: dict[int, list[Record]] = {}
    for record in note.records:
        by_line.setdefault(record.place.line, []).append(record)
    rows = {line: table.header for s in note.sections for table in s.tables for line in table.lines}
    for number in about:
        if number in rows:
            yield number, number, _row(vault, lines[number - 1], rows[number])
            continue
        said = " · ".join(_kept(vault, record, targets) for record in by_line[number])
        yield number, ends.get(number, number), _lead(lines[number - 1]) + said
    for item in note.plan:
        if item.place.line not in about and any(link.target in targets for link in item.participants):
            said = " ".join(part for part in (item.time, item.kind, gone()) if part)
            yield (
                item.place.line,
                ends.get(item.place.line, item.place.line),
                _lead(lines[item.place.line - 1]) + said,
            )
    for task in note.tasks:
        if task.place.line not in about and any(link.target in targets for link in task.links):
            yield (
                task.place.line,
                ends.get(task.place.line, task.place.line),
                _task(lines[task.place.line - 1], task),
            )


def _ends(sections: Iterable[Section]) -> Iterator[tuple[int, int]]:
    """Last line of each item, with all that stands beneath it."""

    def last(item: Item) -> int:
        own = [item.place.line, *(place.line for place in item.more_lines)]
        return max([*own, *(last(child) for child in item.children)])

    def walk(items: Iterable[Item]) -> Iterator[tuple[int, int]]:
        for item in items:
            yield item.place.line, last(item)
            yield from walk(item.children)

    for section in sections:
        yield from walk(section.items)


def _lead(line: str) -> str:
    match = _BULLET.match(line)
    return match[0] if match else ""


def _kept(vault: Vault, record: Record, targets: frozenset[str]) -> str:
    """What of a record counts and tells nothing."""
    specs = vault.playbook.record_fields
    fields = [
        f"[{specs[key].label}:: {_written(value)}]"
        for key, value in record.fields.items()
        if specs[key].type in _KEPT_TYPES
        or (specs[key].type == "link" and specs[key].link_kind not in ("", "client"))
    ]
    others = [f"[[{link.target}]]" for link in record.participants if link.target not in targets]
    count = [str(record.count)] if record.count is not None else []
    mine = [gone()] if len(others) < len(record.participants) else []
    return " ".join(part for part in (record.time, record.kind, *count, *others, *mine, *fields) if part)


def _written(value: object) -> str:
    if isinstance(value, Link):
        return f"[[{value.target}]]"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _row(vault: Vault, line: str, header: Sequence[str]) -> str:
    specs = vocabulary_of(vault.playbook).record_fields
    cells, _ = split_row(line)
    kept = []
    for title, cell in zip(header, cells, strict=False):
        spec = specs.get(fold(title)) or specs.get(heading_key(title))
        stays = spec is not None and (spec.key in ("time", "kind") or spec.type in _KEPT_TYPES)
        kept.append(cell if stays else gone() if spec is not None and spec.key == "client" else "")
    return f"| {' | '.join(kept)} |"


def _task(line: str, task: Task) -> str:
    """A tick stays, with its dates; the words go."""
    head = line[: task.place.column - 1]
    dates = [f"{mark} {day.isoformat()}" for mark, day in (("📅", task.due), ("✅", task.done)) if day]
    return head + " ".join((gone(), *dates))
