"""What a vault's own playbook file makes of the one beneath it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.playbooks.small_world import read


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
