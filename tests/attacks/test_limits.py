"""More than anybody writes: it stays bounded, and the message says the bound. What once grew with the square is here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cmkb.build import compile_site
from cmkb.model.settings import Settings
from cmkb.pages.markdown import render_markdown, without_comments
from cmkb.pages.site import Site
from tests.attacks.commands import made
from tests.drawing import vault_of

MONDAY = date(2026, 11, 23)
HEAD = "---\n姓名: 王芳\n---\n"


def rendered(folder: Path) -> Site:
    site = compile_site(folder, Settings(), MONDAY)
    for page in site.pages:
        page.render()
    return site


def test_thousands_of_comments_without_an_end_are_text() -> None:
    """They took minutes: each was looked at to the end of the note."""
    text = "a " + "<!-- " * 50_000
    assert without_comments(text) == text
    assert without_comments("<!-- " * 50_000) == ""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" <!-- a --> b\nc", "  b\nc"),  # an indented one hid all that followed from the search
        ("a <!-- b\nc", "a <!-- b\nc"),
        ("a\n  <!-- b\nc", "a\n"),
        ("a <!-- b\n<!-- c", "a <!-- b\n"),
        ("x<!--y-->z", "xz"),
    ],
)
def test_a_comment_hides_itself_and_no_more(text: str, kept: str) -> None:
    assert without_comments(text) == kept


def test_a_link_in_a_heading_behind_a_comment_has_a_column() -> None:
    vault = vault_of("=== clients/王芳.md\n# [[没有|老李]] %%藏%% 字\n## %%藏%% [[也没有]]\n")
    assert all(p.column >= 1 for p in vault.problems)
    assert len(vault.problems) == 2


def test_a_problem_is_one_line_whatever_the_note_says() -> None:
    vault = vault_of("=== clients/王芳.md\n[[没\t有\x85的]]\n")
    assert [p.line_of_text() for p in vault.problems if "\t" in p.message() or "\x85" in p.message()] == []


def test_five_thousand_tasks_in_one_note(tmp_path: Path) -> None:
    tasks = "".join(f"- [ ] 任务{n} 📅 2026-12-{n % 28 + 1:02d} 🆔 t{n} ⛔ t{n + 1}\n" for n in range(5000))
    made(tmp_path, "clients/王芳.md", HEAD + tasks)
    site = rendered(tmp_path)
    page = next(page for page in site.pages if page.note).render()
    assert "任务0" in page
    assert "任务4999" in page


def test_thousands_of_records_of_one_client_with_one_talk_track(tmp_path: Path) -> None:
    lines = "".join(
        f"- {n % 24:02d}:{n % 60:02d} 电话 [[王芳]] 说{n} [结果:: 同意] [话术:: [[邀约]]]\n"
        for n in range(3000)
    )
    made(tmp_path, "clients/王芳.md", HEAD)
    made(tmp_path, "docs/scripts/邀约.md", "---\ncategory: 邀约\n---\n## 流程\n- 问：好\n")
    made(tmp_path, "journal/2026-11-20.md", "## 记录\n" + lines)
    site = rendered(tmp_path)
    index = next(page for page in site.pages if page.path == "scripts/index.html").render()
    assert "3,000" in index or "3000" in index


def test_a_note_beyond_the_limit_is_read_up_to_it_and_the_message_says_so(tmp_path: Path) -> None:
    made(
        tmp_path,
        "clients/王芳.md",
        (HEAD + "开头\n").encode() + ("word " * 200 + "\n").encode() * 18_000 + "结尾".encode(),
    )
    site = compile_site(tmp_path, Settings(), MONDAY)
    (found,) = [p for p in site.problems if p.code == "N2"]
    assert "16 MB" in found.message()
    assert found.severity == "error"


def test_a_head_beyond_its_limits_is_named_with_the_limit(tmp_path: Path) -> None:
    made(tmp_path, "clients/长.md", "---\n备忘: " + "长" * 30_000 + "\n---\n")
    made(tmp_path, "clients/深.md", "---\n备忘: " + "[" * 30 + "]" * 30 + "\n---\n")
    made(
        tmp_path, "clients/多.md", "---\na: &a [1,2,3,4,5,6,7,8,9]\nb: [" + ",".join(["*a"] * 30) + "]\n---\n"
    )
    said = {
        p.path: p.message() for p in compile_site(tmp_path, Settings(), MONDAY).problems if p.code == "F6"
    }
    assert "64 KB" in said["clients/长.md"]
    assert "20 层" in said["clients/深.md"]
    assert "100 项" in said["clients/多.md"]


@pytest.mark.parametrize(
    "sign",
    ["> ", "- ", "[", "![", "*a ", "<", "`", "|", "(", "[[", "%%", "<!--", "[a::", "：：", "&", "$", "{{"],
)
def test_one_sign_twenty_thousand_times(sign: str) -> None:
    assert render_markdown(sign * 20_000, lambda name: None) is not None


@pytest.mark.long
def test_a_note_of_a_hundred_megabytes(tmp_path: Path) -> None:
    made(tmp_path, "clients/王芳.md", (HEAD + "开头 [[李雷]] - [ ] x 📅 2026-11-25\n").encode() * 1_600_000)
    site = rendered(tmp_path)
    assert [p.code for p in site.problems if p.path == "clients/王芳.md"].count("N2") == 1


@pytest.mark.long
def test_a_hundred_thousand_notes(tmp_path: Path) -> None:
    for n in range(100_000):
        made(
            tmp_path,
            f"clients/{n % 100}/客户{n}.md",
            f"---\n姓名: 客户{n}\n等级: 金卡\n---\n- [ ] 送资料 📅 2026-12-01\n",
        )
    site = compile_site(tmp_path, Settings(), MONDAY)
    assert sum(page.note is not None for page in site.pages) == 100_000
