"""Every note at once: what links mean where they stand, timelines, and what contradicts what."""

from __future__ import annotations

from random import Random

from cmkb.model.note import SourceFile
from cmkb.model.settings import Settings
from cmkb.reading.note import read_note
from cmkb.vault import Vault, assemble
from tests.drawing import TODAY, drawn, files_of, notes_of, playbook, problem_lines, record_line, vault_of


def timeline(vault: Vault, name: str) -> str:
    return "\n".join(record_line(record) for record in vault.timeline(f"clients/{name}.md"))


def targets(vault: Vault, path: str) -> dict[str, str | None]:
    return {link.target: vault.target(path, link) for link in vault.notes[path].links}


# --- links -------------------------------------------------------------------------------------------------

TWO_FANGS = """
=== clients/王芳-8899.md
---
姓名: 王芳
---
=== clients/王芳-1203.md
---
姓名: 王芳
---
"""


def test_two_of_one_name_are_a_reported_ambiguity_and_never_a_guess() -> None:
    vault = vault_of(
        TWO_FANGS
        + """
=== journal/2026-11-23.md
## 记录
- 10:15 电话 [[王芳]]
- 10:20 电话 [[王芳-1203]]
"""
    )
    assert problem_lines(vault.problems) == "journal/2026-11-23.md:2:12 L2"
    assert vault.problems[0].message() == ("[[王芳]] 不止一个：改写成 [[王芳-1203]]、[[王芳-8899]] 中的一个")
    assert timeline(vault, "王芳-8899") == ""
    assert timeline(vault, "王芳-1203") == "11-23 10:20 电话 王芳-1203"


def test_a_note_called_just_so_is_the_one_that_is_meant() -> None:
    vault = vault_of(TWO_FANGS + "=== clients/王芳.md\n=== journal/2026-11-23.md\n- 电话 [[王芳]]\n")
    assert vault.problems == ()
    assert timeline(vault, "王芳") == "11-23 电话 王芳"


def test_a_link_in_a_field_prefers_the_fields_kind() -> None:
    vault = vault_of(
        """
        === clients/稳盈.md
        === docs/products/稳盈90天.md
        ---
        别名: [稳盈]
        ---
        === journal/2026-11-23.md
        ## 记录
        - 10:15 电话 [[稳盈]] 介绍 [产品:: [[稳盈]]]
        """
    )
    record = vault.records[0]
    assert vault.clients_of(record) == ("clients/稳盈.md",)
    assert vault.target(record.path, record.fields["product"]) == "docs/products/稳盈90天.md"


def test_what_a_field_means_settles_no_ambiguity_elsewhere() -> None:
    """Two people are called 李强; that a field's kind picks one of them says nothing of the link beside it."""
    vault = vault_of(
        """
        === clients/客户/李强.md
        === staff/李强.md
        ---
        type: staff
        ---
        === journal/2026-11-23.md
        ## 记录
        - 10:15 微信 [[李强]]
        === meetings/2026-11-23.md
        ---
        type: meeting
        种类: 需求
        客户: "[[李强]]"
        日期: 2026-11-23
        ---
        [[李强]] 很满意
        """
    )
    assert problem_lines(vault.problems) == drawn(
        """
        journal/2026-11-23.md:2:12 L2
        meetings/2026-11-23.md:7:1 L2
        """
    )
    assert timeline(vault, "客户/李强") == "11-23 需求面谈 李强"


def test_a_plain_name_in_the_client_column_takes_part() -> None:
    vault = vault_of(
        """
        === clients/王芳-8899.md
        === clients/李强.md
        === journal/2026-11-23.md
        ## 记录
        | 时间 | 方式 | 客户 | 结果 |
        |---|---|---|---|
        | 10:15 | 电话 | 王芳 | 同意 |
        | 10:30 | 电话 | 李强、路人甲 | 待定 |
        """
    )
    assert timeline(vault, "王芳-8899") == "11-23 10:15 电话 王芳"
    assert timeline(vault, "李强") == "11-23 10:30 电话 李强、路人甲"
    assert problem_lines(vault.problems) == "journal/2026-11-23.md:5:19 L1.name"


def test_a_product_without_brackets_is_the_product_and_one_without_a_note_no_problem() -> None:
    vault = vault_of(
        """
        === docs/products/稳盈90天.md
        === clients/王芳.md
        ## 持有
        - 稳盈90天 [金额:: 20万]
        - 贵州茅台 [份额:: 200]
        """
    )
    note = vault.notes["clients/王芳.md"]
    held = [vault.target(note.path, entry.fields["product"]) for entry in note.holdings]
    assert held == ["docs/products/稳盈90天.md", None]
    assert vault.problems == ()


