"""A whole group registered or dropped at once: preview, long work, who is left out and why; merges and reverts."""

from __future__ import annotations

from datetime import date

import pytest
from acts.job_kit import ended, worker
from acts.registering import NOON, add, at, line, office, states, who

from core import jobs, registration, students
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, RuleBroken
from core.jobs import Run, runner
from core.jobs import rows as job_rows
from core.registration import Asked, NotRegistered, groups
from core.registration.work import group_work
from core.students import merging
from schemas.words import LineState, PlanReason, ResultState, Role, StudyPlanState, StudyStatus

WHY = "топпен тіркеу"


def electives(base) -> tuple:  # type: ignore[no-untyped-def, type-arg]
    return (base.wish("E1"), base.wish("F1", "2026-2"))


def test_the_preview_says_who_cannot_and_why_and_the_rest_is_registered(store: Store) -> None:
    base = office(store, people=5)
    base.result(1, "F1", "2025-1", ResultState.passed)
    base.status(2, StudyStatus.academic_leave)
    add(base, 8, curriculum=None, programme=None)
    asked = Asked(2026, tuple(base.pairs), electives(base))
    seen = registration.preview(base.head, asked)
    by = {r.number: r for r in seen.rows}
    assert by["26-0000"].able and {x.code for x in by["26-0000"].lines} == {"M1", "U1", "E1", "M2", "U2", "F1"}
    assert {b.check for b in by["26-0001"].breaches} == {"passed", "block"}
    assert by["26-0002"].no == ("registration.status", by["26-0002"].no[1])  # type: ignore[index]
    assert seen.checks["passed"] == 1 and store.size("study_plans") == 0
    done = groups.carry_out(base.head, asked, seen.seen, Why(WHY))
    assert done.done == 3 and done.lines == 18
    assert {n.number for n in done.named} == {"26-0001", "26-0002", "26-0008"}
    assert len(base.study(0)["enrolled"]) == 6 and "enrolled" not in base.study(1)
    plan = registration.plan_of(base.head, base.pairs[0][1], 2026)
    assert plan is not None and plan.state is StudyPlanState.approved
    assert {r.check for r in registration.refusals(base.head)} >= {"passed"}
    # Once more changes nothing.
    again = groups.carry_out(base.head, asked, None, Why(WHY))
    assert again.done == 0 and again.idle == 3 and len(base.study(0)["enrolled"]) == 6


def test_a_plan_that_changed_since_the_preview_is_left_out_by_name(store: Store) -> None:
    base = office(store)
    asked = Asked(2026, tuple(base.pairs), electives(base))
    seen = registration.preview(base.head, asked)
    base.drawn(1)
    done = groups.carry_out(base.head, asked, seen.seen, Why(WHY))
    assert done.done == 2 and [(n.number, n.key) for n in done.named] == [("26-0001", "registration.changed_since")]


def test_what_everybody_studies_first_electives_later(store: Store) -> None:
    base = office(store)
    asked = Asked(2026, tuple(base.pairs), whole=False)
    done = groups.carry_out(base.head, asked, None, Why(WHY))
    assert done.done == 3 and done.lines == 12
    plan = registration.plan_of(base.head, base.pairs[0][1], 2026)
    assert plan is not None and plan.state is StudyPlanState.draft
    assert set(states(plan).values()) == {LineState.registered}
    wishes = [base.wish("E1"), base.wish("F1", "2026-2")]
    plan = registration.choose(base.adviser, plan.id, plan.revision, wishes, Why(WHY))
    plan = registration.submit(base.adviser, plan.id, plan.revision, Why(WHY))
    assert registration.preview(base.head, Asked(2026, (base.pairs[0],))).rows[0].able
    later = registration.preview(base.head, Asked(2026, (base.pairs[1],), electives(base))).rows[0]
    assert later.able and {x.code for x in later.lines} == {"E1", "F1"}
    rest = registration.preview(base.head, Asked(2026, (base.pairs[2],))).rows[0]
    assert not rest.able and rest.approves and {b.check for b in rest.breaches} == {"block", "load_least"}
    done = groups.carry_out(base.head, Asked(2026, (base.pairs[0],)), None, Why(WHY))
    assert done.done == 1 and len(base.study(0)["enrolled"]) == 6


