"""Texts in Python code and templates for Babel. Its own extractor of code reads tokens, and before Python 3.12 sees
nothing in f-strings; neither tells which texts are counted, so have a singular in English."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from typing import Any

# Functions whose first argument is a text of the catalogue.
SAYING = frozenset({"say", "N_", "fault", "notice", "part", "sentence"})
# Functions that write a figure, their first argument, before their second.
COUNTING = frozenset({"counted", "one_or_many"})
_COUNTED = re.compile(r"""\b(?:counted|one_or_many)\((?:(?!\}\}).)*?_\((["'])(?P<text>.*?)\1\)\)""")

Found = tuple[int, str, Any, list[str]]


def extract(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Found]:
    counted: set[int] = set()
    for node in ast.walk(ast.parse(file.read())):  # from the outside in
        if not isinstance(node, ast.Call) or not node.args:
            continue
        if name_of(node.func) in COUNTING and len(node.args) > 1:
            counted |= {id(inner) for inner in ast.walk(node.args[1])}
        if _says(node.func):
            for text in _texts(node.args[0]):
                yield _found(node.lineno, text, id(node) in counted)


def extract_template(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Found]:
    source = file.read()
    (jinja,) = entry_points(group="babel.extractors", name="jinja2")
    for line, _, message, _ in jinja.load()(io.BytesIO(source), keywords, comment_tags, options):
        if isinstance(message, str):
            yield _found(line, message, False)
    for line, text in enumerate(source.decode().splitlines(), 1):
        for found in _COUNTED.finditer(text):
            yield _found(line, found["text"], True)


def _found(line: int, text: str, counted: bool) -> Found:
    """Of a text with the gap `{n}` there is a singular too."""
    if counted or "{n}" in text:
        return line, "ngettext", (text, text), []
    return line, "gettext", text, []


def _says(function: ast.expr) -> bool:
    if isinstance(function, ast.Call):  # translator(language)("…")
        return name_of(function.func) == "translator"
    return name_of(function) in SAYING


def name_of(function: ast.expr) -> str:
    """`say` of `say`, `self.say` and `say(…)`."""
    if isinstance(function, ast.Call):
        return name_of(function.func)
    return getattr(function, "id", "") or getattr(function, "attr", "")


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
