"""The exam timetable against a real database: planned, brought in, proposed, published, changed on a basis."""

from __future__ import annotations

import io
import threading
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest

from core import exams, export, house, kinds, students, timetable
from core.busy import clock_of
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, OfficeError, Problems, RuleBroken, StaleRevision
from core.exams import admission, paper, table, work
from core.exams.reading import of_section, of_sections
from core.holds import acts as holds
from core.imports.reading import read
from core.timetable import bringing
from schemas.base import Basis, Ref, Text
from schemas.discipline import Discipline
from schemas.exam import Exam, ExamState
from schemas.kinds import Sort
from schemas.section import Member, Section
from schemas.student import Name, Profile, StudyProfile
from schemas.term import Term
from schemas.user import User
from schemas.words import Control, LessonKind, Role
from tests.acts.exam_kit import MONDAY, Session
from tests.acts.job_kit import ended, worker
from tests.acts.timetable_kit import Office, of, on, put, values
from tests.conftest import actor

NOW = date(2026, 11, 23)
BASIS = Basis(kind="қызметтік жазба", number="7", day=NOW)


@pytest.fixture
def office(head: Desk) -> Session:
    return Session(on(head, NOW))


def keys(e: pytest.ExceptionInfo[Problems]) -> list[tuple[str, str]]:
    return [(p.field, p.key) for p in e.value.problems]


def plan(office: Session, section: Any, why: str = "кесте", **wish: Any) -> Exam:
    return exams.plan(office.desk, section.id, office.wish(**wish), Why(why))


def test_an_exam_takes_teacher_and_length_and_its_entry_stands_on_the_term(office: Session) -> None:
    made = plan(office, office.a)
    assert [p.id for p in made.examiners] == ["p1"] and made.minutes == 120 and made.ends == "11:00"
    assert made.state is ExamState.draft and made.faculty and made.faculty.id == "f1"
    entry = office.desk.store.one("audit_events", {"action": "exam.plan"})
    assert entry and entry["subject"] == {"kind": "terms", "id": "t1", "label": office.term.label().kk}
    alone = office.section("I", office.people[1], office.students[2:], kind=LessonKind.individual)
    assert plan(office, alone, room=1, day=MONDAY + timedelta(3)).minutes == 20


def test_a_sitting_of_a_commission_stands_in_the_way_of_an_exam(office: Session) -> None:
    made, met = office.sat(MONDAY), "sittings.taken_by_sitting"
    with pytest.raises(Problems) as e:
        plan(office, office.a)
    assert keys(e) == [("room", met), ("examiners", met), ("starts", met)]
    with pytest.raises(Problems) as e:  # the student alone
        plan(office, office.b, room=1)
    assert [(p.field, p.values["who"]) for p in e.value.problems] == [("starts", office.students[0].ref().label)]
    assert plan(office, office.a, starts="10:30").state is ExamState.draft
    found = work.proposal(office.desk, office.term, None)
    at = [(p.day, p.starts, p.starts + p.wanted.minutes) for p in found.placed if p.wanted.section.id == office.b.id]
    assert at and all(day != MONDAY or ends <= 570 or starts >= 630 for day, starts, ends in at)
    row = read("e.xlsx", file(["B", f"{MONDAY:%d.%m.%Y}", "09:00", "60", "102", ""]))
    assert [p.key for p in table.plan(office.desk, office.term, row).problems] == [met]
    with pytest.raises(Problems):
        work.put_in(office.desk, office.term, [work.Wish(office.b.id, office.wish(room=1, minutes=60))], Why("к"),
                    "exam.propose")  # fmt: skip
    put(office.desk, made.model_copy(update={"id": "again", "revision": 0, "starts": "11:00"}))
    with pytest.raises(Problems):  # it was placed meanwhile
        exams.publish(office.desk, office.term.id, None, Why("кесте"))


def test_a_double_click_is_one_exam_and_a_section_has_but_one(office: Session) -> None:
    why = Why("кесте")
    first = exams.plan(office.desk, office.a.id, office.wish(), why)
    assert exams.plan(office.desk, office.a.id, office.wish(), why).id == first.id
    with pytest.raises(RuleBroken, match="planned_already"):
        plan(office, office.a, day=MONDAY + timedelta(3))
    exams.cancel(office.desk, first.id, first.revision, Why("қате"))
    assert plan(office, office.a, day=MONDAY + timedelta(3)).id != first.id


