"""Whatever a client's note says: exported and imported it stays byte for byte what it was; an edited cell changes its key alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmkb.exchange.cells import in_a_note
from cmkb.exchange.client_import import Create, ImportPlan, Rules, Same, Update, plan_import
from cmkb.exchange.columns import is_heading, map_columns
from cmkb.exchange.csv_text import as_csv
from cmkb.exchange.incoming_table import read_csv, read_spreadsheet
from cmkb.exchange.tables import client_table
from cmkb.exchange.workbook import as_workbook
from cmkb.load import load_settings, load_vault
from cmkb.playbooks.loader import load_playbook
from cmkb.vault import Vault
from cmkb.writing.blank_notes import quoted
from cmkb.writing.changes import preview
from cmkb.writing.imported_clients import changed_client

DAY = date(2026, 11, 23)
PLAYBOOK = load_playbook("bank-personal")[0]
words = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\u2028\u2029"), min_size=1, max_size=20).map(
    str.strip
).filter(bool)  # fmt: skip
fields = st.fixed_dictionaries(
    {},
    optional={
        "职业": words.map(quoted),
        "家庭情况": words.map(quoted),
        "称呼": words.map(quoted),
        "爱好": st.lists(words.map(quoted), min_size=1, max_size=3).map(lambda xs: f"[{', '.join(xs)}]"),
        "资产": st.sampled_from(["20万", "1,200,000", "95000", "3.5万", "０"]),
        "生日": st.sampled_from(["1968-03-21", "1899-01-02", "2026/3/1", "1900-01-01"]),
        "农历生日": st.sampled_from(['"02-23"', "闰六月初八", "腊月三十"]),
        "电话": st.sampled_from(["138 0000 8899", "[13800008899, 010-87654321]", "+852 2345 6789"]),
        "重点客户": st.sampled_from(["true", "否"]),
        "联系频率": st.sampled_from(["10d/15d", "none", "month"]),
        "推荐人": st.sampled_from(['"[[李强]]"', "李强", '["[[李强|老李]]", 王五]']),
        "下次联系": st.just("2026-12-01"),
        "=宠物": words.map(quoted),
    },
)


def loaded(folder: Path, front: dict[str, str]) -> Vault:
    (folder / "mkdocs.yml").write_text("site_name: x\nplugins: [cmkb]\n", "utf-8")
    (folder / "clients").mkdir(exist_ok=True)
    lines = [
        "---",
        "姓名: 王芳  # 名",
        *(f"{quoted(key)}: {value}" for key, value in front.items()),
        "---",
        "正文",
        "",
    ]
    (folder / "clients/王芳.md").write_text("\n".join(lines), "utf-8", newline="\n")
    (folder / "clients/李强.md").write_text("---\n姓名: 李强\n---\n", "utf-8")
    return load_vault(folder, load_settings(folder).settings).vault


def plan_of(vault: Vault, incoming: Any, rules: Rules | None = None) -> ImportPlan:
    extras = [key for note in vault.of_kind("client") for key in note.front.extra]
    return plan_import(
        vault, incoming, map_columns(incoming, vault.playbook, {}, extras), "x", rules or Rules()
    )


def known(word: str) -> bool:
    return is_heading(PLAYBOOK, word)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(fields)
def test_out_and_in_again_says_nothing_new(front: dict[str, str]) -> None:
    with TemporaryDirectory() as name:
        vault = loaded(Path(name), front)
        table = client_table(vault)
        for incoming in (
            read_csv(as_csv(table), "x.csv", known),
            read_spreadsheet(as_workbook([table], [], DAY, "说明"), "x.xlsx", known),
        ):
            plan = plan_of(vault, incoming, Rules(overwrite=True, empty=True))
            assert len(plan.of(Same)) == 2, (front, plan.decisions)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(fields, words)
def test_an_edited_cell_changes_its_key_alone(front: dict[str, str], word: str) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        vault = loaded(folder, front)
        incoming = read_csv(as_csv(client_table(vault)), "x.csv", known)
        column = incoming.columns.index("职业")
        rows = tuple(
            type(row)(row.line, (*row.cells[:column], word, *row.cells[column + 1 :]))
            if "clients/王芳.md" in row.cells
            else row
            for row in incoming.rows
        )
        plan = plan_of(vault, type(incoming)(incoming.columns, rows))
        assert not plan.of(Create)
        for update in plan.of(Update):
            assert [change.spec.key for change in update.changes] == ["occupation"]
            values = {c.spec.key: (c.spec, in_a_note(c.value)) for c in update.changes}
            (change,) = preview(folder, {update.path: changed_client(vault, update.path, values)})
            assert change.before is not None
            assert change.after is not None
            before, after = (text.decode().split("\n") for text in (change.before, change.after))
            assert [line for line in before if "职业" not in line] == [
                line for line in after if "职业" not in line
            ]
