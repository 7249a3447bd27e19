"""Exit codes, problems on stderr, misuse in one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cmkb.cli.main import COMMANDS, main
from cmkb.cli.output import width

Run = Callable[..., Any]
Draw = Callable[[str], Path]

CLEAN = "=== clients/王芳.md\n# 王芳\n"
BROKEN = "=== clients/王芳.md\n看 [[李雷]]\n"
NOTICE = "=== clients/王芳.md\n# 王芳\n=== journal/2026-11-20.md\n## 记录\n- 电话 [[王芳]] [时长:: 9]\n"
TWO = """
    === clients/王芳-8899.md
    ---
    姓名: 王芳
    等级: 金卡
    ---
    === clients/王芳-0417.md
    ---
    姓名: 王芳
    ---
    """


@pytest.mark.parametrize("command", ["today", "follow-ups", "show 王芳", "find 王芳"])
def test_problems_in_notes_do_not_stop_an_answer(vault: Draw, cmkb: Run, command: str) -> None:
    ran = cmkb(vault(BROKEN), *command.split())
    assert ran.code == 0
    assert ran.err == "clients/王芳.md:1:3: L1 找不到 [[李雷]]：核对名字，或新建这个笔记\n"


@pytest.mark.parametrize("command", ["today", "follow-ups", "show 王芳", "find 王芳", "check"])
def test_strict_makes_them_an_exit_code(vault: Draw, cmkb: Run, command: str) -> None:
    assert cmkb(vault(BROKEN), *command.split(), "--strict").code == 1
    assert cmkb(vault(CLEAN), *command.split(), "--strict").code == 0
    assert cmkb(vault(NOTICE), *command.split(), "--strict").code == 0  # notices do not count


def test_check(vault: Draw, cmkb: Run) -> None:
    ran = cmkb(vault(BROKEN), "check")
    assert ran.code == 1
    assert ran.err == "clients/王芳.md:1:3: L1 找不到 [[李雷]]：核对名字，或新建这个笔记\n"
    assert ran.out == "1 个笔记：0 处错误，1 处警告，0 处提示\n"
    assert cmkb(vault(BROKEN), "check", "--json").json == [
        {
            "path": "clients/王芳.md",
            "line": 1,
            "column": 3,
            "code": "L1",
            "severity": "warning",
            "message": "找不到 [[李雷]]：核对名字，或新建这个笔记",
            "fixable": False,
        }
    ]


def test_check_of_notes_in_order(vault: Draw, cmkb: Run) -> None:
    assert cmkb(vault(CLEAN), "check").code == 0
    ran = cmkb(vault(NOTICE), "check")
    assert ran.code == 0
    assert "L6 " in ran.err  # check shows notices too


def test_of_many_problems_an_answer_shows_the_first(vault: Draw, cmkb: Run) -> None:
    folder = vault("=== clients/王芳.md\n" + "".join(f"[[无{n}]]\n" for n in range(50)))
    lines = cmkb(folder, "today").err.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "cmkb: 还有 30 处问题，全部见 cmkb check"
    assert len(cmkb(folder, "check").err.splitlines()) == 50


def test_two_of_one_name_are_listed_not_guessed(vault: Draw, cmkb: Run) -> None:
    ran = cmkb(vault(TWO), "show", "王芳")
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err == (
        "cmkb: “王芳”可能是这 2 位，写得再准一些，比如文件名：\n"
        "  王芳-0417: 王芳 0417\n"
        "  王芳-8899: 王芳 8899（金卡）\n"
    )
    ran = cmkb(vault(TWO), "show", "王芳", "--json")
    assert ran.code == 2
    assert ran.json == {
        "candidates": [
            {"path": "clients/王芳-0417.md", "name": "王芳 0417"},
            {"path": "clients/王芳-8899.md", "name": "王芳 8899"},
        ]
    }


def test_two_files_of_one_name_are_listed_by_path(vault: Draw, cmkb: Run) -> None:
    folder = vault("=== clients/东/王芳.md\n# 王芳\n=== clients/西/王芳.md\n# 王芳\n")
    assert cmkb(folder, "show", "王芳").err.splitlines()[-2:] == [
        "  clients/东/王芳: 王芳",
        "  clients/西/王芳: 王芳",
    ]
    assert cmkb(folder, "show", "clients/西/王芳").code == 0


def test_nobody_of_that_name(vault: Draw, cmkb: Run) -> None:
    ran = cmkb(vault(TWO), "show", "李雷", "--json")
    assert ran.code == 2
    assert ran.json == {"candidates": []}
    assert ran.err == "cmkb: 没有找到客户“李雷”：在所有笔记里查找用 cmkb find，新建用 cmkb new client\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ("todya", "没有命令 todya，是不是 today？"),
        ("abc", "没有命令 abc，见 cmkb --help"),
        ("playbook shwo", "没有命令 shwo，是不是 show？"),
        ("playbook show bank-persnal", "没有工作方法 bank-persnal，是不是 bank-personal？"),
        ("today --jsno", "没有选项 --jsno，是不是 --json？"),
        ("show", "少了 WHO，见 cmkb show --help"),
        ("init", "少了 DIR"),
        ("follow-ups --days drei", "--days 的值不对，见 cmkb follow-ups --help"),
        ("follow-ups --days -1", "--days 的值不对"),
        ("follow-ups --days", "选项 --days 的写法不对"),
        ("today extra", "用法不对，见 cmkb today --help (got unexpected extra argument (extra))"),
        ("today --today 2026-02-30", "--today 要写成 2026-11-23 这样的日期"),
        ("--today gestern today", "--today 要写成 2026-11-23 这样的日期"),
        ("today --vault nowhere", "没有文件夹 nowhere"),
        ("build --audience all", "--audience 的值不对"),
    ],
)
def test_misuse_is_one_line_and_exit_code_2(args: str, said: str) -> None:
    ran = CliRunner().invoke(main, args.split())
    assert ran.exit_code == 2
    assert ran.stdout == ""
    assert ran.stderr.startswith("cmkb: " + said)
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["today", "follow-ups", "show 王", "find 王", "check", "build", "serve"])
def test_outside_a_vault(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cmkb: Run) -> None:
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(main, command.split())
    assert ran.exit_code == 2
    assert ran.stderr.startswith("cmkb: 这里和上级文件夹都没有 mkdocs.yml：")
    ran = cmkb(tmp_path, *command.split(), today=None)
    assert ran.code == 2
    assert "里没有 mkdocs.yml，不是笔记文件夹" in ran.err


def test_the_nearest_vault_upward_is_taken(vault: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = vault(TWO)
    monkeypatch.chdir(folder / "clients")
    ran = CliRunner().invoke(main, ["find", "0417", "--json"])
    assert ran.exit_code == 0
    assert "clients/王芳-0417.md" in ran.stdout


def test_options_may_stand_before_or_after(vault: Draw) -> None:
    folder = str(vault(TWO))
    orders = (
        ["--vault", folder, "--today", "2026-11-23", "show", "8899", "--json"],
        ["show", "--json", "--vault", folder, "--today=2026-11-23", "8899"],
        ["show", "8899", "--today", "2026-11-23", "--vault", folder, "--json"],
    )
    ran = [CliRunner().invoke(main, order) for order in orders]
    assert [r.exit_code for r in ran] == [0, 0, 0]
    assert ran[0].stdout == ran[1].stdout == ran[2].stdout


def test_a_vault_without_the_plugin_is_read_and_reported(vault: Draw, cmkb: Run) -> None:
    ran = cmkb(vault("=== mkdocs.yml\nsite_name: x\n"), "today")
    assert ran.code == 0
    assert ran.err == "cmkb: mkdocs.yml 的 plugins 里没有 cmkb：按默认选项读取\n"


class TestWhichDayItIs:
    PINNED = "=== mkdocs.yml\nplugins:\n  - cmkb:\n      today: 2026-03-05\n"

    def day(self, run: Any) -> str:
        return str(run.json["date"])

    def test_the_option_on_the_command_line_goes_first(self, vault: Draw, cmkb: Run) -> None:
        assert self.day(cmkb(vault(self.PINNED), "today", "--json", today="2026-11-23")) == "2026-11-23"

    def test_then_the_day_in_mkdocs_yml(self, vault: Draw, cmkb: Run) -> None:
        assert self.day(cmkb(vault(self.PINNED), "today", "--json", today=None)) == "2026-03-05"

    def test_then_the_clock_in_the_time_zone_of_the_vault(self, vault: Draw, cmkb: Run) -> None:
        # these two zones never share a date: they are 26 hours apart
        west = "=== mkdocs.yml\nplugins:\n  - cmkb:\n      timezone: Etc/GMT+12\n"
        east = "=== mkdocs.yml\nplugins:\n  - cmkb:\n      timezone: Pacific/Kiritimati\n"
        days = [self.day(cmkb(vault(zone), "today", "--json", today=None)) for zone in (west, east)]
        assert days[0] < days[1]

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    def test_a_day_beyond_all_calendars_is_one_line(self, vault: Draw, cmkb: Run, day: str) -> None:
        ran = cmkb(vault(CLEAN), "today", today=day)
        assert ran.code == 2
        assert ran.err.startswith(f"cmkb: 今天是 {day}？")

    @pytest.mark.parametrize("zone", ["Asia/Shanghia", "../../etc/passwd", "北京", "/etc/localtime", "Asia"])
    def test_an_unknown_time_zone_is_one_line(self, vault: Draw, cmkb: Run, zone: str) -> None:
        folder = vault(f"=== mkdocs.yml\nplugins:\n  - cmkb:\n      timezone: {zone}\n")
        ran = cmkb(folder, "today", today=None)
        assert ran.code == 2
        assert ran.err.startswith("cmkb: mkdocs.yml 里 cmkb 的 timezone 不认识“")
        assert ran.err.count("\n") == 1
        assert cmkb(folder, "today").code == 0  # nobody asked the clock


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="skipped: rights do not bind this user"
)
def test_a_config_that_may_not_be_read(vault: Draw, cmkb: Run) -> None:
    folder = vault(CLEAN)
    (folder / "mkdocs.yml").chmod(0)
    ran = cmkb(folder, "today")
    assert ran.code == 2
    assert ran.err.startswith("cmkb: 没有权限: ")


def test_the_working_folder_was_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    ran = CliRunner().invoke(main, ["today"])
    assert ran.exit_code == 2
    assert ran.stderr.startswith("cmkb: 找不到")


def test_a_team_build_that_would_name_a_client_is_refused(vault: Draw, cmkb: Run) -> None:
    ran = cmkb(
        vault(CLEAN + "=== docs/scripts/邀约.md\n像王芳那样\n"), "build", "--audience", "team", today=None
    )
    assert ran.code == 3
    assert "docs/scripts/邀约.md:1:2: P7" in ran.err


class TestHelp:
    def test_without_a_command(self) -> None:
        alone, asked = CliRunner().invoke(main, []), CliRunner().invoke(main, ["--help"])
        assert alone.exit_code == asked.exit_code == 0
        assert alone.stdout == asked.stdout

    @pytest.mark.parametrize(
        "command", [*COMMANDS, "playbook list", "playbook show", "report day", "report year"]
    )
    def test_every_command_has_vault_and_today(self, command: str) -> None:
        ran = CliRunner().invoke(main, [*command.split(), "--help"])
        assert ran.exit_code == 0
        assert ran.stdout.startswith(f"用法: cmkb {command} ")
        if command not in ("playbook", "report"):  # groups: their commands have them
            assert "--vault DIR" in ran.stdout
            assert "--today YYYY-MM-DD" in ran.stdout

    @pytest.mark.parametrize("columns", ["30", "80"])
    def test_no_line_is_wider_than_the_terminal(self, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", columns)
        for command in COMMANDS:
            lines = CliRunner().invoke(main, [command, "--help"]).stdout.splitlines()
            assert all(width(line) <= int(columns) for line in lines)
