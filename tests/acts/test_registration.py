"""Registration on a real database: one plan from drawing to signature, refusals, overrides, electives."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal

import pytest
from acts.registering import NOON, add, at, line, office, ref, states, who

from core import registration, rulebooks, sheets, students
from core.db.store import Store
from core.desk import Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken, StaleRevision
from core.registration import NotRegistered
from core.students import revert
from schemas.base import new_id
from schemas.rollover import Rollover, RolloverState
from schemas.section import Member, Section
from schemas.student import Student
from schemas.words import LineState, PlanReason, ResultState, Role, StudyPlanState, StudyStatus

WHY = "өтініш бойынша"


def checks(refused: pytest.ExceptionInfo[NotRegistered]) -> set[str]:
    return {b.check for b in refused.value.breaches}


def test_a_plan_comes_from_the_curriculum_and_its_blocks_are_open_choices(store: Store) -> None:
    base = office(store)
    plan = base.drawn()
    assert states(plan) == dict.fromkeys(("M1", "U1", "M2", "U2"), LineState.chosen)
    assert plan.group == "ОР-26-1" and plan.course == 1 and plan.state is StudyPlanState.draft
    seen = registration.view(base.adviser, plan)
    assert [(c.block, c.choose, len(c.alternatives)) for c in seen.open] == [("A", 1, 3), ("B", 1, 2)]
    assert {b.check for b in seen.handing_in} == {"block", "load_least"}
    again = registration.draw(base.adviser, base.pairs[:1], 2026, Why(WHY))
    assert not again.made and again.left == 1


def test_the_year_of_study_is_that_of_the_plans_year(store: Store) -> None:
    base = office(store)
    august, march = at(base.head, 2026, 8, 26), at(base.head, 2026, 3, 20)
    registration.draw(august, base.pairs[:1], 2026, Why(WHY))  # admitted yesterday, the new year has not begun
    second = add(base, 9, course=1, admitted_on=date(2025, 8, 25))
    registration.draw(march, [second], 2026, Why(WHY))  # in spring for the coming year
    plans = [registration.plan_of(base.head, study, 2026) for _, study in (base.pairs[0], second)]
    assert [p.course for p in plans if p] == [1, 2]
    base.put(Rollover(year=2026, state=RolloverState.running))
    third = add(base, 10, course=2, admitted_on=date(2025, 8, 25))
    registration.draw(august, [third], 2026, Why(WHY))  # moved up already
    plan = registration.plan_of(base.head, third[1], 2026)
    assert plan is not None and plan.course == 2


def test_who_has_no_curriculum_or_does_not_study_is_named_and_the_rest_drawn(store: Store) -> None:
    base = office(store)
    add(base, 7, curriculum=None, programme=None)
    base.status(1, StudyStatus.academic_leave)
    drawn = registration.draw(base.head, base.pairs, 2026, Why(WHY))
    assert len(drawn.made) == 2
    assert {n.number: n.key for n in drawn.named} == {
        "26-0001": "registration.status", "26-0007": "registration.no_curriculum",
    }  # fmt: skip
    assert len(registration.draw(base.head, base.pairs[-1:], 2026, Why(WHY), without=True).made) == 1


def test_from_choice_to_signature_and_the_students_own_history(store: Store) -> None:
    base = office(store)
    plan = base.approved()
    assert plan.state is StudyPlanState.approved and set(states(plan).values()) == {LineState.registered}
    enrolled = base.study()["enrolled"]
    assert {e["id"] for e in enrolled} == {x.id for x in plan.lines} and {e["term"] for e in enrolled} == {
        "2026-1", "2026-2",
    }  # fmt: skip
    events = (store.one("students", {"_id": plan.student.id}) or {})["events"]
    assert [e["type"] for e in events] == ["admitted", "registered"]  # one event with all lines
    earlier = students.as_of(base.head, plan.student.id, date(2026, 8, 30))
    assert not earlier["studies"][0].get("enrolled")
    plan = registration.sign(base.head, plan.id, plan.revision, date(2026, 9, 1), Why("қол қойды"))
    assert plan.state is StudyPlanState.signed and plan.signed_on == date(2026, 9, 1)
    # A change after the signature: the paper that was signed says something else now.
    plan = registration.drop(base.head, plan.id, plan.revision, [line(plan, "F1").id], Why(WHY))
    assert plan.state is StudyPlanState.approved and plan.signed_on is None
    assert states(plan)["F1"] is LineState.dropped
    assert "F1" not in {e["code"] for e in base.study()["enrolled"]}
    plan = registration.choose(base.adviser, plan.id, plan.revision, [base.wish("F2", "2026-2")], Why(WHY))
    assert plan.state is StudyPlanState.draft and states(plan)["M1"] is LineState.registered
    plan = registration.submit(base.adviser, plan.id, plan.revision, Why(WHY))
    plan = registration.approve(base.head, plan.id, plan.revision, Why(WHY))
    assert states(plan)["F2"] is LineState.registered
    assert {e["code"] for e in base.study()["enrolled"]} == {"M1", "U1", "E1", "M2", "U2", "F2"}


def test_a_refused_choice_changes_nothing_but_is_written_down(store: Store) -> None:
    base = office(store)
    plan = base.drawn()
    with pytest.raises(NotRegistered) as refused:
        registration.choose(base.adviser, plan.id, plan.revision, [base.wish("X2")], Why(WHY))
    assert checks(refused) == {"prerequisite", "block"}
    assert refused.value.problems[0].field == base.disciplines["X2"].id
    assert registration.plan_of(base.head, plan.study, 2026) == registration.get(base.head, plan.id)
    assert registration.get(base.head, plan.id).revision == plan.revision
    kept = registration.refusals(base.head)
    assert {(r.check, r.overridden, r.by.id) for r in kept} == {
        ("prerequisite", False, "u-adviser"), ("block", False, "u-adviser"),
    }  # fmt: skip
    said = [registration.said(r, "ru") for r in kept if r.check == "prerequisite"]
    assert said == ["Для «Дисциплина X2» сначала должны быть сданы: Дисциплина X1"]
    assert registration.refusals(base.head, check="window") == []
    assert registration.refusals_count(base.head, term=base.terms["2026-1"].id, student=plan.student.id) == 2
    assert registration.refusals(who(store, Role.adviser, "2", group="Басқа")) == []


def test_an_override_needs_the_right_and_a_reason_and_is_listed(store: Store) -> None:
    base = office(store)
    plan = base.drawn()
    wishes, force = [base.wish("X2", reason=PlanReason.difference)], {"prerequisite": "Бұрын басқа оқу орнында оқыған"}
    with pytest.raises(NotRegistered):  # the reason itself never fits: X2 is in no earlier semester
        registration.choose(base.head, plan.id, plan.revision, wishes, Why(WHY), force)
    wishes = [base.wish("F2", "2026-1")]
    with pytest.raises(Forbidden):
        registration.choose(base.adviser, plan.id, plan.revision, wishes, Why(WHY), {"prerequisite": "Себебі бар"})
    with pytest.raises(Problems):
        registration.choose(base.head, plan.id, plan.revision, wishes, Why(WHY), {"prerequisite": " "})
    with pytest.raises(Problems) as never:
        registration.choose(base.head, plan.id, plan.revision, wishes, Why(WHY), {"passed": "Бәрібір"})
    assert never.value.problems[0].key == "registration.never_forced"
    force = {"prerequisite": "Кафедра шешімі", "block": "Кафедра шешімі"}
    plan = registration.choose(base.head, plan.id, plan.revision, wishes, Why(WHY), force)
    assert {f.check for f in line(plan, "F2").forced} == {"prerequisite", "block"}
    kept = registration.refusals(base.head, overridden=True)
    assert {r.check for r in kept} == {"prerequisite", "block"} and {r.reason for r in kept} == {"Кафедра шешімі"}
    # What was overridden once is not asked again at the end.
    assert not {b.check for b in registration.view(base.head, plan).approving} & {"prerequisite"}


def test_the_window_closes_by_the_calendar(store: Store) -> None:
    base = office(store)
    plan = base.drawn()
    late = at(base.adviser, 2026, 9, 20)
    with pytest.raises(NotRegistered) as refused:
        registration.choose(late, plan.id, plan.revision, [base.wish("E1")], Why(WHY))
    assert checks(refused) == {"window"} and refused.value.breaches[0].key == "window_was"
    early = at(base.adviser, 2026, 8, 1)
    with pytest.raises(NotRegistered) as refused:
        registration.drop(early, plan.id, plan.revision, [line(plan, "U1").id], Why(WHY))
    assert refused.value.breaches[0].values["starts"] == date(2026, 8, 20)
    office_late = at(base.head, 2026, 9, 20)
    plan = registration.choose(
        office_late, plan.id, plan.revision, [base.wish("E1")], Why(WHY), {"window": "Ауруханада болды"}
    )
    assert states(plan)["E1"] is LineState.chosen


def test_a_closed_term_and_one_who_left_admit_nothing(store: Store) -> None:
    base = office(store)
    plan = base.chosen()
    other = base.drawn(1)
    base.status(1, StudyStatus.expelled)
    with pytest.raises(NotRegistered) as refused:
        registration.choose(base.head, other.id, other.revision, [base.wish("E1")], Why(WHY), {"status": "x"} and None)
    assert checks(refused) == {"status"}
    assert registration.plan_of(base.head, other.study, 2026) is not None  # still readable
    term = base.terms["2026-1"]

    def close(tx):  # type: ignore[no-untyped-def]
        found = tx.get(type(term), term.id)
        found.closed = date(2026, 9, 1)
        return tx.save(found)

    base.head.transact("term.close", close, Why("сынақ"))
    with pytest.raises(NotRegistered) as refused:
        registration.drop(base.head, plan.id, plan.revision, [line(plan, "E1").id], Why(WHY))
    assert checks(refused) == {"term_closed"}
    with pytest.raises(Problems):
        registration.drop(
            base.head, plan.id, plan.revision, [line(plan, "E1").id], Why(WHY), {"term_closed": "бәрібір"}
        )


def test_passed_failed_thrice_and_raised(store: Store) -> None:
    base = office(store)
    base.result(0, "X1", "2025-1", ResultState.passed, "C")
    base.result(0, "X9", "2025-1", ResultState.failed, "F")
    plan = base.drawn()
    raising, repeat = PlanReason.raising, PlanReason.repeat
    with pytest.raises(NotRegistered) as refused:
        registration.choose(base.adviser, plan.id, plan.revision, [base.wish("X1", reason=repeat)], Why(WHY))
    assert checks(refused) == {"passed"} and refused.value.breaches[0].values["letter"] == "C"
    with pytest.raises(NotRegistered) as refused:
        registration.choose(base.adviser, plan.id, plan.revision, [base.wish("E1", reason=raising)], Why(WHY))
    assert checks(refused) == {"reason"}
    with pytest.raises(NotRegistered) as refused:  # 16 + 20 + 5 is above 36
        wishes = [base.wish("X9", reason=repeat), base.wish("X1", reason=raising)]
        registration.choose(base.adviser, plan.id, plan.revision, wishes, Why(WHY))
    assert checks(refused) == {"load_most"}
    plan = registration.choose(base.adviser, plan.id, plan.revision, [base.wish("X1", reason=raising)], Why(WHY))
    for term in ("2025-2", "2025-3"):
        base.result(0, "X9", term, ResultState.failed, "FX")
    with pytest.raises(NotRegistered) as refused:
        registration.choose(base.adviser, plan.id, plan.revision, [base.wish("X9", "2026-2", reason=repeat)], Why(WHY))
    assert checks(refused) == {"third_fail", "load_most"} - ({"load_most"} if 16 + 20 <= 36 else set())


def test_a_repeat_is_approved_only_when_it_is_paid_for(store: Store) -> None:
    base = office(store)
    base.result(0, "X1", "2025-1", ResultState.failed, "F")
    plan = base.chosen()
    wishes = [base.wish("X1", reason=PlanReason.repeat)]
    plan = registration.choose(base.adviser, plan.id, plan.revision, wishes, Why(WHY))
    plan = registration.submit(base.adviser, plan.id, plan.revision, Why(WHY))
    with pytest.raises(NotRegistered) as refused:
        registration.approve(base.head, plan.id, plan.revision, Why(WHY))
    assert checks(refused) == {"payment"}
    payments, mark = who(store, Role.payments), {"day": "2026-09-01", "receipt": "К-17", "amount": "90000"}
    with pytest.raises(Forbidden):
        registration.pay(base.adviser, plan.id, plan.revision, line(plan, "X1").id, mark, Why(WHY))
    with pytest.raises(Problems):
        ahead = {**mark, "day": "2026-12-01"}
        registration.pay(payments, plan.id, plan.revision, line(plan, "X1").id, ahead, Why(WHY))
    plan = registration.pay(payments, plan.id, plan.revision, line(plan, "X1").id, mark, Why(WHY))
    paid = line(plan, "X1").payment
    assert paid is not None and paid.amount == Decimal(90000) and paid.by and paid.by.by == "u-payments"
    with pytest.raises(Forbidden):
        registration.choose(payments, plan.id, plan.revision, wishes, Why(WHY))
    with pytest.raises(Forbidden):
        registration.approve(payments, plan.id, plan.revision, Why(WHY))
    plan = registration.approve(base.head, plan.id, plan.revision, Why(WHY))
    assert states(plan)["X1"] is LineState.registered


def test_four_eyes_giving_back_and_what_is_incomplete(store: Store) -> None:
    base = office(store)
    plan = base.drawn()
    with pytest.raises(NotRegistered) as refused:
        registration.submit(base.adviser, plan.id, plan.revision, Why(WHY))
    assert checks(refused) == {"block", "load_least"}
    assert {r.check for r in registration.refusals(base.head)} == {"block", "load_least"}
    plan = base.chosen()
    own = registration.submit(base.head, plan.id, plan.revision, Why(WHY))
    with pytest.raises(RuleBroken, match=r"four_eyes\.same_person"):
        registration.approve(base.head, own.id, own.revision, Why(WHY))
    with pytest.raises(Problems):
        registration.give_back(base.senior, own.id, own.revision, Why())
    back = registration.give_back(base.senior, own.id, own.revision, Why("Эдвайзер қолы жоқ"))
    assert back.state is StudyPlanState.draft and back.returned == "Эдвайзер қолы жоқ"
    told = store.rows("notices", {"to": "u-head"})
    assert len(told) == 1 and "Эдвайзер қолы жоқ" in told[0]["text"]["kk"]
    with pytest.raises(RuleBroken, match="not_submitted"):
        registration.approve(base.senior, back.id, back.revision, Why(WHY))
    with pytest.raises(RuleBroken, match="not_approved"):
        registration.sign(base.head, back.id, back.revision, date(2026, 9, 1), Why(WHY))


def test_what_the_curriculum_demands_is_missed_and_may_be_waived(store: Store) -> None:
    base = office(store)
    plan = base.chosen()
    plan = registration.drop(base.adviser, plan.id, plan.revision, [line(plan, "U1").id], Why(WHY))
    assert states(plan)["U1"] is LineState.dropped
    with pytest.raises(NotRegistered) as refused:
        registration.submit(base.adviser, plan.id, plan.revision, Why(WHY))
    assert checks(refused) == {"mandatory", "load_least"}
    force = {"mandatory": "Ректор шешімі", "load_least": "Ректор шешімі"}
    plan = registration.submit(base.head, plan.id, plan.revision, Why(WHY), force)
    plan = registration.approve(base.senior, plan.id, plan.revision, Why(WHY))
    assert plan.state is StudyPlanState.approved and {f.check for f in plan.forced} == set(force)
    assert all(f.term == base.terms["2026-1"].id for f in plan.forced)


def test_rights_reach_as_far_as_the_group(store: Store) -> None:
    base = office(store)
    plan = base.drawn()
    other = who(store, Role.adviser, "2", group="Басқа")
    for act in (
        lambda: registration.choose(other, plan.id, plan.revision, [base.wish("E1")], Why(WHY)),
        lambda: registration.submit(other, plan.id, plan.revision, Why(WHY)),
        lambda: registration.get(other, plan.id),
        lambda: registration.approve(base.adviser, plan.id, plan.revision, Why(WHY)),
        lambda: registration.choose(who(store, Role.department), plan.id, 1, [base.wish("E1")], Why(WHY)),
    ):
        with pytest.raises(Forbidden):
            act()
    assert registration.draw(other, base.pairs[1:2], 2026, Why(WHY)).named[0].key == "errors.out_of_scope"
    assert registration.listed(other, 2026) == [] and registration.plan_of(other, plan.study, 2026) is None
    assert len(registration.listed(base.adviser, 2026)) == 1
    done = base.approved(2)
    with pytest.raises(Forbidden):  # what is registered is dropped by the office
        registration.drop(base.adviser, done.id, done.revision, [line(done, "E1").id], Why(WHY))


def test_two_who_approve_at_once_register_once(store: Store) -> None:
    base = office(store)
    plan = base.chosen()
    plan = registration.submit(base.adviser, plan.id, plan.revision, Why(WHY))
    got: list[object] = []

    def press(desk):  # type: ignore[no-untyped-def]
        try:
            got.append(registration.approve(desk, plan.id, plan.revision, Why(WHY)))
        except OfficeError as e:
            got.append(e)

    threads = [threading.Thread(target=press, args=(d,)) for d in (base.head, base.senior)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sum(isinstance(g, StaleRevision | RuleBroken) for g in got) == 1
    assert len(base.study()["enrolled"]) == 6
    # The same command again is the same act.
    command = new_id()
    other = base.chosen(1)
    other = registration.submit(base.adviser, other.id, other.revision, Why(WHY))
    first = registration.approve(base.head, other.id, other.revision, Why(WHY, command=command))
    again = registration.approve(base.head, other.id, other.revision, Why(WHY, command=command))
    assert first.revision == again.revision


def test_a_renamed_discipline_keeps_its_old_name_in_what_was_written(store: Store) -> None:
    base = office(store)
    plan = base.approved()
    of = base.disciplines["M1"]

    def rename(tx):  # type: ignore[no-untyped-def]
        found = tx.get(type(of), of.id)
        found.name = found.name.model_copy(update={"kk": "Жаңа атау"})
        return tx.save(found)

    base.head.transact("reference.edit", rename, Why("сынақ"))
    assert line(registration.get(base.head, plan.id), "M1").discipline.label.kk == "Пән M1"
    assert line(base.drawn(1), "M1").discipline.label.kk == "Жаңа атау"


def test_who_drops_a_discipline_leaves_its_classes_but_not_a_sheet(store: Store) -> None:
    base = office(store)
    rulebooks.install(base.head, "kz-2022")
    plan = base.approved()
    member = Member(student=plan.student, study=plan.study, number=plan.number)
    sections = {}
    for code in ("E1", "U1"):
        found = Section(code=f"S-{code}", term=ref(base.terms["2026-1"]), discipline=ref(base.disciplines[code]),
                        members=[member])  # fmt: skip
        sections[code] = base.put(found)
    sheet = sheets.open_sheet(base.head, sections["U1"].id, date(2026, 9, 1), [ref(sections["U1"])], Why(WHY))
    plan = registration.drop(base.head, plan.id, plan.revision, [line(plan, "E1").id], Why(WHY))
    assert store.load(Section, sections["E1"].id).members == []
    with pytest.raises(RuleBroken, match="on_sheet") as refused:
        registration.drop(base.head, plan.id, plan.revision, [line(plan, "U1").id], Why(WHY))
    assert refused.value.values["number"] == sheet.number
    assert len(store.load(Section, sections["U1"].id).members) == 1 and len(base.study()["enrolled"]) == 5


# electives ------------------------------------------------------------------------------------------------------


def test_places_the_waiting_list_and_its_order(store: Store) -> None:
    base = office(store, people=4)
    term, e1 = base.terms["2026-1"].id, base.disciplines["E1"].id
    registration.set_capacity(base.head, term, e1, 1, Why(WHY))
    first = base.approved(0)
    assert states(first)["E1"] is LineState.registered
    second, third = base.chosen(1), base.chosen(2)
    assert states(second)["E1"] is states(third)["E1"] is LineState.waiting
    second = registration.submit(base.adviser, second.id, second.revision, Why(WHY))
    second = registration.approve(base.head, second.id, second.revision, Why(WHY))
    assert states(second)["E1"] is LineState.waiting and "E1" not in {e["code"] for e in base.study(1)["enrolled"]}
    line_up = registration.waiting(base.head, term, e1)
    assert [(w.place, w.number) for w in line_up] == [(1, "26-0001"), (2, "26-0002")]
    asked = {d.code: d for d in registration.demand(base.head, term)}
    assert (asked["E1"].registered, asked["E1"].waiting, asked["E1"].capacity) == (1, 2, 1)
    with pytest.raises(NotRegistered) as refused:  # out of turn
        registration.admit_waiting(base.head, third.id, third.revision, line(third, "E1").id, Why(WHY))
    assert checks(refused) == {"order"}
    # A free place goes to the first, who is registered at once: his plan is approved already.
    registration.drop(base.head, first.id, first.revision, [line(first, "E1").id], Why(WHY))
    second, third = registration.get(base.head, second.id), registration.get(base.head, third.id)
    assert states(second)["E1"] is LineState.registered and states(third)["E1"] is LineState.waiting
    assert "E1" in {e["code"] for e in base.study(1)["enrolled"]}
    fourth = base.chosen(3)
    assert states(fourth)["E1"] is LineState.waiting  # behind the third, though nobody was asked
    registration.set_capacity(base.head, term, e1, 2, Why(WHY))
    assert states(registration.get(base.head, third.id))["E1"] is LineState.chosen
    fourth = registration.get(base.head, fourth.id)
    force = {"order": "Декан шешімі"}
    fourth = registration.admit_waiting(base.head, fourth.id, fourth.revision, line(fourth, "E1").id, Why(WHY), force)
    assert states(fourth)["E1"] is LineState.chosen
    elective = registration.elective_of(base.head, term, e1)
    assert elective is not None and elective.taken == 3


def test_two_who_want_the_last_place(store: Store) -> None:
    base = office(store)
    term, e1 = base.terms["2026-1"].id, base.disciplines["E1"].id
    registration.set_capacity(base.head, term, e1, 1, Why(WHY))
    plans = [base.drawn(0), base.drawn(1)]
    got = []

    def press(plan):  # type: ignore[no-untyped-def]
        got.append(registration.choose(base.adviser, plan.id, plan.revision, [base.wish("E1")], Why(WHY)))

    threads = [threading.Thread(target=press, args=(p,)) for p in plans]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(states(p)["E1"].value for p in got) == ["chosen", "waiting"]


def test_an_under_subscribed_elective_is_closed_and_chosen_again(store: Store) -> None:
    base = office(store)
    plan, draft = base.approved(0), base.chosen(1)
    term, e1 = base.terms["2026-1"].id, base.disciplines["E1"].id
    asked = {d.code: d for d in registration.demand(base.head, term)}
    assert asked["E1"].total == 2 and asked["E1"].short and set(asked) == {"E1"}
    with pytest.raises(Problems):
        registration.close_elective(base.head, term, e1, Why())
    registration.close_elective(base.head, term, e1, Why("Екі адам ғана таңдады"))
    plan, draft = registration.get(base.head, plan.id), registration.get(base.head, draft.id)
    assert states(plan)["E1"] is states(draft)["E1"] is LineState.rechoose
    assert plan.state is StudyPlanState.draft and "E1" not in {e["code"] for e in base.study()["enrolled"]}
    tasks = store.rows("tasks", {"state": "open"})
    assert len(tasks) == 1 and tasks[0]["mark"] == "rechoose:ОР-26-1" and "Студент000" in tasks[0]["what"]["kk"]
    with pytest.raises(NotRegistered) as refused:
        registration.choose(base.adviser, draft.id, draft.revision, [base.wish("E1")], Why(WHY))
    assert checks(refused) == {"offered"}
    with pytest.raises(RuleBroken, match="closed_already"):
        registration.close_elective(base.head, term, e1, Why(WHY))
    plan = registration.choose(base.adviser, plan.id, plan.revision, [base.wish("E2")], Why(WHY))
    assert states(plan)["E1"] is LineState.dropped and states(plan)["E2"] is LineState.chosen
    assert {d.code: d.closed for d in registration.demand(base.head, term)}["E1"]


def test_an_elective_is_the_business_of_its_own_faculty(store: Store) -> None:
    base = office(store)
    term, e1 = base.terms["2026-1"].id, base.disciplines["E1"].id
    registrar = who(store, Role.registrar, faculty=base.faculty.id)  # type: ignore[union-attr]
    with pytest.raises(Forbidden):  # E1 belongs to no department of his faculty
        registration.close_elective(registrar, term, e1, Why(WHY))
    with pytest.raises(Forbidden):
        registration.set_capacity(base.adviser, term, e1, 5, Why(WHY))
    with pytest.raises(Problems):
        registration.set_capacity(base.head, term, e1, -1, Why(WHY))
    assert registration.elective_of(base.head, term, e1) is None


def test_a_registration_stands_when_a_card_is_edited_and_put_back(store: Store) -> None:
    base = office(store)
    plan = base.approved()
    student = store.load(Student, plan.student.id)
    path = f"studies.{plan.study}.group"
    changed = students.edit(base.head, student.id, student.revision, {path: "Жаңа топ"}, Why("сынақ"))
    assert len(changed.studies[0].enrolled) == 6 and changed.studies[0].group == "Жаңа топ"
    edit = (store.one("students", {"_id": student.id}) or {})["events"][-1]["id"]
    plan = registration.drop(base.head, plan.id, plan.revision, [line(plan, "E1").id], Why(WHY))
    revision = store.load(Student, student.id).revision
    back = revert.revert(base.head, student.id, revision, edit, [path], Why("қате"))
    assert back.studies[0].group == "ОР-26-1" and len(back.studies[0].enrolled) == 5


def test_credits_that_are_none_and_a_stale_screen(store: Store) -> None:
    base = office(store)
    plan = base.drawn()
    wish = base.wish("X1", reason=PlanReason.mobility, credits=Decimal("-3"))
    with pytest.raises(Problems) as bad:
        registration.choose(base.head, plan.id, plan.revision, [wish], Why(WHY))
    assert bad.value.problems[0].field == "credits" and registration.refusals(base.head) == []
    registration.choose(base.head, plan.id, plan.revision, [base.wish("E1")], Why(WHY))
    with pytest.raises(StaleRevision):
        registration.choose(base.adviser, plan.id, plan.revision, [base.wish("E2")], Why(WHY))


def test_one_choice_instead_of_another(store: Store) -> None:
    base = office(store)
    plan = base.chosen()
    with pytest.raises(NotRegistered) as refused:
        registration.choose(base.adviser, plan.id, plan.revision, [base.wish("E2")], Why(WHY))
    assert checks(refused) == {"block"}
    live = registration.checks(base.adviser, plan, [base.wish("E2")])
    assert [b.check for b in live] == ["block"]
    assert registration.checks(base.adviser, plan, [base.wish("E2")], [line(plan, "E1").id]) == []
    plan = registration.choose(
        base.adviser, plan.id, plan.revision, [base.wish("E2")], Why(WHY), None, [line(plan, "E1").id]
    )
    assert "E1" not in states(plan) and states(plan)["E2"] is LineState.chosen


def test_the_moment_of_all_this_is_inside_the_window() -> None:
    assert NOON.date() == date(2026, 9, 1)
