"""`holidays/2027.yml`: days off and weekends worked, as they were announced.

休: [01-01, 02-05..02-11]
班: [02-04]
"""

from __future__ import annotations

from datetime import date, timedelta

from cmkb.files.yaml import Mapping, Node, Scalar, Sequence, read_yaml
from cmkb.model.note import SourceFile
from cmkb.model.problem import Problem, problem
from cmkb.patterns import pattern

_NAME = pattern(r"(?:^|/)((?:19|20|21)\d\d)\.ya?ml$")
_OFF = ("休", "放假", "休息", "off", "holidays")
_WORK = ("班", "上班", "调休", "work", "workdays")
_DAY = r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?"
_SPAN = pattern(rf"\s*{_DAY}\s*(?:(?:\.\.|~|～|—|至|到)\s*{_DAY}\s*)?")
LONGEST = 31  # days of one span


def year_of(path: str) -> int | None:
    match = _NAME.search(path)
    return int(match[1]) if match else None


def read_holidays(source: SourceFile, year: int) -> tuple[dict[date, bool], list[Problem]]:
    """Day → whether it is a day off."""
    loaded = read_yaml(source.text)
    problems = [
        problem(source.path, f.place.line, f.place.column, f.text, **dict(f.params)) for f in loaded.faults
    ]
    days: dict[date, bool] = {}
    if loaded.root is None:
        return days, problems
    if not isinstance(loaded.root, Mapping):
        place = loaded.root.place
        return days, [*problems, problem(source.path, place.line, place.column, "H1")]
    for key, value in loaded.root.entries:
        name = key.text.strip().casefold()
        if name not in (*_OFF, *_WORK):
            problems.append(problem(source.path, key.place.line, key.place.column, "H1"))
            continue
        for node in _scalars(value):
            found = _days(node.text, year)
            if found:
                days |= dict.fromkeys(found, name in _OFF)
            else:
                problems.append(problem(source.path, node.place.line, node.place.column, "H2", year=year))
    return days, problems


def _scalars(node: Node) -> list[Scalar]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return [item for item in items if isinstance(item, Scalar)]


def _days(text: str, year: int) -> list[date]:
    """Of a day or a span; none when it is not one of this year."""
    match = _SPAN.fullmatch(text)
    if match is None:
        return []
    first = _day(match[1], match[2], match[3], year)
    last = _day(match[4], match[5], match[6], year) if match[5] else first
    if first is None or last is None or not 0 <= (last - first).days < LONGEST:
        return []
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def _day(own_year: str | None, month: str, day: str, year: int) -> date | None:
    try:
        found = date(int(own_year or year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year == year else None
