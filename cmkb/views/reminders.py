"""Nobody forgotten: what the playbook's rules remind of, client by client.

A rule and a cause (this client's birthday, this holding's maturity) make one row for each time it comes round. The
row's date is the event. It is gone when records show that it was done, `Deed`s; what was not done in time stays until
`show_until`. Nothing depends on a build having happened on any one day.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from cmkb.locales import N_, Translate, reader, sign, translator
from cmkb.model.festivals import Festival, festival_days, read_festival
from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.lunar import lunar_words
from cmkb.model.note import Entry, Link, Moment, Note, Record
from cmkb.model.playbook import Reminder
from cmkb.vault import Vault
from cmkb.views.amounts import amount
from cmkb.views.contacts import is_quiet
from cmkb.views.dates import plus
from cmkb.views.kpis import came_about
from cmkb.views.occasions import Deed, Deeds
from cmkb.views.talk_tracks import TalkTracks
from cmkb.views.wording import plain
from cmkb.views.workdays import LONGEST_BREAK
from cmkb.views.yearly import keepings, year_ends

DAYS_AHEAD = 400  # for how long the browser can go on by itself
UNDATED_DAYS = 30  # for how long one message settles a figure of which nobody says from when it is
SAME_PURCHASE = 7  # days between the record of a sale and the holding that came of it
FAMILY = "家人"  # what a message calls them
_BREAK = re.compile(r"[\s，,。；;：:（(]+")
_ENTRIES = ("holdings", "relations", "anniversaries")  # sections of a client's note that have dates
_WHOSE = {"holdings": "product", "relations": "name", "anniversaries": "name"}  # key of what an entry is


@immutable
class Turn:
    """The days of an event. Many clients share them, so each is made once."""

    day: date  # of the event
    steps: tuple[date, ...]  # when it begins to show, and when it wants to be done again; oldest first
    until: date | None


@dataclass(
    slots=True
)  # not frozen: there are dozens for every client, and frozen ones take three times as long
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
    values: Mapping[str, Any] = field(default_factory=dict)  # what a message may say: 节日, 称谓 …


def is_shared(rule: Reminder) -> bool:
    """Of a day that many clients have at once, festivals and rhythms: one line tells it for all of them."""
    return bool(rule.festivals or (rule.every and rule.gap is None))


@immutable
class Open:
    """An occurrence that still wants something."""

    occurrence: Occurrence
    row: FollowUp


def reminders(vault: Vault, today: date, ahead: int = DAYS_AHEAD) -> Iterator[Open]:
    """Everything open from the past, and all that begins to show within `ahead` days."""
    rules = [_Rule(vault, rule, today, ahead) for rule in vault.playbook.reminders.values()]
    rules = [rule for rule in rules if rule.is_for_clients]
    deeds, tracks = Deeds(vault, today), TalkTracks(vault, today)
    for client in vault.of_kind("client"):
        if is_quiet(client, vault.playbook):
            continue
        found = [one for rule in rules if rule.concerns(client) for one in rule.occurrences(client)]
        if found:
            yield from _open(found, deeds.of(client.path), tracks, today)


@immutable
class Settled:
    """An occurrence, done or not. `deed` is the first that settled it; None too where the client's note did."""

    occurrence: Occurrence
    done: bool
    deed: Deed | None


def in_turn(vault: Vault, rule: Reminder, first: date, last: date, deeds: Deeds) -> Iterator[Settled]:
    """Everything of one rule whose event lies between the two days, what was done included."""
    days = (last - first).days
    whole = _Rule(vault, replace(rule, done_by=()), first, days)
    asking = _Rule(vault, rule, first, days) if rule.done_by else None
    for client in vault.of_kind("client"):
        if is_quiet(client, vault.playbook) or not whole.concerns(client):
            continue
        due = [one for one in whole.occurrences(client) if first <= one.turn.day <= last]
        if not due:
            continue
        still = {one.turn.day for one in asking.occurrences(client)} if asking else None
        of_client = deeds.of(client.path)
        for one in due:
            deed = _first_deed(one, of_client)
            yield Settled(one, deed is not None or (still is not None and one.turn.day not in still), deed)


