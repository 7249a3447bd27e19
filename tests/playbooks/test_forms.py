"""The paper forms of the source texts, as data: what stands on each, and where its values live."""

from __future__ import annotations

from textwrap import dedent

import pytest

from cmkb.model.playbook import Form, Playbook
from cmkb.playbooks.loader import builtin_names, load_playbook
from cmkb.playbooks.names import by_name, fold
from tests.playbooks.small_world import read

PLAYBOOKS = {name: load_playbook(name)[0] for name in builtin_names()}
FORMS = PLAYBOOKS["wealth-manager-forms"].forms

every = pytest.mark.parametrize("name", sorted(PLAYBOOKS))


def drawn(form: Form) -> str:
    """`准备工作: 姓名 性别 …`, a line for each group; `|` between the columns of a table."""
    lines = [f"在 {form.kind}"]
    for group in form.groups.values():
        words = (" | " if group.table else " ").join(group.items) or f"（{group.profile}）"
        lines.append(f"{group.key}: {words}" + (f"  # {group.note}" if group.note else ""))
    return "\n".join(lines)


def places(form: Form) -> dict[str, str]:
    return {item.key: item.field for group in form.groups.values() for item in group.items.values()}


def ticks(form: Form) -> tuple[str, ...]:
    return next(item.ticks for group in form.groups.values() for item in group.items.values() if item.ticks)


def test_the_seven_forms_of_texts_8_9_and_17() -> None:
    assert [key for key, form in FORMS.items() if form.texts == (8, 9, 17)] == [
        "早会信息记录表", "财经要闻摘录表", "电话邀约记录表", "需求面谈表", "成交面谈记录表", "客户档案表",
        "每日工作计划与总结表",
    ]  # fmt: skip
    assert all(form.usage for form in FORMS.values())


def test_the_news_extract_has_four_columns() -> None:
    assert drawn(FORMS["财经要闻摘录表"]) == dedent("""\
        在 journal
        要闻: 新闻日期 | 新闻标题 | 关键内容 | 匹配产品""")


def test_the_invitation_call_before_during_and_after() -> None:
    form = FORMS["电话邀约记录表"]
    assert drawn(form) == dedent("""\
        在 journal
        抬头: 日期 通话时间 时长
        准备工作: 姓名 性别 年龄 曾购买的产品 邀约话术 邀约话术的设计  # 前一天收工时填
        电话中: 邀约时间 邀约地点 异议 结果  # 约定时当场填
        自我总结: 本通电话的优点 改进之处 后续跟进  # 电话结束后填""")
    where = places(form)
    assert (where["姓名"], where["邀约时间"], where["本通电话的优点"]) == (
        "client.name",
        "record.appt",
        "record.good",
    )
    assert {"准备充分", "微笑热情", "开场白"} <= set(ticks(form))


def test_the_needs_meeting() -> None:
    assert drawn(FORMS["需求面谈表"]) == dedent("""\
        在 meeting
        面谈前准备: 客户 时间 地点 准备
        关系建立: 客户关系的建立
        需求挖掘: 需求要点 财务目标 经济状况 风险承受能力 家庭情况 职业 投资状况 谈到的
        客户情况分析: 分析 结果 时长 优点 改进之处 后续跟进  # 面谈后填""")


def test_the_closing_meeting() -> None:
    assert drawn(FORMS["成交面谈记录表"]) == dedent("""\
        在 meeting
        面谈前: 客户 时间 地点 产品 理财方案
        面谈中: FAB的呈现 呈现要点 客户的异议 异议处理 促成次数 促成
        结果: 结果 金额 时长
        自我总结: 本次面谈的优点 本次面谈需改进之处 后续跟进  # 面谈后填""")
    assert {"FAB的呈现", "促成时坚持三次以上", "异议处理"} <= set(ticks(FORMS["成交面谈记录表"]))


def test_the_client_file_is_the_profile_and_the_lists() -> None:
    assert drawn(FORMS["客户档案表"]) == dedent("""\
        在 client
        个人信息: （个人）
        联系方式: （联系）
        家庭信息: （家庭）
        单位信息: （单位）
        财务信息: （财务）
        经营信息: （经营）
        持有产品: 产品 | 金额 | 买入 | 到期 | 止盈 | 止损
        家庭成员: 关系 | 姓名 | 生日 | 农历生日
        重要纪念日: 名称 | 日期
        后续跟进: 待办""")


def test_the_day_sheet_has_plan_and_actual_of_five_figures() -> None:
    form = FORMS["每日工作计划与总结表"]
    assert drawn(form) == dedent("""\
        在 journal
        数量: 日期 有效电话数量 需求面谈数量 成交面谈数量 销售产品及金额 售后服务数  # 每项一格计划、一格实际
        总结: 各环节成败分析与总结
        明日计划: 计划  # 前一天收工时写""")
    assert places(form)["有效电话数量"] == "kpi.calls"
    assert places(form)["各环节成败分析与总结"] == "section.summary"


