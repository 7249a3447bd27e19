"""What may not be said, shared, sold or done, as sentences with their place."""

from __future__ import annotations

from datetime import date

import pytest

from cmkb.views.compliance import claim_problems, record_problems, shared_problems
from tests.drawing import TODAY, drawn, vault_of


def claims(drawing: str, own: str = "") -> str:
    return "\n".join(p.line_of_text() for p in sorted(claim_problems(vault_of(drawing, own))))


def test_a_forbidden_word_is_told_with_its_place_and_what_to_say_instead() -> None:
    found = claims("""
        === docs/scripts/存款.md
        ---
        状态: 已审
        ---
        ## 流程
        - 问:这款保本,您看? ^q1
            - 若 保本吗 → 稳赚不赔,您放心
        ## 异议
        ### 你们说零风险
        - 答:它不保本,是非保本产品。
        %% 不要说保本 %%
    """)
    assert found == drawn("""
        docs/scripts/存款.md:5:7: C1 「保本」不能对客户说：说产品的风险等级，和说明书上最坏的情形；确实没有这个意思的说法，写进 playbook.yml 的 compliance: unless
        docs/scripts/存款.md:6:15: C1 「稳赚不赔」不能对客户说：说它过去的波动，涨和跌都说；确实没有这个意思的说法，写进 playbook.yml 的 compliance: unless
    """)


def test_what_the_client_asks_is_no_claim() -> None:
    found = claims("""
        === docs/products/基金.md
        ## 答疑
        ### 不会亏吧
        稳赚吗？没有稳赚的。
        ### 会不会亏
        绝不会跌。
    """)
    assert [line.split(" ")[0:2] for line in found.splitlines()] == [["docs/products/基金.md:5:1:", "C1"]]


@pytest.mark.parametrize(
    "text",
    ["不保本", "非保本浮动收益", "不承诺收益", "不是零风险", "不等于没有风险", "谁也不能保本", "打破刚兑"],
)
def test_what_denies_it_is_no_claim(text: str) -> None:
    assert claims(f"=== docs/scripts/存款.md\n## 短信版\n{text}\n") == ""


def test_the_words_are_the_vaults_own() -> None:
    drawing = "=== docs/products/基金.md\n## 特点\n保本,而且翻倍。\n"
    assert "C1 「保本」" in claims(drawing)
    own = "compliance: {保本: null, 翻倍: [翻番], 翻两倍: {unless: [翻倍]}}"
    assert claims(drawing, own) == ""
    assert claims(drawing, "compliance: {保本: null, 翻倍: [翻番]}") == (
        "docs/products/基金.md:2:6: C1 「翻倍」不能对客户说：换一种说法；确实没有这个意思的，写进 playbook.yml 的 compliance: unless"
    )


def shared(head: str, path: str = "docs/scripts/存款.md", today: date = TODAY) -> str:
    return "\n".join(
        p.line_of_text() for p in shared_problems(vault_of(f"=== {path}\n---\n{head}\n---\n"), today)
    )


def test_a_shared_talk_track_is_approved_and_in_its_time() -> None:
    assert shared("状态: 已审\n有效期: 2026-11-23") == ""
    assert shared("状态: 草稿") == (
        "docs/scripts/存款.md:2:5: C2 状态是「草稿」的话术放在共享文件夹里，团队会看到：审过以后写 状态: 已审，或写 可见范围: private"
    )
    assert shared("状态: 已审\n有效期: 2026-11-22") == (
        "docs/scripts/存款.md:3:6: C2 话术 2026-11-22 就过期了，团队还看得到：改好内容和有效期，或写 状态: 停用 和 可见范围: private"
    )
    assert shared("状态: 停用") == (
        "docs/scripts/存款.md:2:5: C2 状态是「停用」的话术还放在共享文件夹里：写 可见范围: private，或移出去"
    )
    assert shared("类别: 邀约") == ""  # nobody approves anything here


def test_what_is_not_shared_may_be_a_draft() -> None:
    assert shared("状态: 草稿\n可见范围: private") == ""
    assert shared("类型: 话术\n状态: 草稿", "clients/话术/草稿.md") == ""


RISKS = """
    === docs/products/股票基金.md
    ---
    风险: R4
    ---
    === clients/王芳.md
    ---
    风险承受能力: C3
    勿扰: [电话]
    勿扰起: 2026-11-05
    ---
    === clients/李强.md
    ---
    风险承受能力: C4
    ---
    === clients/孙丽.md
    ---
    勿扰: [all]
    ---
"""


def records(lines: str, day: str = "2026-11-20") -> str:
    body = "\n".join(f"    {line}" for line in drawn(lines).splitlines())
    vault = vault_of(f"{RISKS}\n    === journal/{day}.md\n    ## 记录\n{body}\n")
    return "\n".join(p.line_of_text() for p in record_problems(vault))


def test_a_sale_that_is_too_risky_for_the_client() -> None:
    found = records("""
        - 10:00 成交 [[王芳]] [产品:: [[股票基金]]] [金额:: 1万]
        - 10:10 成交面谈 [[王芳]] [产品:: [[股票基金]]] [结果:: 未成]
        - 10:20 成交 [[李强]] [产品:: [[股票基金]]] [金额:: 1万]
        - 10:30 成交 [[孙丽]] [产品:: [[股票基金]]] [金额:: 1万]
    """)
    assert found == (
        "journal/2026-11-20.md:2:3: C3 股票基金 的风险是 R4，高于客户的承受能力 C3：核对这笔成交，先重做风评或换产品"
    )


def test_a_contact_that_the_client_refused() -> None:
    lines = """
        - 10:00 电话 [[王芳]] 问候
        - 10:05 电话 [[王芳]] [结果:: 未接]
        - 10:10 来电 [[王芳]] 问余额
        - 10:20 微信 [[王芳]] 发资料
        - 10:30 短信 [[孙丽]] 节日
    """
    assert records(lines) == drawn("""
        journal/2026-11-20.md:2:3: C4 客户写明勿扰 电话，这里却用了「电话」联系：换客户接受的方式；这条记录在勿扰以前，就在客户笔记里写 勿扰起: 日期
        journal/2026-11-20.md:6:3: C4 客户写明勿扰 all，这里却用了「短信」联系：换客户接受的方式；这条记录在勿扰以前，就在客户笔记里写 勿扰起: 日期
    """)
    assert "王芳" not in records(lines, "2026-11-04")
    assert records(lines, "2026-11-04").count("C4") == 1
