"""The notes on the manual's pages are read without a problem, or with those that the page says."""

from __future__ import annotations

import re
import shlex
import tomllib
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from cmkb.cli.main import main
from cmkb.load import Loaded, all_problems, load_settings, load_vault
from cmkb.reading.dates import date_as_said
from cmkb.writing.new_vault import new_vault
from manual.examples import CHECK, DOCS, blocks, commands, said, vault_files
from manual.keys import KINDS, playbook
from manual.records import VALUES
from tests.conftest import draw

TODAY = date(2026, 11, 23)
ALL = {str(path.relative_to(DOCS)): path.read_text(encoding="utf-8") for path in sorted(DOCS.rglob("*.md"))}
RUN_ELSEWHERE = ("server.md",)  # pages whose commands, of other programs too, have a test of their own
WITHOUT_A_DAY = ("backup", "init")
LISTED_ON_A_PAGE = ("methods/", "problems/", "en/problems/")
WITH_NOTES = [path for path, page in ALL.items() if vault_files(page)]


def loaded(folder: Path, page: str) -> Loaded:
    drawing = "".join(f"=== {path}\n{text}" for path, text in vault_files(page).items())
    root = draw(folder, drawing)
    return load_vault(root, load_settings(root).settings)


@pytest.mark.parametrize("path", WITH_NOTES)
def test_the_notes_on_a_page_have_the_problems_that_the_page_says(path: str, tmp_path: Path) -> None:
    found = all_problems(loaded(tmp_path / "vault", ALL[path]), TODAY)
    lines = [f"{p.path}:{p.line}:{p.column}: {p.message('zh')}" for p in found]
    assert lines == said(ALL[path], CHECK)


@pytest.mark.parametrize("path", [path for path in WITH_NOTES if path not in RUN_ELSEWHERE])
def test_the_commands_on_a_page_work_and_say_what_it_shows(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the vault of the page, in order. Of a long answer a page may show some lines only."""
    monkeypatch.chdir(loaded(tmp_path / "vault", ALL[path]).folder)
    shown = {one.title for one in blocks(ALL[path]) if one.title.startswith("cmkb ")} - {CHECK}
    for command in dict.fromkeys([*commands(ALL[path]), *sorted(shown)]):
        program, *arguments = shlex.split(command)
        assert program == "cmkb", command
        day = [] if arguments[0] in WITHOUT_A_DAY else ["--today", TODAY.isoformat()]
        answer = CliRunner().invoke(main, [*arguments, *day], catch_exceptions=False)
        assert answer.exit_code == 0, (command, answer.output)
        lines = [" ".join(line.split()) for line in answer.output.splitlines()]
        expected = [" ".join(line.split()) for line in said(ALL[path], command)] if command in shown else []
        assert [line for line in expected if line not in lines] == [], (command, answer.output)


@pytest.mark.parametrize("path", ["writing.md", "en/writing.md"])
def test_each_day_on_the_page_of_writing_is_the_day_that_is_meant(path: str) -> None:
    rows = re.findall(r"^\| ([^|]+) \| (\d{4}-\d{2}-\d{2}) \|$", ALL[path], re.MULTILINE)
    assert len(rows) > 7
    assert [(words, str(date_as_said(words, TODAY))) for words, _ in rows] == rows


def test_every_key_of_every_kind_is_written_and_read_in_an_example(tmp_path: Path) -> None:
    vault = loaded(tmp_path / "vault", ALL["keys.md"]).vault
    missing = [
        f"{kind}.{key}"
        for kind in KINDS
        for key in playbook().fields[kind]
        if not any(note.get(key) not in (None, "", ()) for note in vault.by_kind.get(kind, ()))
    ]
    assert missing == []


def test_every_kind_of_record_and_every_field_is_in_an_example(tmp_path: Path) -> None:
    vault = loaded(tmp_path / "vault", ALL["records.md"]).vault
    records = [record for note in vault.notes.values() for record in note.records]
    assert set(playbook().kinds) - {record.kind for record in records} == set()
    columns = {"time", "kind", "client", "text"}
    assert set(playbook().record_fields) - columns - set(VALUES) == set(), (
        "a field without an example's value"
    )


def test_no_page_links_to_a_page_that_is_not_there() -> None:

    for path, page in ALL.items():
        prose = re.sub(r"^(`{3,}).*?^\1$", "", page, flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", prose):
            assert (DOCS / path).parent.joinpath(target).exists(), f"{path}: {target}"


def test_every_page_is_in_the_navigation() -> None:
    navigation = (DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8")
    left_out = [path for path in ALL if path not in navigation and not path.startswith(LISTED_ON_A_PAGE)]
    assert left_out == []


def test_the_manual_is_no_part_of_the_sample_vault_or_the_wheel(tmp_path: Path) -> None:
    root = DOCS.parents[1]
    sample = load_vault(root, load_settings(root).settings)
    assert not [note for note in sample.vault.notes if note.startswith("manual/")]
    assert not [one.path for one in sample.left_out if one.path.startswith("manual")]
    new_vault(tmp_path / "new", playbook="bank-personal", today=TODAY, sample=True)
    assert not (tmp_path / "new" / "manual").exists()
    wheel = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert "manual" not in wheel["targets"]["wheel"]["force-include"]
    assert wheel["targets"]["wheel"]["packages"] == ["cmkb"]
