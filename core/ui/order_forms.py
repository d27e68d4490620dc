"""Forms for orders on the screen: giving out, the register, what came back, the journal."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.fields import describe
from core.orders import forms
from core.orders.forms import COLUMNS, GIVE
from core.ui.files import given
from core.ui.forms import forget, form, nested
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.progress.chooser import pick
from core.ui.style import metrics, safe, shown
from core.ui.tables.canvas import table_drawn
from schemas.order_form import Handing, OrderForms, Returning

ADDRESS = ("year", "id")


def screen(desk: Desk) -> None:
    """The whole page."""
    if desk.may(GIVE):
        _issue(desk)
    every = forms.listed(desk)
    if not every:
        empty("order_forms.none", "order_forms.none_hint")
        return
    years = sorted({r.day.year for r in every}, reverse=True)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = pick("year", years, str, 140, area="order_forms")
        rows = [r for r in every if year is None or r.day.year == year]
        _journal(desk, rows, str(year or T("common.all")))
    _sums(rows)
    chosen = _table(rows)
    if chosen:
        _one(desk, chosen)


def _issue(desk: Desk) -> None:
    with st.expander(T("order_forms.issue"), icon=":material/outbox:"):
        key = "order_forms:new"
        first = {"day": desk.today().isoformat(), "kind": "order_form"}
        filled = form(desk, describe(Handing), key, first, T("order_forms.issue"), why="optional", columns=4)
        if filled:
            with shown_errors(key):
                made = forms.issue(desk, nested(filled.values), filled.why)
                forget(key)
                done("order_forms.issued", number=made.number, n=made.count)


def _journal(desk: Desk, rows: list[OrderForms], said: str) -> None:
    if rows and desk.store.one("office", {}, {"_id": 1}):
        spoken = lang()
        given(T("order_forms.pdf"), "order-forms.pdf", lambda: forms.journal(desk, rows, said, spoken),
              "order_forms.pdf", icon=":material/picture_as_pdf:")  # fmt: skip


def _sums(rows: list[OrderForms]) -> None:
    returns = [r for x in rows for r in x.returns]
    metrics([
        (T("order_forms.count"), sum(x.count for x in rows), None),
        (T("order_forms.used"), sum(r.used for r in returns), None),
        (T("order_forms.spoiled"), sum(r.spoiled for r in returns), None),
        (T("order_forms.left"), sum(x.left for x in rows), T("order_forms.left_help")),
    ])  # fmt: skip


def _table(rows: list[OrderForms]) -> OrderForms | None:
    said = [forms.cells(r, lang()) for r in rows]
    frame = {T(f"order_forms.{c}"): [line[n] for line in said] for n, c in enumerate(COLUMNS)}
    drawn = table_drawn(
        frame, hide_index=True, width="stretch", key=f"order_forms:{hash(tuple(r.id for r in rows))}",
        on_select="rerun", selection_mode="single-row", height="content" if len(rows) <= 20 else 758,
    )  # fmt: skip
    places = drawn.selection.rows
    if places and places[0] < len(rows):
        return rows[int(places[0])]
    st.caption(T("order_forms.open_hint"))
    return next((r for r in rows if r.id == st.query_params.get("id")), None)


def _one(desk: Desk, of: OrderForms) -> None:
    """One handing over: what came back of it, and what comes back now."""
    with st.container(border=True):
        name = f"{of.label().get(lang())} · {forms.kind_name(of.kind, lang())}"
        st.markdown(f"**{safe(name)}** · {safe(T('order_forms.holds', n=of.left))}")
        for r in of.returns:
            line = T("order_forms.came_back", day=r.day, used=r.used, spoiled=r.spoiled, whole=r.whole)
            st.markdown(safe(f"{line} {r.note} ({r.by.name if r.by else shown(None)})"))
        if not of.left or not desk.may(GIVE):
            return
        key = f"order_forms:{of.id}"
        specs = [s for s in describe(Returning) if s.path != "by"]
        filled = form(desk, specs, key, {"day": desk.today().isoformat()}, T("order_forms.give_back"), why="optional",
                      revision=of.revision, columns=4)  # fmt: skip
        if filled:
            with shown_errors(key):
                forms.give_back(desk, of.id, filled.revision, nested(filled.values), filled.why)
                forget(key)
                done("order_forms.returned_done")
