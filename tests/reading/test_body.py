"""Sections, items and tables, with their place in the file."""

from __future__ import annotations

from time import process_time

import pytest
from drawn_notes import body_of, codes, drawn, outline, read


def test_headings_have_meanings_and_items_their_place() -> None:
    assert outline(
        """
        # 2026-11-23
        今天有雨。

        ## 记录
        - 10:15 电话 [[王芳]]
          - 时长: 3
        ### 下午
        - 14:00 需求面谈
        ## 想法
        1. 早点打电话
        """
    ) == drawn(
        """
        1:1 # 2026-11-23
        4:1 ## 记录 = log
          5:3 10:15 电话 [[王芳]]
            6:5 时长: 3
        7:1 ### 下午 in log
          8:3 14:00 需求面谈
        9:1 ## 想法
          10:4 早点打电话
        """
    )


@pytest.mark.parametrize(
    "heading",
    [
        "## 记录",
        "## 记录 ##",
        "## 一、记录",
        "## 2. 记录",
        "## （三）记录",
        "## 📝 记录",
        "## 📝 三、记录：",
        "## **记录**",
        "## 记录（上午）",
        "##　记录",
        "＃＃ 记录",
        "##记录",
        "## LOG",
        "  ## log",
        "记录\n===",
        "记录\n---",
    ],
)
def test_a_heading_keeps_its_meaning_however_it_is_decorated(heading: str) -> None:
    assert [section.meaning for section in body_of(heading + "\n- a").sections] == ["log"]


@pytest.mark.parametrize("line", ["#记录", "####### 记录", "    ## 记录", "\\## 记录", "文字 ## 记录"])
def test_no_heading(line: str) -> None:
    assert [section.level for section in body_of(line).sections] in ([], [0])


def test_a_line_of_dashes_under_ordinary_text_only_parts_it() -> None:
    assert outline("## 记录\n今天不错\n---\n- 电话 [[王芳]]\n") == "1:1 ## 记录 = log\n  4:3 电话 [[王芳]]"


def test_heading_spellings_of_other_programs_are_reported() -> None:
    assert codes(body_of("＃ 计划\n##记录\n## 总结").problems) == ["! 1:1 I4.heading", "! 2:1 I5.heading"]


def test_bullets_as_people_type_them() -> None:
    assert outline(
        """
        - 减号
        * 星号
        + 加号
        • 圆点
        •紧跟
        · 间隔号
        － 全角减号
        1. 数字
        2、顿号
        3） 括号
        ① 圈码
        -5% 不是
        1.5 万也不是
        **加粗** 不是
        """
    ) == drawn(
        """
          1:3 减号
          2:3 星号
          3:3 加号
          4:3 圆点
          5:2 紧跟
          6:3 间隔号
          7:3 全角减号
          8:4 数字
          9:3 顿号
          10:4 括号
          11:3 圈码
            + 12:1 -5% 不是
            + 13:1 1.5 万也不是
            + 14:1 **加粗** 不是
        """
    )


@pytest.mark.parametrize("indent", ["  ", "    ", "\t", "　　"])
def test_children_stand_two_or_four_spaces_or_a_tab_in(indent: str) -> None:
    (section,) = body_of(f"- 甲\n{indent}- 乙\n{indent * 2}- 丙\n{indent}- 丁\n- 戊\n").sections
    first, last = section.items
    assert [child.text for child in first.children] == ["乙", "丁"]
    assert first.children[0].children[0].text == "丙"
    assert last.text == "戊"


def test_further_lines_belong_to_the_item_above() -> None:
    assert outline(
        """
        - 甲
          第二行
        直接跟着的一行

          另一段 ^a1
        - 乙

        不再属于它
        """
    ) == drawn(
        """
          1:3 甲 ^a1
            + 2:3 第二行
            + 3:1 直接跟着的一行
            + 5:3 另一段
          6:3 乙
        """
    )


