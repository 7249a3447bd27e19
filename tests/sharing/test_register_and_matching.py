"""The client register is found in every spelling, and ordinary text is left alone."""

from __future__ import annotations

import pytest

from cmkb.model.settings import Settings
from cmkb.sharing.matching import Matcher
from cmkb.sharing.register import register_of
from cmkb.sharing.scanning import Scanner
from cmkb.vault import assemble
from tests.drawing import notes_of, playbook
from tests.sharing.registers import scanner


def found(text: str, **words: str) -> str:
    return " ".join(sorted({hit.term for hit in scanner(**words).in_text(text)}))


@pytest.mark.parametrize(
    "text",
    [
        "王芳", "像王芳这样", "王\u200b芳", "王 芳", "王　芳", "王\u00ad芳", "<b>王</b>芳", "王<!-- x -->芳", "&#29579;&#33459;",
        "&#x738b;&#x82b3;", "%E7%8E%8B%E8%8A%B3", "%25E7%258E%258B%25E8%258A%25B3", "\\u738b\\u82b3", "\\u{738b}\\u{82b3}",
        "&amp;#29579;&amp;#33459;", "\\738b \\82b3", "王\ufe0f芳",
    ],
)  # fmt: skip
def test_a_name(text: str) -> None:
    assert "王芳" in found(text).split()


@pytest.mark.parametrize(
    "text",
    [
        "13800008899", "138 0000 8899", "138-0000-8899", "138.0000.8899", "１３８００００８８９９", "+86 138 0000 8899",
        "+8613800008899", "(138)0000-8899", "1 3 8 0 0 0 0 8 8 9 9", "138\n00008899", "138·0000·8899", "tel:13800008899",
        "13800\u200b008899", "138<i>0000</i>8899", "一三八〇〇〇〇八八九九", "幺三八零零零零八八九九", "①③⑧００００8899",
        "١٣٨٠٠٠٠٨٨٩٩", "3 13800008899 5", "img-13800008899.png", "%31%33800008899",
        "138\x000000\x008899", "138\x7f00008899", "13800008899xuqiu", "138 0000 8899 xuqiu", "138-0000-8899x2",
    ],
)  # fmt: skip
def test_a_phone_in_any_grouping_and_width(text: str) -> None:
    assert "8899" in found(text)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("找王姐", "王姐"),
        ("010-87654321", "01087654321"),
        ("13912345678", "13912345678"),
        ("打 8765 4321", "87654321"),
        ("客户号 2026 0077", "20260077"),
        ("110105 19491231 002x", "11010519491231002x"),
        ("110105-1949-1231-002X", "11010519491231002x"),
        ("微信 WF_lovely88", "wf_lovely88"),
        ("住在城南区朝阳路 12 号 3 单元", "城南区朝阳路 12 号 3 单元"),
        ("wangfang", "wangfang"),
        ("/clients/wang-fang.html", "wang fang"),
        ("WangFang_2026", "wangfang"),
        ("Wáng Fāng", "wang fang"),
        ("shan-wenjuan", "shan wenjuan"),
        ("danwenjuan", "danwenjuan"),
        ("Wenjuan Shan", "wenjuan shan"),
        ("mary smith said", "mary smith"),
        ("member 880012.", "880012"),
        ("阿依古丽买买提", "阿依古丽买买提"),
        ("阿依古丽•买买提", "阿依古丽买买提"),
    ],
)
def test_whatever_else_the_register_holds(text: str, term: str) -> None:
    assert term in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "王先生您好，芳龄几何", "方芳", "swangfangs", "wangfangyuan", "1380000889", "138000088990", "213800008899",
        "2026-11-23 10:15", "1968-03-21", "8899", "4417", "#880012", "3.880012", "880012px", "20260078", "12 号",
        "a wang and a fan g", "文娟",
    ],
)  # fmt: skip
def test_what_is_nobody(text: str) -> None:
    assert found(text) == ""


def test_pinyin_that_is_a_common_word_is_allowed_in_every_spelling() -> None:
    for spelling in ("wangfang", "wang-fang", "fang wang"):
        assert found(spelling) != ""
        assert found(spelling, wangfang="一款产品的名字") == ""


def test_two_letters_are_in_too_many_words_to_be_looked_for_as_a_name() -> None:
    vault = assemble(notes_of("=== clients/Li.md\n# Li\n=== clients/Kim.md\n# Kim\n"), playbook(), Settings())
    assert set(register_of(vault).words) == {"kim"}


