"""The grade sheet on the screen: the marks grid over drafts, the sum line, and what is wrong where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import streamlit as st

from core import looks, rulebooks, sheets
from core.desk import Desk
from core.errors import NotFound, OfficeError, RuleBroken, Unavailable
from core.i18n import moment, number, t
from core.sheets.corrections import corrected_line, current_line
from core.sheets.drafts import COLUMNS, MARK_KEYS, Cell, of_sheet
from core.sheets.paper import pdf
from core.sheets.plan import filled
from core.ui.forms import asked
from core.ui.grid import Column, Edit, NotStored, Other, Texts, marks_grid
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang, signed_in
from core.ui.style import safe, shown
from schemas.base import Id, Lang
from schemas.grade_sheet import Correction, GradeSheet, SheetLine
from schemas.rulebook import Rulebook
from schemas.words import SheetStatus

LETTERS = {"kk": "ксж", "ru": "нуд", "en": "aen"}


def grid_texts() -> Texts:
    """The grid's own sentences in the language of the screen; {places} are filled in the browser."""
    keys = Texts.__annotations__
    kept = {"time", "count", "pasted", "left", "who", "when", "text"}
    said = {k: t(f"grid.{k}", lang(), **{p: "{" + p + "}" for p in kept}) for k in keys}
    return cast(Texts, said)


def printed(desk: Desk, sheet: GradeSheet, spoken: Lang) -> bytes:
    """The sheet as a paper; the printing is written down."""
    made = pdf(desk, sheet, spoken)
    looks.note(desk, "grade_sheet", "grade_sheets", sheet.id, sheet.number, "print")
    return made


def columns(editable: bool) -> list[Column]:
    """The exam sheet's columns."""
    # While one types, together no wider than a page of 1,360 points: the remarks beside the marks are to be seen.
    head = [
        Column("no", "№", kind="number", width=24),
        Column("number", T("sheets.student_number"), width=72),
        Column("name", T("sheets.student"), kind="name", width=200 if editable else 290),
    ]
    typed = [
        Column(c, T(f"sheets.column_{c}"), editable=editable, kind="score", width=width)
        for c, width in zip(COLUMNS, (48, 48, 64), strict=True)
    ]
    made = [
        Column(c, T(f"sheets.column_{c}"), kind="number", width=width)
        for c, width in (("admission_rating", 54), ("final_grade", 70))
    ]
    last = [Column("letter", T("sheets.column_letter"), width=40)]
    return [*head, *typed[:2], made[0], typed[2], made[1], *last]


def draw(desk: Desk, sheet: GradeSheet) -> tuple[dict[tuple[Id, str], Cell], list[SheetLine]]:
    """Draw the grid of a sheet; its cells and lines as they stand now."""
    rules = rulebooks.get(desk.store, sheet.rules)
    open_ = sheet.status is SheetStatus.open
    cells = of_sheet(desk, sheet, rules)
    lines = filled(sheet, cells, rules) if open_ else sheet.lines
    editable = open_ and desk.may("grade_sheet.fill")
    texts = {(line.student.id, c): _cell_text(cells, line, c, open_) for line in lines for c in COLUMNS}
    for line in lines:
        texts[line.student.id, "admission_rating"] = _number(line.admission_rating)
        texts[line.student.id, "final_grade"] = _number(line.final_grade)
        texts[line.student.id, "letter"] = line.letter
    marks_grid(
        key=f"sheet:{sheet.id}",
        rows=[
            {"id": x.student.id, "no": str(i), "number": x.number, "name": x.student.label.get(lang())}
            for i, x in enumerate(lines, 1)
        ],
        columns=columns(editable), cells=texts, problems=_problems(cells), others=_others(cells), texts=grid_texts(),
        on_edits=lambda edits: _keep(desk, sheet.id, edits), readonly=not editable, owner=desk.actor.id,
        # Letters of this language first: those are told; a colleague's letters are understood, too.
        marks={k: MARK_KEYS[k].label(lang()) for k in [*LETTERS[lang()], *MARK_KEYS]},
        unfinished=[place for place, c in cells.items() if not c.finished],
    )  # fmt: skip
    return cells, lines


