"""Streams, groups, subgroups against a real database: formed from plans, moved by two people at once, kept whole."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core import grouping, house, jobs, sections, sheets
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken, StaleRevision
from core.grouping import forming, steps
from core.grouping.seats import Lot
from core.jobs import runner
from core.jobs.run import Run
from core.kinds.acts import make
from core.tx import Tx
from schemas.base import new_id
from schemas.kinds import Sort
from schemas.reference import Person
from schemas.section import Section
from schemas.term import Term
from schemas.timetable import Lesson
from schemas.words import LessonKind, PlanReason, Role, StudyLanguage
from tests.acts.grouping_kit import DEPARTMENT, F1, F2, REASON, TEACHER, Place, put, sheet_of, why
from tests.acts.job_kit import worker
from tests.conftest import actor


@pytest.fixture
def place(head: Desk) -> Place:
    return Place(head)


def test_needs_are_counted_and_classes_formed_with_streams(place: Place) -> None:
    of = place.discipline(lecture_hours=Decimal(15), class_hours=Decimal(30), accompanist_hours=Decimal(10))
    for group in "ABCD":
        place.register(of, 20, group)
    lines = grouping.needs(place.desk, place.term.id)
    assert [(x.code, x.wanted.lot.kind.value, x.wanted.words, x.wanted.made, x.wanted.unplaced) for x in lines] == [
        ("SOL", "stream", "80 / 60 → 2", 0, 80), ("SOL", "group", "80 / 25 → 4", 0, 80),
    ]  # fmt: skip
    made = place.form(of)
    assert [(s.code, len(s.members), s.graded) for s in made] == [
        ("2026-1-SOL-G01", 20, True), ("2026-1-SOL-G02", 20, True), ("2026-1-SOL-G03", 20, True),
        ("2026-1-SOL-G04", 20, True), ("2026-1-SOL-L01", 40, False), ("2026-1-SOL-L02", 40, False),
    ]  # fmt: skip
    streams = {s.id: s for s in made if s.kind is LessonKind.stream}
    for s in made[:4]:
        assert s.parent and {m.study for m in s.members} <= {m.study for m in streams[s.parent.id].members}
        assert (s.hours, s.accompanist_hours, s.capacity, s.least, s.group) == (30, 10, 30, 10, s.group)
        assert s.faculty == F1 and s.language is StudyLanguage.kk and len(s.group) == 1
    assert [s.hours for s in streams.values()] == [15, 15]
    again = grouping.needs(place.desk, place.term.id)
    assert [(x.wanted.made, x.wanted.unplaced) for x in again] == [(2, 0), (4, 0)]
    formation = place.store.one("formations", {})
    assert formation is not None and len(formation["sections"]) == 6
    assert [n["parts"] for n in formation["needs"]][1] == {f"1 · {g}": 20 for g in "ABCD"}
    assert [r["code"] for r in sections.without_sheet(place.desk)] == [s.code for s in made[:4]]
    with pytest.raises(RuleBroken, match="all_placed"):
        place.form(of)


def test_late_ones_join_what_stands(place: Place) -> None:
    of, first, second = place.groups()
    late = place.register(of, 1, "A", PlanReason.repeat, course=3)
    made = place.form(of)
    assert [len(s.members) for s in made] == [16, 15]
    assert late[0].id in [m.student.id for m in made[0].members]


def test_too_few_need_a_reason(place: Place) -> None:
    of = place.discipline()
    place.register(of, 4)
    with pytest.raises(RuleBroken, match="few_left"):
        place.form(of)
    with pytest.raises(Problems, match="problems"):
        grouping.form(place.desk, place.term.id, [of.id], Why(), small=True)
    assert [len(s.members) for s in place.form(of, small=True)] == [4]


def test_a_kind_of_class_without_a_norm_is_named(place: Place) -> None:
    of = place.discipline()
    place.register(of, 12)
    norm = next(k for k in house.entries(Sort.norm) if k.code == "group")
    place.desk.transact(
        "kind.edit", lambda tx: make(tx, norm.model_copy(deep=True, update={
            "id": new_id(), "version": 2, "retired": True, "revision": 0, "effective": date(2021, 1, 1)}), 1), why(),
    )  # fmt: skip
    house.refresh(place.store)
    with pytest.raises(RuleBroken, match="no_norm"):
        grouping.needs(place.desk, place.term.id)


def test_individual_lessons_take_the_teacher_of_the_student(place: Place) -> None:
    own = place.discipline("DOM", LessonKind.individual, department=DEPARTMENT)
    place.register(own, 2)
    other = place.discipline("PIA", LessonKind.individual, department=F2)
    place.register(other, 1)
    assert [(len(s.members), s.teacher and s.teacher.id, s.capacity) for s in place.form(own)] == [(1, "p1", 1)] * 2
    assert [s.teacher for s in place.form(other)] == [None]


def test_a_teacher_on_leave_is_not_given_lessons(place: Place) -> None:
    of = place.discipline("DOM", LessonKind.individual)
    place.register(of, 1)

    def leave(tx: Tx) -> Person:
        person = tx.get(Person, "p1", scoped=False)
        person.away_from, person.away_to, person.away_why = date(2026, 8, 1), date(2027, 8, 1), "бала күтімі"
        return tx.save(person)

    place.desk.transact("reference.edit", leave, why())
    done = grouping.form(place.desk, place.term.id, [of.id], why())
    assert (done.sections, done.away) == (1, ["Ахметова С"])
    made = place.of(of)[0]
    assert made.teacher is None
    with pytest.raises(RuleBroken, match="on_leave"):
        grouping.edit(place.desk, made.id, made.revision, {"teacher": TEACHER}, why())


def test_the_office_s_number_needs_a_reason_and_must_hold_everybody(place: Place) -> None:
    of = place.discipline()
    place.register(of, 35)
    lot = Lot(LessonKind.group, StudyLanguage.kk, None, 1)
    with pytest.raises(Problems) as e:
        grouping.set_count(place.desk, place.term.id, of.id, lot, 3, Why())
    assert [p.key for p in e.value.problems] == ["errors.field.reason_missing"]
    with pytest.raises(Problems) as e:
        grouping.set_count(place.desk, place.term.id, of.id, lot, 1, why())
    assert [(p.field, p.key) for p in e.value.problems] == [("count", "sections.count_too_small")]
    grouping.set_count(place.desk, place.term.id, of.id, lot, 3, why())
    one = grouping.needs(place.desk, place.term.id, of.id)[0].wanted
    assert (one.computed, one.chosen, one.reason) == (2, 3, REASON)
    assert [len(s.members) for s in place.form(of)] == [12, 12, 11]
    grouping.set_count(place.desk, place.term.id, of.id, lot, 2, Why("нормаға оралу"))
    assert grouping.needs(place.desk, place.term.id, of.id)[0].wanted.reason == ""
    with pytest.raises(RuleBroken, match="nobody_registered"):
        grouping.set_count(place.desk, place.term.id, of.id, Lot(LessonKind.stream), 2, why())


def test_a_student_moves_with_his_stream(place: Place) -> None:
    of = place.discipline(lecture_hours=Decimal(15))
    for group in "ABCD":
        place.register(of, 20, group)
    place.form(of)
    groups = place.of(of, LessonKind.group)
    here = groups[0]
    there = next(g for g in groups if g.parent and here.parent and g.parent.id != here.parent.id)
    who = here.members[0]
    place.move(here, there, [who.student.id])
    for stream in place.of(of, LessonKind.stream):
        inside = who.study in {m.study for m in stream.members}
        assert inside is (there.parent is not None and stream.id == there.parent.id)
    one, two = place.of(of, LessonKind.stream)
    with pytest.raises(RuleBroken, match="move_in_groups"):
        place.move(one, two, [one.members[0].student.id])


def test_two_people_move_the_same_student(place: Place, senior: Desk) -> None:
    of, first, second = place.groups()
    who = first.members[0].student.id
    place.move(first, second, [who])
    with pytest.raises(StaleRevision) as e:
        place.move(first, second, [who], senior)
    assert e.value.key == "sections.moved_meanwhile"
    assert [len(s.members) for s in place.of(of)] == [14, 16]


def test_two_people_place_the_same_student_at_the_same_moment(place: Place, senior: Desk) -> None:
    """Into two different lists, so that neither list alone would notice: the formation is the guard."""
    of, first, second = place.groups()
    late = place.register(of, 1, "C")[0]
    said: list[str] = []

    def run(desk: Desk, section: Section) -> None:
        try:
            grouping.enlist(desk, section.id, section.revision, [(late.id, late.studies[0].id)], Why())
            said.append("done")
        except OfficeError as e:
            said.append(e.key)

    both = [threading.Thread(target=run, args=x) for x in ((place.desk, first), (senior, second))]
    for t in both:
        t.start()
    for t in both:
        t.join()
    assert sorted(said) == ["done", "sections.twice"]
    assert sum(len(s.members) for s in place.of(of)) == 31


def test_twice_capacity_other_class_not_in_the_list(place: Place) -> None:
    of, first, second = place.groups()
    inside = first.members[0]
    with pytest.raises(RuleBroken, match="twice"):
        grouping.enlist(place.desk, second.id, second.revision, [(inside.student.id, inside.study)], why())
    with pytest.raises(RuleBroken, match="not_in_list"):
        place.move(second, first, [inside.student.id])
    with pytest.raises(RuleBroken, match="over_capacity"):
        grouping.edit(place.desk, second.id, second.revision, {"capacity": 10}, why())
    second = grouping.edit(place.desk, second.id, second.revision, {"capacity": 15}, why())
    with pytest.raises(RuleBroken, match="over_capacity"):
        place.move(first, second, [inside.student.id])
    other = place.discipline("GAR")
    elsewhere = grouping.enter(
        place.desk, {"code": "X", "term": place.term.ref(), "discipline": other.ref(), "kind": "group"}, Why()
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="other_class"):
        place.move(first, elsewhere, [inside.student.id])


def test_who_is_not_registered_comes_with_a_reason(place: Place) -> None:
    of, first, _ = place.groups()
    stranger = place.register(place.discipline("GAR"), 1)[0]
    pair = [(stranger.id, stranger.studies[0].id)]
    with pytest.raises(RuleBroken, match="not_registered"):
        grouping.enlist(place.desk, first.id, first.revision, pair, Why())
    first = grouping.enlist(place.desk, first.id, first.revision, pair, why())
    assert len(first.members) == 16
    with pytest.raises(RuleBroken, match="nothing_changed"):
        grouping.enlist(place.desk, first.id, first.revision, pair, why())
    first = grouping.delist(place.desk, first.id, first.revision, [stranger.id], why())
    assert len(first.members) == 15


def test_a_sheet_freezes_its_list(place: Place) -> None:
    of, first, second = place.groups()
    number = sheet_of(place, first)
    who = first.members[0]
    first = place.of(of)[0]
    for wrong in (
        lambda: place.move(first, second, [who.student.id]),
        lambda: grouping.delist(place.desk, first.id, first.revision, [who.student.id], why()),
        lambda: grouping.split(place.desk, first.id, first.revision, [who.student.id], why()),
        lambda: grouping.join(
            place.desk, second.id, first.id, {first.id: first.revision, second.id: second.revision}, why()
        ),
    ):
        with pytest.raises(RuleBroken, match="on_sheet") as e:
            wrong()
        assert e.value.values["number"] == number
    sheet = place.store.rows("grade_sheets", {})[0]
    sheets.cancel(place.desk, sheet["_id"], sheet["revision"], why())
    place.move(first, second, [who.student.id])


def test_leaving_a_discipline_leaves_its_classes_but_not_its_sheet(place: Place) -> None:
    of = place.discipline(lecture_hours=Decimal(15))
    place.register(of, 20)
    group = next(s for s in place.form(of) if s.kind is LessonKind.group)
    first, second = group.members[:2]
    left: list[steps.Left] = []

    def leave(member: Any) -> Callable[[Tx], Term]:
        def work(tx: Tx) -> Term:
            left.extend(grouping.leave_steps(tx, [(member.student.id, member.study, place.term.id, of.id)]).values())
            return tx.get(Term, place.term.id, scoped=False)

        return work

    place.desk.transact("plan.choose", leave(first), why())
    assert [len(s.members) for s in place.of(of)] == [19, 19]
    assert (len(left[0].sections), left[0].kept) == (2, [])
    number = sheet_of(place, place.of(of, LessonKind.group)[0])
    place.desk.transact("plan.choose", leave(second), why())
    assert [len(s.members) for s in place.of(of)] == [19, 19]
    assert [(s.code, n) for s, n in left[-1].kept] == [(group.code, number)]


def test_split_and_join(place: Place) -> None:
    of, first, second = place.groups()
    ids = [m.student.id for m in first.members]
    with pytest.raises(RuleBroken, match="split_some"):
        grouping.split(place.desk, first.id, first.revision, ids, why())
    third = grouping.split(place.desk, first.id, first.revision, ids[:7], why())
    assert third.code == "2026-1-SOL-G03"
    assert sorted(len(s.members) for s in place.of(of)) == [7, 8, 15]
    first, second, third = place.of(of)
    grouping.join(place.desk, first.id, third.id, {first.id: first.revision, third.id: third.revision}, why())
    assert [(len(s.members), bool(s.closed)) for s in place.of(of)] == [(15, False), (15, False), (0, True)]
    third = place.of(of)[2]
    with pytest.raises(RuleBroken, match="dissolved"):
        grouping.enlist(place.desk, third.id, third.revision, [(ids[0], "st000")], why())
    first, second, _ = place.of(of)
    grouping.edit(place.desk, first.id, first.revision, {"capacity": 20}, why())
    with pytest.raises(RuleBroken, match="over_capacity"):
        grouping.join(
            place.desk, first.id, second.id, {first.id: first.revision + 1, second.id: second.revision}, why()
        )


def test_a_stream_is_split_and_joined_by_whole_groups(place: Place) -> None:
    of = place.discipline(lecture_hours=Decimal(15))
    for group in "AB":
        place.register(of, 20, group)
    place.form(of)
    stream, groups = place.of(of, LessonKind.stream)[0], place.of(of, LessonKind.group)
    with pytest.raises(RuleBroken, match="move_in_groups"):
        grouping.split(place.desk, stream.id, stream.revision, [groups[0].members[0].student.id], why())
    new = grouping.split(place.desk, stream.id, stream.revision, [m.student.id for m in groups[0].members], why())
    assert [g.parent and g.parent.id for g in place.of(of, LessonKind.group)] == [new.id, stream.id]
    old, new = place.of(of, LessonKind.stream)
    grouping.join(place.desk, old.id, new.id, {old.id: old.revision, new.id: new.revision}, why())
    assert [g.parent and g.parent.id for g in place.of(of, LessonKind.group)] == [stream.id, stream.id]
    assert [len(s.members) for s in place.of(of, LessonKind.stream)] == [40, 0]


def test_only_a_small_section_is_dissolved_and_nothing_hangs_on_it(place: Place) -> None:
    of, first, second = place.groups()
    with pytest.raises(RuleBroken, match="not_small"):
        grouping.close(place.desk, first.id, first.revision, why())
    place.move(first, second, [m.student.id for m in first.members[:9]])
    first = place.of(of)[0]
    lesson = put(place.desk, Lesson(
        term=first.term, section=first.ref(), discipline=first.discipline, weekday="1", starts="09:00", ends="09:50",
    ))  # fmt: skip
    with pytest.raises(RuleBroken, match="has_lessons"):
        grouping.close(place.desk, first.id, first.revision, why())

    def out(tx: Tx) -> Lesson:
        found = tx.get(Lesson, lesson.id, scoped=False)
        found.active = False
        return tx.save(found)

    place.desk.transact("reference.edit", out, why())
    closed = grouping.close(place.desk, first.id, first.revision, why())
    assert (closed.members, bool(closed.closed)) == ([], True)
    assert grouping.needs(place.desk, place.term.id, of.id)[0].wanted.unplaced == 6


def test_a_section_of_a_closed_term_never_changes(place: Place) -> None:
    of, first, second = place.groups()

    def shut(tx: Tx) -> Term:
        term = tx.get(Term, place.term.id)
        term.closed = date(2027, 1, 15)
        return tx.save(term)

    place.desk.transact("term.close", shut, why())
    who = [first.members[0].student.id]
    for wrong in (
        lambda: place.move(first, second, who),
        lambda: grouping.delist(place.desk, first.id, first.revision, who, why()),
        lambda: grouping.enlist(place.desk, first.id, first.revision, [(who[0], "x")], why()),
        lambda: grouping.split(place.desk, first.id, first.revision, who, why()),
        lambda: grouping.close(place.desk, first.id, first.revision, why()),
        lambda: grouping.edit(place.desk, first.id, first.revision, {"capacity": 29}, why()),
        lambda: grouping.form(place.desk, place.term.id, [of.id], why()),
        lambda: grouping.set_count(place.desk, place.term.id, of.id, Lot(LessonKind.group), 2, why()),
        lambda: grouping.enter(
            place.desk, {"code": "N", "term": place.term.ref(), "discipline": of.ref(), "kind": "group"}, why()
        ),
    ):
        with pytest.raises(RuleBroken, match="term_closed"):
            wrong()


def test_facts_of_a_section(place: Place) -> None:
    of, first, _ = place.groups()
    with pytest.raises(Problems) as e:
        grouping.edit(place.desk, first.id, first.revision, {"kind": "subgroup"}, why())
    assert [(p.field, p.key) for p in e.value.problems] == [("kind", "sections.fixed")]
    with pytest.raises(RuleBroken, match="nothing_changed"):
        grouping.edit(place.desk, first.id, first.revision, {"capacity": 30}, why())
    first = grouping.edit(place.desk, first.id, first.revision, {"teacher": TEACHER, "group": "ФП-26"}, why())
    assert (first.teacher, first.group) == (TEACHER, "ФП-26")
    with pytest.raises(Problems) as e:
        grouping.edit(place.desk, first.id, first.revision, {"teacher": None}, why())
    assert [p.key for p in e.value.problems] == ["sections.teacher_by_day"]
    with pytest.raises(StaleRevision) as stale:
        grouping.edit(place.desk, first.id, 1, {"capacity": 28}, why())
    assert {c["field"] for c in stale.value.values["theirs"]} == {"teacher", "group"}


def test_rights_and_reach(place: Place) -> None:
    of = place.discipline()
    place.register(of, 12, "A", faculty=F1)
    place.register(of, 12, "B", faculty=F2)
    mine = Desk(actor(Role.registrar, faculty="f1"), place.store)
    assert [x.wanted.enrolled for x in grouping.needs(mine, place.term.id)] == [12]
    grouping.form(mine, place.term.id, [of.id], why())
    assert [(s.faculty, len(s.members)) for s in place.of(of)] == [(F1, 12)]
    assert [len(s.members) for s in place.form(of)] == [24], "the head places the others, where there is room"
    values = {"code": "F2", "term": place.term.ref(), "discipline": of.ref(), "kind": "subgroup", "faculty": F2}
    other = grouping.enter(place.desk, values, why())
    pair = (place.people[-1].id, place.people[-1].studies[0].id)
    other = grouping.enlist(place.desk, other.id, other.revision, [pair], why())
    with pytest.raises(Forbidden):
        grouping.delist(mine, other.id, other.revision, [other.members[0].student.id], why())
    for role in (Role.teacher, Role.department, Role.auditor, Role.management):
        with pytest.raises(Forbidden):
            grouping.form(Desk(actor(role), place.store), place.term.id, [of.id], why())
    teacher = Desk(actor(Role.teacher, teacher="p1"), place.store)
    assert grouping.needs(teacher, place.term.id) == []


def test_a_whole_term_is_a_job_that_stops_and_goes_on(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forming, "BATCH", 1)
    monkeypatch.setattr(runner, "go", lambda store, id: None)
    wanted = [place.discipline(f"D{n}") for n in range(3)]
    for of in wanted:
        place.register(of, 12)
    few = place.discipline("FEW")
    place.register(few, 3)
    desk = worker(place.store, Role.senior_registrar)
    id = jobs.begin(desk, "sections.form", {"term": place.term.id, "small": False}, why())
    asked = iter([False, False, True])
    real = Run.stopped

    def stops(self: Run) -> bool:
        self.heard = next(asked, False)
        return self.heard

    monkeypatch.setattr(Run, "stopped", stops)
    runner.carry_out(place.store, id)
    first = place.store.one("runs", {"_id": id})
    assert first is not None and (first["state"], first["result"]["sections"]) == ("stopped", 1), first["error"]
    monkeypatch.setattr(Run, "stopped", real)
    again = jobs.begin(desk, "sections.form", {"term": place.term.id, "small": False}, Why("тағы"))
    runner.carry_out(place.store, again)
    row = place.store.one("runs", {"_id": again})
    assert row is not None and row["state"] == "done", row["error"]
    assert row["result"] == {"sections": 2, "placed": 24, "left": 3, "away": []}
    assert place.store.count("sections", {}) == 3
