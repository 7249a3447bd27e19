"""Words in braces that a talk track's texts name, `{称呼}`, and what fills them for a client."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from cmkb.locales import ENGLISH_MONTHS, reader, sign, spoken
from cmkb.model.lunar import lunar_words
from cmkb.model.note import Entry, Link, LunarDay, Moment, Note, Place
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem, problem
from cmkb.model.talk_track import TalkTrack
from cmkb.names import names_of
from cmkb.playbooks.names import field_by_name, fold, note_fields
from cmkb.reading.typos import near_word
from cmkb.vault import Vault
from cmkb.views.amounts import amount
from cmkb.views.entry_words import FAMILY
from cmkb.views.occurrences import Occurrence
from cmkb.views.wording import plain

VARIABLE = re.compile(r"[{｛]\s*([^{}｛｝\n]{1,20}?)\s*[}｝]")
GAP = "＿＿"  # where something is missing; never a brace
OWNER_WORDS = ("我", "客户经理", "负责人")
# What is filled besides fields of the client and of an entry.
MADE = ("称呼", "姓名", "日期", "到期日", "天数", *OWNER_WORDS, FAMILY, "节日", "周年", "产品", "金额")
# Their English names.
ENGLISH = {
    "salutation": "称呼", "name": "姓名", "date": "日期", "due_date": "到期日", "days": "天数", "me": "我",
    "client_manager": "客户经理", "family": FAMILY, "festival": "节日", "years": "周年", "product": "产品", "amount": "金额",
}  # fmt: skip
_TITLES = {"zh": {"男": "{name}先生", "女": "{name}女士"}, "en": {"男": "Mr {name}", "女": "Ms {name}"}}
_GENDERS = {"Male": "男", "Female": "女"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NO_BRACES = {ord(sign): None for sign in "{}｛｝"}


def filled(text: str, values: Values) -> tuple[str, tuple[str, ...]]:
    """The text, and the variables that nothing fills."""
    missing: dict[str, None] = {}

    def fill(match: re.Match[str]) -> str:
        said = values.get(match[1])
        if not said:
            missing[match[1]] = None
        return said or GAP

    return VARIABLE.sub(fill, text).translate(_NO_BRACES), tuple(missing)


class Values:
    """What a text may name about a client: the reminder's own words, those of its entry, then any field."""

    def __init__(
        self,
        vault: Vault,
        client: Note,
        today: date,
        occurrence: Occurrence | None = None,
        entry: Entry | None = None,
    ) -> None:
        self.vault, self.client, self.today, self.occurrence = vault, client, today, occurrence
        self.entry = occurrence.entry if occurrence is not None else entry

    def get(self, name: str) -> str:
        """ "" for what is not known. Whoever writes a brace into a name shall not smuggle a variable in.

        A text whose variables have Chinese names is in Chinese, whatever the language of the site.
        """
        if reader() != "zh" and _CHINESE.search(name):
            with spoken("zh"):
                return self._get(name)
        return self._get(ENGLISH.get(fold(name), name))

    def _get(self, name: str) -> str:
        if name in self.vault.playbook.talk.variables:
            return ""  # of the speaker's own side: {公司} is not where the client works
        made = self._made(name)
        said = made if made is not None else self._of_entry(name) or self._of_client(name)
        return said.translate(_NO_BRACES)

    def _made(self, name: str) -> str | None:
        occurrence, client = self.occurrence, self.client
        if occurrence is not None and name in occurrence.values:
            value = occurrence.values[name]
            return amount(value) if name == "金额" and isinstance(value, int | float) else self.words(value)
        if name == "称呼":
            return client.get("salutation") or self._polite()
        if name == "姓名":
            return next(iter(names_of(client)), client.title)
        if name in OWNER_WORDS:
            return client.get("owner") or self.vault.settings.owner
        if occurrence is None:
            return None
        if name == "日期" or (name == "到期日" and occurrence.entry is None):
            return self.words(occurrence.turn.day)
        if name == "天数":
            return str(max(0, (occurrence.turn.day - self.today).days))
        return None

    def _polite(self) -> str:
        name = next(iter(names_of(self.client)), self.client.title)
        gender = self.client.get("gender", "")
        return _TITLES[reader()].get(_GENDERS.get(gender, gender), "{name}").format(name=name)

    def _of_entry(self, name: str) -> str:
        entry = self.entry
        if entry is None:
            return ""
        for specs in self.vault.playbook.entry_fields.values():
            spec = field_by_name(specs).get(fold(name))
            if spec is not None and spec.key in entry.fields:
                return self.words(entry.fields[spec.key], spec.type)
        first = field_by_name(self.vault.playbook.entry_fields.get("holdings", {})).get(fold(name))
        return plain(entry.text) if first is not None and first.key == "product" else ""

    def _of_client(self, name: str) -> str:
        spec = note_fields(self.vault.playbook, "client").get(fold(name))
        return self.words(self.client.get(spec.key), spec.type) if spec is not None else ""

    def words(self, value: Any, kind: str = "") -> str:
        """As one says it: 12月5日, 20万; 5 December 2026, 200K."""
        if isinstance(value, Moment):
            return f"{self.words(value.date)} {value.time}".strip()
        if isinstance(value, date):
            if reader() != "zh":
                return f"{value.day} {ENGLISH_MONTHS[value.month - 1]} {value.year}"
            year = (
                ""
                if value.year == self.today.year or 0 <= (value - self.today).days < 180
                else f"{value.year}年"
            )
            return f"{year}{value.month}月{value.day}日"
        if isinstance(value, bool) or value is None:
            return ""
        if isinstance(value, int | float):
            return amount(value) if kind == "money" else f"{value:g}"
        if isinstance(value, LunarDay):
            return lunar_words(value, reader())
        if isinstance(value, Link):
            return value.text
        if isinstance(value, tuple):
            return sign("、").join(filter(None, (self.words(one) for one in value)))
        return plain(value) if isinstance(value, str) else ""


