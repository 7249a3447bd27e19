"""The playbook's forms of a client, such as the client's file, filled in when somebody asks for one on the client's page.

`assets/client-form.js` fills them: most of what a form says stands in the profile on the same page. So each page holds
only the rest, and `data/client-forms.js` the sheets themselves, once for all.
"""

from __future__ import annotations

from markupsafe import Markup

from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.model.playbook import Form, Playbook
from cmkb.pages import format as words
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.escaping import escape
from cmkb.pages.form_html import form_html, said, table_row
from cmkb.pages.javascript import assignment
from cmkb.pages.markdown import slug
from cmkb.pages.note_words import IN_BRIEF
from cmkb.views.forms import Blank, Sources, beyond_profile, fill, stands_in_profile


@immutable
class ClientForm:
    id: str
    title: str
    rest: Markup  # <i data-f="field">, <tbody data-rows="group">: what the profile does not say


def client_forms(context: PageContext, note: Note, tools: PageTools) -> list[ClientForm]:
    return [
        ClientForm(f"form-{number}", form.key, _rest(context, form, note, tools))
        for number, form in enumerate(_forms(context.vault.playbook), 1)
    ]


def client_forms_data(context: PageContext) -> str:
    """`data/client-forms.js`: the sheets as nobody filled them, in the order of `client_forms`.

    A blank's element says its field in `data-f`, in `data-p` under which label the profile answers it, and with
    `data-b` that the answer is ticked; a table says its group in `data-rows`.
    """
    tools, playbook = PageTools(context, ""), context.vault.playbook

    def attributes(b: Blank) -> str:
        field = f' data-f="{escape(b.item.field)}"'
        if b.spec is None or not stands_in_profile(playbook, b.item, b.spec):
            return field
        ticked = " data-b" if b.spec.type == "bool" else ""
        return f'{field} data-p="{escape(b.spec.label)}"{ticked}'

    return assignment(
        "window.cmkbClientForms",
        [
            {
                "title": form.key,
                "day": words.long_date(context.today, context.language),
                "owner": context.vault.settings.owner,
                "html": form_html(tools, fill(context.vault, form, Sources()), attributes=attributes),
            }
            for form in _forms(playbook)
        ],
    )


def _forms(playbook: Playbook) -> list[Form]:
    return [form for form in playbook.forms.values() if form.kind == "client"]


def _rest(context: PageContext, form: Form, note: Note, tools: PageTools) -> Markup:
    beyond = beyond_profile(context.vault, form, note, context.today)
    parts = [_one(tools, note, b) for b in beyond.blanks]
    for group, rows in beyond.rows.items():
        lines = "".join([table_row(tools, row) for row in rows])
        parts.append(f'<table><tbody data-rows="{escape(group)}">{lines}</tbody></table>')
    return Markup("".join(parts))


def _one(tools: PageTools, note: Note, b: Blank) -> str:
    field = f'data-f="{escape(b.item.field)}"'
    if b.what == "section" and _stands_below_heading(note, b.heading):
        return f'<i {field} data-h="{escape(slug(b.heading))}"></i>'
    return f"<i {field}>{said(tools, b)}</i>"


def _stands_below_heading(note: Note, heading: str) -> bool:
    """Whether the words on the page have the section below a heading that no other has."""
    same = [section for section in note.sections if slug(section.heading) == slug(heading)]
    return (
        heading.isalnum()  # no markup
        and len(same) == 1
        and same[0].level > 1  # a title is left out
        and same[0].meaning not in IN_BRIEF
    )
