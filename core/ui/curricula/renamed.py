"""After a discipline got another name: where the old one stands and stays."""

from __future__ import annotations

import streamlit as st

from core import disciplines
from core.desk import Desk
from core.ui.page import T, lang
from core.ui.style import safe
from schemas.discipline import Discipline

SHOWN = 12


def renamed(desk: Desk, of: Discipline) -> None:
    """What still carries an earlier name of this discipline; nothing where all say the present one."""
    found = disciplines.old_names(desk, of.id)
    if not found:
        return
    with st.container(border=True, key=f"renamed-{of.id}"):
        st.markdown(f":material/history: {T('curricula.renamed')}")
        _list("curricula.old_curricula", [f"{c.get(lang())}: «{was.get(lang())}»" for c, was in found.curricula])
        _list("curricula.old_sections", [f"{code}: «{was.get(lang())}»" for code, was in found.sections])
        if found.plans:
            st.markdown(f"**{T('curricula.old_plans', n=found.plans)}**")


def _list(title: str, rows: list[str]) -> None:
    if not rows:
        return
    st.markdown(f"**{T(title)}: {len(rows)}**")
    more = [T("curricula.old_more", n=len(rows) - SHOWN)] if len(rows) > SHOWN else []
    st.markdown("\n".join(f"- {safe(r)}" for r in [*rows[:SHOWN], *more]))
