"""The colours, type and shell of the site, for the manual: the first parts of its stylesheet."""

from __future__ import annotations

from pathlib import Path

import cmkb

STYLESHEET = Path(cmkb.__file__).parent / "site" / "assets" / "cmkb.css"
_REST = "/* ---------- 3 "


def tokens() -> str:
    return STYLESHEET.read_text(encoding="utf-8").partition(_REST)[0]
