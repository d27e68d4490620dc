"""The editor of a diploma's layout: fields in millimetres over a picture of the blank, drawn as they are printed."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core import kinds
from core.desk import Desk
from core.diplomas import drafts, laying, reading, settings, trying
from core.diplomas.drafts import Draft, Reading
from core.errors import OfficeError, Problem
from core.ui.diplomas.layout.board import board, looked
from core.ui.diplomas.layout.fields import fields
from core.ui.diplomas.layout.held import NEW, draft_of, put
from core.ui.diplomas.layout.printers import Whose, printers
from core.ui.diplomas.layout.saving import saving
from core.ui.diplomas.layout.whole import whole
from core.ui.kinds.words import state
from core.ui.looks import opened
from core.ui.messages import sentence
from core.ui.page import T, go, lang, signed_in
from core.ui.style import safe
from schemas.base import Id
from schemas.kinds import DiplomaKind, Kind, Sort


def choose(desk: Desk, code: str, may: bool) -> tuple[Kind | None, str]:
    """The layout that is worked on: its newest version (None: a new one) and its code."""
    found = {k.code: k for k in kinds.latest(desk, Sort.diploma_layout)}
    names = {c: f"{k.name.get(lang())} · {T(f'kinds.page.state.{state(k)}')} · {T('kinds.page.version_n', n=k.version)}"
             for c, k in found.items()}  # fmt: skip
    if may:
        names[NEW] = T("diploma_layout.new")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            T("diploma_layout.choose"), list(names), list(names).index(code) if code in names else 0, width=460,
            format_func=lambda c: names.get(c, str(c)), key=f"v:diploma_layout:choose:{code}:{lang()}",
        ) or NEW  # fmt: skip
        if may and chosen in found:
            st.button(T("diploma_layout.copy_all"), key="diploma_layout.copy_all", icon=":material/file_copy:",
                      on_click=_copy, args=(found[chosen],))  # fmt: skip
        if chosen in found:
            go("pages/kinds.py", "common.history", "history", sort=Sort.diploma_layout.value, code=chosen)
    was = found.get(chosen)
    used = [k.name.get(lang()) for k in settings.kinds() if k.as_body(DiplomaKind).layout == chosen]
    if was:
        st.caption(safe(T("diploma_layout.used", names=", ".join(used)) if used else T("diploma_layout.unused")))
    return was, chosen


def _copy(kind: Kind) -> None:
    put(drafts.copied(draft_of(kind)))
    st.query_params["code"] = NEW


@st.fragment
def screen(desk: Desk, was: Kind | None, may: bool) -> None:
    """The editor; only this part runs again at each change."""
    if not signed_in(desk):
        st.rerun()
    editable = may and not (was and was.retired)
    draft = draft_of(was)
    now = drafts.read(draft)
    with st.container():  # a sentence more or less up here must not move what stands below: it would be drawn anew
        if editable:
            saving(desk, was, draft, now)
    with st.container():
        words, whose = _words(desk)
    notes = _notes(draft, now, words)
    left, right = st.columns([13, 5])
    with left:
        board(desk, draft, now, words, notes, editable)
    with right:
        fields(draft, notes, words, editable)
    parts = {p: T(f"diploma_layout.{p}") for p in ("page", "printers")}
    part = st.segmented_control(
        T("diploma_layout.title"), list(parts), default="page", required=True, key="v:diploma_layout:part",
        format_func=lambda p: parts.get(p, str(p)), label_visibility="collapsed",
    )  # fmt: skip
    if part == "printers":
        printers(desk, draft, now, words, whose, editable)
    else:
        whole(desk, draft, now.problems, editable)


def _words(desk: Desk) -> tuple[Mapping[str, str], Whose]:
    """With whose words the page is drawn: a sample, the longest there may be, a diploma's."""
    ways = {w: T(f"diploma_layout.words.{w}") for w in ("sample", "longest", "real")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        way = st.segmented_control(
            T("diploma_layout.words.title"), list(ways), default="sample", required=True, key="v:diploma_layout:words",
            format_func=lambda w: ways.get(w, str(w)),
        )  # fmt: skip
        if way == "longest":
            return laying.longest(lang()), None
        if way != "real":
            return laying.sample(lang()), None
        offered = trying.offered(desk)
        if not offered:
            st.caption(T("diploma_layout.words.none"))
            return laying.sample(lang()), None
        id = st.selectbox(
            T("diploma_layout.words.of"), list(offered), index=None, key="v:diploma_layout:of", width=420,
            format_func=lambda i: offered.get(i, str(i)), placeholder=T("common.not_chosen"),
        )  # fmt: skip
    if id is None:
        return laying.sample(lang()), None
    try:
        diploma = reading.get(desk, id)
        words = trying.words_of(desk, diploma)
    except OfficeError as e:
        st.info(safe(sentence(e)), icon=":material/info:")
        return laying.sample(lang()), None
    whose = (diploma.id, diploma.label().kk, diploma.student.id if diploma.student else "")
    opened(desk, "diploma_layout", "diplomas", *whose)
    return words, whose


def _notes(draft: Draft, now: Reading, words: Mapping[str, str]) -> dict[Id, list[Problem]]:
    """What is wrong with each field: as it is written, and with these words; by its id."""
    found: dict[Id, list[Problem]] = {}
    for problem in now.problems:
        if problem.field.startswith("spots."):
            found.setdefault(draft.spots[int(problem.field.split(".")[1])]["id"], []).append(problem)
    for problem in looked(now.layout, words, min(draft.page, now.layout.pages))[1]:
        n = problem.field.removeprefix("spots.")
        if n.isdigit():
            found.setdefault(now.ids[int(n)], []).append(problem)
    return found


__all__ = ["choose", "screen"]
