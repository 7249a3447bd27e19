"""YAML drawn in text → nodes with their places, or the fault as its writer would name it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from cmkb.files.yaml import Mapping, Node, Scalar, Sequence, read_yaml
from cmkb.files.yaml_events import _Reader
from cmkb.files.yaml_lines import read_lines
from cmkb.model.codes import CODES

SUITE = Path(__file__).parents[3] / "shared/corpora/yaml-test-suite/src"


def drawn(node: Node | None) -> str:
    """`text@line:column`, quoted scalars in quotes."""
    if node is None:
        return "nothing"
    place = f"@{node.place.line}:{node.place.column}"
    if isinstance(node, Scalar):
        return (node.text if node.plain else repr(node.text)) + place
    if isinstance(node, Sequence):
        return f"[{' '.join(map(drawn, node.items))}]{place}"
    return f"{{{' '.join(f'{drawn(key)}={drawn(value)}' for key, value in node.entries)}}}{place}"


def faults(text: str) -> list[str]:
    return [f"{f.place.line}:{f.place.column} {f.text}" for f in read_yaml(text).faults]


def test_every_node_knows_its_place() -> None:
    text = "name: 王芳\naliases: [王姐, '芳芳']\nphones:\n  - 13800000001\n\nnext:\n"
    assert drawn(read_yaml(text, first_line=2).root) == (
        "{name@2:1=王芳@2:7 aliases@3:1=[王姐@3:11 '芳芳'@3:15]@3:10 "
        "phones@4:1=[13800000001@5:5]@5:3 next@7:1=@7:6}@2:1"
    )


def test_nothing_is_typed_by_its_looks() -> None:
    text = "a: yes\nb: 0012\nc: 2026-02-30\nd: null\ne: 1e3\n"
    assert (
        drawn(read_yaml(text).root)
        == "{a@1:1=yes@1:4 b@2:1=0012@2:4 c@3:1=2026-02-30@3:4 d@4:1=null@4:4 e@5:1=1e3@5:4}@1:1"
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# 注释\n", "---\n...\n"])
def test_an_empty_text_is_nothing_and_no_fault(text: str) -> None:
    loaded = read_yaml(text)
    assert not loaded.faults
    assert loaded.root is None or drawn(loaded.root).startswith("@")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name: 王芳\n\ttier: 金卡\n", "2:1 F4.tab"),
        ('name: "王芳\ntier: 金卡\n', "1:7 F4.quote"),
        ('name: "王芳"的\n', "1:11 F4.after_quote"),
        ("客户: 张三: 李四\n", "1:7 F4.colon"),
        ("name: @王芳\n", "1:7 F4.reserved"),
        ("rate: %3\n", "1:7 F4.reserved"),
        ("name: `王芳`\n", "1:7 F4.reserved"),
        ("name: *王芳*\n", "1:8 F4.star"),
        ("name: !重要\n", "1:8 F4.star"),
        ("name: 王芳\n姓名：王芳\ntier: 金卡\n", "2:1 F4.no_colon"),
        ("name: 王芳\n  tier: 金卡\n", "2:7 F4.indent"),
        ("phones: [138, 139\ntier: 金卡\n", "1:9 F4.bracket"),
        ("<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> b\n", "1:1 F4.merge_marks"),
        ("a: b\x00\n", "1:5 F4.control"),
        ("a: !!str 3\n", "1:4 F4.tag"),
        ("a: *nobody\n", "1:4 F4.alias"),
        ("? [a]\n: b\n", "1:3 F4.key"),
        ("a: {<<: b}\n", "1:5 F4.merge"),
        ("a: 1\n---\nb: 2\n", "2:1 F4.documents"),
    ],
)
def test_a_mistake_is_named_and_located(text: str, fault: str) -> None:
    assert fault in faults(text)
    assert read_yaml(text).root is None


def test_a_repeated_key_keeps_the_first_and_names_both_lines() -> None:
    loaded = read_yaml("name: 王芳\ntier: 金卡\nname: 李四\n")
    assert drawn(loaded.root) == "{name@1:1=王芳@1:7 tier@2:1=金卡@2:7}@1:1"
    assert [(f.text, f.place.line, dict(f.params)) for f in loaded.faults] == [
        ("F5", 3, {"key": "name", "first": "1"})
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: " + "x" * 70_000, "1:1 F6.size"),
        ("a: " + "王" * 25_000, "1:1 F6.size"),
        ("{a: " * 12_000, "1:78 F6.depth"),
        ("- " * 20_000, "1:41 F6.depth"),
        ("a: &a [1, 2, 3, 4]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]\nd: [*b]\n", "3:17 F6.aliases"),
    ],
)
def test_a_text_made_to_overwhelm_is_refused(text: str, fault: str) -> None:
    assert faults(text) == [fault]


def test_brackets_that_crash_an_interpreter_are_refused() -> None:
    (fault,) = faults("[" * 50_000)  # at the place where libyaml or we stop counting first
    assert fault in ("1:21 F6.depth", "1:1001 F6.depth")


def test_a_few_aliases_are_expanded() -> None:
    assert drawn(read_yaml("a: &x [1]\nb: *x\n").root) == "{a@1:1=[1@1:8]@1:4 b@2:1=[1@1:8]@1:4}@1:1"


def test_other_programs_tags_are_passed_over_when_asked() -> None:
    text = "site_url: !ENV [SITE, x]\n"
    assert faults(text) == ["1:11 F4.tag"]
    assert drawn(read_yaml(text, tags=True).root) == "{site_url@1:1=[SITE@1:17 x@1:23]@1:11}@1:1"


def test_a_line_separator_that_only_yaml_knows_does_not_shift_the_lines() -> None:
    assert drawn(read_yaml("a: x\u2028y\nb: 1\n").root) == "{a@1:1=x y@1:4 b@2:1=1@2:4}@1:1"


def test_an_escape_cannot_smuggle_in_a_control_character() -> None:
    assert drawn(read_yaml('a: "\\e[31m\\0"\n').root) == "{a@1:1='\ufffd[31m\ufffd'@1:4}@1:1"


# --- the direct reading of plain lines -------------------------------------------------------

FRAGMENTS = st.sampled_from(
    [
        *"名x1é[],:-{|>&*!%@?~=\\\"'#：\n\t \u3000\u2028\ufeff",
        "key",
        ": ",
        "- ",
        "  ",
        " #",
        "<<",
        "...",
        "---",
        "http://x",
        "10:30",
        "a: b\n",
        "a: \n- x\n",
        "c: [a, 'b']\n",
        "  - y\n",
        "# z\n",
        'd: "q"\n',
        ", ",
    ]
)


@given(st.lists(FRAGMENTS, max_size=14).map("".join))
@example("a:\n- x\n\n- y\n")
@example("a :  b  \n")
@example("a: b c#d e:f\n")
def test_plain_lines_read_directly_as_libyaml_reads_them(text: str) -> None:
    direct = read_lines(text, 1)
    if direct is not None:
        found: list[object] = []
        assert direct == _Reader(text, 1, False, found).document()
        assert not found


def test_plain_lines_are_read_directly() -> None:
    assert (
        read_lines("name: 王芳\naliases: [王姐, \"芳芳\"]\nphones:\n  - '138'\n# 注\n\nnext:\n", 1)
        is not None
    )


# --- hostile input ---------------------------------------------------------------------------


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_known_fault(text: str) -> None:
    loaded = read_yaml(text)
    assert all(fault.text in CODES for fault in loaded.faults)
    lines = text.count("\n") + text.count("\r") + 2
    assert all(1 <= fault.place.line <= lines for fault in loaded.faults)


def test_a_fault_never_tells_a_value() -> None:
    for text in ("phones: [13812345678\n", "13812345678: a\n13812345678 b\n", "a: 13812345678: b\n"):
        assert "13812345678" not in repr(read_yaml(text).faults)


# What libyaml takes although YAML 1.2 forbids it; all of it is harmless: where continued lines of brackets and
# quotes begin, a comment right behind a bracket or quote, `-` in brackets.
LENIENT = {"9C9N", "9JBA", "CVW2", "DK95", "G5U8", "MUS6", "QB6E", "S98Z", "SU5Z", "X4QW", "Y79Y", "YJV2"}


def suite() -> list[tuple[str, str, bool]]:
    """Name, text and whether it must be refused, of each case."""
    cases = []
    for file in sorted(SUITE.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            if "yaml" in case:
                cases.append((file.stem, _visible(case["yaml"]), bool(case.get("fail"))))
    return cases


def _visible(text: str) -> str:
    """The suite draws blanks, tabs, marks and missing line ends as signs."""
    text = re.sub("—*»", "\t", text.replace("␣", " "))
    return text.replace("⇔", "\ufeff").replace("↵", "").replace("∎\n", "").replace("←", "\r")


@pytest.mark.skipif(not SUITE.is_dir(), reason="skipped: not there: ../shared/corpora/yaml-test-suite")
def test_the_yaml_test_suite_is_read_or_refused_and_what_is_wrong_is_refused() -> None:
    cases = suite()
    assert len(cases) > 400
    accepted = set()
    for name, text, wrong in cases:
        loaded = read_yaml(text)
        assert all(fault.text in CODES for fault in loaded.faults), name
        assert loaded.root is None or isinstance(loaded.root, Scalar | Sequence | Mapping)
        if wrong and not loaded.faults:
            accepted.add(name)
    assert accepted == LENIENT
