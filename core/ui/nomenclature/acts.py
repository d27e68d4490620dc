"""Acts on folders: the list, a new one, one act that another person approves."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import nomenclature
from core.desk import Desk
from core.fields import described
from core.i18n import date_short
from core.ui.files import given
from core.ui.forms import asked, form
from core.ui.messages import shown_errors
from core.ui.nomenclature.folders import PRINTED
from core.ui.page import T, done, empty, lang
from core.ui.style import Colour, badge, facts, safe, shown
from core.ui.tables import pager, picked, plain_table
from schemas.base import Id
from schemas.nomenclature import FileAct, FileActKind, FileActState

COLOURS: dict[FileActState, Colour] = {
    FileActState.draft: "orange", FileActState.approved: "green", FileActState.dropped: "gray",
}  # fmt: skip


def screen(desk: Desk) -> Id | None:
    """The acts, the newest first; the id of the one that was opened."""
    page = pager("file_acts", "")
    rows = nomenclature.acts(desk, page)
    if not rows:
        empty("nomenclature.no_acts", "nomenclature.no_acts_hint")
        return None
    columns = [(n, described(FileAct, n)) for n in ("number", "kind", "day", "status")]
    return picked("file_acts.list", columns, rows, page)


def new(desk: Desk) -> None:
    """Drawing up an act: which kind, which folders, by whom."""
    names = {k.value: k.label(lang()) for k in FileActKind}
    chosen = st.segmented_control(T("nomenclature.act_kind"), list(names), default=FileActKind.handover.value,
                                  required=True, key="v:file_act.kind", format_func=names.__getitem__)  # fmt: skip
    kind = FileActKind(chosen or "handover")
    key = f"file_act:{kind.value}"
    turn = st.session_state.get(f"{key}!n", 0)
    free = {f.id: f"{f.year} · {f.label().get(lang())}" for f in nomenclature.free_for(desk, kind)}
    if not free:
        st.info(T(f"nomenclature.nothing_for_{kind.value}"), icon=":material/folder_off:")
        _yet(desk, kind)
        return
    st.caption(T(f"nomenclature.hint_{kind.value}"))
    folders = st.multiselect(T("nomenclature.folders"), list(free), key=f"v:{key}:{turn}",
                             format_func=lambda i: free.get(i, str(i)))  # fmt: skip
    fields = ("members", "to", "ground") if kind is FileActKind.handover else ("members", "ground")
    filled = form(desk, [described(FileAct, n) for n in fields], key, {}, T("nomenclature.draw_up"))
    if filled:
        with shown_errors(key):
            made = nomenclature.draft(desk, kind, folders, filled.values, filled.why)
            st.query_params.from_dict({"act": made.id})
            done("nomenclature.drawn_up", number=made.number)
    _yet(desk, kind)


def _yet(desk: Desk, kind: FileActKind) -> None:
    """Of destruction: what may not be destroyed yet, and from which day it may."""
    found = nomenclature.yet(desk) if kind is FileActKind.destruction else []
    if found:
        with st.expander(T("nomenclature.not_yet_n", n=len(found)), icon=":material/hourglass:"):
            rows = [[str(f.year), f.index, f.name.get(lang()),
                     date_short(f.destroy_from) if f.destroy_from else T("nomenclature.never")]
                    for f in found]  # fmt: skip
            heads = [T(f"nomenclature.column_{c}") for c in ("year", "index", "name", "from")]
            plain_table(heads, rows, widths=(80, 90, 480, 160))


def one(desk: Desk, id: Id) -> None:
    """One act."""
    with shown_errors():
        _draw(desk, nomenclature.act(desk, id))


def _draw(desk: Desk, kept: FileAct) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(safe(kept.label().get(lang())), anchor=False, width="content")
        badge(kept.status, COLOURS[kept.status])
    items = [(described(FileAct, "day").label(lang()), shown(kept.day)), (T("nomenclature.drew_up"), kept.by.name)]
    items += [(described(FileAct, n).label(lang()), getattr(kept, n)) for n in ("to", "ground") if getattr(kept, n)]
    if kept.approved_by:
        items.append((T("nomenclature.approved"), f"{kept.approved_by.name}, {shown(kept.approved_on)}"))
    facts(items, columns=4)
    with st.container(horizontal=True):
        for spoken in PRINTED:
            name = f"act-{kept.kind.value}-{kept.number}-{spoken}.pdf"
            given(T(f"nomenclature.pdf_{spoken}"), name, partial(nomenclature.act_pdf, desk, kept.id, spoken),
                  f"file_act:pdf:{spoken}:{kept.id}", icon=":material/print:")  # fmt: skip
    rows = [[f.index, f.name.get(lang()), str(f.year),
             ", ".join(x for x in (nomenclature.kept_said(f.keep, lang()), f.article) if x)]
            for f in kept.folders]  # fmt: skip
    heads = [T(f"nomenclature.column_{c}") for c in ("index", "name", "year", "keep")]
    plain_table(heads, rows, widths=(90, 480, 80, 260))
    if kept.members:
        st.caption(f"{T('nomenclature.commission_names')}: "
                   + safe("; ".join(", ".join(x for x in (m.name, m.post) if x) for m in kept.members)))  # fmt: skip
    if kept.status is FileActState.draft:
        _steps(desk, kept)


def _steps(desk: Desk, kept: FileAct) -> None:
    yes = no = None
    with st.container(horizontal=True):
        if desk.may("nomenclature.approve"):
            yes = asked("nomenclature.approve", "optional", "primary", ":material/verified:", kept.id,
                        f"nomenclature.approve_{kept.kind.value}", act="nomenclature.approve")  # fmt: skip
        if desk.may("nomenclature.edit"):
            no = asked("nomenclature.drop", icon=":material/undo:", name=kept.id, act="nomenclature.drop")
    with shown_errors():
        if yes:
            nomenclature.approve(desk, kept.id, kept.revision, yes)
            done("nomenclature.act_approved", number=kept.number)
        if no:
            nomenclature.drop(desk, kept.id, kept.revision, no)
            done("nomenclature.act_dropped", number=kept.number)


__all__ = ["new", "one", "screen"]
