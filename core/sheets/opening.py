"""Opening the sheet of a section: the list is frozen from its members, the number given last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core import history, merged
from core.calendar.reading import check_term_open
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.i18n import order_key
from core.papers.code import check_code
from core.sheets import forms
from core.sheets.plan import attempts, current_line
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.discipline import Discipline
from schemas.grade_sheet import GradeSheet, Seat, SheetLine, Step
from schemas.kinds.sheets import MIDTERMS, Carried, Over, SheetKind, Signer
from schemas.rulebook import Rulebook
from schemas.section import Member, Section
from schemas.term import Term
from schemas.words import STANDING, SheetStatus

STANDS = STANDING
MOST = 20_000
Marks = dict[Id, dict[str, Decimal]]  # student → what midterm sheets gave him


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
        """The term of a sheet; what only tells of results is opened in a closed one, too."""
        if id not in self.terms:
            self.terms[id] = tx.get(Term, id, scoped=False) if self.kind.summary else check_term_open(tx, id)
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
    """Open a sheet from a form's values: {day, due, examiners, room, seats} in stored form."""
    due = values.get("due")
    seats = [Seat.model_validate(s) for s in values.get("seats") or []]
    return open_sheet(
        desk, section_id, date.fromisoformat(values["day"]), [Ref.model_validate(r) for r in values["examiners"] or []],
        why, date.fromisoformat(due) if due else None, kind, seats, values.get("room") or "",
    )  # fmt: skip


def open_step(tx: Tx, section_id: Id, asked: Asked, frame: Frame | None = None) -> GradeSheet:
    """Open a sheet of a section inside somebody's act."""
    frame = frame or Frame.of("exam")
    if frame.kind.over is Over.commission:
        raise RuleBroken("sheets.made_from_protocols", kind=frame.name)
    section = tx.get(Section, section_id, scoped=False)
    if not section.members:
        raise RuleBroken("sheets.no_members", section=section.code)
    once = f"{section_id}:{frame.code}"
    if tx.find(GradeSheet, {"once": once}, 1):
        raise RuleBroken("sheets.already", section=section.code)
    sheet = listed_of(tx, section, asked, frame, midterms(tx, section))
    numbered(tx, frame, sheet)
    return sheet


def listed_of(tx: Tx, section: Section, asked: Asked, frame: Frame, brought: Marks) -> GradeSheet:
    """The sheet of a section that has none, with its list; its number is given last, so a refusal leaves no gap."""
    sheet = made(tx, frame, asked, section.term.id, section.discipline.id, section)
    sheet.once = f"{section.id}:{frame.code}"
    sheet.lines = lines_of(tx, sheet, section.members, brought)
    return sheet


def made(
    tx: Tx, frame: Frame, asked: Asked, term_id: Id, discipline_id: Id, section: Section | None
) -> GradeSheet:  # fmt: skip
    """A sheet with everything but its lines and its number."""
    discipline = frame.discipline(tx, discipline_id)
    return begun(
        tx, frame, asked, term_id, section=section.ref() if section else None, discipline=discipline.ref(),
        discipline_code=discipline.code, credits=discipline.credits, counts_in_gpa=discipline.counts_in_gpa,
        control=discipline.control, department=section.department if section else discipline.department,
        faculty=section.faculty if section else None,
    )  # fmt: skip


def begun(tx: Tx, frame: Frame, asked: Asked, term_id: Id, **of: Any) -> GradeSheet:
    """What every sheet begins with; `of`: what it is of."""
    term = frame.term(tx, term_id)
    status = SheetStatus.draft if asked.draft else SheetStatus.open
    sheet = GradeSheet(
        _id=tx.new_id(), number="", **of,
        kind=frame.code, kind_name=frame.name, form=frame.kind.form(), status=status, term=term.ref(),
        term_code=term.code, day=asked.day, due=asked.due or _due(term, asked.day, frame.kind, tx.today),
        examiners=asked.people, seats=seated(frame.kind, asked), room=asked.room, reason=asked.reason,
        rules=frame.rulebook(tx, asked.day).id, code=check_code(),
    )  # fmt: skip
    return stepped(tx, sheet, status, asked.reason)


def seated(kind: SheetKind, asked: Asked) -> list[Seat]:
    """The seats of a sheet; where nobody was seated and the kind is signed by the supervisor instead of an examiner,
    who examines is the supervisor."""
    supervised = Signer.supervisor in kind.signs and Signer.examiner not in kind.signs
    return list(asked.seats) or [Seat(person=e, part=Signer.supervisor) for e in asked.examiners if supervised]


