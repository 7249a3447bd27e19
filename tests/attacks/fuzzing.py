"""Notes as no person writes them: those of the sample mutated, and others made of the pieces that notes are made of.

The same number gives the same note on every machine.
"""

from __future__ import annotations

import json
import os
import random
import re
from functools import cache
from pathlib import Path

from cmkb.playbooks.loader import load_playbook

PROJECT = Path(__file__).resolve().parents[2]
CORPORA = "CMKB_CORPORA"  # names a folder with `blns` and `yaml-test-suite`

PLACES = (
    "clients/{n}.md", "clients/{n}-8899.md", "journal/2026-11-{d}.md", "docs/scripts/{n}.md", "docs/products/{n}.md",
    "docs/howto/{n}.md", "docs/{n}.md", "cases/{n}.md", "periods/{n}.md", "households/{n}.md", "meetings/2026-11-{d} {n}.md",
    "events/{n}.md", "staff/{n}.md", "channels/{n}.md", "inbox/{n}.md",
)  # fmt: skip

# A small selection of what broke readers of text before, of every kind that the collections hold.
NAUGHTY = (
    "", "undefined", "null", "NaN", "-1e309", "0x0", "1/0", "--", "\\", "\ufeff", "\u200b\u200c\u200d", "\u202e反了\u202c",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮", "👩‍👩‍👧‍👦🇨🇳", "ﷺ" * 40, "𠜎𠜱𠝹", "\U0010ffff", "<script>alert(1)</script>", "{{ 7*7 }}{% raw %}",
    "$(id)`id`", "'; DROP TABLE clients;--", "../../../../etc/passwd", "C:\\Windows\\CON", "%s%n%d", "\x1b[31m\x07",
    "[[", "]]", "[[|]]", "[[#]]", "[[#^]]", "![[", "((", "%%", "<!--", "```", "~~~", "$$", "|", "|-|", "::", "[::]", "[a::", "：：",
    "---", "...", "? ", "- - - - -", "!!python/object:os.system", "&a *a", "{", "}", "[", "]", "@", "`", "<<: *x", "2026-02-30",
    "0000-00-00", "9999-12-31", "99999-01-01", "2026-W53", "2026-13", "闰13-31", "02-30", "25:61", "١٢٣٤", "１２３", "一二三四五六七八九十百千万亿",
    "1e999999", "9" * 400, "𝟭𝟮", "²", "½", "100000000000000000000万", "🔁 every 0 days", "🔁 every 99999999 years when done", "📅",
    "📅 9999-12-31 🔁 every day", "🔁 every month on the 31st 📅 0001-01-01", "🆔 a ⛔ a", "- [ ] ", "- [x", "* [ ]", "1. [ ] ",
    "#", "######", "####### 七", "> > > >", "> [!", "[^1]: [^1]", "[a]: <", "![](", "<a href='", "&#0;&#x110000;&amp", "\t\t\t", "\r", "\x85",
)  # fmt: skip

# What CommonMark's examples are about, each in its most awkward form.
MARKDOWN = (
    "\tfoo\tbaz\t\tbim\n", "- `one\n- two`\n", "***\n---\n___\n", "# #\n## \n### ###\n", "Foo\nbar\n===\n", "    a\n\n\n    b\n", "``` ```\naaa\n",
    "~~~~ ruby startline=3 $%@#$\nx\n~~~~~~~\n", "<table><tr><td>\n<pre>\n**Hello**,\n\n_world_.\n</pre>\n</td></tr></table>\n", "<?php\n\n?>\n<![CDATA[\n]]>\n",
    "[foo]: /url '\ntitle\nline1\n'\n\n[foo]\n", "[\nfoo\n]: /url\nbar\n", "> # Foo\n> bar\nbaz\n> foo\n", ">>- one\n>>\n  >  > two\n", "-\n\n  foo\n",
    "10) a\n    - b\n\n      > c\n", "1. a\n\n  2. b\n\n    3. c\n", "- a\n -\n\n  b\n", "`foo\\`bar`\n", "&nbsp; &copy; &#35; &#X22; &#0;\n", "*foo**bar***\n",
    "***foo** bar*\n", "*[bar*](/url)\n", "[link](<foo\\>)\n", "[a](<b)c>)\n", "[foo [bar](/uri)](/uri)\n", "![[[foo](uri1)](uri2)](uri3)\n", "[foo*]: /url\n\n*[foo*]\n",
    "<http://foo.bar/baz?q=<>>\n", "<a  /><b2\ndata=\"foo\" >\n", "foo  \nbaz\\\nend\n", "| a | b |\n|:-:|-|\n| c \\| d\n| [[e|f]] |\n", "www.a.cn/？b=（c）\n", "~~a~ b~~\n",
)  # fmt: skip

