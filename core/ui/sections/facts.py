"""One section: its facts, who teaches it, what it hears and who hears it, its sheet; what becomes of it."""

from __future__ import annotations

import streamlit as st

from core import classes, grouping, references
from core.db.codec import plain
from core.desk import Desk
from core.fields import describe, form_fields
from core.i18n import date_short
from core.ui.card.profile import grouped_facts
from core.ui.forms import asked, flat, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, go, lang
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas.base import Id, Ref
from schemas.reference import Person
from schemas.section import Section
from schemas.term import Term

KEPT = grouping.FIXED


def facts(desk: Desk, section: Section) -> None:
    """The form of what may be changed, the rest to be read."""
    may = desk.may("section.edit") and not section.closed
    taught = {p for p, ref in (("teacher", section.teacher), ("accompanist", section.accompanist)) if ref}
    specs = [s for s in form_fields(Section, desk.actor.role) if s.path not in KEPT | taught] if may else []
    if specs:
        key = f"sections:{section.id}"
        filled = form(desk, specs, key, flat(specs, section), why="optional", revision=section.revision)
        if filled:
            with shown_errors(key):
                grouping.edit(desk, section.id, filled.revision, filled.changed, filled.why)
                done("references.saved")
    paths = {s.path for s in specs}
    shown = [s for s in describe(Section, desk.actor.role) if s.show.form and s.path not in paths]
    grouped_facts(shown, plain(section))


def enter(desk: Desk, term: Term) -> Id | None:
    """The form of a section opened by hand (an office without study plans); the id of what was opened."""
    specs = list(form_fields(Section, desk.actor.role))
    first = {"term": plain(term.ref())}
    filled = form(desk, specs, "sections:new", first, T("sections.enter"), why="optional")
    if not filled:
        return None
    with shown_errors("sections:new"):
        return grouping.enter(desk, filled.values, filled.why).id
    return None


def teaching(desk: Desk, section: Section, term: Term) -> None:
    """Who taught it before, and the change of the teacher or the accompanist from a day on."""
    if section.taught:
        rows = [[_name(x.teacher), _name(x.accompanist), date_short(x.until), x.reason] for x in section.taught]
        heads = ("col_teacher", "col_accompanist", "col_until", "col_reason")
        plain_table([T(f"sections.{h}") for h in heads], rows)
    if not desk.may("section.form") or section.closed or not (section.teacher or section.accompanist):
        return
    with st.expander(T("sections.change_teacher"), icon=":material/swap_horiz:"):
        people = references.labels(desk, Person.collection, {"active": {"$ne": False}})
        who = {"teacher": T("sections.col_teacher"), "accompanist": T("sections.col_accompanist")}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            part = st.segmented_control(
                T("sections.whom"), list(who), default="teacher", required=True, format_func=lambda w: who.get(w, w),
                key=f"sections.part:{section.id}",
            )  # fmt: skip
            person = st.selectbox(
                T("sections.to_whom"), [None, *people], key=f"sections.person:{section.id}", width=320,
                format_func=lambda i: people[i].get(lang()) if i in people else "—",
            )  # fmt: skip
            today = max(term.starts or desk.today(), min(desk.today(), term.ends or desk.today()))
            day = st.date_input(T("sections.since"), today, format="DD.MM.YYYY", key=f"sections.day:{section.id}")
            why = asked("sections.change_teacher", name=section.id, type="primary")
        if why:
            with shown_errors():
                classes.change(
                    desk, section.id, section.revision, person, day, why, accompanist=part == "accompanist"
                )  # fmt: skip
                done("sections.teacher_changed")


def _name(ref: Ref | None) -> str:
    return ref.label.get(lang()) if ref else "—"


def ways(desk: Desk, section: Section) -> None:
    """Where one goes from a section: its discipline, its stream, those who hear it, its sheet, its lessons."""
    with st.container(horizontal=True):
        go("pages/section.py", "sections.go_discipline", "groups", key="go:discipline",
           term=section.term.id, discipline=section.discipline.id)  # fmt: skip
        sheet = desk.store.one(
            "grade_sheets", {"section.id": section.id, "once": {"$ne": None}}, {"number": 1}
        )  # fmt: skip
        if sheet:
            go("pages/grade_sheet.py", "sections.go_sheet", "fact_check", sheet=sheet["_id"])
        elif section.graded:
            go("pages/grade_sheets.py", "sections.go_sheets", "fact_check")
        go("pages/timetable.py", "sections.go_timetable", "view_week")
        if section.parent:
            go("pages/section.py", "sections.go_stream", "hub", key="go:stream", id=section.parent.id)
    where = {"parent.id": section.id, "closed": None}
    rows = desk.rows(Section, "section.read", where, {"code": 1, "group": 1, "n": {"$size": "$members"}}, [("code", 1)])
    if rows:
        said = ", ".join(f"{r['code']} ({r['n']})" for r in rows)
        st.caption(safe(T("sections.hears", names=said)))


def becomes(desk: Desk, section: Section) -> None:
    """Split, joined to another, dissolved."""
    if not desk.may("section.form") or section.closed:
        return
    with st.expander(T("sections.shape"), icon=":material/call_split:"):
        _split(desk, section)
        _join(desk, section)
        why = asked("sections.close", name=section.id, icon=":material/delete_sweep:")
        if why:
            with shown_errors():
                grouping.close(desk, section.id, section.revision, why)
                done("sections.closed")


def _split(desk: Desk, section: Section) -> None:
    names = {m.student.id: f"{m.student.label.kk} · {m.number}" for m in section.members}
    if len(names) < 2:
        return
    half = list(names)[-(len(names) // 2) :]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(
            T("sections.split_whom"), list(names), default=half, format_func=lambda i: names.get(i, i),
            key=f"split:{section.id}:{section.revision}",
        )  # fmt: skip
        why = asked("sections.split", name=section.id, disabled=not chosen, icon=":material/call_split:")
    if why:
        with shown_errors():
            made = grouping.split(desk, section.id, section.revision, chosen, why)
            done("sections.split_done", code=made.code)


def _join(desk: Desk, section: Section) -> None:
    where = {"term.id": section.term.id, "discipline.id": section.discipline.id, "kind": section.kind.value,
             "closed": None, "_id": {"$ne": section.id}}  # fmt: skip
    fields = {"code": 1, "revision": 1, "n": {"$size": "$members"}}
    rows = desk.rows(Section, "section.read", where, fields, [("code", 1)], 200)
    if not rows:
        return
    by_id = {r["_id"]: r for r in rows}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        other = st.selectbox(
            T("sections.join_which"), list(by_id), key=f"join:{section.id}", width=360,
            format_func=lambda i: f"{by_id[i]['code']} · {by_id[i]['n']}" if i in by_id else i,
        )  # fmt: skip
        why = asked("sections.join", name=section.id, icon=":material/call_merge:")
    if why:
        with shown_errors():
            seen = {section.id: section.revision, other: by_id[other]["revision"]}
            grouping.join(desk, section.id, other, seen, why)
            done("sections.joined", code=by_id[other]["code"])
