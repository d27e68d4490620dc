"""The board of a session: days across, rooms (groups, examiners) down; a cell opens into its exams."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core import exams
from core.desk import Desk
from core.exams.paper import xlsx
from core.exams.reading import Board, By
from core.i18n import weekday_name
from core.ui.exams.parts import faculty_of, opened_from
from core.ui.page import T, empty, lang
from core.ui.style import metrics, safe
from core.ui.tables.canvas import table_drawn
from schemas.exam import Exam, ExamState
from schemas.term import Term

BY: tuple[By, ...] = ("room", "group", "examiner")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def board(desk: Desk, term: Term) -> None:
    """The whole tab."""
    figures(desk, term)
    names = {by: T(f"exams.by_{by}") for by in BY}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by: By = st.segmented_control(
            T("exams.by"), BY, default="room", required=True, key="v:exams.by", format_func=names.__getitem__
        )
        faculty = faculty_of(desk, term, "v:exams.board.faculty")
        place = st.container()
    found = exams.board(desk, term, by, {"faculty.id": faculty} if faculty else None)
    if not found.rows:
        if desk.may("exam.edit"):
            empty("exams.none", "exams.none_hint")
        else:
            empty("exams.none_published")
        return
    spoken, all_ = lang(), {e.id: e for some in found.cells.values() for e in some}
    place.download_button(
        T("common.export_xlsx"), lambda: xlsx(desk, term, list(all_.values()), spoken), f"exams-{term.code}.xlsx", XLSX,
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    _grid(desk, found, by)


def figures(desk: Desk, term: Term) -> None:
    """How many exams stand where; of drafts only who plans is told."""
    sums = exams.sums(desk, term)
    shown: list[tuple[str, int, str | None]] = [("published", sums.states.get("published", 0), None)]
    if desk.may("exam.edit"):
        shown = [("wanting", sums.wanting, T("exams.sum_wanting_hint")), ("draft", sums.states.get("draft", 0), None),
                 *shown]  # fmt: skip
    shown.append(("changed", sums.changed, T("exams.sum_changed_hint")))
    metrics((T(f"exams.sum_{word}"), n, hint) for word, n, hint in shown)


def _grid(desk: Desk, found: Board, by: By) -> None:
    ids, days = [id for id, _ in found.rows], [d.isoformat() for d in found.days]
    frame = pd.DataFrame(
        [[name or T("exams.nowhere"), *(said(found.cells.get((id, d), []), by) for d in found.days)]
         for id, name in found.rows],
        columns=["name", *days], dtype=str,
    )  # fmt: skip
    config = {
        "name": st.column_config.TextColumn(T(f"exams.head_{by}"), pinned=True, width=190 if by != "room" else 90)
    }
    for d in found.days:
        head = f"{weekday_name(d.weekday(), lang(), short=True)} {d:%d.%m}"
        config[d.isoformat()] = st.column_config.TextColumn(head, width=200 if by == "group" else 112)
    chosen = table_drawn(
        frame, hide_index=True, column_config=config, on_select="rerun", selection_mode="single-cell",
        key=f"rows:exams.board:{by}:{hash((tuple(ids), tuple(days)))}", width="stretch",
        height="content" if len(ids) <= 18 else 690,
    ).selection.cells  # fmt: skip
    if not chosen or chosen[0][0] >= len(ids):
        st.caption(T("exams.board_hint"))
        return
    row, column = chosen[0]
    day = next((d for d in found.days if d.isoformat() == column), None)
    some = [e for d in found.days if day in (None, d) for e in found.cells.get((ids[row], d), [])]
    st.markdown(f"**{safe(found.rows[row][1] or T('exams.nowhere'))}**" + (f" · {day:%d.%m.%Y}" if day else ""))
    if some:
        opened_from(desk, some, "exams_cell")
    else:
        st.caption(T("exams.free"))


def said(some: Sequence[Exam], by: By) -> str:
    """What stands in a cell: the hours and how many; of a group the hours and disciplines."""
    if not some:
        return ""
    draft = " ◦" if any(e.state is ExamState.draft for e in some) else ""
    if by == "group":
        told = dict.fromkeys(f"{e.starts} {e.discipline.label.get(lang())}" for e in some)
        return "; ".join(told) + draft
    return f"{some[0].starts}–{max(e.ends for e in some)} · {len(some)}{draft}"
