"""`cmkb report`: the same day or period in four formats, for the supervisor."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cmkb.load import all_problems, load_settings, load_vault
from cmkb.pages.catalog import all_pages

Run = Callable[..., Any]
Draw = Callable[[str], Path]
SAMPLE = Path(__file__).resolve().parents[2]

# 2026-11-23 is a Monday.
VAULT = """
    === mkdocs.yml
    site_name: 试用
    plugins:
      - cmkb:
          owner: 林晓
    === clients/王芳-8899.md
    ---
    姓名: 王芳
    电话: 138 0000 8899
    等级: 金卡
    开户日: 2026-11-01
    ---
    === clients/李强.md
    ---
    姓名: 李强
    ---
    === docs/products/稳盈90天.md
    # 稳盈90天
    === periods/2026-11.md
    ---
    period: 2026-11
    goal_calls: 21
    goal_sales: 100万
    ---
    === journal/2026/2026-11-20.md
    ## 计划
    - 电话 [[李强]] 约面谈
    ## 记录
    - 10:15 电话 [[王芳-8899]] 换了号 138-0000-8899 [结果:: 接通]
    - 15:30 成交 [[王芳-8899]] [产品:: [[稳盈90天]]] [金额:: 20万]
    === journal/2026/2026-11-23.md
    ## 计划
    - 有效电话 12 · 销售 50万
    ## 记录
    - 10:15 电话 [[王芳-8899]] 同意来谈 [结果:: 同意] [约见:: 2026-11-24 15:00] [优点:: 准备充分]
    - 11:00 成交 [[王芳-8899]] [产品:: [[稳盈90天]]] [金额:: 30万]
    ## 总结
    - 有效电话 2 (路上打了一通)
    - 成：约成一位
    ## 市场反馈
    - 对面报 13900009911 也在卖
    """


def test_a_day_as_json(vault: Draw, cmkb: Run) -> None:
    day = cmkb(vault(VAULT), "report", "day", "2026-11-23", "--json").json
    assert day["date"] == "2026-11-23"
    figures = [tuple(kpi[key] for key in ("key", "label", "plan", "actual", "unit")) for kpi in day["kpis"]]
    assert figures == [
        ("calls", "有效电话", 12, 2, "通"),
        ("needs", "需求面谈", None, 0, "次"),
        ("deals", "成交面谈", None, 0, "次"),
        ("sales", "销售金额", 500000, 300000, "元"),
        ("services", "售后服务", None, 0, "次"),
        ("dialled", "拨打电话", None, 1, "通"),
        ("sold", "成交笔数", None, 1, "笔"),
    ]
    calls = day["kpis"][0]
    assert (calls["derived"], calls["overridden"], calls["reason"]) == (1, True, "路上打了一通")
    assert calls["records"] == [{"path": "journal/2026/2026-11-23.md", "line": 4}]
    assert day["carried_over"] == [
        {
            "title": "电话 约面谈",
            "client": "clients/李强.md",
            "client_name": "李强",
            "since": "2026-11-20",
            "late": 3,
            "source": {"path": "journal/2026/2026-11-20.md", "line": 2},
        }
    ]
    assert (day["tomorrow"]["date"], day["tomorrow"]["written"]) == ("2026-11-24", False)
    (todo,) = day["tomorrow"]["items"]
    assert (todo["time"], todo["client"], todo["client_name"]) == ("15:00", "clients/王芳-8899.md", "王芳")
    assert day["summary"] == {"well": ["约成一位"], "badly": [], "change": [], "rest": []}
    assert [call["client_name"] for call in day["calls"]] == ["王芳"]
    assert [(part["label"], len(part["lines"])) for part in day["parts"]] == [
        ("市场反馈", 1),
        ("合理化建议", 0),
        ("需要支持", 0),
    ]


def test_json_is_a_format_like_the_others(vault: Draw, cmkb: Run) -> None:
    folder = vault(VAULT)
    assert (
        cmkb(folder, "report", "day", "--format", "json").out == cmkb(folder, "report", "day", "--json").out
    )


def test_a_day_as_markdown_is_what_is_printed(vault: Draw, cmkb: Run) -> None:
    ran = cmkb(vault(VAULT), "report", "day")
    assert ran.code == 0
    assert ran.out.startswith("# 每日工作计划与总结表\n\n2026年11月23日 星期一　　林晓\n")
    assert "| 有效电话数量 | 12 通 | **2 通** | 17% | 记录里是 1，路上打了一通 |" in ran.out
    assert "| 销售产品及金额 | 50万元 | **30万元** | 60% | 稳盈90天 30万 |" in ran.out
    headings = re.findall(r"^## (\S+)", ran.out, re.M)
    assert headings == [
        "各环节成败分析与总结", "次日计划", "结转（以前没做完的）", "电话邀约记录", "定量", "市场反馈", "合理化建议", "需要支持",
    ]  # fmt: skip


def test_numbers_are_hidden_unless_asked_for(vault: Draw, cmkb: Run, tmp_path: Path) -> None:
    folder = vault(VAULT)
    for kind in ("md", "html", "json", "xlsx"):
        for grain in ("day", "week", "month"):
            file = tmp_path / f"{grain}.{kind}"
            assert cmkb(folder, "report", grain, "2026-11-23", "--output", str(file)).code == 0
            text = _text(file)
            assert "139****9911" in text
            assert "王芳" in text or grain == "week"  # names stay
            assert not re.search(r"13900009911|1380000|138-0000", text)
    shown = cmkb(folder, "report", "day", "--no-mask").out
    assert "13900009911" in shown
    assert "已隐去" not in shown


def _text(file: Path) -> str:
    if file.suffix != ".xlsx":
        return file.read_text("utf-8")
    rows = openpyxl.load_workbook(BytesIO(file.read_bytes())).active.iter_rows(values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


@pytest.mark.parametrize(
    ("written", "date_"),
    [
        (None, "2026-11-23"),
        ("2026/11/20", "2026-11-20"),
        ("昨天", "2026-11-22"),
        ("明天", "2026-11-24"),
        ("周五", "2026-11-20"),  # the latest: reports look back
        ("11-24", "2025-11-24"),
        ("20号", "2026-11-20"),
    ],
)
def test_the_day_as_people_say_it(vault: Draw, cmkb: Run, written: str | None, date_: str) -> None:
    args = [written] if written else []
    assert cmkb(vault(VAULT), "report", "day", *args, "--json").json["date"] == date_


@pytest.mark.parametrize(
    ("grain", "written", "period"),
    [
        ("week", None, "2026-W48"),
        ("week", "2026-W47", "2026-W47"),
        ("week", "周五", "2026-W47"),
        ("month", "2026年10月", "2026-10"),
        ("quarter", "2026-11", "2026-Q4"),
        ("half", "2026-03-01", "2026-H1"),
        ("year", "2025", "2025"),
    ],
)
def test_periods(vault: Draw, cmkb: Run, grain: str, written: str | None, period: str) -> None:
    args = [written] if written else []
    answer = cmkb(vault(VAULT), "report", grain, *args, "--json").json
    assert (answer["grain"], answer["period"]) == (grain, period)


def test_a_month_holds_goals_against_the_days_added_up(vault: Draw, cmkb: Run) -> None:
    folder = vault(VAULT)
    month = cmkb(folder, "report", "month", "--json").json
    figures = {kpi["key"]: (kpi["plan"], kpi["actual"], kpi["derived"]) for kpi in month["kpis"]}
    assert figures["calls"] == (21, 3, 2)
    assert figures["sales"] == (1000000, 500000, 500000)
    assert [(sale["product"], sale["amount"]) for sale in month["sales"]] == [("稳盈90天", 500000)]
    out = cmkb(folder, "report", "month").out
    assert out.startswith("# 2026年11月 月报\n")
    assert "| 有效电话数量 | 21 通 | **3 通** | 14% |" in out
    assert "- 11-23 对面报 139****9911 也在卖" in out


# --- the same figures everywhere ----------------------------------------------------------------------------


def test_pages_terminal_and_reports_never_disagree(cmkb: Run) -> None:
    """On the sample: the day's page, `today`, the day's report; and a month is the sum of its days."""
    month = cmkb(SAMPLE, "report", "month", "2026-11", "--json").json
    sums: dict[str, float] = {}
    settings = load_settings(SAMPLE).settings
    loaded = load_vault(SAMPLE, settings)
    today = date(2026, 11, 23)
    site = all_pages(loaded.vault, all_problems(loaded, today), loaded.left_out, today)
    pages = {page.path: page for page in site.pages}
    for piece in month["pieces"]:
        day = cmkb(SAMPLE, "report", "day", piece["start"], "--json").json
        for kpi in day["kpis"]:
            sums[kpi["key"]] = sums.get(kpi["key"], 0) + kpi["actual"]
        html = unescape(pages[f"journal/2026/{piece['start']}.html"].render())
        for kpi in day["kpis"]:
            shown = f"{kpi['actual'] // 10_000}万" if kpi["actual"] >= 10_000 else str(kpi["actual"])
            assert re.search(rf"{re.escape(kpi['label'])}.*?<b>{shown}", html, re.S), (
                piece["start"],
                kpi["key"],
            )
    assert {kpi["key"]: kpi["actual"] for kpi in month["kpis"]} == {
        k: v for k, v in sums.items() if v or k in sums
    }
    on_today = {quota["kpi"]: quota for quota in cmkb(SAMPLE, "today", "--json").json["quotas"]}
    for kpi in cmkb(SAMPLE, "report", "day", "--json").json["kpis"]:
        if kpi["plan"] is not None:
            assert on_today[kpi["key"]]["actual"] == kpi["actual"]


def test_carried_over_is_that_of_today(cmkb: Run) -> None:
    keys = ("title", "client", "since", "source")
    on_today = cmkb(SAMPLE, "today", "--json").json["carried_over"]
    reported = cmkb(SAMPLE, "report", "day", "--json").json["carried_over"]
    assert [[one[key] for key in keys] for one in reported] == [
        [one[key] for key in keys] for one in on_today
    ]


# --- files and misuse ---------------------------------------------------------------------------------------


def test_the_file_s_name_says_the_format(vault: Draw, cmkb: Run, tmp_path: Path) -> None:
    folder = vault(VAULT)
    for name, begin in (
        ("日报.html", b"<!doctype html>"),
        ("日报.xlsx", b"PK"),
        ("日报.json", b"{"),
        ("日报.md", b"# "),
    ):
        ran = cmkb(folder, "report", "day", "--output", str(tmp_path / "新" / name))
        assert (ran.code, ran.out) == (0, "")
        assert name in ran.err
        assert (tmp_path / "新" / name).read_bytes().startswith(begin)
    assert sorted(path.name for path in (tmp_path / "新").iterdir()) == [
        "日报.html",
        "日报.json",
        "日报.md",
        "日报.xlsx",
    ]


def test_a_report_is_written_anew(vault: Draw, cmkb: Run) -> None:
    folder = vault(VAULT)
    target = folder / "reports" / "日报.md"
    for day in ("2026-11-20", "2026-11-23"):
        assert cmkb(folder, "report", "day", day, "--output", str(target)).code == 0
    assert "2026年11月23日" in target.read_text("utf-8")


@pytest.mark.parametrize("name", ["docs/日报.html", "journal/2026/2026-11-23.md", "clients/表.xlsx"])
def test_never_among_the_notes(vault: Draw, cmkb: Run, name: str) -> None:
    """There a report would be read as a note, shared with the team, or take the place of one."""
    folder = vault(VAULT)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    ran = cmkb(folder, "report", "day", "--output", str(folder / name))
    assert ran.code == 2
    assert "笔记文件夹" in ran.err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["day", "--format", "xlsx"], "--output"),
        (["day", "某天"], "2026-11-23"),
        (["month", "2026"], "2026-11"),
        (["day", "--json", "--format", "html"], "--json"),
        (["day", "--format", "pdf"], "--format"),
        (["days"], "day"),
        (["day", "--output", "."], "文件夹"),
    ],
)
def test_misuse_ends_with_2_and_says_what_would_be_right(
    vault: Draw, cmkb: Run, args: list[str], said: str
) -> None:
    ran = cmkb(vault(VAULT), "report", *args)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_strict_fails_where_notes_want_mending(vault: Draw, cmkb: Run) -> None:
    folder = vault(VAULT.rstrip(" ") + "    === clients/坏.md\n    ---\n    姓名: [\n")
    assert cmkb(folder, "report", "day").code == 0
    assert cmkb(folder, "report", "day", "--strict").code == 1


def test_an_empty_vault_has_a_report_too(vault: Draw, cmkb: Run) -> None:
    for grain in ("day", "week", "month", "quarter", "half", "year"):
        ran = cmkb(vault(""), "report", grain)
        assert ran.code == 0
        assert "没有写" in ran.out
