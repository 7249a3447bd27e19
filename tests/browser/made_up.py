"""Made-up clients and follow-ups, and the pages that show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from types import SimpleNamespace
from typing import Any

from cmkb.model.follow_up import FollowUp
from cmkb.model.note import Cadence, FrontMatter, Note, Place, Record
from cmkb.pages.agenda import FEW, Group, agenda, next_row, open_groups, people_of, words
from cmkb.pages.browser_data import client_data, follow_up_files
from cmkb.pages.environment import environment
from cmkb.pages.javascript import assignment
from cmkb.views.clients import ClientRow
from cmkb.views.completeness import Completeness
from cmkb.views.contacts import ContactState

MONDAY = date(2026, 11, 23)
WEEKEND = {MONDAY + timedelta(days) for days in range(400) if (MONDAY + timedelta(days)).weekday() > 4}
TIERS = ("普通", "金卡", "白金", "钻石", "私行")
STAGES = ("名单", "邀约", "方案", "售后")


def url(path: str) -> str:
    return path.removesuffix(".md") + ".html"


def client(
    name: str, tier: str = "金卡", since: int | None = 3, contacted: bool = True, most: int = 15, **given: Any
) -> ClientRow:
    """`since`: days before the Monday on which the cadence began."""
    day = MONDAY - timedelta(since) if since is not None else None
    last = Record("j.md", Place(1, 1), day, "电话") if day and contacted else None
    front = {"name": name, "phones": (f"1380000{sum(map(ord, name)) % 10**4:04}",), **given.pop("front", {})}
    fields = {
        "tier": tier, "tier_level": TIERS.index(tier) + 1, "stage": "售后", "status": "客户", "quiet": False,
        "source": "大堂", "aum": 860_000, "next_step": None, "matures": None, "complete": Completeness(80, 100, ()), **given,
    }  # fmt: skip
    return ClientRow(
        note=Note(f"clients/{name}.md", "client", name, FrontMatter(front), "", 1),
        name=name,
        contact=ContactState(last, day, Cadence(min(10, most), most)),
        **fields,
    )


def row(kind: str, days: int, name: str | None = "王芳", title: str = "送资料", **given: Any) -> FollowUp:
    """`days` from the Monday."""
    day = MONDAY + timedelta(days)
    fields = {"show_from": day, "path": "journal/2026-11-20.md", "line": 7, **given}
    return FollowUp(date=day, kind=kind, title=title, client=name and f"clients/{name}.md", **fields)


CLIENTS = [
    client(
        "王芳",
        since=13,
        matures=MONDAY + timedelta(12),
        front={"phones": ("13812345678",), "aliases": ("王姐",)},
    ),
    client("欧阳雪", "私行", since=38, most=30, aum=6_800_000, complete=Completeness(94, 100, ())),
    client("单文娟", "白金", since=19, stage="方案", source="转介绍", matures=MONDAY + timedelta(80)),
    client(
        "何雨桐",
        "普通",
        since=5,
        contacted=False,
        stage="名单",
        aum=None,
        complete=Completeness(36, 100, ()),
        source="PCRM",
    ),
    client("<b>郑国栋</b>", "钻石", since=3, stage="邀约"),
    client("闲人", "普通", since=None, contacted=False, source=""),
]
ROWS = sorted(
    [
        row(
            "appointment",
            0,
            "王芳",
            "城南支行",
            time="14:00",
            why="11-20 电话 同意来谈",
            script="docs/scripts/a.md",
        ),
        row("appointment", 0, "<b>郑国栋</b>", "网点", time="09:30"),
        row("appointment", -3, "单文娟", "见面", time="10:00", show_until=MONDAY + timedelta(11)),
        row("task", -4, "欧阳雪", "回赎回到账时间"),
        row("next", -1, "何雨桐", "第一通电话", why="11-20 电话 未接"),
        row("birthday", -1, "单文娟", "生日", show_until=MONDAY + timedelta(2)),
        *[row("task", 0, None, f"杂事 {i} <script>") for i in range(6)],
        row("maturity", 12, "王芳", "20 万存单到期", show_from=MONDAY - timedelta(18)),
        row("task", 5, "王芳", "周六的事"),
        row("task", 7, "王芳", "下周一的事"),
        row("cadence", 2, "王芳", "该联系了", show_from=MONDAY - timedelta(3), why="11-10 微信 问海外账户"),
        row("cadence", -8, "欧阳雪", "该联系了", show_from=MONDAY - timedelta(28), why="10-16 微信"),
        row("cadence", -4, "单文娟", "该联系了", show_from=MONDAY - timedelta(9)),
        row("cadence", 12, "<b>郑国栋</b>", "该联系了", show_from=MONDAY + timedelta(7)),
        row("cadence", 10, "何雨桐", "还没联系过", show_from=MONDAY + timedelta(5)),
    ],
    key=lambda r: (r.date, r.time or "99", r.title),
)
HELD = {"clients/王芳.md": ["稳盈90天"], "clients/欧阳雪.md": ["安享一年", "稳盈90天"]}
IDLE = ("clients/闲人.md",)
PEOPLE = people_of(CLIENTS, url)
SLOTS = (("08:30", "10:15", "早会"), ("10:15", "11:30", "客户电话"), ("14:00", "17:00", "面谈"))


def data_files(today: date, clients: Sequence[ClientRow] = CLIENTS) -> dict[str, str]:
    note = {
        "record": "- {time} 电话 [[{link}]] ",
        "command": "cmkb log {who} 电话 ",
        "journal": "journal/{year}/{date}.md",
        "open": "",
    }
    return {
        **follow_up_files(ROWS, PEOPLE, url, today=today, days_off=WEEKEND, without_next=IDLE),
        "data/quick-note.js": assignment("window.cmkbQuickNote", note),
        "data/clients.js": client_data(clients, url, tiers=TIERS, stages=STAGES, products=HELD),
    }


def home(today: date) -> str:
    groups = agenda(ROWS, PEOPLE, today, WEEKEND, limit=FEW)
    count = sum(group.count for group in groups)
    slots = "".join(
        f'<li data-start="{start}" data-end="{end}"><time>{start}</time><span>{title}</span></li>'
        for start, end, title in SLOTS
    )
    return f"""<div class="ck" data-cmkb-page="today" data-date="{today}">
