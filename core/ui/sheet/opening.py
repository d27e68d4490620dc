"""Opening one sheet on the screen: of a section by kind, a re-sit of a closed sheet, a permit slip of one student."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import streamlit as st

from core import sections, sheets
from core.desk import Desk
from core.fields import described
from core.sheets import forms
from core.sheets.lists import prefilled
from core.sheets.single import Place
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, empty, lang, tell
from core.ui.papers.issued import studies
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas.base import Id, Ref
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import Gives, Over, SheetKind, Signer
from schemas.words import SheetStatus

SEATED = {Signer.chair, Signer.member, Signer.secretary, Signer.supervisor}
VALID = timedelta(days=10)


def _kind(over: Over, key: str) -> str | None:
    """A choice among the kinds whose list is of this sort; None where the office has none."""
    found = {k.code: k.name.get(lang()) for k in forms.kinds() if k.as_body(SheetKind).over is over}
    if not found:
        empty("sheets.no_kind_of", "sheets.no_kind_of_hint", "pages/kinds.py", "menu.kinds", what=over)
        return None
    codes = list(found)
    return st.selectbox(
        T("sheets.kind"), codes, codes.index("exam") if "exam" in codes else 0, key=key, width=420,
        format_func=lambda c: found.get(c, str(c)),
    )  # fmt: skip


def _opened(made: GradeSheet) -> None:
    tell("sheets.opened", number=made.number)
    st.switch_page("pages/grade_sheet.py", query_params={"sheet": made.id})


def one(desk: Desk, term: Id | None) -> None:
    """The sheet of a section: kind, section, day, examiners; with its commission where the kind has one."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = _kind(Over.section, "v:sheets.new_kind")
        free = sections.without_sheet(desk, term, kind=kind) if kind else []
        if free:
            section = st.selectbox(
                T("sheets.section"), free, key="v:sheets.section", placeholder=T("common.choose"), width=520,
                format_func=lambda s: f"{s['code']} · {Ref.model_validate(s['discipline']).label.get(lang())}",
            )  # fmt: skip
    if not kind:
        return
    if not free:
        empty("sheets.no_free_section", "sheets.no_free_section_hint", "pages/sections.py", "sheets.go_sections")
        return
    paths = ["day", "due", "examiners", "room"]
    if SEATED & set(forms.body(kind).signs):
        paths.append("seats")
    key = f"sheet:{kind}:{section['_id']}"
    specs = [described(GradeSheet, p) for p in paths]
    filled = form(desk, specs, key, prefilled(desk, section), T("sheets.open"))
    if filled:
        with shown_errors(key):
            _opened(sheets.open_from(desk, section["_id"], filled.values, filled.why, kind))


def resit(desk: Desk, sheet: GradeSheet) -> None:
    """Who of a closed sheet may sit again and who not and why; a re-sit sheet for those who may."""
    apart = sheet.form.gives is Gives.apart
    wanted = apart or sheet.form.gives is Gives.result
    if sheet.status is not SheetStatus.closed or not desk.may("grade_sheet.open") or not wanted or sheet.commission:
        return
    found = sheets.resitting(desk, sheet)
    if not found:
        return
    may = [r for r in found if not r["why"]]
    with st.expander(T("sheets.resit", n=len(may), all=len(found)), icon=":material/replay:"):
        rows = [[r["number"], r["label"].get(lang()), r["letter"], T(r["why"] or "sheets.may_resit")] for r in found]
        heads = ("student_number", "student", "column_letter", "may_sit")
        plain_table([T(f"sheets.{w}") for w in heads], rows, widths=(90, 300, 70))
        if not may:
            return
        if apart:  # a course work is sat again as what it is, never as its discipline
            kind: str | None = sheet.kind
            st.caption(safe(T("sheets.resit_apart", what=sheet.kind_name)))
        else:
            kind = _kind(Over.failed, f"v:resit.kind:{sheet.id}")
        if kind is None:
            return
        key = f"resit:{sheet.id}"
        specs = [described(GradeSheet, p) for p in ("day", "due", "examiners")]
        first = {"day": desk.today().isoformat(), "examiners": [e.model_dump() for e in sheet.examiners]}
        filled = form(desk, specs, key, first, T("sheets.open_resit"), "optional", act="grade_sheet.open")
        if filled:
            with shown_errors(key):
                day, due, examiners = _read(filled.values)
                _opened(sheets.open_resit(desk, sheet.id, kind, day, examiners, filled.why, due))


def single(desk: Desk, who: str) -> None:
    """A sheet of one student: found by name or number, the section, until when it is valid, and why."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(T("sheets.find_student"), who, key="v:single.who", width=300, icon=":material/search:")
        people = dict(studies(desk, text, "")) if text.strip() else {}
        pair = st.selectbox(
            T("sheets.student"), list(people), key=f"v:single.study:{text}", disabled=not people, width=520,
            format_func=lambda p: people.get(p, str(p)), placeholder=T("common.not_chosen"),
        )  # fmt: skip
    if not pair:
        st.caption(T("sheets.single_about"))
        return
    found = sheets.places_of(desk, *pair)
    if not found:
        empty("sheets.single_no_section", "sheets.single_no_section_hint", "pages/sections.py", "sheets.go_sections")
        return
    names = [_place(p) for p in found]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        at = st.selectbox(
            T("sheets.discipline"), range(len(found)), key=f"v:single.place:{pair[0]}", width=520,
            format_func=lambda i: names[i] if i < len(names) else "",
        )  # fmt: skip
        place = found[at]
        kind = place.kind or _kind(Over.student, "v:single.kind")
    if not kind:
        return
    if place.kind:
        st.caption(safe(T("sheets.resit_apart", what=forms.kind(place.kind).name)))
    if place.why:
        st.warning(T(place.why))
        return
    if place.past:
        st.caption(safe(T("sheets.single_past", term=place.term)))
    key = f"single:{kind}:{pair[0]}:{place.section or place.discipline.id}"
    specs = [described(GradeSheet, p) for p in ("day", "due", "examiners")]
    first = {"day": desk.today().isoformat(), "due": (desk.today() + VALID).isoformat(),
             "examiners": [place.teacher] if place.teacher else []}  # fmt: skip
    filled = form(desk, specs, key, first, T("sheets.open_single"), "required", act="grade_sheet.open")
    if filled:
        with shown_errors(key):
            day, due, examiners = _read(filled.values)
            _opened(sheets.open_single(
                desk, *pair, place.section, kind, day, examiners, due or day, filled.why, place.discipline.id
            ))  # fmt: skip


def _place(place: Place) -> str:
    owed = T("sheets.single_debt", letter=place.letter) if place.letter else ""
    return " · ".join(x for x in (place.discipline.label.get(lang()), place.code, place.term.get(lang()), owed) if x)


def _read(values: dict[str, Any]) -> tuple[date, date | None, list[Ref]]:
    due = values.get("due")
    people = [Ref.model_validate(r) for r in values["examiners"] or []]
    return date.fromisoformat(values["day"]), date.fromisoformat(due) if due else None, people


__all__ = ["one", "resit", "single"]
