"""The day as the supervisor reads it: notes in, the report's answers out."""

from __future__ import annotations

from datetime import date

from cmkb.views.report import DayReport, day_report
from tests.drawing import TODAY, drawn, vault_of

CLIENTS = """
=== clients/王芳-8899.md
---
姓名: 王芳
性别: 女
生日: 1968-03-21
等级: 金卡
曾购买的产品: ["[[安享一年]]"]
---
## 持有
- [[稳盈90天]] [金额:: 20万] [买入:: 2026-09-05]
=== clients/李强.md
---
姓名: 李强
---
=== docs/products/稳盈90天.md
# 稳盈90天
=== docs/products/安享一年.md
# 安享一年
=== docs/scripts/存单到期邀约.md
# 存单到期邀约
"""


def report(journals: str, day: date = TODAY, own: str = "") -> DayReport:
    return day_report(vault_of(CLIENTS + drawn(journals) + "\n", own), day)


def kpi_lines(of: DayReport) -> str:
    """`key plan/actual (derived) about`"""
    return "\n".join(
        f"{k.key} {'—' if k.plan is None else k.plan}/{k.actual}"
        + (f" ({k.derived}，{k.reason})" if k.overridden else "")
        + "".join(f" {a.words}{'' if a.amount is None else f' {a.amount}'}" for a in k.about)
        for k in of.kpis
        if k.plan is not None or k.actual
    )


def todo_lines(of: DayReport) -> str:
    found = of.tomorrow
    head = f"{found.date} {'written' if found.written else 'follow-ups'}"
    aims = [f"{aim.key} {aim.value}" for aim in found.aims]
    items = [
        " ".join(filter(None, (t.time, t.kind, t.name, t.title, f"+{t.late}" if t.late else "", t.why)))
        for t in found.items
    ]
    return "\n".join([head, *aims, *items])


def test_a_talk_track_in_a_line_of_the_plan_was_taken_for_a_person() -> None:
    found = report("""
        === journal/2026-11-23.md
        ## 计划
        - 10:15 电话 [[李强]] 用 [[存单到期邀约]] 那篇话术
    """)
    assert [(left.name, left.title) for left in found.unfinished] == [
        ("李强", "电话 用 存单到期邀约 那篇话术")
    ]


def test_plan_beside_actual_with_whom_it_comes_from() -> None:
    found = report("""
        === journal/2026-11-23.md
        ## 计划
        - 有效电话 12 · 销售 50万
        ## 记录
        - 10:15 电话 [[王芳-8899]] [结果:: 同意]
        - 10:20 电话 [[李强]] [结果:: 未接]
        - 10:30 电话 周总 说再看看
        - 15:30 成交 [[王芳-8899]] [产品:: [[稳盈90天]]] [金额:: 20万]
        - 15:40 成交 [[李强]] [产品:: [[稳盈90天]]] [金额:: 5万]
        ## 总结
        - 有效电话 4 (路上打了两通)
        """)
    assert kpi_lines(found) == drawn("""
        calls 12/4 (2，路上打了两通) 王芳
        sales 500000/250000 稳盈90天 250000
        dialled —/3 王芳 李强
        sold —/2 王芳 李强
        """)
    calls = found.kpis[0]
    assert calls.title == "有效电话数量"  # as the paper form calls it
    assert [(place.path, place.line) for place in calls.records] == [
        ("journal/2026-11-23.md", 4),
        ("journal/2026-11-23.md", 6),
    ]
    assert [(one.name, one.text) for one in found.unsaid] == [("", "周总 说再看看")]


def test_summary_in_three_parts() -> None:
    summary = report("""
        === journal/2026-11-23.md
        ## 总结
        - 有效电话 4 (路上打了两通)
        - 成：约成三位 败：[[王芳-8899|王姐]]没来
        - 明天调整：早点打
        - 下班晚
        """).summary
    assert (summary.well, summary.badly, summary.change) == (("约成三位",), ("王姐没来",), ("早点打",))
    assert summary.rest == ("下班晚",)


def test_a_call_carries_what_the_form_asks() -> None:
    (call,) = report("""
        === journal/2026-11-23.md
        ## 记录
        - 10:15 电话 [[王芳-8899]] 同意来谈 [时长:: 3] [结果:: 同意] [约见:: 2026-11-25 15:00] [地点:: 城南支行] [话术:: [[存单到期邀约]]] [优点:: 准备充分、微笑热情] [改进:: 开场太快] [下次:: 11-24 发地址]
        """).calls
    assert (call.name, call.gender, call.age) == ("王芳", "女", 58)
    assert call.bought_before == ("安享一年", "稳盈90天")
    assert (call.script, call.result, call.minutes, call.agreed) == ("存单到期邀约", "同意", 3, True)
    assert call.appt is not None
    assert (str(call.appt.date), call.appt.time, call.place) == ("2026-11-25", "15:00", "城南支行")
    assert (call.good, call.improve) == (("准备充分", "微笑热情"), "开场太快")
    assert call.next is not None
    assert (call.next.date, call.next.text) == (date(2026, 11, 24), "发地址")


def test_tomorrow_is_what_the_next_journal_plans() -> None:
    assert todo_lines(
        report("""
        === journal/2026-11-23.md
        === journal/2026-11-24.md
        ## 计划
        - 有效电话 10
        - 10:15 电话 [[李强]] 到期 · 话术:[[存单到期邀约]]
        - [ ] 打印对比表
        - 夕会
        """)
    ) == drawn("""
        2026-11-24 written
        calls 10
        10:15 电话 李强 到期 话术：存单到期邀约
        task 打印对比表
        夕会
        """)


