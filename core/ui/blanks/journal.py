"""The journal of a kind and series over a period, each line with the balance after it; on paper, to be bound."""

from __future__ import annotations

import streamlit as st

from core import blanks
from core.blanks import balance, papers
from core.desk import Desk
from core.ui.blanks.parts import AREA, act_paper, named, paper, period, spans_said, table_file, told
from core.ui.messages import shown_errors
from core.ui.page import T, empty, lang
from core.ui.progress.chooser import pick
from core.ui.style import shown
from core.ui.tables import plain_table
from schemas.blank import BlankMove

MOST = 100  # acts that are offered on paper


def screen(desk: Desk) -> None:
    """Choose, read, take."""
    there = [(s.kind, s.series) for s in blanks.stock(desk)]
    if not there:
        empty(f"{AREA}.journal_none")
        return
    kinds = list(dict.fromkeys(k for k, _ in there))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = pick("kind", kinds, named, 330, kinds[0], False, AREA) or kinds[0]
        series = pick("series", [s for k, s in there if k == kind], lambda s: s or "—", 150, None, True, AREA)
        first, last = period(desk)
    lines = None
    with shown_errors():
        lines = balance.journal(desk, kind, series, first, last)
    if lines is None:
        return
    if not lines:
        empty(f"{AREA}.journal_empty")
        return
    plain_table(
        [T(f"{AREA}.head.{w}") for w in ("no", "day", "operation", "series", "numbers", "count", "way", "balance")],
        [[x.move.number, shown(x.move.day), x.move.operation.label(lang()), x.move.series or "—",
          spans_said(x.move.spans, kind), _moved(x.move), _way(x.move),
          x.balance] for x in lines],
        right=(5, 7), widths=(70, 90, 150, 70, 200, 60, 230, 80),
    )  # fmt: skip
    name = f"blanks-journal-{kind}-{series or 'all'}-{(last or desk.today()).isoformat()}"
    here = lang()  # the file is made on a thread that has no screen
    with st.container(horizontal=True):
        paper(desk, name, lambda spoken: papers.journal(desk, kind, series, first, last, spoken), "blank_moves")
        table_file(desk, name, lambda: papers.journal_xlsx(desk, kind, series, first, last, here))
    _acts([x.move for x in reversed(lines)], desk)


def _acts(moves: list[BlankMove], desk: Desk) -> None:
    """The acts on paper: one is chosen."""
    acts = {m.id: m for m in moves if m.act}
    if not acts:
        return
    words = {i: told(m) for i, m in list(acts.items())[:MOST]}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(T(f"{AREA}.act_on_paper"), list(words), key="v:blanks.act_paper", width=430, index=None,
                              placeholder=T("common.not_chosen"), format_func=lambda i: words.get(i, ""))  # fmt: skip
        if chosen in acts:
            act_paper(desk, acts[chosen])


def _moved(move: BlankMove) -> str:
    """How the balance moved; what left it alone is told by its count."""
    return f"{move.delta:+d}".replace("-", "−") if move.delta else str(move.count)


def _way(move: BlankMove) -> str:
    return " → ".join(x for x in (move.source, move.target) if x) or move.reason
