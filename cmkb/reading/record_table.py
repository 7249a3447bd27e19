"""A table whose rows are records: the titles of its columns say what stands in them."""

from __future__ import annotations

from cmkb.model.note import Place, Table
from cmkb.model.problem import Problem, problem
from cmkb.playbooks.names import fold
from cmkb.reading.fields import Written
from cmkb.reading.inline import inline_fields, without
from cmkb.reading.links import links_in
from cmkb.reading.record_line import Draft, read_head, words_without_links
from cmkb.reading.times import time_at
from cmkb.reading.vocabulary import Vocabulary


class TableReader:
    def __init__(self, table: Table, words: Vocabulary) -> None:
        self.table = table
        self.words = words
        self.keys = [self._key(title) for title in table.header]

    def _key(self, title: str) -> str:
        spec = self.words.record_fields.get(fold(title))
        return spec.key if spec else ""

    def drafts(self, path: str, *, timed: bool, log: bool) -> tuple[list[Draft], list[Problem]]:
        drafts: list[Draft] = []
        problems: list[Problem] = []
        if "kind" not in self.keys:
            if log and self.table.lines:
                problems.append(problem(path, self.table.lines[0] - 2, 1, "L4.table"))
            return drafts, problems
        for row, line, columns in zip(self.table.rows, self.table.lines, self.table.columns, strict=True):
            if not any(row):
                continue
            draft, word = self._row(row, line, columns)
            if draft is None:
                if log and word:
                    problems.append(problem(path, line, columns[0], "L4", word=word))
            elif not timed or draft.time:
                drafts.append(draft)
        return drafts, problems

    def _row(
        self, row: tuple[str, ...], line: int, columns: tuple[int, ...]
    ) -> tuple[Draft | None, str]:
        """The record of a row, or None and the word that is no kind."""
        said = row[at] if (at := self.keys.index("kind")) < len(row) else ""
        head = read_head(said, self.words)
        if head.kind is None:
            return None, said
        first = next(column for cell, column in zip(row, columns, strict=True) if cell)
        draft = Draft(head.kind, Place(line, first))
        if head.time is not None:
            draft.time, draft.mins = head.time.start, head.time.mins
        if rest := said[head.end :].strip():
            self._words(draft, rest, Place(line, columns[at] + len(said) - len(rest)))
        for index, (cell, column) in enumerate(zip(row, columns, strict=True)):
            key = self.keys[index] if index < len(self.keys) else "text"
            if not cell or index == at:
                continue
            place = Place(line, column)
            if key == "time":
                time = time_at(cell)
                if time is not None and time.valid:
                    draft.time, draft.mins = time.start, time.mins
            elif key == "text":
                self._words(draft, cell, place)
            else:
                draft.fields.append(Written(key or self.table.header[index], cell.replace("\\|", "|"), place))
        return draft, ""

    def _words(self, draft: Draft, cell: str, place: Place) -> None:
        fields = inline_fields(cell, self.words.field_keys)
        links = links_in(cell, place, fields, self.words.field_keys)
        draft.fields += [Written(f.key, f.value, Place(place.line, place.column + f.at)) for f in fields]
        draft.participants += [one.link for one in links if not one.link.field]
        text = words_without_links(without(cell, [(f.start, f.end) for f in fields]), 0, len(cell), links)
        if text:
            draft.words.append(text)
