"""What tests of either language look for: Chinese words and marks, one text in its forms."""

from __future__ import annotations

import re
from pathlib import Path

from cmkb.locales import SIGNS

ROOT = Path(__file__).parents[2]
CHINESE = re.compile("[\u4e00-\u9fff]+")
WRITTEN_CHINESE = re.compile(rf"[\u4e00-\u9fff{''.join(SIGNS)}]+")
Key = tuple[str | None, str]
Forms = tuple[str, ...]  # one, or singular and plural


def forms_of(said: str | list[str] | Forms) -> Forms:
    return (said,) if isinstance(said, str) else tuple(said)


def chinese_in(texts: list[str]) -> set[str]:
    return {text for words in texts for text in WRITTEN_CHINESE.findall(words)}