def test_a_name_that_is_a_common_word_wants_the_list_and_a_number_beside_it_counts() -> None:
    assert found("很高兴认识您") == "高兴"
    assert found("很高兴认识您", 高兴="常用词") == ""
    assert found("gaoxing", 高兴="常用词") == ""
    assert found("高兴-4417", 高兴="常用词") == "高兴 4417"
    assert found("4417（高兴）", 高兴="常用词") == "高兴 4417"
    assert found("高兴 44170", 高兴="常用词") == ""


def test_a_number_that_counts_by_itself_is_told_once_beside_a_common_word() -> None:
    clients = "=== clients/高兴.md\n---\n编号: '441700'\n---\n"
    settings = Settings(common_words={"高兴": "常用词"})
    scan = Scanner(Matcher(register_of(assemble(notes_of(clients), playbook(), settings))))
    assert [hit.term for hit in scan.in_text("高兴 441700")] == ["441700"]


def test_a_relative_with_a_surname_of_two_characters_is_in_the_register() -> None:
    clients = "=== clients/王芳.md\n## 关系\n- 婆婆 司徒明月\n- 邻居 明月\n- 朋友 司马\n- 同事 东方大厦\n"
    vault = assemble(notes_of(clients), playbook(), Settings())
    assert set(register_of(vault).names) == {"王芳", "司徒明月"}


@pytest.mark.parametrize(
    "text",
    ["ouyang na", "Na Ouyang", "ou yang na", "ouyangna", "situ-mingyue", "situ ming yue", "mingyue situ"],
)
def test_pinyin_of_a_client_with_a_surname_of_two_characters(text: str) -> None:
    vault = assemble(notes_of("=== clients/欧阳娜.md\n=== clients/司徒明月.md\n"), playbook(), Settings())
    assert Scanner(Matcher(register_of(vault))).in_text(text)


def test_of_two_common_words_the_longer_one_is_meant_whose_number_follows() -> None:
    clients = "=== clients/高兴-4417.md\n# 高兴\n=== clients/高兴宝-5521.md\n# 高兴宝\n"
    settings = Settings(common_words={"高兴": "常用词", "高兴宝": "一款产品"})
    scan = Scanner(Matcher(register_of(assemble(notes_of(clients), playbook(), settings))))
    assert [hit.term for hit in scan.in_text("高兴宝 5521")] == ["高兴宝 5521"]
    assert [hit.term for hit in scan.in_text("高兴 4417")] == ["高兴 4417"]


def test_the_owner_is_told() -> None:
    (hit,) = scanner().in_text("王芳")
    assert (hit.kind, hit.owner) == ("name", "clients/王芳-8899.md")


def test_the_family_is_in_the_register_with_full_names() -> None:
    assert found("像李小雨这样") == "李小雨"
    assert found("周桂英") == "周桂英"
    assert found("孩子在读，大家乐乐") == ""
    assert found("李小雨", 李小雨="同名的主持人") == ""


def test_a_name_of_one_character_would_be_on_every_page_and_is_not_looked_for() -> None:
    vault = assemble(notes_of("=== clients/王.md\n# 王\n"), playbook(), Settings())
    assert dict(register_of(vault).names) == {}


def test_a_phone_is_found_with_its_extension_and_without() -> None:
    assert "01087654321" in found("010-8765-4321").split()
    assert "01087654321802" in found("010-87654321-802").split()


def test_a_number_in_a_notes_words_may_be_allowed() -> None:
    assert found("打 139 1234 5678") == "13912345678"
    assert found("打 139 1234 5678", **{"13912345678": "网点的服务热线"}) == ""


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("身份证 110101199003074514", "4514"),
        ("110101 19900307 4514", "4514"),
        ("１１０１０１１９９００３０７４５１４", "4514"),
        ("110101199003074515", ""),  # a wrong check digit
        ("110 101 199 003 074 514", ""),  # figures side by side, such as a drawing's
        ("0.110101199003074514", "4514"),
    ],
)
def test_an_id_number_of_somebody_who_is_no_client(text: str, tail: str) -> None:
    assert [(hit.kind, hit.term[-4:]) for hit in scanner().in_text(text)] == (
        [("identity", tail)] if tail else []
    )


def test_somebody_who_was_called_and_has_no_note_yet() -> None:
    assert found("像赵小楠这样") == "赵小楠"
    assert found("周明凯") == "周明凯"
    assert found("高端邀约，安享三年") == ""  # links in fields are no people
