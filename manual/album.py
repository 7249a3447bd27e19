"""`python -m manual.album [FOLDER]`: the pictures of tests/browser/album.py, made small for the manual.

FOLDER is where they lie, `build/album` by default; `make album` makes them and then calls this. Chromium writes the
WebP, so that no further program is needed. `pages_of_the_site.yml` says what stands beside them.
"""

from __future__ import annotations

import base64
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from manual.examples import DOCS
from tests.browser.album import browser
from tests.browser.page_types import PAGE_TYPES

FOLDER = DOCS / "album"
MOST_BYTES = 3_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """Of the picture, in pixels: as wide, and what lies below `tallest` is cut off. `quality` from 0 to 1."""

    width: int
    tallest: int
    quality: float


LOOKS = {
    "light": Size(900, 600, 0.55),
    "dark": Size(560, 374, 0.5),
    "phone": Size(300, 616, 0.5),
    "paper": Size(420, 594, 0.5),
}

_SHRINK = """async ([source, width, tallest, quality]) => {
    const image = new Image()
    image.src = source
    await image.decode()
    const scale = width / image.naturalWidth
    const canvas = document.createElement("canvas")
    canvas.width = width
    canvas.height = Math.min(Math.round(image.naturalHeight * scale), tallest)
    const context = canvas.getContext("2d")
    context.imageSmoothingQuality = "high"
    context.drawImage(image, 0, 0, width, Math.round(image.naturalHeight * scale))
    return canvas.toDataURL("image/webp", quality)
}"""


def names() -> list[str]:
    """Of every page type; the call mode is a look of a talk track that has no paper."""
    return [*PAGE_TYPES, "script-call"]


def main(pictures: Path) -> None:
    with browser() as chromium:
        page = chromium.new_page()
        for look, size in LOOKS.items():
            for name in names():
                source = _source(pictures, look, name)
                if source is not None:
                    target = FOLDER / look / f"{name}.webp"
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(shrunk(page, source, size))
    print(f"{total() / 1e6:.1f} MB: {FOLDER}")


def _source(pictures: Path, look: str, name: str) -> Path | None:
    """Of a paper its first sheet."""
    if look != "paper":
        return pictures / look / f"{name}.png"
    sheets = sorted((pictures / look).glob(f"{name}-*.png"))
    return next((one for one in sheets if one.stem.removeprefix(f"{name}-") in ("1", "01")), None)


def shrunk(page: Page, source: Path, size: Size) -> bytes:
    address = "data:image/png;base64," + base64.b64encode(source.read_bytes()).decode()
    answer: str = page.evaluate(_SHRINK, [address, size.width, size.tallest, size.quality])
    return base64.b64decode(answer.partition(",")[2])


def total() -> int:
    return sum(file.stat().st_size for file in FOLDER.rglob("*.webp"))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/album"))
