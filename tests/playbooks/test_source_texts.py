"""Every one of the nineteen source texts, and every number in them, stands in a built-in playbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from cmkb.model.cadence import read_cadence
from cmkb.model.playbook import Playbook, Slot
from cmkb.playbooks.loader import builtin_names, load_playbook
from cmkb.playbooks.names import choices, fold

PLAYBOOKS = {name: load_playbook(name)[0] for name in builtin_names()}

every = pytest.mark.parametrize("name", sorted(PLAYBOOKS))


def test_which_playbook_serves_which_texts() -> None:
    assert {name: p.texts for name, p in PLAYBOOKS.items()} == {
        "bank-personal": (2, 14, 19),
        "wealth-centre": (5,),
        "wealth-manager-forms": (8, 9, 17),
        "bank-securities": (1, 3, 4, 7),
        "securities-branch": (12, 18),
        "bank-accounts-loans": (16,),
        "members-club": (6,),
        "hospitality": (10, 15),
        "account-manager": (11, 13),
    }
    assert sorted(text for p in PLAYBOOKS.values() for text in p.texts) == list(range(1, 20))


def named_texts(value: Any) -> Iterator[int]:
    """Every `text:` and `texts:` in a playbook's entries."""
    if is_dataclass(value):
        for spec in fields(value):
            inner = getattr(value, spec.name)
            if spec.name in ("text", "texts") and not isinstance(value, Playbook):
                yield from inner if isinstance(inner, tuple) else [inner] if inner else []
            else:
                yield from named_texts(inner)
    elif isinstance(value, Mapping | tuple):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from named_texts(inner)


@every
def test_a_playbook_says_what_it_takes_from_each_of_its_texts(name: str) -> None:
    assert set(PLAYBOOKS[name].texts) <= set(named_texts(PLAYBOOKS[name]))


# --- the day ---------------------------------------------------------------------------------------------


@every
def test_the_slots_of_a_day_follow_each_other(name: str) -> None:
    times = [time for slot in PLAYBOOKS[name].routine.day for time in (slot.start, slot.end)]
    assert times == sorted(times)
    assert all(slot.start < slot.end and len(slot.start) == 5 for slot in PLAYBOOKS[name].routine.day)


@every
def test_a_day_has_a_plan_and_a_summary_and_weeks_and_months_have_their_work(name: str) -> None:
    routine = PLAYBOOKS[name].routine
    assert {"summary", "plan"} <= {slot.section for slot in routine.day}
    assert len(routine.day) >= 7
    assert len(routine.week) >= 3
    assert len(routine.month) >= 3


@every
def test_a_slot_says_what_to_do(name: str) -> None:
    silent = [s.title for s in PLAYBOOKS[name].routine.day if not s.steps and not s.checklist]
    assert silent in ([], ["点名和早操"])  # text 6 names it and no more


@every
def test_every_rule_for_a_client_can_be_met(name: str) -> None:
    """Tiers have a cadence, stages something that shows them, the day sheet figures that somebody counts."""
    playbook = PLAYBOOKS[name]
    assert all(read_cadence(tier.cadence) is not None for tier in playbook.tiers.values())
    assert "tier" in playbook.fields["client"] or not playbook.tiers
    assert len(playbook.stages) >= 4
    assert 3 <= len([kpi for kpi in playbook.kpis.values() if not kpi.fold]) <= 7
    assert len(playbook.funnel) >= 2


# --- all numbers -----------------------------------------------------------------------------------------

ELEVEN = ("name", "gender", "age", "birthday", "occupation", "housing", "car", "family", "education", "hobbies",
          "investments")  # fmt: skip

