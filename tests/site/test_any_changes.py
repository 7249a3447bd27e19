"""Whatever changes in a vault, its configuration, its theme and the program: what is built again, written again and
served again is the site of a build from nothing."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from again import (
    TODAY,
    VAULT,
    another_process,
    build,
    build_for_server,
    copied,
    cut_a_kept_file,
    fresh,
    serve,
    serve_again,
    whole_site,
)
from built import content
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

import cmkb
import cmkb.cached.inputs
import cmkb.cached.notes
import cmkb.site.plugin
from cmkb.cached.notes import NoteCache
from cmkb.cached.program import program_stamp
from cmkb.load import load_settings, load_vault
from cmkb.site.plugin import CmkbPlugin
from tests.conftest import CONFIG, draw

FINE_CLOCK = 20_000_000  # nanoseconds within which the file system of the test tells two changes apart
MORE = """
=== clients/赵敏.md
---
等级: 金卡
生日: 1968-11-25
转介绍人: "[[王芳]]"
---
## 持有
- [[稳盈]] [金额:: 20万] [到期:: 2026-11-24]
## 关系
- 配偶 [[李雷]] 生日 11-24
=== docs/products/稳盈.md
# 稳盈
[风险:: R2]
=== docs/scripts/祝福.md
---
缘由: 生日
适用客户: [金卡]
状态: 已审
---
# 祝福
=== docs/说明.md
# 说明
见 [[王芳]] 和 [[邀约]]。
=== docs/附件/图.txt
一
=== my/main.html
{% extends "base.html" %}
"""
NAMES = (
    "clients/王芳.md", "clients/深/李雷.md", "clients/李雷.md", "clients/赵敏.md", "clients/王芳-8899.md", "journal/2026-11-20.md",
    "journal/2026/2026-11-22.md", "docs/scripts/邀约.md", "docs/scripts/关怀/邀约.md", "docs/scripts/祝福.md", "docs/products/稳盈.md", "docs/说明.md",
    "docs/别的.md", "households/王芳家.md", "cases/开户.md", "inbox/想法.md",
)  # fmt: skip
WORDS_ONLY = ("clients/王芳.md", "clients/深/李雷.md", "clients/李雷.md", "clients/赵敏.md")
PIECES = (
    "很好。", "- 一", "\n", "看 [[李雷]]", "**粗**", "1380000", "<b>", "`码`", "```", "> 引", "    缩进", "%%", "| a |", "---", "#标签", "a::b",
    "[k:: v]", "## 记录", "- 10:15 电话 [[王芳]] 到期续做 [话术:: [[邀约]]]", "- 11:00 面谈 [[赵敏]] 生日 [结果:: 同意]", "- [ ] 回电 [[李雷]] 📅 2026-11-24",
    "![[图.txt]]", "## 持有", "- [[稳盈]] [金额:: 5万] [到期:: 2026-12-01]", "## 关系", "- 转介绍 [[赵敏]]",
)  # fmt: skip
RECORDS = (
    "- 11:00 面谈 [[赵敏]] 生日 [结果:: 同意]",
    "- 11:05 电话 [[王芳]] 到期续做 [约见:: 2026-11-24 15:00]",
    "- 11:10 微信 [[赵敏]] 转介绍 [[李雷]] [话术:: [[邀约]]]",
    "- [ ] 给 [[赵敏]] 送合同 📅 2026-11-23",
    "- [x] 给 [[赵敏]] 送合同 📅 2026-11-23 ✅ 2026-11-22",
)
HEADS = (
    "",
    "---\n等级: 金卡\n生日: 1970-11-25\n---\n",
    "---\n姓名: 王方\n电话: ['13800001234']\n下次联系: 2026-11-24\n---\n# 王方\n",
    '---\n状态: 流失\n转介绍人: "[[赵敏]]"\n---\n',
    "---\n缘由: 生日\n状态: 已审\n---\n# 生日祝福\n",
    "---\n风险等级: R3\n---\n",
    "---\n姓名: [没有写完\n",
    "---\nvisibility: private\n---\n# 私\n",
)
CONFIGS = (
    CONFIG,
    CONFIG.replace("试用", "别的"),
    CONFIG.replace("- cmkb", "- cmkb: {language: en}"),
    CONFIG.replace("- cmkb", "- cmkb: {today: 2026-11-25, timezone: Asia/Tokyo}"),
    CONFIG.replace("- cmkb", "- cmkb: {clients: 客户, share: [docs/products]}"),
    CONFIG.replace("- cmkb", "- cmkb: {playbook: insurance}"),
    f"{CONFIG}theme: {{name: material, custom_dir: my}}\n",
    f"{CONFIG}theme: {{name: material, palette: {{scheme: slate}}}}\nextra_css: [附件/我的.css]\n",
    f"{CONFIG}exclude_docs: 说明.md\ndraft_docs: 别的.md\n",
    f"{CONFIG}use_directory_urls: false\nnav:\n- 首页: 说明.md\n",
    f"{CONFIG}markdown_extensions: [admonition, toc: {{permalink: true}}]\n",
    f"{CONFIG}hooks: [hook.py]\n",
)
OTHERS = (
    "playbook.yml", "my/main.html", "my/partials/footer.html", "my/assets/我的.css", "docs/附件/图.txt", "docs/附件/我的.css", "clients/附件/图.txt",
    "holidays/2026.yml",
)  # fmt: skip
OTHER_TEXTS = {
    "playbook.yml": ("", "tiers: {金卡: {aliases: [金]}}\n", "fields: {client: {爱好: {label: 爱好}}}\n"),
    "my/main.html": ('{% extends "base.html" %}\n', '{% extends "base.html" %}{% block footer %}脚{% endblock %}\n'),
    "holidays/2026.yml": ("", "休: [11-24]\n班: [11-28]\n"),
}  # fmt: skip
FOLDERS = (
    "clients",
    "客户",
    "clients/深",
    "clients/浅",
    "docs/scripts",
    "docs/话术",
    "docs/附件",
    "clients/附件",
    "journal/2026",
    "my",
)


class Changed(RuleBasedStateMachine):
    """`folder` is the vault, `today` the day on which it is built."""

    folder: Path
    today: date

    @initialize()
    def begin(self) -> None:
        self.today = TODAY
        cmkb.__version__ = "0"
        program_stamp.cache_clear()
        shutil.rmtree(self.folder, ignore_errors=True)
        draw(self.folder, VAULT + MORE)
        self._put("hook.py", "def on_post_build(config): pass\n")
        self.first()

    def first(self) -> None:
        """Before any change."""

    @rule(
        name=st.sampled_from(NAMES),
        head=st.sampled_from(HEADS),
        words=st.lists(st.sampled_from(PIECES), max_size=8),
    )
    def write(self, name: str, head: str, words: list[str]) -> None:
        self._put(name, head + "\n".join(words) + "\n")

    @rule(name=st.sampled_from(WORDS_ONLY), words=st.lists(st.sampled_from(PIECES), min_size=1, max_size=4))
    def append(self, name: str, words: list[str]) -> None:
        if (self.folder / name).is_file():
            self._put(name, (self.folder / name).read_text("utf-8") + "\n".join(words) + "\n")

    @rule(day=st.sampled_from(("2026-11-20", "2026/2026-11-22")), line=st.sampled_from(RECORDS))
    def note_down(self, day: str, line: str) -> None:
        place = self.folder / f"journal/{day}.md"
        self._put(
            f"journal/{day}.md", (place.read_text("utf-8") if place.is_file() else "## 记录\n") + f"{line}\n"
        )

    @rule(name=st.sampled_from(WORDS_ONLY), digits=st.integers(0, 99))
    def write_as_long_as_before_and_as_old(self, name: str, digits: int) -> None:
        place = self.folder / name
        if place.is_file():
            before = place.stat()
            text = place.read_text("utf-8")
            self._put(
                name, text[:-3] + f"{digits:02d}\n" if text[-3:-1].isdigit() else f"{text}{digits:02d}\n"
            )
            os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(name=st.sampled_from(OTHERS), number=st.integers(0, 2))
    def write_other(self, name: str, number: int) -> None:
        texts = OTHER_TEXTS.get(name, ("一", "二", "一样长"))
        self._put(name, texts[number % len(texts)])

    @rule(name=st.sampled_from((*NAMES, *OTHERS)))
    def delete(self, name: str) -> None:
        if name != "my/main.html":  # of which a configuration may speak
            (self.folder / name).unlink(missing_ok=True)

    @rule(one=st.sampled_from(NAMES), other=st.sampled_from(NAMES))
    def move(self, one: str, other: str) -> None:
        if (self.folder / one).is_file():
            (self.folder / other).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / one).replace(self.folder / other)

    @rule(one=st.sampled_from(FOLDERS), other=st.sampled_from(FOLDERS))
    def move_folder(self, one: str, other: str) -> None:
        source, target = self.folder / one, self.folder / other
        if source.is_dir() and not target.exists() and not target.is_relative_to(source) and one != "my":
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)

    @rule(text=st.sampled_from(CONFIGS))
    def configure(self, text: str) -> None:
        self._put("mkdocs.yml", text)

    @rule()
    def open_in_an_editor(self) -> None:
        (self.folder / ".obsidian").mkdir(exist_ok=True)

    @rule(days=st.integers(-1, 2))
    def another_day(self, days: int) -> None:
        self.today = TODAY + timedelta(days)

    @rule()
    def read_by_another_command(self) -> None:
        load_vault(self.folder, load_settings(self.folder).settings, NoteCache(self.folder, least=0))

    @rule()
    def wait(self) -> None:
        """Files are no longer young: from now on their times alone tell of a change."""
        time.sleep(2 * FINE_CLOCK / 10**9)

    def _put(self, name: str, text: str) -> None:
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


class Written(Changed):
    """`cmkb build`, of which each is a process of its own: the program may be another one."""

    @rule(version=st.sampled_from(("0", "1")))
    def install(self, version: str) -> None:
        cmkb.__version__ = version
        program_stamp.cache_clear()

    @rule(data=st.data())
    def damage(self, data: st.DataObject) -> None:
        cut_a_kept_file(self.folder, data)

    @invariant()
    def is_the_site_of_a_build_from_nothing(self) -> None:
        with another_process():
            result, _ = build(self.folder, self.today)
        assert differing(dict(content(result.site_dir)), fresh(self.folder, self.today)) == []


class Shown(Changed):
    """The development server, which keeps answers in memory and makes most pages when they are asked for."""

    plugin: CmkbPlugin

    def first(self) -> None:
        self.site = self.folder.with_name("served")
        shutil.rmtree(self.site, ignore_errors=True)
        self.plugin = serve(self.folder, self.site, self.today)

    @rule(number=st.integers(0, 500))
    def open_page(self, number: int) -> None:
        served = self.plugin.served
        assert served is not None
        if served.later is not None and (pages := sorted(served.later.pages)):
            served.make(pages[number % len(pages)])

    @rule(line=st.sampled_from(RECORDS), numbers=st.lists(st.integers(0, 500), max_size=5))
    def a_build_fails_and_pages_are_opened(self, line: str, numbers: list[int]) -> None:
        """They are those of the site before, while the vault is already that of the next."""
        served = self.plugin.served
        assert served is not None
        self.note_down("2026-11-20", line)

        def fails() -> None:
            build_for_server(self.folder, self.site)
            raise OSError("No space left on device")

        self.plugin.words_or_all(served.keep_answering(fails, lambda why: None))()
        for number in numbers:
            self.open_page(number)

    @invariant()
    def is_what_a_new_server_shows(self) -> None:
        serve_again(self.plugin, self.folder, self.site, self.today)
        elsewhere = self.folder.with_name("new")
        shutil.rmtree(elsewhere, ignore_errors=True)
        with another_process():
            new = whole_site(serve(copied(self.folder), elsewhere, self.today))
        assert differing(whole_site(self.plugin), new) == []


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Paths, and where the first difference is."""
    found = sorted(path for path in {*one, *other} if one.get(path) != other.get(path))
    return [f"{path}: {_difference(one.get(path), other.get(path))}" for path in found]


