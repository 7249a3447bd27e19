"""One bad note among others: it is named with line and remedy, and the pages of all others are those of a site without it.

Each line of FAULTS is one way in which a note can be bad: what it holds, and the code under which it is named. Without
a code it is no fault to us, though a theme or a generator stumbles over it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cmkb.build import compile_site
from cmkb.cli.main import main
from cmkb.model.problem import needs_mending
from cmkb.model.settings import Settings
from cmkb.pages.site import Site
from cmkb.site.run import build_site
from tests.conftest import draw

TODAY = date(2026, 11, 23)
OTHERS = """
    === mkdocs.yml
    site_name: 试用
    theme: material
    plugins: [cmkb]
    === clients/王芳.md
    ---
    姓名: 王芳
    等级: 金卡
    生日: 1968-03-21
    推荐人: "[[李雷]]"
    ---
    ## 跟进
    - [ ] 送资料 📅 2026-11-25
    === clients/李雷.md
    ---
    姓名: 李雷
    电话: ["13800000001"]
    ---
    ## 持有
    - [[稳盈90天]] [amount:: 200000] [matures:: 2026-12-05]
    === journal/2026-11-20.md
    ## 记录
    - 10:15 电话 [[王芳]] 说了稳盈90天 [结果:: 同意] [话术:: [[邀约]]]
    === docs/scripts/邀约.md
    ---
    category: 邀约
    ---
    ## 流程
    - 问：您好{称呼} ^q1
        - 若 是 → 约时间
    === docs/products/稳盈90天.md
    ---
    category: 固收
    ---
    平稳。
    === cases/投诉.md
    ---
    kind: 投诉
    client: "[[王芳]]"
    opened: 2026-11-18
    ---
    === docs/手写.md
    # 手写的一页
    见 [[王芳]]。
    === docs/看.md
    ---
    title: 看
    ---
    {{ 不是模板 }}
    """
BODY = "# 坏的一篇\n\n正文在这里。\n"


def head(*lines: str) -> bytes:
    return ("---\n" + "\n".join(lines) + "\n---\n" + BODY).encode()


def body(text: str) -> bytes:
    return ("---\n备忘: 好的\n---\n" + text + "\n").encode()


FAULTS: dict[str, tuple[bytes, str]] = {
    # --- bytes
    "gbk": (head("备忘: 好的").decode().encode("gbk"), "I6"),
    "utf-16": (head("备忘: 好的").decode().encode("utf-16"), "I6"),
    "utf-32": (head("备忘: 好的").decode().encode("utf-32"), "I6"),
    "damaged": (head("备忘: 好的") + b"\xe7\x8e \xff\xfe\n", "N3"),
    "cut within a character": (head("备忘: 好的") + "王".encode()[:2], "N3"),
    "nul": (head("备忘: 好的") + b"a\x00b", "N4"),
    "only nul, as after a power cut": (b"\x00" * 4096, "N4"),
    "control characters": (head("备忘: 好的") + b"\x1b[31m\x07\x08", "N4"),
    "a picture named md": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8, "N3 N4"),
    "a zip named md": (b"PK\x03\x04" + bytes(range(256)) * 8, "N3 N4"),
    "empty": (b"", ""),
    "only a byte order mark": (b"\xef\xbb\xbf", ""),
    "old line ends": (head("备忘: 好的").replace(b"\n", b"\r"), ""),
    # --- front matter
    "blank lines before": (b"\n\n" + head("备忘: 好的"), "F1"),
    "text before": ("前言\n".encode() + head("姓名: 王"), "F1"),
    "long dashes": ("———\n姓名: 王\n———\n".encode(), "F1"),
    "no fence": ("姓名: 王\n电话: 13800000009\n\n正文\n".encode(), "F1"),
    "no end": ("---\n姓名: 王\n\n".encode() + BODY.encode(), "F2"),
    "nothing but a beginning": (b"---", ""),
    "a list": (head("- 姓名: 王"), "F3"),
    "a sentence": (head("一句话"), "F3"),
    "tab": (head("a:", "\tb: 1"), "F4"),
    "open quote": (head('备忘: "好的'), "F4"),
    "text after a quote": (head('备忘: "好" 的'), "F4"),
    "two colons": (head("备忘: 一: 二"), "F4"),
    "at sign": (head("备忘: @好"), "F4"),
    "percent": (head("备忘: %好"), "F4"),
    "backtick": (head("备忘: `好`"), "F4"),
    "open bracket": (head("备忘: [好, 的"), "F4"),
    "braces of a template": (head("备忘: {{ 好 }}"), "F4"),
    "merge marks": (head("<<<<<<< HEAD", "备忘: 一", "=======", "备忘: 二", ">>>>>>> x"), "F4"),
    "python object": (head("备忘: !!python/object/apply:os.system [id]"), "F4"),
    "alias of nothing": (head("备忘: *好"), "F4"),
    "merge key": (head("a: &a {b: 1}", "<<: *a"), "F4"),
    "two documents": (head("备忘: 一", "--- 二", "备忘: 三"), "F4"),
    "written twice": (head("备忘: 一", "备忘: 二"), "F5"),
    "too long": (head("备忘: " + "长" * 30_000), "F6"),
    "too deep": (head("备忘: " + "[" * 30 + "]" * 30), "F6"),
    "deep enough to crash": (head("备忘: " + "[" * 50_000), "F6 F4"),
    "an alias bomb": (head("a: &a [x,x,x,x,x,x,x,x,x]", *(f"{n}: &{n} [*{p},*{p},*{p},*{p},*{p},*{p},*{p},*{p}]" for p, n in zip("abcdefgh", "bcdefghi", strict=True))), "F6"),
    "no such day": (head("created: 2026-02-30"), "F7"),
    # --- words of a client that are keys of a theme or a generator
    "template": (head("template: 话术"), ""),
    "template of another place": (head("template: ../../../etc/passwd"), ""),
    "hide": (head("hide: 5"), ""),
    "icon": (head("icon: 高净值"), ""),
    "icon as a list": (head("icon: [a, {b: c}]"), ""),
    "status": (head("status: 待跟进"), ""),
    "status with markup": (head('status: "<b>x</b>"'), ""),
    "tags as a word": (head("tags: 高净值，重点"), ""),
    "tags as keys": (head("tags: {a: {b: c}}"), "Y6"),
    "tags with holes": (head("tags: [一, , null, 3, [二]]"), "F4 Y6"),
    "title with markup": (head('title: "</title><script>alert(1)</script>"'), ""),
    "title as a list": (head("title: [一, 二]"), ""),
    "subtitle": (head("subtitle: [1, {a: b}]"), ""),
    "description": (head("description: {a: [b]}"), ""),
    "search": (head("search: 否"), ""),
    "social, comments, revision_date": (head("social: x", "comments: 好", "revision_date: 昨天", "git-authors: 5"), ""),
    "draft, exclude, nav": (head("draft: 也许", "exclude: 全部", "nav: 1", "publish: never"), ""),
    "type": (head("type: 没有这种"), "Y6 T1 K0"),
    "visibility": (head('visibility: "true"'), "Y6 P1"),
    "hooks and inheritance": (head("hooks: [evil.py]", "INHERIT: /etc/passwd", "extends: x", "plugins: []"), ""),
    # --- text
    "deep quotation": (body("> " * 3000 + "x"), ""),
    "deep list": (body("\n".join(" " * (2 * n) + "- x" for n in range(400))), ""),
    "thousands of pictures begun": (body("![" * 8000), ""),
    "thousands of links begun": (body("[" * 8000), ""),
    "thousands of emphases": (body("*a _b " * 8000), ""),
    "a fence that never ends": (body("```\n" + "{{ 7*7 }}\n" * 20), ""),
    "a comment that never ends": (body("%%\n一\n二"), ""),
    "an HTML comment that never ends": (body("<!-- 一\n二"), ""),
    "scripts": (body("<script>alert(1)</script><iframe src=javascript:alert(1)></iframe>"), ""),
    "a template": (body("{% include 'main.html' %}{{ config.plugins }}{% raw %}"), ""),
    "snippets and macros": (body('--8<-- "mkdocs.yml"\n{! mkdocs.yml !}\n::: cmkb.build\n'), ""),
    "a line of a megabyte": (body("王" * 350_000), ""),
    "a table of a thousand columns": (body("|a" * 1000 + "|\n" + "|-" * 1000 + "|\n" + "|b" * 1000 + "|"), ""),
    "footnotes in circles": (body("[^1]\n\n[^1]: [^2]\n[^2]: [^1]"), ""),
    "an embed of itself": (body("![[坏]] [[坏]] [[坏#^x]]"), ""),
    "links out of the vault": (body("[a](../../../etc/passwd) ![b](/etc/passwd) [[../../mkdocs.yml]] [c](file:///etc/passwd)"), ""),
    "records of nothing": (body("## 记录\n- 25:99 电话\n- 10:15\n- [a:: \n- 成交 [amount:: 1e999]\n- 电话 [[]]"), ""),
    "tasks for ever": (body("- [ ] x 📅 9999-12-31 🔁 every day\n- [ ] y 📅 9999-02-30 🔁 every month on the 31st"), ""),
}  # fmt: skip
FOLDERS = ("clients", "docs/scripts", "docs", "cases", "inbox")


def pages_of_others(site: Site) -> dict[str, str]:
    return {page.path: page.render() for page in site.pages if page.note and "坏" not in page.note}


def written(folder: Path, path: str, data: bytes) -> Path:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(tmp_path_factory.mktemp("isolated") / "v", OTHERS)


@pytest.fixture(scope="module")
def untouched(vault: Path) -> dict[str, str]:
    return pages_of_others(compile_site(vault, Settings(), TODAY))


@pytest.mark.parametrize("name", FAULTS)
def test_one_bad_note_is_named_and_changes_no_page_of_another(
    name: str, vault: Path, untouched: dict[str, str]
) -> None:
    data, code = FAULTS[name]
    for place in ("clients", "docs"):
        path = f"{place}/坏.md"
        try:
            site = compile_site(written(vault, path, data), Settings(), TODAY)
            for page in site.pages:
                page.render()
            assert pages_of_others(site) == untouched, place
            assert path in {page.note for page in site.pages} | set(site.by_hand), place
            found = [p for p in site.problems if p.path == path]
            if code:
                assert {p.code for p in found} & set(code.split()), (place, [p.line_of_text() for p in found])
                assert any(p.code in code and p.severity != "info" for p in found)
            for problem in found:
                assert problem.line_of_text().startswith(f"{path}:{problem.line}:{problem.column}: ")
                assert 1 <= problem.line <= data.count(b"\n") + data.count(b"\r") + 2
        finally:
            (vault / path).unlink()


def test_there_are_enough_kinds_of_fault() -> None:
    assert len(FAULTS) >= 60


# Bad by what they are on the disk; each writes itself into the vault and gives its path.
def _link(folder: Path) -> str:
    (folder / "clients/坏.md").symlink_to(folder / "mkdocs.yml")
    return "clients/坏.md"


def _folder(folder: Path) -> str:
    (folder / "clients/坏.md").mkdir()
    written(folder, "clients/坏.md/内.md", BODY.encode())
    return ""


def _pipe(folder: Path) -> str:
    os.mkfifo(folder / "clients/坏.md")
    return "clients/坏.md"


def _named(name: str, data: bytes = b"x\n") -> Callable[[Path], str]:
    def make(folder: Path) -> str:
        written(folder, f"clients/{name}", data)
        return f"clients/{name}"

    return make


ON_DISK: dict[str, tuple[Callable[[Path], str], str]] = {
    "a link": (_link, "N1"),
    "a folder named as a note": (_folder, ""),
    "a pipe": (_pipe, "N1"),
    "too large": (_named("坏.md", b"---\na: 1\n---\n" + b"word " * 3_600_000), "N2"),
    "a lock of Office": (_named("~$坏.md"), "N1"),
    "a backup": (_named("坏.md~"), "N1"),
    "a conflict copy": (_named("坏.sync-conflict-20261123-101500-ABCDEFG.md"), "N1"),
    "md.txt": (_named("坏.md.txt"), "N1"),
    "a twin of a name": (_named("王芳 (1).md"), "N1"),
    "the other spelling": (_named("坏.MD"), ""),
    "the name of the index": (_named("index.md"), "A1"),
    "a device's name on Windows": (_named("CON.md"), ""),
    "255 bytes": (_named("坏" * 84 + ".md"), ""),
    "an address that is no address": (_named("坏 ?#%&<>'\".md"), ""),
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="skipped: a file system without links and pipes")
@pytest.mark.parametrize("name", ON_DISK)
def test_a_bad_file_is_named_and_changes_no_page_of_another(
    name: str, tmp_path: Path, untouched: dict[str, str]
) -> None:
    make, code = ON_DISK[name]
    folder = draw(tmp_path / "v", OTHERS)
    path = make(folder)
    site = compile_site(folder, Settings(), TODAY)
    pages = {p.path: p.render() for p in site.pages if p.note}
    assert {place: pages.get(place) for place in untouched} == untouched
    if code:
        assert code in {p.code for p in site.problems if p.path == path}


def everything_bad(folder: Path) -> Path:
    for name, (data, _) in FAULTS.items():
        for place in FOLDERS:
            written(folder, f"{place}/坏 {name}.md", data)
    return folder


def notes_pages(site_dir: Path, among: dict[str, str]) -> dict[str, bytes]:
    return {path: (site_dir / path).read_bytes() for path in [*among, "手写.html", "看.html"]}


def test_all_of_them_together_leave_the_files_of_the_others_as_they_are(
    tmp_path: Path, untouched: dict[str, str]
) -> None:
    folder = draw(tmp_path / "v", OTHERS)
    before = notes_pages(build_site(folder, today=TODAY).site_dir, untouched)
    built = build_site(everything_bad(folder), today=TODAY)
    assert built.written
    assert notes_pages(built.site_dir, untouched) == before
    assert not any(line for line in built.warnings if "坏" not in line)


def command(folder: Path, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--vault", str(folder), "--today", str(TODAY)])
    return int(ended.value.code or 0)


def test_the_build_ends_well_and_the_strict_one_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = draw(tmp_path / "v", OTHERS)
    assert command(folder, "build", "--strict") == 0
    written(folder, "clients/坏.md", FAULTS["open quote"][0])
    capsys.readouterr()
    assert command(folder, "build") == 0
    assert "clients/坏.md:2:" in "".join(capsys.readouterr())
    assert command(folder, "build", "--strict") == 1


@pytest.mark.long
@pytest.mark.parametrize("name", FAULTS)
def test_each_of_them_through_the_whole_build(name: str, tmp_path: Path, untouched: dict[str, str]) -> None:
    folder = draw(tmp_path / "v", OTHERS)
    before = notes_pages(build_site(folder, today=TODAY).site_dir, untouched)
    for place in FOLDERS:
        written(folder, f"{place}/坏.md", FAULTS[name][0])
    built = build_site(folder, today=TODAY)
    assert notes_pages(built.site_dir, untouched) == before
    strict = build_site(folder, today=TODAY, strict=True)
    assert strict.written == (not needs_mending(built.problems) and not built.warnings)
    if FAULTS[name][1]:
        assert not strict.written
