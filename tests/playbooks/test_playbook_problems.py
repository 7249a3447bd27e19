"""What is wrong in a playbook file is said with its place and what to write, and what stands beneath it stays."""

from __future__ import annotations

from dataclasses import fields
from textwrap import dedent

import pytest

from cmkb.model.note import SourceFile
from cmkb.model.playbook import Playbook
from cmkb.playbooks.loader import load_playbook, read_playbook
from tests.playbooks.small_world import problems, read


def test_a_key_that_is_none() -> None:
    assert problems("""
        tier: {金卡: 5d}
        tiers:
          金卡: {treshold: 5万}
        zzz: 1
    """) == dedent("""\
        1:1 B1 不认识「tier」：是不是想写「tiers」？
        3:8 B1 不认识「treshold」：是不是想写「threshold」？
        4:1 B1 不认识「zzz」：这里可以写 """) + "、".join(f.name for f in fields(Playbook))


def test_a_value_of_the_wrong_type_leaves_the_one_beneath() -> None:
    playbook, found = read("""
        texts: [二, 3]
        title: [甲, 乙]
        tiers:
          金卡: {cadence: 每三天吧, threshold: 很多}
        kinds:
          电话: {contact: maybe, fields: {mins: 1}}
        kpis: [calls]
        sections:
          log: {records: 偶尔}
        routine:
          day:
            calls: {start: 九点半}
    """)
    assert "\n".join(found) == dedent("""\
        1:9 B2 「texts」要写一个整数
        2:8 B2 「title」要写一个词或一句话
        4:17 B2 「cadence」要写联系频率，例如 10d/15d、30d、half-month、month 或 none
        4:34 B2 「threshold」要写一个数字
        6:17 B2 「contact」要写 true（是）或 false（否）
        6:32 B2 「fields」要写成列表，例如 [甲, 乙]
        7:7 B2 「kpis」下面要一行一条地写「名称: 内容」，比它多缩进两格
        9:18 B2 「records」只能写 yes、timed、no
        12:20 B2 「start」要写一天里的时间，例如 08:30""")
    beneath = read("")[0]
    assert playbook.texts == (3,)
    assert playbook.title == beneath.title
    assert playbook.tiers == beneath.tiers
    assert playbook.kinds == beneath.kinds
    assert playbook.kpis == beneath.kpis
    assert playbook.sections == beneath.sections
    assert playbook.routine == beneath.routine


def test_a_name_that_nothing_defines() -> None:
    playbook, found = read("""
        kinds:
          电话: {fields: [mins, minutes, 天气]}
        kpis:
          calls: {kinds: [电话, 信函]}
          visits: {kinds: [拜访]}
        quotas:
          calls: {kpi: callz, least: 5, from_tier: 金牌}
        limits:
          call_minutes: {field: min}
        routine:
          day:
            morning: {section: 早会, kpis: [calls]}
        fields:
          clients: {pet: 宠物}
    """)
    assert "\n".join(found) == dedent("""\
        2:23 B3 「minutes」在 record_fields 里没有定义：是不是想写「mins」？
        2:32 B3 「天气」没有定义：先在 record_fields 里加上它，或改用已有的名称
        4:23 B3 「信函」没有定义：先在 kinds 里加上它，或改用已有的名称
        5:20 B3 「拜访」没有定义：先在 kinds 里加上它，或改用已有的名称
        7:11 B3 「callz」在 kpis 里没有定义：是不是想写「calls」？
        7:33 B3 「金牌」没有定义：先在 tiers 里加上它，或改用已有的名称
        9:18 B3 「min」在 record_fields 里没有定义：是不是想写「mins」？
        12:15 B3 「早会」没有定义：先在 sections 里加上它，或改用已有的名称
        14:3 B3 「clients」在 fields 里没有定义：是不是想写「client」？""")
    assert playbook.kinds["电话"].fields == ("mins",)
    assert playbook.kpis["calls"].kinds == ("电话",)
    assert "visits" not in playbook.kpis  # it would count nothing
    assert playbook.limits["call_minutes"].field == "mins"
    assert playbook.routine.day[0].section == "plan"
    assert playbook.routine.day[0].kpis == ("calls",)


def test_a_new_meaning_of_a_heading_is_none_that_the_code_knows() -> None:
    assert problems("sections: {plans: [打算], diary: [随想]}") == dedent("""\
        1:12 B1 不认识「plans」：是不是想写「plan」？
        1:25 B1 不认识「diary」：这里可以写 log、plan""")


