"""`cmkb new`: names and playbooks in, notes out that read without a fault."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path

import pytest

from cmkb.model.note import SourceFile
from cmkb.model.playbook import Playbook
from cmkb.model.settings import Settings
from cmkb.playbooks.loader import builtin_names, load_playbook
from cmkb.reading.note import read_note
from cmkb.vault import Vault, assemble
from cmkb.writing.new_note import (
    BY_NAME,
    NewNote,
    NoName,
    Taken,
    journal_note,
    kind_named,
    meeting_note,
    named_note,
    period_note,
    write_note,
)
from cmkb.writing.refused import WritingRefused
from tests.drawing import TODAY, drawn, problem_lines, vault_of

TWO = """
    === clients/王芳-8899.md
    ---
    姓名: 王芳
    别名: [王姐]
    ---
    === clients/李强.md
    === docs/products/稳盈90天.md
    """


def made(found: object) -> NewNote:
    assert isinstance(found, NewNote)
    return found


def read_again(vault: Vault, playbook: Playbook, note: NewNote) -> Vault:
    """The vault with the new note in it: without a problem, and nothing in it but what was said."""
    read, problems = read_note(SourceFile(note.path, note.text), playbook, Settings())
    assert problem_lines(problems) == ""
    assert read.kind == "meeting" or read.records == ()  # a meeting's note is one itself
    assert (read.plan, read.holdings, read.relations, read.news) == ((), (), (), ())
    assert (read.targets, read.overrides, read.anniversaries) == ((), (), ())
    assert not [task for task in read.tasks if task.due]
    assert not read.front.extra
    together = assemble([*vault.notes.values(), read], playbook, Settings())
    assert problem_lines(together.problems) == ""
    return together


# --- what stands in a new note -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", builtin_names())
def test_whatever_a_playbook_offers_can_be_made_and_reads_without_a_fault(name: str) -> None:
    playbook = load_playbook(name)[0]
    client = read_note(SourceFile("clients/王芳.md", "# 王芳"), playbook, Settings())[0]
    vault = assemble([client], playbook, Settings())
    notes = [made(named_note(vault, kind, "张伟", TODAY)) for kind in BY_NAME]
    notes += [made(journal_note(vault, TODAY)), made(period_note(vault, "2026-12", TODAY))]
    for form in playbook.forms.values():
        if form.kind in BY_NAME:
            notes.append(made(named_note(vault, form.kind, "张伟", TODAY, form)))
        elif form.kind == "meeting":
            notes.append(meeting_note(vault, form, client, TODAY))
    for note in notes:
        read_again(vault, playbook, note)


def test_a_client_has_the_keys_that_are_asked_for_with_their_choices() -> None:
    vault = vault_of(TWO)
    text = made(named_note(vault, "client", "张伟", TODAY)).text
    assert text.startswith("---\n姓名: 张伟\n称呼:\n性别: # 男 / 女\n")
    assert "等级: # 普通 / 金卡 / 白金 / 钻石 / 私行\n" in text
    assert (
        "建档日: 2026-11-23\n---\n\n## 持有\n\n%% 一行一件：- [[产品]] [金额:: 20万] [到期:: 2027-02-21] %%\n"
        in text
    )
    specs = vault.playbook.fields_of("client").values()
    assert [spec.label for spec in specs if spec.complete and f"\n{spec.label}:" not in text] == []


def test_a_meeting_is_the_form() -> None:
    vault = vault_of(TWO)
    form = vault.playbook.forms["成交面谈记录表"]
    note = meeting_note(vault, form, vault.notes["clients/王芳-8899.md"], TODAY)
    assert note.path == "clients/面谈/2026-11-23 王芳 成交面谈.md"
    assert note.text.startswith('---\n类型: 面谈\n面谈类型: 成交\n客户: "[[王芳-8899]]"\n日期: 2026-11-23\n')
    assert "优点: # 方案准备 / FAB的呈现 / 促成时坚持三次以上 / 异议处理\n" in note.text
    headings = [line for line in note.text.splitlines() if line.startswith("## ")]
    assert headings == ["## 理财方案", "## FAB的呈现", "## 异议处理", "## 促成"]


def test_a_second_meeting_of_the_day_gets_a_number() -> None:
    vault = vault_of(
        "=== clients/王芳.md\n=== clients/谈/2026-11-23 王芳 需求面谈.md\n---\n类型: 面谈\n---\n"
    )
    note = meeting_note(vault, vault.playbook.forms["需求面谈表"], vault.notes["clients/王芳.md"], TODAY)
    assert note.path == "clients/谈/2026-11-23 王芳 需求面谈 2.md"  # where the others lie


def test_the_days_checklists_stand_in_a_new_journal_to_tick() -> None:
    text = made(journal_note(vault_of(TWO), TODAY)).text
    assert "\n## 流程\n\n- [ ] 大门和营业厅\n" in text
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## 早会", "## 财经要闻", "## 计划", "## 流程", "## 记录", "## 总结",
    ]  # fmt: skip


def test_the_name_of_a_case_tells_whom_it_is_about_and_what() -> None:
    vault = vault_of(TWO)
    note = made(named_note(vault, "case", "王姐 开户", TODAY))
    assert note.path == "cases/王姐 开户.md"
    assert note.text.startswith(
        '---\n事项类型: 开户\n客户: "[[王芳-8899]]"\n受理日: 2026-11-23\n期限:\n状态: 收集\n'
    )


def test_a_title_that_is_no_file_name_is_kept_in_the_note() -> None:
    note = made(named_note(vault_of(TWO), "script", "到期: 再约?", TODAY))
    assert note.path == "docs/scripts/到期： 再约？.md"
    assert "\n# 到期: 再约?\n" in note.text
    note = made(named_note(vault_of(TWO), "product", "007: A/B", TODAY))
    assert (note.path, note.text.split("\n")[1]) == ("docs/products/007： A／B.md", '名称: "007: A/B"')


@pytest.mark.parametrize(
    "name", ["true", "2026-11-23", "- x", "007", '"', "{a}", "a: b", "@王", "王芳\\", "null"]
)
def test_hostile_names_are_read_as_they_were_said(name: str) -> None:
    vault = vault_of(TWO)
    note = made(named_note(vault, "client", name, TODAY))
    assert read_again(vault, vault.playbook, note).notes[note.path].get("name") == name


# --- names that are taken ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "name", "found"),
    [
        ("client", "王芳", Taken("clients/王芳-8899.md", "王芳-尾号")),
        ("client", " 王芳 ", Taken("clients/王芳-8899.md", "王芳-尾号")),
        ("client", "王姐", Taken("clients/王芳-8899.md", "王姐-尾号")),  # an alias leads to her too
        ("client", "王芳-8899", Taken("clients/王芳-8899.md", "王芳-尾号")),
        ("client", "稳盈90天", Taken("docs/products/稳盈90天.md", "稳盈90天-尾号")),
        ("product", "稳盈９０天", Taken("docs/products/稳盈90天.md")),  # the same in full width
        ("script", "稳盈90天", Taken("docs/products/稳盈90天.md")),  # [[稳盈90天]] would mean either
        ("script", "...", NoName()),
    ],
)
def test_no_two_notes_of_one_name(kind: str, name: str, found: object) -> None:
    assert named_note(vault_of(TWO), kind, name, TODAY) == found


def test_a_name_with_another_tail_is_a_new_client_of_the_same_name() -> None:
    vault = vault_of(TWO)
    note = made(named_note(vault, "client", "王芳-5678", TODAY))
    assert note.path == "clients/王芳-5678.md"
    assert note.text.startswith("---\n姓名: 王芳\n")
    together = read_again(vault, vault.playbook, note)
    assert together.names.find("王芳-5678", "client") == ("clients/王芳-5678.md",)


def test_periods() -> None:
    vault = vault_of("=== periods/十二月.md\n---\n期间: 2026-12\n---\n")
    assert period_note(vault, "2026年12月", TODAY) == Taken("periods/十二月.md")
    assert period_note(vault, "下周吧", TODAY) == NoName()
    note = made(period_note(vault, "2026年第四季度", TODAY))
    assert (note.path, note.text.split("\n")[1]) == ("periods/2026-Q4.md", '期间: "2026-Q4"')


@pytest.mark.parametrize(
    ("lies", "path"),
    [
        ("journal/2026/2026-11-20.md", "journal/2027/2027-01-04.md"),
        ("journal/2026-11-20.md", "journal/2027-01-04.md"),
        ("journal/2026/11/2026-11-20.md", "journal/2027/01/2027-01-04.md"),
        ("journal/旧的/2026-11-20.md", "journal/2027/2027-01-04.md"),
    ],
)
def test_a_journal_lies_where_the_others_do(lies: str, path: str) -> None:
    assert made(journal_note(vault_of(f"=== {lies}\n"), date(2027, 1, 4))).path == path


def test_kinds_by_either_name() -> None:
    playbook = vault_of(TWO).playbook
    words = ("client", "客户", "话术", "产品", "事项", "目标", "日志", "面谈", "note", "王芳")
    assert [kind_named(playbook, word) for word in words] == [
        "client", "client", "script", "product", "case", "period", "journal", "", "", "",
    ]  # fmt: skip


# --- the file ----------------------------------------------------------------------------------------------


def test_what_exists_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "a" / "王芳.md"
    write_note(tmp_path, NewNote("a/王芳.md", "甲\n"))
    with pytest.raises(WritingRefused):
        write_note(tmp_path, NewNote("a/王芳.md", "乙\n"))
    assert file.read_bytes() == "甲\n".encode()
    assert [entry.name for entry in file.parent.iterdir()] == ["王芳.md"]  # nothing is left beside it


def test_a_disk_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr("os.link", refuse)
    monkeypatch.setattr("cmkb.writing.replacing.PAUSE", 0)
    write_note(tmp_path, NewNote("a.md", "甲\n"))
    with pytest.raises(WritingRefused):
        write_note(tmp_path, NewNote("a.md", "乙\n"))
    assert drawn((tmp_path / "a.md").read_text("utf-8")) == "甲"
    assert [entry.name for entry in tmp_path.iterdir() if entry.name != ".cmkb"] == ["a.md"]
