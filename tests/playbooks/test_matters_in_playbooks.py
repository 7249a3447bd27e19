"""What playbooks say of matters, appointments and fit: sound in every built-in one, checked in one's own."""

from __future__ import annotations

from textwrap import dedent

import pytest

from cmkb.model.note import SourceFile
from cmkb.model.playbook import Playbook
from cmkb.playbooks.loader import builtin_names, load_playbook

every = pytest.mark.parametrize("name", builtin_names())


@every
def test_matters_can_be_closed_and_appointments_confirmed(name: str) -> None:
    playbook = load_playbook(name)[0]
    states = playbook.case_states.values()
    assert any(state.done for state in states)
    assert any(state.waiting for state in states)
    assert not any(state.done and state.waiting for state in states)
    assert sorted(playbook.appointments.confirm.values()) == [0, 1]
    assert set(playbook.appointments.confirm) <= set(playbook.record_fields["confirmed"].values)
    for kind in playbook.kinds.values():  # what only the journal tells must not stay open for ever
        assert not kind.case or playbook.cases[kind.case].resolved_by, kind.key


def own(text: str) -> tuple[Playbook, list[str]]:
    playbook, problems = load_playbook("bank-personal", SourceFile("playbook.yml", dedent(text)))
    return playbook, [problem.line_of_text() for problem in problems]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kinds:\n  电话: {case: 投述}\n", "cases"),
        ("kinds:\n  电话: {board: bookings}\n", "booking"),
        ("cases:\n  投诉: {asks: [causes]}\n", "cause"),
        ("cases:\n  投诉: {resolved_by: [satisfied]}\n", "satisf"),
        ("fit: {fields: [neds]}\n", "needs"),
        ("fit: {occasion: 重大消信}\n", "重大信息"),
        ("appointments: {confirm: {前一日: 早}}\n", "整数"),
    ],
)
def test_a_slip_is_said_with_what_would_be_right(text: str, said: str) -> None:
    _, (line,) = own(text)
    assert line.startswith("playbook.yml:")
    assert said in line


def test_ones_own_kind_of_matter_and_state() -> None:
    playbook, problems = own(
        """
        cases:
          理赔: {en: Claim, days: 20, docs: [病历, 发票]}
        case_states:
          提交: {}
          等总部: {waiting: true}
        """
    )
    assert problems == []
    assert playbook.cases["理赔"].docs == ("病历", "发票")
    assert list(playbook.case_states) == ["收集", "核实", "提交", "等总部", "等行内", "完成"]
