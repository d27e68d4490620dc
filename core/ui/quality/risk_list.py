"""The register of risks: figures, the matrix before and after measures, the list; what was clicked narrows it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.desk import Desk
from core.quality import papers, risks
from core.quality.hands import READ
from core.quality.reading import process
from core.ui.files import given
from core.ui.page import T, empty, lang
from core.ui.quality import matrix
from core.ui.style import metrics, shown
from core.ui.tables import headed, picked, plain_views
from schemas.base import Id
from schemas.quality import Risk, RiskLevel, RiskSort

WIDTHS = {"number": 60, "text": 240, "process": 140, "sort": 96, "level": 112, "residual": 122, "measures": 84,
          "owner": 126, "review": 100}  # fmt: skip
Cell = tuple[bool, int, int]  # after measures?, likelihood, impact
HELD = "quality.cell"


def screen(desk: Desk) -> Id | None:
    """The whole register; the id of the risk that was opened."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sorts = {"": T("common.all"), **{s.value: s.label(lang()) for s in RiskSort}}
        sort = st.segmented_control(
            T("quality.risk_sort"), list(sorts), default="", required=True, key="v:risks.sort",
            format_func=lambda s: sorts.get(s, s), label_visibility="collapsed",
        )  # fmt: skip
        closed = st.toggle(T("quality.risks_closed"), key="v:risks.closed")
        plain_views(desk, "risks")
        if desk.may(READ):
            given(T("quality.pdf_register"), f"{T('quality.register_file')}.pdf",
                  lambda: papers.register(desk, lang(), sort or ""), "risks-pdf")  # fmt: skip
    found = risks.listed(desk, {"sort": [sort]} if sort else {}, closed=closed)
    if not found:
        empty("quality.risks_none_closed" if closed else "quality.risks_none",
              None if closed or not desk.may("quality.edit") else "quality.risks_none_hint")  # fmt: skip
        return None
    if not closed:
        _figures(desk, found)
        _pictures(found, str(sort))
    return _table(desk, _narrowed(found))


def _figures(desk: Desk, found: Sequence[Risk]) -> None:
    before, after = risks.by_level(found), risks.by_level(found, after=True)
    today = desk.today()
    metrics(
        (level.label(lang()), f"{before[level]} → {after[level]}", T("quality.level_hint")) for level in before
    )  # fmt: skip
    reviews = sum(bool(risks.review_late(r, today)) for r in found)
    measures = sum(risks.measures_late(r, today) for r in found)
    if reviews or measures:
        st.warning(T("quality.risks_late", reviews=reviews, measures=measures), icon=":material/alarm:")


def _pictures(found: Sequence[Risk], sort: str) -> None:
    """Both matrices; the cell clicked last is kept, a click beside another asks for that one."""
    turn = st.session_state.setdefault(f"{HELD}!n", 0)
    for after, place in zip((False, True), st.columns(2), strict=True):
        name = "after" if after else "before"
        with place:
            at = matrix.draw(risks.matrix(found, after), f"risks-{name}-{sort}-{turn}", T(f"quality.matrix_{name}"))
        if at and (cell := (after, *at)) != st.session_state.get(HELD):
            st.session_state[HELD] = cell
            st.session_state[f"{HELD}!n"] += 1  # both pictures anew: nothing stays picked in the other
            st.rerun()


def _narrowed(found: Sequence[Risk]) -> list[Risk]:
    cell: Cell | None = st.session_state.get(HELD)
    if cell is None:
        st.caption(T("quality.matrix_hint"))
        return list(found)
    after, likelihood, impact = cell
    with st.container(horizontal=True, vertical_alignment="center"):
        level = RiskLevel.of(likelihood, impact).label(lang())
        key = "quality.in_cell_after" if after else "quality.in_cell_before"
        st.markdown(T(key, likelihood=likelihood, impact=impact, level=level))
        if st.button(T("quality.all_cells"), type="tertiary", icon=":material/close:"):
            st.session_state.pop(HELD, None)
            st.rerun()
    return [r for r in found if risks.place(r, after) == (likelihood, impact)]


def _table(desk: Desk, found: Sequence[Risk]) -> Id | None:
    if not found:
        st.caption(T("quality.cell_empty"))
        return None
    heads = [headed(h, f"quality.r_{h}") for h in WIDTHS]
    return picked("risks.list", heads, [_row(desk, r) for r in found], size=len(found) + 1, widths=WIDTHS, tall=True)


def _row(desk: Desk, r: Risk) -> dict[str, object]:
    late = risks.review_late(r, desk.today())
    done = sum(m.done_on is not None for m in r.measures)
    behind = risks.measures_late(r, desk.today())
    return {
        "_id": r.id, "number": r.number, "text": r.text, "process": process(r.process, lang()),
        "sort": r.sort.label(lang()), "level": f"{r.level} · {r.grade.label(lang())}",
        "residual": f"{r.residual_level} · {r.left.label(lang())}" if r.left else "—",
        "measures": f"{done} / {len(r.measures)}" + (f" ⚠ {behind}" if behind else ""),
        "owner": r.owner.label.get(lang()), "review": f"⚠ {shown(r.review_on)}" if late else shown(r.review_on),
    }  # fmt: skip


__all__ = ["screen"]
