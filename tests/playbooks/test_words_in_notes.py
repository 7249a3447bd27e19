"""What a playbook names can be written: every kind, field, value, figure and key reads as what it means."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cmkb.model.note import Note, SourceFile
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.model.problem import Problem
from cmkb.model.settings import Settings
from cmkb.playbooks.loader import builtin_names, load_playbook
from cmkb.reading.note import read_note

every = pytest.mark.parametrize("name", builtin_names())

EXAMPLES = {
    "text": "说过的话", "num": "3", "money": "20万", "bool": "是", "date": "2026-11-01", "dt": "2026-11-25 15:00",
    "planned": "12-05 回访", "time": "16:40", "list": "甲、乙", "link": "[[李强]]", "links": "[[李强]]",
    "phones": "13800000000", "lunar": "08-15", "monthday": "04-17", "cadence": "10d/15d", "enum": "",
}  # fmt: skip


def example(playbook: Playbook, spec: FieldSpec) -> str:
    """Something that may be written as its value."""
    if spec.values:
        return spec.values[0]
    if spec.values_from:
        return next(iter(getattr(playbook, spec.values_from)))
    return EXAMPLES[spec.type]


def journal(playbook: Playbook, body: str) -> tuple[Note, list[Problem]]:
    return read_note(SourceFile("journal/2026-11-23.md", body), playbook, Settings())


def kind_words(playbook: Playbook) -> Iterator[tuple[str, str]]:
    for kind in playbook.kinds.values():
        for word in (kind.key, *kind.aliases):
            yield word, kind.key


@every
def test_every_kind_by_every_word_with_all_its_fields(name: str) -> None:
    playbook = load_playbook(name)[0]
    specs = playbook.record_fields
    for word, key in kind_words(playbook):
        kind = playbook.kinds[key]
        said = "".join(f" [{specs[f].label}:: {example(playbook, specs[f])}]" for f in kind.fields)
        note, problems = journal(playbook, f"## 记录\n- 10:15 {word} [[王芳]] 谈了谈{said}\n")
        assert [p.line_of_text() for p in problems if p.severity != "info"] == []
        assert [record.kind for record in note.records] == [key]
        assert set(note.records[0].fields) == set(kind.fields)


@every
def test_every_figure_of_the_plan_by_every_word(name: str) -> None:
    playbook = load_playbook(name)[0]
    for kpi in playbook.kpis.values():
        for word in (kpi.label, *kpi.aliases):
            note, problems = journal(playbook, f"## 计划\n- {word} 12\n")
            assert [p.line_of_text() for p in problems] == []
            assert [target.key for target in note.targets] == [kpi.key], word


@every
def test_every_key_of_every_kind_of_note(name: str) -> None:
    """A note that has all of them, in Chinese, reads without a problem."""
    playbook = load_playbook(name)[0]
    for kind in playbook.fields.keys() - {"common"}:
        specs = playbook.fields[kind].values()
        lines = "".join(f"{spec.label}: {_quoted(example(playbook, spec))}\n" for spec in specs)
        source = SourceFile(f"notes/2026-11-01 {kind}.md", f"---\n类型: {kind}\n{lines}---\n")
        note, problems = read_note(source, playbook, Settings())
        # Y5: an amount as people write it
        found = [p.line_of_text() for p in problems if p.severity != "info" and p.code != "Y5"]
        assert found == []
        assert {spec.key for spec in specs} <= set(note.front.fields)


def _quoted(text: str) -> str:
    return f'"{text}"' if text.startswith("[") or text[:1].isdigit() else text
