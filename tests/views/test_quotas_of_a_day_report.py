"""The day's report tells every quota that its page tells: also those that the journal or a record answers."""

from __future__ import annotations

from cmkb.exchange.wording import quotas as section
from cmkb.views.report import day_report
from tests.drawing import TODAY, vault_of

OWN = """
fields:
  journal:
    presenters: {label: 主讲, en: Presenters, type: list}
quotas:
  early: {label: 提前到, field: checkin, before: morning, least: 15, unit: 分}
  presenters: {label: 主讲, field: presenters, least: 2, most: 2, unit: 位, rota: true}
  sent: {label: 发出, kinds: [短信], before: records, least: 0, unit: 分}
  tries: {label: 促成, limit: close_tries, least: 3, unit: 次, per: each}
"""


def told(journal: str) -> dict[str, tuple[str, str]]:
    """Label of each quota that is answered → what was done of what, and how that is."""
    report = day_report(vault_of(f"=== journal/2026-11-23.md\n{journal}", OWN), TODAY)
    (table,) = section(report.quotas, str).blocks
    rows = {str(row[0]): row for row in table.rows}
    return {
        label: (f"{row[3].value:g}/{row[2].value:g} {row[3].unit}", str(row[4]).split(" · ")[0])
        for label, row in rows.items()
        if label in ("提前到", "主讲", "发出", "促成")
    }


def test_the_days_report_left_out_what_the_journal_answers() -> None:
    front = "---\n报岗: 07:40\n主讲: [小温]\n---\n"
    assert told(f"{front}## 记录\n- 08:55 短信 [[王芳]]\n") == {
        "提前到": ("20/15 分", "做到了"),
        "主讲": ("1/2 位", "没做到"),  # nothing more comes to it, though the day still runs
        "发出": ("1/1 天", "做到了"),
    }


def test_what_nothing_answers_is_not_told() -> None:
    assert told("## 记录\n- 10:00 电话 [[王芳]]\n") == {}


def test_several_records_that_each_have_to_keep_to_one_are_counted() -> None:
    tries = "- 10:00 成交面谈 [[王芳]] [促成次数:: {}]\n"
    assert told("## 记录\n" + tries.format(4))["促成"] == ("4/3 次", "做到了")
    several = "## 记录\n" + "".join(map(tries.format, (1, 3, 5)))
    assert told(several)["促成"] == ("2/3 次", "没做到")
