"""The pages of troubleshooting: every problem by its code, what provokes it and how it is mended, from mends/*.txt.

What cmkb says on these pages is what it said when the example was run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

import yaml

from cmkb.model.codes import CODES, Code
from manual.mends import ONLY_TOLD, Mend, mends, said

WORDS = Path(__file__).with_name("troubleshooting.yml")
_LANGUAGES = {".md": "markdown", ".yml": "yaml", ".csv": "text", ".txt": "text"}
_END = re.compile(r"：|。|；|: (?=\D)|, so |; ")  # of what is wrong; how to mend it follows
_LONGEST_LINE = 400  # of a file's line on the page


@dataclass(frozen=True, slots=True)
class Language:
    """What stands around the examples; the examples are the same in every language."""

    name: str
    wrong: str
    right: str
    gone: str
    beside: str
    severities: dict[str, str]
    fixable: str
    says: str
    only_told: str
    stop: str


LANGUAGES = {
    "zh": Language(
        "zh", "✗ {}", "✓ {}", "删掉这个文件：`{}`。", "别的文件：", {"error": "错误", "warning": "警告", "info": "提示"},
        "`cmkb check --fix` 会改好", "cmkb 会说", "电脑不让读，所以这里没有例子。检查文件的权限，关掉占用它的程序。", "。",
    ),
    "en": Language(
        "en", "✗ {}", "✓ {}", "Delete the file `{}`.", "Other files: ", {"error": "error", "warning": "warning", "info": "notice"},
        "`cmkb check --fix` mends it", "cmkb says", "The machine refuses to read it, so there is no example here. Look at the file's rights, close the program that holds it.", ".",
    ),
}  # fmt: skip


def words(language: str) -> dict[str, str]:
    """`opening`, and by letter what its problems are about."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return loaded[language]


def letters() -> dict[str, list[str]]:
    """Letter → its codes' texts, by number."""
    found: dict[str, list[str]] = {}
    for text in CODES:
        found.setdefault(text[0], []).append(text)
    return {letter: sorted(found[letter], key=_order) for letter in sorted(found)}


def _order(text: str) -> tuple[int, str]:
    number = re.match(r"[A-Z](\d+)", text)
    return int(number[1]) if number else 0, text


def index_page(language: str) -> str:
    say = words(language)
    rows = [
        f"| [{letter}]({letter}.md) | {say[letter]} | {_links(letter, texts)} |"
        for letter, texts in letters().items()
    ]
    return "\n".join([say["opening"].rstrip(), "", say["table"], "|---|---|---|", *rows, "", say["closing"]])


def _links(letter: str, texts: list[str]) -> str:
    codes = dict.fromkeys(text.partition(".")[0] for text in texts)
    return " ".join(f"[{code}]({letter}.md#{code})" for code in codes)


def letter_page(letter: str, language: str) -> str:
    say = words(language)
    parts = [f"# {letter}{'　' if language == 'zh' else ': '}{say[letter]}", "", say["letter"], ""]
    codes: set[str] = set()
    for text in letters()[letter]:
        code = text.partition(".")[0]
        if code not in codes:
            codes.add(code)
            parts += [f"## {code} {{#{code}}}", ""]
        parts += [_problem(text, LANGUAGES[language]), ""]
    return "\n".join(parts)


def _problem(text: str, language: Language) -> str:
    code = CODES[text]
    told = [language.severities[code.severity], *([language.fixable] if code.fixable else [])]
    head = f"### {_title(code, language.name)} {{#{text.replace('.', '-') + ('' if '.' in text else '-0')}}}"
    lines = [one.line_of_text(language.name) for one in said(text)]
    if text in ONLY_TOLD:
        return "\n".join(
            [
                head,
                "",
                _status(told),
                "",
                *_fence("text", language.says, "\n".join(lines)),
                "",
                language.only_told,
            ]
        )
    mend = mends()[text]
    parts = [head, "", _status(told), ""]
    if about := _about(mend.about, language.name):
        parts += [about, ""]
    parts += ['<div class="mend" markdown>', "", *_changed(mend, language), "</div>", ""]
    parts += _beside(mend, language)
    parts += [*_fence("text", language.says, "\n".join(lines)), ""]
    return "\n".join(parts)


def _status(told: list[str]) -> str:
    return f'<p class="status">{" · ".join(_code(one) for one in told)}</p>'


def _code(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text)


def _title(code: Code, language: str) -> str:
    """What is wrong, without how to mend it, and with a gap where a note's own words stand."""
    sentence = code.zh if language == "zh" else code.en
    sentence = re.sub(r"(?<!\{)\{\w+\}(?!\})", "…", sentence).replace("{{", "{").replace("}}", "}")
    ends = (end.start() for end in _END.finditer(sentence))
    end = next(
        (at for at in ends if sentence[:at].strip("…“”「」 ") and sentence[:at].count("`") % 2 == 0), None
    )
    short = re.sub(r"[“「]…[”」]", "…", sentence[:end]).replace("……", "…")
    return escape(re.sub(r"([\\*_\[\]{}#])", r"\\\1", short[:1].upper() + short[1:]), quote=False)


def _about(about: str, language: str) -> str:
    lines = about.splitlines()
    if language == "en":
        return " ".join(line.removeprefix("en: ") for line in lines if line.startswith("en: "))
    return "".join(line for line in lines if not line.startswith("en: "))


def _changed(mend: Mend, language: Language) -> list[str]:
    parts: list[str] = []
    moved = next((path for path in mend.changed if path not in mend.before), "")
    for path in mend.changed:
        before, after = mend.before.get(path), mend.after.get(path)
        if before is not None:
            parts += _file(path, before, language.wrong, "wrong", _lines_only_in(before, after))
        if after is not None:
            parts += _file(path, after, language.right, "right", _lines_only_in(after, before))
        elif not moved:
            parts += [language.gone.format(path), ""]
    return parts


def _beside(mend: Mend, language: Language) -> list[str]:
    parts: list[str] = []
    empty = []
    for path, text in mend.before.items():
        if path in mend.changed:
            continue
        if text.strip():
            parts += _file(path, text, "{}", "", [])
        else:
            empty.append(f"`{path}`")
    return [
        *(
            [
                f"{language.beside}{'、'.join(empty) if language.name == 'zh' else ', '.join(empty)}{language.stop}",
                "",
            ]
            if empty
            else []
        ),
        *parts,
    ]


def _file(path: str, text: str, title: str, look: str, marked: list[int]) -> list[str]:
    name = _LANGUAGES.get(Path(path).suffix, "text")
    shown = "\n".join(line[:_LONGEST_LINE] for line in text.rstrip("\n").split("\n"))
    lines = f' hl_lines="{" ".join(map(str, marked))}"' if marked else ""
    fence = _fence_for(shown)
    classes = f".{name} .{look}" if look else f".{name}"
    return [f'{fence} {{{classes} title="{title.format(path)}"{lines}}}', shown, fence, ""]


def _fence(name: str, title: str, text: str) -> list[str]:
    fence = _fence_for(text)
    return [f'{fence} {{.{name} title="{title}"}}', text, fence]


def _fence_for(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=2)
    return "`" * max(3, longest + 1)


def _lines_only_in(one: str, other: str | None) -> list[int]:
    others = (other or "").split("\n")
    return [
        n
        for n, line in enumerate(one.rstrip("\n").split("\n"), 1)
        if other is not None and line not in others
    ]
