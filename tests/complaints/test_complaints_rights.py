"""Complaints 48-52 (permissions): one office, people of every role and of another faculty; see complaints.csv."""

from __future__ import annotations

from typing import Any

import pytest

from core import finding, orders, references, registration, rulebooks, sheets, students, transcripts
from core.audit import trail
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, OfficeError
from core.grouping import listing
from core.i18n import t
from core.progress import reading
from core.tx import Tx
from schemas.base import Ref, Text
from schemas.discipline import Discipline
from schemas.section import Section
from schemas.student import Student, StudyProfile
from schemas.words import Role
from tests.acts.test_field_rights import SECRET, SEEN, admitted
from tests.acts.test_kinds import field, why
from tests.acts.test_sheets import closed
from tests.acts.test_students import person
from tests.acts.test_transcripts import own_office
from tests.bases import Bases
from tests.conftest import actor
from tests.pages.conftest import Open, _packages_are_read_once, open_page  # noqa: F401
from tests.pages.seen import texts

HOME, ABROAD = (Ref(id=i, label=Text(kk=f"Факультет {i}")) for i in ("f1", "f2"))
TYPED = ("' OR 1=1 --", '{"$ne": null}', "$where", "1; db.students.drop()", "<script>", "../../etc/passwd")


@pytest.fixture(scope="module")
def store(bases: Bases) -> Store:
    """One office for the whole file: a student of each faculty, a closed sheet, a field hidden from teachers."""
    made = bases.take()
    desk = Desk(actor(Role.head), made)
    own_office(desk)
    field(desk, "diag", of="students", sees=SEEN)
    closed(desk, 1)
    for number, faculty in (("H-1", HOME), ("A-1", ABROAD)):
        card = person(number, None, iin_absent_reason="т")
        students.admit(desk, card, StudyProfile(id=f"s-{number}", faculty=faculty, group=f"Т-{number}"), Why("т"))
    return made


def desk_of(store: Store, role: Role, **assigned: str) -> Desk:
    return Desk(actor(role, **assigned), store)


def id_of(store: Store, number: str) -> str:
    return str((store.one("students", {"number": number}) or {})["_id"])


def test_complaint_48_who_may_not_is_refused_by_the_act_itself(store: Store) -> None:
    """Any signed-in user could enrol people, change fees and results; the checks were commented out."""
    before = {name: store.count(name, {}) for name in ("students", "audit_events", "orders", "transcripts")}
    sheet = store.rows("grade_sheets", {})[0]
    student, line = id_of(store, "H-1"), sheet["lines"][0]
    acts: dict[str, Any] = {
        "student.edit": lambda d: students.edit(d, student, 1, {"citizenship": "X"}, Why("т")),
        "student.register": lambda d: students.admit(d, person("X-9", None, iin_absent_reason="т"),
                                                     StudyProfile(id="x"), Why("т")),
        "grade_sheet.close": lambda d: sheets.close(d, sheet["_id"], sheet["revision"], "", Why("т")),
        "correction.propose": lambda d: sheets.propose(d, sheet["_id"], sheet["revision"], line["student"]["id"],
                                                        {"score": "99"}, Why("т")),
        "transcript.issue": lambda d: transcripts.issue(d, student, "s-H-1", "kk", Why("т")),
        "order.draft": lambda d: orders.draft(d, "expulsion", d.today(), [(student, "s-H-1")], Why("т")),
        "reference.edit": lambda d: references.save(d, Discipline, None, 0, {"code": "X"}, Why("т")),
        "rulebook.edit": lambda d: rulebooks.revise(d, "kz-2022@1", {"weight_exam": 50}, Why("т")),
        "kind.edit": lambda d: field(d, "zz", of="students"),
        "plan.choose": lambda d: registration.draw(d, [(student, "s-H-1")], 2026, Why("т")),
    }  # fmt: skip
    tried = 0
    for role in Role:
        for right, act in acts.items():
            desk = desk_of(store, role)
            if desk.may(right):
                continue
            with pytest.raises(Forbidden):
                act(desk)
            tried += 1
    assert tried > 90
    assert {name: store.count(name, {}) for name in before} == before, "and nothing is written, no line of the trail"
    assert "student" not in {r.value for r in Role}, "students have no account here at all"


