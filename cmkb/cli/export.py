"""`cmkb export`: the vault's answers for other programs. All of it is private."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from cmkb.cli.help import Command
from cmkb.cli.opening import Opened, open_vault, report
from cmkb.cli.options import strict_option, today_option, vault_option
from cmkb.cli.output import json_bytes, say_error
from cmkb.cli.refusal import Refusal
from cmkb.cli.saving import save

Change = Callable[[str], str]
LISTS = ("clients", "holdings", "records", "follow-ups")


@click.command("export", cls=Command)
@click.argument(
    "kind", metavar="FORMAT", type=click.Choice(("ics", "csv", "xlsx", "vcf", "json", "markdown", "phone"))
)
@click.option(
    "--output",
    metavar="PATH",
    help="写到这里；xlsx 和 markdown（文件夹）必须写，其他默认打印出来 / the file, or the folder for markdown",
)
@click.option(
    "--list",
    "name",
    type=click.Choice(LISTS),
    default=LISTS[0],
    metavar="LIST",
    help="csv 写哪张表：clients 客户（默认）、holdings 持有、records 记录、follow-ups 跟进 / which list a csv holds",
)
@click.option(
    "--mask",
    is_flag=True,
    help="电话、证件号、卡号、邮箱隐去中间几位（csv xlsx vcf json）；ics 只留时间和类别 / hide numbers of people",
)
@strict_option
@today_option
@vault_option
def command(
    vault: Path | None, today: date | None, strict: bool, kind: str, output: str | None, name: str, mask: bool
) -> int:
    """
    导出给别的程序用：ics 日历、csv、xlsx（改好了还能 cmkb import 回来）、vcf 通讯录、json、markdown（任何网站生成器都能用的
    文件夹）、phone（一个网页文件，放进手机看）。里面是客户资料，只给自己用：电话照写，要给别人看加 --mask；
    证件号在表格、通讯录和 json 的栏目里从不写出去。phone 和 markdown 像网站一样，有什么写什么，不隐去。
    Exports for other programs. All of it is private: numbers stand as they are unless --mask is given; ID numbers are
    never among the columns. phone and markdown say what the site says.
    """
    opened = open_vault(vault, today)
    if output is None and kind in ("xlsx", "markdown"):
        example = "客户.xlsx" if kind == "xlsx" else "../笔记网站"
        raise Refusal(f"{kind} 要写进文件：加 --output {example}", f"{kind} needs --output")
    if mask and kind in ("markdown", "phone"):
        raise Refusal(
            f"{kind} 不能加 --mask：要给别人看，用 xlsx 或 csv 加 --mask", f"{kind} cannot be masked"
        )
    if output is not None:
        _refuse_shared(opened, Path(output))
    code = report(opened, strict)
    if kind == "markdown":
        return _tree(opened, Path(output or "")) or code
    data = _made(opened, kind, name, mask)
    if output is None:
        click.echo(data, nl=False)
    else:
        save(opened, Path(output), data)
        say_error([opened.say("写好了：{file}，里面是客户资料，只给自己用").format(file=output)])
    return code


def _refuse_shared(opened: Opened, target: Path) -> None:
    """What others see holds no client; a folder of notes is refused where the file is written."""
    for name in opened.vault.settings.share:
        if target.resolve().is_relative_to((opened.loaded.folder / name).resolve()):
            raise Refusal(
                opened.say("{file} 在要分享的文件夹 {name} 里，导出的是客户资料：写到别处").format(
                    file=target, name=name
                )
            )


def _made(opened: Opened, kind: str, name: str, mask: bool) -> bytes:
    from cmkb.exchange.masking import masking

    vault, today = opened.vault, opened.today
    change: Change = masking(vault) if mask else str
    if kind == "vcf":
        from cmkb.exchange.vcards import as_vcards

        return as_vcards(vault, change)
    if kind == "ics":
        from cmkb.pages.calendar_ics import calendar_ics
        from cmkb.views.follow_ups import follow_ups

        return calendar_ics(vault, follow_ups(vault, today), today, private=mask)
    if kind == "json":
        from cmkb.exchange.whole_vault import whole_vault

        found = whole_vault(vault, today)
        return json_bytes(_changed(found, change) if mask else found)
    if kind == "phone":
        return _phone(opened)
    from cmkb.exchange.tables import TABLES, changed_texts

    if kind == "csv":
        from cmkb.exchange.csv_text import as_csv

        return as_csv(changed_texts(TABLES[name](vault, today), change))
    from cmkb.exchange.workbook import as_workbook

    tables = [changed_texts(make(vault, today), change) for make in TABLES.values()]
    return as_workbook(tables, _about(opened, mask), today, opened.say("说明"))


def _about(opened: Opened, mask: bool) -> list[str]:
    say = opened.say
    return [
        say("私密：这是客户资料，只给自己用，不要转发、不要放进共享文件夹。"),
        say("{day} 由 cmkb 从笔记导出；记录、持有和跟进只供查看。").format(day=opened.today.isoformat()),
        say("电话等号码隐去了一部分，这份表不要导回去。")
        if mask
        else say(
            "「客户」这张表可以改：存盘后 cmkb import 这个文件 --dry-run 先看改了什么，去掉 --dry-run 写进笔记。"
        ),
        say("「笔记」这一列不要改：导入时靠它和编号找到是哪位客户。清空的格子默认不会清掉笔记里的内容。"),
    ]


def _changed(value: object, change: Change) -> object:
    """Every text but those under `path`, by which files are found."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: one if key == "path" else _changed(one, change) for key, one in value.items()}
    return [_changed(one, change) for one in value] if isinstance(value, list) else value


def _phone(opened: Opened) -> bytes:
    from cmkb.load import all_problems
    from cmkb.pages.phone import phone_page

    return phone_page(opened.vault, all_problems(opened.loaded, opened.today), opened.today).encode(
        "utf-8", "replace"
    )


def _tree(opened: Opened, target: Path) -> int:
    from cmkb.cli.export_tree import write_tree

    return write_tree(opened, target)
