"""A talk track's parts as a page shows them: variables marked, branches with where they lead.

`assets/talk.js` reads the call mode from these elements, so each text stands on the page once.
"""

from __future__ import annotations

import json
import re
from html import escape, unescape
from urllib.parse import quote

from markupsafe import Markup

from cmkb.locales import sign
from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Section
from cmkb.model.talk_track import Branch, Objection, Promise, Step, TalkTrack
from cmkb.pages.markdown import slug
from cmkb.pages.page_tools import PageTools
from cmkb.playbooks.names import by_name, fold
from cmkb.views.objections import AnswerStats, ObjectionStats
from cmkb.views.talk_flow import LOST, NOTE, OBJECTION, PART, STEP, Way, way_of
from cmkb.views.variables import VARIABLE

_TAG = re.compile(r"(<[^>]*>)")
_ONE_LINK = re.compile(r"\[\[[^\[\]]*\]\]")
_ANCHOR = re.compile(r"</?a\b[^>]*>")
REGIONS = ("flow", "objections", "closing", "messages")


@immutable
class BranchView:
    answer: str
    words: Markup
    go: str  # in words: 接第 2 句
    href: str  # "" where it ends
    data: Markup  # attributes for the script
    outcome: str
    promises: tuple[str, ...]


@immutable
class StepView:
    id: str
    number: int
    say: Markup
    hints: tuple[Markup, ...]
    branches: tuple[BranchView, ...]
    following: int  # number of the next step where there are no branches, 0 for none


@immutable
class AnswerView:
    id: str
    number: int  # in the order of the note
    name: str  # by which a record says it was given
    html: Markup
    stats: AnswerStats
    best: bool
    promises: tuple[str, ...]


@immutable
class ObjectionView:
    id: str
    title: str
    stats: ObjectionStats
    answers: tuple[AnswerView, ...]
    elsewhere: tuple[str, ...]  # paths of talk tracks about it, where this one has no answer


@immutable
class VersionView:
    heading: str
    html: Markup
    length: int


def spoken(tools: PageTools, path: str, text: str) -> Markup:
    """Inline Markdown with its variables marked."""
    return marked(tools.inline(path, text))


def marked(html: Markup) -> Markup:
    """`{称呼}` in the text of HTML becomes an element that a script may fill."""
    if "{" not in html and "｛" not in html:
        return html
    parts = _TAG.split(html)
    return Markup(
        "".join(part if index % 2 else VARIABLE.sub(_var, part) for index, part in enumerate(parts))
    )


def _var(match: re.Match[str]) -> str:
    name = escape(unescape(match[1]), quote=True)
    return f'<var data-v="{name}">{{{name}}}</var>'


def steps(tools: PageTools, note: Note, talk: TalkTrack) -> tuple[StepView, ...]:
    return tuple(_step(tools, note, talk, index, step) for index, step in enumerate(talk.steps))


def _step(tools: PageTools, note: Note, talk: TalkTrack, index: int, step: Step) -> StepView:
    return StepView(
        id=step_id(talk, index),
        number=index + 1,
        say=spoken(tools, note.path, step.text),
        hints=tuple(spoken(tools, note.path, hint) for hint in step.hints),
        branches=tuple(_branch(tools, note, talk, branch) for branch in step.branches),
        following=step.following + 1 if step.following is not None and not step.branches else 0,
    )


def step_id(talk: TalkTrack, index: int) -> str:
    """Its block id, where it is the first with it, so that links lead here."""
    key = talk.steps[index].key
    first = next((i for i, step in enumerate(talk.steps) if step.key == key), index)
    return f"^{key}" if key and first == index else f"step-{index + 1}"


def _branch(tools: PageTools, note: Note, talk: TalkTrack, branch: Branch) -> BranchView:
    say = tools.context.say
    way = way_of(tools.context.vault, note, branch)
    go, href, data = _led(tools, talk, way)
    promises = tuple(promise_words(tools, one) for one in branch.promises)
    result = by_name(tools.context.vault.playbook.results).get(fold(branch.outcome))
    if outcome := result.key if result else branch.outcome:
        data["outcome"] = outcome
    if branch.promises:
        data["tasks"] = json.dumps([[one.days, one.text] for one in branch.promises], ensure_ascii=False)
    words = spoken(tools, note.path, branch.words)
    if way.kind == NOTE and _ONE_LINK.fullmatch(branch.words):
        words = Markup("")  # only the link, which `go` names
    if href:  # the whole branch is a link, and no link stands within another
        words = Markup(_ANCHOR.sub("", words))
    if way.kind == LOST:
        go = say("还没有这一段")
    attributes = Markup("").join(Markup(f' data-{key}="{escape(value)}"') for key, value in data.items())
    return BranchView(branch.answer, words, go, href, attributes, outcome, promises)


