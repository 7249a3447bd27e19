"""A playbook in English is the same playbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cmkb.load import load_settings, load_vault
from cmkb.model.playbook import Playbook
from cmkb.playbooks.loader import builtin_names, load_playbook
from cmkb.playbooks.wording import worded
from tests.locales.languages import CHINESE


@pytest.mark.parametrize("name", builtin_names())
def test_a_playbook_in_english_keeps_all_its_entries(name: str) -> None:
    """Two Chinese words may not become one English word where they are keys beside each other."""
    chinese = load_playbook(name)[0]
    english = worded(chinese, "en")
    for part in (
        "kinds",
        "results",
        "tiers",
        "stages",
        "statuses",
        "cases",
        "case_states",
        "forms",
        "report",
    ):
        before, after = getattr(chinese, part), getattr(english, part)
        assert len(before) == len(after), part
        for old, new in zip(before.values(), after.values(), strict=True):
            assert old.key == new.key or old.key in new.aliases or part == "report", (part, old.key)
    for old, new in zip(chinese.forms.values(), english.forms.values(), strict=True):
        assert [len(group.items) for group in old.groups.values()] == [
            len(group.items) for group in new.groups.values()
        ]


@pytest.mark.parametrize("name", builtin_names())
def test_what_refers_to_an_entry_finds_it_in_english(name: str) -> None:
    book = worded(load_playbook(name)[0], "en")
    kinds = set(book.kinds)
    for entry in (
        *book.kpis.values(),
        *book.limits.values(),
        *book.reminders.values(),
        *book.quotas.values(),
    ):
        assert set(entry.kinds) <= kinds, entry.key
    for stage in book.stages.values():
        assert set(stage.records) <= kinds
        assert set(stage.results) <= set(book.results)
    for slot in book.routine.day:
        assert set(slot.forms) <= set(book.forms)
    for kind in book.kinds.values():
        assert kind.form in ("", *book.forms)
        assert kind.case in ("", *book.cases)
    for rule in book.reminders.values():
        assert rule.from_tier in ("", *book.tiers)
        assert rule.occasion in ("", *book.occasions)
    for fields in book.fields.values():
        assert {spec.group for spec in fields.values()} <= {"", *book.groups}


@pytest.mark.parametrize("name", builtin_names())
def test_what_a_playbook_shows_is_english(name: str) -> None:
    book = worded(load_playbook(name)[0], "en")
    assert [text for text in _shown(book) if CHINESE.search(text)] == []


def _shown(book: Playbook) -> Iterator[str]:
    yield from (book.title, book.summary, *book.groups, *book.posts, *book.occasions)
    for fields in (*book.fields.values(), book.record_fields, *book.entry_fields.values()):
        for spec in fields.values():
            yield from (spec.label, spec.ask, spec.unit, *spec.values)
    for section in book.sections.values():
        yield section.headings[0]
    for part in ("tiers", "statuses", "stages", "kinds", "results", "cases", "case_states", "forms"):
        yield from getattr(book, part)
    for part in ("kpis", "quotas", "limits"):
        for entry in getattr(book, part).values():
            yield from (entry.label, entry.unit, getattr(entry, "note", ""))
    for slot in book.routine.day:
        yield from (slot.title, slot.note, *slot.steps, *slot.checklist)
    yield from (*book.routine.week, *book.routine.month)
    for procedure in book.procedures.values():
        yield from (procedure.label, procedure.note)
        for step in procedure.steps.values():
            yield from (step.key, step.note, *step.checklist)
    for rule in book.reminders.values():
        yield from (rule.label, rule.note, rule.occasion)
    for form in book.forms.values():
        yield form.usage
        for group in form.groups.values():
            yield from (group.key, group.note)
            for item in group.items.values():
                yield from (item.key, *item.ticks)


def test_a_vaults_own_words_stay_as_they_are_written(vault: Callable[[str], Path]) -> None:
    folder = vault(
        """
        === mkdocs.yml
        plugins: [{cmkb: {language: en}}]
        === playbook.yml
        fields: {client: {dog: Name of the dog, cat: {label: 猫, en: Cat}}}
        kinds: {品茶: {contact: true}, 电话: {}}
        """
    )
    book = load_vault(folder, load_settings(folder).settings).vault.playbook
    client = book.fields_of("client")
    assert (client["dog"].label, client["cat"].label) == ("Name of the dog", "Cat")
    assert "品茶" in book.kinds
    assert "Call" in book.kinds
