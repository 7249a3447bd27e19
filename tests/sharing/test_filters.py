"""Each filter between a vault and its team's site is needed: with it removed, something gets through."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cmkb.load import load_settings, load_vault
from cmkb.sharing import cutting, matching, plain, register, scanning, staging
from cmkb.site import folders, plugin, run, team
from tests.conftest import draw
from tests.sharing.canaries import Canaries, canary_vault
from tests.sharing.registers import scanner
from tests.site.conftest import TODAY

ROUNDS = 1
Remove = Callable[[pytest.MonkeyPatch], None]


def as_it_is(*arguments: Any, **named: Any) -> Any:
    return arguments[0]


def always(value: Any) -> Callable[..., Any]:
    return lambda *arguments, **named: value


def set_to(owner: object, name: str, value: object) -> Remove:
    return lambda patch: patch.setattr(owner, name, value)


def staged(folder: Path) -> tuple[Canaries, set[str]]:
    """The places whose canaries are in the staged copy."""
    canaries = canary_vault(folder / "v", ROUNDS)
    vault = load_vault(folder / "v", load_settings(folder / "v").settings).vault
    team.write_staged(folder / "v", folder / "staged", vault)
    return canaries, {canaries.places[word] for word in canaries.in_folder(folder / "staged")}


def under_docs(path: str, settings: object) -> bool:
    return path.startswith("docs/")


def shows_private(source: Any, playbook: Any, settings: Any) -> Any:
    note, problems = READ_NOTE(source, playbook, settings)
    if note.get("visibility") == "private" and note.front.readable:
        fields = {key: value for key, value in note.front.fields.items() if key != "visibility"}
        note = staging.replace(note, front=staging.replace(note.front, fields=fields))
    return note, problems


def takes_all_heads(source: Any, playbook: Any, settings: Any) -> Any:
    note, problems = READ_NOTE(source, playbook, settings)
    return staging.replace(note, front=staging.replace(note.front, readable=True)), problems


READ_NOTE = staging.read_note

STAGING: dict[str, tuple[Remove, str]] = {
    "only folders of share": (set_to(staging, "is_in_shared_folder", under_docs), "note outside share"),
    "visibility": (set_to(staging, "read_note", shows_private), "private script"),
    "front matter read without error": (set_to(staging, "read_note", takes_all_heads), "script with a broken head"),
    "kinds of notes": (
        set_to(staging, "SHARED_KINDS", (*staging.SHARED_KINDS, "client")), "client among the scripts",
    ),
    "comments": (set_to(cutting, "cut_comments", as_it_is), "comment of a script"),
    "callouts": (set_to(cutting, "cut_callouts", as_it_is), "private callout of a script"),
    "private sections": (set_to(cutting, "cut_sections", as_it_is), "private section of a script"),
    "links": (set_to(staging, "unlink", as_it_is), "client's file"),
}  # fmt: skip


def test_with_every_filter_nothing_is_staged(tmp_path: Path) -> None:
    assert staged(tmp_path)[1] == set()


@pytest.mark.parametrize("name", STAGING)
def test_without_this_filter_of_the_staging(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove, place = STAGING[name]
    remove(monkeypatch)
    if name == "only folders of share":
        monkeypatch.setattr(team, "is_in_shared_folder", under_docs)
    assert place in staged(tmp_path)[1]


def test_without_the_private_folders_a_wide_share_lets_clients_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = draw(
        tmp_path / "v",
        """
        === mkdocs.yml
        site_name: x
        plugins:
          - cmkb: {share: [clients]}
        === clients/王芳.md
        ---
        type: script
        ---
        秘密
        """,
    )
    vault = load_vault(folder, load_settings(folder).settings).vault
    assert team.write_staged(folder, tmp_path / "one", vault).texts == {}
    monkeypatch.setattr(staging, "_private_folders", always(()))
    assert team.write_staged(folder, tmp_path / "two", vault).texts


def test_without_the_rule_of_attachments_unused_ones_get_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_used", lambda known, used: tuple(known))
    assert "unused attachment" in staged(tmp_path)[1]


SCANNING: dict[str, tuple[Remove, str]] = {
    "invisible characters": (set_to(plain, "_UNSEEN", re.compile(r"(?!)")), "王\u200b芳"),
    "width": (set_to(plain.unicodedata, "normalize", lambda form, text: text), "ｗａｎｇｆａｎｇ"),
    "entities": (set_to(plain, "_unescaped", as_it_is), "&#29579;&#33459;"),
    "percent signs": (set_to(plain, "_unquoted", as_it_is), "%E7%8E%8B%E8%8A%B3"),
    "escapes": (set_to(plain, "_ESCAPE", re.compile(r"(?!)")), "\\u738b\\u82b3"),
    "tags": (set_to(plain.Tags, "texts", lambda tags, html: [html]), "王<b>芳</b>"),
    "grouping of numbers": (set_to(matching, "_RUN", re.compile("[0-9]+")), "138 0000 8899"),
    "gaps": (set_to(plain, "_GAP", re.compile(r"(?!)")), "王 芳"),
    "names": (set_to(matching, "_beginnings", always(None)), "王芳"),
    "pinyin": (set_to(register, "_add_pinyin", always(None)), "wang-fang"),
    "numbers": (set_to(matching.Matcher, "_numbers", always(())), "13800008899"),
}  # fmt: skip


@pytest.mark.parametrize("name", SCANNING)
def test_without_this_part_of_the_scan(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    remove, text = SCANNING[name]
    assert scanner().in_text(text)
    remove(monkeypatch)
    assert not scanner().in_text(text)


def test_without_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = scanning.gzip.compress("王芳".encode(), mtime=0)
    assert scanner().hits("a.gz", packed)
    monkeypatch.setattr(scanning, "_gunzip", always(b""))
    assert not scanner().hits("a.gz", packed)


NAMED = """
    === clients/王芳.md
    # 王芳
    === docs/scripts/邀约.md
    像王芳那样
    """


def test_without_the_scan_a_name_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = draw(tmp_path, NAMED)
    with pytest.raises(team.TeamRefused):
        team.build_team(folder, today=TODAY)
    monkeypatch.setattr(team, "leaks", always({}))
    assert "王芳" in (team.build_team(folder, today=TODAY).site_dir / "scripts/邀约.html").read_text("utf-8")


def test_without_the_markers_a_private_site_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = draw(tmp_path, "=== clients/王芳.md\n# 王芳\n=== docs/scripts/邀约.md\n您好\n")
    run.build_site(folder, site_dir=folder / "site-team", today=TODAY)
    with pytest.raises(team.TeamRefused):
        team.build_team(folder, today=TODAY)
    monkeypatch.setattr(folders, "audience_of", always("team"))
    assert team.build_team(folder, today=TODAY).written


def test_without_the_check_of_the_configuration_a_hook_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = draw(
        tmp_path / "v",
        f"""
        === mkdocs.yml
        site_name: x
        plugins: [cmkb]
        hooks: ["{(tmp_path / "hook.py").as_posix()}"]
        === docs/scripts/邀约.md
        您好
        """,
    )
    (tmp_path / "hook.py").write_text("def on_post_page(output, **more):\n    return output + 'hooked'\n")
    with pytest.raises(team.TeamRefused):
        team.build_team(folder, today=TODAY)
    monkeypatch.setattr(team, "config_problems", always([]))
    with pytest.raises(run.BuildFailed):
        team.build_team(folder, today=TODAY)
    monkeypatch.setattr(plugin, "unknown_parts", always([]))
    assert "hooked" in (team.build_team(folder, today=TODAY).site_dir / "index.html").read_text("utf-8")
