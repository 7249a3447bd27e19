"""How often a task repeats: what Chinese users write becomes the English that Obsidian Tasks reads."""

from __future__ import annotations

import re
from unicodedata import normalize

from cmkb.patterns import pattern

# English as people write it that Obsidian Tasks does not know.
_LOOSE = (
    (pattern(r"\bevery\s+other\s+(day|week|month|year)s?\b", re.IGNORECASE), r"every 2 \1s"),
    (pattern(r"\bworkday", re.IGNORECASE), "weekday"),
    (pattern(r"\bevery\s+quarter\b", re.IGNORECASE), "every 3 months"),
    (
        pattern(r"\bevery\s+(\d{1,2})\s+quarters\b", re.IGNORECASE),
        lambda m: f"every {3 * int(m[1])} months",
    ),
)
_ENGLISH = pattern(r"every\b[A-Za-z0-9, ]*+", re.IGNORECASE)
_WHEN_DONE = pattern(r"[(]?(?:完成(?:后|之后|时)(?:再)?(?:起?算)?|做完后?|when\s+done)[)]?", re.IGNORECASE)
_NUMBERS = {
    "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
}  # fmt: skip
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS = {
    **dict(zip("1234567", _WEEK, strict=True)),
    **dict(zip("一二三四五六日", _WEEK, strict=True)),
    "天": "Sunday",
    "末": "Saturday",
}
_COUNT = r"(\d{1,3}|[一二两俩三四五六七八九]?十?[一二两三四五六七八九十]?)"
_EVERY = pattern(rf"每(隔)?{_COUNT}个?(天|日|工作日|周|星期|礼拜|半月|半个月|月|季度?|半年|年)(.*)", re.S)
_WEEKDAYS = pattern(r"(?:[的在]?(?:周|星期|礼拜)?([一二三四五六日天1-7末])(?:[、,，和及与]|$))+")
_WEEKDAY = pattern(r"[一二三四五六日天末1-7]")
_MONTH_DAY = pattern(r"的?(?:第)?(\d{1,2})[号日]?")
_MONTH_DAYS = pattern(r"的?\d{1,2}[号日]?(?:[、,，和及与]\d{1,2}[号日]?)*")
_NTH_WEEKDAY = pattern(r"的?(第([一二三四五1-5])|最后一)个(?:周|星期|礼拜)([一二三四五六日天1-7])")
_LAST_DAY = ("最后一天", "月底", "底", "末", "月末", "最后一日")
_UNITS = {
    "天": "day", "日": "day", "工作日": "weekday", "周": "week", "星期": "week", "礼拜": "week",
    "月": "month", "年": "year",
}  # fmt: skip
_SHORT = {
    "隔周": "every 2 weeks", "双周": "every 2 weeks", "隔天": "every 2 days", "隔日": "every 2 days",
    "隔月": "every 2 months", "每双周": "every 2 weeks", "工作日": "every weekday", "每个工作日": "every weekday",
}  # fmt: skip


def english_recurrence(text: str) -> str | None:
    """What Obsidian Tasks reads: `每两周` → `every 2 weeks`; None when it cannot be said there."""
    plain = normalize("NFKC", text).strip()
    if _ENGLISH.fullmatch(plain):
        from cmkb.reading.repetition import read_repetition  # brings dateutil along

        for loose, right in _LOOSE:
            plain = loose.sub(right, plain)
        english = " ".join(plain.split())
        return english if read_repetition(english) else None
    done = ""
    if found := _WHEN_DONE.search(plain):
        done = " when done"
        plain = plain[: found.start()] + plain[found.end() :]
    plain = re.sub(r"[\s。.]+", "", plain)
    rule = _SHORT.get(plain) or _rule(plain)
    return rule + done if rule else None


def _rule(text: str) -> str | None:
    match = _EVERY.fullmatch(text)
    if match is None:
        return None
    apart, counted, unit, rest = match.groups()
    count = _number(counted)
    if apart:
        count += 1
    if unit == "周" and rest == "末" and count == 1:
        return "every week on Saturday"
    if unit in ("半月", "半个月"):
        return "every 15 days" if count == 1 and not rest else None
    if unit.startswith("季"):
        unit, count = "月", count * 3
    elif unit == "半年":
        unit, count = "月", count * 6
    english = _UNITS[unit]
    rule = f"every {english}" if count == 1 else f"every {count} {english}s"
    if not rest:
        return rule
    if english == "week" and _WEEKDAYS.fullmatch(rest):
        days = [_DAYS[c] for c in _WEEKDAY.findall(rest)]
        return f"{rule} on {', '.join(days)}"
    if english == "month":
        return _of_month(rule, rest)
    return None


def _of_month(rule: str, rest: str) -> str | None:
    if rest.removeprefix("的") in _LAST_DAY:
        return f"{rule} on the last"
    nth = _NTH_WEEKDAY.fullmatch(rest)
    if nth:
        which = "last" if nth.group(1) == "最后一" else _ordinal(_number(nth.group(2)))
        return f"{rule} on the {which} {_DAYS[nth.group(3)]}"
    if _MONTH_DAYS.fullmatch(rest):
        days = [int(d) for d in re.findall(r"\d+", rest)]
        if all(1 <= d <= 31 for d in days):
            return f"{rule} on the {', '.join(_ordinal(d) for d in days)}"
    return None


def _number(text: str) -> int:
    """Chinese or Arabic, up to 99; nothing is 1."""
    if not text:
        return 1
    if text.isdigit():
        return max(1, int(text))
    tens, ten, ones = text.partition("十")
    if not ten:
        return _NUMBERS[text]
    return (_NUMBERS[tens] if tens else 1) * 10 + (_NUMBERS[ones] if ones else 0)


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
