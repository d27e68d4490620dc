"""Unfinished results (I): who is to finish what by when; after the day each lapses into the letter of the rulebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from core import grading, history, merged, rulebooks
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.sheets.corrections import after_graduation, alarmed, made, tell
from core.sheets.effects import Effect, effect
from core.sheets.plan import apart_of, current_line, kind_apart, line_of, mending, midterms_held
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.grade_sheet import Change, ChangeState, GradeSheet, SheetLine
from schemas.kinds.sheets import Gives
from schemas.rulebook import Rulebook
from schemas.student import Name, Student
from schemas.words import UNDONE, Mark, ResultState

RIGHT = "correction.lapse"
MOST = 200  # results of one act
OPEN = ResultState.open.value
Which = Literal["all", "due", "overdue"]
_STUDY = ("id", "group", "record")
ONLY: Row = {"number": 1, "name": 1, "hidden": 1, "merged": 1, **{f"studies.{f}": 1 for f in _STUDY}}


@dataclass(frozen=True)
class Unfinished:
    """A result that stands open. closed: number of the sheet that gave it (empty: it was brought in); waits: of the one
    by which it is being finished. apart: of what beside its discipline it is (a course work)."""

    student: Ref
    number: str
    study: Id
    group: str
    discipline: Ref
    code: str
    term: str
    letter: str
    until: date
    days: int  # past the day; below nought: still to come
    sheet: Id
    section: Id
    line: Id  # the student as the sheet names him (a record joined to this one since)
    closed: str = ""
    waits: str = ""
    apart: str = ""

    @property
    def key(self) -> tuple[Id, Id]:
        """The sheet and the student: what `lapse` takes."""
        return self.sheet, self.line

    @property
    def lapses(self) -> bool:
        """May it be turned into the letter of the rulebook today?"""
        return self.days > 0 and bool(self.closed) and not self.waits


def unfinished(desk: Desk, which: Which = "all", page: int = 0, size: int = 50) -> list[Unfinished]:
    """The open results of a page of students in the user's scope, those to be finished first above."""
    rows = desk.rows(Student, "student.results", _asked(which, desk.today()), ONLY,
                     [("studies.record.until", 1), ("_id", 1)], size, page * size)  # fmt: skip
    found = [
        x for row in rows for x in _of(row, desk.today()) if which == "all" or (x.days > 0) == (which == "overdue")
    ]
    closed = desk.store.rows("grade_sheets", {"_id": {"$in": sorted({x.sheet for x in found})}}, {"number": 1})
    numbers, waiting = {r["_id"]: r["number"] for r in closed}, _waiting(desk, found)
    told = (
        replace(x, closed=numbers.get(x.sheet, ""), waits=waiting.get((x.line, x.discipline.id, x.apart), ""))
        for x in found
    )
    return sorted(told, key=lambda x: (x.until, x.number))


def count(desk: Desk, which: Which = "overdue") -> int:
    """How many students have one, at most a thousand."""
    return desk.count(Student, "student.results", _asked(which, desk.today()), 1000)


def _asked(which: Which, today: date) -> Row:
    days: dict[str, Row] = {"all": {"$gt": ""}, "due": {"$gte": today.isoformat()},
                            "overdue": {"$gt": "", "$lt": today.isoformat()}}  # fmt: skip
    # The first condition is the index's own; the second says it of one and the same result.
    return {
        "studies.record.until": {"$gt": ""},
        "studies.record": {"$elemMatch": {"until": days[which], "state": OPEN}},
    }


def _of(row: Row, today: date) -> Iterable[Unfinished]:
    who = Ref(id=row["_id"], label=Name.model_validate(row["name"]).text())
    for study in row["studies"]:
        record = study.get("record") or []
        stand = grading.standing(record)
        for r in record:
            if r["state"] == OPEN and r.get("until") and r["id"] in stand:
                until = date.fromisoformat(r["until"])
                sheet, _, line = r["id"].rpartition("-")
                yield Unfinished(
                    who, row["number"], study["id"], study.get("group") or "", Ref.model_validate(r["discipline"]),
                    r["code"], r["term"], r["letter"], until, (today - until).days, sheet, r.get("section") or "", line,
                    apart=r.get("apart") or "",
                )  # fmt: skip


def _waiting(desk: Desk, found: Sequence[Unfinished]) -> dict[tuple[Id, Id, str], str]:
    """(student, discipline, what beside it) → the number of the sheet that is open for them."""
    if not found:
        return {}
    students, disciplines = sorted({x.line for x in found}), sorted({x.discipline.id for x in found})
    where: Row = {"lines.student.id": {"$in": students}, "discipline.id": {"$in": disciplines},
                  "status": {"$in": UNDONE}, "$or": [mending(a) for a in sorted({x.apart for x in found})]}  # fmt: skip
    fields = {"number": 1, "kind": 1, "form.gives": 1, "discipline.id": 1, "lines.student.id": 1}
    return {
        (x["student"]["id"], r["discipline"]["id"], kind_apart(r["kind"], Gives(r["form"]["gives"]))): r["number"]
        for r in desk.store.rows("grade_sheets", where, fields) for x in r["lines"]
    }  # fmt: skip


