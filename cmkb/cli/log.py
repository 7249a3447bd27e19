"""`cmkb log`: what just happened becomes one line of the day's journal. Ten seconds between two clients."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cmkb.cli.finding import find_vault, now_in
from cmkb.cli.help import Command
from cmkb.cli.options import force_option, is_forced, json_option, today_option, vault_option
from cmkb.cli.output import safe, say_json, say_lines
from cmkb.cli.refusal import Refusal
from cmkb.configuration import read_vault_holidays
from cmkb.identity import Named, typed_in_latin
from cmkb.locales import Translate, sign, speak, translator
from cmkb.model.calendar import Calendar
from cmkb.model.playbook import ActivityKind, Playbook
from cmkb.model.settings import Settings
from cmkb.patterns import pattern
from cmkb.playbooks.names import closest, fold
from cmkb.reading.dates import date_as_said
from cmkb.reading.said_times import time_as_said
from cmkb.reading.typos import near_word
from cmkb.reading.vocabulary import Vocabulary, vocabulary_of
from cmkb.writing.changes import change_notes
from cmkb.writing.journal_lines import NewRecord, line_of_record, records_edit
from cmkb.writing.kept_playbook import open_playbook
from cmkb.writing.name_index import NameIndex, open_index, with_spellings
from cmkb.writing.refused import WritingRefused
from cmkb.writing.said_record import IsWorkday, SaidRecord, Speech, line_of, said_record
from cmkb.writing.undo import Change

if TYPE_CHECKING:  # imported when a chat is pasted
    from cmkb.writing.chat import Chat

PEOPLE = frozenset({"client"})
OTHERS = frozenset({"staff", "household", "channel"})  # asked when no client is called so
FROM_STDIN = "-"
MOST_WORDS_OF_A_NAME = 3
_FIELD = pattern(r"\s*([^=＝:：]+?)\s*(?:=|＝|::|：：|:|：)\s*(.*)", re.DOTALL)
_BETWEEN_PEOPLE = pattern(r"[、,，/&＆+]+")


@dataclass(slots=True)
class Quick:
    """The vault as far as a quick entry needs it."""

    folder: Path
    settings: Settings
    playbook: Playbook
    vocabulary: Vocabulary
    index: NameIndex
    as_json: bool

    @property
    def say(self) -> Translate:
        return translator(self.settings.language)

    def find(self, who: str, kinds: frozenset[str]) -> tuple[Named, ...]:
        if typed_in_latin(who):
            self.index = with_spellings(self.folder, self.index)
        return self.index.find(who, kinds)


@click.command("log", cls=Command)
@click.argument("words", nargs=-1, required=True, metavar="[WHO] KIND TEXT…")
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="K=V",
    help="一个字段，可以有好几个 / a field, may be repeated",
)
@click.option("--next", "next_step", metavar="WHEN TEXT", help="下次联系：下周三 回访 / the next step")
@click.option("--script", metavar="NAME", help="用了哪篇话术 / the talk track that was used")
@click.option("--at", metavar="HH:MM", help="几点，默认现在；none 不写 / the time, none for no time")
@click.option(
    "--date", "said_date", metavar="DATE", help="哪一天，默认今天：昨天、上周五 / the day, default today"
)
@force_option
@json_option
@today_option
@vault_option
def command(
    vault: Path | None,
    today: date | None,
    as_json: bool,
    words: tuple[str, ...],
    fields: tuple[str, ...],
    next_step: str | None,
    script: str | None,
    at: str | None,
    said_date: str | None,
) -> int:
    """
    记一笔：cmkb log 王芳 电话 到期续做,同意来谈 3分 周三15:00 网点。写进当天的日志，没有就先建好。
    时长、结果、约见的日子认得出来；认不出的留在内容里。WHO 是姓名或其中几个字、别名、拼音、首字母、电话尾号。
    粘贴聊天：cmkb log 王芳 微信 -，内容从标准输入来。
    One line in the day's journal. WHO may be part of a name, pinyin, initials or the tail of a phone number; a chat is
    pasted with - at the end.
    """
    folder = find_vault(vault)
    settings, playbook = open_playbook(folder)
    speak(settings.language)
    index = open_index(folder, settings, playbook)
    quick = Quick(folder, settings, playbook, vocabulary_of(playbook), index, as_json)
    now = now_in(settings.timezone)
    real_day = today or now.date()
    day = _day(quick, said_date, real_day)
    who, kind, rest = _parts(quick, _split(words))
    pasted = bool(rest) and rest[-1] == FROM_STDIN
    people = _people(quick, who, interactive=not pasted)
    asked = [*_fields(quick, fields), *([("next", next_step)] if next_step else [])]
    asked += [("script", script)] if script else []
    said = said_record(_speech(quick, day), kind, " ".join(rest[: -1 if pasted else None]), asked)
    said.people = tuple(quick.index.spelling(one.path) for one in people)
    chat = _pasted(people) if pasted else None
    if at is not None or not said.time:
        clock = now.strftime("%H:%M") if day == now.date() and today in (None, now.date()) else ""
        said.time = _time(quick, at, chat.time if chat and chat.time else clock)
    return _write(quick, day, said, chat)


def _write(quick: Quick, day: date, said: SaidRecord, chat: Chat | None) -> int:
    path, template = _journal(quick, day)
    record = NewRecord(said)
    if chat is None:
        changes = _change(quick, path, day, record, template)
    else:
        from cmkb.writing.chat import beneath, in_code_block

        try:
            record = NewRecord(said, beneath(chat))
            changes = _change(quick, path, day, record, template)
        except WritingRefused:
            record = NewRecord(said, in_code_block(chat), beneath_is_text=False)
            changes = _change(quick, path, day, record, template)
    after = changes[0].after or b""
    line = line_of_record(after, path, record, quick.playbook)
    text = line_of(quick.playbook, said)
    if quick.as_json:
        created = changes[0].before is None
        people = [f"{one}" for one in said.people]
        say_json({"path": path, "line": line, "text": text, "people": people, "created": created})
    else:
        say_lines([quick.say("记在 {path}:{line}").format(path=safe(path), line=line), f"  {safe(text)}"])
    return 0


def _change(quick: Quick, path: str, day: date, record: NewRecord, template: str) -> Sequence[Change]:
    edit = records_edit(path, day, [record], quick.playbook, quick.settings, template)
    return change_notes(quick.folder, {path: edit}, command="log", forced=is_forced())


def _journal(quick: Quick, day: date) -> tuple[str, str]:
    """Its path, and its text where it is not there yet."""
    journals = quick.index.journals()
    if day in journals:
        return journals[day], ""
    from cmkb.writing.new_note import new_journal

    made = new_journal(quick.playbook, quick.settings, journals, day)
    return made.path, made.text


# --- what was said ---------------------------------------------------------------------------------------------


def _split(words: Iterable[str]) -> list[str]:
    return [word for given in words for word in given.split()]


def _day(quick: Quick, said: str | None, today: date) -> date:
    if said is None:
        return today
    day = date_as_said(said, today, _is_workday(quick))
    if day is None:
        raise Refusal(
            quick.say("“{said}”看不出是哪一天：写成 昨天、上周五 或 2026-11-20").format(said=safe(said))
        )
    if day > today:
        text = quick.say("{day} 还没到，不能记；是过去的日子就写成 上周五 或 2026-11-20 这样")
        raise Refusal(text.format(day=day))
    return day


def _time(quick: Quick, at: str | None, otherwise: str) -> str:
    if at is None or at.strip().lower() == "none":
        return otherwise if at is None else ""
    time = time_as_said(at)
    if time is None:
        raise Refusal(quick.say("“{said}”看不出是几点：写成 10:15 或“下午3点”").format(said=safe(at)))
    return time


def _parts(quick: Quick, words: list[str]) -> tuple[str, ActivityKind, list[str]]:
    """Who, the kind, and the words behind it. The first word that is a kind parts them."""
    kinds = quick.vocabulary.kinds
    for at, word in enumerate(words[: MOST_WORDS_OF_A_NAME + 1]):
        if kind := kinds.get(fold(word)):
            return " ".join(words[:at]), kind, words[at + 1 :]
    said = next((word for word in words[1:] if word != FROM_STDIN), words[0] if words else "")
    near = closest(said, kinds) or near_word(said, kinds)
    known = sign("、").join(kind.key for kind in quick.playbook.kinds.values())
    if near:
        raise Refusal(quick.say("没有“{said}”这种记录，是不是 {near}？").format(said=safe(said), near=near))
    text = quick.say("没说是什么事：姓名后面写 {known} 里的一种")
    raise Refusal(text.format(known=known))


def _fields(quick: Quick, fields: Iterable[str]) -> list[tuple[str, str]]:
    found = []
    for given in fields:
        match = _FIELD.fullmatch(given)
        if match is None or not match[2].strip():
            raise Refusal(quick.say("--field 要写成 名称=内容，例如 --field 金额=20万"))
        found.append((match[1], match[2]))
    return found


def _pasted(people: Iterable[Named]) -> Chat:
    from cmkb.writing.chat import read_chat

    names = frozenset(name for one in people for name in one.names)
    if sys.stdin is None:
        raise Refusal("没有标准输入可以读", "there is no standard input")
    return read_chat(sys.stdin.buffer.read(), names)


# --- whom ------------------------------------------------------------------------------------------------------


def _people(quick: Quick, who: str, *, interactive: bool) -> tuple[Named, ...]:
    """Nobody for `传单 50`."""
    if not who:
        return ()
    whole = quick.find(who, PEOPLE)
    if len(whole) == 1:
        return whole
    parts = [part for part in _BETWEEN_PEOPLE.split(who) if part.strip()]
    if len(parts) > 1 and not whole:
        found = [_person(quick, part.strip(), interactive=interactive) for part in parts]
        return tuple({one.path: one for one in found}.values())
    return (_person(quick, who, interactive=interactive),)


def _person(quick: Quick, who: str, *, interactive: bool) -> Named:
    found = quick.find(who, PEOPLE) or quick.find(who, OTHERS)
    if len(found) == 1:
        return found[0]
    from cmkb.cli.whom import choose

    notes = [one.path for one in found]
    path = choose(
        quick.folder, quick.settings, quick.playbook, who, notes, quick.as_json, interactive=interactive
    )
    return next(one for one in found if one.path == path)


def _speech(quick: Quick, day: date) -> Speech:
    def find_note(name: str, kind: str) -> str | None:
        found = quick.find(name, frozenset({kind}))
        exact = [one for one in found if fold(name) in (*one.names, fold(one.stem))]
        if kind == "product" and len(exact) != 1:
            return None  # `稳盈` in passing is no product
        if len(found) > 1 and len(exact) != 1:
            shown = sign("、").join(one.stem for one in found[:8])
            text = quick.say("“{name}”可能是：{shown}。写得再准一些")
            raise Refusal(text.format(name=safe(name), shown=safe(shown)))
        one = (exact or found)[:1]
        return quick.index.spelling(one[0].path) if one else None

    return Speech(quick.vocabulary, day, _is_workday(quick), find_note)


def _is_workday(quick: Quick) -> IsWorkday:
    """The calendar of holidays is loaded when a phrase asks for it."""
    calendar: list[Calendar] = []

    def is_workday(day: date) -> bool:
        from cmkb.views.workdays import is_day_off

        if not calendar:
            calendar.append(read_vault_holidays(quick.folder, []).calendar(quick.playbook.calendar))
        return not is_day_off(day, calendar[0])

    return is_workday
