"""`cmkb forget WHO`: a client is removed, everywhere that cmkb can reach."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

import click

from cmkb.cli.done import opened_for_writing
from cmkb.cli.help import Command
from cmkb.cli.opening import Opened, refuse_unread, unread
from cmkb.cli.options import force_option, is_forced, json_option, today_option, vault_option
from cmkb.cli.output import safe, say_error, say_json, say_lines
from cmkb.cli.refusal import Refusal
from cmkb.cli.whom import the_client
from cmkb.files.scan import read_note_file, scan
from cmkb.load import load_vault
from cmkb.locales import N_, sign
from cmkb.model.note import SourceFile
from cmkb.names import gone
from cmkb.vault import Vault
from cmkb.views.clients import display_name
from cmkb.views.day import records_by_day
from cmkb.views.kpis import actuals
from cmkb.writing.changes import change_notes
from cmkb.writing.forgetting import Forgetting, forget
from cmkb.writing.places import STATE
from cmkb.writing.replacing import PREFIX

SITE_MARK = ".cmkb-site"  # in every folder that holds a built site
KEPT_STATE = ("lock", "notes", ".gitignore")


@click.command("forget", cls=Command)
@click.argument("who", nargs=-1, required=True, metavar="WHO")
@click.option("--yes", is_flag=True, help="不再问一遍 / do not ask again")
@click.option("--dry-run", is_flag=True, help="只看会动哪些文件 / show what would be touched")
@force_option
@json_option
@today_option
@vault_option
def command(
    vault: Path | None, today: date | None, as_json: bool, who: tuple[str, ...], yes: bool, dry_run: bool
) -> int:
    """
    删除一位客户，不能撤销：笔记、只属于他的附件、缓存、撤销记录、生成的网站；日志里的名字变成“已删除客户”，文字去掉，
    类别、时间、金额留下，合计不变。够不着的地方会列出来。
    Removes a client for good: note, attachments, cache, undo, sites; in journals only kind, time and amounts stay.
    """
    opened = opened_for_writing(vault, today)
    loaded, before = opened.loaded, opened.vault
    note = the_client(opened, " ".join(who), as_json)
    name = display_name(before, note)
    sources, not_seen = _sources(opened)
    plan = forget(before, note, sources)
    sites = [
        p for p in loaded.folder.iterdir() if p.is_dir() and not p.is_symlink() and (p / SITE_MARK).is_file()
    ]
    stayed: list[str] = []
    if not dry_run:
        refuse_unread(opened, not_seen)
        _confirm(opened, name, plan, yes)
        change_notes(loaded.folder, plan.edits, command="forget", forced=is_forced())
        stayed = _wipe(loaded.folder, sites, plan.edits)
    after = load_vault(loaded.folder, before.settings).vault if not dry_run else before
    differing = _differing_days(before, after)
    if as_json:
        say_json(
            {
                "name": name,
                "removed": plan.removed,
                "changed": plan.changed,
                "sites": [site.name for site in sites],
                "not_removed": stayed,
                "to_look_at": [{"path": t.path, "line": t.line} for t in plan.to_look_at],
                "days_with_other_totals": differing,
                "written": not dry_run,
            }
        )
    else:
        say_lines(_lines(opened, plan, [site.name for site in sites], dry_run))
        if differing:
            text = opened.say("这几天的合计跟以前不一样了，看一下：{days}")
            say_error(
                ["cmkb: " + text.format(days=sign("、").join(day.isoformat() for day in differing[:20]))]
            )
    if not_seen:
        text = opened.say("这些没读出来，里面可能还有这位客户，请自己看一下：{paths}")
        say_error(["cmkb: " + text.format(paths=not_seen)])
    if stayed:
        text = opened.say("笔记改好了，但这些没能删掉，里面还有这位客户，请手动删除：{paths}")
        raise Refusal(text.format(paths=sign("、").join(map(safe, stayed))))
    return 0


def _sources(opened: Opened) -> tuple[dict[str, SourceFile], str]:
    """Of all notes, by path, and what is unread."""
    found = scan(opened.loaded.folder, opened.vault.settings)
    read = [(file.path, *read_note_file(file)) for file in found.notes]
    paths = unread(opened, (*found.problems, *(p for _, _, problems in read for p in problems)))
    return {path: source for path, source, _ in read if source is not None}, paths


def _confirm(opened: Opened, name: str, plan: Forgetting, yes: bool) -> None:
    if yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():
        text = opened.say("删除“{name}”不能撤销：先用 --dry-run 看会动什么，确定了加 --yes")
        raise Refusal(text.format(name=safe(name)))
    text = opened.say("删除“{name}”，动 {n} 个文件，不能撤销。确定吗？")
    question = text.format(name=safe(name), n=len(plan.removed) + len(plan.changed))
    if not click.confirm(question, default=False, err=True):
        raise Refusal(opened.say("什么也没动"))


def _wipe(folder: Path, sites: list[Path], paths: Iterable[str]) -> list[str]:
    """What was kept for undo, and every cache, may hold the client. Sites are built again from the notes. Gives what
    the machine did not let go: one that stays is no reason to keep the others."""
    beside = sorted({(folder / path).parent for path in paths})
    wanted, left = list(sites), list[Path]()
    for place, is_meant in ((folder / STATE, _is_kept), *((one, _is_temporary) for one in beside)):
        try:
            wanted += [place / name for name in sorted(os.listdir(place)) if is_meant(name)]
        except FileNotFoundError:  # the last note of a folder
            continue
        except OSError:  # nobody can tell what is in it
            left.append(place)
    for entry in wanted:
        try:
            entry.unlink()
        except OSError:  # a folder, or what the machine does not let go
            with suppress(OSError):  # not all errors are ignored
                shutil.rmtree(entry, ignore_errors=True)
    return [entry.relative_to(folder).as_posix() for entry in (*left, *filter(os.path.lexists, wanted))]


def _is_kept(name: str) -> bool:
    return name not in KEPT_STATE


def _is_temporary(name: str) -> bool:
    return name.startswith(PREFIX)


def _differing_days(before: Vault, after: Vault) -> list[date]:
    """Days of which some total is not what it was: a thing told twice may count twice without its name."""
    if before is after:
        return []
    old, new = records_by_day(before), records_by_day(after)
    return [
        day
        for day in sorted(old)
        if {k: a.value for k, a in actuals(before, old[day]).items()}
        != {k: a.value for k, a in actuals(after, new.get(day, ())).items()}
    ]


def _lines(opened: Opened, plan: Forgetting, sites: list[str], dry_run: bool) -> list[str]:
    say = opened.say
    lines = [say("会删掉：") if dry_run else say("删掉了：")]
    lines += [f"  {safe(path)}" for path in (*plan.removed, *(f"{site}/" for site in sites))]
    if plan.changed:
        lines.append(
            say("会改成“{gone}”：").format(gone=gone())
            if dry_run
            else say("改成了“{gone}”：").format(gone=gone())
        )
        lines += [f"  {safe(path)}" for path in plan.changed]
    if plan.to_look_at:
        lines.append(say("可能还提到，同名分不清，请自己看一下："))
        lines += [f"  {safe(one.path)}:{one.line}" for one in plan.to_look_at[:30]]
    lines.append(say("够不着、要自己处理的："))
    return [*lines, *(f"  {say(one)}" for one in _out_of_reach(opened.loaded.folder))]


def _out_of_reach(folder: Path) -> list[str]:
    here = folder.resolve()
    found = []
    if any(os.path.exists(parent / ".git") for parent in (here, *here.parents)):
        found.append(N_("git 的历史里还有（git filter-repo 能清掉）"))
    return [
        *found,
        N_("同步软件的历史版本和回收站"),
        N_("以前导出的表格、日历、通讯录、手机页面和报告"),
        N_("cmkb backup 写的备份，别处生成的网站"),
        N_("Obsidian 的文件恢复（设置里可以清空）"),
    ]
