"""`python -m manual.write` writes the generated pages into docs/. A test fails when they are not what the code says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from manual.commands import commands_page
from manual.examples import DOCS
from manual.forms import forms_page
from manual.keys import keys_page
from manual.methods import index_page, method_page, words
from manual.records import records_page
from manual.scale import scale_page

PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "keys.md": keys_page,
    "records.md": records_page,
    "forms.md": forms_page,
    "scale.md": scale_page,
    "methods/index.md": index_page,
    **{f"methods/{text:02}.md": partial(method_page, text) for text in words()},
}


def main() -> None:
    for path, page in PAGES.items():
        target = DOCS / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page(), encoding="utf-8", newline="\n")
        print(path)


if __name__ == "__main__":
    main()
