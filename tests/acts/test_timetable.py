"""The timetable against a real database: lessons placed, moved, taken out, brought in; what meets is found."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core import classes, export, grouping, timetable
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken, StaleRevision
from core.imports.reading import read
from core.timetable import bringing, table
from core.timetable.students import Planner
from core.tx import Tx
from core.ui.timetable import sections as choosing
from schemas.base import Ref
from schemas.term import Term
from schemas.timetable import Lesson
from schemas.words import Role
from tests.acts.job_kit import ended, worker
from tests.acts.timetable_kit import MONDAY, Office, of, on, values
from tests.conftest import actor


@pytest.fixture
def office(head: Desk) -> Office:
    return Office(on(head, date(2026, 9, 1)))


def keys(e: pytest.ExceptionInfo[Problems]) -> list[tuple[str, str]]:
    return [(p.field, p.key) for p in e.value.problems]


def test_a_sitting_of_a_commission_stands_in_the_way_of_a_lesson(office: Office) -> None:
    desk, met = office.desk, "sittings.taken_by_sitting"
    office.sat(MONDAY + timedelta(7))
    with pytest.raises(Problems) as e:
        timetable.place(desk, values(office.a, room=office.rooms[0]), Why("кесте"))
    assert keys(e) == [("room", met), ("teacher", met)]
    with pytest.raises(RuleBroken, match="students_meet") as r:
        timetable.place(desk, values(office.b, room=office.rooms[1]), Why("кесте"))
    assert r.value.values["n"] == 1 and "Студент0" in r.value.values["names"] and "14.09" in r.value.values["names"]
    timetable.place(desk, values(office.b, room=office.rooms[1]), Why("емтихан ауысты"), students_too=True)
    c = office.section("C", office.people[0], [])
    with pytest.raises(Problems):
        timetable.place(desk, values(c, weeks="odd"), Why("кесте"))
    free = ({"weeks": "even"}, {"starts": "10:30", "ends": "11:20"}, {"weekday": "2"})
    assert [timetable.place(desk, values(c, **f), Why("кесте")).active for f in free] == [True] * 3
    after = on(desk, MONDAY + timedelta(8))  # what is over meets nothing
    assert timetable.place(after, values(c, starts="09:55", ends="10:25"), Why("кесте")).active


def test_a_lesson_takes_teacher_of_its_section_and_its_entry_stands_on_the_term(office: Office) -> None:
    made = timetable.place(office.desk, values(office.a, room=office.rooms[0]), Why("кесте"))
    assert made.teacher and made.teacher.id == "p1" and made.faculty and made.faculty.id == "f1"
    entry = office.desk.store.one("audit_events", {"action": "timetable.place"})
    assert entry and entry["subject"] == {"kind": "terms", "id": "t1", "label": office.term.label().kk}


def test_a_double_click_is_one_lesson(office: Office) -> None:
    why = Why("кесте")
    first = timetable.place(office.desk, values(office.a), why)
    assert timetable.place(office.desk, values(office.a), why).id == first.id
    assert office.desk.store.count("lessons", {}) == 1


def test_room_teacher_and_section_are_refused_twice_and_a_student_is_told_by_name(office: Office) -> None:
    desk, (room, other) = office.desk, office.rooms
    timetable.place(desk, values(office.a, room=room), Why("кесте"))
    c = office.section("C", office.people[1], [])
    with pytest.raises(Problems) as e:
        timetable.place(desk, values(c, starts="09:30", ends="10:20", room=room), Why("кесте"))
    assert keys(e) == [("room", "timetable.taken_room")]
    with pytest.raises(Problems) as e:
        taught = {"teacher": office.people[0].ref()}
        timetable.place(desk, values(c, starts="09:30", ends="10:20", room=other, **taught), Why("кесте"))
    assert keys(e) == [("teacher", "timetable.taken_teacher")]
    with pytest.raises(Problems) as e:
        timetable.place(desk, values(office.a, teacher=office.people[1].ref()), Why("кесте"))
    assert keys(e) == [("starts", "timetable.taken_section")]
    with pytest.raises(RuleBroken, match="students_meet") as told:
        timetable.place(desk, values(office.b, room=other), Why("кесте"))
    assert told.value.values == {"n": 1, "names": "Студент0 А (Пән A)"}
    with pytest.raises(Problems) as e:
        timetable.place(desk, values(office.b, room=other), Why(""), students_too=True)
    assert keys(e) == [("reason", "errors.reason_missing")]
    made = timetable.place(desk, values(office.b, room=other), Why("жеке жоспар"), students_too=True)
    assert [c.about for c in timetable.term_clashes(desk, office.term)] == ["student"]
    assert made.room and made.room.id == "r2"


def test_odd_and_even_weeks_and_days_of_their_own_do_not_meet(office: Office) -> None:
    desk, room = office.desk, office.rooms[0]
    c = office.section("C", office.people[0], [])
    timetable.place(desk, values(office.a, room=room, weeks="odd", last=date(2026, 10, 10)), Why("кесте"))
    timetable.place(desk, values(c, room=room, weeks="even"), Why("кесте"))
    timetable.place(desk, values(c, room=room, weeks="odd", first=date(2026, 10, 11)), Why("кесте"))
    assert timetable.term_clashes(desk, office.term) == []
    days = timetable.week(desk, office.term, "room", "r1", MONDAY)
    assert [(d.day.isoformat(), [s.section.label.kk for s in d.lessons]) for d in days if d.lessons] == [
        ("2026-09-07", ["C"])
    ]
    assert [
        s.section.label.kk for s in timetable.week(desk, office.term, "room", "r1", date(2026, 9, 14))[0].lessons
    ] == ["A"]


def test_sections_that_sit_together_are_one_lesson(office: Office) -> None:
    desk, room = office.desk, office.rooms[0]
    c = office.section("C", office.people[0], [])
    timetable.place(desk, values(office.a, room=room, joint=True), Why("оркестр"))
    timetable.place(desk, values(c, room=room, joint=True), Why("оркестр"))
    assert timetable.term_clashes(desk, office.term) == []


def test_what_has_begun_ends_and_a_new_lesson_begins(office: Office) -> None:
    made = timetable.place(office.desk, values(office.a, room=office.rooms[0]), Why("кесте"))
    later = on(office.desk, date(2026, 10, 6))
    with pytest.raises(RuleBroken, match="since_past"):
        timetable.change(later, made.id, made.revision, {"starts": "10:00", "ends": "10:50"}, MONDAY, Why("ауыстыру"))
    new = timetable.change(
        later, made.id, made.revision, {"starts": "10:00", "ends": "10:50"}, date(2026, 10, 12), Why("ауыстыру")
    )  # fmt: skip
    old = timetable.lesson(later, made.id)
    assert (old.last, new.first, new.starts, new.id != old.id) == (
        date(2026, 10, 11),
        date(2026, 10, 12),
        "10:00",
        True,
    )
    at = {d: timetable.week(later, office.term, "section", "sA", d)[0].lessons[0].starts
          for d in (date(2026, 10, 5), date(2026, 10, 12))}  # fmt: skip
    assert list(at.values()) == ["09:00", "10:00"]
    with pytest.raises(StaleRevision):
        timetable.change(later, made.id, made.revision, {"starts": "11:00", "ends": "11:50"}, later.today(), Why("т"))


def test_what_has_not_begun_is_changed_itself(office: Office) -> None:
    made = timetable.place(office.desk, values(office.a, first=date(2026, 10, 1)), Why("кесте"))
    new = timetable.change(office.desk, made.id, 1, {"weekday": "2"}, office.desk.today(), Why("қате"))
    assert (new.id, new.weekday, office.desk.store.count("lessons", {})) == (made.id, "2", 1)
    with pytest.raises(RuleBroken, match="nothing_changed"):
        timetable.change(office.desk, made.id, 2, {"weekday": "2"}, office.desk.today(), Why("қате"))


def test_a_lesson_placed_late_in_the_evening_begins_on_the_day_of_the_office(office: Office) -> None:
    """In a term without days a lesson begins when it was placed: at 20:00 of London, the next day in Almaty."""

    def dayless(tx: Tx) -> Term:
        term = tx.get(Term, office.term.id)
        term.starts = term.ends = None
        return tx.save(term)

    office.desk.transact("reference.edit", dayless, Why("т"))
    late = on(office.desk, MONDAY, 20)
    made = timetable.place(late, values(office.a), Why("кесте"))
    new = timetable.change(late, made.id, made.revision, {"weekday": "2"}, late.today(), Why("қате"))
    assert (new.id, late.today()) == (made.id, MONDAY + timedelta(1)), "it has not begun before its own day"


def test_a_lesson_taken_out_frees_its_place_and_past_days_keep_it(office: Office) -> None:
    made = timetable.place(office.desk, values(office.a, room=office.rooms[0]), Why("кесте"))
    later = on(office.desk, date(2026, 10, 6))
    with pytest.raises(Problems):
        timetable.take_out(later, made.id, 1, date(2026, 10, 7), Why(""))
    ended = timetable.take_out(later, made.id, 1, date(2026, 10, 7), Why("сағат азайды"))
    assert ended.last == date(2026, 10, 6) and ended.active
    assert timetable.week(later, office.term, "section", "sA", date(2026, 10, 5))[0].lessons
    assert not timetable.week(later, office.term, "section", "sA", date(2026, 10, 12))[0].lessons
    coming = timetable.place(later, values(office.a, room=office.rooms[0], first=date(2026, 10, 12)), Why("кесте"))
    gone = timetable.take_out(later, coming.id, 1, date(2026, 10, 7), Why("керек емес"))
    assert not gone.active
    with pytest.raises(RuleBroken, match="out_already"):
        timetable.take_out(later, coming.id, 2, date(2026, 10, 7), Why("керек емес"))


def test_bad_values_are_named_beside_their_fields(office: Office) -> None:
    desk = office.desk
    for given, expected in (
        ({"starts": "9 сағат"}, ("starts", "timetable.bad_time")),
        ({"starts": "10:00", "ends": "09:00"}, ("ends", "errors.field.ends_before_start")),
        ({"first": date(2026, 8, 1)}, ("first", "timetable.outside_term")),
        ({"last": date(2027, 1, 1)}, ("last", "timetable.outside_term")),
    ):
        with pytest.raises(Problems) as e:
            timetable.place(desk, values(office.a, **given), Why("кесте"))  # type: ignore[arg-type]
        assert keys(e) == [expected]


def test_a_teacher_on_leave_and_a_room_out_of_use_are_refused(office: Office) -> None:
    desk = office.desk

    def shut(tx):  # type: ignore[no-untyped-def]
        from schemas.reference import Person, Room

        person, room = tx.get(Person, "p1"), tx.get(Room, "r1")
        person.away_from, person.away_to, person.away_why = date(2026, 8, 20), date(2026, 12, 31), "демалыс"
        room.active = False
        tx.save(person)
        return tx.save(room)

    desk.transact("reference.edit", shut, Why("т"))
    with pytest.raises(Problems) as e:
        timetable.place(desk, values(office.a, room=office.rooms[0]), Why("кесте"))
    assert keys(e) == [("room", "timetable.room_closed"), ("teacher", "timetable.on_leave")]
    assert e.value.problems[1].values["until"] == date(2026, 12, 31)


def test_a_closed_term_stands_as_it_is(office: Office) -> None:
    desk = office.desk
    made = timetable.place(desk, values(office.a), Why("кесте"))

    def close(tx):  # type: ignore[no-untyped-def]
        from schemas.term import Term

        term = tx.get(Term, "t1")
        term.closed = desk.today()
        return tx.save(term)

    desk.transact("term.close", close, Why("т"))
    for act in (
        lambda: timetable.place(desk, values(office.b), Why("кесте")),
        lambda: timetable.change(desk, made.id, 1, {"weekday": "2"}, desk.today(), Why("т")),
        lambda: timetable.take_out(desk, made.id, 1, desk.today(), Why("т")),
    ):
        with pytest.raises(RuleBroken, match="term_closed"):
            act()


def test_who_keeps_another_faculty_places_nothing_here(office: Office) -> None:
    other = of(office.desk, actor(Role.registrar, faculty="f2"))
    with pytest.raises(Forbidden):
        timetable.place(other, values(office.a), Why("кесте"))
    with pytest.raises(Forbidden):
        timetable.place(of(office.desk, actor(Role.teacher, teacher="p1")), values(office.a), Why("кесте"))
    timetable.place(of(office.desk, actor(Role.registrar, faculty="f1")), values(office.a), Why("кесте"))


def test_two_people_who_take_one_room_at_once_get_one_lesson(office: Office) -> None:
    refused: list[str] = []
    c = office.section("C", office.people[1], [])

    def take(section):  # type: ignore[no-untyped-def]
        try:
            timetable.place(office.desk, values(section, room=office.rooms[0]), Why("кесте"))
        except OfficeError as e:
            refused.append(e.key)

    threads = [threading.Thread(target=take, args=(s,)) for s in (office.a, c)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["errors.problems"] and office.desk.store.count("lessons", {}) == 1


def test_a_new_teacher_takes_the_lessons_over_and_the_days_before_stay_the_old_one_s(office: Office) -> None:
    made = timetable.place(office.desk, values(office.a, room=office.rooms[0]), Why("кесте"))
    later, day = on(office.desk, date(2026, 10, 6)), date(2026, 10, 12)
    classes.change(later, "sA", office.a.revision, "p2", day, Why("ауыстыру"))
    old = timetable.lesson(later, made.id)
    new = Lesson.model_validate(later.store.one("lessons", {"_id": {"$ne": made.id}}))
    assert (old.last, old.teacher and old.teacher.id) == (date(2026, 10, 11), "p1")
    assert (new.first, new.teacher and new.teacher.id, new.room) == (day, "p2", made.room)
    week = timetable.week(later, office.term, "teacher", "p1", date(2026, 10, 14))
    assert not any(d.lessons for d in week), "who handed it over is free from that week on"
    [before, *_] = timetable.week(later, office.term, "teacher", "p1", date(2026, 10, 5))
    assert len(before.lessons) == 1


def test_a_new_accompanist_stands_in_the_lessons_too(office: Office) -> None:
    made = timetable.place(office.desk, values(office.a), Why("кесте"))
    assert made.accompanist is None
    classes.change(office.desk, "sA", office.a.revision, "p2", date(2026, 9, 1), Why("келді"), accompanist=True)
    now = timetable.lesson(office.desk, made.id)
    assert now.accompanist and now.accompanist.id == "p2" and now.teacher == made.teacher
    assert office.desk.store.count("lessons", {}) == 1, "nothing has been taught yet: the lesson itself is changed"


def test_a_dissolved_section_gets_no_lesson(office: Office, keeper: Desk) -> None:
    empty = office.section("Z", office.people[1], [])
    grouping.close(office.desk, empty.id, empty.revision, Why("аз"))
    with pytest.raises(RuleBroken) as e:
        timetable.place(office.desk, values(empty), Why("кесте"))
    assert e.value.key == "sections.dissolved"
    assert "Z" not in {s.code for s in choosing.found(office.desk, office.term, "", "timetable.edit")}
    data = file(["Z", "1", "09:00", "09:50", "", "", "", "", ""])
    told = table.plan(office.desk, office.term, read("k.xlsx", data))
    assert [p.key for p in told.problems] == ["timetable.no_section"]


def test_registration_asks_whether_a_section_fits(office: Office) -> None:
    desk, store = office.desk, office.desk.store
    timetable.place(desk, values(office.a), Why("кесте"))
    c1 = office.section("C1", office.people[1], [])
    c2 = office.section("C2", None, [], discipline=c1.discipline)
    timetable.place(desk, values(c1), Why("кесте"))
    student = office.students[1].id
    found = timetable.free_section(store, "t1", c1.discipline.id, student)
    assert found is True  # C2 has no lessons yet
    timetable.place(desk, values(c2, starts="09:20", ends="10:10", weekday="2"), Why("к"))
    assert timetable.free_section(store, "t1", c1.discipline.id, student) is True
    lesson = timetable.of_section(desk, c2)[0]
    timetable.change(desk, lesson.id, 1, {"weekday": "1", "starts": "08:30", "ends": "09:10"},
                     desk.today(), Why("к"))  # fmt: skip
    clash = timetable.free_section(store, "t1", c1.discipline.id, student)
    assert clash is not True and {clash.one.section.id, clash.other.section.id} <= {"sC1", "sC2", "sA"}
    planner = Planner(store, "t1", [c1.discipline.id], [s.id for s in office.students])
    assert planner.clash(c1.discipline.id, student) and not planner.clash(office.a.discipline.id, student)
    assert [c.other.section.id for c in timetable.clashes_of_student(store, "t1", student, ["sC1"])] != []
    assert timetable.clashes_of_student(store, "t1", student, ["sB"]) == []


# a table brought in ---------------------------------------------------------------------------------------------------


HEADS = ["Секция коды", "День", "From", "Аяқталуы", "Недели", "Аудитория", "Оқытушы", "Первый день", "Last day"]


def file(*rows: list[str]) -> bytes:
    return export.xlsx(HEADS, rows)


ROWS = (
    ["A", "дүйсенбі", "9:00", "09:50", "", "101", "T1", "", ""],
    ["B", "Вт", "10.00", "10:50:00", "чётные", "102", "Жұмабаева Сәуле", "01.09.2026", "30.11.2026"],
)


@pytest.fixture
def keeper(office: Office) -> Desk:
    """A person with an account: whose job it is, is asked again when it runs."""
    return replace(office.desk, actor=worker(office.desk.store, Role.head).actor)


def test_a_table_comes_in_and_comes_in_again_without_change(office: Office, keeper: Desk) -> None:
    desk, data = keeper, file(*ROWS)
    plan = table.plan(desk, office.term, read("k.xlsx", data))
    assert (plan.problems, plan.count(bringing.NEW)) == ([], 2)
    row = ended(desk.store, bringing.begin(desk, plan, data, Why("кесте")))
    assert row["state"] == "done" and row["result"]["done"] == 2
    found = {r["section"]["label"]["kk"]: r for r in desk.store.rows("lessons", {})}
    assert (found["A"]["starts"], found["A"]["room"]["id"], found["A"]["teacher"]["id"]) == ("09:00", "r1", "p1")
    assert (found["B"]["weekday"], found["B"]["weeks"], found["B"]["teacher"]["id"]) == ("2", "even", "p2")
    assert (found["B"]["first"], found["B"]["last"]) == ("2026-09-01", "2026-11-30")
    again = table.plan(desk, office.term, read("k.xlsx", data))
    assert again.count(bringing.SAME) == 2 and again.works == []
    with pytest.raises(RuleBroken, match="nothing_new"):
        bringing.begin(desk, again, data, Why("кесте"))


def test_a_table_moves_a_lesson_that_stands(office: Office, keeper: Desk) -> None:
    made = timetable.place(office.desk, values(office.a, room=office.rooms[0]), Why("кесте"))
    later = on(keeper, date(2026, 10, 6))
    data = file(["A", "1", "09:00", "09:50", "", "102", "", "01.09.2026", ""])
    plan = table.plan(later, office.term, read("k.xlsx", data))
    assert plan.count(bringing.CHANGED) == 1
    assert ended(later.store, bringing.begin(later, plan, data, Why("кесте")))["state"] == "done"
    old = timetable.lesson(later, made.id)
    # The job works by the clock of the machine: a lesson that had begun by then ended the day before.
    assert old.last is not None and old.room and old.room.id == "r1"
    new = Lesson.model_validate(later.store.one("lessons", {"_id": {"$ne": made.id}}))
    assert new.first == old.last + timedelta(days=1) and new.room and new.room.id == "r2"
    assert table.plan(on(later, new.first), office.term, read("k.xlsx", data)).count(bringing.SAME) == 1


def test_every_mistake_stands_beside_its_row(office: Office) -> None:
    desk = office.desk
    data = file(
        ["ZZ", "1", "09:00", "09:50", "", "", "", "", ""],
        ["A", "8", "25:00", "09:50", "кейде", "999", "Ешкім", "31.02.2026", ""],
        ["A", "1", "25:00", "26:00", "", "", "", "", ""],
        ["A", "2", "10:00", "10:50", "", "101", "", "", ""],
        ["B", "2", "10:30", "11:20", "", "101", "", "", ""],
        ["A", "3", "10:00", "10:50", "", "", "", "01.08.2026", ""],
    )
    plan = table.plan(desk, office.term, read("k.xlsx", data))
    found = [(p.row, p.field, p.key) for p in plan.problems]
    assert found == [
        (2, "Секция коды", "timetable.no_section"),
        (3, "День", "timetable.bad_weekday"), (3, "Недели", "timetable.bad_weeks"),
        (3, "Первый день", "errors.date_impossible"), (3, "Аудитория", "timetable.no_room"),
        (3, "Оқытушы", "timetable.no_teacher"),
        (4, "From", "timetable.bad_time"), (4, "Аяқталуы", "timetable.bad_time"),
        (6, "Аудитория", "timetable.taken_room"),
        (7, "Первый день", "timetable.outside_term"),
    ]  # fmt: skip
    with pytest.raises(RuleBroken, match="has_problems"):
        bringing.begin(desk, plan, data, Why("кесте"))
    short = table.plan(desk, office.term, read("k.csv", b"a;b\n1;2\n"))
    assert {p.key for p in short.problems} == {"timetable.no_column"}


def test_students_of_two_rows_are_told_not_refused(office: Office) -> None:
    data = file(
        ["A", "1", "09:00", "09:50", "", "101", "", "", ""], ["B", "1", "09:00", "09:50", "", "102", "", "", ""]
    )
    plan = table.plan(office.desk, office.term, read("k.xlsx", data))
    assert plan.problems == [] and [(w.row, w.values["n"]) for w in plan.warnings] == [(3, 1)]


def test_a_file_looked_at_before_another_took_the_room_is_refused(office: Office, keeper: Desk) -> None:
    desk, data = keeper, file(ROWS[0])
    plan = table.plan(desk, office.term, read("k.xlsx", data))
    c = office.section("C", office.people[1], [])
    timetable.place(desk, values(c, room=office.rooms[0]), Why("кесте"))
    row = ended(desk.store, bringing.begin(desk, plan, data, Why("кесте")))
    assert row["state"] == "failed" and row["error"]["key"] == "timetable.meanwhile"
    assert desk.store.count("lessons", {}) == 1


def test_lists_and_choosers_read_what_stands(office: Office) -> None:
    desk = office.desk
    timetable.place(desk, values(office.a, room=office.rooms[0]), Why("кесте"))
    timetable.place(desk, values(office.b, weekday="2", room=office.rooms[1]), Why("кесте"))
    assert [r["section"]["id"] for r in timetable.listed(desk, office.term, "", {}, "weekday", True, 0, 10)] == [
        "sB",
        "sA",
    ]
    room = {"room": ["r2"]}
    assert (
        timetable.count(desk, office.term, "", room) == 1 and timetable.count(desk, office.term, "оразбаева", {}) == 1
    )
    c = office.section("CX-01", office.people[1], [], group="")
    timetable.place(desk, values(c, weekday="5"), Why("кесте"))
    assert timetable.count(desk, office.term, "cx-01", {}) == 1
    assert timetable.groups(desk, office.term) == ["FP-26"]
    assert list(timetable.teachers(desk, office.term)) == ["p2", "p1"]
    assert list(timetable.rooms(desk).values()) == ["101", "102"]
    group = timetable.week(desk, office.term, "group", "FP-26", MONDAY)
    student = timetable.week(desk, office.term, "student", office.students[1].id, MONDAY)
    assert [len(d.lessons) for d in group] == [1, 1, 0, 0, 0, 0] and [len(d.lessons) for d in student][:2] == [1, 0]
    assert timetable.hours(group) == (9, 18) and plain(Ref(id="x", label=office.term.label()))["id"] == "x"
