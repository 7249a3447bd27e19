"""A small world of its own: one base, one playbook on top of it, and a vault's own file drawn in a test."""

from __future__ import annotations

from textwrap import dedent

from cmkb.model.note import SourceFile
from cmkb.model.playbook import Playbook
from cmkb.playbooks.loader import read_playbook

BASE = """
    title: 共用
    groups: [个人]
    fields:
      common: {tags: {label: 标签, type: list}}
      client:
        name: {label: 姓名, group: 个人, complete: true}
        birthday: {label: 生日, aliases: [出生日期], type: date}
    record_fields:
      mins: {label: 时长, type: num, unit: 分}
      amount: {label: 金额, type: money}
    sections:
      log: {headings: [记录, Log], records: 'yes'}
      plan: {headings: [计划, Plan], records: 'no'}
    tiers:
      普通: 60d
      金卡: {cadence: 10d/15d, threshold: 20万}
    results:
      未接: {reached: false}
      成交: {sale: true}
    kinds:
      电话: {aliases: [去电], contact: true, fields: [mins]}
      成交: {sale: true, fields: [amount]}
      传单: {}
    kpis:
      calls: {label: 有效电话, unit: 通, kinds: [电话], results_not: [未接]}
      flyers: {label: 传单, kinds: [传单]}
    quotas:
      flyers: {label: 传单, kpi: flyers, least: 50}
    limits:
      call_minutes: {label: 每通不超过四分钟, kinds: [电话], field: mins, most: 4}
    routine:
      day:
        morning: {start: "08:00", end: "09:00", title: 晨会, section: plan}
        calls: {start: "10:00", end: "11:30", title: 电话, kpis: [calls]}
"""
SHOP = """
    extends: base
    title: 小店
    texts: [2]
    kpis:
      calls: {goal: null, unit: 次}
"""
TEXTS = {"base": dedent(BASE), "shop": dedent(SHOP)}


def read(own: str, texts: dict[str, str] = TEXTS, name: str = "shop") -> tuple[Playbook, list[str]]:
    playbook, problems = read_playbook(texts, name, SourceFile("playbook.yml", dedent(own).lstrip("\n")))
    return playbook, [f"{p.line}:{p.column} {p.code} {p.message()}" for p in problems]


def problems(own: str) -> str:
    return "\n".join(read(own)[1])
