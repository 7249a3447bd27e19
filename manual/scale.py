"""The page of many managers: what is measured (benchmarks/scale.json), and what follows for a thousand of them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from benchmarks.larger import Habits, Many, at, exponent, extrapolated, many
from benchmarks.scale import RESULT

# Figure → its row, unit included.
_ROWS = {
    "zh": {
        "first_cpu": "第一次生成，CPU 秒",
        "record_cpu": "记了一笔以后再生成，CPU 秒",
        "words_cpu": "客户笔记里改了几个字以后再生成，CPU 秒",
        "nothing_cpu": "什么也没改，再生成，CPU 秒",
        "today_cpu": "`cmkb today`，第二次问，CPU 秒",
        "team_cpu": "给团队的网站，连同拿客户名单查一遍，CPU 秒",
        "peak_mb": "最多用内存，MB",
        "notes_mb": "笔记，MB",
        "backup_mb": "笔记压缩成一个备份，MB",
        "site_mb": "网站，MB",
        "site_files": "网站，文件数",
        "cache_mb": "缓存 `.cmkb/`，MB",
    },
    "en": {
        "first_cpu": "first build, CPU seconds",
        "record_cpu": "build after a record in the journal, CPU seconds",
        "words_cpu": "build after some words in a client's note, CPU seconds",
        "nothing_cpu": "build with nothing changed, CPU seconds",
        "today_cpu": "`cmkb today`, asked again, CPU seconds",
        "team_cpu": "the team's site, searched for every client, CPU seconds",
        "peak_mb": "most memory, MB",
        "notes_mb": "notes, MB",
        "backup_mb": "notes packed as a backup, MB",
        "site_mb": "site, MB",
        "site_files": "site, files",
        "cache_mb": "cache `.cmkb/`, MB",
    },
}

_PAGE = {
    "zh": """# 一千位经理，每人一万位客户

**中央什么也不用建。**每个人在自己的电脑上生成自己的网站，谁也不等谁；大家共用的只有话术，放在团队的 git 仓库里。下面算一算各要多少。

{measured}这一页由 `python -m manual.write` 从 `benchmarks/scale.json` 算出来；重新量：`python -m benchmarks.scale`。

## 一位经理

| | {sizes} | {clients:,} 位客户 | 按 n 的几次方长 |
|---|{rules}--:|--:|
{rows}

这一天：记 {records_a_day} 笔，生成 {builds_a_day} 次，看 {lists_a_day} 次 `cmkb today`，一共 **{day_cpu} CPU 秒**，也就是八小时里一个核的 {share}。开着 `cmkb serve` 还要少。

在自己的两台电脑之间同步：第一次 {backup_mb} MB（压缩以后）；以后一天 {sync_day_kb} KB（一篇日志，每笔顶多改一篇客户笔记，不压缩）。网站和缓存不用传，哪台都能自己生成。

## 一个团队

{team} 个人，{tracks} 篇话术，笔记 {docs_mb} MB。

| | |
|---|--:|
| 第一次 `git clone`，MB | {clone_mb} |
| 改一篇，推或拉，KB | {change_kb} |
| 服务器上生成给团队的网站，CPU 秒 | {team_cpu} |
| 那时用内存，MB | {team_peak} |
| 网站，MB | {team_site} |
| 一页话术，压缩以后，KB | {page_kb} |
| 浏览器第一次打开多传的样式和脚本，全部算上，压缩以后，MB | {first_visit} |

## 一千位经理

| | 各用自己的电脑 | 中央生成，缓存留着 | 中央生成，每次从头来 |
|---|--:|--:|--:|
| 每天生成 {builds:,} 次要几个核 | 0 | {cores_cache:,} | {cores_cold:,} |
| 内存，GB | 0 | {memory_cache:,} | {memory_cold:,} |
| 一小时里每人第一次生成，要几个核 | 0 | {cores_first:,} | {cores_first:,} |
| 存多少，GB | 0 | {kept} | {served} |
| 谁手里有 {everyone:,} 位客户的资料 | 没有人 | 那台服务器 | 那台服务器 |

