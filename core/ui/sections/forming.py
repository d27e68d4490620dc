"""Forming on the screen: what would be made, the press that makes it, the job of a whole term."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import grouping, jobs
from core.db.store import Row
from core.desk import Desk
from core.grouping.forming import Plan
from core.ui import jobs as kit
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas.base import Id

KIND = "sections.form"


def term_forming(desk: Desk, term: Id, some: bool) -> None:
    """The forming of a whole term: previewed, begun as a job, stopped, told. some: is anybody registered in it?"""
    ended = kit.news(desk, KIND, anybody=True)
    if ended:
        with shown_errors():
            kit.refused(ended)
            told(ended)
    if not (some and desk.may("section.form")) or kit.goes_on(desk, KIND):
        return
    with st.expander(T("sections.form_term"), icon=":material/auto_awesome_mosaic:"):
        st.caption(T("sections.form_hint"))
        small = st.toggle(T("sections.small_too"), key="sections.small", help=T("sections.small_hint"))
        if st.button(T("sections.preview"), icon=":material/visibility:", key="sections.preview"):
            st.session_state["sections.previewed"] = (term, small)
        if st.session_state.get("sections.previewed") != (term, small):
            return
        with shown_errors():
            plans = grouping.preview(desk, term, small=small)
            shown(plans)
            params: dict[str, Any] = {"term": term, "small": small}
            ready = any(p.proposal.changed for p in plans)
            why = asked("sections.form", "required" if small else "optional", "primary", disabled=not ready)
            if why:
                kit.begun(KIND, jobs.begin(desk, KIND, params, why))
                st.session_state.pop("sections.previewed", None)
                done("sections.begun")


def told(row: Row) -> None:
    """What the job did, in words."""
    result = row["result"] or {}
    if result:
        st.success(T("sections.formed", **{k: result[k] for k in ("sections", "placed", "left")}))
        if result["away"]:
            st.warning(safe(T("sections.formed_away", names=", ".join(result["away"]))))


def discipline_forming(desk: Desk, term: Id, discipline: Id) -> None:
    """The forming of one discipline."""
    if not desk.may("section.form"):
        return
    with st.expander(T("sections.form_one"), icon=":material/auto_awesome_mosaic:"):
        small = st.toggle(T("sections.small_too"), key="sections.small", help=T("sections.small_hint"))
        plans = grouping.preview(desk, term, [discipline], small)
        shown(plans, whole=False)
        ready = any(p.proposal.changed for p in plans)
        why = asked("sections.form", "required" if small else "optional", "primary", disabled=not ready)
        if why:
            with shown_errors():
                made = grouping.form(desk, term, [discipline], why, small)
                if made.away:
                    st.session_state["sections.away"] = made.away
                done("sections.formed", sections=made.sections, placed=made.placed, left=made.left)


def shown(plans: list[Plan], whole: bool = True) -> None:
    """The proposal: discipline by discipline, or class by class for one."""
    changed = [p for p in plans if p.proposal.changed]
    left = sum(len(p.proposal.left) for p in plans)
    if not changed:
        st.info(T("sections.few_left", n=left) if left else T("sections.all_placed"), icon=":material/check_circle:")
        return
    if whole:
        heads = ["code", "discipline", "new", "placed", "sizes", "left"]
        rows = [
            [p.row["code"], p.discipline.label.get(lang()), str(len(p.new)), str(p.placed), sizes(p),
             str(len(p.proposal.left))] for p in changed
        ]  # fmt: skip
        plain_table([T(f"sections.plan_{h}") for h in heads], rows, right=(2, 3, 5))
    else:
        heads = ["class", "kind", "comes", "size", "groups"]
        rows = [
            [x.standing.code if x.standing else T("sections.plan_fresh"), x.lot.kind.label(lang()), str(len(x.seats)),
             f"{x.size} / {x.capacity or '—'}", ", ".join(sorted({s.group for s in x.seats if s.group})) or "—"]
            for p in changed for x in p.proposal.changed
        ]  # fmt: skip
        plain_table([T(f"sections.plan_{h}") for h in heads], rows, right=(2,))
    if left:
        st.caption(T("sections.few_left", n=left))


def sizes(plan: Plan) -> str:
    """The sizes of what would be there, without naming a hundred ones: «25, 25, 24» or «1 × 112»."""
    found = sorted((p.size for p in plan.proposal.places if p.seats), reverse=True)
    counted = [(size, found.count(size)) for size in dict.fromkeys(found)]
    return ", ".join(f"{size} × {n}" if n > 1 else str(size) for size, n in counted[:8])
