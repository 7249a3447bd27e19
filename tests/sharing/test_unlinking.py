"""A link to what the team does not get becomes plain text."""

from __future__ import annotations

import pytest

from cmkb.model.note import Link
from cmkb.sharing.unlinking import unlink, unlink_front


def is_shared(link: Link) -> bool:
    return link.target.removesuffix(".md").rpartition("/")[2] in ("邀约", "图.png")


def staged(text: str) -> str:
    return unlink(text, is_shared)


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("见 [[王芳]] 的", "见 王芳 的"),
        ("见 [[clients/王芳]] 的", "见 王芳 的"),
        ("见 [[王芳|一位客户]] 的", "见 一位客户 的"),
        ("见 [[王芳#持有|一位客户]] 的", "见 一位客户 的"),
        ("| [[王芳\\|一位客户]] |", "| 一位客户 |"),
        ("【【王芳|一位客户】】", "一位客户"),
        ("![[合同.png]]", ""),
        ("![[合同.png|合同]]", "合同"),
        ("见 [客户](../clients/王芳.md)", "见 客户"),
        ("见 [客户](../clients/%E7%8E%8B.md#持有 '标题')", "见 客户"),
        ("见 [客户](<../clients/王 芳.md>)", "见 客户"),
        ("![合影](../files/王芳.png)", "合影"),
        ("[话术:: [[别的]]]", "[话术:: 别的]"),
        ("[1]: ../clients/王芳.md '王芳'", ""),
        ("[换\n行](../clients/王芳.md)", "[换\n行](#)"),
        ("<a href='../clients/王芳.md'>客户</a>", '<a href="">客户</a>'),
        ("<img alt=x src=../files/王芳.png>", '<img alt=x src="">'),
    ],
)
def test_a_link_to_what_is_not_shared(written: str, left: str) -> None:
    assert staged(written) == left


@pytest.mark.parametrize(
    "written",
    [
        "[[邀约]]", "[[邀约#第一步|先说]]", "![[图.png]]", "[看](邀约.md)", "![图](图.png)", "[[#异议]]", "[到](#异议)",
        "[网](https://example.invalid/clients/王芳)", "<a href='https://example.invalid'>x</a>", "[1]: 邀约.md", "- [ ] 未办",
        "[^1]: 脚注", "`[[王芳]]`",
    ],
)  # fmt: skip
def test_what_is_shared_outside_or_no_link_stays(written: str) -> None:
    assert staged(written) == written


def test_links_are_told_with_their_whole_address() -> None:
    asked: list[str] = []

    def is_shared(link: Link) -> bool:
        asked.append(link.target)
        return True

    unlink('[a](../x/b.md) <img src="c%20d.png"> [[e/f|g]]', is_shared)
    assert set(asked) == {"../x/b.md", "c d.png", "e/f"}


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ('products: ["[[王芳|一位客户]]", "[[邀约]]"]', 'products: ["一位客户", "[[邀约]]"]'),
        ('见: "[[clients/王芳#持有]]"', '见: "王芳"'),
        ("见: '[[邀约#第一步|先说]]'", "见: '[[邀约#第一步|先说]]'"),
        ("见: '[[王芳|她: \"好\"]]'", "见: '她   好 '"),
        ("- '![[合同.png]]'", "- '合同.png'"),
        ("scene: [一, 二]", "scene: [一, 二]"),
    ],
)
def test_a_link_in_the_front_matter_becomes_a_word_of_yaml(written: str, left: str) -> None:
    assert unlink_front(written, is_shared) == left
