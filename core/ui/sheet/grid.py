"""The grade sheet on the screen: the marks grid over drafts, the sum line, and what is wrong where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, cast

import streamlit as st

from core import looks, rulebooks, sheets
from core.desk import Desk
from core.errors import NotFound, OfficeError, RuleBroken, Unavailable
from core.exams.admission import Reason
from core.i18n import moment, number, t
from core.sheets import summary
from core.sheets.drafts import Cell, check_filler, of_sheet
from core.sheets.exchange import LETTERS
from core.sheets.forms import mark_keys
from core.sheets.odd import not_admitted
from core.sheets.paper import pdf
from core.sheets.plan import current_line, filled, misfit
from core.sheets.window import is_shut
from core.ui.grid import Edit, NotStored, Other, Texts, marks_grid
from core.ui.page import T, lang, signed_in
from core.ui.sheet.columns import columns, heading, short
from core.ui.style import safe
from schemas.base import Id, Lang
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.kinds.sheets import Judge
from schemas.rulebook import Rulebook
from schemas.words import SheetStatus


def grid_texts() -> Texts:
    """The grid's own sentences in the language of the screen; {places} are filled in the browser."""
    keys = Texts.__annotations__
    kept = {"time", "count", "pasted", "left", "who", "when", "text"}
    said = {k: t(f"grid.{k}", lang(), **{p: "{" + p + "}" for p in kept}) for k in keys}
    return cast(Texts, said)


def printed(desk: Desk, sheet: GradeSheet, spoken: Lang, copy: bool = False) -> bytes:
    """The sheet as a paper, or its copy for the folder; the printing is written down."""
    made = pdf(desk, sheet, spoken, copy)
    looks.note(desk, "grade_sheet", "grade_sheets", sheet.id, sheet.number, "print")
    return made


class Drawn(NamedTuple):
    """A sheet as it was drawn: cells, lines, and why students are not admitted."""

    cells: dict[tuple[Id, str], Cell]
    lines: list[SheetLine]
    refused: dict[Id, list[Reason]]


def draw(desk: Desk, sheet: GradeSheet) -> Drawn:
    """Draw the grid of a sheet; its cells and lines as they stand now."""
    rules = rulebooks.get(desk.store, sheet.rules)
    open_, spoken = sheet.status is SheetStatus.open, lang()
    cells = of_sheet(desk, sheet, rules)
    lines = filled(sheet, cells, rules) if open_ else sheet.lines
    editable = open_ and may_fill(desk, sheet)
    refused = not_admitted(desk, sheet, lines) if open_ else {}
    texts = {(x.student.id, c): _cell_text(cells, sheet, x, c, open_) for x in lines for c in sheet.form.codes}
    for line in lines:
        if sheet.form.counted:
            texts[line.student.id, "score"] = number_text(line.score, spoken)
        texts[line.student.id, "admission_rating"] = number_text(line.admission_rating, spoken)
        texts[line.student.id, "final_grade"] = number_text(line.final_grade, spoken)
        texts[line.student.id, "letter"] = line.letter
        texts[line.student.id, "admission"] = short(refused.get(line.student.id, ()))
    keys = mark_keys(sheet.form)
    marks_grid(
        key=f"sheet:{sheet.id}",
        rows=[
            {"id": x.student.id, "no": str(i), "number": x.number, "name": x.student.label.get(spoken)}
            for i, x in enumerate(lines, 1)
        ],
        columns=columns(sheet, editable, bool(refused)), cells=texts, problems=_problems(sheet, cells, lines, rules),
        others=_others(cells), texts=grid_texts(),
        on_edits=lambda edits: _keep(desk, sheet.id, edits), readonly=not editable, owner=desk.actor.id,
        # Letters of this language first: those are told; a colleague's letters are understood, too.
        marks={k: keys[k].label(spoken) for k in [*LETTERS[spoken], *keys]},
        unfinished=[place for place, c in cells.items() if not c.finished],
        locked=[(x.student.id, c) for x in lines for c in x.carried],
    )  # fmt: skip
    return Drawn(cells, lines, refused)


def may_fill(desk: Desk, sheet: GradeSheet) -> bool:
    """May this user type into the sheet now? (The act asks again.)"""
    if not desk.may("grade_sheet.fill") or is_shut(sheet, desk.now(), desk.today()):
        return False
    try:
        check_filler(desk.actor, sheet)
    except OfficeError:
        return False
    return True


