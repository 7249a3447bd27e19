"""Data as JavaScript files: a script tag loads them from `file://` too, where fetch is refused."""

from __future__ import annotations

import json
import re

_SURROGATES = re.compile("[\ud800-\udfff]")  # halves of a character, which UTF-8 cannot hold


def assignment(place: str, data: object) -> str:
    """`place = data`, in UTF-8 rather than escapes, without a space too many."""
    return f"{place}={_json(data)};\n"


def parsed_assignment(place: str, data: object) -> str:
    """The same for megabytes: as a text that JSON.parse reads, for which browsers need half the time."""
    quoted = _json(data).replace("\\", "\\\\").replace("'", "\\'")
    return f"{place}=JSON.parse('{quoted}');\n"


def _json(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    if not text.isprintable():
        text = _SURROGATES.sub("\ufffd", text).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return text
