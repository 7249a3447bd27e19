"""Finds the register in text that is `plain`. Pinyin and numbers match as whole tokens, names anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cmkb.model.immutable import immutable
from cmkb.sharing.numbers import is_id_number
from cmkb.sharing.register import SHORTEST_NUMBER, Register

LONGEST_NUMBER = 24  # digits
ID_NUMBER = 18  # digits, the last of which may be an x
ID_SHAPES = (
    (18,),
    (6, 8, 4),
    (6, 4, 4, 4),
    (6, 12),
)  # as people group it; other numbers side by side are none
LONG_NUMBER = 8  # digits; shorter ones are looked for only where no letter or point touches them
_BETWEEN = r"[\s\-‐‑‒–—―.()\[\]·•/\\,，、~*_+|'’\"“”:：]"
_RUN = re.compile(rf"[0-9]+x?(?:{_BETWEEN}{{1,3}}[0-9]+x?)*")
_GROUP = re.compile(r"[0-9]+x?")
_WORD = re.compile(r"[a-z]+")
_WORDS = re.compile(r"[a-z]+(?:[-_. +/]{1,2}[a-z]+)+")
_PAIRS = re.compile(r"(?<![a-z])([a-z]+)(?=[-_. +/]{1,2}([a-z]+))")
_BESIDE = r"[^0-9\n]{0,6}"


@immutable(order=True)
class Hit:
    kind: str  # name | word | number | identity | text | tail | path | closed
    term: str  # as the register has it
    owner: str  # path of the note it comes from


class Matcher:
    def __init__(self, register: Register) -> None:
        self.register = register
        self.lengths = _lengths(register.names)
        self.first = _beginnings(register.names)
        self.pairs = frozenset(phrase[:2] for phrase in register.phrases)
        self.starts = frozenset(first for first, _ in self.pairs)
        self.longest_phrase = max((len(p) for p in register.phrases), default=0)
        self.texts = re.compile(
            "|".join(map(re.escape, sorted(register.texts, key=len, reverse=True))) or r"(?!)"
        )
        self.said = re.compile(
            "|".join(map(re.escape, sorted(register.short, key=len, reverse=True))) or r"(?!)"
        )

    def hits(self, text: str) -> Iterator[Hit]:
        register = self.register
        if self.first is not None and not text.isascii():
            yield from self._names(text)
        words = set(_WORD.findall(text))
        for word in words & register.words.keys():
            yield Hit("word", word, register.words[word])
        if words & self.starts and not self.pairs.isdisjoint(_PAIRS.findall(text)):
            yield from self._phrases(text)
        yield from self._numbers(text)
        if register.texts:
            for match in self.texts.finditer(text):
                yield Hit("text", match[0], register.texts[match[0]])
        if register.short:
            yield from self._tails(text)

    def _names(self, text: str) -> Iterator[Hit]:
        assert self.first is not None
        names, lengths = self.register.names, self.lengths
        for match in self.first.finditer(text):
            start = match.start()
            for length in lengths[match[0]]:
                name = text[start : start + length]
                if name in names:
                    yield Hit("name", name, names[name])

    def _phrases(self, text: str) -> Iterator[Hit]:
        phrases, starts = self.register.phrases, self.starts
        for match in _WORDS.finditer(text):
            words = _WORD.findall(match[0])
            for start, word in enumerate(words):
                if word not in starts:
                    continue
                for length in range(2, self.longest_phrase + 1):
                    phrase = tuple(words[start : start + length])
                    if phrase in phrases:
                        yield Hit("word", " ".join(phrase), phrases[phrase])

    def _numbers(self, text: str) -> Iterator[Hit]:
        numbers = self.register.numbers
        for match in _RUN.finditer(text):
            if match.end() - match.start() < SHORTEST_NUMBER:
                continue
            whole = match[0]
            if whole in numbers and (
                len(whole) >= LONG_NUMBER or _stands_alone(text, match.start(), match.end())
            ):
                yield Hit("number", whole, numbers[whole])
            if len(whole) == ID_NUMBER and is_id_number(whole.upper()) and whole not in numbers:
                yield Hit("identity", whole, "")
            if whole.isdigit():
                continue
            groups = [
                (g.start() + match.start(), g.end() + match.start(), g[0]) for g in _GROUP.finditer(whole)
            ]
            for first, (start, _, _) in enumerate(groups):
                digits = ""
                for last, (_, end, group) in enumerate(groups[first:], first + 1):
                    digits += group
                    if len(digits) > LONGEST_NUMBER:
                        break
                    if digits in numbers and (len(digits) >= LONG_NUMBER or _stands_alone(text, start, end)):
                        yield Hit("number", digits, numbers[digits])
                    if len(digits) == ID_NUMBER and digits not in numbers:
                        shape = tuple(len(word) for _, _, word in groups[first:last])
                        if shape in ID_SHAPES and is_id_number(digits.upper()):
                            yield Hit("identity", digits, "")
                    if group[-1] == "x":
                        if digits[:-1] in numbers:  # the x was the next word's
                            yield Hit("number", digits[:-1], numbers[digits[:-1]])
                        break

    def _tails(self, text: str) -> Iterator[Hit]:
        """Short numbers beside a name that by itself is an ordinary word."""
        for match in self.said.finditer(text):
            for number in self.register.short[match[0]]:
                near = re.compile(rf"(?<![0-9]){number}(?![0-9])")
                after = re.match(rf"{_BESIDE}{near.pattern}", text[match.end() : match.end() + 24])
                before = re.search(
                    rf"{near.pattern}{_BESIDE}\Z", text[max(0, match.start() - 24) : match.start()]
                )
                if after or before:
                    yield Hit("tail", f"{match[0]} {number}", "")


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (before and (before in "#.%&" or (before.isascii() and before.isalnum()))) and not (
        after and after.isascii() and after.isalnum()
    )


def _lengths(names: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[0], set()).add(len(name))
    return {first: tuple(sorted(of_first)) for first, of_first in lengths.items()}


def _beginnings(names: Mapping[str, str]) -> re.Pattern[str] | None:
    """The first character of a name where the second of one follows. Names have two characters at least."""
    if not names:
        return None
    first, second = ("".join(map(re.escape, sorted({name[at] for name in names}))) for at in (0, 1))
    return re.compile(f"[{first}](?=[{second}])")
