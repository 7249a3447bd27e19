"""Every number of the nineteen texts, row by row: where it stands in a playbook, and on which page it matters as a
meter, as a limit with a flag, or as a day until which something is to be done.

A row: what it is, the playbook, where in it (`quotas.sms.least`) with the number, then a text whose vault shows it,
the page and the words. The vaults are in vaults/, all that is seen in golden/.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cmkb.playbooks.loader import load_playbook
from tests.workflows.followed import ROUTINE, followed
from tests.workflows.test_asked import CASES, DAY, MONTH, SOON, TODAY, WRONG, place_of

WEEK = "periods/2026-W48.html"

Shown = tuple[int, str, list[str]]

NUMBERS: list[tuple[str, str, dict[str, object], list[Shown]]] = [
    ("messages a day, gold and above", "bank-personal", {"quotas.sms.least": 20, "quotas.sms.from_tier": "金卡"},
     [(2, TODAY, ["短信 12 / 20条"]), (2, MONTH, ["金卡及以上短信 | 每天 ≥20条 金卡及以上"])]),
    ("days after a purchase", "bank-personal", {"reminders.after_purchase.days": 10},
     [(2, SOON, ["after_purchase 方敏 购买十天回访"])]),
    ("leaflets a day", "bank-securities", {"quotas.flyers.least": 50},
     [(3, TODAY, ["宣传单 50 / 50张"]), (3, WEEK, ["宣传页 | 每天 ≥50张 | 1 / 1 天"])]),
    ("leads a day", "bank-securities", {"quotas.leads.least": 10},
     [(3, TODAY, ["新增线索 5 / 10位"]), (3, WEEK, ["意向客户名单 | 每天 ≥10位"])]),
    ("attributes of a lead", "bank-securities", {}, [(3, "clients/陶然.html", ["11 / 11 项"])]),
    ("minutes of a call", "bank-securities", {"limits.call_minutes.most": 4, "quotas.call_length.most": 4},
     [(3, WRONG, ["每通电话不超过四分钟 6分，超过 4分"]), (3, WEEK, ["每通电话 | 每次 ≤4分 | 0 / 1 次 | 没做到： 11-23 6分"])]),
    ("calls to clients in their hour", "securities-branch",
     {"quotas.client_calls.least": 5, "routine.day.client_calls.start": "10:15", "routine.day.client_calls.end": "11:30"},
     [(18, TODAY, ["盘中客户电话 1 / 5位", "10:15 客户电话 1 / 5位"])]),
    ("call-backs a day", "securities-branch", {"quotas.callbacks.least": 2},
     [(18, TODAY, ["15:00 意向电话和回访 1 / 2"])]),
    ("talks on site in their hour", "securities-branch",
     {"quotas.onsite_talks.least": 2, "routine.day.onsite_talks.start": "14:00", "routine.day.onsite_talks.end": "14:40"},
     [(18, TODAY, ["现场客户交流 1 / 2位", "14:00 现场交流 1 / 2位"])]),
    ("meetings a day", "wealth-centre", {"quotas.meetings.least": 5, "quotas.meetings.most": 8},
     [(5, WEEK, ["客户会面 | 每天 5–8位"])]),
    ("minutes of a meeting", "wealth-centre", {"limits.meeting_minutes.least": 40, "limits.meeting_minutes.most": 50},
     [(5, WRONG, ["会面四十到五十分钟 25分，不到 40分"]), (5, WEEK, ["会面时长 | 每次 40–50分 | 1 / 2 次 | 没做到： 11-23 25分"])]),
    ("minutes of preparation", "wealth-centre", {"limits.prep_minutes.least": 5, "limits.prep_minutes.most": 10},
     [(5, WRONG, ["会面前看资料五到十分钟 2分，不到 5分"]), (5, WEEK, ["会面前看资料 | 每次 5–10分 | 1 / 2 次 | 没做到： 11-23 2分"])]),
    ("minutes of the team's meetings", "wealth-centre",
     {"quotas.team_meeting.least": 10, "quotas.team_meeting.most": 15, "quotas.closing_meeting.least": 10, "quotas.closing_meeting.most": 15},
     [(5, DAY, ["小组例会\n12分 ✓", "下班例会\n18分 多 3分"]), (5, WEEK, ["小组例会 | 每次 10–15分 | 1 / 1 次", "下班例会 | 每次 10–15分 | 0 / 1 次 | 没做到： 11-23 18分，多 3分"])]),
    ("attempts to close", "wealth-manager-forms", {"limits.close_tries.least": 3, "quotas.close_attempts.least": 3},
     [(17, WRONG, ["促成坚持三次以上 2次，不到 3次"]), (17, WEEK, ["成交面谈里的促成 | 每次 ≥3次 | 2 / 3 次 | 没做到： 11-23 2次"])]),
    ("greeting of the core", "members-club", {"reminders.greeting.every": "half-month", "quotas.core_greeting.per": "half-month"},
     [(6, SOON, ["11-30 greeting 沈岚 核心会员半月关怀"]), (6, TODAY, ["本半月 核心会员关怀短信 0 / 1位"])]),
    ("welcome on the next day", "members-club", {"reminders.welcome.days": 1},
     [(6, DAY, ["入会欢迎 余波"]), (6, ROUTINE, ["11:00–11:50 生日电话和欢迎短信"])]),
    ("hours with the staff a week", "members-club", {"quotas.staff_talk.least": 180, "quotas.staff_talk.per": "week"},
     [(6, TODAY, ["本周 和服务员交流 45 / 180分"])]),
    ("sent before twenty past nine, at a bank", "bank-securities", {"quotas.sent.before": "lobby", "routine.day.lobby.start": "09:20"},
     [(3, DAY, ["公司信息转发\n09:10 比 09:20 早 10分 ✓"]), (3, WEEK, ["公司信息转发 | 每天 不晚于 09:20 | 1 / 1 天"])]),
    ("and at the branch", "securities-branch", {"quotas.sent.before": "by_preference", "routine.day.by_preference.start": "09:20"},
     [(12, WEEK, ["短信邮件发出 | 每天 不晚于 09:20 | 1 / 1 天"])]),
    ("stocks named again at half past two", "bank-securities", {"routine.day.stock_reminder.start": "14:30", "quotas.stock_reminder.least": 1},
     [(3, TODAY, ["14:30 收盘前提醒 1 / 1位"]), (3, WEEK, ["收盘前提醒持股客户 | 每天 ≥1位 | 1 / 1 天"])]),
    ("the team's meeting done", "securities-branch", {"quotas.meeting_done.before": "send", "routine.day.send.start": "09:10"},
     [(12, WEEK, ["小组会开完 | 每天 不晚于 09:10 | 0 / 1 天 | 没做到： 11-23 比 09:10 晚 2分"])]),
    ("presenters a day", "securities-branch", {"quotas.presenters.least": 2, "quotas.presenters.most": 2},
     [(12, WEEK, ["晨会主讲人 | 每天 2位 | 0 / 1 天"])]),
    ("a quarter of an hour early", "bank-securities", {"quotas.arrive_early.least": 15, "routine.day.news.start": "08:30"},
     [(7, DAY, ["08:12 比 08:30 早 18分 ✓"]), (7, WEEK, ["提前到网点 | 每天 比 08:30 早 ≥15分 | 1 / 1 天"])]),
    ("twenty minutes early", "hospitality", {"quotas.arrive_early.least": 20},
     [(10, WEEK, ["提前到例会地点 | 每天 比 11:00 早 ≥20分 | 1 / 1 天"])]),
    ("the bank's business within a week", "bank-securities", {"reminders.bank_business.days": 7},
     [(7, SOON, ["11-25 onboarding — 进驻一周"])]),
    ("its staff within one month, its duties within two", "securities-branch",
     {"reminders.bank_contacts.months": 1, "reminders.bank_duties.months": 2},
     [(12, SOON, ["11-26 onboarding — 驻点一个月"]), (12, CASES, ["驻点两个月：了解银行员工岗位职责和新工作"])]),
    ("goals of year, half, quarter, month and week", "securities-branch", {},
     [(12, "periods/index.html", ["2026年第48周", "2026年11月", "2026年第四季度", "2026年下半年", "2026年"])]),
    ("the month's report, call-backs, members not as usual", "members-club",
     {"quotas.consumption_report.per": "month", "quotas.consumption_report.least": 1, "quotas.new_member_calls.per": "month", "quotas.abnormal_reviews.per": "month"},
     [(6, MONTH, ["会员消费分析报表 | 每月 ≥1份 | 1 / 1份", "新会员回访 | 每月", "异常会员重点维护 | 每月"])]),
    ("hours of summary and plan", "base",
     {"routine.day.summary.start": "17:00", "routine.day.summary.end": "17:30", "routine.day.tomorrow.start": "17:30", "routine.day.tomorrow.end": "17:40"},
     [(17, ROUTINE, ["17:00–17:30 当日总结", "17:30–17:40 明日计划"])]),
]  # fmt: skip


def at(playbook: str, path: str) -> object:
    found: object = load_playbook(playbook)[0]
    for part in path.split("."):
        if isinstance(found, tuple):  # slots, which are in order
            found = next(slot for slot in found if slot.key == part)
        else:
            found = found[part] if isinstance(found, Mapping) else getattr(found, part)
    return found


@pytest.mark.parametrize(
    ("playbook", "numbers"), [row[1:3] for row in NUMBERS], ids=[row[0] for row in NUMBERS]
)
def test_a_number_stands_in_a_playbook(playbook: str, numbers: dict[str, object]) -> None:
    assert {path: at(playbook, path) for path in numbers} == numbers


@pytest.mark.parametrize("shown", [row[3] for row in NUMBERS], ids=[row[0] for row in NUMBERS])
def test_a_number_is_seen_where_it_matters(shown: list[Shown]) -> None:
    for text, place, words in shown:
        seen = place_of(followed(text), place)
        assert [word for word in words if word not in seen] == [], f"text {text}, {place}:\n{seen}"
