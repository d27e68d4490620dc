"""Lists of instructions: those to oneself, what is not read yet first; all of them with how many have read."""

from __future__ import annotations

import streamlit as st

from core import instructions
from core.db.store import Row
from core.desk import Desk
from core.fields import described
from core.ui.page import T, empty, lang
from core.ui.style import safe, shown
from core.ui.tables import headed, pager, picked, plain_views
from core.ui.tables.cells import Column
from schemas.instruction import Instruction, InstructionKind, InstructionState

WIDTHS = {"no": 75, "kind": 95, "topic": 274, "since": 125, "read_by": 110, "mine": 150, "of": 74, "status": 168}


def mine(desk: Desk) -> str | None:
    """What goes to this user; the id of the chosen one."""
    rows = instructions.mine(desk)
    if not rows:
        empty("instructions.none_mine", "instructions.none_mine_hint")
        return None
    waiting = [r for r in rows if r["my"] is None]
    if waiting:
        st.warning(T("instructions.wait_n", n=len(waiting)), icon=":material/mark_email_unread:")
        for row in waiting[:5]:
            words = safe(f"{row['number']} · {_topic(row)}")
            if st.button(words, type="tertiary", key=f"w:{row['_id']}", icon=":material/arrow_forward:"):
                return str(row["_id"])
    for row in rows:
        row["mine"] = shown(row["my"]) if row["my"] else T("instructions.not_read")
    return picked("instructions.mine", [*_columns("since", "read_by"), headed("mine", "instructions.my_mark")],
                  _said(rows), size=len(rows) + 1, widths=WIDTHS)  # fmt: skip


def every(desk: Desk) -> str | None:
    """All of them, narrowed by state and kind; the id of the chosen one."""
    states = {"": T("common.all")} | {s.value: s.label(lang()) for s in InstructionState}
    kinds = {"": T("common.all")} | {k.value: k.label(lang()) for k in InstructionKind}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = st.selectbox(T("instructions.state"), list(states), key="v:instructions.state",
                             format_func=states.__getitem__, width=240)  # fmt: skip
        kind = st.selectbox(T("instructions.kind"), list(kinds), key="v:instructions.kind",
                            format_func=kinds.__getitem__, width=220)  # fmt: skip
        plain_views(desk, "instructions")
    page = pager("instructions", (state, kind))
    rows = instructions.listed(desk, state, kind, page)
    if not rows:
        hint = "instructions.none_hint" if desk.may("instruction.edit") else None
        empty(*(("instructions.none_such", None) if state or kind or page else ("instructions.none", hint)))
        return None
    for row in rows:
        row["of"] = f"{row['read_n']} / {row['readers']}" if row["readers"] else "—"
    columns = [*_columns("since", "read_by"), headed("of", "instructions.read_of"),
               ("status", described(Instruction, "status"))]  # fmt: skip
    return picked("instructions.all", columns, _said(rows), page, widths=WIDTHS)


def _topic(row: Row) -> str:
    return Instruction.model_validate({k: v for k, v in row.items() if k in Instruction.model_fields}
                                      | {"_id": row["_id"]}).topic(lang())  # fmt: skip


def _said(rows: list[Row]) -> list[Row]:
    return [{**r, "no": r["number"] if r.get("since") else "—", "topic": _topic(r)} for r in rows]


def _columns(*names: str) -> list[Column]:
    fixed = [headed("no", "instructions.number"), ("kind", described(Instruction, "kind")),
             headed("topic", "instructions.topic")]  # fmt: skip
    return [*fixed, *((n, described(Instruction, n)) for n in names)]
