"""A playbook in the reader's language, so that whatever shows it need not know any.

Playbooks are written in Chinese. Every word that is shown, keys such as 电话 and 金卡 included, is replaced through the
catalogue (context `playbook`), everywhere alike, so that what refers to a key still finds it. The Chinese word stays an
alias: notes in either language are read, and both are shown in the reader's. What only recognises words in notes stays
as it is, and so does what a vault's own playbook says and the catalogue does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from cmkb.locales import Translate, translator
from cmkb.model import playbook as model
from cmkb.model.playbook import Playbook

CONTEXT = "playbook"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

# What recognises words of notes, and what is read on.
_KEPT: dict[type, frozenset[str]] = {
    model.Fit: frozenset({"topics", "maturing"}),
    model.Talk: frozenset({"variables"}),
    model.Appointments: frozenset({"words", "places"}),
    model.Claim: frozenset({"key", "words", "unless"}),
    model.Reminder: frozenset({"words", "festivals"}),
    model.Tier: frozenset({"cadence"}),
}
_ALWAYS_KEPT = frozenset({"aliases", "renamed", "en", "compliance"})


@lru_cache(maxsize=16)
def worded(playbook: Playbook, language: str) -> Playbook:
    if language == "zh":
        return playbook
    found: Playbook = _Wording(translator(language, CONTEXT), playbook).whole(playbook)
    return found


def texts(playbook: Playbook) -> Iterator[str]:
    """All that `worded` looks up, for the catalogue."""
    found: dict[str, None] = {}

    def note(text: str) -> str:
        if _CHINESE.search(text):
            found[text] = None
        return text

    _Wording(note, playbook).whole(playbook)
    yield from found


def units(playbook: Playbook) -> Iterator[str]:
    """Those of `texts` that stand behind a figure."""
    yield from sorted({text for text in _units(playbook) if _CHINESE.search(text)})


def _units(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from _units(tuple(value.values()))
    elif isinstance(value, tuple):
        for inner in value:
            yield from _units(inner)
    elif is_dataclass(value):
        yield getattr(value, "unit", "")
        yield from _units(tuple(getattr(value, field.name) for field in fields(value)))


@dataclass(frozen=True)
class _Wording:
    say: Translate
    playbook: Playbook

    def whole(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.say(value)
        if isinstance(value, tuple):
            return tuple(map(self.whole, value))
        if isinstance(value, Mapping):
            return {self.say(key): self.whole(inner) for key, inner in value.items()}
        return self.entry(value) if is_dataclass(value) else value

    def entry(self, value: Any) -> Any:
        kept = _ALWAYS_KEPT | _KEPT.get(type(value), frozenset())
        changed = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in kept}
        if isinstance(value, model.SectionSpec):
            del changed["headings"]
        if isinstance(value, model.FieldSpec):
            del changed["value_aliases"], changed["label"]
        changed = {name: self.whole(inner) for name, inner in changed.items()}
        if isinstance(value, model.SectionSpec):
            changed["headings"] = _joined((self.say(value.headings[0]),), value.headings)
        if isinstance(value, model.FieldSpec):
            changed["value_aliases"] = self.value_aliases(value)
            changed["label"] = _label(value)
        elif "label" in changed and (en := getattr(value, "en", None)):
            changed["label"] = en
        former = [getattr(value, name) for name in ("key", "label") if name in changed]
        former = [word for word in former if word not in (changed.get("key"), changed.get("label"))]
        if former and hasattr(value, "aliases"):
            changed["aliases"] = _joined(value.aliases, former)
        if former and isinstance(value, model.Reminder):
            changed["words"] = _joined(value.words, former)
        return replace(value, **changed)

    def value_aliases(self, spec: model.FieldSpec) -> Mapping[str, tuple[str, ...]]:
        """The values of `type` are no words: what each is called stands first among its aliases."""
        if spec.key == "type":
            return {
                value: _joined((self.say(words[0]),), words) if words else words
                for value, words in spec.value_aliases.items()
            }
        found = {self.say(value): words for value, words in spec.value_aliases.items()}
        listed = getattr(self.playbook, spec.values_from) if spec.values_from else ()
        for value in (*spec.values, *(listed if isinstance(listed, tuple) else ())):
            if (said := self.say(value)) != value:
                found[said] = _joined(found.get(said, ()), (value,))
        return found


def _label(spec: model.FieldSpec) -> str:
    """Its English name, else the key in words; a label that is not Chinese is the vault's own."""
    if not _CHINESE.search(spec.label):
        return spec.label
    return spec.en or spec.key.replace("_", " ").capitalize()


def _joined(*words: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for some in words for word in some))
