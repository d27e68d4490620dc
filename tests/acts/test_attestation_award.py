"""From protocols to the degree: the order of award is drafted, signed, carried out; who did not finish is listed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core import kinds, orders
from core.attestation import closing
from core.attestation.candidacies.chance import Chance, next_chance
from core.db.store import Store
from core.desk import Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken
from core.holds import acts
from schemas.kinds import AgainFrom, AttestationRules, Sort
from schemas.order import Order, OrderStatus
from schemas.student import Student
from schemas.words import Mark, Role, StudyStatus
from tests.acts.attestation_kit import TODAY, Graduates, at
from tests.acts.closing_kit import base, closed, heard, made
from tests.acts.job_kit import worker
from tests.acts.order_kit import Staff

pytestmark = pytest.mark.usefixtures("shipped")
JUNE = TODAY + timedelta(20)


def passed_all(store: Store, *honours: bool) -> Graduates:
    """Graduates heard in both disciplines; the protocol of the second awards the degree; a programme of 8 credits."""
    of = base(store, len(honours))
    programme = store.load(type(of.of.programme), of.of.programme.id)
    of.desk.transact("reference.edit", lambda tx: tx.save(_credits(tx, programme.id)), Why("сынақ"))
    heard(of, *["95"] * len(honours))
    some = [of.candidacy(p, of.exam) for p in of.pupils]
    sitting = of.sitting(some)
    for n, (c, best) in enumerate(zip(some, honours, strict=True), 130):
        of.protocol(c, sitting, n, "92", award=True, honours=best)
    return of


def _credits(tx, id: str):  # type: ignore[no-untyped-def]
    from schemas.discipline import Programme

    now = tx.get(Programme, id)
    now.credits = Decimal(8)
    return now


def test_until_the_sheets_are_closed_nobody_is_ready_and_each_reason_is_said(store: Store) -> None:
    of = passed_all(store, True, False)
    found = closing.award_list(of.desk, of.commission.id)
    assert len(found) == 2 and not any(a.ready for a in found)
    assert {f.key for a in found for f in a.found} == {"orders.broken.attested", "orders.broken.plan_done"}
    with pytest.raises(RuleBroken, match="nobody_to_award"):
        closing.draft_award(of.desk, of.commission.id, TODAY, Why("сынақ"))
    with pytest.raises(Problems) as e:
        closing.draft_award(of.desk, of.commission.id, TODAY, Why("сынақ"), {found[0].study})
    assert {p.values["number"] for p in e.value.problems} == {found[0].protocol.student_number}


def test_from_protocols_to_graduates(store: Store) -> None:
    of = passed_all(store, True, False)
    for sheet in made(of):
        closed(of, sheet)
    found = closing.award_list(of.desk, of.commission.id)
    assert all(a.ready for a in found)
    order = closing.draft_award(at(store, Role.senior_registrar), of.commission.id, TODAY, Why("дәреже"))
    assert (order.kind, order.source, order.status) == ("graduation", of.commission.id, OrderStatus.draft)
    assert [x.values["fact/diploma"] for x in order.lines] == ["honours", "plain"]
    assert [(b.number, b.day, b.student) for b in order.bases] == [("2027-0130, 2027-0131", TODAY, None)]
    with pytest.raises(RuleBroken, match="nobody_to_award"):
        closing.draft_award(of.desk, of.commission.id, TODAY, Why("тағы"))
    with pytest.raises(Problems, match="problems") as e:
        closing.draft_award(of.desk, of.commission.id, TODAY, Why("тағы"), [found[0].study])
    assert [p.key for p in e.value.problems] == ["attestation.in_order"]
    author, head, boss, hr = (
        replace(worker(store, r), clock=of.desk.clock)
        for r in (Role.senior_registrar, Role.head, Role.management, Role.hr)
    )
    done = Staff(store, author, head, boss, hr, of.of).done(order, TODAY)
    assert done.status is OrderStatus.applied
    assert {store.load(Student, p.id).studies[0].status for p in of.pupils} == {StudyStatus.graduated}


def test_a_hold_only_warns_as_the_kind_of_order_says(store: Store) -> None:
    of = passed_all(store, False)
    for sheet in made(of):
        closed(of, sheet)
    acts.put(of.desk, of.pupils[0].id, "library", Why("кітап қайтарылмады"))
    [awarded] = closing.award_list(of.desk, of.commission.id)
    assert awarded.ready and [f.key for f in awarded.found] == ["orders.broken.holds"]


def test_two_who_draft_at_once_make_one_order(store: Store) -> None:
    of = passed_all(store, False, False)
    for sheet in made(of):
        closed(of, sheet)

    def press(n: int) -> str:
        try:
            closing.draft_award(at(store, Role.head), of.commission.id, TODAY, Why(f"{n}"))
        except OfficeError as e:
            return e.key
        return "made"

    with ThreadPoolExecutor(2) as two:
        said = sorted(two.map(press, range(2)))
    assert said[1] == "made" and said[0] in ("attestation.in_order", "attestation.nobody_to_award", "errors.problems")
    assert store.count("orders", {"kind": "graduation"}) == 1


def test_a_double_click_drafts_one_order(store: Store) -> None:
    of = passed_all(store, False)
    for sheet in made(of):
        closed(of, sheet)
    why, study = Why("екі рет"), of.pupils[0].studies[0].id
    closing.draft_award(of.desk, of.commission.id, TODAY, why)
    with pytest.raises(OfficeError):
        closing.draft_award(of.desk, of.commission.id, TODAY, why, [study])
    assert store.count("orders", {"kind": "graduation"}) == 1


def test_who_did_not_finish_why_and_when_he_may_come_again(store: Store) -> None:
    of = base(store, 5)
    heard(of, "95", "40", None)
    heard(of, "excused", first=3, number=109)
    of.candidacy(of.pupils[4])
    of.candidacy(of.pupils[0], of.exam)
    of.admitted(of.pupils[:1])
    found = {(u.candidacy.number, u.why): u for u in closing.unfinished(of.desk, of.commission.id)}
    numbers = [p.number for p in of.pupils]
    assert set(found) == {
        (numbers[1], "failed"),
        (numbers[2], "absent"),
        (numbers[3], "excused"),
        (numbers[4], "not_admitted"),
        (numbers[0], "not_heard"),
    }
    chance = found[numbers[1], "failed"].chance
    assert chance is not None and (chance.earliest, chance.apply_by) == (date(2028, 5, 29), date(2028, 5, 15))
    assert found[numbers[4], "not_admitted"].chance is None


def test_the_next_chance_is_by_the_rules_and_an_excused_no_show_may_come_at_once(store: Store) -> None:
    of = base(store)
    [protocol, passed] = heard(of, "40", "95")
    rules, began = AttestationRules(again_months=6, apply_days=30, again_from=AgainFrom.decided), date(2027, 5, 20)
    chance = next_chance(protocol, began, rules)
    assert chance is not None and (chance.earliest, chance.apply_by) == (date(2027, 12, 1), date(2027, 11, 1))
    assert next_chance(passed, began, rules) is None
    away = protocol.model_copy(update={"mark": Mark.excused})
    assert next_chance(away, began, rules) == Chance(TODAY, TODAY)


def test_the_order_on_who_failed_is_of_the_kind_the_rules_name_with_its_reason(store: Store) -> None:
    of = base(store)
    [failed, absent, passed] = heard(of, "40", None, "95")
    chosen = [failed.study, absent.study]
    order = closing.draft_leaving(of.desk, of.commission.id, JUNE, Why("өтпеді"), chosen)
    assert order.kind == "expulsion" and {x.study for x in order.lines} == set(chosen)
    assert {x.values["fact/reason"] for x in order.lines} == {"attestation"}
    assert sorted((b.number, b.student) for b in order.bases) == sorted(
        (p.number, p.student.id) for p in (failed, absent)
    )
    with pytest.raises(Problems) as e:
        closing.draft_leaving(of.desk, of.commission.id, JUNE, Why("тағы"), chosen)
    assert {p.key for p in e.value.problems} == {"attestation.in_order"}
    with pytest.raises(RuleBroken, match="nobody_leaves"):
        closing.draft_leaving(of.desk, of.commission.id, JUNE, Why("тағы"), [passed.study])
    assert all(u.order is not None for u in closing.unfinished(of.desk, of.commission.id))
    orders.drop(of.desk, order.id, order.revision, Why("қате"))
    assert all(u.ends for u in closing.unfinished(of.desk, of.commission.id))


def test_who_was_expelled_before_came_back_and_fails_again_leaves_by_another_order(store: Store) -> None:
    of = base(store)
    [failed] = heard(of, "40")
    pair = [(failed.student.id, failed.study)]
    old = orders.draft(of.desk, "expulsion", date(2026, 7, 1), pair, Why("бұрын"))
    assert [u.order for u in closing.unfinished(of.desk, of.commission.id)] == [None], "that one was of another year"
    made = closing.draft_leaving(of.desk, of.commission.id, JUNE, Why("өтпеді"), [failed.study])
    assert made.id != old.id and [x.study for x in made.lines] == [failed.study]


def test_who_failed_in_one_form_leaves_though_another_is_not_heard(store: Store) -> None:
    of = base(store)
    [failed, excused] = heard(of, "40", "excused")
    for p in of.pupils[:2]:
        of.candidacy(p, of.exam)
    of.admitted(of.pupils[:2])
    made = closing.draft_leaving(of.desk, of.commission.id, JUNE, Why("өтпеді"), [failed.study])
    assert [x.study for x in made.lines] == [failed.study] and [b.number for b in made.bases] == [failed.number]
    with pytest.raises(Problems) as e:
        closing.draft_leaving(of.desk, of.commission.id, JUNE, Why("өтпеді"), [excused.study])
    assert {p.key for p in e.value.problems} == {"attestation.not_ended"}


def test_an_admission_of_another_year_is_none(store: Store) -> None:
    of = base(store)
    of.candidacy(of.pupils[0])
    of.admitted(of.pupils[:1], date(2026, 5, 20))
    assert [u.why for u in closing.unfinished(of.desk, of.commission.id)] == ["not_admitted"]


def test_where_the_rules_name_no_order_it_is_said(store: Store) -> None:
    of = base(store)
    [failed] = heard(of, "40")
    head = of.desk
    none = {"body.failed_order": "", "body.award_order": "", "effective": "2026-01-01"}
    kinds.save(head, Sort.attestation_rules, "main", 1, none, Why("сынақ"))
    with pytest.raises(RuleBroken, match="failed_not_set"):
        closing.draft_leaving(head, of.commission.id, JUNE, Why("x"), [failed.study])
    with pytest.raises(RuleBroken, match="award_not_set"):
        closing.award_list(head, of.commission.id)


def test_rights_and_scope(store: Store) -> None:
    of = passed_all(store, False)
    for sheet in made(of):
        closed(of, sheet)
    for role in (Role.teacher, Role.department, Role.auditor):
        with pytest.raises(Forbidden):
            desk = at(store, role, teacher=of.of.teachers[0].id, department=of.of.unit.id)
            closing.draft_award(desk, of.commission.id, TODAY, Why("сынақ"))
    with pytest.raises(Forbidden):
        closing.award_list(at(store, Role.payments), of.commission.id)
    assert closing.award_list(at(store, Role.registrar, faculty="other"), of.commission.id) == []
    assert closing.unfinished(at(store, Role.registrar, faculty="other"), of.commission.id) == []
    own = at(store, Role.registrar, faculty=of.of.faculty.id)
    assert isinstance(closing.draft_award(own, of.commission.id, TODAY, Why("дәреже")), Order)
