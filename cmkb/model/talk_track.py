"""A talk track as it is told: questions with their branches, objections with answers, closing attempts, messages."""

from __future__ import annotations

from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Place


@immutable
class Promise:
    """What is to be done later: `[task:: +3d 电话跟进]`."""

    text: str
    place: Place
    days: int | None = None  # None: no time was said


@immutable
class Branch:
    """What the client may answer, and what follows."""

    answer: str
    words: str  # what to do or say then, Markdown, without the link that is followed
    place: Place
    links: tuple[Link, ...] = ()  # one of them is where it goes on, see `views/talk_flow.py`
    into: int | None = None  # or a step that stands right beneath it
    outcome: str = ""
    promises: tuple[Promise, ...] = ()
    answer_ends: int = 1  # column behind the client's words


@immutable
class Step:
    """What to ask or say next."""

    key: str  # its block id, "" without one
    text: str  # Markdown
    place: Place
    asks: bool  # a question: an answer is waited for
    hints: tuple[str, ...] = ()  # for the speaker only
    branches: tuple[Branch, ...] = ()
    following: int | None = None  # the step that comes next where there are no branches


@immutable
class Answer:
    key: str  # block id, "" without one
    text: str
    place: Place
    promises: tuple[Promise, ...] = ()
    links: tuple[Link, ...] = ()


@immutable
class Objection:
    """What the client says against it; the heading's words."""

    title: str
    place: Place
    answers: tuple[Answer, ...] = ()


@immutable
class Attempt:
    """One way to close."""

    text: str
    place: Place


@immutable
class Version:
    """A text to send; `heading` says by what."""

    heading: str
    text: str  # plain, with its variables
    place: Place


@immutable
class TalkTrack:
    steps: tuple[Step, ...] = ()
    objections: tuple[Objection, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    versions: tuple[Version, ...] = ()
    block_ids: frozenset[str] = frozenset()  # of any item in the note: links may lead there
