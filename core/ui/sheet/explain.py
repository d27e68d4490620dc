"""«Explain this number»: the rule that decided a line's letter, with its figures."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import grading
from core.sheets.plan import midterms_held
from core.ui.page import T, lang
from core.ui.style import safe
from schemas.base import Id
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.kinds.sheets import Judge
from schemas.rulebook import Rulebook


def explain(sheet: GradeSheet, lines: Sequence[SheetLine], rules: Rulebook) -> None:
    """The line of a chosen student explained."""
    with st.expander(T("sheets.explain"), icon=":material/calculate:"):
        names: dict[Id, str] = {x.student.id: f"{x.number} {x.student.label.get(lang())}" for x in lines}
        who = st.selectbox(
            T("sheets.student"), list(names), format_func=lambda i: names[i], key=f"v:explain:{sheet.id}"
        )
        if line := next((x for x in lines if x.student.id == who), None):
            _one(sheet, line, rules, midterms_held(lines))


def _one(sheet: GradeSheet, line: SheetLine, rules: Rulebook, midterms: bool) -> None:
    """Which rule decided, and the sum as it was made; how a formula counts the score."""
    if sheet.form.counted:
        st.markdown(safe(T("sheets.score_formula", formula=sheet.form.formula, score=line.score or "—")))
    if sheet.form.judge is Judge.none:
        return
    got = grading.outcome(line, rules, midterms, sheet.form.judge)
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
