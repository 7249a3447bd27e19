"""Where the flow of a talk track leads, and where it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Note, Place
from cmkb.model.problem import Problem, problem
from cmkb.model.talk_track import Branch, Step, TalkTrack
from cmkb.playbooks.names import fold
from cmkb.vault import Vault
from cmkb.views.wording import plain

STEP, OBJECTION, PART, NOTE, END, LOST = "step", "objection", "part", "note", "end", "lost"
_LONGEST = 16  # characters of a step in a problem's sentence


@immutable
class Way:
    """Where a branch goes on."""

    kind: str
    index: int = -1  # of the step or objection
    path: str = ""  # of another note
    heading: str = ""  # of the part, there or here; a block id begins with ^
    link: Link | None = None


def way_of(vault: Vault, note: Note, branch: Branch) -> Way:
    """A link within the talk track, else the step right beneath, else another talk track that is linked; a link to
    a product is no way on."""
    for link in reversed(branch.links):
        if not link.target:
            return own_way(note, link)
    if branch.into is not None:
        return Way(STEP, branch.into)
    for link in reversed(branch.links):
        path = vault.target(note.path, link)
        if path == note.path:
            return own_way(note, link)
        if path and path in vault.notes and vault.notes[path].kind == "script":
            return Way(NOTE, path=path, heading=link.heading, link=link)
    return Way(END)


def own_way(note: Note, link: Link) -> Way:
    """Of `[[#^q2]]` and `[[#标题]]`."""
    talk = note.talk or TalkTrack()
    if link.heading.startswith("^"):
        key = link.heading[1:]
        for index, step in enumerate(talk.steps):
            if step.key == key:
                return Way(STEP, index, heading=link.heading, link=link)
        for index, objection in enumerate(talk.objections):
            if any(answer.key == key for answer in objection.answers):
                return Way(OBJECTION, index, heading=link.heading, link=link)
        return Way(PART if key in talk.block_ids else LOST, heading=link.heading, link=link)
    wanted = fold(link.heading)
    for index, objection in enumerate(talk.objections):
        if fold(objection.title) == wanted:
            return Way(OBJECTION, index, heading=link.heading, link=link)
    return Way(PART if _has_heading(note, wanted) else LOST, heading=link.heading, link=link)


def flow_problems(vault: Vault) -> Iterator[Problem]:
    """K2 to K5, of all talk tracks."""
    entries = _entries(vault)
    for note in vault.of_kind("script"):
        if note.talk is not None:
            yield from _lost_links(vault, note, note.talk)
            yield from _Graph(vault, note, note.talk).problems(entries.get(note.path, ()))


def _entries(vault: Vault) -> Mapping[str, tuple[str, ...]]:
    """Path → block ids that other talk tracks lead to."""
    found: dict[str, dict[str, None]] = {}
    for note in vault.of_kind("script"):
        for link in note.links:
            if link.target and link.heading.startswith("^"):
                path = vault.target(note.path, link)
                if path and path != note.path:
                    found.setdefault(path, {})[link.heading[1:]] = None
    return {path: tuple(keys) for path, keys in found.items()}


def _lost_links(vault: Vault, note: Note, talk: TalkTrack) -> Iterator[Problem]:
    links = [link for step in talk.steps for branch in step.branches for link in branch.links]
    links += [link for objection in talk.objections for answer in objection.answers for link in answer.links]
    for link in links:
        if not link.heading:
            continue
        path = vault.target(note.path, link) if link.target else note.path
        other = vault.notes.get(path or "")
        if other is None:
            continue
        place = link.place
        if link.heading.startswith("^"):
            ids = other.talk.block_ids if other.talk else None
            if ids is not None and link.heading[1:] not in ids:
                yield problem(note.path, place.line, place.column, "K2", id=link.heading[1:])
        elif not _has_heading(other, fold(link.heading)):
            yield problem(
                note.path, place.line, place.column, "K2.heading", note=other.title, heading=link.heading
            )


def _has_heading(note: Note, wanted: str) -> bool:
    return any(fold(section.heading) == wanted for section in note.sections if section.heading)


class _Graph:
    """Steps as a graph; what is no step is a way out."""

    def __init__(self, vault: Vault, note: Note, talk: TalkTrack) -> None:
        self.note, self.talk = note, talk
        self.next: list[set[int]] = []
        self.ends: set[int] = set()
        back = {
            way.index
            for objection in talk.objections
            for answer in objection.answers
            for link in answer.links
            if not link.target and (way := own_way(note, link)).kind == STEP
        }
        self.roots = back | ({0} if talk.steps else set())
        for index, step in enumerate(talk.steps):
            ways = [way_of(vault, note, branch) for branch in step.branches]
            self.next.append({way.index for way in ways if way.kind == STEP})
            if any(way.kind != STEP for way in ways):
                self.ends.add(index)
            if not step.branches:
                if step.following is not None:
                    self.next[index].add(step.following)
                else:
                    self.ends.add(index)

    def problems(self, entries: Iterable[str]) -> Iterator[Problem]:
        steps = self.talk.steps
        keys = {step.key: index for index, step in reversed(list(enumerate(steps))) if step.key}
        reached = self._from(self.roots | {keys[key] for key in entries if key in keys})
        for index, step in enumerate(steps):
            if index not in reached:
                yield self._problem(step, "K3")
            if step.asks and not step.branches and step.following is None:
                yield self._problem(step, "K5")
        ending = self._ending()
        told: set[int] = set()
        for index in sorted(reached - ending):
            if index not in told:
                told |= self._from({index})
                yield self._problem(steps[index], "K4")

    def _from(self, roots: set[int]) -> set[int]:
        found, todo = set(roots), list(roots)
        while todo:
            for index in self.next[todo.pop()] - found:
                found.add(index)
                todo.append(index)
        return found

    def _ending(self) -> set[int]:
        """Steps from which some answers lead to an end."""
        before: list[list[int]] = [[] for _ in self.next]
        for index, following in enumerate(self.next):
            for other in following:
                before[other].append(index)
        found, todo = set(self.ends), list(self.ends)
        while todo:
            for index in before[todo.pop()]:
                if index not in found:
                    found.add(index)
                    todo.append(index)
        return found

    def _problem(self, step: Step, text: str) -> Problem:
        place: Place = step.place
        return problem(self.note.path, place.line, place.column, text, step=short(step.text))


def short(text: str) -> str:
    words = plain(text)
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
