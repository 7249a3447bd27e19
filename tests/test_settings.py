"""The options in mkdocs.yml, as the terminal reads them without MkDocs."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from textwrap import dedent

import pytest

from cmkb.model.note import SourceFile
from cmkb.model.settings import Settings
from cmkb.settings import SettingsRead, folder_name, read_settings, settings_from


def read(text: str) -> SettingsRead:
    return read_settings(SourceFile("mkdocs.yml", dedent(text)))


def changed(settings: Settings) -> dict[str, object]:
    """What is not as it is without any option."""
    default = asdict(Settings())
    return {key: value for key, value in asdict(settings).items() if value != default[key]}


def found(read: SettingsRead) -> list[str]:
    return [f"{p.line}:{p.column} {p.text}" for p in read.problems]


def test_all_options() -> None:
    answer = read("""
        site_name: 城南支行
        docs_dir: 资料
        theme: material
        plugins:
          - search
          - cmkb:
              playbook: securities-branch
              language: en
              timezone: Asia/Hong_Kong
              owner: 林晓　城南支行
              today: 2026-11-23
              editor: vscode
              clients: 客户
              journal: 日志/每天/
              share: [资料/话术]
              folders: {活动: event}
              sources: [更多]
        """)
    assert answer.has_plugin
    assert found(answer) == []
    assert changed(answer.settings) == {
        "site_name": "城南支行",
        "docs": "资料",
        "playbook": "securities-branch",
        "language": "en",
        "timezone": "Asia/Hong_Kong",
        "owner": "林晓　城南支行",
        "today": date(2026, 11, 23),
        "editor": "vscode",
        "clients": "客户",
        "journal": "日志/每天",
        "share": ("资料/话术",),
        "folders": {"活动": "event", "更多": "note"},
        "sources": ({"path": "更多", "to": "更多", "owner": ""},),
    }


@pytest.mark.parametrize(
    "plugins",
    [
        "[cmkb]",
        "[search, cmkb]",
        "{cmkb: {}}",
        "{search: {}, cmkb: null}",
        "[cmkb: null]",
        "[{cmkb: {owner: ''}}]",
    ],
)
def test_the_plugin_may_be_named_in_every_way_that_mkdocs_knows(plugins: str) -> None:
    answer = read(f"plugins: {plugins}\n")
    assert (answer.has_plugin, found(answer), changed(answer.settings)) == (True, [], {})


@pytest.mark.parametrize(
    "text", ["", "site_name: x\n", "plugins: []\n", "plugins: [search]\n", "- a\n", "plugins: 5\n"]
)
def test_without_the_plugin_all_is_as_usual(text: str) -> None:
    answer = read(text)
    assert not answer.has_plugin
    assert changed(answer.settings) in ({}, {"site_name": "x"})


@pytest.mark.parametrize(
    ("option", "problem"),
    [
        ("nonsense: 1", "S1"),
        ("audience: team", "S1.audience"),
        ("today: 2026-13-45", "S2.today"),
        ("today: soon", "S2.today"),
        ("language: fr", "S2.language"),
        ("editor: notepad", "S2.editor"),
        ("owner: [林晓]", "S2.word"),
        ("clients: ../elsewhere", "S2.folder"),
        ("clients: /etc", "S2.folder"),
        ("clients: 'C:\\Users'", "S2.folder"),
        ("share: [docs/scripts, ..]", "S2.folder"),
        ("folders: {活动: 沙龙}", "S2.kind"),
        ("folders: {../x: event}", "S2.folder"),
    ],
)
def test_what_is_wrong_keeps_its_default_and_is_pointed_at(option: str, problem: str) -> None:
    answer = read(f"plugins:\n  - cmkb:\n      {option}\n")
    assert found(answer) == [f"3:{9 + option.index(':')} {problem}"]
    assert changed(answer.settings) == {}


def test_mkdocs_own_tags_and_switches_are_none_of_our_business() -> None:
    answer = read("""
        site_name: !ENV [NAME, 我的]
        markdown_extensions:
          - toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}
        plugins:
          - cmkb: {enabled: !ENV [CMKB, true]}
        """)
    assert (answer.has_plugin, found(answer)) == (True, [])


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("clients", "clients"),
        ("clients/", "clients"),
        ("./资料//客户", "资料/客户"),
        ("资料\\客户", "资料/客户"),
        ("a/../b", "b"),
        ("", ""),
        (".", ""),
        ("/", ""),
        ("..", ""),
        ("a/../../b", ""),
        ("D:/客户", ""),
        (None, ""),
        (5, ""),
    ],
)
def test_a_folder_lies_in_the_vault(written: object, name: str) -> None:
    assert folder_name(written) == name


def test_a_time_of_day_behind_today_is_let_go() -> None:
    settings, faults = settings_from({"today": "2026-11-23 09:00:00"}, "x")
    assert (settings.today, faults) == (date(2026, 11, 23), [])
