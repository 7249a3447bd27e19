"""L3: a client is named and not linked, so the line is on no timeline."""

from __future__ import annotations

import pytest

from cmkb.views.mentions import unlinked_mentions
from tests.drawing import problem_lines, vault_of

CLIENTS = """
=== clients/王芳.md
---
别名: [王姐]
---
=== clients/王芳芳.md
=== clients/李强-1203.md
=== clients/高兴.md
=== clients/严.md
---
别名: [Lily]
---
"""


def mentioned(*lines: str) -> list[str]:
    """Names found in the records of a journal, and where."""
    vault = vault_of(f"{CLIENTS}=== journal/2026-11-23.md\n" + "\n".join(lines) + "\n")
    return [f"{p.line}:{p.column} {dict(p.params)['name']}" for p in sorted(unlinked_mentions(vault))]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("- 电话 王芳 到期", ["1:6 王芳"]),
        ("- 10:15 拜访 [[李强-1203]] 王姐也在，王芳没说话", ["1:24 王姐", "1:29 王芳"]),
        ("- 电话 [[王芳]] 王姐说考虑", []),  # linked, by whatever name
        ("- 电话 [[李强-1203]] [推荐人:: [[王芳]]] 王芳介绍的", []),  # in a field too
        ("- 电话 王芳芳 到期", ["1:6 王芳芳"]),  # not 王芳
        ("- 传单 50 · 电话 王芳", ["1:14 王芳"]),
        ("- 电话 [[李强-1203]] 很高兴，态度严肃", []),  # words of every day, and names of one character
        ("- 微信 [[李强-1203]] 约了Lily", ["1:20 Lily"]),
        ("- 微信 [[李强-1203]] Lilyan", []),
        ("- [ ] 给王芳打电话", []),  # a task is no record
        ("王芳来过", []),  # neither is text
    ],
)
def test_names_without_a_link(line: str, found: list[str]) -> None:
    assert mentioned(line) == found


def test_lines_of_the_plan_and_further_lines_of_a_record() -> None:
    assert mentioned("## 计划", "- 10:00 电话 王芳", "## 记录", "- 拜访 [[李强-1203]]", "    - 王姐也在") == [
        "2:12 王芳",
        "4:3 王姐",
    ]


def test_the_message_says_how_to_link() -> None:
    vault = vault_of(f"{CLIENTS}=== clients/b/李强-1203.md\n=== journal/2026-11-23.md\n- 电话 李强\n")
    (found,) = unlinked_mentions(vault)
    assert problem_lines([found]) == "journal/2026-11-23.md:1:6 L3"
    assert found.severity == "info"
    assert found.message() == (
        "提到了「李强」却没有链接，这一行进不了这位客户的时间线：写成 [[clients/b/李强-1203]]、[[clients/李强-1203]]"
    )


def test_a_vault_without_clients() -> None:
    assert list(unlinked_mentions(vault_of("=== journal/2026-11-23.md\n- 电话 王芳\n"))) == []
