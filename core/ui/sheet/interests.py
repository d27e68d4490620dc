"""Declared interests of those who mark a sheet, above its grid."""

from __future__ import annotations

import streamlit as st

from core import integrity
from core.desk import Desk
from core.sheets import interests as declared
from core.ui.page import T
from core.ui.style import safe
from schemas.grade_sheet import GradeSheet
from schemas.kinds import AtSigning
from schemas.words import UNDONE


def interests(desk: Desk, sheet: GradeSheet) -> None:
    """Who declared an interest in whom, where anybody did; and that he is not to sign, where the office says so."""
    found = declared.declared(desk.store, sheet)
    if not found:
        return
    lines = [
        safe(T("sheets.interest_line", examiner=d.examiner.label, student=d.student.label, relation=d.relation,
               number=d.number))
        for d in found
    ]  # fmt: skip
    st.warning("\n".join([T("sheets.interests_n", n=len(found)), "", *(f"- {x}" for x in lines)]),
               icon=":material/balance:")  # fmt: skip
    refused = integrity.rules().at_signing is AtSigning.refuse and not sheet.commission
    if refused and sheet.status in UNDONE:
        st.caption(T("sheets.interests_refused"))
