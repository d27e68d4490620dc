"""The list itself. Only the page on the screen is read; order and filters are the database's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from core.db.store import Row
from core.desk import Desk
from core.ui.page import T, empty, lang
from core.ui.style import safe
from core.ui.tables.canvas import table_drawn
from core.ui.tables.cells import Column
from core.ui.tables.export import export_menu
from core.ui.tables.filters import Chosen, clear, filter_menu
from core.ui.tables.simple import heads, table_frame, table_height
from core.ui.tables.views import view_menu

SIZES = (50, 100)


@dataclass(frozen=True)
class Listing:
    """What a list is made of.

    read(text, filters, sort, descending, page, size) → stored rows; count(text, filters) → how many.
    columns and filters: (path, described field). usual: paths shown unless the user chooses others.
    sorts: key → message key. name_of(row): what a row is called. export: the right that taking a file needs.
    warn(text, filters, columns): what is to be said before a file is taken, "" for nothing. act(text, filters, n):
    draws what may be done with all that is found. choose(rows): draws what may be done with rows that were marked; a
    switch above the list then lets one mark rows instead of opening one.
    """

    name: str
    read: Callable[[str, dict[str, Any], str, bool, int, int], list[Row]]
    count: Callable[[str, dict[str, Any]], int]
    columns: Sequence[Column]
    usual: Sequence[str]
    sorts: dict[str, str]
    name_of: Callable[[Row], str]
    filters: Sequence[Column] = ()
    export: str = ""
    warn: Callable[[str, dict[str, Any], Sequence[str]], str] | None = None
    act: Callable[[str, dict[str, Any], int], None] | None = None
    choose: Callable[[list[Row]], None] | None = None
    nothing: str = "tables.nothing"
    extra: dict[str, Any] = field(default_factory=dict)

    def key(self, part: str) -> str:
        """The widget key of a part of this list; «v:» keys live through a change of language."""
        return f"v:list:{self.name}:{part}"


def listing(desk: Desk, of: Listing) -> Row | None:
    """Draw the list; the row the user opened (a click on it, or Enter when one is found), else None."""
    _addressed(of)
    chosen, total = _toolbar(desk, of)
    opened = _hit(desk, of, chosen, total)
    if not total:
        empty(
            of.nothing if not chosen.narrow else "tables.nothing",
            "tables.nothing_hint" if chosen.narrow else None,
        )
        return opened
    pages = max(1, -(-total // chosen.size))
    page = min(int(st.session_state.get(of.key("page"), 1) or 1), pages) - 1
    rows = of.read(chosen.text, chosen.filters, chosen.sort, chosen.descending, page, chosen.size)
    clicked = _table(of, rows, chosen, page)
    if of.choose and isinstance(clicked, list):
        of.choose(clicked)
        clicked = None
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        first = page * chosen.size + 1
        st.caption(T("tables.shown", first=first, last=first + len(rows) - 1, n=total))
        if pages > 1:
            st.pagination(pages, key=of.key("page"))
        if of.act:
            of.act(chosen.text, chosen.filters, total)
    return opened or (clicked if isinstance(clicked, dict) else None)


def _addressed(of: Listing) -> None:
    """Filters another page asks for by the address (their paths; the page names them to `enter`), taken once."""
    if asked := {p: v for p, s in of.filters if s.kind in ("choice", "ref", "refs") and (v := st.query_params.get(p))}:
        clear(of)
        for path, value in asked.items():
            st.session_state[of.key(f"f:{path}")] = [value]
            del st.query_params[path]


def _toolbar(desk: Desk, of: Listing) -> tuple[Chosen, int]:
    """What is asked of the list, and how many rows answer it."""
    keep: dict[str, Any] = {"persist_state": "session"}
    back: dict[str, Any] = {"on_change": _first_page, "args": (of,)}
    kept = st.session_state
    sorts = {k: T(word) for k, word in of.sorts.items()}
    _usual(of)
    kept.setdefault(of.key("n"), SIZES[0])
    kept.setdefault(of.key("s"), next(iter(of.sorts)))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        typed = st.text_input(
            T("tables.search"), key=of.key("q"), type="search", live=True, placeholder=T("tables.search_hint"),
            icon=":material/search:", label_visibility="collapsed", **keep, **back,
        )  # fmt: skip
        filters = filter_menu(desk, of)
        with st.popover(T("common.columns"), icon=":material/view_column:"):
            names = {p: s.label(lang()) for p, s in of.columns}
            shown = st.multiselect(
                T("tables.columns"),
                list(names),
                key=of.key("c"),
                format_func=lambda p: names.get(p, p),
                **keep,
            )
            sort = st.selectbox(
                T("tables.sort_by"), list(of.sorts), key=of.key("s"), format_func=lambda s: sorts.get(s, str(s)),
                **keep, **back,
            )  # fmt: skip
            down = st.toggle(T("tables.descending"), key=of.key("d"), **keep, **back)
            size = st.segmented_control(T("tables.size"), SIZES, required=True, key=of.key("n"), **keep, **back)
        paths = [p for p in shown if p in names] or list(of.usual)
        sort = sort if sort in of.sorts else next(iter(of.sorts))
        chosen = Chosen((typed or "").strip(), filters, paths, sort, bool(down), int(size or SIZES[0]))
        view_menu(desk, of, chosen)
        total = of.count(chosen.text, chosen.filters)
        export_menu(desk, of, chosen, total)
        if of.choose:
            st.toggle(T("tables.mark"), key=of.key("mark"), **keep)
    return chosen, total


def _usual(of: Listing) -> None:
    """Begin with the usual columns; what joined or left them since (a field added in the browser) joins or leaves."""
    kept, now = st.session_state, list(of.usual)
    before = kept.get(of.key("u"), now)
    chosen = kept.get(of.key("c"), now)
    if before != now:
        chosen = [p for p in chosen if p in now or p not in before]
        chosen += [p for p in now if p not in before and p not in chosen]
    if kept.get(of.key("c")) != chosen:
        kept[of.key("c")] = chosen
    kept[of.key("u")] = now


def _first_page(of: Listing) -> None:
    st.session_state.pop(of.key("page"), None)


def _hit(desk: Desk, of: Listing, chosen: Chosen, total: int) -> Row | None:
    """One hit of a typed search opens with Enter: the way without a mouse."""
    if total != 1 or not chosen.text:
        return None
    row = of.read(chosen.text, chosen.filters, chosen.sort, chosen.descending, 0, 1)
    if not row:
        return None
    label = T("tables.open_hit", name=safe(of.name_of(row[0])))
    pressed = st.button(
        label, key=f"hit-{of.name}", type="primary", icon=":material/keyboard_return:", shortcut="Enter"
    )
    return row[0] if pressed else None


def _table(of: Listing, rows: list[Row], chosen: Chosen, page: int) -> Row | list[Row] | None:
    """The table; the row that was opened, or the rows that were marked where the list is switched to that."""
    specs = dict(of.columns)
    columns = [(p, specs[p]) for p in chosen.columns]
    # The key holds what was asked: positions of one page never point into another.
    asked = hash((chosen.text, str(chosen.filters), chosen.sort, chosen.descending, chosen.size, page))
    marking = bool(of.choose and st.session_state.get(of.key("mark")))
    found = table_drawn(
        table_frame(columns, rows), hide_index=True, column_config=heads(columns), on_select="rerun",
        selection_mode="multi-row" if marking else "single-cell", key=f"rows:{of.name}:{asked}:{marking}",
        height=table_height(len(rows)), width="stretch",
    )  # fmt: skip
    if marking:
        return [rows[n] for n in found.selection.rows if n < len(rows)]
    cells = found.selection.cells
    return rows[cells[0][0]] if cells and cells[0][0] < len(rows) else None
