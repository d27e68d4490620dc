"""Complaints 14 and 36-47 (movement of students, history, the last writer): see complaints.csv."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core import grouping, history, orders, registration, rollover, rulebooks, sheets, students, timetable, transcripts
from core.audit import trail
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Problems, RuleBroken, StaleRevision
from core.norm_documents import comments, life
from core.students import many, revert
from schemas.grade_sheet import GradeSheet
from schemas.norm_document import NormVersion
from schemas.rollover import RolloverState
from schemas.section import Section
from schemas.student import Student
from schemas.words import LineState, Role, StudyStatus
from tests.acts import test_lesson_checks as lessons
from tests.acts import test_mass_edit as mass
from tests.acts import test_registration as plans
from tests.acts import test_rollover as turning
from tests.acts.job_kit import ended, worker
from tests.acts.order_kit import Staff, staff
from tests.acts.test_norm_documents import Offices, drafted, office  # noqa: F401
from tests.acts.test_sheets import closed, fill, seen
from tests.acts.test_sheets import office as one_sheet
from tests.acts.test_students import person, study
from tests.acts.test_transcripts import own_office, words
from tests.acts.timetable_kit import Office as Hours
from tests.acts.timetable_kit import on, put, values
from tests.bases import Bases

Move = tuple[Desk, Any]


@pytest.fixture(scope="module")
def turned(bases: Bases) -> Move:
    """A school whose year was turned over; read by the three complaints about that, then let go."""
    made = bases.take()
    desk = worker(made, Role.head)
    own_office(desk)
    rulebooks.install(desk, "kz-2022")
    of = turning.school(desk)
    seen_before = rollover.preview(desk, turning.YEAR)
    turning.begun(desk)
    assert ended(made, turning.job(made))["state"] == "done"
    return desk, (of, seen_before)


def test_complaint_14_after_the_turn_of_the_year_papers_bear_names(turned: Move) -> None:
    """After rollover transcripts came out without names: the turn is an event, the name stays what it was."""
    desk, (of, _) = turned
    moved = desk.store.load(Student, of.pupils[1].id)
    assert moved.studies[0].year == 3 and moved.name == of.pupils[1].name
    made = transcripts.issue(desk, moved.id, moved.studies[0].id, "kk", Why("сұрау"))
    assert moved.name.last in words(transcripts.file_of(desk, made.id)[1])


def test_complaint_40_nobody_is_left_behind(turned: Move) -> None:
    """Rollover left some students behind: the sum of all turns is the contingent, each named with his turn."""
    desk, (of, before) = turned
    doc = rollover.of_year(desk.store, turning.YEAR)
    assert doc and doc.state is RolloverState.done and doc.stood == []
    assert sum(before.counts.values()) == before.contingent == sum(doc.facts.values()) == 10
    assert [turning.year_of(desk, s) for s in of.pupils[:6]] == [2, 3, 4, 2, 3, 4]


def test_complaint_41_there_is_a_turn_of_the_year_and_it_is_done_once(turned: Move) -> None:
    """There was no rollover at all."""
    desk, _ = turned
    doc = rollover.of_year(desk.store, turning.YEAR)
    with pytest.raises(RuleBroken, match="done_already"):
        turning.begun(desk)
    assert doc and doc.plans and doc.sections, "plans and classes of the new year follow"


@pytest.fixture
def people(shipped: Store) -> Staff:
    made = staff(shipped)
    rulebooks.install(made.head, "kz-2022")
    return made


def gone(people: Staff, of: Student, day: date | None = None) -> None:
    people.done(people.draft("expulsion", [of], day, each={"fact/reason": "own_wish"}))


def test_complaint_36_who_has_left_gets_his_transcript(people: Staff) -> None:
    """Once a student was transferred out no transcript could be printed for him."""
    of = people.of.pupil(1)
    gone(people, of)
    assert people.now(of).studies[0].status is StudyStatus.expelled
    made = transcripts.issue(people.head, of.id, of.studies[0].id, "ru", Why("сұрау"))
    assert made.number and of.name.last in words(transcripts.file_of(people.head, made.id)[1])


def test_complaint_37_no_transfer_without_its_papers(people: Staff) -> None:
    """A transfer without a check of grades; the kind of order keeps the list of what must lie with it, by student."""
    of = people.of.pupil(1)
    order = people.draft("transfer_out", [of], papers=False)
    with pytest.raises(Problems) as e:
        orders.check(people.author, order.id, order.revision, Why("бәрі дұрыс"))
    lacks = [p for p in e.value.problems if p.key == "orders.line_no_basis"]
    assert lacks and all(p.values["name"] == of.label() for p in lacks)
    assert people.store.load(type(order), order.id).status == "draft"


def test_complaint_38_a_back_dated_order_erases_nothing(people: Staff) -> None:
    """A back-dated transfer deleted attendance for good: here what was written after its day stays, and is told."""
    of = people.of.pupil(1)
    students.edit(people.head, of.id, 1, {"citizenship": "KZ"}, Why("анықтама"))
    before = people.now(of).events
    gone(people, of, people.today - timedelta(30))
    after = people.now(of)
    assert [e["id"] for e in after.events[: len(before)]] == [e["id"] for e in before]
    assert after.citizenship == "KZ" and len(after.events) == len(before) + 1
    assert history.fold(history.parse(before))["studies"][0]["status"] == "active", "and every earlier day is told"


def test_complaint_39_a_changed_timetable_keeps_what_was_held(head: Desk) -> None:
    """Changing a schedule mid-year seemed to delete attendance: the old lesson ends on its day, checks stay."""
    of = Hours(on(head, date(2026, 9, 1)))
    made = timetable.place(of.desk, values(of.a, room=of.rooms[0]), Why("кесте"))
    desk = on(of.desk, lessons.MONDAY)
    lessons.checks.make(desk, lessons.Held.lesson, made.id, lessons.MONDAY, True, {"present": 3}, Why(""))
    later = on(of.desk, date(2026, 10, 6))
    timetable.change(later, made.id, 1, {"starts": "10:00", "ends": "10:50"}, date(2026, 10, 12), Why("ауыстыру"))
    [planned] = lessons.checks.planned(later, lessons.MONDAY)
    assert planned.at == "09:00" and planned.check and planned.check.present == 3


def test_complaint_42_the_same_year_has_both_its_terms(store: Store) -> None:
    """A student could not be enrolled twice in a year by term: one plan of the year holds both."""
    base = plans.office(store)
    plan = base.approved()
    terms = {x.term_code for x in plan.lines if x.state is LineState.registered}
    assert terms == {"2026-1", "2026-2"} and {e["term"] for e in base.study()["enrolled"]} == terms
    for code in ("2026-1", "2026-2"):
        of = Section(code=f"S-{code}", term=base.terms[code].ref(), discipline=base.disciplines["U1"].ref())
        made = put(base.head, of)
        registration_of = base.pairs[1]
        grouping.enlist(base.head, made.id, made.revision, [registration_of], Why("топ"))
    assert store.count("sections", {"members.student.id": base.pairs[1][0]}) == 2
    assert registration.plan_of(base.head, base.pairs[0][1], 2026) == plan


def test_complaint_43_a_remark_leaves_the_text_as_it_is(office: Offices) -> None:  # noqa: F811
    """Proof-reading erased the text it was meant to check: a remark is a document of its own."""
    version = drafted(office)
    today = office.head.today()
    version = life.circulate(office.senior, version.id, version.revision, today + timedelta(5), Why())
    before = office.store.one("norm_versions", {"_id": version.id})
    said = comments.comment(office.teacher, version.id, {"clause": "7", "text": "Атауы да түзетілсін"}, Why())
    comments.answer(office.senior, said.id, said.revision, {"status": "left", "answer": "Келесі жолы"}, Why())
    after = office.store.one("norm_versions", {"_id": version.id})
    assert after == before and office.store.load(NormVersion, version.id).changes[0].text.startswith("7-3")


def test_complaint_44_what_was_typed_is_there_after_saving(head: Desk) -> None:
    """The typed grade disappeared after «Saving…»: kept text is read back, a refused closing takes none of it."""
    sheet = one_sheet(head, 2)
    fill(head, sheet, ("86", "90", "88"), ("86", "90", "101"))
    with pytest.raises(Problems):
        sheets.close(head, sheet.id, 1, seen(head, sheet), Why("жабу"))
    stored = sheets.drafts.of_sheet(head, sheet, rulebooks.get(head.store, sheet.rules))
    assert [stored[x.student.id, "score"].text for x in sheet.lines] == ["88", "101"]


def test_complaint_45_the_second_writer_is_told_and_loses_nothing_of_the_first(head: Desk, senior: Desk) -> None:
    """The last writer won, silently: here the second is refused and shown what came first."""
    made = students.admit(head, person(), study(), Why("а"))
    students.edit(senior, made.id, 1, {"studies.st1.group": "ОС-1"}, Why("топ"))
    with pytest.raises(StaleRevision) as e:
        students.edit(head, made.id, 1, {"citizenship": "RU"}, Why("б"))
    [theirs] = e.value.values["theirs"]
    assert (theirs["now"], theirs["by"]) == ("ОС-1", senior.actor.name)
    sheet = closed(head, 1)
    with pytest.raises((StaleRevision, RuleBroken)):
        sheets.close(senior, sheet.id, 1, "", Why("жабу"))
    assert head.store.load(GradeSheet, sheet.id).lines[0].score == 88


def test_complaint_46_a_step_back_is_that_step_and_reaches_the_first(head: Desk) -> None:
    """Revert went a step too far, or never to the first version."""
    made = students.admit(head, person(), study(), Why("а"))
    field = "studies.st1.group"
    groups = [made.studies[0].group, "Б", "В"]
    for n, group in enumerate(groups[1:], 1):
        made = students.edit(head, made.id, n, {field: group}, Why("топ"))
    for step in (2, 1):
        events = (head.store.one("students", {"_id": made.id}) or {})["events"]
        made = revert.revert(head, made.id, made.revision, events[step]["id"], [field], Why("қате"))
        assert made.studies[0].group == groups[step - 1]
    row = head.store.one("students", {"_id": made.id}) or {}
    assert len(row["events"]) == 5, "every step stays readable"


def test_complaint_47_bulk_edits_and_emptied_cells_are_in_the_trail(head: Desk) -> None:
    """Bulk edits and wiped cells were missing from the audit."""
    ids = [mass.admit(head, n) for n in range(3)]
    shown = many.preview(head, ids, mass.GROUP, "")
    many.edit(head, mass.GROUP, shown.value, shown.seen, Why("топ жойылды"))
    [row] = trail.history(head, trail.Asked(action="student.edit_many"))
    changes = trail.entry(head, row["_id"])["changes"]
    wiped = {c["id"] for c in changes if c["kind"] == "students" and c["path"].endswith("group")}
    assert wiped == set(ids) and row["reason"] == "топ жойылды"
