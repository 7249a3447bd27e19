"""Whatever happens between two builds, the second one gives the site that a build from nothing gives."""

from __future__ import annotations

import shutil
import subprocess
import time
from datetime import date
from pathlib import Path

import pytest
from again import cut_a_kept_file, up_to_date
from built import BIN, content
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

import cmkb.cached.inputs
import cmkb.cached.notes
from cmkb.cached.notes import NoteCache
from cmkb.load import load_settings, load_vault
from cmkb.site.run import build_site
from tests.conftest import CONFIG, draw

FINE_CLOCK = 20_000_000  # nanoseconds within which the file system of the test tells two changes apart
TODAY = date(2026, 11, 23)
NAMES = (
    "clients/王芳.md",
    "clients/深/李雷.md",
    "journal/2026-11-20.md",
    "docs/scripts/邀约.md",
    "docs/页.md",
)
TEXTS = (
    "---\n姓名: 王芳\n等级: 金卡\n生日: 1968-11-30\n---\n看 [[李雷]]\n- [ ] 送资料 📅 2026-11-23\n",
    "---\n姓名: 王方\n等级: 白金\n---\n看 [[邀约]]、[[页]]\n",
    "---\n姓名: [没有写完\n",
    "## 记录\n- 10:15 电话 [[王芳]] 到期续做 [结果:: 待定] [话术:: [[邀约]]]\n",
    "# 邀约\n## 流程\n- 问:好吗 ^q1\n  - 若 好 → [[#^q1]]\n",
    "",
)
CONFIGS = (
    CONFIG,
    f"{CONFIG}      language: en\n".replace("- cmkb", "- cmkb:"),
    CONFIG.replace("试用", "别的"),
)
PLAYBOOKS = ("", "tiers: {金卡: {aliases: [金]}}\n", "fields: {client: {爱好: {label: 爱好}}}\n")


class Edited(RuleBasedStateMachine):
    """`folder` is the vault. After each step it is read through the cache and without, and both say the same."""

    folder: Path

    @initialize()
    def begin(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        draw(self.folder, "".join(f"=== {name}\n{TEXTS[i]}" for i, name in enumerate(NAMES)))

    @rule(name=st.sampled_from(NAMES), text=st.sampled_from(TEXTS))
    def write(self, name: str, text: str) -> None:
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    @rule(name=st.sampled_from(NAMES))
    def delete(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)

    @rule(one=st.sampled_from(NAMES), other=st.sampled_from(NAMES))
    def move(self, one: str, other: str) -> None:
        if (self.folder / one).is_file():
            (self.folder / other).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / one).replace(self.folder / other)

    @rule(text=st.sampled_from(CONFIGS))
    def configure(self, text: str) -> None:
        (self.folder / "mkdocs.yml").write_text(text, encoding="utf-8")

    @rule(text=st.sampled_from(PLAYBOOKS))
    def change_playbook(self, text: str) -> None:
        (self.folder / "playbook.yml").write_text(text, encoding="utf-8")

    @rule()
    def wait(self) -> None:
        """Files are no longer young: from now on their times alone tell of a change."""
        time.sleep(2 * FINE_CLOCK / 10**9)

    @rule(data=st.data())
    def damage(self, data: st.DataObject) -> None:
        cut_a_kept_file(self.folder, data)

    @invariant()
    def reads_the_same(self) -> None:
        settings_ = load_settings(self.folder).settings
        kept = load_vault(self.folder, settings_, NoteCache(self.folder, least=0))
        fresh = load_vault(self.folder, settings_, NoteCache(self.folder, least=10**9))
        assert kept.vault.notes == fresh.vault.notes
        assert kept.problems == fresh.problems


class Built(Edited):
    @rule()
    def build(self) -> None:
        """What `cmkb build` does."""
        answered = up_to_date(self.folder, today=TODAY)
        result = answered or build_site(self.folder, today=TODAY)
        fresh = build_site(self.folder, site_dir=self.folder.with_name("fresh"), today=TODAY)
        assert content(result.site_dir) == content(fresh.site_dir)
        assert (result.pages, result.problems) == (fresh.pages, fresh.problems)


@pytest.fixture(autouse=True)
def _fine_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (cmkb.cached.notes, cmkb.cached.inputs):
        monkeypatch.setattr(module, "JUST_NOW", FINE_CLOCK)


def test_notes_through_the_cache_are_the_notes(tmp_path: Path) -> None:
    Edited.folder = tmp_path / "v"
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Edited,
        settings=settings(max_examples=15, stateful_step_count=12, suppress_health_check=list(HealthCheck)),
    )


@pytest.mark.long
def test_a_site_after_any_edits_is_the_site_of_a_fresh_build(tmp_path: Path) -> None:
    Built.folder = tmp_path / "v"
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Built,
        settings=settings(max_examples=25, stateful_step_count=20, suppress_health_check=list(HealthCheck)),
    )


@pytest.mark.parametrize(
    "after", [0.6, pytest.param(1.2, marks=pytest.mark.long), pytest.param(2.0, marks=pytest.mark.long)]
)
def test_a_build_that_is_killed_harms_no_later_one(after: float, tmp_path: Path) -> None:
    folder = tmp_path / "v"
    draw(folder, "".join(f"=== {name}\n{TEXTS[i]}" for i, name in enumerate(NAMES)))
    for number in range(250):  # enough for notes to be kept on disk
        (folder / "clients" / f"某{number}.md").write_text(TEXTS[0].replace("王芳", f"某{number}"), "utf-8")
    command = [str(BIN / "cmkb"), "build", "--today", str(TODAY)]
    killed = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    killed.kill()
    killed.wait()
    answered = up_to_date(folder, today=TODAY)
    result = answered or build_site(folder, today=TODAY)
    for left in (folder / ".cmkb", *folder.glob(".site.cmkb-*")):
        shutil.rmtree(left, ignore_errors=True)
    fresh = build_site(folder, site_dir=tmp_path / "fresh", today=TODAY)
    assert content(result.site_dir) == content(fresh.site_dir)
