"""Nothing outside of the vault and the named target is read or written, whatever names, links and options say."""

from __future__ import annotations

import os
import unicodedata
import zipfile
from contextlib import suppress
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from cmkb.build import compile_site
from cmkb.cli.main import main
from cmkb.model.settings import Settings
from cmkb.site.folders import FolderRefused
from cmkb.site.run import BuildFailed, build_site
from tests.attacks.commands import cmkb, made, standing
from tests.conftest import draw

SECRET = "CANARY-OUTSIDE"
VAULT = """
    === mkdocs.yml
    site_name: 试用
    theme: material
    plugins: [cmkb]
    === clients/王芳.md
    ---
    姓名: 王芳
    电话: ["13800000001"]
    ---
    见 [[李雷]]。
    - [ ] 送资料 📅 2026-11-25 🆔 a1
    === clients/李雷.md
    ---
    姓名: 李雷
    ---
    === journal/2026-11-23.md
    ## 记录
    - 10:15 电话 [[王芳]] 说了
    """
# Names that lead elsewhere, that some system keeps for itself, or that no file system takes.
NAMES = (
    "../outside/x", "..\\outside\\x", "../../outside/x", "/tmp/x", "C:\\x", "\\\\server\\share\\x", "//server/share/x", "file:///tmp/x", "~/x",
    "clients/../../outside/x", "..", ".", ".git/hooks/x", ".cmkb/x", ".obsidian/x", "mkdocs", "CON", "con.md", "NUL", "COM1", "LPT9.md", "aux.x", "名 ", "名.",
    "名. . .", " 名", "a:b", "a*b?", "a<b>|c", 'a"b', "a\x00b", "a\nb", "a\x1b[31mb", "a\u202eb", "王" * 100, "x" * 300, "", " ", "...", "#^|[]", "[[王芳]]",
    "-x", "--help", "王芳.md/x", "%2e%2e%2fx", "..%2fx", "․․/x", "．．/x",
)  # fmt: skip

pytestmark = pytest.mark.skipif(
    not hasattr(os, "mkfifo"), reason="skipped: a file system without links and pipes"
)


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """`outside` beside a vault whose links all lead there."""
    outside = tmp_path / "outside"
    made(outside, "secret.md", f"---\n姓名: 外人\n---\n{SECRET}\n")
    made(outside, "folder/王芳.md", f"{SECRET} [[王芳]]\n")
    made(outside, "picture.png", SECRET)
    folder = draw(tmp_path / "vault", VAULT)
    (folder / "clients/外人.md").symlink_to(outside / "secret.md")
    (folder / "clients/图.png").symlink_to(outside / "picture.png")
    (folder / "clients/外面").symlink_to(outside / "folder")
    (folder / "inbox").symlink_to(outside / "folder")
    (folder / "playbook.yml").symlink_to(outside / "secret.md")
    (folder / "holidays").symlink_to(outside)
    (folder / "meetings").mkdir()
    (folder / "meetings/loop").symlink_to(folder)
    (folder / "cases").symlink_to("/proc/self")
    os.mkfifo(folder / "clients/管道.md")
    os.mkfifo(folder / "meetings/管道.png")
    return tmp_path


def holding(folder: Path) -> list[str]:
    return [
        path
        for path, content in standing(folder).items()
        if isinstance(content, bytes) and SECRET.encode() in content
    ]


def test_a_site_holds_nothing_from_behind_a_link(world: Path) -> None:
    folder = world / "vault"
    (folder / "playbook.yml").unlink()  # that one stops the build with a line of its own
    before = standing(world / "outside")
    result = cmkb(folder, "build")
    assert result.exit_code == 0, result.output
    assert holding(folder) == []
    assert standing(world / "outside") == before
    assert (folder / "site/clients/王芳.html").is_file()


@pytest.mark.parametrize("what", ["markdown", "json", "csv", "xlsx", "phone", "ics", "vcf"])
def test_an_export_holds_nothing_from_behind_a_link(what: str, world: Path) -> None:
    before = standing(world / "outside")
    target = world / "out" / ("tree" if what == "markdown" else f"file.{what}")
    target.parent.mkdir()
    result = cmkb(world / "vault", "export", what, "--output", str(target))
    assert result.exit_code in (0, 1, 2), result.output
    assert holding(world / "out") == []
    assert standing(world / "outside") == before


