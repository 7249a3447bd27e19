"""Texts that are part of the package itself."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def package_digest(folder: str, suffix: str) -> str:
    """Changes with the names and contents of the files that `package_texts` gives."""
    found = sha256()
    for file in sorted((_PACKAGE / folder).glob(f"*{suffix}")):
        data = file.read_bytes()
        found.update(f"{file.name} {len(data)}\n".encode() + data)
    return found.hexdigest()


def package_texts(folder: str, suffix: str) -> dict[str, str]:
    """File name without suffix → text, in the order of names. `folder` is relative to the package."""
    files = sorted((_PACKAGE / folder).glob(f"*{suffix}"))
    return {f.name.removesuffix(suffix): f.read_text("utf-8") for f in files}
