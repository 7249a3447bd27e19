"""The HTML of a page as Markdown that every generator reads alike: headings, lists, tables, links, and words.

Only what our own pages consist of is known. What a word would mean in Markdown, or in an extension that a generator
switches on by itself, is escaped; nothing in the result is raw HTML but anchors, line breaks and a few inline tags.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

Address = Callable[[str], str | None]  # href on the site → in the tree; None: the link becomes words

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_SKIPPED = frozenset(
    ("script", "style", "svg", "template", "button", "select", "label", "textarea", "colgroup")
)
_NOT_READ = ("ck-noprint", "ck-vh", "ck-file", "ck-strip")  # for the hand, forms to print, charts
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "details", "div", "dl", "dd", "dt", "fieldset", "figcaption", "figure",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "nav", "ol", "p",
        "pre", "section", "summary", "table", "ul",
    )
)  # fmt: skip
_PARTED = frozenset(("a", "b", "small", "span", "time"))  # two of these stand beside each other as words do
_INLINE = {"del": "del", "s": "del", "mark": "mark", "sup": "sup", "sub": "sub"}
_APART = " · "  # between the parts of what becomes one line
_SPACE = re.compile(r"[ \t\r\n\f]+")
_ESCAPED = re.compile(r"[\\`*_\[\]]|[<>&|{}~^$]|==|\+\+|:(?=[\w+-]+:)|!(?=!!)|\?(?=\?\?)")
_BEGINS = re.compile(r"^(?:([#+:=-])|(\d{1,9})([.)]))")
_BACKSLASHED = frozenset("\\`*_[]")
_ODD = re.compile("[\ud800-\udfff\ufffe\uffff\x00-\x08\x0b-\x1f]")


@dataclass
class _Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Node | str] = field(default_factory=list)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("div")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in (node.tag for node in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def to_markdown(html: str, address: Address, anchors: Container[str] = ()) -> str:
    """`anchors`: ids that some link leads to; they stay as anchors."""
    return "\n\n".join(_Writer(address, anchors).blocks(_parsed(html))) + "\n"


def ids_of(html: str) -> frozenset[str]:
    """Of what comes into the Markdown."""
    return frozenset(name for node in _nodes(_parsed(html)) if (name := node.attributes.get("id")))


def _parsed(html: str) -> _Node:
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return tree.root


def escaped(text: str) -> str:
    """Words that mean only themselves."""
    return _ESCAPED.sub(_escape, _ODD.sub("\ufffd", text))


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    if found in _BACKSLASHED:
        return "\\" + found
    return "".join({"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(sign) or f"&#{ord(sign)};" for sign in found)


def _line(text: str) -> str:
    """A paragraph's first line must not begin another kind of block."""
    begins = _BEGINS.match(text)
    if begins is None:
        return text
    sign = begins[1] or begins[3]
    at = begins.start(1) if begins[1] else begins.start(3)
    return f"{text[:at]}&#{ord(sign)};{text[at + 1 :]}"