@every
def test_a_form_is_found_by_any_of_its_names(name: str) -> None:
    forms = by_name(PLAYBOOKS[name].forms)
    assert forms[fold("早会记录")].key == "早会信息记录表"
    assert forms[fold("Daily plan and summary")].key == "每日工作计划与总结表"
    assert all(form.en.isascii() for form in forms.values())


@every
def test_the_ticks_of_a_form_are_those_of_the_activity_that_fills_it(name: str) -> None:
    playbook = PLAYBOOKS[name]
    for kind in playbook.kinds.values():
        if kind.ticks:
            assert ticks(playbook.forms[kind.form]) == kind.ticks


@every
def test_what_an_activity_asks_for_stands_on_its_form(name: str) -> None:
    """A form that is a table of records has a column for each field of the records' kind."""
    for kind in PLAYBOOKS[name].kinds.values():
        form = PLAYBOOKS[name].forms.get(kind.form)
        columns = (
            {item.field for g in form.groups.values() if g.table for item in g.items.values()}
            if form
            else set()
        )
        if any(column.startswith("record.") for column in columns):
            missing = {f"record.{key}" for key in kind.fields} - columns
            assert missing <= {"record.next", "record.due", "record.resolved", "record.mins"}


@pytest.mark.parametrize(
    ("playbook", "form"),
    [
        ("bank-securities", "意向客户登记表"), ("bank-securities", "新户激活记录"),
        ("securities-branch", "银行员工联络表"), ("securities-branch", "活动记录表"),
        ("securities-branch", "目标计划表"), ("securities-branch", "市场观点记录"),
        ("wealth-centre", "预约确认表"), ("wealth-centre", "工作成果报告"),
        ("bank-accounts-loans", "开户办理单"), ("bank-accounts-loans", "贷款办理单"),
        ("members-club", "会员消费分析表"), ("members-club", "投诉记录表"), ("members-club", "异常会员记录"),
        ("hospitality", "订台单"), ("hospitality", "交接单"),
        ("account-manager", "销售报告"), ("account-manager", "工作汇报"), ("account-manager", "投诉处理单"),
    ],
)  # fmt: skip
def test_the_forms_of_the_other_texts(playbook: str, form: str) -> None:
    assert set(PLAYBOOKS[playbook].forms[form].texts) <= set(PLAYBOOKS[playbook].texts)


def test_the_eleven_attributes_stand_on_the_lead_sheet() -> None:
    sheet = PLAYBOOKS["bank-securities"].forms["意向客户登记表"].groups["十一项资料"]
    lead = PLAYBOOKS["bank-securities"].statuses["线索"]
    assert {item.field for item in sheet.items.values()} == {f"client.{key}" for key in lead.complete}


# --- a form of one's own ---------------------------------------------------------------------------------


def own(text: str) -> tuple[Playbook, list[str]]:
    return read(text)


def test_a_form_of_ones_own() -> None:
    playbook, found = own("""
        record_fields: {good: {label: 优点, type: list, values: [准时, 热情]}}
        forms:
          访客登记:
            kind: client
            groups:
              客人: {items: {姓名: client.name, 标签: client.tags}}
              通话: {table: true, items: {时长: record.mins, 有效电话: kpi.calls, 备忘: ""}}
              评价: {items: {优点: {field: record.good, ticks: [准时]}}}
        kinds: {电话: {form: 访客登记}}
    """)
    assert found == []
    assert places(playbook.forms["访客登记"]) == {
        "姓名": "client.name", "标签": "client.tags", "时长": "record.mins", "有效电话": "kpi.calls", "备忘": "",
        "优点": "record.good",
    }  # fmt: skip


def test_a_line_of_a_form_that_points_nowhere_stays_as_free_words() -> None:
    playbook, found = own("""
        record_fields: {good: {label: 优点, type: list, values: [准时]}}
        forms:
          访客登记:
            kind: client
            groups:
              客人: {items: {姓名: client.nam, 天气: sky.blue, 计划: section.plan}}
              评价: {profile: 家庭, items: {优点: {field: record.good, ticks: [准时, 快]}}}
        kinds: {电话: {form: 访客登记表}}
    """)
    assert found == [
        "6:24 B3 「client.nam」在 fields.client 里没有定义：是不是想写「client.name」？",
        "6:40 B3 「sky.blue」没有定义：先在 fields 里加上它，或改用已有的名称",
        "7:12 B3 「家庭」没有定义：先在 groups 里加上它，或改用已有的名称",
        "7:70 B3 「快」没有定义：先在 record_fields.good 里加上它，或改用已有的名称",
        "8:14 B3 「访客登记表」在 forms 里没有定义：是不是想写「访客登记」？",
    ]
    form = playbook.forms["访客登记"]
    assert places(form) == {"姓名": "", "天气": "", "计划": "section.plan", "优点": "record.good"}
    assert ticks(form) == ("准时",)


def test_a_form_says_in_which_kind_of_note_it_is_filled() -> None:
    playbook, found = own("forms: {访客登记: {usage: 进门就填}}")
    assert found == ["1:9 B6 「访客登记」缺少 kind：请补上"]
    assert playbook.forms == {}
