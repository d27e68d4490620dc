"""What a report asks, from what it is about to how it is shown, in the order in which it is thought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.desk import Desk
from core.errors import Problem
from core.reports import asof, ready, time
from core.reports.drafts import OWN, Draft
from core.sources import Source, askable, source_of
from core.sources.rules import DAYS
from core.ui.forms.widgets import FIRST, LAST
from core.ui.indicators.editor.conditions import conditions
from core.ui.indicators.editor.parts import Place, chosen, label, named, several, text, words
from core.ui.page import T, lang
from core.ui.reports import fields as offered
from core.ui.reports.fields import Fields
from schemas.condition import Asked
from schemas.report import ReportBody, ReportShape, Stretch

FEW = 3  # fields down the table
MISSING, TO_CHOOSE = "errors.field.missing", ("body.term", "body.year", "body.first")
# Enter takes what was searched for, never all that is like it; what is chosen stands whole.
LIST: dict[str, Any] = {"select_all": False, "filter_mode": "contains", "wrap": True}


def build(desk: Desk, draft: Draft, wrong: Sequence[Problem]) -> None:
    """Draw it; each choice writes into the draft at once."""
    wrong = [p for p in wrong if not (p.key == MISSING and p.field in TO_CHOOSE)]  # nothing was chosen yet
    at = Place(draft, wrong)
    mine = {s: w for s, w in words(Asked).items() if _his(desk, source_of(s))}
    chosen(at, "source", label(ReportBody, "source"), mine, help=T("report_builder.source_help"))
    if not draft.values["source"]:
        st.caption(T("report_builder.source_first"))
        return
    source = source_of(draft.values["source"])
    fields: Fields = askable(source, desk.actor.role)
    if draft.values["as_of"]:
        fields = {p: s for p, s in fields.items() if p in asof.paths()}
    _time(desk, at, source, fields)
    st.markdown(f"**{T('report_builder.of')}**")
    conditions(desk, draft, "of", fields, wrong)
    _shape(at)
    if draft.values["shape"] == ReportShape.table.value:
        _table(desk, at, source, fields)
    else:
        _list(at, source, fields)


def _his(desk: Desk, source: Source) -> bool:
    return desk.may(source.right) and (not source.also or desk.may(source.also))


def _time(desk: Desk, at: Place, source: Source, fields: Fields) -> None:
    """Of what time: by terms or days; studies may be told as of a past day."""
    values = at.draft.values
    left, right = st.columns(2)
    days = named(fields, lambda s: s.kind in DAYS)
    if source.code is Asked.studies:
        with left:
            st.date_input(label(ReportBody, "as_of"), value=None, format="DD.MM.YYYY", min_value=FIRST, max_value=LAST,
                          help=T("report_builder.as_of_help"), **at.how("as_of"))  # fmt: skip
        at.wrong("as_of")
        return
    if not (source.made or source.term or days):
        return
    with left:
        chosen(at, "time", label(ReportBody, "time"), words(Stretch))
    stretch = Stretch(values["time"])
    with right:
        if stretch is Stretch.term:
            chosen(at, "term", label(ReportBody, "term"), time.term_words(desk, lang()),
                   help=T("report_builder.term_help"))  # fmt: skip
        elif stretch is Stretch.study_year:
            years = sorted({r["year"] for r in time.terms(desk)}, reverse=True)
            chosen(at, "year", label(ReportBody, "year"), {str(y): time.year_words(y) for y in years})
        elif stretch is Stretch.calendar_year:
            text(at, "year", label(ReportBody, "year"), placeholder=str(desk.today().year))
        elif stretch is Stretch.dates:
            for path in ("first", "last"):
                st.date_input(label(ReportBody, path), value=None, format="DD.MM.YYYY", min_value=FIRST,
                              max_value=LAST, **at.how(path))  # fmt: skip
                at.wrong(path)
    if stretch is not Stretch.all:
        by_term = {"@term": T("report_builder.by_term")} if source.term else {}
        if len(by_term) + len(days) > 1:
            chosen(at, "when", label(ReportBody, "when"), by_term | days)


def _shape(at: Place) -> None:
    shapes = words(ReportShape)
    st.segmented_control(label(ReportBody, "shape"), list(shapes), required=True, label_visibility="collapsed",
                         format_func=lambda v: shapes.get(v, str(v)), **at.how("shape", lang()))  # fmt: skip


def _table(desk: Desk, at: Place, source: Source, fields: Fields) -> None:
    draft = at.draft
    assert isinstance(draft, Draft)
    cuts = offered.cuts(fields, source)
    several(at, "rows", T("report_builder.rows"), cuts, max_selections=FEW, help=T("report_builder.rows_help"), **LIST)
    chosen(
        at,
        "across",
        T("report_builder.across"),
        cuts,
        empty=True,
        help=T("report_builder.across_help"),
        filter_mode="contains",
    )
    known = ready.figures(source.code, dict(fields))
    own = {c: _own(draft, c, fields) for c in draft.values["figures"] if c.startswith(OWN)}
    several(at, "figures", T("report_builder.figures"), offered.figures(known, fields) | own,
            help=T("report_builder.figures_help"), **LIST)  # fmt: skip
    for code in own:
        if code in draft.lists:
            with st.container(border=True):
                st.caption(own[code])
                conditions(desk, draft, code, fields, at.problems)
                at.wrong(code)
    st.button(T("report_builder.share"), key="report.share", icon=":material/percent:", type="tertiary",
              on_click=draft.share, help=T("report_builder.share_help"))  # fmt: skip
    with st.expander(T("report_builder.more")):
        names = offered.figures(known, fields) | own
        sorts = {str(n): names.get(c, c) for n, c in enumerate(draft.values["figures"])}
        chosen(at, "sort", T("report_builder.sort"), sorts, empty=True)
        text(at, "limit", label(ReportBody, "limit"), placeholder=T("report_builder.all"))
        text(at, "hide_under", label(ReportBody, "hide_under"), placeholder="0",
             help=T("report_builder.hide_help"))  # fmt: skip


def _own(draft: Draft, code: str, fields: Fields) -> str:
    figure = draft.own[code]
    if figure.name is not None:
        return figure.name.get(lang())
    mine = [c for c in draft.values["figures"] if c.startswith(OWN)]
    said = figure.what.label(lang())
    return said if len(mine) == 1 else f"{said} ({mine.index(code) + 1})"


def _list(at: Place, source: Source, fields: Fields) -> None:
    every = offered.by_topic(fields, source)
    several(at, "columns", T("report_builder.columns"), every, help=T("report_builder.columns_help"), **LIST)
    with st.expander(T("report_builder.more")):
        up = {p: T("report_builder.up", field=w) for p, w in every.items()}
        down = {f"-{p}": T("report_builder.down", field=w) for p, w in every.items()}
        chosen(at, "sort", T("report_builder.sort"), up | down, empty=True)
        text(at, "limit", label(ReportBody, "limit"), placeholder=T("report_builder.all"))


__all__ = ["build"]
