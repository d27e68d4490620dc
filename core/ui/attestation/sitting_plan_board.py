"""The board of sittings: days across, rooms down; a cell opens into its sittings. Papers of a commission."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.attestation.sittings import paper, reading
from core.attestation.sittings.reading import Board
from core.desk import Desk
from core.i18n import weekday_name
from core.ui.attestation.sitting_plan_parts import XLSX, commission_of, opened_from, programmes
from core.ui.page import T, empty, lang
from core.ui.style import metrics, safe
from core.ui.tables.canvas import table_drawn
from schemas.attestation import Commission, Sitting, SittingStatus


def board(desk: Desk, year: int) -> None:
    """The whole tab."""
    of = commission_of(desk, year, every=True)
    figures(desk, year, of)
    found = reading.board(desk, year, of.id if of else None)
    if not found.rooms:
        if desk.may("attestation.edit"):
            empty("sittings.none", "sittings.none_hint")
        else:
            empty("sittings.none_published")
        return
    _papers(desk, year, of, [s for some in found.cells.values() for s in some])
    _grid(found)


def figures(desk: Desk, year: int, of: Commission | None = None) -> None:
    """How many sittings stand where, how many graduates wait; of drafts only who plans is told."""
    sums = reading.sums(desk, year, of.id if of else None)
    plans = desk.may("attestation.edit")
    shown: list[tuple[str, int, str | None]] = []
    if plans:
        shown += [("waiting", sums.waiting, T("sittings.sum_waiting_hint"))]
        shown += [("draft", sums.states.get("draft", 0), None)]
    shown += [(w, sums.states.get(w, 0), None) for w in ("published", "open", "closed") if sums.states.get(w)]
    shown += [("placed", sums.placed, None)]
    shown += [("changed", sums.changed, T("sittings.sum_changed_hint"))] if sums.changed else []
    metrics((T(f"sittings.sum_{word}"), n, hint) for word, n, hint in shown)


def _papers(desk: Desk, year: int, of: Commission | None, some: Sequence[Sitting]) -> None:
    """What may be taken: the spreadsheet of what is seen; of one commission its timetable and programmes."""
    spoken, ordered = lang(), sorted(some, key=lambda s: (s.day, s.starts))
    with st.container(horizontal=True):
        st.download_button(
            T("sittings.xlsx"), lambda: paper.xlsx(desk, ordered, spoken), f"{T('sittings.title')} {year}.xlsx", XLSX,
            icon=":material/download:", on_click="ignore", key="xlsx:sittings",
        )  # fmt: skip
        if of:
            st.download_button(
                T("sittings.pdf"), lambda: paper.timetable(desk, of, ordered, spoken),
                f"{T('sittings.paper_title')} {of.number}.pdf", "application/pdf", icon=":material/print:",
                on_click="ignore", key=f"pdf:sittings:{of.id}",
            )  # fmt: skip
            programmes(desk, ordered, of.number, of.id)


def _grid(found: Board) -> None:
    ids, days = [id for id, _ in found.rooms], [d.isoformat() for d in found.days]
    frame = pd.DataFrame(
        [[name or T("sittings.nowhere"), *(said(found.cells.get((id, d), [])) for d in found.days)]
         for id, name in found.rooms],
        columns=["name", *days], dtype=str,
    )  # fmt: skip
    config = {"name": st.column_config.TextColumn(T("sittings.head.room"), pinned=True, width=150)}
    for d in found.days:
        head = f"{weekday_name(d.weekday(), lang(), short=True)} {d:%d.%m}"
        config[d.isoformat()] = st.column_config.TextColumn(head, width=150)
    chosen = table_drawn(
        frame, hide_index=True, column_config=config, on_select="rerun", selection_mode="single-cell",
        key=f"rows:sittings.board:{hash((tuple(ids), tuple(days)))}", width="stretch",
        height="content" if len(ids) <= 18 else 690,
    ).selection.cells  # fmt: skip
    if not chosen or chosen[0][0] >= len(ids):
        st.caption(T("sittings.board_hint"))
        return
    row, column = chosen[0]
    day = next((d for d in found.days if d.isoformat() == column), None)
    some = [s for d in found.days if day in (None, d) for s in found.cells.get((ids[row], d), [])]
    st.markdown(f"**{safe(found.rooms[row][1] or T('sittings.nowhere'))}**" + (f" · {day:%d.%m.%Y}" if day else ""))
    if some:
        opened_from(some, "sittings_cell")
    else:
        st.caption(T("sittings.free"))


def said(some: Sequence[Sitting]) -> str:
    """What stands in a cell: the hours of each and how many it hears."""
    draft = {s.id: " ◦" if s.status is SittingStatus.draft else "" for s in some}
    return "; ".join(f"{s.starts}–{s.ends} · {len(s.slots)}{draft[s.id]}" for s in some)
