"""The plan of an audit as a form: of a line of the programme, or outside of it; and its change before it begins."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import internal_audits
from core.db.codec import plain
from core.desk import Desk
from core.fields import FieldSpec, described
from core.internal_audits import acts
from core.internal_audits.reading import Board, Line
from core.internal_audits.rules import month_end
from core.ui.forms import form
from core.ui.internal_audits.board import what
from core.ui.messages import shown_errors
from core.ui.page import T, done
from core.ui.style import safe
from schemas.internal_audit import InternalAudit

FIXED = ("process", "unit")  # of a line of the programme


def new(desk: Desk, of: Board, line: Line | None) -> None:
    """A form for a line of the programme (None: an audit outside of it, which needs its reason)."""
    programme = of.approved if line else None
    if line:
        st.markdown(f"**{safe(what(line))}** · {safe(T('internal_audits.due', due=line.due))}")
    else:
        st.caption(T("internal_audits.outside_hint"))
    st.caption(T("internal_audits.own_work_hint"))
    initial = {"standard": of.approved.standard if of.approved else "ISO 9001:2015"}
    if line:
        starts = max(date(of.year, line.planned.month.n, 1), desk.today())
        ends = max(month_end(of.year, line.planned.month), starts)
        initial |= {"first": starts.isoformat(), "last": ends.isoformat(), "lead": plain(line.planned.lead)}
    key = f"audit:new:{of.year}:{line.key if line else 'outside'}"
    filled = form(desk, _specs(bool(line)), key, initial, T("internal_audits.plan"),
                  why="no" if line else "required", act="internal_audit.plan")  # fmt: skip
    if filled:
        with shown_errors(key):
            row = line.row if line else 0
            made = internal_audits.plan(desk, filled.values, filled.why, programme.id if programme else "", row)
            st.query_params.from_dict({"year": str(made.year)})
            done("internal_audits.planned", number=made.number)


def change(desk: Desk, audit: InternalAudit) -> None:
    """The same form over a plan that has not begun."""
    stored = plain(audit)
    specs = _specs(audit.programme is not None)
    key = f"audit:plan:{audit.id}"
    initial = {s.path: stored.get(s.path) for s in specs}
    filled = form(desk, specs, key, initial, revision=audit.revision)
    if filled:
        with shown_errors(key):
            internal_audits.amend(desk, audit.id, filled.revision, filled.values, filled.why)
            done("internal_audits.amended", number=audit.number)


def _specs(of_programme: bool) -> list[FieldSpec]:
    return [described(InternalAudit, f) for f in acts.FIELDS if not of_programme or f not in FIXED]


__all__ = ["change", "new"]
