"""The generated pages of the manual say what the code says."""

from __future__ import annotations

import pytest

from manual.examples import DOCS
from manual.write import PAGES


@pytest.mark.parametrize("path", PAGES)
def test_a_generated_page_is_up_to_date(path: str) -> None:
    written = (DOCS / path).read_text(encoding="utf-8")
    assert written == PAGES[path](), "run: python -m manual.write"
