"""The pages about sharing are the two halves of SHARING.md."""

from __future__ import annotations

from pathlib import Path

SOURCE = Path(__file__).parents[1] / "SHARING.md"


def sharing_page(language: str) -> str:
    chinese, _, english = SOURCE.read_text(encoding="utf-8").partition("\n---\n")
    if language == "en":
        return "# Sharing with a team\n" + english.partition("## In English\n")[2]
    return "# 和同事共享\n" + chinese.partition("[English below](#in-english)\n")[2].rstrip() + "\n"
