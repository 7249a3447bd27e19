"""《每日工作计划与总结表》 of one day as a sheet, in the order of the paper form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cmkb.exchange import wording
from cmkb.exchange.sheet import Amount, Beside, Cell, Column, Lines, Point, Rate, Section, Sheet, Table
from cmkb.locales import N_, sign, translator
from cmkb.model.follow_up import FOLLOW_UP_KINDS
from cmkb.model.note import Moment, Planned
from cmkb.pages import format as words
from cmkb.views.report import DayReport
from cmkb.views.report_rows import Call, Figure, Left, Summary, Todo

MOST = 20  # of what is to be done and was left: the rest is counted
NAMES = 4


def day_sheet(report: DayReport, *, owner: str, language: str, foot: str = "") -> Sheet:
    return Sheet(
        title=translator(language)(N_("每日工作计划与总结表")),
        left=words.long_date(report.date, language),
        right=owner,
        sections=tuple(_Day(report, language).sections()),
        signatures=tuple(map(translator(language), (N_("客户经理"), N_("主管")))),
        foot=foot,
    )


class _Day:
    """The report with its language."""

    def __init__(self, report: DayReport, language: str) -> None:
        self.report = report
        self.language = language
        self.say = translator(language)

    def sections(self) -> Iterator[Section]:
        report, say = self.report, self.say
        yield self.figures()
        yield self.summary(report.summary)
        yield self.tomorrow()
        yield from self.left()
        yield from self.calls()
        if report.unsaid:
            yield wording.section(say("没写结果的"), tuple(self.unsaid()), self.pieces(len(report.unsaid)))
        if report.quotas:
            yield wording.quotas(report.quotas, say)
        if report.spending:
            yield wording.spending(report.spending, say)
        if report.news:
            yield self.news()
        if report.morning:
            yield wording.section(say("早会信息要点"), wording.points(report.morning))
        if report.view:
            yield wording.section(say("观点"), wording.points(report.view))
        yield from wording.parts(report.parts, report.date, say, dated=False)

    def pieces(self, count: int) -> str:
        return self.say("{n} 件").format(n=count)

    # --- figures

    def figures(self) -> Section:
        say = self.say
        columns = (
            Column(say("环节"), 2),
            Column(say("计划"), 2, right=True),
            Column(say("实际"), 2, right=True),
            Column(say("完成率"), 2, right=True),
            Column(say("说明"), 4),
        )
        rows = tuple(self.figure(figure) for figure in self.report.kpis)
        return Section("", (Table(columns, rows),))

    def figure(self, figure: Figure) -> tuple[Cell, ...]:
        return (
            figure.title,
            None if figure.plan is None else Amount(figure.plan, figure.unit),
            Amount(figure.actual, figure.unit, strong=True),
            None if figure.rate is None else Rate(figure.rate, bar=True),
            self.about(figure),
        )

    def about(self, figure: Figure) -> str:
        """Both figures and the reason where the manager gave another one, else whom or what it comes from."""
        if figure.overridden:
            said = self.say("记录里是 {n}").format(n=words.quantity(figure.derived, figure.unit))
            return f"{said}{sign('，')}{figure.reason}" if figure.reason else said
        names = tuple(
            f"{about.words} {words.quantity(about.amount, figure.unit)}" if about.amount else about.words
            for about in figure.about
        )
        return wording.many(names, self.say, NAMES)

    def summary(self, summary: Summary) -> Section:
        say = self.say
        labelled = (
            (say("做成的"), summary.well),
            (say("没做成的"), summary.badly),
            (say("明天调整"), summary.change),
        )
        parts = tuple((title, wording.texts(lines)) for title, lines in labelled)
        blocks: list[Beside | Lines] = [Beside(parts)] if any(lines for _, lines in labelled) else []
        if summary.rest:
            blocks.append(Lines(wording.texts(summary.rest)))
        return Section(say("各环节成败分析与总结"), tuple(blocks), empty=say("没有写"))

    # --- plans

    def tomorrow(self) -> Section:
        say, tomorrow = self.say, self.report.tomorrow
        when = f"{words.day(tomorrow.date, self.report.date)} {words.weekday(tomorrow.date, self.language)}"
        note = when if tomorrow.written or not tomorrow.items else f"{when} · {say('还没写，按跟进列出')}"
        points = [Point(wording.aims(tomorrow.aims))] if tomorrow.aims else []
        shown = tomorrow.items if tomorrow.written else tomorrow.items[:MOST]
        points += [self.todo(item, tomorrow.date) for item in shown]
        if len(shown) < len(tomorrow.items):
            points.append(Point(say("还有 {n} 件").format(n=len(tomorrow.items) - len(shown))))
        return wording.section(say("次日计划"), tuple(points), note, say("没有写计划，也没有要办的事"))

    def todo(self, item: Todo, day: date) -> Point:
        kind = "" if item.kind in FOLLOW_UP_KINDS else item.kind
        text = " ".join(part for part in (kind, item.name, item.title) if part)
        late = self.say("晚 {n} 天").format(n=item.late) if item.late else ""
        when = item.time or ("" if item.date == day else words.day(item.date, day))
        return Point(text, lead=when, note=" · ".join(part for part in (late, item.why) if part))

    def left(self) -> Iterator[Section]:
        say, report = self.say, self.report
        found = ((say("今日未完成"), report.unfinished), (say("结转（以前没做完的）"), report.carried_over))
        for title, items in found:
            if items:
                points = [self.left_item(item) for item in items[:MOST]]
                if len(items) > MOST:
                    points.append(Point(say("还有 {n} 件").format(n=len(items) - MOST)))
                yield wording.section(title, tuple(points), self.pieces(len(items)))

    def left_item(self, item: Left) -> Point:
        text = " ".join(part for part in (item.name, item.title) if part)
        late = self.say("晚 {n} 天").format(n=item.late) if item.late else ""
        lead = words.day(item.since, self.report.date) if item.late else ""
        return Point(text, lead=lead, note=late)

    # --- calls

    def calls(self) -> Iterator[Section]:
        say = self.say
        prepared = [call for call in self.report.calls if call.prepared]
        if not prepared:
            return
        columns = (
            Column(say("客户"), 1),
            Column(say("结果"), 1),
            Column(say("基本情况"), 3),
            Column(say("话术"), 1),
            Column(say("约见"), 2),
            Column(say("优点"), 1),
            Column(say("改进"), 2),
            Column(say("后续"), 1),
        )
        rows = tuple(self.call(call) for call in prepared)
        agreed = sum(1 for call in self.report.calls if call.agreed)
        note = say("逐通记下 {n} 通，列 {shown} 通，约成 {agreed} 通")
        note = note.format(n=len(self.report.calls), shown=len(prepared), agreed=agreed)
        yield Section(say("电话邀约记录"), (Table(columns, rows, cards=True),), note)

    def call(self, call: Call) -> tuple[Cell, ...]:
        say = self.say
        minutes = words.counted(words.number(call.minutes), say("分")) if call.minutes else ""
        return (
            call.name,
            " · ".join(part for part in (call.result, call.time, minutes) if part),
            self.client(call),
            " · ".join(part for part in (call.script, call.script_design) if part),
            " ".join(part for part in (self.moment(call.appt), call.place) if part),
            sign("、").join(call.good),
            sign("；").join(part for part in (call.improve, self.objection(call)) if part),
            self.planned(call.next),
        )

    def client(self, call: Call) -> str:
        """客户基本情况 of the form: gender, age, and what was bought before."""
        age = words.counted(words.number(call.age), self.say("岁")) if call.age else ""
        bought = self.say("买过{products}").format(products=wording.many(call.bought_before, self.say))
        parts = (call.gender, age, bought if call.bought_before else "")
        return sign("，").join(part for part in parts if part)

    def objection(self, call: Call) -> str:
        return self.say("异议：{words}").format(words=call.objection) if call.objection else ""

    def moment(self, moment: Moment | None) -> str:
        if moment is None:
            return ""
        return f"{words.day(moment.date, self.report.date)} {moment.time}".strip()

    def planned(self, planned: Planned | None) -> str:
        return f"{words.day(planned.date, self.report.date)} {planned.text}".strip() if planned else ""

    def unsaid(self) -> Iterator[Point]:
        for record in self.report.unsaid:
            text = " ".join(part for part in (record.kind, record.name, record.text) if part)
            yield Point(text, lead=record.time)

    # --- news

    def news(self) -> Section:
        say = self.say
        columns = (
            Column(say("新闻日期"), 2),
            Column(say("新闻标题"), 3),
            Column(say("关键内容"), 3),
            Column(say("匹配产品"), 2),
            Column(say("持有的客户"), 2),
        )
        rows = tuple(
            (
                words.day(news.date, self.report.date),
                news.title,
                news.points,
                sign("、").join(news.products),
                wording.many(news.holders, say),
            )
            for news in self.report.news
        )
        return Section(say("财经要闻摘录"), (Table(columns, rows),))
