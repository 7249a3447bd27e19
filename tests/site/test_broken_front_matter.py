"""A head that cannot be read never shows as text, wherever the note lies, and never stops the build.

Each example holds `SECRET` under a key of the user's own, in a block that is broken in one way. Nothing that is
written, data and search index included, may hold it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from built import page

from cmkb.site.run import BuildResult, build_site

BODY = "# 标题\n\n正文在这里。\n"
BROKEN = {
    "F1-blank": "\n\n---\n姓名: 王芳\n备忘: SECRET\n---\n" + BODY,
    "F1-text": "前言\n---\n姓名: 王芳\n备忘: SECRET\n---\n" + BODY,
    "F1-two-marks": "\ufeff\ufeff---\n姓名: 王芳\n备忘: SECRET\n---\n" + BODY,
    "F1-dashes": "———\n姓名: 王芳\n备忘: SECRET\n———\n" + BODY,
    "F1-no-fence": "姓名: 王芳\n备忘: SECRET\n电话: 13800000001\n\n" + BODY,
    "F2-no-end": "---\n姓名: 王芳\n备忘: SECRET\n\n" + BODY,
    "F2-nothing-else": "---\n姓名: 王芳\n备忘: SECRET",
    "F3-list": "---\n- 姓名: 王芳\n- 备忘: SECRET\n---\n" + BODY,
    "F3-sentence": "---\n王芳 SECRET 一句话\n---\n" + BODY,
    "F4-tab": "---\n姓名: 王芳\n\t备忘: SECRET\n---\n" + BODY,
    "F4-open-quote": '---\n姓名: "王芳\n备忘: SECRET\n---\n' + BODY,
    "F4-two-colons": "---\n客户: 张三: SECRET\n---\n" + BODY,
    "F4-at": "---\n备忘: @SECRET\n---\n" + BODY,
    "F4-percent": "---\n备忘: %SECRET\n---\n" + BODY,
    "F4-merge": "---\n<<<<<<< HEAD\n备忘: SECRET\n=======\n备忘: SECRET\n>>>>>>> x\n---\n" + BODY,
    "F4-nul": "---\n备忘: SECRET\x00SECRET\n---\n" + BODY,
    "F4-half-saved": '---\n姓名: 王芳\n备忘: [SECRET, "SEC',
    "F4-tag": "---\n备忘: !!python/object/apply:os.system [SECRET]\n---\n" + BODY,
    "F4-alias": "---\n备忘: *SECRET\n---\n" + BODY,
    "F4-braces": "---\n备忘: {{SECRET}}\n---\n" + BODY,
    "F4-two-blocks": "---\n姓名: 王芳\n--- SECRET\n备忘: SECRET\n---\n" + BODY,
    "F5-twice": "---\n备忘: SECRET\n备忘: SECRET 2\n---\n" + BODY,
    "F6-size": "---\n备忘: SECRET" + "x" * 70_000 + "\n---\n" + BODY,
    "F6-depth": "---\n备忘: " + "[" * 30 + "SECRET" + "]" * 30 + "\n---\n" + BODY,
    "F6-crash": "---\n备忘: " + "[" * 50_000 + "SECRET\n---\n" + BODY,
    "F6-aliases": "---\na: &a [SECRET, b, c, d]\nb: &b [*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b]\n---\n"
    + BODY,
    "F7-date": "---\ncreated: 2026-02-30\n备忘: SECRET\n---\n" + BODY,
    "I8-quotes": "---\n姓名: “王芳”\n备忘: ‘SECRET’: SECRET\n---\n" + BODY,
}
# Heads that we read but MkDocs does not: it would print them above the text of a hand-written page.
ODD = {
    "full-width-colon": "---\n标签：重点\n备忘：SECRET\n---\n" + BODY,
    "link-without-quotes": "---\n备忘: [[SECRET]], 王芳\n---\n" + BODY,
    "no-day": "---\n备忘: 2026-02-30\n又: SECRET\n---\n" + BODY,
    "no-line-end": "---\n备忘: SECRET\n---",
    "three-dots": "---\n备忘: SECRET\n...\n" + BODY,
    "many-dashes": "-----\n备忘: SECRET\n-----\n" + BODY,
    "windows": "---\r\n备忘: SECRET\r\n---\r\n" + BODY.replace("\n", "\r\n"),
}
FOLDERS = ("clients", "docs", "docs/scripts", "cases", "periods")


def write(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(text.encode())


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    folder = tmp_path_factory.mktemp("broken")
    write(folder, "mkdocs.yml", "site_name: 试用\ntheme: material\nplugins: [cmkb]\n")
    for name, text in BROKEN.items():
        for place in FOLDERS:
            write(folder, f"{place}/{name}.md", text)
        write(folder, f"journal/{name}/2026-11-{len(name):02d}.md", text)
    for name, text in ODD.items():
        write(folder, f"docs/{name}.md", text)
    for name, encoding in (("gbk", "gbk"), ("utf-16", "utf-16")):
        (folder / "docs" / f"{name}.md").write_bytes(("---\n备忘: SECRET\n---\n" + BODY).encode(encoding))
    (folder / "docs" / "damaged.md").write_bytes(b"---\na: SECRET\xff\xfe: x\n---\n" + BODY.encode())
    write(folder, "docs/other.markdown", "---\n备忘: SECRET: x\n---\n" + BODY)
    write(folder, "docs/UPPER.MD", "---\n备忘: SECRET\n---\n" + BODY)
    return build_site(folder)


def test_nothing_of_a_broken_block_is_anywhere_on_the_site(build: BuildResult) -> None:
    found = [
        str(file.relative_to(build.site_dir))
        for file in build.site_dir.rglob("*")
        if file.is_file() and b"SECRET" in file.read_bytes()
    ]
    assert found == []


@pytest.mark.parametrize("name", BROKEN)
def test_every_such_note_has_its_page_and_its_problem(name: str, build: BuildResult) -> None:
    for place in FOLDERS:
        html = page(build.site_dir / place.removeprefix("docs").lstrip("/") / f"{name}.html")
        if BODY in BROKEN[name]:
            assert "正文在这里" in html.text, place
        codes = {p.code for p in build.problems if p.path == f"{place}/{name}.md"}
        assert codes & {name.partition("-")[0], "F4"}, place
        assert not any("SECRET" in p.message() for p in build.problems)


@pytest.mark.parametrize("name", [*ODD, "gbk", "utf-16", "damaged", "other", "UPPER"])
def test_a_hand_written_page_begins_with_its_text(name: str, build: BuildResult) -> None:
    html = page(build.site_dir / f"{name}.html")
    article = re.sub(r"\s+", " ", html.text)
    assert "备忘" not in article
    assert "SECRET" not in article
    if name != "no-line-end":
        assert "正文在这里" in article