def test_places_are_counted_through_a_whole_group(store: Store) -> None:
    base = office(store, people=4)
    term, e1 = base.terms["2026-1"].id, base.disciplines["E1"].id
    registration.set_capacity(base.head, term, e1, 2, Why(WHY))
    done = groups.carry_out(base.head, Asked(2026, tuple(base.pairs), electives(base)), None, Why(WHY))
    assert done.done == 4 and done.waiting == 2
    assert [w.number for w in registration.waiting(base.head, term, e1)] == ["26-0002", "26-0003"]
    drop = Asked(2026, tuple(base.pairs[:1]), drop=((term, e1),))
    assert registration.preview(base.head, drop).rows[0].able
    groups.carry_out(base.head, drop, None, Why(WHY))
    assert "E1" in {e["code"] for e in base.study(2)["enrolled"]}
    assert "E1" not in {e["code"] for e in base.study(0)["enrolled"]}


def test_a_group_is_dropped_inside_the_window_only(store: Store) -> None:
    base = office(store)
    groups.carry_out(base.head, Asked(2026, tuple(base.pairs), electives(base)), None, Why(WHY))
    key = (base.terms["2026-2"].id, base.disciplines["F1"].id)
    late = at(base.head, 2026, 9, 20)
    drop = Asked(2026, tuple(base.pairs), drop=(key,))
    assert registration.preview(late, drop).checks == {"window": 3}
    refused = groups.carry_out(late, drop, None, Why(WHY))
    assert refused.done == 0 and len(refused.named) == 3 and len(base.study()["enrolled"]) == 6
    done = groups.carry_out(base.head, drop, None, Why(WHY))
    assert done.done == 3 and len(base.study()["enrolled"]) == 5
    forced = Asked(
        2026, tuple(base.pairs), (base.wish("F2", "2026-2"),), forced={"window": "Бұйрық", "prerequisite": "-"}
    )
    done = groups.carry_out(late, forced, None, Why(WHY))
    assert done.done == 3 and {r.check for r in registration.refusals(base.head, overridden=True)} == {"window"}
    registrar = who(store, Role.registrar, faculty=base.faculty.id)  # type: ignore[union-attr]
    with pytest.raises(Forbidden):
        groups.carry_out(at(registrar, 2026, 9, 20), Asked(2026, tuple(base.pairs), (base.wish("X1"),),
                         forced={"window": "Бұйрық", "block": "-"}), None, Why(WHY))  # fmt: skip


def test_an_adviser_registers_no_group_and_a_department_nothing(store: Store) -> None:
    base = office(store)
    asked = Asked(2026, tuple(base.pairs), electives(base))
    for desk in (base.adviser, who(store, Role.department), who(store, Role.payments)):
        with pytest.raises(Forbidden):
            registration.register_group(desk, asked, {}, Why(WHY))
    stranger = who(store, Role.registrar, faculty="other")
    out = groups.carry_out(stranger, asked, None, Why(WHY))
    assert out.done == 0 and {n.key for n in out.named} == {"errors.out_of_scope"}


def test_the_long_work_ends_and_says_who_was_left_out(store: Store) -> None:
    base = office(store)
    window_of_today(base)
    base.status(1, StudyStatus.expelled)
    desk = worker(store, Role.head)
    asked = Asked(2026, tuple(base.pairs), electives(base))
    id = registration.register_group(desk, asked, registration.preview(desk, asked).seen, Why(WHY))
    row = ended(store, id)
    assert row["state"] == "done" and (row["result"]["done"], row["result"]["lines"]) == (2, 12)
    assert [n["number"] for n in row["result"]["named"]] == ["26-0001"]
    drop = Asked(2026, tuple(base.pairs[:1]), drop=((base.terms["2026-1"].id, base.disciplines["E1"].id),))
    row = ended(store, registration.drop_group(desk, drop, registration.preview(desk, drop).seen, Why(WHY)))
    assert row["result"]["done"] == 1 and jobs.KINDS["registration.drop"].right == "plan.approve"


def window_of_today(base) -> None:  # type: ignore[no-untyped-def]
    """Long works go by the real clock: the window is open on any day."""
    from schemas.calendar import Calendar

    def work(tx):  # type: ignore[no-untyped-def]
        found = tx.find(Calendar, {"year": 2026})[0]
        found.periods = [
            p.model_copy(update={"starts": date(2020, 1, 1), "ends": date(2099, 1, 1)}) for p in found.periods
        ]
        return tx.save(found)

    base.head.transact("calendar.edit", work, Why("сынақ"))


