"""Who did not finish, why, when he may come again; the order by which he leaves, the certificate he is given."""

from __future__ import annotations

import streamlit as st

from core.attestation import closing
from core.attestation.closing.unfinished import leaving_kind, paper_name
from core.desk import Desk
from core.errors import RuleBroken
from core.ui.attestation.closing import columns, taken
from core.ui.attestation.closing_award import orders_made
from core.ui.forms import asked
from core.ui.messages import sentence, shown_errors
from core.ui.orders.drafting import day, opened
from core.ui.page import T, empty, go, lang
from core.ui.style import safe
from core.ui.tables.canvas import table_drawn
from core.ui.tables.simple import heads, table_frame, table_height
from schemas.attestation import Commission


def screen(desk: Desk, commission: Commission) -> None:
    """The tab."""
    found = closing.unfinished(desk, commission.id)
    if not found:
        empty("closing.unfinished_none", "closing.unfinished_none_hint")
        return
    shown = columns("student", "student_number", "form", "why", "protocol", "again", "apply_by", "order",
                    again="date", apply_by="date")  # fmt: skip
    rows = [_row(u) for u in found]
    may = desk.may("order.draft")
    st.caption(T("closing.select_hint"))
    drawn = table_drawn(
        table_frame(shown, rows), hide_index=True, width="stretch", height=table_height(len(rows)),
        column_config=heads(shown, {"student": 180, "form": 150, "why": 125}), key=f"closing.left:{commission.id}",
        selection_mode="multi-row", on_select="rerun" if may else "ignore",
    )  # fmt: skip
    marked = drawn.selection.rows if may else []
    taken(desk, "unfinished", commission, shown, rows)
    if name := paper_name():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(safe(T("closing.paper", name=name)), width="content")
            go("pages/papers.py", "closing.to_papers", "description", "closing:papers")
    try:
        kind = leaving_kind()
    except RuleBroken as e:
        st.info(sentence(e), icon=":material/tune:")
        go("pages/kinds.py", "closing.to_rules", "tune", sort="attestation_rules")
        return
    if may:
        _draft(desk, commission, [found[n] for n in marked if n < len(found)], kind.name.get(lang()))
    orders_made(desk, commission, [kind.code])


def _draft(desk: Desk, commission: Commission, chosen: list[closing.Unfinished], name: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        effective = day(f"closing.leave_day:{commission.id}")
        why = asked("closing.leave", "optional", "primary", ":material/edit_document:", f"leave{commission.id}",
                    disabled=not chosen or effective is None, act="order.draft")  # fmt: skip
        st.caption(safe(T("closing.draft_leaving", kind=name)), width="content")
    if why and effective:
        with shown_errors():
            made = closing.draft_leaving(desk, commission.id, effective, why, {u.study for u in chosen})
            opened(made.id)


def _row(u: closing.Unfinished) -> dict[str, object]:
    c = u.candidacy
    return {
        "student": c.student.label.get(lang()), "student_number": c.number,
        "form": c.form_name.get(lang()), "why": T(f"closing.why_{u.why}"),
        "protocol": u.protocol.number if u.protocol else "",
        "again": u.chance.earliest.isoformat() if u.chance else None,
        "apply_by": u.chance.apply_by.isoformat() if u.chance else None,
        "order": u.order.label.get(lang()) if u.order else "",
    }  # fmt: skip


__all__ = ["screen"]
