"""Streams, groups, subgroups of a term: how many are needed, what there is, lists to print (clauses 16, 17)."""

from __future__ import annotations

import streamlit as st

from core import grouping, sections
from core.errors import OfficeError
from core.grouping import listing as found
from core.grouping.reading import scope
from core.ui.messages import sentence
from core.ui.page import T, empty, enter, lang, title
from core.ui.sections import facts, forming, needs, papers
from core.ui.style import safe
from core.ui.tables import Listing, listing
from schemas.term import Term

desk = enter("section.read", "term", "view")
title("sections.title", "sections.hint")
terms = {t.id: t for t in sections.terms(desk)}
if not terms:
    empty("sections.no_terms", "sections.no_terms_hint", "pages/references.py", "timetable.go_references")
    st.stop()
views = ["needs"] if scope(desk) is not None else []
views += ["list", "print", *(["add"] if desk.may("section.edit") else [])]
words = {v: T(f"sections.view_{v}") for v in views}
asked_for, wanted = st.query_params.get("term") or sections.current(desk), st.query_params.get("view")
with st.container(horizontal=True, vertical_alignment="bottom"):
    term = st.selectbox(
        T("sections.col_term"), list(terms), key="v:sections.term", width=300,
        index=list(terms).index(asked_for) if asked_for in terms else 0,
        format_func=lambda i: terms[i].label.get(lang()) if i in terms else i,
    )  # fmt: skip
    view = st.segmented_control(
        T("sections.view"), views, default=wanted if wanted in views else views[0], required=True,
        key="v:sections.view", format_func=lambda v: words.get(v, v), label_visibility="collapsed",
    )  # fmt: skip
row = desk.get(Term, term, "reference.read")

if view == "needs":
    try:
        lines = grouping.needs(desk, term)
    except OfficeError as e:
        st.warning(safe(sentence(e)), icon=":material/rule:")
        st.stop()
    forming.term_forming(desk, term, bool(lines))
    if chosen := needs.overview(lines):
        st.switch_page("pages/section.py", query_params={"term": term, "discipline": chosen})
elif view == "list":
    columns = found.columns(desk)
    opened = listing(
        desk,
        Listing(
            name="sections", usual=[p for p, s in columns if s.show.table],
            read=lambda *asked: found.rows(desk, term, *asked),
            count=lambda text, chosen: found.count(desk, term, text, chosen),
            columns=columns, filters=found.filters(desk), nothing="sections.none",
            sorts={"code": "sections.sort_code", "discipline.label.kk": "sections.sort_discipline",
                   "teacher.label.kk": "sections.sort_teacher"},
            name_of=lambda r: str(r["code"]), export="section.read",
        ),
    )  # fmt: skip
    if opened:
        st.switch_page("pages/section.py", query_params={"id": opened["_id"]})
elif view == "print":
    papers.of_term(desk, term, row.code)
else:
    st.caption(T("sections.enter_hint"))
    if made := facts.enter(desk, row):
        st.switch_page("pages/section.py", query_params={"id": made})
