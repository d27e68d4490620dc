"""What is worth a look before a person is entered: somebody like him is here, the IIN says otherwise. Never a block."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from core import students
from core.desk import Desk
from core.i18n import date_short
from core.search import full_name
from core.ui.page import T
from core.ui.style import safe, word_of
from core.ui.tables import plain_table
from core.ui.tables.cells import masked
from schemas.checks import iin_facts
from schemas.words import Sex


def warnings(desk: Desk, values: dict[str, Any], but: str | None = None) -> bool:
    """Show what is found; may it be saved: nothing found, or the user says that he has looked at exactly this."""
    said = iin_says(values)
    found = students.duplicates(desk, values, but)
    if not said and not found:
        return True
    with st.container(border=True, key="warned"):
        for line in said:
            st.markdown(f":orange[:material/warning:] {line}")
        if found:
            st.markdown(f":orange[:material/group:] **{T('students.alike', n=len(found))}**")
            rows = [[r["number"], full_name(r), _day(r.get("born")), masked(r.get("iin") or "")] for r in found]
            heads = ("students.col_number", "students.col_name", "students.col_born", "students.col_iin")
            plain_table([T(h) for h in heads], rows)
        seen = "-".join(sorted([r["_id"] for r in found] + [str(len(said))]))
        label = T("students.sure_other" if found else "students.sure_iin")
        return st.checkbox(label, key=f"sure:{seen}")


def iin_says(values: dict[str, Any]) -> list[str]:
    """Where the IIN and the card disagree; documents win, so it only warns."""
    iin = values.get("iin")
    if not iin:
        return []
    born, sex = iin_facts(iin)
    if born is None and sex is None:
        return [T("students.iin_silent")]
    said, given = [], values.get("born")
    if given and born and born != (given if isinstance(given, date) else date.fromisoformat(given)):
        said.append(T("students.iin_born", born=born, given=_day(given)))
    if values.get("sex") and sex and str(values["sex"]) != sex:
        said.append(T("students.iin_sex", sex=word_of(Sex, sex)))
    return [safe(s) for s in said]


def _day(value: Any) -> str:
    if not value:
        return "—"
    return date_short(value if isinstance(value, date) else date.fromisoformat(str(value)[:10]))


__all__ = ["iin_says", "warnings"]
