"""Word, Excel and PowerPoint files without who wrote them, for whom, where and when. What they say stays.

Properties are parts of the package that it does without; they go. Names of authors beside comments and changes become
numbers: only there a part is changed, as text, for a parser would name its namespaces anew, and Office takes such a
file for damaged.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator

from cmkb.sharing.unreadable import Unreadable

MOST_UNPACKED = 64 * 1024 * 1024  # bytes of one part, as for the scan, which refuses what is larger
CONTENTS = "[Content_Types].xml"
_LINKS = "_rels/.rels"  # of the package to its parts
_ABOUT = ("docprops/", "package/services/metadata/")
_SAYS_ABOUT = re.compile(r"/(?:core|extended|custom)-?properties\b|/thumbnail\b", re.IGNORECASE)
_CORE = "/core-properties"
_EMPTY_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">{}</cp:coreProperties>'
)
_SHOWN = re.compile(r"<dc:(title|subject)\b[^<>/]*>([^<>]*)</dc:\1\s*>")  # a cover takes them from there
_TIFF = (b"II*\x00", b"MM\x00*")  # whose places and times nobody takes out here
_A_LONG_TIME_AGO = (1980, 1, 1, 0, 0, 0)

_TAG = re.compile(r"""<(?:[\w.-]+:)?([\w.-]+)(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
_ATTRIBUTE = re.compile(r"""(\s(?:[\w.-]+:)?([\w.-]+)\s*=\s*)("[^"]*"|'[^']*')""")
# Element → its attributes that tell a person.
_PERSONS = {
    "person": ("author", "displayName", "userId", "providerId"),
    "presenceInfo": ("userId", "providerId"),
    "cmAuthor": ("name", "initials"),
    "author": ("name", "initials", "userId", "providerId"),
    "fileSharing": ("userName",),
    "header": ("userName",),
    "userInfo": ("name",),
}
_IN_WORD = ("author", "initials")  # of any element: comments, changes
_INSTEAD = {"initials": "", "providerId": "None"}  # of a number
_TOLD = (
    b"author",
    b"Author",
    b"person",
    b"presenceInfo",
    b"fileSharing",
    b"userName",
    b"userInfo",
    b"absPath",
)
_AUTHOR = re.compile(r"(<(?:[\w.-]+:)?author\b[^<>]*>)([^<]*)(?=</)")
_THREAD = "tc="  # the number of a thread, where an old program looks for a name
_FOLDER = re.compile(r"<[\w.-]+:absPath\b[^<>]*/>")  # where it was saved


def office(data: bytes, bare: Callable[[bytes, str], bytes]) -> bytes:
    """`bare`: what takes from a picture or a file within it where that was made. Other archives, and what is locked or
    broken, are given back as they are: the scan refuses these. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            if CONTENTS not in entries or any(map(_is_closed, entries.values())):
                return data
            return _Package(archive, entries, bare).written()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        return data


def _is_closed(entry: zipfile.ZipInfo) -> bool:
    return bool(entry.flag_bits & 1) or entry.file_size > MOST_UNPACKED


class _Package:
    def __init__(
        self,
        archive: zipfile.ZipFile,
        entries: dict[str, zipfile.ZipInfo],
        bare: Callable[[bytes, str], bytes],
    ) -> None:
        self.archive, self.entries, self.bare = archive, entries, bare
        self.numbers: dict[str, str] = {}  # name → what stands for it
        self.core = ""
        self.gone = {name for name in entries if name.lower().startswith(_ABOUT)}
        for said in _elements(self._text(_LINKS), "Relationship") if _LINKS in entries else ():
            if _SAYS_ABOUT.search(said.get("Type", "")):
                self.gone.add(_target(said))
            if said.get("Type", "").endswith(_CORE):
                self.core = _target(said)
        self.gone.discard(self.core)

    def written(self) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            for name, entry in self.entries.items():
                if name in self.gone or entry.is_dir():
                    continue
                info = zipfile.ZipInfo(name, _A_LONG_TIME_AGO)
                info.create_system = 0  # the same bytes on every machine
                info.compress_type = zipfile.ZIP_DEFLATED if entry.compress_type else zipfile.ZIP_STORED
                package.writestr(info, self._part(name))
        return out.getvalue()

    def _part(self, name: str) -> bytes:
        if name == self.core:
            kept = (found[0] for found in _SHOWN.finditer(self._text(name)))
            return _EMPTY_CORE.format("".join(kept)).encode()
        if name == _LINKS:
            return _without(
                self._text(name), "Relationship", lambda said: _target(said) in self.gone
            ).encode()
        if name == CONTENTS:
            return _without(
                self._text(name), "Override", lambda said: said.get("PartName", "").lstrip("/") in self.gone
            ).encode()
        data = self.archive.read(self.entries[name])
        if data.startswith(_TIFF):
            raise Unreadable(name)
        if not name.endswith((".xml", ".rels")):
            return self.bare(data, name)
        if not any(word in data for word in _TOLD):
            return data
        return self._nameless(name, _decoded(data)).encode()

    def _nameless(self, name: str, text: str) -> str:
        in_word = name.startswith("word/")

        def of_tag(found: re.Match[str]) -> str:
            wanted = (*_PERSONS.get(found[1], ()), *(_IN_WORD if in_word else ()))
            return _ATTRIBUTE.sub(lambda a: self._hidden(a, wanted), found[0]) if wanted else found[0]

        text = _TAG.sub(of_tag, text)
        if name.startswith("xl/"):
            text = _FOLDER.sub("", text)
            authors = {found[2] for found in _AUTHOR.finditer(text) if not found[2].startswith(_THREAD)}
            text = _AUTHOR.sub(lambda found: found[1] + self._number(found[2]), text)
            for author in sorted(authors - {""}):  # Excel writes it before the words of a comment as well
                text = text.replace(f">{author}:", f">{self._number(author)}:")
        return text

    def _hidden(self, attribute: re.Match[str], wanted: tuple[str, ...]) -> str:
        if attribute[2] not in wanted:
            return attribute[0]
        quote, value = attribute[3][0], attribute[3][1:-1]
        hidden = _INSTEAD.get(attribute[2], self._number(value))
        return f"{attribute[1]}{quote}{hidden}{quote}"

    def _number(self, name: str) -> str:
        """Who said two things is still the same one."""
        if not name.strip() or name.startswith(_THREAD):
            return name
        return self.numbers.setdefault(name, f"Author {len(self.numbers) + 1}")

    def _text(self, name: str) -> str:
        return _decoded(self.archive.read(self.entries[name]))


def _decoded(data: bytes) -> str:
    """Raises Unreadable."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("no UTF-8") from None


def _target(said: dict[str, str]) -> str:
    return posixpath.normpath("/" + said.get("Target", "")).lstrip("/")


def _elements(text: str, element: str) -> Iterator[dict[str, str]]:
    """Attributes of each."""
    for found in _TAG.finditer(text):
        if found[1] == element:
            yield dict(_attributes(found[0]))


def _attributes(tag: str) -> Iterator[tuple[str, str]]:
    for found in _ATTRIBUTE.finditer(tag):
        yield found[2], found[3][1:-1]


def _without(text: str, element: str, is_meant: Callable[[dict[str, str]], bool]) -> str:
    """Elements that have nothing within them."""

    def kept(found: re.Match[str]) -> str:
        return "" if found[1] == element and is_meant(dict(_attributes(found[0]))) else found[0]

    text = re.sub(rf"(<(?:[\w.-]+:)?{element}\b[^<>]*)></(?:[\w.-]+:)?{element}\s*>", r"\1/>", text)
    return _TAG.sub(kept, text)