WORDS = (
    "王芳", "李雷", "稳盈90天", "邀约", "20万", "同意", "未接", "明天", "下周三", "15:00", "2026-11-23", "11-25", "农历二月廿三", "金卡", "客户", "电话", "面谈",
    "成交", "[[王芳]]", "[[李雷|老李]]", "[[邀约#^q1]]", "![[名片.jpg]]", "[结果:: 同意]", "【时长：3】", "(约见:: 2026-11-25 15:00)", "#标签", "^q1", "📅 2026-11-25",
    "🔁 every 2 weeks", "🆔 a1", "⏫", "13800000001", "有效电话 12", "→", "↪", "·", "|", "%%藏%%", "`码`", "**粗**",
)  # fmt: skip
STARTS = (
    "## 记录\n", "## 计划\n", "## 总结\n", "## 持有\n", "## 关系\n", "## 纪念日\n", "## 跟进\n", "## 流程\n", "## 异议\n", "## 目标\n", "## 财经要闻\n", "## 观点\n", "## 促成\n", "## 短信版\n",
    "## 早会\n", "## 私密\n", "# ", "### ", "- ", "* ", "+ ", "1. ", "- [ ] ", "- [x] ", "- [/] ", "- 10:15 电话 ", "- 问：", "  - 若 ", "    - 若 是 → [[#^q1]] ", "- 答：", "| ", "|---|---|\n", "> [!note] ",
    "> ", "<!-- cmkb:plan 2026-11-23 -->\n", "<!-- /cmkb -->\n", "```", "---\n", "[^1]: ", "    ", "\t- ",
)  # fmt: skip


@cache
def keys() -> tuple[str, ...]:
    fields = load_playbook("bank-personal", None)[0].fields
    return (
        *sorted({key for kind in fields.values() for key in kind}),
        "type",
        "类型",
        "title",
        "template",
        "hide",
        "icon",
    )


@cache
def samples() -> tuple[bytes, ...]:
    folders = ("clients", "journal", "docs", "periods", "cases")
    return tuple(p.read_bytes() for folder in folders for p in sorted((PROJECT / folder).rglob("*.md")))


@cache
def naughty() -> tuple[str, ...]:
    """With those of the collections, when the environment names them."""
    folder = os.environ.get(CORPORA)
    if not folder:
        return NAUGHTY + MARKDOWN
    strings = json.loads((Path(folder) / "blns" / "blns.json").read_text("utf-8"))
    texts = []
    for file in sorted((Path(folder) / "yaml-test-suite" / "src").glob("*.yaml")):
        texts += _inputs(file.read_text("utf-8"))
    return (*NAUGHTY, *MARKDOWN, *strings, *texts)


def _inputs(text: str) -> list[str]:
    """The `yaml: |` blocks of a file, whose signs for invisible characters are put back."""
    blocks = re.findall(r"^  yaml: \|\d?\n((?:    .*\n|\n)+)", text, re.M)
    signs = (("␣", " "), ("»", "\t"), ("—", ""), ("↵", ""), ("∎\n", ""), ("←", "\r"), ("⇔", "\ufeff"))
    cleaned = []
    for block in blocks:
        plain = re.sub(r"^ {4}", "", block, flags=re.M)
        for sign, meant in signs:
            plain = plain.replace(sign, meant)
        cleaned.append(plain)
    return cleaned


def note(number: int) -> tuple[str, bytes]:
    """Path and content of the note of this number."""
    dice = random.Random(number)
    place = dice.choice(PLACES).format(n=f"n{number}", d=f"{number % 30 + 1:02d}")
    if place.startswith("journal/"):
        place = place.replace("journal/", f"journal/{number}/")
    made = mutated(dice, dice.choice(samples())) if dice.random() < 0.5 else generated(dice)
    return place, made