核按一半时间在干活算。最后一行才是不要中央生成的理由：要它来生成，每个人的客户就都得离开自己的电脑。

共用的只有话术，{teams} 个团队：

| | |
|---|--:|
| 仓库和给团队的网站，GB | {team_gb} |
| 每天每个团队改 {changes_a_day} 次，每改一次生成一次，CPU 秒 | {team_day_cpu:,} |
| 所有人第一次 clone，GB | {clone_gb} |
| 所有人一天拉下来的，MB | {pull_day_mb} |
| nginx：每人一天看 {pages_a_day} 页，平均每秒几页 | {pages_a_second} |
| nginx：一天传出去，GB | {pages_day_gb} |
| nginx：所有人的浏览器第一次打开，GB | {first_visits_gb} |

一台两个核的小机器就放得下。怎么架：[不止一台电脑](server.md)。

## 算的时候当作

- 笔记像 `benchmarks/vault.py` 编的那样：一篇客户笔记 {client_kb} KB，客户数的九分之一那么多篇日志，每篇十二笔左右。
- CPU 秒是用户态加内核态，和机器多快有关，和机器上还有什么别的在跑关系不大。
- 没有量：nginx 和 git 服务器自己用的 CPU，网络要等多久。
""",
    "en": """# A thousand managers with ten thousand clients each

**Nothing central is needed.** Everybody builds their own site on their own machine and waits for nobody; the talk tracks alone are shared, in a team's git repository. Here is what each of these takes.

{measured}`python -m manual.write` computes this page from `benchmarks/scale.json`; to measure again: `python -m benchmarks.scale`.

## One manager

| | {sizes} | {clients:,} clients | grows as n^ |
|---|{rules}--:|--:|
{rows}

A day of {records_a_day} records, {builds_a_day} builds and {lists_a_day} times `cmkb today` is **{day_cpu} CPU seconds**, {share} of one core in eight hours. With `cmkb serve` running it is less.

Synchronising between two machines of one's own: {backup_mb} MB at first (packed), then {sync_day_kb} KB a day (a journal, and with each record at most one client's note, not packed). Site and cache need not travel: each machine makes its own.

## A team

{team} people, {tracks} talk tracks, {docs_mb} MB of notes.

| | |
|---|--:|
| first `git clone`, MB | {clone_mb} |
| one changed track, pushed or pulled, KB | {change_kb} |
| the team's site, built on a server, CPU seconds | {team_cpu} |
| memory for that, MB | {team_peak} |
| the site, MB | {team_site} |
| the page of a talk track, packed, KB | {page_kb} |
| all styles and scripts, once a browser, packed, MB | {first_visit} |

## A thousand managers

| | each on their own | built centrally, caches kept | built centrally from nothing |
|---|--:|--:|--:|
| cores for {builds:,} builds a day | 0 | {cores_cache:,} | {cores_cold:,} |
| memory, GB | 0 | {memory_cache:,} | {memory_cold:,} |
| cores for everybody's first build within an hour | 0 | {cores_first:,} | {cores_first:,} |
| storage, GB | 0 | {kept} | {served} |
| who holds the data of {everyone:,} clients | nobody | that server | that server |

A core is taken to work half of its time. The last line is why nothing should be built centrally: for that, everybody's clients would have to leave their machines.

Shared are the talk tracks, of {teams} teams:

| | |
|---|--:|
| repositories and the teams' sites, GB | {team_gb} |
| {changes_a_day} changes a day in each team, a build for each, CPU seconds | {team_day_cpu:,} |
| everybody's first clone, GB | {clone_gb} |
| pulled by everybody in a day, MB | {pull_day_mb} |
| nginx: {pages_a_day} pages a day each, pages a second | {pages_a_second} |
| nginx: sent in a day, GB | {pages_day_gb} |
| nginx: everybody's browser for the first time, GB | {first_visits_gb} |

