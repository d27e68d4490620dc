"""The personal file on a student's card: the checklist with what is missing, copies added, withdrawn, handed over."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import scans
from core.desk import Desk, Why
from core.i18n import office_day
from core.ui.files import brought, offered
from core.ui.forms import asked
from core.ui.forms.why import command
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang, open_act
from core.ui.style import safe, shown
from schemas.scan import Scan
from schemas.student import Student

FORM = "scan-add"


def personal_file(desk: Desk, student: Student) -> None:
    """The whole tab."""
    lines = scans.checklist(desk, student.id)
    lacking = scans.missing(lines)
    if lacking:
        st.warning(T("scans.missing", what=", ".join(safe(k.name.get(lang())) for k in lacking)),
                   icon=":material/folder_off:")  # fmt: skip
    else:
        n = sum(x.required for x in lines)
        st.success(T("scans.whole", n=n), icon=":material/folder_check:")
    if desk.may("scan.add"):
        _adding(desk, student, lines)
    old = any(c.withdrawn for x in lines for c in x.copies) and st.toggle(T("scans.show_withdrawn"))
    with st.container(border=True, gap="small"):
        for line in lines:
            with st.container(horizontal=True, vertical_alignment="center"):
                colour, icon, word = _state(line)
                st.markdown(f":{colour}[:material/{icon}:] **{safe(line.kind.name.get(lang()))}**", width="content")
                st.caption(word, width="content")
            for copy in line.copies:
                if not copy.withdrawn or old:
                    _copy(desk, copy)


def _state(line: scans.Line) -> tuple[str, str, str]:
    if line.there:
        return "green", "check_circle", T("scans.there")
    if line.required:
        return "red", "cancel", f"{T('scans.required')} · {T('scans.absent')}"
    return "gray", "radio_button_unchecked", T("scans.optional")


def _adding(desk: Desk, student: Student, lines: list[scans.Line]) -> None:
    names = {x.kind.code: x.kind.name.get(lang()) for x in lines if not x.kind.retired}
    turn = st.session_state.setdefault(f"{FORM}!n", 0)
    key = f"{FORM}:{student.id}:{turn}"
    with st.expander(T("scans.add"), icon=":material/upload_file:"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            kind = st.selectbox(
                T("scans.kind"), list(names), None, placeholder=T("common.not_chosen"),
                format_func=lambda c: names.get(c, c),
                key=f"v:{key}:kind",
            )  # fmt: skip
            day = st.date_input(T("scans.day"), None, format="DD.MM.YYYY", max_value=desk.today(), key=f"v:{key}:day")
        note = st.text_input(T("scans.note"), key=f"v:{key}:note", max_chars=300)
        found = brought(desk, T("scans.file"), f"{key}:file")
        if st.button(T("scans.add"), key=f"{key}:send", type="primary", icon=":material/check:", disabled=not found):
            with shown_errors():
                assert found is not None  # the button is off without it
                when: Any = day
                made = scans.add(desk, student.id, kind or "", *found, Why(command=command(FORM)), when, note)
                open_act(FORM)
                done("scans.added", name=made.file.label.get(lang()))


def _copy(desk: Desk, copy: Scan) -> None:
    said = [copy.file.label.get(lang()), shown(copy.day) if copy.day else "", copy.note]
    added = office_day(copy.created.at) if copy.created else None
    with st.container(horizontal=True, vertical_alignment="center"):
        words = " · ".join(safe(x) for x in said if x)
        st.markdown(f"~~{words}~~" if copy.withdrawn else words, width="content")
        st.caption(safe(T("scans.brought", day=shown(added), who=copy.by)), width="content")
        if copy.withdrawn:
            st.caption(safe(f"{T('scans.is_withdrawn')}: {copy.why}"), width="content")
        offered(
            desk, copy.file, f"scan:{copy.id}", "student", Scan.collection, copy.id, copy.kind.label.kk,
            copy.student.id,
        )  # fmt: skip
        if desk.may("scan.add") and not copy.withdrawn:
            why = asked("scans.withdraw", type="tertiary", name=copy.id, hint="scans.withdraw_hint")
            if why:
                with shown_errors():
                    gone = scans.withdraw(desk, copy.id, copy.revision, why)
                    done("scans.withdrawn", name=gone.file.label.get(lang()))
