"""The kit for Obsidian and VS Code: what it writes is what these programs read, for every built-in playbook."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from cmkb.load import load_settings, load_vault
from cmkb.model.problem import needs_mending
from cmkb.playbooks.loader import builtin_names, load_playbook
from cmkb.writing.new_vault import new_vault
from cmkb.writing.obsidian import obsidian_files
from cmkb.writing.templates import templates
from cmkb.writing.vscode import front_matter_schema, snippets, vscode_files

PLAYBOOKS = sorted(builtin_names())
VIEW_KEYS = {"type", "name", "filters", "groupBy", "order"}


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_bases_are_of_the_documented_form(name: str) -> None:
    files = obsidian_files(load_playbook(name)[0])
    for path in ("客户.base", "今日.base", "话术.base"):
        base = yaml.safe_load(files[path])
        assert set(base) == {"filters", "formulas", "properties", "views"}
        known = {f"formula.{key}" for key in base["formulas"]} | {"file.name"}
        assert set(base["properties"]) == known
        for formula in base["formulas"].values():
            assert formula.count("(") == formula.count(")")
        for view in base["views"]:
            assert set(view) <= VIEW_KEYS
            assert view["type"] in ("table", "cards")
            assert set(view["order"]) <= known
            assert view.get("groupBy", {}).get("property", "file.name") in known


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_templates_filled_in_are_notes_without_a_problem(name: str, tmp_path: Path) -> None:
    root = tmp_path / "v"
    new_vault(root, playbook=name, today=date(2026, 11, 23), sample=False, obsidian=True)
    folders = {
        "客户": "clients",
        "话术": "docs/scripts",
        "产品": "docs/products",
        "事项": "cases",
        "目标": "periods",
    }
    folders |= {"日志": "journal", "流程": "docs/howto"}
    for template in (root / "模板").iterdir():
        title = {"目标": "2026-12", "日志": "2026-12-01"}.get(template.stem, f"新{template.stem}")
        text = template.read_text("utf-8").replace("{{title}}", title)
        text = text.replace("{{date:YYYY-MM-DD}}", "2026-11-23")
        assert "{{" not in text
        target = root / folders.get(template.stem, "clients/其他") / f"{title}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    loaded = load_vault(root, load_settings(root).settings)
    assert not needs_mending(loaded.problems), loaded.problems
    assert {"script", "product", "client", "journal"} <= {note.kind for note in loaded.vault.notes.values()}


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_the_title_of_a_template_is_filled_in_once_as_a_name_where_its_kind_has_one(name: str) -> None:
    found = templates(load_playbook(name)[0])
    assert {text.count("{{title}}") for word, text in found.items() if word != "目标"} <= {0, 1}
    assert '\n姓名: "{{title}}"\n' in found["客户"]
    assert '\n名称: "{{title}}"\n' in found["产品"]
    assert found["话术"].count("\n# {{title}}\n") == 1


def test_obsidian_finds_its_settings() -> None:
    files = obsidian_files(load_playbook("bank-personal")[0])
    daily = json.loads(files[".obsidian/daily-notes.json"])
    assert f"{daily['template']}.md" in files
    assert json.loads(files[".obsidian/templates.json"])["folder"] == "模板"
    for snippet in json.loads(files[".obsidian/appearance.json"])["enabledCssSnippets"]:
        assert f".obsidian/snippets/{snippet}.css" in files
    assert (
        json.loads(files[".obsidian/plugins/obsidian-tasks-plugin/data.json"])["taskFormat"]
        == "tasksPluginEmoji"
    )
    assert files["待办.md"].count(b"```tasks\n") == 4


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_snippets_have_their_places_in_order(name: str) -> None:
    playbook = load_playbook(name)[0]
    found = snippets(playbook)
    for kind in playbook.kinds:
        assert kind in found[f"记录 {kind}"]["prefix"]
    for title, snippet in found.items():
        assert set(snippet) == {"scope", "prefix", "body", "description"}
        body = re.sub(r"\\.", "", "\n".join(snippet["body"]))
        places = [int(number) for number in re.findall(r"\$\{(\d+)", body)]
        assert places == list(range(1, len(places) + 1)), title
        assert "{{" not in body, title
        assert body.count("${") == body.count("}"), title


def test_the_schema_knows_every_word_for_a_field() -> None:
    playbook = load_playbook("bank-personal")[0]
    schema = front_matter_schema(playbook, "client")
    for word in ("name", "姓名", "tier", "等级", "客户等级", "手机"):
        assert word in schema["properties"]
    assert schema["additionalProperties"] is True
    assert schema["properties"]["等级"]["anyOf"][0]["enum"][:2] == ["普通", "金卡"]
    files = vscode_files(playbook)
    settings = json.loads(files[".vscode/settings.json"])
    for path in settings["yaml.schemas"]:
        assert path.removeprefix("./") in files
    for data in files.values():
        assert json.loads(data)
