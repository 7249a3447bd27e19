"""Text as it is compared: one width, one case, nothing invisible; and what may be hidden in encodings brought out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from cmkb.sharing.markup import Tags

CJK = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]+"
)
_UNSEEN_ASCII = re.compile("[\x00-\x08\x0e-\x1f\x7f]+")
# Any character but those that are compared as they stand: without one there is nothing to make plain but the case.
_ODD = re.compile(
    "[^\t\n\r -~\u00b7\u2013\u2014\u2018-\u201d\u2190-\u21ff\u2264\u2265\u203a\u2039\u3001\u3002\u3008-\u3011\u3400-\u4dbf\u4e00-\u9fff，：；？！（）]"
)
_SPACE = "[ \\t\u00a0·•‧∙・]"
_GAP = re.compile(f"{_SPACE}(?<=[{CJK}].){_SPACE}{{0,3}}(?=[{CJK}])")
_TONES = {
    ord(toned): plain_
    for plain_, all_ in {
        "a": "āáǎà",
        "o": "ōóǒò",
        "e": "ēéěè",
        "i": "īíǐì",
        "u": "ūúǔù",
        "v": "ǖǘǚǜü",
    }.items()
    for toned in all_
}
_TONED = re.compile("[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")  # of other scripts
_SPOKEN = re.compile("[〇零○一二三四五六七八九幺两]{6,}")
_SPOKEN_DIGITS = {
    ord(c): d for c, d in zip("〇零○一二三四五六七八九幺两", "000123456789" + "12", strict=True)
}

_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?")
_COMMON = (
    ("&#34;", '"'),
    ("&#39;", "'"),
    ("&quot;", '"'),
    ("&amp;", "&"),
)  # which every page has by the hundred
_ESCAPE = re.compile(
    r"\\u\{([0-9A-Fa-f]{1,6})\}|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\x([0-9A-Fa-f]{2})"
    r"|(?<![\w\\])\\([0-9A-Fa-f]{4,6})[ \t\n]?"  # the last as in stylesheets
)
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# What decoding eats although it may be a number: `\\138000…`, `%13800…`, `&#13800…;`
_EATEN = re.compile(r"[\\%#][0-9][0-9\s.-]{6,40}")
MOST_ROUNDS = 4  # encodings inside encodings


def plain(text: str) -> str:
    if text.isascii():
        return _UNSEEN_ASCII.sub("", text).lower()
    text = text.replace("\u3000", " ")  # the one odd character that people do type on every page
    if _ODD.search(text):
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", _UNSEEN.sub("", text)))
        if _TONED.search(text):
            text = text.translate(_TONES)
        text = _OTHER_DIGIT.sub(lambda m: str(unicodedata.digit(m[0])), text)
    return text.casefold()


def without_gaps(text: str) -> str:
    """`王 芳` and `阿依·古丽` written together."""
    return text if text.isascii() or text.isalnum() else _GAP.sub("", text)


def readings(text: str, tags: Tags | None = None) -> Iterator[str]:
    """The text in every way in which somebody could read it, each `plain`. `tags`: it may hold some, and these
    have been read."""
    decoded = _decoded(text)
    shown = [decoded] if tags is None or "<" not in decoded else list(tags.texts(decoded))
    if decoded != text and (eaten := _EATEN.findall(text)):
        shown.append("\n\n".join(eaten))
    for one in shown:
        simple = without_gaps(plain(one))
        yield simple
        yield from _spoken(simple)


def _decoded(text: str) -> str:
    """With percent signs, entities and `\\u` resolved, as often as there is something to resolve."""
    for _ in range(MOST_ROUNDS):
        before = text
        if "&" in text:
            for entity, sign in _COMMON:
                text = text.replace(entity, sign)
            text = _ENTITY.sub(lambda m: _unescaped(m[0]), text)
        if "%" in text and _PERCENT.search(text):
            text = _PERCENT.sub(lambda m: _unquoted(m[0]), text)
        if "\\" in text:
            text = _ESCAPE.sub(_character, text)
            text = _SURROGATES.sub(_joined, text)
        if text == before:
            break
    return text


@lru_cache(maxsize=1 << 14)
def _unescaped(entity: str) -> str:
    return unescape(entity)


@lru_cache(maxsize=1 << 14)
def _unquoted(percents: str) -> str:
    """The same addresses stand on every page."""
    return unquote(percents, errors="replace")


def _character(match: re.Match[str]) -> str:
    code = int(next(group for group in match.groups() if group), 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def _joined(match: re.Match[str]) -> str:
    return match[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _spoken(text: str) -> Iterator[str]:
    """A number said in words: 一三八〇〇一三八〇〇〇."""
    if _SPOKEN.search(text):
        yield _SPOKEN.sub(lambda m: m[0].translate(_SPOKEN_DIGITS), text)
