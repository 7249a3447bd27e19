"""The ends of years, months and ISO years, leap days and lunar months, seen from 24 zones: an answer depends on the
vault's zone and the instant alone, never on the zone of the machine."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

import cmkb.cli.finding
from cmkb.build import compile_site
from cmkb.cli.main import main
from cmkb.load import load_settings, load_vault
from cmkb.model.lunar import lunar_day, next_lunar, solar_date
from cmkb.model.note import LunarDay
from cmkb.views.follow_ups import follow_ups, listed
from tests.conftest import draw

# One for each hour, and the odd ones: half and quarter hours, the date line, summer time that differs by half an hour.
ZONES = (
    "Etc/GMT+12", "Pacific/Pago_Pago", "Pacific/Honolulu", "Pacific/Marquesas", "America/Los_Angeles", "America/Phoenix", "America/Chicago",
    "America/New_York", "America/St_Johns", "America/Sao_Paulo", "Atlantic/Azores", "Europe/London", "Europe/Berlin", "Africa/Cairo", "Asia/Tehran",
    "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Kiritimati",
)  # fmt: skip
INSTANTS = (
    datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC),  # a second before the year ends in Shanghai
    datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC),
    datetime(2027, 1, 3, 12, 30, tzinfo=UTC),  # the last day of ISO week 53 of 2026, or the first after it
    datetime(2028, 2, 29, 10, 30, tzinfo=UTC),
    datetime(2027, 2, 28, 20, 0, tzinfo=UTC),
    datetime(2026, 10, 31, 9, 45, tzinfo=UTC),
)
VAULT = """
    === clients/王芳.md
    ---
    姓名: 王芳
    等级: 金卡
    生日: 1968-02-29
    下次联系: 2027-01-01
    ---
    ## 持有
    - [[稳盈90天]] [amount:: 200000] [matures:: 2027-01-31]
    ## 跟进
    - [ ] 送资料 🔁 every month 📅 2026-12-31 🆔 a1
    === clients/李雷.md
    ---
    姓名: 李雷
    农历生日: 腊月三十
    ---
    === clients/韩梅.md
    ---
    姓名: 韩梅
    农历生日: 闰六月三十
    ---
    === journal/2026-12-31.md
    ## 记录
    - 10:15 电话 [[王芳]] 说好明天再打 [结果:: 同意] [约见:: 2027-01-01 09:00]
    === periods/2026-W53.md
    ## 目标
    - 有效电话 40
    """
# A today on which something begins or ends.
DAYS = (
    "2026-12-27", "2026-12-28", "2026-12-31", "2027-01-01", "2027-01-03", "2027-01-04", "2027-02-28", "2027-03-01", "2028-02-28", "2028-02-29", "2028-03-01",
    "2026-02-16", "2026-02-17", "2025-07-25", "2025-08-23", "2033-12-22", "2034-01-20", "2099-12-31", "2100-02-28", "2100-03-01", "2101-01-28", "1970-01-01",
)  # fmt: skip


@pytest.fixture
def machine_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Moves the machine into another zone."""

    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the one clock that commands look at."""

    def to(instant: datetime) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Clock:  # type: ignore[override]
                return cls.fromtimestamp(instant.timestamp(), tz)

        monkeypatch.setattr(cmkb.cli.finding, "datetime", Clock)

    return to


def vault_in(zone: str, folder: Path) -> Path:
    draw(folder, VAULT)
    config = f"site_name: 试用\nplugins:\n  - cmkb:\n      timezone: {zone}\n"
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    return folder


def answer(folder: Path, *words: str) -> str:
    ran = CliRunner().invoke(main, [*words, "--vault", str(folder)], catch_exceptions=False)
    assert ran.exit_code in (0, 1), ran.output
    return ran.stdout


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="skipped: the zone of this machine is fixed")
@pytest.mark.parametrize("instant", INSTANTS, ids=str)
def test_the_zone_of_the_machine_changes_no_answer(
    instant: datetime,
    machine_in: Callable[[str], None],
    clock: Callable[[datetime], None],
    tmp_path: Path,
) -> None:
    folder = vault_in("Asia/Shanghai", tmp_path)
    clock(instant)
    answers = set()
    for zone in ZONES:
        machine_in(zone)
        words = (
            ("today", "--json"),
            ("follow-ups", "--json"),
            ("report", "day", "--json"),
            ("export", "ics"),
        )
        answers.add(tuple(answer(folder, *one) for one in words))
    assert len(answers) == 1


@pytest.mark.parametrize("zone", ZONES)
def test_today_is_the_day_in_the_zone_of_the_vault(
    zone: str, clock: Callable[[datetime], None], tmp_path: Path
) -> None:
    folder = vault_in(zone, tmp_path)
    for instant in INSTANTS:
        clock(instant)
        day = instant.astimezone(ZoneInfo(zone)).date()
        assert json.loads(answer(folder, "report", "day", "--json"))["date"] == day.isoformat()
        overdue = [
            f["overdue_days"]
            for f in json.loads(answer(folder, "follow-ups", "--json"))
            if f["kind"] == "task"
        ]
        assert overdue == ([max(0, (day - date(2026, 12, 31)).days)] if day >= date(2026, 12, 24) else [])


@pytest.mark.parametrize("day", DAYS)
def test_every_page_renders_on_days_at_an_edge(day: str, tmp_path: Path) -> None:
    folder = vault_in("Asia/Shanghai", tmp_path)
    today = date.fromisoformat(day)
    site = compile_site(folder, load_settings(folder).settings, today)
    for page in site.pages:
        page.render()
    assert not [p for p in site.problems if p.path == "periods/2026-W53.md"]


def test_week_53_belongs_to_the_year_in_which_it_began(tmp_path: Path) -> None:
    folder = vault_in("Asia/Shanghai", tmp_path)
    for day in ("2026-12-28", "2026-12-31", "2027-01-01", "2027-01-03"):
        report = json.loads(answer(folder, "report", "week", day, "--json", "--today", "2027-01-03"))
        calls = next(kpi for kpi in report["kpis"] if kpi["plan"] == 40)
        assert calls["actual"] == 1, day
    after = json.loads(answer(folder, "report", "week", "2027-01-04", "--json", "--today", "2027-01-04"))
    assert all(kpi["plan"] != 40 for kpi in after["kpis"])


@pytest.mark.parametrize("day", [day for day in DAYS if "1971" < day < "2099"])
def test_each_birthday_comes_once_a_year_whatever_the_calendar(day: str, tmp_path: Path) -> None:
    """29 February, the 30th of the twelfth month, a day of a leap month."""
    folder = vault_in("Asia/Shanghai", tmp_path)
    vault = load_vault(folder, load_settings(folder).settings).vault
    today = date.fromisoformat(day)
    found: dict[str | None, list[date]] = {}
    for one in listed(follow_ups(vault, today), today, 365):
        if one.kind == "birthday":
            found.setdefault(one.client, []).append(one.date)
    assert set(found) <= {"clients/王芳.md", "clients/李雷.md", "clients/韩梅.md"}
    solar = [one for one in found["clients/王芳.md"] if one >= today]
    assert len(solar) in (1, 2)  # both ends of a year count
    assert len({one.year for one in solar}) == len(solar)
    assert all((one.month, one.day) in ((2, 29), (2, 28), (3, 1)) for one in solar)
    for who in ("clients/李雷.md", "clients/韩梅.md"):
        lunar = [one for one in found.get(who, []) if one >= today]
        assert len(lunar) in (0, 1, 2), who  # a lunar year has 354 to 384 days
        for one in lunar:
            there = lunar_day(one)
            assert there is not None
            assert there[1].day in (29, 30)
            assert there[1].month == (12 if who == "clients/李雷.md" else 6)


def test_a_lunar_day_comes_again_within_385_days_and_never_twice_within_353() -> None:
    for lunar in (
        LunarDay(12, 30),
        LunarDay(6, 30, True),
        LunarDay(11, 30, True),
        LunarDay(1, 1),
        LunarDay(12, 29),
    ):
        day = next_lunar(lunar, date(1950, 1, 1))
        while day is not None and day.year < 2098:
            following = next_lunar(lunar, day + timedelta(1))
            assert following is not None
            assert 325 <= (following - day).days <= 414, (lunar, day, following)
            day = following
        years = [solar_date(year, lunar) for year in range(1951, 2099)]
        assert len(set(years)) == len(years)


def test_the_machine_has_the_zones_that_are_tried() -> None:
    assert len(ZONES) == 24
    assert os.environ.get("TZ") is None or ZoneInfo(os.environ["TZ"])
    assert len({datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)).utcoffset() for zone in ZONES}) == 24