def _cell_text(cells: dict[tuple[Id, str], Cell], line: SheetLine, column: str, open_: bool) -> str:
    if open_ and cells[line.student.id, column].at is not None:
        return cells[line.student.id, column].text
    if column == "score" and line.mark is not None:
        return line.mark.label(lang())
    return _number(getattr(line, column))


def _number(value: object) -> str:
    return "" if value is None else number(value, lang())  # type: ignore[arg-type]


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


def _problems(cells: dict[tuple[Id, str], Cell]) -> dict[tuple[Id, str], str]:
    return {p: t(c.problem.key, lang(), **c.problem.values) for p, c in cells.items() if c.problem and c.finished}


def _others(cells: dict[tuple[Id, str], Cell]) -> dict[tuple[Id, str], list[Other]]:
    return {
        p: [Other(name, moment(at, lang(), short=True), text) for _, name, at, text in c.others]
        for p, c in cells.items() if c.others
    }  # fmt: skip


def choose_drafts(desk: Desk, sheet: GradeSheet, cells: dict[tuple[Id, str], Cell]) -> None:
    """Where two people typed different values: both are shown, one is chosen."""
    names = {x.student.id: x.student.label.get(lang()) for x in sheet.lines}
    for (student, column), cell in cells.items():
        if not cell.others:
            continue
        choices = [(cell.by, cell.text)] + [(name, text) for _, name, _, text in cell.others]
        with st.container(horizontal=True, vertical_alignment="center"), shown_errors():
            st.markdown(safe(f"{names[student]} · {T(f'sheets.column_{column}')}"))
            for n, (name, text) in enumerate(choices):
                if st.button(f"{safe(text)} — {safe(name)}", key=f"choose:{student}:{column}:{n}:{text}"):
                    sheets.choose(desk, sheet.id, student, column, text, [c[1] for c in choices])
                    st.rerun()


def sum_line(lines: list[SheetLine], rules: Rulebook) -> None:
    """Counts of letters, average, pass and quality with their denominator, and who is missing."""
    f = sheets.figures(lines, rules)
    letters = ", ".join(f"{k} {n}" for k, n in f["letters"].items() if n)
    of = f"/ {f['done']}"
    average = "—" if f["average"] is None else number(f["average"], lang(), 1)
    st.markdown(
        safe(T("sheets.sum_line", letters=letters or "—", average=average, passed=f"{f['passed']} {of}",
               quality=f"{f['quality']} {of}", done=f"{f['done']} / {f['all']}"))
    )  # fmt: skip
    if f["missing"] and len(f["missing"]) < f["all"]:
        st.caption(safe(T("sheets.missing_list", names=", ".join(x.get(lang()) for x in f["missing"][:12]))))


def explain(line: SheetLine, rules: Rulebook, midterms: bool) -> None:
    """«Explain this number»: the rule that decided a line's letter, with its figures."""
    from core import grading

    got = grading.outcome(line, rules, midterms)
    if got is None:
        st.caption(T("sheets.not_complete"))
        return
    st.markdown(safe(T(got.why)))
    if got.final is not None and got.rating is not None and line.score is not None and got.why == "sheets.why_weighted":
        exact = (rules.weight_current * got.rating + rules.weight_exam * line.score) / 100
        st.markdown(
            safe(T("sheets.formula", current=rules.weight_current, rating=grading.as_shown(got.rating, 4, rules),
                   exam=rules.weight_exam, score=line.score, exact=exact, final=got.final, letter=got.grade.letter))
        )  # fmt: skip
    st.caption(safe(T("sheets.rules_used", rules=rules.label().get(lang()))))


def lines_now(desk: Desk, sheet: GradeSheet) -> list[SheetLine]:
    """The lines as drafts make them, or as they stand after corrections."""
    if sheet.status is not SheetStatus.open:
        return [current_line(sheet, x.student.id) for x in sheet.lines]
    rules = rulebooks.get(desk.store, sheet.rules)
    return filled(sheet, of_sheet(desk, sheet, rules), rules)


