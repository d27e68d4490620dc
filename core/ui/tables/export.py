"""Export of exactly what is shown: the filters, the order and the columns of the screen, all pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import streamlit as st

from core import export, looks
from core.access import require
from core.desk import Desk
from core.export import Cell
from core.i18n import t
from core.ui.page import T, lang
from core.ui.tables.cells import cell
from core.ui.tables.filters import Chosen
from schemas.base import Lang

if TYPE_CHECKING:
    from core.ui.tables.listing import Listing

MOST, AT_ONCE = 50_000, 1000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_menu(desk: Desk, of: Listing, chosen: Chosen, n: int) -> None:
    """Two buttons; the file is made when one is pressed, on a thread of its own. n: how many rows there are."""
    if not of.export or not desk.may(of.export):
        return
    with st.popover(T("tables.export"), icon=":material/download:"):
        if n > MOST:
            st.caption(T("tables.export_limit", n=n, most=MOST))
            return
        st.caption(T("tables.export_hint", n=n))
        if of.warn and (said := of.warn(chosen.text, chosen.filters, chosen.columns)):
            st.warning(said, icon=":material/privacy_tip:")
        name, spoken = f"{of.name}-{desk.today().isoformat()}", lang()
        st.download_button(
            T("common.export_xlsx"), lambda: made(desk, of, chosen, spoken, "xlsx"), f"{name}.xlsx", XLSX,
            key=f"xlsx-{of.name}", icon=":material/table_view:", on_click="ignore", width="stretch",
        )  # fmt: skip
        st.download_button(
            T("common.export_csv"), lambda: made(desk, of, chosen, spoken, "csv"), f"{name}.csv", "text/csv",
            key=f"csv-{of.name}", icon=":material/csv:", on_click="ignore", width="stretch",
        )  # fmt: skip


def made(desk: Desk, of: Listing, chosen: Chosen, spoken: Lang, kind: str) -> bytes:
    """The file. The right is asked again here: the page that drew the button may be old. Who took it is kept."""
    require(desk.actor, of.export)
    specs = dict(of.columns)
    columns = [(p, specs[p]) for p in chosen.columns]
    headings = [s.label(spoken) for _, s in columns]

    def rows() -> Iterator[list[Cell]]:
        for page in range(MOST // AT_ONCE):
            found = of.read(chosen.text, chosen.filters, chosen.sort, chosen.descending, page, AT_ONCE)
            for row in found:
                yield [cell(c, row, spoken) for c in columns]
            if len(found) < AT_ONCE:
                return

    asked = {"list": of.name, "text": chosen.text, "filters": str(chosen.filters), "columns": chosen.columns}
    looks.note(desk, of.name, of.name, "", f"{of.name}.{kind}", "download", export=asked)
    if kind == "csv":
        return export.csv_bytes(headings, rows(), "," if spoken == "en" else ";")
    notes = [t("tables.exported_at", spoken, at=desk.now(), who=desk.actor.name)]
    if chosen.text:
        notes.append(t("tables.exported_asked", spoken, text=chosen.text))
    return export.xlsx(headings, rows(), of.name, notes)
