"""What a note's head says: fields, kind, where the body begins, and what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from drawn_heads import PLAYBOOK, fields, found, read, shown

from cmkb.model.note import Place, SourceFile
from cmkb.reading.front_matter import read_front_matter
from cmkb.reading.typos import near_word


def test_keys_in_english_and_chinese_become_typed_fields() -> None:
    head = read("""
        ---
        name: 王芳
        等级: 金
        生日: 1968-03-21
        phones: ["138 0000 0001"]
        推荐人: ["[[李强-1203]]"]
        管理资产: 400000
        车位: B2
        ---
        # 王芳
    """)
    assert fields(head) == (
        "name=王芳 tier=金卡 birthday=1968-03-21 phones=(13800000001) referred_by=([[李强-1203]]) aum=400000"
    )
    assert head.front.extra == {"车位": "B2"}
    assert head.front.places["tier"] == Place(3, 5)
    assert (head.body, head.body_line, head.problems) == ("# 王芳\n", 10, ())
    assert head.front.readable


def test_a_link_knows_its_own_place() -> None:
    head = read('---\n推荐人: ["[[李强]]", "[[赵敏]]"]\n家庭: "[[王芳家]]"\n---\n')
    places = [link.place for link in (*head.front.fields["referred_by"], head.front.fields["household"])]
    assert places == [Place(2, 8), Place(2, 18), Place(3, 6)]


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("", "", 1),
        ("# 没有属性\n", "# 没有属性\n", 1),
        ("---\n---\n正文", "正文", 3),
        ("---\n# 只有注释\n---\n正文", "正文", 4),
        ("---  \nname: 王芳\n---\t\n正文", "正文", 4),
        ("---\nname: 王芳\n...\n正文", "正文", 4),
        ("---\nname: 王芳\n---", "", 3),
        ("---\n备注: |\n  ---\n  王芳\n---\n正文", "正文", 6),
        ("---\n\n# 分隔线开头的笔记\n", "---\n\n# 分隔线开头的笔记\n", 1),
        ("正文\n---\n第二段\n---\n第三段", "正文\n---\n第二段\n---\n第三段", 1),
        ("- 10:15 电话 [[王芳]]\n---\n备注\n", "- 10:15 电话 [[王芳]]\n---\n备注\n", 1),
    ],
)
def test_where_the_block_ends_and_the_body_begins(text: str, body: str, line: int) -> None:
    head = read_front_matter(SourceFile("a.md", text), "client", PLAYBOOK)
    assert (head.body, head.body_line, found(head)) == (body, line, [])


def test_the_kind_is_the_folders_unless_the_note_names_one() -> None:
    assert read("---\nname: 王芳\n---\n", "household").kind == "household"
    assert read("---\ntype: script\ncategory: 异议\n---\n").kind == "script"
    assert read("---\n类型: 话术\n---\n").kind == "script"
    head = read("---\ntype: 小说\n---\n", "journal")
    assert (head.kind, found(head)) == ("journal", ["2:7 Y6.enum"])


def test_dates_are_relative_to_the_notes_own() -> None:
    head = read("---\nnext: 周三\ndate: 2026-11-23\n---\n", "meeting")
    assert head.front.fields["next"].date == date(2026, 11, 25)
    assert "2:7 Y6.year" in found(read("---\nnext: 周三\n---\n"))


def test_an_empty_value_is_no_value_but_has_its_place() -> None:
    head = read("---\nname:\ntier: ~\nphones: []\n---\n")
    assert (fields(head), head.front.extra, found(head)) == ("", {}, [])
    assert set(head.front.places) == {"name", "tier", "phones"}


def test_another_playbook_has_other_keys() -> None:
    bare = replace(PLAYBOOK, fields={"common": PLAYBOOK.fields["common"]})
    head = read_front_matter(SourceFile("a.md", "---\ntier: 金卡\n---\n"), "client", bare)
    assert (head.front.fields, head.front.extra) == ({}, {"tier": "金卡"})


# --- the codes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept", "body", "problems"),
    [
        ("\n\n---\nname: 王芳\n---\n正文", "name=王芳", "正文", ["1:1 F1.blank"]),
        ("\ufeff---\nname: 王芳\n---\n正文", "name=王芳", "正文", ["1:1 F1.blank"]),
        (
            "资料\n---\nname: 王芳\ntier: 金卡\n---\n正文",
            "name=王芳 tier=金卡",
            "资料\n\n\n\n\n正文",
            ["2:1 F1.text"],
        ),
        ("———\nname: 王芳\n———\n正文", "name=王芳", "正文", ["1:1 F1.dashes"]),
        ("name: 王芳\ntier: 金卡\n---\n正文", "name=王芳 tier=金卡", "正文", ["1:1 F1.fence"]),
        ("name: 王芳\ntier: 金卡\n\n正文", "name=王芳 tier=金卡", "\n正文", ["1:1 F1.fence"]),
        ("---\nname: 王芳\ntier: 金卡\n\n# 王芳\n", "name=王芳 tier=金卡", "\n# 王芳\n", ["1:1 F2"]),
        (
            "---\nname: 王芳\nphones:\n- 13800000001\n# 王芳\n",
            "name=王芳 phones=(13800000001)",
            "# 王芳\n",
            ["1:1 F2"],
        ),
        ("---\n- 王芳\n- 金卡\n---\n正文", "", "正文", ["2:1 F3.list"]),
        ("---\n- name: 王芳\n- tier: 金卡\n---\n正文", "name=王芳 tier=金卡", "正文", ["2:1 F3.list"]),
        ("---\n王芳 金卡\n---\n正文", "", "正文", ["2:1 F3.text"]),
        ("---\nname: 王芳\n\ttier: 金卡\n---\n正文", "name=王芳 tier=金卡", "正文", ["3:1 F4.tab"]),
        ('---\nname: 王芳\njob_title: "经理\n---\n正文', "name=王芳", "正文", ["3:12 F4.quote"]),
        ("---\nname: 王芳\nname: 李四\n---\n正文", "name=王芳", "正文", ["3:1 F5"]),
        ("---\nname: 王芳\nbirthday: 2026-02-30\n---\n正文", "name=王芳", "正文", ["3:11 F7"]),
        (
            "---\nname: 王芳\nx: " + "[" * 90 + "\n---\n正文",
            "name=王芳",
            "正文",
            ["3:23 F6.depth"],
        ),
    ],
)
def test_what_is_wrong_with_the_block_keeps_the_note_private(
    text: str, kept: str, body: str, problems: list[str]
) -> None:
    head = read_front_matter(SourceFile("clients/王芳.md", text), "client", PLAYBOOK)
    assert fields(head) == kept
    assert head.body == body
    assert sorted(found(head)) == sorted(problems)
    assert not head.front.readable


def test_an_unparsable_block_keeps_known_keys_with_valid_values_and_tells_no_other() -> None:
    head = read("""
        ---
        name: 王芳
        客户: 张三: 李四
        birthday: 2026-02-30
        tier: 白银
        住址备注: 城南路 13812345678
        phones:
          - 13800000001
        job_title: `经理
        ---
        正文
    """)
    assert fields(head) == "name=王芳 phones=(13800000001)"
    assert head.front.extra == {}
    assert found(head) == ["3:1 F4.unread", "3:7 F4.colon"]
    told = " ".join(p.message(language) for p in head.problems for language in ("zh", "en"))
    assert "3、4、5、6、9" in told
    assert not any(word in told for word in ("张三", "李四", "2026", "白银", "13812345678", "经理"))


def test_git_left_its_marks() -> None:
    head = read("""
        ---
        <<<<<<< HEAD
        tier: 金卡
        =======
        tier: 白金
        >>>>>>> theirs
        name: 王芳
        ---
        正文
    """)
    assert fields(head) == "tier=金卡 name=王芳"
    assert found(head) == ["2:1 F4.merge_marks", "2:1 F4.unread"]
    assert head.body == "正文\n"


def test_the_closing_fence_is_missing_and_a_rule_in_the_body_closes_the_block() -> None:
    head = read("---\nname: 王芳\n# 王芳\n爱好: 下棋: 围棋\n\n---\n后文\n")
    assert "3:1 F2.late" in found(head)
    assert head.body == "后文\n"


@pytest.mark.parametrize(
    ("line", "key", "value", "problem"),
    [
        ("姓名：王芳", "name", "王芳", "2:3 I3"),
        ("姓名： 王芳", "name", "王芳", "2:3 I3"),
        ("姓名:王芳", "name", "王芳", "2:3 I3.space"),
        ("姓名:　王芳", "name", "王芳", "2:4 I4.space"),
        ("　姓名: 王芳", "name", "王芳", "2:1 I4.space"),
        ("姓名: “王芳”", "name", "王芳", "2:5 I8"),
        ('姓名: "王芳”', "name", "王芳", "2:5 I8"),
        ("家庭: [[王芳家]]", "household", "[[王芳家]]", "2:5 Y1"),
        ("家庭：[[王芳家]]", "household", "[[王芳家]]", "2:4 Y1"),
        ("推荐人: [[李强]]，[[赵敏]]", "referred_by", "([[李强]],[[赵敏]])", "2:6 Y1"),
        ("推荐人: [[[李强]], [[赵敏]]]", "referred_by", "([[李强]],[[赵敏]])", "2:7 Y1"),
        ("标签: #高净值 #重点", "tags", "(高净值,重点)", "2:5 Y1.hash"),
        ('别名: ["王姐"，"芳芳"]', "aliases", "(王姐,芳芳)", "2:10 I4.comma"),
        ("别名: [“王姐”，“芳芳”]", "aliases", "(王姐,芳芳)", "2:6 I8"),
        ("编号: 0012345", "uid", "0012345", "2:5 Y2"),
        ("member_no: 6222020200012345678", "member_no", "6222020200012345678", "2:12 Y4"),
        ("生日: 1968-3-21", "birthday", "1968-03-21", "2:5 Y3"),
        ("生日: １９６８-０３-２１", "birthday", "1968-03-21", "2:5 I4"),
        ("资产: 40万", "aum", "400000", "2:5 Y5"),
        ("资产: 约40万", "aum", "400000", "2:5 Y5.about"),
        ("重点客户: 是", "key", "True", "2:7 Y6.bool_word"),
        ("电话: 13800000001(妻子)", "phones", "(13800000001)", "2:5 Y6.phone_words"),
    ],
)
def test_a_lenient_spelling_is_understood_and_pointed_out(
    line: str, key: str, value: str, problem: str
) -> None:
    head = read(f"---\n{line}\n---\n正文")
    assert shown(head.front.fields[key]) == value
    assert problem in found(head)
    assert head.front.readable
    assert all(p.fixable for p in head.problems if p.text not in ("Y5.about", "Y6.phone_words"))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("等级: 白银", "2:5 Y6.enum"),
        ("资产: 不少", "2:5 Y6.money"),
        ("重点客户: 也许", "2:7 Y6.bool"),
        ("下次联系: 回头", "2:7 Y6.date"),
        ("家庭情况: {配偶: 李强}", "2:7 Y6.nested"),
        ("下次联系: [2026-12-01, 2026-12-02]", "2:20 Y6.one"),
    ],
)
def test_a_value_of_another_type_stays_as_written_and_is_an_error(line: str, problem: str) -> None:
    head = read(f"---\n{line}\n---\n正文")
    assert (head.front.fields, found(head)) == ({}, [problem])
    assert set(head.front.extra) == {line.partition(":")[0]}
    assert not head.front.readable


def test_items_of_a_list_are_reported_each_on_its_line() -> None:
    head = read("---\n电话:\n  - 13800000001\n  - 打不通\n别名:\n  - [[王姐]]\n  - {a: b}\n---\n")
    assert found(head) == ["4:5 Y6.phone", "6:5 Y1", "7:5 Y6.nested"]
    assert head.front.fields["phones"] == ("13800000001",)
    assert head.front.extra["电话"] == ("打不通",)


def test_a_key_in_both_languages_with_two_values_is_not_decided() -> None:
    head = read("---\nname: 王芳\n姓名: 李四\ntier: 金卡\n等级: 金卡\n---\n")
    assert (fields(head), found(head)) == ("name=王芳 tier=金卡", ["3:1 Y8"])
    assert head.front.extra == {"姓名": "李四"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("brithday", "birthday"),
        ("phnoes", "phones"),
        ("农历日生", "农历生日"),
        ("客户壮态", "客户状态"),
        ("日生", "生日"),
    ],
)
def test_a_key_that_looks_like_a_typo_is_questioned(typed: str, meant: str) -> None:
    head = read(f"---\nname: 王芳\n{typed}: 1\n---\n")
    assert [(p.line, p.column, p.text, dict(p.params)["near"]) for p in head.problems] == [
        (3, 1, "Y7", meant)
    ]
    assert head.front.extra == {typed: "1"}


@pytest.mark.parametrize("key", ["车位", "单价", "生日礼物", "cat", "孩子学校", "x"])
def test_a_key_of_ones_own_is_kept_without_a_word(key: str) -> None:
    head = read(f"---\nname: 王芳\n{key}: 1\n---\n")
    assert (found(head), head.front.extra) == ([], {key: "1"})


def test_near_words_are_at_most_two_slips_away() -> None:
    assert near_word("visiblity", {"visibility", "name"}) == "visibility"
    assert near_word("vsblty", {"visibility"}) is None
    assert near_word("name", {"name"}) is None
