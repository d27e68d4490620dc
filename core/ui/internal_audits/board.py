"""The programme of a year as a table by months: a sign for where each audit stands, who is late."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from core import house
from core.db.store import Row
from core.errors import NotFound
from core.internal_audits import Board, Line
from core.ui.page import T, lang
from core.ui.style import safe
from core.ui.tables import computed, headed, picked
from schemas.base import LANGS
from schemas.internal_audit import AuditMonth, AuditState
from schemas.kinds import Sort

# Signs differ by their shape, not by colour alone; the word stands in the last column.
SIGNS = {None: "○", AuditState.planned: "◔", AuditState.running: "◑", AuditState.reported: "◕", AuditState.closed: "●",
         AuditState.cancelled: "×"}  # fmt: skip
LATE = "▲"
SHORT = 3  # letters of a month's name over its column
WIDTHS = {"number": 70, "process": 192, "unit": 118, "state": 118, "lead": 120, **{m.value: 38 for m in AuditMonth}}


def screen(of: Board) -> Line | None:
    """The board; the line that was clicked."""
    states = Counter(x.audit.status if x.audit else None for x in of.lines)
    st.markdown(T("internal_audits.figures", all=len(of.lines), closed=states[AuditState.closed],
                  reported=states[AuditState.reported], late=len(of.behind)))  # fmt: skip
    for x in of.behind[:5]:
        said = T("internal_audits.late_line", what=what(x), due=x.due, who=who(x) or "—")
        st.markdown(f":red[:material/timer_off: {safe(said)}]")
    heads = [headed(h, f"internal_audits.{h}") for h in ("number", "process", "unit", "state")]
    for m in AuditMonth:
        kk, ru, en = (m.label(x)[:SHORT].lower() for x in LANGS)
        heads.append(computed(m.value, kk, ru, en, "text"))
    heads.append(headed("lead", "internal_audits.lead"))
    chosen = picked("internal_audits.board", heads, [_row(x) for x in of.lines], size=len(of.lines) + 1, widths=WIDTHS)
    st.caption("  ".join([f"{SIGNS[None]} {T('internal_audits.unplanned')}",
                          *(f"{SIGNS[s]} {s.label(lang())}" for s in AuditState),
                          f"{LATE} {T('internal_audits.late')}"]))  # fmt: skip
    return next((x for x in of.lines if x.key == chosen), None)


def _row(x: Line) -> Row:
    status = x.audit.status if x.audit else None
    sign = f"{SIGNS[status]}{LATE if x.late else ''}"
    word = status.label(lang()) if status else T("internal_audits.unplanned")
    return {
        "_id": x.key, "number": x.audit.number if x.audit else "—", "process": process(x),
        "unit": unit(x), "lead": who(x), "state": f"{LATE} {word}" if x.late else word,
        **{m.value: sign if m is x.planned.month else "" for m in AuditMonth},
    }  # fmt: skip


def what(x: Line) -> str:
    """Process and unit in one line."""
    return f"{process(x)}, {unit(x)}"


def process(x: Line) -> str:
    """What the audited process is called: as the audit keeps it, else today."""
    return x.audit.process_name.get(lang()) if x.audit else process_word(x.planned.process)


def process_word(code: str) -> str:
    """What a process is called today."""
    try:
        return house.entry(Sort.process, code).name.get(lang())
    except NotFound:
        return code


def unit(x: Line) -> str:
    """The audited unit, or the office itself."""
    return x.planned.unit.label.get(lang()) if x.planned.unit else T("internal_audits.office")


def who(x: Line) -> str:
    """The lead auditor, as the audit names him or as the programme meant it."""
    found = x.audit.lead if x.audit else x.planned.lead
    return found.label.get(lang()) if found else ""


__all__ = ["process_word", "screen", "what"]
