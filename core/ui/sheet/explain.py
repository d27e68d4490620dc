"""«Explain this number»: the rule that decided a line's letter, with its figures."""

from __future__ import annotations

import streamlit as st

from core import grading
from core.ui.page import T, lang
from core.ui.style import safe
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.kinds.sheets import Judge
from schemas.rulebook import Rulebook


def explain(sheet: GradeSheet, line: SheetLine, rules: Rulebook, midterms: bool) -> None:
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