def _difference(one: bytes | None, other: bytes | None) -> str:
    if one is None or other is None:
        return "only in the second" if one is None else "only in the first"
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return " | ".join(each[max(0, at - 60) : at + 60].decode("utf-8", "replace") for each in (one, other))


@pytest.fixture(autouse=True)
def _vaults_are_kept_however_small_and_the_program_stays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(cmkb, "__version__", cmkb.__version__)
    monkeypatch.setattr(cmkb.site.plugin, "NoteCache", partial(NoteCache, least=0))
    for module in (cmkb.cached.notes, cmkb.cached.inputs):
        monkeypatch.setattr(module, "JUST_NOW", FINE_CLOCK)
    with another_process():
        yield
    program_stamp.cache_clear()


def _run(machine: type[Changed], folder: Path, examples: int, steps: int) -> None:
    machine.folder = folder
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.parametrize("machine", [Written, Shown])
def test_after_some_changes_the_site_is_that_of_a_build_from_nothing(
    machine: type[Changed], tmp_path: Path
) -> None:
    _run(machine, tmp_path / "v", 2, 6)


@pytest.mark.long
@pytest.mark.parametrize("machine", [Written, Shown])
def test_after_many_changes_the_site_is_that_of_a_build_from_nothing(
    machine: type[Changed], tmp_path: Path
) -> None:
    _run(machine, tmp_path / "v", 20, 20)