NUMBERS: list[tuple[str, int, str, dict[str, Any]]] = [
    # what, text, playbook, {where: what stands there}
    ("sms_per_day", 2, "bank-personal", {"quotas.sms.least": 20, "quotas.sms.from_tier": "金卡"}),
    ("after_buy_days", 2, "bank-personal", {"reminders.after_purchase.days": 10}),
    ("after_signing_days", 2, "bank-personal", {"reminders.new_account.days": 10}),
    ("flyers_per_day", 3, "bank-securities", {"quotas.flyers.least": 50}),
    ("leads_per_day", 3, "bank-securities", {"quotas.leads.least": 10}),
    ("lead_attributes", 3, "bank-securities", {"statuses.线索.complete": ELEVEN}),
    ("call_max_minutes", 3, "bank-securities", {"limits.call_minutes.most": 4, "limits.call_minutes.field": "mins"}),
    ("client_calls", 18, "securities-branch", {"quotas.client_calls.least": 5}),
    ("client_calls_at", 18, "securities-branch", {"day.client_calls.start": "10:15", "day.client_calls.end": "11:30"}),
    ("callbacks_per_day", 18, "securities-branch", {"quotas.callbacks.least": 2}),
    ("onsite_talks", 18, "securities-branch", {"quotas.onsite_talks.least": 2}),
    ("onsite_talks_at", 18, "securities-branch", {"day.onsite_talks.start": "14:00", "day.onsite_talks.end": "14:40"}),
    ("meetings_per_day", 5, "wealth-centre", {"quotas.meetings.least": 5, "quotas.meetings.most": 8}),
    ("meeting_minutes", 5, "wealth-centre", {"limits.meeting_minutes.least": 40, "limits.meeting_minutes.most": 50}),
    ("prep_minutes", 5, "wealth-centre", {"quotas.meeting_prep.least": 5, "quotas.meeting_prep.most": 10}),
    ("team_meeting_minutes", 5, "wealth-centre", {"quotas.team_meeting.least": 10, "quotas.team_meeting.most": 15}),
    ("team_meeting_opens", 5, "wealth-centre", {"day.team_meeting.quotas": ("team_meeting",)}),
    ("team_meeting_closes", 5, "wealth-centre", {"quotas.closing_meeting.least": 10, "quotas.closing_meeting.most": 15, "quotas.closing_meeting.field": "closing_meeting"}),
    ("close_attempts", 17, "wealth-manager-forms", {"limits.close_tries.least": 3, "limits.close_tries.field": "tries"}),
    ("core_greeting", 6, "members-club", {"reminders.greeting.every": "half-month"}),
    ("core_greeting_sms", 6, "members-club", {"quotas.core_greeting.per": "half-month"}),
    ("new_member_welcome", 6, "members-club", {"reminders.welcome.days": 1, "reminders.welcome.occasion": "入会欢迎"}),
    ("new_member_welcome_at", 6, "members-club", {"day.care.start": "11:00", "day.care.end": "11:50"}),
    ("staff_talk_hours_per_week", 6, "members-club", {"quotas.staff_talk.least": 3 * 60, "quotas.staff_talk.per": "week"}),
    ("send_before", 3, "bank-securities", {"day.send.end": "09:20", "quotas.sent.before": "lobby"}),
    ("send_before", 12, "securities-branch", {"day.send.end": "09:20"}),
    ("view_before", 18, "securities-branch", {"day.reading.end": "08:30", "day.by_preference.start": "09:20"}),
    ("stock_reminder_at", 3, "bank-securities", {"day.stock_reminder.start": "14:30"}),
    ("branch_meeting_at", 12, "securities-branch", {"day.morning.start": "08:30"}),
    ("team_meeting_done_by", 12, "securities-branch", {"day.team_meeting.end": "09:10", "quotas.meeting_done.before": "send"}),
    ("presenters_per_day", 12, "securities-branch", {"quotas.presenters.least": 2, "quotas.presenters.most": 2, "quotas.presenters.field": "presenters", "quotas.presenters.rota": True}),
    ("arrive_early_minutes", 7, "bank-securities", {"quotas.arrive_early.least": 15, "quotas.arrive_early.before": "news"}),
    ("arrive_early_minutes", 10, "hospitality", {"quotas.arrive_early.least": 20, "quotas.arrive_early.before": "noon_meeting"}),
    ("onboarding_week", 7, "bank-securities", {"reminders.bank_business.days": 7}),
    ("onboarding_month", 12, "securities-branch", {"reminders.bank_contacts.months": 1}),
    ("onboarding_two_months", 12, "securities-branch", {"reminders.bank_duties.months": 2}),
    ("goals", 12, "securities-branch", {"procedures.goals.steps": ["年", "半年", "季", "月", "周"]}),
    ("monthly_report", 6, "members-club", {"quotas.consumption_report.per": "month"}),
    ("monthly_call_back", 6, "members-club", {"quotas.new_member_calls.per": "month"}),
    ("monthly_call_back_rule", 6, "members-club", {"reminders.new_member.months": 1}),
    ("monthly_abnormal", 6, "members-club", {"quotas.abnormal_reviews.per": "month"}),
    ("monthly_abnormal_rule", 6, "members-club", {"reminders.abnormal.every": "month", "reminders.abnormal.having": ("abnormal",)}),
    ("summary_at", 17, "wealth-manager-forms", {"day.summary.start": "17:00", "day.summary.end": "17:30"}),
    ("plan_at", 17, "wealth-manager-forms", {"day.tomorrow.start": "17:30", "day.tomorrow.end": "17:40"}),
    ("morning_meeting_at", 17, "wealth-manager-forms", {"day.morning.start": "08:30", "day.morning.end": "09:00"}),
]  # fmt: skip


