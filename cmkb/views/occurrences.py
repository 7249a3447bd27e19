"""Which client a rule concerns, and by which of the causes in the notes: one row for each time that it comes round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from sys import intern
from typing import Any

from cmkb.locales import N_, Translate, reader, sign, translator
from cmkb.model.festivals import festival_days, read_festival
from cmkb.model.lunar import lunar_words
from cmkb.model.note import Entry, Moment, Note, Record
from cmkb.model.playbook import Reminder
from cmkb.vault import Vault
from cmkb.views.amounts import amount
from cmkb.views.entry_words import family, product_of, whose, words_of
from cmkb.views.kpis import came_about
from cmkb.views.turns import Turn, Turns
from cmkb.views.wording import plain
from cmkb.views.yearly import keepings, year_ends

UNDATED_DAYS = 30  # for how long one message settles a figure of which nobody says from when it is
SAME_PURCHASE = 7  # days between the record of a sale and the holding that came of it
NOTHING: Mapping[str, Any] = {}  # one for all
_ENTRIES = ("holdings", "relations", "anniversaries")  # sections of a client's note that have dates


# Not frozen: there are dozens for every client, and frozen ones take three times as long.
@dataclass(slots=True)
class Occurrence:
    """A cause in one of its turns."""

    rule: Reminder
    client: str
    turn: Turn
    title: str
    why: str = ""
    path: str = ""  # where the cause stands
    line: int = 1
    about: tuple[str, ...] = ()  # words that tell it from the client's others
    entry: Entry | None = None
    values: Mapping[str, Any] = field(default_factory=lambda: NOTHING)  # what a message may say: 节日, 称谓 …


class Rule:
    """A rule made ready: which keys it reads where, and what is the same for every client."""

    def __init__(self, vault: Vault, rule: Reminder, today: date, ahead: int) -> None:
        self.vault, self.rule, self.today = vault, rule, today
        self.turns = Turns(rule, today, ahead)
        self.turn = self.turns.turn
        self.say: Translate = translator(vault.settings.language)
        names = [name.partition(".") for name in rule.dates]
        self.own = tuple(name for name, dot, _ in names if not dot)
        self.listed = {
            section: tuple(key for name, _, key in names if name == section)
            for section in dict.fromkeys(name for name, dot, _ in names if dot)
            if section in _ENTRIES
        }
        named = translator(vault.settings.language, "playbook")
        self.festivals = [
            (turn, f"{rule.label}{sign('：')}{name}", (name,), {"节日": name})
            for text in rule.festivals
            if (festival := read_festival(text))
            for day in festival_days(festival, *self.turns.span)
            if (turn := self.turn(day)) and (name := named(festival.name))
        ]
        self.rhythm = list(self.turns.rhythm()) if rule.every else []
        least = vault.playbook.tier_level(rule.from_tier)
        self.tiers = None if least is None else frozenset(tuple(vault.playbook.tiers)[least - 1 :])
        self.since = self.say("自 {date} 起")
        self.lunar = self.say("农历{day}")
        self.years = self.say(N_("{n} 周年") if "anniversaries" in self.listed else N_("满 {n} 岁"))
        self.is_for_clients = bool(
            self.own or self.listed or rule.every or self.festivals or rule.records or rule.value
        )

    def concerns(self, client: Note) -> bool:
        rule = self.rule
        if self.tiers is not None and client.get("tier", "") not in self.tiers:
            return False
        if rule.key_clients and not (client.get("core") or client.get("key")):
            return False
        return not rule.having or all(client.get(key) not in (None, "", ()) for key in rule.having)

    def occurrences(self, client: Note) -> Iterator[Occurrence]:
        """All of the days this is about, done or not."""
        if self.festivals:
            yield from self._of_festivals(client)
        if self.rule.every:
            yield from self._of_rhythm(client)
        elif _any_of(self.own, client.front.fields):
            yield from self._of_client(client)
        if self.rule.value:
            yield from self._of_values(client)
        else:
            for section, keys in self.listed.items():
                for entry in getattr(client, section):
                    if _any_of(keys, entry.fields):
                        yield from self._of_entry(client, section, keys, entry)
        if self.rule.records:
            yield from self._of_records(client)

    def _of_festivals(self, client: Note) -> Iterator[Occurrence]:
        for turn, title, about, values in self.festivals:
            yield Occurrence(self.rule, client.path, turn, title, about=about, values=values)

    def _of_rhythm(self, client: Note) -> Iterator[Occurrence]:
        why = ""
        if self.rule.gap is not None:
            why = self._to_next_tier(client)
            if not why:
                return
        known = next((day for key in self.own if isinstance(day := client.get(key), date)), None)
        for begin, turn in self.rhythm:
            if known is None or known < begin:
                yield Occurrence(self.rule, client.path, turn, self.rule.label, why)

    def _to_next_tier(self, client: Note) -> str:
        """`离白金还差 12万`; "" when that is more than the rule's share of the threshold."""
        assets = client.get("aum")
        level = self.vault.playbook.tier_level(client.get("tier", ""))
        tiers = tuple(self.vault.playbook.tiers.values())
        if not isinstance(assets, int | float) or level is None or level >= len(tiers):
            return ""
        following = tiers[level]
        if not following.threshold or self.rule.gap is None:
            return ""
        missing = following.threshold - assets
        if missing <= 0:
            return self.say("资产 {amount}，已到{tier}").format(amount=amount(assets), tier=following.key)
        if missing * 100 > following.threshold * self.rule.gap:
            return ""
        return self.say("离{tier}还差 {amount}").format(tier=following.key, amount=amount(missing))

    def _of_entry(
        self, client: Note, section: str, keys: tuple[str, ...], entry: Entry
    ) -> Iterator[Occurrence]:
        found = list(self._turns_of(client, entry.fields, keys))
        if not found:
            return
        words, about = whose(self.vault, client, section, entry)
        title = f"{self.rule.label}{sign('：')}{words}" if words else self.rule.label
        said = family(section, entry)
        for turn, why, values in found:
            yield Occurrence(
                self.rule,
                client.path,
                turn,
                title,
                why,
                "",
                entry.place.line,
                about,
                entry,
                {**said, **values} if values else said or NOTHING,
            )

    def _of_client(self, client: Note) -> Iterator[Occurrence]:
        place = next((p for key in self.own if (p := client.front.places.get(key))), None)
        for turn, why, values in self._turns_of(client, client.front.fields, self.own):
            line = place.line if place else 1
            yield Occurrence(self.rule, client.path, turn, self.rule.label, why, "", line, values=values)

    def _turns_of(
        self, client: Note, fields: Mapping[str, Any], keys: tuple[str, ...]
    ) -> Iterator[tuple[Turn, str, Mapping[str, Any]]]:
        """With why, and what a message may say. The keys of a yearly rule are ways to write one and the same day."""
        if self.rule.yearly:
            yield from self._turns_of_years(fields, keys)
            return
        for key in keys:
            value = fields.get(key)
            day = value.date if isinstance(value, Moment) else value
            event = self.turns.event(day) if isinstance(day, date) else None
            if day is None or event is None or event < self.turns.first or self._is_done(client, day):
                continue
            if turn := self.turn(event):
                counted = self.rule.days or self.rule.months
                yield turn, intern(self.since.format(date=day.isoformat()[5:])) if counted else "", NOTHING

    def _turns_of_years(
        self, fields: Mapping[str, Any], keys: tuple[str, ...]
    ) -> Iterator[tuple[Turn, str, Mapping[str, Any]]]:
        first, last = self.turns.span
        lead = fields.get("lead")
        leads = (int(lead),) if isinstance(lead, int | float) and 0 <= lead <= 366 else ()
        seen = set()
        for kept in keepings([fields.get(key) for key in keys], fields.get("birthday_use")):
            for day, years in kept.days(first, last):
                if day in seen:  # the solar and the lunar birthday of this year
                    continue
                seen.add(day)
                until = (
                    None
                    if self.rule.until is not None
                    else year_ends(kept, day, (leads or self.turns.leads)[0])
                )
                turn = self.turn(day, leads, until)
                if turn is None:
                    continue
                moon = self.lunar.format(day=lunar_words(kept.lunar, reader())) if kept.lunar else ""
                count = self.years.format(n=years) if years > 0 else ""
                why = " · ".join(part for part in (moon, count) if part)
                yield turn, intern(why), {"周年": years or None}

    def _of_values(self, client: Note) -> Iterator[Occurrence]:
        """A holding that has reached what was set for it. The event is the day of the figure."""
        section, _, key = self.rule.value.partition(".")
        above, below = (name.partition(".")[2] for name in (self.rule.above, self.rule.below))
        for entry in getattr(client, section) if section in _ENTRIES else ():
            now, most, least = (_number(entry.fields.get(name)) for name in (key, above, below))
            if now is None:
                continue
            up = most is not None and now >= most
            if not up and (least is None or now > least):
                continue
            spec = self.vault.playbook.entry_fields.get(section, {}).get(above if up else below)
            label = spec.label if spec else self.rule.label
            limit = most if up else least
            words, about = whose(self.vault, client, section, entry)
            keys = self.listed.get(section) or tuple(n.partition(".")[2] for n in self.rule.dates)
            said = next((d for k in keys if isinstance(d := entry.fields.get(k), date)), None)
            day = said or client.get("updated") or self.today
            title = f"{label}{sign('：')}{words}"
            why = self.say("现在 {now}，定的 {limit}").format(now=f"{now:g}", limit=f"{limit:g}")
            # Without the day of the figure a month's message is enough.
            leads = () if said else (self.rule.until or UNDATED_DAYS,)
            if turn := self.turn(day, leads):
                yield Occurrence(self.rule, client.path, turn, title, why, "", entry.place.line, about, entry)

    def _of_records(self, client: Note) -> Iterator[Occurrence]:
        """What was sold, unless it stands among the holdings: then the holding reminds by itself."""
        told: list[tuple[date, str]] = []
        for record in self.vault.timeline(client.path):
            if record.date > self.today or record.count is not None or not self._is_event(record):
                continue
            event = self.turns.event(record.date)
            turn = self.turn(event) if event is not None and event >= self.turns.first else None
            if turn is None:
                continue
            product = product_of(self.vault, record.path, record.fields.get("product"))
            if any(self._is_held(client, record.date, product, day, e) for day, e in self._held(client)):
                continue
            if any(
                day == record.date and (not product or not other or product == other) for day, other in told
            ):
                continue
            told.append((record.date, product))
            words = words_of(record.fields.get("product"))
            title = f"{self.rule.label}{sign('：')}{words}" if words else self.rule.label
            why = f"{record.date:%m-%d} {record.kind}"
            about = tuple(word for word in (words, product) if word)
            values = {"产品": words, "金额": record.fields.get("amount")}
            line = record.place.line
            yield Occurrence(self.rule, client.path, turn, title, why, record.path, line, about, None, values)

    def _held(self, client: Note) -> Iterator[tuple[date, Entry]]:
        for entry in client.holdings:
            for key in self.listed.get("holdings", ()):
                if isinstance(day := entry.fields.get(key), date):
                    yield day, entry

    def _is_event(self, record: Record) -> bool:
        playbook = self.vault.playbook
        if record.kind in self.rule.records:
            return came_about(record, playbook)
        kind, result = playbook.kinds.get(record.kind), playbook.results.get(record.fields.get("result", ""))
        if (kind and kind.sale) or not (result and result.sale):
            return False  # another kind of sale is another rule's
        return any(playbook.kinds[name].sale for name in self.rule.records if name in playbook.kinds)

    def _is_held(self, client: Note, sold: date, product: str, bought: date, entry: Entry) -> bool:
        other = product_of(self.vault, client.path, entry.fields.get("product")) or plain(entry.text)
        same = not product or not other or product == other
        return same and abs((bought - sold).days) <= SAME_PURCHASE

    def _is_done(self, client: Note, since: date) -> bool:
        """By what the client's note says since: the card that was to be handed out."""
        for key in self.rule.done_by:
            value = client.get(key)
            if value not in (None, "", (), False) and not (isinstance(value, date) and value < since):
                return True
        return False


def _any_of(keys: tuple[str, ...], fields: Mapping[str, Any]) -> bool:
    """Written as a loop: it is asked for every rule and client."""
    for key in keys:  # noqa: SIM110
        if key in fields:
            return True
    return False


def _number(value: object) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
