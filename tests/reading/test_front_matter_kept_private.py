"""In doubt a note is private, and nothing of its head ends up in the body or in a message."""

from __future__ import annotations

import pytest
from drawn_heads import PLAYBOOK, found, read
from hypothesis import example, given
from hypothesis import strategies as st

from cmkb.model.codes import CODES
from cmkb.model.note import KINDS, SourceFile
from cmkb.reading.front_block import KEY_LINE
from cmkb.reading.front_matter import read_front_matter


@pytest.mark.parametrize(
    "line",
    [
        'visibility: "true"', "visibility: true", "visibility: Team", "visibility: ｔｅａｍ", "visibility: [team]",
        "visibility: public", "visibility: {a: team}", "可见范围: 公开", "visiblity: team",
    ],
)  # fmt: skip
def test_anything_but_private_or_team_is_an_error_and_private(line: str) -> None:
    head = read(f"---\ncategory: 异议\n{line}\n---\n正文", "script")
    assert head.front.fields["visibility"] == "private"
    assert "Y6.visibility" in " ".join(found(head))
    assert not head.front.readable


@pytest.mark.parametrize(
    "text",
    [
        "---\nvisibility: team\n可见范围: private\n---\n",
        "---\nvisibility: team\nvisibility: private\n---\n",
        "---\nvisibility: team\nx: [\n---\n",
        "\n---\nvisibility: team\n---\n",
        "---\nvisibility: team\n正文",
        "visibility: team\n---\n正文",
    ],
)
def test_in_doubt_a_note_is_private(text: str) -> None:
    head = read_front_matter(SourceFile("docs/scripts/异议.md", text), "script", PLAYBOOK)
    assert head.front.fields["visibility"] == "private"
    assert not head.front.readable


def test_team_and_private_are_taken_at_their_word() -> None:
    assert read("---\nvisibility: team\n---\n", "script").front.fields == {"visibility": "team"}
    assert read("---\n可见范围: 'private'\n---\n", "script").front.fields == {"visibility": "private"}


# --- hostile input -------------------------------------------------------------------------------------------


SECRET = "6222020200012345678"
LINE = st.sampled_from(
    [
        f"name: {SECRET}", f"电话：{SECRET}", f'job_title: "{SECRET}', f"备注: {SECRET}: {SECRET}", f"未知: {SECRET}",
        f"- {SECRET}", f"  {SECRET}", f"# {SECRET}", f"{SECRET}", f"\t{SECRET}: x", f"x: [{SECRET}", f"`{SECRET}",
        f"<<<<<<< {SECRET}", f"tier: @{SECRET}", f"birthday: {SECRET}", f"[[{SECRET}]]", f"家庭: [[{SECRET}]]",
        "", "tier: 金卡", "tier: 金卡", "phones:", "visibility: team", "--", f"----x{SECRET}", f"...{SECRET}",
    ]
)  # fmt: skip


@given(st.lists(LINE, max_size=12), st.sampled_from(["---", "---  ", "...", "-----"]), st.booleans())
@example([f"- {SECRET}", f"未知: {SECRET}"], "---", True)
def test_nothing_of_a_block_between_fences_ends_up_in_the_body(
    lines: list[str], fence: str, blank: bool
) -> None:
    text = "\n" * blank + "\n".join(["---", *lines, fence, "# 正文", "", "第二段"])
    head = read_front_matter(SourceFile("clients/王芳.md", text), "client", PLAYBOOK)
    assert head.body == "# 正文\n\n第二段"
    assert text.split("\n")[head.body_line - 1] == "# 正文"
    assert all(p.text in CODES for p in head.problems)


KEYS = st.lists(
    st.sampled_from(
        [f"name: {SECRET}", f"电话：{SECRET}", f"未知: {SECRET}", "phones:\n  - " + SECRET, "tier: 金卡"]
    ),
    min_size=1,
    max_size=8,
)


@given(
    KEYS, st.sampled_from(["\n# 王芳\n\n正文", "\n正文", "\n## 记录\n- 10:15 电话 [[李强]]", "\n\n> 引文"])
)
def test_nothing_of_a_block_without_an_end_ends_up_in_the_body(lines: list[str], body: str) -> None:
    text = "\n".join(["---", *lines]) + "\n" + body
    head = read_front_matter(SourceFile("clients/王芳.md", text), "client", PLAYBOOK)
    assert SECRET not in head.body
    assert head.body.strip() == body.strip()
    assert not head.front.readable


@given(st.lists(LINE, max_size=12))
def test_a_problem_of_an_unparsable_block_never_tells_its_values(lines: list[str]) -> None:
    text = "\n".join(["---", *lines, "x: [", "---", ""])
    head = read_front_matter(SourceFile("clients/王芳.md", text), "client", PLAYBOOK)
    for problem in head.problems:
        assert SECRET not in problem.line_of_text("zh") + problem.line_of_text("en")


@given(st.text(max_size=200) | st.lists(LINE, max_size=8).map("\n".join), st.sampled_from(KINDS))
def test_any_text_is_read_without_a_crash_and_the_body_is_part_of_it(text: str, kind: str) -> None:
    source = SourceFile("a.md", text.replace("\r", "\n"))
    head = read_front_matter(source, kind, PLAYBOOK)
    body = head.body.strip("\n")
    assert all(line in source.text for line in body.split("\n"))
    assert all(1 <= p.line <= source.text.count("\n") + 2 and p.column >= 1 for p in head.problems)
    assert head.problems == tuple(sorted(head.problems))


@pytest.mark.parametrize(
    "text",
    [
        "---\n" + "x" * 1_000_000,
        "---\na" + " " * 1_000_000 + "b\n---\n",
        "---\n" + "a: [" * 100_000 + "\n---\n",
        "---\n" + "- " * 300_000 + "\n---\n",
        "---\n" + "k：v\n" * 100_000 + "---\n",
        "\n".join(f"key{n}: {n}" for n in range(100_000)),
        "---\n" + "\n".join(f"brithda{n}: {n}" for n in range(4000)) + "\n---\n",
        "---\naliases: " + "（" * 60_000 + "\n---\n",
        "---\nphones: " + "1 " * 30_000 + "\n---\n",
        "---\n" + "-" * 1_000_000 + "x\n",
        "-" * 1_000_000,
        "---" + " " * 1_000_000 + "x",
        " \n" * 500_000,
    ],
)
def test_a_text_made_to_take_forever_does_not(text: str) -> None:
    head = read_front_matter(SourceFile("a.md", text), "client", PLAYBOOK)
    assert len(head.body) <= len(text)


def test_a_key_ends_at_its_colon_however_far_the_blanks_reach() -> None:
    match = KEY_LINE.match("姓名  ：王芳")
    assert match is not None
    assert match["key"] == "姓名"
