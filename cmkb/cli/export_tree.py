"""`cmkb export markdown`: the tree is written beside its place and swapped in; a folder of somebody else is left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

from cmkb.build import compile_site
from cmkb.cli.opening import Opened
from cmkb.cli.output import say_error
from cmkb.cli.refusal import Refusal
from cmkb.exchange.markdown_tree import DOCS, markdown_tree
from cmkb.load import folders_of
from cmkb.site.folders import GITIGNORE, FolderRefused, check_target, folder_beside, swap


def write_tree(opened: Opened, target: Path) -> int:
    folder, settings = opened.loaded.folder, opened.vault.settings
    if target.exists() and not target.is_dir():
        raise Refusal(f"{target} 是文件：换一个文件夹", f"{target} is a file: name a folder")
    try:
        check_target(target, folder, folders_of(settings))
    except FolderRefused as refused:
        raise Refusal(str(refused)) from None
    site = compile_site(folder, settings, opened.today)
    beside = folder_beside(target.absolute())
    try:
        count = 0
        for path, text in markdown_tree(site, opened.vault.notes):
            file = beside / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", errors="replace", newline="\n")
            count += 1
        for path, place in site.attachments.items():
            file = beside / DOCS / place
            file.parent.mkdir(parents=True, exist_ok=True)
            if path in site.disk:
                shutil.copyfile(site.disk[path], file)
        swap(beside, target.absolute())
        (target / GITIGNORE).write_text("*\n", encoding="utf-8")  # private: git takes none of it
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    say_error(
        [
            opened.say(
                "写好了：{file}，{n} 个文件。在里面运行 mkdocs build 或 zensical build；只给自己用"
            ).format(file=target, n=count)
        ]
    )
    return 0
