"""Who is admitted, who may be, who not and why; the draft of the order."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.attestation import admission
from core.attestation.admission import Admission
from core.attestation.candidacies import papers
from core.attestation.record import worded
from core.desk import Desk
from core.orders.reading import made_from
from core.ui.attestation.graduate_parts import commission, files
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.orders.drafting import day, opened
from core.ui.page import T, empty, go, lang
from core.ui.style import metrics
from core.ui.tables import headed, picked
from schemas.attestation import Commission
from schemas.base import Id


def screen(desk: Desk, year: int) -> Id | None:
    """The whole tab, a commission at a time: the records of a whole year are too much to read at every press; the
    candidacy that was opened."""
    if (of := commission(desk, year, every=False)) is None:
        return None
    found = admission.of(desk, year, of.id)
    if not found:
        empty("graduates.no_preparation")
        return None
    done_, ready, not_ = ([a for a in found if a.order], [a for a in found if a.ready],
                          [a for a in found if a.reasons and not a.order])  # fmt: skip
    metrics([(T("graduates.admitted_n"), len(done_), None), (T("graduates.ready_n"), len(ready), None),
             (T("graduates.refused_n"), len(not_), None)])  # fmt: skip
    if desk.may("order.draft"):
        _order(desk, year, of, ready)
    clicked = None
    if not_:
        st.subheader(T("graduates.refused_title"), anchor=False)
        clicked = _table("graduates_refused.list", not_)
        files(desk, papers.refused(not_, lang()), year)
    if done_ or ready:
        st.subheader(T("graduates.admitted_title"), anchor=False)
        clicked = _table("graduates_admitted.list", [*done_, *ready]) or clicked
    return clicked


def _table(name: str, found: Sequence[Admission]) -> Id | None:
    columns = [headed(k, f"graduates.head.{k}") for k in ("student", "number", "group", "why")]
    rows = [
        {"_id": a.of.id, "student": a.student.label.get(lang()), "number": a.number, "group": a.of.group,
         "why": _why(a)}
        for a in found
    ]  # fmt: skip
    tall = any(a.reasons and not a.order for a in found)
    widths = {"student": 220, "number": 90, "group": 95, "why": 640}
    return picked(name, columns, rows, 0, len(rows) + 1, widths, tall=tall)


def _why(a: Admission) -> str:
    if a.order:
        return T("graduates.by_order", order=a.order.label)
    return worded(a.reasons).get(lang()) if a.reasons else T("graduates.may_come")


def _order(desk: Desk, year: int, of: Commission, ready: Sequence[Admission]) -> None:
    """The day, the press that drafts; a late one needs a reason."""
    for row in made_from(desk, of.id):
        go("pages/order.py", "graduates.order_open", "contract", f"admit:{row['_id']}", id=row["_id"])
    st.caption(T("graduates.last_day", day=admission.last_day(desk.store, of)))
    if not ready:
        st.caption(T("graduates.nobody_ready"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        effective = day(f"graduates.order_day:{year}")
        why = asked("graduates.order_draft", "optional", "primary", ":material/edit_document:",
                    of.id, "graduates.order_hint", effective is None,
                    "attestation.admit")  # fmt: skip
    made = None
    if why and effective:
        with shown_errors():
            made = admission.draft_order(desk, year, [a.study for a in ready], effective, why)
    if made:
        opened(made.id)


__all__ = ["screen"]
