"""What `cmkb check` says of sharing while one writes, in the words of the team's build."""

from __future__ import annotations

import pytest

from cmkb.sharing.notices import sharing_notices
from tests.drawing import vault_of


def notices(text: str) -> list[str]:
    return [f"{p.path}:{p.line}:{p.column} {p.text}" for p in sharing_notices(vault_of(text))]


@pytest.mark.parametrize(
    ("head", "body", "said"),
    [
        ("scene: 到期", "涨了 5%%\n\n%%秘密%%", "docs/scripts/邀约.md:6:1 P6.comment"),
        ("type: client", "一\n", "docs/scripts/邀约.md:1:1 P6.kind"),
        ("scene: '到期", "一\n", "docs/scripts/邀约.md:1:1 P6.front"),
        ("电话: 13900001234", "一\n", "docs/scripts/邀约.md:2:5 P6.person"),
        ("证件号: 110101199003074514", "一\n", "docs/scripts/邀约.md:2:6 P6.person"),
        ("微信: abc\n生日: 1968-03-21", "一\n", "docs/scripts/邀约.md:2:5 P6.person"),
    ],
)
def test_what_the_team_will_not_get_is_told_before_any_team_site_is_built(
    head: str, body: str, said: str
) -> None:
    found = notices(f"=== docs/scripts/邀约.md\n---\n{head}\n---\n{body}")
    assert said in found


@pytest.mark.parametrize(
    "head", ["scene: 到期", "微信: 朋友圈版", "visibility: private\n电话: 13900001234", "需求: 养老"]
)
def test_what_the_team_gets_and_what_is_meant_to_be_private_is_passed_over(head: str) -> None:
    found = notices(f"=== docs/scripts/邀约.md\n---\n{head}\n---\n一\n")
    assert not [line for line in found if "P6" in line]


def test_each_notice_stands_where_its_words_do() -> None:
    assert notices(
        """
        === clients/王芳-8899.md
        ---
        身份证: 110101199003074514
        ---
        # 王芳

        丈夫 110101 19900307 4514，电话 13900001234
        === docs/scripts/邀约.md
        ---
        scene: 到期
        ---
        您好

        像王芳这样，打 138 0000 1234
        === docs/scripts/王芳.md
        您好
        === docs/scripts/自用.md
        ---
        visibility: private
        ---
        像王芳这样
        === periods/2026-11.md
        ---
        visibility: team
        ---
        """
    ) == [
        "clients/王芳-8899.md:2:6 P4",
        "clients/王芳-8899.md:6:4 P4",
        "periods/2026-11.md:2:13 P5",
        "docs/scripts/王芳.md:1:14 P2",
        "docs/scripts/邀约.md:6:9 P1.phone",
        "docs/scripts/邀约.md:6:2 P2",
    ]


def test_a_file_that_only_private_notes_use_is_told_and_one_that_a_shared_note_uses_is_not() -> None:
    vault = vault_of(
        """
        === docs/scripts/自用.md
        ---
        visibility: private
        ---
        ![[合同.pdf]]
        ![[海报.png]]
        === docs/scripts/邀约.md
        看 ![[海报.png]]
        """,
        attachments=["docs/scripts/合同.pdf", "docs/scripts/海报.png", "clients/照片.png"],
    )
    (told,) = sharing_notices(vault)
    assert (told.path, told.line, told.column, told.text) == ("docs/scripts/自用.md", 4, 1, "P3")


def test_a_number_in_the_front_matter_is_told_where_it_stands() -> None:
    assert notices("=== docs/scripts/邀约.md\n---\nscene: 打 13900001234\n---\n") == [
        "docs/scripts/邀约.md:2:10 P1.phone"
    ]


def test_a_colleague_may_have_a_phone() -> None:
    found = notices("=== docs/team/staff/张伟.md\n---\ntype: staff\n电话: 13900001234\n---\n")
    assert not [line for line in found if "P6" in line]


def test_a_product_that_suits_what_a_client_needs_names_nobody() -> None:
    """What a client needs is said in the words of products: no word of it tells who it is."""
    found = notices(
        """
        === clients/王芳.md
        ---
        需求: [养老三年不用]
        单位: 城南第一人民医院
        地址: 城南区朝阳路 12 号
        ---
        === docs/products/安享.md
        ---
        适合: [养老三年不用]
        ---
        给城南第一人民医院的各位
        === docs/products/货币宝.md
        ---
        特点: 送到城南区朝阳路 12 号
        ---
        """
    )
    assert found == ["docs/products/货币宝.md:2:7 P2"]
