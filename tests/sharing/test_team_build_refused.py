"""What keeps the team's site from being written, and the one that stood there stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from cmkb.site import team as team_module
from cmkb.site.folders import MARKER
from cmkb.site.run import BuildFailed, build_site
from cmkb.site.team import build_team
from tests.conftest import draw
from tests.sharing.cli import run
from tests.sharing.team_site import VAULT, files, team
from tests.site.conftest import TODAY

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
def test_a_script_that_names_a_client_is_refused_with_its_line(leak: str, tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    assert team(folder).code == 0
    before = files(folder / "site-team")
    path, text, place = LEAKS[leak]
    if leak == "attachment":
        (folder / "docs/scripts/表.md").write_text("[表](名单.csv)\n", "utf-8")
    (folder / path).write_text(text, "utf-8")
    ran = team(folder)
    assert ran.code == 3
    assert place in ran.err, ran.err
    assert "没有生成给同事的网站，原来的没动" in ran.err
    assert files(folder / "site-team") == before
    assert not [entry.name for entry in folder.iterdir() if entry.name.startswith(".site-team")]


def test_the_place_of_what_is_spaced_out_and_of_an_attachment(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "docs/scripts/新.md").write_text("打 １38 0000-8899 找王 **芳**，[表](表.xlsx)\n", "utf-8")
    (folder / "docs/scripts/表.xlsx").write_text("locked")
    ran = team(folder)
    assert ran.code == 3
    for place in (
        "docs/scripts/新.md:1:3: P7",
        "docs/scripts/新.md:1:18: P7",
        "docs/scripts/表.xlsx:1:1: P7",
    ):
        assert place in ran.err, ran.err


def test_the_number_of_a_client_whose_note_is_broken(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "clients/坏.md").write_text("---\n电话: '13900001234\n别名: [x\n---\n", "utf-8")
    (folder / "docs/scripts/新.md").write_text("打 139 0000 1234\n", "utf-8")
    ran = team(folder)
    assert ran.code == 3
    assert "docs/scripts/新.md:1:3: P7" in ran.err


def test_a_common_word_on_the_list_passes(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "docs/scripts/新.md").write_text("很高兴认识您\n", "utf-8")
    ran = team(folder)
    assert ran.code == 3
    assert "common_words" in ran.err
    config = "site_name: 试用\nplugins:\n  - cmkb:\n      common_words:\n        高兴: {reason}\n"
    (folder / "mkdocs.yml").write_text(config.format(reason="常用词"), "utf-8")
    assert team(folder).code == 0
    (folder / "mkdocs.yml").write_text(config.format(reason=""), "utf-8")
    ran = team(folder)
    assert ran.code == 2
    assert "要写明理由" in ran.err


def test_theme_overrides_are_taken_along(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "mkdocs.yml").write_text(
        "site_name: 试用\nplugins: [cmkb]\ntheme: {name: material, custom_dir: my}\n", "utf-8"
    )
    (folder / "my").mkdir()
    (folder / "my/main.html").write_text(
        "{% extends 'base.html' %}{% block footer %}我们的页脚{% endblock %}", "utf-8"
    )
    assert team(folder).code == 0
    assert "我们的页脚" in (folder / "site-team/scripts/邀约.html").read_text("utf-8")
    (folder / "my/main.html").write_text(
        "{% extends 'base.html' %}{% block footer %}王芳{% endblock %}", "utf-8"
    )
    ran = team(folder)
    assert ran.code == 3
    assert "my/main.html:1:" in ran.err


def test_a_private_site_is_never_mixed_with_the_teams(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    build_site(folder, site_dir=folder / "site-team", today=TODAY)
    before = files(folder / "site-team")
    ran = team(folder)
    assert ran.code == 3
    assert "给自己的网站" in ran.err
    assert files(folder / "site-team") == before
    assert team(folder, "--site-dir", str(folder / "out")).code == 0
    ran = run("build", "--vault", str(folder), "--site-dir", str(folder / "out"))
    assert ran.code == 2
    assert "给同事的网站" in ran.err


def test_a_site_of_before_the_marker_said_for_whom_counts_as_private(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "site-team").mkdir()
    (folder / "site-team" / MARKER).write_text("cmkb\n")
    (folder / "site-team" / "王芳.html").write_text("x")
    assert team(folder).code == 3
    assert (folder / "site-team" / "王芳.html").is_file()


def test_strict_and_a_problem_in_what_is_shared(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "docs/scripts/新.md").write_text("13912345678\n", "utf-8")
    assert team(folder).code == 0
    before = files(folder / "site-team")
    (folder / "docs/scripts/新.md").write_text("13912345678 又一句\n", "utf-8")
    ran = team(folder, "--strict")
    assert ran.code == 1
    assert "docs/scripts/新.md:1:1: P1" in ran.err
    assert files(folder / "site-team") == before


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
def test_a_configuration_that_could_read_the_notes_is_refused(config: str, key: str, tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "mkdocs.yml").write_text("site_name: 试用\nplugins: [cmkb]\n" + config, "utf-8")
    if key == "INHERIT":
        (tmp_path.parent / "base.yml").write_text("site_name: x\n")
    ran = team(folder)
    assert ran.code == 3, ran.err
    assert key in ran.err
    assert "mkdocs.yml:" in ran.err
    assert not (folder / "site-team").exists()


def test_functions_of_the_usual_extensions_are_no_danger(tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "mkdocs.yml").write_text(
        "site_name: !ENV [NO_SUCH_NAME, 试用]\nplugins: [cmkb]\nmarkdown_extensions:\n"
        "  - toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}\n"
        "  - pymdownx.superfences:\n      custom_fences:\n"
        "        - {name: x, class: x, format: !!python/name:pymdownx.superfences.fence_code_format }\n",
        "utf-8",
    )
    ran = team(folder)
    assert ran.code == 0, ran.err


def test_what_mkdocs_loaded_counts_whatever_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = draw(tmp_path, VAULT)
    (folder / "mkdocs.yml").write_text("site_name: x\nplugins: [cmkb, material/info]\n", "utf-8")
    monkeypatch.setattr(team_module, "config_problems", lambda config, settings: [])
    with pytest.raises(BuildFailed, match="material/info"):
        build_team(folder, today=TODAY)
    assert not (folder / "site-team").exists()
