"""Options and playbook kept for a quick entry are those that the files say, always."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cmkb.configuration import load_settings, read_own_playbook
from cmkb.model.playbook import Playbook
from cmkb.model.settings import Settings
from cmkb.playbooks.loader import builtin_names
from cmkb.writing.kept_playbook import open_playbook

OPTIONS = """
site_name: 我的客户
docs_dir: 资料
plugins:
  - cmkb:
      playbook: {name}
      today: 2026-11-23
      folders: {{活动: event}}
      share: [资料/话术]
      sources:
        - path: ../team
          to: 资料/团队
          owner: 周经理
"""
OWN = """
extends: bank-personal
tiers:
  银卡: 20d/30d
kinds:
  拜访: {contact: true, aliases: [上门]}
"""


def fresh(folder: Path) -> tuple[Settings, Playbook]:
    settings = load_settings(folder).settings
    return settings, read_own_playbook(folder, settings, [])


def vault_with(folder: Path, name: str, own: str = "") -> Path:
    (folder / "mkdocs.yml").write_text(OPTIONS.format(name=name), "utf-8")
    if own:
        (folder / "playbook.yml").write_text(own, "utf-8")
    return folder


@pytest.mark.parametrize("name", [*builtin_names(), "没有这个"])
def test_what_was_kept_equals_what_was_read(tmp_path: Path, name: str) -> None:
    folder = vault_with(tmp_path, name)
    assert open_playbook(folder) == fresh(folder)
    kept = (folder / ".cmkb/playbook.json").read_bytes()
    assert open_playbook(folder) == fresh(folder)
    assert (folder / ".cmkb/playbook.json").read_bytes() == kept


def test_a_changed_playbook_or_option_counts_at_once(tmp_path: Path) -> None:
    folder = vault_with(tmp_path, "bank-personal")
    assert "银卡" not in open_playbook(folder)[1].tiers
    vault_with(folder, "bank-personal", OWN)
    assert "银卡" in open_playbook(folder)[1].tiers
    assert open_playbook(folder) == fresh(folder)
    (folder / "playbook.yml").write_text(OWN.replace("银卡", "铜卡"), "utf-8")
    assert {"铜卡"} & open_playbook(folder)[1].tiers.keys()
    (folder / "playbook.yml").unlink()
    vault_with(folder, "wealth-manager")
    assert open_playbook(folder) == fresh(folder)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-40],
        lambda data: b"\xff\n{}",
        lambda data: data.replace(b"bank-personal", b"bank-impersonal"),
        lambda data: data.replace(b'"name"', b'"nome"'),
    ],
)
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    folder = vault_with(tmp_path, "bank-personal")
    open_playbook(folder)
    file = folder / ".cmkb/playbook.json"
    whole = file.read_bytes()
    assert damage(whole) != whole
    file.write_bytes(damage(whole))
    assert open_playbook(folder) == fresh(folder)
    assert file.read_bytes() == whole


def test_other_playbooks_of_a_newer_cmkb_count_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = vault_with(tmp_path, "bank-personal")
    open_playbook(folder)
    before = (folder / ".cmkb/playbook.json").read_bytes()
    monkeypatch.setattr("cmkb.writing.kept_playbook.__version__", "99")
    assert open_playbook(folder) == fresh(folder)
    assert (folder / ".cmkb/playbook.json").read_bytes() != before


def test_without_a_place_to_keep_it_the_answer_is_the_same(tmp_path: Path) -> None:
    folder = vault_with(tmp_path, "bank-personal")
    (folder / ".cmkb").write_bytes(b"a file in the way")
    assert open_playbook(folder) == fresh(folder)
