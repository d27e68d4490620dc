"""Opening sheets: for a section, for those who may re-sit, for one student; the list is frozen, the number given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core import grading, history, rulebooks
from core.calendar.reading import check_term_open
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.i18n import order_key
from core.sheets import forms
from core.sheets.plan import attempts, current_line
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.discipline import Discipline
from schemas.grade_sheet import GradeSheet, Seat, SheetLine, Step
from schemas.kinds.sheets import MIDTERMS, Carried, SheetKind
from schemas.rulebook import Rulebook
from schemas.section import Member, Section
from schemas.term import Term
from schemas.words import STANDING, UNDONE, ResultState, SheetStatus

STANDS = STANDING


@dataclass(frozen=True)
class Asked:
    """What is said when a sheet is opened: its day and deadline, who examines, who sits in the commission."""

    day: date
    examiners: Sequence[Ref] = ()
    due: date | None = None
    seats: Sequence[Seat] = ()
    room: str = ""
    reason: str = ""
    draft: bool = False

    @property
    def people(self) -> list[Ref]:
        """Everybody who examines, those of the commission among them, each once."""
        every = [*self.examiners, *(s.person for s in self.seats)]
        return list({p.id: p for p in every}.values())


@dataclass
class Frame:
    """What many sheets of one act share, read once: kind, rulebook, terms, disciplines."""

    code: str
    name: Text
    kind: SheetKind
    rules: dict[date, Rulebook] = field(default_factory=dict)
    terms: dict[Id, Term] = field(default_factory=dict)
    disciplines: dict[Id, Discipline] = field(default_factory=dict)

    @classmethod
    def of(cls, code: str) -> Frame:
        """For a kind of sheet in force today."""
        kind = forms.kind(code)
        return cls(code, kind.name, kind.as_body(SheetKind))

    def rulebook(self, tx: Tx, day: date) -> Rulebook:
        if day not in self.rules:
            self.rules[day] = tx.rules(day)
        return self.rules[day]

    def term(self, tx: Tx, id: Id) -> Term:
        if id not in self.terms:
            self.terms[id] = check_term_open(tx, id)
        return self.terms[id]

    def discipline(self, tx: Tx, id: Id) -> Discipline:
        if id not in self.disciplines:
            self.disciplines[id] = tx.get(Discipline, id, scoped=False)
        return self.disciplines[id]


def open_sheet(
    desk: Desk, section_id: Id, day: date, examiners: list[Ref], why: Why, due: date | None = None, kind: str = "exam",
    seats: Sequence[Seat] = (), room: str = "", draft: bool = False,
) -> GradeSheet:  # fmt: skip
    """Open a sheet of a section; the list is frozen from its members, the number comes from the kind's own counter.

    Raises Problems (no examiner), RuleBroken (no members, one stands already), NotFound (no rules on that day).
    """
    if not examiners and not seats:
        raise Problems([Problem("examiners", "errors.field.missing")])
    asked = Asked(day, examiners, due, seats, room, why.reason, draft)
    given = [section_id, day, [e.id for e in asked.people], due] + ([kind] if kind != "exam" else [])
    return desk.transact("grade_sheet.open", lambda tx: open_step(tx, section_id, asked, Frame.of(kind)), why,
                         given=given)  # fmt: skip


def open_from(desk: Desk, section_id: Id, values: dict[str, Any], why: Why, kind: str = "exam") -> GradeSheet:
    """Open a sheet from a form's values: {day, due, examiners, room} in stored form."""
    due = values.get("due")
    return open_sheet(
        desk, section_id, date.fromisoformat(values["day"]), [Ref.model_validate(r) for r in values["examiners"] or []],
        why, date.fromisoformat(due) if due else None, kind, room=values.get("room") or "",
    )  # fmt: skip


