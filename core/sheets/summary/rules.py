"""Columns and cells of a summary sheet, and where two of them differ. Pure: studies in, a sheet out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from core import grading
from core.db.store import Row
from core.i18n import number, order_key
from core.progress.rules import Line, Summary, summary
from core.search import full_name
from core.sheets.opening import grade_text
from schemas.base import Id, Lang, Ref, Text
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.kinds.sheets import Carried, SheetColumn, SheetForm, Summed
from schemas.rulebook import Rulebook
from schemas.student import Name
from schemas.words import SheetStatus

ALL = Ref(id="all", label=Text(kk="Барлық пәндер", ru="Все дисциплины", en="All disciplines"))
Pair = tuple[Row, Row]  # student, study


@dataclass(frozen=True)
class Difference:
    """A cell of which sheet and record say different things; `column` as the sheet's form has it."""

    student: Ref
    number: str
    column: SheetColumn
    was: str
    now: str


def columns(form: SheetForm, found: Summary) -> SheetForm:
    """A form with a column for each discipline where its kind has the one of results."""
    made: list[SheetColumn] = []
    for column in form.columns:
        if column.carried is not Carried.results:
            made.append(column)
        elif not any(c.of for c in made):
            base = column.code.rsplit("_", 1)[0] if column.of else column.code[:26]
            made += [
                column.model_copy(update={
                    "code": f"{base}_{n}", "label": of.label, "of": Summed(discipline=of.id, code=code, credits=credits)
                }) for n, (of, code, credits) in enumerate(found.heads, 1)
            ]  # fmt: skip
    return form.model_copy(update={"columns": made})


def filled(sheet: GradeSheet, pairs: Sequence[Pair], rules: Rulebook) -> GradeSheet:
    """A summary with columns and lines as these studies have them."""
    found = summary([({**who, "name": full_name(who)}, study) for who, study in pairs], sheet.term_code)
    form = columns(sheet.form, found)
    of = {head.id: n for n, (head, _, _) in enumerate(found.heads)}
    names = {who["_id"]: Name.model_validate(who["name"]).text() for who, _ in pairs}
    lines = [
        SheetLine(student=Ref(id=x.student, label=names[x.student]), study=x.study, number=x.number,
                  carried=form.codes, more=_cells(form, x, of, rules))
        for x in found.lines
    ]  # fmt: skip
    lines.sort(key=lambda x: (order_key(x.student.label.kk), x.number))
    return sheet.model_copy(update={"form": form, "lines": lines})


def _cells(form: SheetForm, line: Line, of: Mapping[Id, int], rules: Rulebook) -> dict[str, Decimal | str]:
    said = {Carried.earned: line.credits, Carried.gpa: grading.shown(line.gpa, rules),
            Carried.failed: Decimal(line.failed), Carried.debts: Decimal(line.debts)}  # fmt: skip
    cells: dict[str, Decimal | str] = {}
    for column in form.columns:
        if column.of is None:
            value: Decimal | str | None = said.get(column.carried)
        else:
            row = line.cells[of[column.of.discipline]]
            value = grade_text(row["final_grade"], row["letter"]) if row else None
        if value is not None:
            cells[column.code] = value
    return cells


def grades(lines: Iterable[SheetLine], form: SheetForm, code: str = "") -> list[tuple[Decimal | None, str]]:
    """(final grade, letter) of every result on a summary, or of those in one column."""
    codes = [c.code for c in form.columns if c.of and code in ("", c.code)]
    return [_read(str(x.more[c])) for x in lines for c in codes if x.more.get(c)]


def _read(text: str) -> tuple[Decimal | None, str]:
    first, _, rest = text.partition(" ")
    try:
        return Decimal(first), rest
    except InvalidOperation:
        return None, text


def shown(text: str, lang: Lang) -> str:
    """A grade in a cell as a reader of this language writes it."""
    final, letter = _read(text)
    return text if final is None else f"{number(final, lang)} {letter}".strip()


def differences(sheet: GradeSheet, now: GradeSheet) -> list[Difference]:
    """Where a summary and the record (`now`: the same summary made of it) differ. Debts of other terms come and go
    after a closing: they do not make a closed sheet another."""
    was, then = _told(sheet), _told(now)
    found = []
    for key in dict.fromkeys([*was, *then]):
        line, column, _ = was.get(key) or then[key]
        before, after = (told[key][2] if key in told else "" for told in (was, then))
        if before != after and not (sheet.status is SheetStatus.closed and column.carried is Carried.debts):
            found.append(Difference(line.student, line.number, column, before, after))
    return found


def _told(sheet: GradeSheet) -> dict[tuple[Id, str], tuple[SheetLine, SheetColumn, str]]:
    return {
        (x.study, c.of.discipline if c.of else c.carried.value): (x, c, str(x.more.get(c.code, "")))
        for x in sheet.lines for c in sheet.form.columns
    }  # fmt: skip
