"""Notes' Markdown as HTML: CommonMark, GFM and Obsidian's dialect through comrak; raw HTML is left out.

comrak escapes every text; what is done afterwards only touches tags that comrak itself wrote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from html import escape, unescape
from typing import Any
from urllib.parse import quote, unquote

import comrak

from cmkb.locales import reader, translator
from cmkb.pages.callouts import with_callouts
from cmkb.pages.task_signs_html import with_words

Resolve = Callable[[str], str | None]  # what a link names → address seen from the page, or None

_ON = {
    "table": True,
    "tasklist": True,
    "strikethrough": True,
    "autolink": True,
    "alerts": True,
    "footnotes": True,
    "highlight": True,
    "wikilinks_title_after_pipe": True,
    "cjk_friendly_emphasis": True,
}
_library: Any = comrak  # of the package comrak-ext, which has wheels for Windows
_RENDER = _library.RenderOptions()
_EXTENSIONS = _library.ExtensionOptions(**_ON)
_PARSE = _library.ParseOptions(relaxed_tasklist_matching=True)
_to_html = _library.markdown_to_html

_OMITTED = "<!-- raw HTML omitted -->"
_CODE = re.compile(r"(<pre\b.*?</pre>|<code\b.*?</code>)", re.S)
_LINK = re.compile(r'<a href="([^"]*)"( data-wikilink="true")?([^>]*)>(.*?)</a>', re.S)
_IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)"([^>]*)/>')
_HEADING = re.compile(r"<(h[1-6])>(.*?)</\1>", re.S)
# An inline field's brackets hide a wikilink in its value from comrak: they go through it as private-use characters.
_FIELD = re.compile(r"\[([^\[\]\n:：]{1,20})[:：]{2}[ \t]*+((?:[^\[\]\n]|\[\[[^\[\]\n]{0,200}\]\]){0,400})\]")
_FIELD_MARKS = "\ue000\ue001\ue002"
_FIELD_TAGS = (("\ue000", '<span class="ck-field"><b>'), ("\ue001", "</b> "), ("\ue002", "</span>"))
_NO_MARKS = dict.fromkeys(map(ord, _FIELD_MARKS))
_MARKED_TAG = re.compile("<[^<>]*[\ue000-\ue002][^<>]*>")  # in an attribute they are only in the way
_BLOCK_ID = re.compile(r"[ \t]\^([A-Za-z0-9-]{1,40})(?=\s*(?:</(?:li|p|h[1-6])>|<[uo]l|$))", re.M)
_BLOCK_ANCHOR = r'<a class="ck-anchor" id="^\1"></a>'
_TAG = re.compile(r"<[^>]*>")
_WIKILINK = re.compile(r"(!?)\[\[([^\[\]|\n]+)(?:\\?\|([^\[\]\n]*))?\]\]")
_EMBED = re.compile(r"!\[\[([^\[\]|\n]+)(?:\\?\|([^\[\]\n]*))?\]\]")
# What is no text to look for links and fields in: fenced code, code spans, %%comments%%. One that is never closed
# hides the rest when it begins a line, as in Obsidian, and is text anywhere else (`涨了 5%%`).
_APART = re.compile(
    r"^[ ]{0,3}(?:(`{3,})[^`\n]*|(~{3,})[^\n]*)\n.*?(?:^[ ]{0,3}(?:\1`*|\2~*)[ \t]*$|\Z)"
    r"|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\3(?!`)"
    r"|(?P<comment>(?<![ \t])[ \t]*+%%(?:.*?%%)|^[ \t]*+%%.*\Z)",
    re.S | re.M,
)
# Both ends are optional so that each place is looked at once: thousands of `<!--` without an end took minutes.
_HTML_COMMENT = re.compile(r"(?P<margin>^[ ]{0,3})?<!--(?:(?P<closed>.*?-->)|(?P<rest>.*\Z))", re.S | re.M)
_COMMENT_BELOW = re.compile(r"\n[ ]{0,3}<!--")
MOST_QUOTES_DEEP = 100  # the time that comrak takes grows with the square
_DEEP_QUOTE = re.compile(rf"(^[ \t]*+(?:>[ \t]?+){{{MOST_QUOTES_DEEP}}})((?:>[ \t]?+)+)", re.M)
_OUTSIDE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.I)
_NOT_SLUG = re.compile(r"[^\w\- ]")


@cache
def _named_boxes(language: str) -> tuple[str, str]:
    say = translator(language)
    box = '<input type="checkbox" aria-label="{}"'
    return box.format(escape(say("待办"))), box.format(escape(say("已办")))


def render_markdown(text: str, resolve: Resolve, drop_title: str = "") -> str:
    """HTML of a note's body. `drop_title`: a first heading that says just this is left out, the page has it."""
    html: str = _to_html(_prepare(text), _EXTENSIONS, _PARSE, _RENDER)
    if "\ue000" in html:
        html = _MARKED_TAG.sub(lambda m: m[0].translate(_NO_MARKS), html)
    if _OMITTED in html:
        html = html.replace(_OMITTED, "")
    if "<blockquote>" in html or "markdown-alert" in html:
        html = with_callouts(html, translator(reader()))
    if "<a " in html:
        html = _LINK.sub(lambda m: _link(m, resolve), html)
    if "<img " in html:
        html = _IMAGE.sub(lambda m: _image(m, resolve), html)
    if "<input " in html:
        box, ticked = _named_boxes(reader())
        html = html.replace('<input type="checkbox"', box).replace(f"{box} checked=", f"{ticked} checked=")
        html = with_words(html)
    if "<h" in html:
        html = _with_heading_ids(html, drop_title)
    if "^" in html:
        parts = enumerate(_CODE.split(html))
        html = "".join(part if odd % 2 else _BLOCK_ID.sub(_BLOCK_ANCHOR, part) for odd, part in parts)
    if "\ue000" in html or "\ue002" in html:
        for mark, tag in _FIELD_TAGS:
            html = html.replace(mark, tag)
    return html