def test_room_examiner_and_student_are_refused_beside_their_fields(office: Session) -> None:
    plan(office, office.a)
    c = office.c()
    with pytest.raises(Problems) as e:
        plan(office, c, starts="10:00", examiners=[office.people[0].ref()])
    assert sorted(keys(e)) == [
        ("examiners", "exams.taken_examiner"), ("room", "exams.taken_room"), ("starts", "exams.taken_student"),
    ]  # fmt: skip
    with pytest.raises(Problems) as e:
        plan(office, office.b, room=1)
    assert keys(e) == [("starts", "exams.taken_student")] and e.value.problems[0].values["who"].kk == "Студент0 А"
    assert office.desk.store.count("exams", {}) == 1


def test_too_little_rest_is_told_by_name_and_allowed_with_a_reason(office: Session) -> None:
    plan(office, office.a)
    near = office.wish(day=MONDAY + timedelta(1), room=1)
    with pytest.raises(RuleBroken, match="too_near") as told:
        exams.plan(office.desk, office.b.id, near, Why("кесте"))
    assert told.value.values == {"n": 1, "rest": 1, "names": "Студент0 А (Пән B)"}
    with pytest.raises(Problems) as e:
        exams.plan(office.desk, office.b.id, near, Why(""), near_too=True)
    assert keys(e) == [("reason", "errors.reason_missing")]
    exams.plan(office.desk, office.b.id, near, Why("оқытушы іссапарда"), near_too=True)
    assert len(exams.term_clashes(office.desk, office.term)[1]) == 1


def test_the_rest_is_a_setting_of_the_house(office: Session) -> None:
    plan(office, office.a)
    with pytest.raises(RuleBroken, match="too_near"):
        plan(office, office.b, day=MONDAY + timedelta(1), room=1)
    kept = house.entry(Sort.study_rules, "main")
    kinds.save(
        office.desk, Sort.study_rules, kept.code, kept.version, {"body.exam_rest": 0, "effective": NOW}, Why("б")
    )
    assert plan(office, office.b, day=MONDAY + timedelta(1), room=1).state is ExamState.draft


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 12, 16), "exams.not_working"), (date(2026, 12, 20), "exams.not_working"),
        (date(2026, 12, 12), "exams.outside_session"), (date(2026, 12, 31), "exams.outside_session"),
    ],
)  # fmt: skip
def test_an_exam_lies_on_a_working_day_of_the_session(office: Session, day: date, key: str) -> None:
    with pytest.raises(Problems) as e:
        plan(office, office.a, day=day)
    assert keys(e) == [("day", key)]


def test_a_test_may_be_held_while_classes_run_but_not_against_a_lesson(office: Session) -> None:
    desk = office.desk

    def as_test(tx: Any) -> Any:
        kept = tx.get(Discipline, office.a.discipline.id)
        kept.control = Control.pass_fail
        return tx.save(kept)

    desk.transact("reference.edit", as_test, Why("т"))
    c = office.section("C", office.people[1], [])
    timetable.place(desk, values(c, starts="09:00", ends="09:50", room=office.rooms[0]), Why("кесте"))
    monday = date(2026, 12, 7)
    with pytest.raises(Problems) as e:
        plan(office, office.a, day=monday)
    assert keys(e) == [("room", "exams.taken_room")]
    assert plan(office, office.a, day=monday, starts="10:00").control is Control.pass_fail


def test_rooms_out_of_use_and_staff_on_leave_are_refused(office: Session) -> None:
    def leave(tx: Any) -> Any:
        room, person = tx.get(type(office.rooms[0]), "r1"), tx.get(type(office.people[0]), "p1")
        room.active, person.away_from = False, date(2026, 12, 1)
        tx.save(room)
        return tx.save(person)

    office.desk.transact("reference.edit", leave, Why("т"))
    with pytest.raises(Problems) as e:
        plan(office, office.a)
    assert keys(e) == [("room", "timetable.room_closed"), ("examiners", "timetable.on_leave_open")]


