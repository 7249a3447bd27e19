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
    ## 关系
    - 女儿 李小雨 高一，喜欢画画 [生日:: 2010-09-01]
    - 儿子 在读
    - 小女儿 乐乐
    | 关系 | 姓名 |
    |---|---|
    | 婆婆 | 周桂英 |
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
    === journal/2026-11-20.md
    ## 计划
    - 电话 ↪ [[周明凯]]
    ## 记录
    - 10:15 线索 [[赵小楠]] 大堂认识的 [话术:: [[高端邀约]]]
    - 10:25 电话 [[王芳]] [产品:: [[安享三年]]]
    """


def scanner(**words: str) -> Scanner:
    settings = Settings(common_words=words)
    return Scanner(Matcher(register_of(assemble(notes_of(CLIENTS), playbook(), settings))))
