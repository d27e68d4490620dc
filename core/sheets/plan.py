"""What closing a sheet should change: a rule. Texts in, lines and results out, or every problem by its cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from core import grading
from core.db.codec import digest, plain
from core.db.store import Row
from core.errors import OfficeError, Problem, Problems, RuleBroken
from core.sheets import forms
from core.sheets.drafts import Cell
from schemas.base import LANGS, Id, Ref, Text
from schemas.grade_sheet import OWN, Entered, GradeSheet, SheetLine
from schemas.kinds.sheets import MIDTERMS, SCORE, Carried, Gives, Judge, SheetForm
from schemas.rulebook import Rulebook
from schemas.student import Result, Scores
from schemas.words import Mark, ResultState, SheetStatus

Value = Decimal | Mark | str | None


@dataclass(frozen=True)
class Plan:
    """The finished lines and, for each student, the result that becomes an event."""

    lines: list[SheetLine]
    results: list[tuple[Id, Id, Result]]  # student, study, result


PLAIN = SheetForm()


def current_line(sheet: GradeSheet, student: Id) -> SheetLine:
    """The line of a student as it stands after confirmed corrections; RuleBroken where he is not on the sheet."""
    done = [c for c in sheet.corrections if c.student.id == student and c.state == "confirmed"]
    found = [x for x in sheet.lines if x.student.id == student]
    if not found:
        raise RuleBroken("sheets.no_such_cell")
    return done[-1].now if done else found[0]


def line_of(
    line: SheetLine, values: Mapping[str, Value], rules: Rulebook, midterms: bool | None = None,
    form: SheetForm = PLAIN,
) -> SheetLine:  # fmt: skip
    """A line with new values and what follows from them; final grade and letter are empty while it is incomplete."""
    return judged(valued(line, values, form), rules, midterms, form)


def valued(line: SheetLine, values: Mapping[str, Value], form: SheetForm = PLAIN) -> SheetLine:
    """A line with new values; a mark stands in the place of the score typed into the main column."""
    update: dict[str, object] = {}
    more = dict(line.more)
    for code, value in values.items():
        mark = value if isinstance(value, Mark) else None
        kept = None if isinstance(value, Mark) else value
        if code == form.main:
            update["mark"] = mark
        if code in OWN:
            update[code] = kept
        elif kept is None:
            more.pop(code, None)
        else:
            more[code] = kept
    return line.model_copy(update={**update, "more": more})


def score_of(line: SheetLine, rules: Rulebook, form: SheetForm = PLAIN) -> Decimal | None:
    """The score of a line as its kind counts it; RuleBroken where the formula comes to none."""
    if not form.counted:
        return line.score
    if line.mark is not None:
        return None
    values = {c: v if isinstance(v := line.value(c), Decimal) else None for c in form.codes}
    return forms.counted(form, values, rules)


def judged(line: SheetLine, rules: Rulebook, midterms: bool | None = None, form: SheetForm = PLAIN) -> SheetLine:
    """A line with rating (as shown), final grade, letter and points by the rulebook and its kind."""
    try:
        score = score_of(line, rules, form)
    except RuleBroken:  # told beside the cell by `misfit`; until it is mended the line has no score
        score = None
    if form.judge is Judge.none and line.mark is Mark.absent and rules.absent_midterm == "zero":
        score = Decimal(0)
    line = line.model_copy(update={"score": score})
    got = grading.outcome(line, rules, midterms, form.judge)
    rating = grading.admission_rating([line.midterm_1, line.midterm_2])
    return line.model_copy(
        update={
            "more": {**line.more, **_admitted(line, rating, rules, form)},
            "admission_rating": None if rating is None else grading.as_shown(rating, rules.rating_places, rules),
            "final_grade": got.final if got else None,
            "letter": got.grade.letter if got else "",
            "points": got.grade.points if got else None,
        }
    )


YES, NO = "+", "−"


def _admitted(line: SheetLine, rating: Decimal | None, rules: Rulebook, form: SheetForm) -> dict[str, str]:
    """What stands in a column that says whether the student was admitted; nothing where no rating tells."""
    barred = line.mark is Mark.not_admitted or (rating is not None and rating < rules.admission_threshold)
    said = NO if barred else YES if rating is not None else ""
    return {c.code: said for c in form.columns if c.carried is Carried.admitted}


def misfit(line: SheetLine, rules: Rulebook, form: SheetForm) -> OfficeError | None:
    """Why the formula comes to no score, or None."""
    try:
        score_of(line, rules, form)
    except RuleBroken as e:
        return e
    return None


def lacking(line: SheetLine, form: SheetForm) -> str | None:
    """The column that is still to be filled before a line is whole; None when it is."""
    if line.mark is Mark.left or form.summary:
        return None
    whole = line.score is not None or line.mark is not None if form.judge is Judge.none else bool(line.letter)
    if not whole:
        return form.main
    if line.mark is not None:
        return None
    return next((c.code for c in form.columns if c.needed and line.value(c.code) is None), None)


def midterms_held(lines: Iterable[SheetLine]) -> bool:
    """Were midterms held? Where one line has a midterm, every line needs both: a forgotten pair is told."""
    return any(x.midterm_1 is not None or x.midterm_2 is not None for x in lines)


def filled(
    sheet: GradeSheet, cells: Mapping[tuple[Id, str], Cell], rules: Rulebook, gone: Collection[Id] = ()
) -> list[SheetLine]:
    """The sheet's lines as the drafts would make them; a bad cell counts as empty here.

    gone: students who have left the contingent; a line of theirs without marks says so.
    """
    out = []
    for line in sheet.lines:
        typed = {
            c: cell
            for c in forms.typed(sheet.form)
            if (cell := cells.get((line.student.id, c))) is not None and cell.at is not None
        }
        done = valued(line, {c: cell.value for c, cell in typed.items()}, sheet.form)
        entered = {c: Entered(user=cell.user, name=cell.by, at=cell.at) for c, cell in typed.items() if cell.at}
        out.append(done.model_copy(update={"entered": {**line.entered, **entered}}))
    held = midterms_held(out)
    lines = [judged(line, rules, held, sheet.form) for line in out]
    return [
        x.model_copy(update={"mark": Mark.left}) if x.student.id in gone and lacking(x, sheet.form) else x
        for x in lines
    ]


def closing(
    sheet: GradeSheet, cells: Mapping[tuple[Id, str], Cell], rules: Rulebook, gone: Collection[Id] = ()
) -> Plan:
    """The plan of closing. Raises RuleBroken (not open), Problems: bad cells, differing drafts, who is missing."""
    if sheet.status not in (SheetStatus.open, SheetStatus.filled, SheetStatus.signed):
        raise RuleBroken("sheets.not_open", number=sheet.number)
    problems = _of_cells(cells)
    lines = filled(sheet, cells, rules, gone)
    bad = {p.field.split(".")[0] for p in problems}
    for line in lines:
        if line.student.id in bad:
            continue
        if (error := misfit(line, rules, sheet.form)) is not None:
            problems.append(Problem(f"{line.student.id}.{sheet.form.main}", error.key, error.values))
        elif (column := lacking(line, sheet.form)) is not None:
            problems.append(Problem(f"{line.student.id}.{column}", "sheets.missing", {"name": line.student.label.kk}))
    if problems:
        raise Problems(problems)
    done = sheet.model_copy(update={"lines": lines})
    return Plan(lines, results(done, rules))


def results(sheet: GradeSheet, rules: Rulebook) -> list[tuple[Id, Id, Result]]:
    """(student, study, result) of every line that gives one."""
    if sheet.form.gives not in (Gives.result, Gives.apart):
        return []
    return [(x.student.id, x.study, result_of(sheet, x, rules)) for x in sheet.lines if x.letter]


def _of_cells(cells: Mapping[tuple[Id, str], Cell]) -> list[Problem]:
    problems = []
    for (student, column), cell in cells.items():
        if cell.problem is not None:
            problems.append(Problem(f"{student}.{column}", cell.problem.key, cell.problem.values))
        elif not cell.finished:
            problems.append(Problem(f"{student}.{column}", "sheets.still_typing", {"name": cell.by}))
        if cell.others:
            names = {"first": cell.by, "second": cell.others[0][1]}
            problems.append(Problem(f"{student}.{column}", "sheets.two_drafts", names))
    return problems


def attempts(study: Row, sheet: GradeSheet) -> int:
    """Which attempt of the student this sheet is: the graded ones before it and one."""
    mine = (sheet.discipline.id, apart_of(sheet))
    return 1 + sum(
        (r["discipline"]["id"], r.get("apart") or "") == mine and r["state"] in ("passed", "failed")
        for r in study["record"]
    )


def apart_of(sheet: GradeSheet) -> str:
    """Of what beside the discipline the sheet gives a result; empty for the discipline's own."""
    return kind_apart(sheet.kind, sheet.form.gives)


