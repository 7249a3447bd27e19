"""Whom a product suits, and with which talk track: the product's own words (适合) beside what is known of a client.

Nothing is guessed from how words look: what they have in common are the playbook's topics, or the words themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any

from cmkb.locales import reader, translator
from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Note
from cmkb.model.playbook import Fit, Playbook
from cmkb.vault import Vault
from cmkb.views.contacts import is_quiet
from cmkb.views.dates import age_on, plus
from cmkb.views.kept import Ask, afresh

_AGES = re.compile(r"(\d{1,3})\s*岁?\s*(?:到|至|-|~|–|—|～)\s*(\d{1,3})\s*岁")
_OLDER = re.compile(r"(\d{1,3})\s*岁?\s*(?:及|或)?\s*(?:以上|往上)")
_YOUNGER = re.compile(r"(\d{1,3})\s*岁?\s*(?:及|或)?\s*(?:以下|以内)")
_AND_ABOVE = re.compile(r"\s*(?:客户)?\s*(?:及|或)?\s*以上")
_SHORTEST = 2  # characters of a word that is looked for


@immutable
class Said:
    """What a client's note says under one key."""

    label: str
    words: tuple[str, ...]


@immutable
class Traits:
    """What is known of a client, prepared for comparing."""

    path: str
    tier: int  # from 1, 0 without one
    risk: int | None  # position of the risk level from 0
    age: int | None
    aum: int | float | None
    said: tuple[Said, ...]
    topics: Mapping[str, str]  # subject → where it is said: `财务目标 女儿读书 30 万`
    maturing: str  # `12-05 到期`: the first holding to mature soon
    quiet: bool


@immutable
class Phrase:
    """One of a product's or talk track's words for whom it is."""

    text: str
    ages: tuple[int, int] | None = None
    tiers: tuple[int, int] | None = None  # lowest and highest
    maturing: bool = False
    topics: tuple[str, ...] = ()

    @property
    def is_condition(self) -> bool:
        """Who is known not to meet it is out."""
        return self.ages is not None or self.tiers is not None


@immutable
class Suits:
    path: str  # of the client
    reasons: tuple[str, ...]
    untested: bool = False  # the product has a risk level, the client none


@immutable
class Fitting:
    clients: tuple[Suits, ...]  # the best reasons first
    too_risky: int = 0  # who would suit, but for the risk


def traits_of(vault: Vault, today: date, ask: Ask = afresh) -> tuple[Traits, ...]:
    fit = vault.playbook.fit
    topics = _patterns(fit)
    return tuple(
        ask("traits", note.path, partial(_traits, vault, note, fit, topics, today))
        for note in vault.of_kind("client")
    )


def fitting(
    vault: Vault, product: Note, clients: Iterable[Traits], holders: Iterable[str], today: date
) -> Fitting:
    """Clients whom the product suits and who do not hold it."""
    playbook = vault.playbook
    if not is_offered(product, playbook, today):
        return Fitting(())
    phrases = phrases_of(playbook, _words(product.get("fit")))
    held = frozenset(holders)
    risk = _position(playbook, "product", "risk", product.get("risk"))
    least = product.get("min_amount")
    found: list[tuple[Traits, Suits]] = []
    too_risky = 0
    for client in clients:
        if client.quiet or client.path in held:
            continue
        if least is not None and client.aum is not None and client.aum < least:
            continue
        reasons = reasons_for(phrases, client)
        if not reasons:
            continue
        if risk is not None and client.risk is not None and client.risk < risk:
            too_risky += 1
            continue
        found.append((client, Suits(client.path, reasons, risk is not None and client.risk is None)))
    found.sort(key=lambda pair: (-len(pair[1].reasons), -pair[0].tier, -(pair[0].aum or 0), pair[0].path))
    return Fitting(tuple(suits for _, suits in found), too_risky)


def is_offered(note: Note, playbook: Playbook, today: date) -> bool:
    """Not withdrawn, not past its last day."""
    ends = note.get("close") if note.kind == "product" else note.get("valid_until")
    return note.get("status", "") not in playbook.fit.off and not (ends and ends < today)


def reasons_for(phrases: Sequence[Phrase], client: Traits) -> tuple[str, ...]:
    """Why they suit; none when a condition is known not to be met."""
    found: dict[str, None] = {}
    for phrase in phrases:
        met = _met(phrase, client)
        if met is None and phrase.is_condition:
            return ()
        if met:
            found[met] = None
    return tuple(found)


def phrases_of(playbook: Playbook, texts: Iterable[str]) -> tuple[Phrase, ...]:
    topics = _patterns(playbook.fit)
    return tuple(_phrase(playbook, text, topics) for text in texts if text)


@immutable
class Track:
    """A talk track in use, prepared for comparing."""

    note: Note
    products: frozenset[str]
    phrases: tuple[Phrase, ...]
    least_risk: int | None
    opens: int  # how well its category opens a conversation; 0 when the playbook does not name it
    for_news: bool


def tracks(vault: Vault, today: date) -> tuple[Track, ...]:
    playbook, fit = vault.playbook, vault.playbook.fit
    ranks = {category: len(fit.categories) - index for index, category in enumerate(fit.categories)}
    return tuple(
        Track(
            note,
            frozenset(products_of(vault, note)),
            phrases_of(playbook, _words(note.get("audience"))),
            _position(playbook, "script", "risk_min", note.get("risk_min")),
            ranks.get(note.get("category", ""), 0),
            bool(fit.occasion) and note.get("occasion") == fit.occasion,
        )
        for note in vault.of_kind("script")
        if is_offered(note, playbook, today)
    )


