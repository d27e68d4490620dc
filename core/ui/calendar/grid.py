"""The periods as a table one types into: kept in the browser's tab until saved as one act, findings beside the rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st
from pydantic import ValidationError

from core import calendar
from core.calendar.acts import limits
from core.calendar.rules import Finding, findings, named
from core.calendar.table import TYPED, length, offered_terms, read_row, texts
from core.desk import Desk
from core.errors import StaleRevision
from core.fields import described
from core.i18n import t
from core.ui.calendar.drafts import drop, key_of
from core.ui.calendar.parts import found_box
from core.ui.forms import asked
from core.ui.forms.form import ref_options
from core.ui.grid import Column, Edit, NotStored, Texts, marks_grid
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang, signed_in
from core.ui.sheet.grid import grid_texts
from core.ui.style import safe
from schemas.base import Text, new_id
from schemas.calendar import Calendar, Period
from schemas.section import Section
from schemas.words import CalendarState, PeriodKind, TermKind

Rows = list[dict[str, Any]]
WIDTHS = {"period": 160, "term": 76, "starts": 80, "ends": 80, "years": 50, "name": 84, "length": 56}


def _fresh(cal: Calendar) -> dict[str, Any]:
    """What is on the screen before anything is typed."""
    rows = [
        {"id": p.id, "kind": p.kind.value, "term": p.term.value if p.term else None,
         "faculty": p.faculty.model_dump() if p.faculty else None, "said": p.name.model_dump() if p.name else {},
         **texts(p, lang())}
        for p in cal.periods
    ]  # fmt: skip
    return {"revision": cal.revision, "rows": rows, "dirty": False}


def draft(cal: Calendar) -> dict[str, Any]:
    """What this person has typed, or the calendar as it is stored."""
    kept = st.session_state.get(key_of(cal))
    if kept is None or not kept["dirty"]:
        kept = st.session_state[key_of(cal)] = _fresh(cal)
    found: dict[str, Any] = kept
    return found


def draw(desk: Desk, cal: Calendar) -> None:
    """The grid with what is wrong beside each row, the adding of a period, and the button that saves all."""
    editable = desk.may("calendar.edit")
    kept = draft(cal)
    if kept["dirty"] and kept["revision"] != cal.revision:
        _stale(desk, cal, kept)
    made, wrong, found = looked_at(cal, kept["rows"])
    problems = {place: T(key) for place, key in wrong.items()}
    for f in found:
        if f.period:
            place = (f.period, "starts")
            said = t(f.key, lang(), **f.values).removeprefix(f"{f.values['what'].get(lang())}: ")
            problems[place] = f"{problems[place]} · {said}" if place in problems else said
    if kept["rows"]:
        marks_grid(
            key=f"calendar:{cal.id}", rows=[_fixed(r) for r in kept["rows"]], columns=_columns(editable),
            cells=_cells(made, kept["rows"]), problems=problems, others={}, texts=_texts(), readonly=not editable,
            on_edits=lambda edits: _keep(desk, cal, edits), owner=desk.actor.id,
        )  # fmt: skip
    found_box([f for f in found if not f.period] if kept["rows"] else found)  # the others stand under the grid
    if not editable:
        return
    st.caption(T("calendar.grid_hint"))
    _add(desk, cal, kept)
    _save(desk, cal, kept, made, bool(wrong))


def _texts() -> Texts:
    """The grid's sentences; here what is typed stays in the tab until it is saved, and not all told is wrong."""
    said = grid_texts()
    said["saved"] = T("calendar.grid_kept", time="{time}")
    said["problems"] = T("calendar.grid_told", count="{count}")
    return said


def looked_at(cal: Calendar, rows: Rows) -> tuple[Calendar, dict[tuple[str, str], str], list[Finding]]:
    """The calendar as typed, bad cells by place, and what is wrong with the whole."""
    wrong: dict[tuple[str, str], str] = {}
    periods = []
    for row in rows:
        stored, bad = read_row(row, cal.year, lang())
        wrong |= {(row["id"], column): key for column, key in bad.items()}
        if stored:
            try:
                periods.append(Period.model_validate(stored))
            except ValidationError:
                wrong[row["id"], "name"] = "errors.field.string_too_long"
    made = cal.model_copy(update={"periods": periods})
    return made, wrong, findings(made, limits())


def _columns(editable: bool) -> list[Column]:
    heads = {"period": "col_period", "term": "col_term", "length": "col_length"} | {c: f"col_{c}" for c in TYPED}
    order = ("period", "term", "starts", "ends", "length", "years", "name")
    return [
        Column(c, T(f"calendar.{heads[c]}"), editable=editable and c in TYPED, kind="name" if c == "period" else "text",
               width=WIDTHS[c])
        for c in order
    ]  # fmt: skip


def _fixed(row: dict[str, Any]) -> dict[str, str]:
    """The cells of a row that are not typed."""
    faculty = f" · {Text.model_validate(row['faculty']['label']).get(lang())}" if row["faculty"] else ""
    term = TermKind(row["term"]).label(lang()).split()[0] if row["term"] else ""  # «Autumn»: the column says of what
    return {"id": row["id"], "period": PeriodKind(row["kind"]).label(lang()) + faculty, "term": term}


