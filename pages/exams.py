"""The exam timetable of a session: board, whose exams, list, planning, a table, the proposal, publishing (clauses
2-c, 33-2).
"""

from __future__ import annotations

import streamlit as st

from core import exams, references, timetable
from core.exams import table
from core.ui.bringing import bring
from core.ui.exams.board import board
from core.ui.exams.planning import one, plan
from core.ui.exams.proposing import propose
from core.ui.exams.publishing import publish
from core.ui.exams.whose import of_one
from core.ui.page import T, empty, enter, lang, title
from core.ui.tables import Listing, listing
from schemas.exam import Exam

desk = enter("exam.read", "exam")
if id := st.query_params.get("exam"):
    st.title(T("exams.title"), anchor=False)
    one(desk, id)
    st.stop()

title("exams.title", "exams.title_hint")
terms = {t.id: t for t in timetable.terms(desk)}
if not terms:
    empty("timetable.no_terms", "timetable.no_terms_hint", "pages/references.py", "timetable.go_references")
    st.stop()
now = timetable.term_on(desk, desk.today())
views = ["board", "whose", "list", *(["plan", "import", "propose", "publish"] if desk.may("exam.edit") else [])]
names = {i: t.label().get(lang()) for i, t in terms.items()}
tabs = {v: T(f"exams.tab_{v}") for v in views}
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen = st.selectbox(
        T("timetable.term"), list(terms), key="v:exams.term", width=300, format_func=names.__getitem__,
        index=list(terms).index(now.id) if now and now.id in terms else 0,
    )  # fmt: skip
    view = st.segmented_control(
        T("timetable.view"), views, default="board", required=True, key="v:exams.view", format_func=tabs.__getitem__,
        label_visibility="collapsed",
    )  # fmt: skip
term = terms[chosen]

if view == "board":
    board(desk, term)
elif view == "whose":
    of_one(desk, term)
elif view == "list":
    columns = [c for c in references.columns(Exam, desk.actor.role) if c[0] not in ("term", "changes", "published")]
    opened = listing(
        desk,
        Listing(
            name="exams", usual=[p for p, s in columns if s.show.table], columns=columns,
            read=lambda *asked: exams.listed(desk, term, *asked),
            count=lambda text, f: exams.count(desk, term, text, f),
            filters=references.filters(Exam, desk.actor.role),
            sorts={k: f"exams.sort.{k}" for k in ("day", "section", "discipline", "group", "room")},
            name_of=lambda row: Exam.model_validate({**row, "changes": []}).label().get(lang()), export="exam.read",
            nothing="exams.none" if desk.may("exam.edit") else "exams.none_published",
        ),
    )  # fmt: skip
    if opened:
        st.query_params["exam"] = opened["_id"]
        st.rerun()
elif view == "plan":
    plan(desk, term)
elif view == "import":
    bring(desk, term, table.SHAPE, table.plan)
elif view == "propose":
    propose(desk, term)
else:
    publish(desk, term)
