"""File names that Windows, macOS, Linux, sync programs and Obsidian's links all bear."""

from __future__ import annotations

import re
from unicodedata import normalize

LONGEST = 120  # bytes; leaves room for folders, and for what sync programs add to a name

# What Windows forbids, and what would end a wikilink; each becomes a sign that looks like it.
_INSTEAD = str.maketrans('<>:"/\\|?*#^[]', "＜＞：＂／＼｜？＊＃＾〔〕")
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_SPACE = re.compile(r"\s+")
# Windows opens a device by these, whatever follows the first dot.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=$|\.)", re.IGNORECASE)


def safe_name(text: str) -> str:
    """`A/B股:对比?` → `A／B股：对比？`, `CON` → `CON_`; "" when nothing is left that could be a name."""
    name = normalize("NFC", _INVISIBLE.sub("", _SPACE.sub(" ", text)))
    name = _SPACE.sub(" ", name).translate(_INSTEAD).lstrip(" .~$")
    name = _cut(name)
    if device := _DEVICE.match(name):
        name = _cut(f"{device[0]}_{name[device.end() :]}")
    return name


def _cut(name: str) -> str:
    return name.encode()[:LONGEST].decode("utf-8", "ignore").rstrip(" .~")
