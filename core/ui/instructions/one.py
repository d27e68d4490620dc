"""One edition: its words, the mark of reading, who has read and who has not, what the office does with it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import instructions
from core.desk import Desk, Why
from core.fields import described
from core.ui.files import offered
from core.ui.forms import asked, command
from core.ui.instructions import writing
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.base import LANGS, Id, Lang
from schemas.instruction import Instruction, InstructionState

COLOURS: dict[InstructionState, Any] = {
    InstructionState.draft: "orange", InstructionState.published: "green", InstructionState.replaced: "gray",
    InstructionState.cancelled: "gray",
}  # fmt: skip


def screen(desk: Desk, id: Id) -> None:
    """The edition; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, instructions.get(desk, id))


def _draw(desk: Desk, of: Instruction) -> None:
    opened(desk, "instructions", "instructions", of.id, of.label().kk)
    spoken = _language(of)
    with st.container(horizontal=True, vertical_alignment="center"):
        number = f"№ {of.number} · " if of.since else ""
        st.subheader(safe(f"{number}{getattr(of, f'topic_{spoken}')}"), anchor=False, width="content")
        badge(of.status, COLOURS[of.status])
    _facts(of)
    with st.container(border=True):
        st.markdown(safe(getattr(of, f"text_{spoken}")))
    with st.container(horizontal=True):
        for n, file in enumerate(of.files):
            offered(desk, file, f"instruction:{of.id}:{n}", "instructions", "instructions", of.id, of.number,
                    words=file.label.kk)  # fmt: skip
    _mine(desk, of)
    if desk.may("instruction.read"):
        _readers(desk, of)
        _editions(desk, of)
    if desk.may("instruction.edit"):
        _office(desk, of)


def _language(of: Instruction) -> Lang:
    """In which language it is read: one of those in which it has words."""
    there = [x for x in LANGS if getattr(of, f"topic_{x}")]
    usual = of.spoken(lang())
    if len(there) < 2:
        return usual
    names = {x: T(f"common.lang.{x}") for x in there}
    chosen = st.segmented_control(T("instructions.language"), there, default=usual, required=True,
                                  key=f"v:instruction.lang:{of.id}", format_func=names.__getitem__,
                                  label_visibility="collapsed")  # fmt: skip
    return chosen or usual


def _facts(of: Instruction) -> None:
    whom = [*(u.label.get(lang()) for u in of.units), *(r.label(lang()) for r in of.roles)]
    items = [
        (described(Instruction, "kind").label(lang()), of.kind.label(lang())),
        (described(Instruction, "since").label(lang()), shown(of.since)),
        (described(Instruction, "edition").label(lang()), str(of.edition)),
        (described(Instruction, "read_by").label(lang()), shown(of.read_by)),
        (T("instructions.published_by"), of.published_by.name if of.published_by else "—"),
    ]
    facts(items, columns=5)
    st.caption(safe(T("instructions.whom", whom=", ".join(whom) or "—")))
    if of.status is InstructionState.replaced and of.replaced_by:
        st.info(safe(T("instructions.replaced_line", what=of.replaced_by.label)), icon=":material/history:")
        if st.button(T("instructions.to_new"), key=f"to:{of.replaced_by.id}", icon=":material/arrow_forward:"):
            st.query_params["id"] = of.replaced_by.id
            st.rerun()
    if of.status is InstructionState.cancelled:
        st.info(safe(T("instructions.cancelled_line", why=of.cancelled)), icon=":material/block:")


def _mine(desk: Desk, of: Instruction) -> None:
    at = instructions.marked(desk, of.id)
    if at:
        st.success(T("instructions.read_on", at=shown(at)), icon=":material/done_all:")
    elif of.status is InstructionState.published and any(r["_id"] == of.id for r in instructions.waiting(desk)):
        key = f"instruction:mark:{of.id}"
        if st.button(T("instructions.mark"), type="primary", icon=":material/done_all:", key=key):
            instructions.mark(desk, of.id, Why(command=command(key)))
            done("instructions.marked")


def _readers(desk: Desk, of: Instruction) -> None:
    if of.since is None:
        return
    found = instructions.reads(desk, of.id)
    left = [r for r in found if r.at is None]
    st.markdown(f"**{T('instructions.readers', n=len(found) - len(left), of=len(found))}**")
    only = st.toggle(T("instructions.only_unread"), key=f"v:instruction.unread:{of.id}", disabled=not left)
    rows = [
        [r.name, r.post or (r.role.label(lang()) if r.role else "—"), r.unit or "—",
         shown(r.at) if r.at else T("instructions.not_read")]
        for r in (left if only else found)
    ]  # fmt: skip
    heads = [T(f"instructions.{h}") for h in ("person", "post", "unit", "read_at")]
    plain_table(heads, rows, widths=(260, 240, 260, 150))


def _editions(desk: Desk, of: Instruction) -> None:
    others = [e for e in instructions.editions(desk, of) if e.id != of.id]
    for one in others:
        words = T("instructions.edition_line", n=one.edition, day=one.since, state=one.status)
        if st.button(safe(words), type="tertiary", key=f"edition:{one.id}", icon=":material/history:"):
            st.query_params["id"] = one.id
            st.rerun()


def _office(desk: Desk, of: Instruction) -> None:
    if of.status is InstructionState.draft:
        with st.expander(T("instructions.go_on"), icon=":material/edit:"):
            writing.go_on(desk, of)
    publish = cancel = begin = remind = None
    with st.container(horizontal=True):
        if of.status is InstructionState.draft and desk.may("instruction.publish"):
            publish = asked("instructions.publish", "optional", "primary", ":material/campaign:", of.id,
                            "instructions.publish_hint", act="instruction.publish")  # fmt: skip
        if of.status is InstructionState.published:
            begin = st.button(
                T("instructions.edition"), icon=":material/edit_document:", key=f"instruction:new:{of.id}"
            )
            remind = st.button(
                T("instructions.remind"), icon=":material/notifications:", key=f"instruction:tell:{of.id}"
            )
        if of.status in (InstructionState.draft, InstructionState.published) and desk.may("instruction.publish"):
            cancel = asked("instructions.cancel", icon=":material/block:", name=of.id, act="instruction.cancel")
    with shown_errors():
        if publish:
            made = instructions.publish(desk, of.id, of.revision, publish)
            done("instructions.published", number=made.number)
        if cancel:
            instructions.cancel(desk, of.id, of.revision, cancel)
            done("instructions.cancelled")
        if begin:
            made = instructions.edition(desk, of.id, Why())
            st.query_params["id"] = made.id
            done("instructions.begun")
        if remind:
            instructions.remind_now(desk, of.id, Why())
            done("instructions.reminded")
