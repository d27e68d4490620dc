"""The life of a sheet: opened for a section with its list frozen, closed into events of every student on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from core import grading, rulebooks
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.i18n import order_key
from core.sheets import plan as rule
from core.sheets import drafts
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id, Ref
from schemas.discipline import Discipline
from schemas.grade_sheet import GradeSheet, SheetLine, Signature
from schemas.term import Section, Term
from schemas.words import SheetKind, SheetStatus


def open_sheet(
    desk: Desk, section_id: Id, day: date, examiners: list[Ref], why: Why, due: date | None = None
) -> GradeSheet:  # fmt: skip
    """Open the exam sheet of a section; the list is frozen from its members, the number comes from one counter.

    Raises RuleBroken (no members, a sheet is open already), NotFound (no rules in force on that day).
    """
    if not examiners:
        raise Problems([Problem("examiners", "errors.field.missing")])
    return desk.transact("grade_sheet.open", lambda tx: open_step(tx, section_id, day, examiners, due), why)


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
    if tx.find(
        GradeSheet, {"section.id": section_id, "kind": "exam", "status": {"$in": ["open", "closed"]}}, 1
    ):
        raise RuleBroken("sheets.already", section=section.code)
    term = tx.get(Term, section.term.id, scoped=False)
    discipline = tx.get(Discipline, section.discipline.id, scoped=False)
    rules = tx.rules(day)
    states = tx.students([m.student.id for m in section.members])
    number = tx.number(f"grade_sheet:{term.year}")
    lines = []
    for member in section.members:
        state = states[member.student.id]
        study = next((s for s in state["studies"] if s["id"] == member.study), None)
        if study is None:
            raise RuleBroken("sheets.no_study", name=member.student.label.kk)
        before = [
            r for r in study["record"] if r["code"] == discipline.code and r["state"] in ("passed", "failed")
        ]
        lines.append(
            SheetLine(
                student=member.student, study=member.study, number=member.number, attempt=len(before) + 1
            )
        )
    sheet = GradeSheet(
        _id=tx.new_id(), number=f"{term.year}-{number:05d}", kind=SheetKind.exam, term=section.term, term_code=term.code,
        section=section.ref(), discipline=section.discipline, discipline_code=discipline.code,
        credits=discipline.credits, counts_in_gpa=discipline.counts_in_gpa, control=discipline.control,
        department=section.department, faculty=section.faculty, day=day, due=due or term.sheets_due,
        examiners=examiners, rules=rules.id, lines=sorted(lines, key=lambda x: order_key(x.student.label.kk)),
    )  # fmt: skip
    tx.mark_dirty(f"sheets:{term.code}")
    return tx.add(sheet)


def close(desk: Desk, sheet_id: Id, revision: int, seen: str, why: Why) -> GradeSheet:
    """Close a sheet: its drafts become lines, its results events of every student on it. All or none.

    revision and seen: what the screen showed (see drafts.seen_mark). Raises StaleRevision, Problems by cell
    (`<student>.<column>`), RuleBroken when somebody typed since.
    """

    def work(tx: Tx) -> GradeSheet:
        sheet = tx.get(GradeSheet, sheet_id, revision)
        rules = rulebooks.get(desk.store, sheet.rules)
        rows = tx.session.rows("drafts", {"sheet": sheet_id})
        cells = drafts.compose(sheet, rows, rules, tx.actor.id)
        if drafts.seen_mark(cells) != seen:
            raise RuleBroken("sheets.typed_since")
        plan = rule.closing(sheet, cells, rules)
        return close_step(tx, sheet, plan)

    closed = desk.transact("grade_sheet.close", work, why)
    drafts.discard(desk, sheet_id)
    return closed


def close_step(tx: Tx, sheet: GradeSheet, plan: rule.Plan) -> GradeSheet:
    """Freeze a sheet by a plan and post its results, inside somebody's act."""
    sheet.lines = plan.lines
    sheet.status = SheetStatus.closed
    sheet.closed_at = tx.now
    post = tx.actor.role.kk
    sheet.signatures = [
        *sheet.signatures,
        Signature(user=tx.actor.id, name=tx.actor.name, post=post, at=tx.now),
    ]
    sheet.checksum = rule.checksum(sheet)
    tx.students([student for student, _, _ in plan.results])
    for student, study, result in plan.results:
        tx.append(student, ev.GradePosted, sheet.day, study=study, sheet=sheet.ref(), result=result)
    tx.mark_dirty(f"results:{sheet.term_code}")
    return tx.save(sheet)


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
