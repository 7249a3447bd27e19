"""`docs/scale.md`: from what one manager costs (benchmarks/scale.json) to what a thousand would."""

from __future__ import annotations

import json
from math import ceil
from pathlib import Path
from typing import Any

MEASURED = Path(__file__).parents[1] / "benchmarks" / "scale.json"
MANAGERS = 1000
HOURS = 2  # of the night in which all sites are built
BUILDS_A_DAY = 30  # of one manager who lets `cmkb serve` run or builds after each client
WORK_HOURS = 8
DAYS_KEPT = 30  # of copies
RESERVE = 2  # a machine is not to be full


def scale_page() -> str:
    found = json.loads(MEASURED.read_text(encoding="utf-8"))
    return _PAGE.format(**found, **computed(found))


def computed(one: dict[str, Any]) -> dict[str, Any]:
    """Figures of `MANAGERS` managers, each with the vault that was measured."""
    night = MANAGERS * one["cold_cpu"] / (HOURS * 3600)
    changed = MANAGERS * one["changed_cpu"] / (HOURS * 3600)
    day = MANAGERS * BUILDS_A_DAY * one["changed_cpu"] / (WORK_HOURS * 3600)
    cores = ceil(day * RESERVE)
    return {
        "managers": MANAGERS,
        "all_clients": f"{MANAGERS * one['clients'] // 10_000:,} 万",
        "hours": HOURS,
        "builds": BUILDS_A_DAY,
        "work_hours": WORK_HOURS,
        "days": DAYS_KEPT,
        "night_cold": ceil(night * RESERVE),
        "night_changed": ceil(changed * RESERVE),
        "day_cores": cores,
        "memory_gb": ceil(cores * one["peak_mb"] / 1024),
        "notes_gb": ceil(MANAGERS * one["notes_mb"] / 1000),
        "site_gb": ceil(MANAGERS * one["site_mb"] / 1000),
        "cache_gb": ceil(MANAGERS * one["cache_mb"] / 1000),
        "backup_gb": ceil(MANAGERS * one["backup_mb"] * DAYS_KEPT / 1000),
        "all_files": f"{MANAGERS * one['site_files'] // 10_000:,} 万",
        "own_seconds": ceil(one["changed_cpu"]),
    }


_PAGE = """# 要多大的机器

一千位经理，每人 {clients:,} 位客户，一共 {all_clients}位。下面的数从一次测量算出来：一个编的笔记库，{clients:,} 位客户、一千多篇日志，在一台普通机器上量 CPU 时间（{with}）。

## 一个人

| | |
|---|---|
| 笔记 | {notes_mb} MB |
| 网站 | {site_mb} MB，{site_files:,} 个文件 |
| 缓存（随时可删） | {cache_mb} MB |
| 一份备份 | {backup_mb} MB |
| 从头生成一次 | {cold_cpu} 秒 CPU |
| 改了一篇再生成 | {changed_cpu} 秒 CPU |
| 什么都没改再生成 | {unchanged_cpu} 秒 CPU |
| `cmkb today` | {today_cpu} 秒 CPU |
| 内存最多用到 | {peak_mb} MB |

## 一千个人，各用各的电脑

这是 cmkb 的本意：**不需要服务器。** 每人的电脑每次多花 {own_seconds} 秒左右，{peak_mb} MB 内存。要共用的只有话术：一个 git 仓库，几 MB；给团队的网站，一台最小的服务器就够。

## 一千个人，都在服务器上生成

有的单位不许客户资料留在个人电脑上，笔记和网站都放在机房。那时要的是：

| 什么时候 | CPU |
|---|---|
| 夜里 {hours} 小时，全部从头生成 | {night_cold} 核 |
| 夜里 {hours} 小时，只生成改了的 | {night_changed} 核 |
| 白天 {work_hours} 小时，每人生成 {builds} 次 | {day_cores} 核 |

| 多少 | |
|---|---|
| 内存，{day_cores} 核同时生成 | {memory_gb:,} GB |
| 笔记 | {notes_gb:,} GB |
| 网站 | {site_gb:,} GB，{all_files}个文件：挑一个不怕小文件多的文件系统 |
| 缓存 | {cache_gb:,} GB |
| {days} 天的备份，每天一份 | {backup_gb:,} GB |

怎么算的：核数 = 人数 × 次数 × 一次的 CPU 秒数 ÷ 那段时间的秒数，再乘 2，机器不能跑满。内存 = 核数 × 一次最多用到的。其余是人数乘一个人的。

没有算的：人都在 9 点钟打开网站，那时忙的是网络和 nginx，不是 cmkb；备份只存改动会小得多；别的机器快慢不同，用 `python -m benchmarks.scale` 在自己的机器上量一次，再 `python -m manual.write`，这一页就按那台机器来算。**没有真的跑过一千个人。**
"""
