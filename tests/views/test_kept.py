"""Answers about clients that are kept from one build of the development server to the next."""

from __future__ import annotations

from datetime import date

import pytest

from cmkb.vault import Vault
from cmkb.views.kept import KeptAnswers
from tests.drawing import vault_of

TODAY = date(2026, 11, 23)
VAULT = """
=== clients/王芳.md
=== clients/李强.md
=== journal/2026-11-20.md
## 记录
- 10:00 电话 [[王芳]] 到期续做
=== docs/scripts/邀约.md
# 邀约
好吗
"""
MORE = VAULT.replace("=== docs", "- 11:00 微信 [[李强]] 约了周五\n- [ ] [[王芳]] 送资料\n=== docs")


@pytest.mark.parametrize(
    ("now", "asked_again"),
    [
        (VAULT, ""),
        (VAULT.replace("到期续做", "到期不续"), "王芳"),
        (MORE, "李强 王芳"),
        (VAULT.replace("王芳.md\n", "王芳.md\n喜欢上午\n"), "王芳"),
        (VAULT.replace("好吗", "好的"), "李强 王芳"),  # a talk track may be anybody's
        (VAULT.replace("李强", "李刚"), "李刚 王芳"),  # so may a name be
    ],
    ids=["nothing", "record", "record and task", "note", "talk track", "name"],
)  # fmt: skip
def test_only_whom_a_change_is_about_is_asked_again(now: str, asked_again: str) -> None:
    kept = KeptAnswers()

    def asks(vault: Vault) -> list[str]:
        again: list[str] = []
        answers = kept.begin(vault, b"", TODAY)
        for note in vault.of_kind("client"):
            for _ in range(2):
                answer = answers.get(
                    "title", note.path, lambda note=note: again.append(note.title) or note.title
                )  # type: ignore[misc]
                assert answer == note.title
        return again

    assert asks(vault_of(VAULT)) == ["李强", "王芳"]
    assert asks(vault_of(now)) == asked_again.split()


def test_another_day_asks_everything_again() -> None:
    kept, vault = KeptAnswers(), vault_of(VAULT)
    for day in (TODAY, date(2026, 11, 24)):
        answers = kept.begin(vault, b"", day)
        assert answers.get("day", "clients/王芳.md", day.isoformat) == day.isoformat()


def test_an_answer_is_made_again_when_what_it_comes_from_changes() -> None:
    kept, vault = KeptAnswers(), vault_of(VAULT)
    made: list[str] = []

    def ask(now: Vault, words: str) -> None:
        kept.begin(now, b"", TODAY).of("last words", words, lambda: made.append(words))

    ask(vault, "好")
    ask(vault, "好")
    ask(vault, "再见")
    assert made == ["好", "再见"]
    ask(vault_of(VAULT.replace("好吗", "好的")), "再见")  # a talk track is the same for all
    assert made == ["好", "再见", "再见"]


def test_a_page_of_the_former_site_that_is_made_late_says_nothing_about_the_next() -> None:
    """It is shown until a build succeeds. What its pages ask meanwhile is about notes that are no more."""
    kept, changed = KeptAnswers(), vault_of(VAULT.replace("到期续做", "到期不续"))
    former = kept.begin(vault_of(VAULT), b"", TODAY)
    kept.begin(changed, b"", TODAY)  # its build fails
    assert former.get("last", "clients/王芳.md", lambda: "到期续做") == "到期续做"
    answers = kept.begin(changed, b"", TODAY)
    assert answers.get("last", "clients/王芳.md", lambda: "到期不续") == "到期不续"
