"""A build of what is built already is answered at once, and never wrongly."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from again import up_to_date
from built import run

from cmkb.cached.inputs import JUST_NOW, changed_since
from cmkb.load import folders_of, load_settings
from cmkb.site.folders import MARKER
from cmkb.site.run import build_site
from cmkb.site.unchanged import note_inputs
from tests.conftest import CONFIG, draw

TODAY = date(2026, 11, 23)
VAULT = """
=== clients/王芳.md
---
等级: 金卡
---
看 [[没有的]]
=== clients/附件/合同.pdf
x
=== journal/2026-11-23.md
## 记录
- 10:15 电话 [[王芳]]
=== docs/scripts/邀约.md
# 邀约
=== docs/图.png
x
=== docs/页.md
# 页
"""


def aged(folder: Path) -> Path:
    """The files are no longer so young that they could change without a sign."""
    time.sleep(JUST_NOW / 10**9 + 0.1)
    return folder


def inputs(folder: Path, since: int | None = None) -> str | None:
    folders = folders_of(load_settings(folder).settings)
    whole = note_inputs(folder, folders, folder / "site", since or time.time_ns() + 10**18)
    return whole.inputs if whole else None


def add(folder: Path, path: str, text: str) -> None:
    """`draw` would write mkdocs.yml too."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")