def open_step(tx: Tx, section_id: Id, asked: Asked, frame: Frame | None = None) -> GradeSheet:
    """Open a sheet of a section inside somebody's act."""
    frame = frame or Frame.of("exam")
    section = tx.get(Section, section_id, scoped=False)
    if not section.members:
        raise RuleBroken("sheets.no_members", section=section.code)
    once = f"{section_id}:{frame.code}"
    if tx.find(GradeSheet, {"once": once}, 1):
        raise RuleBroken("sheets.already", section=section.code)
    sheet = made(tx, frame, asked, section.term.id, section.discipline.id, section)
    sheet.once = once
    sheet.lines = lines_of(tx, sheet, section.members, midterms(tx, section))
    return tx.add(sheet)


def open_resit(
    desk: Desk, of: Id, kind: str, day: date, examiners: list[Ref], why: Why, due: date | None = None
) -> GradeSheet:  # fmt: skip
    """Open a re-sit sheet for those of a closed sheet who may sit the control again; their rating is carried over.

    Raises RuleBroken (not closed, nobody may, the re-sits of the term are used up).
    """
    if not examiners:
        raise Problems([Problem("examiners", "errors.field.missing")])

    def work(tx: Tx) -> GradeSheet:
        first = tx.get(GradeSheet, of)
        asked = Asked(day, examiners, due, reason=why.reason)
        who = [r["student"] for r in may_resit(tx, first) if not r["why"]]
        return _again(tx, Frame.of(kind), first, asked, who)

    return desk.transact("grade_sheet.open", work, why, given=["resit", of, kind, day])


def open_single(
    desk: Desk, student: Id, study: Id, section: Id, kind: str, day: date, examiners: list[Ref], until: date, why: Why
) -> GradeSheet:  # fmt: skip
    """Open a sheet for one student and one discipline, valid until a day (permit slip); a reason is asked.

    What the student earned on the section's sheet before (midterms, the earlier grade) is carried over.
    """
    missing = [Problem("examiners", "errors.field.missing")] if not examiners else []
    missing += [Problem("reason", "errors.field.reason_missing")] if not why.reason.strip() else []
    missing += [Problem("due", "errors.field.ends_before_start")] if until < day else []
    if missing:
        raise Problems(missing)

    def work(tx: Tx) -> GradeSheet:
        asked = Asked(day, examiners, until, reason=why.reason)
        frame, place = Frame.of(kind), tx.get(Section, section, scoped=False)
        sheet = made(tx, frame, asked, place.term.id, place.discipline.id, place)
        row = tx.students([student])[student]
        if not any(s["id"] == study for s in row["studies"]):
            raise RuleBroken("sheets.no_study", name=Text(kk=row["number"]))
        waits = {"kind": kind, "section.id": section, "lines.student.id": student, "status": {"$in": UNDONE}}
        if (held := tx.session.one("grade_sheets", waits, {"number": 1})) is not None:
            raise RuleBroken("sheets.single_stands", number=held["number"])
        label = Ref(id=student, label=_name(row))
        brought = {student: {**_earned(tx, section, student), **midterms(tx, place).get(student, {})}}
        sheet.lines = lines_of(tx, sheet, [Member(student=label, study=study, number=row["number"])], brought)
        return tx.add(sheet)

    given = ["single", student, study, section, kind, day, until]
    return desk.transact("grade_sheet.open", work, why, given=given)


def _earned(tx: Tx, section: Id, student: Id) -> dict[str, Decimal]:
    """The midterms as they stand on the closed sheet of a section, where they were typed into it."""
    where = {"section.id": section, "lines.student.id": student, "status": "closed", "form.gives": "result"}
    found: dict[str, Decimal] = {}
    for sheet in tx.find(GradeSheet, where):
        line = current_line(sheet, student)
        found |= {c: v for c in MIDTERMS if (v := getattr(line, c)) is not None}
    return found


def _name(row: Row) -> Text:
    name = row["name"]
    full = " ".join(p for p in (name["last"], name["first"], name.get("middle", "")) if p)
    return Text(kk=full, ru=full, en=name.get("latin") or full)


