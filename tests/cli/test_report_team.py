"""`cmkb report team`: numbers for the team, and nothing else that anybody wrote."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cmkb.load import load_settings, load_vault
from cmkb.views.team import team_view
from tests.conftest import draw
from tests.sharing.cli import Ran, run

VAULT = """
    === mkdocs.yml
    site_name: 试用
    plugins:
      - cmkb: {owner: 林晓　城南支行}
    === clients/王岚-8899.md
    ---
    电话: ["13800008899"]
    等级: 金卡
    ---
    === docs/scripts/邀约.md
    ---
    category: 邀约
    ---
    您好
    === docs/scripts/自己的.md
    ---
    visibility: private
    ---
    您好
    === periods/2026-11.md
    ---
    goal_calls: 100
    goal_sales: 50万
    ---
    ## 复盘
    那一家又吵架了
    === journal/2026-11-20.md
    ## 计划
    - 有效电话 10
    ## 记录
    - 10:15 电话 [[王岚]] 说了家里的事 [结果:: 同意] [话术:: [[邀约]]] [产品:: 悄悄买的] [金额:: 0]
    - 10:25 电话 [[王岚]] 未接 [结果:: 未接] [话术:: [[自己的]]]
    - 14:00 成交 [[王岚]] [产品:: 悄悄买的] [金额:: 20万]
    - 短信 22
    ## 总结
    - 心里不痛快
    """


def team(folder: Path, *more: str) -> Ran:
    return run("report", "team", "--vault", str(folder), "--today", "2026-11-23", *more)


def test_counts_alone(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    ran = team(folder)
    assert ran.code == 0
    for word in ("王岚", "8899", "家里", "吵架", "痛快", "悄悄", "自己的", "金卡"):
        assert word not in ran.out
    rows = [line.strip("| ").split(" | ") for line in ran.out.splitlines() if line.startswith("|")]
    assert ["2026-11", "有效电话", "通", "100", "1"] in rows
    assert ["2026-11", "销售金额", "元", "500000", "200000"] in rows
    assert ["2026-11", "电话", "2"] in rows
    assert ["2026-11", "短信", "22"] in rows
    assert ["邀约", "1", "1", "1", "1", "1", "1"] in rows
    assert not (folder / "docs/team").exists()


def test_every_cell_is_a_number_or_a_word_of_the_playbook_or_a_shared_title(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    vault = load_vault(folder, load_settings(folder).settings).vault
    known = {kpi.label for kpi in vault.playbook.kpis.values()} | {
        kpi.unit for kpi in vault.playbook.kpis.values()
    }
    known |= {*vault.playbook.kinds, "邀约", ""}
    table = ""
    for line in team(folder).out.splitlines():
        if not line.startswith("|"):
            table = ""
            continue
        cells = [cell.strip() for cell in line[1:-1].split("|")]
        if table and not cells[0].startswith("---"):
            for cell in cells:
                assert cell in known or re.fullmatch(
                    r"[0-9.]+|20[0-9]{2}(?:-(?:[0-9]{2}|[WQH][0-9]+))?", cell
                ), cell
        table = "head"


def test_written_once_and_again_only_when_something_changed(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    ran = team(folder, "--export")
    assert (ran.code, ran.out) == (0, "")
    assert "写好了：docs/team/林晓 城南支行.md" in ran.err
    file = folder / "docs/team/林晓 城南支行.md"
    first = file.read_bytes()
    assert (
        "没有变化" in run("report", "team", "--export", "--vault", str(folder), "--today", "2026-11-24").err
    )
    assert file.read_bytes() == first
    journal = folder / "journal/2026-11-20.md"
    journal.write_text(journal.read_text("utf-8").replace("短信 22", "短信 23"), "utf-8")
    assert "写好了" in team(folder, "--export").err
    assert "| 2026-11 | 短信 | 23 |" in file.read_text("utf-8")
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize(
    "there", ["# 写着玩\n", '---\nowner: "别人"\nmade_by: cmkb report team --export\n---\n']
)
def test_what_somebody_else_wrote_is_left_alone(there: str, tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    file = folder / "docs/team/林晓 城南支行.md"
    file.parent.mkdir()
    file.write_text(there, "utf-8")
    ran = team(folder, "--export")
    assert ran.code == 2
    assert "是别人写的，没有动它" in ran.err
    assert file.read_text("utf-8") == there


def test_without_an_owner_nobody_knows_whose_numbers_they_are(tmp_path: Path) -> None:
    folder = draw(tmp_path, "=== clients/王岚.md\n# 王岚\n")
    ran = team(folder, "--export")
    assert ran.code == 2
    assert "owner" in ran.err


def test_several_members_are_added_up(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    assert team(folder, "--export").code == 0
    text = (folder / "docs/team/林晓 城南支行.md").read_text("utf-8")
    other = text.replace("林晓 城南支行", "张伟").replace("| 100 | 1 |", "| 50 | 9 |")
    (folder / "docs/team/张伟.md").write_text(other, "utf-8")
    (folder / "docs/team/说明.md").write_text("# 怎么用\n| a | b |\n|---|---|\n| 1 | 2 |\n", "utf-8")
    view = team_view(load_vault(folder, load_settings(folder).settings).vault)
    assert view.members == ("张伟", "林晓 城南支行")
    (calls,) = [row for row in view.goals if (row.period, row.kpi) == ("2026-11", "有效电话")]
    assert (calls.goal, calls.done, calls.members) == (150, 10, 2)
    assert calls.rate == pytest.approx(10 / 150)
    (script,) = view.scripts
    assert (script.name, script.counts.uses, script.counts.sold, script.members) == ("邀约", 2, 2, 2)
    (month,) = [row for row in view.activity if row.period == "2026-11" and row.member == "张伟"]
    assert dict(month.counts)["短信"] == 22


def test_what_somebody_without_a_goal_did_is_no_part_of_reaching_that_of_others(tmp_path: Path) -> None:
    table = "## 指标\n| 时期 | 指标 | 单位 | 目标 | 完成 |\n|--|--|--|--|--|\n"
    folder = draw(
        tmp_path,
        f"=== docs/team/林晓.md\n{table}| 2026-11 | 有效电话 | 通 | 100 | 40 |\n"
        f"=== docs/team/张伟.md\n{table}| 2026-11 | 有效电话 | 通 | | 60 |\n",
    )
    (row,) = team_view(load_vault(folder, load_settings(folder).settings).vault).goals
    assert (row.goal, row.done, row.rate) == (100, 100, 0.4)
    assert (row.with_goal, row.members) == (1, 2)
