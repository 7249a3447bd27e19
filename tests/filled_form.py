"""What the browser draws when a client's page is asked for a filled form; `tests/browser/test_client_form.py` compares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cmkb.pages.addresses import addresses
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.form_html import form_html
from cmkb.vault import Vault
from cmkb.views.forms import Sources, fill


class FilledForm(NamedTuple):
    address: str  # of the client's page
    id: str
    title: str
    html: str


def filled_forms(vault: Vault, today: date) -> Iterator[FilledForm]:
    places, _ = addresses(vault.notes.values(), vault.attachments, vault.settings)
    context = PageContext(vault, places, (), (), today)
    forms = [form for form in vault.playbook.forms.values() if form.kind == "client"]
    for note in vault.of_kind("client"):
        tools = PageTools(context, places.notes[note.path])
        for number, form in enumerate(forms, 1):
            html = form_html(tools, fill(vault, form, Sources(note=note, client=note, day=today)))
            yield FilledForm(tools.page, f"form-{number}", form.key, str(html))
