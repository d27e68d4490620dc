"""The new academic year: the sum is the contingent, everybody goes by once whatever crashes, nobody is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core import jobs, rollover
from core.db import connection
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken, StaleRevision
from core.jobs import runner
from core.rollover import work
from core.rollover.reading import after
from core.tx import Tx
from core.users.acting import today
from schemas import events as ev
from schemas.base import Id
from schemas.rollover import Rollover, RolloverState, Turn
from schemas.student import Student
from schemas.words import Role
from tests.acts import rollover_made
from tests.acts.class_kit import House, curriculum, house
from tests.acts.job_kit import ended, worker

ROOT = Path(__file__).parents[2]
TODAY = today()
YEAR = TODAY.year - (TODAY.month < 7)  # the newest year that may be begun
ORDER = ("12-ж", date(YEAR, 8, 28), date(YEAR, 9, 1))


def edit(desk: Desk, made: Student, day: date, **values: Any) -> None:
    """Change fields of the first study, as an order does."""

    def run(tx: Tx) -> Student:
        study = tx.student(made.id)["studies"][0]
        changes = [ev.Change(field=f"studies.{study['id']}.{k}", was=study.get(k), now=v) for k, v in values.items()]
        tx.append(made.id, ev.ProfileEdited, day, changes=changes)
        return tx.student_document(made.id)

    desk.transact("student.edit", run, Why("бұйрық"))


def school(desk: Desk, terms: bool = True) -> House:
    """Eleven students of every fate: six move up, one is in the last year, one on leave, one new, one left, one gone
    long ago; the curriculum of the intakes lasts four years."""
    of = house(desk, YEAR, terms=terms)
    for intake in range(YEAR - 4, YEAR + 1):
        curriculum(of, intake)
    for n in range(6):
        of.pupil(n, year=1 + n % 3, admitted_on=date(YEAR - 1 - n % 3, 8, 25))
    of.pupil(6, year=4, admitted_on=date(YEAR - 4, 8, 25))
    of.pupil(7, year=2, admitted_on=date(YEAR - 2, 8, 25))
    edit(desk, of.pupils[7], date(YEAR, 2, 1), status="academic_leave")
    of.pupil(8, year=1, admitted_on=date(YEAR, 8, 20))
    of.pupil(9, year=2, admitted_on=date(YEAR - 2, 8, 25))
    edit(desk, of.pupils[9], date(YEAR, 3, 3), status="expelled")
    of.pupil(10, year=4, admitted_on=date(YEAR - 6, 8, 25))
    edit(desk, of.pupils[10], date(YEAR - 2, 7, 1), status="graduated")
    return of


def year_of(desk: Desk, made: Student) -> int | None:
    return desk.store.load(Student, made.id).studies[0].year


def begun(desk: Desk, why: Why | None = None) -> Rollover:
    kept = rollover.of_year(desk.store, YEAR)
    seen = rollover.preview(desk, YEAR)
    return rollover.begin(desk, YEAR, kept.revision if kept else 0, seen, *ORDER, why or Why("көшіру"))


def job(store: Store) -> Id:
    row = store.rows("runs", {"kind": "rollover.run"}, sort=[("_id", -1)], limit=1)
    return str(row[0]["_id"])


def test_the_reckoning_names_everybody(store: Store) -> None:
    desk = worker(store, Role.head)
    school(desk)
    seen = rollover.preview(desk, YEAR)
    assert seen.contingent == 10
    assert seen.counts == {
        "moved": 6,
        "repeating": 0,
        "expelling": 0,
        "leave": 1,
        "final": 1,
        "fresh": 1,
        "already": 0,
        "left": 1,
        "unclear": 0,
    }
    assert sum(seen.counts.values()) == seen.contingent
    assert sum(seen.courses.values()) == 9 and seen.courses[4, Turn.final] == 1
    with pytest.raises(Forbidden):
        rollover.preview(worker(store, Role.registrar), YEAR)


def test_everybody_goes_once_and_what_hangs_on_the_year_follows(store: Store) -> None:
    desk = worker(store, Role.head)
    of = school(desk)
    kept = rollover.decide(desk, YEAR, 0, {(of.pupils[0].id, "st-0"): Turn.repeating}, Why("кеңес шешімі"))
    assert rollover.preview(desk, YEAR).counts["repeating"] == 1 and kept.repeating == ["st-0"]
    begun(desk)
    row = ended(store, job(store))
    assert row["state"] == "done", row["error"]
    doc = rollover.of_year(store, YEAR)
    assert doc and doc.state is RolloverState.done and doc.stood == []
    assert doc.facts == doc.counts and sum(doc.counts.values()) == doc.contingent == 10
    assert [year_of(desk, s) for s in of.pupils] == [1, 3, 4, 2, 3, 4, 4, 2, 1, 2, 4]
    moved = store.load(Student, of.pupils[1].id)
    [event] = [e for e in moved.events if e["command"].startswith(f"{doc.id}:move:")]
    assert event["effective"] == f"{YEAR}-09-01" and event["basis"]["number"] == "12-ж"
    assert moved.studies[0].curriculum and moved.studies[0].teacher == of.teachers[0].ref()
    assert moved.studies[0].group == of.pupils[1].studies[0].group
    # Plans of the new year for all who study in it: six of the old courses (one of them repeats), and the new intake.
    assert doc.plans == 7 == store.count("study_plans", {"year": YEAR})
    assert store.one("study_plans", {"study": "st-6"}) is None, "the last year waits for its order"
    assert doc.sections == 7 == store.count("sections", {"term.id": of.autumn.id, "kind": "individual"})
    assert {r["teacher"]["id"] for r in store.rows("sections", {})} == {of.teachers[0].id}
    assert row["result"]["without_teacher"] == 0 and row["result"]["stood"] == 0


def test_without_terms_the_year_begins_all_the_same(store: Store) -> None:
    desk = worker(store, Role.head)
    of = school(desk, terms=False)
    begun(desk)
    row = ended(store, job(store))
    assert row["state"] == "done" and row["result"]["no_terms"]
    doc = rollover.of_year(store, YEAR)
    assert doc and (doc.state, doc.plans, doc.sections) == (RolloverState.done, 0, 0)
    assert year_of(desk, of.pupils[1]) == 3


def test_while_one_is_undecided_nothing_begins(store: Store) -> None:
    desk = worker(store, Role.head)
    of = school(desk)
    nameless = of.pupil(20, year=None)
    beyond = of.pupil(21, year=5, admitted_on=date(YEAR - 4, 8, 25))
    cases = {c.study: c.why for c in rollover.undecided(desk, YEAR)}
    assert cases == {"st-20": "no_course", "st-21": "beyond"}
    with pytest.raises(RuleBroken) as e:
        begun(desk)
    assert (e.value.key, e.value.values["n"]) == ("rollover.not_whole", 2)
    kept = rollover.decide(
        desk, YEAR, 0, {(beyond.id, "st-21"): Turn.final, (nameless.id, "st-20"): Turn.moved}, Why("а")
    )
    assert {c.study: (c.turn, c.decided) for c in rollover.undecided(desk, YEAR)} == {
        "st-20": (Turn.unclear, "moved"), "st-21": (Turn.final, "final"),
    }, "a course that nobody knows cannot be decided away"  # fmt: skip
    edit(desk, nameless, date(YEAR, 8, 26), year=1)
    assert rollover.preview(desk, YEAR).counts["unclear"] == 0
    rollover.decide(desk, YEAR, kept.revision, {(nameless.id, "st-20"): None}, Why("а"))
    begun(desk)
    assert ended(store, job(store))["state"] == "done"
    assert (year_of(desk, nameless), year_of(desk, beyond)) == (2, 5)


def test_refusals(store: Store) -> None:
    desk = worker(store, Role.head)
    with pytest.raises(RuleBroken) as e:
        begun(desk)
    assert e.value.key == "rollover.nobody"
    of = school(desk)
    for wrong, key in (({}, "rollover.nothing_chosen"),
                       ({(of.pupils[0].id, "st-0"): Turn.left}, "rollover.not_by_hand"),
                       ({(of.pupils[9].id, "st-9"): Turn.repeating}, "rollover.not_in_contingent")):  # fmt: skip
        with pytest.raises(RuleBroken) as e:
            rollover.decide(desk, YEAR, 0, wrong, Why("а"))
        assert e.value.key == key
    seen = rollover.preview(desk, YEAR)
    with pytest.raises(Problems) as p:
        rollover.begin(desk, YEAR, 0, seen, "", None, date(YEAR, 3, 1), Why("а"))
    assert [x.field for x in p.value.problems] == ["order", "order_day", "day"]
    edit(desk, of.pupils[0], date(YEAR, 6, 30), status="transferred")
    with pytest.raises(RuleBroken) as e:
        rollover.begin(desk, YEAR + 2, 0, seen, *ORDER, Why("а"))
    assert e.value.key == "rollover.too_early"
    with pytest.raises(RuleBroken) as e:
        rollover.begin(desk, YEAR, 0, seen, *ORDER, Why("а"))
    assert e.value.key == "rollover.changed_since"
    with pytest.raises(RuleBroken) as e:
        rollover.go_on(desk, YEAR, Why("а"))
    assert e.value.key == "rollover.not_begun"
    begun(desk)
    ended(store, job(store))
    assert year_of(desk, of.pupils[1]) == 3
    kept = rollover.of_year(store, YEAR)
    assert kept
    for act in (
        lambda: rollover.begin(desk, YEAR, kept.revision, rollover.preview(desk, YEAR), *ORDER, Why("а")),
        lambda: rollover.go_on(desk, YEAR, Why("а")),
    ):
        with pytest.raises(RuleBroken) as e:
            act()
        assert e.value.key == "rollover.done_already"
    with pytest.raises(RuleBroken) as e:
        rollover.decide(desk, YEAR, kept.revision, {(of.pupils[1].id, "st-1"): Turn.repeating}, Why("а"))
    assert e.value.key == "rollover.begun_already"
    assert year_of(desk, of.pupils[1]) == 3


def laid(store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Id:
    with monkeypatch.context() as m:
        m.setattr(runner, "go", lambda store, id: None)
        begun(desk)
    return job(store)


def process(store: Store, id: Id, step: str, at: int, batch: int = 2) -> int:
    env = {**os.environ, **connection.environment(store)}
    command = [sys.executable, "-m", "tests.acts.rollover_made", id, step, str(at), str(batch)]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


@pytest.mark.parametrize("step", rollover_made.STEPS)
def test_killed_in_the_middle_it_goes_on_whole_and_once(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    desk = worker(store, Role.head)
    of = school(desk)
    id = laid(store, desk, monkeypatch)
    assert process(store, id, step, 2) == -9
    assert process(store, id, step, 3) == -9
    doc = rollover.of_year(store, YEAR)
    assert doc and doc.state is RolloverState.running and doc.cursor
    runner.look(store)
    assert ended(store, id)["state"] == "done"
    doc = rollover.of_year(store, YEAR)
    assert doc and doc.state is RolloverState.done and doc.facts == doc.counts and doc.stood == []
    assert [year_of(desk, s) for s in of.pupils] == [2, 3, 4, 2, 3, 4, 4, 2, 1, 2, 4]
    for made in of.pupils:
        events = store.load(Student, made.id).events
        raised = [c for e in events for c in e.get("changes", []) if c["field"].endswith(".year")]
        assert len(raised) == (1 if made in of.pupils[:6] else 0), made.number


def test_stopped_it_is_gone_on_with_by_a_button(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = worker(store, Role.head)
    of = school(desk)
    id = laid(store, desk, monkeypatch)
    assert process(store, id, "after", 1) == -9
    jobs.stop(desk, id)
    runner.look(store)
    assert ended(store, id)["state"] == "stopped"
    doc = rollover.of_year(store, YEAR)
    assert doc and doc.state is RolloverState.running
    again = rollover.go_on(desk, YEAR, Why("жалғастыру"))
    assert ended(store, again)["state"] == "done"
    assert [year_of(desk, s) for s in of.pupils[:6]] == [2, 3, 4, 2, 3, 4]


def test_two_processes_at_once_move_everybody_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = worker(store, Role.head)
    of = school(desk)
    laid(store, desk, monkeypatch)
    monkeypatch.setattr(work, "BATCH", 1)
    doc = rollover.of_year(store, YEAR)
    assert doc
    from core.jobs import rows
    from core.jobs.run import Run

    first = store.one("runs", {})
    assert first
    taken = rows.take(store, first)
    runs = [Run(store, taken or {}, desk) for _ in range(2)]
    told: list[Any] = []

    def go(run: Run) -> None:
        try:
            told.append(work._moved(run, doc.id))
        except OfficeError as e:
            told.append(e.key)

    threads = [threading.Thread(target=go, args=(r,)) for r in runs]
    for x in threads:
        x.start()
    for x in threads:
        x.join()
    assert True in told
    assert [year_of(desk, s) for s in of.pupils[:6]] == [2, 3, 4, 2, 3, 4], told


def test_two_people_press_the_button_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    head, senior = worker(store, Role.head), worker(store, Role.senior_registrar)
    of = school(head)
    seen, told = rollover.preview(head, YEAR), []

    def go(desk: Desk) -> None:
        try:
            rollover.begin(desk, YEAR, 0, seen, *ORDER, Why("көшіру"))
            told.append("begun")
        except OfficeError as e:
            told.append(e.key)

    threads = [threading.Thread(target=go, args=(d,)) for d in (head, senior)]
    for x in threads:
        x.start()
    for x in threads:
        x.join()
    assert told.count("begun") == 1 and store.count("rollovers", {}) == 1, told
    assert ended(store, job(store))["state"] == "done"
    assert [year_of(head, s) for s in of.pupils[:6]] == [2, 3, 4, 2, 3, 4]


def test_who_was_left_behind_is_listed_and_moved_when_it_goes_on(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = worker(store, Role.head)
    of = school(desk)
    id = laid(store, desk, monkeypatch)
    edit(desk, of.pupils[2], date(YEAR, 8, 29), year=None)  # between the press and the work somebody spoils a card
    edit(desk, of.pupils[3], date(YEAR, 8, 29), status="transferred")
    runner.go(store, id)
    row = ended(store, id)
    assert row["state"] == "done" and row["result"]["stood"] == 1
    doc = rollover.of_year(store, YEAR)
    assert doc and doc.state is RolloverState.running and doc.stood == ["st-2"]
    assert [(c.study, c.why) for c in rollover.still(desk, doc)] == [("st-2", "no_course")]
    assert doc.facts["left"] == doc.counts["left"] + 1 and sum(doc.facts.values()) == doc.contingent
    edit(desk, of.pupils[2], date(YEAR, 8, 30), year=3)
    assert ended(store, rollover.go_on(desk, YEAR, Why("толтырылды")))["state"] == "done"
    doc = rollover.of_year(store, YEAR)
    assert doc and doc.state is RolloverState.done and doc.stood == []
    assert [year_of(desk, s) for s in of.pupils[:6]] == [2, 3, 4, 2, 3, 4][:3] + [1, 3, 4]
    assert sum(a.moved for a in after(desk, doc)) == 5


def test_proposals_by_gpa_and_debts(store: Store) -> None:
    desk = worker(store, Role.head)
    of = school(desk)
    kept = rollover.decide(desk, YEAR, 0, {(of.pupils[2].id, "st-2"): Turn.repeating}, Why("а"))
    assert [c.study for c in rollover.proposed(desk, YEAR, None, None)] == ["st-2"]
    found = rollover.proposed(desk, YEAR, None, 0)
    assert {c.study for c in found} == {"st-0", "st-1", "st-2", "st-3", "st-4", "st-5", "st-6"}
    assert {c.study for c in rollover.proposed(desk, YEAR, Decimal("1.8"), None)} == {"st-2"}, "no GPA is no low GPA"
    assert {c.study for c in rollover.proposed(desk, YEAR, None, 0, 1)} >= {"st-0", "st-3"}
    with pytest.raises(StaleRevision):
        rollover.decide(desk, YEAR, kept.revision - 1, {(of.pupils[1].id, "st-1"): Turn.repeating}, Why("б"))


def test_advisers_of_groups_at_once(store: Store) -> None:
    desk = worker(store, Role.head)
    of = school(desk)
    one, two = of.teachers[1], of.teachers[2]
    [group] = rollover.groups(desk)
    assert (group.code, group.students, group.without) == (of.pupils[0].studies[0].group, 8, 8)
    why = Why("эдвайзерлерді бекіту")
    assert rollover.advise(desk, {group.code: one.id}, why) == 8
    [group] = rollover.groups(desk)
    assert group.without == 0 and group.advisers == ((one.ref(), 8),)
    with pytest.raises(RuleBroken) as e:
        rollover.advise(desk, {group.code: one.id}, Why("тағы"))
    assert e.value.key == "rollover.advisers_same"
    with pytest.raises(RuleBroken) as e:
        rollover.advise(desk, {}, Why("тағы"))
    assert e.value.key == "rollover.nothing_chosen"
    assert rollover.advise(desk, {group.code: two.id}, Why("ауыстыру")) == 8
    assert store.load(Student, of.pupils[9].id).studies[0].adviser is None, "who left has none"


def test_who_was_moved_up_already_is_not_moved_twice(store: Store) -> None:
    desk = worker(store, Role.head)
    of = school(desk)
    edit(desk, of.pupils[0], date(YEAR, 9, 1), year=2)  # by hand, before the passage was pressed
    edit(desk, of.pupils[1], date(YEAR, 9, 1), group="ОР-24-2")
    seen = rollover.preview(desk, YEAR)
    assert (seen.counts["already"], seen.counts["moved"]) == (1, 5) and sum(seen.counts.values()) == seen.contingent
    begun(desk)
    assert ended(store, job(store))["state"] == "done"
    doc = rollover.of_year(store, YEAR)
    assert doc and doc.facts == doc.counts
    assert [year_of(desk, s) for s in of.pupils[:6]] == [2, 3, 4, 2, 3, 4]
    assert store.one("study_plans", {"study": "st-0"}) is not None
