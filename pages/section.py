"""One discipline of a term with its lists side by side, or one section: its people, its facts, what becomes of it."""

from __future__ import annotations

import streamlit as st

from core import grouping
from core.errors import OfficeError
from core.grouping import listing as found
from core.grouping import paper, reading
from core.ui import looks
from core.ui.messages import sentence
from core.ui.page import T, empty, enter, go, lang
from core.ui.sections import exchange, facts, forming, needs, papers
from core.ui.sections.members import members
from core.ui.style import safe
from core.ui.tables import picked
from schemas.discipline import Discipline
from schemas.section import Section
from schemas.term import Term

desk = enter("section.read", "id", "term", "discipline")
id, term_id, of = (st.query_params.get(p) for p in ("id", "term", "discipline"))
try:
    section = desk.get(Section, id, "section.read") if id else None
    term = desk.get(Term, section.term.id if section else term_id or "", "reference.read")
    discipline = desk.get(Discipline, section.discipline.id if section else of or "", "reference.read")
except OfficeError as e:
    st.info(safe(sentence(e)))
    go("pages/sections.py", "sections.back", "arrow_back")
    st.stop()
go("pages/sections.py", "sections.back", "arrow_back", term=term.id)

if section:
    looks.opened(desk, "sections", "sections", section.id, section.code)
    st.title(safe(f"{section.kind.label(lang())} {section.code}"), anchor=False)
    st.caption(safe(f"{discipline.code} {discipline.name.get(lang())} · {term.label().get(lang())}"))
    if section.closed:
        st.info(T("sections.dissolved", section=section.code, day=section.closed), icon=":material/delete_sweep:")
    exchange.limits(section)
    facts.ways(desk, section)
    members(desk, section)
    papers.files(desk, {"_id": section.id, "members.0": {"$exists": True}}, section.code)
    facts.teaching(desk, section, term)
    facts.becomes(desk, section)
    st.subheader(T("sections.facts"), anchor=False)
    facts.facts(desk, section)
    st.stop()

st.title(safe(discipline.name.get(lang())), anchor=False)
st.caption(safe(f"{discipline.code} · {term.label().get(lang())}"))
try:
    lines = grouping.needs(desk, term.id, discipline.id)
except OfficeError as e:
    st.warning(safe(sentence(e)), icon=":material/rule:")
    lines = []
if lines:
    needs.numbers(desk, term.id, lines)
    forming.discipline_forming(desk, term.id, discipline.id)
if away := st.session_state.pop("sections.away", None):
    st.warning(safe(T("sections.formed_away", names=", ".join(away))))
sections = found.of_discipline(desk, term.id, discipline.id)
if not sections:
    empty("sections.none_yet", "sections.none_yet_hint")
    st.stop()
seen = reading.scope(desk)
seats = reading.registered(desk.store, term.id, [discipline.id], seen[0]).get(discipline.id, []) if seen else []
groups = paper.groups_of(desk, sections) | {s.study: s.group for s in seats}
exchange.exchange(desk, sections, seats, groups)
st.subheader(T("sections.every"), anchor=False)
columns = found.columns(desk)
usual = [c for c in columns if c[0] in ("code", "kind", "size", "teacher", "language", "group", "capacity", "least")]
rows = [
    {**row, "size": len(s.members)} for s in sections for row in [s.model_dump(by_alias=True, exclude={"members"})]
]  # fmt: skip
if chosen := picked("sections.of", usual, rows, size=len(rows) + 1):
    st.switch_page("pages/section.py", query_params={"id": chosen})
papers.files(desk, paper.wanted(desk, term.id) | {"discipline.id": discipline.id}, f"{term.code}-{discipline.code}")
