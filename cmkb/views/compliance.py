"""What the rules of the trade do not allow: forbidden claims, talk tracks that must not be shared, sales and contacts
that a client's note speaks against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Note, Place, Record
from cmkb.model.playbook import Claim, Playbook
from cmkb.model.problem import Problem, problem
from cmkb.reading.comments import Comments
from cmkb.vault import Vault
from cmkb.views.contacts import EVERY_CHANNEL, is_contact

CHECKED_KINDS = ("script", "product")  # what clients are told from


# --- words ---------------------------------------------------------------------------------------------------


@immutable
class _Words:
    pattern: re.Pattern[str]  # forbidden words and what allows them, the longest first
    claims: dict[str, Claim]  # forbidden word → its claim; an allowed phrase is not in it


def claim_problems(vault: Vault) -> Iterator[Problem]:
    """C1, in what is said to the client: an objection and a client's answer are the client's own words."""
    words = _words(vault.playbook)
    if not words.claims:
        return
    for kind in CHECKED_KINDS:
        for note in vault.of_kind(kind):
            if words.pattern.search(note.body):
                clients_words = _clients_words(note)
                for place, word in _claims_in(note, words):
                    if not any(start <= place < end for start, end in clients_words):
                        yield _claim(note, place, word, words.claims[word])


def _claim(note: Note, place: Place, word: str, claim: Claim) -> Problem:
    where = (note.path, place.line, place.column)
    if claim.instead:
        return problem(*where, "C1", word=word, instead=claim.instead)
    return problem(*where, "C1.plain", word=word)


@lru_cache(maxsize=16)
def _words(playbook: Playbook) -> _Words:
    claims: dict[str, Claim] = {}
    allowed: list[str] = []
    for claim in playbook.compliance.values():
        for word in (claim.key, *claim.words):
            claims.setdefault(word, claim)
        allowed += claim.unless
    every = sorted({*claims, *allowed} - {""}, key=lambda word: (-len(word), word))
    for word in allowed:
        claims.pop(word, None)
    pattern = re.compile("|".join(map(re.escape, every)) or r"(?!)", re.IGNORECASE)
    return _Words(pattern, claims)


def _claims_in(note: Note, words: _Words) -> Iterator[tuple[Place, str]]:
    """Comments are nobody's words to a client."""
    comments = Comments(note.body)
    folded = {word.casefold(): word for word in words.claims}
    offset = 0
    for number, line in enumerate(note.body.split("\n"), note.body_line):
        text = comments.blank(line, offset, number) if comments.possible else line
        offset += len(line) + 1
        for match in words.pattern.finditer(text):
            if word := folded.get(match[0].casefold()):
                yield Place(number, match.start() + 1), word


def _clients_words(note: Note) -> list[tuple[Place, Place]]:
    """Where headings of questions and objections, and the client's answers stand."""
    asked = [s.place for s in note.sections if s.scope in ("answers", "objections") and s.scope != s.meaning]
    asked += [one.place for one in note.talk.objections] if note.talk else []
    found = [(place, Place(place.line + 1, 1)) for place in asked]
    for step in note.talk.steps if note.talk else ():
        for branch in step.branches:
            line = branch.place.line
            found.append((branch.place, Place(line, branch.answer_ends)))
    return found


# --- sharing -------------------------------------------------------------------------------------------------


def shared_problems(vault: Vault, today: date) -> Iterator[Problem]:
    """C2: what the team would read though nobody approved it, or its time is over."""
    approved = vault.playbook.talk.approved
    for note in vault.of_kind("script"):
        if not is_shared(note, vault):
            continue
        ends, status = note.get("valid_until"), note.get("status", "")
        off = status in vault.playbook.fit.off
        if ends and ends < today and not off:
            yield _at(note, "valid_until", "C2.expired", date=ends)
        elif off:
            yield _at(note, "status", "C2.retired", status=status)
        elif approved and status and status not in approved:
            yield _at(note, "status", "C2", status=status, approved="、".join(approved))


def is_shared(note: Note, vault: Vault) -> bool:
    """Whether a team's site would show it."""
    inside = any(note.path.startswith(folder.rstrip("/") + "/") for folder in vault.settings.share)
    return inside and note.front.readable and note.get("visibility") != "private"


def _at(note: Note, key: str, text: str, **params: object) -> Problem:
    place = note.front.places.get(key) or Place(1, 1)
    return problem(note.path, place.line, place.column, text, **params)


# --- records -------------------------------------------------------------------------------------------------


def record_problems(vault: Vault) -> Iterator[Problem]:
    """C3: a sale of a product that is riskier than the client may buy. C4: a contact by a channel the client refused."""
    refusing = frozenset(note.path for note in vault.of_kind("client") if note.get("no_contact"))
    for record in vault.records:
        if _is_sale(record, vault.playbook):
            yield from _too_risky(vault, record)
        if refusing and is_contact(record, vault.playbook):
            for path in vault.clients_of(record):
                if path in refusing:
                    yield from _refused(vault, record, vault.notes[path])


def _is_sale(record: Record, playbook: Playbook) -> bool:
    kind = playbook.kinds.get(record.kind)
    result = playbook.results.get(record.fields.get("result", ""))
    return bool((kind and kind.sale) or (result and result.sale))


def _too_risky(vault: Vault, record: Record) -> Iterator[Problem]:
    value = record.fields.get("product")
    links = (value,) if isinstance(value, Link) else tuple(value or ())
    levels = _levels(vault.playbook, "client", "risk_level")
    risks = _levels(vault.playbook, "product", "risk")
    for link in links:
        product = vault.notes.get(vault.target(record.path, link) or "")
        risk = product.get("risk") if product is not None else None
        if product is None or risk not in risks:
            continue
        for path in vault.clients_of(record):
            level = vault.notes[path].get("risk_level")
            if level in levels and levels.index(level) < risks.index(risk):
                place = record.place
                yield problem(
                    record.path, place.line, place.column, "C3", product=product.title, risk=risk, level=level
                )  # fmt: skip


def _levels(playbook: Playbook, kind: str, key: str) -> tuple[str, ...]:
    spec = playbook.fields_of(kind).get(key)
    return spec.values if spec else ()


def _refused(vault: Vault, record: Record, client: Note) -> Iterator[Problem]:
    """Only what the manager begins: who calls in wants to talk. Before the day on which it was said all was well."""
    kind = vault.playbook.kinds[record.kind]
    since = client.get("no_contact_since")
    refused = client.get("no_contact") or ()
    every = any(channel.casefold() in EVERY_CHANNEL for channel in refused)
    if kind.inbound or not kind.channel or (since and record.date < since):
        return
    if every or kind.channel in refused:
        said = "、".join(refused)
        yield problem(
            record.path, record.place.line, record.place.column, "C4", kind=record.kind, refused=said
        )
