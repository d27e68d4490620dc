"""Opening the practice of a section: its kind, days and hours as the name and the calendar propose them."""

from __future__ import annotations

import streamlit as st

from core import files
from core.desk import Desk
from core.errors import OfficeError
from core.fields import described
from core.practices import acts, reading
from core.ui.files import brought
from core.ui.forms import form
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, lang, tell
from core.ui.style import facts, safe
from schemas.base import Id
from schemas.practice import Practice

FIELDS = ("kind", "starts", "ends", "hours")


def draw(desk: Desk, id: Id) -> None:
    """The form; the practice's own page opens once it is made."""
    try:
        section, term = reading.section(desk, id)
    except OfficeError as e:
        st.info(safe(sentence(e)), icon=":material/search_off:")
        return
    facts([
        (T("practices.head_section"), section.code),
        (T("practices.head_discipline"), section.discipline.label.get(lang())),
        (T("practices.head_department"), section.department.label.get(lang()) if section.department else "—"),
        (T("practices.head_n"), str(len(section.members))),
    ], columns=4)  # fmt: skip
    key = f"practice:new:{id}"
    held = brought(desk, T("practices.programme"), f"{key}:file")
    first = {k: v.isoformat() if hasattr(v, "isoformat") else v
             for k, v in acts.proposed(desk.store, section, term).items()}  # fmt: skip
    filled = form(desk, [described(Practice, n) for n in FIELDS], key, first, T("practices.open"))
    made = None
    if filled:
        with shown_errors(key):
            programme = files.ready(desk, *held) if held else None
            made = acts.open_(desk, id, filled.values, programme, filled.why)
    if made:
        tell("practices.opened")
        st.switch_page("pages/practice.py", query_params={"id": made.id})
