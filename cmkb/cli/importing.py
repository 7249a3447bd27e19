"""`cmkb import FILE`: clients from a spreadsheet, CSV or vCard become notes, with a look at it before."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from cmkb.cli.help import Command
from cmkb.cli.import_text import lines_of, shape_of
from cmkb.cli.opening import Opened, clock_in, open_vault, refuse_unread, unread
from cmkb.cli.options import force_option, is_forced, json_option, today_option, vault_option
from cmkb.cli.output import safe, say_error, say_json, say_lines
from cmkb.cli.refusal import Refusal
from cmkb.cli.saving import save
from cmkb.exchange.cells import in_a_note
from cmkb.exchange.client_import import (
    Bad,
    Create,
    Decision,
    ImportPlan,
    Rules,
    Update,
    plan_import,
)
from cmkb.exchange.columns import WrongMap, is_heading, map_columns
from cmkb.exchange.csv_text import as_csv
from cmkb.exchange.incoming import MOST_BYTES, Incoming, NotReadable, kind_of
from cmkb.exchange.incoming_table import read_csv, read_spreadsheet
from cmkb.exchange.incoming_vcard import read_vcards
from cmkb.exchange.table import Column, Table
from cmkb.exchange.tables import extra_keys
from cmkb.locales import sign
from cmkb.model.playbook import FieldSpec
from cmkb.vault import Vault
from cmkb.writing.changes import Edit, change_notes, preview
from cmkb.writing.imported_clients import changed_client, new_client
from cmkb.writing.refused import WritingRefused

MANY = 2000  # rows from which progress is shown


@click.command("import", cls=Command)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="列=字段",
    help="这一列是哪个字段；「列=」不导入；可以写多次 / what a column means, or nothing",
)
@click.option(
    "--sheet", default="", metavar="NAME", help="表格里的哪张表，默认「客户」或第一张 / which sheet"
)
@click.option("--dry-run", is_flag=True, help="只看会做什么，不写 / show what would be done")
@click.option(
    "--overwrite",
    is_flag=True,
    help="文字也以文件为准，默认留着笔记里的 / the file's words replace the note's",
)
@click.option(
    "--clear",
    is_flag=True,
    help="导出的表改回来时，清空的格子也清掉笔记里的 / empty cells of our own export empty the key",
)
@force_option
@json_option
@today_option
@vault_option
def command(
    vault: Path | None,
    today: date | None,
    as_json: bool,
    file: Path,
    pairs: tuple[str, ...],
    sheet: str,
    dry_run: bool,
    overwrite: bool,
    clear: bool,
) -> int:
    """
    从 xlsx、csv（UTF-8 或 GBK）、vcf 导入客户：按编号、会员号、电话认人，认出来的更新，没有的新建，说不准的一行
    也不写，连同原因放进旁边的「…-没导入.csv」；一格看不懂，只不写那一格。cmkb export xlsx 导出、改过再导入，只改动过的格子。
    别人的表：日期、数字和选项以文件为准，电话和多项的合在一起，你自己写的文字留着（--overwrite 以文件为准）。
    身份证号只换成生日和性别，不写进笔记。写完可以 cmkb undo。
    Clients from a spreadsheet, CSV or vCards: known by number or phone; what is not sure is not written but listed.
    """
    opened = open_vault(vault, today)
    if not dry_run:
        refuse_unread(opened, unread(opened))
    incoming = _read(opened, file, sheet)
    plan = _planned(opened, incoming, file, pairs, Rules(overwrite, clear))
    plan = _without_refused(opened, incoming, plan)
    written = not dry_run and bool(plan.of(Create) or plan.of(Update))
    # first what was left out: where that cannot be written, nothing is
    left = None if dry_run else _left_over(opened, incoming, plan, file)
    if written:
        _write(opened, plan, today or clock_in(opened.vault.settings.timezone))
    if as_json:
        say_json(shape_of(opened, plan, written, left))
    else:
        say_error("cmkb: " + opened.say(n.text).format(**dict(n.params)) for n in plan.notices)
        say_lines(lines_of(opened, plan, written, left, dry_run))
    return 0


def _read(opened: Opened, file: Path, sheet: str) -> Incoming:
    kind = kind_of(file.name)
    if not kind:
        raise Refusal(
            opened.say("{file}：只认得 xlsx、xls、ods、csv、vcf 文件").format(file=file)
            if file.exists()
            else opened.say("没有文件 {file}").format(file=file)
        )
    if file.is_dir():
        raise Refusal(opened.say("{file} 是文件夹，不是文件").format(file=file))
    if file.stat().st_size > MOST_BYTES:
        raise Refusal(opened.say("{file} 太大了：分成几个文件").format(file=file))
    data = file.read_bytes()
    playbook = opened.vault.playbook
    try:
        if kind == "cards":
            return read_vcards(data, file.name)
        if kind == "text":
            return read_csv(data, file.name, lambda word: is_heading(playbook, word))
        return read_spreadsheet(
            data, file.name, lambda word: is_heading(playbook, word), sheet, opened.say("客户")
        )
    except NotReadable as error:
        raise Refusal(error.zh, error.en) from None


def _planned(
    opened: Opened, incoming: Incoming, file: Path, pairs: tuple[str, ...], rules: Rules
) -> ImportPlan:
    given: dict[str, str] = {}
    for pair in pairs:
        heading, equals, field = pair.replace("＝", "=", 1).rpartition("=")
        if not equals:
            raise Refusal(
                f"--map 写成 列=字段，例如 --map 联系方式=电话，不是“{safe(pair)}”",
                "write --map COLUMN=FIELD",
            )
        given[heading.strip()] = field.strip()
    try:
        mapped = map_columns(
            incoming,
            opened.vault.playbook,
            given,
            extra_keys(opened.vault.playbook, opened.vault.of_kind("client")),
        )
    except WrongMap as wrong:
        what = (
            opened.say("文件里没有“{word}”这一列")
            if wrong.what == "column"
            else opened.say("没有叫“{word}”的字段")
        )
        near = opened.say("，是不是想写“{near}”？").format(near=safe(wrong.near)) if wrong.near else ""
        raise Refusal(what.format(word=safe(wrong.word)) + near) from None
    if not any((m.spec and m.spec.key == "name") or m.role for m in mapped.meanings):
        heads = sign("、").join(safe(head) for head in incoming.columns if head)[:200]
        raise Refusal(opened.say("没有找到姓名这一列（有：{heads}）：加 --map 列=姓名").format(heads=heads))
    with _progress(opened, incoming) as rows:
        return plan_import(opened.vault, incoming, mapped, file.name, rules, rows)


def _progress(opened: Opened, incoming: Incoming) -> Any:
    """Only where a person waits."""
    if len(incoming.rows) < MANY or not sys.stderr.isatty():
        return nullcontext(incoming.rows)
    return click.progressbar(incoming.rows, label=opened.say("核对"), file=sys.stderr)


def _without_refused(opened: Opened, incoming: Incoming, plan: ImportPlan) -> ImportPlan:
    """A note that cannot be changed as it stands keeps its row out, not all the others."""
    cells = {row.line: row.cells for row in incoming.rows}
    decisions: list[Decision] = []
    for one in plan.decisions:
        if isinstance(one, Update):
            try:
                preview(opened.loaded.folder, {one.path: _update(opened.vault, one)})
            except WritingRefused as refused:
                reason = refused.zh if opened.language == "zh" else refused.en
                decisions.append(Bad(one.line, cells[one.line], (reason,)))
                continue
        decisions.append(one)
    return replace(plan, decisions=tuple(decisions))


def _update(vault: Vault, one: Update) -> Edit:
    changed = {
        change.spec.key: (change.spec, None if change.value is None else in_a_note(change.value))
        for change in one.changes
    }
    return changed_client(vault, one.path, changed)


def _write(opened: Opened, plan: ImportPlan, day: date) -> None:
    vault = opened.vault
    edits: dict[str, Edit] = {}
    for one in plan.of(Create):
        values = [(value.spec, in_a_note(value.value)) for value in one.values]
        if one.remark:
            values.append((FieldSpec("备注", "备注"), one.remark))
        edits[one.path] = new_client(vault, one.path, values, day)
    edits |= {one.path: _update(vault, one) for one in plan.of(Update)}
    if len(edits) < MANY or not sys.stderr.isatty():
        change_notes(opened.loaded.folder, edits, command="import", forced=is_forced())
        return
    with click.progressbar(length=len(edits), label=opened.say("写入"), file=sys.stderr) as bar:
        change_notes(
            opened.loaded.folder,
            edits,
            command="import",
            forced=is_forced(),
            progress=lambda done, _: bar.update(done - bar.pos),
        )


def _left_over(opened: Opened, incoming: Incoming, plan: ImportPlan, file: Path) -> Path | None:
    """Rows that were not imported, in a file beside the one they come from. None where there are none."""
    rows = plan.of(Bad)
    if not rows:
        return None
    columns = (Column("", "原因"), Column("", "行"), *(Column("", heading) for heading in incoming.columns))
    cells = tuple((sign("；").join(row.reasons), row.line, *row.cells) for row in rows)
    target = file.with_name(f"{file.stem}-没导入.csv")
    save(opened, target, as_csv(Table("left", "", columns, cells)))
    return target
