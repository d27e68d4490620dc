"""GPA: its bands and means over everybody, and the places within a group."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from core import references
from core.db.store import Row
from core.desk import Desk
from core.i18n import number
from core.progress import papers, reading
from core.progress.reading import Cut
from core.sums.progress import BANDS
from core.ui.charts import Chart, Series, bars
from core.ui.files import given
from core.ui.page import T, empty, lang
from core.ui.progress.chooser import narrowed, pick
from core.ui.tables import headed, picked
from core.ui.tables.export import XLSX

BY = ("cumulative", "year", "term")
MANY = 20


def screen(desk: Desk, rows: Sequence[Row], cut: Cut) -> None:
    """The pictures of the cut; the ranking where a group is chosen."""
    if cut.group:
        ranking(desk, cut.group)
    mine = narrowed(rows, cut)
    if any(r["gpa_n"] for r in mine):
        left, right = st.columns(2)
        with left:
            _bands(desk, mine)
        with right:
            _means(desk, mine)
    if not cut.group:
        empty("progress.choose_group", "progress.choose_group_hint")


def ranking(desk: Desk, group: str) -> None:
    """A group in the order of a GPA."""
    pairs, known = reading.members(desk, group), reading.periods(desk.store)
    terms = reading.terms_of_group(pairs, known)
    if not terms:
        empty("progress.no_results", "progress.no_results_hint")
        return
    names, newest = reading.term_names(desk, terms), reading.newest(terms, known)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        term = pick("term", terms, lambda c: names[c].label().get(lang()) if c in names else c, 300, newest, False)
        words = {b: T(f"progress.by_{b}") for b in BY}
        by = st.segmented_control(T("progress.by"), BY, required=True, default=BY[0], key="v:progress.by",
                                  format_func=lambda b: words.get(b, b))  # fmt: skip
    found = reading.ranking(desk, group, term or newest, by or BY[0])
    rules = reading.rules_today(desk)
    lines = [
        {"_id": x.student.id, "place": str(x.place or "—"), "number": x.number, "student": x.name,
         "gpa_term": papers.gpa(x.gpas.term, rules, lang()), "gpa_year": papers.gpa(x.gpas.year, rules, lang()),
         "gpa_all": papers.gpa(x.gpas.cumulative, rules, lang()), "credits": x.credits, "debts": x.debts}
        for x in found
    ]  # fmt: skip
    st.subheader(T("progress.ranking", group=group), anchor=False)
    st.caption(T("progress.ranking_hint"))
    kinds = {
        "credits": "decimal",
        "debts": "int",
        "gpa_term": "int",
        "gpa_year": "int",
        "gpa_all": "int",
        "place": "int",
    }
    columns = [headed(k, f"progress.{k}", kinds.get(k, "text")) for k in lines[0] if k != "_id"]
    chosen = picked("progress_rank.list", columns, lines, 0, len(lines) + 1)
    if chosen:
        st.switch_page("pages/student.py", query_params={"id": chosen})
    if desk.may("student.export"):
        spoken, code = lang(), term or newest
        given(T("progress.xlsx"), f"gpa-{code}.xlsx", lambda: papers.ranking_xlsx(desk, group, found, code, spoken),
              "progress.gpa.xlsx", XLSX, icon=":material/table_view:")  # fmt: skip


def _bands(desk: Desk, rows: Sequence[Row]) -> None:
    counts = tuple(sum(r["bands"][n] for r in rows) for n in range(len(BANDS) + 1))
    edges = [number(b, lang(), 1) for b in BANDS]
    places = (
        T("progress.band_below", high=edges[0]),
        *(T("progress.band", low=low, high=high) for low, high in zip(edges, edges[1:], strict=False)),
        T("progress.band_above", low=edges[-1]),
    )
    bars(Chart(
        T("progress.chart_bands"), T("progress.gpa_all"), places, (Series(T("home.unit_students"), counts),),
        T("home.unit_students"), T("progress.today", day=desk.today()), T("progress.source"),
    ), "gpa-bands")  # fmt: skip


def _means(desk: Desk, rows: Sequence[Row]) -> None:
    names = references.labels(desk, "departments")
    sums: dict[str, tuple[Decimal, int]] = {}
    for r in rows:
        total, n = sums.get(r["department"] or "", (Decimal(0), 0))
        sums[r["department"] or ""] = (total + r["gpa_sum"], n + r["gpa_n"])
    means = sorted(((round(s / n, 2), i, n) for i, (s, n) in sums.items() if n), reverse=True)[:MANY]
    places = tuple(f"{names[i].get(lang()) if i in names else T('home.none')} ({n})" for _, i, n in means)
    bars(Chart(
        T("progress.chart_means"), T("progress.department"), places,
        (Series(T("progress.mean"), tuple(m for m, _, _ in means)),), T("progress.unit_gpa"),
        T("progress.today", day=desk.today()), T("progress.source"),
    ), "gpa-means", across=True)  # fmt: skip
