"""Orders: drafted, checked, agreed, signed, copied to HR, carried out for all or none, cancelled by another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core import history, kinds, orders, scheduler
from core.db.store import Store
from core.desk import Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.orders import applying
from core.orders.choosing import by_numbers
from core.scheduler.plans import carry_out_due
from schemas import events as ev
from schemas.kinds import Sort
from schemas.order import Order, OrderStatus
from schemas.student import Student
from schemas.words import Role, StudyStatus
from tests.acts.class_kit import curriculum
from tests.acts.job_kit import worker
from tests.acts.order_kit import ENTERED, SIGNER, Staff, staff

LEAVE = {"set/leave_ground": "child"}


@pytest.fixture
def people(shipped: Store) -> Staff:
    return staff(shipped)


def keys(e: pytest.ExceptionInfo[Problems]) -> set[str]:
    return {p.key for p in e.value.problems}


def expelled(people: Staff, of: Student, effective: date | None = None) -> Order:
    return people.done(people.draft("expulsion", [of], effective, each={"fact/reason": "own_wish"}))


def leave(people: Staff, of: Student, effective: date, until: date) -> Order:
    return people.done(people.draft("academic_leave", [of], effective, each={**LEAVE, "set/leave_until": until}))


def test_an_order_moves_its_students_once_hr_has_its_copy(people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    order = people.draft("expulsion", [b, a], each={"fact/reason": "own_wish"})
    assert [x.number for x in order.lines] == ["N-1", "N-2"] and order.count == 2
    order = people.signed(order)
    assert order.status is OrderStatus.signed and order.number.endswith(f"-С/{people.today.year}")
    assert people.now(a).studies[0].status is StudyStatus.active  # waits for the copy
    order = orders.receive(people.hr, order.id, order.revision, {"day": people.today, "name": "Кадр маманы"}, Why())
    assert order.status is OrderStatus.applied
    for of in (a, b):
        student = people.now(of)
        assert student.studies[0].status is StudyStatus.expelled
        event = history.parse(student.events)[-1]
        assert isinstance(event, ev.OrderApplied) and event.order.label.kk == f"№ {order.number}"
        assert event.facts == {"reason": "own_wish"} and event.kind == "expulsion"


def test_what_is_wrong_is_said_by_name_and_nothing_is_lost(people: Staff) -> None:
    a = people.of.pupil(1)
    order = people.draft("expulsion", [a], papers=False)
    with pytest.raises(Problems) as e:
        orders.check(people.author, order.id, order.revision, Why("бәрі дұрыс"))
    assert keys(e) == {"orders.line_not_filled", "orders.line_no_basis"}
    assert all(p.values["name"].kk == a.label().kk for p in e.value.problems)
    with pytest.raises(Problems) as e:
        orders.edit(people.author, order.id, order.revision, {"lines": {"st-1": {"values": {
            "fact/reason": "such_there_is_none", "set/year": 2}}}}, Why())  # fmt: skip
    assert keys(e) == {"errors.field.literal_error", "orders.not_asked"}
    assert people.store.load(Order, order.id).lines[0].values == {}


def test_a_status_that_does_not_fit_is_refused_when_checked_and_when_carried_out(people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    waits = people.signed(people.draft("expulsion", [a, b], each={"fact/reason": "fee"}))
    leave(people, a, people.today - timedelta(1), people.today + timedelta(300))
    on_leave = people.draft("expulsion", [a], people.today - timedelta(3), each={"fact/reason": "fee"})
    late = people.draft("expulsion", [a], each={"fact/reason": "fee"})
    with pytest.raises(Problems) as e:
        orders.check(people.author, late.id, late.revision, Why("x"))
    assert "orders.status_unfit" in keys(e)
    with pytest.raises(RuleBroken, match="status_unfit"):
        orders.receive(people.hr, waits.id, waits.revision, {"day": people.today, "name": "К"}, Why())
    assert people.now(b).studies[0].status is StudyStatus.active  # nobody of the order was moved
    assert people.store.load(Order, waits.id).status is OrderStatus.signed
    assert on_leave.status is OrderStatus.draft


def test_signed_is_never_edited_and_a_number_is_given_once_a_year(people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    first = people.signed(people.draft("group_change", [a], each={"set/group": "ОР-2"}), number="17-С")
    assert first.status is OrderStatus.applied and people.now(a).studies[0].group == "ОР-2"
    with pytest.raises(RuleBroken, match="not_draft"):
        orders.edit(people.author, first.id, first.revision, {"effective": people.today - timedelta(1)}, Why())
    second = people.agreed(people.draft("group_change", [b], each={"set/group": "ОР-2"}))
    with pytest.raises(Problems) as e:
        orders.sign(people.boss, second.id, second.revision, people.today, SIGNER, Why(), "17-С")
    assert keys(e) == {"orders.number_taken"}
    with pytest.raises(Problems) as e:
        orders.sign(people.boss, second.id, second.revision, people.today + timedelta(1), SIGNER, Why())
    assert keys(e) == {"orders.day_ahead"}

    def tamper(tx):  # type: ignore[no-untyped-def]
        order = tx.get(Order, first.id)
        order.lines[0].written = "басқа"
        order.values = {"x": 1}
        return tx.save(order)

    with pytest.raises(RuleBroken, match="frozen"):
        people.author.transact("order.edit", tamper, Why("x"), right="order.draft")


def test_an_order_of_the_future_waits_for_its_day(people: Staff) -> None:
    a = people.of.pupil(1)
    day = people.today + timedelta(40)
    order = people.done(people.draft("expulsion", [a], day, each={"fact/reason": "own_wish"}))
    assert order.status is OrderStatus.signed and order.plan is not None
    assert people.now(a).studies[0].status is StudyStatus.active
    clock = people.author.clock
    assert carry_out_due(people.store, lambda: clock() + timedelta(41)) == 1
    assert people.store.load(Order, order.id).status is OrderStatus.applied
    student = people.now(a)
    assert student.studies[0].status is StudyStatus.expelled
    assert history.parse(student.events)[-1].effective == day


def test_a_plan_that_no_longer_fits_is_told_and_moves_nobody(people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    day = people.today + timedelta(40)
    order = people.done(people.draft("expulsion", [a, b], day, each={"fact/reason": "own_wish"}))
    leave(people, a, people.today, people.today + timedelta(300))
    clock = people.author.clock
    carry_out_due(people.store, lambda: clock() + timedelta(41))
    assert people.store.load(Order, order.id).status is OrderStatus.signed
    failed = scheduler.failed(people.head)
    assert len(failed) == 1 and failed[0].trouble and failed[0].trouble.key == "orders.status_unfit"
    assert people.now(b).studies[0].status is StudyStatus.active


def test_a_backdated_order_erases_nothing_and_a_past_day_is_told(people: Staff) -> None:
    a = people.of.pupil(1, admitted_on=people.today - timedelta(400))
    t = people.today
    leave(people, a, t - timedelta(200), t + timedelta(100))
    people.done(people.draft("return_from_leave", [a], t - timedelta(50)))
    people.done(people.draft("group_change", [a], t - timedelta(300), each={"set/group": "ЕСКІ"}))
    events = history.parse(people.now(a).events)
    assert [e.type for e in events].count("order_applied") == 3

    def on(day: date) -> tuple[str, str]:
        study = history.fold(events, on=day)["studies"][0]
        return study["status"], study["group"]

    assert on(t - timedelta(250)) == ("active", "ЕСКІ")
    assert on(t - timedelta(199)) == ("academic_leave", "ЕСКІ")
    assert on(t)[0] == "active"
    with pytest.raises(Problems) as e:  # the leave would stand after an expulsion
        late = people.draft("expulsion", [a], t - timedelta(401), each={"fact/reason": "fee"})
        orders.check(people.author, late.id, late.revision, Why("x"))
    assert "orders.before_enrolment" in keys(e)
    under = people.draft("expulsion", [a], t - timedelta(250), each={"fact/reason": "fee"})
    signed = people.signed(under)
    with pytest.raises(RuleBroken, match="later_order"):
        orders.receive(people.hr, signed.id, signed.revision, {"day": t, "name": "К"}, Why())
    assert len(people.now(a).events) == len(events)


def test_an_order_is_cancelled_by_another_and_states_return_as_events(people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    order = people.done(people.draft("expulsion", [a, b], people.today - timedelta(5), each={"fact/reason": "fee"}))
    was = len(people.now(a).events)
    back = people.done(people.draft("cancellation", [a], people.today, cancels=order.id, values={"fact/ground": "сот"}))
    assert back.status is OrderStatus.applied
    assert people.now(a).studies[0].status is StudyStatus.active and len(people.now(a).events) == was + 1
    assert people.now(b).studies[0].status is StudyStatus.expelled
    assert people.store.load(Order, order.id).status is OrderStatus.applied  # of one only
    again = people.draft("cancellation", [a], cancels=order.id, values={"fact/ground": "сот"})
    with pytest.raises(Problems) as e:
        orders.check(people.author, again.id, again.revision, Why("x"))
    assert "orders.cancels_not_him" in keys(e)
    people.done(people.draft("cancellation", [b], people.today - timedelta(5), cancels=order.id,
                             values={"fact/ground": "сот"}))  # fmt: skip
    whole = people.store.load(Order, order.id)
    assert whole.status is OrderStatus.cancelled and whole.cancelled_by is not None
    status = history.fold(history.parse(people.now(b).events), on=people.today - timedelta(5))["studies"][0]["status"]
    assert status == "active"  # from the beginning, as the cancelling order says


def test_what_later_rests_on_an_order_is_cancelled_first(people: Staff) -> None:
    a = people.of.pupil(1)
    first = people.done(people.draft("group_change", [a], people.today - timedelta(9), each={"set/group": "ОР-2"}))
    second = people.done(people.draft("group_change", [a], people.today - timedelta(2), each={"set/group": "ОР-3"}))
    ground = {"fact/ground": "қате"}
    early = people.draft("cancellation", [a], people.today - timedelta(9), cancels=first.id, values=ground)
    with pytest.raises(Problems) as e:
        orders.check(people.author, early.id, early.revision, Why("x"))
    assert "orders.cancel_first" in keys(e)
    people.done(people.draft("cancellation", [a], people.today - timedelta(2), cancels=second.id, values=ground))
    assert people.now(a).studies[0].group == "ОР-2"
    people.done(orders.edit(people.author, early.id, early.revision, {"about": None, "values": ground,
                "effective": people.today - timedelta(8)}, Why()))  # fmt: skip
    assert people.now(a).studies[0].group == a.studies[0].group


def test_two_orders_of_one_day_that_meet_are_refused(people: Staff) -> None:
    a = people.of.pupil(1)
    people.agreed(people.draft("group_change", [a], each={"set/group": "ОР-2"}))
    other = people.draft("group_change", [a], each={"set/group": "ОР-3"})
    with pytest.raises(Problems) as e:
        orders.check(people.author, other.id, other.revision, Why("x"))
    assert keys(e) == {"orders.same_day"}
    apart = people.draft("funding_change", [a], values={"set/funding": "grant"})
    checked = orders.check(people.author, apart.id, apart.revision, Why("бір күнде екеуі де керек"))
    assert {w.key for w in checked.warnings} >= {"orders.same_day"}


def test_graduation_without_attestation_is_refused(people: Staff) -> None:
    a = people.of.pupil(1, year=4)
    order = people.draft("graduation", [a], each={"fact/diploma": "plain"})
    with pytest.raises(Problems) as e:
        orders.check(people.author, order.id, order.revision, Why("x"))
    assert {"orders.broken.attested", "orders.broken.plan_done"} <= keys(e)


def test_warnings_pass_with_a_reason_and_stay_written(people: Staff) -> None:
    new = people.of.pupil(1, status=StudyStatus.applicant)
    order = people.draft("enrolment", [new], each={**ENTERED, "fact/ground": "12", "fact/education": "аттестат"})
    with pytest.raises(Problems) as e:
        orders.check(people.author, order.id, order.revision, Why())
    assert keys(e) == {"orders.warned_reason"}
    done = people.done(order)
    assert [w.key for w in done.warnings] == ["orders.broken.season"]
    study = people.now(new).studies[0]
    assert study.status is StudyStatus.active and study.admitted_on == people.today


def test_only_who_may_and_never_the_author_signs(people: Staff) -> None:
    a = people.of.pupil(1)
    hr = people.hr
    with pytest.raises(Forbidden):
        orders.draft(hr, "group_change", people.today, [people.pair(a)], Why())
    mine = orders.draft(people.head, "group_change", people.today, [people.pair(a)], Why(),
                        each={"st-1": {"set/group": "Б"}})  # fmt: skip
    assert mine.author and mine.author.id == people.head.actor.id
    stranger = worker(people.store, Role.registrar)  # no faculty of his own
    with pytest.raises(Forbidden):
        orders.draft(stranger, "group_change", people.today, [people.pair(a)], Why())
    order = people.agreed(people.draft("group_change", [a], each={"set/group": "Б"}))
    with pytest.raises(Forbidden):
        orders.sign(people.author, order.id, order.revision, people.today, SIGNER, Why())
    with pytest.raises(StaleRevision):
        orders.sign(people.boss, order.id, order.revision - 1, people.today, SIGNER, Why())


def test_an_order_broken_off_halfway_has_moved_nobody(people: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    pupils = [people.of.pupil(n) for n in range(30)]
    order = people.signed(people.draft("expulsion", pupils, each={"fact/reason": "fee"}))
    done = applying.moved
    seen = []

    def breaks(*args: object) -> None:
        seen.append(1)
        if len(seen) == 17:
            raise KeyboardInterrupt
        done(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(applying, "moved", breaks)
    with pytest.raises(KeyboardInterrupt):
        orders.receive(people.hr, order.id, order.revision, {"day": people.today, "name": "К"}, Why())
    assert all(people.now(p).studies[0].status is StudyStatus.active for p in pupils)
    assert people.store.load(Order, order.id).copy_hr is None
    monkeypatch.setattr(applying, "moved", done)
    orders.receive(people.hr, order.id, order.revision, {"day": people.today, "name": "К"}, Why())
    assert all(people.now(p).studies[0].status is StudyStatus.expelled for p in pupils)


def test_a_double_click_is_one_act(people: Staff) -> None:
    a = people.of.pupil(1)
    order = people.agreed(people.draft("group_change", [a], each={"set/group": "Б"}))
    why = Why("")
    first = orders.sign(people.boss, order.id, order.revision, people.today, SIGNER, why)
    second = orders.sign(people.boss, order.id, order.revision, people.today, SIGNER, why)
    assert first.number == second.number
    assert sum(e["type"] == "order_applied" for e in people.now(a).events) == 1


def test_a_kind_is_tried_on_real_students_before_it_is_stored(people: Staff) -> None:
    people.of.pupil(1)
    people.of.pupil(2)
    kind = kinds.versions(people.head, Sort.order, "transfer_inside")[0]
    lines = kinds.preview(people.head, kind)
    assert ("kinds.preview.order_fit", {"status": StudyStatus.active, "n": 2}) in lines
    told = {v["rule"].value: (v["n"], v["of"]) for k, v in lines if k == "kinds.preview.order_rule"}
    assert told["first_term"] == (2, 2) and told["debts"] == (0, 2)
    leaving = kinds.versions(people.head, Sort.order, "expulsion")[0]
    named = [v for k, v in kinds.preview(people.head, leaving) if k == "kinds.preview.order_who"]
    assert len(named) == 2 and "→" in named[0]["changes"]
    assert people.store.count("orders", {}) == 0, "nothing is written"
    nobody = kinds.preview(worker(people.store, Role.registrar), leaving)  # of no faculty
    assert not [k for k, _ in nobody if k == "kinds.preview.order_who"], "names are for whom they are open"
    child = kinds.versions(people.head, Sort.leave_ground, "illness")[0]
    assert ("kinds.preview.ground_now", {"n": 0}) in kinds.preview(people.head, child)


def test_nobody_is_promoted_beyond_the_years_of_his_curriculum(people: Staff) -> None:
    curriculum(people.of, people.of.year - 3)
    last = people.of.pupil(1, year=4, admitted_on=date(people.of.year - 3, 8, 25))
    order = people.draft("promotion", [last])
    with pytest.raises(Problems) as e:
        orders.check(people.author, order.id, order.revision, Why("x"))
    assert keys(e) == {"orders.broken.last_year"}


def test_a_pasted_list_finds_its_students_and_says_every_line_that_names_nobody(people: Staff) -> None:
    people.of.pupil(1)
    text = "1\tСтудент А\tN-1\n999999\nабв\n\n"
    found, unknown = by_numbers(people.author, text)
    assert [r["number"] for r in found] == ["N-1"] and unknown == ["999999", "абв"]
