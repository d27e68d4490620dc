"""A new commission: described anew, or as that of a year before was."""

from __future__ import annotations

import streamlit as st

from core.attestation import commissions
from core.desk import Desk
from core.fields import Option, described
from core.ui.attestation.picking import choice
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, done
from schemas.attestation import Commission
from schemas.base import Text

FIELDS = ("name", "year", "programmes", "department")
COPIED = 100  # commissions of the past that are offered


def next_year(desk: Desk) -> int:
    """The year whose commissions are made now: from autumn on that of the next summer."""
    today = desk.today()
    return today.year + (today.month >= 9)


def draw(desk: Desk) -> None:
    """The form; below it the way by a copy."""
    key = "commission:new"
    filled = form(desk, [described(Commission, f) for f in FIELDS], key, {"year": next_year(desk)},
                  T("commissions.nominate"))  # fmt: skip
    if filled:
        with shown_errors(key):
            _opened(commissions.nominate(desk, filled.values, filled.why))
    _copy(desk)


def _copy(desk: Desk) -> None:
    rows = commissions.listed(desk, "", {}, "year", True, 0, COPIED)
    options = tuple(
        Option(r["_id"], Text(kk=f"{r['number']} · {n.kk}", ru=f"{r['number']} · {n.get('ru')}",
                              en=f"{r['number']} · {n.get('en')}"))
        for r in rows if (n := Text(**r["name"])) and r["status"] != "cancelled"
    )  # fmt: skip
    with st.expander(T("commissions.copy"), icon=":material/content_copy:", expanded=bool(options)):
        st.caption(T("commissions.copy_hint" if options else "commissions.copy_none"))
        if not options:
            return
        which = choice("source", "commissions.copy_which", options)
        key = "commission:copy"
        filled = form(desk, [which, described(Commission, "year")], key, {"year": next_year(desk)},
                      T("commissions.copy_do"))  # fmt: skip
        if filled:
            with shown_errors(key):
                source, year = filled.values["source"], filled.values["year"]
                _opened(commissions.copy(desk, source, year, filled.why))


def _opened(made: Commission) -> None:
    st.query_params.from_dict({"id": made.id})
    done("commissions.nominated", number=made.number)


__all__ = ["draw", "next_year"]
