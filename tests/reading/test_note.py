"""A file becomes a note: its kind, title and day, plan, counters and known lists. Whatever the text, it never fails."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from drawn_notes import CLIENT, JOURNAL, codes, drawn, fields, note_of, playbook, problems_of, read
from hypothesis import given, settings
from hypothesis import strategies as st

from cmkb.model.note import Entry, Note, SourceFile
from cmkb.model.problem import Problem
from cmkb.model.settings import Settings
from cmkb.reading.note import folder_kind, read_note

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("clients/王芳.md", "client"),
        ("clients/vip/王芳.md", "client"),
        ("journal/2026/2026-11-23.md", "journal"),
        ("docs/scripts/到期.md", "script"),
        ("docs/scripts/异议/利率.md", "script"),
        ("docs/products/稳盈90天.md", "product"),
        ("docs/howto/开户.md", "howto"),
        ("docs/about.md", "note"),
        ("periods/2026-11.md", "period"),
        ("cases/投诉.md", "case"),
        ("inbox/1.md", "note"),
        ("readme.md", "note"),
        ("clients.md", "note"),
        ("活动/沙龙.md", "event"),
    ],
)
def test_the_kind_comes_from_the_folder(path: str, kind: str) -> None:
    assert folder_kind(path, Settings(folders={"活动": "event", "别的": "没有这种"})) == kind


def test_the_kind_that_the_note_names_overrides_its_folder() -> None:
    assert note_of("---\ntype: household\n---\n", CLIENT).kind == "household"


@pytest.mark.parametrize(
    ("text", "path", "title"),
    [
        ("---\n姓名: 王芳芳\n---\n# 别的\n", CLIENT, "王芳芳"),
        ("# 别的\n", CLIENT, "王芳"),
        ("# 存单到期 **邀约** [[王芳家|王家]]\n", "docs/scripts/a.md", "存单到期 邀约 王家"),
        ("---\ntitle: 到期\n---\n# 存单\n", "docs/scripts/a.md", "到期"),
        ("## 只有二级\n", "docs/scripts/到期.md", "到期"),
        ("", "docs/到期.md", "到期"),
    ],
)
def test_titles(text: str, path: str, title: str) -> None:
    assert note_of(text, path).title == title


@pytest.mark.parametrize(
    ("path", "text", "day", "problem"),
    [
        ("journal/2026/2026-11-23.md", "", "2026-11-23", ""),
        ("journal/20261123.md", "", "2026-11-23", ""),
        ("journal/2026-11-23 周一.md", "", "2026-11-23", ""),
        ("journal/2026年11月3日.md", "", "2026-11-03", ""),
        ("journal/日志.md", "---\ndate: 2026-11-23\n---\n", "2026-11-23", ""),
        ("journal/日志.md", "", "None", "! 1:1 D1"),
        ("journal/2026-02-30.md", "", "None", "! 1:1 D1"),
        ("journal/2026-11-22.md", "---\ndate: 2026-11-23\n---\n", "2026-11-23", "! 2:7 D1.name"),
    ],
)
def test_the_day_of_a_journal(path: str, text: str, day: str, problem: str) -> None:
    note, problems = read(text, path)
    assert (str(note.date), "\n".join(codes(problems))) == (day, problem)


def test_the_day_of_other_notes() -> None:
    meeting = "---\ntype: meeting\nkind: 需求\ndate: 2026-11-20 15:30\n---\n"
    assert str(note_of(meeting, "clients/a.md").date) == "2026-11-20"
    assert str(note_of("---\n受理日: 2026-11-02\n---\n", "cases/a.md").date) == "2026-11-02"
    assert note_of("", "clients/2026-11-23.md").date is None


def plan(text: str) -> str:
    """`time kind → participants | words | fields`, `↪` for a reference; then targets, overrides and problems."""
    note, problems = read(text)
    lines = []
    for item in note.plan:
        parts = [" ".join(part for part in (item.time, item.kind) if part)]
        if item.reference:
            parts[0] += " ↪"
        if item.participants:
            parts[0] += " → " + " ".join(
                f"{x.target}{'#' * bool(x.heading)}{x.heading}" for x in item.participants
            )
        lines.append(" | ".join(part for part in (*parts, item.text, fields(item.fields)) if part))
    return "\n".join([*lines, *counters(note), *codes(problems)])


def counters(note: Note) -> list[str]:
    found = [("=", one) for one in note.targets] + [("!=", one) for one in note.overrides]
    return [
        f"{one.place.line}:{one.place.column} {one.key} {sign} {one.value} {one.reason}".rstrip()
        for sign, one in found
    ]


def test_plan_items_targets_and_overrides() -> None:
    assert plan(
        """
        ## 计划
        <!-- cmkb:plan 2026-11-23 -->
        - 有效电话 12 · 需求面谈 2 · 销售 50万
        - 14:00 需求面谈 ↪ [[王芳-8899#^wf02]] 到期续做
        - 电话 ↪ [[李强-1203]] · 事由:4-05 到期 · 话术:[[存单到期邀约]]
        - 10:15 电话 [[赵敏]] 问问存单
          - 话术: [[存单到期邀约]]
        - 整理资料
        - [ ] 寄合同 📅 2026-11-24
        - 下午
          - 拜访 [[孙丽]]
        <!-- /cmkb -->
        ## 目标
        - 短信：20条
        ## 总结
        - 有效电话: 10 (补记两通)；需求面谈 1
        - 成交面谈 谈得不错
        - 有效电话 12 通，比昨天少
        """
    ) == drawn(
        """
        14:00 需求面谈 ↪ → 王芳-8899#^wf02 | 到期续做
        电话 ↪ → 李强-1203 | 4-05 到期 | script=[[存单到期邀约]]
        10:15 电话 → 赵敏 | 问问存单 | script=[[存单到期邀约]]
        整理资料
        下午
        拜访 → 孙丽
        3:3 calls = 12
        3:13 needs = 2
        3:22 sales = 500000
        14:3 sms = 20
        16:3 calls != 10 补记两通
        16:19 needs != 1
        """
    )


def test_fields_of_a_plan_item_that_nobody_knows_stay_in_its_words() -> None:
    assert plan("## 计划\n- 电话 问问存单 [带什么:: 伞] [客户:: [[周云]]] [时间:: 16:00]\n") == drawn(
        """
        16:00 电话 → 周云 | 问问存单 · 带什么：伞
        """
    )


def test_targets_of_a_period_as_a_table() -> None:
    note = note_of(
        "## 目标\n| 指标 | 目标 |\n|--|--|\n| 有效电话 | 240 |\n| 销售 | 300 万 |\n", "periods/2026-11.md"
    )
    assert counters(note) == ["4:3 calls = 240", "5:3 sales = 3000000"]


def test_a_line_meant_as_counters_that_counts_for_nothing_is_said_where_counters_stand() -> None:
    _, problems = read(
        """
        ## 计划
        - 有效电活 12
        - [ ] 有效电活 12
        - 有效电活
        - 电话 3 · 开心 2
            - 需求面炎 2
        ## 记录
        - 有效电活 12
        ## 总结
        - 需求面炎 2
        """
    )
    said = [f"{one.line}:{one.column} {one.text}" for one in problems if one.code == "G3"]
    assert said == ["2:3 G3.near", "5:3 G3", "6:7 G3.near", "10:3 G3.near"]


def entries(rows: tuple[Entry, ...]) -> str:
    """`place words | fields | ?fields unknown | links`."""
    lines = []
    for row in rows:
        links = " ".join(f"[[{link.target}]]" for link in row.links)
        parts = [
            f"{row.place.line}:{row.place.column} {row.text}",
            fields(row.fields),
            fields(row.extra, "?"),
            links,
        ]
        lines.append(" | ".join(part for part in parts if part))
    return "\n".join(lines)


def test_holdings_as_list_and_table() -> None:
    note, problems = read(
        """
        ## 持有
        - [[稳盈90天]] [amount:: 20万] [bought:: 2026-01-05] [matures:: 2026-04-05] [rate:: 3.1]
        - 平安银行 [code:: 000001] [shares:: 200] [止盈:: 18] [止损:: 12]
        - [[安享一年]]
          - 金额: 10万
          - 到期：2026年12月8日
          - 给女儿留的
        ### 已赎回
        - [[货币基金]] [金额:: 很多]

        | 产品 | 金额 | 到期日 | 经办 |
        |---|---|---|---|
        | [[三年期大额存单]] | 300,000 | 2028-05-01 | 小林 |
        |  |  |  |  |
        """,
        CLIENT,
    )
    assert entries(note.holdings) == drawn(
        """
        2:3 稳盈90天 | amount=200000 bought=2026-01-05 matures=2026-04-05 rate=3.1 product=[[稳盈90天]] | [[稳盈90天]]
        3:3 平安银行 | code=000001 shares=200 target=18 stop=12 product=[[平安银行]]
        4:3 安享一年；给女儿留的 | amount=100000 matures=2026-12-08 product=[[安享一年]] | [[安享一年]]
        9:3 货币基金 | product=[[货币基金]] | ?金额=很多 | [[货币基金]]
        13:3 三年期大额存单 | product=[[三年期大额存单]] amount=300000 matures=2028-05-01 | ?经办=小林 | [[三年期大额存单]]
        """
    )
    assert codes(problems) == ["! 9:18 Y6.money"]


def test_relations_and_anniversaries() -> None:
    note = note_of(
        """
        ## 关系
        - 配偶 [[李强-1203]]
        - 女儿 李小雨 [birthday:: 2010-09-01] [农历生日:: 07-23]
        - 母亲
        - [关系:: 儿子] 李小明

        | 关系 | 姓名 | 生日 |
        |--|--|--|
        | 父亲 | 王大明 | 1940-02-03 |
        ## 纪念日
        - 结婚纪念日 [date:: 1996-10-01] [lead:: 3]
        """,
        CLIENT,
    )
    assert entries(note.relations) == drawn(
        """
        2:3 配偶 李强-1203 | relation=配偶 name=李强-1203 | [[李强-1203]]
        3:3 女儿 李小雨 | birthday=2010-09-01 birthday_lunar=LunarDay(month=7, day=23, leap=False) relation=女儿 name=李小雨
        4:3 母亲 | relation=母亲
        5:3 李小明 | relation=儿子 name=李小明
        9:3 父亲 | relation=父亲 name=王大明 birthday=1940-02-03
        """
    )
    assert entries(note.anniversaries) == "11:3 结婚纪念日 | date=1996-10-01 lead=3 name=结婚纪念日"


def test_news_with_the_products_that_fit() -> None:
    note = note_of(
        "## 财经要闻\n- 央行下调利率 [要点:: 存款利率或再降] [产品:: [[稳盈90天]], [[货币基金]]]\n"
    )
    assert entries(note.news) == (
        "2:3 央行下调利率 | points=存款利率或再降 products=[[稳盈90天]]、[[货币基金]] title=央行下调利率 | [[稳盈90天]] [[货币基金]]"
    )


def test_problems_come_in_the_order_of_the_file_and_once() -> None:
    text = "## 记录\n- 3点 电话 【【王芳】】 [时长:: 很久]\n- [ ] 甲 📅 2026-02-30\n\n## 计划\n- 电话 【时长：：3】\n"
    assert problems_of(text) == "! 2:3 L4.time\n! 2:9 I1\n! 2:22 Y6.num\n! 3:11 T5\n! 6:6 I2"


def test_every_problem_says_in_both_languages_what_is_wrong() -> None:
    _, problems = read(
        "## 记录\n- 3点 电话 【【王芳】】 [时长:: 很久] [改近:: 1]\n- [ ] 甲 📅 2026-02-30 🔁 偶尔\n- 10:20 话电 [[王芳]]\n"
        "- 电话 [结果:: 同意] [结果:: 拒绝]\n- [] 乙 🔁 每周\n＃ 甲\n##乙\n%% 丙\n"
    )
    assert len({problem.text for problem in problems}) > 10
    for one in problems:
        for language in ("zh", "en"):
            message = one.message(language)
            assert message
            assert "{" not in message


# --- whatever the text ---------------------------------------------------------------------------------------


def check(note: Note, problems: list[Problem], text: str) -> None:
    """What holds for every note: places lie within the file, and nothing is reported twice."""
    lines = text.split("\n")
    links = [link for link in note.links if link.place.line >= note.body_line]
    places = [link.place for link in links]
    places += [one.place for one in (*note.records, *note.tasks, *note.plan, *note.targets, *note.holdings)]
    for place in places:
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
    for one in problems:
        assert 1 <= one.line <= len(lines)
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1, one
        assert one.message("zh")
        assert one.message("en")
    assert len(set(problems)) == len(problems)
    for link in links:
        line = lines[link.place.line - 1]
        assert link.target in line.replace("\\", "/") or "%" in line or "\\" in line or not link.target


_WORDS = st.sampled_from(
    ["---", "\n", "\n\n", "## 记录\n", "## 计划\n", "## 持有\n", "# 总结\n", "- ", "  - ", "\t- ", "1. ", "- [ ] ", "【 】",
     "|", "|--|--|\n", "| 时间 | 方式 | 客户 |\n|--|--|--|\n", "10:15 ", "3点", "电话 ", "成交 ", " · ", "短信 22", "[[王芳]]",
     "[[", "]]", "[时长:: 3]", "[时长:: ", "：：", "【结果：同意】", "(a:: b)", "📅 2026-03-16", "📅", "🔁 每两周", "🆔 a", "⏫",
     "%%", "<!--", "-->", "```\n", "~~~\n", "`", "> ", "^a1", "#标签", "\\|", "](a.md)", "![", "姓名: 王芳\n", "时长: 45", "下次：周三",
     "有效电话 12", "\u3000", "\u00a0", "\ufe0f", "\ufeff", "\0", "２", "²", "\u2028", "\x85", "=", "***\n", "王", "a", " ", "😀"]
)  # fmt: skip
_PATHS = st.sampled_from(
    [JOURNAL, CLIENT, "docs/scripts/a.md", "periods/2026-11.md", "cases/a.md", "journal/x.md"]
)


@given(st.lists(_WORDS, max_size=40).map("".join), _PATHS)
@settings(max_examples=400, deadline=None)
def test_any_mixture_of_marks_is_read_without_failing(text: str, path: str) -> None:
    note, problems = read_note(SourceFile(path, text), playbook(), Settings())
    check(note, problems, text)


@given(st.text(max_size=300), _PATHS)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_failing(text: str, path: str) -> None:
    note, problems = read_note(SourceFile(path, text), playbook(), Settings())
    check(note, problems, text)


REAL = [
    path.relative_to(ROOT).as_posix()
    for folder in ("clients", "journal", "docs", "periods", "cases")
    for path in sorted((ROOT / folder).rglob("*.md"))
]


@given(st.data())
@settings(max_examples=300, deadline=None)
@pytest.mark.skipif(not REAL, reason="skipped: the sample vault is not there")
def test_real_notes_with_damage_are_read_without_failing(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(REAL))
    text = (ROOT / path).read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 30)))
        text = text[:start] + data.draw(_WORDS) + text[end:]
    note, problems = read_note(SourceFile(path, text), playbook(), Settings())
    check(note, problems, text)


def test_ten_thousand_records_in_one_note_stay_linear() -> None:
    line = "- 10:15 电话 [[王芳]] 到期 [时长:: 3] [结果:: 同意]\n"
    begin = process_time()
    note = note_of("## 记录\n" + line * 10_000)
    assert len(note.records) == 10_000
    assert process_time() - begin < 30  # quadratic time would be minutes
