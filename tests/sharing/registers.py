"""A small register to look for."""

from __future__ import annotations

from cmkb.model.settings import Settings
from cmkb.sharing.matching import Matcher
from cmkb.sharing.register import register_of
from cmkb.sharing.scanning import Scanner
from cmkb.vault import assemble
from tests.drawing import notes_of, playbook

CLIENTS = """
    === clients/王芳-8899.md
    ---
    姓名: 王芳
    别名: [王姐]
    电话: ["13800008899", "010-87654321-802"]
    编号: "20260077"
    身份证: 11010519491231002X
    微信: wf_lovely88
    地址: 城南区朝阳路 12 号 3 单元
    ---
    丈夫 139 1234 5678
    === clients/单文娟.md
    ---
    生日: 1968-03-21
    ---
    === clients/高兴.md
    ---
    编号: "4417"
    ---
    === clients/Mary Smith.md
    ---
    会员号: "880012"
    ---
    === clients/阿依古丽·买买提.md
    # 阿依古丽·买买提
    """


def scanner(**words: str) -> Scanner:
    settings = Settings(common_words=words)
    return Scanner(Matcher(register_of(assemble(notes_of(CLIENTS), playbook(), settings))))