def test_streams_without_a_sheet_practices_and_empty_sections_take_no_exam(office: Session) -> None:
    for more in ({"graded": False}, {"kind": LessonKind.practice}, {"closed": NOW}):
        section = office.section(f"X{len(more)}{next(iter(more))}", office.people[0], office.students, **more)
        with pytest.raises(RuleBroken, match="no_exam_of"):
            plan(office, section)
    with pytest.raises(RuleBroken, match="nobody_in"):
        plan(office, office.section("E", office.people[0], []))


def test_joint_exams_share_a_room_and_an_examiner(office: Session) -> None:
    c = office.section("C", office.people[0], [office.students[0]], discipline=office.a.discipline)
    d = office.section("D", office.people[0], [office.students[1]], discipline=office.a.discipline)
    plan(office, c, joint=True)
    with pytest.raises(Problems):
        plan(office, d)
    assert plan(office, d, joint=True).joint
    assert exams.term_clashes(office.desk, office.term)[0] == []


def test_two_people_who_plan_the_same_room_meet_and_one_is_refused(office: Session) -> None:
    c = office.section("C", office.people[1], office.students[2:])
    d = office.section("D", None, office.students[1:2])
    refused: list[OfficeError] = []

    def go(section: Any, examiner: int) -> None:
        try:
            plan(office, section, examiners=[office.people[examiner].ref()])
        except OfficeError as e:
            refused.append(e)

    threads = [threading.Thread(target=go, args=x) for x in ((c, 0), (d, 1))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(refused) == 1 and isinstance(refused[0], Problems)
    assert office.desk.store.count("exams", {}) == 1


def test_publishing_is_all_or_none_and_clashes_stand_in_its_way(office: Session) -> None:
    desk = office.desk
    plan(office, office.a)
    c = office.section("C", office.people[1], [])

    def in_(tx: Any, who: Any) -> Any:
        kept = tx.get(Section, "sC")
        kept.members = [Member(student=who.ref(), study=who.studies[0].id, number=who.number)]
        return tx.save(kept)

    desk.transact("section.edit", lambda tx: in_(tx, _other(office)), Why("т"))
    plan(office, c, room=1)
    # Enlisted after the exam was planned: the student now has two at one time.
    desk.transact("section.edit", lambda tx: in_(tx, office.students[0]), Why("т"))
    with pytest.raises(RuleBroken, match="clashes_stand") as e:
        exams.publish(desk, "t1", None, Why("бұйрық"))
    assert e.value.values == {"n": 1, "names": "Студент0 А (Пән C)"}
    assert desk.store.count("exams", {"state": "published"}) == 0
    desk.transact("section.edit", lambda tx: in_(tx, _other(office)), Why("т"))
    assert exams.publish(desk, "t1", None, Why("бұйрық")) == 2
    assert desk.store.count("exams", {"state": "published", "published.by": desk.actor.id}) == 2
    with pytest.raises(RuleBroken, match="nothing_to_publish"):
        exams.publish(desk, "t1", None, Why("бұйрық"))


def _other(office: Session) -> Any:
    """A student who is in no other section."""
    found = getattr(office, "fourth", None)
    if found is None:
        found = students.admit(
            office.desk, Profile(number="N9", name=Name(last="Төртінші", first="А"), iin_absent_reason="тест"),
            StudyProfile(id="st9", group="FP-26"), Why("т"), date(2025, 9, 1),
        )  # fmt: skip
        office.fourth = found  # type: ignore[attr-defined]
    return found


def test_publishing_a_faculty_leaves_the_others_and_asks_for_rooms(office: Session) -> None:
    other = Ref(id="f2", label=Text(kk="Вокал факультеті"))
    first = plan(office, office.a, room=None)
    with pytest.raises(RuleBroken, match="without_room"):
        exams.publish(office.desk, "t1", "f1", Why(""))
    exams.change(office.desk, first.id, first.revision, {"room": plain(office.rooms[0].ref())}, Why(""))
    c = office.section("C", office.people[1], [_other(office)])

    def away(tx: Any) -> Any:
        kept = tx.get(Section, c.id)
        kept.faculty = other
        return tx.save(kept)

    office.desk.transact("section.edit", away, Why("т"))
    plan(office, c, room=1)
    assert exams.publish(office.desk, "t1", "f1", Why("")) == 1
    assert {e.section.id for e in of_sections(office.desk.store, ["sA", "sC"]).values()} == {"sA"}


def test_a_sheet_reads_day_and_examiners_of_a_published_exam_only(office: Session) -> None:
    made = plan(office, office.a)
    assert of_section(office.desk.store, "sA") is None
    exams.publish(office.desk, "t1", None, Why(""))
    found = of_section(office.desk.store, "sA")
    assert found and found.id == made.id and (found.day, [p.id for p in found.examiners]) == (MONDAY, ["p1"])


def published(office: Session) -> Exam:
    plan(office, office.a)
    exams.publish(office.desk, "t1", None, Why("бұйрық"))
    found = of_section(office.desk.store, "sA")
    assert found
    return found


def test_what_is_published_changes_only_on_a_basis_and_what_it_was_is_kept(office: Session) -> None:
    exam = published(office)
    moved = {"day": plain(MONDAY + timedelta(4)), "room": plain(office.rooms[1].ref())}
    with pytest.raises(Problems) as e:
        exams.change(office.desk, exam.id, exam.revision, moved, Why(""))
    assert keys(e) == [("reason", "errors.reason_missing")] + [
        (f"basis.{k}", "errors.field.missing") for k in ("kind", "number", "day")
    ]
    changed = exams.change(office.desk, exam.id, exam.revision, moved, Why("оқытушы ауырды", BASIS))
    assert changed.day == MONDAY + timedelta(4) and changed.state is ExamState.published
    was = changed.changes[0]
    assert (was.day, was.room and was.room.id, was.reason, was.basis) == (MONDAY, "r1", "оқытушы ауырды", BASIS)
    with pytest.raises(StaleRevision):
        exams.change(office.desk, exam.id, exam.revision, {"starts": "12:00"}, Why("т", BASIS))
    with pytest.raises(RuleBroken, match="nothing_changed"):
        exams.change(office.desk, exam.id, changed.revision, moved, Why("т", BASIS))


def test_the_examiners_are_told_of_a_change_and_of_a_cancelling(office: Session) -> None:
    put(office.desk, User(_id="u1", login="oraz", name="Оразбаева", role=Role.teacher, order_number="1",
                          person=office.people[0].ref()))  # fmt: skip
    exam = published(office)
    changed = exams.change(office.desk, exam.id, exam.revision, {"starts": "12:00"}, Why("т", BASIS))
    exams.cancel(office.desk, exam.id, changed.revision, Why("т", BASIS))
    told = office.desk.store.rows("notices", {"to": "u1"}, None, [("_id", 1)])
    assert [n["key"] for n in told] == ["exams.told_changed", "exams.told_cancelled"] and "12:00" in told[0]["text"][
        "kk"
    ]


def test_a_cancelled_exam_stays_and_is_not_touched_again(office: Session) -> None:
    exam = published(office)
    with pytest.raises(Problems):
        exams.cancel(office.desk, exam.id, exam.revision, Why("себеп"))
    gone = exams.cancel(office.desk, exam.id, exam.revision, Why("себеп", BASIS))
    assert gone.state is ExamState.cancelled and gone.changes and of_section(office.desk.store, "sA") is None
    with pytest.raises(RuleBroken, match="cancelled_already"):
        exams.change(office.desk, exam.id, gone.revision, {"starts": "12:00"}, Why("т", BASIS))


def test_an_exam_that_is_over_is_not_moved(office: Session) -> None:
    exam = published(office)
    later = on(office.desk, MONDAY + timedelta(1))
    for act in (
        lambda: exams.change(later, exam.id, exam.revision, {"starts": "12:00"}, Why("т", BASIS)),
        lambda: exams.cancel(later, exam.id, exam.revision, Why("т", BASIS)),
    ):
        with pytest.raises(RuleBroken, match="exams.over"):
            act()


def test_a_closed_term_takes_no_exam(office: Session) -> None:
    def shut(tx: Any) -> Any:
        kept = tx.get(Term, "t1")
        kept.closed = NOW
        return tx.save(kept)

    office.desk.transact("reference.edit", shut, Why("т"))
    with pytest.raises(RuleBroken, match="term_closed"):
        plan(office, office.a)


def test_a_registrar_plans_his_faculty_and_does_not_publish_and_a_teacher_sees_no_draft(office: Session) -> None:
    mine, strange = (of(office.desk, actor(Role.registrar, faculty=f)) for f in ("f1", "f2"))
    with pytest.raises(Forbidden):
        exams.plan(strange, office.a.id, office.wish(), Why(""))
    made = exams.plan(mine, office.a.id, office.wish(), Why(""))
    with pytest.raises(Forbidden):
        exams.publish(mine, "t1", "f1", Why(""))
    teacher = of(office.desk, actor(Role.teacher, teacher="p1"))
    with pytest.raises(NotFound):
        exams.get(teacher, made.id)
    assert exams.exams(teacher, office.term) == [] and exams.of_whom(teacher, office.term, "teacher", "p1") == []
    with pytest.raises(Forbidden):
        exams.change(teacher, made.id, made.revision, {"starts": "12:00"}, Why(""))
    exams.publish(office.desk, "t1", None, Why(""))
    assert [e.id for e in exams.of_whom(teacher, office.term, "group", "FP-26")] == [made.id]


# a table -------------------------------------------------------------------------------------------------------------

HEADS = ["Код секции", "Дата", "Начало", "Минут", "Аудитория", "Экзаменаторы"]


def file(*rows: list[str]) -> bytes:
    return export.xlsx(HEADS, rows, "1")


def test_every_problem_of_a_table_stands_beside_its_row(office: Session) -> None:
    plan(office, office.a)
    c = office.c()
    data = file(
        ["A", "14.12.2026", "09:00", "", "", ""],  # stands already
        ["B", "14.12.2026", "10:00", "60", "102", "T2"],  # the student sits A
        [c.code, "15.12.2026", "09:00", "x", "999", "Бөтен А."],
        ["нет", "", "9", "", "", ""],
        [c.code, "16.12.2026", "09:00", "", "102", ""],
    )  # fmt: skip
    found = table.plan(office.desk, office.term, read("e.xlsx", data))
    assert [v for _, v, _, _ in found.rows] == ["same", "bad", "bad", "bad", "bad"]
    assert {(p.row, p.field, p.key) for p in found.problems} == {
        (3, "Начало", "exams.taken_student"), (4, "Минут", "exams.bad_minutes"),
        (4, "Аудитория", "timetable.no_room"), (4, "Экзаменаторы", "timetable.no_teacher"),
        (5, "Код секции", "timetable.no_section"), (5, "Дата", "errors.field.missing"),
        (6, "Дата", "exams.not_working"),
    }  # fmt: skip


def test_a_table_is_brought_in_once_changes_drafts_and_warns_of_little_rest(office: Session) -> None:
    desk = on(worker(office.desk.store, Role.head), NOW)
    made = plan(office, office.a)
    rows = [["A", "14.12.2026", "12:00", "90", "102", ""], ["B", "15.12.2026", "09:00", "", "101", "Жұмабаева С."]]
    data = file(*rows)
    found = table.plan(desk, office.term, read("e.xlsx", data))
    assert [v for _, v, _, _ in found.rows] == ["changed", "new"] and not found.problems
    assert [(w.row, w.key) for w in found.warnings] == [(3, "exams.too_near")]
    row = ended(desk.store, bringing.begin(desk, found, data, Why("кафедралардың кестесі")))
    assert row["state"] == "done" and row["result"]["done"] == 2
    moved = desk.store.load(Exam, made.id)
    assert (moved.starts, moved.minutes, moved.room and moved.room.id) == ("12:00", 90, "r2")
    again = table.plan(desk, office.term, read("e.xlsx", data))
    assert [v for _, v, _, _ in again.rows] == ["same", "same"] and not again.works
    with pytest.raises(RuleBroken, match="nothing_new"):
        bringing.begin(desk, again, data, Why("т"))


def test_a_published_exam_is_not_moved_by_a_table(office: Session) -> None:
    published(office)
    found = table.plan(office.desk, office.term, read("e.xlsx", file(["A", "17.12.2026", "09:00", "", "", ""])))
    assert [p.key for p in found.problems] == ["exams.published_by_hand"]


# the proposal ---------------------------------------------------------------------------------------------------------


def test_a_proposal_is_shown_writes_nothing_and_is_accepted_as_it_was_shown(office: Session) -> None:
    desk = on(worker(office.desk.store, Role.head), NOW)
    office.section("N", None, office.students)
    found = work.proposal(desk, office.term, None)
    assert {p.wanted.section.id for p in found.placed} == {"sA", "sB"}
    assert [(x.wanted.section.id, x.key) for x in found.left] == [("sN", "exams.left_no_examiner")]
    assert desk.store.count("exams", {}) == 0
    row = ended(desk.store, work.accept(desk, office.term, None, found, Why("сессия")))
    assert row["state"] == "done" and row["result"] == {"done": 2, "total": 2, "term": "t1"}
    stored = {e.section.id: (e.day, e.starts) for e in exams.exams(desk, office.term)}
    assert stored == {p.wanted.section.id: (p.day, clock_of(p.starts)) for p in found.placed}
    met, short = exams.term_clashes(desk, office.term)
    assert (met, short) == ([], [])
    assert exams.publish(desk, "t1", None, Why("")) == 2
    assert exams.sums(desk, office.term).wanting == 1


def test_a_proposal_over_a_term_that_changed_meanwhile_is_refused(office: Session) -> None:
    desk = on(worker(office.desk.store, Role.head), NOW)
    found = work.proposal(desk, office.term, None)
    at = next(p for p in found.placed if p.wanted.section.id == "sA")
    plan(office, office.b, day=at.day, room=1)
    row = ended(desk.store, work.accept(desk, office.term, None, found, Why("сессия")))
    assert row["error"]["key"] == "exams.meanwhile" and desk.store.count("exams", {}) == 1


def test_without_a_session_nothing_is_proposed(head: Desk) -> None:
    office = Office(on(head, NOW))
    assert exams.days(office.desk, office.term) == ()
    found = work.proposal(office.desk, office.term, None)
    assert {x.key for x in found.left} == {"exams.left_no_session"} and not found.placed
    with pytest.raises(RuleBroken, match="nothing_proposed"):
        work.accept(office.desk, office.term, None, found, Why(""))


# paper and admission ------------------------------------------------------------


def test_the_timetable_is_printed_in_two_languages_and_taken_as_a_table(office: Session) -> None:
    published(office)
    data = paper.pdf(office.desk, office.term, "group", "FP-26", "FP-26", "ru")
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert (
        "Емтихан кестесі" in text and "Расписание экзаменов" in text and "14.12.2026" in text and "09:00–11:00" in text
    )
    found = exams.exams(office.desk, office.term)
    with zipfile.ZipFile(io.BytesIO(paper.xlsx(office.desk, office.term, found, "kk"))) as book:
        words = book.read("xl/sharedStrings.xml").decode()
    assert all(w in words for w in ("Пән A", "Оразбаева Сәуле", "09:00", "11:00"))
    with pytest.raises(RuleBroken, match="none_of"):
        paper.pdf(office.desk, office.term, "room", "r2", "102", "kk")


def test_admission_reads_debts_of_the_study_and_holds_that_stop_it(office: Session) -> None:
    desk = office.desk
    kept = house.entry(Sort.hold, "library")
    stops = [*plain(kept)["body"]["stops"], admission.ACT]
    kinds.save(desk, Sort.hold, kept.code, kept.version, {"body.stops": stops, "effective": NOW}, Why("б"))
    house.refresh(desk.store)
    holds.put(desk, office.students[1].id, "library", Why("кітап"))
    limits = admission.Limits(Decimal(50), 0, 10)
    who = office.students
    found = admission.of_students(
        desk.store, [(s.id, s.studies[0].id) for s in who], limits,
        {who[0].id: Decimal(80), who[1].id: Decimal(80), who[2].id: Decimal(40)}, {who[2].id: 11},
    )  # fmt: skip
    assert [[r.key for r in found[s.id]] for s in who] == [
        [], ["exams.held"], ["exams.below_threshold", "exams.too_many_absences"],
    ]  # fmt: skip