def lapsed(line: SheetLine, rules: Rulebook, sheet: GradeSheet) -> SheetLine:
    """The line as it stands once nobody finished it in time: absent, with the rulebook's letter for that."""
    now = line_of(line, {sheet.form.main: Mark.absent}, rules, midterms_held(sheet.lines), sheet.form)
    if not now.letter or grading.grade_by_letter(now.letter, rules).state is ResultState.open:
        grade = grading.grade_by_letter(rules.absent_letter, rules)
        now = now.model_copy(update={"letter": grade.letter, "points": grade.points, "final_grade": None})
    return now.model_copy(update={"until": None})


def preview(desk: Desk, chosen: Sequence[Unfinished]) -> list[tuple[Unfinished, SheetLine, Effect]]:
    """What would stand, and follow, if these lapsed today; nothing is kept."""
    out = []
    for x in chosen:
        sheet = desk.get(GradeSheet, x.sheet, "grade_sheet.read")
        now = lapsed(current_line(sheet, x.line), rulebooks.get(desk.store, sheet.rules), sheet)
        out.append((x, now, effect(desk, sheet, now)))
    return out


def lapse(desk: Desk, chosen: Sequence[tuple[Id, Id]], why: Why) -> GradeSheet:
    """Turn unfinished results whose day has passed into the letter of the rulebook: for each a correction act with its
    own record, all of them or none. chosen: (sheet, student). The audit entry stands on the first sheet.

    Raises Problems (no reason), RuleBroken naming the student (its day is still to come, it is finished, a sheet is
    open for it, a proposal waits), Forbidden.
    """
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])
    wanted = list(dict.fromkeys(chosen))
    if not wanted:
        raise RuleBroken("sheets.nothing_lapses")
    if len(wanted) > MOST:
        raise RuleBroken("sheets.lapse_many", most=MOST)

    def work(tx: Tx) -> GradeSheet:
        sheets: dict[Id, GradeSheet] = {}
        for id, student in wanted:
            if id not in sheets:
                sheets[id] = tx.get(GradeSheet, id)
            _lapse(tx, sheets[id], student, why, desk.zone)
        return next(iter(sheets.values()))

    return desk.transact("correction.lapse", work, why, given=[list(x) for x in wanted])


def _lapse(tx: Tx, sheet: GradeSheet, student: Id, why: Why, zone: str) -> None:
    was = current_line(sheet, student)
    rules = rulebooks.get_in(tx, sheet.rules)
    name, result = was.student.label, _standing(tx, sheet, was)
    if result is None or result.get("until") is None:
        raise RuleBroken("sheets.lapse_finished", name=name)
    if date.fromisoformat(result["until"]) >= tx.today:
        raise RuleBroken("sheets.lapse_early", name=name, day=date.fromisoformat(result["until"]))
    if any(c.student.id == student and c.state is ChangeState.proposed for c in sheet.corrections):
        raise RuleBroken("sheets.correction_waits")
    where: Row = {"lines.student.id": student, "discipline.id": sheet.discipline.id, "status": {"$in": UNDONE},
                  **mending(apart_of(sheet))}  # fmt: skip
    if (open_ := tx.session.one("grade_sheets", where, {"number": 1})) is not None:
        raise RuleBroken("sheets.lapse_waits", name=name, number=open_["number"])
    graduate = after_graduation(tx, was)
    done = made(tx, sheet, was, lapsed(was, rules, sheet), why, Change.lapse).model_copy(
        update={
            "state": ChangeState.confirmed, "decided_by": tx.actor.id, "decided_name": tx.actor.name,
            "decided_at": tx.now, "decided_reason": why.reason,
        }
    )  # fmt: skip
    sheet.corrections = [*sheet.corrections, done]
    tell(tx, sheet, done, rules)
    tx.save(alarmed(tx, sheet, done, graduate, zone))


def _standing(tx: Tx, sheet: GradeSheet, line: SheetLine) -> dict[str, Any] | None:
    """The result of a line while it stands open."""
    who, study = merged.whose(tx.session, line.student.id, line.study)
    row = history.pick(tx.students([who])[who]["studies"], [study]) or {"record": []}
    stand = grading.standing(row["record"])
    id = f"{sheet.id}-{line.student.id}"
    return next((r for r in row["record"] if r["id"] == id and r["id"] in stand and r["state"] == OPEN), None)


__all__ = ["MOST", "RIGHT", "Unfinished", "count", "lapse", "lapsed", "preview", "unfinished"]
