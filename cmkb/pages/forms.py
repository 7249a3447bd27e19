"""表单: the playbook's paper forms, blank to print, and how each is filled."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from cmkb.files.safe_name import safe_name
from cmkb.locales import N_
from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.model.playbook import Form, Playbook
from cmkb.pages.addresses import GENERATED
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.form_html import anchors, form_html
from cmkb.pages.site import Page
from cmkb.views.forms import Sources, fill

FOLDER = "forms"
# Where each kind of note is written, and the words for it.
_WHERE = {
    "journal": N_("写在当天的日志里"), "client": N_("写在客户的笔记里"), "meeting": N_("一次面谈一篇笔记"),
    "case": N_("一件事一篇笔记"), "period": N_("写在这一期的目标笔记里"),
}  # fmt: skip


@immutable
class FormRow:
    form: Form
    address: str
    where: str
    command: str


def form_addresses(playbook: Playbook) -> dict[str, str]:
    """Form → address of its blank, each a different one."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for number, key in enumerate(playbook.forms, 1):
        name = safe_name(key) or f"form-{number}"
        if name.casefold() in taken:
            name = f"{name}-{number}"
        taken.add(name.casefold())
        found[key] = f"{FOLDER}/{name}.html"
    return found


def index(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["forms"], context.say("表单"), "forms", lambda: _index(context))


def blanks(context: PageContext) -> Iterator[Page]:
    addresses = form_addresses(context.vault.playbook)
    for key, form in context.vault.playbook.forms.items():
        yield Page(addresses[key], key, "form", partial(_blank, context, form, addresses[key]))


def _index(context: PageContext) -> str:
    addresses = form_addresses(context.vault.playbook)
    rows = [
        FormRow(
            form,
            addresses[key],
            context.say(_WHERE.get(form.kind, "")),
            new_command(form, context.say("姓名")),
        )
        for key, form in context.vault.playbook.forms.items()
    ]
    return context.render("forms.html", GENERATED["forms"], rows=rows)


def new_command(form: Form, name: str) -> str:
    """What makes the note in which the form is filled; `name` stands for the client's."""
    return f"cmkb new {form.key} {name}" if form.kind != "journal" else f"cmkb new {form.key}"


def _blank(context: PageContext, form: Form, place: str) -> str:
    tools = PageTools(context, place)
    html = form_html(tools, fill(context.vault, form, Sources()), blank=True)
    return context.render(
        "form.html",
        place,
        form=form,
        html=html,
        note=None,
        command=new_command(form, context.say("姓名")),
        rest="",
        people=(),
    )


def form_of_note(context: PageContext, note: Note) -> Form | None:
    """The form as which a note is shown: of a meeting, the one that its kind of meeting fills."""
    playbook = context.vault.playbook
    if note.kind != "meeting":
        return None
    said = note.get("kind")
    key = next((kind.form for kind in playbook.kinds.values() if kind.meeting and kind.meeting == said), "")
    form = playbook.forms.get(key)
    return form if form is not None and form.kind == note.kind else None


def note_page(context: PageContext, note: Note, form: Form, place: str) -> str:
    """A note as the form that it fills; what the form has no place for stands beneath."""
    tools = PageTools(context, place)
    about = context.vault.clients_in(note.path, filter(None, (note.get("client"),)))
    client = context.vault.notes[about[0]] if about else None
    filled = fill(context.vault, form, Sources(note=note, client=client, day=note.date or context.today))
    shown = {b.item.field.partition(".")[2] for g in filled.groups for b in g.blanks if b.what == "section"}
    rest = [
        (f"{'#' * s.level} {s.heading}\n\n" if s.level else "") + s.text
        for s in note.sections
        if s.meaning not in shown and s.scope not in shown and s.text.strip()
    ]
    return context.render(
        "form.html",
        place,
        form=form,
        html=form_html(tools, filled, attributes=anchors),
        note=note,
        command="",
        people=about,
        rest=tools.markdown(note.path, "\n\n".join(rest), drop_title=note.title),
    )
