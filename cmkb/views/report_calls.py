"""The calls of a day, as the form 电话邀约记录表 wants them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from cmkb.locales import sign
from cmkb.model.note import Link, Moment, Note, Planned, Record
from cmkb.vault import Vault
from cmkb.views.client import age_on
from cmkb.views.figures import called_kpi, linked
from cmkb.views.prose import names_in, said
from cmkb.views.report_rows import Call, Number
from cmkb.views.report_words import participant_names, source_of, title_of, words_of
from cmkb.views.wording import plain


def calls(vault: Vault, records: Iterable[Record], day: date) -> Iterator[Call]:
    kpi = called_kpi(vault.playbook)
    for record in records:
        if kpi is not None and record.kind in kpi.kinds and record.count is None:
            yield _call(vault, record, day)


def _call(vault: Vault, record: Record, day: date) -> Call:
    fields = record.fields
    clients = vault.clients_of(record)
    client = vault.notes[clients[0]] if clients else None
    result = vault.playbook.results.get(fields.get("result", ""))
    appt, planned = fields.get("appt"), fields.get("next")
    return Call(
        time=record.time,
        clients=clients,
        name=sign("、").join(participant_names(vault, record)),
        gender=str(client.get("gender") or "") if client else "",
        age=_age(client, day) if client else None,
        bought_before=tuple(_bought_before(vault, client)) if client else (),
        script=sign("、").join(title_of(vault, script) for script in linked(vault, record, "script")),
        script_design=words_of(fields.get("script_design")),
        minutes=fields.get("mins"),
        result=fields.get("result", ""),
        tone=result.tone if result else "",
        agreed=bool(result and result.agreed),
        reached=result is None or result.reached,
        appt=appt if isinstance(appt, Moment) else None,
        place=words_of(fields.get("place")),
        objection=words_of(fields.get("objection")),
        good=tuple(plain(str(good)) for good in fields.get("good") or ()),
        improve=words_of(fields.get("improve")),
        next=Planned(planned.date, plain(planned.text)) if isinstance(planned, Planned) else None,
        text=said(record.text, names_in(vault, record.path)),
        source=source_of(record),
    )


def _age(client: Note, day: date) -> Number | None:
    known = age_on(client.get("birthday"), day)
    return known if known is not None else client.get("age")


def _bought_before(vault: Vault, client: Note) -> Iterator[str]:
    links = list(client.get("bought_before") or ())
    for holding in client.holdings:
        named = holding.fields.get("product")
        own = (named,) if isinstance(named, Link) else ()
        links += own or (link for link in holding.links if not link.field)
    targets = ((link, vault.target(client.path, link)) for link in links)
    yield from dict.fromkeys(title_of(vault, path) if path else link.text for link, path in targets)
