"""Rulebooks: the rules in force, earlier and coming versions, a new version by the head (clauses 7-5, 24)."""

from __future__ import annotations

import streamlit as st

from core import rulebooks
from core.db.codec import plain
from core.errors import NotFound
from core.fields import describe, word_for
from core.ui.forms import flat, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, enter, lang, title
from core.ui.rules import rule_value, rule_words
from core.ui.style import facts, safe, shown
from core.ui.tables import plain_table
from schemas.rulebook import Grade, Rulebook

desk = enter("rulebook.read", "book")
title("rulebooks.title", "rulebooks.title_hint")
books = rulebooks.every(desk.store)
if not books:
    empty("rulebooks.none")
    st.stop()
try:
    today = rulebooks.in_force(desk.store, desk.today()).id
except NotFound:
    today = ""

ids = [b.id for b in books]
names = {b.id: f"{b.label().get(lang())}{' · ' + T('rulebooks.in_force') if b.id == today else ''}" for b in books}
wanted = st.query_params.get("book", today)
at = ids.index(wanted) if wanted in ids else 0
id = st.selectbox(T("rulebooks.choose"), ids, at, format_func=names.get, key="v:rulebook")
book = next(b for b in books if b.id == id)

facts([
    (T("rulebooks.effective"), shown(book.effective)), (T("rulebooks.version"), str(book.version)),
    (T("rulebooks.basis"), book.basis or "—"),
], columns=3)  # fmt: skip
st.subheader(T("rulebooks.scale"), anchor=False)
specs = describe(Grade)
rows = [[word_for(s, plain(g).get(s.path), lang()) or "—" for s in specs] for g in book.scale]
plain_table([s.label(lang()) for s in specs], rows, right=[1, 2, 3])
st.subheader(T("rulebooks.settings"), anchor=False)
stored = plain(book)
for place, group in zip(st.columns(3), ("weights", "retakes", "rounding"), strict=True):
    with place:
        settings = [s for s in describe(Rulebook) if s.show.group == group]
        plain_table(
            [T("rulebooks.rule"), T("rulebooks.value")],
            [[s.label(lang()), rule_value(s.path, stored[s.path], lang())] for s in settings], right=[1],
        )  # fmt: skip
st.caption(safe(T("rulebooks.once", places=book.gpa_places)))

if len(books) > 1:
    with st.expander(T("rulebooks.compare"), icon=":material/compare_arrows:"):
        others = [b for b in ids if b != id]
        other = st.selectbox(T("rulebooks.with"), others, format_func=names.get, key=f"v:compare:{id}")
        found = rulebooks.differences(next(b for b in books if b.id == other), book)
        if found:
            heads = [T("rulebooks.rule"), names[other], names[id]]
            plain_table(heads, [rule_words(p, was, now, lang()) for p, was, now in found])
        else:
            st.caption(T("rulebooks.same"))

if desk.may("rulebook.edit"):
    with st.expander(T("rulebooks.revise"), icon=":material/add:"):
        st.caption(T("rulebooks.revise_hint"))
        fields = [s for s in describe(Rulebook) if s.show.form and s.path not in ("code", "own")]
        filled = form(
            desk, fields, f"rulebook:{id}", flat(fields, stored), T("rulebooks.make"), "required", book.revision
        )  # fmt: skip
        if filled:
            with shown_errors(f"rulebook:{id}"):
                made = rulebooks.revise(desk, id, filled.changed, filled.why)
                done("rulebooks.made", version=made.version, day=made.effective)
