"""Which talk tracks fit a client at a moment: for a follow-up, a call that is planned, the stage the client is at.

What the follow-up itself names goes first: a talk track, an occasion, a stage. Who is only to be contacted again gets the
one for that (the playbook's `talk: contact`); else a follow-up in which people talk gets one of the stage's own kinds
(`stages: scripts`). One that is made for an occasion fits no other; nor does one whose conditions the client is known
not to meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.playbooks.names import words_of
from cmkb.vault import Vault
from cmkb.views.fit import Track, Traits, suits_client
from cmkb.views.kept import Answers
from cmkb.views.occasions import SHORTEST, topics_of
from cmkb.views.talk_tracks import TalkTracks

MOST = 4  # suggested for one client
_TALKING = ("appointment", "next", "cadence")  # kinds of follow-ups in which people talk


@immutable
class Suggestion:
    path: str  # of the talk track
    why: str  # what it fits: an occasion, a stage


class Suggestions:
    """Of one vault on one day; what depends on the client alone is looked for once."""

    def __init__(
        self,
        vault: Vault,
        today: date,
        tracks: Sequence[Track],
        traits: Mapping[str, Traits],
        kept: Answers | None = None,
    ) -> None:
        self.ask = (kept or Answers()).get
        self.vault = vault
        self.traits = traits
        self.by_occasion = TalkTracks(vault, today)
        self.topics = topics_of(vault.playbook)
        self.by_category: dict[str, list[Track]] = {}
        self.by_stage: dict[str, list[Track]] = {}
        self.paths = frozenset(track.note.path for track in tracks)
        for track in tracks:
            self.by_category.setdefault(track.note.get("category", ""), []).append(track)
            if stage := track.note.get("stage"):
                self.by_stage.setdefault(stage, []).append(track)
        # A stage's own name, and the kinds of records that show it: a follow-up that names one is about it.
        self.stage_words = [
            (word, stage.key)
            for stage in vault.playbook.stages.values()
            for word in dict.fromkeys((*stage.records, stage.key))
        ]
        self.stage_words.sort(key=lambda pair: -len(pair[0]))
        kinds = (kind for kind in vault.playbook.kinds.values() if kind.contact)
        words = (word for kind in kinds for word in words_of(kind) if len(word) >= SHORTEST)
        self.contact_words = re.compile("|".join(map(re.escape, words)) or r"(?!)")
        self.candidates: dict[str, tuple[tuple[bool, int, Track], ...]] = {}
        self.linked: dict[tuple[str, int], str] | None = None

    def with_scripts(self, rows: Iterable[FollowUp]) -> tuple[FollowUp, ...]:
        """The same follow-ups, those about a client with the talk track that fits best."""
        return tuple(
            replace(row, script=path)
            if row.client and not row.script and not row.rule and (path := self.for_row(row))
            else row
            for row in rows
        )

    def for_row(self, row: FollowUp) -> str | None:
        if row.script or not row.client:
            return row.script
        if named := self._linked_at(row.path, row.line):
            return named
        contact = self.vault.playbook.talk.contact
        found = self.for_words(row.client, row.title, stages=row.kind in (*_TALKING, "task"))
        if not found and row.kind == "cadence" and contact:
            found = self.by_occasion.all_for(contact, row.client, None)
        if not found and (row.kind in _TALKING or self._is_talk(row)):
            found = self.for_stage(row.client)
        return next(iter(found), None)

    def _is_talk(self, row: FollowUp) -> bool:
        """A task that speaks of a call, a message or a meeting."""
        return row.kind == "task" and self.contact_words.search(row.title) is not None

    def for_words(self, client: str, words: str, stages: bool = True) -> tuple[str, ...]:
        """Paths, the best first, for the occasion or else the stage that the words name. A matter that is called
        like a step of the pipeline is none."""
        for occasion in sorted(self.topics.of(words)):
            if found := self.by_occasion.all_for(occasion, client, None):
                return found
        stage = next((stage for word, stage in self.stage_words if word in words), "") if stages else ""
        return self.for_stage(client, stage) if stage else ()

    def for_stage(self, client: str, stage: str = "") -> tuple[str, ...]:
        """Paths, the best first; of the client's own stage when none is named."""
        stage = stage or self.vault.notes[client].get("stage", "")
        return self.ask(f"scripts for {stage}", client, partial(self._for_stage, client, stage))

    def for_client(self, client: str, rows: Iterable[FollowUp]) -> tuple[Suggestion, ...]:
        """For the client's page: what its open follow-ups want, then what its stage does."""
        found: dict[str, str] = {}
        for row in rows:
            if path := self.for_row(row):
                found.setdefault(path, row.title)
        stage = self.vault.notes[client].get("stage", "")
        for path in self.for_stage(client):
            found.setdefault(path, stage)
        return tuple(Suggestion(path, why) for path, why in found.items())[:MOST]

    def of_stages(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every stage with its talk tracks, whoever the client is; stages without any are left out."""
        found = []
        for stage, spec in self.vault.playbook.stages.items():
            own = [track.note.path for track in self.by_stage.get(stage, ())]
            of_kinds = [
                track.note.path
                for category in spec.scripts
                for track in self.by_category.get(category, ())
                if track.note.get("stage") in (None, "", stage)
            ]
            if paths := tuple(dict.fromkeys((*own, *of_kinds))):
                found.append((stage, paths))
        return tuple(found)

    def _for_stage(self, client: str, stage: str) -> tuple[str, ...]:
        if stage not in self.candidates:
            self.candidates[stage] = tuple(self._candidates(stage))
        traits = self.traits.get(client)
        ranked = []
        for is_for_all, rank, track in self.candidates[stage]:
            reasons = suits_client(track, traits) if traits is not None else ()
            if reasons is None or (traits is None and track.least_risk is not None):
                continue
            ranked.append((is_for_all, rank, -len(reasons), track.note.path))
        return tuple(path for *_, path in sorted(ranked))

    def _candidates(self, stage: str) -> Iterator[tuple[bool, int, Track]]:
        """The stage's own talk tracks (False) and those of its kinds, with the place of the kind."""
        spec = self.vault.playbook.stages.get(stage)
        if spec is None:
            return
        place = {category: index for index, category in enumerate(spec.scripts)}
        own = {track.note.path: track for track in self.by_stage.get(stage, ())}
        of_kinds = {t.note.path: t for category in spec.scripts for t in self.by_category.get(category, ())}
        for path, track in (of_kinds | own).items():
            if not track.note.get("occasion") and track.note.get("stage") in (None, "", stage):
                yield path not in own, place.get(track.note.get("category", ""), len(place)), track

    def _linked_at(self, path: str, line: int) -> str | None:
        """A talk track that the line of a task or plan links itself."""
        if self.linked is None:
            self.linked = {}
            for note in self.vault.notes.values():
                lines = {task.place.line for task in note.tasks} | {item.place.line for item in note.plan}
                for link in note.links if lines else ():
                    target = self.vault.target(note.path, link) if link.place.line in lines else None
                    if target in self.paths:
                        self.linked.setdefault((note.path, link.place.line), target)
        return self.linked.get((path, line))