def test_boxes_and_block_ids() -> None:
    assert outline(
        "- [ ] 待办 ^t1\n- [x] 完成\n- [-] 取消\n1. [ ] 有序\n- [王芳](王芳.md)\n- [[王芳]]\n"
    ) == drawn(
        """
          1:7 [ ] 待办 ^t1
          2:7 [x] 完成
          3:7 [-] 取消
          4:8 [ ] 有序
          5:3 [王芳](王芳.md)
          6:3 [[王芳]]
        """
    )


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("- 【 】 送资料", "[ ] 送资料"),
        ("- 【】送资料", "[ ] 送资料"),
        ("- ［ ］ 送资料", "[ ] 送资料"),
        ("- [　] 送资料", "[ ] 送资料"),
        ("- [] 送资料", "[ ] 送资料"),
        ("-[ ] 送资料", "[ ] 送资料"),
        ("- [ ]　送资料", "[ ] 送资料"),
        ("- [√] 送资料", "[x] 送资料"),
        ("- 【x】送资料", "[x] 送资料"),
    ],
)
def test_checkbox_of_a_chinese_keyboard(line: str, read: str) -> None:
    body = body_of(line)
    (item,) = body.sections[0].items
    assert f"[{item.box}] {item.text}" == read
    assert line[item.place.column - 1 :] == item.text
    assert [problem.text for problem in body.problems] == ["I1.box"]


@pytest.mark.parametrize(
    "line", ["- 【急】送资料", "- 【重要】送资料", "- [x](x.md)", "- [结果:: 同意]", "- []()"]
)
def test_brackets_that_are_no_checkbox(line: str) -> None:
    body = body_of(line)
    assert body.sections[0].items[0].box is None
    assert not body.problems


def test_nothing_is_read_in_code_and_comments() -> None:
    assert outline(
        """
        ## 记录
        - 真的 %%不给人看%% 记录
        %% - 注释 %%
        %%
        - 多行注释
        ## 计划
        %%
        <!-- - 网页注释
        - 还在注释里
        --> - 不是列表
        ```
        - 代码
        ```
        - 又一条
          ~~~~
          - 缩进的代码
          ~~~
          ## 还是代码
          ~~~~
        - `%%` 在代码里不是注释 %%这是%%
        - 涨了 5%% 不是注释
        """
    ) == drawn(
        """
        1:1 ## 记录 = log
          2:3 真的          记录
          14:3 又一条
          20:3 `%%` 在代码里不是注释
          21:3 涨了 5%% 不是注释
        """
    )


def test_words_behind_a_comment_are_no_list_but_keep_their_links() -> None:
    body = body_of("%% 开始\n结束 %%- [[王芳]]\n")
    assert not body.sections[0].items
    (line,) = body.link_lines
    assert (line.text, line.place.line, line.place.column) == ("- [[王芳]]", 2, 6)


def test_a_block_that_never_ends_is_reported_where_it_begins() -> None:
    assert codes(body_of("- 甲\n```\n- 乙\n").problems) == ["! 2:1 I9.code"]
    assert codes(body_of("- 甲\n\n%% 乙\n- 丙\n").problems) == ["! 3:1 I9.comment"]
    assert codes(body_of("- 甲\n<!-- 乙\n").problems) == ["! 2:1 I9.comment"]


def test_code_in_an_item_or_quotation_ends_with_it() -> None:
    assert outline("- 甲\n  ```\n  code\n- 乙\n> ```\n> code\n- 丙\n") == "1:3 甲\n4:3 乙\n7:3 丙"


def test_an_item_one_column_right_of_an_item_with_open_code_is_no_code() -> None:
    assert outline("- 甲\n  ```\n  code\n - 乙\n") == "1:3 甲\n4:4 乙"


def test_four_spaces_at_the_beginning_make_code_and_say_so() -> None:
    body = body_of("## 记录\n\n    - 10:15 电话\n")
    assert not body.sections[0].items
    assert codes(body.problems) == ["! 3:5 I9.indented"]


def test_four_spaces_below_a_rule_make_code_too() -> None:
    body = body_of("甲\n\n***\n    - 乙\n")
    assert not body.sections[0].items
    assert codes(body.problems) == ["! 4:5 I9.indented"]


def test_items_in_a_quotation_or_callout_count() -> None:
    assert outline("> [!todo] 上午\n> - [ ] 送资料\n>   - 合同\n") == "2:9 [ ] 送资料\n  3:7 合同"