def generated(dice: random.Random) -> bytes:
    text = ""
    if dice.random() < 0.8:
        text += (
            "---\n"
            + "".join(_key_line(dice) for _ in range(dice.randrange(8)))
            + dice.choice(("---\n", "---\n", "", "...\n", "--- \n"))
        )
    text += "".join(_body_line(dice) for _ in range(dice.randrange(25)))
    if dice.random() < 0.1:
        text += dice.choice(
            (
                "> ",
                "- ",
                "[",
                "![",
                "*",
                "_",
                "<",
                "`",
                "|",
                "(",
                "[[",
                "%%",
                "#",
                "[a::",
                "&",
                "^a ",
                "1. ",
                "：：",
            )
        ) * dice.choice((50, 3000))
    if dice.random() < 0.2:
        text = text.replace("\n", dice.choice(("\r\n", "\r", "\n\n", "\u2028")))
    data = text.encode(
        dice.choice(("utf-8",) * 8 + ("gb18030", "utf-16", "utf-8-sig")),
        "surrogatepass" if False else "replace",
    )
    return mutated(dice, data) if dice.random() < 0.2 else data


def _key_line(dice: random.Random) -> str:
    key = dice.choice(keys()) if dice.random() < 0.9 else dice.choice(naughty()).partition("\n")[0]
    shape = dice.randrange(6)
    value = _words(dice)
    if shape == 0:
        value = json.dumps(value, ensure_ascii=False)
    elif shape == 1:
        value = "[" + ", ".join(_words(dice, 2) for _ in range(dice.randrange(4))) + "]"
    elif shape == 2:
        value = "".join(f"\n{' ' * dice.randrange(4)}- {_words(dice, 2)}" for _ in range(dice.randrange(4)))
    elif shape == 3:
        value = "\n  " + dice.choice(keys()) + ": " + value
    return f"{key}{dice.choice((': ',) * 8 + (':', '：', ' : '))}{value}\n"


def _body_line(dice: random.Random) -> str:
    return dice.choice(("",) * 6 + ("  ", "    ")) + dice.choice(STARTS) + _words(dice, 6) + "\n"


def _words(dice: random.Random, most: int = 4) -> str:
    return " ".join(
        dice.choice(WORDS if dice.random() < 0.75 else naughty()) for _ in range(dice.randrange(most + 1))
    )


def mutated(dice: random.Random, data: bytes) -> bytes:
    for _ in range(dice.randint(1, 6)):
        data = _mutation(dice, data)[:60_000]
    return data


def _mutation(dice: random.Random, data: bytes) -> bytes:
    start = dice.randrange(len(data) + 1)
    end = min(len(data), start + dice.choice((1, 1, 3, 20, 200)))
    lines = data.split(b"\n")
    match dice.randrange(10):
        case 0:
            return data[:start] + bytes(dice.randrange(256) for _ in range(end - start)) + data[end:]
        case 1:
            return data[:start] + data[end:]
        case 2:
            return data[:end] + data[start:end] * dice.choice((1, 5, 300)) + data[end:]
        case 3:
            return data[:start] + dice.choice(naughty()).encode("utf-8", "replace") + data[start:]
        case 4:
            return data[:start]
        case 5:
            dice.shuffle(lines)
            return b"\n".join(lines)
        case 6:
            other = dice.choice(samples())
            return data[:start] + other[dice.randrange(len(other)) :]
        case 7:
            at = dice.randrange(len(lines))
            lines[at] = _words(dice, 8).encode("utf-8", "replace")
            return b"\n".join(lines)
        case 8:
            at = dice.randrange(len(lines))
            lines[at] = dice.choice((b"  ", b"\t", b"> ", b"- ", b"    ", "　".encode())) + lines[at]
            return b"\n".join(lines)
        case _:
            old, new = dice.choice(
                (
                    (b": ", "：".encode()),
                    (b"[[", b"["),
                    (b"]]", b"]"),
                    (b"---", b"--"),
                    (b"\n", b"\r\n"),
                    (b"2026", b"9999"),
                    (b"- ", b"-"),
                    (b"11-", b"02-3"),
                )
            )
            return data.replace(old, new, dice.choice((1, -1)))
