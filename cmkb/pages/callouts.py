"""Obsidian's callouts of any word: comrak knows GitHub's five, and leaves `[!private]` as it is typed."""

from __future__ import annotations

import re
from html import escape
from html import unescape as plain

from cmkb.locales import N_, Translate

_OPENS = re.compile(
    r"<blockquote>\n<p>\[!(?P<word>[^\]\n<>]{1,30})\][-+]?[ \t]*(?P<title>(?:(?!</p>)[^\n])*)(?P<end>\n|</p>)"
)
_GITHUB = re.compile(r'(<p class="markdown-alert-title">)(Note|Tip|Important|Warning|Caution)(</p>)')
_BREAK = re.compile(r"<br\s*/?>\s*\Z")
_TAG = re.compile(r"<(/?)(?!br|img|input)[a-z]")
_CLASS = re.compile(r"[a-z-]+")
# What stands above one that has no title of its own.
_TITLES = {
    "private": N_("只给自己看"),
    "note": N_("说明"), "info": N_("说明"), "abstract": N_("摘要"), "summary": N_("摘要"), "tldr": N_("摘要"), "todo": N_("待办"),
    "tip": N_("提示"), "hint": N_("提示"), "important": N_("重要"), "question": N_("问题"), "help": N_("问题"), "faq": N_("问题"),
    "warning": N_("注意"), "attention": N_("注意"), "caution": N_("注意"), "danger": N_("注意"), "example": N_("例子"), "quote": N_("引用"),
}  # fmt: skip


def with_callouts(html: str, say: Translate) -> str:
    """`html`: as comrak wrote it."""
    if "markdown-alert-title" in html:
        html = _GITHUB.sub(lambda match: match[1] + escape(_named(match[2], say)) + match[3], html)
    return _OPENS.sub(lambda match: _opened(match, say), html) if "[!" in html else html


def _opened(match: re.Match[str], say: Translate) -> str:
    title = _BREAK.sub("", match["title"]).strip()
    opened = [found[1] for found in _TAG.finditer(title)]
    if 2 * opened.count("/") != len(opened):  # bold from the title into the text
        return match[0]
    word = plain(match["word"]).strip()
    kind = word.lower() if _CLASS.fullmatch(word.lower()) else "note"
    head = f'<blockquote class="markdown-alert markdown-alert-{kind}">\n<p class="markdown-alert-title">'
    return f"{head}{title or escape(_named(word, say))}</p>" + ("\n<p>" if match["end"] == "\n" else "")


def _named(word: str, say: Translate) -> str:
    known = _TITLES.get(word.lower())
    return say(known) if known else word
