"""All sheets of a period opened in one act, and sheets opened once more: re-sits and permit slips."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core import exams, rulebooks, sheets
from core.desk import Desk, Why
from core.errors import Problems, RuleBroken
from core.jobs.run import Run
from core.sheets import drafts, forms, period
from core.sheets.opening import Frame
from core.tx import Tx
from schemas.base import Ref, Text
from schemas.discipline import Discipline
from schemas.grade_sheet import OWN, GradeSheet
from schemas.section import Section
from schemas.term import Term
from schemas.words import Control, Role, SheetStatus
from tests.acts.exam_kit import Session
from tests.acts.job_kit import ended, worker
from tests.acts.timetable_kit import on

DAY = date(2026, 12, 21)
TEACHER = Ref(id="p1", label=Text(kk="Оразбаева"))


@pytest.fixture
def office(head: Desk) -> Session:
    rulebooks.install(head, "kz-2022")
    return Session(on(head, date(2026, 11, 23)))


def wish(*kinds: str, day: date | None = DAY, **more: object) -> period.Wish:
    return period.Wish("t1", kinds or ("exam",), day=day, **more)  # type: ignore[arg-type]


def left(found: period.Preview) -> dict[str, str]:
    return {p.of.section.label.kk: p.why for p in found.left}


def opened(desk: Desk, asked: period.Wish, why: str = "Қысқы сессия") -> dict[str, object]:
    """The long work to its end; its answer."""
    id = period.begin(desk, period.preview(desk, asked), Why(why))
    row = ended(desk.store, id)
    assert row["error"] is None, row
    return dict(row["result"])


def bare(office: Session) -> Section:
    """A section with nobody in it."""
    return office.section("E", office.people[1], [])


def test_the_preview_takes_day_and_examiners_of_the_timetable_and_names_who_is_left_out(office: Session) -> None:
    bare(office)
    office.section("NT", None, office.students[:1])
    exams.plan(office.desk, office.a.id, office.wish(), Why("кесте"))
    exams.publish(office.desk, "t1", None, Why("кеңес"))
    found = period.preview(office.desk, wish())
    by = {p.of.section.label.kk: p for p in found.opened}
    assert by["A"].day == date(2026, 12, 14) and [e.id for e in by["A"].examiners] == ["p1"] and by["A"].room == "101"
    assert by["B"].day == DAY and [e.id for e in by["B"].examiners] == ["p2"]
    assert left(found) == {"E": "sheets.left_no_members", "NT": "sheets.left_no_examiner"}
    assert found.counts() == [(forms.kind("exam").name, 2, 4, 2)]


def test_without_a_day_the_last_day_of_the_session_stands(office: Session) -> None:
    assert {p.day for p in period.preview(office.desk, wish(day=None)).opened} == {date(2026, 12, 30)}
    found = period.preview(office.desk, wish("midterm_1", day=None))  # the calendar has no midterms
    assert set(left(found).values()) == {"sheets.left_no_day"}


def test_a_kind_is_opened_for_its_forms_of_control_and_midterms_for_all(office: Session) -> None:
    test = Discipline(code="PFD", name=Text(kk="Сынақ пәні"), credits=Decimal(3), control=Control.pass_fail)
    made = office.desk.transact("reference.edit", lambda tx: tx.add(test, scoped=False), Why("т"))
    office.section("Z", office.people[0], office.students, discipline=made.ref())
    found = period.preview(office.desk, wish("midterm_1", "exam", "pass_fail"))
    assert sorted((p.of.section.label.kk, p.kind) for p in found.opened) == [
        ("A", "exam"), ("A", "midterm_1"), ("B", "exam"), ("B", "midterm_1"), ("Z", "midterm_1"), ("Z", "pass_fail"),
    ]  # fmt: skip


def test_the_work_opens_every_sheet_with_numbers_without_gaps(office: Session) -> None:
    office.desk = worker(office.desk.store, Role.head)
    done = opened(office.desk, wish("midterm_1", "exam"))
    assert (done["done"], done["n_left"]) == (4, 0)
    rows = office.desk.store.rows("grade_sheets", {}, sort=[("number", 1)])
    assert [r["number"] for r in rows] == ["2026-00001", "2026-00002", "R1-2026-00001", "R1-2026-00002"]
    assert {r["status"] for r in rows} == {"open"} and {len(r["lines"]) for r in rows} == {1, 3}
    assert left(period.preview(office.desk, wish())) == {"A": "sheets.left_already", "B": "sheets.left_already"}
    with pytest.raises(RuleBroken, match="nothing_to_open"):
        period.begin(office.desk, period.preview(office.desk, wish()), Why("тағы"))
    entry = office.desk.store.one("audit_events", {"action": "grade_sheet.open_period"})
    assert entry and entry["subject"]["kind"] == "terms" and entry["reason"] == "Қысқы сессия"


def test_drafts_of_a_period_are_issued_later(office: Session) -> None:
    office.desk = worker(office.desk.store, Role.head)
    opened(office.desk, wish(draft=True))
    sheet = GradeSheet.model_validate(office.desk.store.one("grade_sheets", {"section.id": "sA"}))
    assert sheet.status is SheetStatus.draft
    assert sheets.issue(office.desk, sheet.id, 1, Why("шығару")).status is SheetStatus.open


def test_a_part_passes_over_what_was_opened_meanwhile_and_a_refusal_takes_no_number(office: Session) -> None:
    """What a crash left half done, or a colleague did, is not done twice; one bad list stops nobody else's sheet."""
    desk, asked = office.desk, wish()
    found = period.preview(desk, asked)
    sheets.open_sheet(desk, "sA", DAY, [office.people[0].ref()], Why("өзі"))
    store = desk.store

    def spoil(tx: Tx) -> Section:
        kept = tx.get(Section, "sB", scoped=False)
        kept.members[0].study = "elsewhere"
        return tx.save(kept)

    desk.transact("section.edit", spoil, Why("т"))
    c = office.c()
    part = (*found.opened, *(p for p in period.preview(desk, asked).opened if p.of.section.id == c.id))
    frames = {"exam": Frame.of("exam")}
    refused = period.put_in(desk, asked, part, frames, Why("б"))
    assert [r["section"] for r in refused] == ["B"] and refused[0]["key"] == "sheets.no_study"
    numbers = [r["number"] for r in store.rows("grade_sheets", {}, sort=[("number", 1)])]
    assert numbers == ["2026-00001", "2026-00002"]
    assert store.one("grade_sheets", {"section.id": c.id})
    assert period.put_in(desk, asked, part, frames, Why("тағы")) == refused  # once more: nothing is done twice
    assert store.count("grade_sheets", {}) == 2