def test_complaint_49_results_are_seen_by_who_answers_for_them(store: Store, open_page: Open) -> None:  # noqa: F811
    """Students saw the results of others: here a page, an act and a list ask whose the student is."""
    student = id_of(store, "A-1")
    for role, assigned in ((Role.registrar, {"faculty": "f1"}), (Role.teacher, {"teacher": "p1"}), (Role.hr, {})):
        with pytest.raises((Forbidden, NotFound)):
            students.card(desk_of(store, role, **assigned), student)
        assert student not in {r["_id"] for r in _listed(desk_of(store, role, **assigned))}
    graded = store.rows("students", {"studies.record.letter": "B+"})[0]["_id"]
    for role in (Role.payments, Role.career, Role.service):  # they see the card for their own work, no marks
        page = open_page("student", role, id=graded)
        said = "\n".join(texts(page))
        assert not page.exception and page.title and t("students.tab.results", "kk") not in said and "B+" not in said
        with pytest.raises(Forbidden):
            reading.ranking(desk_of(store, role), "Т-1")
    page = open_page("student", Role.registrar, id=student)
    assert not page.exception and not page.title and "A-1" not in "\n".join(texts(page))


def _listed(desk: Desk) -> list[Any]:
    try:
        return students.listed(desk)
    except Forbidden:
        return []


@pytest.mark.parametrize("typed", TYPED)
def test_complaint_50_what_is_typed_is_never_a_query(store: Store, typed: str) -> None:
    """SQL injection from a student's account: here every typed word is a value, in search, filters, addresses."""
    desk = desk_of(store, Role.head)
    assert students.listed(desk, typed) == [] and students.count(desk, "", {"studies.group": typed}) == 0
    assert not any(finding.find(desk, typed).groups.values())
    assert trail.history(desk, trail.Asked(text=typed, document=typed, who=typed)) == []
    for wanted in ({"$ne": None}, {"$regex": ".*"}, {"$where": "1"}):
        assert students.count(desk, "", {"studies.status": wanted, "studies.group": wanted}) == 0
    with pytest.raises(OfficeError):
        students.card(desk, typed)
    assert transcripts.verify(store, typed) is None


def test_complaint_51_no_list_shows_another_faculty(store: Store) -> None:
    """Rosters of another school were visible."""
    mine = desk_of(store, Role.registrar, faculty="f1")
    assert {r["number"] for r in students.listed(mine)} == {"H-1"} and students.count(mine) == 1
    for desk, n in ((mine, 0), (desk_of(store, Role.head), 1)):  # whoever may sees all of it
        assert len(reading.members(desk, "Т-A-1")) == n
        assert len(registration.studies_of(desk, {"studies.group": "Т-A-1"})) == n
        assert [hit.id for hit in finding.find(desk, "A-1").groups.get("students", [])].count(id_of(store, "A-1")) == n

    def put(tx: Tx) -> Section:
        term, discipline = (Ref(id=i, label=Text(kk=i)) for i in ("t", "d"))
        return tx.add(Section(code="FAR", term=term, discipline=discipline, faculty=ABROAD), scoped=False)

    desk_of(store, Role.head).transact("reference.edit", put, Why("т"))
    assert listing.rows(mine, "t") == [] and len(listing.rows(desk_of(store, Role.head), "t")) == 1


def test_complaint_52_earlier_versions_give_no_more_than_the_card(store: Store) -> None:
    """Reading revisions gave everything: hidden fields are hidden in every day, comparison and in the trail."""
    head = desk_of(store, Role.head)
    made: Student = admitted(head, "S-1", {"diag": SECRET})
    students.edit(head, made.id, 1, {"custom.diag": "басқа"}, why())
    teacher = desk_of(store, Role.teacher, teacher="t1")
    read = [students.card(teacher, made.id, look=False), students.as_of(teacher, made.id, teacher.today()),
            students.compare(teacher, made.id, 1, 2)]  # fmt: skip
    assert SECRET not in str(read) and "басқа" not in str(read)
    assert SECRET in str(students.compare(head, made.id, 1, 2)), "who may sees it"
    for act in (lambda: trail.history(teacher, trail.Asked()), lambda: trail.entry(teacher, "x")):
        with pytest.raises(Forbidden):
            act()
    outsider = desk_of(store, Role.registrar, faculty="f1")
    with pytest.raises(Forbidden):
        students.as_of(outsider, id_of(store, "A-1"), outsider.today())
