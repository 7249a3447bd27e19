"""What a shared note keeps to its author never reaches the staged copy; line numbers stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkb.reading.headings import heading_meanings
from cmkb.sharing.cutting import Unpaired, cut_private
from tests.drawing import drawn, playbook

MEANINGS = heading_meanings(playbook().sections)


def cut(text: str) -> str:
    """What is left, without the empty lines that were left in place of the rest."""
    left = cut_private(drawn(text), MEANINGS)
    assert left.count("\n") == drawn(text).count("\n")
    return "\n".join(line.rstrip() for line in left.split("\n") if line.strip())


@pytest.mark.parametrize(
    "private",
    [
        "%%秘密%%",
        "前 %%秘密%% 后",
        "%%\n秘密\n秘密\n%%",
        "<!-- 秘密 -->",
        "<!--\n秘密",
        "{>>秘密<<}",
        "前 {>>秘\n密<<} 后",
        "[//]: # (秘密)",
        "[comment]: <> (秘密)",
        '> [_]: # "秘密"',
        "`code %%秘密%%`",
        "```\n%%秘密%%\n```",
        "> [!private]\n> 秘密",
        "> [!PRIVATE]- 秘密\n> 秘密\n秘密 without a sign still belongs to it",
        "> [!私密]\n> 秘密",
        ">[!private] 秘密",
        "- > [!private]\n  > 秘密",
        "> > [!private]\n> > 秘密",
        '!!! private "秘密"\n    秘密\n\n    秘密',
        "## 私密\n秘密\n### 小标题\n秘密",
        "## 私密：\n秘密",
        "## 🔒 **私密**\n秘密",
        "##私密\n秘密",
        "＃＃ 私密\n秘密",
        "## 私密 ##\n秘密",
        "## 私密 {#anchor}\n秘密",
        "## Private\n秘密",
        "## 仅自己可见\n秘密",
        "私密\n---\n秘密",
        "私密\n===\n秘密",
        "> ## 私密\n> 秘密",
        "## 私密\n```\n# 秘密, a comment of the code\n秘密\n```\n秘密",
        "## 私密\n~~~~\n~~~\n# 秘密\n~~~~\n秘密",
        "## 私密\n- 秘密\n\n  秘密\n\n> 秘密",
    ],
)
def test_nothing_private_is_left(private: str) -> None:
    left = cut(f"# 邀约\n公开一\n\n{private}\n\n# 公开二\n公开三")
    assert "秘密" not in left
    assert "公开一" in left
    if "<!--\n" not in private:  # one that is never closed hides all that follows
        assert left.endswith("# 公开二\n公开三")


def test_the_next_heading_of_the_level_ends_it() -> None:
    text = """
        ## 流程
        一
        ### 私密
        秘密
        #### 更小
        秘密
        ### 异议
        二
        ## 私密
        秘密
        # 短信版
        三
        """
    assert cut(text) == "## 流程\n一\n### 异议\n二\n# 短信版\n三"


def test_an_underlined_heading_has_the_level_of_its_line() -> None:
    text = """
        私密
        ===
        秘密

        小节
        ---
        秘密

        ## 小节
        秘密

        公开一
        ===
        一

        私密
        ---
        秘密

        ### 小节
        秘密

        公开二
        ---
        二
        """
    assert cut(text) == "公开一\n===\n一\n公开二\n---\n二"


def test_words_that_only_look_private_stay() -> None:
    text = "## 私密空间的话术\n您好\n> [!note] private\n> 公开\n\n涨了 5%\n"
    assert cut(text) == drawn(text).replace("\n\n", "\n")


def test_a_mark_without_a_partner_is_not_guessed_at() -> None:
    with pytest.raises(Unpaired) as raised:
        cut_private("涨了 5%%\n\n%%秘密%%", MEANINGS)
    assert raised.value.line == 3


PIECES = st.sampled_from(
    [
        "%%",
        "<!--",
        "-->",
        "```",
        "~~~",
        "## 私密",
        "# 公开",
        "> [!private]",
        ">",
        "秘密",
        "",
        "- x",
        "---",
        "    y",
    ]
)


@given(st.lists(PIECES, max_size=14))
def test_however_marks_are_mixed_what_is_cut_twice_is_cut_once(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        left = cut_private(text, MEANINGS)
    except Unpaired:
        return
    assert left.count("\n") == text.count("\n")
    assert "%%" not in left
    assert "[!private]" not in left


@given(st.lists(PIECES, max_size=10))
def test_a_private_section_at_the_end_holds_whatever_is_in_it(lines: list[str]) -> None:
    inside = [line for line in lines if line not in ("%%", "<!--", "-->", "# 公开", "---")]
    left = cut_private("\n".join(["# 公开", "", "# 私密", *(f"{line} 秘密" for line in inside)]), MEANINGS)
    assert left.strip() == "# 公开"
