"""What could be changed in a module so that it says something else: a comparison, a number, a step left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    path: str
    line: int
    statement: int  # line where it begins; 0 outside of functions: that is read once for all tests
    start: int  # in bytes of the file
    end: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {' '.join(self.before.split())}  →  {self.after}"


def changes(root: Path, path: str) -> Iterator[Change]:
    """All of a module's, one at a time."""
    data = (root / path).read_bytes()
    starts = [0]
    for row in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(row))
    for node, statement in _nodes(ast.parse(data), 0):
        for after in _variants(node):
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[node.end_lineno - 1] + node.end_col_offset
            yield Change(path, node.lineno, statement, start, end, data[start:end].decode(), after)


def _nodes(node: ast.AST, statement: int) -> Iterator[tuple[ast.AST, int]]:
    """Without what says nothing when it runs: types, and texts with gaps, whose parts have no places."""
    if statement and isinstance(node, ast.stmt):
        statement = node.lineno
    yield node, statement
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params", "format_spec"):
            continue
        inner = node.lineno if isinstance(node, ast.FunctionDef) and name == "body" else statement
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr):
                yield from _nodes(child, inner)


def _variants(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=comparators):
            yield _code(ast.Compare(left, [SWAPPED[type(op)]()], comparators))
        case ast.BoolOp(op=op, values=values):
            yield _code(ast.BoolOp(SWAPPED[type(op)](), values))
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right) if not _is_text(left, right):
            yield _code(ast.BinOp(left, SWAPPED[type(op)](), right))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield _code(operand)
        case ast.Constant(value=bool() as value):
            yield repr(not value)
        case ast.Constant(value=int() as value):
            yield repr(value + 1)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield _code(ast.IfExp(test, orelse, body))
        case ast.Return(value=value) if value is not None and not isinstance(value, ast.Constant):
            yield "return None"
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise():
            yield "pass"
        case ast.Continue():
            yield "break"
        case ast.Break():
            yield "continue"
        case ast.Name() | ast.Attribute() | ast.Call() if getattr(node, "asked", False):
            yield f"(not {ast.unparse(node)})"
    test = getattr(node, "test", None)
    if test is not None:
        test.asked = True


def _is_text(*nodes: ast.expr) -> bool:
    """Texts cannot be subtracted: any test would notice."""
    return any(
        isinstance(node, ast.JoinedStr)
        or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))
        for node in nodes
    )


def _code(node: ast.expr) -> str:
    return f"({ast.unparse(node)})"