class _Writer:
    def __init__(self, address: Address, anchors: Container[str]) -> None:
        self.address = address
        self.anchors = anchors

    # --- blocks

    def blocks(self, node: _Node) -> Iterator[str]:
        """The parts of a container, each a block without blank lines around it."""
        inline: list[_Node | str] = []
        anchor = self.anchor(node)
        for child in node.children:
            if isinstance(child, _Node) and _is_block(child) and not _is_left_out(child):
                yield from self.paragraph(inline, anchor)
                anchor = "" if any(not isinstance(one, str) or one.strip() for one in inline) else anchor
                inline = []
                for block in self.block(child):
                    yield (f"{anchor}\n\n{block}" if anchor else block)
                    anchor = ""
            else:
                inline.append(child)
        yield from self.paragraph(inline, anchor)

    def paragraph(self, nodes: list[_Node | str], anchor: str = "") -> Iterator[str]:
        text = self.text(nodes)
        if text:
            yield anchor + _line(text)

    def block(self, node: _Node) -> Iterator[str]:
        tag = node.tag
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            if text := self.text(node.children):
                yield f"{'#' * int(tag[1])} {self.anchor(node)}{text}"
        elif tag in ("ul", "ol"):
            yield from self.list_(node)
        elif tag == "dl":
            yield from self.pairs(node)
        elif tag == "table":
            yield from self.table(node)
        elif tag == "pre":
            yield from self.code(node)
        elif tag == "blockquote":
            quoted = "\n\n".join(self.blocks(node))
            yield "\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))
        elif tag == "hr":
            yield "* * *"
        elif tag == "summary":
            if text := self.text(node.children):
                yield _strong(text)
        elif tag == "header" and not _has(node, ("ul", "ol", "table", "pre", "dl", "h1")):
            yield from self.head(node)
        else:
            yield from self.blocks(node)

    def head(self, node: _Node) -> Iterator[str]:
        """A heading with a remark beside it: the remark is a paragraph below."""
        heading = next((n for n in _nodes(node) if re.fullmatch("h[1-6]", n.tag)), None)
        if heading is None:
            yield from self.blocks(node)
            return
        yield from self.block(heading)
        rest = [child for child in node.children if child is not heading]
        yield from self.paragraph(rest)

    def list_(self, node: _Node) -> Iterator[str]:
        lines: list[str] = []
        for number, item in enumerate((c for c in node.children if isinstance(c, _Node)), 1):
            if _is_left_out(item):
                continue
            body = list(self.item(item))
            if not body:
                continue
            mark = f"{number}. " if node.tag == "ol" else "- "
            lines.append(mark + body[0])
            for block in body[1:]:
                loose = not block.startswith(("- ", "1. "))
                lines += [""] if loose else []
                lines += [f"    {line}".rstrip() for line in block.split("\n")]
                lines += [""] if loose else []
        if lines:
            yield "\n".join(lines).rstrip()

    def item(self, item: _Node) -> Iterator[str]:
        """What holds no further list or table is said on one line."""
        if _has(item, ("ul", "ol", "table", "pre", "blockquote")):
            blocks = [block for block in self.blocks(item) if block]
            yield from blocks if not blocks or not blocks[0].startswith(("- ", "|", "```")) else ["", *blocks]
            return
        text = self.text(item.children)
        if text:
            yield self.anchor(item) + _line(text)

    def pairs(self, node: _Node) -> Iterator[str]:
        lines: list[str] = []
        for child in _nodes(node):
            if child.tag == "dt" and not _is_left_out(child):
                lines.append(f"- {_strong(self.text(child.children))}")
            elif child.tag == "dd" and lines and (text := self.text(child.children)):
                lines[-1] += f" {text}"
        if lines:
            yield "\n".join(lines)

    def table(self, node: _Node) -> Iterator[str]:
        rows = [n for n in _nodes(node) if n.tag == "tr" and not _is_left_out(n)]
        cells = [[self.cell(c) for c in row.children if isinstance(c, _Node)] for row in rows]
        grid = [[cell for found in row for cell in found] for row in cells]
        grid = [row for row in grid if any(row)]
        if not grid:
            return
        headed = any(n.tag == "thead" for n in _nodes(node))
        width = max(map(len, grid))
        head = grid.pop(0) if headed else []
        lines = [head, ["---"] * width, *grid]
        for caption in (n for n in _nodes(node) if n.tag == "caption"):
            yield from self.paragraph(caption.children)
        yield "\n".join(f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in lines)

    def cell(self, node: _Node) -> list[str]:
        span = node.attributes.get("colspan", "1")
        empty = min(int(span), 40) - 1 if span.isdigit() else 0
        return [self.text(node.children), *[""] * empty]

    def code(self, node: _Node) -> Iterator[str]:
        text = "".join(_words(node)).rstrip("\n")
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
        yield f"{fence}\n{_ODD.sub(chr(0xFFFD), text)}\n{fence}"

    # --- within a line

    def text(self, nodes: list[_Node | str]) -> str:
        text = _SPACE.sub(" ", "".join(self.inline(nodes)))
        text = re.sub(rf"(?: ?·(?=[ \n]|$))+(?: ?·)* ?(?={re.escape(_APART)}|$)", "", text)
        return text.strip(" ").removeprefix("· ").removesuffix(" ·").strip(" ")

    def inline(self, nodes: list[_Node | str]) -> Iterator[str]:
        before: _Node | None = None
        something = False
        for node in nodes:
            if isinstance(node, str):
                said = escaped(node)
                before = None if node.strip() or node else before
            elif _is_left_out(node):
                continue
            elif _is_block(node):
                said = "".join(self.inline(node.children)).strip()
                said = f"{_APART if something else ' '}{said} " if said else ""
                before = None
            else:
                said = self.element(node)
                if (node.tag == "small" and said) or (
                    before is not None and said and {before.tag, node.tag} & _PARTED
                ):
                    said = " " + said
                before = node if said else before
            something = something or bool(said.strip())
            yield said

    def element(self, node: _Node) -> str:
        tag, inner = node.tag, "".join(self.inline(node.children))
        if tag == "br":
            return "<br>"
        if tag == "input":
            return (
                ("☑ " if "checked" in node.attributes else "☐ ")
                if node.attributes.get("type") == "checkbox"
                else ""
            )
        if tag == "img":
            return self.image(node)
        inner = self.anchor(node) + inner
        if not inner.strip():
            return inner
        if tag == "a":
            return self.link(node, inner)
        if tag in ("strong", "b"):
            return _strong(inner)
        if tag == "em":
            return f"<em>{inner}</em>"
        if tag == "code":
            return _code("".join(_words(node)))
        if tag in _INLINE:
            return f"<{_INLINE[tag]}>{inner}</{_INLINE[tag]}>"
        return inner

    def link(self, node: _Node, inner: str) -> str:
        address = self.address(node.attributes.get("href", ""))
        return f"[{inner.strip()}]({_in_brackets(address)})" if address else inner

    def image(self, node: _Node) -> str:
        address = self.address(node.attributes.get("src", ""))
        alt = escaped(node.attributes.get("alt", ""))
        return f"![{alt}]({_in_brackets(address)})" if address else alt

    def anchor(self, node: _Node) -> str:
        name = node.attributes.get("id", "")
        if not name or name not in self.anchors:
            return ""
        quoted = name.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        return f'<a id="{quoted}"></a>'


