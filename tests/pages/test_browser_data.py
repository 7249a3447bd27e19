"""Data for the browser: model objects in, compact JavaScript out."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

from cmkb.model.follow_up import FollowUp
from cmkb.model.note import Cadence, FrontMatter, Note, Place, Record
from cmkb.pages.agenda import people_of
from cmkb.pages.browser_data import NEAR, by_letter, client_data, follow_up_data, follow_up_files
from cmkb.pages.javascript import parsed_assignment
from cmkb.views.clients import ClientRow
from cmkb.views.completeness import Completeness
from cmkb.views.contacts import ContactState

TODAY = date(2026, 11, 23)
DAY = 20780  # since 1970-01-01


def read(script: str) -> Any:
    value = script[script.index("=") + 1 : -2]
    if value.startswith("JSON.parse('"):
        value = re.sub(r"\\(.)", r"\1", value.removeprefix("JSON.parse('").removesuffix("')"))
    return json.loads(value)


def url(path: str) -> str:
    return path.removesuffix(".md") + ".html"


def client(name: str, since: int | None = None, contacted: bool = True, **given: Any) -> ClientRow:
    day = TODAY - timedelta(since) if since is not None else None
    last = Record("j.md", Place(1, 1), day, "电话") if day and contacted else None
    front = {"name": name, **given.pop("front", {})}
    fields = {
        "tier": "金卡", "tier_level": 2, "stage": "售后", "status": "客户", "quiet": False, "source": "大堂",
        "aum": 860000, "next_step": None, "matures": None, "complete": Completeness(4, 5, ()), **given,
    }  # fmt: skip
    return ClientRow(
        note=Note(f"clients/{name}.md", "client", name, FrontMatter(front), "", 1),
        name=name,
        contact=ContactState(last, day, Cadence(10, 15)),
        **fields,
    )


def test_words_with_signs_that_would_end_the_text_of_the_data() -> None:
    words = "O'Neil \\ \" \u2028 \n </script>"
    assert read(parsed_assignment("x", [words])) == [words]
    assert "\u2028" not in parsed_assignment("x", [words])


def test_a_day_is_a_number_and_what_recurs_a_place_in_a_list() -> None:
    fang = client("王芳", since=13, front={"phones": ("13800005678",)})
    rows = [
        FollowUp(TODAY, TODAY, "task", "送资料", "clients/王芳.md", 9, fang.note.path, time="16:00"),
        FollowUp(TODAY, TODAY, "birthday", "生日", "clients/王芳.md", 2, fang.note.path, script="docs/话.md",
                 show_until=TODAY + timedelta(3)),
        FollowUp(TODAY, TODAY, "task", "交周报", "journal/a.md", 3),
    ]  # fmt: skip
    data = read(
        follow_up_data(
            rows,
            people_of([fang], url),
            url,
            today=TODAY,
            days_off=[TODAY + timedelta(5)],
        )
    )
    assert data["day"] == DAY
    assert data["off"] == [DAY + 5]
    assert data["kinds"] == ["task", "birthday"]
    assert data["notes"] == ["clients/王芳.html", "docs/话.html", "journal/a.html"]
    assert data["clients"] == [
        ["王芳", "clients/王芳.html", "金卡", 2, "售后", "13800005678", "王芳", DAY - 13, 1, 10, 15]
    ]
    assert data["rows"] == [
        [DAY, DAY, None, 0, "送资料", 0, "16:00", "", -1, 0],
        [DAY, DAY, DAY + 3, 1, "生日", 0, "", "", 1, 0],
        [DAY, DAY, None, 0, "交周报", -1, "", "", -1, 2],
    ]


def test_a_client_with_nothing_planned_is_sent_though_no_row_names_it() -> None:
    fang = client("王芳")
    data = read(
        follow_up_data([], people_of([fang], url), url, today=TODAY, without_next=[fang.note.path, "gone.md"])
    )
    assert (data["idle"], data["clients"][0][0]) == ([0], "王芳")


def test_the_table_is_in_the_order_of_pinyin_with_surnames_read_as_names() -> None:
    rows = [client("张伟"), client("单文娟"), client("曾宪明"), client("仇英"), client("Zoe"), client("🙂")]
    data = read(client_data(rows, url, tiers=("普通", "金卡"), stages=("名单", "售后")))
    assert [row[0] for row in data["rows"]] == ["仇英", "单文娟", "曾宪明", "张伟", "Zoe", "🙂"]
    assert [(letter, len(group)) for letter, group in by_letter(rows)] == [
        ("Q", 1),
        ("S", 1),
        ("Z", 3),
        ("#", 1),
    ]


def test_one_row_of_the_table() -> None:
    step = FollowUp(TODAY, TODAY, "appointment", "面谈", "j.md", 1, time="14:00")
    fang = client(
        "王芳", since=13, next_step=step, matures=TODAY + timedelta(12),
        front={"phones": ("138 0000 5678",), "aliases": ("王姐",)},
    )  # fmt: skip
    data = read(client_data([fang], url, tiers=("普通", "金卡"), stages=("名单", "售后")))
    assert data["tiers"] == [["金卡", 2]]
    assert data["rows"][0] == [
        "王芳", "clients/王芳.html", 0, 1, 0, 860000, DAY - 13, 1, 10, 15, 80, DAY + 12, DAY, "面谈", "14:00",
        1, "wang fang", ["王姐"], ["13800005678"],
    ]  # fmt: skip


def test_a_client_without_anything_makes_a_short_row() -> None:
    bare = client(
        "王芳", tier="", tier_level=0, stage="", source="", aum=None, complete=Completeness(0, 5, ())
    )
    row = read(client_data([bare], url, tiers=(), stages=()))["rows"][0]
    assert row[2:6] == [-1, -1, -1, None]
    assert row[-1] == "wang fang"


def test_what_shows_months_from_now_is_in_a_file_of_its_own_and_the_order_is_kept() -> None:
    fang = client("王芳")
    days = (0, 3, 200, 5, 300, 301, 8)
    rows = [
        FollowUp(TODAY + timedelta(d), TODAY + timedelta(d), "task", f"{d} 天", f"{d}.md", 1, fang.note.path)
        for d in days
    ]
    files = follow_up_files(rows, people_of([fang], url), url, today=TODAY)
    near, later = (read(files[f"data/{name}.js"]) for name in ("follow-ups", "follow-ups-later"))
    assert near["until"] == DAY + NEAR
    assert [row[4] for row in near["rows"]] == ["0 天", "3 天", "5 天", "8 天"]
    assert [row[4] for row in later["rows"]] == ["200 天", "300 天", "301 天"]
    assert later["runs"] == [2, 1, 1, 2, 1]  # of the one, of the other, in turns
    assert near["notes"] + later["notes"] == [f"{d}.html" for d in (0, 3, 5, 8, 200, 300, 301)]


def test_when_the_first_row_is_far_off_the_turns_begin_with_none() -> None:
    far = FollowUp(TODAY + timedelta(90), TODAY + timedelta(90), "task", "远", "a.md", 1)
    files = follow_up_files([far], {}, url, today=TODAY)
    assert read(files["data/follow-ups-later.js"])["runs"] == [0, 1]
