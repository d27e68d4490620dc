"""Checks as a list, and the figures of control by department with their chart and the report."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import streamlit as st

from core import checks
from core.checks import report
from core.desk import Desk
from core.fields import described
from core.ui.charts import Chart, Series, bars
from core.ui.checks.deviations import departments
from core.ui.messages import shown_errors
from core.ui.page import T, empty, lang
from core.ui.style import metrics, shown
from core.ui.tables import pager, picked, plain_table
from schemas.base import LANGS
from schemas.timetable import Cause, LessonCheck

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def span(desk: Desk, key: str) -> tuple[date, date]:
    """Two dates: the last thirty days unless others are chosen."""
    starts = st.date_input(T("checks.starts"), desk.today() - timedelta(days=30), key=f"v:{key}:starts",
                           format="DD.MM.YYYY", width=150) or desk.today()  # fmt: skip
    ends = st.date_input(T("checks.ends"), desk.today(), key=f"v:{key}:ends", format="DD.MM.YYYY", width=150)
    return starts, max(starts, ends or desk.today())


def listed(desk: Desk) -> None:
    """The tab of checks."""
    words = {"": T("common.all"), "yes": T("checks.held_n"), "no": T("checks.not_held_n")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        starts, ends = span(desk, "checks.list")
        found = st.selectbox(T("checks.result"), list(words), key="v:checks.found", format_func=words.__getitem__,
                             width=180)  # fmt: skip
        department = departments(desk, "v:checks.list.department")
    page = pager("checks", (starts, ends, found, department))
    rows = checks.checks(desk, starts, ends, department, None if not found else found == "yes", page)
    if not rows:
        empty("checks.checks_none", "checks.checks_none_hint")
        return
    paths = ("number", "day", "at", "what", "found", "cause", "discipline", "teacher", "room", "section", "checked_by")
    widths = {"number": 88, "day": 88, "at": 62, "found": 88, "cause": 190, "discipline": 230, "teacher": 210}
    picked("checks.list", [(p, described(LessonCheck, p)) for p in paths], rows, page, widths=widths)


def figures(desk: Desk) -> None:
    """The tab of figures and of the report."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        starts, ends = span(desk, "checks.figures")
        department = departments(desk, "v:checks.figures.department")
    every = checks.by_department(desk, starts, ends)
    lines = [x for x in every if not department or x.department and x.department.id == department]
    whole = checks.total(lines)
    if not whole.planned and not whole.checked and not whole.deviations:
        empty("checks.figures_none")
    else:
        metrics([
            (T("checks.planned"), whole.planned, None),
            (_of("checked", whole.checked, whole.planned), _share(whole.coverage), T("checks.coverage_hint")),
            (_of("held_n", whole.held, whole.checked), _share(whole.rate), T("checks.rate_hint")),
            (T("checks.deviations_n"), whole.deviations, None),
        ])  # fmt: skip
        _table(lines, whole)
        _charts(lines, whole, f"{shown(starts)} – {shown(ends)}")
    _report(desk, starts, ends, department)


def _share(rate: Decimal | None) -> str:
    return "—" if rate is None else f"{shown(rate)} %"


def _of(key: str, part: int, whole: int) -> str:
    """A share is never shown without what it is a share of."""
    return T("checks.share_of", name=T(f"checks.{key}"), part=shown(part), whole=shown(whole))


def _name(line: checks.Line) -> str:
    return line.department.label.get(lang()) if line.department else T("checks.no_department")


def _table(lines: list[checks.Line], whole: checks.Line) -> None:
    keys = (
        "department",
        "planned",
        "checked",
        "coverage",
        "held_n",
        "not_held_n",
        "rate",
        "deviations_n",
        "unclosed_n",
    )
    rows = [
        [name, *map(shown, (x.planned, x.checked, x.coverage, x.held, x.not_held, x.rate, x.deviations, x.unclosed))]
        for name, x in [*((_name(x), x) for x in lines), (T("checks.total"), whole)]
    ]  # fmt: skip
    plain_table([T(f"checks.{k}") for k in keys], rows, right=range(1, 9), widths=(330, *[92] * 8))


def _charts(lines: list[checks.Line], whole: checks.Line, period: str) -> None:
    seen = [x for x in lines if x.checked]
    if not seen:
        return
    unit, source = T("checks.chart_unit"), T("checks.source")
    series = (
        Series(T("checks.held_n"), tuple(x.held for x in seen)),
        Series(T("checks.not_held_n"), tuple(x.not_held for x in seen)),
    )
    places = tuple(_name(x) for x in seen)
    bars(Chart(T("checks.chart"), T("checks.department"), places, series, unit, period, source), "checks.held",
         stacked=True, across=True)  # fmt: skip
    if whole.causes:
        causes = sorted(whole.causes.items(), key=lambda item: -item[1])
        words = tuple(next(c.label(lang()) for c in Cause if c.value == k) for k, _ in causes)
        missed = (Series(T("checks.not_held_n"), tuple(n for _, n in causes)),)
        bars(Chart(T("checks.chart_causes"), T("checks.cause"), words, missed, unit, period, source), "checks.causes",
             across=True)  # fmt: skip


def _report(desk: Desk, starts: date, ends: date, department: str | None) -> None:
    st.subheader(T("checks.report"), anchor=False)
    words = {x: T(f"forms.in_{x}") for x in LANGS}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        spoken = st.selectbox(T("checks.report_language"), LANGS, index=LANGS.index(lang()), key="v:checks.report",
                              format_func=words.__getitem__, width=180)  # fmt: skip
        name = f"{T('checks.report')} {starts:%d.%m.%Y}-{ends:%d.%m.%Y}"
        with shown_errors():
            st.download_button(
                T("checks.report_pdf"), lambda: report.pdf(desk, starts, ends, department, spoken), f"{name}.pdf",
                "application/pdf", icon=":material/picture_as_pdf:", on_click="ignore", type="primary",
            )  # fmt: skip
            st.download_button(
                T("checks.report_xlsx"), lambda: report.xlsx(desk, starts, ends, department, spoken), f"{name}.xlsx",
                XLSX, icon=":material/table_view:", on_click="ignore",
            )  # fmt: skip
