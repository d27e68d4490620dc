"""One curriculum: its grid, difference, versions, files, approval (clauses 2-a, 16)."""

from __future__ import annotations

import streamlit as st

from core.curricula import lists
from core.errors import OfficeError
from core.ui import curricula as screen
from core.ui.looks import opened
from core.ui.messages import sentence
from core.ui.page import T, empty, enter, go, lang
from core.ui.style import safe
from schemas.curriculum import Curriculum
from schemas.words import CurriculumState

desk = enter("curriculum.read", "id")
id = st.query_params.get("id", "")
try:
    found = desk.get(Curriculum, id, "curriculum.read")
except OfficeError as e:
    empty("curricula.choose_first", None, "pages/curricula.py", "curricula.title")
    st.caption(safe(sentence(e)) if id else "")
    st.stop()
opened(desk, "curriculum", "curricula", id, found.label().kk)
go("pages/curricula.py", "curricula.title", "arrow_back")
st.title(safe(found.label().get(lang())), anchor=False)
screen.head_line(found)

draft, may_edit = found.state is CurriculumState.draft, desk.may("curriculum.edit")
tabs = ["grid", "difference", "versions", "file"]
if draft and desk.may("curriculum.approve"):
    tabs.append("approve")
if may_edit:
    tabs.append("copy")
key = f"v:curriculum.tab:{id}"
if st.session_state.get(key) not in tabs:
    st.session_state[key] = "grid"
names = {n: T(f"curricula.tab_{n}") for n in tabs}
tab = st.segmented_control(
    T("curricula.tabs"), tabs, required=True, format_func=lambda n: names.get(n, n), key=key,
    label_visibility="collapsed",
)  # fmt: skip
match tab:
    case "grid":
        if draft and may_edit:
            with st.expander(T("curricula.head_edit"), icon=":material/tune:"):
                screen.settings(desk, found)
        st.fragment(screen.grid)(desk, id)
    case "difference":
        screen.difference(desk, found, lists.kin(desk, found))
    case "versions":
        screen.versions(desk, found, lists.kin(desk, found))
    case "file":
        screen.taking(desk, found)
        if draft and may_edit:
            screen.bringing(desk, found)
    case "approve":
        screen.approval(desk, found)
    case "copy":
        screen.copying(desk, found)
