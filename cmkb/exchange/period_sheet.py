"""The report of a week, month, quarter, half-year or year as a sheet: goals first, then where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cmkb.exchange import wording
from cmkb.exchange.sheet import Amount, Cell, Column, Lines, Point, Rate, Section, Sheet, Table
from cmkb.locales import N_, Translate, sign, translator
from cmkb.pages import format as words
from cmkb.pages.period_words import rounded, title
from cmkb.views.other_goals import OtherGoal
from cmkb.views.period_report import PeriodFigure, PeriodReport, PieceLine
from cmkb.views.report_rows import Summary
from cmkb.views.spans import Span

MOST = 20  # clients of a list; the rest is counted
SERIES = 5  # figures that are shown day by day
_TITLES = {
    "week": N_("周报"),
    "month": N_("月报"),
    "quarter": N_("季报"),
    "half": N_("半年报"),
    "year": N_("年报"),
}


def period_sheet(report: PeriodReport, *, owner: str, language: str, foot: str = "") -> Sheet:
    say = translator(language)
    return Sheet(
        title=f"{title(Span(report.start, report.end, report.grain), language)} {say(_TITLES[report.grain])}",
        left=say("{start} 到 {end}").format(start=report.start, end=report.end),
        right=owner,
        sections=tuple(_Period(report, language).sections()),
        signatures=tuple(map(say, (N_("客户经理"), N_("主管")))),
        foot=foot,
    )


class _Period:
    """The report with its language."""

    def __init__(self, report: PeriodReport, language: str) -> None:
        self.report = report
        self.language = language
        self.say: Translate = translator(language)

    def sections(self) -> Iterator[Section]:
        report, say = self.report, self.say
        yield self.figures()
        if report.quotas:
            yield wording.quotas(report.quotas, say)
        yield from self.funnel()
        yield from self.sales()
        yield from self.groups()
        yield from self.new()
        yield from self.abnormal()
        yield from self.quiet()
        if report.spending or report.stayed_away:
            yield wording.spending(report.spending, say, report.stayed_away)
        yield from self.sources()
        yield from self.practice()
        yield from self.pieces()
        yield from self.summaries()
        yield wording.section(say("复盘"), wording.points(report.review), empty=say("没有写"))
        for said in report.said:
            yield wording.section(said.heading, wording.points(said.lines))
        yield self.next()
        yield from wording.parts(report.parts, report.end, say, dated=True)

    def table(
        self, title: str, columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...], note: str = ""
    ) -> Section:
        """At most MOST rows; how many more there are stands beneath."""
        rest = len(rows) - MOST
        more = (Lines((Point(self.say("还有 {n} 行").format(n=rest)),)),) if rest > 0 else ()
        return Section(title, (Table(columns, rows[:MOST]), *more), note)

    # --- figures

    def figures(self) -> Section:
        say, report = self.say, self.report
        columns = (
            Column(say("环节"), 2),
            Column(say("目标"), 2, right=True),
            Column(say("实际"), 2, right=True),
            Column(say("完成率"), 2, right=True),
            Column(say("说明"), 4),
        )
        rows = (*(self.figure(one) for one in report.kpis), *(self.goal(one) for one in report.goals))
        note = say("过了 {passed} 个工作日，还有 {left} 个").format(passed=report.passed, left=report.left)
        return Section(
            say("目标与实际"), (Table(columns, rows),), note if report.passed + report.left else ""
        )

    def figure(self, figure: PeriodFigure) -> tuple[Cell, ...]:
        return (
            figure.title,
            None if figure.plan is None else Amount(rounded(figure.plan, figure.unit), figure.unit),
            Amount(figure.actual, figure.unit, strong=True),
            None if figure.rate is None else Rate(figure.rate, bar=True),
            self.about(figure),
        )

    def goal(self, goal: OtherGoal) -> tuple[Cell, ...]:
        """Of the team's, and of what clients hold."""
        about = self.say("手填") if goal.written else self.say("客户现有") if goal.actual is not None else ""
        return (
            goal.label,
            Amount(goal.goal, goal.unit),
            None if goal.actual is None else Amount(goal.actual, goal.unit, strong=True),
            None if goal.rate is None else Rate(goal.rate, bar=True),
            about or self.say("实际没有写"),
        )

    def about(self, figure: PeriodFigure) -> str:
        say = self.say
        found = []
        if figure.plan is not None and figure.rate is None:
            found.append(say("只有几天定了目标"))
        elif figure.due is not None and 0 < figure.due < 1:
            found.append(say("到今天应到 {rate}").format(rate=words.percent(figure.due)))
        if figure.overridden:
            days = wording.many(tuple(self.day(day) for day in figure.overridden), say)
            derived = words.quantity(figure.derived, figure.unit)
            found.append(say("记录里是 {n}，{days} 有更正").format(n=derived, days=days))
        if figure.said is not None:
            found.append(say("自己记的是 {n}").format(n=words.quantity(figure.said, figure.unit)))
        return sign("；").join(found)

    def day(self, value: date | None) -> str:
        return words.day(value, self.report.end)

    def funnel(self) -> Iterator[Section]:
        say, report = self.say, self.report
        if not any(step.value for step in report.funnel):
            return
        columns = (
            Column(say("步骤"), 6),
            Column(say("数量"), 3, right=True),
            Column(say("上一步的百分比"), 3, right=True),
        )
        rows = tuple(
            (step.label, Amount(step.value, step.unit), None if step.rate is None else Rate(step.rate))
            for step in report.funnel
        )
        found = []
        if report.narrowest:
            found.append(say("最窄处：{step}").format(step=report.narrowest))
        if report.cycle_days is not None:
            cycle = say("从第一步到成交，{n} 笔的中位数是 {days} 天")
            found.append(cycle.format(n=report.cycle_sales, days=words.number(report.cycle_days)))
        first, last = report.funnel[0].label, report.funnel[-1].label
        yield Section(
            say("从{first}到{last}").format(first=first, last=last),
            (Table(columns, rows),),
            sign("；").join(found),
        )

    def sales(self) -> Iterator[Section]:
        say = self.say
        if not self.report.sales:
            return
        columns = (
            Column(say("产品"), 5),
            Column(say("金额"), 3, right=True),
            Column(say("笔数"), 2, right=True),
            Column(say("占比"), 2, right=True),
        )
        rows = tuple(
            (sale.product or say("没写产品"), Amount(sale.amount, "元"), Amount(sale.count), Rate(sale.share))
            for sale in self.report.sales
        )
        yield self.table(say("卖了什么"), columns, rows)

    # --- clients

    def groups(self) -> Iterator[Section]:
        say = self.say
        if not self.report.clients:
            return
        now = self.report.start <= self.report.today <= self.report.end  # the rest is known for today only
        columns = [Column(say("等级"), 2 if now else 3)]
        columns += [
            Column(say(name), 2 if now else 3, right=True) for name in (N_("客户"), N_("联系过"), N_("覆盖"))
        ]
        columns += [
            Column(say(name), 2, right=True) for name in ((N_("超过期限"), N_("资产")) if now else ())
        ]
        rows = []
        for group in self.report.clients:
            row: list[Cell] = [group.tier or say("没定等级"), Amount(group.clients, "位")]
            row += [Amount(group.contacted, "位"), None if group.rate is None else Rate(group.rate)]
            row += [Amount(group.quiet, "位"), Amount(group.assets, "元")] if now else []
            rows.append(tuple(row))
        yield self.table(say("客户分析"), tuple(columns), tuple(rows))

    def new(self) -> Iterator[Section]:
        say, found = self.say, self.report.new
        if not found:
            return
        spends = any(new.visits for new in found)
        columns = [
            Column(say("客户"), 3 if spends else 4),
            Column(say("从哪天起"), 2),
            Column(say("第一次联系"), 2),
            Column(say("回访"), 1 if spends else 2),
            Column(say("联系"), 1 if spends else 2, right=True),
        ]
        columns += [Column(say("来过"), 1, right=True), Column(say("花了"), 2, right=True)] if spends else []
        state = {True: say("按时"), False: say("晚了"), None: say("还没到期")}
        rows = tuple(
            (
                new.name,
                self.day(new.since),
                self.day(new.contact),
                state[new.in_time],
                Amount(new.contacts, "次"),
                *((Amount(new.visits, "天"), Amount(new.spent, "元")) if spends else ()),
            )
            for new in found
        )
        counts = [sum(1 for new in found if new.in_time is value) for value in state]
        note = say("{n} 位：按时 {kept}，晚了 {late}，还没到期 {open}")
        note = note.format(n=len(found), kept=counts[0], late=counts[1], open=counts[2])
        yield self.table(say("新客户回访"), tuple(columns), rows, note)

    def abnormal(self) -> Iterator[Section]:
        say, found = self.say, self.report.abnormal
        if not found:
            return
        columns = (
            Column(say("客户"), 2),
            Column(say("异常"), 4),
            Column(say("原因"), 2),
            Column(say("措施"), 2),
            Column(say("上报"), 2),
        )
        missing = say("未填")
        rows = tuple(
            (one.name, one.what, one.cause or missing, one.measure or missing, one.reported or missing)
            for one in found
        )
        yield self.table(say("异常客户"), columns, rows, self.as_of(len(found)))

    def quiet(self) -> Iterator[Section]:
        say, found = self.say, self.report.quiet
        if not found:
            return
        columns = (
            Column(say("客户"), 4),
            Column(say("等级"), 2),
            Column(say("上次联系"), 2),
            Column(say("过了"), 2, right=True),
            Column(say("期限"), 2, right=True),
        )
        rows = tuple(
            (one.name, one.tier, self.day(one.since), Amount(one.days, "天"), Amount(one.most, "天"))
            for one in found
        )
        yield self.table(say("久未联系"), columns, rows, self.as_of(len(found)))

    def as_of(self, count: int) -> str:
        return self.say("{n} 位，截至 {day}").format(n=count, day=self.day(self.report.today))

    def sources(self) -> Iterator[Section]:
        say = self.say
        found = [one for one in self.report.sources if one.new or one.deals or one.amount]
        if not found:
            return
        columns = (
            Column(say("来源"), 3),
            Column(say("客户"), 2, right=True),
            Column(say("新增"), 2, right=True),
            Column(say("成交"), 2, right=True),
            Column(say("金额"), 3, right=True),
        )
        rows = tuple(
            (
                one.source or say("没写来源"),
                Amount(one.clients, "位"),
                Amount(one.new, "位"),
                Amount(one.deals, N_("笔")),
                Amount(one.amount, "元"),
            )
            for one in found
        )
        yield self.table(say("客户来源"), columns, rows)

    # --- how the work was done

    def practice(self) -> Iterator[Section]:
        say, report = self.say, self.report
        points = []
        for limit in report.limits:
            mean = f"{words.number(round(limit.mean, 1))} {limit.unit}".strip()
            text = say("{label}：记了 {n} 次，平均 {mean}，{beyond} 次没做到")
            points.append(
                Point(text.format(label=limit.label, n=limit.measured, mean=mean, beyond=limit.beyond))
            )
        if report.ticks:
            ticks = sign("、").join(f"{tick.label} {tick.count}" for tick in report.ticks)
            points.append(Point(say("打钩的优点（{n} 张表）：{ticks}").format(n=report.ticked, ticks=ticks)))
        if points:
            yield wording.section(say("做得怎样"), tuple(points))

    def pieces(self) -> Iterator[Section]:
        """The figures that have a goal, else those of the form, day by day or month by month."""
        say, report = self.say, self.report
        shown = [n for n, figure in enumerate(report.kpis) if not figure.folded][:SERIES]
        if not report.pieces or not shown:
            return
        widths = _widths(len(shown))
        titles = [report.kpis[n].title for n in shown]
        columns = tuple(
            Column(title, width, right=True) for title, width in zip(titles, widths[1:], strict=True)
        )
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                self.piece(piece),
                *(Amount(piece.values[n], report.kpis[n].unit) for n in shown),
            )
            for piece in report.pieces
        )
        amounts = (Amount(report.kpis[n].actual, report.kpis[n].unit, strong=True) for n in shown)
        total: tuple[Cell, ...] = (say("合计"), *amounts)
        name = say("逐日") if report.grain in ("week", "month") else say("逐月")
        yield Section(name, (Table((Column(say("日期"), widths[0]), *columns), (*rows, total)),))

    def piece(self, piece: PieceLine) -> str:
        if piece.start == piece.end:
            return f"{self.day(piece.start)} {words.weekday(piece.start, self.language)}"
        return f"{piece.start:%Y-%m}"

    # --- words

    def summaries(self) -> Iterator[Section]:
        found = self.report.summaries
        if found:
            points = tuple(point for day in found for point in self.summary(day.date, day.summary))
            yield wording.section(self.say("各日成败分析"), points)

    def summary(self, day: date, summary: Summary) -> Iterator[Point]:
        say = self.say
        yield Point(f"{self.day(day)} {words.weekday(day, self.language)}", head=True)
        labelled = (
            (say("做成的"), summary.well),
            (say("没做成的"), summary.badly),
            (say("明天调整"), summary.change),
        )
        for label, lines in labelled:
            for line in lines:
                yield Point(f"{label}{sign('：')}{line}", depth=1)
        for line in summary.rest:
            yield Point(line, depth=1)

    def next(self) -> Section:
        say, following = self.say, self.report.next
        points = [Point(wording.aims(following.aims))] if following.aims else []
        points += wording.points(following.plan)
        empty = say("还没定：新建 {name} 的目标").format(name=following.period)
        return wording.section(say("下期目标与计划"), tuple(points), following.period, empty)


def _widths(count: int) -> list[int]:
    """Of a first column and `count` others, all of them filling the paper."""
    each = {1: 5, 2: 4, 3: 3, 4: 2, 5: 2}[count]
    return [12 - each * count, *([each] * count)]
