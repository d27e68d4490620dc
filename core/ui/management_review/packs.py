"""The packs as a list, and the period with the press that makes the next one."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import management_review
from core.desk import Desk
from core.fields import described
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty
from core.ui.tables import pager, picked
from schemas.base import Id
from schemas.management_review import ManagementReview

COLUMNS = ("number", "first", "last", "status", "made_at", "protocol", "decided_on")


def new(desk: Desk) -> None:
    """The period of a pack and the one press."""
    if not desk.may("management_review.make"):
        return
    first, last = management_review.usual(desk.today())
    specs = [described(ManagementReview, f) for f in ("first", "last")]
    with st.container(border=True, width=640):
        filled = form(desk, specs, "review:new", {"first": first.isoformat(), "last": last.isoformat()},
                      T("management_review.make"))  # fmt: skip
    if filled:
        with shown_errors("review:new"), st.spinner(T("management_review.make")):
            starts, ends = (date.fromisoformat(filled.values[f]) for f in ("first", "last"))
            made = management_review.make(desk, starts, ends, filled.why)
            st.query_params.from_dict({"id": made.id})
            done("management_review.made", number=made.number)


def listed(desk: Desk) -> Id | None:
    """The packs, the newest first; the one that was clicked."""
    page = pager("reviews", "")
    rows = management_review.listed(desk, page)
    if not rows and not page:
        hint = "none_hint" if desk.may("management_review.make") else "none_wait"
        empty("management_review.none", f"management_review.{hint}")
        return None
    return picked("reviews.list", [(c, described(ManagementReview, c)) for c in COLUMNS], rows, page)


__all__ = ["listed", "new"]
