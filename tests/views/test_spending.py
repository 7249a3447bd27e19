"""Consumption of a club's month beside the month before: who came, who came first, who stayed away."""

from __future__ import annotations

from datetime import date

from cmkb.views.period_clients import new_clients
from cmkb.views.periods import periods
from cmkb.views.spans import span_of
from cmkb.views.spending import Spending, spending_in, stayed_away
from tests.drawing import drawn, vault_of

TODAY = date(2026, 11, 23)
VAULT = """
    === clients/沈岚.md
    === clients/余波.md
    ---
    入会日期: 2026-11-10
    ---
    === clients/柳青.md
    === clients/老客.md
    ---
    入会日期: 2024-01-01
    ---
    === journal/2026-10-08.md
    ## 记录
    - 20:00 消费 [[沈岚]] [金额:: 600]
    - 21:00 消费 [[柳青]] [金额:: 900]
    === journal/2026-11-12.md
    ## 记录
    - 10:00 电话 [[余波]]
    - 20:00 消费 [[沈岚]] [金额:: 860.5]
    - 20:30 消费 [[余波]] [金额:: 320]
    - 20:40 消费 [[老客]] [金额:: 100]
    === journal/2026-11-20.md
    ## 记录
    - 20:00 消费 [[沈岚]] [金额:: 0.1]
    - 20:30 消费 [[余波]] [金额:: 480]
    """


def lines(rows: tuple[Spending, ...]) -> str:
    return "\n".join(
        f"{row.client.split('/')[1][:-3]} {row.visits} {row.amount} {row.before}"
        + (" 头一回" if row.first else "")
        for row in rows
    )


def test_a_month_beside_the_month_before() -> None:
    book = periods(vault_of(VAULT), TODAY)
    month = span_of(TODAY, "month")
    expected = """
        沈岚 2 860.6 600
        余波 2 800 0 头一回
        老客 1 100 0
        """
    assert lines(spending_in(book, month)) == drawn(expected)  # 老客 came long before the notes began
    assert lines(stayed_away(book, month)) == "柳青 0 0 900"


def test_before_the_notes_begin_there_is_nothing_to_compare_with() -> None:
    book = periods(vault_of(VAULT), TODAY)
    october = span_of(date(2026, 10, 8), "month")
    assert lines(spending_in(book, october)) == "柳青 1 900 None\n沈岚 1 600 None"
    assert stayed_away(book, october) == ()


def test_new_clients_in_numbers() -> None:
    book = periods(vault_of(VAULT), TODAY)
    (new,) = new_clients(book, span_of(TODAY, "month"))
    assert (new.note.path, new.contacts, new.visits, new.spent) == ("clients/余波.md", 1, 2, 800)
