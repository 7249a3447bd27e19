"""Links, inline fields and tags within a line."""

from __future__ import annotations

import pytest
from drawn_notes import CLIENT, drawn, note_of, problems_of

from cmkb.model.note import Place
from cmkb.reading.inline import inline_fields, tags_in
from cmkb.reading.links import links_in


def links(text: str) -> list[str]:
    """`target#heading|alias@column (field)` of each link."""
    found = links_in(text, Place(1, 1), inline_fields(text))
    return [
        link.target
        + (f"#{link.heading}" if link.heading else "")
        + (f"|{link.alias}" if link.alias else "")
        + f"@{link.place.column}"
        + (f" ({link.field})" if link.field else "")
        for link, *_ in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("找 [[王芳]] 谈", ["王芳@3"]),
        ("[[王芳-8899|王姐]]", ["王芳-8899|王姐@1"]),
        (r"[[王芳-8899\|王姐]]", ["王芳-8899|王姐@1"]),
        (r"[[存单#利率太低\|利率]]", ["存单#利率太低|利率@1"]),
        ("[[存单到期邀约#利率太低]]", ["存单到期邀约#利率太低@1"]),
        ("[[#^q2]]", ["#^q2@1"]),
        ("![[合影.png|200]]", ["合影.png|200@1"]),
        ("[[ 王芳 ]][[李强]]", ["王芳@1", "李强@9"]),
        ("[[clients/王芳.md]]", ["clients/王芳@1"]),
        ("[[]] [[ ]] [[a", []),
        ("[[a\nb]]", ["a\nb@1"]),
        ("`[[代码]]` 和 ``[[代`码]]`` [[真]]", ["真@24"]),
        ("`没有结束 [[真]]", ["真@7"]),
        ("[王芳](../clients/王芳.md)", ["../clients/王芳.md|王芳@1"]),
        ("[x](../clients/%E7%8E%8B%E8%8A%B3.md#%E6%8C%81%E6%9C%89)", ["../clients/王芳.md#持有|x@1"]),
        ("[x](<../客户 资料/王芳.md>)", ["../客户 资料/王芳.md|x@1"]),
        ('[x](a.md "标题")', ["a.md|x@1"]),
        ("![图](img/a(1).png)", ["img/a(1).png|图@1"]),
        (r"[x](..\clients\王芳.md)", ["../clients/王芳.md|x@1"]),
        ("[x](https://example.com) [y](mailto:a@b) [z](#锚点) [w](//a.b)", []),
        ("[[王芳]](重要)", ["王芳@1"]),
        ("[x] (a.md)", []),
        ("[话术:: [[生日短信]]] [[王芳]]", ["生日短信@7 (话术)", "王芳@17"]),
        ("【【王芳】】 ［［李强|李总］］ [[赵敏】】", ["王芳@1", "李强|李总@8", "赵敏@18"]),
    ],
)
def test_links_of_a_line(text: str, expected: list[str]) -> None:
    assert links(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[时长:: 3]", [("时长", "3", False)]),
        ("[时长::3] (结果:: 同意)", [("时长", "3", False), ("结果", "同意", False)]),
        ("[script:: [[生日短信]]]", [("script", "[[生日短信]]", False)]),
        ("[产品:: [[甲]], [[乙]]]", [("产品", "[[甲]], [[乙]]", False)]),
        ("[备注:: 说(只说)了[两]次]", [("备注", "说(只说)了[两]次", False)]),
        ("[备注:: 左括号( 没关]", [("备注", "左括号( 没关", False)]),
        ("【时长：：3】", [("时长", "3", True)]),
        ("（时长：：3）", [("时长", "3", True)]),
        ("［时长:: 3］", [("时长", "3", True)]),
        ("【时长:: 3]", [("时长", "3", True)]),
        ("[时长：：3]", [("时长", "3", True)]),
        ("[结果：同意]", [("结果", "同意", True)]),
        ("[结果: 同意]", [("结果", "同意", True)]),
        ("[随便：什么]", []),
        ("[时间 10:15] (比例 3:1)", []),
        ("[:: 空的键]", []),
        ("[没有结束:: 3", []),
        ("`[时长:: 3]` [时长:: 4]", [("时长", "4", False)]),
        ("[外:: [内:: 3]]", [("外", "[内:: 3]", False)]),
        ("时长:: 3", []),
    ],
)
def test_fields_of_a_line(text: str, expected: list[tuple[str, str, bool]]) -> None:
    found = inline_fields(text, {"结果"})
    assert [(one.key, one.value, one.lenient) for one in found] == expected
    assert all(text[one.at :].startswith(one.value) for one in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("回访 #客户/A类 #重点", ["客户/A类", "重点"]),
        ("#开头，#逗号后。", ["开头", "逗号后"]),
        ("第#1名 C#语言 #2026 # 空", []),
        ("`#代码` #真", ["真"]),
    ],
)
def test_tags_of_a_line(text: str, expected: list[str]) -> None:
    assert [tag for tag, *_ in tags_in(text)] == expected


def test_all_links_of_a_note_with_their_place_and_field() -> None:
    note = note_of(
        """
        ---
        推荐人: "[[李强]]"
        ---
        # 关于 [[王芳家]]
        她和 [[赵敏]] 是同事。
        ## 持有
        - [[稳盈90天]] [amount:: 20万]
        | 产品 | 金额 |
        |---|---|
        | [[安享一年]] | 10万 |
        ## 跟进
        - [ ] 带 [[周凯]] 去 [client:: [[孙丽]]] 📅 2026-12-01
        ```
        [[代码里]]
        ```
        %% [[注释里]] %%
        """,
        CLIENT,
    )
    assert "\n".join(
        f"{link.place.line}:{link.place.column} {link.target} {link.field}".rstrip() for link in note.links
    ) == drawn(
        """
        2:7 李强 referred_by
        4:6 王芳家
        5:4 赵敏
        7:3 稳盈90天 product
        10:3 安享一年 product
        12:9 周凯
        12:28 孙丽 client
        """
    )


def test_full_width_brackets_and_colons_are_reported_with_their_place() -> None:
    assert problems_of("## 想法\n下周找【【王芳】】谈 【时长：：3】\n") == "! 2:4 I1\n! 2:12 I2"


def test_a_tag_without_a_space_before_it_is_a_notice() -> None:
    assert (
        problems_of(
            "## 想法\n这位客户#A类 和 `客户#代码` [[王芳#持有]] 看 https://a.b/页#锚 没有\n- 老客户#重点\n"
        )
        == "! 3:6 I5"
    )
    assert problems_of("这位客户#A类 和 `客户#代码` [[王芳#持有]] 第#1名\n") == "! 1:5 I5"
