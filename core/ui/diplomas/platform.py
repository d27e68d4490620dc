"""Numbers and QR codes of the national platform, brought in from its file: what each row gives, what is refused."""

from __future__ import annotations

import streamlit as st

from core import imports
from core.desk import Desk
from core.diplomas import table
from core.ui.forms import asked
from core.ui.messages import plainly, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import metrics, safe, shown
from core.ui.tables import plain_table
from core.ui.tables.export import XLSX

MOST = 400


def screen(desk: Desk, at: int) -> None:
    """The view: the file, its dry run, the press."""
    st.caption(T("diplomas_page.platform_hint"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        file = st.file_uploader(T("diplomas_page.file"), type=["xlsx", "csv", "txt", "xls"], key=f"platform:{at}")
        st.download_button(T("timetable.template"), lambda: table.template(desk), "platform.xlsx", XLSX,
                           icon=":material/download:", on_click="ignore")  # fmt: skip
    if file is None:
        return
    plan = None
    with shown_errors():
        plan = table.plan(desk, at, imports.read(file.name, file.getvalue()))
    if plan is None:
        return
    _told(plan)
    why = asked("diplomas_page.bring", "required", "primary", ":material/upload:", plan.table.hash[:12],
                "diplomas_page.bring_part" if plan.problems else None, not plan.rows, "diploma.platform")  # fmt: skip
    if why:
        with shown_errors():
            done("diplomas_page.brought", n=table.bring(desk, plan, file.getvalue(), why))


def _told(plan: table.Plan) -> None:
    wrong = len({p.row for p in plan.problems})
    metrics([
        (T("diplomas_page.new"), plan.new, None), (T("diplomas_page.differs"), len(plan.rows) - plan.new, None),
        (T("graduates.table_same"), plan.same, None), (T("graduates.table_wrong"), wrong, None),
    ])  # fmt: skip
    for key, values in plan.table.notes:
        st.warning(safe(T(key, **values)), icon=":material/info:")
    if plan.unknown:
        st.warning(safe(T("graduates.table_unknown", names=", ".join(plan.unknown))), icon=":material/help:")
    if plan.problems:
        rows = [[p.row or "", p.field, plainly(p)] for p in plan.problems[:MOST]]
        plain_table([T("graduates.row"), T("imports.column"), T("imports.reasons")], rows, widths=(70, 200))
    if plan.rows:
        plain_table(
            [T("graduates.row"), *(T(f"diplomas_page.head.{h}") for h in ("name", "series_number", "payload", "given",
                                                                          "was"))],
            [[n, d.name.get(lang()), f"{g.series} {g.number}".strip(), g.payload, shown(g.day), d.series_number or "—"]
             for n, d, g in plan.rows[:MOST]], widths=(70, 230, 130, 260),
        )  # fmt: skip
    elif not plan.problems:
        st.info(T("timetable.all_same"), icon=":material/check:")


__all__ = ["screen"]