A small machine with two cores holds that. How to set it up: [more than one machine](../server.md), in Chinese.

## What is supposed

- Notes are like those of `benchmarks/vault.py`: {client_kb} KB a client, a journal for every nine clients, about twelve records in each.
- CPU seconds are user and system; they depend on the machine, and little on what else runs on it.
- Not measured: the CPU of nginx and of a git server themselves, and how long a network takes.
""",
}
_MEASURED = {
    "zh": "在 {date} 量的，{sizes} 位客户，机器是 {machine}。",
    "en": "Measured on {date} with {sizes} clients: {machine}. ",
}
_AND = {"zh": " 和 ", "en": " and "}
_FURTHER = {
    "zh": "{clients:,} 位的没有量，是按最后两个大小之间长得多快推出来的。",
    "en": "The figures of {clients:,} are not measured: they follow from how these grew between the two largest sizes. ",
}


def scale_page(language: str) -> str:
    found = json.loads(RESULT.read_text(encoding="utf-8"))
    return page(found, language, Habits())


def page(found: dict[str, Any], language: str, habits: Habits) -> str:
    measured, team = found["managers"], found["team"]
    one = at(measured, habits.clients)
    all_of_them = many(one, team, habits)
    sizes = [f"{one['clients']:,}" for one in measured]
    said = _MEASURED[language].format(
        date=found["date"], machine=found["with"], sizes=_AND[language].join(sizes)
    )
    if extrapolated(measured, habits.clients):
        said += _FURTHER[language].format(clients=habits.clients)
    return _PAGE[language].format(
        **{name: getattr(habits, name) for name in habits.__slots__},
        **_of_many(all_of_them, habits),
        measured=said,
        sizes=" | ".join(sizes),
        rules="--:|" * len(sizes),
        rows="\n".join(_rows(measured, one, language)),
        client_kb=short(one["client_kb"]),
        backup_mb=short(one["backup_mb"]),
        tracks=team["tracks"],
        docs_mb=short(team["docs_mb"]),
        clone_mb=short(team["clone_mb"]),
        change_kb=short(team["change_kb"]),
        team_cpu=short(team["build_cpu"]),
        team_peak=short(team["peak_mb"]),
        team_site=short(team["site_mb"]),
        page_kb=short(team["page_kb"]),
        first_visit=short(team["first_visit_mb"]),
    )


def _rows(measured: list[dict[str, float]], one: dict[str, float], language: str) -> Iterator[str]:
    for key, what in _ROWS[language].items():
        cells = [short(size[key]) for size in [*measured, one]]
        yield f"| {what} | {' | '.join(cells)} | {exponent(measured, key):.2f} |"


def _of_many(found: Many, habits: Habits) -> dict[str, Any]:
    return {
        "day_cpu": short(found.day_cpu),
        "share": f"{found.day_cpu / (habits.hours * 3600):.1%}",
        "sync_day_kb": short(found.sync_day_kb),
        "builds": habits.managers * habits.builds_a_day,
        "cores_cache": found.with_cache.cores,
        "cores_cold": found.without_cache.cores,
        "cores_first": found.first_builds.cores,
        "memory_cache": round(found.with_cache.memory_gb),
        "memory_cold": round(found.without_cache.memory_gb),
        "kept": short(found.kept_gb),
        "served": short(found.served_gb),
        "everyone": habits.managers * habits.clients,
        "teams": found.teams,
        "team_gb": short(found.team_gb),
        "team_day_cpu": round(found.team_day_cpu),
        "clone_gb": short(found.clone_gb),
        "pull_day_mb": short(found.pull_day_mb),
        "pages_a_second": short(found.pages_a_second),
        "pages_day_gb": short(found.pages_day_gb),
        "first_visits_gb": short(found.first_visits_gb),
    }


def short(figure: float) -> str:
    """Three digits that tell something: `0.0123`, `1.23`, `123`, `12,345`."""
    if figure == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(figure))))
    text = f"{figure:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if digits else text
