"""The built-in playbooks are sound, and say what their source texts say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import cmkb.playbooks
from cmkb.model.cadence import read_cadence
from cmkb.model.note import KINDS, Cadence
from cmkb.model.playbook import Playbook
from cmkb.playbooks.loader import builtin_names, load_playbook, read_playbook

FOLDER = Path(cmkb.playbooks.__file__).parent
TEXTS = {file.stem: file.read_text("utf-8") for file in sorted(FOLDER.glob("*.yml"))}
BASE = load_playbook("base")[0]
BANK = load_playbook("bank-personal")[0]

every = pytest.mark.parametrize("name", sorted(TEXTS))


# --- soundness -------------------------------------------------------------------------------------------


@every
def test_it_reads_without_a_problem(name: str) -> None:
    """This covers unknown keys, types, references, ambiguous words and overlapping slots."""
    playbook, problems = read_playbook(TEXTS, name)
    assert [p.line_of_text() for p in problems] == []
    assert playbook == load_playbook(name)[0]


def test_base_is_none_to_choose() -> None:
    assert "bank-personal" in builtin_names()
    assert "base" not in builtin_names()


@every
def test_every_field_has_a_chinese_label_and_an_english_one(name: str) -> None:
    playbook = load_playbook(name)[0]
    specs = [
        s for scope in (*playbook.fields.values(), *playbook.entry_fields.values()) for s in scope.values()
    ]
    for spec in (*specs, *playbook.record_fields.values()):
        assert re.search(r"[\u4e00-\u9fff]", spec.label), spec.key
        assert spec.en.isascii(), spec.key
        assert re.fullmatch(r"[a-z_]+", spec.key)


@every
def test_every_word_of_the_trade_has_an_english_name(name: str) -> None:
    playbook = load_playbook(name)[0]
    for entries in (playbook.tiers, playbook.statuses, playbook.stages, playbook.results, playbook.kinds):
        assert all(entry.en.isascii() and entry.en for entry in entries.values())
    assert all(kpi.en.isascii() for kpi in playbook.kpis.values())


@every
def test_what_counts_for_completeness_has_a_question_and_a_group(name: str) -> None:
    wanted = [spec for spec in load_playbook(name)[0].fields_of("client").values() if spec.complete]
    assert len(wanted) >= 10
    assert [spec.key for spec in wanted if not spec.ask or not spec.group] == []


@every
def test_every_enumeration_has_values(name: str) -> None:
    playbook = load_playbook(name)[0]
    scopes = [*playbook.fields.values(), playbook.record_fields, *playbook.entry_fields.values()]
    bare = [
        spec.key
        for scope in scopes
        for spec in scope.values()
        if spec.type == "enum" and not spec.values and not spec.values_from
    ]
    assert bare == []


@every
def test_the_higher_tier_has_the_higher_threshold_and_every_cadence_is_one(name: str) -> None:
    tiers = load_playbook(name)[0].tiers.values()
    thresholds = [tier.threshold for tier in tiers if tier.threshold is not None]
    assert thresholds == sorted(thresholds)
    assert all(read_cadence(tier.cadence) is not None for tier in tiers)


@every
def test_a_quota_of_a_week_and_longer_has_one_meter(name: str) -> None:
    for quota in load_playbook(name)[0].quotas.values():
        if quota.per in ("week", "half-month", "month"):
            assert bool(quota.kpi) != bool(quota.reminder), quota.key


# --- what every playbook shares -----------------------------------------------------------------------------


def test_every_kind_of_note_has_its_keys() -> None:
    assert set(BASE.fields) == {"common", *KINDS}


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("common", "type uid aliases tags created updated owner visibility pinyin"),
        (
            "client",
            "name salutation gender birthday birthday_md birthday_lunar birthday_use education"
            " hobbies phones wechat email address prefer_channel prefer_time info_pref no_contact"
            " consent consent_date household family housing car occupation employer job_title"
            " investments aum aum_date finances goals needs risk_level risk_expires bought_before"
            " status stage tier grade key core target ownership source referred_by channel opened"
            " newly_qualified vip_card cadence next abnormal member_no joined",
        ),
        ("journal", "date playbook checkin"),
        (
            "period",
            "period goal_calls goal_needs goal_deals goal_sales goal_services goal_accounts goal_aum",
        ),
        (
            "meeting",
            "kind client date place mins confirmed products needs objections fab tries result"
            " amount good improve next",
        ),
        (
            "script",
            "category scene angle products audience channel risk_min owner status approved_by"
            " valid_until version visibility",
        ),
        ("product", "code category risk term_days rate min_amount open close value_date matures status fit"),
        ("case", "kind client opened due status docs reported_to cause measure resolved satisfaction"),
        ("household", "members head aum address"),
        ("event", "kind date place attended leads cost"),
        ("staff", "since role duty_new wechat"),
        ("channel", "since"),
        ("howto", "valid_until quiz"),
    ],
)
def test_the_keys_of_the_data_model(kind: str, keys: str) -> None:
    assert set(keys.split()) <= set(BASE.fields_of(kind))


def test_the_fields_of_records() -> None:
    fields = (
        "time kind client text mins result appt place script objection product amount tries good improve next"
        " occasion reply satisfaction note effective"
    )
    assert set(fields.split()) <= set(BASE.record_fields)


def test_the_kinds_of_activity() -> None:
    kinds = (
        "电话 短信 微信 邮件 面谈 需求面谈 成交面谈 电话邀约 拜访 到访 来电 售后 成交 开户 转介绍"
        " 活动 投诉 委托 传单 线索 消费 预订 交接 建议 学习"
    )
    assert list(BASE.kinds) == kinds.split()
    no_contact = {key for key, kind in BASE.kinds.items() if not kind.contact}
    assert no_contact == {"转介绍", "传单", "线索", "消费", "交接", "建议", "学习"}
    assert [key for key, kind in BASE.kinds.items() if kind.sale] == ["成交", "开户"]
    assert [key for key, kind in BASE.kinds.items() if kind.inbound] == ["来电"]
    assert {key: kind.meeting for key, kind in BASE.kinds.items() if kind.meeting} == {
        "需求面谈": "需求",
        "成交面谈": "成交",
    }


def test_results_statuses_occasions() -> None:
    assert list(BASE.results) == ["接通", "未接", "空号", "拒绝", "待定", "同意", "改期", "成交", "未成"]
    assert [key for key, result in BASE.results.items() if not result.reached] == ["未接", "空号"]
    assert [key for key, result in BASE.results.items() if result.moved] == ["改期"]
    assert list(BASE.statuses) == ["线索", "意向", "客户", "休眠", "流失", "勿扰"]
    assert [key for key, status in BASE.statuses.items() if status.quiet] == ["流失", "勿扰"]
    occasions = "到期 止盈止损 生日 纪念日 新达标 十天回访 重大信息 新客认养 节日 半月关怀 入会欢迎"
    assert BASE.occasions == tuple(occasions.split())


def test_headings_under_which_no_record_is_read() -> None:
    silent = {heading for s in BASE.sections.values() if s.records == "no" for heading in s.headings}
    assert {"计划", "早会", "财经要闻", "观点", "总结", "私密"} <= silent
    assert BASE.sections["log"].records == "yes"
    assert {"记录", "日志", "Log"} <= set(BASE.sections["log"].headings)


def test_the_figures_of_the_day_sheet() -> None:
    rows = {kpi.label: kpi.unit for kpi in BASE.kpis.values() if not kpi.fold}
    assert rows == {"有效电话": "通", "需求面谈": "次", "成交面谈": "次", "销售金额": "元", "售后服务": "次"}
    kpis = BASE.kpis
    assert kpis["calls"].results_not == ("未接", "空号")
    assert kpis["needs"].once_per == kpis["deals"].once_per == ("date", "client", "kind")
    assert kpis["sales"].sum == "amount"
    assert kpis["sales"].results == ("成交",)
    assert set(kpis["sales"].once_per) == {"date", "client", "product", "amount"}
    assert "短信" in kpis["services"].occasion_kinds
    assert {kpi.goal for kpi in kpis.values() if kpi.goal} <= set(BASE.fields["period"])


# --- text 2: the day of a bank's client manager ----------------------------------------------------------


def slot(playbook: Playbook, title: str) -> tuple[str, str]:
    return next((s.start, s.end) for s in playbook.routine.day if s.title == title)


def test_text_2_the_times_of_the_day() -> None:
    assert slot(BANK, "晨会") == ("08:00", "09:00")
    assert slot(BANK, "资料维护") == ("09:00", "10:00")
    assert slot(BANK, "客户联络") == ("10:00", "11:30")


def test_text_8_summary_and_plan_close_the_day() -> None:
    assert slot(BANK, "当日总结") == ("17:00", "17:30")
    assert slot(BANK, "明日计划") == ("17:30", "17:40")


def test_text_2_twenty_messages_a_day_to_gold_and_above_for_six_occasions() -> None:
    sms = BANK.quotas["sms"]
    assert (sms.kpi, sms.least, sms.per, sms.from_tier, sms.text) == ("sms", 20, "day", "金卡", 2)
    contact = next(s for s in BANK.routine.day if s.title == "客户联络")
    assert len(contact.checklist) == 6
    assert "sms" in contact.quotas
    six = {"到期", "止盈止损", "生日", "纪念日", "新达标", "十天回访", "重大信息", "新客认养"}
    assert six <= set(BANK.occasions)


def test_text_2_ten_days_after_a_purchase_or_signing() -> None:
    rules = [r for r in BANK.reminders.values() if r.kind == "after_purchase"]
    assert {date for r in rules for date in r.dates} == {"holdings.bought", "opened"}
    assert {(r.days, r.occasion, r.text) for r in rules} == {(10, "十天回访", 2)}


def test_text_2_the_morning_meeting_has_three_parts_and_three_supplies() -> None:
    morning = next(s for s in BANK.routine.day if s.title == "晨会")
    words = " ".join(morning.steps)
    assert all(
        w in words for w in ("财经要闻", "市场热点", "新产品", "昨天业绩", "推荐", "业务动态", "营销指南")
    )
    assert morning.checklist == ("名片", "产品介绍", "业务表格")


def test_text_2_four_groups_of_what_is_known_and_where_clients_come_from() -> None:
    assert {"个人", "家庭", "财务", "单位"} <= set(BANK.groups)
    assert {"PCRM", "大堂", "柜员", "转介绍"} <= set(BANK.fields["client"]["source"].values)
    records = next(s for s in BANK.routine.day if s.title == "资料维护")
    assert "贵宾客户信息完整率达标" in records.checklist


def test_tiers_and_stages_of_the_bank() -> None:
    assert list(BANK.tiers) == ["普通", "金卡", "白金", "钻石", "私行"]
    most = {key: read_cadence(tier.cadence) for key, tier in BANK.tiers.items()}
    assert most["金卡"] == Cadence(10, 15)
    assert list(BANK.stages) == ["名单", "邀约", "需求面谈", "方案", "成交面谈", "成交", "售后"]


# --- texts 14 and 19 -------------------------------------------------------------------------------------


def test_text_14_nine_steps_with_what_each_asks_for() -> None:
    serve = next(p for p in BANK.procedures.values() if p.text == 14)
    assert len(serve.steps) == 9
    asked = {key for step in serve.steps.values() for key in step.fields}
    assert asked == {"finances", "goals", "risk_level", "family", "occupation", "investments"}
    ticked = {word for step in serve.steps.values() for word in step.checklist}
    assert {"特点", "优势", "收益", "风险"} <= ticked
    assert {"申请表", "所需文件", "身份核实"} <= ticked
    assert {"使用情况", "满意度", "反馈"} <= ticked
    assert {"交叉销售", "客户推荐"} <= ticked


def test_text_19_what_opens_and_closes_the_branch() -> None:
    checklists = {s.title: " ".join(s.checklist) for s in BANK.routine.day if s.text == 19}
    assert all(word in checklists["开门检查"] for word in ("大门", "ATM", "柜台设备", "现金"))
    assert all(word in checklists["收尾"] for word in ("现金", "账户", "柜台"))
    branch = next(p for p in BANK.procedures.values() if p.text == 19)
    ticked = {word for step in branch.steps.values() for word in step.checklist}
    assert {"存款", "取款", "转账", "查询", "贷款", "理财", "信用卡"} <= ticked


def test_the_playbook_says_which_texts_it_serves() -> None:
    assert BANK.texts == (2, 14, 19)


# --- numbers and forms of other texts that the bank uses -------------------------------------------------


@pytest.mark.parametrize(
    ("quota", "least", "text"), [("leads", 10, 3), ("flyers", 50, 3), ("calls", 5, 18), ("callbacks", 2, 18)]
)
def test_quotas_taken_from_other_texts_say_so(quota: str, least: int, text: int) -> None:
    assert (BANK.quotas[quota].least, BANK.quotas[quota].text) == (least, text)


def test_text_3_a_lead_has_eleven_attributes() -> None:
    assert len(BANK.statuses["线索"].complete) == 11


def test_text_3_a_call_takes_four_minutes_at_most() -> None:
    limit = BANK.limits["call_minutes"]
    assert (limit.field, limit.most, limit.text) == ("mins", 4, 3)
    assert set(limit.kinds) == {"电话", "电话邀约"}


def test_text_17_three_closing_attempts_at_least() -> None:
    limit = BANK.limits["close_tries"]
    assert (limit.kinds, limit.field, limit.least, limit.text) == (("成交面谈",), "tries", 3, 17)


def test_texts_8_9_and_17_every_form_has_its_place() -> None:
    def named() -> Iterator[str]:
        yield from (kind.form for kind in BANK.kinds.values())
        yield from (section.form for section in BANK.sections.values())
        yield from (form for s in BANK.routine.day for form in s.forms)

    assert set(named()) - {""} == {
        "早会信息记录表", "财经要闻摘录表", "电话邀约记录表", "需求面谈表", "成交面谈记录表",
        "每日工作计划与总结表", "客户档案表",
    }  # fmt: skip


def test_texts_9_and_17_the_fields_and_ticks_of_the_forms() -> None:
    invitation = BANK.kinds["电话邀约"]
    assert {"mins", "script_design", "appt", "place", "good", "improve", "next"} <= set(invitation.fields)
    assert {"准备充分", "微笑热情", "开场白"} <= set(invitation.ticks)
    closing = BANK.kinds["成交面谈"]
    assert {"fab", "tries", "objection", "good", "improve", "next"} <= set(closing.fields)
    assert {"FAB的呈现", "促成时坚持三次以上", "异议处理"} <= set(closing.ticks)
    news = {spec.label for spec in BANK.entry_fields["news"].values()}
    assert news == {"新闻日期", "新闻标题", "关键内容", "匹配产品"}
