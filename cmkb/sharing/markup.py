"""What a page says once its tags are out. Inline tags part no word; all others do."""

from __future__ import annotations

import re
from collections.abc import Iterator

_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var|wbr)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
# Of text documents and slides, which part a word wherever a spelling check once looked; of cells with a look.
_OFFICE = ("<w:", "<a:", "<si>")
_OFFICE_TAG = re.compile(
    r"</?(?:w:(?!(?:p|tbl|tr|tc|br|tab|cr)[ />])[A-Za-z]+|a:(?!(?:p|tbl|tr|tc|br)[ />])[A-Za-z]+"
    r"|r|t|rPr|b|i|u|sz|rFont|family|color|charset|scheme)(?=[\s/>])[^<>]*>"
)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_TAG = re.compile(r"(<[A-Za-z/!?][^<>]*>)")
_BORDER = "<"  # between pieces that stand apart: no word and no number reaches over it


class Tags(dict[str, str]):
    """What stands for each tag once it is out. Most tags of a site stand on every page: a tag is read but once."""

    def __init__(self) -> None:
        super().__init__()
        self._fresh: list[str] = []

    def __missing__(self, tag: str) -> str:
        self._fresh.append(tag)
        self[tag] = stands = "" if _INLINE_TAG.match(tag) else "\n"
        return stands

    def texts(self, html: str) -> Iterator[str]:
        """Everything that is in `html`: its words without tags, what stands between two tags where one of them
        parts no word, and the tags that were not seen before, for the sake of their attributes."""
        pieces = _TAG.split(html)
        tags = pieces[1::2]
        stands = list(map(self.__getitem__, tags))
        inline = [at for at, one in enumerate(stands) if not one]
        beside = [pieces[2 * at] for at in sorted({*inline, *(at + 1 for at in inline)})]
        apart = [*filter(str.strip, beside), *self._fresh]
        self._fresh.clear()
        pieces[1::2] = stands
        yield "".join(pieces)
        if apart:
            yield _BORDER.join(apart)
        if "<!--" in html or any(tag in html for tag in _OFFICE):
            yield _without_parting_tags(html)


def _without_parting_tags(html: str) -> str:
    """For what stands inside of a tag that is no tag of HTML."""
    return _TAG.sub("\n", _INLINE_TAG.sub("", _COMMENT.sub("", _OFFICE_TAG.sub("", html))))
