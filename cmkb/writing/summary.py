"""Lines under 总结 of a journal, where the day is summed up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cmkb.files.text import decode
from cmkb.model.playbook import Playbook
from cmkb.model.settings import Settings
from cmkb.reading.note import read_note
from cmkb.writing.changes import Edit
from cmkb.writing.exact_text import Splice, spliced
from cmkb.writing.journal_lines import journal_in
from cmkb.writing.refused import WritingRefused

SUMMARY = "summary"


def summary_edit(
    path: str, day: date, new: Sequence[str], playbook: Playbook, settings: Settings, template: str
) -> Edit:
    """Lines that stand there already are not written again."""

    def apply(data: bytes | None) -> bytes:
        old = template.encode() if data is None else data
        source, note = journal_in(old, path, day, playbook, settings)
        lines = source.text.split("\n")
        wanted = tuple(line for line in new if line not in lines)
        if not wanted:
            return old
        index = next((n for n, s in enumerate(note.sections) if s.meaning == SUMMARY), None)
        first, end = 0, len(lines)
        if index is not None:
            first = note.sections[index].place.line
            end = note.sections[index + 1].place.line - 1 if index + 1 < len(note.sections) else len(lines)
        last = end
        while last > first and not lines[last - 1].strip():
            last -= 1
        heading = () if index is not None else (f"## {playbook.sections[SUMMARY].headings[0]}", "")
        gap = () if last and lines[last - 1].startswith("- ") and index is not None else ("",) if last else ()
        after = ("",) if last < len(lines) and lines[last].strip() else ()
        new_bytes = spliced(old, source, [Splice(last + 1, last + 1, (*gap, *heading, *wanted, *after))])
        again, _ = read_note(decode(new_bytes, path)[0], playbook, settings)
        told = [section.text for section in again.sections if section.scope == SUMMARY]
        if not all(any(line in text for text in told) for line in wanted) or len(again.records) != len(
            note.records
        ):
            raise WritingRefused(
                f"{path} 的总结写不进去：看看有没有没结束的注释或代码块",
                f"the summary does not fit into {path}: look for an open comment or code block",
                path,
            )
        return new_bytes

    return apply
