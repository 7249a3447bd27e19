"""A page that a browser prints into a PDF says its words to the scan of the team's site."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.sharing.registers import scanner


def test_the_names_on_a_printed_page_are_seen(page: Page, tmp_path: Path) -> None:
    page.set_content("<p>客户王<b>芳</b>的合同</p><p>电话 138 0000 8899</p><p>祝好</p>")
    page.pdf(path=tmp_path / "a.pdf")
    hits = scanner().hits("a.pdf", (tmp_path / "a.pdf").read_bytes())
    assert {hit.term for hit in hits} == {"王芳", "13800008899"}
