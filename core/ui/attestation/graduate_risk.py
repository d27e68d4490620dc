"""Last-year students who would not be admitted by what is known today."""

from __future__ import annotations

import streamlit as st

from core.attestation import risk, settings
from core.attestation.candidacies import papers
from core.attestation.record import worded
from core.desk import Desk
from core.ui.attestation.graduate_parts import files
from core.ui.page import T, lang
from core.ui.tables import headed, picked
from schemas.base import Id

HEADS = ("student", "number", "group", "teacher", "why")


def screen(desk: Desk, year: int) -> Id | None:
    """The whole tab; the student that was opened."""
    found, n = risk.at_risk(desk, year)
    st.caption(T("graduates.risk_from", day=risk.watched_from(year), months=settings.rules().risk_months))
    st.markdown(T("graduates.risk_hint", n=n, risk=len(found)))
    if not found:
        st.success(T("graduates.no_risk"), icon=":material/check_circle:")
        return None
    files(desk, papers.at_risk(found, lang()), year)
    rows = [
        {"_id": r.student.id, "student": r.student.label.get(lang()), "number": r.number, "group": r.group,
         "teacher": r.teacher.label.get(lang()) if r.teacher else "",
         "why": worded(r.reasons, "graduates.risk").get(lang())}
        for r in found
    ]  # fmt: skip
    widths = {"student": 210, "number": 85, "group": 95, "teacher": 170, "why": 480}
    return picked("graduates_risk.list", [headed(k, f"graduates.head.{k}") for k in HEADS], rows, 0, len(rows) + 1,
                  widths, tall=True)  # fmt: skip


__all__ = ["screen"]
