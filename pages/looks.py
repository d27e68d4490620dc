"""Who looked: every opening, print and download, by person, student, day and page (clauses 13, 58)."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import looks, students
from core.ui.look_papers import papers
from core.ui.looks import looks_table, page_word, pages
from core.ui.page import T, empty, enter, title
from core.ui.tables import pager, plain_views
from core.ui.tables.simple import turns

desk = enter("looks.read")
SIZE, MOST = 50, 1000  # lines on a page; further than so many nobody counts
title("looks.title", "looks.hint")


def day(key: str) -> date | None:
    """A day of the period, or none."""
    found = st.date_input(T(key), None, key=key, format="DD.MM.YYYY", width=150)
    return found if isinstance(found, date) else None


# Lists hold their words: they are asked for them outside of a run, too.
people = {"": T("looks.everyone"), **dict(looks.people(desk))}
places = {"": T("looks.all_pages"), **{p: page_word(p) for p in pages()}}
deeds = {"": T("looks.all_dids"), **{d: T(f"looks.did_{d}") for d in looks.DIDS}}
with st.container(horizontal=True, vertical_alignment="bottom"):
    user = st.selectbox(T("looks.who"), list(people), format_func=people.get, key="v:looks.who", width=260)
    number = st.text_input(T("looks.student"), key="v:looks.student", width=170).strip()
    page = st.selectbox(T("looks.page"), list(places), format_func=places.get, key="v:looks.page", width=220)
    did = st.selectbox(T("looks.did"), list(deeds), format_func=deeds.get, key="v:looks.did", width=170)
    start, end = day("looks.start"), day("looks.end")
    viewed = [f"v:looks.{x}" for x in ("who", "student", "page", "did")]
    plain_views(desk, "looks", [*viewed, "looks.start", "looks.end"])

student = students.id_of(desk, number) if number else None
if number and student is None:
    empty("looks.no_student", number=number)
    st.stop()
if student:
    papers(desk, student, start, end)
asked = looks.Asked(user=user, student=student or "", start=start, end=end, page=page, did=did)
place = pager("looks", asked)
rows = looks.found(desk, asked, place, SIZE)
if not rows:
    empty("looks.none", "looks.none_hint")
    st.stop()
n, first = looks.count(desk, asked, MOST), place * SIZE + 1
key = "looks.shown_many" if n == MOST else "looks.shown"
st.caption(T(key, first=first, last=first + len(rows) - 1, n=n))
looks_table(rows, whose=True)
turns("looks", "looks", place, len(rows) < SIZE)
