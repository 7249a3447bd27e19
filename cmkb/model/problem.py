"""A Problem: what is wrong in a note, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable

from cmkb.model.codes import CODES
from cmkb.model.immutable import immutable

# Values come from notes: a message stays one line
_ONE_LINE = dict.fromkeys(map(ord, "\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), " ")


@immutable(order=True)
class Problem:
    """One finding. `text` names an entry of `codes.CODES`; its stable code is the part before the dot.

    `line` and `column` count from 1, columns in characters. `path` is relative to the vault.
    """

    path: str
    line: int
    column: int
    text: str
    params: tuple[tuple[str, str], ...] = ()

    @property
    def code(self) -> str:
        return self.text.partition(".")[0]

    @property
    def severity(self) -> str:
        return CODES[self.text].severity

    @property
    def fixable(self) -> bool:
        return CODES[self.text].fixable

    def message(self, language: str = "zh") -> str:
        """The whole sentence: what is wrong, then how to mend it."""
        template = CODES[self.text].zh if language == "zh" else CODES[self.text].en
        return template.format_map(dict(self.params)).translate(_ONE_LINE)

    def line_of_text(self, language: str = "zh") -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.code} {self.message(language)}"


def problem(path: str, line: int, column: int, text: str, **params: object) -> Problem:
    return Problem(path, line, column, text, tuple((k, str(v)) for k, v in params.items()))


def needs_mending(problems: Iterable[Problem]) -> bool:
    """Whether `check` and `--strict` fail: notices (severity `info`) do not count."""
    return any(p.severity != "info" for p in problems)
