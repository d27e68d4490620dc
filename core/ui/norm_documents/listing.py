"""The register as a list: all of it, what is overdue for review, what waits for this user to read, what is coming."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.desk import Desk
from core.norm_documents import reading
from core.ui.page import T
from core.ui.tables import Listing, listing
from schemas.base import Text

USUAL = ("code", "name", "sort", "number", "day", "status", "review_on")
VIEWS = ("all", "unread", "overdue", "coming")


def screen(desk: Desk) -> str | None:
    """Draw it; the id of the document that was opened, else None."""
    view = _view(desk)
    said = "" if view == "all" else view
    columns = reading.columns(desk)
    opened = listing(
        desk,
        Listing(
            name="norm_documents", read=partial(reading.listed, desk, view=said),
            count=partial(reading.count, desk, view=said), columns=columns, filters=reading.filters(desk),
            usual=USUAL, export="norm.read",
            nothing="norms_ui.none" if view == "all" else f"norms_ui.none_{view}",
            sorts={"code": "norms_ui.by_code", "name.kk": "norms_ui.by_name", "day": "norms_ui.by_day",
                   "review_on": "norms_ui.by_review"},
            name_of=lambda row: Text.model_validate(row["name"]).get(desk.lang),
        ),
    )  # fmt: skip
    return str(opened["_id"]) if opened else None


def _view(desk: Desk) -> str:
    counts = {v: reading.count(desk, view=v) for v in VIEWS[1:]}
    words = {v: T(f"norms_ui.view_{v}") + (f" ({counts[v]})" if counts.get(v) else "") for v in VIEWS}
    key, asked = "v:norms.view", st.query_params.get("view", "")
    st.session_state[key] = asked if asked in VIEWS else VIEWS[0]
    found = st.segmented_control(
        T("norms_ui.view"), VIEWS, required=True, key=key, on_change=_keep, label_visibility="collapsed",
        format_func=lambda v: words.get(v, str(v)),
    )  # fmt: skip
    return found or VIEWS[0]


def _keep() -> None:
    st.query_params["view"] = str(st.session_state["v:norms.view"])