def test_the_work_goes_on_where_it_was_left(office: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    office.desk = worker(office.desk.store, Role.head)
    monkeypatch.setattr(period.work, "PART", 1)
    monkeypatch.setattr(Run, "stopped", lambda self: self._done >= 1)
    first = opened(office.desk, wish())
    assert (first["done"], first["total"]) == (1, 2) and office.desk.store.count("grade_sheets", {}) == 1
    monkeypatch.undo()
    assert opened(office.desk, wish())["done"] == 1
    assert office.desk.store.count("grade_sheets", {"status": "open"}) == 2


def test_a_registrar_opens_for_her_faculty_only(office: Session) -> None:
    registrar = worker(office.desk.store, Role.registrar)  # nobody gave her a faculty yet
    assert period.preview(registrar, wish()).opened == ()


def test_what_can_not_be_asked_is_told(office: Session) -> None:
    with pytest.raises(Problems):
        period.preview(office.desk, period.Wish("t1", ()))
    with pytest.raises(Problems) as e:
        period.preview(office.desk, wish(due=date(2026, 12, 1)))
    assert [(p.field, p.key) for p in e.value.problems] == [("due", "errors.field.ends_before_start")]


def closed(desk: Desk, section: str, *scores: str) -> GradeSheet:
    """The exam sheet of a section, filled and closed."""
    sheet = sheets.open_sheet(desk, section, date(2026, 11, 20), [TEACHER], Why("сессия"))
    for line, score in zip(sheet.lines, scores, strict=True):
        texts = zip(OWN, ("70", "70", score), strict=True)
        sheets.keep(desk, sheet.id, [(line.student.id, c, t) for c, t in texts])
    rules = rulebooks.get(desk.store, sheet.rules)
    return sheets.close(
        desk, sheet.id, sheet.revision, sheets.seen_mark(drafts.of_sheet(desk, sheet, rules), desk.actor.id),
        Why("жабу"),
    )  # fmt: skip


def test_the_page_reads_who_may_resit_and_the_sheet_holds_exactly_these(office: Session) -> None:
    desk = office.desk
    sheet = closed(desk, "sA", "40", "10", "80")
    found = {r["number"]: r["why"] for r in sheets.resitting(desk, sheet)}
    assert found == {"N0": "", "N1": "sheets.must_repeat"}
    made = sheets.open_resit(desk, sheet.id, "retake", DAY, [TEACHER], Why("қайта"))
    assert [x.number for x in made.lines] == ["N0"] and made.of and made.of.id == sheet.id
    assert made.lines[0].more["earlier"] and made.lines[0].midterm_1 == 70
    assert {r["number"]: r["why"] for r in sheets.resitting(desk, sheet)}["N0"] == "sheets.resit_waits"


def test_a_permit_slip_needs_a_reason_and_a_day_and_stands_once(office: Session) -> None:
    desk, student = office.desk, office.students[0]
    study = student.studies[0].id

    def slip(reason: str, until: date) -> GradeSheet:
        return sheets.open_single(desk, student.id, study, "sA", "individual", DAY, [TEACHER], until, Why(reason))

    with pytest.raises(Problems) as e:
        slip("", date(2026, 12, 1))
    assert {p.field for p in e.value.problems} == {"reason", "due"}
    made = slip("Ауырып қалды", date(2026, 12, 28))
    assert made.due == date(2026, 12, 28) and made.number == "IN-2026-00001" and len(made.lines) == 1
    with pytest.raises(RuleBroken, match="single_stands"):
        slip("Тағы", date(2026, 12, 28))


def test_the_re_sits_of_a_period_are_opened_in_one_act_for_who_may_sit_again(office: Session) -> None:
    first, other = closed(office.desk, "sA", "40", "45", "80"), closed(office.desk, "sB", "10")
    office.desk = desk = worker(office.desk.store, Role.head)
    asked = wish("retake")
    assert "retake" in dict(period.offered(desk.get(Term, "t1", "reference.read")))
    found = period.preview(desk, asked)
    assert [(p.of.failed, p.of.members, p.day, [e.id for e in p.examiners]) for p in found.opened] == [
        (first.number, 2, DAY, ["p1"])
    ]  # fmt: skip
    assert left(found) == {"B": "sheets.left_nobody"}, "an F is studied again"
    done = opened(desk, asked, "FX күндері")
    assert (done["done"], done["n_left"]) == (1, 0)
    made = GradeSheet.model_validate(desk.store.one("grade_sheets", {"kind": "retake"}))
    assert made.number == "RT-2026-00001" and made.of and made.of.id == first.id and made.reason == "FX күндері"
    assert [(x.number, x.attempt, x.midterm_1) for x in made.lines] == [("N0", 2, 70), ("N1", 2, 70)]
    assert left(period.preview(desk, asked)) == {"A": "sheets.left_nobody", "B": "sheets.left_nobody"}
    refused = period.put_in(desk, asked, found.opened, {"retake": Frame.of("retake")}, Why("тағы"))
    assert [r["key"] for r in refused] == ["sheets.nobody_resits"], "opened meanwhile: nobody sits on two"
    assert other.lines[0].letter == "F"


def test_a_course_work_is_opened_where_the_discipline_has_one(office: Session) -> None:
    assert period.preview(office.desk, wish("course_work")).opened == ()

    def has(tx: Tx) -> Discipline:
        kept = tx.get(Discipline, tx.get(Section, "sA", scoped=False).discipline.id, scoped=False)
        kept.besides = ["course_work"]
        return tx.save(kept)

    office.desk.transact("reference.edit", has, Why("курстық жұмыс"))
    found = period.preview(office.desk, wish("course_work", "exam"))
    assert ("A", "course_work") in {(p.of.section.label.kk, p.kind) for p in found.opened}
    assert {p.kind for p in found.opened if p.of.section.label.kk == "A"} == {"course_work", "exam"}
