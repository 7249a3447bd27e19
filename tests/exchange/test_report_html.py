"""A sheet as one HTML file."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from cmkb.exchange.report_html import as_html
from tests.exchange.sheets import HOSTILE, SHEET, hostile


class Reader(HTMLParser):
    """Tags with their attributes, and the words outside of the style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "col", "rect"):
            self.inside.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop() == tag  # everything is closed where it was opened

    def handle_data(self, data: str) -> None:
        if "style" not in self.inside and data.strip():
            self.words.append(data.strip())


def test_everything_of_the_form_is_there_in_its_order() -> None:
    words = " ".join(Reader(as_html(SHEET, "zh")).words)
    wanted = (
        "每日工作计划与总结表", "有效电话", "12", "10", "83%", "王芳、李强", "25万", "做成的", "约成三位", "次日计划",
        "11-24 周二", "10:15", "电话 李强", "晚 2 天", "电话邀约记录", "王芳", "同意 · 10:15", "约见", "周三", "需要支持",
        "没有写", "客户经理", "主管", "号码已隐去",
    )  # fmt: skip
    position = -1
    for word in wanted:
        position = words.find(word, position + 1)
        assert position >= 0, word


def test_nothing_is_asked_for_outside_of_the_file() -> None:
    for sheet in (SHEET, hostile()):
        html = as_html(sheet, "zh")
        read = Reader(html)
        assert not {"script", "link", "img", "iframe", "object", "form", "a"} & {tag for tag, _ in read.tags}
        assert not any(
            {"src", "href", "onclick", "onerror"} & attributes.keys() for _, attributes in read.tags
        )
        assert not re.search(r"https?:|url\(|@import", html)
        policy = next(a["content"] for tag, a in read.tags if tag == "meta" and "http-equiv" in a)
        assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_notes_words_are_words() -> None:
    words = Reader(as_html(hostile(), "zh")).words
    assert set(HOSTILE) <= {word if word in HOSTILE else f"\t{word}" for word in words} | {"\t=1"}


def test_it_prints_on_a4() -> None:
    html = as_html(SHEET, "zh")
    assert "size: A4 portrait" in html
    assert "break-inside: avoid" in html