def stepped(tx: Tx, sheet: GradeSheet, status: SheetStatus, reason: str) -> GradeSheet:
    """A sheet in another state: who brought it there, when and why stands in its steps."""
    step = Step(status=status, user=tx.actor.id, name=tx.actor.name, at=tx.now, reason=reason)
    sheet.status, sheet.steps = status, [*sheet.steps, step]
    return sheet


def numbered(tx: Tx, frame: Frame, *sheets: GradeSheet) -> None:
    """Add sheets of one term, each with the next number of its kind and year."""
    prefix, year = frame.kind.prefix, frame.term(tx, sheets[0].term.id).year
    last = tx.number(f"grade_sheet:{prefix}:{year}" if prefix else f"grade_sheet:{year}", len(sheets))
    for number, sheet in enumerate(sheets, last - len(sheets) + 1):
        sheet.number = f"{prefix}-{year}-{number:05d}" if prefix else f"{year}-{number:05d}"
        tx.add(sheet)


def _due(term: Term, day: date, kind: SheetKind, today: date) -> date:
    """The deadline where none was said: so many days after the control as the kind says, for results not before the
    term's own; a sheet opened after that waits so many days from today."""
    due = day + timedelta(days=kind.days)
    if term.sheets_due and kind.gives not in MIDTERMS:
        due = max(due, term.sheets_due)
    return due if due >= today else today + timedelta(days=kind.days)


def lines_of(
    tx: Tx, sheet: GradeSheet, members: Sequence[Member], brought: Marks
) -> list[SheetLine]:  # fmt: skip
    """Lines for the members of a section, with what other sheets gave; of a practice only for those who are admitted,
    with their base and days. RuleBroken (twice, no study, nobody admitted)."""
    from core.practices.admission import admitted

    members, told = admitted(tx.session, sheet.section.id if sheet.section else None, sheet.kind, members)
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
                carried=sorted(marks),
                more={**earlier, **{c: v for c, v in told.get(member.study, {}).items() if c in sheet.form.codes}},
                midterm_1=marks.get("midterm_1"),
                midterm_2=marks.get("midterm_2"),
            )
        )  # fmt: skip
    return sorted(lines, key=lambda x: order_key(x.student.label.kk))


def _before(study: Row, discipline: Id) -> str:
    """The grade of the last attempt, as a column shows it."""
    found = [r for r in study["record"] if r["discipline"]["id"] == discipline and not r.get("apart")]
    return grade_text(found[-1].get("final_grade"), found[-1]["letter"]) if found else ""


def grade_text(final: Decimal | None, letter: str) -> str:
    """A grade in one cell: percent and letter."""
    return " ".join(x for x in (str(final) if final is not None else "", letter) if x)


def midterms(tx: Tx, section: Section) -> Marks:
    """What closed midterm sheets gave the students of a discipline in a term, whichever group they sat in then:
    {student: {midterm_1: …}}."""
    return midterms_of(tx, section.term.id, [section.discipline.id]).get(section.discipline.id, {})


def midterms_of(tx: Tx, term: Id, disciplines: Sequence[Id]) -> dict[Id, Marks]:
    """The same of many disciplines, read at once; of two sheets the mark of the one closed last, under the record in
    which the student stands today."""
    where = {"term.id": term, "discipline.id": {"$in": list(disciplines)}, "status": "closed",
             "form.gives": {"$in": list(MIDTERMS)}}  # fmt: skip
    found: dict[Id, Marks] = {}
    sheets = sorted(tx.find(GradeSheet, where, MOST), key=lambda s: s.closed_at or tx.now)
    now = merged.today(tx.session, {x.student.id for s in sheets for x in s.lines}) if sheets else {}
    for sheet in sheets:
        marks = found.setdefault(sheet.discipline.id, {})
        for x in sheet.lines:
            line = current_line(sheet, x.student.id)
            if line.score is not None:
                marks.setdefault(now.get(x.student.id, x.student.id), {})[sheet.form.gives.value] = line.score
    return found


__all__ = ["STANDS", "Asked", "Frame", "begun", "grade_text", "lines_of", "listed_of", "made", "midterms",
           "midterms_of", "numbered", "open_from", "open_sheet", "open_step", "stepped"]  # fmt: skip