def entry_and_value(playbook: Playbook, place: str) -> tuple[Any, Any]:
    section, key, attribute = place.split(".")
    days = {slot.key: slot for slot in playbook.routine.day}
    entry = (days if section == "day" else getattr(playbook, section))[key]
    value = getattr(entry, attribute)
    return entry, list(value) if isinstance(value, Mapping) else value


@pytest.mark.parametrize(("what", "text", "name", "places"), NUMBERS, ids=[f"{n[0]}-{n[1]}" for n in NUMBERS])
def test_a_number_of_the_source_texts(what: str, text: int, name: str, places: dict[str, Any]) -> None:
    playbook = PLAYBOOKS[name]
    assert text in playbook.texts
    for place, expected in places.items():
        entry, value = entry_and_value(playbook, place)
        assert value == expected
        assert getattr(entry, "text", text) == text


# --- text by text ----------------------------------------------------------------------------------------


def slots(name: str) -> dict[str, Slot]:
    return {slot.key: slot for slot in PLAYBOOKS[name].routine.day}


def clock(name: str, text: int) -> list[str]:
    return [f"{s.start}-{s.end} {s.title}" for s in PLAYBOOKS[name].routine.day if s.text == text]


def ticked(name: str, procedure: str) -> set[str]:
    steps = PLAYBOOKS[name].procedures[procedure].steps.values()
    return {word for step in steps for word in step.checklist}


def test_text_1_seven_steps_and_where_clients_are_found() -> None:
    steps = PLAYBOOKS["bank-securities"].procedures["seven"].steps
    assert list(steps) == ["准备工作", "寻找客户", "意向沟通", "促成开户", "客户回访", "工作总结", "次日计划"]
    assert steps["意向沟通"].checklist == ("好事", "举实例", "利益", "诉苦")
    assert list(PLAYBOOKS["bank-securities"].stages) == ["寻找", "意向", "开户", "激活", "回访"]
    signal = PLAYBOOKS["bank-securities"].fields["client"]["signal"]
    assert signal.values == ("看行情", "办三方存管", "旁观")
    angle = PLAYBOOKS["bank-securities"].fields["script"]["angle"]
    assert angle.values == steps["意向沟通"].checklist
    assert "checkin" in PLAYBOOKS["bank-securities"].fields["journal"]


def test_text_3_the_day_at_the_bank() -> None:
    assert clock("bank-securities", 3) == [
        "08:30-08:50 资讯准备",
        "08:50-09:00 开工准备",
        "09:00-09:20 迎宾和转发",
        "09:20-12:00 大堂找客户",
        "13:30-14:30 同银行一起开发",
        "14:30-14:45 收盘前提醒",
        "14:45-17:00 接待客户",
        "17:00-18:00 关怀和约访",
        "18:00-18:20 记录总结",
    ]
    assert "屏幕上没有上一位客户" in slots("bank-securities")["reception"].checklist
    asked = [f for s in PLAYBOOKS["bank-securities"].procedures["prospect"].steps.values() for f in s.fields]
    assert sorted(asked) == sorted(ELEVEN)
    assert "family_birthday" in PLAYBOOKS["bank-securities"].reminders
    assert PLAYBOOKS["bank-securities"].calendar == "exchange"


def test_text_4_the_activation_call() -> None:
    playbook = PLAYBOOKS["bank-securities"]
    call = playbook.kinds["激活"]
    assert {"info_ok", "system_ok", "issue", "trade_channel", "next"} <= set(call.fields)
    assert call.contact
    assert playbook.results["改期"].moved  # not convenient now: another time
    assert "激活" in playbook.kpis["calls"].kinds
    assert list(playbook.procedures["beginner_talk"].steps) == [
        "交易方便",
        "资金安全",
        "资讯权威",
        "服务到位",
    ]