def _strong(text: str) -> str:
    """Stars only where no dialect takes them for something else."""
    text = text.strip()
    if not text or "**" in text or "<strong>" in text:
        return text
    plain = text[0].isalnum() and text[-1].isalnum()
    return f"**{text}**" if plain else f"<strong>{text}</strong>"


def _code(text: str) -> str:
    text = _SPACE.sub(" ", text)
    if not text.strip():
        return ""
    if re.search(r"[`|]", text):
        return f"<code>{escaped(text)}</code>"
    return f"`{text}`"


def _in_brackets(address: str) -> str:
    return (
        address.replace(" ", "%20")
        .replace("(", "%28")
        .replace(")", "%29")
        .replace("<", "%3C")
        .replace(">", "%3E")
    )


def _is_block(node: _Node) -> bool:
    return node.tag in _BLOCKS


def _is_left_out(node: _Node) -> bool:
    classes = node.attributes.get("class", "").split()
    return node.tag in _SKIPPED or "hidden" in node.attributes or any(name in classes for name in _NOT_READ)


def _nodes(node: _Node) -> Iterator[_Node]:
    """All beneath, in order, without what is left out."""
    for child in node.children:
        if isinstance(child, _Node) and not _is_left_out(child):
            yield child
            yield from _nodes(child)


def _has(node: _Node, tags: tuple[str, ...]) -> bool:
    return any(one.tag in tags for one in _nodes(node))


def _words(node: _Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _words(child)
