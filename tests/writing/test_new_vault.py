"""`cmkb init`: what lies in the new folder, and what is left alone."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmkb.load import all_problems, load_settings, load_vault
from cmkb.model.note import SourceFile
from cmkb.model.problem import needs_mending
from cmkb.model.settings import Settings
from cmkb.playbooks.loader import builtin_names, load_playbook
from cmkb.reading.note import read_note
from cmkb.views.follow_ups import follow_ups
from cmkb.writing.new_vault import FOLDERS, VaultError, new_vault, vault_files

TODAY = date(2027, 1, 14)  # a Thursday
BANK = Settings().playbook


def make(target: Path, *, playbook: str = BANK, today: date = TODAY, sample: bool = False) -> list[str]:
    return new_vault(target, playbook=playbook, today=today, sample=sample)


def problems_in(folder: Path, today: date = TODAY) -> list[str]:
    loaded = load_vault(folder, load_settings(folder).settings)
    return [p.line_of_text() for p in all_problems(loaded, today) if needs_mending([p])]


# ------------------------------------------------------------------------------------------- an empty vault


def test_a_new_vault(tmp_path: Path) -> None:
    assert make(tmp_path / "我的笔记") == [
        ".gitignore",
        "README.md",
        "clients/陈小满.md",
        "docs/products/三个月定期.md",
        "docs/scripts/第一通电话.md",
        "journal/2027/2027-01-14.md",
        "mkdocs.yml",
    ]
    assert all((tmp_path / "我的笔记" / folder).is_dir() for folder in FOLDERS)


@pytest.mark.parametrize("playbook", builtin_names())
def test_it_has_no_problems_under_any_playbook(tmp_path: Path, playbook: str) -> None:
    make(tmp_path / "v", playbook=playbook)
    read = load_settings(tmp_path / "v")
    assert (read.settings.playbook, read.has_plugin, read.settings.today) == (playbook, True, None)
    assert not problems_in(tmp_path / "v")
    assert not re.search(r"\$\w", (tmp_path / "v/README.md").read_text("utf-8"))


def test_the_example_client_is_due_today(tmp_path: Path) -> None:
    make(tmp_path / "v")
    vault = load_vault(tmp_path / "v", load_settings(tmp_path / "v").settings).vault
    assert {row.client for row in follow_ups(vault, TODAY) if row.date == TODAY} == {"clients/陈小满.md"}


def test_a_client_added_as_the_readme_says_is_due_today(tmp_path: Path) -> None:
    make(tmp_path / "v")
    client = (tmp_path / "v/clients/陈小满.md").read_text("utf-8")
    (tmp_path / "v/clients/周平.md").write_text(client.replace("陈小满", "周平"), "utf-8")
    vault = load_vault(tmp_path / "v", load_settings(tmp_path / "v").settings).vault
    assert "clients/周平.md" in {row.client for row in follow_ups(vault, TODAY) if row.shows_on(TODAY)}
    assert not problems_in(tmp_path / "v")


def test_for_obsidian(tmp_path: Path) -> None:
    created = new_vault(tmp_path / "v", playbook=BANK, today=TODAY, sample=False, obsidian=True)
    assert {".obsidian/app.json", ".obsidian/types.json"} <= set(created)
    assert {"客户.base", "今日.base", "话术.base"} <= set(created)
    types = (tmp_path / "v/.obsidian/types.json").read_text("utf-8")
    assert '"下次联系": "date"' in types
    assert '"重点客户": "checkbox"' in types
    assert 'note["等级"]' in (tmp_path / "v/客户.base").read_text("utf-8")
    assert not problems_in(tmp_path / "v")


# ------------------------------------------------------------------------------------------------ the sample


def test_the_sample_is_of_today(tmp_path: Path) -> None:
    created = make(tmp_path / "v", sample=True)
    days = sorted(date.fromisoformat(p[-13:-3]) for p in created if p.startswith("journal/"))
    assert days[-3:] == [date(2027, 1, 12), date(2027, 1, 13), TODAY]
    periods = {"periods/2027.md", "periods/2027-Q1.md", "periods/2027-01.md", "periods/2027-W02.md"}
    assert periods <= set(created)
    read = load_settings(tmp_path / "v").settings
    assert (read.today, read.owner) == (None, "林晓　城南支行")
    assert not problems_in(tmp_path / "v")


@pytest.mark.parametrize(
    "today",
    [
        date(2028, 2, 29),
        date(2027, 2, 6),  # the lunar new year, on a Saturday
        date(2027, 10, 1),  # a public holiday
    ],
)
def test_the_sample_is_sound_on_awkward_days(tmp_path: Path, today: date) -> None:
    make(tmp_path / "v", today=today, sample=True)
    assert not problems_in(tmp_path / "v", today)


def test_on_its_own_day_the_sample_is_the_sample() -> None:
    root = Path(__file__).parents[2]
    files = vault_files(BANK, date(2026, 11, 23), sample=True)
    for path in ("clients/王芳-8899.md", "journal/2026/2026-11-20.md", "docs/products/files/利率对比.png"):
        assert files[path] == (root / path).read_bytes()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dates(date(2024, 1, 1), date(2045, 12, 31)))
def test_on_any_day_there_is_one_journal_a_day_and_every_note_reads(today: date) -> None:
    playbook = load_playbook(BANK)[0]
    files = vault_files(BANK, today, sample=True)
    names = {path.rpartition("/")[2].removesuffix(".md") for path in files}
    journals = [path for path in files if path.startswith("journal/")]
    assert len(journals) == len({path[-13:] for path in journals})
    assert f"journal/{today.year}/{today}.md" in journals
    for path, content in files.items():
        if path.endswith(".md") and "/" in path:
            note, problems = read_note(SourceFile(path, content.decode()), playbook, Settings())
            assert not needs_mending(problems), [p.line_of_text() for p in problems]
            targets = {link.target.removesuffix(".md") for link in note.links}
            assert {target for target in targets if "." not in target} <= names | {""}
            assert all(record.date <= today for record in note.records)


def test_the_sample_of_another_playbook() -> None:
    others = [name for name in builtin_names() if name != BANK]
    for name in others:
        with pytest.raises(VaultError, match="示例是按"):
            vault_files(name, TODAY, sample=True)


# --------------------------------------------------------------------------------------------------- refusals


def test_a_folder_that_holds_a_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "旧.md").write_text("我的", "utf-8")
    with pytest.raises(VaultError, match="已经有东西") as refusal:
        make(tmp_path)
    assert "旧.md" in refusal.value.zh
    assert [f.name for f in tmp_path.iterdir()] == ["旧.md"]
    assert (tmp_path / "旧.md").read_text("utf-8") == "我的"


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    make(tmp_path / "v")
    (tmp_path / "v/clients/陈小满.md").write_text("改过了", "utf-8")
    with pytest.raises(VaultError):
        make(tmp_path / "v", sample=True)
    assert (tmp_path / "v/clients/陈小满.md").read_text("utf-8") == "改过了"


def test_an_empty_folder_and_a_fresh_git_repository_are_fine(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b/.git").mkdir(parents=True)
    assert make(tmp_path / "a") == make(tmp_path / "b")


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "v").write_text("文件", "utf-8")
    with pytest.raises(VaultError, match="是一个文件"):
        make(tmp_path / "v")
    assert (tmp_path / "v").read_text("utf-8") == "文件"


def test_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("文件", "utf-8")
    with pytest.raises(VaultError, match="写不进去"):
        make(tmp_path / "f/v")


def test_an_unknown_playbook(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match=BANK):
        make(tmp_path / "v", playbook="没有的")
    assert not (tmp_path / "v").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom rights hold back")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(VaultError, match="写不进去"):
            make(tmp_path / "v")
    finally:
        tmp_path.chmod(0o700)


def test_a_name_that_is_too_long_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="写不进去"):
        make(tmp_path / "新" / ("长" * 300))
    assert not list(tmp_path.iterdir())
