"""关怀短信: the panel of Today with the texts that are ready to be sent."""

from __future__ import annotations

from urllib.parse import quote

from cmkb.model.immutable import immutable
from cmkb.pages import format as words
from cmkb.pages.agenda import reason
from cmkb.pages.context import PageContext
from cmkb.playbooks.names import choices
from cmkb.views.messages import Care, Message, care

FEW = 6  # messages before the rest folds


@immutable
class Chip:
    value: str
    count: int


@immutable
class Card:
    message: Message
    tag: str
    sms: str  # address that opens the phone's messages; "" when it is not to be sent so


@immutable
class SentLine:
    clients: tuple[str, ...]
    occasion: str
    time: str
    text: str
    path: str


@immutable
class Panel:
    sent: str  # 8
    target: str  # 20, "" without a quota
    note: str
    pips: tuple[bool, ...]  # which of the target are done; none when there are too many to draw
    chips: tuple[Chip, ...]
    cards: tuple[Card, ...]
    done: tuple[SentLine, ...]
    held: int
    few: int = FEW


MOST_PIPS = 40


def panel(context: PageContext) -> Panel | None:
    """None where there is nothing to send, nothing sent and nothing wanted."""
    found = care(context.vault, context.today, context.reminders)
    if not found.messages and not found.sent and not found.meter:
        return None
    meter = found.meter
    value = meter.value if meter else len(found.sent)
    target = int(meter.target) if meter and meter.target else 0
    tier = meter.quota.from_tier if meter and meter.quota else ""
    return Panel(
        sent=words.number(value),
        target=words.number(target) if target else "",
        note=context.say("{tier}及以上").format(tier=tier) if tier else "",
        pips=tuple(n < value for n in range(target)) if target <= MOST_PIPS else (),
        chips=_chips(context, found),
        cards=tuple(_card(context, message) for message in found.messages),
        done=tuple(
            SentLine(
                context.vault.clients_of(record),
                str(record.fields.get("occasion", "")),
                record.time,
                record.text,
                record.path,
            )
            for record in found.sent
        ),
        held=found.held,
    )


def _chips(context: PageContext, found: Care) -> tuple[Chip, ...]:
    counts = ((occasion, found.count(occasion)) for occasion in context.vault.playbook.occasions)
    return tuple(Chip(occasion, count) for occasion, count in counts if count)


def _sms_kinds(context: PageContext) -> tuple[str, ...]:
    """Kinds of activity that a phone's own messages do: the channel that the playbook also calls `sms`."""
    playbook = context.vault.playbook
    spec = playbook.fields_of("client").get("no_contact")
    channel = choices(playbook, spec).get("sms") if spec else None
    return tuple(kind.key for kind in playbook.kinds.values() if channel and kind.channel == channel)


def _card(context: PageContext, message: Message) -> Card:
    day = "" if message.row.date == context.today else words.day(message.row.date, context.today)
    tag = " ".join(
        part for part in (message.occasion or reason(message.row.kind, context.language), day) if part
    )
    by_phone = message.phone and not message.missing and message.kind in _sms_kinds(context)
    return Card(message, tag, f"sms:{message.phone}?body={quote(message.text)}" if by_phone else "")