def _cells(made: Calendar, rows: Rows) -> dict[tuple[str, str], str]:
    found = {(r["id"], c): r[c] for r in rows for c in TYPED}
    for p in made.periods:
        found[p.id, "length"] = T("calendar.moved_weeks", weeks=length(made, p)[0])
    return found


def _keep(desk: Desk, cal: Calendar, edits: list[Edit]) -> Iterable[int]:
    """Keep what was typed; a callback runs before the page's guard, so it asks itself whether the session stands."""
    if not signed_in(desk):
        raise NotStored
    kept = draft(cal)
    rows = {r["id"]: r for r in kept["rows"]}
    lost = []
    for e in edits:
        if e.row not in rows or e.column not in TYPED:
            lost.append(e.seq)
        elif rows[e.row][e.column] != e.text:
            rows[e.row][e.column] = e.text
            kept["dirty"] = True
    return lost


def _add(desk: Desk, cal: Calendar, kept: dict[str, Any]) -> None:
    """A further row: its kind, semester and faculty are chosen, the rest is typed."""
    spoken = lang()
    faculties = ref_options(desk, described(Section, "faculty"))
    all_ = T("calendar.everybody")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            T("calendar.add_kind"), list(PeriodKind), key="v:calendar.kind", width=230,
            format_func=lambda k: getattr(k, "label", lambda _: str(k))(spoken),
        )  # fmt: skip
        terms: list[TermKind | None] = list(TermKind) if offered_terms(PeriodKind(str(kind))) else [None]
        term = st.selectbox(
            T("calendar.col_term"), terms, key=f"v:calendar.term:{len(terms)}", width=190,
            format_func=lambda k: k.label(spoken) if isinstance(k, TermKind) else "—",
        )  # fmt: skip
        faculty = st.selectbox(
            T("calendar.col_faculty"), [None, *faculties], key="v:calendar.faculty", width=260,
            format_func=lambda i: faculties[i].get(spoken) if i in faculties else all_,
        )  # fmt: skip
        if st.button(T("calendar.add_button"), icon=":material/add:", key="calendar-add"):
            whom = {"id": faculty, "label": faculties[faculty].model_dump()} if faculty in faculties else None
            kept["rows"].append({
                "id": new_id(), "kind": PeriodKind(str(kind)).value, "term": TermKind(term).value if term else None,
                "faculty": whom, "said": {}, "starts": "", "ends": "", "years": "", "name": "",
            })  # fmt: skip
            kept["dirty"] = True
            st.rerun()


def _save(desk: Desk, cal: Calendar, kept: dict[str, Any], made: Calendar, wrong: bool) -> None:
    """One act for the whole list; an approved calendar asks its basis."""
    approved = cal.state is CalendarState.approved
    stale = kept["revision"] != cal.revision
    with st.container(horizontal=True, vertical_alignment="center"):
        why = asked(
            "calendar.save_basis" if approved else "calendar.save", need="required" if approved else "optional",
            type="primary", disabled=not kept["dirty"] or stale or wrong, act="calendar.periods",
            hint="calendar.save_basis_hint" if approved else None,
        )  # fmt: skip
        if kept["dirty"]:
            st.button(T("calendar.drop"), key="calendar-drop", icon=":material/undo:", on_click=drop, args=(cal,))
            st.caption(f":material/edit_note: {T('calendar.unsaved')}")
    if why:
        rows = [row for r in kept["rows"] if (row := read_row(r, cal.year, lang())[0])]
        try:
            with shown_errors():
                calendar.save_periods(desk, cal.id, kept["revision"], rows, why)
                drop(cal)
                done("calendar.saved")
        except StaleRevision:
            st.rerun()


def _stale(desk: Desk, cal: Calendar, kept: dict[str, Any]) -> None:
    """Somebody saved meanwhile: what is there now, and the two ways out."""
    by = cal.updated.by if cal.updated else ""
    row = desk.store.one("users", {"_id": by}, {"name": 1}) or {}
    with st.container(border=True, key="calendar-stale"):
        st.markdown(f":orange[:material/sync_problem:] **{T('calendar.stale_title')}**")
        if row and cal.updated:
            st.caption(safe(T("forms.stale_who", by=row["name"], at=cal.updated.at)))
        mine = {r["id"]: r for r in kept["rows"]}
        for p in cal.periods:
            theirs = texts(p, lang())
            differing = [c for c in TYPED if p.id not in mine or mine[p.id][c] != theirs[c]]
            if differing:
                said = ", ".join(f"{T(f'calendar.col_{c}')}: {theirs[c] or '—'}" for c in differing)
                st.markdown(safe(f"{named(p).get(lang())} — {said}"))
        with st.container(horizontal=True):
            if st.button(T("calendar.stale_mine"), key="calendar-mine", type="primary"):
                kept["revision"] = cal.revision
                st.rerun()
            st.button(T("calendar.stale_theirs"), key="calendar-theirs", on_click=drop, args=(cal,))
