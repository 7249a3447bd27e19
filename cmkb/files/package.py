"""Texts that are part of the package itself."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def package_texts(folder: str, suffix: str) -> dict[str, str]:
    """File name without suffix → text, in the order of names. `folder` is relative to the package."""
    files = sorted((_PACKAGE / folder).glob(f"*{suffix}"))
    return {f.name.removesuffix(suffix): f.read_text("utf-8") for f in files}
