"""Which digits are somebody's number, by their own check digits."""

from __future__ import annotations

import pytest

from cmkb.sharing.numbers import is_card_number, personal_numbers


@pytest.mark.parametrize("digits", ["4111111111111111", "5500005555555559", "6222020200112230129"[:19]])
def test_the_last_digit_of_a_card_tells(digits: str) -> None:
    """Luhn: just one last digit fits what stands before it."""
    fitting = [last for last in "0123456789" if is_card_number(digits[:-1] + last)]
    assert len(fitting) == 1


def test_a_known_card_is_one_and_its_neighbour_is_none() -> None:
    assert is_card_number("4111111111111111")
    assert not is_card_number("4111111111111112")
    assert not is_card_number("4111111111111121")  # two digits changed places


def test_what_is_said_of_a_number_is_its_tail() -> None:
    (found,) = personal_numbers("电话 138 0000 8899，下午打")
    assert (found.kind, found.digits[-11:], found.tail) == ("phone", "13800008899", "8899")
