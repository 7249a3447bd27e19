"""The manual's pictures of the site: all there, and small."""

from __future__ import annotations

from manual.album import FOLDER, LOOKS, MOST_BYTES, names, total
from manual.pages_of_the_site import undrawn, words


def test_every_type_of_page_is_shown_and_told_of_in_both_languages() -> None:
    assert undrawn() == [], "run: make album"
    assert list(words("zh")) == list(words("en"))


def test_no_picture_is_of_a_page_that_is_gone() -> None:
    drawn = {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*") if file.is_file()}
    assert drawn <= {f"{look}/{name}.webp" for look in LOOKS for name in names()}


def test_the_pictures_together_stay_small() -> None:
    assert 0 < total() <= MOST_BYTES
