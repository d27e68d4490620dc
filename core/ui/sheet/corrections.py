"""Corrections of a closed sheet on the screen: proposing with what would follow, and each act as it stands."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import rulebooks, sheets
from core.desk import Desk
from core.progress.what_if import Lack
from core.promotions.rules import Proposal
from core.sheets import midterms
from core.sheets.corrections import corrected_line
from core.sheets.exchange import letter_of
from core.sheets.forms import TOLD
from core.sheets.plan import current_line
from core.sheets.register import basis_of
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.sheet.columns import heading
from core.ui.sheet.grid import number_text
from core.ui.style import safe, shown
from core.ui.tables import plain_table
from schemas.grade_sheet import Change, ChangeState, Correction, GradeSheet, SheetLine

ACT = "correction.propose"


def text_of(sheet: GradeSheet, line: SheetLine, column: str) -> str:
    """What a line holds in a column, as one would type it."""
    if column == sheet.form.main and line.mark is not None:
        return letter_of(line.mark, lang())
    value = line.value(column)
    return value if isinstance(value, str) else number_text(value)


def proposal(desk: Desk, sheet: GradeSheet) -> None:
    """A correction of one line: new values, what would follow from them, reason, code and basis; or its annulment."""
    names = {x.student.id: f"{x.number} {x.student.label.get(lang())}" for x in sheet.lines}
    who = st.selectbox(T("sheets.student"), list(names), format_func=lambda i: names.get(i, i), key=f"v:fix:{sheet.id}")
    line = current_line(sheet, who)
    typed = [c for c in sheet.form.columns if c.carried not in TOLD]
    texts = {}
    for place, column in zip(st.columns(len(typed)), typed, strict=True):
        was = text_of(sheet, line, column.code)
        key = f"v:fix:{sheet.id}:{sheet.revision}:{who}:{column.code}"
        hint = T("sheets.was", value=was or "—")
        texts[column.code] = place.text_input(heading(sheet, column.code), was, key=key, help=hint)
    changed = {c: v for c, v in texts.items() if v.strip() != text_of(sheet, line, c)}
    with shown_errors():
        if changed:
            what_if(desk, sheet, line, corrected_line(line, changed, rulebooks.get(desk.store, sheet.rules), sheet))
    with st.container(horizontal=True), shown_errors():
        why = asked("sheets.propose", name=sheet.id, disabled=not changed, hint="sheets.propose_hint", act=ACT)
        if why:
            sheets.propose(desk, sheet.id, sheet.revision, who, changed, why)
            done("sheets.proposed")
        if desk.may("correction.annul"):
            gone = asked(
                "sheets.annul", name=f"{sheet.id}{who}", hint="sheets.annul_hint", act=ACT, disabled=bool(changed)
            )
            if gone:
                sheets.propose(desk, sheet.id, sheet.revision, who, {}, gone, "annul")
                done("sheets.proposed")


def what_if(desk: Desk, sheet: GradeSheet, line: SheetLine, now: SheetLine) -> None:
    """Before saving: the line that would stand, and GPA, credits and debts that would follow."""
    st.markdown(safe(T("sheets.would_be", was=_result(line), now=_result(now))))
    effect(desk, sheet, now)


def _result(line: SheetLine) -> str:
    final = line.final_grade if line.letter else line.score
    return f"{number_text(final) or '—'} {line.letter}".strip()


def effect(desk: Desk, sheet: GradeSheet, now: SheetLine) -> None:
    """What a correction changes of the student's totals, promotion and honours: as it is, as it would be; of a midterm,
    which closed sheets it does not reach."""
    late = midterms.of_change(desk.store, sheet, now)
    for number, was, would in [(of.sheet.number, *pair) for of in late for pair in of.lines]:
        values = {"number": number, "was": _result(was), "would": _result(would)}
        st.warning(safe(T("sheets.midterm_behind", **values)), icon=":material/lock:")
    if late:
        return
    found = sheets.effect(desk, sheet, now)
    places = {"gpa": rulebooks.get(desk.store, sheet.rules).gpa_places}
    rows = [
        [T(f"sheets.total_{k}"), shown(a, places.get(k)), shown(b, places.get(k))] for k, (a, b) in found.totals.items()
    ]
    if found.promotion is not None:
        rows.append([T("what_if.row_promotion"), *map(_promotion, found.promotion)])
    if found.honours is not None:
        rows.append([T("what_if.row_honours"), *map(_honours, found.honours)])
    if all(was == would for _, was, would in rows):
        st.caption(safe(T("sheets.totals_same")))
        return
    rows = [[what, was, f"{would} ●" if was != would else would] for what, was, would in rows]
    plain_table([T("what_if.what"), T("what_if.before"), T("what_if.after")], rows, widths=(190, 330, 330))


def _promotion(of: Proposal | None) -> str:
    if of is None:
        return "—"
    said = of.verdict.label(lang()) if of.verdict else T("promotion.undecided")
    return f"{said}: {', '.join(g.label(lang()) for g in of.grounds)}"


def _honours(lacks: Sequence[Lack]) -> str:
    return T("what_if.fits") if not lacks else f"{T('what_if.not')}: {', '.join(x.label(lang()) for x in lacks)}"


def correction(sheet: GradeSheet, c: Correction) -> None:
    """One correction act: whose line, old → new, reason and basis, who and when."""
    now = T("sheets.annulled") if c.what is Change.annul else _line(sheet, c.now)
    st.markdown(safe(f"{c.student.label.get(lang())}: {_line(sheet, c.was)} → {now}"))
    if c.what is Change.lapse:
        st.caption(safe(T("sheets.lapsed_by", name=c.decided_name, at=c.decided_at, reason=c.reason)))
        return
    said = {"name": c.proposed_name, "at": c.proposed_at, "reason": c.reason, "basis": basis_of(c) or "—"}
    st.caption(safe(T("sheets.proposed_by", **said)))
    if c.state is not ChangeState.proposed:
        st.caption(safe(T(f"sheets.{c.state.value}_by", name=c.decided_name, at=c.decided_at)))
    if c.alarms:
        st.warning(safe(", ".join(a.label(lang()) for a in c.alarms)), icon=":material/notification_important:")


def _line(sheet: GradeSheet, line: SheetLine) -> str:
    codes = [c.code for c in sheet.form.columns if c.carried not in TOLD]
    scores = " / ".join(text_of(sheet, line, c) or "—" for c in codes)
    return f"{scores} = {_result(line)}"


def correction_list(sheet: GradeSheet) -> None:
    """Every correction of the sheet; the closed lines above stay as they were."""
    if not sheet.corrections:
        st.caption(T("sheets.no_corrections"))
    for c in sheet.corrections:
        with st.container(border=True):
            st.markdown(safe(c.act))
            correction(sheet, c)
