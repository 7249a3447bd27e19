"""Folders and repositories of several owners, read into one vault."""

from __future__ import annotations

import subprocess
from pathlib import Path

from cmkb.load import Loaded, load_settings, load_vault
from cmkb.site.run import build_site
from cmkb.site.team import build_team
from tests.conftest import draw
from tests.sharing.cli import run
from tests.site.built import broken_links
from tests.site.conftest import TODAY

CONFIG = """
    === mkdocs.yml
    site_name: 试用
    plugins:
      - cmkb:
          owner: 林晓
          sources:
            - {path: ../团队, to: docs/scripts/团队, owner: 城南支行}
            - {path: docs/scripts/老张, owner: 张伟}
    """
VAULT = """
    === clients/王芳.md
    # 王芳
    === docs/scripts/邀约.md
    您好，见 [[促成]] 和 [[报价]]
    === docs/scripts/老张/报价.md
    ---
    category: 方案展示
    ---
    一张纸
    """
TEAM = """
    === 促成.md
    ---
    owner: 孙丽
    ---
    三次 ![图](files/图.png) [[邀约]]
    %%只给自己%%
    === 开场/第一句.md
    您好
    === files/图.png
    picture
    """


def made(tmp_path: Path, own: str = "", team: str = "") -> Path:
    draw(tmp_path / "团队", TEAM + team)
    (tmp_path / "团队" / "mkdocs.yml").unlink()
    return draw(tmp_path / "v", CONFIG + VAULT + own)


def loaded(folder: Path) -> Loaded:
    return load_vault(folder, load_settings(folder).settings)


def test_each_source_has_its_owner(tmp_path: Path) -> None:
    vault = loaded(made(tmp_path)).vault
    owners = {path: note.get("owner") for path, note in vault.notes.items() if note.kind == "script"}
    assert owners == {
        "docs/scripts/邀约.md": None,
        "docs/scripts/老张/报价.md": "张伟",
        "docs/scripts/团队/促成.md": "孙丽",
        "docs/scripts/团队/开场/第一句.md": "城南支行",
    }


def test_the_owner_stands_on_the_page_and_the_library_can_be_narrowed_by_it(tmp_path: Path) -> None:
    folder = made(tmp_path)
    site = build_site(folder, today=TODAY).site_dir
    assert "负责人：张伟" in (site / "scripts/老张/报价.html").read_text("utf-8")
    assert "负责人：" not in (site / "scripts/邀约.html").read_text("utf-8")
    library = (site / "scripts/index.html").read_text("utf-8")
    for owner in ("林晓", "张伟", "孙丽", "城南支行"):
        assert f"<option>{owner}</option>" in library


def test_links_and_pictures_lead_from_one_to_the_other(tmp_path: Path) -> None:
    folder = made(tmp_path)
    for site in (build_site(folder, today=TODAY).site_dir, build_team(folder, today=TODAY).site_dir):
        assert broken_links(site) == []
        assert 'href="../scripts/%E5%9B%A2%E9%98%9F/%E4%BF%83%E6%88%90.html"' in (
            site / "scripts/邀约.html"
        ).read_text("utf-8")
        assert (site / "scripts/团队/files/图.png").read_text() == "picture\n"
        assert not [
            file for file in site.rglob("*") if file.is_file() and "只给自己".encode() in file.read_bytes()
        ]


def test_what_meets_is_reported(tmp_path: Path) -> None:
    own = "\n    === docs/scripts/团队/促成.md\n    自己的\n"
    folder = made(tmp_path, own, "\n    === 邀约.md\n    团队的邀约\n")
    found = loaded(folder)
    said = [p.line_of_text() for p in found.problems if p.code in ("N1", "S3")]
    assert any(line.startswith("docs/scripts/团队/促成.md:1:1: N1") and "../团队" in line for line in said)
    assert any(
        line.startswith("docs/scripts/邀约.md:1:1: S3") and "docs/scripts/团队/邀约.md" in line
        for line in said
    )
    assert found.vault.notes["docs/scripts/团队/促成.md"].body == "自己的\n"