def test_without_a_plan_tomorrow_is_what_the_follow_ups_show_for_it() -> None:
    assert todo_lines(
        report("""
        === journal/2026-11-20.md
        ## 记录
        - 10:15 电话 [[王芳-8899]] [结果:: 同意] [约见:: 2026-11-24 15:00]
        === clients/赵敏.md
        - [ ] 送资料 📅 2026-11-19
        - [ ] 寄说明书 📅 2026-11-24
        - [ ] 以后的事 📅 2026-12-24
        """)
    ) == drawn("""
        2026-11-24 follow-ups
        15:00 appointment 王芳 见面 11-20 电话 同意
        task 赵敏 寄说明书
        task 赵敏 送资料 +5
        """)


def test_friday_plans_monday_and_days_off_belong_to_it() -> None:
    found = report("=== clients/赵敏.md\n- [ ] 周日的事 📅 2026-11-22", date(2026, 11, 20))
    assert todo_lines(found) == "2026-11-23 follow-ups\ntask 赵敏 周日的事 +1"


def test_before_a_holiday_the_next_working_day_may_be_a_saturday() -> None:
    """国庆 2026: off from 10-01 to 10-07, and 10-10, a Saturday, is worked."""
    assert report("", date(2026, 9, 30)).tomorrow.date == date(2026, 10, 8)
    assert report("", date(2026, 10, 9)).tomorrow.date == date(2026, 10, 10)
    exchange = "extends: bank-personal\ncalendar: exchange\n"
    assert report("", date(2026, 10, 9), exchange).tomorrow.date == date(2026, 10, 12)


def test_what_is_left_of_this_day_and_of_earlier_ones() -> None:
    found = report("""
        === journal/2026-11-20.md
        ## 计划
        - 电话 [[李强]] 约面谈
        === journal/2026-11-23.md
        ## 计划
        - 10:15 电话 [[王芳-8899]]
        - 14:00 需求面谈 [[李强]] 第一次
        ## 记录
        - 10:15 电话 [[王芳-8899]] [结果:: 接通]
        """)
    assert [(left.name, left.title) for left in found.unfinished] == [("李强", "需求面谈 第一次")]
    assert [(left.name, left.title, left.late) for left in found.carried_over] == [("李强", "电话 约面谈", 3)]


def test_what_is_said_for_the_supervisor() -> None:
    """Sections of the journal, records of the kinds and fields that the playbook's `report` names."""
    found = report("""
        === journal/2026-11-23.md
        ## 记录
        - 10:15 电话 [[王芳-8899]] [结果:: 接通] [反馈:: 嫌利率低]
        - 11:00 建议 取号机旁放老花镜 [上报:: 支行主管]
        - 14:00 拜访 [[李强]] [需要支持:: 请产品经理同去]
        ## 市场反馈
        - 对面三年期还挂 2.15
        ## 合理化建议
        - 早会挪到八点
        """)
    lines = {
        part.label: [" ".join(filter(None, (p.name, p.text))) for p in part.lines] for part in found.parts
    }
    assert lines == {
        "市场反馈": ["对面三年期还挂 2.15", "王芳 嫌利率低"],
        "合理化建议": ["早会挪到八点", "取号机旁放老花镜（上报：支行主管）"],
        "需要支持": ["李强 请产品经理同去"],
    }


def test_a_playbook_names_other_parts() -> None:
    own = "extends: bank-personal\nreport:\n  suggestions: null\n  visits: {label: 拜访情况, kinds: [拜访]}\n"
    found = report("=== journal/2026-11-23.md\n## 记录\n- 14:00 拜访 [[李强]] 店里坐了半小时", own=own)
    assert [part.label for part in found.parts] == ["市场反馈", "需要支持", "拜访情况"]
    assert [line.text for line in found.parts[-1].lines] == ["店里坐了半小时"]


def test_news_with_products_and_holders() -> None:
    (news,) = report("""
        === journal/2026-11-23.md
        ## 财经要闻
        - 三家银行下调利率 [新闻日期:: 2026-11-20] [要点:: 锁长期] [产品:: [[稳盈90天]]]
        """).news
    assert (news.title, news.points, str(news.date)) == ("三家银行下调利率", "锁长期", "2026-11-20")
    assert (news.products, news.holders) == (("稳盈90天",), ("王芳",))


def test_what_is_private_counts_but_is_not_told() -> None:
    found = report("""
        === journal/2026-11-23.md
        ## 记录
        > [!private]
        > - 10:15 电话 [[李强]] 他要离婚 [优点:: 没追问] [反馈:: 心情差]
        ## 早会
        - 利率下调
        > [!private]
        > 主管偏心
        === clients/王芳-8899.md
        ## 私密
        - [ ] 打听她儿子的事 📅 2026-11-20
        """)
    assert kpi_lines(found).splitlines()[0] == "calls —/1 李强"
    assert found.calls == ()
    assert [line.text for line in found.morning] == ["利率下调"]
    assert [part.lines for part in found.parts] == [(), (), ()]
    assert found.carried_over == ()
    assert found.tomorrow.items == ()


def test_what_clients_spent_where_the_playbook_counts_it() -> None:
    found = report("""
        === journal/2026-11-23.md
        ## 记录
        - 19:00 消费 [[王芳-8899]] [金额:: 800]
        - 20:00 消费 [[李强]] [金额:: 1200]
        - 21:00 消费 [[王芳-8899]] [金额:: 1000]
        """)
    assert [(one.name, one.visits, one.amount) for one in found.spending] == [
        ("王芳", 2, 1800),
        ("李强", 1, 1200),
    ]


def test_a_day_without_a_journal() -> None:
    found = report("", date(2026, 11, 1))
    assert (found.path, found.calls, found.news, found.morning) == ("", (), (), ())
    assert [figure.actual for figure in found.kpis] == [0, 0, 0, 0, 0]
