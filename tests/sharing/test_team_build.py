"""`cmkb build --audience team`: what is on the team's site, and what keeps it from being written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cmkb.cli.main import main
from cmkb.site import team as team_module
from cmkb.site.folders import MARKER
from cmkb.site.run import BuildFailed, build_site
from cmkb.site.team import build_team, is_shipped
from tests.conftest import draw
from tests.site.built import broken_links, requests
from tests.site.conftest import TODAY

VAULT = """
    === clients/王芳-8899.md
    ---
    姓名: 王芳
    电话: ["13800008899"]
    身份证: 11010519491231002X
    ---
    家住城南
    === clients/高兴.md
    # 高兴
    === journal/2026-11-23.md
    ## 记录
    - 10:15 电话 [[王芳]] 到期续做
    === docs/scripts/邀约.md
    ---
    category: 邀约
    ---
    # 邀约
    您好，{称呼}，存单到期了。见 [[稳盈90天]]。
    %%想着那位老街坊写的%%
    ## 私密
    只给自己看
    === docs/scripts/草稿.md
    ---
    visibility: private
    ---
    还没写好
    === docs/products/稳盈90天.md
    ---
    风险: R2
    ---
    ![图](files/图.png)
    === docs/products/files/图.png
    picture
    === docs/products/files/没人用.png
    picture
    === docs/howto/开户.md
    不在 share 里
    """


class Ran:
    def __init__(self, capsys: pytest.CaptureFixture[str], *args: str) -> None:
        with pytest.raises(SystemExit) as ended:
            main(list(args))
        self.code = ended.value.code
        said = capsys.readouterr()
        self.out, self.err = said.out, said.err


def team(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> Ran:
    return Ran(capsys, "build", "--audience", "team", "--vault", str(folder), "--today", "2026-11-23", *more)


def files(site: Path) -> dict[str, bytes]:
    """All but what an installed package ships: there made-up names may stand in a comment."""
    return {
        f.relative_to(site).as_posix(): f.read_bytes()
        for f in sorted(site.rglob("*"))
        if f.is_file() and not is_shipped(f.name, f.read_bytes())
    }


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


LEAKS = {
    "text": ("docs/scripts/新.md", "一\n二\n像王芳这样\n", "docs/scripts/新.md:3:2:"),
    "alt": ("docs/scripts/新.md", "![王芳](图.png)\n", "docs/scripts/新.md:1:3:"),
    "link title": ("docs/scripts/新.md", "[x](https://example.invalid '王芳')\n", "docs/scripts/新.md:1:"),
    "code": ("docs/scripts/新.md", "```\n王芳\n```\n", "docs/scripts/新.md:2:1:"),
    "file name": ("docs/scripts/王芳.md", "您好\n", "docs/scripts/王芳.md:1:1:"),
    "front matter": ("docs/scripts/新.md", "---\nscene: 王芳的场景\n---\n", "docs/scripts/新.md:2:8:"),
    "spaced phone": ("docs/scripts/新.md", "打 138 0000 8899\n", "docs/scripts/新.md:1:"),
    "wide phone": ("docs/scripts/新.md", "---\nscene: x\n---\n\n打 １３８００００８８９９\n", "docs/scripts/新.md:5:"),
    "ID number": ("docs/scripts/新.md", "11010519491231002x\n", "docs/scripts/新.md:1:"),
    "zero width": ("docs/scripts/新.md", "王\u200b芳\n", "docs/scripts/新.md:1:"),
    "entity": ("docs/scripts/新.md", "&#29579;&#33459;\n", "docs/scripts/新.md:1:"),
    "pinyin": ("docs/scripts/wang-fang.md", "您好\n", "docs/scripts/wang-fang.md:1:1:"),
    "link": ("docs/scripts/新.md", "问过 [[王芳]]\n", "docs/scripts/新.md:1:"),
    "half bold": ("docs/scripts/新.md", "王**芳**\n", "docs/scripts/新.md:1:"),
    "over two lines": ("docs/scripts/新.md", "打 138\n0000 8899\n", "docs/scripts/新.md:1:1:"),
    "tag": ("docs/scripts/新.md", "---\ntags: [王芳]\n---\n", "docs/scripts/新.md:2:"),
    "attachment": ("docs/scripts/名单.csv", "姓名\n王芳\n", "docs/scripts/名单.csv:2:1:"),
    "site name": ("mkdocs.yml", "site_name: 王芳的站\nplugins: [cmkb]\n", "mkdocs.yml:1:12:"),
    "playbook": ("playbook.yml", "summary: 打给王芳的办法\n", "playbook.yml:1:12:"),
}  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS)
def test_a_script_that_names_a_client_is_refused_with_its_line(
    leak: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = draw(tmp_path, VAULT)
    assert team(folder, capsys).code == 0
    before = files(folder / "site-team")
    path, text, place = LEAKS[leak]
    if leak == "attachment":
        (folder / "docs/scripts/表.md").write_text("[表](名单.csv)\n", "utf-8")
    (folder / path).write_text(text, "utf-8")
    ran = team(folder, capsys)
    assert ran.code == 3
    assert place in ran.err, ran.err
    assert "没有生成给同事的网站，原来的没动" in ran.err
    assert files(folder / "site-team") == before
    assert not [entry.name for entry in folder.iterdir() if entry.name.startswith(".site-team")]


def test_a_common_word_on_the_list_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "docs/scripts/新.md").write_text("很高兴认识您\n", "utf-8")
    ran = team(folder, capsys)
    assert ran.code == 3
    assert "common_words" in ran.err
    config = "site_name: 试用\nplugins:\n  - cmkb:\n      common_words:\n        高兴: {reason}\n"
    (folder / "mkdocs.yml").write_text(config.format(reason="常用词"), "utf-8")
    assert team(folder, capsys).code == 0
    (folder / "mkdocs.yml").write_text(config.format(reason=""), "utf-8")
    ran = team(folder, capsys)
    assert ran.code == 2
    assert "要写明理由" in ran.err


def test_a_private_site_is_never_mixed_with_the_teams(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = draw(tmp_path, VAULT)
    build_site(folder, site_dir=folder / "site-team", today=TODAY)
    before = files(folder / "site-team")
    ran = team(folder, capsys)
    assert ran.code == 3
    assert "给自己的网站" in ran.err
    assert files(folder / "site-team") == before
    assert team(folder, capsys, "--site-dir", str(folder / "out")).code == 0
    ran = Ran(capsys, "build", "--vault", str(folder), "--site-dir", str(folder / "out"))
    assert ran.code == 2
    assert "给同事的网站" in ran.err


def test_a_site_of_before_the_marker_said_for_whom_counts_as_private(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "site-team").mkdir()
    (folder / "site-team" / MARKER).write_text("cmkb\n")
    (folder / "site-team" / "王芳.html").write_text("x")
    assert team(folder, capsys).code == 3
    assert (folder / "site-team" / "王芳.html").is_file()


def test_nothing_of_a_former_team_site_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = draw(tmp_path, VAULT)
    assert team(folder, capsys).code == 0
    (folder / "site-team" / "old.html").write_text("王芳")
    (folder / "docs/scripts/邀约.md").unlink()
    assert team(folder, capsys).code == 0
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
def test_what_is_not_understood_is_left_out_and_reported(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = draw(tmp_path, VAULT)
    path, text, place = LEFT_OUT[case]
    (folder / path).write_text(text, "utf-8")
    ran = team(folder, capsys)
    assert ran.code == 0, ran.err
    assert place in ran.err, ran.err
    assert not [
        name for name, data in files(folder / "site-team").items() if "秘密".encode() in data or "新" in name
    ]


def test_links_on_the_disk_are_not_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
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
    assert team(folder, capsys).code == 0
    assert not [n for n, d in files(folder / "site-team").items() if "秘密".encode() in d or "链" in n]


@pytest.mark.parametrize(
    ("config", "key"),
    [
        ("hooks: [hook.py]\n", "hooks"),
        ("INHERIT: ../base.yml\n", "INHERIT"),
        ("markdown_extensions:\n  - pymdownx.snippets: {base_path: [..]}\n", "pymdownx.snippets"),
        ("markdown_extensions: [my_own_extension]\n", "my_own_extension"),
        ("<<: {hooks: [hook.py]}\n", "<<"),
        ("plugins: [cmkb, blog]\n", "plugins"),
        (
            "copyright: !!python/object/apply:subprocess.getoutput [base64 clients/王芳-8899.md]\n",
            "subprocess",
        ),
        ("copyright: !<tag:yaml.org,2002:python/object/apply:os.getlogin> []\n", "os.getlogin"),
        (
            "markdown_extensions:\n  - pymdownx.emoji: {options: {custom_icons: [../icons]}}\n",
            "pymdownx.emoji",
        ),
        ("theme: {name: material, custom_dir: clients}\n", "clients"),
        ("theme: {name: material, custom_dir: ..}\n", ".."),
    ],
)
def test_a_configuration_that_could_read_the_notes_is_refused(
    config: str, key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "mkdocs.yml").write_text("site_name: 试用\nplugins: [cmkb]\n" + config, "utf-8")
    if key == "INHERIT":
        (tmp_path.parent / "base.yml").write_text("site_name: x\n")
    ran = team(folder, capsys)
    assert ran.code == 3, ran.err
    assert key in ran.err
    assert "mkdocs.yml:" in ran.err
    assert not (folder / "site-team").exists()


def test_functions_of_the_usual_extensions_are_no_danger(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "mkdocs.yml").write_text(
        "site_name: !ENV [NO_SUCH_NAME, 试用]\nplugins: [cmkb]\nmarkdown_extensions:\n"
        "  - toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}\n"
        "  - pymdownx.superfences:\n      custom_fences:\n"
        "        - {name: x, class: x, format: !!python/name:pymdownx.superfences.fence_code_format }\n",
        "utf-8",
    )
    ran = team(folder, capsys)
    assert ran.code == 0, ran.err


def test_what_mkdocs_loaded_counts_whatever_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "mkdocs.yml").write_text("site_name: x\nplugins: [cmkb, material/info]\n", "utf-8")
    monkeypatch.setattr(team_module, "config_problems", lambda config, settings: [])
    with pytest.raises(BuildFailed, match="material/info"):
        build_team(folder, today=TODAY)
    assert not (folder / "site-team").exists()


def test_a_snippet_reads_from_the_staged_copy_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "mkdocs.yml").write_text(
        "site_name: 试用\nplugins: [cmkb]\nmarkdown_extensions: [pymdownx.snippets]\n", "utf-8"
    )
    (folder / "docs/team").mkdir()
    (folder / "docs/team/说明.md").write_text('说明\n\n--8<-- "journal/2026-11-23.md"\n', "utf-8")
    before = os.getcwd()
    os.chdir(folder)
    try:
        assert team(folder, capsys).code == 0
    finally:
        os.chdir(before)
    assert "到期续做" not in (folder / "site-team/team/说明.html").read_text("utf-8")


@pytest.mark.parametrize("share", ["[clients]", "[.]", "[docs, clients, journal]", "[docs]"])
def test_share_never_opens_the_private_folders(
    share: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = draw(tmp_path, VAULT)
    config = f"site_name: 试用\nplugins:\n  - cmkb:\n      share: {share}\n"
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    ran = team(folder, capsys)
    assert ran.code == (2 if share == "[.]" else 0), ran.err
    if ran.code == 0:
        assert not [
            n for n, d in files(folder / "site-team").items() if "王芳".encode() in d or "城南".encode() in d
        ]
        assert ("howto/开户.html" in files(folder / "site-team")) == ("docs" in share)


def test_theme_overrides_are_taken_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "mkdocs.yml").write_text(
        "site_name: 试用\nplugins: [cmkb]\ntheme: {name: material, custom_dir: my}\n", "utf-8"
    )
    (folder / "my").mkdir()
    (folder / "my/main.html").write_text(
        "{% extends 'base.html' %}{% block footer %}我们的页脚{% endblock %}", "utf-8"
    )
    assert team(folder, capsys).code == 0
    assert "我们的页脚" in (folder / "site-team/scripts/邀约.html").read_text("utf-8")
    (folder / "my/main.html").write_text(
        "{% extends 'base.html' %}{% block footer %}王芳{% endblock %}", "utf-8"
    )
    ran = team(folder, capsys)
    assert ran.code == 3
    assert "my/main.html:1:" in ran.err


def test_the_number_of_a_client_whose_note_is_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "clients/坏.md").write_text("---\n电话: '13900001234\n别名: [x\n---\n", "utf-8")
    (folder / "docs/scripts/新.md").write_text("打 139 0000 1234\n", "utf-8")
    ran = team(folder, capsys)
    assert ran.code == 3
    assert "docs/scripts/新.md:1:3: P7" in ran.err


def test_strict_and_a_problem_in_what_is_shared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "docs/scripts/新.md").write_text("13912345678\n", "utf-8")
    assert team(folder, capsys).code == 0
    before = files(folder / "site-team")
    (folder / "docs/scripts/新.md").write_text("13912345678 又一句\n", "utf-8")
    ran = team(folder, capsys, "--strict")
    assert ran.code == 1
    assert "docs/scripts/新.md:1:1: P1" in ran.err
    assert files(folder / "site-team") == before


def test_a_talk_track_that_expired_is_told_when_it_is_shared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "docs/scripts/旧.md").write_text("---\nvalid_until: 2026-01-01\n---\n您好\n", "utf-8")
    ran = team(folder, capsys)
    assert ran.code == 0
    assert "docs/scripts/旧.md:2:14: C2" in ran.err
    assert team(folder, capsys, "--strict").code == 1


def test_what_the_configuration_names_and_the_team_does_not_get_leaves_no_dead_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "mkdocs.yml").write_text(
        "site_name: 试用\nplugins: [cmkb]\nextra_css: [stylesheets/mine.css]\nextra_javascript: [js/mine.js]\n"
        "nav:\n  - 团队: index.md\n  - 开户: howto/开户.md\n  - 更多: [howto/开户.md]\n  - 邀约: scripts/邀约.md\n"
        "  - 外面: https://example.invalid/\n",
        "utf-8",
    )
    ran = team(folder, capsys)
    assert (ran.code, ran.err) == (0, "")
    site = folder / "site-team"
    assert broken_links(site) == []
    html = (site / "scripts/邀约.html").read_text("utf-8")
    assert "mine." not in html
    assert "更多" not in html
    assert "https://example.invalid/" in html


def test_the_place_of_what_is_spaced_out_and_of_an_attachment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "docs/scripts/新.md").write_text("打 １38 0000-8899 找王 **芳**，[表](表.xlsx)\n", "utf-8")
    (folder / "docs/scripts/表.xlsx").write_text("locked")
    ran = team(folder, capsys)
    assert ran.code == 3
    for place in (
        "docs/scripts/新.md:1:3: P7",
        "docs/scripts/新.md:1:18: P7",
        "docs/scripts/表.xlsx:1:1: P7",
    ):
        assert place in ran.err, ran.err
