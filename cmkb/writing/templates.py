"""A template for each kind of note and each form that is a note of its own, as Obsidian's Templates fills it in."""

from __future__ import annotations

from datetime import date

from cmkb.files.safe_name import safe_name
from cmkb.model.playbook import Form, Playbook
from cmkb.views.forms import form_fields
from cmkb.writing.blank_notes import checklist_lines, note_text, word_of

JOURNAL = "日志"
DATE, TITLE = '"{{date:YYYY-MM-DD}}"', '"{{title}}"'
_KINDS = ("client", "script", "product", "case", "household", "howto", "event", "channel", "staff", "period")
_TODAY = date(2026, 11, 23)  # examples in the hints are of it
_DAYS = ("created", "opened", "date", "since")  # keys of which the day of writing is the likely value


def templates(playbook: Playbook) -> dict[str, str]:
    """Name → text."""
    found = {word_of(playbook, kind): _template(playbook, kind) for kind in _KINDS if kind in playbook.fields}
    found[JOURNAL] = _journal(playbook)
    for form in playbook.forms.values():
        if form.kind == "meeting":
            found[safe_name(form.key)] = _template(playbook, form.kind, form)
    return found


def _template(playbook: Playbook, kind: str, form: Form | None = None) -> str:
    specs = playbook.fields_of(kind)
    values = (
        {"type": word_of(playbook, kind)}
        if kind in ("meeting", "event", "channel", "staff", "household")
        else {}
    )
    if "name" in specs:
        values["name"] = TITLE
    if kind == "client":
        values["created"] = DATE
    elif kind == "period":
        values["period"] = TITLE
    else:
        own = playbook.fields.get(kind, {})
        values |= {key: DATE for key in _DAYS if key in own and own[key].type in ("date", "dt")}
    title = "{{title}}" if kind not in ("client", "case") and "name" not in specs else ""
    return note_text(playbook, kind, values, _TODAY, title=title, forms=(form,) if form else ())


def _journal(playbook: Playbook) -> str:
    forms = [
        form
        for form in playbook.forms.values()
        if form.kind == "journal"
        and any(scope == "journal" and key != "date" for scope, key in form_fields(form))
    ]
    keys = (key for key in playbook.fields.get("journal", {}) if key not in ("date", "playbook"))
    values = {"date": TITLE, **dict.fromkeys(keys, "")}
    said = {"flow": checklist_lines(playbook)}
    return note_text(playbook, "journal", values, _TODAY, forms=forms, said=said)