def track_for(scripts: Sequence[Track], products: Iterable[str], client: Traits | None) -> str | None:
    """Path of the talk track to use about these products: of those that name one of them the one that is made for
    this client and for a first word; else one for news of any kind."""
    wanted = frozenset(products)
    best: tuple[tuple[int, ...], str] | None = None
    for track in scripts:
        named = bool(wanted & track.products)
        if not named and not (track.for_news and not track.products):
            continue
        reasons = suits_client(track, client) if client is not None else ()
        if reasons is None:
            continue
        rank = (named, bool(reasons), track.opens, len(reasons))
        if best is None or rank > best[0]:
            best = (rank, track.note.path)
    return best[1] if best else None


def suits_client(track: Track, client: Traits) -> tuple[str, ...] | None:
    """Why a talk track is for this client; None when it is known not to be."""
    if track.least_risk is not None and (client.risk is None or client.risk < track.least_risk):
        return None
    if not track.phrases:
        return ()
    met = [(phrase, _met(phrase, client)) for phrase in track.phrases]
    if any(said is None and phrase.is_condition for phrase, said in met):
        return None
    return tuple(said for _, said in met if said)


def products_of(vault: Vault, note: Note) -> tuple[str, ...]:
    """Paths of the products that a talk track or meeting names."""
    links = note.get("products") or ()
    return tuple(path for link in links if (path := vault.target(note.path, link)) and path in vault.notes)


# --- a client ------------------------------------------------------------------------------------------------


def _traits(vault: Vault, note: Note, fit: Fit, topics: Mapping[str, re.Pattern[str]], today: date) -> Traits:
    specs = vault.playbook.fields_of("client")
    said = tuple(
        Said(specs[key].label, words)
        for key in fit.fields
        if key in specs and (words := _words(note.get(key)))
    )
    found: dict[str, str] = {}
    for one in said:
        for phrase in one.words:
            for topic, pattern in topics.items():
                if topic not in found and pattern.search(phrase):
                    found[topic] = f"{one.label} {phrase}"
    age = age_on(note.get("birthday"), today)
    return Traits(
        path=note.path,
        tier=vault.playbook.tier_level(note.get("tier", "")) or 0,
        risk=_position(vault.playbook, "client", "risk_level", note.get("risk_level")),
        age=age if age is not None else note.get("age"),
        aum=note.get("aum"),
        said=said,
        topics=found,
        maturing=_maturing(note, fit, today),
        quiet=is_quiet(note, vault.playbook),
    )


def _maturing(note: Note, fit: Fit, today: date) -> str:
    until = plus(today, fit.maturing_days)
    days = (holding.fields.get("matures") for holding in note.holdings)
    first = min((day for day in days if isinstance(day, date) and today <= day <= until), default=None)
    return f"{first:%m-%d}" if first else ""


def _words(value: Any) -> tuple[str, ...]:
    """A field's values as words; numbers and dates are none."""
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if isinstance(value, Link):
        return (value.text,)
    if isinstance(value, tuple | list):
        return tuple(word for one in value for word in _words(one))
    return ()


def _position(playbook: Playbook, kind: str, key: str, value: object) -> int | None:
    """Place of a value among those of its field: R3 wants C3, both the third."""
    spec = playbook.fields_of(kind).get(key)
    return spec.values.index(value) if spec and value in spec.values else None


# --- a phrase ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in words if len(word) >= _SHORTEST) or r"(?!)")


def _patterns(fit: Fit) -> dict[str, re.Pattern[str]]:
    return {topic: _pattern((topic, *words)) for topic, words in fit.topics.items()}


def _phrase(playbook: Playbook, text: str, topics: Mapping[str, re.Pattern[str]]) -> Phrase:
    return Phrase(
        text,
        ages=_ages(text),
        tiers=_tiers(playbook, text),
        maturing=any(word in text for word in playbook.fit.maturing),
        topics=tuple(topic for topic, pattern in topics.items() if pattern.search(text)),
    )


def _ages(text: str) -> tuple[int, int] | None:
    if "岁" not in text:
        return None
    if span := _AGES.search(text):
        return int(span[1]), int(span[2])
    if older := _OLDER.search(text):
        return int(older[1]), 200
    if younger := _YOUNGER.search(text):
        return 0, int(younger[1])
    return None


def _tiers(playbook: Playbook, text: str) -> tuple[int, int] | None:
    """`金卡及以上`, `金卡客户`: at the beginning of the phrase, so that no word of a sentence is taken for one."""
    for level, tier in enumerate(playbook.tiers.values(), 1):
        word = max(
            (w for w in (tier.key, *tier.aliases) if len(w) >= _SHORTEST and text.startswith(w)),
            key=len,
            default="",
        )
        if word:
            rest = text[len(word) :]
            if _AND_ABOVE.match(rest):
                return level, len(playbook.tiers)
            return (level, level) if rest in ("", "客户") else None
    return None


def _met(phrase: Phrase, client: Traits) -> str | None:
    """The reason in words; "" when nothing is known either way; None when it is known not to be so."""
    say = translator(reader())
    if phrase.ages is not None:
        if client.age is None:
            return ""
        return say("{n} 岁").format(n=client.age) if phrase.ages[0] <= client.age <= phrase.ages[1] else None
    if phrase.tiers is not None:
        return phrase.text if phrase.tiers[0] <= client.tier <= phrase.tiers[1] else None
    if phrase.maturing and client.maturing:
        return say("{what} 到期").format(what=client.maturing)
    for topic in phrase.topics:
        if topic in client.topics:
            return client.topics[topic]
    for one in client.said:
        for words in one.words:
            if len(words) >= _SHORTEST and (words in phrase.text or phrase.text in words):
                return f"{one.label} {words}"
    return None
