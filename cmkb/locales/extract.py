"""Texts in Python code for Babel. Its own extractor reads tokens, and before Python 3.12 sees nothing in f-strings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

# Functions whose first argument is a text of the catalogue.
SAYING = frozenset({"say", "N_", "fault", "notice", "part", "sentence"})


def extract(
    file: Any, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, str, list[str]]]:
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and node.args and _says(node.func):
            for text in _texts(node.args[0]):
                yield node.lineno, "gettext", text, []


def _says(function: ast.expr) -> bool:
    if isinstance(function, ast.Call):  # translator(language)("…")
        return _name(function.func) == "translator"
    return _name(function) in SAYING


def _name(function: ast.expr) -> str:
    return getattr(function, "id", "") or getattr(function, "attr", "")


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
