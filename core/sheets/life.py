"""The life of a sheet: opened for a section with its list frozen, closed into events of every student on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from core import grading, rulebooks
from core.calendar.reading import check_term_open
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.i18n import order_key
from core.sheets import drafts
from core.sheets import plan as rule
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id, Ref
from schemas.discipline import Discipline
from schemas.grade_sheet import GradeSheet, SheetLine, Signature
from schemas.section import Member, Section
from schemas.words import SheetKind, SheetStatus


def open_sheet(
    desk: Desk, section_id: Id, day: date, examiners: list[Ref], why: Why, due: date | None = None
) -> GradeSheet:  # fmt: skip
    """Open the exam sheet of a section; the list is frozen from its members, the number comes from one counter.

    Raises RuleBroken (no members, a sheet is open already), NotFound (no rules in force on that day).
    """
    if not examiners:
        raise Problems([Problem("examiners", "errors.field.missing")])
    given = [section_id, day, [e.id for e in examiners], due]
    return desk.transact(
        "grade_sheet.open", lambda tx: open_step(tx, section_id, day, examiners, due), why, given=given
    )


def open_from(desk: Desk, section_id: Id, values: dict[str, Any], why: Why) -> GradeSheet:
    """Open a sheet from a form's values: {day, due, examiners} in stored form."""
    due = values.get("due")
    return open_sheet(
        desk, section_id, date.fromisoformat(values["day"]), [Ref.model_validate(r) for r in values["examiners"] or []],
        why, date.fromisoformat(due) if due else None,
    )  # fmt: skip


def open_step(tx: Tx, section_id: Id, day: date, examiners: list[Ref], due: date | None = None) -> GradeSheet:
    """Open a sheet inside somebody's act."""
    section = tx.get(Section, section_id, scoped=False)
    if not section.members:
        raise RuleBroken("sheets.no_members", section=section.code)
    if tx.find(GradeSheet, {"section.id": section_id, "kind": "exam", "status": {"$in": ["open", "closed"]}}, 1):
        raise RuleBroken("sheets.already", section=section.code)
    term = check_term_open(tx, section.term.id)
    discipline = tx.get(Discipline, section.discipline.id, scoped=False)
    rules = tx.rules(day)
    states = tx.students([m.student.id for m in section.members])
    number = tx.number(f"grade_sheet:{term.year}")
    lines: list[SheetLine] = []
    for member in section.members:
        if any(x.student.id == member.student.id for x in lines):
            raise RuleBroken("sheets.twice", name=member.student.label)
        lines.append(_line(states[member.student.id], member, discipline.id))
    sheet = GradeSheet(
        _id=tx.new_id(),
        number=f"{term.year}-{number:05d}",
        kind=SheetKind.exam,
        term=section.term,
        term_code=term.code,
        section=section.ref(),
        discipline=section.discipline,
        discipline_code=discipline.code,
        credits=discipline.credits,
        counts_in_gpa=discipline.counts_in_gpa,
        control=discipline.control,
        department=section.department,
        faculty=section.faculty,
        day=day,
        due=due or term.sheets_due,
        examiners=examiners,
        rules=rules.id,
        lines=sorted(lines, key=lambda x: order_key(x.student.label.kk)),
    )
    tx.mark_dirty(f"sheets:{term.code}")
    return tx.add(sheet)


def _line(state: Row, member: Member, discipline: Id) -> SheetLine:
    """A line for a member of the section; RuleBroken when the student has no such study."""
    study = next((s for s in state["studies"] if s["id"] == member.study), None)
    if study is None:
        raise RuleBroken("sheets.no_study", name=member.student.label)
    return SheetLine(
        student=member.student, study=member.study, number=member.number, attempt=_attempt(study, discipline)
    )  # fmt: skip


def _attempt(study: Row, discipline: Id) -> int:
    before = [r for r in study["record"] if r["discipline"]["id"] == discipline and r["state"] in ("passed", "failed")]
    return len(before) + 1


def close(desk: Desk, sheet_id: Id, revision: int, seen: str, why: Why) -> GradeSheet:
    """Close a sheet: its drafts become lines, its results events of every student on it. All or none.

    revision and seen: what the screen showed (see drafts.seen_mark). Raises StaleRevision, Problems by cell
    (`<student>.<column>`), RuleBroken when somebody else typed since or the exam is still to come.
    """

    def work(tx: Tx) -> GradeSheet:
        sheet = tx.get(GradeSheet, sheet_id, revision)
        rules = rulebooks.get(desk.store, sheet.rules)
        cells = drafts.compose(sheet, drafts.taken(tx.session, sheet_id), rules, tx.actor.id)
        if drafts.seen_mark(cells, tx.actor.id) != seen:
            raise RuleBroken("sheets.typed_since")
        return close_step(tx, sheet, rule.closing(sheet, cells, rules))

    return desk.transact("grade_sheet.close", work, why, given=[sheet_id, revision])


