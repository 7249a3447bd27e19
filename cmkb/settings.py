"""The plugin's options, read from mkdocs.yml without MkDocs: terminal commands must not wait for its import."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, NamedTuple

from cmkb.files.text import nfc
from cmkb.files.yaml import Mapping as YamlMapping
from cmkb.files.yaml import Node, Scalar, Sequence, read_yaml
from cmkb.model.immutable import immutable
from cmkb.model.note import KINDS, SourceFile
from cmkb.model.problem import Problem, problem
from cmkb.model.settings import EDITORS, LANGUAGES, VERSION, Settings, Source

OPTIONS = tuple(f.name for f in fields(Settings) if f.name not in ("site_name", "exclude", "audience"))
FOLDERS = ("docs", "clients", "journal", "periods", "cases")
PLUGIN = "cmkb"
AN_EDITOR = "obsidian://open?file={path}"

Fault = tuple[str, str, dict[str, str]]  # the option, key of the problem's text, its params


class Given(NamedTuple):
    """What stands in mkdocs.yml, as str, list and dict; `settings_from` makes settings of it."""

    options: dict[str, Any]
    site_name: str
    docs_dir: str


@immutable
class SettingsRead:
    settings: Settings
    has_plugin: bool  # whether mkdocs.yml names the plugin at all
    given: Given
    problems: tuple[Problem, ...] = ()


def read_settings(config: SourceFile) -> SettingsRead:
    """From the text of mkdocs.yml. What cannot be read keeps its default and is reported."""
    loaded = read_yaml(config.text, tags=True)
    problems = [
        problem(config.path, f.place.line, f.place.column, f.text, **dict(f.params)) for f in loaded.faults
    ]
    root = _entries(loaded.root)
    plugins = root.get("plugins")
    options: dict[str, Node] = {}
    has_plugin = False
    for name, node in _named(plugins):
        if name == PLUGIN:
            has_plugin = True
            options = _entries(node)
    plain = {key: to_plain(node) for key, node in options.items() if key != "enabled"}  # that is MkDocs'
    docs_dir = to_plain(root.get("docs_dir"))
    given = Given(plain, str(to_plain(root.get("site_name")) or "cmkb"), folder_name(docs_dir))
    settings, faults = settings_from(*given)
    for key, text, params in faults:
        place = options[key].place if key in options else None
        problems.append(
            problem(config.path, place.line if place else 1, place.column if place else 1, text, **params)
        )
    return SettingsRead(settings, has_plugin, given, tuple(problems))


def settings_from(
    options: Mapping[str, Any], site_name: str, docs_dir: str = ""
) -> tuple[Settings, list[Fault]]:
    """Options as plain values → settings. What is wrong keeps its default. `docs_dir` is MkDocs' own option."""
    faults: list[Fault] = []
    known: dict[str, Any] = {"site_name": site_name, "folders": {}}
    for key, value in ({"docs": docs_dir} | dict(options)).items():
        if key == "audience":
            faults.append((key, "S1.audience", {}))
        elif key not in OPTIONS:
            faults.append((key, "S1", {"key": key, "known": ", ".join(OPTIONS)}))
        elif value is None or value in ("", [], {}):
            continue
        elif key == "today":
            try:
                known[key] = date.fromisoformat(str(value)[:10])  # YAML makes a time of `2026-11-23 09:00`
            except ValueError:
                faults.append((key, "S2.today", {}))
        elif key == "version":
            if str(value).isdigit() and 1 <= int(value) <= VERSION:
                known[key] = int(value)
            else:
                faults.append((key, "S2.version", {"newest": str(VERSION)}))
        elif key == "language" and value not in LANGUAGES:
            faults.append((key, "S2.language", {"values": " | ".join(LANGUAGES)}))
        elif key == "folders":
            _add_folders(key, value, known["folders"], faults)
        elif key == "sources":
            known[key] = _sources(value, faults)
        elif key == "common_words":
            if isinstance(value, Mapping) and all(
                isinstance(why, str) and why.strip() for why in value.values()
            ):
                known[key] = {nfc(str(word)): why for word, why in value.items()}
            else:
                faults.append((key, "S2.reason", {"key": key}))
        elif key == "share":
            names = [folder_name(one) for one in _listed(value)]
            if all(names):
                known[key] = tuple(names)
            else:
                faults.append((key, "S2.folder", {"key": key}))
        elif isinstance(value, list | tuple | dict):
            faults.append((key, "S2.word", {"key": key}))
        elif key in FOLDERS:
            if name := folder_name(value):
                known[key] = name
            else:
                faults.append((key, "S2.folder", {"key": key}))
        elif key == "editor" and not _is_editor(str(value)):
            faults.append((key, "S2.editor", {"values": " | ".join(EDITORS), "example": AN_EDITOR}))
        else:
            known[key] = str(value)
    settings = Settings(**known)
    for source in settings.sources:  # one in a folder of its own: its notes say by themselves what they are
        if not source.outside and source.to.split("/")[0] not in (getattr(settings, key) for key in FOLDERS):
            settings.folders.setdefault(source.to, "note")
    return settings, faults


def folder_name(value: object) -> str:
    """A folder inside the vault, as notes' paths begin; "" for what is none."""
    name = posixpath.normpath(nfc(str(value)).replace("\\", "/").strip()) if isinstance(value, str) else ""
    return "" if name in ("", ".") or name[0] == "/" or name.startswith("..") or name[1:2] == ":" else name


def _is_editor(value: str) -> bool:
    return value in EDITORS or "{path}" in value or "{absolute}" in value


def _add_folders(key: str, value: Any, known: dict[str, str], faults: list[Fault]) -> None:
    """`{活动: event}`, or a list of folders whose notes say by themselves what they are."""
    given = value.items() if isinstance(value, dict) else ((name, "note") for name in _listed(value))
    for folder, kind in given:
        name = folder_name(folder)
        if not name:
            faults.append((key, "S2.folder", {"key": key}))
        elif kind not in KINDS:
            faults.append((key, "S2.kind", {"folder": name, "values": " | ".join(KINDS)}))
        else:
            known[name] = str(kind)


def _sources(value: Any, faults: list[Fault]) -> tuple[Source, ...]:
    """`[团队话术]`, or `{path: ../团队, to: docs/scripts/团队, owner: 支行}`."""
    found: list[Source] = []
    for given in _listed(value):
        entry = {"path": given} if isinstance(given, str) else given
        known = isinstance(entry, Mapping) and entry.keys() <= {"path", "to", "owner"}
        if not known or not all(isinstance(one, str) for one in entry.values()) or not entry.get("path"):
            faults.append(("sources", "S2.source", {}))
            continue
        inside = folder_name(entry["path"])
        to = folder_name(entry.get("to", "")) or inside
        # `.git` would come into being in the site
        hidden = any(part.startswith(".") for part in to.split("/"))
        if not to or hidden or (inside and to != inside) or any(to == other.to for other in found):
            faults.append(("sources", "S2.source", {}))
            continue
        path = inside or entry["path"].strip().replace("\\", "/")
        found.append(Source(path, to, " ".join(entry.get("owner", "").split())))
    return tuple(found)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


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
