"""Sheets to be made and made: what waits, what differs from its protocol, who has not signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from core.attestation import closing
from core.attestation.closing.reading import Differs
from core.desk import Desk
from core.sheets import unsigned
from core.ui.attestation.closing import columns, taken
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import safe
from core.ui.tables import picked
from core.ui.tables.canvas import table_drawn
from core.ui.tables.simple import heads, table_frame
from schemas.attestation import Commission, Protocol
from schemas.grade_sheet import GradeSheet
from schemas.words import UNDONE


def screen(desk: Desk, commission: Commission) -> None:
    """The tab: what is to be made, what to be mended, what is there."""
    state = closing.standing(desk, commission.id)
    _differs(desk, state.differs)
    _waiting(desk, commission, state.waiting, bool(state.sheets))
    if not state.sheets:
        if not state.waiting:
            empty("closing.no_sheets", "closing.no_sheets_hint", "pages/sittings.py", "menu.sittings")
        return
    rows = [_row(s) for s in state.sheets]
    last = ["unsigned"] if any(r["unsigned"] for r in rows) else []
    shown = columns("number", "discipline", "group", "day", "students", "status", *last, day="date", students="int")
    widths = {"discipline": 260 if last else 460, "unsigned": 330}
    if opened := picked("closing.sheets", shown, rows, size=len(rows) + 1, widths=widths):
        st.switch_page("pages/grade_sheet.py", query_params={"sheet": opened})
    taken(desk, "sheets", commission, shown, rows)


def _row(sheet: GradeSheet) -> dict[str, object]:
    missing = [name or part.label(lang()) for part, _, name in unsigned(sheet)] if sheet.status in UNDONE else []
    return {
        "_id": sheet.id, "number": sheet.number, "discipline": sheet.discipline.label.get(lang()),
        "group": sheet.group, "day": sheet.day.isoformat(), "students": len(sheet.lines),
        "status": sheet.status.label(lang()), "unsigned": ", ".join(missing),
    }  # fmt: skip


def _waiting(desk: Desk, commission: Commission, waiting: Sequence[Protocol], any_: bool) -> None:
    if not waiting:
        if any_:
            st.caption(f":material/check_circle: {T('closing.waiting_none')}")
        return
    with st.container(border=True):
        st.markdown(f"**{T('closing.waiting', n=len(waiting))}**")
        found = Counter((p.discipline.label.get(lang()), p.group) for p in waiting)
        rows = [{"discipline": d, "group": g, "protocols": n} for (d, g), n in sorted(found.items())]
        shown = columns("discipline", "group", "protocols", protocols="int")
        table_drawn(table_frame(shown, rows), hide_index=True, column_config=heads(shown), width=640)
        if desk.may("grade_sheet.open"):
            why = asked("closing.make", "optional", "primary", ":material/playlist_add_check:", commission.id,
                        "closing.make_hint", act="attestation.make_sheets")  # fmt: skip
            if why:
                with shown_errors():
                    closing.make_sheets(desk, commission.id, why)
                    done("closing.made")


def _differs(desk: Desk, differs: Sequence[Differs]) -> None:
    if not differs:
        return
    st.warning(T("closing.differs", n=len(differs)), icon=":material/difference:")
    for d in differs:
        with st.container(horizontal=True, vertical_alignment="center"):
            values = {"name": d.protocol.student.label, "number": d.sheet.number, "protocol": d.protocol.number}
            waits = f" · {T('closing.proposed')}" if d.proposed else ""
            st.markdown(safe(T("closing.differs_line", **values) + waits), width="content")
            if d.closed and not d.proposed and d.protocol.corrects and desk.may("correction.propose"):
                why = asked("closing.mend", icon=":material/edit_document:", name=d.protocol.id,
                            act="correction.propose")  # fmt: skip
                if why:
                    with shown_errors():
                        closing.mend(desk, d.protocol.id, why)
                        done("closing.mended")
            if not d.closed and desk.may("grade_sheet.open"):
                why = asked("closing.renew", icon=":material/refresh:", name=d.protocol.id)
                if why:
                    with shown_errors():
                        closing.renew(desk, d.sheet.id, d.sheet.revision, why)
                        done("closing.renewed", number=d.sheet.number)


__all__ = ["screen"]
