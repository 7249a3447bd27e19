"""Ticks on the routine page last for the day in this browser, and for no other day."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page
from shell import build_shell

pytestmark = pytest.mark.browser

ROUTINE = """<div class="ck"><h1>流程</h1><ul class="ck-checklist">
<li><label><input type="checkbox" data-tick="08:00 名片"> 名片</label></li>
<li><label><input type="checkbox" data-tick="08:00 表格"> 表格</label></li></ul></div>"""


def ticked(page: Page) -> list[str]:
    return page.eval_on_selector_all(
        "input[data-tick]", "boxes => boxes.filter(b => b.checked).map(b => b.dataset.tick)"
    )


def test_a_tick_lasts_for_the_day_and_is_gone_the_next(page: Page, tmp_path: Path) -> None:
    site = build_shell(tmp_path, {"routine": ROUTINE}, {})
    page.clock.install(time=datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    page.goto((site / "routine.html").as_uri())
    page.check("input[data-tick='08:00 名片']")
    page.reload()
    assert ticked(page) == ["08:00 名片"]

    page.clock.set_system_time(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    page.reload()
    assert ticked(page) == []
