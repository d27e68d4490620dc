"""Choosing a section of a term: a few letters, then the section; never a list of all of them."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.search import like
from core.ui.page import T, lang
from schemas.base import Ref
from schemas.section import Section
from schemas.term import Term

SHOWN = 60


def found(desk: Desk, term: Term, text: str, right: str) -> list[Section]:
    """Sections of a term whose code, discipline, group or teacher holds what was typed, by code."""
    where: dict[str, object] = {"term.id": term.id, "closed": None}
    if text.strip():
        asked = like(text)
        paths = ("code", "group", "discipline.label.kk", "discipline.label.ru", "teacher.label.kk")
        where["$or"] = [{p: asked} for p in paths]
    rows = desk.rows(Section, right, where, {"members": 0}, [("code", 1)], SHOWN)
    return [Section.model_validate(r) for r in rows]


def chosen(desk: Desk, term: Term, key: str, right: str) -> Section | None:
    """Two fields side by side; None while there is nothing to choose from."""
    left, wide = st.columns([2, 3])
    text = left.text_input(T("timetable.find_section"), key=f"v:{key}:text", icon=":material/search:")
    sections = {s.id: s for s in found(desk, term, text, right)}
    if not sections:
        wide.caption(T("timetable.sections_none"))
        return None
    names = {i: said(s) for i, s in sections.items()}
    id = wide.selectbox(
        T("timetable.of_section"), list(sections), key=f"v:{key}:section", format_func=names.__getitem__
    )
    return sections[id] if id else None


def said(section: Section) -> str:
    """A section as people know it: code, discipline, teacher."""

    def word(ref: Ref | None) -> str:
        return ref.label.get(lang()) if ref else ""

    return " · ".join(x for x in (section.code, word(section.discipline), word(section.teacher)) if x)
