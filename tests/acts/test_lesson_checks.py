"""Control against a real database: what should be held, checks, deviations and their life, figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core import checks, timetable
from core.checks import words
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from schemas.base import Ref, Text
from schemas.calendar import Calendar, Holiday
from schemas.grade_sheet import GradeSheet
from schemas.timetable import Cause, Deviation, DeviationState, Held, LessonCheck
from schemas.user import User
from schemas.words import CalendarState, Role
from tests.acts.timetable_kit import DEPARTMENT, FACULTY, MONDAY, Office, of, on, put, values
from tests.conftest import actor


@pytest.fixture
def office(head: Desk) -> Office:
    made = Office(on(head, date(2026, 9, 1)))
    timetable.place(made.desk, values(made.a, room=made.rooms[0]), Why("кесте"))
    timetable.place(made.desk, values(made.b, starts="10:00", ends="10:50", room=made.rooms[1], weeks="even"), Why("к"))
    return made


def today(office: Office, day: date = MONDAY) -> Desk:
    return on(office.desk, day)


def lesson(office: Office, desk: Desk, day: date = MONDAY) -> checks.Planned:
    return next(p for p in checks.planned(desk, day) if p.what is Held.lesson)


def missed(office: Office, desk: Desk, **answer: object) -> tuple[LessonCheck, Deviation]:
    made = checks.make(
        desk, Held.lesson, lesson(office, desk).of, MONDAY, False, {"cause": "teacher_absent", "note": "есік жабық"},
        Why(""), answer,
    )  # fmt: skip
    return made, Deviation.model_validate(desk.store.one("deviations", {"check.id": made.id}))


def test_what_should_be_held_follows_weekday_parity_holidays_and_sheets(office: Office) -> None:
    desk = office.desk
    assert [(p.section.label.kk, p.at) for p in checks.planned(desk, MONDAY)] == [("A", "09:00"), ("B", "10:00")]
    assert [p.section.label.kk for p in checks.planned(desk, date(2026, 9, 14))] == ["A"]
    assert checks.planned(desk, date(2026, 9, 8)) == [] == checks.planned(desk, date(2026, 8, 31))
    put(desk, Calendar(year=2026, state=CalendarState.approved,
                       holidays=[Holiday(day=date(2026, 10, 26), name=Text(kk="Республика күні"))]))  # fmt: skip
    assert checks.planned(desk, date(2026, 10, 26)) == []
    put(desk, sheet(office, day=date(2026, 10, 26)))
    exams = checks.planned(desk, date(2026, 10, 26))
    assert [(p.what, p.teacher and p.teacher.id) for p in exams] == [(Held.exam, "p1")]
    assert checks.planned(of(desk, actor(Role.department, department="d2")), MONDAY) == []
    assert len(checks.planned(of(desk, actor(Role.teacher, teacher="p1")), MONDAY)) == 1


def sheet(office: Office, **more: object) -> GradeSheet:
    return GradeSheet.model_validate({
        "number": "V-1", "term": office.term.ref(), "term_code": "2026-1", "section": office.a.ref(),
        "discipline": office.a.discipline, "discipline_code": "DA", "credits": Decimal(5), "department": DEPARTMENT,
        "faculty": FACULTY, "day": MONDAY, "examiners": [office.people[0].ref()], "rules": "r", **more,
    })  # fmt: skip


def test_a_tick_is_a_numbered_check_and_a_further_one_answers_a_mistake(office: Office) -> None:
    desk = today(office)
    of_ = lesson(office, desk).of
    why = Why("")
    made = checks.make(desk, Held.lesson, of_, MONDAY, True, {"present": 3}, why)
    assert (made.number, made.at, made.room and made.room.id, made.present) == ("2026-0001", "09:00", "r1", 3)
    assert checks.make(desk, Held.lesson, of_, MONDAY, True, {"present": 3}, why).id == made.id
    assert lesson(office, desk).check.number == "2026-0001"  # type: ignore[union-attr]
    checks.make(desk, Held.lesson, of_, MONDAY, False, {"cause": "room"}, Why(""))
    again = lesson(office, desk).check
    assert again and again.number == "2026-0002" and not again.found
    [line] = [x for x in checks.by_department(desk, MONDAY, MONDAY) if x.department]
    assert (line.planned, line.checked, line.held, line.not_held, line.causes) == (2, 1, 0, 1, {"room": 1})


def test_bad_checks_are_refused(office: Office) -> None:
    desk = today(office)
    of_ = lesson(office, desk).of
    with pytest.raises(RuleBroken, match="future"):
        checks.make(desk, Held.lesson, of_, date(2026, 9, 14), True, {}, Why(""))
    with pytest.raises(RuleBroken, match="not_planned"):
        checks.make(desk, Held.lesson, of_, date(2026, 9, 2), True, {}, Why(""))
    with pytest.raises(Problems) as e:
        checks.make(desk, Held.lesson, of_, MONDAY, False, {}, Why(""))
    assert [(p.field, p.key) for p in e.value.problems] == [("cause", "errors.field.missing")]
    with pytest.raises(Problems):
        checks.make(desk, Held.lesson, of_, MONDAY, True, {"present": 900}, Why(""))
    with pytest.raises(Forbidden):
        checks.make(of(desk, actor(Role.registrar, faculty="f2")), Held.lesson, of_, MONDAY, True, {}, Why(""))
    with pytest.raises(Forbidden):
        checks.make(of(desk, actor(Role.auditor)), Held.lesson, of_, MONDAY, True, {}, Why(""))
    assert desk.store.count("lesson_checks", {}) == 0


def test_a_check_by_hand_is_of_a_section(office: Office) -> None:
    desk = today(office)
    made = checks.make(desk, Held.midterm, "sA", MONDAY, False, {"cause": "moved", "at": "12:00"}, Why(""))
    assert (made.of, made.section.id, made.teacher and made.teacher.id, made.cause) == ("", "sA", "p1", Cause.moved)
    assert desk.store.count("deviations", {"check.id": made.id}) == 1


def test_what_is_not_held_is_a_deviation_with_a_task_for_who_answers(office: Office) -> None:
    desk = today(office)
    account = put(desk, User(login="oraz", name="Оразбаева", role=Role.teacher, person=office.people[0].ref(),
                             order_number="1"))  # fmt: skip
    person = Ref(id="p1", label=office.people[0].label())
    check, deviation = missed(office, desk, responsible=person, due=date(2026, 9, 9))
    assert (deviation.number, deviation.state, deviation.where) == ("2026-0001", DeviationState.open, "101 09:00")
    assert deviation.cause == "Оқытушы келмеді. есік жабық" and deviation.check and deviation.check.id == check.id
    task = desk.store.one("tasks", {"subject.id": deviation.id})
    assert task and task["to_user"]["id"] == account.id and task["due"] == "2026-09-09"
    assert desk.store.count("audit_events", {"action": "check.make"}) == 1


def test_without_an_account_the_department_has_the_task_and_three_days(office: Office) -> None:
    desk = today(office)
    _, deviation = missed(office, desk)
    task = desk.store.one("tasks", {"subject.id": deviation.id})
    assert task and task["to_role"] == "department" and task["scope"]["department"] == ["d1"]
    assert deviation.due == date(2026, 9, 10)


def test_mended_by_one_closed_by_another(office: Office) -> None:
    desk = today(office)
    _, deviation = missed(office, desk)
    with pytest.raises(RuleBroken, match="not_done"):
        checks.close(desk, deviation.id, 1, Why(""))
    with pytest.raises(Problems) as e:
        checks.mend(desk, deviation.id, 1, {"action": " "}, Why(""))
    assert [p.field for p in e.value.problems] == ["action"]
    owner = of(desk, actor(Role.department, department="d1"))
    done = checks.mend(owner, deviation.id, 1, {"action": "сабақ өтелді"}, Why(""))
    assert done.state is DeviationState.done and done.done_on == MONDAY
    assert desk.store.count("tasks", {"subject.id": deviation.id, "state": "open", "mark": "close"}) == 1
    back = checks.give_back(desk, deviation.id, 2, date(2026, 9, 12), Why("өтелмеген"))
    assert (back.state, back.due) == (DeviationState.open, date(2026, 9, 12))
    checks.mend(desk, deviation.id, 3, {"action": "енді өтелді"}, Why(""))
    with pytest.raises(RuleBroken, match="same_person"):
        checks.close(desk, deviation.id, 4, Why(""))
    closed = checks.close(of(desk, actor(Role.senior_registrar)), deviation.id, 4, Why("көрдім"))
    assert closed.state is DeviationState.closed and closed.closing == "көрдім"
    assert desk.store.count("tasks", {"subject.id": deviation.id, "state": "open"}) == 0
    with pytest.raises(RuleBroken, match="not_open"):
        checks.mend(desk, deviation.id, 5, {"action": "т"}, Why(""))


def test_who_may_not_mend_or_close(office: Office) -> None:
    desk = today(office)
    _, deviation = missed(office, desk)
    for who in (actor(Role.department, department="d2"), actor(Role.teacher, teacher="p2"), actor(Role.management)):
        with pytest.raises(Forbidden):
            checks.mend(of(desk, who), deviation.id, 1, {"action": "т"}, Why(""))
    with pytest.raises(Forbidden):
        checks.close(of(desk, actor(Role.registrar, faculty="f1")), deviation.id, 1, Why(""))


def test_another_who_answers_is_told_and_a_past_deadline_is_seen(office: Office) -> None:
    desk = today(office)
    _, deviation = missed(office, desk)
    changed = checks.edit(desk, deviation.id, 1, {"responsible": Ref(id="p2", label=Text(kk="Жұмабаева"))}, Why(""))
    assert changed.responsible and changed.responsible.id == "p2"
    assert desk.store.count("tasks", {"subject.id": deviation.id}) == 2
    assert desk.store.count("tasks", {"subject.id": deviation.id, "state": "open"}) == 1
    with pytest.raises(RuleBroken, match="nothing_changed"):
        checks.edit(desk, deviation.id, 2, {}, Why(""))
    assert checks.overdue(desk) == 0 and checks.overdue(on(desk, date(2026, 9, 20))) == 1
    late = on(desk, date(2026, 9, 20))
    assert [checks.late(r, late.today()) for r in checks.deviations(late, "overdue")] == [True]
    assert len(checks.deviations(desk, "unclosed", "d1", MONDAY, MONDAY)) == 1 == len(checks.deviations(desk, ""))
    assert checks.deviations(desk, "closed") == []


def test_a_late_sheet_is_offered_once(office: Office) -> None:
    desk = on(office.desk, date(2026, 12, 20))
    put(desk, sheet(office, due=date(2026, 12, 15)))
    [row] = checks.late_sheets(desk)
    made = checks.deviate(desk, {"day": desk.today(), "what": "sheet", "text": "кешікті"}, Why(""), row["_id"])
    assert made.sheet and made.sheet.id == row["_id"] and made.department and made.faculty and made.section
    assert checks.late_sheets(desk) == []
    with pytest.raises(RuleBroken, match="sheet_told"):
        checks.deviate(desk, {"day": desk.today(), "what": "sheet", "text": "кешікті"}, Why(""), row["_id"])


def test_a_deviation_by_hand_says_what_is_wrong_with_it(office: Office) -> None:
    desk = today(office)
    with pytest.raises(Problems) as e:
        checks.deviate(desk, {"day": MONDAY, "what": "midterm"}, Why(""))
    assert [p.field for p in e.value.problems] == ["text"]
    with pytest.raises(Problems) as e:
        checks.deviate(desk, {"day": date(2027, 1, 1), "text": "т", "due": date(2026, 9, 1)}, Why(""))
    assert {(p.field, p.key) for p in e.value.problems} == {("due", "checks.due_past"), ("day", "checks.day_future")}
    made = checks.deviate(desk, {"day": MONDAY, "text": "т", "department": {"id": "d1", "label": {"kk": "К"}}}, Why(""))
    assert made.faculty and made.faculty.id == "f1"


def test_figures_count_days_and_have_their_denominators(office: Office) -> None:
    desk = on(office.desk, date(2026, 12, 20))
    [line] = checks.by_department(desk, date(2026, 9, 1), date(2026, 12, 12))
    # Fourteen Mondays from 7 September to 7 December, seven of them in even weeks.
    assert (line.planned, line.checked, line.rate, line.coverage) == (14 + 7, 0, None, Decimal("0.0"))
    [lesson_] = [p for p in checks.planned(desk, date(2026, 9, 14))]
    for day, found in ((MONDAY, True), (date(2026, 9, 14), True), (date(2026, 9, 28), False)):
        checks.make(desk, Held.lesson, lesson_.of, day, found, {"cause": "teacher_ill"}, Why(""))
    [line] = checks.by_department(desk, date(2026, 9, 1), date(2026, 9, 30))
    assert (line.planned, line.checked, line.held, line.rate, line.causes, line.deviations, line.unclosed) == (
        4 + 2, 3, 2, Decimal("66.7"), {"teacher_ill": 1}, 1, 1,
    )  # fmt: skip
    assert checks.total([line, line]).checked == 6
    assert checks.by_department(of(desk, actor(Role.department, department="d2")), MONDAY, MONDAY) == []
    rows = checks.checks(desk, date(2026, 9, 1), date(2026, 9, 30), "d1", False)
    assert [r["number"] for r in rows] == ["2026-0003"]


def test_the_report_speaks_its_own_language_and_keeps_what_a_person_wrote(office: Office) -> None:
    desk = today(office)
    check, deviation = missed(office, desk)
    assert words.told(deviation, check, "kk") == (deviation.text, deviation.cause)
    for lang, held, why in (("ru", "не проведено", "Преподаватель не"), ("en", "not held", "The teacher did")):
        text, cause = words.told(deviation, check, lang)  # type: ignore[arg-type]
        assert held in text and cause.startswith(why) and cause.endswith("есік жабық")
    edited = checks.edit(desk, deviation.id, deviation.revision, {"text": "Сабақ басталмады"}, Why(""))
    mended = checks.mend(desk, edited.id, edited.revision, {"cause": "ауырды", "action": "өтелді"}, Why(""))
    assert words.told(mended, check, "ru") == ("Сабақ басталмады", "ауырды")
