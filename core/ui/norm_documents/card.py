"""A document of the register: what it is, what it rests on, what is known to be wrong in it, its parts."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.fields import describe, described
from core.norm_documents import acks, force, reading, register
from core.ui.forms import asked, flat, forget, form, nested
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.norm_documents import copies, life, parts, readers, sheets, text
from core.ui.page import T, done, empty, go, lang, tell
from core.ui.style import badge, facts, safe, shown
from schemas.base import Id, Ref
from schemas.norm_document import NormCard, NormDocument, NormStatus

EDIT = "norm.edit"
# The parts of the page, in their order: name → what draws it.
PARTS = {
    "life": life.screen, "text": text.screen, "sheets": sheets.screen, "readers": readers.screen,
    "copies": copies.screen,
}  # fmt: skip


def screen(desk: Desk, id: Id) -> None:
    """The whole page; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, reading.get(desk, id))


def _draw(desk: Desk, doc: NormDocument) -> None:
    opened(desk, "norm_document", "norm_documents", doc.id, doc.name.get(lang()))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(safe(doc.name.get(lang())), anchor=False, width="content")
        badge(doc.status, parts.COLOURS[doc.status.value])
    _facts(desk, doc)
    if doc.voted:
        go("pages/clauses.py", "menu.clauses", "format_list_numbered")
    if doc.notes:
        st.warning(safe(doc.notes), icon=":material/difference:")
    _sign(desk, doc)
    open_to = {**PARTS, **({"card": _card} if desk.may(EDIT) else {})}
    open_to[parts.tab(list(open_to))](desk, doc)


def _facts(desk: Desk, doc: NormDocument) -> None:
    words = {p: described(NormDocument, p).label(lang()) for p in ("code", "sort", "number", "day", "issuer", "owner",
                                                                   "review_on", "current", "clauses")}  # fmt: skip
    facts([
        (words["code"], doc.code), (words["sort"], doc.sort.label(lang())),
        (words["number"], doc.number or "—"), (words["day"], shown(doc.day)), (words["issuer"], doc.issuer or "—"),
        (words["owner"], shown(doc.owner)), (words["review_on"], shown(doc.review_on)),
        (words["current"], doc.current.label.get(lang()).rpartition(" · ")[2] if doc.current else "—"),
    ], columns=4)  # fmt: skip
    if doc.status is NormStatus.in_force and doc.review_on and doc.review_on < desk.today():
        st.error(T("norms_ui.review_late", day=doc.review_on), icon=":material/event_busy:")
    if doc.link:
        st.link_button(T("norms_ui.link"), doc.link, type="tertiary", icon=":material/open_in_new:")
    named = reading.naming(desk, doc.id)
    if doc.rests_on or named:
        with st.expander(T("norms_ui.rests", n=len(doc.rests_on), named=len(named)), icon=":material/account_tree:"):
            _links("norms_ui.rests_on", doc.rests_on)
            _links("norms_ui.named_by", named)


def _links(key: str, refs: list[Ref]) -> None:
    if not refs:
        return
    st.caption(T(key))
    with st.container(gap=None):
        for ref in refs:
            if st.button(safe(ref.label.get(lang())), type="tertiary", key=f"{key}:{ref.id}",
                         icon=":material/article:"):  # fmt: skip
                st.query_params.from_dict({"id": ref.id})
                st.rerun()


def _sign(desk: Desk, doc: NormDocument) -> None:
    """What this user signs himself: that he has read the version in force."""
    if doc.current is None or doc.status is not NormStatus.in_force:
        return
    own = acks.mine(desk, doc.current.id)
    if own is not None:
        st.success(T("norms_ui.signed", at=own.at), icon=":material/task_alt:")
        return
    if not doc.read_by_all:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/draw: {T('norms_ui.sign_hint')}")
        why = asked("norms_ui.sign", "no", type="primary", icon=":material/draw:", name=doc.current.id)
        if why:
            with shown_errors():
                acks.acknowledge(desk, doc.current.id, why)
                done("norms_ui.signed_done")


def _card(desk: Desk, doc: NormDocument) -> None:
    """The card in a form, the day of the next review, the end of its force."""
    if doc.status is NormStatus.obsolete:
        empty("norms_ui.obsolete", "norms_ui.obsolete_hint")
        return
    specs, key = describe(NormCard), f"norm:{doc.id}"
    filled = form(desk, specs, key, flat(specs, doc), T("common.save"), why="optional", revision=doc.revision,
                  columns=3, act=EDIT)  # fmt: skip
    if filled:
        with shown_errors(key):
            register.edit(desk, doc.id, filled.revision, nested(filled.values), filled.why)
            done("norms_ui.saved")
    with st.expander(T("norms_ui.reviewed"), icon=":material/event_repeat:"):
        st.caption(T("norms_ui.reviewed_hint"))
        key = f"norm:reviewed:{doc.id}"
        filled = form(desk, [described(NormCard, "review_on")], key, {}, T("norms_ui.reviewed"), why="required",
                      revision=doc.revision, act="norm.reviewed")  # fmt: skip
        if filled:
            with shown_errors(key):
                day = parts.day(filled.values["review_on"])
                register.reviewed(desk, doc.id, filled.revision, day, filled.why)
                done("norms_ui.reviewed_done")
    if desk.may("norm.approve"):
        why = asked("norms_ui.retire", icon=":material/block:", name=doc.id, hint="norms_ui.retire_hint",
                    act="norm.retire")  # fmt: skip
        if why:
            with shown_errors():
                force.retire(desk, doc.id, doc.revision, why)
                done("norms_ui.retired")


def new(desk: Desk) -> Id | None:
    """A new document of the register; its id once it is there."""
    specs, key = describe(NormCard), "norm:new"
    filled = form(desk, specs, key, {"owner": "head"}, T("norms_ui.create"), why="optional", columns=3)
    if filled:
        with shown_errors(key):
            made = register.create(desk, nested(filled.values), filled.why)
            forget(key)
            tell("norms_ui.created", name=made.name)
            return made.id
    return None
