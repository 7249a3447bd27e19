"""Three years of journals: what the pages of periods cost beside the pages of the days they add up.

    python -m benchmarks.periods [DAYS] [RECORDS] [CLIENTS] [PLAYBOOK]

Default: 750 working days of 40 records each, 2,000 clients, goals for every length. Before it the same with half the
days: twice as much should cost about twice as much, not four times. Prints CPU seconds and the machine. With
`members-club` there are quotas of weeks, half-months and months too.
"""

from __future__ import annotations

import os
import platform
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from time import process_time

from benchmarks.vault import PRODUCTS, TIERS, TODAY
from cmkb.model.note import SourceFile
from cmkb.model.settings import Settings
from cmkb.pages import journal, periods
from cmkb.pages.addresses import addresses
from cmkb.pages.context import PageContext
from cmkb.playbooks.loader import load_playbook
from cmkb.reading.note import read_note
from cmkb.vault import Vault, assemble

CALLS = ("电话", "电话邀约", "短信", "微信", "需求面谈", "成交面谈", "售后", "成交")
WEIGHTS = (12, 4, 12, 6, 2, 2, 3, 1)
RESULTS = ("接通", "未接", "同意", "待定", "拒绝")


def made_up(days: int, records: int, clients: int, name: str = "bank-personal") -> Vault:
    chance = random.Random(1)
    names = [f"客户{n:04d}" for n in range(clients)]
    playbook, _ = load_playbook(name)
    notes = [
        read_note(SourceFile(path, text), playbook, Settings())[0]
        for path, text in _files(chance, names, days, records)
    ]
    return assemble(notes, playbook, Settings())


def _files(chance: random.Random, names: list[str], days: int, records: int) -> Iterator[tuple[str, str]]:
    for number, name in enumerate(names):
        opened = TODAY - timedelta(chance.randrange(1500))
        tier, source = chance.choice(TIERS), chance.choice(("大堂", "转介绍", "柜员"))
        yield (
            f"clients/{name}.md",
            f"---\n等级: {tier}\n来源: {source}\n开户日: {opened}\n资产: {chance.randrange(900)}万\n"
            f"核心客户: {'是' if number % 10 == 0 else '否'}\n---\n",
        )
    for product in PRODUCTS:
        yield f"docs/products/{product}.md", "---\n风险: R2\n---\n"
    day = TODAY
    for _ in range(days):
        while day.weekday() >= 5:
            day -= timedelta(1)
        lines = "\n".join(_line(chance, names, n) for n in range(records))
        yield (
            f"journal/{day}.md",
            f"## 计划\n- 有效电话 12\n## 记录\n{lines}\n- 传单 50\n## 总结\n- 做成的：约到人\n",
        )
        if day.day <= 7 and day.weekday() == 0:
            yield f"periods/{day:%Y-%m}.md", "---\ngoal_calls: 250\ngoal_sales: 300万\n---\n## 复盘\n还行。\n"
        day -= timedelta(1)


def _line(chance: random.Random, names: list[str], number: int) -> str:
    kind = chance.choices(CALLS, WEIGHTS)[0]
    amount = (
        f" [金额:: {chance.randrange(1, 50)}万] [产品:: [[{chance.choice(PRODUCTS)}]]]"
        if kind == "成交"
        else ""
    )
    return (
        f"- {8 + number // 5:02d}:{number % 5 * 12:02d} {kind} [[{chance.choice(names)}]] 说了几句"
        f" [结果:: {chance.choice(RESULTS)}] [时长:: {chance.randrange(1, 6)}] [优点:: 微笑热情]{amount}"
    )


def measure(days: int, records: int, clients: int, today: date, playbook: str) -> tuple[float, float]:
    """CPU seconds of the pages of all days, and of all periods; what both need is counted with the days."""
    vault = made_up(days, records, clients, playbook)
    places, _ = addresses(vault.notes.values(), vault.attachments, vault.settings)
    context = PageContext(vault, places, (), (), today)
    start = process_time()
    rows, people = len(context.rows), len(context.clients)
    shared = process_time() - start
    start = process_time()
    of_days = sum(1 for page in (*journal.days(context), journal_index(context)) if page.render())
    by_day = process_time() - start
    start = process_time()
    of_periods = sum(1 for page in (*periods.index(context), *periods.pages(context)) if page.render())
    by_period = process_time() - start
    print(
        f"{days} days x {records} records, {clients} clients ({rows} follow-ups of {people}: {shared:.2f} s)   "
        f"{of_days} day pages {by_day:6.2f} s   {of_periods} period pages {by_period:6.2f} s   "
        f"ratio {by_period / by_day:.2f}"
    )
    return by_day, by_period


def journal_index(context: PageContext) -> periods.Page:
    return next(journal.index(context))


def main() -> None:
    given = (sys.argv[1:] + ["750", "40", "2000", "bank-personal"][len(sys.argv) - 1 :])[:4]
    days, records, clients = map(int, given[:3])
    half_days, half = measure(days // 2, records, clients, TODAY, given[3])
    by_day, by_period = measure(days, records, clients, TODAY, given[3])
    print(f"twice the days cost {by_day / half_days:.2f} times as much for the pages of days")
    print(f"and {by_period / half:.2f} times as much for those of periods")
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    if by_period > by_day:
        raise SystemExit("the pages of periods cost more than the pages of their days")


if __name__ == "__main__":
    main()
