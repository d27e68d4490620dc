"""Small parts of the pages of controlled documents: colours of states, the open part, a file that is offered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core.desk import Desk
from core.ui.files import offered
from core.ui.page import T
from core.ui.style import Colour
from schemas.base import Ref
from schemas.norm_document import NormDocument, NormVersion

COLOURS: dict[str, Colour] = {
    "memo": "orange", "draft": "orange", "commented": "blue", "agreed": "blue", "council": "violet",
    "in_force": "green", "obsolete": "gray", "refused": "gray",
}  # fmt: skip


def tab(names: Sequence[str]) -> str:
    """The open part of the page; the address keeps it."""
    words = {n: T(f"norms_ui.tab_{n}") for n in names}
    key, asked = "v:norms.tab", st.query_params.get("tab", "")
    st.session_state[key] = asked if asked in names else names[0]
    found = st.segmented_control(
        T("norms_ui.tabs"), names, required=True, key=key, on_change=_keep, label_visibility="collapsed",
        format_func=lambda n: words.get(n, str(n)),
    )  # fmt: skip
    return found or names[0]


def _keep() -> None:
    st.query_params["tab"] = str(st.session_state["v:norms.tab"])


def file(desk: Desk, doc: NormDocument, version: NormVersion, ref: Ref | None, what: str) -> None:
    """A kept file of a version, offered protected, its leaving written down. what: text, scan."""
    if ref is not None:
        offered(
            desk, ref, f"norm.{what}:{version.id}", "norm_document", "norm_versions", version.id,
            version.label().kk, words=T(f"norms_ui.open_{what}"),
        )  # fmt: skip


def day(stored: str | None) -> date | None:
    """A day as a form keeps it."""
    return date.fromisoformat(stored) if stored else None