def kind_apart(kind: str, gives: Gives) -> str:
    """The same of a kind of sheet."""
    return f":{kind}" if gives is Gives.apart else ""


def mending(apart: str) -> Row:
    """The condition of the sheets that give another result in the place of one: of a discipline's own any that gives
    one, of what stands apart those of its own kind."""
    return {"kind": apart[1:], "form.gives": Gives.apart.value} if apart else {"form.gives": Gives.result.value}


def _named(sheet: GradeSheet) -> Ref:
    """The discipline as its result names it; what stands apart beside it says what it is."""
    if not apart_of(sheet):
        return sheet.discipline
    what = sheet.form.given or sheet.kind_name
    said = {lang: f"{sheet.discipline.label.get(lang)} — {what.get(lang)}" for lang in LANGS}
    return Ref(id=sheet.discipline.id, label=Text.model_validate(said))


def result_of(sheet: GradeSheet, line: SheetLine, rules: Rulebook) -> Result:
    """The result a line gives its student; its id names sheet and student, so it stands once."""
    grade = grading.grade_by_letter(line.letter, rules)
    apart = apart_of(sheet)
    credits = Decimal(0) if apart else sheet.credits
    unfinished = grade.state is ResultState.open
    return Result(
        id=f"{sheet.id}-{line.student.id}", discipline=_named(sheet), code=sheet.discipline_code,
        term=sheet.term_code, section=sheet.section.id if sheet.section else "", attempt=line.attempt, credits=credits,
        scores=Scores(
            midterm_1=line.midterm_1, midterm_2=line.midterm_2, admission_rating=line.admission_rating, exam=line.score,
        ),
        final_grade=line.final_grade, letter=line.letter, points=line.points, traditional=grade.traditional,
        mark=line.mark, state=grade.state, earned=credits if grade.earns else Decimal(0),
        gpa=grade.gpa and sheet.counts_in_gpa and grade.points is not None and not apart,
        replaces=rules.repeat == "latest", rules=rules.id, sheet=sheet.kind, apart=apart,
        until=sheet.day + timedelta(days=rules.unfinished_days) if unfinished else None, on=sheet.day,
    )  # fmt: skip


def checksum(sheet: GradeSheet) -> str:
    """The checksum printed on the sheet: twelve hex digits over number and lines; recomputable from the paper."""
    rows = [
        [
            x.number,
            *(str(x.value(c)) for c in (*MIDTERMS, SCORE)),
            plain(x.mark),
            str(x.final_grade),
            x.letter,
            *(f"{c}={x.more[c]}" for c in sorted(x.more)),
        ]
        for x in sheet.lines
    ]
    return digest([sheet.number, sheet.discipline_code, plain(sheet.day), rows])[:12]
