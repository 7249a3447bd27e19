"""Which files are read, and how their bytes are."""

from __future__ import annotations

from cmkb.model.codes.code import Code, error, info, warning

FILES: dict[str, Code] = {
    "I6": warning(
        "文件不是 UTF-8 编码（像是 {encoding}），Obsidian 会显示乱码：用编辑器另存为 UTF-8",
        "the file is not UTF-8 (it looks like {encoding}) and other programs will garble it: save it as UTF-8",
        fixable=True,
    ),
    "I7": info(
        "文件开头有看不见的 BOM 标记：另存为“UTF-8（无 BOM）”",
        "the file begins with an invisible byte order mark: save it as UTF-8 without BOM",
        fixable=True,
    ),
    "N1.link": info(
        "这是一个链接，指向别处的文件，没有读：把文件本身放进笔记库",
        "a symbolic link, not followed: put the file itself into the vault",
    ),
    "N1.folder_link": warning(
        "这个文件夹是一个链接，里面的笔记没有读：把文件夹本身放进笔记库",
        "this folder is a symbolic link and its notes were not read: put the folder itself into the vault",
    ),
    "N1.conflict": info(
        "这是同步软件留下的冲突副本，没有读：把需要的内容并回原笔记，再删掉它",
        "a conflict copy of a sync program, not read: merge what you need into the note, then delete it",
    ),
    "N1.backup": info(
        "这是编辑器留下的备份或临时文件，没有读：不需要就删掉",
        "an editor's backup or temporary file, not read: delete it when you do not need it",
    ),
    "N1.special": info(
        "这不是普通文件（管道或设备），没有读：把它移出笔记库",
        "not an ordinary file (a pipe or a device), not read: move it out of the vault",
    ),
    "N1.txt": warning(
        "文件名多了 .txt，没有当作笔记来读：去掉末尾的 .txt",
        "the name ends in .md.txt, so this is read as no note: take the .txt away",
    ),
    "N1.name": warning(
        "文件名里有不能显示的字符，没有读：给文件换个名字",
        "the file's name holds characters that cannot be shown, not read: rename it",
    ),
    "N1.twin": warning(
        "有两个文件的名字看起来一模一样，只读了其中一个：给另一个换个名字",
        "two files have names that look the same and only one was read: rename the other",
    ),
    "N1.folder": info(
        "文件夹“{folder}”里的笔记没有读：要读就在 mkdocs.yml 的 folders 里加上它，或把笔记移进 clients 等文件夹",
        "the notes in {folder} are not read: name the folder under `folders` in mkdocs.yml, or move the notes",
    ),
    "N2": error(
        "文件超过 {limit} MB，只读了开头：把它拆成几个文件",
        "the file is over {limit} MB and only its beginning was read: split it",
    ),
    "N3": error(
        "有 {count} 处字节损坏，读不出来，已用 � 代替：用备份恢复，或在编辑器里改正后保存为 UTF-8",
        "{count} places are damaged and shown as �: restore a backup, or mend them and save as UTF-8",
    ),
    "N4": warning(
        "有 {count} 个看不见的控制字符（第一个在这里），已用 � 代替：删掉它们",
        "{count} invisible control characters (the first is here) are shown as �: delete them",
    ),
    "N5": error(
        "文件读不出来（{reason}）：检查权限，或先关掉占用它的程序",
        "the file cannot be read ({reason}): check its rights, or close the program that holds it",
    ),
}
