"""A playbook file drawn in text → what it makes of the playbook beneath it, and the problems it has."""

from __future__ import annotations

from dataclasses import fields
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkb.model.note import SourceFile
from cmkb.model.playbook import Playbook
from cmkb.playbooks.loader import builtin_names, load_playbook, read_playbook

# A small world of its own: one base, one playbook on top of it.
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


# --- merging ---------------------------------------------------------------------------------------------


def test_a_vaults_own_file_changes_what_it_names_and_keeps_the_rest() -> None:
    playbook, found = read("""
        title: 我的小店
        tiers:
          金卡: {cadence: 7d/10d}
    """)
    assert found == []
    assert playbook.title == "我的小店"
    assert playbook.name == "shop"
    assert playbook.extends == "shop"
    assert playbook.tiers["金卡"].cadence == "7d/10d"
    assert playbook.tiers["金卡"].threshold == 200_000
    assert list(playbook.tiers) == ["普通", "金卡"]


def test_lists_replace() -> None:
    playbook, found = read("kinds: {电话: {aliases: [打电话, 通话]}}")
    assert found == []
    assert playbook.kinds["电话"].aliases == ("打电话", "通话")
    assert playbook.kinds["电话"].contact


def test_a_new_entry_stands_after_the_one_before_it() -> None:
    playbook, _ = read("""
        tiers:
          普通: {}
          银卡: 30d
          私行: {cadence: 20d/30d}
    """)
    assert list(playbook.tiers) == ["普通", "银卡", "私行", "金卡"]


def test_a_new_entry_with_nothing_before_it_stands_at_the_end() -> None:
    playbook, _ = read("tiers: {钻石: 20d}")
    assert list(playbook.tiers) == ["普通", "金卡", "钻石"]
    assert playbook.tier_level("钻石") == 3


def test_null_takes_an_entry_away_and_what_counted_it_goes_too() -> None:
    playbook, found = read("kinds: {传单: null}")
    assert found == []
    assert "传单" not in playbook.kinds
    assert "flyers" not in playbook.kpis
    assert "flyers" not in playbook.quotas


def test_null_takes_an_attribute_back_to_its_default() -> None:
    playbook, found = read("tiers: {金卡: {threshold: null}}")
    assert found == []
    assert playbook.tiers["金卡"].threshold is None


def test_an_attribute_without_a_value_changes_nothing() -> None:
    playbook, found = read("""
        tiers:
          金卡:
            cadence:
          银卡:
    """)
    assert found == []
    assert playbook.tiers["金卡"].cadence == "10d/15d"
    assert playbook.tiers["银卡"].cadence == "none"


def test_slots_are_in_the_order_of_their_times() -> None:
    playbook, found = read("""
        routine:
          day:
            lunch: {start: 12:00, end: 13:00, title: 午饭}
            open: {start: 7:30, end: 08:00, title: 开门}
    """)
    assert found == []
    assert [(slot.key, slot.start) for slot in playbook.routine.day] == [
        ("open", "07:30"), ("morning", "08:00"), ("calls", "10:00"), ("lunch", "12:00"),
    ]  # fmt: skip


def test_short_forms() -> None:
    playbook, found = read("""
        fields: {client: {pet: 宠物}}
        tiers: {钻石: 20d}
        sections: {log: [流水账, Log]}
        procedures: {serve: {steps: {欢迎: 起身相迎, 办理: [申请表, 身份核实]}}}
    """)
    assert found == []
    assert playbook.fields["client"]["pet"].label == "宠物"
    assert playbook.tiers["钻石"].cadence == "20d"
    assert playbook.sections["log"].headings == ("流水账", "Log")
    assert playbook.procedures["serve"].steps["欢迎"].note == "起身相迎"
    assert playbook.procedures["serve"].steps["办理"].checklist == ("申请表", "身份核实")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("20万", 200_000), ("1,200,000", 1_200_000), ("１２", 12), ("0.5亿", 50_000_000), ("7.5", 7.5)],
)
def test_numbers_as_people_write_them(written: str, read_as: float) -> None:
    playbook, found = read(f"tiers: {{金卡: {{threshold: '{written}'}}}}")
    assert found == []
    assert playbook.tiers["金卡"].threshold == read_as


@pytest.mark.parametrize(("written", "read_as"), [("true", True), ("是", True), ("no", False), ("否", False)])
def test_yes_and_no(written: str, read_as: bool) -> None:
    assert read(f"kinds: {{传单: {{contact: {written}}}}}")[0].kinds["传单"].contact is read_as


def test_names_fall_back_to_the_key() -> None:
    playbook, _ = read("kpis: {信函: {kinds: [电话]}, thank_you: {kinds: [电话]}}")
    assert playbook.kpis["信函"].label == "信函"
    assert playbook.kpis["thank_you"].en == "Thank you"


# --- problems --------------------------------------------------------------------------------------------


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


def test_extends_itself() -> None:
    playbook, found = read("name: mine\nextends: mine\n")
    assert found == ["2:1 B4 extends 绕成了圈：mine → mine；去掉其中一个 extends"]
    assert playbook.kpis == read("")[0].kpis


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


def test_every_built_in_quota_s_number_is_met_by_something_or_is_for_each_time() -> None:
    """Those of a week and longer have a meter."""
    for name in builtin_names():
        for quota in load_playbook(name)[0].quotas.values():
            if quota.per in ("week", "half-month", "month"):
                assert bool(quota.kpi) != bool(quota.reminder), f"{name}: {quota.key}"


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


def test_one_broken_part_does_not_take_the_others_along() -> None:
    playbook, found = read("title: 我的\nkpis:\n\tcalls: {}\ntiers:\n  金卡: 5d\n")
    assert [f[:6] for f in found] == ["3:1 F4"]
    assert playbook.title == "我的"
    assert playbook.tiers["金卡"].cadence == "5d"
    assert "calls" in playbook.kpis


@pytest.mark.parametrize("own", ["", "# 只有注释\n", "- 甲\n- 乙\n", "话", "{", "a: *b", "tiers: null", "'"])
def test_whatever_stands_in_the_file_a_playbook_comes_of_it(own: str) -> None:
    assert read(own)[0].kinds["电话"].contact


KEYS = st.sampled_from(
    ["title", "extends", "tiers", "金卡", "kinds", "电话", "aliases", "kpis", "calls", "limits", "field",
     "least", "most", "quotas", "sections", "log", "routine", "day", "start", "end", "fields", "client", "甲"]
)  # fmt: skip
LEAVES = st.sampled_from(
    ["", "null", "电话", "甲", "5", "true", "10d/15d", "09:00", "[电话, 甲]", "[]", "shop"]
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.dictionaries(KEYS, inner, max_size=4).map(
        lambda d: "{" + ", ".join(f"{k}: {v}" for k, v in d.items()) + "}"
    ),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, TREES, max_size=5))
def test_any_tree_gives_a_sound_playbook(tree: dict[str, str]) -> None:
    playbook, _ = read("".join(f"{key}: {value}\n" for key, value in tree.items()))
    assert all(kind in playbook.kinds for kpi in playbook.kpis.values() for kind in kpi.kinds)
    assert all(limit.kinds and limit.field in playbook.record_fields for limit in playbook.limits.values())
    assert all(slot.start < slot.end for slot in playbook.routine.day)
    assert all(quota.kpi in playbook.kpis for quota in playbook.quotas.values() if quota.kpi)