def test_a_playbook_that_is_not_there() -> None:
    playbook, found = read("extends: shoop")
    assert found == ["1:1 B4 没有叫「shoop」的工作方法：是不是想写「shop」？"]
    assert playbook.title == "小店"


def test_a_name_in_the_sites_configuration_that_is_no_playbook() -> None:
    playbook, found = load_playbook("bank-persnal")
    assert [p.line_of_text() for p in found] == [
        "mkdocs.yml:1:1: B4 没有叫「bank-persnal」的工作方法：是不是想写「bank-personal」？"
    ]
    assert playbook == load_playbook("bank-personal")[0]


def test_extends_in_a_circle() -> None:
    texts = {"a": "extends: b\ntitle: 甲\n", "b": "title: 乙\nextends: a\n"}
    playbook, found = read_playbook(texts, "a")
    assert [p.line_of_text() for p in found] == [
        "cmkb/playbooks/b.yml:2:1: B4 extends 绕成了圈：a → b → a；去掉其中一个 extends"
    ]
    assert playbook.title == "甲"


def test_extends_itself() -> None:
    playbook, found = read("name: mine\nextends: mine\n")
    assert found == ["2:1 B4 extends 绕成了圈：mine → mine；去掉其中一个 extends"]
    assert playbook.kpis == read("")[0].kpis


def test_a_word_that_means_two_things() -> None:
    assert problems("""
        kinds:
          传单: {aliases: [去电]}
        fields:
          client:
            nick: {label: 小名, aliases: [姓名]}
            label: {label: 标签}
    """) == dedent("""\
        2:18 B5 「去电」同时指「电话」和「传单」：从其中一个的 aliases 里去掉它
        5:33 B5 「姓名」同时指「name」和「nick」：从其中一个的 aliases 里去掉它
        6:5 B5 「标签」同时指「tags」和「label」：从其中一个的 aliases 里去掉它""")


def test_a_word_taken_from_a_built_in_entry_is_a_problem_of_the_line_that_takes_it() -> None:
    assert problems("kinds: {电话: {aliases: [传单]}}") == (
        "1:24 B5 「传单」同时指「电话」和「传单」：从其中一个的 aliases 里去掉它"
    )


def test_an_entry_that_lacks_what_it_needs() -> None:
    playbook, found = read("""
        limits:
          long: {field: mins, most: 90}
        routine:
          day:
            lunch: {start: 12:00, title: 午饭}
    """)
    assert "\n".join(found) == dedent("""\
        2:3 B6 「long」缺少 kinds：请补上
        5:5 B6 「lunch」缺少 end：请补上""")
    assert "long" not in playbook.limits
    assert [slot.key for slot in playbook.routine.day] == ["morning", "calls"]


def test_times_and_ranges() -> None:
    playbook, found = read("""
        quotas:
          flyers: {least: 60, most: 40}
        routine:
          day:
            nap: {start: 13:00, end: 12:30, title: 睡}
            calls: {start: 08:30}
    """)
    assert "\n".join(found) == dedent("""\
        2:3 B7 「flyers」的 least 大于 most：两个数字对调
        5:5 B7 「nap」结束早于开始：13:00–12:30
        6:5 B7 「calls」和「morning」的时间重叠：错开 start 或 end""")
    assert playbook.quotas["flyers"].least == 50
    assert [slot.key for slot in playbook.routine.day] == ["morning", "calls"]


def test_a_quota_that_the_journal_answers_needs_a_time_a_number_or_names() -> None:
    playbook, found = read("""
        fields:
          journal:
            checkin: {label: 报岗, type: time}
            mood: {label: 心情}
            people: {label: 主讲, type: list}
        quotas:
          early: {field: checkin, before: morning, least: 15}
          earlier: {field: chekin, before: mornin, least: 15}
          mood: {field: mood, least: 2}
          people: {field: people, before: morning}
          when: {before: morning, least: 0}
          names: {field: people, least: 2}
    """)
    assert "\n".join(found) == dedent("""\
        8:13 B3 「chekin」在 fields.journal 里没有定义：是不是想写「checkin」？
        8:28 B3 「mornin」在 routine.day 里没有定义：是不是想写「morning」？
        9:10 B7 「mood」要量「mood」，它的 type 是 text：应是 num、list（写了 before 的要时间，否则要数字或名单）
        10:12 B7 「people」要量「people」，它的 type 是 list：应是 time（写了 before 的要时间，否则要数字或名单）
        11:10 B6 「when」缺少 field、kinds：请补上""")
    assert set(playbook.quotas) == {"flyers", "early", "earlier", "names"}


