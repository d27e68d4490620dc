"""Imports: bring a table in (file, columns, dry run, accept), and the history whose lines can be undone."""

from __future__ import annotations

import streamlit as st

from core import imports, rulebooks
from core.desk import Why
from core.imports import work
from core.ui import agreeing, importing, jobs
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, enter, lang, title

desk = enter("import.read")
title("imports.title", "imports.page.hint")
busy = importing.news(desk)

table = importing.uploaded(desk) if desk.may("import.run") and not busy else None
if table:
    with st.container(border=True):
        st.subheader(T("imports.page.match"), anchor=False)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            fits = imports.suggested(desk, table.headings)
            guessed = imports.KINDS.index(fits.kind if fits else imports.guess_kind(table.headings))
            kinds = {k: T(f"imports.page.{k}") for k in imports.KINDS}
            kind = st.selectbox(
                T("imports.page.kind"), imports.KINDS, guessed, format_func=kinds.__getitem__,
                key=f"v:imports.kind:{table.hash}", width=260,
            )  # fmt: skip
            named = {p.name: p for p in imports.presets(desk, kind)}
            names = {"": T("imports.page.no_preset")} | {n: n for n in named}
            first = list(names).index(fits.name) if fits and fits.kind == kind else 0
            name = st.selectbox(
                T("imports.page.preset"), list(names), first,
                format_func=names.__getitem__, key=f"v:imports.preset:{table.hash}:{kind}", width=300,
            )  # fmt: skip
            preset = named.get(name)
            rules = ""
            if kind == "results":
                books = {b.code: b.name.get(lang()) for b in rulebooks.every(desk.store)}
                if preset and preset.rules:
                    books.setdefault(preset.rules, preset.rules)
                codes = list(books)
                at = codes.index(preset.rules) if preset and preset.rules in codes else None
                rules = st.selectbox(
                    T("imports.page.rules"), codes, at, format_func=books.get, key=f"v:imports.rules:{name}", width=340,
                ) or ""  # fmt: skip
        form = f"imports:{table.hash[:12]}:{kind}:{name}"
        matches = importing.match(table, kind, importing.start_of(table, kind, preset), form)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if st.button(T("imports.page.check"), type="primary", icon=":material/fact_check:"):
                st.session_state.pop("imports.plan", None)
                with shown_errors(), st.spinner(T("imports.page.check")):
                    made = imports.plan(desk, table, kind, matches, rules)
                    st.session_state["imports.plan"] = (form, matches, rules, made)
            with st.popover(T("imports.page.preset_save"), icon=":material/bookmark_add:"):
                keep = st.text_input(T("imports.page.preset_name"), name, key=f"v:imports.keep:{kind}")
                if st.button(T("common.save"), key="imports.keep"):
                    with shown_errors():
                        imports.save_preset(desk, keep, kind, matches, rules, Why(T("imports.page.preset_save")))
                        done("imports.page.preset_saved", name=keep)

    held = st.session_state.get("imports.plan")
    if held and held[:3] == (form, matches, rules):
        plan: imports.Plan = held[3]
        with st.container(border=True):
            importing.told(plan)
            if not plan.problems and plan.empty:
                st.info(T("imports.nothing_new"), icon=":material/check_circle:")
            elif not plan.problems:
                why = asked("imports.page.accept", need="required", type="primary", icon=":material/done_all:")
                if why:
                    with shown_errors():
                        data = st.session_state["imports.file"].getvalue()
                        jobs.begun("import.accept", work.begin(desk, plan, data, matches, rules, why))
                        st.rerun()

if desk.may("import.run"):
    agreeing.screen(desk)
st.subheader(T("imports.page.history"), anchor=False)
importing.history(desk)
