"""What `today`, `follow-ups`, `show` and `find` answer, drawn: notes in, JSON or text out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Draw = Callable[[str], Path]

# 2026-11-23 is a Monday.
VAULT = """
    === clients/王芳-8899.md
    ---
    姓名: 王芳
    性别: 女
    生日: 1968-03-21
    电话: 138 0000 8899
    等级: 金卡
    客户状态: 客户
    开户日: 2026-11-01
    联系频率: 10d/15d
    推荐人: "[[李强]]"
    车牌: 无
    ---
    ## 持有
    - [[稳盈90天]] [金额:: 20万] [买入:: 2026-09-05] [到期:: 2026-12-04]
    ## 跟进
    - [ ] 送到期续做方案 📅 2026-11-19 🆔 wf01
    - [ ] 半年检视 📅 2027-05-01
    === clients/李强.md
    ---
    姓名: 李强
    等级: 普通
    ---
    === docs/products/稳盈90天.md
    # 稳盈90天
    九十天，非保本浮动收益。
    === journal/2026/2026-11-20.md
    ## 计划
    - 电话 [[李强]] 约面谈
    ## 记录
    - 10:15 电话 [[王芳-8899]] 同意来谈 [结果:: 同意] [约见:: 2026-11-23 15:00] [地点:: 城南支行]
    === journal/2026/2026-11-23.md
    ## 计划
    - 有效电话 12
    ## 记录
    - 09:10 来电 [[李强]] 问赎回
    """


def test_follow_ups_as_json(vault: Draw, cmkb: Run) -> None:
    rows = cmkb(vault(VAULT), "follow-ups", "--json").json
    assert rows == [
        {
            "date": "2026-11-19",
            "time": "",
            "show_from": "2026-11-19",
            "show_until": None,
            "kind": "task",
            "client": "clients/王芳-8899.md",
            "client_name": "王芳",
            "title": "送到期续做方案",
            "why": "",
            "overdue_days": 4,
            "script": None,
            "task_id": "wf01",
            "source": {"path": "clients/王芳-8899.md", "line": 16},
        },
        {
            "date": "2026-11-23",
            "time": "15:00",
            "show_from": "2026-11-23",
            "show_until": "2026-12-07",
            "kind": "appointment",
            "client": "clients/王芳-8899.md",
            "client_name": "王芳",
            "title": "见面",
            "why": "城南支行 · 11-20 电话 同意 同意来谈",
            "overdue_days": 0,
            "script": None,
            "task_id": "",
            "source": {"path": "journal/2026/2026-11-20.md", "line": 4},
        },
    ]


@pytest.mark.parametrize(
    ("days", "kinds"),
    [
        (0, ["task", "appointment"]),
        (12, ["task", "appointment", "maturity", "cadence"]),  # last contact 11-20, at most 15 days
        # 李强's cadence, the festivals of a year, her birthday, the task of May
        (
            365,
            [
                "task",
                "appointment",
                "maturity",
                "cadence",
                "festival",
                "cadence",
                "festival",
                "birthday",
                "task",
            ]
            + ["festival"] * 3,
        ),
    ],
)
def test_days_says_how_far_ahead(vault: Draw, cmkb: Run, days: int, kinds: list[str]) -> None:
    rows = cmkb(vault(VAULT), "follow-ups", "--days", str(days), "--json").json
    assert [row["kind"] for row in rows] == kinds


def test_follow_ups_as_text(vault: Draw, cmkb: Run) -> None:
    ran = cmkb(vault(VAULT), "follow-ups")
    assert ran.code == 0
    assert ran.out == (
        "2026年11月23日　星期一\n"
        "\n"
        "逾期 1\n"
        "  逾期 4 天  王芳（金卡）\n"
        "             送到期续做方案 · 11-19 · clients/王芳-8899.md:16 #1 ID wf01\n"
        "\n"
        "今天要办 1\n"
        "  15:00      王芳（金卡）\n"
        "             见面 · 城南支行 · 11-20 电话 同意 同意来谈\n"
        "             journal/2026/2026-11-20.md:4\n"
    )


def test_today_as_json(vault: Draw, cmkb: Run) -> None:
    answer = cmkb(vault(VAULT), "today", "--json").json
    assert answer["date"] == "2026-11-23"
    assert [(group["key"], group["count"]) for group in answer["groups"]] == [
        ("appt", 1),
        ("late", 1),
        ("due", 1),  # matures on 12-04, the word of thirty days before is still wanted
    ]
    assert answer["groups"][1]["rows"] == cmkb(vault(VAULT), "follow-ups", "--json").json[:1]
    calls = next(quota for quota in answer["quotas"] if quota["target"] == 12)
    assert (calls["label"], calls["actual"], calls["unit"]) == ("有效电话", 1, "通")
    (call,) = answer["unanswered"]
    assert (call["kind"], call["clients"], call["text"]) == ("来电", ["clients/李强.md"], "问赎回")
    assert [(c["client"], c["since"], c["title"]) for c in answer["carried_over"]] == [
        ("clients/王芳-8899.md", "2026-11-19", "送到期续做方案"),
        ("clients/李强.md", "2026-11-20", "电话 约面谈"),
    ]
    assert answer["never_contacted"] == []


def test_today_lays_out_what_is_reported_in_the_morning(vault: Draw, cmkb: Run) -> None:
    drawing = """
        === clients/何晓.md
        ---
        姓名: 何晓
        来源: 大堂
        建档日: 2026-11-21
        ---
        === journal/2026-11-20.md
        ## 计划
        - 有效电话 6
        ## 记录
        - 电话 3
        """
    out = cmkb(vault(drawing), "today").out
    assert "早会要报的\n  业绩 11-20 有效电话 3 / 6" in out
    assert "  推荐 何晓 （大堂） → 还没联系\n" in out
    morning = cmkb(vault(drawing), "today", "--json").json["morning"]
    assert morning["day_before"] == "2026-11-20"
    assert [(kpi["key"], kpi["plan"], kpi["actual"]) for kpi in morning["kpis"]] == [("calls", 6, 3)]
    (one,) = morning["referrals"]
    assert (one["client"], one["source"], one["date"], one["last"]) == (
        "clients/何晓.md",
        "大堂",
        "2026-11-21",
        None,
    )


def test_today_as_text(vault: Draw, cmkb: Run) -> None:
    out = cmkb(vault(VAULT), "today").out
    assert out.startswith("2026年11月23日　星期一\n\n约好的 1\n  15:00      王芳（金卡）\n")
    assert "有效电话        1 / 12 通" in out
    assert "没回的来电 1\n  11-23 09:10 李强 问赎回  journal/2026/2026-11-23.md:4" in out
    assert "计划了没做 1\n  11-20 李强 电话 约面谈  journal/2026/2026-11-20.md:2" in out


def test_a_long_list_is_cut_to_what_is_read_at_a_glance(vault: Draw, cmkb: Run) -> None:
    folder = vault("=== clients/王芳.md\n" + "".join(f"- [ ] 第 {n} 件 📅 2026-11-20\n" for n in range(30)))
    out = cmkb(folder, "today").out
    assert "第 11 件" in out
    assert "第 12 件" not in out
    assert "逾期 30\n" in out
    assert "  还有 18 件，全部见 cmkb today --all\n" in out
    assert "第 29 件" in cmkb(folder, "today", "--all").out
    assert len(cmkb(folder, "today", "--json").json["groups"][0]["rows"]) == 30


def test_a_day_without_anything(vault: Draw, cmkb: Run) -> None:
    ran = cmkb(vault("=== clients/王芳.md\n# 王芳\n"), "today")
    assert ran.code == 0
    assert "今天没有要办的事" in ran.out
    assert cmkb(vault(""), "follow-ups").out == "2026年11月23日　星期一\n\n  没有要跟进的\n"


def test_show_as_json(vault: Draw, cmkb: Run) -> None:
    client = cmkb(vault(VAULT), "show", "wf", "--json").json
    assert client["path"] == "clients/王芳-8899.md"
    assert client["name"] == "王芳"
    assert client["fields"] == {
        "name": "王芳",
        "gender": "女",
        "birthday": "1968-03-21",
        "phones": ["13800008899"],
        "tier": "金卡",
        "status": "客户",
        "opened": "2026-11-01",
        "cadence": "10d/15d",
        "referred_by": ["李强"],
    }
    assert client["extra"] == {"车牌": "无"}
    assert 0 < client["completeness"] < 1
    assert "occupation" in client["missing"]
    assert "phones" not in client["missing"]
    assert client["last_contact"] == "2026-11-20"
    (record,) = client["timeline"]
    assert record["date"] == "2026-11-20"
    assert record["kind"] == "电话"
    assert record["fields"] == {"result": "同意", "appt": "2026-11-23T15:00", "place": "城南支行"}
    (holding,) = client["holdings"]
    assert holding["product"] == "稳盈90天"
    assert (holding["amount"], holding["bought"], holding["matures"]) == (200000, "2026-09-05", "2026-12-04")
    assert [row["kind"] for row in client["follow_ups"]] == [
        "task",
        "appointment",
        "maturity",
        "cadence",
        "task",
    ]


def test_show_as_text(vault: Draw, cmkb: Run) -> None:
    out = cmkb(vault(VAULT), "show", "8899").out
    assert out.startswith(
        "王芳  金卡 · 客户 · 女 · 58 岁\nclients/王芳-8899.md\n\n上次联系 11-20，3 天前（限 15 天）\n"
    )
    assert "持有\n  稳盈90天 · 金额 20万 · 买入 2026-09-05 · 到期 2026-12-04" in out
    assert "最近的记录\n  11-20 10:15 电话 同意 同意来谈" in out
    assert "车牌  无" in out


def test_who_may_be_several_words(vault: Draw, cmkb: Run) -> None:
    assert cmkb(vault(VAULT), "show", "王芳", "8899", "--json").json["path"] == "clients/王芳-8899.md"


def test_find_in_names_fields_and_lines(vault: Draw, cmkb: Run) -> None:
    folder = vault(VAULT)
    found = [(hit["path"], hit["line"], hit["text"]) for hit in cmkb(folder, "find", "稳盈", "--json").json]
    assert found == [
        ("docs/products/稳盈90天.md", 1, "# 稳盈90天"),
        ("clients/王芳-8899.md", 14, "- [[稳盈90天]] [金额:: 20万] [买入:: 2026-09-05] [到期:: 2026-12-04]"),
    ]
    (car,) = cmkb(folder, "find", "车牌", "--json").json
    assert (car["line"], car["text"], car["name"]) == (11, "车牌: 无", "王芳")
    (line,) = cmkb(folder, "find", "电话", "同意来谈", "--json").json  # both in one line
    assert (line["path"], line["heading"]) == ("journal/2026/2026-11-20.md", "记录")
    assert cmkb(folder, "find", "lq", "--json").json[0]["path"] == "clients/李强.md"  # initials


def test_find_as_text_with_the_lines_around(vault: Draw, cmkb: Run) -> None:
    out = cmkb(vault(VAULT), "find", "问赎回", "-C", "1").out
    assert out == (
        "2026-11-23  journal/2026/2026-11-23.md\n  3     ## 记录\n  4     - 09:10 来电 [[李强]] 问赎回\n  5\n"
    )


def test_find_what_is_not_there(vault: Draw, cmkb: Run) -> None:
    ran = cmkb(vault(VAULT), "find", "没有的话")
    assert (ran.code, ran.out, ran.err) == (0, "", "没有找到“没有的话”\n")
    assert cmkb(vault(VAULT), "find", "没有的话", "--json").json == []


def test_regular_expressions_are_plain_text(vault: Draw, cmkb: Run) -> None:
    assert cmkb(vault(VAULT), "find", "(a+)+$").code == 0


def test_playbooks(vault: Draw, cmkb: Run) -> None:
    folder = vault("=== playbook.yml\nextends: bank-personal\ntitle: 我的做法\n")
    listed = cmkb(folder, "playbook", "list", "--json").json
    assert {"name": "bank-personal", "title": "银行个人客户经理", "texts": [2, 14, 19]} in listed
    assert "bank-personal" in cmkb(folder, "playbook", "list").out
    shown = cmkb(folder, "playbook", "show", "bank-personal", "--json").json
    assert list(shown["tiers"]) == ["普通", "金卡", "白金", "钻石", "私行"]
    assert "需求面谈" in cmkb(folder, "playbook", "show", "bank-personal").out
    assert cmkb(folder, "playbook", "show").out.startswith("我的做法")  # without a name: the vault's own


def test_answers_in_english(vault: Draw, cmkb: Run) -> None:
    config = "site_name: Notes\nplugins:\n  - cmkb:\n      language: en\n"
    ran = cmkb(vault(f"=== mkdocs.yml\n{config}=== clients/Ann.md\n[[Bob]]\n"), "check")
    assert "is not there: check the name" in ran.err


CLUB = """
    === mkdocs.yml
    site_name: 会所
    plugins:
      - cmkb:
          playbook: members-club
    === clients/沈岚.md
    ---
    核心客户: true
    入会日期: 2025-03-02
    ---
    === journal/2026-11-22.md
    ## 记录
    - 18:00 员工交流 [时长:: 60]
    === journal/2026-11-23.md
    ## 记录
    - 18:00 员工交流 [时长:: 45]
    """


def test_today_tells_the_running_week_half_month_and_month(vault: Draw, cmkb: Run) -> None:
    root = vault(CLUB)
    answer = cmkb(root, "today", "--json").json
    found = {one["key"]: (one["per"], one["actual"], one["target"]) for one in answer["quotas"]}
    assert found["staff_talk"] == ("week", 45, 180)  # the 22nd is a Sunday, of the week before
    assert found["core_greeting"] == ("half-month", 0, 1)
    assert found["consumption_report"] == ("month", 0, 1)
    text = cmkb(root, "today").out
    assert "本周 和服务员交流" in text
    assert "45 / 180 分" in text


def test_reports_carry_quotas_and_the_team_s_goals_with_stable_keys(vault: Draw, cmkb: Run) -> None:
    root = vault(CLUB)
    day, month = (cmkb(root, "report", grain, "--json").json for grain in ("day", "month"))
    keys = {
        "key",
        "label",
        "per",
        "least",
        "most",
        "unit",
        "start",
        "end",
        "value",
        "target",
        "counts",
        "kept",
        "rate",
    }
    for quota in (*day["quotas"], *month["quotas"]):
        assert keys <= quota.keys()
    (week,) = (one for one in day["quotas"] if one["key"] == "staff_talk")
    assert (week["value"], week["target"], week["kept"]) == (45, 180, None)  # there is still time
    (weeks,) = (one for one in month["quotas"] if one["key"] == "staff_talk")
    assert (weeks["value"], weeks["target"], weeks["counts"], weeks["kept"]) == (0, 1, "week", False)
    assert month["goals"] == []


def test_find_named_a_field_by_its_english_key(vault: Draw, cmkb: Run) -> None:
    """The Chinese reader's note says 电话; the key still finds it."""
    folder = vault("=== clients/王芳.md\n---\n姓名: 王芳\nphones: 13800001234\n车牌: 京A\n---\n")
    for words in ("13800001234", "电话", "phones"):
        assert "电话: 13800001234" in cmkb(folder, "find", words).out, words
    assert "车牌: 京A" in cmkb(folder, "find", "车牌").out
