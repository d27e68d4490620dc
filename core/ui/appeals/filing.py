"""A new appeal: whose, against which mark, by which day; then the application as it was written."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import appeals, students
from core.appeals.reading import sheets_of
from core.desk import Desk
from core.fields import described
from core.sheets.alarms import change_rules
from core.sheets.plan import current_line
from core.sheets.register import mark_of
from core.ui.forms import form
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe
from schemas.appeal import Appeal
from schemas.base import Id
from schemas.grade_sheet import GradeSheet

FIELDS = ("filed_on", "grounds")


def draw(desk: Desk) -> None:
    """Choose the student and the mark, then write the application down."""
    st.session_state.setdefault("v:appeals.number", st.query_params.get("student", ""))
    typed = st.text_input(T("appeals.student_number"), key="v:appeals.number", max_chars=30, width=320) or ""
    if not typed.strip():
        st.caption(T("appeals.new_hint"))
        return
    id = students.id_of(desk, typed.strip())
    if id is None:
        st.info(safe(T("mobility.no_student", number=typed.strip())))
        return
    found = sheets_of(desk, id)
    st.markdown(f"**{safe(students.card(desk, id, look=False).name.full())}** · {safe(typed.strip())}")
    if not found:
        st.info(T("appeals.no_sheets"))
        return
    words = {s.id: _word(s, id) for s in found}
    which = st.selectbox(T("appeals.which"), list(words), key=f"v:appeals.sheet:{id}", width=640,
                         format_func=lambda i: words.get(i, str(i)))  # fmt: skip
    sheet = next(s for s in found if s.id == which)
    rules = change_rules()
    if (broken := appeals.refusal(sheet, current_line(sheet, id), rules)) is not None:
        st.info(safe(sentence(broken)), icon=":material/do_not_disturb_on:")
        return
    st.caption(T("appeals.clock_hint", file=rules.file_days, decide=rules.decide_days))
    key = f"appeal:new:{sheet.id}:{id}"
    filled = form(desk, [described(Appeal, f) for f in FIELDS], key, {"filed_on": desk.today().isoformat()},
                  T("appeals.file"))  # fmt: skip
    if filled:
        with shown_errors(key):
            day = date.fromisoformat(filled.values["filed_on"])
            made = appeals.file(desk, sheet.id, id, day, filled.values["grounds"], filled.why)
            st.query_params.from_dict({"id": made.id})
            done("appeals.filed", number=made.number)


def _word(sheet: GradeSheet, student: Id) -> str:
    line = current_line(sheet, student)
    return f"№ {sheet.number} · {sheet.discipline.label.get(lang())} · {mark_of(line, lang())}"