def links_as_markdown(text: str, resolve: Resolve) -> str:
    """For Markdown that another program renders: [[wikilinks]] become ordinary links, and comments, which nobody may
    see, are cut. `resolve` gives paths of files as seen from this one."""
    if "[[" not in text and "%%" not in text:
        return text
    return _outside_code(text, lambda part: _WIKILINK.sub(lambda match: _ordinary(match, resolve), part))


def without_comments(text: str) -> str:
    """Markdown without what no reader of the page sees."""
    if "%%" not in text and "<!--" not in text:
        return text
    return _outside_code(text, lambda part: _HTML_COMMENT.sub(_uncommented, part) if "<!--" in part else part)


def _uncommented(match: re.Match[str]) -> str:
    """One that is never closed hides the rest when it begins a line, and is text anywhere else."""
    if match["closed"]:
        return match["margin"] or ""
    if match["margin"] is not None:
        return ""
    below = _COMMENT_BELOW.search(match["rest"])
    return "<!--" + (match["rest"][: below.start() + 1] if below else match["rest"])


def _ordinary(match: re.Match[str], resolve: Resolve) -> str:
    picture, target, alias = match.groups()
    name, _, heading = target.partition("#")
    words = alias or (target if name else heading.removeprefix("^"))
    path = resolve(name.strip()) if name.strip() else ""
    if path is None:
        return words
    return f"{picture}[{words}]({quote(path)}{_fragment(heading)})"


@lru_cache(maxsize=4096)  # most notes have the same headings
def slug(heading: str) -> str:
    """The anchor of a heading: letters of any script, digits and hyphens."""
    text = unicodedata.normalize("NFC", heading).strip().lower()
    return _NOT_SLUG.sub("", text).replace(" ", "-") or "_"


def _fragment(heading: str) -> str:
    """`#标题`, `#标题#小标题`, `#^block` → what stands behind the address; "" for no heading."""
    last = _TAG.sub("", heading.rpartition("#")[2]).strip()  # as the heading, from which HTML is left out
    if not last:
        return ""
    return "#" + quote(last if last.startswith("^") else slug(last), safe="^")


