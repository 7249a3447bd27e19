"""`cmkb rename`: a note moves, and every link to it with it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from cmkb.files.safe_name import safe_name
from cmkb.files.text import decode
from cmkb.model.note import Link, Note, PlanItem, Record, SourceFile
from cmkb.names import fold, names_of
from cmkb.reading.note import read_note
from cmkb.vault import Vault
from cmkb.writing.changes import Edit
from cmkb.writing.exact_text import LinesEdit, Splice, lines_edit, spliced
from cmkb.writing.front_edit import front_splices
from cmkb.writing.refused import WritingRefused

_WIKILINK = re.compile(r"(!?[\[【［]{2}\s*)([^\[\]【】［］|#\n]*?)(\s*)(?=[#|\]】］]|\\\|)")
_DESTINATION = re.compile(r"(\]\(\s*<?)([^\s<>()]+(?:\([^\s()]*\)[^\s<>()]*)*)")
_TAIL = re.compile(r"(\S.*?)-(\d{4,})")


def new_path(vault: Vault, note: Note, name: str) -> str:
    """Raises WritingRefused for a name that no file can have, or that is taken."""
    stem = safe_name(" ".join(name.split()))
    if not stem:
        raise WritingRefused(f"“{name}”不能当文件名，换一个名字", f"no file can be called '{name}'")
    folder = note.path.rpartition("/")[0]
    path = f"{folder}/{stem}.md" if folder else f"{stem}.md"
    if path == note.path:
        raise WritingRefused(f"{path} 本来就叫这个名字", f"{path} is called so already", path)
    others = [p for p in vault.notes if p != note.path]
    taken = next((p for p in others if fold(vault.notes[p].stem) == fold(stem)), "")
    if not taken and not _TAIL.fullmatch(name):
        same = vault.names.by_name.get(fold(name), ())
        taken = next((p for p in same if p != note.path and vault.notes[p].kind == note.kind), "")
    if taken:
        raise WritingRefused(
            f"已经有“{name}”（{taken}）：换一个名字，客户可以写成 {name}-尾号",
            f"{taken} is called so: choose another name, for a client {name}-1234",
            taken,
        )
    return path


def rename_edits(vault: Vault, note: Note, path: str, content: bytes) -> Mapping[str, Edit]:
    """A link by the file's name, its path, or a name that changes with it, gets the new one. `content`: of the note."""
    told = _new_name(note, path)
    edits: dict[str, Edit] = {}
    moved: Edit | None = None
    for other in vault.notes.values():
        targets = frozenset(
            link.target
            for link in _links(other)
            if vault.target(other.path, link) == note.path and not _stays(link, note, told)
        )
        if other.path == note.path:
            moved = _moving_edit(vault, note, path, targets, told, content)
        elif targets:
            edits[other.path] = lines_edit(other.path, _relink(vault, targets, path))
    assert moved is not None
    return {path: moved, **edits, note.path: _taken_away(note.path, content)}


def _links(note: Note) -> list[Link]:
    rows: list[Record | PlanItem] = [*note.records, *note.plan]
    fields = [value for row in rows for value in row.fields.values()]
    nested = [one for value in fields if isinstance(value, tuple) for one in value if isinstance(one, Link)]
    people = [link for row in rows for link in row.participants]
    return [*note.links, *people, *nested, *(value for value in fields if isinstance(value, Link))]


def _stays(link: Link, note: Note, told: str) -> bool:
    """A link by a name or number that the note keeps."""
    if "/" in link.target or link.target.endswith(".md"):
        return False
    kept = {fold(name) for name in names_of(note)} - ({fold(names_of(note)[0])} if told else set())
    return fold(link.target) in kept and fold(link.target) != fold(note.stem)


def _new_name(note: Note, path: str) -> str:
    """`name:` follows where it said just what the file was called; "" where it stays."""
    said = note.get("name")
    old, new = _bare(note.stem), _bare(path.rpartition("/")[2].removesuffix(".md"))
    return new if isinstance(said, str) and said == old and old != new else ""


def _bare(stem: str) -> str:
    match = _TAIL.fullmatch(stem)
    return match[1] if match else stem


def _moving_edit(
    vault: Vault, note: Note, path: str, targets: frozenset[str], told: str, content: bytes
) -> Edit:
    def apply(data: bytes | None) -> bytes:
        if data is not None:
            raise WritingRefused(f"已经有文件 {path}，没有动它", f"{path} is there already", path)
        new = content
        if targets:
            source, _ = decode(new, note.path)
            new = spliced(new, source, _relink(vault, targets, path)(source))
        if told:
            source, _ = decode(new, note.path)
            if key := _name_key(source, note):
                new = spliced(new, source, front_splices(source, {key: told}, vault.playbook))
        return new

    return apply


def _taken_away(path: str, content: bytes) -> Edit:
    def apply(data: bytes | None) -> None:
        if data != content:
            raise WritingRefused(
                f"{path} 刚被改过，没有动它：再来一次", f"{path} has just changed: try again", path
            )

    return apply


def _name_key(source: SourceFile, note: Note) -> str:
    place = note.front.places.get("name")
    line = source.text.split("\n")[place.line - 1] if place else ""
    return line.partition(":")[0].strip() if ":" in line else ""


def _relink(vault: Vault, targets: frozenset[str], path: str) -> LinesEdit:
    stem = path.rpartition("/")[2].removesuffix(".md")

    def edit(source: SourceFile) -> list[Splice]:
        now, _ = read_note(source, vault.playbook, vault.settings)
        lines = source.text.split("\n")
        numbers = sorted({link.place.line for link in _links(now) if link.target in targets})
        splices = []
        for number in numbers:
            line = _line(lines[number - 1], targets, stem)
            splices.append(Splice(number, number + 1, (line,)))
        return splices

    return edit


def _line(line: str, targets: frozenset[str], stem: str) -> str:
    def wikilink(match: re.Match[str]) -> str:
        target = match[2].strip().removesuffix(".md")
        return (
            f"{match[1]}{_moved(match[2], stem)}{match[3]}"
            if target in targets or match[2] in targets
            else match[0]
        )

    def destination(match: re.Match[str]) -> str:
        written, hash_, heading = match[2].partition("#")
        if unquote(written) not in targets:
            return match[0]
        head, _, name = written.rpartition("/")
        new = f"{stem}.md" if unquote(name) == name else quote(f"{stem}.md")
        return f"{match[1]}{head}{'/' if head else ''}{new.replace(' ', '%20')}{hash_}{heading}"

    new = _DESTINATION.sub(destination, _WIKILINK.sub(wikilink, line))
    if new == line:  # a name without brackets, in a column or field of clients
        for target in sorted(targets, key=len, reverse=True):
            new = re.sub(rf"(?<!\w){re.escape(target)}(?!\w)", stem, new)
    return new


def _moved(target: str, stem: str) -> str:
    head, slash, name = target.rpartition("/")
    return f"{head}{slash}{stem}{'.md' if posixpath.splitext(name)[1] == '.md' else ''}"