def test_a_table_ends_the_list_that_it_follows_without_a_blank_line() -> None:
    assert outline("- 甲\n| 时间 | 客户 |\n|--|--|\n| 9 | 乙 |\n  - 丙\n") == drawn(
        """
        1:3 甲
        5:5 丙
        | 时间 | 客户
        4 | 3:9 | 7:乙
        """
    )


def test_tables_with_escaped_bars_and_places() -> None:
    assert outline(
        r"""
        | 时间 | 客户 | 备注 |
        |:--|:-:|--:|
        | 9:30 | [[王芳\|王姐]] | 甲\|乙 |
        10:00|[[李强]]
        |  |  | 只有备注 |

        不是表格 | 的一行
        """
    ) == drawn(
        r"""
          | 时间 | 客户 | 备注
          3 | 3:9:30 | 10:[[王芳\|王姐]] | 23:甲\|乙
          4 | 1:10:00 | 7:[[李强]]
          5 | 2: | 5: | 9:只有备注
        """
    )


def test_an_unescaped_bar_of_a_link_does_not_end_the_cell() -> None:
    body = body_of("| 客户 | 结果 |\n|---|---|\n| [[王芳|王姐]] | 同意 |\n")
    assert body.sections[0].tables[0].rows == (("[[王芳|王姐]]", "同意"),)
    assert codes(body.problems) == ["! 3:7 I1.bar"]


def test_a_table_ends_where_the_lines_without_a_bar_begin() -> None:
    assert outline("| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n- 丙\n") == "4:3 丙\n| 甲 | 乙\n3 | 3:1 | 7:2"


def test_the_text_of_a_section_is_its_source_without_sub_sections() -> None:
    first, second, third = body_of("开头\n\n## 计划\n- 甲\n\n```\n## 不是\n```\n### 小节\n- 乙").sections
    assert (first.text, second.text, third.text) == ("开头", "- 甲\n\n```\n## 不是\n```", "- 乙")


def test_five_thousand_nested_items_are_capped_once_and_kept() -> None:
    body = body_of("".join(f"{'  ' * depth}- {depth}\n" for depth in range(5000)))
    depth, item = 0, body.sections[0].items[0]
    while item.children:
        depth, item = depth + 1, item.children[-1]
    assert (depth, item.text) == (19, "4999")
    assert [problem.text for problem in body.problems] == ["I9.deep"]


@pytest.mark.parametrize(
    "line",
    [
        "- {[}",
        "- {[[}",
        "- {[[a|}",
        "- {[a::}",
        "- {[a:: b}",
        "- {(a:: b}",
        "- {`}",
        "- {` `` }",
        "- {%%}",
        "{<!--}",
        "| a |\n|-|\n{|}",
        "| a |\n|-|\n|{[[}",
        "|{ }x|",
        "{> }x",
        "{#}",
        "## {# }",
        "{ }- x",
        "{- }",
        "{* }x",
        "{=}",
        "{1}",
        "{](}",
        "- {[x](}",
        "- {#a}",
        "- {：}",
        "- [ ] {📅 }",
        "- [ ] 🔁 {every }",
        "- [ ] 🔁 {每}",
        "- 10:15 电话{ · 短信}",
        "- 10:15 电话{ · 短信 [a:: b]}",
        "- 10:15 电话 {[[a]]}",
        "- 10:15 电话 {[a:: b]}",
        "- 10:15 电话 {9}",
        "- 10:15 电话{ }x",
        "- {有效电话 1 · }",
    ],
)
def test_a_line_of_200_kilobytes_is_read_in_linear_time(line: str) -> None:
    before, repeated, after = line.replace("{", "}").split("}")
    begin = process_time()
    read(f"## 记录\n{before}{repeated * (200_000 // len(repeated))}{after}")
    assert process_time() - begin < 10  # quadratic time would be minutes


def test_signs_of_a_heading_under_a_bar_in_an_item_do_not_stop_the_reader() -> None:
    text = "- 一件事\n  | 15:30 | 电话 |\n===\n- 另一件"
    items = [item.text for section in body_of(text).sections for item in section.items]
    assert items == ["一件事", "另一件"]
