"""`cmkb playbook`: which ways of working there are, and one of them as text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from cmkb.cli.output import width
from cmkb.cli.playbook_text import lines
from cmkb.playbooks.loader import builtin_names, load_playbook, read_playbook

Run = Callable[..., Any]
Draw = Callable[[str], Path]


def test_list_says_which_texts_each_serves(vault: Draw, cmkb: Run) -> None:
    listed = cmkb(vault(""), "playbook", "list", "--json").json
    assert listed[-1] == {
        "name": "wealth-manager-forms",
        "title": "理财经理标准化流程与表单",
        "texts": [8, 9, 17],
    }
    assert sorted(n for playbook in listed for n in playbook["texts"]) == list(range(1, 20))
    assert [playbook["name"] for playbook in listed] == list(builtin_names())


def test_list_for_people(vault: Draw, cmkb: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    out = cmkb(vault(""), "playbook", "list").out.splitlines()
    assert out[-2:] == [
        "wealth-manager-forms  理财经理标准化流程与表单（原文 8、9、17）",
        "  早会、电话邀约、需求面谈、成交面谈、售后，每一步有一张表；收工前先总结再计划，计划对着实际看",
    ]


SHOP = """
title: 小店
texts: [2, 3]
summary: 十点打电话
groups: [个人]
fields:
  common: {type: {label: 类型, values: [client, staff], value_aliases: {staff: [员工]}}}
  client: {name: {label: 姓名, group: 个人}, birthday: {label: 生日, type: date, group: 个人}, core: {label: 核心, type: bool}}
  staff: {since: {label: 入职, type: date}}
record_fields: {mins: {label: 时长, type: num}, amount: {label: 金额, type: money}, good: {label: 优点, type: list}}
entry_fields: {holdings: {matures: {label: 到期, type: date}}}
sections: {log: [记录], plan: [计划], holdings: [持有]}
tiers: {普通: 60d, 金卡: {cadence: 10d/15d, threshold: 20万}}
stages: {认识: [电话], 成交: [成交]}
kinds: {电话: {contact: true, fields: [mins, good]}, 成交: {sale: true, fields: [amount]}}
occasions: [生日, 到期]
kpis:
  calls: {label: 电话数, unit: 通, kinds: [电话]}
  sales: {label: 销售额, unit: 元, kinds: [成交], sum: amount, fold: true}
quotas:
  calls: {label: 电话, kpi: calls, least: 5, most: 8, unit: 通, from_tier: 金卡, note: 先打到期的}
  early: {label: 早到, least: 15, unit: 分}
  goal: {label: 销售, kpi: sales, least: 20万, unit: 元, per: month}
limits: {long: {label: 长话短说, kinds: [电话], field: mins, most: 4, unit: 分}}
routine:
  day:
    open: {start: 8:45, end: 9:00, title: 开门, checklist: [灯, 门 窗], quotas: [early]}
    calls: {start: 10:00, end: 11:30, title: 打电话, section: log, steps: [先打到期的客户，再打生日的客户，最后打许久没有联系的客户, 记下来], quotas: [calls], kpis: [calls], forms: [电话单], note: 不超过四分钟}
  week: [理名单]
  month: [写复盘]
procedures:
  serve: {label: 接待, text: 3, steps: {欢迎: 起身, 办理: {note: 陪着, checklist: [证件], fields: [name]}}}
cases: {投诉: {days: 7, docs: [经过]}}
case_states: {收集: {}, 完成: {done: true}}
reminders:
  birthday: {label: 生日, kind: birthday, dates: [birthday], yearly: true, lead: [3], occasion: 生日}
  maturity: {label: 到期, kind: maturity, dates: [holdings.matures], lead: [30, 7, 1], from_tier: 金卡}
  greeting: {label: 问候, kind: greeting, every: half-month, key_clients: true, having: [core]}
  newcomer: {label: 新人, kind: onboarding, dates: [staff.since], months: 1, days: 2}
  festival: {label: 过节, kind: festival, festivals: [春节, 中秋]}
