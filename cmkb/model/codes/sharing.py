"""What the team may see."""

from __future__ import annotations

from cmkb.model.codes.code import Code, error, info, warning

SHARING: dict[str, Code] = {
    "P1.phone": error(
        "给团队看的笔记里有一个电话号码（尾号 {tail}）：删掉，或写 visibility: private",
        "a phone number (ending in {tail}) in a note that the team gets: remove it, or write visibility: private",
    ),
    "P1.id": error(
        "给团队看的笔记里有一个身份证号（尾号 {tail}）：删掉",
        "an ID number (ending in {tail}) in a note that the team gets: remove it",
    ),
    "P1.card": error(
        "给团队看的笔记里有一个银行卡号（尾号 {tail}）：删掉",
        "a bank card's number (ending in {tail}) in a note that the team gets: remove it",
    ),
    "P2": error(
        "给团队看的笔记里有客户或家人的名字、号码（{owner}）：改成“某位客户”；常用词写进 mkdocs.yml 的 common_words，并写理由",
        "a client or a relative ({owner}) is named in a note that the team gets: take the name out; an ordinary word goes into common_words of mkdocs.yml, with a reason",
    ),
    "P3": warning(
        "{file} 放在给团队的文件夹里，却只有私人笔记用到：移到 attachments 这样的文件夹",
        "{file} lies in a shared folder but only private notes use it: move it to a folder such as attachments",
    ),
    "P4": info(
        "笔记里存着身份证号（尾号 {tail}）：网站上不显示；业务上不需要就删掉，少存一份少一分风险",
        "an ID number (ending in {tail}) is stored: the site never shows it; remove it unless you need it",
    ),
    "P5": warning(
        "visibility: team 在这里不起作用，不会分享：要给团队，移到 {folders}",
        "visibility: team shares nothing here: move the note to {folders} to share it",
    ),
    "P6.front": warning(
        "开头没有完全读懂，不给团队：先照上面的提示改好",
        "not shared: the front matter was not fully understood, mend it first",
    ),
    "P6.kind": warning(
        "这种笔记（{kind}）讲的是客户，不给团队：移到私人文件夹",
        "not shared: a note of this kind ({kind}) is about clients, move it to a private folder",
    ),
    "P6.person": warning(
        "开头写着客户的资料（{keys}），像是放错地方的客户笔记，不给团队：移到 clients，或删掉这几行",
        "not shared: {keys} belong to a client, this looks like a client's note in the wrong folder; move it to clients, or remove these lines",
    ),
    "P6.comment": warning(
        "注释的 %% 没有成对，分不清哪些要藏，这篇不给团队：补上另一半",
        "not shared: a %% has no partner, so nobody can tell what is to be hidden; write the other one",
    ),
    "P6.file": warning(
        "附件 {file} 的内容没法检查，不给团队：另存为 pdf、xlsx、docx、csv 或图片",
        "the attachment {file} cannot be looked into and is not shared: save it as pdf, xlsx, docx, csv or a picture",
    ),
    "P6.picture": warning(
        "这张图片（或录音、录像、文档里的插图）不完整，分不清里面藏着什么（例如拍摄地点），不给团队：用打开它的软件另存一份",
        "not shared: the picture, sound or film, or a picture in the document, is not whole, so nobody can tell what is in it, such as where it was taken; open it and save it anew",
    ),
    "P7.name": error(
        "团队网站里会出现客户或家人的名字“{term}”（{owner}）：改成“某位客户”，写成 [[{term}]] 的链接也一样；如果只是常用词，在 mkdocs.yml 的 common_words 写上“{term}: 理由”",
        "the team's site would hold {term}, the name of a client or a relative ({owner}): write of a client without the name, in a link [[{term}]] too; if it is an ordinary word, write it with a reason under common_words in mkdocs.yml",
    ),
    "P7.word": error(
        "团队网站里会出现客户的拼音或账号“{term}”（{owner}）：改掉这里；如果是常用词，在 mkdocs.yml 的 common_words 写上“{term}: 理由”",
        "the team's site would hold {term}, a client's pinyin or account ({owner}): change it here; if it is an ordinary word, write it with a reason under common_words in mkdocs.yml",
    ),
    "P7.number": error(
        "团队网站里会出现客户的号码（尾号 {tail}，{owner}）：删掉这个号码",
        "the team's site would hold a client's number (ending in {tail}, {owner}): remove it",
    ),
    "P7.text": error(
        "团队网站里会出现客户的资料，如地址、微信号（{owner}）：删掉；本来就人人知道的，在 mkdocs.yml 的 common_words 写上这几个字和理由",
        "the team's site would hold personal data of a client, such as an address or an account ({owner}): remove it; what everybody knows goes into common_words of mkdocs.yml, with a reason",
    ),
    "P7.tail": error(
        "团队网站里会出现客户的名字和尾号“{term}”：删掉尾号",
        "the team's site would hold a client's name with number {term}: remove the number",
    ),
    "P7.identity": error(
        "团队网站里会出现一个身份证号（尾号 {tail}）：不管是谁的，删掉",
        "the team's site would hold an ID number (ending in {tail}): whosever it is, remove it",
    ),
    "P7.path": error(
        "团队网站里会出现这台电脑上的路径：改成相对路径",
        "the team's site would hold a path of this machine: make it relative",
    ),
    "P7.closed": error(
        "这个附件打不开，没法检查有没有客户资料：去掉密码，或换一种格式；pdf 用浏览器、Word 或 WPS 重新存一份",
        "this attachment cannot be opened to look for clients: take its password off, or save it in another format; a PDF anew from a browser or an office program",
    ),
    "P8.key": error(
        "{key} 可能读到私人笔记，给团队的网站不用它：从 mkdocs.yml 去掉。自己的网站离不开它，就给团队另建一个只放话术的笔记库",
        "{key} could read private notes, so the team's site is not built with it: remove it from mkdocs.yml, or keep a vault of talk tracks alone for the team",
    ),
    "P8.folder": error(
        "theme.custom_dir 要是笔记库里、不放笔记的文件夹：{folder} 不行",
        "theme.custom_dir wants a folder of the vault that holds no notes, not {folder}",
    ),
    "P9": warning(
        "这里有只给自己看的话，可这个文件夹是团队的 git 仓库，一推送全队都有：移到仓库外面的文件夹，或删掉",
        "this is private, but the folder is the team's git repository and a push gives it to all: move it out of the repository, or remove it",
    ),
}
