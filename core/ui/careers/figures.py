"""How many graduates work, by year and programme; the graduates of a year with what is known of each."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import streamlit as st

from core.careers import figures as told
from core.db.store import Row
from core.desk import Desk
from core.fields import described
from core.i18n import percent
from core.ui.charts import XLSX, Chart, Series, bars
from core.ui.files import given
from core.ui.page import T, empty, lang
from core.ui.style import share
from core.ui.tables import headed, pager, picked, plain_table
from schemas.career import EmploymentEntry, Occupation
from schemas.student import Profile

WIDTHS = {"number": 108, "full": 205, "said": 128, "employer": 224, "since": 93, "updated_on": 163}


def statistics(desk: Desk) -> None:
    """The newest year in two shares, all years in a chart, each programme in a table."""
    lines = told.lines(desk)
    if not lines:
        empty("careers.no_graduates")
        return
    years = sorted({x.year for x in lines})
    whole = {y: told.summed(lines, y) for y in years}
    newest = whole[years[-1]]
    with st.container(horizontal=True):
        share(T("careers.share_employed", year=str(newest.year)), newest.share, newest.employed, newest.graduates)
        share(T("careers.share_profession", year=str(newest.year)), newest.profession, newest.by_profession,
              newest.employed)  # fmt: skip
        share(T("careers.share_known", year=str(newest.year)), told.percent_of(newest.known, newest.graduates),
              newest.known, newest.graduates)  # fmt: skip
    bars(Chart(
        T("careers.chart"), T("careers.h_year"), tuple(str(y) for y in years),
        tuple(Series(T(f"careers.h_{w}"), tuple(getattr(whole[y], w) for y in years))
              for w in ("graduates", "known", "employed", "by_profession")),
        T("careers.unit"), f"{years[0]}–{years[-1]}", T("careers.title"),
    ), "careers.years")  # fmt: skip
    names = told.programmes(desk)
    rows = [
        [str(x.year), names[x.programme].get(lang()) if x.programme in names else "—", str(x.graduates), str(x.known),
         str(x.employed), _said(x.share), str(x.by_profession), _said(x.profession)]
        for x in lines
    ]  # fmt: skip
    plain_table(
        [T(f"careers.h_{h}") for h in told.HEADS],
        rows,
        right=range(2, 8),
        widths=(100, 178, 60, 95, 105, 62, 144, 180),
        tall=True,
    )
    given(T("careers.xlsx"), "employment.xlsx", partial(told.xlsx, desk, lang()), "careers:xlsx", XLSX,
          icon=":material/table_view:")  # fmt: skip


def _said(of: Decimal | None) -> str:
    return "—" if of is None else percent(of, lang(), 1)


def graduates(desk: Desk) -> str | None:
    """The graduates of a year; the id of the chosen one, whose card takes the record."""
    now = desk.today().year
    year = st.selectbox(T("careers.h_year"), range(now, now - told.YEARS, -1), key="v:careers.year", width=140)
    page = pager("careers", year)
    rows = [_row(r) for r in told.table(desk, year, page)]
    if not rows:
        empty("careers.none_year", year=str(year))
        return None
    st.caption(T("careers.graduates_hint"))
    columns = [
        ("number", described(Profile, "number")), headed("full", "careers.name"),
        headed("said", "careers.occupation"), headed("employer", "careers.employer"),
        ("since", described(EmploymentEntry, "since")), ("updated_on", described(Profile, "contacts.updated_on")),
    ]  # fmt: skip
    return picked("careers.graduates", columns, rows, page, widths=WIDTHS)


def _row(row: Row) -> Row:
    entry = row["entry"]
    word = next((o.label(lang()) for o in Occupation if o.value == entry.get("occupation")), "")
    over = T("careers.no_more") if entry else T("careers.unknown")
    return {**row, "said": word or over, "employer": entry.get("employer", ""), "since": entry.get("since")}