def test_after_a_crash_it_goes_on_and_registers_nobody_twice(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    base = office(store, people=5)
    window_of_today(base)
    desk = worker(store, Role.head)
    monkeypatch.setattr("core.registration.work.BATCH", 2)
    monkeypatch.setattr(runner, "go", lambda *_: None)
    asked = Asked(2026, tuple(base.pairs), electives(base))
    id = registration.register_group(desk, asked, registration.preview(desk, asked).seen, Why(WHY))

    class Fell(BaseException):
        pass

    def fall(self: Run, **at: object) -> None:
        raise Fell  # the act is written, the mark of it is not

    row = job_rows.take(store, store.one("runs", {"_id": id}))  # type: ignore[arg-type]
    with monkeypatch.context() as m:
        m.setattr(Run, "checkpoint", fall)
        with pytest.raises(Fell):
            group_work(Run(store, row, desk))
    assert store.count("study_plans", {"state": "approved"}) == 2
    assert runner.carry_out(store, id)
    row = store.one("runs", {"_id": id})
    assert row and row["state"] == "done" and store.count("study_plans", {"state": "approved"}) == 5
    assert all(len(base.study(n)["enrolled"]) == 6 for n in range(5))
    assert row["result"]["done"] + row["result"]["idle"] == 5


def test_a_registration_goes_with_the_study_when_records_are_joined(store: Store) -> None:
    base = office(store, people=2)
    plan = base.approved(0)
    (other, _), (keep, _) = base.pairs
    proposed = merging.propose(base.head, keep, other, [], Why("Бір адам"))
    seen = tuple((store.one("students", {"_id": id}) or {})["revision"] for id in (keep, other))
    merging.confirm(base.senior, proposed.id, proposed.revision, (seen[0], seen[1]), Why("Тексерілді"))
    row = store.one("students", {"_id": keep}) or {}
    study = next(s for s in row["studies"] if s.get("came") and s["came"][0]["student"] == other)
    assert len(study["enrolled"]) == 6
    found = registration.plan_of(base.head, study, 2026)
    assert found is not None and found.id == plan.id
    found = registration.drop(base.head, plan.id, plan.revision, [line(plan, "E1").id], Why(WHY))
    row = store.one("students", {"_id": keep}) or {}
    assert "E1" not in {e["code"] for s in row["studies"] for e in s.get("enrolled") or []}


def test_the_bulk_step_of_the_demonstration(store: Store) -> None:
    base = office(store)
    plan = base.drawn()

    def work(tx):  # type: ignore[no-untyped-def]
        found = tx.get(type(plan), plan.id)
        registration.registered_step(tx, found, [line(found, "M1").id])
        return tx.save(found)

    made = base.head.transact("plan.approve", work, Why("сынақ"))
    assert states(made)["M1"] is LineState.registered and states(made)["U1"] is LineState.chosen
    assert [e["code"] for e in base.study()["enrolled"]] == ["M1"]


def test_mobility_knows_no_window_and_other_credits(store: Store) -> None:
    base = office(store)
    plan = base.chosen()
    late = at(base.adviser, 2026, 11, 20)
    wish = base.wish("X1", "2026-2", reason=PlanReason.mobility, credits=6)
    plan = registration.choose(late, plan.id, plan.revision, [wish], Why(WHY))
    assert line(plan, "X1").credits == 6 and NOON.year == 2026
    with pytest.raises(NotRegistered):
        registration.choose(late, plan.id, plan.revision, [base.wish("X9", "2026-2")], Why(WHY))
    with pytest.raises(RuleBroken):
        registration.draw(base.head, base.pairs, 2031, Why(WHY))


def test_as_the_card_was_known_before(store: Store) -> None:
    base = office(store)
    plan = base.approved()
    early = students.as_of(base.head, plan.student.id, date(2026, 8, 26))
    now = students.as_of(base.head, plan.student.id, NOON.date())
    assert not early["studies"][0].get("enrolled") and len(now["studies"][0]["enrolled"]) == 6
    assert isinstance(base.head, Desk)
