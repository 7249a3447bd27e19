"""Pages for developers that stand in the repository already: CONTRIBUTING.md, and the recipes of cmkb/README.md."""

from __future__ import annotations

import re
from pathlib import Path

import cmkb

ROOT = Path(__file__).parents[1]
MAP = Path(cmkb.__file__).parent / "README.md"

_OPENING = """# How do I add …

Each of these was followed once from scratch. Paths are within `cmkb/`, those of tests within `tests/`.
"""


def recipes_page() -> str:
    text = MAP.read_text(encoding="utf-8")
    recipes = text.partition("## How do I add …\n")[2].partition("\n## ")[0]
    return _OPENING + re.sub(r"^\*\*(.+?)\.\*\*\s*", r"## \1\n\n", recipes, flags=re.MULTILINE)


def contributing_page() -> str:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return re.sub(
        r"\[([^\]]+)\]\(cmkb/README\.md\)",
        r"`\1`, [recipes](recipes.md), [architecture](architecture.md)",
        text,
    )
