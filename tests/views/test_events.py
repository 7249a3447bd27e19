"""Events and who was contacted after them."""

from __future__ import annotations

from cmkb.views.events import event_rows
from tests.drawing import TODAY
from tests.views.two_clients import with_clients


def test_an_event_and_who_was_contacted_after_it() -> None:
    vault = with_clients(
        """
        === clients/活动/小讲座.md
        ---
        类型: 活动
        日期: 2026-11-10
        到场客户: ["[[王芳]]", "[[李强]]"]
        新线索: ["[[李强]]"]
        费用: 680
        ---
        === journal/2026-11-12.md
        ## 记录
        - 电话 [[李强]] 谢谢他来
        """
    )
    (row,) = event_rows(vault, TODAY)
    assert (row.people, len(row.leads), row.followed, row.cost) == (2, 1, 1, 680)