def test_text_7_the_days_topics_and_what_a_newcomer_must_know() -> None:
    assert slots("bank-securities")["news"].checklist == ("今日申购", "新股上市", "周边股市", "政策新闻")
    assert list(PLAYBOOKS["bank-securities"].procedures["newcomer"].steps) == [
        "银行业务", "开户流程", "转托管流程", "公司产品",
    ]  # fmt: skip
    assert len(PLAYBOOKS["bank-securities"].procedures["lobby_talk"].steps) == 5
    assert PLAYBOOKS["bank-securities"].reminders["bank_business"].dates == ("channel.since",)
    assert {"普通", "达标"} == set(PLAYBOOKS["bank-securities"].tiers)
    assert "今日话题" in PLAYBOOKS["bank-securities"].sections["view"].headings


def test_text_5_seventeen_steps_around_booked_meetings() -> None:
    titles = [title.split()[1] for title in clock("wealth-centre", 5)]
    assert titles == [
        "看理财信息库", "小组例会", "查日志，备台面", "确认预约", "上午会见", "下午会见", "回电和归档",
        "工作和成果报告", "下班例会",
    ]  # fmt: skip
    confirmed = PLAYBOOKS["wealth-centre"].record_fields["confirmed"]
    assert confirmed.values == ("前一日", "当日")
    assert "confirmed_by" in PLAYBOOKS["wealth-centre"].record_fields
    assert PLAYBOOKS["wealth-centre"].kinds["来电"].inbound
    assert "应急口径" in PLAYBOOKS["wealth-centre"].fields["script"]["category"].values
    assert ticked("wealth-centre", "visit") >= {"前一日确认", "当日确认", "客户资料重看一遍", "屏幕清空"}


def test_text_6_the_club_by_the_clock() -> None:
    assert clock("members-club", 6) == [
        "09:00-09:20 点名和早操",
        "09:20-10:00 昨日消费分析",
        "10:00-11:00 处理投诉",
        "11:00-11:50 生日电话和欢迎短信",
        "11:50-12:20 用餐",
        "12:20-13:20 补资料，理异常",
        "13:20-13:30 迎客准备",
        "13:30-15:30 站位迎客",
        "15:30-17:00 巡场",
        "17:00-18:00 收银台",
    ]
    club = PLAYBOOKS["members-club"]
    assert club.kpis["spending"].sum == "amount"
    assert club.kinds["消费"].spending
    assert {"cause", "measure", "reported"} <= set(club.kinds["异常"].fields)
    assert {"cause", "measure", "reported"} <= set(club.kinds["投诉"].fields)
    assert club.fields["client"]["joined"].complete
    assert "tier" not in club.fields["client"]
    assert club.reminders["greeting"].key_clients


def test_texts_9_and_17_the_sale_in_four_steps() -> None:
    sale = PLAYBOOKS["wealth-manager-forms"].procedures["sale"]
    assert {step: len(s.checklist) for step, s in sale.steps.items()} == {
        "电话邀约": 3, "需求面谈": 4, "成交面谈": 3, "售后服务": 3,
    }  # fmt: skip
    assert len(PLAYBOOKS["wealth-manager-forms"].procedures["paper"].steps) == 7


def test_texts_10_and_15_two_rounds_with_rooms_from_the_booking_sheet() -> None:
    starts = {key: slot.start for key, slot in slots("hospitality").items()}
    assert (starts["noon_meeting"], starts["noon_greeting"]) == ("11:00", "11:30")
    assert (starts["evening_meeting"], starts["evening_greeting"]) == ("17:00", "17:30")
    hotel = PLAYBOOKS["hospitality"]
    assert hotel.kinds["预订"].form == "订台单"
    assert {"room", "people", "manager"} <= set(hotel.kinds["预订"].fields)
    assert {"area", "duty"} <= set(hotel.fields["journal"])
    assert hotel.kinds["交接"].form == "交接单"
    fines = " ".join(step.note for step in hotel.procedures["rules"].steps.values())
    assert all(f"罚{fine}元" in fines for fine in (10, 20, 100))
    assert {"客史档案", "合理化建议", "预订记录"} <= ticked("hospitality", "room")


