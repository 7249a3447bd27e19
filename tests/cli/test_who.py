"""Whom a user means: exact beats partial, several are all given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cmkb.load import load_settings, load_vault
from cmkb.vault import Vault
from cmkb.who import find_who

CLIENTS = """
    === clients/王芳-8899.md
    ---
    姓名: 王芳
    别名: [芳姐]
    电话: 138 0000 8899
    会员号: VIP-0032
    ---
    === clients/王芳-0417.md
    ---
    姓名: 王芳
    电话: 138 0000 0417
    ---
    === clients/王芳芳.md
    ---
    姓名: 王芳芳
    电话: 139 0000 1899
    ---
    === clients/单文娟.md
    ---
    姓名: 单文娟
    电话: 139 0000 2266
    ---
    === clients/曾 磊.md
    ---
    姓名: 曾磊
    拼音: Zēng Lěi
    ---
    === clients/John Smith.md
    ---
    name: John Smith
    ---
    === docs/scripts/王芳不在时.md
    # 王芳不在时
    """


@pytest.fixture
def clients(vault: Callable[[str], Path]) -> Vault:
    folder = vault(CLIENTS)
    return load_vault(folder, load_settings(folder).settings).vault


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("王芳-8899", "王芳-8899"),  # file name
        ("clients/王芳-8899.md", "王芳-8899"),  # path, as problems print it
        ("clients\\王芳-8899", "王芳-8899"),  # path, as Windows completes it
        ("王芳芳", "王芳芳"),
        ("芳姐", "王芳-8899"),  # alias
        ("王 芳芳", "王芳芳"),
        ("john smith", "John Smith"),
        ("vip-0032", "王芳-8899"),  # member number
        ("8899", "王芳-8899"),  # tail of a phone
        ("13800008899", "王芳-8899"),
        ("+86 138-0000-8899", "王芳-8899"),
        ("８８９９", "王芳-8899"),  # full-width digits
        ("王芳 0417", "王芳-0417"),  # name and tail
        ("王芳0417", "王芳-0417"),
        ("swj", "单文娟"),  # 单 as a surname is Shàn
        ("shanwenjuan", "单文娟"),
        ("shan wen juan", "单文娟"),
        ("zenglei", "曾 磊"),
        ("文娟", "单文娟"),  # part of the name
        ("shanw", "单文娟"),  # beginning of the pinyin
        ("smith", "John Smith"),
    ],
)
def test_one_client_is_meant(clients: Vault, who: str, found: str) -> None:
    assert [Path(one.path).stem for one in find_who(clients, who)] == [found]


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("王芳", {"王芳-8899", "王芳-0417"}),  # 王芳芳 only has it as a part: exact beats partial
        ("wf", {"王芳-8899", "王芳-0417"}),
        ("王", {"王芳-8899", "王芳-0417", "王芳芳"}),
        ("899", {"王芳-8899", "王芳芳"}),  # three digits may be the tail of two phones
        ("99", set()),  # two digits are no tail
        ("李雷", set()),
        ("王芳 1899", set()),  # the tail belongs to somebody else
        ("", set()),
        ("  ", set()),
        ("-", set()),
    ],
)
def test_several_or_nobody(clients: Vault, who: str, found: set[str]) -> None:
    assert {Path(one.path).stem for one in find_who(clients, who)} == found


def test_a_client_is_found_by_number_before_a_name_that_holds_the_digits(clients: Vault) -> None:
    (one,) = find_who(clients, "0417")
    assert (one.path, one.by) == ("clients/王芳-0417.md", "number")


def test_candidates_of_one_name_are_told_apart(clients: Vault) -> None:
    assert [one.name for one in find_who(clients, "王芳")] == ["王芳 0417", "王芳 8899"]


def test_notes_that_are_no_clients_are_found_when_asked_for(clients: Vault) -> None:
    assert find_who(clients, "王芳不在时") == ()
    assert [one.path for one in find_who(clients, "王芳不在时", {"script"})] == ["docs/scripts/王芳不在时.md"]
