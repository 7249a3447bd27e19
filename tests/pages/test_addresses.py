"""Where notes and attachments stand on the site."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkb.model.note import FrontMatter, Note
from cmkb.model.settings import Settings
from cmkb.pages.addresses import GENERATED, LONGEST_NAME, addresses, is_by_hand, relative, site_path
from cmkb.pages.editor import editor_template, editor_url


def note(path: str, kind: str = "note", **fields: str) -> Note:
    return Note(path, kind, path, FrontMatter(fields), "", 1)


def places(*paths: str, attachments: tuple[str, ...] = ()) -> list[str]:
    """`path → address`, with `!` and who holds the wanted one where the note had to give way."""
    found, problems = addresses([note(path) for path in paths], attachments, Settings())
    holders = {p.path: dict(p.params)["other"] for p in problems}
    lines = [
        f"{path} → {place}{f' ! {holders[path]}' if path in holders else ''}"
        for path, place in found.notes.items()
    ]
    return lines + [f"{path} → {place}" for path, place in found.attachments.items()]


def test_notes_lie_as_in_the_vault_and_docs_is_the_root() -> None:
    assert places("clients/王芳.md", "docs/scripts/邀约.md", "docs/a.md", "journal/2026/2026-11-23.md") == [
        "clients/王芳.md → clients/王芳.html",
        "docs/scripts/邀约.md → scripts/邀约.html",
        "docs/a.md → a.html",
        "journal/2026/2026-11-23.md → journal/2026/2026-11-23.html",
    ]


def test_nobody_loses_a_page_to_a_generated_one() -> None:
    assert places("clients/index.md", "docs/Check.md", "docs/index.md", "docs/README.md", "docs/404.md") == [
        "clients/index.md → clients/index-2.html ! cmkb",
        "docs/Check.md → Check-2.html ! cmkb",
        "docs/index.md → index-2.html ! cmkb",
        "docs/README.md → README.html",
        "docs/404.md → 404-2.html ! cmkb",
    ]


def test_nor_to_one_that_differs_in_letter_case_or_folder() -> None:
    assert places("clients/A.md", "clients/a.md", "clients/a-2.md", "docs/clients/a.md") == [
        "clients/A.md → clients/A.html",
        "clients/a.md → clients/a-2.html ! clients/A.md",
        "clients/a-2.md → clients/a-2-2.html ! clients/a.md",
        "docs/clients/a.md → clients/a-3.html ! clients/A.md",
    ]


def test_a_page_beside_a_folder_of_its_name() -> None:
    assert places("docs/a.md", "docs/a/index.md", "docs/a/a.md") == [
        "docs/a.md → a.html",
        "docs/a/index.md → a/index.html",
        "docs/a/a.md → a/a.html",
    ]
    assert places("clients/x.html/n.md", "clients/x.md") == [
        "clients/x.html/n.md → clients/x.html/n.html",
        "clients/x.md → clients/x-2.html ! clients/x.html/n.md",
    ]
    assert places("docs/check.html/n.md") == ["docs/check.html/n.md → check-2.html/n.html ! cmkb"]


def test_the_themes_folders_are_no_place_for_notes() -> None:
    assert places(
        "docs/assets/a.md", "docs/search/a.md", attachments=("assets/logo.png", "docs/assets/logo.png")
    ) == [
        "docs/assets/a.md → assets-2/a.html ! cmkb",
        "docs/search/a.md → search-2/a.html ! cmkb",
        "docs/assets/logo.png → assets/logo.png",  # as the generator does: a logo for the theme
        "assets/logo.png → assets-2/logo.png",
    ]
    attachments = ("docs/index.html", "docs/sitemap.xml", "docs/assets/cmkb/today.js", "clients/王芳.html")
    assert places("clients/王芳.md", attachments=attachments) == [
        "clients/王芳.md → clients/王芳.html",
        "docs/assets/cmkb/today.js → assets/cmkb-2/today.js",
        "docs/index.html → index-2.html",
        "docs/sitemap.xml → sitemap-2.xml",
        "clients/王芳.html → clients/王芳-2.html",
    ]


def test_a_name_that_fits_as_md_may_be_too_long_as_html() -> None:
    path = f"clients/{'名' * 84}.md"
    found, problems = addresses([note(path), note(path.replace(".md", "1.md"))], (), Settings())
    names = [place.rpartition("/")[2] for place in found.notes.values()]
    assert all(len(name.encode()) <= LONGEST_NAME for name in names)
    assert len(set(names)) == 2
    assert problems == []  # nobody types such an address


def test_addresses_are_percent_encoded() -> None:
    found, _ = addresses([note("clients/50% a:b?#&'\"<.md")], ["clients/图 1.png"], Settings())
    assert found.url("clients/50% a:b?#&'\"<.md") == "clients/50%25%20a%3Ab%3F%23%26%27%22%3C.html"
    assert found.url("clients/图 1.png") == "clients/%E5%9B%BE%201.png"
    assert found.url("clients/nobody.md") is None


@pytest.mark.parametrize(
    ("one", "by_hand"),
    [
        (note("docs/a.md"), True),
        (note("docs/sub/a.md"), True),
        (note("docs/index.md"), False),
        (note("docs/sub/README.md"), False),
        (note("docs/scripts/a.md", kind="script"), False),
        (note("clients/a.md"), False),
        (note("docs-of-mine/a.md"), False),
        (note("docs/a.md", type="note"), False),  # says that it is a note
        (replace(note("docs/a.md"), front=FrontMatter(readable=False)), False),
    ],
)
def test_which_pages_the_generator_renders_by_itself(one: Note, by_hand: bool) -> None:
    assert is_by_hand(one, Settings()) is by_hand


def test_seen_from_a_page() -> None:
    assert relative("clients/a.html", "index.html") == "clients/a.html"
    assert relative("clients/a.html", "journal/2026/x.html") == "../../clients/a.html"


NAMES = st.text(alphabet="aA1-.王", min_size=1, max_size=3).filter(lambda name: name.strip(".-"))
PATHS = st.lists(st.lists(NAMES, min_size=1, max_size=3), min_size=1, max_size=12)


@given(PATHS, PATHS)
def test_every_address_is_the_only_one(notes: list[list[str]], files: list[list[str]]) -> None:
    """On a file system that does not tell letter case apart, and where no file may be a folder."""
    paths = sorted({"docs/" + "/".join(parts) + ".md" for parts in notes})
    attachments = sorted({"docs/" + "/".join(parts) for parts in files} - set(paths))
    found, _ = addresses([note(path) for path in paths], attachments, Settings())
    taken = [
        place.casefold()
        for place in (*found.notes.values(), *found.attachments.values(), *GENERATED.values())
    ]
    assert len(taken) == len(set(taken)) == len(paths) + len(attachments) + len(GENERATED)
    folders = {place.rpartition("/")[0] for place in taken}
    assert not folders & set(taken)


def test_site_path() -> None:
    assert site_path("资料/a.md", Settings(docs="资料")) == "a.md"


@pytest.mark.parametrize(
    ("editor", "obsidian", "vscode", "address"),
    [
        (
            "auto",
            True,
            True,
            "obsidian://open?vault=%E7%AC%94%E8%AE%B0%20A%26B&file=clients%2F%E7%8E%8B%20%26%E8%8A%B3.md",
        ),
        (
            "auto",
            False,
            True,
            "vscode://file/home/me/%E7%AC%94%E8%AE%B0%20A%26B/clients/%E7%8E%8B%20%26%E8%8A%B3.md:7",
        ),
        ("auto", False, False, ""),
        ("none", True, True, ""),
        (
            "vscode",
            True,
            False,
            "vscode://file/home/me/%E7%AC%94%E8%AE%B0%20A%26B/clients/%E7%8E%8B%20%26%E8%8A%B3.md:7",
        ),
        (
            "typora:///{absolute}",
            True,
            False,
            "typora:///home/me/%E7%AC%94%E8%AE%B0%20A%26B/clients/%E7%8E%8B%20%26%E8%8A%B3.md",
        ),
        ("x://e/{path}?line={line}", False, False, "x://e/clients/%E7%8E%8B%20%26%E8%8A%B3.md?line=7"),
    ],
)
def test_where_a_note_is_edited(editor: str, obsidian: bool, vscode: bool, address: str) -> None:
    template = editor_template(
        editor, "笔记 A&B", "/home/me/笔记 A&B", has_obsidian=obsidian, has_vscode=vscode
    )
    assert editor_url(template, "clients/王 &芳.md", 7) == address


def test_where_a_note_is_edited_on_windows() -> None:
    template = editor_template("vscode", "笔记", "D:\\notes\\笔记", has_obsidian=False, has_vscode=False)
    assert (
        editor_url(template, "clients/{line}.md")
        == "vscode://file/D:/notes/%E7%AC%94%E8%AE%B0/clients/%7Bline%7D.md:1"
    )