def test_texts_11_and_13_what_the_supervisor_reads() -> None:
    playbook = PLAYBOOKS["account-manager"]
    assert {"market", "suggestions", "progress"} <= set(playbook.report)
    assert "市场反馈" in playbook.forms["销售报告"].groups
    weekly = playbook.forms["工作汇报"].groups["汇报"].items
    assert {"工作进展", "市场动态", "客户反馈"} <= set(weekly)
    assert ticked("account-manager", "conduct") == {"客户信息", "沟通内容", "销售情况"}
    assert len(clock("account-manager", 11)) == 6
    assert {"调研", "协调", "建议", "商机"} <= set(playbook.kinds)


def test_text_12_meetings_events_bank_staff() -> None:
    playbook = PLAYBOOKS["securities-branch"]
    assert len(slots("securities-branch")["team_meeting"].steps) == 7
    assert ticked("securities-branch", "events") >= {
        "股民沙龙", "客户联谊", "投资报告会", "小区宣传", "渠道开发", "社会公益",
    }  # fmt: skip
    words = choices(playbook, playbook.fields["event"]["kind"])
    assert {"沙龙", "联谊", "报告会", "小区", "渠道", "公益"} <= set(words.values())
    assert {"kind", "date", "place", "people", "leads_count"} <= set(playbook.fields["event"])
    assert {"name", "role", "duty_new", "phones"} <= set(playbook.fields["staff"])
    assert {"presenters", "bank_signed"} <= set(playbook.fields["journal"])
    assert {"target"} <= set(playbook.fields["client"])
    assert "published" in playbook.fields["period"]


def test_text_16_documents_and_states() -> None:
    playbook = PLAYBOOKS["bank-accounts-loans"]
    assert list(playbook.case_states) == ["收集", "核实", "提交", "等行内", "反馈", "完成"]
    assert [key for key, state in playbook.case_states.items() if state.waiting] == ["等行内"]
    assert "身份证明" in playbook.cases["开户"].docs
    assert {"credit", "suggested"} <= set(playbook.cases["贷款"].asks)
    for procedure in ("account", "loan"):
        assert list(playbook.procedures[procedure].steps) == list(playbook.case_states)
    assert {"goal_accounts", "goal_team_accounts", "goal_sales", "goal_team_sales"} <= set(
        playbook.fields["period"]
    )


def test_text_18_the_day_by_the_clock() -> None:
    assert clock("securities-branch", 18) == [
        "08:00-08:30 开盘前读资讯",
        "09:20-09:30 按资讯需求发送",
        "09:30-09:45 看盘，修正观点",
        "09:45-10:15 现场客户和持仓提示",
        "10:15-11:30 客户电话",
        "13:00-14:00 看盘学习",
        "14:00-14:40 现场交流",
        "14:40-15:00 异动提示",
        "15:00-15:30 意向电话和回访",
        "15:30-17:00 营销和上门",
        "20:00-22:00 晚间研究",
    ]
    playbook = PLAYBOOKS["securities-branch"]
    assert {"签约", "机构", "营业部"} <= set(playbook.fields["client"]["ownership"].values)
    assert slots("securities-branch")["onsite_morning"].checklist == ("分红派息", "重大事宜", "涨跌停板")
    assert {"info_pref", "key", "callback_due"} <= set(playbook.fields["client"])
    assert {"code", "sector", "dividend"} <= set(playbook.entry_fields["holdings"])
    assert "sector" in playbook.fields["journal"]
    assert [slots("securities-branch")[key].section for key in ("send", "verify", "study_evening")] == [
        "view"
    ] * 3


def test_texts_14_and_19_learning_and_signing_off() -> None:
    bank = PLAYBOOKS["bank-personal"]
    assert bank.kpis["study"].sum == "mins"
    assert {"opening_signed", "closing_signed"} <= set(bank.fields["journal"])


# --- words -----------------------------------------------------------------------------------------------


@every
@pytest.mark.parametrize(
    ("written", "counted"), [("微笑", "微笑热情"), ("促成三次以上", "促成时坚持三次以上")]
)
def test_what_is_ticked_on_a_form_is_counted_under_one_name(name: str, written: str, counted: str) -> None:
    playbook = PLAYBOOKS[name]
    assert choices(playbook, playbook.record_fields["good"])[fold(written)] == counted
    assert choices(playbook, playbook.fields["meeting"]["good"])[fold(written)] == counted
