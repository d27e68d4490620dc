"""A file of ours for another system: what would be sent, what is wrong with it, the act, the files made before."""

from __future__ import annotations

import streamlit as st

from core import house, reconciling
from core.desk import Desk
from core.fields import described
from core.i18n import t
from core.ui.files import offered
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import metrics
from core.ui.tables import headed, pager, picked, plain_table
from schemas.base import Ref
from schemas.kinds import Sort
from schemas.reconciliation import Exchange, SentFault

SHOWN = 200


def screen(desk: Desk) -> None:
    """The whole tab."""
    kinds = {k.code: k.name.get(lang()) for k in house.entries(Sort.platform)}
    if not kinds:
        empty("reconciling.no_platform", "reconciling.no_platform_hint", "pages/kinds.py", "menu.kinds")
        return
    st.caption(T("reconciling.send_hint"))
    code = st.selectbox(T("reconciling.platform"), list(kinds), format_func=kinds.__getitem__,
                        key="v:reconciling.to", width=320)  # fmt: skip
    with shown_errors():
        made = reconciling.prepared(desk, code)
        metrics(
            [(T("reconciling.ready_rows"), len(made.rows), None), (T("reconciling.faulty_rows"), made.faulty, None)]
        )
        without = False
        if made.faults:
            heads = [T(f"reconciling.{k}") for k in ("number", "student", "column", "fault")]
            plain_table(heads, [_fault(f) for f in made.faults[:SHOWN]], widths=(110, 260, 180, 320))
            if len(made.faults) > SHOWN:
                st.caption(T("reconciling.shown", n=SHOWN))
            without = st.checkbox(T("reconciling.without"), key="v:reconciling.without")
        if desk.may("reconciling.bring"):
            ready = bool(made.rows) and (without or not made.faults)
            why = asked("reconciling.send", "optional", name=code, type="primary", icon=":material/outbox:",
                        disabled=not ready, act="reconciling.send")  # fmt: skip
            if why:
                kept = reconciling.send(desk, code, without, why)
                done("reconciling.sent_done", n=kept.sent)
    _before(desk)


def _fault(fault: SentFault) -> list[str]:
    return [fault.number, fault.student.label.get(lang()), fault.column, t(fault.key, lang(), said=fault.said)]


def _before(desk: Desk) -> None:
    page = pager("exchange", ())
    rows = reconciling.sent(desk, page)
    if not rows:
        return
    st.subheader(T("reconciling.sent_list"), anchor=False)
    columns = [(n, described(Exchange, n)) for n in ("number", "day", "platform", "sent")]
    chosen = picked("exchange.list", [*columns, headed("left_n", "reconciling.left_n", "int")], rows, page)
    row = next((r for r in rows if r["_id"] == chosen), rows[0])  # the clicked one, else the newest
    offered(desk, Ref.model_validate(row["file"]), f"exchange:{row['_id']}", "reconciling", "exchanges", row["_id"],
            row["number"], words=f"{T('reconciling.download')} · {row['number']}")  # fmt: skip


__all__ = ["screen"]
