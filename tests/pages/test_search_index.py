"""The search index: entries in, JavaScript files out."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cmkb.pages.search_index import TEXT_FILE_SIZE, Facet, SearchEntry
from tests.data_files import index_of

FANG = SearchEntry(
    url="clients/%E7%8E%8B%E8%8A%B3.html",
    title="王芳",
    kind="客户",
    subtitle="金卡",
    names=("王芳", "王姐"),
    numbers=("138 1234 5678",),
    text="想续做\n存单",
)
SCRIPT = SearchEntry(url="scripts/a.html", title="存单到期邀约", kind="话术")


def read(script: str) -> Any:
    """The value that a file assigns."""
    return json.loads(script[script.index("=", script.index("))") if "))" in script else 0) + 1 : -2])


def test_names_file_holds_what_is_searched_at_once() -> None:
    names = read(index_of([FANG, SCRIPT])["search/names.js"])
    assert names["kinds"] == ["客户", "话术"]
    assert names["entries"] == [
        [
            "clients/%E7%8E%8B%E8%8A%B3.html",
            "王芳",
            0,
            "金卡",
            ["王姐"],
            ["13812345678"],
            ["wang fang", "wang jie"],
        ],
        ["scripts/a.html", "存单到期邀约", 1, "", [], [], ["cun dan dao qi yao yue"]],
    ]


def test_facets_stand_as_places_and_values_days_as_numbers() -> None:
    tier, due = Facet(("等级", "tier")), Facet(("到期",), "left")
    entry = SearchEntry("a.html", "甲", "客户", facets=((tier, "金卡"), (due, date(1970, 1, 3))))
    names = read(index_of([entry])["search/names.js"])
    assert names["facets"] == [["", "等级", "tier"], ["left", "到期"]]
    assert names["entries"][0][7] == [0, "金卡", 1, 2]


def test_words_of_the_body_lie_in_text_files_on_one_line() -> None:
    files = index_of([FANG, SCRIPT])
    assert read(files["search/text-0.js"]) == [FANG.url, "想续做 存单"]


def test_the_notes_own_pinyin_is_used_for_its_title_only() -> None:
    entry = SearchEntry("a.html", "盖颖", "客户", names=("小盖",), pinyin="Gě")
    assert read(index_of([entry])["search/names.js"])["entries"][0][6] == [
        "ge ying",
        "gai ying",
        "xiao gai",
    ]


def test_one_changed_body_changes_one_text_file() -> None:
    entries = [
        SearchEntry(f"{i}.html", f"第{i}页", "笔记", text="字" * (TEXT_FILE_SIZE // 4)) for i in range(40)
    ]
    before = index_of(entries)
    after = index_of([*entries[:7], SearchEntry("7.html", "第7页", "笔记", text="改" * 100), *entries[8:]])
    changed = {path for path in before if before[path] != after[path]}
    assert len(before) > 4
    assert len(changed - {"search/names.js"}) == 1
    assert sorted(before) == sorted(after)


def test_same_entries_same_files() -> None:
    assert index_of([FANG, SCRIPT]) == index_of([FANG, SCRIPT])


def test_an_empty_vault_has_an_index_too() -> None:
    assert read(index_of([])["search/names.js"])["entries"] == []


@given(
    st.builds(
        SearchEntry,
        st.text(),
        st.text(),
        st.text(),
        st.text(),
        st.tuples(st.text()),
        st.tuples(st.text()),
        st.text(),
    )
)
def test_any_text_makes_valid_utf8_scripts_of_one_statement(entry: SearchEntry) -> None:
    for script in index_of([entry]).values():
        script.encode("utf-8")
        assert script.endswith(";\n")
        assert not set("\n\r\u2028\u2029") & set(script[:-1])
        read(script)
