"""`python -m manual.write` writes the generated pages into docs/. A test fails when they are not what the code says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from manual.commands import commands_page
from manual.drawing import data_flow
from manual.examples import DOCS
from manual.forms import forms_page
from manual.headings import headings_page
from manual.keys import keys_page
from manual.look import tokens
from manual.methods import index_page, method_page, words
from manual.pages_of_the_site import album_page, site_page
from manual.records import records_page
from manual.scale import scale_page
from manual.troubleshooting import index_page as problems_page
from manual.troubleshooting import letter_page, letters

ROOTS = {"zh": "", "en": "en/"}
PAGES: dict[str, Callable[[], str]] = {
    "tokens.css": tokens,
    "developing/data-flow.svg": data_flow,
    "commands.md": commands_page,
    "keys.md": keys_page,
    "records.md": records_page,
    "forms.md": forms_page,
    "headings.md": headings_page,
    "methods/index.md": index_page,
    **{f"methods/{text:02}.md": partial(method_page, text) for text in words()},
    **{f"{root}site.md": partial(site_page, language) for language, root in ROOTS.items()},
    **{f"{root}album.md": partial(album_page, language) for language, root in ROOTS.items()},
    **{f"{root}scale.md": partial(scale_page, language) for language, root in ROOTS.items()},
    **{f"{root}problems/index.md": partial(problems_page, language) for language, root in ROOTS.items()},
    **{
        f"{root}problems/{letter}.md": partial(letter_page, letter, language)
        for language, root in ROOTS.items()
        for letter in letters()
    },
}


def main() -> None:
    for path, page in PAGES.items():
        target = DOCS / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page(), encoding="utf-8", newline="\n")
        print(path)


if __name__ == "__main__":
    main()
