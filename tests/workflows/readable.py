"""A page as somebody reads it aloud: headings, lines, table rows, boxes to tick. No markup, no addresses."""

from __future__ import annotations

import re
from html.parser import HTMLParser

HEADINGS = {f"h{n}": "#" * n + " " for n in range(1, 7)}
LINES = {"p", "div", "section", "article", "header", "footer", "ul", "ol", "dl", "dt", "li", "tr", "table", "figure", "figcaption", "summary", "details", "main", "aside", "nav", "form", "pre", "caption"}  # fmt: skip
CELLS = {"td", "th"}
VOID = {"br", "hr", "img", "input", "meta", "link", "wbr"}
SILENT = {"script", "style", "svg", "template", "button"}
FOLDED = "ck-file"


def readable(html: str, part: str = "") -> str:
    """The whole page; of a client's page without the filled forms, which show when asked for. With `part` the
    element with that id alone."""
    reader = _Reader(part)
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self, part: str) -> None:
        super().__init__()
        self.part = part
        self.inside: list[str] = []  # open elements of the part
        self.parts: list[str] = []
        self.silent: list[str] = []  # open elements inside one that nobody hears

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if self.part and tag not in VOID and (self.inside or values.get("id") == self.part):
            self.inside.append(tag)
        if self.silent or tag in SILENT or self._unheard(values):
            if tag not in VOID:
                self.silent.append(tag)
        elif self.part and not self.inside:
            return
        elif tag in HEADINGS:
            self.parts.append("\n\n" + HEADINGS[tag])
        elif tag in CELLS:
            self.parts.append("\t")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag == "dd":
            self.parts.append(" ")
        elif tag == "input" and values.get("type") == "checkbox":
            self.parts.append("[x] " if "checked" in values else "[ ] ")
        elif tag in LINES or tag in ("br", "hr"):
            self.parts.append("\n")
        else:
            self.parts.append(" " if tag in ("small", "b", "time", "a", "span", "label") else "")

    def _unheard(self, values: dict[str, str | None]) -> bool:
        kept_back = not self.part and values.get("class") == FOLDED
        classes = (values.get("class") or "").split()  # a phone's number is heard when it is asked for
        kept_back = kept_back or "ck-whole" in classes or values.get("aria-label") == "显示完整号码"
        return "hidden" in values or values.get("aria-hidden") == "true" or kept_back

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass
            self.parts.append("\n" if not self.inside else "")
        if self.silent:
            if tag in self.silent:
                while self.silent.pop() != tag:
                    pass
        elif tag in HEADINGS or tag in LINES:
            self.parts.append("\n")
        elif tag in ("small", "b", "time", "a", "span", "label", "option"):
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.silent and (self.inside or not self.part):
            self.parts.append(re.sub(r"\s+", " ", data))

    def text(self) -> str:
        lines = (self._line(line) for line in "".join(self.parts).split("\n"))
        return "\n".join(line for line in lines if line.strip("-# |"))

    @staticmethod
    def _line(line: str) -> str:
        cells = [re.sub(r" +", " ", cell).strip() for cell in line.split("\t")]
        return " | ".join(cells).removeprefix(" | ").strip()