def test_what_is_added_up_or_limited_must_be_a_number() -> None:
    playbook, found = read("""
        record_fields: {place: 地点}
        kpis:
          places: {kinds: [电话], sum: place}
        limits:
          call_minutes: {field: place}
    """)
    assert "\n".join(found) == dedent("""\
        3:25 B7 「places」要的数字，「place」记的不是数字：换一个 type 是 num 或 money 的字段
        5:18 B7 「call_minutes」要的数字，「place」记的不是数字：换一个 type 是 num 或 money 的字段""")
    assert "places" not in playbook.kpis
    assert playbook.limits["call_minutes"].field == "mins"


def test_a_quota_wants_a_number_a_span_and_one_way_of_counting() -> None:
    playbook, found = read("""
        reminders:
          greeting: {label: 问候, kind: greeting, every: month}
        quotas:
          a: {label: 甲, kpi: calls}
          b: {label: 乙, kpi: call, least: 1}
          c: {label: 丙, reminder: greetings, least: 1}
          d: {label: 丁, kpi: calls, reminder: greeting, least: 1, per: week}
          e: {label: 戊, kpi: calls, least: 1, per: fortnight}
    """)
    assert "\n".join(found) == dedent("""\
        4:3 B6 「a」缺少 least：请补上
        5:17 B3 「call」在 kpis 里没有定义：是不是想写「calls」？
        6:17 B3 「greetings」在 reminders 里没有定义：是不是想写「greeting」？
        7:29 B7 「d」写了 kpi 又写了 reminder：留一个
        8:44 B2 「per」只能写 day、week、half-month、month、each""")
    assert "a" not in playbook.quotas
    assert (playbook.quotas["d"].kpi, playbook.quotas["d"].reminder) == ("calls", "")


@pytest.mark.parametrize(
    ("section", "attribute"),
    [
        ("kpis", "kinds"), ("kpis", "results"), ("kpis", "results_not"), ("kpis", "occasion_kinds"), ("kpis", "occasions"),
        ("kpis", "sum"), ("kpis", "goal"), ("quotas", "kpi"), ("quotas", "reminder"), ("quotas", "from_tier"),
        ("limits", "kinds"), ("limits", "field"), ("kinds", "fields"), ("kinds", "form"), ("kinds", "case"),
        ("stages", "records"), ("stages", "results"), ("statuses", "complete"), ("reminders", "kinds"),
        ("reminders", "records"), ("reminders", "dates"), ("reminders", "occasion"), ("reminders", "from_tier"),
        ("report", "sections"), ("report", "kinds"), ("report", "fields"), ("cases", "asks"), ("cases", "covered_by"),
    ],
)  # fmt: skip
def test_every_name_of_a_built_in_playbook_s_parts_must_be_defined(section: str, attribute: str) -> None:
    """Said with file, line and what to do, whichever attribute names what nobody defines."""
    own = SourceFile("playbook.yml", f"{section}:\n  新的:\n    {attribute}: 没有这个\n")
    found = [p for p in load_playbook("bank-personal", own)[1] if p.line == 3]
    assert [(p.path, p.code) for p in found] == [("playbook.yml", "B3")]
    assert "没有定义" in found[0].message()


def test_a_field_that_the_code_counts_on_keeps_its_type() -> None:
    playbook, found = read("""
        fields:
          client:
            birthday: {type: num, label: 出生}
            name: {type: enum, values: [甲]}
            tags: {type: text}
            pets: {type: list}
        record_fields:
          amount: {type: num}
          mins: {type: [a]}
    """)
    assert [line.split()[0] + " " + line.split()[1] for line in found] == ["3:16 B2", "5:12 B2", "9:16 B2"]
    client = playbook.fields_of("client")
    assert (client["birthday"].type, client["birthday"].label) == ("date", "出生")
    assert client["name"].type == "enum"  # a word, as before
    assert client["pets"].type == "list"
    assert (playbook.record_fields["amount"].type, playbook.record_fields["mins"].type) == ("num", "num")


def test_nothing_there_to_take_away() -> None:
    assert problems("tiers: {铂金: null}\nkinds: {电话: {chanel: null}}") == dedent("""\
        1:9 B8 没有「铂金」可以去掉：核对名称，或删掉这一行
        2:14 B1 不认识「chanel」：是不是想写「channel」？""")
