"""What a record was about, so that it can settle a reminder: its 缘由, else what its own words name.

`短信 [[王芳]] 生日祝福` is about her birthday without any field. The longest word wins where it stands: 风评到期 says
nothing of a product's 到期.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from cmkb.model.calendar import Calendar
from cmkb.model.festivals import read_festival
from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Record, Task
from cmkb.model.playbook import Playbook
from cmkb.vault import Vault
from cmkb.views.contacts import is_contact
from cmkb.views.workdays import through_days_off

SHORTEST = 2  # characters of a word that is looked for


@immutable
class Deed:
    """A record or a ticked task, as far as it can settle reminders."""

    day: date
    until: date  # what begins to show by then counts: before days off, theirs is done too
    topics: frozenset[str]  # occasions, and keys of rules
    kind: str  # "" of a task
    contact: bool
    words: str  # in which the one that is meant among several is looked for
    record: Record | None = None  # None of a task

    def names(self, words: Iterable[str]) -> bool:
        return any(len(word) >= SHORTEST and word in self.words for word in words)


@immutable
class Topics:
    """Words → what they are about."""

    meanings: Mapping[str, frozenset[str]]
    pattern: re.Pattern[str]

    def of(self, text: str) -> frozenset[str]:
        found: set[str] = set()
        for match in self.pattern.finditer(text):
            found |= self.meanings[match[0]]
        return frozenset(found)


def topics_of(playbook: Playbook) -> Topics:
    """Occasions by their words, rules by their label and festivals."""
    meanings: dict[str, set[str]] = {}
    spec = playbook.record_fields.get("occasion")
    for occasion in playbook.occasions:
        for word in (occasion, *(spec.value_aliases.get(occasion, ()) if spec else ())):
            meanings.setdefault(word, set()).add(occasion)
    for rule in playbook.reminders.values():
        about = {rule.key, rule.occasion} - {""}
        festivals = (read_festival(text) for text in rule.festivals)
        for word in (rule.label, *rule.words, *(festival.name for festival in festivals if festival)):
            meanings.setdefault(word, set()).update(about)
    words = sorted((word for word in meanings if len(word) >= SHORTEST), key=len, reverse=True)
    return Topics(
        {word: frozenset(meanings[word]) for word in words},
        re.compile("|".join(map(re.escape, words)) or r"(?!)"),
    )


class Deeds:
    """Of one vault up to one day; each record is looked at once."""

    def __init__(self, vault: Vault, today: date) -> None:
        self.vault = vault
        self.today = today
        self.calendar: Calendar = vault.calendar
        self.topics = topics_of(vault.playbook)
        self.known: dict[int, Deed | None] = {}
        self.by_client: dict[str, list[Deed]] = {}

    def of(self, client: str) -> list[Deed]:
        """Oldest first."""
        if client not in self.by_client:
            self.by_client[client] = self._of(client)
        return self.by_client[client]

    def _of(self, client: str) -> list[Deed]:
        found = [deed for record in self.vault.timeline(client) if (deed := self._of_record(record))]
        found += self._of_tasks(self.vault.tasks.get(client, ()))
        return sorted(found, key=lambda deed: deed.day)

    def _of_record(self, record: Record) -> Deed | None:
        key = id(record)
        if key not in self.known:
            self.known[key] = self._read(record)
        return self.known[key]

    def _read(self, record: Record) -> Deed | None:
        """None for what lies ahead, what is only a number, and where nobody was reached."""
        playbook = self.vault.playbook
        if record.date > self.today or record.count is not None:
            return None
        result = playbook.results.get(record.fields.get("result", ""))
        if result is not None and not result.reached:
            return None
        contact = is_contact(record, playbook)
        said = record.fields.get("occasion")
        topics: frozenset[str] = frozenset()
        if isinstance(said, str) and said:
            topics = frozenset((said,)) | self.topics.of(said)
        elif contact:
            topics = self.topics.of(record.text)
        return Deed(
            record.date,
            through_days_off(record.date, self.calendar),
            topics,
            record.kind,
            contact,
            "\n".join((record.text, *self._linked(record))),
            record,
        )

    def _linked(self, record: Record) -> Iterator[str]:
        """Names and paths of what the fields link: a product's note may be called in several ways."""
        for value in record.fields.values():
            for link in value if isinstance(value, tuple) else (value,):
                if isinstance(link, Link):
                    yield link.target
                    if path := self.vault.target(record.path, link):
                        yield path

    def _of_tasks(self, tasks: Iterable[Task]) -> Iterator[Deed]:
        """What somebody ticked off is done, whatever was recorded."""
        for task in tasks:
            if task.box in "xX" and task.done and task.done <= self.today:
                until = through_days_off(task.done, self.calendar)
                yield Deed(task.done, until, self.topics.of(task.text), "", False, task.text)
