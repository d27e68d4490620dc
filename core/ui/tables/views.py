"""Saved views of a list in a popover: choose, save what is on the screen, take one's own out."""

from __future__ import annotations

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
    """The views' popover."""
    if not desk.may("view.save"):
        return
    with st.popover(T("tables.views"), icon=":material/bookmarks:"):
        found = views.saved(desk, of.name)
        if not found:
            st.caption(T("tables.views_none"))
        for view in found:
            with st.container(horizontal=True, vertical_alignment="center"):
                icon = ":material/group:" if view.shared else ":material/bookmark:"
                st.button(
                    safe(view.name),
                    key=f"view-{view.id}",
                    icon=icon,
                    on_click=_apply,
                    args=(of, view),
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
        name = st.text_input(T("tables.view_name"), key=f"view-name-{of.name}", max_chars=80)
        shared = st.toggle(T("tables.view_shared"), key=f"view-shared-{of.name}")
        if st.button(T("tables.view_save"), key=f"view-save-{of.name}", disabled=not (name or "").strip()):
            with shown_errors():
                views.keep(desk, of.name, name, settings(chosen), shared, Why(T("tables.view_reason")))
                done("tables.view_saved", name=name)


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
