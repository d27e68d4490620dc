"""The list of papers of every kind: its filters, and a row that says what is late."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.db.store import Row
from core.desk import Desk
from core.i18n import t
from core.papers import many, reading
from core.ui import jobs
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, lang
from core.ui.style import safe
from core.ui.tables import computed, picked, plain_views
from schemas.base import LANGS, Text
from schemas.paper import PaperState
from schemas.words import StudyLanguage


def filters(desk: Desk) -> dict[str, Any]:
    """The filters as they stand: states, kind, late, text; first as the address names them."""
    asked = st.query_params
    spoken = lang()
    states = {s.value: s.label(spoken) for s in PaperState}
    kinds = {"": T("papers.all_kinds"), "transcript": T("papers.transcript")}
    kinds |= {k.code: k.name.get(spoken) for k in reading.kinds()}
    st.session_state.setdefault("v:papers.states", [s for s in asked.get_all("state") if s in states])
    st.session_state.setdefault("v:papers.kind", asked.get("kind", "") if asked.get("kind", "") in kinds else "")
    st.session_state.setdefault("v:papers.late", asked.get("late") == "1")
    chosen = st.pills(
        T("papers.any_state"), list(states), selection_mode="multi", key="v:papers.states",
        format_func=lambda s: states.get(s, s), label_visibility="collapsed",
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            T("papers.any_kind"), list(kinds), key="v:papers.kind", format_func=lambda k: kinds.get(k, k), width=320
        )
        text = st.text_input(T("papers.find"), key="v:papers.find", width=220)
        late = st.toggle(T("papers.only_late"), key="v:papers.late")
        plain_views(desk, "papers", [f"v:papers.{x}" for x in ("states", "kind", "find", "late")])
    return {"states": [PaperState(s) for s in chosen if s in states], "kind": kind or "", "late": late, "text": text}


def table(desk: Desk, rows: list[Row], page: int) -> tuple[str, str] | None:
    """One page of the list; (collection, id) of the clicked row."""
    words = [
        ("number", "text"), ("kind", "text"), ("holder", "ref"), ("state", "text"), ("deadline", "date"),
        ("late", "text"), ("day", "date"), ("lang", "text"),
    ]  # fmt: skip
    names = {k: [t(f"papers.col_{k}", x) for x in LANGS] for k, _ in words}
    columns = [computed(k, names[k][0], names[k][1], names[k][2], kind) for k, kind in words]
    chosen = picked("papers.list", columns, [_said(desk, r) for r in rows], page)
    found = next((r for r in rows if r["_id"] == chosen), None)
    return (found["of"], found["_id"]) if found else None


def sign_shown(desk: Desk, rows: list[Row]) -> None:
    """One press that signs the made papers of the page, each by its own act; those that may not be are named."""
    made = [r["_id"] for r in rows if r["of"] == "papers" and r["state"] == PaperState.made.value]
    if desk.may("paper.sign") and len(made) > 1:
        if why := asked("papers.sign_shown", "optional", hint="papers.sign_shown_hint", icon=":material/signature:"):
            with shown_errors():
                jobs.begun(many.SIGN, many.begin_signing(desk, made, why))
                st.rerun()


def signing(desk: Desk) -> None:
    """The signing that goes on, or what came of the one this screen began."""
    if ended := jobs.news(desk, many.SIGN):
        with shown_errors():
            jobs.refused(ended)
        result = ended["result"] or {}
        if result:
            st.success(T("papers.signed_many", n=result["made"]))
            for one in result["left"]:
                st.warning(safe(f"{one['student']}: {one['why'][lang()]}"))


def _said(desk: Desk, row: Row) -> Row:
    late = T("papers.late") if reading.is_late(row, desk.today()) else ""
    kind = Text.model_validate(row["kind"]["label"]).get(lang()) if row["of"] == "papers" else T("papers.transcript")
    return {
        "_id": row["_id"], "number": row.get("number") or "", "kind": kind, "holder": row["student"],
        "state": state_of(row["state"]).label(lang()), "deadline": row.get("deadline"), "late": late,
        "day": row.get("day"), "lang": StudyLanguage(row["lang"]).label(lang()),
    }  # fmt: skip


def state_of(value: str) -> PaperState:
    """The state of a stored paper; transcripts of the first years say «issued»."""
    return PaperState.made if value == "issued" else PaperState(value)
