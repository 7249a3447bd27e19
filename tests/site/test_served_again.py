"""What the development server does after a save, within this process: no page before it is asked for, nothing left over."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

from again import VAULT, another_process, build_for_server, fresh, serve, serve_again, whole_site

from cmkb.site.folders import MARKER
from cmkb.site.plugin import CmkbPlugin
from tests.conftest import draw

JOURNAL = "journal/2026-11-20.md"


def record(folder: Path, line: str) -> None:
    with (folder / JOURNAL).open("a", encoding="utf-8") as journal:
        journal.write(f"{line}\n")


def test_no_page_is_made_before_somebody_asks_for_it(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    with another_process():
        plugin = serve(folder, tmp_path / "served")
        record(folder, "- 11:30 微信 [[李雷]] 约了周五")
        serve_again(plugin, folder, tmp_path / "served")
        assert plugin.served is not None
        root = plugin.served.root
        assert [page.name for page in root.rglob("*.html")] == ["404.html"]
        assert plugin.served.make("index.html")  # of the navigation: MkDocs marks it there
        assert plugin.served.make("journal/2026-11-20.html")
        assert not plugin.served.make("clients/谁.html")
        made = {page.relative_to(root).as_posix() for page in root.rglob("*.html")}
        assert made == {"404.html", "index.html", "journal/2026-11-20.html"}
        assert {MARKER: b"cmkb self\n", **whole_site(plugin)} == fresh(folder)


def test_pages_that_are_opened_after_a_failed_build_leave_no_trace_in_the_next(tmp_path: Path) -> None:
    folder = draw(tmp_path / "v", VAULT)
    pages = ("index.html", "clients/王芳.html", "journal/2026-11-20.html", "clients/index.html")
    with another_process():
        plugin = serve(folder, tmp_path / "served")
        served = plugin.served
        assert served is not None
        record(folder, "- 11:30 微信 [[王芳]] 约了周五 [下次:: 2026-11-27]")

        def fails() -> None:
            build_for_server(folder, tmp_path / "served")
            raise OSError("No space left on device")

        plugin.words_or_all(served.keep_answering(fails, lambda why: None))()
        assert served.trouble
        assert all(served.make(page) for page in pages)
        assert "约了周五" not in (served.root / "clients/王芳.html").read_text("utf-8")
        serve_again(plugin, folder, tmp_path / "served")
        assert {MARKER: b"cmkb self\n", **whole_site(plugin)} == fresh(folder)


def test_a_server_keeps_nothing_of_a_site_that_it_no_longer_shows(tmp_path: Path) -> None:
    """The collector looks for garbage once in fifty builds: what waited for it would be fifty vaults."""
    folder = draw(tmp_path / "v", VAULT)
    with another_process():
        plugin = serve(folder, tmp_path / "served")
        gc.collect()
        gc.disable()
        try:
            shown: list[weakref.ref[object]] = []
            for turn in range(3):
                record(folder, f"- 1{turn}:30 微信 [[王芳]] 好")
                serve_again(plugin, folder, tmp_path / "served")
                assert plugin.served is not None
                for page in ("index.html", "clients/王芳.html", "journal/2026-11-20.html"):
                    assert plugin.served.make(page)
                shown.append(weakref.ref(context_of(plugin)))
            assert [one() is not None for one in shown] == [False, False, True]
        finally:
            gc.enable()


def context_of(plugin: CmkbPlugin) -> object:
    """What all pages of the site are made from."""
    assert plugin.site is not None
    return plugin.site.prose.args[0]  # type: ignore[attr-defined]