forms:
  电话单:
    kind: journal
    texts: [2]
    usage: 边打边记
    groups:
      客户: {profile: 个人}
      通话: {note: 打完填, items: {时长: record.mins, 优点: {field: record.good, ticks: [准时, 热情]}, 备忘: ""}}
"""


def test_show_drawn() -> None:
    playbook, problems = read_playbook({"shop": SHOP}, "shop")
    assert problems == []
    assert "\n".join(lines(playbook, 50, str)).replace("\x1b[1m", "").replace("\x1b[0m", "") == dedent("""\
        小店  shop
        十点打电话
        出自原文 2、3

        一天
          08:45–09:00  开门
                       □灯 □门窗
                       定量：早到 每天 ≥15分
          10:00–11:30  打电话
                       1 先打到期的客户，再打生日的客户，
                         最后打许久没有联系的客户
                       2 记下来
                       定量：电话 每天 5–8通 金卡及以上
                       指标：电话数
                       表单：《电话单》
                       不超过四分钟

        一周
          · 理名单

        一月
          · 写复盘

        接待  原文 3
           1 欢迎  起身
           2 办理  陪着  □证件  问：姓名

        定量
          电话  每天 5–8通 金卡及以上 · 先打到期的
          早到  每天 ≥15分
          销售  每月 ≥20万元

        限度
          长话短说  ≤4分 · 电话

        指标（数哪些记录）
          电话数  电话
          销售额  成交 · 合计金额

        等级和联系频率
          普通  60天
          金卡  10天/15天 · 20万起

        阶段
          认识 → 成交

        事项
          投诉  7 天内办结 · 经过

        事项的状态
          收集 → 完成

        提醒
          生日  生日 · 提前 3 天 · 生日
          到期  持有·到期 · 提前 30、7、1 天 · 金卡及以上
          问候  每半月 · 核心和重点客户 · 写了核心的客户
          新人  员工·入职 满 1 个月 满 2 天
          过节  春节、中秋

        记录的种类（可写的字段）
          电话  时长、优点
          成交  金额

        表单
          《电话单》  原文 2
            边打边记
            客户：姓名、生日
            通话（打完填）：时长、优点（准时、热情）、备忘""")


def test_a_built_in_day_by_the_clock(vault: Draw, cmkb: Run) -> None:
    out = cmkb(vault(""), "playbook", "show", "members-club").out
    assert (
        "  11:00–11:50  生日电话和欢迎短信\n"
        "               1 今天过生日的会员，打电话祝贺\n"
        "               2 昨天入会的会员，发短信欢迎\n"
        "               指标：生日电话、入会欢迎\n"
    ) in out
    assert "  和服务员交流      每周 ≥180分" in out


@pytest.mark.parametrize("name", builtin_names())
@pytest.mark.parametrize("cells", [30, 80])
def test_every_built_in_fits_the_terminal_and_leaves_nothing_out(name: str, cells: int) -> None:
    playbook = load_playbook(name)[0]
    shown = list(lines(playbook, cells, str))
    assert max(map(width, shown)) <= cells
    text = "".join(line.strip() for line in shown)
    for slot in playbook.routine.day:
        assert all("".join(step.split()) in "".join(text.split()) for step in slot.steps)
    for entries in (playbook.quotas, playbook.limits, playbook.kpis, playbook.reminders, playbook.procedures):
        assert all("".join(entry.label.split()) in "".join(text.split()) for entry in entries.values())
    assert all(form in text for form in playbook.forms)


def test_show_json_has_everything(vault: Draw, cmkb: Run) -> None:
    shown = cmkb(vault(""), "playbook", "show", "wealth-centre", "--json").json
    assert shown["quotas"]["meetings"]["least"] == 5
    form = shown["forms"]["预约确认表"]["groups"]["预约"]
    assert form["table"]
    assert form["items"]["确认"] == {"key": "确认", "field": "record.confirmed", "ticks": ["前一日", "当日"]}
