"""Whom an order names: a pasted list of numbers, a search, all of a list; each may be taken out again."""

from __future__ import annotations

import streamlit as st

from core import students
from core.db.store import Row
from core.desk import Desk
from core.orders import choosing
from core.orders.choosing import Candidate
from core.ui.page import T, lang, signed_in
from core.ui.style import safe
from core.ui.tables import Listing
from core.ui.tables.canvas import table_drawn
from core.ui.tables.filters import filter_menu
from core.ui.tables.simple import table_height
from schemas.base import Id
from schemas.kinds import OrderKind

FOUND = 30  # of a search that are offered by name
WAYS = ("paste", "search")


def bring(ids: list[Id]) -> None:
    """Students chosen on another page are those of the next draft."""
    for part in ("rows", "out"):
        st.session_state.pop(_key("new", part), None)
    st.session_state["orders.brought"] = ids


def chooser(desk: Desk, name: str, kind: OrderKind | None) -> list[Candidate]:
    """Draw the ways to name students and the list of those named; the studies that are in it."""
    rows: dict[Id, Row] = st.session_state.setdefault(_key(name, "rows"), {})
    out: set[Id] = st.session_state.setdefault(_key(name, "out"), set())
    if brought := st.session_state.pop("orders.brought", None):
        rows |= {r["_id"]: r for r in choosing.by_ids(desk, brought)}
    words = {w: T(f"orders_ui.by_{w}") for w in WAYS}
    way = st.segmented_control(
        T("orders_ui.whom"), WAYS, default=WAYS[0], required=True, key=f"v:orders.way:{name}",
        format_func=lambda w: words.get(w, str(w)),
    )  # fmt: skip
    if way == "paste":
        _paste(desk, name)
    else:
        _search(desk, name)
    found = [c for c in choosing.candidates(kind, list(rows.values())) if c.study not in out]
    if found:
        _table(name, found)
    return found


def _key(name: str, part: str) -> str:
    return f"orders!{part}:{name}"


def _paste(desk: Desk, name: str) -> None:
    place = f"v:orders.pasted:{name}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_area(T("orders_ui.paste"), key=place, height=110, placeholder=T("orders_ui.paste_hint"))
        st.button(T("orders_ui.add"), icon=":material/playlist_add:", key=f"orders.paste:{name}", on_click=_pasted,
                  args=(desk, name, place))  # fmt: skip
    if unknown := st.session_state.get(_key(name, "unknown")):
        said = ", ".join(unknown[:20]) + (f" … ({len(unknown)})" if len(unknown) > 20 else "")
        st.warning(safe(T("orders_ui.unknown", numbers=said)), icon=":material/person_off:")


def _pasted(desk: Desk, name: str, place: str) -> None:
    if not signed_in(desk):  # a press is answered before the page's guard
        return
    found, unknown = choosing.by_numbers(desk, st.session_state.get(place) or "")
    _take(name, found)
    st.session_state[_key(name, "unknown")] = unknown
    st.session_state[place] = "\n".join(unknown)  # what was nobody's stays to be mended


def _take(name: str, found: list[Row]) -> None:
    out: set[Id] = st.session_state.setdefault(_key(name, "out"), set())
    out -= {s["id"] for r in found for s in r["studies"]}
    st.session_state.setdefault(_key(name, "rows"), {}).update({r["_id"]: r for r in found})


def _search(desk: Desk, name: str) -> None:
    """The search and the filters of the page of students; one, or all that are found."""
    role = desk.actor.role
    of = Listing(
        name=f"orders.pick.{name}", read=lambda *_: [], count=lambda *_: 0, columns=(), usual=(), sorts={"name": ""},
        name_of=str, filters=students.filters(role),
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(T("orders_ui.search"), key=f"v:orders.search:{name}", width=360, max_chars=80,
                             icon=":material/search:", placeholder=T("orders_ui.search_hint")) or ""  # fmt: skip
        filters = filter_menu(desk, of)
    if not (text.strip() or filters):
        st.caption(T("orders_ui.search_first"))
        return
    n = students.count(desk, text, filters)
    some = choosing.by_list(desk, text, filters, FOUND)
    names = {r["_id"]: f"{choosing.candidates(None, [r])[0].name.get(lang())} · {r['number']}" for r in some}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(
            T("orders_ui.found", n=n), list(names), key=f"v:orders.found:{name}:{text}", width=620,
            format_func=lambda i: names.get(i, str(i)), placeholder=T("common.choose"),
        )  # fmt: skip
        st.button(T("orders_ui.add"), icon=":material/person_add:", disabled=not chosen, key=f"orders.one:{name}",
                  on_click=_take, args=(name, [r for r in some if r["_id"] in chosen]))  # fmt: skip
        st.button(T("orders_ui.add_all", n=n), icon=":material/group_add:", disabled=not n, key=f"orders.all:{name}",
                  on_click=_take_all, args=(desk, name, text, filters))  # fmt: skip


def _take_all(desk: Desk, name: str, text: str, filters: dict) -> None:  # type: ignore[type-arg]
    if signed_in(desk):
        _take(name, choosing.by_list(desk, text, filters))


def _table(name: str, found: list[Candidate]) -> None:
    """Those named; marked ones are taken out. Who does not fit the kind is told at once."""
    import pandas as pd

    unfit = sum(not c.fits for c in found)
    heads = ("student", "number", "status", "year", "group", "fits")
    cells = [
        [c.name.get(lang()), c.number, c.status.label(lang()), str(c.year or ""), c.group,
         "" if c.fits else T("orders_ui.unfit")]
        for c in found
    ]  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{T('orders_ui.named', n=len(found))}**", width="content")
        if unfit:
            st.markdown(f":red[:material/error: {T('orders_ui.unfit_n', n=unfit)}]", width="content")
    drawn = table_drawn(
        pd.DataFrame(cells, columns=list(heads), dtype=str), hide_index=True, width="stretch", on_select="rerun",
        height=table_height(len(cells)), selection_mode="multi-row",
        key=f"orders.named:{name}:{hash(tuple(c.study for c in found))}",
        column_config={h: st.column_config.TextColumn(T(f"orders_ui.{h}")) for h in heads},
    )  # fmt: skip
    marked = [found[n].study for n in drawn.selection.rows if n < len(found)]
    with st.container(horizontal=True):
        st.button(T("orders_ui.take_out", n=len(marked)), disabled=not marked, icon=":material/person_remove:",
                  key=f"orders.out:{name}", on_click=_out, args=(name, marked))  # fmt: skip
        if unfit:
            st.button(T("orders_ui.take_out_unfit", n=unfit), icon=":material/filter_alt_off:", on_click=_out,
                      key=f"orders.unfit:{name}", args=(name, [c.study for c in found if not c.fits]))  # fmt: skip


def _out(name: str, studies: list[Id]) -> None:
    st.session_state[_key(name, "out")] = st.session_state.get(_key(name, "out"), set()) | set(studies)


def clear(name: str) -> None:
    """The order is drafted: the next begins with nobody."""
    for key in (_key(name, "rows"), _key(name, "out"), _key(name, "unknown"), f"v:orders.pasted:{name}"):
        st.session_state.pop(key, None)


__all__ = ["bring", "chooser", "clear"]
