"""The summary of a group and a term: students × disciplines, totals, files."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.desk import Desk
from core.i18n import number
from core.progress import papers, reading
from core.progress.reading import Cut
from core.progress.rules import OWED
from core.ui.files import given
from core.ui.page import T, empty, lang
from core.ui.progress.chooser import pick
from core.ui.sheet.summary import of_group
from core.ui.tables.canvas import table_drawn
from core.ui.tables.export import XLSX
from core.ui.tables.simple import table_height


def screen(desk: Desk, cut: Cut) -> None:
    """The summary of the chosen group; the term is chosen beside it."""
    if not cut.group:
        empty("progress.choose_group", "progress.summary_group_hint")
        return
    known = reading.periods(desk.store)
    terms = reading.terms_of_group(reading.members(desk, cut.group), known)
    if not terms:
        empty("progress.no_results", "progress.no_results_hint")
        return
    names, newest = reading.term_names(desk, terms), reading.newest(terms, known)
    term = pick("term", terms, lambda c: names[c].label().get(lang()) if c in names else c, 300, newest, False)
    code = term or newest
    found, rules = reading.group_summary(desk, cut.group, code), reading.rules_today(desk)
    heads = [f"{c} ({number(n, lang())})" for _, c, n in found.heads]
    ends = [T(f"progress.{k}") for k in ("earned", "gpa_term", "failed", "debts")]
    rows = [
        [x.name, x.number, *(papers.cell(c, lang()) or "—" for c in x.cells), number(x.credits, lang()),
         papers.gpa(x.gpa, rules, lang()), str(x.failed), str(x.debts)]
        for x in found.lines
    ]  # fmt: skip
    for key, counts in (("passed_row", found.count(lambda r: r["state"] == "passed")),
                        ("failed_row", found.count(lambda r: r["state"] in OWED))):  # fmt: skip
        rows.append([T(f"progress.{key}"), "", *map(str, counts), "", "", "", ""])
    frame = pd.DataFrame(rows, columns=[T("progress.student"), T("progress.number"), *heads, *ends], dtype=str)
    helps = {h: d.label.get(lang()) for h, (d, _, _) in zip(heads, found.heads, strict=True)}
    st.caption(T("progress.summary_hint"))
    table_drawn(
        frame, hide_index=True, width="stretch", height=table_height(len(rows)), key=f"summary:{cut.group}:{code}",
        column_config={
            T("progress.student"): st.column_config.TextColumn(T("progress.student"), pinned=True, width=230),
            **{h: st.column_config.TextColumn(h, help=said) for h, said in helps.items()},
            **{h: st.column_config.TextColumn(h, alignment="right") for h in ends},
        },
    )  # fmt: skip
    with st.container(horizontal=True):
        spoken, group = lang(), cut.group
        if desk.may("student.export"):
            given(T("progress.xlsx"), f"summary-{code}.xlsx",
                  lambda: papers.summary_xlsx(desk, found, group, code, spoken), "progress.summary.xlsx", XLSX,
                  icon=":material/table_view:")  # fmt: skip
    if code in names and desk.may("grade_sheet.read"):
        of_group(desk, names[code], cut.group)
