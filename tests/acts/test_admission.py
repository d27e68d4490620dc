"""Admission: who may come and why not, the order's draft and its days; who is at risk months ahead."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core import orders, sums
from core.attestation import admission, candidacies
from core.attestation.admission import admitted
from core.attestation.figures.rules import figure
from core.attestation.risk import at_risk, watched_from
from core.db.store import Store
from core.desk import Why
from core.errors import Forbidden, Problems, RuleBroken
from core.i18n import t
from core.migrations import migrate
from core.orders.checks import findings
from core.sums import build
from schemas.attestation import CandidacyStatus, Presented
from schemas.base import LANGS, Text
from schemas.hold import Hold
from schemas.kinds import Kind, OrderKind
from schemas.kinds.orders import Rule
from schemas.order import Order, OrderStatus
from schemas.words import ResultState, Role, StudyStatus
from tests.acts.attestation_kit import YEAR, at
from tests.acts.class_kit import put
from tests.acts.graduate_kit import Year, year

DAY = date(2027, 5, 10)


def why(reason: str = "") -> Why:
    return Why(reason)


@pytest.fixture
def base(shipped: Store) -> Year:
    return year(shipped)


def prepared(base: Year, *which: int) -> None:
    """Approved and allowed by the supervisor; the record is whole."""
    for n in which:
        pupil = base.pupils[n]
        shown = Presented(supervisor=base.of.of.teachers[0].ref(), allowed_on=DAY)
        base.of.candidacy(pupil, presented=shown)
        base.of.candidacy(pupil, base.of.exam, presented=Presented())
        base.done(pupil)


def reasons(base: Year) -> dict[str, list[str]]:
    return {a.number: [r.code for r in a.reasons] for a in admission.of(base.of.desk, YEAR)}


def test_who_has_everything_is_ready(base: Year) -> None:
    prepared(base, 0, 1)
    assert reasons(base) == {"N-0": [], "N-1": []}
    assert all(a.ready for a in admission.of(base.of.desk, YEAR, base.of.commission.id))
    assert admission.of(base.of.desk, YEAR, "another") == [] and admission.of(base.of.desk, YEAR + 1) == []


def test_every_reason_is_told_by_name_in_three_languages(base: Year) -> None:
    g, (_, second, third, _) = base.of, base.pupils
    prepared(base, 0)
    g.candidacy(second, status=CandidacyStatus.draft, presented=Presented())
    base.result(second, "SPEC", ResultState.failed)
    base.thesis()
    g.candidacy(third, presented=Presented(topic=Text(kk="Күй"), originality=Decimal(50)))
    base.done(third)
    kind = next(k for k in map(Kind.model_validate, g.store.rows("kinds", {"sort": "hold"})))
    put(g.desk, Hold(kind=kind.ref(), student=third.ref(), number=third.number, reason="кітап",
                     put={"at": datetime(2027, 5, 1, tzinfo=UTC), "by": "u", "name": "К"}))  # fmt: skip
    assert reasons(base) == {
        "N-0": [], "N-1": ["debts", "practice", "block", "not_approved", "not_allowed"],
        "N-2": ["holds", "not_allowed", "originality_low", "not_reviewed"],
    }  # fmt: skip
    for a in admission.of(g.desk, YEAR):
        for r in a.reasons:
            assert all(t(f"graduates.out.{r.code}", lang, **r.values) for lang in LANGS)
    g.admitted(base.pupils[:1])  # the figures count each who was not by the first of these
    base.status(second, StudyStatus.expelled)  # for it, afterwards
    sums.refresh(g.store, [f"attestation:{YEAR}"])
    found = [r for r in sums.read(g.store, [f"attestation:{YEAR}"])[f"attestation:{YEAR}"] if r["commission"] == ""]
    assert figure(found).why == {"debts": 1, "holds": 1}


def test_who_does_not_study_is_not_admitted(base: Year) -> None:
    prepared(base, 0)
    base.status(base.pupils[0], StudyStatus.academic_leave)
    assert reasons(base) == {"N-0": ["not_studying"]}


def test_each_sees_only_whose_record_he_may_see(base: Year) -> None:
    prepared(base, 0)
    g = base.of
    assert len(admission.of(at(g.store, Role.department, department=g.of.unit.id), YEAR)) == 1
    assert admission.of(at(g.store, Role.department, department=g.of.other.id), YEAR) == []
    sits = g.of.teachers[1]  # he sits in the commission, the student is another's
    assert admission.of(at(g.store, Role.teacher, teacher=sits.id), YEAR) == []


def test_the_order_is_drafted_for_who_is_ready(base: Year) -> None:
    prepared(base, 0, 1)
    g, ids = base.of, [p.studies[0].id for p in base.pupils]
    made = admission.draft_order(g.desk, YEAR, ids[:2], DAY, why())
    assert (made.kind, made.status, made.source) == ("attestation_admission", OrderStatus.draft, g.commission.id)
    assert [x.study for x in made.lines] == ids[:2]
    with pytest.raises(RuleBroken, match="in_order"):
        admission.draft_order(g.desk, YEAR, ids[:1], DAY, why())
    assert admitted(g.store, YEAR) == {}
    orders.drop(g.desk, made.id, made.revision, why("қате"))
    once = why()
    first = admission.draft_order(g.desk, YEAR, ids[:1], DAY, once)
    assert admission.draft_order(g.desk, YEAR, ids[:1], DAY, once).id == first.id


def test_a_graduate_whose_record_was_merged_is_found_under_the_one_that_stands(base: Year) -> None:
    prepared(base, 0)
    g, study = base.of, base.pupils[0].studies[0].id
    keep = g.joined(base.pupils[0])
    (one,) = admission.of(g.desk, YEAR)
    assert (one.student.id, one.number, one.study, one.ready) == (keep.id, keep.number, study, True)
    made = admission.draft_order(g.desk, YEAR, [study], DAY, why())
    assert [(x.student.id, x.study) for x in made.lines] == [(keep.id, study)]
    assert [c.study for c in candidacies.of_student(g.desk, keep.id)] == [study] * 2
    (again, _) = at_risk(g.desk, YEAR)
    assert base.pupils[0].id not in {r.student.id for r in again}


def test_who_may_not_come_is_refused_by_name(base: Year) -> None:
    prepared(base, 0)
    g, pupil = base.of, base.pupils[1]
    g.candidacy(pupil, status=CandidacyStatus.draft)
    with pytest.raises(Problems) as e:
        admission.draft_order(g.desk, YEAR, [p.studies[0].id for p in base.pupils[:2]], DAY, why())
    (problem,) = e.value.problems
    assert problem.values["number"] == "N-1" and "Мамандық" in problem.values["why"].kk
    with pytest.raises(RuleBroken, match="not_preparing"):
        admission.draft_order(g.desk, YEAR, [base.pupils[3].studies[0].id], DAY, why())
    with pytest.raises(RuleBroken, match="nobody_chosen"):
        admission.draft_order(g.desk, YEAR, [], DAY, why())


def test_a_late_order_needs_a_reason(base: Year) -> None:
    prepared(base, 0)
    g, ids = base.of, [base.pupils[0].studies[0].id]
    assert admission.last_day(g.store, g.commission) == date(2027, 5, 18)
    with pytest.raises(RuleBroken, match="order_late"):
        admission.draft_order(g.desk, YEAR, ids, date(2027, 5, 19), why())
    with pytest.raises(Problems, match="problems"):
        admission.draft_order(g.desk, YEAR, ids, date(2028, 5, 19), why())
    assert admission.draft_order(g.desk, YEAR, ids, date(2027, 5, 19), why("ректордың рұқсаты")).count == 1


def test_who_may_not_draft_orders_is_refused(base: Year) -> None:
    prepared(base, 0)
    g, ids = base.of, [base.pupils[0].studies[0].id]
    for desk in (at(g.store, Role.department, department=g.of.unit.id), at(g.store, Role.auditor),
                 at(g.store, Role.registrar, faculty="other")):  # fmt: skip
        with pytest.raises(Forbidden):
            admission.draft_order(desk, YEAR, ids, DAY, why())


def test_admitted_is_who_stands_in_an_order_carried_out(base: Year) -> None:
    g = base.of
    made = g.admitted(base.pupils[:2])
    assert admitted(g.store, YEAR) == {p.studies[0].id: made.ref() for p in base.pupils[:2]}
    assert admitted(g.store, YEAR - 1) == {} and admitted(g.store, YEAR + 1) == {}
    prepared(base, 0)
    (row,) = admission.of(g.desk, YEAR)
    assert row.order == made.ref() and not row.ready


def test_admitted_asks_an_index(base: Year) -> None:
    base.of.admitted(base.pupils)
    where = {"kind": "attestation_admission", "status": "applied", "effective": {"$gte": "2027-01-01"}}
    plan = base.of.store.db["orders"].find(where).explain()["queryPlanner"]["winningPlan"]
    assert plan["inputStage"]["stage"] == "IXSCAN" and "effective" in plan["inputStage"]["keyPattern"]


def test_the_shipped_kind_asks_for_the_whole_plan_but_not_for_the_attestation(base: Year) -> None:
    """A debt in the attestation itself is no hindrance to who comes again."""
    g, (first, second, *_) = base.of, base.pupils
    base.done(first)
    base.result(first, "ATT1", ResultState.failed)
    pairs = [(p.id, p.studies[0].id) for p in (first, second)]
    made = orders.draft(g.desk, "attestation_admission", g.desk.today(), pairs, why())
    found = [f for f in findings(g.store, g.store.load(Order, made.id), g.desk.today())
             if f.key == "orders.broken.before_attestation"]  # fmt: skip
    assert [f.values["number"] for f in found] == ["N-1"] and found[0].refuse
    assert "Мамандық" in t(found[0].key, "kk", **found[0].values)


# at risk ------------------------------------------------------------------------------------------------------------


def risky(base: Year, day: date) -> dict[str, list[str]]:
    found, n = at_risk(at(base.of.store, day=day), YEAR)
    assert n == 4
    return {r.number: [x.code for x in r.reasons] for r in found}


def test_who_is_at_risk_is_told_months_ahead(base: Year) -> None:
    first, second, third, last = base.pupils
    base.done(first)
    base.result(second, "SPEC", ResultState.failed)
    base.result(second, "E1")
    base.result(third, "SPEC", ResultState.failed)
    base.enrolled(third, "SPEC", "2026-2")
    base.enrolled(third, "E2", "2026-2")
    # Who registered for spring already (the third) should have taken its practice; in spring all should.
    assert risky(base, date(2026, 12, 1)) == {
        "N-1": ["failed"], "N-2": ["again", "missing"], "N-3": ["missing", "block"],
    }  # fmt: skip
    assert risky(base, date(2027, 2, 1)) == {
        "N-1": ["failed", "missing"], "N-2": ["again", "missing"], "N-3": ["missing", "block"],
    }  # fmt: skip


@pytest.mark.usefixtures("tampered")  # a record is changed without an event
def test_once_figures_are_counted_only_who_changed_is_looked_at_anew(base: Year) -> None:
    day, store = date(2027, 2, 1), base.of.store
    sums.refresh(store)
    everybody = risky(base, day)
    assert set(everybody) == {"N-0", "N-1", "N-2", "N-3"}
    base.done(base.pupils[0])
    record = (store.one("students", {"_id": base.pupils[0].id}) or {})["studies"][0]["record"]
    store.db["students"].update_one({"_id": base.pupils[1].id}, {"$set": {"studies.0.record": record}})
    assert risky(base, day) == everybody  # until they are counted again
    build.drain(store)
    assert set(risky(base, day)) == {"N-1", "N-2", "N-3"}
    base.enrolled(base.pupils[2], "SPEC", "2026-2")
    assert build.drain(store) == 1


def test_late_preparation_is_a_risk_and_who_is_admitted_is_at_none(base: Year) -> None:
    base.done(*base.pupils)
    candidacies.draw(base.of.desk, base.of.commission.id, why())
    found = risky(base, date(2026, 12, 20))
    assert set(found) == {"N-0", "N-1", "N-2", "N-3"} and found["N-0"] == ["behind", "behind"]
    base.of.admitted(base.pupils[:3])
    rows, n = at_risk(at(base.of.store, day=date(2026, 12, 20)), YEAR)
    assert [r.number for r in rows] == ["N-3"] and n == 1


def test_younger_students_and_other_departments_are_not_looked_at(base: Year) -> None:
    base.card(base.pupils[0], "year", 4, 3)
    g = base.of
    rows, n = at_risk(at(g.store, Role.department, date(2027, 2, 1), department=g.of.unit.id), YEAR)
    assert n == 3 and len(rows) == 3
    assert at_risk(at(g.store, Role.department, date(2027, 2, 1), department=g.of.other.id), YEAR) == ([], 0)


def test_the_list_is_watched_so_many_months_ahead(base: Year) -> None:
    assert watched_from(YEAR) == date(2026, 12, 1)


def test_an_older_office_gets_the_condition_too(base: Year) -> None:
    kinds = base.of.store.db.kinds
    where, debts = {"sort": "order", "code": "attestation_admission"}, {"rule": "debts", "figure": None, "days": ""}
    kinds.update_one(where, {"$set": {"body.conditions": [{**debts, "how": "refuse"}]}})
    kinds.database.migrations.delete_one({"_id": "0008_admission_order"})
    assert "0008_admission_order" in migrate(base.of.store)
    found = Kind.model_validate(kinds.find_one(where)).as_body(OrderKind)
    assert [c.rule for c in found.conditions] == [Rule.before_attestation, Rule.holds]
