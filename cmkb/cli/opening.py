"""From the command line to a vault that was read: which folder, which day, and what is wrong in the notes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from cmkb.cli import remembering
from cmkb.cli.finding import clock_in as clock_in
from cmkb.cli.finding import find_vault as find_vault
from cmkb.cli.options import is_forced
from cmkb.cli.output import safe, say_error
from cmkb.cli.refusal import Refusal
from cmkb.cli.remembering import NOT_GIVEN
from cmkb.load import CONFIG, Loaded, all_problems, folders_of, load_settings, load_vault
from cmkb.locales import N_, Translate, sign, speak, translator
from cmkb.model.immutable import immutable
from cmkb.model.problem import Problem, needs_mending
from cmkb.model.settings import Settings
from cmkb.vault import Vault

FOUND_PROBLEMS = 1
YEARS = range(1900, 2200)  # in which the calendar is sure of itself
MOST_LINES = 20  # of problems beside an answer; `cmkb check` shows all


@immutable
class Opened:
    loaded: Loaded
    today: date
    problems: tuple[Problem, ...]  # by place, those of mkdocs.yml included

    @property
    def vault(self) -> Vault:
        return self.loaded.vault

    @property
    def language(self) -> str:
        return self.vault.settings.language

    @property
    def say(self) -> Translate:
        return translator(self.language)


def open_vault(given: Path | None, today: date | None) -> Opened:
    """Raises Refusal where there is no vault, and OSError where it cannot be read."""
    folder = find_vault(given)
    read = load_settings(folder)
    day = today or today_of(read.settings)
    if day.year not in YEARS:
        raise Refusal(
            f"今天是 {day}？只算 {YEARS[0]} 到 {YEARS[-1]} 年", f"years {YEARS[0]} to {YEARS[-1]} only"
        )
    speak(read.settings.language)
    remembering.opening(folder, read.settings, folders_of(read.settings), day, today)
    loaded = load_vault(folder, read.settings)
    remembering.opened(loaded)
    problems = tuple(sorted({*read.problems, *all_problems(loaded, day)}))
    opened = Opened(loaded, day, problems)
    if not read.has_plugin:
        say_error(
            ["cmkb: " + opened.say("{file} 的 plugins 里没有 cmkb：按默认选项读取").format(file=CONFIG)]
        )
    return opened


def unread(opened: Opened, problems: Iterable[Problem] = ()) -> str:
    """What the machine did not give, some of it; "" when all was read."""
    found = sorted({p.path for p in (*opened.loaded.problems, *problems) if p.text == NOT_GIVEN})
    return sign("、").join(map(safe, found[:MOST_LINES]))


def refuse_unread(opened: Opened, paths: str) -> None:
    """For a command that is only right when it has seen every note: what it does not see it would leave as it is, and
    say that all is done. `paths`: what is `unread`."""
    if paths and not is_forced():
        text = opened.say(
            "这些读不出来，少了它们会写错，什么也没写：{paths}。检查权限，或先关掉占用它们的程序；不管它们就加上 --force"
        )
        raise Refusal(text.format(paths=paths))


def today_of(settings: Settings) -> date:
    """The option `today:`, else the clock in the vault's time zone."""
    return settings.today or clock_in(settings.timezone)


def report(opened: Opened, strict: bool) -> int:
    """Prints what needs mending, shortly; gives the exit code."""
    return report_problems(opened.problems, opened.language, strict)


def report_problems(problems: Iterable[Problem], language: str, strict: bool) -> int:
    found = sorted((p for p in problems if needs_mending([p])), key=lambda p: p.severity != "error")
    say_error(p.line_of_text(language) for p in found[:MOST_LINES])
    if len(found) > MOST_LINES:
        rest = translator(language)(N_("还有 {n} 处问题，全部见 cmkb check"))
        say_error(["cmkb: " + rest.format(n=len(found) - MOST_LINES)])
    return FOUND_PROBLEMS if strict and found else 0