def text_of(line: SheetLine, column: str) -> str:
    """What a line holds in a column, as one would type it."""
    if column == "score" and line.mark is not None:
        return next(k for k, m in MARK_KEYS.items() if m is line.mark and k in LETTERS[lang()])
    return _number(getattr(line, column))


def proposal(desk: Desk, sheet: GradeSheet) -> None:
    """A correction of one line: new values, what would follow from them, reason and basis."""
    names = {x.student.id: f"{x.number} {x.student.label.get(lang())}" for x in sheet.lines}
    who = st.selectbox(T("sheets.student"), list(names), format_func=lambda i: names.get(i, i), key=f"v:fix:{sheet.id}")
    line = current_line(sheet, who)
    texts = {}
    for place, column in zip(st.columns(3), COLUMNS, strict=True):
        was = text_of(line, column)
        key = f"v:fix:{sheet.id}:{sheet.revision}:{who}:{column}"
        hint = T("sheets.was", value=was or "—")
        texts[column] = place.text_input(T(f"sheets.column_{column}"), was, key=key, help=hint)
    with shown_errors():
        changed = {c: v for c, v in texts.items() if v.strip() != text_of(line, c)}
        if changed:
            what_if(desk, sheet, line, changed)
        hint, act = "sheets.propose_hint", "correction.propose"
        why = asked("sheets.propose", name=sheet.id, disabled=not changed, hint=hint, act=act)
        if why:
            sheets.propose(desk, sheet.id, sheet.revision, who, changed, why)
            done("sheets.proposed")


def what_if(desk: Desk, sheet: GradeSheet, line: SheetLine, texts: dict[str, str]) -> None:
    """Before saving: the line that would stand, and GPA, credits and debts that would follow."""
    now = corrected_line(line, texts, desk, sheet)
    st.markdown(
        safe(
            T(
                "sheets.would_be",
                was=f"{_number(line.final_grade)} {line.letter}",
                now=f"{_number(now.final_grade)} {now.letter}",
            )
        )
    )
    effect(desk, sheet, now)


def effect(desk: Desk, sheet: GradeSheet, now: SheetLine) -> None:
    """What a correction changes in the student's totals."""
    changed = sheets.effect(desk, sheet, now)
    places = {"gpa": rulebooks.get(desk.store, sheet.rules).gpa_places}
    words = [
        f"{T(f'sheets.total_{k}')}: {shown(a, places.get(k))} → {shown(b, places.get(k))}"
        for k, (a, b) in changed.items() if a != b
    ]  # fmt: skip
    st.caption(safe("; ".join(words) or T("sheets.totals_same")))


def correction(c: Correction) -> None:
    """One correction act: whose line, old → new, reason and basis, who and when."""
    st.markdown(safe(f"{c.student.label.get(lang())}: {_line(c.was)} → {_line(c.now)}"))
    basis = " ".join(x for x in (c.basis.kind, "№", c.basis.number, shown(c.basis.day) if c.basis.day else "") if x)
    st.caption(safe(T("sheets.proposed_by", name=c.proposed_name, at=c.proposed_at, reason=c.reason, basis=basis)))
    if c.state != "proposed":
        st.caption(safe(T(f"sheets.{c.state}_by", name=c.decided_name, at=c.decided_at)))


def _line(line: SheetLine) -> str:
    scores = " / ".join(text_of(line, c) or "—" for c in COLUMNS)
    return f"{scores} = {_number(line.final_grade) or '—'} {line.letter}"


def correction_list(sheet: GradeSheet) -> None:
    """Every correction of the sheet; the closed lines above stay as they were."""
    if not sheet.corrections:
        st.caption(T("sheets.no_corrections"))
    for c in sheet.corrections:
        with st.container(border=True):
            st.markdown(safe(c.act))
            correction(c)


def problem_lines(sheet: GradeSheet, error: OfficeError) -> None:
    """Why a sheet did not close: each line by the student's name."""
    names = {x.student.id: x.student.label.get(lang()) for x in sheet.lines}
    for p in getattr(error, "problems", []):
        student, _, column = p.field.partition(".")
        st.error(safe(f"{names.get(student, '')} · {T(f'sheets.column_{column}')}: {t(p.key, lang(), **p.values)}"))
