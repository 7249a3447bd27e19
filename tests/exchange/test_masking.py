"""What is hidden in a text that leaves the vault, and what must stay readable."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cmkb.exchange.masking import changed, clean, mask, masking
from cmkb.views.prose import Line
from tests.drawing import vault_of


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("电话 13800008899 打", "电话 138****8899 打"),
        ("138 0000 8899", "138****8899"),
        ("138-0000-8899、139 0000 9911", "138****8899、139****9911"),
        ("+86 13800008899", "138****8899"),
        ("１３８００００８８９９", "138****8899"),  # full width
        ("138\u200b0000\u200b8899", "138****8899"),  # zero-width spaces between
        ("一三八零零零零八八九九", "***********"),
        ("座机 010-87654321", "座机 ****4321"),
        ("(0571) 8765 4321", "****4321"),
        ("打 87654321 找她", "打 ****4321 找她"),
        ("身份证 11010119680321123X", "身份证 ****1123"),
        ("110101 1968-03-21 1234", "****1234"),
        ("卡 6222 0212 3456 7890 123", "卡 ****0123"),
        ("卡6222021234567890123", "卡****0123"),
        ("wang.fang@example.com", "w***@example.com"),
    ],
)
def test_numbers_of_people_are_hidden(written: str, shown: str) -> None:
    assert mask(written) == shown


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23 10:15 到 11:30",
        "11-20 11-23 11-24 三天",
        "2026年11月23日",
        "20261123",
        "journal/2026/2026-11-23.md",
        "1,200,000 元，还有 3000 万额度",
        "一共 1200000 元",
        "600519 涨了 3.5%",
        "王芳 8899",
        "客服 400-800-1234",
        "2024 2025 2026 三年",
    ],
)
def test_dates_amounts_and_codes_stay(text: str) -> None:
    assert mask(text) == text


GAPS = st.sampled_from(["", " ", "-", "\u200b", ".", " - "])


@given(st.text("0123456789", min_size=9, max_size=9), st.lists(GAPS, min_size=9, max_size=9), st.booleans())
@example("111111111", [""] * 9, True)
def test_no_grouping_or_width_shows_a_mobile(rest: str, gaps: list[str], wide: bool) -> None:
    number = "13" + rest
    written = "".join(digit + gap for digit, gap in zip(number, ["", *gaps, ""], strict=True))
    if wide:
        written = written.translate({ord("0") + n: chr(0xFF10 + n) for n in range(10)})
    shown = mask(f"电话{written}找王芳")
    assert shown == f"电话{number[:3]}****{number[-4:]}找王芳"


CLIENTS = """
    === clients/王芳.md
    ---
    姓名: 王芳
    会员号: VIP-20931
    微信: wf_1968
    邮箱: wf@example.com
    职业: 会计
    ---
    """


def test_accounts_of_clients_are_hidden_wherever_they_are_written() -> None:
    change = masking(vault_of(CLIENTS))
    assert change("王芳（VIP-20931）微信 wf_1968，会计") == "王芳（*********）微信 *******，会计"
    assert change("VIP-20932 是别人") == "VIP-20932 是别人"


def test_every_text_of_a_report_is_changed() -> None:
    lines = (Line("打 13800008899", 7), Line("好", 8))
    assert changed(lines, mask) == (Line("打 138****8899", 7), Line("好", 8))


def test_what_would_steer_a_terminal_is_left_out() -> None:
    assert clean("a\x1b[31mb\u202ec\tdé") == "a[31mbc\tdé"
