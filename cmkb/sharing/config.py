"""Which parts of mkdocs.yml a team's site may be built with. What is not known to read only what it is given is
refused: a plugin can open any file of this machine. So is a text that MkDocs may understand in another way than we do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from cmkb.files.yaml import Mapping as YamlMapping
from cmkb.files.yaml import Node, Scalar, Sequence, read_yaml, tags_of
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
# Tags that give back what is written, and functions of two packages that only look at what they get.
_KNOWN_TAG = re.compile(
    r"!|!ENV|!relative|tag:yaml\.org,2002:(?!python/).*"
    r"|tag:yaml\.org,2002:python/(?:name|object/apply):(?:pymdownx\.(?:slugs|superfences|arithmatex|emoji)|material\.extensions\.emoji)\.\w+"
)


def config_problems(config: SourceFile, settings: Settings) -> list[Problem]:
    """A fault of the YAML is one of these problems: of two keys of one name MkDocs takes the other one."""
    loaded = read_yaml(config.text, tags=True)
    found = [
        problem(config.path, f.place.line, f.place.column, f.text, **dict(f.params)) for f in loaded.faults
    ]
    root = loaded.root
    if not isinstance(root, YamlMapping):
        return found
    found += [
        _refused(config, place, tag.removeprefix("tag:yaml.org,2002:"))
        for tag, place in tags_of(config.text)
        if not _KNOWN_TAG.fullmatch(tag)
    ]
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


def unknown_parts(plugins: Iterable[str], extensions: Iterable[str]) -> list[str]:
    """Of the configuration as MkDocs has loaded it, wherever it took that from. A hook is a plugin to it."""
    return [
        *(name for name in plugins if name.removeprefix("mkdocs/") not in PLUGINS),
        *(name for name in extensions if not _is_known(name, None)),
    ]


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
    if name == "pymdownx.emoji" and _leaves_the_vault(options):  # `custom_icons`: pictures from any folder
        return False
    return name in EXTENSIONS or name.startswith(("pymdownx.", "markdown.extensions."))


def _leaves_the_vault(options: Any) -> bool:
    if isinstance(options, dict):
        return any(map(_leaves_the_vault, options.values()))
    if isinstance(options, list):
        return any(map(_leaves_the_vault, options))
    return isinstance(options, str) and (options[:1] in "/\\~" or ".." in options or options[1:2] == ":")


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
