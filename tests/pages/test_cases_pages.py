"""Pages of matters, news and products: a vault drawn in text goes in, the page's words come out."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from textwrap import dedent

from cmkb.pages.catalog import all_pages
from cmkb.pages.site import Site
from tests.drawing import TODAY, vault_of

VAULT = """
=== clients/王芳.md
---
等级: 金卡
需求: [养老]
---
=== clients/李强.md
## 持有
- [[年金]] [金额:: 20万] [买入:: 2025-12-05] [到期:: 2026-12-05]
=== docs/products/年金.md
---
风险: R2
适合: [退休客户]
---
停售前都能买。
## 特点
交五年。
## 风险
前五年退保会亏。
## 答疑
### 能取吗
不能。
=== docs/scripts/养老五问.md
---
产品: ["[[年金]]"]
---
=== cases/2026-11 王芳 经营贷.md
---
事项类型: 贷款
客户: "[[王芳]]"
受理日: 2026-11-04
期限: 2026-11-20
状态: 核实
材料: [身份证]
---
- [ ] 催流水 📅 2026-11-24
=== journal/2026-11-23.md
## 财经要闻
- 利率又降了 [产品:: [[年金]]]
## 记录
- 09:20 来电 [[王芳]] 问赎回
- 10:00 电话 [[李强]] [约见:: 2026-11-24 15:00]
- 11:00 投诉 [[李强]] 等了半小时
- 17:00 建议 放一盒老花镜 [上报:: 主管]
"""


@lru_cache
def site(drawing: str = VAULT) -> Site:
    return all_pages(vault_of(dedent(drawing)), (), (), TODAY)


def html(path: str, drawing: str = VAULT) -> str:
    return next(page for page in site(drawing).pages if page.path == path).render()


def words(path: str, drawing: str = VAULT) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html(path, drawing))).split())


def test_matters_by_state_with_age_next_step_and_what_is_late() -> None:
    page = words("cases/index.html")
    assert "核实 1 逾期 1 晚 3 天 第 20 天 王芳 金卡 经营贷 贷款 下一步：催流水 11-24" in page
    assert "只记在日志里 1 11-30 第 1 天 李强 等了半小时 投诉 办完了在记录行末写 [办结:: 11-23]" in page


def test_appointments_calls_and_suggestions_stand_on_the_same_page() -> None:
    page = words("cases/index.html")
    assert "15:00 周二 11-24 李强 见面 ✓ 前一日 11-23 10:00 电话 当日 11-24" in page
    assert "当天回 0 隔天回 0 还没回 1 11-23 王芳 问赎回 没回" in page
    assert "11-23 放一盒老花镜 已报 主管" in page


def test_the_page_of_a_case() -> None:
    page = words("cases/2026-11 王芳 经营贷.html")
    assert "已经 19 天 逾期 3 天" in page
    assert "收集 核实 提交 完成" in page  # 等行内 is no step unless the case is there
    assert "下一步 11-24 催流水" in page
    assert "☑ 身份证 已收" in page
    assert 'aria-current="step">核实<' in html("cases/2026-11 王芳 经营贷.html")


def test_an_unknown_state_draws_no_steps() -> None:
    drawing = "=== cases/a.md\n---\n状态: 半路\n---\n"
    assert "ck-track" not in html("cases/a.html", drawing)


def test_a_product_with_whom_it_suits_who_holds_it_its_news_and_how_to_speak_of_it() -> None:
    page = words("products/年金.html")
    assert "适合的客户 1 位 王芳 金卡 先做风评 需求 养老 养老五问" in page
    assert "李强 20万 2025-12-05 12-05 12 天" in page
    assert "11-23 利率又降了" in page
    assert "特点 交五年。 风险 前五年退保会亏。" in page
    assert "能取吗 不能。" in page
    assert page.count("停售前都能买。") == 1


def test_news_with_whom_to_tell() -> None:
    page = words("news.html")
    assert (
        "11-23 利率又降了 年金 持有的 1 李强 20万 12-05 到期 养老五问 适合的 1 王芳 金卡 先做风评 需求 养老 养老五问"
        in page
    )


def test_today_names_the_matters_whose_day_has_come() -> None:
    assert "到期的事项 全部 2 王芳 贷款 经营贷 逾期 3 天" in words("index.html")


def test_an_empty_vault_says_what_to_write() -> None:
    drawing = "=== README.md\n"
    assert "没有未完的事项" in words("cases/index.html", drawing)
    assert "还没有要闻" in words("news.html", drawing)
    assert "还没有产品" in words("products/index.html", drawing)


def test_a_hostile_note_is_text() -> None:
    drawing = """
        === cases/a.md
        ---
        事项类型: "<script>alert(1)</script>"
        状态: "<b>"
        原因: "<img src=x onerror=alert(1)>"
        ---
        - [ ] <script>alert(2)</script>
        === docs/products/b.md
        ---
        类别: "<script>alert(3)</script>"
        适合: ["<script>alert(4)</script>"]
        ---
        === journal/2026-11-23.md
        ## 财经要闻
        - <script>alert(5)</script> [产品:: [[b]]] [要点:: <script>alert(6)</script>]
        """
    for page in ("cases/index.html", "cases/a.html", "products/b.html", "products/index.html", "news.html"):
        assert "<script>alert" not in html(page, drawing)
        assert "<img src=x" not in html(page, drawing)
