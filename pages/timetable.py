"""The timetable: weeks, the list of lessons, lessons placed and changed, tables brought in, clashes (clause 33-2)."""

from __future__ import annotations

import streamlit as st

from core import references, timetable
from core.timetable import table
from core.ui.bringing import bring
from core.ui.page import T, empty, enter, lang, title
from core.ui.tables import Listing, listing
from core.ui.timetable.clashing import clashes
from core.ui.timetable.placing import change, place
from core.ui.timetable.week import week
from schemas.timetable import Lesson

desk = enter("timetable.read", "lesson")
if id := st.query_params.get("lesson"):
    st.title(T("timetable.title"), anchor=False)
    change(desk, id)
    st.stop()

title("timetable.title", "timetable.title_hint")
terms = {t.id: t for t in timetable.terms(desk)}
if not terms:
    empty("timetable.no_terms", "timetable.no_terms_hint", "pages/references.py", "timetable.go_references")
    st.stop()
now = timetable.term_on(desk, desk.today())
views = ["week", "list", *(["add", "import", "clashes"] if desk.may("timetable.edit") else [])]
names = {i: t.label().get(lang()) for i, t in terms.items()}
tabs = {v: T(f"timetable.tab_{v}") for v in views}
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen = st.selectbox(
        T("timetable.term"), list(terms), key="v:timetable.term", width=300,
        index=list(terms).index(now.id) if now and now.id in terms else 0,
        format_func=names.__getitem__,
    )  # fmt: skip
    view = st.segmented_control(
        T("timetable.view"), views, default="week", required=True, key="v:timetable.view",
        format_func=tabs.__getitem__, label_visibility="collapsed",
    )  # fmt: skip
term = terms[chosen]

if view == "week":
    week(desk, term)
elif view == "list":
    columns = [c for c in references.columns(Lesson, desk.actor.role) if c[0] != "term"]
    opened = listing(
        desk,
        Listing(
            name="lessons", usual=[p for p, s in columns if s.show.table],
            read=lambda *asked: timetable.listed(desk, term, *asked),
            count=lambda text, f: timetable.count(desk, term, text, f), columns=columns,
            filters=[f for f in references.filters(Lesson, desk.actor.role) if f[0] != "term"],
            sorts={k: f"timetable.sort.{k}" for k in ("weekday", "section", "room", "teacher")},
            name_of=lambda row: Lesson.model_validate(row).label().get(lang()), export="timetable.read",
            nothing="timetable.none",
        ),
    )  # fmt: skip
    if opened:
        st.query_params["lesson"] = opened["_id"]
        st.rerun()
elif view == "add":
    place(desk, term)
elif view == "import":
    bring(desk, term, table.SHAPE, table.plan)
else:
    clashes(desk, term)
