"""Which parts of mkdocs.yml a team's site may be built with. What is not known to read only what it is given is
refused: a plugin can open any file of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cmkb.files.yaml import Mapping as YamlMapping
from cmkb.files.yaml import Node, Scalar, Sequence, read_yaml
from cmkb.model.note import Place, SourceFile
from cmkb.model.problem import Problem, problem
from cmkb.model.settings import Settings
from cmkb.settings import folder_name, to_plain
from cmkb.sharing.staging import PRIVATE_FOLDERS

REFUSED_KEYS = ("hooks", "INHERIT")
PLUGINS = frozenset(
    {"cmkb", "search", "material/search", "offline", "material/offline", "tags", "material/tags"}
)
EXTENSIONS = frozenset(
    [
        "abbr",
        "admonition",
        "attr_list",
        "codehilite",
        "def_list",
        "extra",
        "fenced_code",
        "footnotes",
        "legacy_attrs",
        "legacy_em",
        "md_in_html",
        "meta",
        "nl2br",
        "sane_lists",
        "smarty",
        "tables",
        "toc",
        "wikilinks",
    ]
)
# Extensions that read files or the network. Without options the first reads from the staged copy alone.
_READING = {
    "pymdownx.snippets": False,
    "pymdownx.b64": True,
    "pymdownx.pathconverter": True,
}  # refused without options too


def config_problems(config: SourceFile, settings: Settings) -> list[Problem]:
    root = read_yaml(config.text, tags=True).root
    if not isinstance(root, YamlMapping):
        return []
    found: list[Problem] = []
    for key, value in root.entries:
        if key.text in REFUSED_KEYS:
            found.append(_refused(config, key.place, key.text))
        elif key.text == "plugins":
            found += [
                _refused(config, place, name)
                for name, _, place in _named(value)
                if name.removeprefix("mkdocs/") not in PLUGINS
            ]
        elif key.text == "markdown_extensions":
            found += [
                _refused(config, place, name)
                for name, options, place in _named(value)
                if not _is_known(name, options)
            ]
        elif key.text == "theme" and isinstance(value, YamlMapping):
            found += _theme_problems(config, value, settings)
    return found


def custom_dir(config: SourceFile) -> str:
    """The folder of theme overrides, "" for none."""
    root = read_yaml(config.text, tags=True).root
    theme = (
        next((v for k, v in root.entries if k.text == "theme"), None)
        if isinstance(root, YamlMapping)
        else None
    )
    if not isinstance(theme, YamlMapping):
        return ""
    return folder_name(next((to_plain(v) for k, v in theme.entries if k.text == "custom_dir"), ""))


def _theme_problems(config: SourceFile, theme: YamlMapping, settings: Settings) -> Iterator[Problem]:
    notes = (
        settings.docs, settings.clients, settings.journal, settings.periods, settings.cases, *PRIVATE_FOLDERS,
    )  # fmt: skip
    for key, value in theme.entries:
        if key.text != "custom_dir" or not to_plain(value):
            continue
        folder = folder_name(to_plain(value))
        if not folder or any(_overlap(folder, other) for other in notes):
            yield problem(
                config.path, value.place.line, value.place.column, "P8.folder", folder=str(to_plain(value))
            )


def _overlap(one: str, other: str) -> bool:
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def _is_known(name: str, options: Any) -> bool:
    if name in _READING:
        return not options and not _READING[name]
    return name in EXTENSIONS or name.startswith(("pymdownx.", "markdown.extensions."))


def _refused(config: SourceFile, place: Place, key: str) -> Problem:
    return problem(config.path, place.line, place.column, "P8.key", key=key)


def _named(node: Node | None) -> Iterator[tuple[str, Any, Place]]:
    """Name, options, place of the entries of a list or mapping."""
    if isinstance(node, YamlMapping):
        for key, value in node.entries:
            yield key.text, to_plain(value), key.place
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Scalar):
            yield item.text, None, item.place
        elif isinstance(item, YamlMapping):
            for key, value in item.entries:
                yield key.text, to_plain(value), key.place
