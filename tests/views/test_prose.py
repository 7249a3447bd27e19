"""What a section says to others, as plain lines."""

from __future__ import annotations

from cmkb.views.prose import prose, visible
from tests.drawing import TODAY, drawn, vault_of


def said(journal: str, meaning: str = "summary") -> str:
    vault = vault_of(
        f"=== clients/王芳-8899.md\n---\n姓名: 王芳\n---\n=== journal/{TODAY}.md\n{drawn(journal)}\n"
    )
    lines = prose(vault, visible(vault.journals[TODAY]), meaning)
    return "\n".join(f"{'  ' * line.depth}{'# ' if line.head else ''}{line.text}" for line in lines)


def test_lists_paragraphs_and_tables_in_the_order_of_the_file() -> None:
    assert said("""
        ## 总结
        今天**顺**。
        - 约成三位
            - 都是到期的
        - [x] 电话补完
        - [ ] 资料没补

        | 环节 | 数 |
        |---|---|
        | 电话 | 12 |
        ### 没做成的
        - 郑总只做了一半
        """) == drawn("""
        今天顺。
        约成三位
          都是到期的
        ☑ 电话补完
        ☐ 资料没补
        环节：电话；数：12
        # 没做成的
        郑总只做了一半
        """)


def test_links_become_names_and_fields_stay() -> None:
    assert said("## 总结\n- 陪 [[王芳-8899]] 和 [[王芳-8899|王姐]] 看 [[没有的产品]] [期限:: 周五]") == (
        "陪 王芳 和 王姐 看 没有的产品（期限：周五）"
    )


def test_comments_callouts_and_private_sections_are_nobody_elses_business() -> None:
    assert said("""
        ## 总结
        - 约成三位 %%她在闹离婚%%
        > [!private] 自己看
        > 主管脾气不好
        > - 少说话

        - 明天早到
        ### 私密
        - 想换工作
        """) == drawn("""
        约成三位
        明天早到
        """)
    assert said("## 私密\n- 想换工作", "private") == ""
