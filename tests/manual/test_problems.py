"""Every problem has an example that provokes it, and a mend that takes it away."""

from __future__ import annotations

import pytest

from cmkb.model.codes import CODES
from cmkb.model.problem import needs_mending
from manual.mends import AT_THE_TEAMS_SITE, ONLY_TOLD, fixed, left, mends, said, wanted
from manual.troubleshooting import LANGUAGES, index_page, letter_page, letters, words

SHOWN = [text for text in CODES if text not in ONLY_TOLD]


def test_no_problem_is_without_an_example_and_no_example_without_its_problem() -> None:
    assert set(mends()) == set(SHOWN)


@pytest.mark.parametrize("text", SHOWN)
def test_the_example_provokes_the_problem_and_its_mend_leaves_none(text: str) -> None:
    assert text in [one.text for one in said(text)]
    after = left(text)
    assert text not in [one.text for one in after]
    assert not needs_mending(after), [one.line_of_text() for one in after]


@pytest.mark.parametrize(
    "text", [text for text in SHOWN if CODES[text].fixable and text not in AT_THE_TEAMS_SITE]
)
def test_check_fix_writes_what_the_page_says(text: str) -> None:
    assert fixed(text) == wanted(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_can_be_found_and_every_letter_says_what_it_is_about(language: str) -> None:
    index = index_page(language)
    for letter, texts in letters().items():
        assert words(language)[letter]
        page = letter_page(letter, language)
        for code in {text.partition(".")[0] for text in texts}:
            assert f"[{code}]({letter}.md#{code})" in index
            assert f"## {code} {{#{code}}}" in page