def test_a_backup_follows_no_link_and_opens_no_pipe(world: Path) -> None:
    target = world / "backup.zip"
    result = cmkb(world / "vault", "backup", str(target))
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(target) as archive:
        assert not any(SECRET.encode() in archive.read(name) for name in archive.namelist())
        assert all(not name.startswith(("/", "..")) for name in archive.namelist())


WRITING = (
    ("log", "王芳", "电话", "同意"),
    ("done", "a1"),
    ("snooze", "a1", "下周一"),
    ("plan",),
    ("close", "--well", "好"),
    ("check", "--fix"),
    ("rename", "王芳", "王芳-8899"),
    ("new", "client", "新人"),
    ("new", "case", "新事"),
    ("forget", "王芳", "--yes"),
    ("forget", "外人", "--yes"),
    ("rename", "外人", "内人"),
    ("log", "外人", "电话", "同意"),
    ("undo",),
)


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_a_command_writes_through_no_link(words: tuple[str, ...], world: Path) -> None:
    before = standing(world / "outside")
    result = cmkb(world / "vault", *words)
    assert result.exit_code in (0, 1, 2), result.output
    assert "Traceback" not in result.output
    assert standing(world / "outside") == before
    assert sorted(entry.name for entry in world.iterdir()) == ["outside", "vault"]


@pytest.mark.parametrize("folder", [".cmkb", "journal", "clients"])
def test_a_folder_that_is_a_link_is_not_written_into(folder: str, world: Path) -> None:
    vault = world / "vault"
    if (vault / folder).exists():
        (vault / folder).rename(world / "kept")
    (vault / folder).symlink_to(world / "outside")
    before = standing(world / "outside")
    for words in WRITING:
        result = cmkb(vault, *words)
        assert "Traceback" not in result.output
    assert standing(world / "outside") == before


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_out_of_the_vault(name: str, tmp_path: Path) -> None:
    """In every place where a command takes a name, an import or a note gives one."""
    made(tmp_path / "outside", "x.md", SECRET)
    folder = draw(tmp_path / "vault", VAULT)
    made(tmp_path, "in.csv", "姓名,电话,编号\n" + f'"{name}",13900000001,7\n'.replace("\x00", "�"))
    before = standing(tmp_path)
    for words in (
        *(("new", kind, "--", name) for kind in ("client", "script", "product", "case", "period")),
        ("rename", "--", "李雷", name),
        ("rename", "--", name, "改名"),
        ("log", "--", name, "电话", "说了"),
        ("log", "--script", name, "--", "王芳", "电话", "说了"),
        ("forget", "--yes", "--", name),
        ("done", "--", name),
        ("import", str(tmp_path / "in.csv")),
        ("show", "--", name),
        ("plan",),
    ):
        result = cmkb_words(folder, words)
        assert "Traceback" not in result, words
    after = standing(tmp_path)
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    outside = {path for path in changed if not path.startswith("vault/")}
    assert outside <= {"in-没导入.csv", "vault"}, outside
    for path in changed:
        top = path.split("/")[1] if "/" in path else ""
        assert top in ("", "clients", "journal", "docs", "cases", "periods", ".cmkb", "in-没导入.csv"), path
        last = path.rsplit("/", 1)[-1]
        assert len(last.encode()) <= 255
        if top != ".cmkb" and path in after and path not in before:
            assert not set(last) & set('<>:"\\|?*\x00\n\x1b'), path
            assert not last.removesuffix(".md").endswith((".", " ")), path
            assert last.partition(".")[0].rstrip().upper() not in (
                "CON",
                "NUL",
                "AUX",
                "PRN",
                "COM1",
                "LPT9",
            ), path
    for place in (
        *(site := compile_site(folder, Settings(), date(2026, 11, 23))).attachments.values(),
        *(p.path for p in site.pages),
    ):
        assert ".." not in place.split("/"), place
        assert not place.startswith("/"), place


def cmkb_words(folder: Path, words: tuple[str, ...]) -> str:
    """The options go before a `--`."""
    at = words.index("--") if "--" in words else len(words)
    from_click = ["--vault", str(folder), "--today", "2026-11-23"]
    ran = CliRunner().invoke(main, [*words[:at], *from_click, *words[at:]], catch_exceptions=False)
    assert ran.exit_code in (0, 1, 2, 3), (words, ran.output)
    return ran.output