def _cell_text(
    cells: dict[tuple[Id, str], Cell], sheet: GradeSheet, line: SheetLine, column: str, open_: bool
) -> str:  # fmt: skip
    cell = cells.get((line.student.id, column))
    if open_ and cell is not None and cell.at is not None:
        return cell.text
    if column == sheet.form.main and line.mark is not None:
        return line.mark.label(lang())
    value = line.value(column)
    if sheet.form.summary and isinstance(value, str):
        return summary.shown(value, lang())
    return value if isinstance(value, str) else number_text(value)


def number_text(value: object, spoken: Lang | None = None) -> str:
    """A number as the screen shows it; nothing for None. spoken: the screen's language, where many are written."""
    return "" if value is None else number(value, spoken or lang())  # type: ignore[arg-type]


def _keep(desk: Desk, sheet: Id, edits: list[Edit]) -> Iterable[int]:
    """Store what was typed; edits that can never be stored come back to the screen as text.

    A callback runs before the page's guard, so it asks itself whether the session still stands.
    """
    if not signed_in(desk):
        raise NotStored
    try:
        sheets.keep(desk, sheet, [(e.row, e.column, e.text, e.done) for e in edits])
    except Unavailable:
        raise NotStored from None
    except (RuleBroken, NotFound):
        return [e.seq for e in edits]
    return []


def _problems(
    sheet: GradeSheet, cells: dict[tuple[Id, str], Cell], lines: list[SheetLine], rules: Rulebook
) -> dict[tuple[Id, str], str]:  # fmt: skip
    found = {p: t(c.problem.key, lang(), **c.problem.values) for p, c in cells.items() if c.problem and c.finished}
    if sheet.form.counted:
        for line in lines:
            if (error := misfit(line, rules, sheet.form)) is not None:
                found.setdefault((line.student.id, sheet.form.main), t(error.key, lang(), **error.values))
    return found


def _others(cells: dict[tuple[Id, str], Cell]) -> dict[tuple[Id, str], list[Other]]:
    return {
        p: [Other(name, moment(at, lang(), short=True), text) for _, name, at, text in c.others]
        for p, c in cells.items() if c.others
    }  # fmt: skip


def sum_line(sheet: GradeSheet, lines: list[SheetLine], rules: Rulebook) -> None:
    """Counts of letters, average, pass and quality with their denominator, who is missing, what looks odd."""
    f = sheets.figures(lines, rules, sheet.form)
    if not f["done"]:
        st.markdown(safe(T("sheets.sum_line_none", n=f["all"])))
        return
    letters = ", ".join(f"{k} {n}" for k, n in f["letters"].items() if n)
    of = f"/ {f['done']}"
    average = "—" if f["average"] is None else number(f["average"], lang(), 1)
    key = "sheets.sum_line_scores" if sheet.form.judge is Judge.none else "sheets.sum_line"
    st.markdown(
        safe(T(key, letters=letters or "—", average=average, passed=f"{f['passed']} {of}",
               quality=f"{f['quality']} {of}", done=f"{f['done']} / {f['all']}"))
    )  # fmt: skip
    if f["missing"] and len(f["missing"]) < f["all"]:
        st.caption(safe(T("sheets.missing_list", names=", ".join(x.get(lang()) for x in f["missing"][:12]))))


def lines_now(desk: Desk, sheet: GradeSheet) -> list[SheetLine]:
    """The lines as drafts make them, or as they stand after corrections."""
    if sheet.status is not SheetStatus.open:
        return [current_line(sheet, x.student.id) for x in sheet.lines]
    rules = rulebooks.get(desk.store, sheet.rules)
    return filled(sheet, of_sheet(desk, sheet, rules), rules)


def problem_lines(sheet: GradeSheet, error: OfficeError) -> None:
    """Why a sheet did not close: each line by the student's name."""
    names = {x.student.id: x.student.label.get(lang()) for x in sheet.lines}
    for p in getattr(error, "problems", []):
        student, _, column = p.field.partition(".")
        st.error(safe(f"{names.get(student, '')} · {heading(sheet, column)}: {t(p.key, lang(), **p.values)}"))
