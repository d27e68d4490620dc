"""How many streams, groups, subgroups a term needs: the table with its arithmetic, and the office's own number."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core import grouping
from core.desk import Desk
from core.grouping import Line
from core.i18n import fold
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import safe
from core.ui.tables.canvas import table_drawn
from core.ui.tables.simple import table_height
from schemas.base import Id
from schemas.words import StudyLanguage

HEADS = ("code", "discipline", "kind", "language", "year", "enrolled", "words", "chosen", "made", "unplaced")


def row(line: Line) -> list[str]:
    """A line of needs as it is read."""
    w = line.wanted
    spoken = w.lot.language
    for_whom = [str(w.lot.year or ""), line.programme.label.kk.split(" ")[0] if line.programme else ""]
    chosen = f"{w.chosen} ({w.reason})" if w.reason else str(w.chosen)
    return [
        line.code, line.discipline.label.get(lang()), w.lot.kind.label(lang()),
        StudyLanguage(spoken).label(lang()) if spoken else "—", " · ".join(x for x in for_whom if x) or "—",
        str(w.enrolled), w.words, chosen, str(w.made), str(w.unplaced),
    ]  # fmt: skip


WIDTHS = (68, 260, 92, 86, 98, 80, 104, 66, 74, 108)
FIGURES = (5, 8, 9)


def table(lines: Sequence[Line], named: bool = True) -> Id | None:
    """The lines as a table, up to twenty at once; the discipline of the one that was clicked. named: of many."""
    frame = pd.DataFrame([row(x) for x in lines], columns=list(HEADS), dtype=str)
    if not named:
        frame = frame.drop(columns=["code", "discipline"])
    config = {
        h: st.column_config.TextColumn(
            T(f"sections.need_{h}"), width=WIDTHS[n], alignment="right" if n in FIGURES else "left"
        )
        for n, h in enumerate(HEADS)
    }
    found = table_drawn(
        frame, hide_index=True, column_config=config, on_select="rerun", selection_mode="single-cell", width="stretch",
        key=f"rows:sections.needs:{hash(tuple(x.key for x in lines))}", height=table_height(len(lines)),
    )  # fmt: skip
    cells = found.selection.cells
    return lines[cells[0][0]].discipline.id if cells and cells[0][0] < len(lines) else None


def overview(lines: Sequence[Line]) -> Id | None:
    """The needs of a whole term, searched and narrowed; the discipline that was chosen to be opened."""
    if not lines:
        empty("sections.nobody", "sections.nobody_hint", "pages/registration.py", "sections.go_registration")
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(T("sections.find"), key="v:sections.find", icon=":material/search:", width=280)
        open_only = st.toggle(T("sections.open_only"), key="v:sections.open_only")
    shown = [x for x in lines if _answers(x, text or "") and (not open_only or x.wanted.unplaced)]
    figures(lines)
    names = {x.discipline.id: f"{x.code} · {x.discipline.label.get(lang())}" for x in shown}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            T("sections.open_discipline"), list(names), index=None, placeholder=T("common.choose"),
            format_func=lambda i: names.get(i, i), key="sections.discipline", width=460,
        )  # fmt: skip
    return table(shown) or chosen


def _answers(line: Line, text: str) -> bool:
    said = fold(" ".join([line.code, line.discipline.label.kk, line.discipline.label.get(lang())]))
    return all(word in said for word in fold(text).split())


def figures(lines: Sequence[Line]) -> None:
    """In one line: how many disciplines, how many places are wanted, who is not placed, who is too few."""
    graded = [x.wanted for x in lines]
    few = sum(1 for w in graded if w.small)
    st.caption(T(
        "sections.figures", disciplines=len({x.discipline.id for x in lines}),
        chosen=sum(w.chosen for w in graded), made=sum(w.made for w in graded),
        unplaced=sum(w.unplaced for w in graded), few=few,
    ))  # fmt: skip


def numbers(desk: Desk, term: Id, lines: Sequence[Line]) -> None:
    """The needs of one discipline, and the way to another number with its reason."""
    table(lines, named=False)
    for line in lines:
        if line.wanted.small:
            st.warning(T("sections.too_few", enrolled=line.wanted.enrolled, least=line.wanted.least))
    if not desk.may("section.form"):
        return
    with st.expander(T("sections.own_number"), icon=":material/calculate:"):
        names = {x.key: " · ".join(row(x)[2:5]) for x in lines}
        by_key = {x.key: x for x in lines}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            key = st.selectbox(
                T("sections.of_which"), list(names), format_func=lambda k: names.get(k, k), key="sections.lot",
                width=320,
            )  # fmt: skip
            line = by_key[key]
            count = st.number_input(
                T("sections.number"), 1, 2000, line.wanted.chosen or 1, key=f"sections.count:{key}", width=160
            )
            why = asked("sections.set_number", name=key, type="primary")
        st.caption(safe(T("sections.reckoned", words=line.wanted.words)))
        if why:
            with shown_errors():
                grouping.set_count(desk, term, line.discipline.id, line.wanted.lot, int(count), why)
                done("sections.number_set")
