"""A sheet of one student (permit slip): of a section of an open term, or for a debt of whatever term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core import grading, history, rulebooks
from core.db.store import Row, Session, Store
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.registration.frame import study_rules
from core.sheets import forms
from core.sheets.again import named
from core.sheets.opening import Asked, Frame, lines_of, made, midterms, numbered
from core.sheets.plan import current_line, kind_apart
from core.sheets.tries import against, attempts_at, tries
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import MIDTERMS, Over
from schemas.rulebook import Rulebook
from schemas.section import Member, Section
from schemas.student import Student
from schemas.term import Term
from schemas.words import UNDONE, ResultState


@dataclass(frozen=True)
class Place:
    """For what a student may have a sheet of his own. section: empty for a debt that was brought in without one. term:
    in which it was studied. letter: of the debt, empty where nothing is owed. past: its term is closed, so the sheet
    is opened in the one that is going on. apart: of what beside its discipline it is (a course work). why: the key of
    what stands in the way (it must be studied again, it was sat as often as may be); empty: nothing."""

    discipline: Ref
    term: Text
    section: Id = ""
    code: str = ""
    teacher: Row | None = None
    letter: str = ""
    past: bool = False
    apart: str = ""
    why: str = ""

    @property
    def kind(self) -> str:
        """The only kind of sheet that serves here; empty: any of those for one student."""
        return self.apart[1:]


def places_of(desk: Desk, student: Id, study: Id, limit: int = 60) -> list[Place]:
    """Debts first, the newest above, then the sections of open terms in which nothing is owed."""
    found = desk.rows(Student, "student.results", {"_id": student}, {"studies.id": 1, "studies.record": 1}, limit=1)
    record = next((s.get("record") or [] for r in found for s in r["studies"] if s["id"] == study), [])
    owed = [rows for rows in grading.unpassed(record).values()
            if not forms.by_commission(rows[-1].get("sheet") or "")]  # fmt: skip
    terms = {t.id: t for t in map(Term.model_validate, desk.store.rows("terms", {}))}
    open_ = [t.id for t in terms.values() if t.closed is None]
    here: Row = {"members.student.id": student, "graded": {"$ne": False}, "term.id": {"$in": open_}}
    where: Row = {"$or": [here, {"_id": {"$in": [rows[-1]["section"] for rows in owed if rows[-1].get("section")]}}]}
    fields = {"code": 1, "term": 1, "discipline": 1, "teacher": 1}
    sections = {
        r["_id"]: r
        for r in desk.rows(Section, "grade_sheet.open", where, fields, [("term.label.kk", -1), ("code", 1)], limit)
    }
    known = {t.code: t for t in terms.values()}
    debts = []
    for rows in reversed(owed):
        at = sections.get(rows[-1].get("section") or "")
        debt = _debt(rows[-1], at, known.get(rows[-1]["term"]))
        term = _going_on(desk.store, desk.today()) if at is None or debt.past else at["term"]["id"]
        book = rulebooks.get(desk.store, rows[-1]["rules"])
        debts.append(replace(debt, why=_against(desk.store, rows, student, term, book)))
    held = {(p.section, p.apart) for p in debts}
    return debts + [
        Place(Ref.model_validate(r["discipline"]), terms[r["term"]["id"]].label(), i, r["code"], r.get("teacher"))
        for i, r in sections.items() if r["term"]["id"] in open_ and (i, "") not in held
    ]  # fmt: skip


def _debt(result: Row, section: Row | None, term: Term | None) -> Place:
    said = term.label() if term else Text(kk=result["term"])
    owed = Place(Ref.model_validate(result["discipline"]), said, letter=result["letter"], past=True,
                 apart=result.get("apart") or "")  # fmt: skip
    if section is None:  # no list to take a term from
        return owed
    past = term is None or term.closed is not None
    return replace(owed, section=section["_id"], code=section["code"], teacher=section.get("teacher"), past=past)


def open_single(
    desk: Desk, student: Id, study: Id, section: Id, kind: str, day: date, examiners: list[Ref], until: date, why: Why,
    discipline: Id = "",
) -> GradeSheet:  # fmt: skip
    """Open a sheet for one student and one discipline, valid until a day (permit slip); a reason is asked.

    What the student earned on the section's sheet before (midterms, the earlier grade) is carried over. Where the term
    of the section is closed, or a debt was brought in without a section (discipline), the sheet belongs to the term
    that is going on: a closed term keeps its figures. Raises Problems, RuleBroken (one stands already, nothing of a
    closed term is owed, no term is open, the discipline must be studied again or was sat as often as may be).
    """
    missing = [Problem("examiners", "errors.field.missing")] if not examiners else []
    missing += [Problem("reason", "errors.field.reason_missing")] if not why.reason.strip() else []
    missing += [Problem("due", "errors.field.ends_before_start")] if until < day else []
    if missing:
        raise Problems(missing)

    def work(tx: Tx) -> GradeSheet:
        frame = Frame.of(kind)
        place = tx.get(Section, section, scoped=False) if section else None
        of = place.discipline.id if place else discipline
        row = tx.students([student])[student]
        mine = next((s for s in row["studies"] if s["id"] == study), None)
        if mine is None:
            raise RuleBroken("sheets.no_study", name=Text(kk=row["number"]))
        apart = kind_apart(kind, frame.kind.gives)
        term = _open_term(tx, place) or _going_on(tx.session, tx.today)
        if not term:
            raise RuleBroken("sheets.single_no_term")
        attempts = attempts_at(history.pick(row["studies"], [study])["record"], of, apart)
        debt = attempts[-1] if attempts else None
        if forms.by_commission((debt or {}).get("sheet") or "") or frame.kind.over is Over.commission:
            raise RuleBroken("sheets.single_by_commission", name=named(row))
        here = place if place and term == place.term.id else None
        if debt is None and here is None:
            raise RuleBroken("sheets.single_no_debt", name=named(row))
        if debt and not _anew(here, debt, student):
            book = rulebooks.get(desk.store, debt["rules"])
            if why_not := _against(tx.session, attempts, student, term, book):
                raise RuleBroken(why_not)
        waits = {"kind": kind, "discipline.id": of, "lines.student.id": student, "status": {"$in": UNDONE}}
        if (held := tx.session.one("grade_sheets", waits, {"number": 1})) is not None:
            raise RuleBroken("sheets.single_stands", number=held["number"])
        sheet = made(tx, frame, Asked(day, examiners, until, reason=why.reason), term, of, place)
        if place:
            brought = {**_earned(tx, section, student), **midterms(tx, place).get(student, {})}
        else:
            brought = {c: v for c in MIDTERMS if (v := ((debt or {}).get("scores") or {}).get(c)) is not None}
        member = Member(student=Ref(id=student, label=named(row)), study=study, number=row["number"])
        sheet.lines = lines_of(tx, sheet, [member], {student: brought})
        numbered(tx, frame, sheet)
        return sheet

    given = ["single", student, study, section or discipline, kind, day, until]
    return desk.transact("grade_sheet.open", work, why, given=given)


def _open_term(tx: Tx, place: Section | None) -> Id:
    """The term of a section while it is open; empty once it is closed."""
    row = tx.session.one("terms", {"_id": place.term.id}) if place else None
    return place.term.id if place and row and row.get("closed") is None else ""


def _going_on(reader: Store | Session, today: date) -> Id:
    """The open term that began last; before the first of them begins, the next to come; empty where none is open."""
    rows = [r for r in reader.rows("terms", {"closed": None}) if r.get("starts")]
    begun = max((r for r in rows if r["starts"] <= today.isoformat()), key=lambda r: r["starts"], default=None)
    found = begun or min(rows, key=lambda r: r["starts"], default=None)
    return str(found["_id"]) if found else ""


def _anew(place: Section | None, debt: Row, student: Id) -> bool:
    """Is the discipline studied once more in this section, so that its control is nobody's re-sit?"""
    return place is not None and debt["section"] != place.id and any(m.student.id == student for m in place.members)


def _against(reader: Store | Session, attempts: Sequence[Row], student: Id, term: Id, book: Rulebook) -> str:
    """Why an owed control has no sheet of one student, as the key of a message (see `tries.against`)."""
    of, apart = attempts[-1]["discipline"]["id"], attempts[-1].get("apart") or ""
    times = tries(reader, term, of, apart).times.get(student, 0)
    return against("", ResultState.failed, attempts, times, book, study_rules(), any_letter=bool(apart))


def _earned(tx: Tx, section: Id, student: Id) -> dict[str, Decimal]:
    """The midterms as they stand on the closed sheet of a section, where they were typed into it."""
    where = {"section.id": section, "lines.student.id": student, "status": "closed", "form.gives": "result"}
    found: dict[str, Decimal] = {}
    for sheet in tx.find(GradeSheet, where):
        line = current_line(sheet, student)
        found |= {c: v for c in MIDTERMS if (v := getattr(line, c)) is not None}
    return found


__all__ = ["Place", "open_single", "places_of"]
