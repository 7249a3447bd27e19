"""A chat copied out of WeChat and the like: marks of the program go, what was said stays, a line each.

The lines stand beneath a record. None of them may be read as a record, a field, a link or a task: signs that would
make it one become look-alikes, and the record's writer reads the result back.
"""

from __future__ import annotations

import re
from collections.abc import Container

from cmkb.files.text import decode
from cmkb.model.immutable import immutable
from cmkb.playbooks.names import fold
from cmkb.reading.said_times import time_as_said
from cmkb.writing.refused import WritingRefused

MOST_BYTES = 200_000
INDENT = "    "

_DATE = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/月]\d{1,2}日?|昨天|今天|前天|星期[一二三四五六日]|周[一二三四五六日])"
_TIME = r"(?:(?:凌晨|早上|上午|中午|下午|晚上)\s?)?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?"
_WHEN = rf"(?:{_DATE}\s*,?\s*)?(?P<time>{_TIME})"
# 王姐 2026/11/23 10:15:22
_NAME_THEN_TIME = re.compile(rf"(?P<name>\S.{{0,30}}?)[\s:：]+[(（\[]?{_WHEN}[)）\]]?\s*[:：]?")
# [10:15, 2026/11/23] 王姐: 你好
_TIME_THEN_NAME = re.compile(
    rf"[\[(（]{_WHEN}(?:,\s*{_DATE})?[\])）]\s*(?P<name>[^:：]{{1,30}})[:：]\s*(?P<said>.*)"
)
_NAME_ALONE = re.compile(r"(?P<name>[^\s:：,，。！？!?]{1,20})\s*[:：]")
_NAME_AND_WORDS = re.compile(r"(?P<name>[^\s:：,，。！？!?]{1,20})\s*[:：]\s*(?P<said>\S.*)")
_ONLY_WHEN = re.compile(rf"[—–\-=\s]*(?:{_DATE}\s*)?(?:{_TIME})?[—–\-=\s]*")
_SYSTEM = re.compile(
    r".{0,30}撤回了一条消息.*|你已添加了.{1,30}现在可以开始聊天了。?|以上是打招呼的(?:内容|消息)|以下(?:是|为)新消息"
    r"|.{0,30}拍了拍.{0,30}|消息已发出，但被对方拒收了。?|对方已接收文件.*|.{1,20}的聊天记录(?:如下)?[:：]?|[-—=\s]*以下.{0,6}聊天记录.*"
)
# [表情], [微笑], [强]; a link is none
_MARKS = re.compile(r"(?<!\[)\[(?:动画表情|表情|[一-鿿]{1,3})\](?![(\]])")
_KEPT_MARKS = re.compile(r"\[(图片|语音|视频|文件|链接|位置|名片|小程序|转账|红包|聊天记录|合并转发)\]")
_INVISIBLE = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ufffc]"
)
_SPACES = re.compile(r"[ \t\u2005\u3000\u00a0]+")
_BRACKETS = str.maketrans("[]【】［］", "〔〕〔〕〔〕")
_SIGNS = re.compile(r"[📅📆🗓⏳⌛🛫✅❌➕🔁🆔⛔🏁🔺⏫🔼🔽⏬⏰]")
_SAID_BY_NOBODY = "·"


@immutable
class Chat:
    lines: tuple[str, ...]  # `王姐 你好`
    time: str = ""  # of the first message


def read_chat(data: bytes, names: Container[str] = ()) -> Chat:
    """`names`: folded names of the client, whose `王姐: 你好` is surely an utterance. Raises WritingRefused."""
    if len(data) > MOST_BYTES:
        raise WritingRefused(
            f"粘贴的内容太长（{len(data) // 1000} KB）：只留跟这件事有关的",
            "the pasted text is too long: keep what matters",
        )
    source, _ = decode(data, "-")
    lines = [_SPACES.sub(" ", _INVISIBLE.sub("", line)).strip() for line in source.text.split("\n")]
    chat = _utterances([line for line in lines if line], names)
    if not chat.lines:
        raise WritingRefused(
            "没有收到聊天内容：把聊天复制下来，用管道或粘贴送进来，最后按 Ctrl-D（Windows 是 Ctrl-Z 回车）",
            "no chat came in: paste it, then end with Ctrl-D (Ctrl-Z on Windows)",
        )
    return chat


def beneath(chat: Chat) -> tuple[str, ...]:
    return tuple(f"{INDENT}- {_harmless(line)}" for line in chat.lines)


def in_code_block(chat: Chat) -> tuple[str, ...]:
    """For what could still be read as something else."""
    marks = "`" * max((len(m) + 1 for line in chat.lines for m in re.findall(r"`{3,}", line)), default=3)
    return (f"{INDENT}{marks}text", *(INDENT + line for line in chat.lines), INDENT + marks)


def _utterances(lines: list[str], names: Container[str]) -> Chat:
    said: list[str] = []
    speaker, time = "", ""
    repeated = _repeated_names(lines)
    for line in lines:
        if _ONLY_WHEN.fullmatch(line):
            time = time or (time_as_said(line.strip("—–-= ")) or "")
            continue
        if _SYSTEM.fullmatch(line):
            continue
        if match := _TIME_THEN_NAME.fullmatch(line):
            speaker, line = match["name"].strip(), match["said"]
            time = time or (time_as_said(match["time"]) or "")
        elif (match := _NAME_THEN_TIME.fullmatch(line)) or (match := _NAME_ALONE.fullmatch(line)):
            speaker, line = match["name"].strip(), ""
            time = time or (time_as_said(match.groupdict().get("time") or "") or "")
        elif (match := _NAME_AND_WORDS.fullmatch(line)) and (
            fold(match["name"]) in names or match["name"] in repeated
        ):
            speaker, line = match["name"], match["said"]
        line = _KEPT_MARKS.sub(r"（\1）", line)
        line = _SPACES.sub(" ", _MARKS.sub("", line)).strip()
        if line:
            said.append(f"{speaker} {line}".strip())
    return Chat(tuple(said), time)


def _repeated_names(lines: list[str]) -> frozenset[str]:
    """Words before a colon that come again and again are who speaks."""
    found = [match["name"] for line in lines if (match := _NAME_AND_WORDS.fullmatch(line))]
    return frozenset(name for name in found if found.count(name) > 1)


def _harmless(line: str) -> str:
    if "[" in line or "【" in line or "［" in line:
        line = line.translate(_BRACKETS)
    line = (
        line.replace("%%", "％％")
        .replace("<!--", "＜!--")
        .replace("#", "＃")
        .replace("`", "｀")
        .replace("|", "｜")
    )
    line = _SIGNS.sub("", line).replace("^", "＾").replace("::", "：").replace("：：", "：")
    first, _, rest = line.partition(" ")
    if not rest or not first or len(first) > 20 or ":" in first or "：" in first:
        return f"{_SAID_BY_NOBODY} {line}" if _begins_like_something(line) else line
    return line


def _begins_like_something(line: str) -> bool:
    """Words before a colon would be a field, digits a time."""
    return bool(re.match(r"[^\s]{1,20}\s?[:：]|\d|[-*+>]", line))
