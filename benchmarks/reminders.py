"""10,000 clients with 5 holdings each: what all reminders of one day cost, and the calendar file that is made
of them, beside reading the notes they stand in.

    python -m benchmarks.reminders [CLIENTS]

Prints CPU seconds and their ratio to the reading, which must stay below 1.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date, timedelta

from benchmarks.vault import GIVEN, SURNAMES, TIERS, TODAY
from cmkb.model.note import Note, SourceFile
from cmkb.model.settings import Settings
from cmkb.pages.calendar_ics import calendar_ics
from cmkb.playbooks.loader import load_playbook
from cmkb.reading.note import read_note
from cmkb.vault import assemble
from cmkb.views.follow_ups import follow_ups
from cmkb.views.reminders import reminders

HOLDINGS = 5


def client(chance: random.Random, number: int) -> SourceFile:
    def near(days: int) -> date:
        return TODAY + timedelta(days=chance.randrange(-60, days))

    name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2))
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(20000))
    lunar = (
        f"农历生日: {chance.randrange(1, 13):02d}-{chance.randrange(1, 31):02d}\n"
        if chance.random() < 0.5
        else ""
    )
    rows = "\n".join(
        f"- 产品{n} [amount:: {chance.randrange(1, 60)}0000] [bought:: {near(0 + 1)}] [matures:: {near(400)}]"
        for n in range(HOLDINGS)
    )
    text = (
        f"---\n姓名: {name}\n生日: {born}\n{lunar}等级: {chance.choice(TIERS)}\n客户状态: 客户\n"
        f"风评到期: {near(300)}\n资产: {chance.randrange(1, 900)}万\n重点客户: {'是' if chance.random() < 0.1 else '否'}\n---\n"
        f"## 持有\n{rows}\n## 关系\n- 女儿 {name}儿 [生日:: {born + timedelta(days=9000)}]\n"
    )
    return SourceFile(f"clients/{name}-{number:05d}.md", text)


def journals(chance: random.Random, names: list[str], days: int) -> list[SourceFile]:
    files = []
    for ago in range(days):
        lines = "\n".join(
            f"- {9 + n // 3:02d}:{n % 3 * 15:02d} 短信 [[{chance.choice(names)}]] {chance.choice(('生日祝福', '到期提醒', '利率'))}"
            for n in range(24)
        )
        day = TODAY - timedelta(days=ago)
        files.append(SourceFile(f"journal/{day}.md", f"## 记录\n{lines}\n"))
    return files


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    chance, playbook, settings = random.Random(1), load_playbook("bank-personal")[0], Settings()
    files = [client(chance, number) for number in range(count)]
    names = [file.path.removeprefix("clients/").removesuffix(".md") for file in files]
    files += journals(chance, names, 250)
    started = time.process_time()
    notes: list[Note] = [read_note(file, playbook, settings)[0] for file in files]
    read = time.process_time() - started
    vault = assemble(notes, playbook, settings)
    started = time.process_time()
    found = sum(1 for _ in reminders(vault, TODAY))
    reminded = time.process_time() - started
    started = time.process_time()
    rows = follow_ups(vault, TODAY)
    all_rows = time.process_time() - started
    started = time.process_time()
    file = calendar_ics(vault, rows, TODAY)
    calendar = time.process_time() - started
    print(f"{count} clients, {len(files)} notes: reading {read:.2f} s")
    print(f"reminders of 400 days {reminded:.2f} s ({found}): {reminded / read:.2f} of the reading")
    print(f"all follow-ups {all_rows:.2f} s ({len(rows)}): {all_rows / read:.2f}")
    print(f"calendar.ics {calendar:.2f} s ({len(file) / 1e6:.1f} MB): {calendar / read:.2f}")


if __name__ == "__main__":
    main()
