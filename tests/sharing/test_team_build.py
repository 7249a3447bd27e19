"""`cmkb build --audience team`: what is on the team's site, and what is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cmkb.site.team import build_team
from tests.conftest import draw
from tests.sharing.team_site import VAULT, files, team
from tests.site.built import broken_links, requests
from tests.site.conftest import TODAY


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_team(draw(tmp_path_factory.mktemp("v"), VAULT), today=TODAY).site_dir


def test_it_holds_what_is_shared_and_nothing_else(site: Path) -> None:
    names = set(files(site))
    assert {"index.html", "scripts/邀约.html", "products/稳盈90天.html", "products/files/图.png"} <= names
    for word in (
        "clients/",
        "journal",
        "calendar",
        "follow-ups",
        "care",
        "草稿",
        "没人用",
        "howto",
        "periods",
        "check",
    ):
        assert not [name for name in names if word in name.removeprefix("assets/")], word
    for word in ("王芳", "8899", "老街坊", "只给自己看", "还没写好", "clients/index"):
        assert not [name for name, data in files(site).items() if word.encode() in data], word


def test_no_page_speaks_of_clients_that_the_team_does_not_have(site: Path) -> None:
    product = (site / "products/稳盈90天.html").read_text("utf-8")
    for words in ("还没有对上的客户", "没有客户持有", 'id="holders"', "在客户笔记"):
        assert words not in product
    assert "为止" not in (site / "routine.html").read_text("utf-8")


def test_it_is_whole_and_leads_nowhere_else(site: Path) -> None:
    assert broken_links(site) == []
    scripts = {file.name for file in (site / "assets/cmkb").glob("*.js")}
    assert scripts == {"blank.js", "call-mode.js", "common.js", "search-index.js", "search.js", "talk.js"}
    assert requests(site) == []
    html = (site / "scripts/邀约.html").read_text("utf-8")
    assert '<a href="../products/' in html
    assert "改笔记" not in html
    assert "data-copy" not in html.replace("data-copy-text", "")
    assert 'data-audience="team"' in html


def test_no_path_of_this_machine_is_in_it(site: Path) -> None:
    vault = str(site.parent)
    for name, data in files(site).items():
        assert vault.encode() not in data, name
        assert b"/tmp/cmkb-" not in data, name


def test_nothing_of_a_former_team_site_stays(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    assert team(folder).code == 0
    (folder / "site-team" / "old.html").write_text("王芳")
    (folder / "docs/scripts/邀约.md").unlink()
    assert team(folder).code == 0
    assert not (folder / "site-team" / "old.html").exists()
    assert not (folder / "site-team" / "scripts" / "邀约.html").exists()


LEFT_OUT = {
    "unclosed comment": ("docs/scripts/新.md", "涨了 5%%\n\n%%秘密%%\n", "docs/scripts/新.md:3:1: P6"),
    "broken head": ("docs/scripts/新.md", "---\nscene: '秘密\n---\n秘密\n", "docs/scripts/新.md:1:1: P6"),
    "duplicate key": ("docs/scripts/新.md", "---\nvisibility: team\nvisibility: private\n---\n秘密\n", "docs/scripts/新.md:"),
    "odd audience": ("docs/scripts/新.md", "---\nvisibility: 'true'\n---\n秘密\n", "docs/scripts/新.md:2:"),
    "nearly private": ("docs/scripts/新.md", "---\nvisiblity: private\n---\n秘密\n", "docs/scripts/新.md:2:"),
    "a client's note": ("docs/scripts/新.md", "---\ntype: client\n---\n秘密\n", "docs/scripts/新.md:1:1: P6"),
    "a journal": ("docs/scripts/2026-11-20.md", "---\ntype: 日志\n---\n秘密\n", "docs/scripts/2026-11-20.md:1:1: P6"),
    "team elsewhere": ("docs/howto/新.md", "---\nvisibility: team\n---\n秘密\n", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", LEFT_OUT)
def test_what_is_not_understood_is_left_out_and_reported(case: str, tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    path, text, place = LEFT_OUT[case]
    (folder / path).write_text(text, "utf-8")
    ran = team(folder)
    assert ran.code == 0, ran.err
    assert place in ran.err, ran.err
    assert not [
        name for name, data in files(folder / "site-team").items() if "秘密".encode() in data or "新" in name
    ]


def test_links_on_the_disk_are_not_followed(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "秘密.md").write_text("秘密", "utf-8")
    try:
        (folder / "docs/scripts/链.md").symlink_to(tmp_path / "elsewhere" / "秘密.md")
        (folder / "docs/products/链").symlink_to(tmp_path / "elsewhere")
        (folder / "docs/products/files/链.png").symlink_to(folder / "clients" / "高兴.md")
    except OSError:
        pytest.skip("skipped: no right to make links here")
    (folder / "docs/scripts/新.md").write_text("![x](../products/files/链.png) [[秘密|那篇]]\n", "utf-8")
    assert team(folder).code == 0
    assert not [n for n, d in files(folder / "site-team").items() if "秘密".encode() in d or "链" in n]


def test_a_snippet_reads_from_the_staged_copy_alone(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "mkdocs.yml").write_text(
        "site_name: 试用\nplugins: [cmkb]\nmarkdown_extensions: [pymdownx.snippets]\n", "utf-8"
    )
    (folder / "docs/team").mkdir()
    (folder / "docs/team/说明.md").write_text('说明\n\n--8<-- "journal/2026-11-23.md"\n', "utf-8")
    before = os.getcwd()
    os.chdir(folder)
    try:
        assert team(folder).code == 0
    finally:
        os.chdir(before)
    assert "到期续做" not in (folder / "site-team/team/说明.html").read_text("utf-8")


@pytest.mark.parametrize("share", ["[clients]", "[.]", "[docs, clients, journal]", "[docs]"])
def test_share_never_opens_the_private_folders(share: str, tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    config = f"site_name: 试用\nplugins:\n  - cmkb:\n      share: {share}\n"
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    ran = team(folder)
    assert ran.code == (2 if share == "[.]" else 0), ran.err
    if ran.code == 0:
        assert not [
            n for n, d in files(folder / "site-team").items() if "王芳".encode() in d or "城南".encode() in d
        ]
        assert ("howto/开户.html" in files(folder / "site-team")) == ("docs" in share)


def test_a_talk_track_that_expired_is_told_when_it_is_shared(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "docs/scripts/旧.md").write_text("---\nvalid_until: 2026-01-01\n---\n您好\n", "utf-8")
    ran = team(folder)
    assert ran.code == 0
    assert "docs/scripts/旧.md:2:14: C2" in ran.err
    assert team(folder, "--strict").code == 1


def test_what_the_configuration_names_and_the_team_does_not_get_leaves_no_dead_link(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "mkdocs.yml").write_text(
        "site_name: 试用\nplugins: [cmkb]\nextra_css: [stylesheets/mine.css]\nextra_javascript: [js/mine.js]\n"
        "nav:\n  - 团队: index.md\n  - 开户: howto/开户.md\n  - 更多: [howto/开户.md]\n  - 邀约: scripts/邀约.md\n"
        "  - 外面: https://example.invalid/\n",
        "utf-8",
    )
    ran = team(folder)
    assert (ran.code, ran.err) == (0, "")
    site = folder / "site-team"
    assert broken_links(site) == []
    html = (site / "scripts/邀约.html").read_text("utf-8")
    assert "mine." not in html
    assert "更多" not in html
    assert "https://example.invalid/" in html
