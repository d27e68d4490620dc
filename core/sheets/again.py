"""Opening a sheet once more: for those of a closed sheet who may re-sit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from core import grading, history, merged, rulebooks
from core.db.store import Row, Session, Store
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.registration.frame import study_rules
from core.sheets.opening import Asked, Frame, grade_text, made, numbered
from core.sheets.plan import apart_of, current_line
from core.sheets.tries import Tries, against, attempts_at, tries
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.kinds.sheets import MIDTERMS, Carried, Gives
from schemas.rulebook import Rulebook
from schemas.section import Section
from schemas.words import ResultState, SheetStatus


def open_resit(
    desk: Desk, of: Id, kind: str, day: date, examiners: list[Ref], why: Why, due: date | None = None
) -> GradeSheet:  # fmt: skip
    """Open a re-sit sheet for those of a closed sheet who may sit the control again; their rating is carried over.

    Raises RuleBroken (not closed, nobody may, the re-sits of the term are used up).
    """
    if not examiners:
        raise Problems([Problem("examiners", "errors.field.missing")])

    def work(tx: Tx) -> GradeSheet:
        frame = Frame.of(kind)
        sheet = resat(tx, frame, of, Asked(day, examiners, due, reason=why.reason))
        numbered(tx, frame, sheet)
        return sheet

    return desk.transact("grade_sheet.open", work, why, given=["resit", of, kind, day])


def resat(tx: Tx, frame: Frame, of: Id, asked: Asked) -> GradeSheet:
    """The re-sit sheet of a closed one, with who may sit again; its number is given last."""
    first = tx.get(GradeSheet, of)
    if first.commission:
        raise RuleBroken("sheets.again_by_commission", number=first.number)
    apart = first.form.gives is Gives.apart  # a course work is re-sat on its own kind, never as the discipline
    if frame.kind.gives is not first.form.gives or (apart and frame.code != first.kind):
        raise RuleBroken("sheets.resit_gives_else", name=frame.name, number=first.number)
    return _again(tx, frame, first, asked, [r["student"] for r in may_resit(tx, first) if not r["why"]])


def named(row: Row) -> Text:
    """The name of a stored student, as a list says it."""
    name = row["name"]
    full = " ".join(p for p in (name["last"], name["first"], name.get("middle", "")) if p)
    return Text(kk=full, ru=full, en=name.get("latin") or full)


def _again(tx: Tx, frame: Frame, first: GradeSheet, asked: Asked, who: Iterable[Id]) -> GradeSheet:
    wanted = set(who)
    lines = [x for x in standing(tx.session, first) if x.student.id in wanted]
    if not lines:
        raise RuleBroken("sheets.nobody_resits", number=first.number)
    section = tx.get(Section, first.section.id, scoped=False) if first.section else None
    sheet = made(tx, frame, asked, first.term.id, first.discipline.id, section)
    sheet.of = first.ref()
    sheet.lines = [_resat(line, sheet) for line in lines]
    return sheet


def standing(
    reader: Store | Session, sheet: GradeSheet, away: Mapping[Id, Id] | None = None
) -> list[SheetLine]:  # fmt: skip
    """The lines of a closed sheet as corrected since, each under the record in which its study stands today.

    away: records joined to another, where they were asked for many sheets at once.
    """
    if away is None:
        away = merged.today(reader, [x.student.id for x in sheet.lines])
    return [_here(reader, current_line(sheet, x.student.id), x.student.id in away) for x in sheet.lines]


def _here(reader: Store | Session, line: SheetLine, away: bool) -> SheetLine:
    if not away:
        return line
    who, study = merged.whose(reader, line.student.id, line.study)
    row = reader.one("students", {"_id": who}, {"name": 1, "number": 1}) or {}
    here = {"student": Ref(id=who, label=named(row)), "study": study, "number": row["number"]}
    return line.model_copy(update=here)


def _resat(line: SheetLine, sheet: GradeSheet) -> SheetLine:
    """A line of a re-sit: the midterms and the earlier grade stand, the score is empty."""
    brought = [c.code for c in sheet.form.columns if c.code in MIDTERMS and getattr(line, c.code) is not None]
    before = grade_text(line.final_grade, line.letter)
    return SheetLine(
        student=line.student, study=line.study, number=line.number, attempt=line.attempt + 1,
        midterm_1=line.midterm_1, midterm_2=line.midterm_2, admission_rating=line.admission_rating, carried=brought,
        more={c.code: before for c in sheet.form.columns if c.carried is Carried.earlier},
    )  # fmt: skip


def may_resit(tx: Tx, sheet: GradeSheet) -> list[Row]:
    """Who did not pass a closed sheet, and why not each may sit it again, inside an act (see `judged`)."""
    book, lines = rulebooks.get_in(tx, sheet.rules), standing(tx.session, sheet)
    sat = tries(tx.session, sheet.term.id, sheet.discipline.id, apart_of(sheet))
    return judged(sheet, lines, book, tx.students([x.student.id for x in lines]), sat)


def resitting(desk: Desk, sheet: GradeSheet) -> list[Row]:
    """The same for a page."""
    book, lines = rulebooks.get(desk.store, sheet.rules), standing(desk.store, sheet)
    ids = [x.student.id for x in lines]
    rows = desk.store.rows("students", {"_id": {"$in": ids}}, {"studies.id": 1, "studies.record": 1}, limit=len(ids))
    sat = tries(desk.store, sheet.term.id, sheet.discipline.id, apart_of(sheet))
    return judged(sheet, lines, book, {r["_id"]: r for r in rows}, sat)


def judged(
    sheet: GradeSheet, lines: Iterable[SheetLine], book: Rulebook, states: Mapping[Id, Row], sat: Tries
) -> list[Row]:  # fmt: skip
    """{student, label, number, letter, why} of everybody who did not pass; why is empty for who may re-sit.

    FX may be re-sat without studying again, F not (the rulebook's letters); an excused absence may; at most so many
    times in a term, sheets of one student among them; never after the last fail that the rules let pass. Raises
    RuleBroken where the sheet is not closed.
    """
    if sheet.status is not SheetStatus.closed:
        raise RuleBroken("sheets.not_closed", number=sheet.number)
    apart, rules = apart_of(sheet), study_rules()
    found: list[Row] = []
    for line in lines:
        grade = grading.grade_by_letter(line.letter, book) if line.letter else None
        if grade is None or grade.state not in (ResultState.failed, ResultState.open):
            continue
        who = line.student.id
        record = _record(states.get(who), line.study)
        attempts = attempts_at(record, sheet.discipline.id, apart)
        why = against(grade.letter, grade.state, attempts, sat.times.get(who, 0), book, rules)
        passed = {grading.whose(r) for r in record if r["state"] == ResultState.passed.value}
        if sheet.discipline.id + apart in passed:
            why = "sheets.passed_since"
        elif who in sat.waits and why in ("", "sheets.resits_used"):
            why = "sheets.resit_waits"
        found.append({"student": who, "label": line.student.label, "number": line.number, "letter": line.letter,
                      "why": why})  # fmt: skip
    return found


def _record(state: Row | None, study: Id) -> list[Row]:
    row = history.pick(state["studies"], [study]) if state else None
    return list((row or {}).get("record") or [])


__all__ = ["judged", "may_resit", "named", "open_resit", "resat", "resitting", "standing"]
