"""What an import did, or would do, as lines of a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cmkb.cli.opening import Opened
from cmkb.cli.output import safe
from cmkb.exchange.cells import cell_of, text_of_cell
from cmkb.exchange.client_import import Bad, Create, ImportPlan, Kept, Same, Update
from cmkb.exchange.columns import Mapped
from cmkb.exchange.incoming_client import Left
from cmkb.locales import sign

MOST_SHOWN = 20  # lines of each kind; `--json` has all


def lines_of(opened: Opened, plan: ImportPlan, written: bool, left: Path | None, dry_run: bool) -> list[str]:
    say = opened.say
    lines = [say("列：{columns}").format(columns=_columns(plan.mapped))] if dry_run else []
    for told in _rows(opened, plan):
        rest = len(told) - MOST_SHOWN
        lines += told[:MOST_SHOWN]
        lines += [say("  … 还有 {n} 行，全部用 --json").format(n=rest)] if rest > 0 else []
    counts = say("新建 {new}，更新 {changed}，没有变化 {same}，没导入 {bad}").format(
        new=len(plan.of(Create)), changed=len(plan.of(Update)), same=len(plan.of(Same)), bad=len(plan.of(Bad))
    )
    lines.append(say("会这样：{counts}。去掉 --dry-run 就写").format(counts=counts) if dry_run else counts)
    if kept := len(plan.kept):
        lines.append(say("留着没改的 {n} 处，要以文件为准加 --overwrite").format(n=kept))
    if cells := len(plan.left):
        lines.append(say("看不懂的 {n} 格没有导入，同一行的其他格照常；改好再导入一次").format(n=cells))
    if plan.not_emptied:
        lines.append(say("{n} 个清空的格子没有清掉笔记里的内容，要清加 --clear").format(n=plan.not_emptied))
    if left:
        lines.append(say("没导入的行和原因：{file}，改好再导入它").format(file=left))
    if written:
        lines.append(say("撤销：cmkb undo"))
    return lines


def _columns(mapped: Mapped) -> str:
    known = (f"{safe(m.heading)}={m.spec.label}" for m in mapped.meanings if m.spec and m.heading)
    return sign("，").join(known)


def _rows(opened: Opened, plan: ImportPlan) -> Iterator[list[str]]:
    """What is new, what changes, what stays against the file, which cells and which rows were left out."""
    say = opened.say
    yield [f"  + {one.path}  {_values(one)}" for one in plan.of(Create)]
    yield [
        f"  ~ {one.path}: {change.spec.label} {safe(change.old) or '—'} → {safe(change.new) or '—'}"
        for one in plan.of(Update)
        for change in one.changes
    ]
    yield [
        say("  = {path}: {field} 留着「{old}」，文件里是「{new}」").format(
            path=path, field=kept.spec.label, old=safe(kept.old), new=safe(kept.new)
        )
        for path, kept in plan.kept
    ]
    yield [
        say("  ? 第 {line} 行「{heading}」没有导入“{word}”：{why}").format(
            line=line, heading=safe(cell.heading), word=safe(cell.word), why=safe(cell.why)
        )
        for line, cell in plan.left
    ]
    yield [
        say("  ! 第 {line} 行：{why}").format(line=one.line, why=sign("；").join(map(safe, one.reasons)))
        for one in plan.of(Bad)
    ]


def _values(one: Create) -> str:
    told = (value for value in one.values if value.spec.key != "name")
    return sign("，").join(f"{value.spec.label} {safe(text_of_cell(cell_of(value.value)))}" for value in told)


def shape_of(opened: Opened, plan: ImportPlan, written: bool, left: Path | None) -> dict[str, Any]:
    return {
        "written": written,
        "columns": [
            {"heading": m.heading, "field": m.spec.key if m.spec else None} for m in plan.mapped.meanings
        ],
        "notices": [opened.say(n.text).format(**dict(n.params)) for n in plan.notices],
        "created": [
            {"line": one.line, "path": one.path, "name": one.name, "left": _left(one.left)}
            for one in plan.of(Create)
        ],
        "updated": [
            {
                "line": one.line,
                "path": one.path,
                "changes": [{"field": c.spec.key, "old": c.old, "new": c.new} for c in one.changes],
                "kept": _kept(one.kept),
                "left": _left(one.left),
            }
            for one in plan.of(Update)
        ],
        "same": [
            {"line": one.line, "path": one.path, "kept": _kept(one.kept), "left": _left(one.left)}
            for one in plan.of(Same)
        ],
        "bad": [{"line": one.line, "reasons": list(one.reasons)} for one in plan.of(Bad)],
        "not_emptied": plan.not_emptied,
        "left_over": str(left) if left else None,
    }


def _kept(found: Iterable[Kept]) -> list[dict[str, str]]:
    return [{"field": kept.spec.key, "note": kept.old, "file": kept.new} for kept in found]


def _left(found: Iterable[Left]) -> list[dict[str, str]]:
    return [{"field": cell.spec.key, "file": cell.word, "reason": cell.why} for cell in found]
