"""The site page by page, and the album of every page in every look."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from manual.album import FOLDER, LOOKS, names

WORDS = Path(__file__).with_name("pages_of_the_site.yml")

_SITE = {
    "zh": """# 网站逐页看

图是样例里的，人都是编的：`cmkb init 样例 --sample` 自己也能生成一份。上面一排是导航，手机上在左上角的菜单里。每一页在电脑、深色、手机、纸上的样子见[相册](album.md)。

| 键 | 做什么 |
|---|---|
| `/` | 搜索：姓名、拼音、首字母、尾号、话、`等级:金卡`、`到期<30天` |
| `T` | 今日 |
| `C` | 找一位客户 |
| `B` | 遮住屏幕 |
""",
    "en": """# The site, page by page

The pictures are of the sample vault, its people are made up: `cmkb init sample --sample` makes one of your own. The pages are in Chinese by default. How each page looks on a laptop, in the dark, on a phone and on paper is in the [album](album.md).

| key | does |
|---|---|
| `/` | search: names, pinyin, initials, tails of numbers, words, `等级:金卡`, `到期<30d` |
| `T` | Today |
| `C` | look for a client |
| `B` | blank the screen |
""",
}
_ALBUM = {
    "zh": "# 相册\n\n每一页的四种样子：电脑、深色、手机、纸。由 `make album` 从样例生成，点开看大图。\n",
    "en": "# Album\n\nEvery page in four looks: laptop, dark, phone, paper. Made by `make album` from the sample vault; click to enlarge.\n",
}
LOOK_WORDS = {
    "zh": {"light": "电脑", "dark": "深色", "phone": "手机", "paper": "纸"},
    "en": {"light": "laptop", "dark": "dark", "phone": "phone", "paper": "paper"},
}


@dataclass(frozen=True, slots=True)
class Said:
    title: str
    answers: str
    do: str


def words(language: str) -> dict[str, Said]:
    loaded = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {name: Said(*entry[language]) for name, entry in loaded.items()}


def site_page(language: str) -> str:
    parts = [_SITE[language]]
    for name, said in words(language).items():
        parts += [f"## {said.title} {{#{name}}}", "", f"**{said.answers}** {said.do}", ""]
        parts += ['<div class="shots">', *(_figure(language, look, name) for look in ("light", "phone"))]
        parts += ["</div>", ""]
    return "\n".join(parts)


def album_page(language: str) -> str:
    parts = [_ALBUM[language]]
    for name, said in words(language).items():
        parts += [f"## {said.title} {{#{name}}}", "", '<div class="album">']
        parts += [
            _figure(language, look, name) for look in LOOKS if (FOLDER / look / f"{name}.webp").exists()
        ]
        parts += ["</div>", ""]
    return "\n".join(parts)


def _figure(language: str, look: str, name: str) -> str:
    picture = f"{'../' if language == 'en' else ''}album/{look}/{name}.webp"
    what = f"{words(language)[name].title} · {LOOK_WORDS[language][look]}"
    return f'<figure class="shot {look}"><a href="{picture}"><img src="{picture}" alt="{what}" loading="lazy"></a><figcaption>{LOOK_WORDS[language][look]}</figcaption></figure>'


def undrawn() -> list[str]:
    """Pages without words or without a picture."""
    missing = [f"{name}: words" for name in names() if name not in words("zh")]
    missing += [
        f"{name}: {look}"
        for name in names()
        for look in ("light", "dark", "phone")
        if not (FOLDER / look / f"{name}.webp").exists()
    ]
    return missing
