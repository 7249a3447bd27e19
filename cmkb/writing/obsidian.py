"""Settings that let Obsidian show a vault as what it is: property types, tables for its Bases, templates, colours.

Nothing of this is needed: a vault opens in Obsidian as it is. The formats are those of Obsidian's own help pages
(Bases syntax, Templates, Daily notes, CSS snippets) and of the settings of the Tasks plugin.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from cmkb.model.immutable import immutable
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.playbooks.names import words_of
from cmkb.writing.templates import JOURNAL, templates

# Obsidian's property types; any other field is text.
_TYPES = {
    "num": "number", "money": "text", "bool": "checkbox", "date": "date",
    "list": "multitext", "links": "multitext", "phones": "multitext",
}  # fmt: skip
_OWN = {"aliases": "aliases", "tags": "tags"}  # Obsidian gives these a type of its own

TEMPLATES = "模板"  # a folder beside the notes, which cmkb does not read
_APP = {
    "alwaysUpdateLinks": True,
    "newLinkFormat": "shortest",
    "useMarkdownLinks": False,
    "attachmentFolderPath": "docs/products/files",
    "userIgnoreFilters": ["site/", "site-team/", ".cmkb/", f"{TEMPLATES}/"],
}
_TEMPLATE_SETTINGS = {"folder": TEMPLATES, "dateFormat": "YYYY-MM-DD", "timeFormat": "HH:mm"}
_SNIPPET = "cmkb"
# Dates behind emoji, the day when something is done, the next one above: as cmkb writes tasks.
_TASKS = {"taskFormat": "tasksPluginEmoji", "setDoneDate": True, "recurrenceOnNextLine": False}
_QUERIES = (
    ("逾期", ("not done", "due before today", "sort by due", "group by filename")),
    ("今天", ("not done", "due today", "sort by priority")),
    ("七天内", ("not done", "due after today", "due before in 8 days", "sort by due", "group by due")),
    ("没定日子", ("not done", "no due date", "no scheduled date", "group by filename")),
)
_CSS = """/* 客户经理的笔记在 Obsidian 里的样子：属性排得紧一些，字段淡一些，私密的一眼看出来 */
.metadata-container { --metadata-label-width: 7em; }
.cm-s-obsidian .dataview.inline-field-key, .dataview.inline-field-key { color: var(--text-muted); background: none; }
.callout[data-callout="private"] { --callout-color: 179, 38, 30; --callout-icon: lucide-lock; }
.task-list-item[data-task="x"] { color: var(--text-faint); }
"""


def obsidian_files(playbook: Playbook, journal: str = "journal") -> dict[str, bytes]:
    """Path → content. `journal`: the folder of the days."""
    daily = {"folder": journal, "format": "YYYY/YYYY-MM-DD", "template": f"{TEMPLATES}/{JOURNAL}"}
    texts = {
        ".obsidian/app.json": _json(_APP),
        ".obsidian/appearance.json": _json({"enabledCssSnippets": [_SNIPPET]}),
        ".obsidian/daily-notes.json": _json(daily),
        ".obsidian/templates.json": _json(_TEMPLATE_SETTINGS),
        ".obsidian/types.json": _json({"types": property_types(playbook)}),
        f".obsidian/snippets/{_SNIPPET}.css": _CSS,
        ".obsidian/plugins/obsidian-tasks-plugin/data.json": _json(_TASKS),
        "待办.md": _tasks(),
        "客户.base": _clients(playbook),
        "今日.base": _today(playbook),
        "话术.base": _scripts(playbook),
        **{f"{TEMPLATES}/{name}.md": text for name, text in templates(playbook).items()},
    }
    return {path: text.encode() for path, text in texts.items()}


def property_types(playbook: Playbook) -> dict[str, str]:
    """Name of a property, in either language → its type. A name with several meanings is text."""
    types: dict[str, str] = {}
    for spec in (spec for fields in playbook.fields.values() for spec in fields.values()):
        kind = _OWN.get(spec.key) or _TYPES.get(spec.type, "text")
        for name in (spec.key, *words_of(spec)):
            types[name] = kind if types.get(name, kind) == kind else "text"
    return dict(sorted(types.items()))


def _tasks() -> str:
    parts = ["这一页要装 Tasks 插件才看得到。任务写在哪篇笔记里都行：`- [ ] 要做的事 📅 2026-12-05`。"]
    for title, lines in _QUERIES:
        parts.append(f"## {title}\n\n```tasks\n" + "\n".join(lines) + "\n```")
    return "\n\n".join(parts) + "\n"


# --- Bases: tables of properties -------------------------------------------------------------------------------------


@immutable
class _View:
    name: str
    shown: tuple[FieldSpec, ...]
    group: FieldSpec | None = None
    filters: tuple[str, ...] = ()
    kind: str = "table"


def _clients(playbook: Playbook) -> str:
    fields = playbook.fields_of("client")
    status = _either(fields["status"])
    quiet = [f'{status} != "{one.key}"' for one in playbook.statuses.values() if one.quiet]
    shown = _known(fields, "tier", "stage", "next", "phones", "source")
    return _base(
        ('file.inFolder("clients")',),
        (
            _View("按等级", shown, fields.get("tier"), tuple(quiet)),
            _View(
                "按阶段", _known(fields, "stage", "tier", "next", "phones"), fields.get("stage"), tuple(quiet)
            ),
            _View("卡片", _known(fields, "tier", "phones", "occupation"), kind="cards", filters=tuple(quiet)),
            _View("全部", (*shown, *_known(fields, "status"))),
        ),
    )


def _today(playbook: Playbook) -> str:
    fields = playbook.fields_of("client")
    following = _either(fields["next"])
    shown = _known(fields, "next", "tier", "phones")
    return _base(
        ('file.inFolder("clients")',),
        (
            _View("今天该联系的", shown, filters=(f"{following} && {following} <= today()",)),
            _View("七天内", shown, filters=(f'{following} > today() && {following} <= today() + "7d"',)),
        ),
    )


def _scripts(playbook: Playbook) -> str:
    fields = playbook.fields_of("script")
    shown = _known(fields, "scene", "status", "valid_until")
    until = _either(fields["valid_until"])
    return _base(
        ('file.inFolder("docs/scripts")',),
        (
            _View("话术", shown, fields.get("category")),
            _View("过了有效期的", shown, filters=(f"{until} && {until} < today()",)),
        ),
    )


def _known(fields: Mapping[str, FieldSpec], *keys: str) -> tuple[FieldSpec, ...]:
    return tuple(fields[key] for key in keys if key in fields)


def _either(spec: FieldSpec) -> str:
    """The property's value, whichever language its name is written in."""
    if spec.key == spec.label:
        return f'note["{spec.key}"]'
    return f'if(note["{spec.label}"], note["{spec.label}"], note["{spec.key}"])'


def _base(filters: Iterable[str], views: Iterable[_View]) -> str:
    """In the YAML of a .base file. A formula each, because a note may call its property in either language."""
    views = tuple(views)
    specs = {spec.key: spec for view in views for spec in (*view.shown, *filter(None, (view.group,)))}
    lines = ["filters:", "  and:", *(f"    - {_quoted(rule)}" for rule in filters), "formulas:"]
    lines += [f"  {key}: {_quoted(_either(spec))}" for key, spec in specs.items()]
    lines += ["properties:"]
    for key, spec in specs.items():
        lines += [f"  formula.{key}:", f"    displayName: {_quoted(spec.label)}"]
    lines += ["  file.name:", "    displayName: 笔记", "views:"]
    for view in views:
        lines += [f"  - type: {view.kind}", f"    name: {_quoted(view.name)}"]
        if view.filters:
            lines += ["    filters:", "      and:", *(f"        - {_quoted(rule)}" for rule in view.filters)]
        if view.group:
            lines += ["    groupBy:", f"      property: formula.{view.group.key}", "      direction: DESC"]
        lines += ["    order:", "      - file.name", *(f"      - formula.{spec.key}" for spec in view.shown)]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
