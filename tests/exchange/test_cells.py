"""Cells: whatever a note says goes out harmless, and comes in as it was."""

from __future__ import annotations

import csv
import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cmkb.exchange.cells import as_written, clean, neutral
from cmkb.exchange.csv_text import as_csv
from cmkb.exchange.incoming_table import read_csv
from cmkb.exchange.table import Column, Table
from cmkb.reading.id_number import told_by

texts = st.text(max_size=30)


@given(texts)
def test_neutral_is_undone(text: str) -> None:
    assert as_written(neutral(text)) == text


@given(texts)
def test_nothing_begins_a_formula(text: str) -> None:
    shown = neutral(clean(text)).lstrip(" \u3000")
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5))
def test_a_table_as_csv_is_read_back(rows: list[tuple[str, str]]) -> None:
    said = [("x" + clean(one).replace("\r", " "), clean(two).replace("\r", " ").strip()) for one, two in rows]
    said = [(one.strip(), two) for one, two in said]
    table = Table("clients", "", (Column("name", "姓名"), Column("family", "家庭情况")), tuple(said))
    found = read_csv(as_csv(table), "x.csv", lambda word: word in ("姓名", "家庭情况"))
    assert [row.cells for row in found.rows] == said
    heads, *_ = csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig")))
    assert heads == ["姓名", "家庭情况"]


def test_id_numbers_tell_birthday_and_gender() -> None:
    told = told_by("11010519491231002X")
    assert told is not None
    assert (told.birthday, told.male) == (date(1949, 12, 31), False)
    assert told_by("11010519491231002x") == told
    assert told_by("１１０１０５１９４９１２３１００２Ｘ") == told
    for wrong in ("110105194912310021", "11010519490231002X", "", "123", "11010518001231002X"):
        assert told_by(wrong) is None
