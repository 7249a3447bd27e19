"""What a client's page and the card for a call say of what is known, what is old, and what to ask."""

from __future__ import annotations

import re
from datetime import date

import pytest

from cmkb.pages.catalog import all_pages
from cmkb.views.contacts import contacts_by_month
from tests.drawing import TODAY, vault_of
from tests.pages.shown import words

OWN = "statuses: {客户: {complete: [name, aum, risk_level, finances]}}"


def page(drawing: str, path: str = "clients/王芳.html", own: str = OWN, today: date = TODAY) -> str:
    site = all_pages(vault_of(drawing, own), (), (), today)
    return next(page for page in site.pages if page.path == path).render()


def client(front: str) -> str:
    return f"=== clients/王芳.md\n---\n客户状态: 客户\n{front}\n---\n"


def old(html: str) -> list[str]:
    return re.findall(r'<dt>([^<]+)</dt><dd class="ck-old"', html)


def asked(html: str) -> str:
    found = re.search(r'<div class="ck-ask">.*?</ol>', html, re.DOTALL)
    return words(found[0]) if found else ""


@pytest.mark.parametrize(
    ("front", "fields"),
    [
        ("资产: 50万\n资产日期: 2026-08-25", []),  # 90 days
        ("资产: 50万\n资产日期: 2026-08-24", ["资产"]),
        ("资产: 50万", []),  # nobody says from when it is
        ("风险承受能力: C3\n风评到期: 2026-11-23", []),
        ("风险承受能力: C3\n风评到期: 2026-11-22", ["风险承受能力"]),
        ("经济状况: 月入两万\n更新日: 2025-11-22", ["经济状况"]),
        ("经济状况: 月入两万\n更新日: 2025-11-24", []),
    ],
)
def test_what_is_old_is_grey(front: str, fields: list[str]) -> None:
    assert old(page(client(front))) == fields


def test_what_is_old_is_asked_after_what_is_missing() -> None:
    html = page(client("资产: 50万\n资产日期: 2026-01-01\n经济状况: 月入两万"))
    assert re.sub(r"^.*?下次要问 ", "", asked(html)) == (
        "买之前先做个风险测评，五分钟，我陪您填 不必问客户：从系统里抄最近一次的资产数"
    )


def test_a_playbook_may_say_that_nothing_gets_old() -> None:
    own = OWN + "\nfields: {client: {aum: {fresh: null}}}"
    assert old(page(client("资产: 50万\n资产日期: 2020-01-01"), own=own)) == []


def test_the_card_for_a_planned_call_says_what_to_ask() -> None:
    journal = "=== journal/2026-11-23.md\n## 计划\n- 电话 [[王芳]] 到期续做\n"
    text = words(page(client("资产: 50万") + journal, "journal/2026-11-23.html"))
    assert "到期续做 顺便了解 1 买之前先做个风险测评，五分钟，我陪您填 2 家里每月收支" in text


def test_the_last_months_are_a_strip() -> None:
    journals = "".join(
        f"=== journal/{day}.md\n## 记录\n- {line}\n"
        for day, line in (
            ("2025-12-31", "电话 [[王芳]]"),
            ("2025-11-30", "电话 [[王芳]]"),  # before
            ("2026-11-02", "微信 [[王芳]]"),
            ("2026-11-20", "电话 [[王芳]] [结果:: 未接]"),  # no contact
            ("2026-11-23", "电话 [[王芳]]"),
        )
    )
    html = page(client("") + journals)
    cells = re.findall(r'<span data-h="(\d)" title="([^"]+)">', html)
    assert len(cells) == 12
    assert cells[0] == ("1", "2025年12月 联系 1 次")
    assert cells[-1] == ("2", "2026年11月 联系 2 次")
    assert {shade for shade, _ in cells[1:-1]} == {"0"}


def test_the_first_months_of_the_calendar_are_no_reason_to_fail() -> None:
    vault = vault_of(client(""))
    assert contacts_by_month(vault, "clients/王芳.md", date(1, 1, 5), 12)
