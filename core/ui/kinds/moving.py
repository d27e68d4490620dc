"""Entries as a file: taken out of one base, looked at beside what another has, and accepted with a reason."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import kinds
from core.desk import Desk
from core.kinds import Coming
from core.ui.forms import asked
from core.ui.kinds.words import difference, sort_groups
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.tables import plain_table
from schemas.kinds import Kind, Sort

FILE = "kinds.json"


def take_out(desk: Desk) -> None:
    """Choose sorts or single entries and take them as a file."""
    sorts = [s for _, found in sort_groups() for s in found]
    every = {(k.sort, k.code): k for s in sorts for k in kinds.latest(desk, s)}
    left, right = st.columns(2)
    whole = left.multiselect(
        T("kinds.moving.sorts"), sorts, format_func=lambda s: Sort(s).label(lang()), key="v:kinds.out.sorts",
        placeholder=T("common.not_chosen"),
    )  # fmt: skip
    names = {f"{s.value}/{c}": _name(k) for (s, c), k in every.items()}
    single = right.multiselect(
        T("kinds.moving.entries"), list(names), format_func=lambda i: names.get(i, i), key="v:kinds.out.entries",
        placeholder=T("common.not_chosen"),
    )  # fmt: skip
    chosen = [at for at in every if at[0] in whole or f"{at[0].value}/{at[1]}" in single]
    st.download_button(
        T("kinds.moving.take", n=len(chosen)), lambda: kinds.export_file(desk, chosen), FILE, "application/json",
        icon=":material/download:", disabled=not chosen, on_click="ignore",
    )  # fmt: skip


def _name(kind: Kind) -> str:
    return f"{kind.sort.label(lang())}: {kind.name.get(lang())} ({kind.code})"


def bring(desk: Desk) -> None:
    """A file from another base: what is new and what differs, then what is wanted of it."""
    held = st.file_uploader(T("kinds.moving.file"), ["json"], key="v:kinds.in", max_upload_size=5)
    if held is None:
        return
    found: list[Coming] = []
    with shown_errors():
        found = kinds.coming(desk, held.getvalue())
    if not found:
        return
    states = [[_name(c.kind), T(f"kinds.moving.{c.state}"), str(len(c.differences) or "")] for c in found]
    plain_table([T("kinds.moving.entry"), T("kinds.page.how"), T("kinds.moving.differences")], states, right=[2])
    for each in found:
        if each.differences:
            with st.expander(_name(each.kind), icon=":material/compare_arrows:"):
                heads = [T("kinds.page.place"), T("kinds.moving.here"), T("kinds.moving.there")]
                plain_table(heads, [difference(each.kind.sort, *d) for d in each.differences])
    _accept(desk, found, held.file_id)


def _accept(desk: Desk, found: Sequence[Coming], file: str) -> None:
    names = {f"{c.kind.sort.value}/{c.kind.code}": c for c in found if c.state != "same"}
    if not names:
        st.info(T("kinds.moving.nothing_new"), icon=":material/check:")
        return
    chosen = st.multiselect(
        T("kinds.moving.wanted"), list(names), list(names), key=f"v:kinds.wanted:{file}",
        format_func=lambda i: _name(names[i].kind) if i in names else i,
    )  # fmt: skip
    why = asked("kinds.moving.accept", type="primary", name=file, icon=":material/done_all:", disabled=not chosen,
                act="kind.bring")  # fmt: skip
    if why:
        with shown_errors():
            kinds.accept(desk, [names[i] for i in chosen], why)
            done("kinds.moving.accepted", n=len(chosen))
