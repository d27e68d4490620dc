"""Saved views of a list in a popover: choose, save what is on the screen, take one's own out.

A made list (`listing`) gives them by itself; a page that draws its filters by hand names their keys (`plain_views`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from core import views
from core.desk import Desk, Why
from core.ui.messages import shown_errors
from core.ui.page import T, done
from core.ui.style import safe
from core.ui.tables.filters import Chosen
from schemas.view import View

if TYPE_CHECKING:
    from core.ui.tables.listing import Listing


def view_menu(desk: Desk, of: Listing, chosen: Chosen) -> None:
    """The views' popover of a made list."""
    _menu(desk, of.name, lambda: settings(chosen), lambda view: _apply(of, view))


def plain_views(
    desk: Desk, name: str, keys: Sequence[str] = (), options: Mapping[str, Mapping[str, Any]] | None = None
) -> None:  # fmt: skip
    """The same of a list whose filters the page draws by itself.

    keys: of its widgets, which hold words, numbers, days or lists of them; none named: all that are drawn under
    `v:<name>.`. options: of a widget that holds something else: what is stored for each of its values → the value.
    """
    known = options or {}
    _menu(desk, name, lambda: _held(keys or _drawn(name), known), lambda view: _put(keys or _stored(view), known, view))


def _drawn(name: str) -> list[str]:
    found = re.compile(rf"v:{re.escape(name)}\.\w+")
    return [k for k, v in st.session_state.items() if isinstance(k, str) and found.fullmatch(k) and _storable(v)]


def _storable(value: Any) -> bool:
    return all(x is None or isinstance(x, str | int | date) for x in (value if isinstance(value, list) else [value]))


def _stored(view: View) -> list[str]:
    return [key.replace("/", ".") for key in view.settings]


def _held(keys: Sequence[str], options: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in keys:
        value = st.session_state.get(key)
        if key in options:
            value = next((stored for stored, option in options[key].items() if option == value), None)
        found[key.replace(".", "/")] = {"day": value.isoformat()} if isinstance(value, date) else value
    return found


def _put(keys: Sequence[str], options: Mapping[str, Mapping[str, Any]], view: View) -> None:
    for key in keys:
        value = view.settings.get(key.replace(".", "/"))
        if key in options:
            value = options[key].get(value) if isinstance(value, str) else None
        elif isinstance(value, dict):
            value = date.fromisoformat(value["day"])
        st.session_state[key] = value


def _menu(desk: Desk, name: str, now: Callable[[], dict[str, Any]], apply: Callable[[View], None]) -> None:
    if not desk.may("view.save"):
        return
    with st.popover(T("tables.views"), icon=":material/bookmarks:"):
        found = views.saved(desk, name)
        if not found:
            st.caption(T("tables.views_none"))
        for view in found:
            with st.container(horizontal=True, vertical_alignment="center"):
                icon = ":material/group:" if view.shared else ":material/bookmark:"
                st.button(
                    safe(view.name),
                    key=f"view-{view.id}",
                    icon=icon,
                    on_click=apply,
                    args=(view,),
                    width="stretch",
                )
                if view.owner == desk.actor.id and st.button(
                    "",
                    key=f"drop-{view.id}",
                    icon=":material/close:",
                    type="tertiary",
                    help=T("tables.view_drop"),
                ):
                    with shown_errors():
                        views.drop(desk, view.id, Why(T("tables.view_reason")))
                        done("tables.view_dropped", name=view.name)
        st.divider()
        named = st.text_input(T("tables.view_name"), key=f"view-name-{name}", max_chars=80)
        shared = st.toggle(T("tables.view_shared"), key=f"view-shared-{name}")
        if st.button(T("tables.view_save"), key=f"view-save-{name}", disabled=not (named or "").strip()):
            with shown_errors():
                views.keep(desk, name, named, now(), shared, Why(T("tables.view_reason")))
                done("tables.view_saved", name=named)


def settings(chosen: Chosen) -> dict[str, Any]:
    """What a view keeps."""
    return {
        "text": chosen.text, "filters": chosen.filters, "columns": chosen.columns, "sort": chosen.sort,
        "descending": chosen.descending, "size": chosen.size,
    }  # fmt: skip


def _apply(of: Listing, view: View) -> None:
    kept, found = st.session_state, view.settings
    kept[of.key("q")] = found.get("text", "")
    known = {p for p, _ in of.columns}
    kept[of.key("c")] = [p for p in found.get("columns", []) if p in known] or list(of.usual)
    kept[of.key("s")] = found.get("sort") if found.get("sort") in of.sorts else next(iter(of.sorts))
    kept[of.key("d")] = bool(found.get("descending"))
    kept[of.key("n")] = found.get("size", 50)
    for path, spec in of.filters:
        value = found.get("filters", {}).get(path)
        if spec.kind == "bool":
            kept[of.key(f"f:{path}")] = None if value is None else "yes" if value else "no"
        elif spec.kind in ("choice", "ref", "refs") or isinstance(value, list):
            kept[of.key(f"f:{path}")] = list(value or [])
        elif spec.kind == "text":
            kept[of.key(f"f:{path}")] = value or ""
        else:
            kept.pop(of.key(f"f:{path}"), None)
    kept.pop(of.key("page"), None)
