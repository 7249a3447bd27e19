"""The plugin's options, files of holidays, addresses of pages, goals of a period."""

from __future__ import annotations

from cmkb.model.codes.code import Code, error, warning

OPTIONS: dict[str, Code] = {
    # --- options -----------------------------------------------------------------------------------------
    "S1": error(
        "mkdocs.yml 里 cmkb 没有选项“{key}”：可用的有 {known}",
        "mkdocs.yml: cmkb has no option '{key}': it knows {known}",
    ),
    "S1.audience": error(
        "给谁看不写在 mkdocs.yml：给同事的网站用 cmkb build --audience team 生成，mkdocs 和 properdocs 生成的都是给自己的。去掉 audience 这一行",
        "for whom a site is built is not said in mkdocs.yml: cmkb build --audience team builds the team's, mkdocs and properdocs build your own. Remove audience",
    ),
    "S2.today": error("today 要写成 2026-11-23 这样的日期", "write today as a date like 2026-11-23"),
    "S2.version": error(
        "version 只能是 1 到 {newest}：更大的要用新版 cmkb，先 pip install -U cmkb",
        "version is 1 to {newest}: a vault of a newer version needs a newer cmkb, pip install -U cmkb",
    ),
    "S2.language": error("language 只能是 {values}", "language is one of {values}"),
    "S2.editor": error(
        "editor 只能是 {values}，或者一个地址，例如 {example}",
        "editor is one of {values}, or an address such as {example}",
    ),
    "S2.word": error(
        "{key} 只能写一个词，不能是列表：去掉多余的 - 或 [ ]", "{key} wants one word, not a list"
    ),
    "S2.folder": error(
        "{key} 要写笔记库里面的文件夹，例如 clients 或 资料/客户",
        "{key} wants a folder inside the vault, such as clients",
    ),
    "S2.kind": error(
        "folders 里 {folder} 的种类只能是 {values}",
        "folders: the kind of {folder} is one of {values}",
    ),
    "S2.reason": error(
        "{key} 每个词后面要写明理由，例如 {key}: {{高兴: 常用词}}",
        "{key} wants a reason after each word, such as {key}: {{高兴: an ordinary word}}",
    ),
    "S2.source": error(
        "sources 的每一项写成文件夹名，或 {{path: ../团队, to: docs/scripts/团队, owner: 支行}}；库外的要写 to，同一个 to 只能用一次",
        "each of sources is a folder's name, or {{path: ../team, to: docs/scripts/team, owner: branch}}; one outside the vault wants to:, and each to: is used once",
    ),
    "S3.missing": warning(
        "sources 里的 {source} 不在：先 git clone 到那里，或改掉这一项",
        "{source} of sources is not there: clone it, or change the entry",
    ),
    "S3.inside": error(
        "sources 里的 {source} 和笔记库套在一起：换一个文件夹",
        "{source} of sources holds the vault, or lies in it under another name: choose another folder",
    ),
    "S3.twin": warning(
        "“{name}”在 {other} 也有一篇，链接不知道指哪一篇：和同事商量，改掉一个的名字",
        "{other} has a note called {name} as well and a link could mean either: agree on another name for one",
    ),
    "N1.source": warning(
        "来源 {source} 里的这个文件和前面的同名，没有读：改掉一个的名字",
        "this file of the source {source} has the place of another one and was not read: rename one of them",
    ),
    # --- holidays ----------------------------------------------------------------------------------------
    "H1": warning(
        "假日文件里只认「休」和「班」两行，例如 休: [01-01, 02-05..02-11]",
        "a holidays file has the lines `off` and `work`, such as off: [01-01, 02-05..02-11]",
    ),
    "H2": warning(
        "这一天看不懂，或不在 {year} 年：写 10-01，或一段 10-01..10-07",
        "no day of {year}: write 10-01, or a span 10-01..10-07",
    ),
    # --- addresses ---------------------------------------------------------------------------------------
    "A1": warning(
        "网页地址 {address} 已被 {other} 占用，这个笔记改放在 {instead}：给文件换个名字",
        "the address {address} belongs to {other}, this note is at {instead} instead: rename the file",
    ),
    # --- goals -------------------------------------------------------------------------------------------
    "G1": warning(
        "看不出是哪段时间的目标：文件名或“期间”写成 2026-11、2026-W48、2026-Q4、2026-H2 或 2026",
        "cannot tell which period these goals are for: name the file, or set `period:`, like 2026-11, 2026-W48, 2026-Q4, 2026-H2 or 2026",
    ),
    "G2": warning(
        "{period} 的目标已经写在 {other}，这一篇的没有用：并成一篇",
        "the goals of {period} already stand in {other}, and these are not used: keep them in one note",
    ),
    "G3": warning(
        "“{word}”不是指标，这一行没有算数：可以写 {known}",
        "{word} is no KPI, and this line counts for nothing: write one of {known}",
    ),
    "G3.near": warning(
        "“{word}”不是指标，这一行没有算数：是不是想写“{near}”？",
        "{word} is no KPI, and this line counts for nothing: did you mean {near}?",
    ),
    "G3.key": warning(
        "没有指标叫“{key}”，这个目标没有用：可以写 {known}",
        "no KPI has the goal {key}, so it is not used: write one of {known}",
    ),
}
