"""The text of a new note, made from the playbook: its keys in Chinese, its sections, and how each is written.

Hints stand in Obsidian's comments (`%% … %%`) and after `#` in the front matter: neither is read as content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from cmkb.locales import N_, reader, translator
from cmkb.model.playbook import FieldSpec, Form, Playbook
from cmkb.playbooks.names import words_of
from cmkb.views.amounts import MONEY
from cmkb.views.forms import form_fields, items_of, record_keys

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
    ticks = {item.field: item.ticks for form in forms for item in items_of(form) if item.ticks}
    lines = [
        _line(specs[key], values.get(key, ""), ticks.get(f"{kind}.{key}") or _choices(playbook, specs[key]))
        for key in keys
        if key in specs
    ]
    parts = ["---\n" + "\n".join(lines) + "\n---"] if lines else []
    if title:
        parts.append(f"# {title}")
    for meaning in _sections(playbook, kind, forms):
        body = (said or {}).get(meaning) or _hint(playbook, kind, meaning, today)
        heading = f"## {_heading(playbook, meaning, forms)}"
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


def _line(spec: FieldSpec, value: str, choices: Iterable[str]) -> str:
    key = f"{spec.label}: {value}".rstrip()
    told = "" if value else " / ".join(choices)
    return f"{key} # {told}" if told else key


def _choices(playbook: Playbook, spec: FieldSpec) -> tuple[str, ...]:
    if spec.type == "bool":
        return (say("是"), say("否"))
    return spec.values or tuple(getattr(playbook, spec.values_from, ()) if spec.values_from else ())


# --- sections ------------------------------------------------------------------------------------------------


def _sections(playbook: Playbook, kind: str, forms: tuple[Form, ...]) -> Iterator[str]:
    found = dict.fromkeys(key for form in forms for scope, key in form_fields(form) if scope == "section")
    for meaning in dict.fromkeys((*found, *SECTIONS.get(kind, ()))):
        if meaning in playbook.sections:
            yield meaning


def _heading(playbook: Playbook, meaning: str, forms: tuple[Form, ...]) -> str:
    """As the form calls it, where that is a name of the section."""
    headings = playbook.sections[meaning].headings
    items = (item for form in forms for item in items_of(form) if item.field == f"section.{meaning}")
    return next((item.key for item in items if item.key in headings), headings[0])


def _hint(playbook: Playbook, kind: str, meaning: str, today: date) -> str:
    """How a line of the section looks."""
    said = say(found) if (found := _HINTS.get(kind, {}).get(meaning, "")) else ""
    if meaning in playbook.entry_fields:
        said = say("一行一件：") + _entry(playbook, meaning, today)
    elif meaning == "goals" or (kind, meaning) == ("journal", "plan"):
        kpis = [kpi for kpi in playbook.kpis.values() if not kpi.fold][:3]
        counted = " · ".join(f"{kpi.label} {say('50万') if kpi.unit in MONEY else 5}" for kpi in kpis)
        said = f"{say('数量写一行：')}- {counted}" if counted else ""
    elif meaning == "log":
        a_kind = next((kind.key for kind in playbook.kinds.values() if kind.contact), "")
        said = say("一件一行：- 10:15 {kind} [[客户]] 说了什么").format(kind=a_kind)
    return f"%% {said.replace('DATE', _later(today).isoformat())} %%" if said else ""


_HINTS: Mapping[str, Mapping[str, str]] = {
    "client": {
        "follow": N_("一件一行：- [ ] 要做的事 📅 DATE"),
        "private": N_("只给自己看，哪里都不会发布"),
    },
    "journal": {
        "morning": N_("跟自己有关的，一条一行"),
        "summary": N_("各写一行：- 做成的：… - 没做成的：… - 明天调整：…"),
    },
    "script": {
        "flow": N_("一问一行：- 问：{称呼}您好… ^q1，下面缩进写客户的回答：- 若 方便 → 下一句"),
        "objections": N_("一条异议一个三级标题，下面写：- 答：…"),
        "closing": N_("至少三句，一句一行：1. … 2. … 3. …"),
        "messages": N_("{称呼}您好…"),
    },
    "meeting": {"closing": N_("第几次怎么促成，一次一行：1. … 2. … 3. …")},
    "period": {"targets": N_("一位一行：- [[客户]] 打算怎么做")},
    "case": {"docs": N_("一样一行：- [ ] 身份证")},
}
# Fields of an entry that are shown, the first ones as words.
_SHOWN: Mapping[str, tuple[str, ...]] = {
    "holdings": ("product", "amount", "matures"),
    "relations": ("relation", "name", "birthday"),
    "anniversaries": ("name", "date"),
    "news": ("title", "news_date", "points", "products"),
}
_SAMPLES = {
    "relation": N_("女儿"),
    "relations.name": N_("小雨"),
    "anniversaries.name": N_("结婚纪念日"),
    "title": N_("新闻标题"),
}


def _entry(playbook: Playbook, section: str, today: date) -> str:
    """`- [[产品]] [金额:: 20万] [到期:: 2027-02-21]`"""
    specs = playbook.entry_fields[section]
    keys = [key for key in _SHOWN.get(section, tuple(specs)[:3]) if key in specs]
    parts = []
    for index, key in enumerate(keys):
        sample = _SAMPLES.get(f"{section}.{key}") or _SAMPLES.get(key)
        said = say(sample) if sample else _sample(specs[key], today)
        bare = index == 0 or (index == 1 and key == "name")
        parts.append(said if bare else f"[{specs[key].label}:: {said}]")
    return f"- {' '.join(parts)}"


def _sample(spec: FieldSpec, today: date) -> str:
    day = {"news_date": today, "birthday": date(2010, 9, 1), "date": date(1996, 10, 1)}.get(
        spec.key, _later(today)
    )
    product = say("[[产品]]")
    samples = {"link": product, "links": product, "money": say("20万"), "num": "3", "date": day.isoformat()}
    return samples.get(spec.type, "…")


def _later(today: date) -> date:
    return date.fromordinal(min(today.toordinal() + 90, date.max.toordinal()))


# --- what is written into a journal ---------------------------------------------------------------------------


def form_lines(playbook: Playbook, form: Form, who: str, day: date) -> tuple[str, str]:
    """Which section of a journal the form is written in, and lines to copy. `who` is the client's link."""
    specs = playbook.record_fields
    if keys := [key for key in record_keys(form) if key not in _STRUCTURAL]:
        own = (kind.key for kind in playbook.kinds.values() if kind.form == form.key)
        near = (kind.key for kind in playbook.kinds.values() if set(keys) & set(kind.fields))
        lines = [f"- 10:15 {next(own, '') or next(near, '')} {who or say('[[客户]]')}"]
        lines += [f"    - {_word(specs[key], form)}: " for key in keys if key in specs]
        return "log", "\n".join(lines)
    for scope, key in form_fields(form):
        if scope in playbook.entry_fields:
            return scope, _entry(playbook, scope, day)
        if scope == "section":
            return key, say("- 做成的：\n- 没做成的：\n- 明天调整：") if key == "summary" else "- "
    return "log", "- "


_STRUCTURAL = ("time", "kind", "client", "text")


def _word(spec: FieldSpec, form: Form) -> str:
    """What the form calls the field, where that is a name of the field."""
    items = (item for item in items_of(form) if item.field == f"record.{spec.key}")
    return next((item.key for item in items if item.key in words_of(spec)), spec.label)


def checklist_lines(playbook: Playbook) -> str:
    """The day's checklists to tick, for the section of the routine."""
    lines = (line for slot in playbook.routine.day for line in slot.checklist)
    return "\n".join(f"- [ ] {line}" for line in dict.fromkeys(lines))


def say(text: str) -> str:
    return translator(reader())(text)


def word_of(playbook: Playbook, kind: str) -> str:
    """What a kind of note is called, as its `type:` says it in the playbook's language."""
    return next(iter(playbook.fields_of(kind)["type"].value_aliases.get(kind, ())), kind)
