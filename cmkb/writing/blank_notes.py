"""The text of a new note, made from the playbook: its keys in Chinese, its sections, and how each is written.

Hints stand in Obsidian's comments (`%% … %%`) and after `#` in the front matter: neither is read as content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from cmkb.model.playbook import FieldSpec, Form, Playbook
from cmkb.playbooks.names import words_of
from cmkb.views.forms import form_fields, kinds_of_form, record_keys

# Meanings of the sections that a note of the kind begins with; those that its forms name come besides.
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "client": ("holdings", "relations", "anniversaries", "follow", "private"),
    "journal": ("morning", "news", "plan", "flow", "log", "summary"),
    "script": ("flow", "objections", "closing", "messages"),
    "product": ("features", "advantages", "yield", "risks", "answers"),
    "period": ("goals", "plan", "targets", "review"),
    "case": ("docs",),
}
# A client has more keys than anybody fills at once: those that are asked for, and these.
_OF_CLIENT = ("status", "stage", "tier", "next", "opened", "created", "cadence")
_NOT_OURS = (
    "type",
    "uid",
    "id_number",
    "aliases",
    "tags",
    "updated",
    "owner",
    "visibility",
    "pinyin",
    "title",
)
_PLAIN = re.compile(r"[\u3400-\u9fffA-Za-z][\u3400-\u9fffA-Za-z0-9 ·，。（）-]*(?<! )")
_OTHER_VALUES = re.compile(r"(?:y|n|yes|no|true|false|on|off|null|none|nan|inf)", re.IGNORECASE)


def note_text(
    playbook: Playbook,
    kind: str,
    values: Mapping[str, str],
    today: date,
    *,
    title: str = "",
    forms: Iterable[Form] = (),
    said: Mapping[str, str] | None = None,
) -> str:
    """`values` of the front matter by key, as YAML; `said`: text for sections, by meaning."""
    forms = tuple(forms)
    keys = list(_keys(playbook, kind, forms))
    keys = [*(key for key in values if key not in keys), *keys]
    specs = playbook.fields_of(kind)
    lines = [_line(playbook, specs[key], values.get(key, "")) for key in keys if key in specs]
    parts = ["---\n" + "\n".join(lines) + "\n---"] if lines else []
    if title:
        parts.append(f"# {title}")
    for meaning in _sections(playbook, kind, forms):
        body = (said or {}).get(meaning) or _hint(playbook, meaning, today)
        heading = f"## {playbook.sections[meaning].headings[0]}"
        parts.append(f"{heading}\n\n{body}" if body else heading)
    return "\n\n".join(parts) + "\n"


def quoted(value: str) -> str:
    """A text that YAML reads as just this text."""
    plain = _PLAIN.fullmatch(value) and not _OTHER_VALUES.fullmatch(value)
    return value if plain else json.dumps(value, ensure_ascii=False)


def linked(stem: str) -> str:
    """Obsidian and YAML want quotation marks around a link."""
    return f'"[[{stem}]]"'


# --- front matter --------------------------------------------------------------------------------------------


def _keys(playbook: Playbook, kind: str, forms: tuple[Form, ...]) -> Iterator[str]:
    """What the forms of the note ask for, else all keys of its kind; of a client those that are asked for."""
    of_kind = [key for key in playbook.fields.get(kind, {}) if key not in _NOT_OURS]
    if kind == "client":
        specs = playbook.fields_of(kind)
        wanted = {*_OF_CLIENT, *(key for key in of_kind if specs[key].complete or specs[key].ask)}
        order = {group: index for index, group in enumerate(playbook.groups)}
        yield from sorted(
            (key for key in [*of_kind, "created"] if key in wanted and not specs[key].hidden),
            key=lambda key: order.get(specs[key].group, len(order)),
        )
    elif forms and kind != "period":
        yield from dict.fromkeys(key for form in forms for scope, key in form_fields(form) if scope == kind)
    elif kind != "journal":
        yield from of_kind


def _line(playbook: Playbook, spec: FieldSpec, value: str) -> str:
    choices = _choices(playbook, spec)
    key = f"{spec.label}: {value}".rstrip()
    return f"{key} # {choices}" if choices and not value else key


def _choices(playbook: Playbook, spec: FieldSpec) -> str:
    values = spec.values or tuple(getattr(playbook, spec.values_from, ()) if spec.values_from else ())
    if spec.type == "bool":
        values = ("是", "否")
    return " / ".join(values)


# --- sections ------------------------------------------------------------------------------------------------


def _sections(playbook: Playbook, kind: str, forms: tuple[Form, ...]) -> Iterator[str]:
    found = dict.fromkeys(key for form in forms for scope, key in form_fields(form) if scope == "section")
    for meaning in dict.fromkeys((*found, *SECTIONS.get(kind, ()))):
        if meaning in playbook.sections:
            yield meaning


def _hint(playbook: Playbook, meaning: str, today: date) -> str:
    """How a line of the section looks."""
    said = _example(playbook, meaning, today)
    return f"%% {said} %%" if said else ""


def _example(playbook: Playbook, meaning: str, today: date) -> str:
    later = today + timedelta(90) if today.year < 9999 else today
    if meaning in playbook.entry_fields:
        first, *others = list(playbook.entry_fields[meaning].values())[:4]
        told = [f"[{spec.label}:: {_sample(spec, later)}]" for spec in others]
        return f"一行一件：- {_sample(first, later)} {' '.join(told)}"
    if meaning in ("plan", "goals"):
        kpis = [kpi for kpi in playbook.kpis.values() if not kpi.fold][:3]
        counted = " · ".join(f"{kpi.label} {'50万' if kpi.unit == '元' else 5}" for kpi in kpis)
        return f"数量写一行：- {counted}" if counted else ""
    if meaning == "log":
        kind = next((kind.key for kind in playbook.kinds.values() if kind.contact), "")
        result = next(iter(playbook.results), "")
        return f"一件一行：- 10:15 {kind} [[客户]] 说了什么 [结果:: {result}]"
    return _EXAMPLES.get(meaning, "").replace("DATE", later.isoformat())


_EXAMPLES = {
    "morning": "跟自己有关的，一条一行",
    "summary": "- 做成的：… - 没做成的：… - 明天调整：…，各写一行",
    "follow": "一件一行：- [ ] 要做的事 📅 DATE",
    "flow": "一问一行：- 问：{称呼}您好… ^q1，下面缩进写客户的回答：- 若 方便 → 下一句",
    "objections": "一条异议一个三级标题，下面写：- 答：…",
    "closing": "至少三句，一句一行：1. … 2. … 3. …",
    "messages": "{称呼}您好…",
    "targets": "一位一行：- [[客户]] 打算怎么做",
    "docs": "一样一行：- [ ] 身份证",
    "private": "只给自己看，哪里都不会发布",
}


def _sample(spec: FieldSpec, day: date) -> str:
    samples = {
        "link": "[[产品]]", "links": "[[产品]]", "money": "20万", "num": "3", "date": day.isoformat(),
        "monthday": f"{day:%m-%d}", "lunar": "八月十五",
    }  # fmt: skip
    return samples.get(spec.type, spec.label if spec.key in ("name", "relation", "title") else "…")


# --- what is written into a journal ---------------------------------------------------------------------------


def form_lines(playbook: Playbook, form: Form, who: str, day: date) -> tuple[str, str]:
    """Which section of a journal the form is written in, and lines to copy: `who` is the client's link."""
    specs = playbook.record_fields
    if keys := [key for key in record_keys(form) if key not in ("time", "kind", "client", "text")]:
        kind = next((k.key for k in playbook.kinds.values() if k.form == form.key), "")
        kind = kind or next(iter(sorted(kinds_of_form(playbook, form))), "")
        kind = kind or next((k.key for k in playbook.kinds.values() if set(keys) & set(k.fields)), "")
        lines = [f"- 10:15 {kind} {who or '[[客户]]'}"]
        lines += [f"    - {_word(specs[key], form)}: " for key in keys if key in specs]
        return "log", "\n".join(lines)
    for scope, key in form_fields(form):
        if scope in playbook.entry_fields:
            return scope, _example(playbook, scope, day).partition("：")[2]
        if scope == "section":
            return key, _EXAMPLES.get(key, "- …").partition("：")[2] or "- …"
    return "summary", "- …"


def _word(spec: FieldSpec, form: Form) -> str:
    """What the form calls the field, where that is a name of the field."""
    for group in form.groups.values():
        for item in group.items.values():
            if item.field == f"record.{spec.key}" and item.key in words_of(spec):
                return item.key
    return spec.label


def checklist_lines(playbook: Playbook) -> str:
    """The day's checklists to tick, for the section of the routine."""
    lines = (line for slot in playbook.routine.day for line in slot.checklist)
    return "\n".join(f"- [ ] {line}" for line in dict.fromkeys(lines))
