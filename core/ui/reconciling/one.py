"""Comparisons in a list; one of them: its figures, who differs and in what."""

from __future__ import annotations

import streamlit as st

from core import reconciling
from core.desk import Desk
from core.fields import described
from core.i18n import percent
from core.reconciling.mapping import fields
from core.ui.messages import shown_errors
from core.ui.page import T, lang
from core.ui.reconciling import settling
from core.ui.style import metrics, safe, shown
from core.ui.tables import pager, picked, plain_table
from schemas.base import Id
from schemas.reconciliation import Agreement, Compared, Reconciliation

SIZE = 50
PATHS = ("number", "day", "platform", "matching", "differing", "only_here", "only_there")
SHOWN = 200
ALL = "all"  # that do not match
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATES = (Agreement.differs, Agreement.only_here, Agreement.only_there, Agreement.matches)


def listed(desk: Desk) -> Id | None:
    """Comparisons, newest first; the id of the one to be opened: clicked, in the address, else the newest."""
    page = pager("reconciling", ())
    rows = reconciling.listed(desk, page, SIZE)
    if not rows:
        return None
    chosen = picked("reconciling.list", [(p, described(Reconciliation, p)) for p in PATHS], rows, page, SIZE)
    return chosen or st.query_params.get("id") or str(rows[0]["_id"])


def screen(desk: Desk, of: Reconciliation) -> None:
    """Everything of one comparison."""
    with st.container(border=True):
        st.subheader(safe(f"{of.platform_name.get(lang())} · {of.label().get(lang())}"), anchor=False)
        share = percent(100 * of.matching / of.compared, lang(), 1) if of.compared else "—"
        metrics([
            (f"{Agreement.matches.label(lang())} · {share}", f"{shown(of.matching)} / {shown(of.compared)}", None),
            (Agreement.differs.label(lang()), of.differing, None),
            (Agreement.only_here.label(lang()), of.only_here, None),
            (Agreement.only_there.label(lang()), of.only_there, None),
        ])  # fmt: skip
        words = {ALL: T("reconciling.all")} | {s.value: s.label(lang()) for s in STATES}
        asked = st.segmented_control(
            T("reconciling.state"), list(words), default=ALL, required=True, key=f"v:reconciling.state:{of.id}",
            format_func=words.__getitem__, label_visibility="collapsed",
        )  # fmt: skip
        rows = reconciling.found(of, None if asked == ALL else Agreement(asked))
        if not rows:
            st.caption(T("reconciling.same_all" if asked == ALL else "tables.nothing"))
        else:
            _table(rows)
            if desk.may("reconciling.bring") and asked != Agreement.matches:
                settling.screen(desk, of, rows)
            with shown_errors():
                spoken = lang()
                st.download_button(
                    "XLSX", lambda: reconciling.xlsx(desk, of, rows, spoken),
                    f"{T('reconciling.title')} {of.number.replace('/', '-')}.xlsx", XLSX,
                    icon=":material/table_view:", on_click="ignore",
                )  # fmt: skip
        st.caption(safe(T("reconciling.hash", name=of.file.label.get(lang()), hash=of.file.id)))


def _table(rows: list[Compared]) -> None:
    """One line for each field that differs; who stands on one side alone has one line."""
    known, lines = fields(), []
    for row in rows:
        who = [row.number or row.key, row.student.label.get(lang()) if row.student else "—",
               row.department.label.get(lang()) if row.department else "—", row.state.label(lang())]  # fmt: skip
        for d in row.differs:
            spec = known.get(d.field)
            lines.append([*who, spec.label(lang()) if spec else d.field, d.ours or "—", d.theirs or "—"])
        if not row.differs:
            lines.append([*who, "", "", ""])
    heads = [T(f"reconciling.{k}") for k in ("number", "student", "department", "state", "field", "ours", "theirs")]
    plain_table(heads, lines[:SHOWN], widths=(100, 222, 202, 138, 65, 60, 100))
    if len(lines) > SHOWN:
        st.caption(T("reconciling.shown", n=SHOWN))


__all__ = ["listed", "screen"]
