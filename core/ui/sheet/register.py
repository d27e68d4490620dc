"""The register of all changes on the screen: narrowed, a page at a time, taken as a file or on paper."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from core import house, references, sections
from core.db.store import Row
from core.desk import Desk
from core.i18n import moment
from core.sheets import register
from core.sheets.register import Cut, Entry
from core.ui.files import given
from core.ui.page import T, empty, go, lang
from core.ui.sheet.corrections import correction
from core.ui.style import safe
from core.ui.tables import headed, pager, picked
from core.ui.tables.export import XLSX
from schemas.grade_sheet import Alarm, Change, ChangeState, GradeSheet
from schemas.kinds import ReasonCode, Sort

WIDTHS = {"student": 190, "discipline": 210, "was_is": 150, "reason": 240, "alarms": 230, "proposed_by_name": 170,
          "decided_by_name": 170}  # fmt: skip
SHOWN = ("at", "act", "student", "was_is", "discipline", "state", "alarms", "reason", "proposed_by_name",
         "decided_by_name", "what")  # fmt: skip


def screen(desk: Desk) -> None:
    """The filters, the list, the act that was clicked, the files."""
    cut = _cut(desk)
    page = pager("register", cut)
    found = register.changes(desk, cut, page)
    if not found and not page:
        empty("sheets.register_none" if cut == Cut() else "tables.nothing", "sheets.register_none_hint")
        return
    chosen = picked("register.list", [headed(h, f"sheets.register_{h}") for h in SHOWN], [row(e) for e in found], page,
                    widths=WIDTHS)  # fmt: skip
    for entry in found:
        if entry.act.act == chosen:
            one(desk, entry)
    with st.container(horizontal=True):
        given(T("sheets.register_pdf"), "corrections.pdf", partial(register.pdf, desk, cut, lang()), "register.pdf",
              icon=":material/print:")  # fmt: skip
        given(T("progress.xlsx"), "corrections.xlsx", partial(register.xlsx, desk, cut, lang()), "register.xlsx", XLSX,
              icon=":material/table_view:")  # fmt: skip


def row(entry: Entry) -> Row:
    """A line of the list in words."""
    said = dict(zip(register.HEADS, register.row_of(entry, lang()), strict=True))
    return {**said, "_id": entry.act.act, "at": moment(entry.act.proposed_at, lang(), short=True)}


def one(desk: Desk, entry: Entry) -> None:
    """The act that was clicked, and the way to its sheet."""
    with st.container(border=True):
        st.markdown(f"**{safe(entry.act.act)}** · {safe(entry.discipline.label.get(lang()))}")
        correction(desk.get(GradeSheet, entry.sheet, register.RIGHT), entry.act)
        go("pages/grade_sheet.py", "sheets.to_sheet", key=f"go:{entry.act.act}", sheet=entry.sheet)


def _cut(desk: Desk) -> Cut:
    terms = {t.id: t.label.get(lang()) for t in sections.terms(desk)}
    departments = {i: w.get(lang()) for i, w in references.labels(desk, "departments", {"kind": "department"}).items()}
    teachers = {i: w.get(lang()) for i, w in references.labels(desk, "people", {}).items()}
    codes = {
        k.code: k.name.get(lang()) for k in house.entries(Sort.reason, True)
        if "correction.propose" in k.as_body(ReasonCode).acts or not k.as_body(ReasonCode).acts
    }  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        term = _choice("term", terms, 215)
        department = _choice("department", departments, 225)
        teacher = _choice("examiners", teachers, 220)
        who = _choice("who", register.people(desk), 200)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = _choice("code", codes, 225)
        state = _choice("state", {s.value: s.label(lang()) for s in ChangeState}, 165)
        what = _choice("what", {w.value: w.label(lang()) for w in Change}, 165)
        alarm = _choice("alarms", {"any": T("sheets.alarm_any"), **{a.value: a.label(lang()) for a in Alarm}}, 295)
        since, until = (
            st.date_input(T(f"sheets.register_{w}"), None, key=f"v:register.{w}", format="DD.MM.YYYY", width=140)
            for w in ("since", "until")
        )  # fmt: skip
    return Cut(term, department, teacher, code, state, who, what, alarm, since, until)


def _choice(name: str, options: Mapping[str, str], width: int) -> str:
    words = {"": T("common.all"), **options}
    key = f"v:register.{name}"
    if st.session_state.get(key, "") not in words:
        st.session_state[key] = ""
    found = st.selectbox(T(f"sheets.register_{name}"), list(words), key=key, width=width,
                         format_func=lambda i: words.get(i, str(i)))  # fmt: skip
    return found or ""
