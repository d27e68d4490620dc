"""Individual lessons: given out from the class of a teacher, handed over with history, refused with words."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core import classes, load
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken, StaleRevision
from core.i18n import t
from core.load.reading import ACCOMPANIST
from core.tx import Tx
from schemas.base import LANGS
from schemas.reference import Person
from schemas.section import Section
from schemas.student import Student
from schemas.study_plan import StudyPlan
from schemas.term import Term
from schemas.words import LessonKind, LineState, Role
from tests.acts.class_kit import House, house
from tests.conftest import actor

DAY = date(2026, 10, 5)


def lessons(of: House, n: int = 3) -> list[Section]:
    """Students of the first teacher with their lessons."""
    for i in range(n):
        of.plan(of.pupil(i), of.special)
    found = classes.wanted(of.desk, of.autumn.id)
    assert classes.assign(of.desk, of.autumn.id, found, Why("жүктеме")) == n
    return [of.desk.store.load(Section, r["_id"]) for r in of.desk.store.rows("sections", {}, sort=[("code", 1)])]


def leave(of: House, n: int, **days) -> None:  # type: ignore[no-untyped-def]
    def work(tx: Tx) -> Person:
        return tx.save(tx.get(Person, of.teachers[n].id).model_copy(update=days))

    of.desk.transact("reference.edit", work, Why("демалыс"))


def test_a_lesson_for_everybody_registered_by_the_principal_teacher(head: Desk) -> None:
    of = house(head)
    first = of.pupil(1)
    of.plan(first, of.special, of.piano)
    second = of.pupil(2, of.teachers[1])
    of.plan(second, of.special)
    of.plan(of.pupil(3), of.special, state=LineState.dropped)
    found = classes.wanted(head, of.autumn.id)
    assert [(w.student.id, w.code, w.teacher.id if w.teacher else None, w.by) for w in found] == [
        (first.id, "PIANO", None, ""), (first.id, "SPEC", of.teachers[0].id, "principal"),
        (second.id, "SPEC", of.teachers[1].id, "principal"),
    ]  # fmt: skip
    with pytest.raises(RuleBroken) as e:
        classes.assign(head, of.autumn.id, found, Why("жүктеме"))
    assert e.value.key == "classes.no_teacher"
    ready, why = [w for w in found if w.teacher], Why("жүктеме")
    assert classes.assign(head, of.autumn.id, ready, why) == 2
    assert classes.assign(head, of.autumn.id, ready, Why("тағы")) == 0, "who has a lesson is left as he is"
    rows = head.store.rows("sections", {})
    assert len(rows) == 2 and {r["kind"] for r in rows} == {"individual"}
    assert {(r["teacher"]["id"], r["hours"], r["accompanist_hours"], r["department"]["id"]) for r in rows} == {
        (p.id, Decimal(32), Decimal(16), of.unit.id) for p in of.teachers[:2]
    }
    assert [w.code for w in classes.wanted(head, of.autumn.id)] == ["PIANO"]
    formation = head.store.one("formations", {"discipline.id": of.special.id})
    assert formation and len(formation["sections"]) == 2


def test_who_taught_her_before_is_proposed_again(head: Desk) -> None:
    of = house(head)
    student = of.pupil(1)
    of.plan(student, of.piano)
    [w] = classes.wanted(head, of.autumn.id)
    classes.assign(head, of.autumn.id, [replace(w, teacher=of.teachers[2].ref())], Why("а"))
    spring = of.terms[1]
    doc = head.store.one("study_plans", {})
    assert doc

    def work(tx: Tx) -> StudyPlan:
        plan = tx.get(StudyPlan, doc["_id"])
        line = plan.lines[0].model_copy(update={"id": "next", "term": spring.ref(), "term_code": spring.code})
        plan.lines = [*plan.lines, line]
        return tx.save(plan)

    head.transact("plan.choose", work, Why("а"))
    [w] = classes.wanted(head, spring.id)
    assert w.teacher == of.teachers[2].ref() and w.by == "previous"


def test_a_class_is_handed_over_with_history_and_the_principal_teacher(head: Desk) -> None:
    of = house(head)
    made = lessons(of)
    alone = of.pupil(9)  # of the class, without a lesson this term
    old, new, third = of.teachers
    to = {s.members[0].study: (new if n < 2 else third).id for n, s in enumerate(made)} | {"st-9": new.id}
    seen = {s.id: s.revision for s in made}
    classes.hand_over(head, of.autumn.id, old.id, to, DAY, Why("бала күтімі"), seen, students={"st-9": alone.id})
    for s in made:
        now = head.store.load(Section, s.id)
        assert now.teacher and now.teacher.id == to[s.members[0].study] and now.teacher_since == DAY
        [was] = now.taught
        assert was.teacher == old.ref() and was.until == DAY - timedelta(1) and was.reason == "бала күтімі"
        student = head.store.load(Student, s.members[0].student.id)
        assert student.studies[0].teacher == now.teacher
        assert [x["effective"] for x in classes.teachers_of(head, student.id, student.studies[0].id)] == ["2026-10-05"]
    assert head.store.load(Student, alone.id).studies[0].teacher == new.ref()
    plan = head.store.one("study_plans", {"study": made[0].members[0].study})
    assert plan and plan["teacher"]["id"] == new.id, "the new teacher sees the plan"
    mine = classes.of_teacher(head, new.id, of.autumn.id)
    assert len(mine.pupils) == 3 and {p.since for p in mine.pupils} == {DAY} and len(mine.sections) == 2
    before = classes.taught_before(head, old.id)
    assert len(before) == 3 and {r["until"] for r in before} == {"2026-10-04"}
    assert classes.of_teacher(head, old.id, of.autumn.id).pupils == ()


def test_hours_of_a_lesson_that_changed_hands_are_shared_by_weeks(head: Desk) -> None:
    of = house(head)
    made = lessons(of, 2)
    classes.change(head, made[0].id, made[0].revision, of.teachers[1].id, date(2026, 9, 29), Why("ауыстыру"))
    asked = load.scope_of(head, 2026, of.autumn.id)
    found = load.found(head, asked)
    by = {p.person.id: p for p in found.people}
    assert by[of.teachers[0].id].hours == {"individual": Decimal(32) + Decimal(8)}
    assert by[of.teachers[1].id].hours == {"individual": Decimal(24)}
    assert found.total == 2 * (32 + 16) == sum((p.total for p in found.people), Decimal(0)) + found.unmanned
    assert {n.kind for n in found.nobody} == {ACCOMPANIST} and found.unmanned == 32
    assert by[of.teachers[2].id].total == 0 and by[of.teachers[2].id].over == -300, "a norm and not an hour"
    year = load.found(head, load.scope_of(head, 2026))
    assert {p.norm for p in year.people} == {Decimal(600)}
    one = classes.change(head, made[1].id, made[1].revision, of.teachers[2].id, date(2026, 9, 1), Why("а"), True)
    assert one.accompanist == of.teachers[2].ref() and one.taught == []
    again = load.found(head, asked)
    assert {p.person.id: p.hours.get(ACCOMPANIST) for p in again.people}[of.teachers[2].id] == 16
    assert again.unmanned == 16 and again.total == 96


def test_a_student_who_left_loads_nobody(head: Desk) -> None:
    of = house(head)
    made = lessons(of, 2)

    def work(tx: Tx) -> Section:
        section = tx.get(Section, made[0].id)
        section.members = []
        return tx.save(section)

    head.transact("section.edit", work, Why("шықты"))
    found = load.found(head, load.scope_of(head, 2026, of.autumn.id))
    assert {p.person.id: p.total for p in found.people}[of.teachers[0].id] == 32


def test_a_teacher_on_leave_is_refused_by_name_and_day(head: Desk) -> None:
    of = house(head)
    made = lessons(of, 1)[0]
    leave(of, 1, away_from=date(2026, 9, 20), away_to=date(2026, 12, 1), away_why="бала күтімі")
    with pytest.raises(RuleBroken) as e:
        classes.change(head, made.id, made.revision, of.teachers[1].id, DAY, Why("а"))
    assert e.value.key == "classes.on_leave" and e.value.values["until"] == date(2026, 12, 1)
    assert all("01.12.2026" in t(e.value.key, lang, **e.value.values) for lang in LANGS)
    classes.change(head, made.id, made.revision, of.teachers[1].id, date(2026, 12, 2), Why("қайтты"))
    leave(of, 2, active=False)
    with pytest.raises(RuleBroken) as e:
        classes.change(head, made.id, made.revision + 1, of.teachers[2].id, date(2026, 12, 3), Why("а"))
    assert e.value.key == "classes.not_employed"
    leave(of, 0, away_from=date(2026, 9, 1), away_to=None)
    with pytest.raises(RuleBroken) as e:
        classes.change(head, made.id, made.revision + 1, of.teachers[0].id, date(2026, 12, 3), Why("а"))
    assert e.value.key == "classes.on_leave_open"


def test_one_on_leave_is_marked_in_the_proposal_and_refused_in_the_act(head: Desk) -> None:
    of = house(head)
    of.plan(of.pupil(1), of.special)
    leave(of, 0, away_from=date(2026, 8, 1), away_to=date(2027, 8, 1))
    [w] = classes.wanted(head, of.autumn.id)
    assert w.away and w.teacher == of.teachers[0].ref()
    with pytest.raises(RuleBroken) as e:
        classes.assign(head, of.autumn.id, [w], Why("а"))
    assert e.value.key == "classes.on_leave" and head.store.count("sections", {}) == 0


def test_an_accompanist_on_leave_is_not_proposed_and_refused_in_the_act(head: Desk) -> None:
    of = house(head)
    of.plan(of.pupil(1), of.special)
    [w] = classes.wanted(head, of.autumn.id)
    leave(of, 2, away_from=date(2026, 8, 1), away_to=date(2027, 8, 1))
    with pytest.raises(RuleBroken) as e:
        classes.assign(head, of.autumn.id, [replace(w, accompanist=of.teachers[2].ref())], Why("а"))
    assert e.value.key == "classes.on_leave" and head.store.count("sections", {}) == 0
    assert classes.assign(head, of.autumn.id, [replace(w, accompanist=of.teachers[1].ref())], Why("а")) == 1
    found = load.found(head, load.scope_of(head, 2026, of.autumn.id))
    assert {p.person.id: p.hours for p in found.people}[of.teachers[1].id] == {ACCOMPANIST: Decimal(16)}
    spring = of.terms[1]
    doc = head.store.one("study_plans", {})
    assert doc

    def next_term(tx: Tx) -> StudyPlan:
        plan = tx.get(StudyPlan, doc["_id"])
        line = plan.lines[0].model_copy(update={"id": "next", "term": spring.ref(), "term_code": spring.code})
        plan.lines = [*plan.lines, line]
        return tx.save(plan)

    head.transact("plan.choose", next_term, Why("а"))
    [again] = classes.wanted(head, spring.id)
    assert again.accompanist == of.teachers[1].ref(), "who accompanied her before is proposed again"
    leave(of, 1, away_from=date(2026, 12, 1), away_to=None)
    [again] = classes.wanted(head, spring.id)
    assert again.accompanist is None and again.teacher and not again.away


def test_refusals(head: Desk) -> None:
    of = house(head)
    made = lessons(of, 2)
    old, new = of.teachers[0].id, of.teachers[1].id
    seen = {s.id: s.revision for s in made}
    study = made[0].members[0].study
    with pytest.raises(Problems) as p:
        classes.change(head, made[0].id, made[0].revision, new, DAY, Why())
    assert p.value.problems[0].key == "errors.field.reason_missing"
    for to, key in (({}, "classes.nobody_chosen"), ({study: old}, "classes.to_himself")):
        with pytest.raises(RuleBroken) as e:
            classes.hand_over(head, of.autumn.id, old, to, DAY, Why("а"), seen)
        assert e.value.key == key
    with pytest.raises(RuleBroken) as e:
        classes.hand_over(head, of.autumn.id, old, {"st-x": new}, DAY, Why("а"), seen, principal=False)
    assert e.value.key == "classes.nothing_to_change"
    with pytest.raises(StaleRevision):
        classes.hand_over(head, of.autumn.id, old, {study: new}, DAY, Why("а"), {made[0].id: 99})
    with pytest.raises(Forbidden):
        classes.change(Desk(actor(Role.department), head.store), made[0].id, 1, new, DAY, Why("а"))
    with pytest.raises(Forbidden):
        classes.change(Desk(actor(Role.registrar, faculty="other"), head.store), made[0].id, 1, new, DAY, Why("а"))
    with pytest.raises(RuleBroken) as e:
        classes.assign(head, of.autumn.id, [], Why("а"))
    assert e.value.key == "classes.nobody_chosen"

    def close(tx: Tx) -> Term:
        return tx.save(tx.get(Term, of.autumn.id).model_copy(update={"closed": date(2026, 12, 25)}))

    head.transact("reference.edit", close, Why("жабу"))
    with pytest.raises(RuleBroken) as e:
        classes.change(head, made[0].id, made[0].revision, new, DAY, Why("а"))
    assert e.value.key == "calendar.term_closed"


def test_two_people_handing_over_the_same_lesson_at_once(head: Desk, senior: Desk) -> None:
    of = house(head)
    [made] = lessons(of, 1)
    told: list[str] = []

    def run(desk: Desk, person: Person) -> None:
        try:
            classes.change(desk, made.id, made.revision, person.id, DAY, Why("а"))
            told.append("done")
        except OfficeError as e:
            told.append(e.key)

    threads = [threading.Thread(target=run, args=x) for x in ((head, of.teachers[1]), (senior, of.teachers[2]))]
    for x in threads:
        x.start()
    for x in threads:
        x.join()
    assert sorted(told) == ["done", "errors.stale_revision"]
    assert len(head.store.load(Section, made.id).taught) == 1


def test_two_people_giving_out_the_same_lessons_at_once_make_each_once(head: Desk, senior: Desk) -> None:
    of = house(head)
    for i in range(4):
        of.plan(of.pupil(i), of.special)
    found = classes.wanted(head, of.autumn.id)
    told: list[object] = []

    def run(desk: Desk) -> None:
        try:
            told.append(classes.assign(desk, of.autumn.id, found, Why("а")))
        except OfficeError as e:
            told.append(e.key)

    threads = [threading.Thread(target=run, args=(d,)) for d in (head, senior)]
    for x in threads:
        x.start()
    for x in threads:
        x.join()
    rows = head.store.rows("sections", {"kind": LessonKind.individual.value})
    assert len(rows) == 4 and len({r["members"][0]["study"] for r in rows}) == 4, told


def test_a_norm_stands_only_beside_hours_that_are_all_seen(head: Desk) -> None:
    of = house(head)
    made = lessons(of, 1)[0]
    teacher, beside, _ = of.teachers
    classes.change(head, made.id, made.revision, beside.id, date(2026, 9, 1), Why("а"), accompanist=True)

    def norms(desk: Desk, department: str | None = None) -> dict[str, Decimal | None]:
        found = load.found(desk, load.scope_of(desk, 2026, of.autumn.id, department))
        return {p.person.id: p.norm for p in found.people if p.total}

    assert norms(head) == {teacher.id: 300, beside.id: 300} == norms(head, of.unit.id)
    own = Desk(actor(Role.teacher, teacher=teacher.id), head.store)
    assert norms(own) == {teacher.id: 300, beside.id: None}, "of the accompanist he sees his own lessons only"


def test_the_files_of_the_load(head: Desk) -> None:
    from tests.acts.test_transcripts import own_office

    of = house(head)
    made = lessons(of, 2)
    classes.change(head, made[0].id, made[0].revision, of.teachers[1].id, date(2026, 9, 29), Why("ауыстыру"))
    asked = load.scope_of(head, 2026, of.autumn.id, of.unit.id)
    found = load.found(head, asked)
    for lang in LANGS:
        assert load.xlsx(head, asked, found, lang).startswith(b"PK")
        assert len(load.rows(found, lang)) == 3
    with pytest.raises(RuleBroken) as e:
        load.paper(head, asked, found, of.unit.name, "kk")
    assert e.value.key == "transcripts.no_office"
    own_office(head)
    for lang in LANGS:
        assert load.paper(head, asked, found, of.unit.name, lang).startswith(b"%PDF")
    other = load.found(head, load.scope_of(head, 2026, of.autumn.id, of.other.id))
    assert other.people == () and other.total == 0