def test_links_to_files_as_they_lie_on_disk() -> None:
    vault = vault_of(
        """
        === clients/王芳.md
        [资料](../docs/products/稳盈90天.md) [合同](files/合同.pdf) [照片](/docs/照片.png) ![[签名.png]]
        [没有](../docs/没有.md) [旧的](files/旧的.pdf) [[#持有]]
        === docs/products/稳盈90天.md
        """,
        attachments=[
            "clients/files/合同.pdf",
            "docs/照片.png",
            "docs/a/签名.png",
            "old/合同.pdf",
            "old/docs/照片.png",
            "old/旧的.pdf",
        ],
    )
    assert targets(vault, "clients/王芳.md") == {
        "../docs/products/稳盈90天.md": "docs/products/稳盈90天.md",
        "files/合同.pdf": "clients/files/合同.pdf",
        "/docs/照片.png": "docs/照片.png",
        "签名.png": "docs/a/签名.png",
        "../docs/没有.md": None,
        "files/旧的.pdf": None,
        "": "clients/王芳.md",
    }
    assert problem_lines(vault.problems) == "clients/王芳.md:2:1 L1\nclients/王芳.md:2:21 L1"


def test_two_files_of_one_name_are_ambiguous_too() -> None:
    vault = vault_of("=== clients/王芳.md\n[[合同.pdf]]\n", attachments=["a/合同.pdf", "b/合同.pdf"])
    assert (
        vault.problems[0].message() == "[[合同.pdf]] 不止一个：改写成 [[a/合同.pdf]]、[[b/合同.pdf]] 中的一个"
    )


# --- timelines, backlinks, tasks -----------------------------------------------------------------------------


def test_a_record_is_on_the_timeline_of_everybody_it_links_but_not_of_whom_its_fields_name() -> None:
    vault = vault_of(
        """
        === clients/王芳.md
        === clients/李强.md
        === clients/周凯.md
        === journal/2026-11-23.md
        ## 记录
        - 14:00 需求面谈 [[王芳]] [[李强|王芳先生]] 养老 [备注:: [[周凯]] 介绍]
        === journal/2026-11-20.md
        - 电话 [[王芳]]
        """
    )
    assert timeline(vault, "王芳") == "11-20 电话 王芳\n11-23 14:00 需求面谈 王芳、李强 养老"
    assert timeline(vault, "李强") == "11-23 14:00 需求面谈 王芳、李强 养老"
    assert timeline(vault, "周凯") == ""
    assert [link.path for link in vault.backlinks["clients/周凯.md"]] == ["journal/2026-11-23.md"]


def test_whom_a_task_is_about() -> None:
    vault = vault_of(
        """
        === clients/王芳.md
        - [ ] 送资料
        - [ ] 请她介绍 [[李强]]
        === clients/李强.md
        === cases/王芳 投诉.md
        ---
        客户: "[[王芳]]"
        ---
        - [ ] 问分行
        === journal/2026-11-23.md
        - [ ] 打印资料
        - [x] 给 [[李强]] 回电话
        """
    )
    found = {client: [task.text for task in tasks] for client, tasks in vault.tasks.items()}
    assert found == {
        "clients/王芳.md": ["问分行", "送资料"],
        "clients/李强.md": ["请她介绍 [[李强]]", "给 [[李强]] 回电话"],
    }


# --- what contradicts what -----------------------------------------------------------------------------------


def test_one_journal_a_day_and_one_id_a_task() -> None:
    vault = vault_of(
        """
        === journal/2026-11-23.md
        - [ ] 送资料 🆔 a1
        === journal/2026/2026-11-23.md
        - [ ] 打电话 🆔 a1
        """
    )
    assert [problem.line_of_text() for problem in vault.problems] == [
        "journal/2026/2026-11-23.md:1:1: J1 2026-11-23 已有日志 journal/2026-11-23.md：一天一个文件，请合并",
        "journal/2026/2026-11-23.md:1:7: T6 任务编号 🆔 a1 在 journal/2026-11-23.md:1 已经用过：换一个编号",
    ]


def test_the_order_of_files_does_not_matter() -> None:
    drawing = TWO_FANGS + "".join(
        f"=== journal/2026-11-{day}.md\n- 电话 [[王芳]]\n- 9:00 电话 [[王芳-8899]]\n- [ ] x 🆔 b\n"
        for day in range(10, 24)
    )
    notes = notes_of(drawing)
    shuffled = list(notes)
    Random(7).shuffle(shuffled)
    one, other = (assemble(order, playbook(), Settings()) for order in (notes, shuffled))
    assert one == other
    assert list(one.notes) == list(other.notes) == sorted(files_of(drawing))


def test_an_empty_vault_and_an_empty_note() -> None:
    assert assemble([], playbook(), Settings()).records == ()
    note = read_note(SourceFile("clients/.md", ""), playbook(), Settings())[0]
    assert assemble([note], playbook(), Settings()).timeline("clients/.md") == ()
    assert TODAY.weekday() == 0
