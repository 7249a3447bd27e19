"""A playbook: how one kind of client manager works, as data. The YAML files lie in `playbooks/`.

Field names here are the keys of the YAML; `playbooks/loader.py` builds these classes from it and refuses
any other key. Mappings merge along `extends`, lists replace, `null` takes an entry away. `aliases` are the
other words that mean the entry, `en` its English label; `playbooks/names.py` looks entries up by all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cmkb.model.playbook.figures import Kpi, Limit, Quota
from cmkb.model.playbook.forms import Form, FormGroup, FormItem, ReportPart
from cmkb.model.playbook.routine import Procedure, Reminder, Routine, Slot, Step
from cmkb.model.playbook.talk import Claim, Fit, Talk
from cmkb.model.playbook.vocabulary import (
    FIELD_TYPES,
    ActivityKind,
    Appointments,
    CaseKind,
    CaseState,
    FieldSpec,
    Result,
    SectionSpec,
    Stage,
    Status,
    Tier,
)

__all__ = [
    "FIELD_TYPES",
    "ActivityKind",
    "Appointments",
    "CaseKind",
    "CaseState",
    "Claim",
    "FieldSpec",
    "Fit",
    "Form",
    "FormGroup",
    "FormItem",
    "Kpi",
    "Limit",
    "Playbook",
    "Procedure",
    "Quota",
    "Reminder",
    "ReportPart",
    "Result",
    "Routine",
    "SectionSpec",
    "Slot",
    "Stage",
    "Status",
    "Step",
    "Talk",
    "Tier",
]


@dataclass(frozen=True, slots=True)
class Playbook:
    name: str
    title: str
    texts: tuple[int, ...] = ()
    summary: str = ""
    extends: str = ""
    calendar: str = "bank"  # bank | exchange
    funnel: tuple[str, ...] = ()  # KPIs from the first step to the sale
    welcome_days: int = 7  # within so many days a new client is called
    groups: tuple[str, ...] = ()  # profile headings in order
    posts: tuple[str, ...] = ()  # values of a client's `source` that are other posts of the house
    fields: Mapping[str, Mapping[str, FieldSpec]] = field(default_factory=dict)  # note kind → key → spec
    record_fields: Mapping[str, FieldSpec] = field(default_factory=dict)
    entry_fields: Mapping[str, Mapping[str, FieldSpec]] = field(default_factory=dict)  # section → key → spec
    sections: Mapping[str, SectionSpec] = field(default_factory=dict)
    tiers: Mapping[str, Tier] = field(default_factory=dict)  # lowest first
    statuses: Mapping[str, Status] = field(default_factory=dict)
    stages: Mapping[str, Stage] = field(default_factory=dict)  # in the pipeline's order
    kinds: Mapping[str, ActivityKind] = field(default_factory=dict)
    results: Mapping[str, Result] = field(default_factory=dict)
    occasions: tuple[str, ...] = ()
    kpis: Mapping[str, Kpi] = field(default_factory=dict)
    quotas: Mapping[str, Quota] = field(default_factory=dict)
    limits: Mapping[str, Limit] = field(default_factory=dict)
    routine: Routine = field(default_factory=Routine)
    procedures: Mapping[str, Procedure] = field(default_factory=dict)
    reminders: Mapping[str, Reminder] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
    cases: Mapping[str, CaseKind] = field(default_factory=dict)
    case_states: Mapping[str, CaseState] = field(default_factory=dict)
    appointments: Appointments = field(default_factory=Appointments)
    fit: Fit = field(default_factory=Fit)
    talk: Talk = field(default_factory=Talk)
    compliance: Mapping[str, Claim] = field(default_factory=dict)
    report: Mapping[str, ReportPart] = field(default_factory=dict)

    def __hash__(self) -> int:
        return id(self)  # what is computed from a playbook is kept for it, and its mappings have no hash

    def fields_of(self, kind: str) -> Mapping[str, FieldSpec]:
        """The keys that a note of this kind may have, those common to all kinds included."""
        return _fields_of(self, kind)

    def tier_level(self, tier: str) -> int | None:
        """Position from 1 among the tiers, lowest first."""
        order = list(self.tiers)
        return order.index(tier) + 1 if tier in self.tiers else None


@lru_cache(maxsize=256)
def _fields_of(playbook: Playbook, kind: str) -> Mapping[str, FieldSpec]:
    return {**playbook.fields.get("common", {}), **playbook.fields.get(kind, {})}
