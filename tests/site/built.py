"""A built site as tests look at it: every page parsed as a browser parses it, every link followed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

BIN = Path(sys.executable).parent
ADDRESSES = ("href", "src", "action", "formaction", "data", "srcdoc", "xlink:href", "poster", "srcset")
_ASSIGNMENT = re.compile(r"(?:window\.\w+|\(window\S+?\)\)\.(?:names|texts\[\d+\]))=(.*);\n", re.S)
LIVING = ("javascript:", "vbscript:", "data:text", "data:application", "blob:")


@dataclass
class Html(HTMLParser):
    """`attributes`: (tag, name, value) of every element. `text`: what is shown."""

    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)  # addresses, or the code of those in the page
    text: str = ""
    inside: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag in ("script", "style"):
            self.inside = tag
        if tag == "script":
            self.scripts.append(dict(attrs).get("src") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts[-1] += data
        elif not self.inside:
            self.text += data

    @property
    def ids(self) -> set[str]:
        return {value for _, name, value in self.attributes if name == "id"}

    @property
    def links(self) -> list[str]:
        return [value for _, name, value in self.attributes if name in ("href", "src")]

    def living(self) -> list[str]:
        """Everything that would run, but for script elements."""
        return [
            f"<{tag} {name}={value[:60]}>"
            for tag, name, value in self.attributes
            if name.startswith("on")
            or (name in ADDRESSES and re.sub(r"[\s\x00-\x1f]", "", value).lower().startswith(LIVING))
        ]


@cache
def page(path: Path) -> Html:
    html = Html()
    html.feed(path.read_text("utf-8"))
    html.close()
    return html


def pages(site: Path) -> Iterator[tuple[str, Html]]:
    for file in sorted(site.rglob("*.html")):
        yield file.relative_to(site).as_posix(), page(file)


def content(site: Path) -> dict[str, bytes]:
    """Every file but what MkDocs stamps with the day of the build."""
    files = sorted(file for file in site.rglob("*") if file.is_file())
    return {
        f.relative_to(site).as_posix(): f.read_bytes() for f in files if not f.name.startswith("sitemap.xml")
    }


def broken_links(site: Path) -> list[str]:
    """`page → address` for every address within the site that leads nowhere, anchors included."""
    broken = []
    for name, html in pages(site):
        if name == "404.html":  # is served at any depth: its addresses begin at the root
            continue
        for link in dict.fromkeys(html.links):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            place = (
                Path(os.path.normpath(site / Path(name).parent / unquote(parts.path)))
                if parts.path
                else site / name
            )
            if place.is_dir():
                place /= "index.html"
            anchor = unquote(parts.fragment)
            if (
                not place.is_file()
                or not place.is_relative_to(site)
                or (anchor and place.suffix == ".html" and not _has(page(place), anchor))
            ):
                broken.append(f"{name} → {link}")
    return broken


def _has(html: Html, anchor: str) -> bool:
    """What is chosen in the table of clients stands in its address, `#tier=金卡`, for the script to read."""
    if "=" in anchor and ("section", "data-live", "clients") in html.attributes:
        return True
    return anchor in html.ids or anchor in ("__skip",)


def requests(site: Path) -> list[str]:
    """Addresses elsewhere that opening a page would ask for."""
    return [
        f"{name}: <{tag} {value}>"
        for name, html in pages(site)
        for tag, attribute, value in html.attributes
        if attribute in ("src", "srcset", "href", "data")
        and tag not in ("a", "area")
        and re.match(r"(?:[a-z]+:)?//", value)
    ]


def data_of(file: Path) -> object:
    """What a generated `place=value;` file assigns."""
    match = _ASSIGNMENT.fullmatch(file.read_text("utf-8"))
    assert match, f"{file.name} is no assignment"
    value = match[1]
    if value.startswith("JSON.parse('"):  # a text instead of a literal: see pages/javascript.py
        value = re.sub(r"\\(.)", r"\1", value.removeprefix("JSON.parse('").removesuffix("')"))
    return json.loads(value)


def run(program: str, *args: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A program beside this Python: `run("mkdocs", "build", cwd=vault)`."""
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "PYTHONUTF8": "1"}
    return subprocess.run(
        [str(BIN / program), *args],
        cwd=cwd,
        env={**os.environ, **quiet, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def warnings(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if line.startswith(("WARNING", "ERROR"))]