def test_a_source_that_is_missing_or_holds_the_vault(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", CONFIG + VAULT)
    assert [p.text for p in loaded(folder).problems if p.code == "S3"] == ["S3.missing"]
    text = (folder / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(text.replace("../团队", ".."), "utf-8")
    assert [p.text for p in loaded(folder).problems if p.code == "S3"] == ["S3.inside"]


def test_what_is_wrong_in_the_option_is_said(tmp_path: Path) -> None:
    for wrong in ("{path: ../x}", "{to: docs/x}", "{path: a, to: b}", "{path: a, who: b}", "[a]"):
        folder = draw(
            tmp_path,
            f"=== mkdocs.yml\nsite_name: x\nplugins:\n  - cmkb:\n      sources:\n        - {wrong}\n",
        )
        assert [p.text for p in load_settings(folder).problems] == ["S2.source"], wrong


def test_the_staged_copy_reads_no_source_again(tmp_path: Path) -> None:
    """With an absolute path the plugin would find the notes as they are, private parts and all."""
    folder = made(tmp_path)
    text = (folder / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(text.replace("../团队", str(tmp_path / "团队")), "utf-8")
    site = build_team(folder, today=TODAY).site_dir
    assert (site / "scripts/团队/促成.html").is_file()
    assert not [
        file for file in site.rglob("*") if file.is_file() and "只给自己".encode() in file.read_bytes()
    ]


# --- a shared repository -------------------------------------------------------------------------------------


def git(folder: Path, *args: str) -> str:
    who = (
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.invalid",
        "-c",
        "core.quotepath=false",
        "-c",
        "merge.ff=false",
    )
    ran = subprocess.run(
        ["git", *who, *args], cwd=folder, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return ran.stdout


def manager(folder: Path, owner: str, client: str) -> Path:
    """A private vault with the team's repository cloned into it."""
    config = f"""
        === mkdocs.yml
        site_name: {owner}
        plugins:
          - cmkb:
              owner: {owner}
              share: [docs/scripts, docs/products, docs/team]
        === clients/{client}.md
        ---
        电话: ["13800008899"]
        ---
        === journal/2026-11-20.md
        ## 计划
        - 有效电话 10
        ## 记录
        - 10:15 电话 [[{client}]] 说家里的事 [结果:: 同意] [话术:: [[邀约]]]
        - 短信 5
        === periods/2026-11.md
        ---
        goal_calls: 100
        ---
        """
    draw(folder, config)
    git(folder.parent, "clone", "--quiet", str(folder.parent / "team.git"), str(folder / "docs"))
    return folder


def test_two_managers_one_repository_of_talk_tracks(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "team.git")
    seed = tmp_path / "seed"
    git(tmp_path, "clone", "--quiet", str(tmp_path / "team.git"), str(seed))
    git(seed, "checkout", "--quiet", "-B", "main")
    draw(
        seed,
        "=== scripts/邀约.md\n---\ncategory: 邀约\n---\n## 流程\n- 问:您好 ^q1\n\n## 异议\n### 太忙\n- 答:好的\n",
    )
    (seed / "mkdocs.yml").unlink()
    git(seed, "add", ".")
    git(seed, "commit", "--quiet", "-m", "scripts")
    git(seed, "push", "--quiet", "origin", "main")

    lin = manager(tmp_path / "lin", "林晓", "王岚")
    zhang = manager(tmp_path / "zhang", "张伟", "李雷")
    for folder in (lin, zhang):
        assert run("report", "team", "--export", "--vault", str(folder), "--today", "2026-11-23").code == 0

    script = lin / "docs/scripts/邀约.md"
    script.write_text(script.read_text("utf-8").replace("您好 ^q1", "您好，{称呼} ^q1"), "utf-8")
    git(lin / "docs", "add", ".")
    git(lin / "docs", "commit", "--quiet", "-m", "lin")
    git(lin / "docs", "push", "--quiet", "origin", "HEAD:main")
    script = zhang / "docs/scripts/邀约.md"
    script.write_text(script.read_text("utf-8").replace("答:好的", "答:那我三点再打"), "utf-8")
    git(zhang / "docs", "add", ".")
    git(zhang / "docs", "commit", "--quiet", "-m", "zhang")
    git(zhang / "docs", "pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main")
    git(zhang / "docs", "push", "--quiet", "origin", "HEAD:main")
    git(lin / "docs", "pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main")

    text = (lin / "docs/scripts/邀约.md").read_text("utf-8")
    assert "您好，{称呼}" in text
    assert "那我三点再打" in text
    one, other = (build_team(folder, today=TODAY).site_dir for folder in (lin, zhang))
    home = (one / "index.html").read_text("utf-8")
    assert "2 位成员" in home
    assert "林晓" in home
    assert "张伟" in home
    assert "200" in home  # both goals of November together
    script = (one / "scripts/邀约.html").read_text("utf-8")
    assert "全队合计 · 2 位成员" in script
    assert "<dt>用了</dt><dd>2</dd>" in script  # one use of each
    for site in (one, other):
        for file in site.rglob("*"):
            for word in ("李雷", "王岚", "家里的事", "13800008899"):
                assert not file.is_file() or word.encode() not in file.read_bytes(), (file, word)
    sent = git(lin / "docs", "log", "-p", "--all")
    assert not any(word in sent for word in ("李雷", "王岚", "家里的事", "8899"))


def test_a_merge_that_was_not_finished_keeps_the_note_from_the_team(tmp_path: Path) -> None:
    """git's marks in the front matter are no front matter that anybody understood."""
    folder = draw(
        tmp_path,
        "=== docs/scripts/邀约.md\n---\n<<<<<<< HEAD\nscene: 一\n=======\nscene: 二\n>>>>>>> main\n---\n您好\n",
    )
    result = build_team(folder, today=TODAY)
    assert not (result.site_dir / "scripts/邀约.html").exists()
    assert [p.path for p in result.problems if p.code == "P6"] == ["docs/scripts/邀约.md"]


def test_what_is_private_in_the_teams_repository_is_told_before_it_is_pushed(tmp_path: Path) -> None:
    """The site leaves it out; git does not."""
    folder = draw(
        tmp_path / "v",
        """
        === docs/scripts/邀约.md
        您好
        %%一百%%
        === docs/scripts/草稿.md
        ---
        visibility: private
        ---
        还没写好
        === docs/scripts/促成.md
        三次
        ## 私密
        那位老街坊
        === docs/howto/王芳.md
        ---
        type: client
        ---
        === docs/scripts/干净.md
        您好
        === clients/王芳.md
        %%只在自己电脑上%%
        """,
    )
    git(folder, "init", "--quiet")  # the vault's own repository is its keeper's
    assert [p for p in loaded(folder).problems if p.code == "P9"] == []
    git(folder / "docs", "init", "--quiet")
    assert {f"{p.path}:{p.line}" for p in loaded(folder).problems if p.code == "P9"} == {
        "docs/scripts/邀约.md:2",
        "docs/scripts/草稿.md:1",
        "docs/scripts/促成.md:2",
        "docs/howto/王芳.md:1",
    }