<header class="ck-head"><div class="ck-head__t"><h1 data-live="date">标题</h1><p class="ck-head__sub">
<span data-only="{today}">农历</span><span data-live="built" data-date="{today}"></span></p></div></header>
<section class="ck-now" data-live="now">{macro("render_now", next_row(groups, today))}</section>
<section class="ck-panel ck-panel--flush">
<header class="ck-panel__h"><h2>要联系的</h2><span data-live="count">{count}</span></header>
<div data-live="agenda" data-limit="{FEW}" data-all="follow-ups.html">
{render(groups, "follow-ups.html")}</div></section>
<ol class="ck-day" data-live="day">{slots}</ol></div>"""


def follow_ups_page(today: date) -> str:
    groups = open_groups(ROWS, PEOPLE, today, IDLE)
    return f"""<div class="ck"><h1>跟进</h1><div data-live="follow-up-filters"></div>
<section class="ck-panel ck-panel--flush">
<div data-live="follow-ups">{render(groups)}</div></section></div>"""


def clients_page() -> str:
    links = "".join(f'<li><a href="../{url(r.note.path)}">{escape(r.name)}</a></li>' for r in CLIENTS)
    return f"""<div class="ck"><header class="ck-head"><h1>客户</h1>
<span data-live="client-count">{len(CLIENTS)} 位</span></header>
<section data-live="clients"><ul>{links}</ul></section></div>"""


def render(groups: Sequence[Group], all_page: str = "") -> str:
    return macro("render_groups", groups, all=all_page)


def macro(name: str, shown: Any, **more: str) -> str:
    tools = SimpleNamespace(url=lambda path: url(path) if path else "")
    module = environment("zh").get_template("agenda.html").module
    html = getattr(module, name)(shown, tools, "", words("zh"), **more)
    return "".join(line.strip() for line in str(html).splitlines())
