"""The surnames of nearly everybody: by them a relative's name is told from what else is said of one (`在读`, `初二`)."""

from __future__ import annotations

import re

from cmkb.pinyin import COMPOUND_SURNAMES
from cmkb.sharing.plain import CJK

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石"
    "金韦贾夏付傅方邹熊白孟秦邱丘侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊施殷颜倪牛温芦俞葛邢安齐"
    "伍庞颛岳左庄纪耿关焦欧柳甘祝包宁尚符舒阮柯鲁詹翁霍游蓝凌季管辛苗梅卓丛裴柴翟鲍解柏单艾房路葛屈项祁兰涂洪童成蒲米褚桂冀盛骆"
    "饶冉闵时费臧曲卜冷麦华谷沙车边滕池娄仇景蔺晏宫闻佟井揭苟邬商习桑岑柏车查晋卞隋耿楼巩全班仲伏连穆官强原幸宗应郁简缪桓窦"
)
# Of two characters. Without 东方 and 西门, which are places more often than people.
COMPOUND = frozenset(COMPOUND_SURNAMES) | frozenset(
    re.findall(
        "..",
        "司马上官司徒司空公孙慕容南宫闻人赫连独孤轩辕端木钟离申屠淳于东郭公羊公冶太史太叔仲孙闾丘左丘梁丘谷梁宗政巫马公西漆雕公良夹谷段干"
        "羊舌微生子车颛孙完颜纳兰",
    )
)
_LONGEST = 4
_HAN = re.compile(f"[{CJK}]{{2,{_LONGEST}}}")


def full_name(words: str) -> str:
    """The name with its surname that the words begin with, "" for none: a pet name is half the world's."""
    first = words.split(maxsplit=1)[0].rstrip("，,；;。、（(") if words.strip() else ""
    named = _HAN.fullmatch(first) is not None and (first[0] in SURNAMES or surname_length(first) > 1)
    return first if named else ""


def surname_length(name: str) -> int:
    """In characters, which are syllables."""
    return 2 if len(name) > 2 and name[:2] in COMPOUND else 1
