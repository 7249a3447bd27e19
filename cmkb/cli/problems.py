"""All problems of a vault, as `check` shows them before and after mending."""

from __future__ import annotations

from typing import Any

from cmkb.cli.opening import Opened
from cmkb.model.problem import Problem
from cmkb.pages.addresses import addresses


def every_problem(opened: Opened) -> tuple[Problem, ...]:
    """With those of the pages' addresses, which only a site has."""
    vault = opened.vault
    _, found = addresses(vault.notes.values(), vault.attachments, vault.settings)
    return tuple(sorted({*opened.problems, *found}))


def shape(opened: Opened, problem: Problem) -> dict[str, Any]:
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message(opened.language),
        "fixable": problem.fixable,
    }


def summary(opened: Opened, problems: tuple[Problem, ...]) -> str:
    count = {
        severity: sum(p.severity == severity for p in problems) for severity in ("error", "warning", "info")
    }
    text = opened.say("{notes} 个笔记：{error} 处错误，{warning} 处警告，{info} 处提示")
    return text.format(notes=len(opened.vault.notes), **count)
