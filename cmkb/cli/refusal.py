"""Why a command cannot run, in one line: misuse, or a machine that refuses."""

from __future__ import annotations

import errno

from cmkb.locales import reader

MISUSE = 2

_REASONS = {
    errno.EACCES: ("没有权限", "permission denied"),
    errno.EPERM: ("没有权限", "not permitted"),
    errno.EROFS: ("磁盘是只读的", "the disk is read-only"),
    errno.ENOSPC: ("磁盘满了", "the disk is full"),
    errno.EIO: ("磁盘读写出错，先备份再检查磁盘", "the disk fails: back up, then check it"),
    errno.EDQUOT: ("磁盘配额用完了", "the disk quota is used up"),
    errno.ENOENT: ("找不到", "not there"),
    errno.ENOTDIR: ("不是文件夹", "not a folder"),
    errno.EISDIR: ("是文件夹，不是文件", "a folder, not a file"),
    errno.ENAMETOOLONG: ("名字太长", "the name is too long"),
    errno.EBUSY: ("被别的程序占用", "in use by another program"),
    errno.EADDRINUSE: (
        "端口被别的程序占用，用 --port 换一个",
        "the port is taken, choose another with --port",
    ),
}


class Refusal(Exception):
    """`zh` and `en` say what is wrong and how to mend it; `zh` alone when it is in the vault's language.

    `more` are lines printed beneath.
    """

    def __init__(self, zh: str, en: str = "", code: int = MISUSE, more: tuple[str, ...] = ()) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en
        self.code = code
        self.more = more

    def line(self) -> str:
        """In both languages while nothing has told that the user reads English."""
        if self.en and reader() == "en":
            return f"cmkb: {self.en}"
        return f"cmkb: {self.zh} ({self.en})" if self.en else f"cmkb: {self.zh}"


def of_machine(error: OSError) -> Refusal:
    """One line for what the operating system refused."""
    zh, en = _REASONS.get(error.errno or 0, (error.strerror or type(error).__name__, ""))
    where = f": {error.filename}" if error.filename else ""
    return Refusal(f"{zh}{where}", en)
