"""The sample vault as a site: one in whatever way it is built, with every link leading somewhere."""

from __future__ import annotations

import shutil
from pathlib import Path, PureWindowsPath
from unicodedata import normalize

from built import broken_links, content, data_of, page, pages, requests, run


def test_every_link_of_the_sample_leads_somewhere(sample_site: Path) -> None:
    assert broken_links(sample_site) == []


def test_no_page_asks_anybody_elsewhere_for_anything(sample_site: Path) -> None:
    assert requests(sample_site) == []


def test_no_page_has_an_id_twice(sample_site: Path) -> None:
    for name, html in pages(sample_site):
        ids = [value for _, attribute, value in html.attributes if attribute == "id"]
        assert len(ids) == len(set(ids)), (name, sorted(one for one in ids if ids.count(one) > 1))


def test_generated_data_is_data(sample_site: Path) -> None:
    files = sorted(sample_site.glob("assets/cmkb/data/*.js")) + sorted(
        sample_site.glob("assets/cmkb/search/*.js")
    )
    assert {"clients.js", "follow-ups.js", "names.js", "text-0.js"} <= {file.name for file in files}
    assert all(data_of(file) for file in files)


def test_notes_are_not_in_the_navigation_and_every_page_has_its_title(sample_site: Path) -> None:
    for name, html in pages(sample_site):
        assert "城南支行 · 客户经理" in html.text, name
        navigation = [link for link in html.links if link.endswith("王芳-8899.html")]
        assert len(navigation) < 20, name
    assert "王芳" in page(sample_site / "clients" / "王芳-8899.html").text


def test_every_file_may_lie_on_windows(sample_site: Path) -> None:
    """The rules for names there, letter case does not tell two apart, and a path of 260 characters is the longest."""
    names = [file.relative_to(sample_site).as_posix() for file in sample_site.rglob("*")]
    assert len({normalize("NFC", name).casefold() for name in names}) == len(names)
    for name in names:
        assert not set(name) & set('<>:"\\|?*'), name
        assert not any(
            part.endswith((" ", ".")) or PureWindowsPath(part).is_reserved() for part in name.split("/")
        )
        assert len(name) < 120, name


def test_mkdocs_makes_the_same_files_without_a_word(sample: Path, sample_site: Path, tmp_path: Path) -> None:
    ran = run("mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site"), cwd=sample)
    assert ran.returncode == 0, ran.stderr
    assert "WARNING" not in ran.stderr
    assert content(tmp_path / "site") == content(sample_site)


def test_properdocs_too_and_elsewhere_in_another_time_zone_and_locale(
    sample: Path, sample_site: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "Copy of the vault"
    shutil.copytree(sample, copy, ignore=shutil.ignore_patterns("site"))
    elsewhere = {"PYTHONHASHSEED": "4711", "TZ": "America/Los_Angeles", "LC_ALL": "C", "LANG": "C"}
    ran = run("properdocs", "build", "--strict", cwd=copy, **elsewhere)
    assert ran.returncode == 0, ran.stderr
    assert "WARNING" not in ran.stderr
    assert content(copy / "site") == content(sample_site)