def _led(tools: PageTools, talk: TalkTrack, way: Way) -> tuple[str, str, dict[str, str]]:
    say = tools.context.say
    if way.kind == STEP:
        href = "#" + quote(step_id(talk, way.index), safe="^")
        return say("接第 {n} 句").format(n=way.index + 1), href, {"go": str(way.index + 1)}
    if way.kind == OBJECTION:
        title = talk.objections[way.index].title
        anchor = objection_id(talk.objections[way.index])
        return say("看怎么答：{title}").format(title=title), "#" + quote(anchor), {"objection": anchor}
    if way.kind == NOTE:
        address = tools.url(way.path)
        href = address + _fragment(way.heading)
        return say("接《{title}》").format(title=tools.name(way.path)), href, {"note": address}
    if way.kind == PART:
        return say("见 {title}").format(title=way.heading.lstrip("^")), _fragment(way.heading), {}
    return "", "", {}


def _fragment(heading: str) -> str:
    if not heading:
        return ""
    return "#" + quote(heading if heading.startswith("^") else slug(heading), safe="^")


def promise_words(tools: PageTools, promise: Promise) -> str:
    """`3 天后：电话跟进`"""
    if promise.days is None:
        return promise.text
    when = tools.context.say("{n} 天后").format(n=promise.days)
    return f"{when}{sign('：')}{promise.text}" if promise.text else when


def objection_id(objection: Objection) -> str:
    return slug(objection.title) or f"objection-{objection.place.line}"


def objections(
    tools: PageTools, note: Note, talk: TalkTrack, stats: tuple[ObjectionStats, ...]
) -> tuple[ObjectionView, ...]:
    """Those of the talk track, and those that its uses met besides."""
    own = {one.place: one for one in talk.objections}
    found = []
    for one in stats:
        objection = own.get(one.place) if one.place else None
        answers = _answers(tools, note, objection, one) if objection else ()
        elsewhere = () if answers else _elsewhere(tools, note, one.title)
        anchor = objection_id(objection) if objection else ""
        found.append(ObjectionView(anchor, one.title, one, answers, elsewhere))
    return tuple(found)


def _answers(
    tools: PageTools, note: Note, objection: Objection, stats: ObjectionStats
) -> tuple[AnswerView, ...]:
    numbers = {answer.place: index for index, answer in enumerate(objection.answers, 1)}
    answers = {answer.place: answer for answer in objection.answers}
    best = stats.best
    return tuple(
        AnswerView(
            id=f"^{one.key}" if one.key else "",
            number=numbers[one.place],
            name=one.key or str(numbers[one.place]),
            html=spoken(tools, note.path, one.text),
            stats=one,
            best=one is best,
            promises=tuple(promise_words(tools, promise) for promise in answers[one.place].promises),
        )
        for one in stats.answers
    )


def _elsewhere(tools: PageTools, note: Note, title: str) -> tuple[str, ...]:
    """Talk tracks that are called like the objection."""
    vault = tools.context.vault
    found = (path for path in vault.names.find(title, "script") if path != note.path)
    return tuple(path for path in found if vault.notes[path].kind == "script")


def versions(tools: PageTools, note: Note, talk: TalkTrack) -> tuple[VersionView, ...]:
    return tuple(
        VersionView(one.heading, spoken(tools, note.path, one.text), len(one.text)) for one in talk.versions
    )


def prose(tools: PageTools, note: Note) -> tuple[Markup, Markup]:
    """What stands above the talk track, and all else that it does not show by itself."""
    above: list[str] = []
    below: list[str] = []
    region = 0
    begun = False
    for section in note.sections:
        if region and section.level > region:
            if section.meaning != "messages":
                continue
        else:
            region = section.level if section.meaning in REGIONS else 0
        if region or section.meaning == "messages":
            begun = True
            if section.meaning == "flow":
                below += _beside_the_list(section)
            continue
        own = section.level == 1 and section.heading == note.title
        heading = f"{'#' * section.level} {section.heading}\n\n" if section.level and not own else ""
        if section.text.strip() or (heading and begun):
            (below if begun else above).append(heading + section.text)
    return tools.markdown(note.path, "\n\n".join(above)), tools.markdown(note.path, "\n\n".join(below))


def _beside_the_list(section: Section) -> list[str]:
    """Paragraphs of the flow, and the whole of it where there is more than a list."""
    if section.tables or "```" in section.text or "~~~" in section.text:
        return [section.text]
    return ["\n".join(text for _, text in section.paragraphs)] if section.paragraphs else []