def _again(tx: Tx, frame: Frame, first: GradeSheet, asked: Asked, who: Iterable[Id]) -> GradeSheet:
    wanted = set(who)
    lines = [x for x in first.lines if x.student.id in wanted]
    if not lines:
        raise RuleBroken("sheets.nobody_resits", number=first.number)
    section = tx.get(Section, first.section.id, scoped=False) if first.section else None
    sheet = made(tx, frame, asked, first.term.id, first.discipline.id, section)
    sheet.of = first.ref()
    sheet.lines = [_resat(line, sheet) for line in lines]
    return tx.add(sheet)


def _resat(line: SheetLine, sheet: GradeSheet) -> SheetLine:
    """A line of a re-sit: the midterms and the earlier grade stand, the score is empty."""
    brought = [c.code for c in sheet.form.columns if c.code in MIDTERMS and getattr(line, c.code) is not None]
    return SheetLine(
        student=line.student, study=line.study, number=line.number, attempt=line.attempt + 1,
        midterm_1=line.midterm_1, midterm_2=line.midterm_2, admission_rating=line.admission_rating, carried=brought,
        more={c.code: _earlier(line) for c in sheet.form.columns if c.carried is Carried.earlier},
    )  # fmt: skip


def _earlier(line: SheetLine) -> str:
    return " ".join(x for x in (str(line.final_grade) if line.final_grade is not None else "", line.letter) if x)


def may_resit(tx: Tx, sheet: GradeSheet) -> list[Row]:
    """Who did not pass a closed sheet, and why not each may sit it again: {student, label, letter, why}.

    FX may be re-sat without studying again, F not (the rulebook's letters); an excused absence may; at most so many
    re-sits in a term.
    """
    if sheet.status is not SheetStatus.closed:
        raise RuleBroken("sheets.not_closed", number=sheet.number)
    book = rulebooks.get_in(tx, sheet.rules)
    lines = [current_line(sheet, x.student.id) for x in sheet.lines]
    held: dict[str, int] = {}
    where: Row = {"section.id": sheet.section.id if sheet.section else None, "of": {"$ne": None},
                  "term.id": sheet.term.id, "status": {"$in": STANDS}}  # fmt: skip
    waits: set[Id] = set()
    for other in tx.session.rows("grade_sheets", where, {"lines.student.id": 1, "status": 1}):
        for x in other["lines"]:
            held[x["student"]["id"]] = held.get(x["student"]["id"], 0) + 1
            if other["status"] != SheetStatus.closed.value:
                waits.add(x["student"]["id"])
    states = tx.students([x.student.id for x in lines if x.letter], merged=True)
    found: list[Row] = []
    for line in lines:
        grade = grading.grade_by_letter(line.letter, book) if line.letter else None
        if grade is None or grade.state not in (ResultState.failed, ResultState.open):
            continue
        why = "" if book.may_resit(grade.letter) or grade.state is ResultState.open else "sheets.must_repeat"
        if not why and line.student.id in waits:
            why = "sheets.resit_waits"
        if not why and held.get(line.student.id, 0) >= book.resits:
            why = "sheets.resits_used"
        if not why and _passed_since(states[line.student.id], line.study, sheet):
            why = "sheets.passed_since"
        found.append({"student": line.student.id, "label": line.student.label, "letter": line.letter, "why": why})
    return found


def _passed_since(state: Row, study: Id, sheet: GradeSheet) -> bool:
    row = history.pick(state["studies"], [study])
    return any(
        r["discipline"]["id"] == sheet.discipline.id and not r.get("apart") and r["state"] == "passed"
        for r in (row or {}).get("record", [])
    )


