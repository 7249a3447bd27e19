"""How Chinese characters and words are read: pypinyin's tables, as much of them as names need.

Its words alone are 600,000 objects, 35 MB and 0.2 s; ours are a tenth of that and are kept between runs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from cmkb.cached.program import program_stamp
from cmkb.cached.sealed import Sealed

LONGEST_WORD = 6  # characters
_KEPT = "words"
_TONES = str.maketrans("āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüńňǹḿế", "aaaaooooeeeeiiiiuuuuvvvvvnnnme")


def without_tones(syllables: str) -> str:
    return syllables.translate(_TONES)


@cache
def of_character(character: str) -> str:
    """Its first reading; "" for one that has none."""
    return without_tones(characters().get(ord(character), "").partition(",")[0])


@cache
def characters() -> Mapping[int, str]:
    """Code point → readings with tones, between commas."""
    return _table("pinyin_dict")  # type: ignore[no-any-return]


@cache
def words() -> Mapping[str, str]:
    """Word → its syllables between spaces; "" where these are the first readings of its characters."""
    sealed = Sealed.of_user("pinyin")
    kept = sealed.read(_KEPT, program_stamp()) if sealed else None
    if kept is not None:
        return json.loads(kept)  # type: ignore[no-any-return]
    found = {
        word: _reading(word, said)
        for word, said in _table("phrases_dict").items()
        if len(word) <= LONGEST_WORD
    }
    if sealed:
        sealed.write(_KEPT, json.dumps(found, ensure_ascii=False).encode(), program_stamp())
    return found


def let_go() -> None:
    """Of the tables: they are there again as soon as somebody asks."""
    words.cache_clear()
    characters.cache_clear()


def _reading(word: str, said: list[list[str]]) -> str:
    syllables = [without_tones(readings[0]) for readings in said]
    return "" if syllables == [of_character(character) for character in word] else " ".join(syllables)


def _table(name: str) -> Any:
    """The module that holds it, without its package: that trains a segmenter, which nobody here asks, in twice the
    time."""
    package = find_spec("pypinyin")
    folders = (package.submodule_search_locations if package else None) or ()
    for folder in folders:
        spec = spec_from_file_location(f"pypinyin.{name}", Path(folder, f"{name}.py"))
        if spec is not None and spec.loader is not None:
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
            return vars(module).pop(
                name
            )  # the module holds itself through its functions, and then the table too
    raise ImportError(f"pypinyin.{name}")