def edit_keeping_size_and_time(folder: Path) -> None:
    note = folder / "clients" / "王芳.md"
    before = note.stat()
    note.write_text(note.read_text("utf-8").replace("金卡", "白金"), "utf-8", newline="\n")
    os.utime(note, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "an edit": edit_keeping_size_and_time,
    "a new note": lambda f: add(f, "clients/李雷.md", "# 李雷\n"),
    "a note less": lambda f: (f / "journal" / "2026-11-23.md").unlink(),
    "a new name": lambda f: (f / "clients" / "王芳.md").rename(f / "clients" / "王方.md"),
    "another folder": lambda f: (f / "clients" / "王芳.md").rename(f / "clients" / "附件" / "王芳.md"),
    "an empty folder": lambda f: (f / "docs" / "products").mkdir(),
    "an attachment": lambda f: (f / "clients" / "附件" / "合同.pdf").write_bytes(b"y"),
    "a picture of docs": lambda f: (f / "docs" / "图.png").write_bytes(b"y"),
    "a picture in the vault": lambda f: (f / "图.png").write_bytes(b"y"),
    "the configuration": lambda f: add(f, "mkdocs.yml", f"{CONFIG}\n# x\n"),
    "a playbook": lambda f: add(f, "playbook.yml", "tiers: {特级: {}}\n"),
    "holidays": lambda f: add(f, "holidays/2027.yml", "off: [2027-01-01]\n"),
    "a folder that may be meant for notes": lambda f: add(f, "别的/某.md", "---\n---\n"),
    "an inbox": lambda f: add(f, "inbox/1.md", "# x\n"),
    "Obsidian": lambda f: (f / ".obsidian").mkdir(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_may_change_the_site_is_seen(change: str, tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    before = inputs(folder)
    assert before == inputs(folder) is not None
    CHANGES[change](folder)
    assert inputs(folder) != before


def test_what_is_none_of_the_vault_does_not_count(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    before = inputs(folder)
    for path in ("site/index.html", ".git/config", ".cmkb/cache/x", ".obsidian-x/workspace.json"):
        add(folder, path, "x")
    (folder / "site" / "index.html").write_text("y")
    assert inputs(folder) == before


def test_of_a_file_that_was_just_written_the_content_is_compared(tmp_path: Path) -> None:
    """As on a file system whose clock ticks every two seconds and that numbers no files: no stamp tells."""
    folder = draw(tmp_path / "v", VAULT)
    (folder / "clients" / "附件" / "合同.pdf").write_bytes(b"x" * 5_000_000)  # too large to be read each time
    assert inputs(folder, since=time.time_ns()) is None
    assert inputs(aged(folder), since=time.time_ns()) is not None

    (folder / "clients" / "附件" / "合同.pdf").unlink()
    (folder / "clients" / "李雷.md").write_text("一", "utf-8")
    whole = note_inputs(folder, ["clients"], folder / "site", time.time_ns())
    assert whole is not None
    assert [path for path, _ in whole.young] == ["clients/李雷.md"]
    assert changed_since(str(folder), whole.young) == []
    (folder / "clients" / "李雷.md").write_text("二", "utf-8")
    assert changed_since(str(folder), whole.young) == ["clients/李雷.md"]


def test_what_lies_behind_a_link_is_not_known(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    try:
        (folder / "docs" / "elsewhere").symlink_to(tmp_path)
    except OSError:
        pytest.skip("skipped: no right to make links here")
    assert inputs(folder) is None


def test_the_second_build_says_what_the_first_one_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = aged(draw(tmp_path / "v", VAULT))
    assert up_to_date(folder, today=TODAY) is None
    built = build_site(folder, today=TODAY)
    again = up_to_date(folder, today=TODAY)
    assert again is not None
    assert (again.site_dir, again.pages, again.problems, again.warnings, again.written) == (
        built.site_dir, built.pages, built.problems, built.warnings, True,
    )  # fmt: skip
    assert [p.text for p in again.problems] == ["L1"]
    assert again.unchanged

    strict = up_to_date(folder, today=TODAY, strict=True)
    assert strict is not None
    assert not strict.written  # as --strict says of these problems; the site stays
    assert up_to_date(folder, today=date(2026, 11, 24)) is None
    assert up_to_date(folder, site_dir=tmp_path / "other", today=TODAY) is None
    with monkeypatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "0")  # MkDocs writes another day into the sitemap
        assert up_to_date(folder, today=TODAY) is None

    moved = folder.rename(tmp_path / "moved")
    assert up_to_date(moved, today=TODAY) is None
    moved.rename(folder)
    assert up_to_date(folder, today=TODAY) is not None

    page = folder / "site" / "clients" / "王芳.html"
    page.rename(tmp_path / "page.html")
    assert up_to_date(folder, today=TODAY) is None
    shutil.rmtree(folder / "site")
    assert up_to_date(folder, today=TODAY) is None


def test_a_folder_without_our_mark_is_no_site_of_ours(tmp_path: Path) -> None:
    folder = aged(draw(tmp_path / "v", VAULT))
    build_site(folder, today=TODAY)
    (folder / "site" / MARKER).unlink()
    assert up_to_date(folder, today=TODAY) is None


@pytest.mark.parametrize(
    "config",
    [
        f"{CONFIG}hooks: [hooks.py]\n",
        f"{CONFIG}markdown_extensions: [pymdownx.snippets]\n",
        f"{CONFIG}theme: {{name: material, custom_dir: docs}}\n",
        f"{CONFIG}site_description: !ENV [SOMETHING, x]\n",
    ],
)
def test_a_configuration_that_may_read_from_elsewhere_is_built_each_time(config: str, tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", f"=== hooks.py\n=== docs/index.md\n# x\n=== mkdocs.yml\n{config}")
    build_site(aged(folder), today=TODAY)
    assert up_to_date(folder, today=TODAY) is None


def test_nothing_changed_is_answered_without_mkdocs(tmp_path: Path) -> None:
    folder = aged(draw(tmp_path / "v", VAULT))
    build_site(folder, today=TODAY)
    code = (
        "import sys\nfrom cmkb.cli.main import main\n"
        "try: main(['build', '--today', '2026-11-23'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'mkdocs', 'jinja2', 'comrak'} & set(sys.modules)))"
    )
    (tmp_path / "x.py").write_text(code)
    root = str(Path(__file__).parents[2])
    ran = run(Path(sys.executable).name, str(tmp_path / "x.py"), cwd=folder, PYTHONPATH=root)
    said = ran.stdout.splitlines()
    assert "页" in said[0], ran.stderr
    assert said[-1] == "[]"