def made(
    tx: Tx, frame: Frame, asked: Asked, term_id: Id, discipline_id: Id, section: Section | None
) -> GradeSheet:  # fmt: skip
    """A sheet with everything but its lines."""
    term, discipline = frame.term(tx, term_id), frame.discipline(tx, discipline_id)
    prefix = frame.kind.prefix
    number = tx.number(f"grade_sheet:{prefix}:{term.year}" if prefix else f"grade_sheet:{term.year}")
    status = SheetStatus.draft if asked.draft else SheetStatus.open
    return GradeSheet(
        _id=tx.new_id(), number=f"{prefix}-{term.year}-{number:05d}" if prefix else f"{term.year}-{number:05d}",
        kind=frame.code, kind_name=frame.name, form=frame.kind.form(), status=status, term=term.ref(),
        term_code=term.code, section=section.ref() if section else None, discipline=discipline.ref(),
        discipline_code=discipline.code, credits=discipline.credits, counts_in_gpa=discipline.counts_in_gpa,
        control=discipline.control, department=section.department if section else discipline.department,
        faculty=section.faculty if section else None, day=asked.day,
        due=asked.due or _due(term, asked.day, frame.kind.days, tx.today),
        examiners=asked.people, seats=list(asked.seats), room=asked.room, reason=asked.reason,
        rules=frame.rulebook(tx, asked.day).id,
        steps=[Step(status=status, user=tx.actor.id, name=tx.actor.name, at=tx.now, reason=asked.reason)],
    )  # fmt: skip


def _due(term: Term, day: date, days: int, today: date) -> date:
    """The deadline where none was said: the term's, not before the kind's days have passed since the control; a sheet
    opened after that waits so many days from today."""
    due = max(term.sheets_due or day, day + timedelta(days=days))
    return due if due >= today else today + timedelta(days=days)


def lines_of(
    tx: Tx, sheet: GradeSheet, members: Sequence[Member], brought: dict[Id, dict[str, Decimal]]
) -> list[SheetLine]:  # fmt: skip
    """Lines for the members of a section, with what other sheets gave; RuleBroken (twice, no study)."""
    states = tx.students([m.student.id for m in members])
    lines: list[SheetLine] = []
    seen: set[Id] = set()
    for member in members:
        if member.student.id in seen:
            raise RuleBroken("sheets.twice", name=member.student.label)
        seen.add(member.student.id)
        study = history.pick(states[member.student.id]["studies"], [member.study])
        if study is None:
            raise RuleBroken("sheets.no_study", name=member.student.label)
        marks = {c: v for c, v in brought.get(member.student.id, {}).items() if c in sheet.form.codes}
        earlier = {c.code: before for c in sheet.form.columns if c.carried is Carried.earlier
                   if (before := _before(study, sheet.discipline.id))}  # fmt: skip
        lines.append(
            SheetLine(
                student=member.student, study=member.study, number=member.number, attempt=attempts(study, sheet),
                carried=sorted(marks), more={**earlier}, midterm_1=marks.get("midterm_1"),
                midterm_2=marks.get("midterm_2"),
            )
        )  # fmt: skip
    return sorted(lines, key=lambda x: order_key(x.student.label.kk))


def _before(study: Row, discipline: Id) -> str:
    """The grade of the last attempt, as a column shows it."""
    found = [r for r in study["record"] if r["discipline"]["id"] == discipline and not r.get("apart")]
    if not found:
        return ""
    final = found[-1].get("final_grade")
    return " ".join(x for x in (str(final) if final is not None else "", found[-1]["letter"]) if x)


def midterms(tx: Tx, section: Section) -> dict[Id, dict[str, Decimal]]:
    """What closed midterm sheets gave the students of a discipline in a term, whichever group they sat in then:
    {student: {midterm_1: …}}."""
    where = {"term.id": section.term.id, "discipline.id": section.discipline.id, "status": "closed",
             "form.gives": {"$in": list(MIDTERMS)}}  # fmt: skip
    found: dict[Id, dict[str, Decimal]] = {}
    for sheet in tx.find(GradeSheet, where):
        for x in sheet.lines:
            line = current_line(sheet, x.student.id)
            if line.score is not None:
                found.setdefault(x.student.id, {})[sheet.form.gives.value] = line.score
    return found


__all__ = ["STANDS", "Asked", "Frame", "lines_of", "made", "may_resit", "midterms", "open_from", "open_resit",
           "open_sheet", "open_single", "open_step"]  # fmt: skip
