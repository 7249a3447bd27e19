"""Where a site may be written, and what stays when a build fails."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from built import run

from cmkb.site.folders import MARKER, FolderRefused, folder_beside
from cmkb.site.run import BuildFailed, build_site
from tests.conftest import draw

VAULT = """
    === clients/王芳.md
    # 王芳
    === docs/scripts/邀约.md
    # 邀约
"""
BROKEN = """
    === clients/王芳.md
    ---
    姓名: "王芳
    ---
    """
TEMPLATE = """
    === my/main.html
    {% extends 'base.html' %}{% block content %}{{ nothing.at.all }}
    === mkdocs.yml
    site_name: 试用
    theme: {name: material, custom_dir: my}
    plugins: [cmkb]
    """


def index(folder: Path) -> str:
    return (folder / "site" / "index.html").read_text("utf-8")


def left_beside(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir() if entry.name.startswith(".site"))


def test_a_former_site_is_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    build_site(folder)
    (folder / "site" / "old.html").write_text("of the former build")
    (folder / "clients" / "王芳.md").rename(folder / "clients" / "李雷.md")
    build_site(folder)
    names = {entry.name for entry in (folder / "site" / "clients").iterdir()}
    assert names == {"index.html", "李雷.html"}
    assert not (folder / "site" / "old.html").exists()
    assert (folder / "site" / MARKER).is_file()
    assert not (folder / "site" / ".gitignore").exists()
    assert left_beside(folder) == []


@pytest.mark.parametrize("target", [".", "..", "clients", "clients/site", "docs/site", "inbox", "附件"])
def test_a_folder_of_notes_is_no_target(target: str, tmp_path: Path) -> None:
    folder = draw(tmp_path / "up" / "v", VAULT)
    (folder / "inbox").mkdir()
    with pytest.raises(FolderRefused, match="换一个文件夹"):
        build_site(folder, site_dir=folder / target)
    if target == "clients":
        ran = run("mkdocs", "build", "--site-dir", target, cwd=folder)
        assert ran.returncode == 1
        assert "换一个文件夹" in ran.stderr
    assert (folder / "clients" / "王芳.md").is_file()
    assert not (folder / "clients" / "index.html").exists()


def test_a_site_with_every_client_is_not_written_into_the_teams_repository(tmp_path: Path) -> None:
    sources = "    === mkdocs.yml\n    site_name: x\n    plugins:\n      - cmkb:\n          sources: [{path: ../team, to: docs/scripts/team}]\n"
    folder = draw(tmp_path / "v", VAULT + sources)
    (tmp_path / "team").mkdir()
    with pytest.raises(FolderRefused, match="换一个文件夹"):
        build_site(folder, site_dir=tmp_path / "team" / "site")
    assert list((tmp_path / "team").iterdir()) == []


def test_what_others_made_is_not_emptied(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    (folder / "site").mkdir()
    (folder / "site" / "照片.jpg").write_bytes(b"x")
    with pytest.raises(FolderRefused, match="不是 cmkb 生成的"):
        build_site(folder)
    ran = run("mkdocs", "build", cwd=folder)
    assert ran.returncode == 1
    assert "不是 cmkb 生成的" in ran.stderr
    assert os.listdir(folder / "site") == ["照片.jpg"]


@pytest.mark.parametrize("kind", ["file", "link", "broken link"])
def test_what_is_no_folder_is_no_target(kind: str, tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    target = tmp_path / "target"
    if kind == "file":
        target.write_text("x")
    else:
        try:
            target.symlink_to(tmp_path / ("elsewhere" if kind == "link" else "nowhere"))
        except OSError:
            pytest.skip("skipped: no right to make links here")
        (tmp_path / "elsewhere").mkdir()
    with pytest.raises(FolderRefused):
        build_site(folder, site_dir=target)
    assert target.is_symlink() or target.read_text() == "x"


def test_a_build_that_fails_leaves_the_former_site(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    build_site(folder)
    before = index(folder)
    draw(folder, TEMPLATE)
    with pytest.raises(BuildFailed, match="模板"):
        build_site(folder)
    assert index(folder) == before
    assert left_beside(folder) == []


def test_strict_with_a_broken_note_leaves_the_former_site(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    build_site(folder)
    before = index(folder)
    draw(folder, BROKEN)
    result = build_site(folder, strict=True)
    assert [p.text for p in result.problems] == ["F4.quote"]
    assert not result.written
    assert index(folder) == before
    assert build_site(folder).written


def test_a_failing_mkdocs_build_does_not_lock_its_folder(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    draw(folder, "=== hooks.py\ndef on_page_context(context, **more):\n    raise KeyError('x')\n")
    config = (folder / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(config + "hooks: [hooks.py]\n", "utf-8")
    assert run("mkdocs", "build", cwd=folder).returncode == 1
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    ran = run("mkdocs", "build", cwd=folder)
    assert ran.returncode == 0, ran.stderr


def test_what_a_killed_build_left_is_removed_and_never_seen_by_git(tmp_path: Path) -> None:
    target = tmp_path / "site"
    left = folder_beside(target)
    assert (left / ".gitignore").read_text() == "*\n"
    os.utime(left, (0, 0))
    other = tmp_path / f"{left.name}-of-mine"
    other.mkdir()
    os.utime(other, (0, 0))
    folder_beside(target)
    assert not left.exists()
    assert other.is_dir()


def test_gh_deploy_is_refused(tmp_path: Path) -> None:
    config = "    === mkdocs.yml\n    site_name: 试用\n    theme: material\n    plugins: [cmkb]\n"
    folder = draw(tmp_path / "v", VAULT + config)
    for program in ("mkdocs", "properdocs"):
        ran = run(program, "gh-deploy", cwd=folder)
        assert ran.returncode == 1
        assert "公开到网上" in ran.stderr + ran.stdout
        assert not (folder / "site").exists()


def git(folder: Path, *args: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.invalid")
    subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True)


def test_a_site_that_git_would_take_is_warned_of(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    git(folder, "init", "--quiet")
    (warning,) = build_site(folder).warnings
    assert warning.startswith("site 会被 git 收进去：里面有客户资料，请写进 .gitignore")
    assert warning in run("mkdocs", "build", cwd=folder).stderr
    assert not build_site(folder, strict=True).written
    (folder / ".gitignore").write_text("/site/\n")
    assert build_site(folder).warnings == ()
    git(folder, "add", "--force", ".")  # tracked in spite of .gitignore
    assert build_site(folder).warnings == (warning,)


def test_the_repository_of_the_target_counts_not_that_of_the_vault(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    (tmp_path / "published").mkdir()
    git(tmp_path / "published", "init", "--quiet")
    assert build_site(folder, site_dir=tmp_path / "published" / "a" / "b").warnings
    assert build_site(folder).warnings == ()
