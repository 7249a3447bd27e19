"""A vault with clients and talk tracks, and `cmkb build --audience team` run on it."""

from __future__ import annotations

from pathlib import Path

from cmkb.site.team import is_shipped
from tests.sharing.cli import Ran, run

VAULT = """
    === clients/王芳-8899.md
    ---
    姓名: 王芳
    电话: ["13800008899"]
    身份证: 11010519491231002X
    ---
    家住城南
    === clients/高兴.md
    # 高兴
    === journal/2026-11-23.md
    ## 记录
    - 10:15 电话 [[王芳]] 到期续做
    === docs/scripts/邀约.md
    ---
    category: 邀约
    ---
    # 邀约
    您好，{称呼}，存单到期了。见 [[稳盈90天]]。
    %%想着那位老街坊写的%%
    ## 私密
    只给自己看
    === docs/scripts/草稿.md
    ---
    visibility: private
    ---
    还没写好
    === docs/products/稳盈90天.md
    ---
    风险: R2
    ---
    ![图](files/图.png)
    === docs/products/files/图.png
    picture
    === docs/products/files/没人用.png
    picture
    === docs/howto/开户.md
    不在 share 里
    """


def team(folder: Path, *more: str) -> Ran:
    return run("build", "--audience", "team", "--vault", str(folder), "--today", "2026-11-23", *more)


def files(site: Path) -> dict[str, bytes]:
    """All but what an installed package ships: there made-up names may stand in a comment."""
    return {
        f.relative_to(site).as_posix(): f.read_bytes()
        for f in sorted(site.rglob("*"))
        if f.is_file() and not is_shipped(f.name, f.read_bytes())
    }
