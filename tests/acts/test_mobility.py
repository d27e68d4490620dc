"""Stays elsewhere and here on a real database: drawn up, put into the plan, recognised by another, cancelled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core import mobility, registration, students
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.mobility import Given
from schemas.base import Basis, Text, new_id
from schemas.mobility import Mobility, MobilityState, MobilityWay
from schemas.rulebook import Grade, Rulebook
from schemas.student import Name, Profile, StudyProfile
from schemas.words import LineState, PlanReason, ResultState, Role, StudyStatus
from tests.acts.registering import Base, at, line, office, states, who

pytestmark = pytest.mark.usefixtures("shipped")  # numbers by the masks of the office
WHY = "ұтқырлық бағдарламасы"
DAY = date(2026, 8, 31)


def protocol(day: date | None = DAY, number: str = "6") -> Why:
    return Why("комиссия шешімі", Basis(kind="комиссия хаттамасы", number=number, day=day))


def values(base: Base, *lines: tuple[str, str | None], way: str = "out", **more: Any) -> dict[str, Any]:
    """What the form gives: rows of (their discipline, code of ours)."""
    return {
        "way": way, "partner": "Жайық академиясы", "country": "Польша", "agreement": "№ 12",
        "term": plain(base.terms["2026-2"].ref()), "starts": "2027-01-25", "ends": "2027-06-10",
        "lines": [
            {"theirs": t, "their_credits": "6", "discipline": plain(base.disciplines[c].ref()) if c else None,
             "credits": None}
            for t, c in lines
        ],
        **more,
    }  # fmt: skip


LINES = (("Ear training", "X1"), ("Orchestra", "X9"), ("Polish", None))


def drawn(base: Base, *lines: tuple[str, str | None], by: Desk | None = None, n: int = 0, **more: Any) -> Mobility:
    student, study = base.pairs[n]
    return mobility.make(by or base.head, student, study, values(base, *(lines or LINES), **more), Why(WHY))


def abroad(base: Base) -> Rulebook:
    scale = [Grade(letter=x, points=Decimal(int(x) - 1)) for x in "543"]
    scale.append(Grade(letter="2", points=Decimal(0), state=ResultState.failed, earns=False))
    return base.put(
        Rulebook(_id="abroad@1", code="abroad", name=Text(kk="Бес балдық"), own=False, effective=DAY, scale=scale)
    )


def own_rules(base: Base) -> None:
    from core import rulebooks

    rulebooks.install(base.head, "kz-2022")


def running(base: Base, *lines: tuple[str, str | None]) -> Mobility:
    stay = drawn(base, *lines)
    return mobility.start(base.head, stay.id, stay.revision, Why())


def wrong(error: Any) -> list[tuple[str, str]]:
    return [(p.field, p.key.rsplit(".", 1)[-1]) for p in error.value.problems]


def test_a_stay_is_drawn_up_with_its_number_and_the_credits_of_the_catalogue(store: Store) -> None:
    base = office(store)
    stay = drawn(base)
    assert stay.number and stay.state is MobilityState.planned and stay.drawn == [base.head.actor.id]
    assert [x.credits for x in stay.lines] == [5, 20, 0] and stay.faculty == base.faculty.ref()  # type: ignore[union-attr]
    assert stay.student.label.kk.startswith("Студент000") and stay.student_number == "26-0000"
    second = drawn(base, n=1)
    assert second.number != stay.number
    assert [r["_id"] for r in mobility.listed(base.head, "студент001")] == [second.id]
    assert mobility.count(base.head, "", {"way": ["into"]}) == 0 and mobility.count(base.head) == 2
    assert [s.id for s in mobility.of_student(base.head, base.pairs[0][0])] == [stay.id]


def test_bad_values_stand_beside_their_fields(store: Store) -> None:
    base = office(store)
    with pytest.raises(Problems) as bad:
        drawn(base, partner="", starts="2027-13-01")
    assert {f for f, _ in wrong(bad)} == {"partner", "starts"}
    with pytest.raises(Problems) as bad:
        drawn(base, ends="2027-01-01")
    assert wrong(bad) == [("ends", "ends_before_start")]
    with pytest.raises(Problems) as bad:
        drawn(base, ("Ear training", "X1"), ("ear training", "X1"))
    assert wrong(bad) == [("lines", "twice_theirs"), ("lines", "twice_ours")]
    drawn(base)
    with pytest.raises(Problems) as bad:
        drawn(base, starts="2027-06-01", ends="2027-07-01")
    assert wrong(bad) == [("starts", "overlaps")]


def test_only_who_studies_goes_and_only_a_guest_comes(store: Store) -> None:
    base = office(store)
    base.status(0, StudyStatus.academic_leave)
    with pytest.raises(RuleBroken, match=r"mobility\.not_studying"):
        drawn(base)
    base.approved(1)
    with pytest.raises(RuleBroken, match=r"mobility\.not_a_guest"):
        drawn(base, n=1, way="into")
    with pytest.raises(RuleBroken, match=r"students\.no_such_study"):
        mobility.make(base.head, base.pairs[2][0], "nothing", values(base), Why(WHY))


def test_a_guest_is_visiting_and_has_his_results_by_ordinary_sheets(store: Store) -> None:
    base = office(store)
    stay = drawn(base, ("Their X1", "X1"), way="into")
    assert base.study()["status"] == StudyStatus.visiting.value
    stay = mobility.start(base.head, stay.id, stay.revision, Why())
    with pytest.raises(RuleBroken, match=r"mobility\.guest_by_sheets"):
        mobility.choose(base.head, stay.id, stay.revision, Why(WHY))
    with pytest.raises(RuleBroken, match=r"mobility\.guest_by_sheets"):
        mobility.recognise(base.senior, stay.id, stay.revision, [Given(stay.lines[0].id, plain=True)], "7", None,
                           protocol())  # fmt: skip
    base.result(0, "X1", "2026-2", ResultState.passed)
    assert [r["code"] for r in mobility.earned_here(base.head, stay)] == ["X1"]
    stay = mobility.finish(base.head, stay.id, stay.revision, Why())
    assert stay.state is MobilityState.finished
    with pytest.raises(RuleBroken, match=r"mobility\.over"):
        mobility.edit(base.head, stay.id, stay.revision, {"partner": "Басқа"}, Why(WHY))


def test_a_registrar_works_within_the_faculty(store: Store) -> None:
    base = office(store)
    mine = who(store, Role.registrar, faculty=base.faculty.id)  # type: ignore[union-attr]
    other = who(store, Role.registrar, "2", faculty="elsewhere")
    stay = drawn(base, by=mine)
    with pytest.raises(Forbidden):
        drawn(base, by=other, n=1)
    with pytest.raises(Forbidden):
        mobility.start(other, stay.id, stay.revision, Why())
    assert mobility.count(other) == 0 and mobility.count(mine) == 1
    for role in (Role.teacher, Role.payments, Role.management):
        with pytest.raises(Forbidden):
            drawn(base, by=who(store, role), n=1)


def test_two_who_change_a_stay_at_once_meet(store: Store) -> None:
    base = office(store)
    stay = drawn(base)
    mobility.edit(base.senior, stay.id, stay.revision, {"country": "Чехия"}, Why(WHY))
    with pytest.raises(StaleRevision) as late:
        mobility.edit(base.head, stay.id, stay.revision, {"country": "Литва"}, Why(WHY))
    assert [c["field"] for c in late.value.values["theirs"] if c["field"] == "country"] == ["country"]
    with pytest.raises(StaleRevision):
        mobility.choose(base.head, stay.id, stay.revision, Why(WHY))
    now = mobility.get(base.head, stay.id)
    assert now.country == "Чехия" and now.drawn == [base.head.actor.id, base.senior.actor.id]
    with pytest.raises(RuleBroken, match="nothing_changed"):
        mobility.edit(base.head, stay.id, now.revision, {"country": "Чехия"}, Why(WHY))


def test_rows_keep_their_identity_when_the_agreement_changes(store: Store) -> None:
    base = office(store)
    stay = drawn(base)
    rows = values(base, ("Orchestra", "X9"), ("Harmony", "X2"), ("Ear training", "X1"))["lines"]
    now = mobility.edit(base.head, stay.id, stay.revision, {"lines": rows}, Why(WHY))
    was = {x.theirs: x.id for x in stay.lines}
    assert [x.id for x in now.lines if x.theirs in was] == [was["Orchestra"], was["Ear training"]]


def test_an_agreement_goes_into_the_plan_with_the_reason_mobility(store: Store) -> None:
    base = office(store)
    plan = base.chosen()
    stay = drawn(base, ("Harmony", "M2"), ("Ear training", "X1"), ("Polish", None))
    late = at(base.head, 2026, 11, 20)  # no window binds who goes to another university
    chosen = mobility.choose(late, stay.id, stay.revision, Why(WHY), {"prerequisite": "серіктесте бұл талап жоқ"})
    assert chosen.id == plan.id and line(chosen, "X1").reason is PlanReason.mobility
    assert line(chosen, "M2").reason is PlanReason.mobility and line(chosen, "M2").state is LineState.chosen
    assert [x.state for x in chosen.lines if x.code == "M2" and x.reason is PlanReason.curriculum] == [
        LineState.dropped
    ]
    found = mobility.in_plan(base.head, stay)
    assert {x.theirs: found[x.id].state for x in stay.lines if x.id in found} == {
        "Harmony": LineState.chosen, "Ear training": LineState.chosen,
    }  # fmt: skip
    with pytest.raises(RuleBroken, match=r"mobility\.nothing_to_choose"):
        mobility.choose(late, stay.id, stay.revision, Why(WHY))


def test_who_has_no_plan_gets_one(store: Store) -> None:
    base = office(store)
    stay = drawn(base, ("Ear training", "X1"))
    made = mobility.choose(base.head, stay.id, stay.revision, Why(WHY))
    assert states(made)["X1"] is LineState.chosen and states(made)["M1"] is LineState.chosen


def test_a_check_that_refuses_leaves_the_plan_as_it_was(store: Store) -> None:
    base = office(store)
    base.result(0, "X1", "2025-2", ResultState.passed)
    plan = base.chosen()
    stay = drawn(base, ("Ear training", "X1"))
    with pytest.raises(registration.NotRegistered) as no:
        mobility.choose(base.head, stay.id, stay.revision, Why(WHY))
    assert [b.check for b in no.value.breaches] == ["passed"]
    assert registration.get(base.head, plan.id).revision == plan.revision


def test_a_stay_that_does_not_take_place_leaves_plan_and_history(store: Store) -> None:
    base = office(store)
    base.chosen()
    stay = drawn(base, ("Ear training", "X1"))
    plan = mobility.choose(base.head, stay.id, stay.revision, Why(WHY))
    plan = registration.submit(base.adviser, plan.id, plan.revision, Why("дайын"))
    registration.approve(base.head, plan.id, plan.revision, Why("тексерілді"))
    assert "X1" in [e["code"] for e in base.study()["enrolled"]]
    with pytest.raises(Problems):
        mobility.cancel(base.head, stay.id, stay.revision, Why(" "))
    stay = mobility.cancel(base.head, stay.id, stay.revision, Why("виза берілмеді"))
    assert stay.state is MobilityState.cancelled and "X1" not in [e["code"] for e in base.study()["enrolled"]]
    assert states(registration.get(base.head, plan.id))["X1"] is LineState.dropped
    with pytest.raises(RuleBroken, match=r"mobility\.over"):
        mobility.cancel(base.head, stay.id, stay.revision, Why("тағы"))


def test_states_follow_one_another(store: Store) -> None:
    base = office(store)
    stay = drawn(base, ("Polish", None))
    with pytest.raises(RuleBroken, match=r"mobility\.no_agreement"):
        mobility.start(base.head, stay.id, stay.revision, Why())
    with pytest.raises(RuleBroken, match=r"mobility\.not_running"):
        mobility.finish(base.head, stay.id, stay.revision, Why())
    rows = values(base, ("Ear training", "X1"))["lines"]
    stay = mobility.edit(base.head, stay.id, stay.revision, {"lines": rows}, Why(WHY))
    stay = mobility.start(base.head, stay.id, stay.revision, Why())
    with pytest.raises(RuleBroken, match=r"mobility\.not_planned"):
        mobility.start(base.head, stay.id, stay.revision, Why())
    with pytest.raises(RuleBroken, match=r"mobility\.nothing_recognised"):
        mobility.finish(base.head, stay.id, stay.revision, Why())


def test_what_was_passed_there_becomes_results_with_source_and_protocol(store: Store) -> None:
    base = office(store)
    own_rules(base)
    book, stay = abroad(base), running(base)
    first, second, _ = stay.lines
    given = [Given(first.id, "5", Decimal("4.5"))]
    with pytest.raises(RuleBroken, match=r"four_eyes\.same_person"):
        mobility.recognise(base.head, stay.id, stay.revision, given, "№ 88", book.id, protocol())
    stay = mobility.recognise(base.senior, stay.id, stay.revision, given, "№ 88", book.id, protocol())
    assert stay.state is MobilityState.running and stay.lines[0].recognised and stay.lines[0].grade == "5"
    assert "6" in stay.lines[0].protocol and stay.transcript == "№ 88" and stay.scale == book.ref()
    (row,) = base.study()["record"]
    assert (row["code"], row["letter"], row["rules"], row["term"]) == ("X1", "5", "abroad@1", "2026-2")
    assert row["earned"] == Decimal("4.5") and "Жайық академиясы" in row["source"] and "№ 88" in row["source"]
    assert base.study()["totals"]["credits"] == Decimal("4.5")
    event = (store.one("students", {"_id": stay.student.id}) or {})["events"][-1]
    assert event["type"] == "result_recorded" and event["effective"] == DAY.isoformat()
    assert event["basis"]["number"] == "6" and event["reason"] == "комиссия шешімі"
    with pytest.raises(RuleBroken, match=r"mobility\.something_recognised"):
        mobility.cancel(base.head, stay.id, stay.revision, Why("қате"))
    with pytest.raises(Problems) as bad:
        mobility.edit(base.head, stay.id, stay.revision, {"lines": []}, Why(WHY))
    assert wrong(bad) == [("lines", "line_recognised")]
    # never twice
    with pytest.raises(Problems) as bad:
        mobility.recognise(base.senior, stay.id, stay.revision, given, "№ 88", book.id, protocol())
    assert wrong(bad) == [(first.id, "recognised_already")]
    # the last line that stands for a discipline of ours ends the stay
    stay = mobility.recognise(
        base.senior, stay.id, stay.revision, [Given(second.id, plain=True)], "№ 88", None, protocol()
    )
    assert stay.state is MobilityState.recognised
    plain_ = base.study()["record"][-1]
    assert (plain_["letter"], plain_["points"], plain_["gpa"], plain_["earned"]) == ("P", None, False, 20)
    assert plain_["rules"] == "kz-2022@1" and stay.lines[1].grade == ""


def test_a_double_click_recognises_once(store: Store) -> None:
    base = office(store)
    own_rules(base)
    stay, why = running(base), protocol()
    given = [Given(stay.lines[0].id, plain=True)]
    first = mobility.recognise(base.senior, stay.id, stay.revision, given, "№ 88", None, why)
    again = mobility.recognise(base.senior, stay.id, stay.revision, given, "№ 88", None, why)
    assert again.revision == first.revision and len(base.study()["record"]) == 1


def test_bad_recognition_is_said_beside_the_fields(store: Store) -> None:
    base = office(store)
    own_rules(base)
    book, stay = abroad(base), running(base)
    first, second, third = stay.lines
    given = [Given(first.id, "2"), Given(second.id, "7", Decimal(0)), Given(third.id, "5")]
    ahead = protocol(date(2031, 1, 1), "")
    with pytest.raises(Problems) as bad:
        mobility.recognise(base.senior, stay.id, stay.revision, given, " ", book.id, ahead)
    assert wrong(bad) == [
        ("transcript", "missing"), ("basis.number", "basis_missing"), ("basis.day", "protocol_ahead"),
        (first.id + ".grade", "not_passed_there"), (second.id + ".credits", "no_credits"),
        (second.id + ".grade", "no_such_grade"), (third.id, "no_discipline"), (third.id + ".credits", "no_credits"),
    ]  # fmt: skip
    with pytest.raises(Problems) as bad:
        mobility.recognise(base.senior, stay.id, stay.revision, [], "№ 88", None, protocol())
    assert wrong(bad) == [("lines", "nothing_given")]
    with pytest.raises(StaleRevision):
        mobility.recognise(base.senior, stay.id, 1, [Given(first.id, plain=True)], "№ 88", None, protocol())
    assert base.study()["record"] == []


def test_what_a_guest_was_registered_for_a_moment_ago(store: Store) -> None:
    base = office(store)
    guest = students.admit(
        base.head, Profile(number="Г-1", name=Name(last="Қонақ", first="Анна"), iin_absent_reason="шетел"),
        StudyProfile(id=new_id(), faculty=base.faculty.ref(), admitted_on=DAY), Why(WHY), DAY,  # type: ignore[union-attr]
    )  # fmt: skip
    stay = mobility.make(base.head, guest.id, guest.studies[0].id, values(base, way="into"), Why(WHY))
    kept = students.card(base.head, guest.id, look=False)
    assert stay.way is MobilityWay.into and kept.studies[0].status is StudyStatus.visiting
