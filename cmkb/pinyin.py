"""Names as they are typed on a Latin keyboard: 王芳 → `wang fang`, so that `wf` and `wangfang` find her.

Surnames have readings of their own (单 is Shàn as a name, dān in 账单); a note's `拼音:` settles the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from cmkb.patterns import pattern
from cmkb.pinyin_tables import LONGEST_WORD, characters, of_character, without_tones, words

LONGEST = 40  # syllables that are worth an index entry

# Surnames whose reading differs from the character's ordinary one.
SURNAMES: Mapping[str, str] = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "盖": "ge", "查": "zha", "区": "ou",
    "朴": "piao", "翟": "zhai", "覃": "qin", "缪": "miao", "员": "yun", "贠": "yun", "召": "shao",
    "繁": "po", "种": "chong", "秘": "bi", "黑": "he", "折": "she", "祭": "zhai", "牟": "mu", "隗": "wei",
    "么": "yao", "能": "nai", "郇": "xun", "佴": "nai", "句": "gou", "卜": "bu", "阚": "kan", "乜": "nie",
    "都": "du", "薄": "bo", "藏": "zang", "洗": "xian", "宓": "fu", "莘": "xin", "炅": "gui",
    "粘": "nian", "阿": "e", "省": "xing", "参": "shen", "颉": "xie", "乘": "sheng", "会": "gui",
    "恶": "wu", "乐": "yue", "称": "chen", "逯": "lu", "沈": "shen", "任": "ren", "宁": "ning",
    "纪": "ji", "葛": "ge", "华": "hua", "万": "wan", "车": "che", "石": "shi", "曲": "qu", "盛": "sheng",
    "燕": "yan", "褚": "chu", "应": "ying",
}  # fmt: skip
COMPOUND_SURNAMES: Mapping[str, str] = {
    "单于": "chan yu", "万俟": "mo qi", "尉迟": "yu chi", "澹台": "tan tai", "令狐": "ling hu",
    "长孙": "zhang sun", "宇文": "yu wen", "皇甫": "huang fu", "夏侯": "xia hou", "鲜于": "xian yu",
    "欧阳": "ou yang", "诸葛": "zhu ge", "亓官": "qi guan", "濮阳": "pu yang", "呼延": "hu yan",
    "乐正": "yue zheng", "宰父": "zai fu", "拓跋": "tuo ba",
}  # fmt: skip
# Given names use these characters with either reading; people type the one that they know.
EITHER: Mapping[str, tuple[str, str]] = {
    "乐": ("le", "yue"), "长": ("chang", "zhang"), "朝": ("chao", "zhao"), "行": ("xing", "hang"),
    "茜": ("qian", "xi"), "晟": ("sheng", "cheng"), "重": ("zhong", "chong"), "曾": ("zeng", "ceng"),
    "盛": ("sheng", "cheng"), "颉": ("jie", "xie"), "省": ("sheng", "xing"), "柏": ("bai", "bo"),
    "薄": ("bo", "bao"), "藏": ("cang", "zang"), "传": ("chuan", "zhuan"), "奇": ("qi", "ji"),
}  # fmt: skip

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECES = pattern(rf"[{_HAN}]+|[a-z]+|[0-9]+")
_ONLY_HAN = pattern(rf"[{_HAN}]{{2,4}}")
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_NOT_TYPED = pattern(r"[^a-z0-9]+")


def _of_han(text: str) -> list[str]:
    """Syllables of a run of Chinese characters, the longest known word first."""
    known = words()
    syllables: list[str] = []
    at = 0
    while at < len(text):
        for end in range(min(len(text), at + LONGEST_WORD), at + 1, -1):
            word = text[at:end]
            reading = known.get(word)
            if reading is not None:
                syllables += reading.split() or map(of_character, word)
                at = end
                break
        else:
            syllables.append(of_character(text[at]))
            at += 1
    return [syllable for syllable in syllables if syllable]


def _of_text(text: str) -> tuple[str, ...]:
    syllables: list[str] = []
    for piece in _PIECES.findall(text):
        syllables += [piece] if piece.isascii() else _of_han(piece)
        if len(syllables) >= LONGEST:
            break
    return tuple(syllables[:LONGEST])


def _surname(name: str) -> tuple[str, str]:
    """Reading of the surname and the rest, when `name` looks like a person's."""
    if not _ONLY_HAN.fullmatch(name):
        return "", name
    compound = COMPOUND_SURNAMES.get(name[:2])
    if compound and len(name) > 2:
        return compound, name[2:]
    if len(name) <= 3 and name[0] in SURNAMES and name not in words():
        return SURNAMES[name[0]], name[1:]
    return "", name


@cache
def _syllables() -> re.Pattern[str]:
    """One syllable at the start of typed pinyin, the longest first."""
    known = {without_tones(r) for readings in characters().values() for r in readings.split(",")}
    ordered = sorted((s for s in known if s.isascii() and s.isalpha()), key=lambda s: (-len(s), s))
    return re.compile("|".join(ordered))


def _as_typed(own: str) -> list[str]:
    """Syllables of a note's own `拼音:`, also when run together: `Shàn Wénjuān` → shan wen juan."""
    found: list[str] = []
    for word in _NOT_TYPED.split(without_tones(own.translate(_FULL_WIDTH).casefold())):
        at = 0
        while at < len(word) and len(found) < LONGEST:
            match = _syllables().match(word, at)
            end = match.end() if match else len(word)
            found.append(word[at:end])
            at = end
    return found


@lru_cache(maxsize=1 << 16)
def to_pinyin(name: str, own: str = "") -> str:
    """Syllables between spaces, without tones: `单文娟` → `shan wen juan`. Names sort by it.

    Letters and digits stay: `稳盈90天` → `wen ying 90 tian`. `own` is the note's `拼音:` value; when that
    gives the surname only, the rest of the name is read as usual.
    """
    folded = name.translate(_FULL_WIDTH).casefold().strip()
    surname, rest = _surname(folded)
    usual = [*surname.split(), *_of_text(rest)]
    typed = _as_typed(own) if own else []
    return " ".join((*typed, *usual[len(typed) :]))


def pinyin_readings(name: str, own: str = "") -> tuple[str, ...]:
    """`to_pinyin`, then what else people type: a surname's ordinary reading, the other one of 乐 or 长."""
    main = to_pinyin(name, own)
    if not _ONLY_HAN.fullmatch(name.strip()):
        return (main,) if main else ()
    found = [main, " ".join(_of_text(name.strip()))]
    syllables = main.split()
    for at, character in enumerate(name.strip()[: len(syllables)]):
        for other in EITHER.get(character, ()):
            found.append(" ".join((*syllables[:at], other, *syllables[at + 1 :])))
    return tuple(dict.fromkeys(reading for reading in found if reading))