def _first_deed(one: Occurrence, deeds: list[Deed]) -> Deed | None:
    earliest = plus(one.turn.steps[0], -LONGEST_BREAK)
    for index in range(bisect_left(deeds, earliest, key=lambda deed: deed.day), len(deeds)):
        if one.turn.until is not None and deeds[index].day > one.turn.until:
            return None
        if _settles(deeds[index], one):
            return deeds[index]
    return None


# --- done or not -------------------------------------------------------------------------------------------


def _open(found: list[Occurrence], deeds: list[Deed], tracks: TalkTracks, today: date) -> Iterator[Open]:
    done = _done(found, deeds) if deeds else {}
    for index, one in enumerate(found):
        if one.turn.until is not None and one.turn.until < today:
            continue
        steps, reached = one.turn.steps, done.get(index)
        step = steps[0] if reached is None else next((day for day in steps if day > reached), None)
        if step is not None:
            yield Open(one, _row(one, step, tracks))


def _done(found: list[Occurrence], deeds: Iterable[Deed]) -> dict[int, date]:
    """Place among `found` → the day up to which its steps are done. A deed that names one of several it could be
    about settles that one, else all of them."""
    done: dict[int, date] = {}
    for deed in deeds:
        fitting = [index for index, one in enumerate(found) if _settles(deed, one)]
        named = (
            [index for index in fitting if deed.names(found[index].about)] if len(fitting) > 1 else fitting
        )
        for index in named or fitting:
            done[index] = max(done.get(index, deed.until), deed.until)
    return done


def _settles(deed: Deed, one: Occurrence) -> bool:
    rule, turn = one.rule, one.turn
    if deed.until < turn.steps[0] or (turn.until is not None and deed.day > turn.until):
        return False
    topics = deed.topics
    return (
        rule.key in topics
        or (bool(rule.occasion) and rule.occasion in topics)
        or deed.kind in rule.kinds
        or (rule.by_contact and deed.contact)
    )


def _row(one: Occurrence, step: date, tracks: TalkTracks) -> FollowUp:
    rule = one.rule
    return FollowUp(
        date=one.turn.day,
        show_from=step,
        kind=rule.kind,
        title=one.title,
        path=one.path or one.client,
        line=one.line,
        client=one.client,
        why=one.why or rule.note,
        script=tracks.for_reminder(rule.occasion, one.client, one.entry) if rule.occasion else None,
        show_until=one.turn.until,
        rule=rule.key,
    )


# --- when --------------------------------------------------------------------------------------------------


