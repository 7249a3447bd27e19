"""What a reader sees of a page."""

from __future__ import annotations

import re
from html import unescape


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