def close_step(tx: Tx, sheet: GradeSheet, plan: rule.Plan) -> GradeSheet:
    """Freeze a sheet by a plan and post its results, inside somebody's act."""
    if sheet.day > tx.today:
        raise RuleBroken("sheets.future_exam", day=sheet.day)
    states = tx.students([student for student, _, _ in plan.results])
    lines = {x.student.id: x for x in plan.lines}
    for student, study_id, result in plan.results:
        study = next(s for s in states[student]["studies"] if s["id"] == study_id)
        # Counted now: another sheet of the discipline may have been closed since this one was opened.
        attempt = _attempt(study, sheet.discipline.id)
        lines[student] = lines[student].model_copy(update={"attempt": attempt})
        result = result.model_copy(update={"attempt": attempt})
        tx.append(student, ev.GradePosted, sheet.day, study=study_id, sheet=sheet.ref(), result=result)
    sheet.lines = list(lines.values())
    sheet.status = SheetStatus.closed
    sheet.closed_at = tx.now
    post = tx.actor.role.label("kk")
    sheet.signatures = [*sheet.signatures, Signature(user=tx.actor.id, name=tx.actor.name, post=post, at=tx.now)]
    sheet.checksum = rule.checksum(sheet)
    tx.mark_dirty(f"results:{sheet.term_code}")
    tx.mark_dirty(f"sheets:{sheet.term_code}")
    return tx.save(sheet)


def cancel(desk: Desk, sheet_id: Id, revision: int, why: Why) -> GradeSheet:
    """Cancel an open sheet with a reason; its number stays taken, its drafts stay, the section is free again."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> GradeSheet:
        sheet = _open(tx, sheet_id, revision)
        drafts.meet(tx.session, sheet_id)
        sheet.status = SheetStatus.cancelled
        tx.mark_dirty(f"sheets:{sheet.term_code}")
        return tx.save(sheet)

    return desk.transact("grade_sheet.cancel", work, why, right="grade_sheet.open", given=[sheet_id, revision])


def add_late(desk: Desk, sheet_id: Id, revision: int, why: Why) -> GradeSheet:
    """Bring members who joined the section after the sheet was opened onto its list; what is typed stays."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> GradeSheet:
        sheet = _open(tx, sheet_id, revision)
        section = tx.get(Section, sheet.section.id, scoped=False)
        late = [m for m in section.members if m.student.id not in {x.student.id for x in sheet.lines}]
        if not late:
            raise RuleBroken("sheets.nobody_late")
        states = tx.students([m.student.id for m in late])
        lines = [*sheet.lines, *(_line(states[m.student.id], m, sheet.discipline.id) for m in late)]
        sheet.lines = sorted(lines, key=lambda x: order_key(x.student.label.kk))
        return tx.save(sheet)

    return desk.transact("grade_sheet.add_late", work, why, right="grade_sheet.open", given=[sheet_id, revision])


def _open(tx: Tx, sheet_id: Id, revision: int) -> GradeSheet:
    sheet = tx.get(GradeSheet, sheet_id, revision)
    if sheet.status is not SheetStatus.open:
        raise RuleBroken("sheets.not_open", number=sheet.number)
    return sheet


def figures(lines: list[SheetLine], rules: Any) -> dict[str, Any]:
    """The sum line: how many of each letter, average of final grades, pass and quality with their denominator."""
    done = [x for x in lines if x.letter]
    grades = [grading.grade_by_letter(x.letter, rules) for x in done]
    finals = [x.final_grade for x in done if x.final_grade is not None]
    return {
        "letters": {g.letter: sum(1 for x in done if x.letter == g.letter) for g in rules.scale},
        "average": sum(finals) / len(finals) if finals else None,
        "passed": sum(1 for g in grades if g.earns),
        "quality": sum(1 for g in grades if g.quality),
        "done": len(done),
        "all": len(lines),
        "missing": [x.student.label for x in lines if not x.letter],
    }


def listed(
    desk: Desk, status: str | None = None, term: Id | None = None, text: str = "", page: int = 0, size: int = 50
) -> list[Row]:  # fmt: skip
    """Sheets the user may see, newest numbers first; `text` is the beginning of a number."""
    where: Row = {}
    if status:
        where["status"] = status
    if term:
        where["term.id"] = term
    if text.strip():
        where["number"] = {"$gte": text.strip(), "$lt": text.strip() + "\uffff"}
    fields = {"lines": 0, "signatures": 0}
    return desk.rows(GradeSheet, "grade_sheet.read", where, fields, [("number", -1)], size, page * size)