class _Rule:
    """A rule made ready: which keys it reads where, and the days between which its events lie."""

    def __init__(self, vault: Vault, rule: Reminder, today: date, ahead: int) -> None:
        self.vault, self.rule, self.today = vault, rule, today
        self.say: Translate = translator(vault.settings.language)
        self.leads = tuple(sorted({*(rule.lead or (0,))}, reverse=True))
        self.turns: dict[tuple[date, tuple[int, ...], date | None], Turn | None] = {}
        # What has ended is still there for a while: a deed that names it is not about the next one.
        self.ended = plus(today, -self.leads[0] - (rule.until or 0) - LONGEST_BREAK)
        self.first = plus(self.ended, -rule.until) if rule.until is not None else date.min
        self.latest = plus(today, ahead)  # day on which what is asked for begins to show
        self.last = plus(self.latest, self.leads[0])
        # Of what comes round by itself, so that a rule without an end has one.
        self.span = max(self.first, plus(today, -366)), self.last
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
            for festival in _festivals(rule)
            for day in festival_days(festival, *self.span)
            if (turn := self._turn(day)) and (name := named(festival.name))
        ]
        self.rhythm = list(self._rhythm()) if rule.every else []
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

    def _turn(self, event: date, leads: tuple[int, ...] = (), until: date | None = None) -> Turn | None:
        """None outside of the days that are asked for. `until` where the rule does not say it."""
        key = (event, leads, until)
        try:
            return self.turns[key]
        except KeyError:
            turn = self.turns[key] = self._new_turn(*key)
            return turn

    def _new_turn(self, event: date, leads: tuple[int, ...], until: date | None) -> Turn | None:
        if until is None and self.rule.until is not None:
            until = plus(event, self.rule.until)
        steps = tuple(plus(event, -lead) for lead in leads or self.leads)
        if steps[0] > self.latest or (until is not None and until < self.ended):
            return None
        return Turn(event, steps, until)

    def _event(self, day: date) -> date | None:
        if not self.rule.months and not self.rule.days:
            return day
        try:
            return plus(
                day + relativedelta(months=self.rule.months) if self.rule.months else day, self.rule.days
            )
        except (OverflowError, ValueError):  # the year 9999 has no next month
            return None

    def _of_festivals(self, client: Note) -> Iterator[Occurrence]:
        for turn, title, about, values in self.festivals:
            yield Occurrence(self.rule, client.path, turn, title, about=about, values=values)

    def _rhythm(self) -> Iterator[tuple[date, Turn]]:
        """First days and turns. The event is the last day on which it is in time."""
        begin = self.today
        while begin <= self.latest:
            begin, end = _part_of_month(begin, self.rule.every)
            if turn := self._turn(end, ((end - begin).days,), end):
                yield begin, turn
            if end == date.max:
                return
            begin = plus(end, 1)

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
        words, about = self._whose(client, section, entry)
        title = f"{self.rule.label}{sign('：')}{words}" if words else self.rule.label
        said = _family(section, entry)
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
                {**said, **values},
            )

    def _of_client(self, client: Note) -> Iterator[Occurrence]:
        place = next((p for key in self.own if (p := client.front.places.get(key))), None)
        for turn, why, values in self._turns_of(client, client.front.fields, self.own):
            line = place.line if place else 1
            yield Occurrence(self.rule, client.path, turn, self.rule.label, why, "", line, values=values)

    def _turns_of(
        self, client: Note, fields: Mapping[str, Any], keys: tuple[str, ...]
    ) -> Iterator[tuple[Turn, str, dict[str, Any]]]:
        """With why, and what a message may say. The keys of a yearly rule are ways to write one and the same day."""
        if self.rule.yearly:
            yield from self._turns_of_years(fields, keys)
            return
        for key in keys:
            value = fields.get(key)
            day = value.date if isinstance(value, Moment) else value
            event = self._event(day) if isinstance(day, date) else None
            if day is None or event is None or event < self.first or self._is_done(client, day):
                continue
            if turn := self._turn(event):
                counted = self.rule.days or self.rule.months
                yield turn, self.since.format(date=day.isoformat()[5:]) if counted else "", {}

    def _turns_of_years(
        self, fields: Mapping[str, Any], keys: tuple[str, ...]
    ) -> Iterator[tuple[Turn, str, dict[str, Any]]]:
        first, last = self.span
        lead = fields.get("lead")
        leads = (int(lead),) if isinstance(lead, int | float) and 0 <= lead <= 366 else ()
        seen = set()
        for kept in keepings([fields.get(key) for key in keys], fields.get("birthday_use")):
            for day, years in kept.days(first, last):
                if day in seen:  # the solar and the lunar birthday of this year
                    continue
                seen.add(day)
                until = (
                    None if self.rule.until is not None else year_ends(kept, day, (leads or self.leads)[0])
                )
                turn = self._turn(day, leads, until)
                if turn is None:
                    continue
                moon = self.lunar.format(day=lunar_words(kept.lunar, reader())) if kept.lunar else ""
                count = self.years.format(n=years) if years > 0 else ""
                yield turn, " · ".join(part for part in (moon, count) if part), {"周年": years or None}

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
            words, about = self._whose(client, section, entry)
            keys = self.listed.get(section) or tuple(n.partition(".")[2] for n in self.rule.dates)
            said = next((d for k in keys if isinstance(d := entry.fields.get(k), date)), None)
            day = said or client.get("updated") or self.today
            title = f"{label}{sign('：')}{words}"
            why = self.say("现在 {now}，定的 {limit}").format(now=f"{now:g}", limit=f"{limit:g}")
            # Without the day of the figure a month's message is enough.
            leads = () if said else (self.rule.until or UNDATED_DAYS,)
            if turn := self._turn(day, leads):
                yield Occurrence(self.rule, client.path, turn, title, why, "", entry.place.line, about, entry)

    def _of_records(self, client: Note) -> Iterator[Occurrence]:
        """What was sold, unless it stands among the holdings: then the holding reminds by itself."""
        told: list[tuple[date, str]] = []
        for record in self.vault.timeline(client.path):
            if record.date > self.today or record.count is not None or not self._is_event(record):
                continue
            event = self._event(record.date)
            turn = self._turn(event) if event is not None and event >= self.first else None
            if turn is None:
                continue
            product = self._product(record.path, record.fields.get("product"))
            if any(self._is_held(client, record.date, product, day, e) for day, e in self._held(client)):
                continue
            if any(
                day == record.date and (not product or not other or product == other) for day, other in told
            ):
                continue
            told.append((record.date, product))
            words = _words(record.fields.get("product"))
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
        other = self._product(client.path, entry.fields.get("product")) or plain(entry.text)
        same = not product or not other or product == other
        return same and abs((bought - sold).days) <= SAME_PURCHASE

    def _product(self, path: str, value: object) -> str:
        """Path of the product's note, else its name."""
        if not isinstance(value, Link):
            return ""
        return self.vault.target(path, value) or value.target

    def _whose(self, client: Note, section: str, entry: Entry) -> tuple[str, tuple[str, ...]]:
        """What an entry is in words, and the words by which a record tells that it is meant."""
        value = entry.fields.get(_WHOSE[section])
        if section == "relations":
            people = relative(entry)
            return " ".join(people), people
        name = _words(value) or plain(entry.text)
        about = tuple(part for part in (name, self._product(client.path, value)) if part)
        money = entry.fields.get("amount")
        return (f"{name} {amount(money)}" if isinstance(money, int | float) else name), about

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


def _festivals(rule: Reminder) -> Iterator[Festival]:
    return (festival for text in rule.festivals if (festival := read_festival(text)))


def relative(entry: Entry) -> tuple[str, ...]:
    """Relation and name. In a line they are its first two words, `女儿 李小雨 在读高二`."""
    told = " ".join(_words(entry.fields.get(key)) for key in ("relation", "name"))
    words = _BREAK.split(told if told.strip() else plain(entry.text))
    return tuple(word for word in words if word)[:2]


def _family(section: str, entry: Entry) -> dict[str, Any]:
    """A message about somebody else is addressed to the client."""
    return {FAMILY: next(iter(relative(entry)), "")} if section == "relations" else {}


def _words(value: object) -> str:
    if isinstance(value, Link):
        return value.text
    return plain(value) if isinstance(value, str) else ""


def _number(value: object) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _part_of_month(day: date, every: str) -> tuple[date, date]:
    """First and last day of the month, or half of it, that a day lies in."""
    if every == "half-month" and day.day <= 15:
        return day.replace(day=1), day.replace(day=15)
    begin = day.replace(day=16 if every == "half-month" else 1)
    following = plus(day.replace(day=28), 4)
    return begin, plus(following.replace(day=1), -1) if following < date.max else date.max
