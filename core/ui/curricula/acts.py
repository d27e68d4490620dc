"""What is done with a curriculum as a whole: its head, approval, a copy, a new version."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from core import curricula
from core.curricula import drafts, lists
from core.db.store import Row
from core.desk import Desk
from core.fields import described
from core.i18n import date_short
from core.ui.card.results import credits_word
from core.ui.curricula.sums import told
from core.ui.forms import asked, flat, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang, tell
from core.ui.style import badge, facts, safe
from core.ui.tables import picked
from schemas.base import Id
from schemas.curriculum import Curriculum
from schemas.words import CurriculumState

COLOURS: dict[str, Any] = {"draft": "orange", "approved": "green", "replaced": "gray"}
OF = ("programme", "department", "intake", "structure", "semesters")


def head_line(of: Curriculum) -> None:
    """State, version, protocol, and the few facts of a curriculum."""
    with st.container(horizontal=True, vertical_alignment="center"):
        badge(of.state, COLOURS[of.state.value])
        st.caption(T("curricula.version", version=of.version), width="content")
        if of.approved_on:
            words = T("curricula.approved_by", protocol=of.protocol, day=of.approved_on)
            st.caption(safe(words), width="content")
    structure = next((w.get(lang()) for c, w in _structures().items() if c == of.structure), of.structure)
    facts([
        (T("curricula.intake"), str(of.intake)), (T("curricula.credits"), credits_word(of.credits)),
        (T("curricula.semesters"), str(of.semesters)), (T("curricula.lines"), str(len(of.lines))),
        (T("curricula.structure"), structure),
    ], columns=5)  # fmt: skip


def _structures() -> dict[str, Any]:
    from core.references import words

    return words(described(Curriculum, "structure"))


def making(desk: Desk) -> None:
    """The form of a new curriculum."""
    specs = [described(Curriculum, p) for p in OF]
    structures = list(_structures())
    first = {"intake": desk.today().year, "semesters": 8, "structure": structures[0] if structures else ""}
    filled = form(desk, specs, "curriculum:new", first, T("curricula.make_go"), "optional", act="curriculum.make")
    if filled:
        with shown_errors("curriculum:new"):
            opened(curricula.make(desk, filled.values, filled.why), "curricula.made")


def copying(desk: Desk, of: Curriculum) -> None:
    """The form that copies a curriculum to another intake, programme or department."""
    key, specs = f"curriculum:copy:{of.id}", [described(Curriculum, p) for p in OF[:3]]
    st.caption(T("curricula.copy_hint"))
    first = {**flat(specs, of), "intake": of.intake + 1}
    filled = form(desk, specs, key, first, T("curricula.copy"), "optional", columns=3, act="curriculum.copy")
    if filled:
        with shown_errors(key):
            opened(curricula.copy(desk, of.id, filled.values, filled.why), "curricula.copied")


def opened(made: Curriculum, said: str) -> None:
    """Go to a curriculum that was just made."""
    tell(said, name=made.label())
    st.switch_page("pages/curriculum.py", query_params={"id": made.id})


def settings(desk: Desk, of: Curriculum) -> None:
    """The template and the number of semesters of a draft."""
    key, specs = f"curriculum:head:{of.id}", [described(Curriculum, p) for p in OF[3:]]
    filled = form(desk, specs, key, flat(specs, of), why="optional", revision=of.revision, act="curriculum.edit")
    if filled:
        with shown_errors(key):
            curricula.describe(desk, of.id, filled.revision, filled.changed, filled.why)
            done("curricula.saved")


def approval(desk: Desk, of: Curriculum) -> None:
    """The protocol by which a draft is approved; before it, why it can't be."""
    st.caption(T("curricula.approve_hint"))
    if drafts.of(desk, of.id):
        st.info(T("curricula.unsaved_first"), icon=":material/edit_note:")
        return
    structure = curricula.structure_of(desk.store, of.structure, of.intake)
    told(of.lines, curricula.breaches_of(desk.store, of), structure)
    key, specs = f"curriculum:approve:{of.id}", [described(Curriculum, p) for p in ("protocol", "approved_on")]
    filled = form(desk, specs, key, {}, T("curricula.approve"), "optional", of.revision, act="curriculum.approve")
    if filled:
        with shown_errors(key):
            day = date.fromisoformat(filled.values["approved_on"]) if filled.values["approved_on"] else None
            made = curricula.approve(desk, of.id, filled.revision, filled.values["protocol"], day, filled.why)
            done("curricula.approved", name=made.label())


def versions(desk: Desk, of: Curriculum, kin: list[Row]) -> None:
    """All versions of the intake; a further one of an approved one."""
    rows = lists.versions(kin, of)
    paths = ("version", "state", "approved_on", "credits")
    chosen: Id | None = picked("versions.list", [(p, described(Curriculum, p)) for p in paths], rows)
    if chosen and chosen != of.id:
        st.switch_page("pages/curriculum.py", query_params={"id": chosen})
    newest = all(r["state"] != CurriculumState.draft.value for r in rows)
    if of.state is CurriculumState.approved and newest and desk.may("curriculum.edit"):
        hint = "curricula.new_version_hint"
        why = asked("curricula.new_version", icon=":material/add:", name=of.id, hint=hint, act="curriculum.version")
        if why:
            with shown_errors():
                made = curricula.new_version(desk, of.id, why)
                tell("curricula.version_made", version=made.version)
                st.switch_page("pages/curriculum.py", query_params={"id": made.id})


def kin_word(row: Row) -> str:
    """A curriculum in a list to choose from: intake, version, state."""
    found = lists.label(row)
    day = f", {date_short(found.approved_on)}" if found.approved_on else ""
    return f"{found.intake} · {T('curricula.version', version=found.version)} · {found.state.label(lang())}{day}"
