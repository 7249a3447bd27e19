"""A sheet as Markdown."""

from __future__ import annotations

from cmkb.exchange.report_text import as_markdown
from cmkb.pages.markdown import render_markdown
from tests.drawing import drawn
from tests.exchange.sheets import SHEET, hostile


def test_the_whole_form() -> None:
    assert (
        as_markdown(SHEET)
        == drawn("""
        # 每日工作计划与总结表

        2026年11月23日　　林晓

        | 环节 | 计划 | 实际 | 完成率 | 说明 |
        | --- | ---: | ---: | ---: | --- |
        | 有效电话 | 12 通 | **10 通** | 83% | 王芳、李强 |
        | 销售金额 | — | **25万元** | — |  |

        ## 成败分析

        **做成的**

        - 约成三位

        **没做成的**

        - —

        **明天调整**

        - 早点打

        ## 次日计划　11-24 周二

        - 10:15 电话 李强（晚 2 天）
          - 带对比表
        - **会后**

        ## 电话邀约记录

        | 客户 | 结果 | 约见 |
        | --- | --- | --- |
        | 王芳 | 同意 · 10:15 | 周三 |

        ## 需要支持

        没有写

        客户经理：＿＿＿＿＿＿　　主管：＿＿＿＿＿＿

        *号码已隐去*
        """)
        + "\n"
    )


def test_notes_words_change_nothing_about_the_form() -> None:
    """Each section keeps its heading, table and list, whatever the words begin with."""
    html = render_markdown(as_markdown(hostile()), lambda _: None)
    assert html.count("<h1 ") == 1
    assert html.count("<h2 ") == len(hostile().sections)
    assert html.count("<table>") == 2 * len(hostile().sections)
    assert "<ol" not in html
    assert "<script" not in html
    assert "raw HTML" not in html
