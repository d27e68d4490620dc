"""What closing a sheet should change: a rule. Texts in, lines and results out, or every problem by its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core import grading
from core.db.codec import digest, plain
from core.errors import Problem, Problems, RuleBroken
from core.sheets.drafts import COLUMNS, Cell
from schemas.base import Id
from schemas.grade_sheet import Entered, GradeSheet, SheetLine
from schemas.rulebook import Rulebook
from schemas.student import Result, Scores
from schemas.words import Mark, SheetStatus


@dataclass(frozen=True)
class Plan:
    """The finished lines and, for each student, the result that becomes an event."""

    lines: list[SheetLine]
    results: list[tuple[Id, Id, Result]]  # student, study, result


def line_of(
    line: SheetLine, values: Mapping[str, Decimal | Mark | None], rules: Rulebook, midterms: bool | None = None
) -> SheetLine:
    """A line with new values and what follows from them; final grade and letter are empty while it is incomplete."""
    return judged(valued(line, values), rules, midterms)


def valued(line: SheetLine, values: Mapping[str, Decimal | Mark | None]) -> SheetLine:
    """A line with new values; a mark stands in the place of the exam's score."""
    score = values.get("score", line.score)
    mark = score if isinstance(score, Mark) else None
    return line.model_copy(
        update={
            "midterm_1": values.get("midterm_1", line.midterm_1),
            "midterm_2": values.get("midterm_2", line.midterm_2),
            "score": None if mark else score,
            "mark": mark if "score" in values else line.mark,
        }
    )


def judged(line: SheetLine, rules: Rulebook, midterms: bool | None = None) -> SheetLine:
    """A line with rating (as shown), final grade, letter and points by the rulebook."""
    got = grading.outcome(line, rules, midterms)
    rating = grading.admission_rating([line.midterm_1, line.midterm_2])
    return line.model_copy(
        update={
            "admission_rating": None if rating is None else grading.as_shown(rating, rules.rating_places, rules),
            "final_grade": got.final if got else None,
            "letter": got.grade.letter if got else "",
            "points": got.grade.points if got else None,
        }
    )


def midterms_held(lines: Iterable[SheetLine]) -> bool:
    """Were midterms held? Where one line has a midterm, every line needs both: a forgotten pair is told."""
    return any(x.midterm_1 is not None or x.midterm_2 is not None for x in lines)


def filled(sheet: GradeSheet, cells: Mapping[tuple[Id, str], Cell], rules: Rulebook) -> list[SheetLine]:
    """The sheet's lines as the drafts would make them; a bad cell counts as empty here."""
    out = []
    for line in sheet.lines:
        mine = {c: cells[line.student.id, c] for c in COLUMNS if (line.student.id, c) in cells}
        typed = {c: cell for c, cell in mine.items() if cell.at is not None}
        done = valued(line, {c: cell.value for c, cell in typed.items()})
        entered = {c: Entered(user=cell.user, name=cell.by, at=cell.at) for c, cell in typed.items() if cell.at}
        out.append(done.model_copy(update={"entered": {**line.entered, **entered}}))
    held = midterms_held(out)
    return [judged(line, rules, held) for line in out]


def closing(sheet: GradeSheet, cells: Mapping[tuple[Id, str], Cell], rules: Rulebook, new_id: Id = "") -> Plan:
    """The plan of closing. Raises RuleBroken (not open), Problems: bad cells, differing drafts, who is missing."""
    if sheet.status is not SheetStatus.open:
        raise RuleBroken("sheets.not_open", number=sheet.number)
    problems = []
    for (student, column), cell in cells.items():
        if cell.problem is not None:
            problems.append(Problem(f"{student}.{column}", cell.problem.key, cell.problem.values))
        elif not cell.finished:
            problems.append(Problem(f"{student}.{column}", "sheets.still_typing", {"name": cell.by}))
        if cell.others:
            problems.append(
                Problem(
                    f"{student}.{column}",
                    "sheets.two_drafts",
                    {"first": cell.by, "second": cell.others[0][1]},
                )
            )
    lines = filled(sheet, cells, rules)
    bad = {p.field.split(".")[0] for p in problems}
    for line in lines:
        if not line.letter and line.student.id not in bad:
            problems.append(Problem(f"{line.student.id}.score", "sheets.missing", {"name": line.student.label.kk}))
    if problems:
        raise Problems(problems)
    done = sheet.model_copy(update={"lines": lines})
    return Plan(lines, [(x.student.id, x.study, result_of(done, x, rules)) for x in lines])


def result_of(sheet: GradeSheet, line: SheetLine, rules: Rulebook) -> Result:
    """The result a line gives its student; its id names sheet and student, so it stands once."""
    grade = grading.grade_by_letter(line.letter, rules)
    return Result(
        id=f"{sheet.id}-{line.student.id}", discipline=sheet.discipline, code=sheet.discipline_code,
        term=sheet.term_code, section=sheet.section.id, attempt=line.attempt, credits=sheet.credits,
        scores=Scores(
            midterm_1=line.midterm_1, midterm_2=line.midterm_2, admission_rating=line.admission_rating, exam=line.score,
        ),
        final_grade=line.final_grade, letter=line.letter, points=line.points, traditional=grade.traditional,
        mark=line.mark, state=grade.state, earned=sheet.credits if grade.earns else Decimal(0),
        gpa=grade.gpa and sheet.counts_in_gpa and grade.points is not None, replaces=rules.repeat == "latest",
        rules=rules.id, on=sheet.day,
    )  # fmt: skip


def checksum(sheet: GradeSheet) -> str:
    """The checksum printed on the sheet: twelve hex digits over number and lines; recomputable from the paper."""
    rows = [
        [x.number, *(str(getattr(x, c)) for c in COLUMNS), plain(x.mark), str(x.final_grade), x.letter]
        for x in sheet.lines
    ]
    return digest([sheet.number, sheet.discipline_code, plain(sheet.day), rows])[:12]
