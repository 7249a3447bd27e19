"""A page as somebody reads it aloud: headings, lines, table rows, boxes to tick. No markup, no addresses."""

from __future__ import annotations

import re
from html.parser import HTMLParser

HEADINGS = {f"h{n}": "#" * n + " " for n in range(1, 7)}
LINES = {"p", "div", "section", "article", "header", "footer", "ul", "ol", "dl", "dt", "li", "tr", "table", "figure", "figcaption", "summary", "details", "main", "aside", "nav", "form", "pre", "caption"}  # fmt: skip
CELLS = {"td", "th"}
VOID = {"br", "hr", "img", "input", "meta", "link", "wbr"}
SILENT = {"script", "style", "svg", "template", "button"}


def readable(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent: list[str] = []  # open elements inside one that nobody hears

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if self.silent or tag in SILENT or "hidden" in values or values.get("aria-hidden") == "true":
            if tag not in VOID:
                self.silent.append(tag)
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

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag in self.silent:
                while self.silent.pop() != tag:
                    pass
        elif tag in HEADINGS or tag in LINES:
            self.parts.append("\n")
        elif tag in ("small", "b", "time", "a", "span", "label", "option"):
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))

    def text(self) -> str:
        lines = (self._line(line) for line in "".join(self.parts).split("\n"))
        return "\n".join(line for line in lines if line.strip("-# |"))

    @staticmethod
    def _line(line: str) -> str:
        cells = [re.sub(r" +", " ", cell).strip() for cell in line.split("\t")]
        return " | ".join(cells).removeprefix(" | ").strip()
