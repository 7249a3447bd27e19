"""What mkdocs.yml names and the team does not get: a page in `nav:`, a stylesheet or a script in docs/."""

from __future__ import annotations

import posixpath
from collections.abc import Set
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig


def leave_out_missing(config: MkDocsConfig, files: Set[str]) -> None:
    """`files`: what there is, as seen from docs/."""
    if config.nav is not None:
        config.nav = _present(config.nav, files) or None
    config.extra_css = [path for path in config.extra_css if _is_there(path, files)]
    config.extra_javascript = [one for one in config.extra_javascript if _is_there(str(one), files)]


def _present(item: Any, files: Set[str]) -> Any:
    """The entry of a navigation without what is missing; None, or nothing in it, where that is all."""
    if isinstance(item, list):
        kept = [_present(one, files) for one in item]
        return [one for one in kept if one]
    if isinstance(item, dict):
        kept_by_title = {title: _present(target, files) for title, target in item.items()}
        return {title: target for title, target in kept_by_title.items() if target}
    return item if isinstance(item, str) and _is_there(item, files) else None


def _is_there(path: str, files: Set[str]) -> bool:
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or path.startswith(("/", "#")):
        return True
    return posixpath.normpath(parts.path) in files
