"""Regular expressions that are compiled when they are first used.

A command that answers in a fraction of a second uses a tenth of those in the modules that it imports.
"""

from __future__ import annotations

import re
from typing import AnyStr, cast

_METHODS = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
_VALUES = ("pattern", "flags", "groups", "groupindex")


class _Uncompiled:
    """Stands in for a pattern and becomes one: after the first use its methods are the compiled ones."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS and name not in _VALUES:
            raise AttributeError(name)
        compiled = re.compile(self._text, self._flags)
        self.__dict__.update({key: getattr(compiled, key) for key in (*_METHODS, *_VALUES)})
        return self.__dict__[name]


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`; a mistake in `text` is noticed at the first use."""
    return cast("re.Pattern[AnyStr]", _Uncompiled(text, flags))