OPTIONS = (
    "clients: ../outside", "journal: /etc", "periods: ..", "cases: a/../../outside", "folders: {../outside: client}", "docs: ../outside", "clients: ''",
    "clients: C:\\x", "clients: .git", "playbook: ../outside/secret", "playbook: /etc/passwd", "share: [../outside]", "timezone: ../../etc/passwd",
    "editor: 'javascript:alert(1)'", "clients: docs", "clients: site",
)  # fmt: skip


@pytest.mark.parametrize("option", OPTIONS)
def test_no_option_leads_out_of_the_vault(option: str, tmp_path: Path) -> None:
    made(tmp_path / "outside", "secret.md", f"---\n姓名: 外人\n---\n{SECRET}\n")
    folder = draw(tmp_path / "vault", VAULT)
    made(folder, "mkdocs.yml", f"site_name: 试用\ntheme: material\nplugins:\n  - cmkb:\n      {option}\n")
    before = standing(tmp_path / "outside")
    with suppress(BuildFailed, FolderRefused):
        build_site(folder, today=date(2026, 11, 23))
    for words in (
        ("today",),
        ("check",),
        ("new", "client", "新人"),
        ("log", "王芳", "电话", "好"),
        ("plan",),
    ):
        assert "Traceback" not in cmkb_words(folder, words)
    assert holding(folder) == []
    assert standing(tmp_path / "outside") == before


def test_twins_of_a_name_are_both_named(tmp_path: Path) -> None:
    """They differ in case, in the way accents are spelled, or in where the address would lie."""
    folder = draw(tmp_path / "v", VAULT)
    for path in (
        "clients/Anna.md", "clients/anna.md", "docs/a.md", "docs/a/index.md", "docs/clients/王芳.md", "docs/calendar.md",
        "clients/" + unicodedata.normalize("NFC", "José.md"), "clients/" + unicodedata.normalize("NFD", "José.md"),
    ):  # fmt: skip
        made(folder, path, f"# {path}\nText of {unicodedata.normalize('NFC', path)}\n")
    built = build_site(folder, today=date(2026, 11, 23))
    said = {p.path: p for p in built.problems}
    assert said["clients/anna.md"].code == "A1"
    assert "clients/Anna.md" in said["clients/anna.md"].message()
    assert said["docs/clients/王芳.md"].code == "A1"
    assert "clients/王芳.md" in said["docs/clients/王芳.md"].message()
    assert said["clients/José.md"].code == "N1"
    texts = [file.read_text("utf-8") for file in built.site_dir.rglob("*.html")]
    for path in (
        "clients/Anna.md",
        "clients/anna.md",
        "docs/a.md",
        "docs/a/index.md",
        "docs/clients/王芳.md",
    ):
        assert sum(f"Text of {path}" in text for text in texts) >= 1, path


LEFT = (
    "~$王芳.docx", ".~lock.王芳.odt#", "王芳.md~", "王芳.md.bak", "#王芳.md#", ".#王芳.md", "王芳.md.swp", "王芳 (1).md", "王芳(张三的冲突副本).md",
    "王芳.sync-conflict-20261123-101500-ABCDEFG.md", "王芳-DESKTOP-4F7K2LQ.md", "王芳 - 副本.md", "王芳 copy.md", "王芳.md.tmp", "王芳.md.orig",
)  # fmt: skip


def test_copies_and_locks_are_neither_published_nor_exported_nor_written(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    for name in LEFT:
        made(folder, f"clients/{name}", f"{SECRET} [[王芳]]\n- [ ] x 📅 2026-11-25 🆔 z9\n")
    before = standing(folder)
    built = build_site(folder, today=date(2026, 11, 23))
    assert holding(built.site_dir) == []
    listed = (built.site_dir / "check.html").read_text("utf-8")
    hidden = (".#王芳.md",)  # of an editor's own, as all names with a dot
    assert [n for n in LEFT if n not in hidden and n not in unescape(listed)] == []
    for words in (("done", "z9"), ("rename", "王芳", "王芳-8899"), ("check", "--fix")):
        cmkb(folder, *words)
    after = standing(folder)
    for name in LEFT:
        assert after[f"clients/{name}"] == before[f"clients/{name}"], name
