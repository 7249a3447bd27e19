"""Where nothing but words of a client's note changed, what is written in place of a build is what a build writes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from again import NOTE, TODAY, VAULT, build, fresh, serve, whole_site
from built import content

import cmkb.site.plugin
from cmkb.cached.notes import NoteCache
from cmkb.site import rewriting
from cmkb.site.rewriting import written_again
from cmkb.site.run import build_site
from cmkb.site.unchanged import seen
from tests.conftest import CONFIG, draw


@pytest.fixture(autouse=True)
def _small_vaults_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cmkb.site.plugin, "NoteCache", partial(NoteCache, least=0))


# What is appended to or put in place of the words of a note → whether a build is needed.
WORDS: dict[str, tuple[str, bool]] = {
    "a sentence": ("又见了一面，**很满意**。", False),
    "several, with a list and a table": ("- 一\n- 二\n  - 三\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", False),
    "a known link": ("和 [[李雷]] 一起。", True),
    "an unknown link": ("问过 [[谁]]。", True),
    "a heading": ("好。\n\n## 家里\n两个孩子。", True),
    "a task": ("- [ ] 回电 📅 2026-11-25", True),
    "somebody's number": ("先生 13900005678", True),
    "an identity number": ("证件 110101196803210027", True),
    "HTML and what looks like a page": ('</div></section><script>alert(1)</script> <h2 id="x">x</h2> %%藏%%', False),
    "code": ("```\n[[李雷]] </div>\n```", False),
    "a block's mark": ("记住 ^id1", True),
    "nothing": ("", True),
    "signs that no terminal prints": ("a\u2028b\u200bc\ufeff", False),
    "very much": ("好" * 30_000, False),
}  # fmt: skip


def test_words_of_a_note_are_written_without_a_build_and_everything_else_is_built(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    build(folder)
    note = folder / "clients" / "王芳.md"
    before = dict(content(folder / "site"))
    for what, (words, needed) in WORDS.items():
        note.write_text(NOTE.format(words=words), "utf-8")
        found = seen(folder, None, TODAY)
        assert found is not None
        result = written_again(folder, found, None, strict=False)
        assert (result is None) == needed, what
        assert dict(content(folder / "site")) == (before if needed else fresh(folder)), what
        note.write_text(NOTE.format(words="一切都好。"), "utf-8")
        if not needed:
            build(folder)
    assert dict(content(folder / "site")) == before


def test_a_page_that_somebody_changed_is_built(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    build(folder)
    page = folder / "site" / "clients" / "王芳.html"
    page.write_text(page.read_text("utf-8").replace("一切都好", "改过"), "utf-8")
    (folder / "clients" / "王芳.md").write_text(NOTE.format(words="又见了一面。"), "utf-8")
    result, built = build(folder)
    assert built
    assert "改过" not in (result.site_dir / "clients" / "王芳.html").read_text("utf-8")


def test_a_client_in_a_shared_folder_is_built(tmp_path: Path) -> None:
    """What is said there is looked through for numbers and names."""
    head = NOTE.replace("姓名: 王芳", "类型: 客户\n姓名: 王芳")
    folder = draw(tmp_path / "v", f"=== docs/scripts/王芳.md\n{head.format(words='一切都好。')}")
    build(folder)
    (folder / "docs" / "scripts" / "王芳.md").write_text(head.format(words="又见了一面。"), "utf-8")
    found = seen(folder, None, TODAY)
    assert found is not None
    assert written_again(folder, found, None, strict=False) is None


@pytest.mark.parametrize(
    "what", ["mkdocs.yml", "playbook.yml", "prose", "another plugin", "a note of another kind"]
)
def test_in_doubt_everything_is_built(what: str, tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    if what == "another plugin":
        draw(folder, "=== mkdocs.yml\nsite_name: 试用\nplugins: [cmkb, material/tags]\n")
    build(folder)
    (folder / "clients" / "王芳.md").write_text(NOTE.format(words="又见了一面。"), "utf-8")
    changes: dict[str, Callable[[], object]] = {
        "mkdocs.yml": lambda: draw(folder, f"=== mkdocs.yml\n{CONFIG.replace('试用', '别的')}"),
        "playbook.yml": lambda: (folder / "playbook.yml").write_text("tiers: {特级: {}}\n", "utf-8"),
        "prose": lambda: [one.unlink() for one in (folder / ".cmkb" / "cache").glob("prose-*")],
        "another plugin": lambda: None,
        "a note of another kind": lambda: (folder / "docs" / "scripts" / "邀约.md").write_text(
            "# 邀约\n好的\n", "utf-8"
        ),
    }
    changes[what]()
    result, built = build(folder)
    assert built
    assert dict(content(result.site_dir)) == fresh(folder)


def test_while_another_process_puts_its_site_in_place_everything_is_built(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    build(folder)
    (folder / "clients" / "王芳.md").write_text(NOTE.format(words="又见了一面。"), "utf-8")
    found = seen(folder, None, TODAY)
    assert found is not None
    with rewriting.site_lock(folder) as alone:
        assert alone
        assert written_again(folder, found, None, strict=False) is None
    build_site(folder, today=TODAY)  # another one, since we looked
    assert written_again(folder, found, None, strict=False) is None


def test_the_development_server_writes_words_without_a_build(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    plugin = serve(folder, tmp_path / "served")
    builds: list[str] = []
    again = plugin.words_or_all(lambda: builds.append("all"))
    for words in ("又见了一面。", "- 一\n- 二", "一切都好。再见。"):
        (folder / "clients" / "王芳.md").write_text(NOTE.format(words=words), "utf-8")
        again()
    assert builds == []
    assert whole_site(plugin) == whole_site(serve(folder, tmp_path / "fresh"))

    plugin = serve(folder, tmp_path / "served")
    again = plugin.words_or_all(lambda: builds.append("all"))
    (folder / "journal" / "2026-11-20.md").write_text("## 记录\n- 10:15 电话 [[李雷]]\n", "utf-8")
    again()
    assert builds == ["all"]


def test_what_is_made_when_it_is_asked_for_is_what_a_build_makes_at_once(tmp_path: Path) -> None:
    """With a hook, of which nobody knows what it looks at, all is made at once."""
    folder = draw(tmp_path / "v", VAULT)
    plugin = serve(folder, tmp_path / "served")
    assert plugin.served is not None
    assert not (plugin.served.root / "clients" / "王芳.html").exists()
    assert not plugin.served.make("clients/nobody.html")
    assert plugin.served.make("clients/王芳.html")
    assert (plugin.served.root / "clients" / "王芳.html").exists()
    lazy = whole_site(plugin)
    (folder / "hook.py").write_text("def on_post_build(config): pass\n", "utf-8")
    config = (folder / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(f"{config}\nhooks: [hook.py]\n", "utf-8")
    at_once = serve(folder, tmp_path / "at-once")
    assert at_once.served is not None
    assert at_once.served.later is None
    assert dict(content(at_once.served.root)) == lazy


KILLED = """
import os, signal, sys
from datetime import date
from functools import partial
from pathlib import Path
from cmkb.site import rewriting
from cmkb.site.folders import PART
from cmkb.site.plugin import CmkbPlugin
from cmkb.site.unchanged import seen
whole, left = rewriting.put, int(sys.argv[2])
def replace(target, content):
    global left
    if left == 0:
        target.with_name(f"{PART}-1").write_bytes(content[:100])
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    whole(target, content)
rewriting.put = replace
folder = Path(sys.argv[1])
rewriting.written_again(folder, seen(folder, None, date(2026, 11, 23)), None, False)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="skipped: no such signal")
def test_killed_between_two_files_the_next_build_makes_the_site_whole(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    build(folder)
    for left in (0, 1):
        (folder / "clients" / "王芳.md").write_text(NOTE.format(words=f"第 {left} 次。"), "utf-8")
        env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        ran = subprocess.run(
            [sys.executable, "-c", KILLED, str(folder), str(left)], env=env, capture_output=True, check=False
        )
        assert ran.returncode == -signal.SIGKILL, ran.stderr
        result, built = build(folder)
        assert built
    assert dict(content(result.site_dir)) == fresh(folder)