# --- of a talk track -----------------------------------------------------------------------------------------


def spoken_texts(talk: TalkTrack) -> Iterator[tuple[str, Place]]:
    """All that the manager says, reads or sends; not the words of the client."""
    for step in talk.steps:
        yield step.text, step.place
        for hint in step.hints:
            yield hint, step.place
        for branch in step.branches:
            yield branch.words, branch.place
    for objection in talk.objections:
        for answer in objection.answers:
            yield answer.text, answer.place
    for attempt in talk.attempts:
        yield attempt.text, attempt.place
    for version in talk.versions:
        yield version.text, version.place


def variables_of(talk: TalkTrack) -> tuple[str, ...]:
    """Those that its texts name, each once."""
    found = (match[1] for text, _ in spoken_texts(talk) for match in VARIABLE.finditer(text))
    return tuple(dict.fromkeys(found))


def unknown_variables(vault: Vault) -> Iterator[Problem]:
    """K6: what no client could ever fill."""
    known = _known(vault.playbook)
    for note in vault.of_kind("script"):
        told: set[tuple[str, Place]] = set()
        for text, place in spoken_texts(note.talk) if note.talk else ():
            for match in VARIABLE.finditer(text):
                name = match[1]
                if fold(name) in known or (name, place) in told:
                    continue
                told.add((name, place))
                near = near_word(name, known)
                if near:
                    where = (note.path, place.line, place.column)
                    yield problem(*where, "K6.near", name=name, near=known[near])
                else:
                    yield problem(note.path, place.line, place.column, "K6", name=name)


@lru_cache(maxsize=16)
def _known(playbook: Playbook) -> dict[str, str]:
    """Folded → as it is written."""
    names = [*MADE, *ENGLISH, *playbook.talk.variables]
    for specs in (*playbook.entry_fields.values(), playbook.fields_of("client")):
        for spec in specs.values():
            names += [spec.label, spec.key, spec.en, *spec.aliases]
    return {fold(name): name for name in names if name}
