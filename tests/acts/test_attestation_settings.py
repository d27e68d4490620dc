"""The house's rules and forms of final attestation are data, and name only what is there."""

from __future__ import annotations

from datetime import date

import pytest

from core import kinds
from core.attestation import settings
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Problems
from schemas.kinds import AttestationForm, AttestationRules, Sort
from tests.acts.attestation_kit import graduates

pytestmark = pytest.mark.usefixtures("shipped")


def test_the_shipped_rules_and_forms_stand_and_days_are_of_the_year_before(head: Desk) -> None:
    rules = settings.rules()
    assert (rules.admission_order, rules.award_order, rules.sheet) == (
        "attestation_admission", "graduation", "attestation",
    )  # fmt: skip
    assert settings.deadline(rules.nominated_by, 2027) == date(2026, 10, 15)
    assert {k.code for k in settings.forms()} == {"performance", "ensemble", "state_exam", "thesis", "project"}
    assert settings.form("thesis").originality == 70


@pytest.mark.parametrize(
    ("field", "value"),
    [("award_order", "nothing"), ("award_fact", "nothing"), ("sheet", "exam"), ("admission_order", "nothing")],
)
def test_rules_that_name_what_is_not_there_are_refused_beside_the_field(head: Desk, field: str, value: str) -> None:
    with pytest.raises(Problems) as e:
        kinds.save(head, Sort.attestation_rules, "main", 1, {f"body.{field}": value}, Why("сынақ"))
    assert [p.field for p in e.value.problems] == [f"body.{field}"]


def test_the_kit_makes_a_programme_before_its_attestation(store: Store) -> None:
    made = graduates(store)
    candidacy = made.candidacy(made.pupils[0])
    sitting = made.sitting([candidacy])
    assert made.protocol(candidacy, sitting, 1).letter == "A-"
    assert isinstance(settings.form(candidacy.form), AttestationForm) and isinstance(settings.rules(), AttestationRules)
