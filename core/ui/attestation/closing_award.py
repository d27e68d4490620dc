"""Who has the degree by protocols, what stands in the way of the order, and its draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core.attestation import closing
from core.desk import Desk
from core.i18n import t
from core.orders.reading import made_from
from core.ui.attestation.closing import columns, taken
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.orders.drafting import FIRST, LAST, opened
from core.ui.page import T, empty, go, lang
from core.ui.style import badge, safe
from core.ui.tables.canvas import table_drawn
from core.ui.tables.simple import heads, table_frame, table_height
from schemas.attestation import Commission
from schemas.order import OrderStatus


def screen(desk: Desk, commission: Commission) -> None:
    """The tab: the day of the award, everybody with the reason why not, the draft."""
    day = st.date_input(T("orders_ui.effective"), desk.today(), key=f"v:closing.award_day:{commission.id}",
                        format="DD.MM.YYYY", width=200, min_value=FIRST, max_value=LAST)  # fmt: skip
    effective = day if isinstance(day, date) else desk.today()
    found = closing.award_list(desk, commission.id, effective)
    if not found:
        empty("closing.award_none", "closing.award_none_hint", "pages/sittings.py", "menu.sittings")
        return
    ready, held = sum(a.ready for a in found), sum(a.order is not None for a in found)
    st.markdown(T("closing.award_counts", all=len(found), ready=ready, held=held, stopped=len(found) - ready - held))
    shown = columns("student", "student_number", "group", "protocol", "day", "degree", "diploma", "state", day="date")
    rows = [_row(a) for a in found]
    table_drawn(table_frame(shown, rows), hide_index=True, width="stretch", height=table_height(len(rows)),
                 column_config=heads(shown, {"student": 230, "state": 420}))  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        taken(desk, "award", commission, shown, rows)
        if desk.may("order.draft"):
            why = asked("closing.draft_award", "optional", "primary", ":material/edit_document:", commission.id,
                        "closing.award_hint", disabled=not ready, act="order.draft")  # fmt: skip
            if why:
                with shown_errors():
                    opened(closing.draft_award(desk, commission.id, effective, why).id)
    orders_made(desk, commission, [closing.award_kind().code])


def _row(a: closing.Awarded) -> dict[str, object]:
    p = a.protocol
    said = [t(f.key, lang(), **f.values) for f in a.found]
    if a.order is not None:
        said = [T("closing.in_order", order=a.order.label)]
    return {
        "student": p.student.label.get(lang()), "student_number": p.student_number, "group": p.group,
        "protocol": p.number, "day": p.day.isoformat(), "degree": p.degree.get(lang()) if p.degree else "",
        "diploma": T("closing.honours" if p.honours else "closing.plain"),
        "state": "; ".join(said if a.order else [*([T("closing.ready")] if a.ready else []), *said]),
    }  # fmt: skip


def orders_made(desk: Desk, commission: Commission, kinds: Sequence[str]) -> None:
    """The orders of these kinds drafted from here, with where each stands."""
    if not desk.may("order.read"):
        return
    for row in made_from(desk, commission.id):
        if row["kind"] in kinds:
            with st.container(horizontal=True, vertical_alignment="center"):
                badge(OrderStatus(row["status"]))
                number = f" № {row['number']}" if row.get("number") else ""
                name = row["kind_name"].get(lang()) or row["kind_name"]["kk"]
                st.markdown(safe(f"{name}{number} · {row['count']}"), width="content")
                go("pages/order.py", "orders_ui.open", "open_in_new", f"closing:{row['_id']}", id=row["_id"])


__all__ = ["orders_made", "screen"]
