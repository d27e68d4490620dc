"""Two records of one person joined and parted again: nothing lost, nothing doubled, every «no» by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core import merged, sheets, students
from core.db.codec import differences
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, Problems, RuleBroken, StaleRevision
from core.sheets import odd
from core.students import merging
from core.students.consent import give_consent
from core.tx import Tx
from schemas import events as ev
from schemas.base import Basis, Ref, Text
from schemas.grade_sheet import GradeSheet
from schemas.merge import Merge
from schemas.section import Section
from schemas.student import Contacts, Name, Profile, Result, Student, StudyProfile
from schemas.words import ResultState, Role
from tests.acts.test_imports import csv, dry, results
from tests.acts.test_sheet_family import open_kind, typed
from tests.acts.test_sheets import office
from tests.conftest import actor, application

PIANO = Ref(id="p1", label=Text(kk="6B021 Аспаптық орындау"))
SONG = Ref(id="p2", label=Text(kk="7M021 Вокал"))


@pytest.fixture
def opened(head: Desk) -> GradeSheet:
    """An open sheet with three members."""
    return office(head)


def admitted(desk: Desk, number: str, iin: str | None = None, study: str = "st1", **more: Any) -> Student:
    profile = Profile(
        number=number, name=Name(last="Әбенова", first="Қарлығаш"), iin=iin, born=date(2003, 11, 5),
        iin_absent_reason="" if iin else "белгісіз", **more,
    )  # fmt: skip
    programme = PIANO if study == "st1" else SONG
    return students.admit(
        desk, profile, StudyProfile(id=study, programme=programme, admitted_on=date(2024, 9, 1), year=1), Why("а")
    )


def result(code: str, points: int = 4) -> Result:
    return Result(
        id=f"r-{code}", discipline=Ref(id=code, label=Text(kk=code)), code=code, term="2024-1", credits=Decimal(5),
        letter="A", points=Decimal(points), state=ResultState.passed, earned=Decimal(5), gpa=True, rules="r",
        on=date(2024, 12, 20),
    )  # fmt: skip


def record(desk: Desk, id: str, study: str, code: str, day: date | None = date(2024, 12, 20)) -> None:
    def work(tx: Tx) -> Student:
        tx.student(id)
        tx.append(id, ev.ResultRecorded, day, study=study, result=result(code))
        return tx.student_document(id)

    desk.transact("student.recognise", work, Why("әкелінді"), right="student.edit")


def row(desk: Desk, id: str) -> dict[str, Any]:
    return desk.store.one("students", {"_id": id}) or {}


def state(desk: Desk, id: str) -> dict[str, Any]:
    """What the record says, without its envelope."""
    out = {"events", "revision", "updated", "created", "head", "event_hash", "latest", "search"}
    return {k: v for k, v in row(desk, id).items() if k not in out and v is not None}


def join(head: Desk, senior: Desk, keep: str, other: str, choices: list[str] | None = None) -> Merge:
    proposed = merging.propose(head, keep, other, choices or [], Why("бір адам"))
    seen = (row(head, keep)["revision"], row(head, other)["revision"])
    return merging.confirm(senior, proposed.id, 1, seen, Why("тексерілді"))


def test_studies_results_and_papers_go_over_and_the_other_leaves_the_lists(head: Desk, senior: Desk) -> None:
    keep, other = admitted(head, "S-1"), admitted(head, "S-2", "031105699007", "st2", contacts=Contacts(phone="+7 701"))
    record(head, keep.id, "st1", "SOL")
    record(head, other.id, "st2", "HAR")
    merge = join(head, senior, keep.id, other.id, ["iin", "contacts.phone"])
    joined = students.card(head, keep.id)
    assert [(s.id, [r.code for r in s.record]) for s in joined.studies] == [("st1", ["SOL"]), ("st2", ["HAR"])]
    assert joined.studies[1].totals.gpa == 4 and joined.iin == "031105699007" and joined.contacts.phone == "+7 701"
    assert [r["number"] for r in students.listed(head)] == ["S-1"] and students.count(head) == 1
    assert students.listed(head, "S-2") == [] and len(students.listed(head, "абенова")) == 1
    assert students.duplicates(head, {"iin": "031105699007", "name": {}}, keep.id) == []
    assert students.kept(head, other.id) == keep.id and students.id_of(head, "S-2") == keep.id
    assert merge.state == "confirmed" and row(head, other.id)["number"] == "S-2"
    with pytest.raises(RuleBroken, match="merged_away"):
        students.edit(head, other.id, row(head, other.id)["revision"], {"citizenship": "KZ"}, Why("б"))
    with pytest.raises(Exception, match="number"):  # the number is never given again
        admitted(head, "S-2")
    students.erase(head, keep.id, joined.revision, ["contacts.phone"], application())
    assert head.store.rows("personal", {"field": "contacts.phone"}) == []


def test_the_way_back_restores_both(head: Desk, senior: Desk) -> None:
    keep, other = admitted(head, "S-1"), admitted(head, "S-2", "031105699007")
    record(head, other.id, "st1", "HAR")
    give_consent(head, other.id, 2, "1", date(2025, 1, 1), Why("а", Basis(kind="келісім")))
    before = state(head, keep.id), state(head, other.id)
    merge = join(head, senior, keep.id, other.id, ["iin", "iin_absent_reason"])
    assert students.card(head, keep.id).consent.state == "given"  # type: ignore[union-attr]  # the same person gave it
    two = students.card(head, keep.id).studies
    assert len({s.id for s in two}) == 2  # the same study id in both records: the brought one has another here
    merging.undo(head, merge.id, merge.revision, Why("екі адам екен"))
    assert differences(before[0], state(head, keep.id)) == [] and differences(before[1], state(head, other.id)) == []
    assert students.count(head) == 2 and students.kept(head, other.id) == other.id
    again = join(head, senior, keep.id, other.id, ["iin"])  # and it can be done once more
    assert students.card(head, keep.id).iin == "031105699007" and again.number != merge.number


def test_no_way_back_while_something_rests_on_the_brought_study(head: Desk, senior: Desk) -> None:
    keep, other = admitted(head, "S-1"), admitted(head, "S-2", study="st2")
    merge = join(head, senior, keep.id, other.id)
    students.edit(head, keep.id, row(head, keep.id)["revision"], {"citizenship": "KZ"}, Why("өз өрісі"))
    record(head, keep.id, "st2", "HAR")
    assert [r.code for r in students.card(head, keep.id).studies[1].record] == ["HAR"]  # back-dated, yet not lost
    with pytest.raises(RuleBroken, match="merge_rests") as e:
        merging.undo(head, merge.id, merge.revision, Why("қайтару"))
    assert e.value.values["n"] == 1 and "№ 4" in e.value.values["events"]


def test_a_later_edit_of_the_card_does_not_stand_in_the_way_back(head: Desk, senior: Desk) -> None:
    keep, other = admitted(head, "S-1"), admitted(head, "S-2", study="st2")
    merge = join(head, senior, keep.id, other.id)
    students.edit(head, keep.id, 2, {"citizenship": "KZ"}, Why("өз өрісі"))
    with pytest.raises(RuleBroken, match="before_study"):
        students.edit(head, keep.id, 3, {"studies.st2.group": "Б"}, Why("б"), date(2025, 1, 1))
    merging.undo(senior, merge.id, merge.revision, Why("қайтару"))
    assert students.card(head, keep.id).citizenship == "KZ" and len(students.card(head, other.id).studies) == 1


def test_the_past_is_one_person_too(head: Desk, senior: Desk) -> None:
    keep, other = admitted(head, "S-1"), admitted(head, "S-2")
    record(head, other.id, "st1", "HAR")
    join(head, senior, keep.id, other.id)
    then = students.as_of(head, keep.id, date(2025, 1, 1))
    assert [[r["code"] for r in s["record"]] for s in then["studies"]] == [[], ["HAR"]]
    assert {s["id"] for s in then["studies"]} == {s.id for s in students.card(head, keep.id).studies}
    before = students.as_of(head, keep.id, date(2025, 1, 1), row(head, keep.id)["events"][0]["at"])
    assert len(before["studies"]) == 1  # as it was known before the merge


def test_a_chain_of_merges_leads_to_the_last(head: Desk, senior: Desk) -> None:
    a, b, c = (admitted(head, f"S-{n}") for n in (1, 2, 3))
    record(head, a.id, "st1", "SOL")
    first = join(head, senior, b.id, a.id)
    join(head, senior, c.id, b.id)
    assert students.kept(head, a.id) == c.id and set(merged.ids_of(head.store, c.id)) == {a.id, b.id, c.id}
    last = students.card(head, c.id)
    assert len(last.studies) == 3 and len({s.id for s in last.studies}) == 3
    who, study = merged.whose(head.store, a.id, "st1")
    assert who == c.id and [r.code for s in last.studies if s.id == study for r in s.record] == ["SOL"]
    with pytest.raises(RuleBroken, match="merged_away"):
        merging.undo(head, first.id, first.revision, Why("ерте"))


def test_four_eyes_roles_and_what_stands_in_the_way(head: Desk, senior: Desk) -> None:
    keep, other = admitted(head, "S-1", "031105699007"), admitted(head, "S-2", "990101300013")
    with pytest.raises(RuleBroken, match="two_iins"):
        merging.propose(head, keep.id, other.id, [], Why("а"))
    assert merging.preview(head, keep.id, other.id).blocked
    third = admitted(head, "S-3")
    with pytest.raises(RuleBroken, match="same_record"):
        merging.propose(head, keep.id, keep.id, [], Why("а"))
    with pytest.raises(Problems):
        merging.propose(head, keep.id, third.id, [], Why(""))
    with pytest.raises(RuleBroken, match="no_such_field"):
        merging.propose(head, keep.id, third.id, ["number"], Why("а"))
    proposed = merging.propose(head, keep.id, third.id, [], Why("а"))
    with pytest.raises(RuleBroken, match="merge_waits"):
        merging.propose(head, third.id, other.id, [], Why("а"))
    with pytest.raises(RuleBroken, match="same_person"):
        merging.confirm(head, proposed.id, 1, (1, 1), Why("а"))
    students.edit(head, third.id, 1, {"citizenship": "KZ"}, Why("б"))
    with pytest.raises(StaleRevision):
        merging.confirm(senior, proposed.id, 1, (1, 1), Why("а"))
    assert merging.decline(senior, proposed.id, 1, Why("екі адам")).state == "declined"
    with pytest.raises(RuleBroken, match="decided_already"):
        merging.confirm(senior, proposed.id, 2, (1, 2), Why("а"))
    with pytest.raises(RuleBroken, match="merge_not_done"):
        merging.undo(senior, proposed.id, 2, Why("а"))
    for role in set(Role) - {Role.head, Role.senior_registrar}:
        desk = Desk(actor(role, faculty="f1"), head.store)
        with pytest.raises(Forbidden):
            merging.propose(desk, keep.id, third.id, [], Why("а"))
        with pytest.raises(Forbidden):
            merging.preview(desk, keep.id, third.id)
    assert [len(p) for p in merging.pairs(head)] == [3]


def test_a_field_that_does_not_fit_is_named(head: Desk, senior: Desk) -> None:
    keep, other = admitted(head, "S-1", "031105699007"), admitted(head, "S-2")
    proposed = merging.propose(head, keep.id, other.id, ["iin"], Why("а"))  # to take the emptiness of the other
    with pytest.raises(Problems):
        merging.confirm(senior, proposed.id, 1, (1, 1), Why("а"))
    assert students.count(head) == 2


def test_an_unknown_record_is_not_joined(head: Desk) -> None:
    keep = admitted(head, "S-1")
    with pytest.raises(NotFound):
        merging.propose(head, keep.id, "жоқ", [], Why("а"))


def test_open_sheets_with_typed_marks_go_over_and_back(head: Desk, senior: Desk, opened: GradeSheet) -> None:
    line = opened.lines[0]
    keep = admitted(head, "S-9")
    sheets.keep(head, opened.id, [(line.student.id, "score", "77")])
    merge = join(head, senior, keep.id, line.student.id)
    sheet = head.get(GradeSheet, opened.id, "grade_sheet.read")
    mine = next(x for x in sheet.lines if x.student.id == keep.id)
    assert mine.number == "S-9" and line.student.id not in {x.student.id for x in sheet.lines}
    assert mine.study in {s.id for s in students.card(head, keep.id).studies[1:]}
    section = head.get(Section, opened.section.id, "section.read")
    assert keep.id in {m.student.id for m in section.members} and set(merge.moved["sections"]) == {section.id}
    assert [d["text"] for d in head.store.rows("drafts", {"student": keep.id})] == ["77"]
    merging.undo(head, merge.id, merge.revision, Why("қайтару"))
    assert {x.student.id for x in head.get(GradeSheet, opened.id, "grade_sheet.read").lines} == {
        x.student.id for x in opened.lines
    }
    assert [d["text"] for d in head.store.rows("drafts", {"student": line.student.id})] == ["77"]


def test_absences_of_a_joined_record_are_counted_as_corrected_on_the_sheet_it_stands_on_today(
    head: Desk, senior: Desk, opened: GradeSheet
) -> None:
    row = {"current": "80", "control": "80", "absences": "4"}
    midterm = typed(head, open_kind(head, opened, "midterm_1"), *[row] * 3)
    first, second = (x.student.id for x in opened.lines[:2])
    basis = Why("қате", Basis(kind="жазба", number="3"))
    made = sheets.propose(head, midterm.id, midterm.revision, first, {"absences": "12"}, basis)
    sheets.confirm(senior, midterm.id, made.revision, made.corrections[0].act, Why("рас"))
    keep = admitted(head, "S-9")
    join(head, senior, keep.id, first)
    found = odd.absences(head, head.get(GradeSheet, opened.id, "grade_sheet.read"))
    assert (found[keep.id], found[second], first in found) == (12, 4, False)


def test_both_on_one_open_sheet_must_be_settled_first(head: Desk, opened: GradeSheet) -> None:
    a, b = opened.lines[0].student.id, opened.lines[1].student.id
    with pytest.raises(RuleBroken) as e:
        merging.propose(head, a, b, [], Why("а"))
    assert e.value.key == "records.both_on_sheet" and e.value.values["number"] == opened.number
    assert merging.preview(head, a, b).blocked


def test_sums_count_the_person_once_before_and_after(head: Desk, senior: Desk) -> None:
    from core.sums.scan import Scan

    keep, other = admitted(head, "S-1"), admitted(head, "S-2")
    days = [date(2025, 1, 1), head.today()]
    before = [(d, s["programme"]) for d, s in Scan(head.store, head.today()).studies_on(days)]
    join(head, senior, keep.id, other.id)
    after = [(d, s["programme"]) for d, s in Scan(head.store, head.today()).studies_on(days)]
    assert sorted(before) == sorted(after) and len(after) == 4
    students_now = {s["student"] for d, s in Scan(head.store, head.today()).studies_on(days) if d == head.today()}
    assert students_now == {keep.id}


def test_looks_and_papers_of_the_other_are_found_by_the_kept_record(head: Desk, senior: Desk) -> None:
    keep, other = admitted(head, "S-1"), admitted(head, "S-2")
    students.card(head, other.id)
    join(head, senior, keep.id, other.id)
    students.card(head, keep.id)
    assert {r["student"] for r in students.looked(head, keep.id)} == {keep.id, other.id}


def test_a_file_with_the_number_of_the_other_is_told_so(head: Desk, senior: Desk) -> None:
    keep, other = admitted(head, "S-1"), admitted(head, "S-2")
    join(head, senior, keep.id, other.id)
    people = dry(head, csv("S-2;Әбенова;Қарлығаш;x;ОС-1;"))
    marks = dry(head, results("S-2,HIST,Тарих,2024-1,3,A,1"), "results", "midfield")
    assert [p.key for p in people.problems] == ["records.number_joined"]
    assert "records.number_joined" in [p.key for p in marks.problems]
