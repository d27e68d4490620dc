"""Final attestation on a student's card: what he prepares, in which form and year, what came out."""

from __future__ import annotations

import streamlit as st

from core.attestation import candidacies
from core.attestation.candidacies.papers import said
from core.desk import Desk
from core.ui.page import T, go, lang
from core.ui.tables import plain_table
from schemas.student import Student


def attestation(desk: Desk, student: Student) -> None:
    """Draw the section; nothing for who may not see it, nor where there is nothing to see."""
    found = candidacies.of_student(desk, student.id) if desk.may("attestation.read") else []
    if not found:
        return
    st.subheader(T("graduates.card_title"), anchor=False)
    heads = ("year", "form", "what", "supervisor", "status", "outcome")
    plain_table(
        [T(f"graduates.head.{h}") for h in heads],
        [[c.year, c.form_name.get(lang()), said(c.presented, lang()) or "—",
          c.presented.supervisor.label.get(lang()) if c.presented.supervisor else "—", c.status.label(lang()),
          c.outcome.letter if c.outcome else "—"] for c in found],
    )  # fmt: skip
    for c in found:
        go("pages/graduates.py", "graduates.open", key=f"candidacy:{c.id}", id=c.id)


__all__ = ["attestation"]