def _prepare(text: str) -> str:
    """Outside code: cuts comments, makes embeds ordinary images, marks inline fields."""
    if any(mark in text for mark in _FIELD_MARKS):
        text = text.translate(_NO_MARKS)
    deep = text.count(">") > MOST_QUOTES_DEEP
    if not (deep or any(sign in text for sign in ("%%", "![[", "::", "：："))):
        return text
    return _outside_code(text, lambda part: _prepared(part, deep))


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    parts = []
    end = 0
    for match in _APART.finditer(text):
        parts += [change(text[end : match.start()]), "" if match["comment"] is not None else match[0]]
        end = match.end()
    parts.append(change(text[end:]))
    return "".join(parts)


def _prepared(text: str, deep: bool) -> str:
    if "![[" in text:
        text = _EMBED.sub(lambda m: f"![{m[2] or m[1]}](<{quote(m[1].strip(), safe='/#')}>)", text)
    if "::" in text or "：：" in text:
        text = _FIELD.sub("\ue000\\1\ue001\\2\ue002", text)
    if deep:
        text = _DEEP_QUOTE.sub(lambda m: m[1] + m[2].replace(">", "&gt;"), text)
    return text


def _link(match: re.Match[str], resolve: Resolve) -> str:
    href, wikilink, rest, words = match.groups()
    target = unquote(unescape(href))
    if wikilink:
        return (
            _anchor(target, words, resolve)
            or f'<span class="ck-missing" title="[[{escape(target)}]]">{words}</span>'
        )
    if not href or "footnote" in rest:
        return match[0]
    if _OUTSIDE.match(href):
        return f'<a href="{href}"{rest} rel="noopener noreferrer">{words}</a>'
    return _anchor(target, words, resolve) or f'<span class="ck-missing">{words}</span>'


def _anchor(target: str, words: str, resolve: Resolve) -> str | None:
    """`笔记#标题` → a link; an empty note name is this page."""
    name, _, heading = target.partition("#")
    address = resolve(name.strip()) if name.strip() else ""
    if address is None:
        return None
    if not name and words == escape(target):
        words = escape(heading.removeprefix("^"))
    of_page = not address or address.endswith(".html")
    # `合同.pdf#page=3`
    fragment = _fragment(heading) if of_page or not heading else "#" + quote(heading, safe="=&,")
    return f'<a href="{escape(address + fragment)}">{words}</a>'


def _image(match: re.Match[str], resolve: Resolve) -> str:
    """Pictures of the vault are shown; one from outside becomes a link: opening a page asks nobody for anything."""
    src, alt, rest = match.groups()
    if src.startswith("data:"):  # comrak lets pass only those of pictures
        return f'<img src="{src}" alt="{alt}" loading="lazy"{rest}/>'
    if _OUTSIDE.match(src):
        return f'<a href="{src}" rel="noopener noreferrer">{alt or src}</a>'
    if not src:
        return alt
    address = resolve(unquote(unescape(src)).partition("#")[0])
    if address is None:
        return f'<span class="ck-missing">{alt or escape(unescape(src))}</span>'
    if not address.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp")):
        return f'<a href="{escape(address)}">{alt or escape(address)}</a>'
    return f'<img src="{escape(address)}" alt="{alt}" loading="lazy"{rest}/>'


def _with_heading_ids(html: str, drop_title: str) -> str:
    used: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        tag, words = match.groups()
        text = unescape(_TAG.sub("", words)).strip()
        if tag == "h1" and drop_title and not used and text == drop_title:
            used[""] = 0
            return ""
        anchor = slug(text)
        used[anchor] = used.get(anchor, 0) + 1
        if used[anchor] > 1:
            anchor = f"{anchor}_{used[anchor] - 1}"
        return f'<{tag} id="{escape(anchor)}">{words}</{tag}>'

    return _HEADING.sub(numbered, html)
