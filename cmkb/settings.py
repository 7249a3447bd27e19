"""The plugin's options, read from mkdocs.yml without MkDocs: terminal commands must not wait for its import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from cmkb.files.yaml import Mapping as YamlMapping
from cmkb.files.yaml import Node, Scalar, Sequence, read_yaml
from cmkb.model.note import SourceFile
from cmkb.model.problem import Problem, problem
from cmkb.model.settings import LANGUAGES, Settings

OPTIONS = tuple(f.name for f in fields(Settings) if f.name not in ("site_name", "exclude"))
PLUGIN = "cmkb"


@dataclass(frozen=True, slots=True)
class SettingsRead:
    settings: Settings
    has_plugin: bool  # whether mkdocs.yml names the plugin at all
    problems: tuple[Problem, ...] = ()


def read_settings(config: SourceFile) -> SettingsRead:
    """From the text of mkdocs.yml. What cannot be read keeps its default and is reported."""
    loaded = read_yaml(config.text, tags=True)
    problems = [problem(config.path, f.place.line, f.place.column, f.text, **dict(f.params)) for f in loaded.faults]
    root = _entries(loaded.root)
    plugins = root.get("plugins")
    options: dict[str, Node] = {}
    has_plugin = False
    for name, node in _named(plugins):
        if name == PLUGIN:
            has_plugin = True
            options = _entries(node)
    plain = {key: to_plain(node) for key, node in options.items()}
    settings, faults = settings_from(plain, site_name=str(to_plain(root.get("site_name")) or "cmkb"))
    for key, text, params in faults:
        place = options[key].place if key in options else None
        problems.append(problem(config.path, place.line if place else 1, place.column if place else 1, text, **params))
    return SettingsRead(settings, has_plugin, tuple(problems))


def settings_from(
    options: Mapping[str, Any], site_name: str
) -> tuple[Settings, list[tuple[str, str, dict[str, str]]]]:
    """Options as plain values → settings, and faults as (option, text of the problem, its params)."""
    faults: list[tuple[str, str, dict[str, str]]] = []
    known: dict[str, Any] = {"site_name": site_name}
    for key, value in options.items():
        if key not in OPTIONS:
            faults.append((key, "S1", {"key": key, "known": ", ".join(OPTIONS)}))
        elif value is None or value == "":
            continue
        elif key == "today":
            try:
                known[key] = value if isinstance(value, date) else date.fromisoformat(str(value))
            except ValueError:
                faults.append((key, "S2.today", {}))
        elif key == "language":
            if value in LANGUAGES:
                known[key] = value
            else:
                faults.append((key, "S2.language", {"values": " | ".join(LANGUAGES)}))
        elif key == "share":
            known[key] = tuple(str(v).strip("/") for v in (value if isinstance(value, list) else [value]))
        elif key == "folders":
            known[key] = {str(k).strip("/"): str(v) for k, v in value.items()} if isinstance(value, dict) else {}
        else:
            known[key] = str(value).strip("/") if key in ("docs", "clients", "journal", "periods", "cases") else str(value)
    return Settings(**known), faults


def to_plain(node: Node | None) -> Any:
    """A node as str, list or dict; None where nothing was written."""
    if node is None or (isinstance(node, Scalar) and node.plain and node.text in ("", "~", "null")):
        return None
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [to_plain(item) for item in node.items]
    return {key.text: to_plain(value) for key, value in node.entries}


def _entries(node: Node | None) -> dict[str, Node]:
    return {key.text: value for key, value in node.entries} if isinstance(node, YamlMapping) else {}


def _named(plugins: Node | None) -> list[tuple[str, Node]]:
    """`plugins:` may be a list of names and one-entry mappings, or a mapping."""
    if isinstance(plugins, YamlMapping):
        return [(key.text, value) for key, value in plugins.entries]
    named: list[tuple[str, Node]] = []
    for item in plugins.items if isinstance(plugins, Sequence) else ():
        if isinstance(item, Scalar):
            named.append((item.text, item))
        elif isinstance(item, YamlMapping):
            named += [(key.text, value) for key, value in item.entries]
    return named
