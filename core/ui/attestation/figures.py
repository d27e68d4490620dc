"""Figures of final attestation on the screen: rates with their parts, charts read from a distance, every table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from core import looks
from core.attestation.figures import tables
from core.attestation.figures.report import places
from core.attestation.figures.rules import GRADES, Figure, Mean, Rate, cut, figure
from core.attestation.figures.tables import Lines, Table
from core.desk import Desk
from core.ui.attestation import chooser
from core.ui.attestation.chooser import AREA, Chosen
from core.ui.charts import XLSX, Chart, Series, bars, lines
from core.ui.files import given
from core.ui.page import T, empty, lang
from core.ui.style import share as fraction
from core.ui.tables import plain_table

INKS = ("#0072B2", "#56B4E9", "#E69F00", "#BE5000")  # from the best mark to the worst; told apart by everybody
PAIR = ("#0072B2", "#D55E00")


def screen(desk: Desk, of: Chosen, by: str = "") -> None:
    """The figures of one year; by: broken down by this, else by what is chosen."""
    heard, graduates = of.heard(), of.people()
    whole, folk = figure(heard), figure(graduates)
    if not whole.n["graduating"]:
        empty(f"{AREA}.none", f"{AREA}.none_hint")
        return
    _people(folk)
    _marks(whole)
    by = by or chooser.by(of)
    found = tables.in_order(cut(heard, by), of.words[by])
    _charts(found, T(f"{AREA}.{by}"), of.period, by)
    head = T(f"{AREA}.{by}")
    lined = [*found, *([(T(f"{AREA}.whole"), whole)] if len(found) > 1 else [])]
    made = [tables.grades(lined, head, lang()), tables.rates(lined, head, lang()), tables.works(lined, head, lang())]
    if by != "form":
        listed = tables.in_order(cut(graduates, by), of.words[by])
        made.append(tables.people([*listed, (T(f"{AREA}.whole"), folk)], head, lang()))
    else:
        made.append(tables.people([(T(f"{AREA}.whole"), folk)], T(f"{AREA}.people"), lang()))
    if folk.why:
        made.append(tables.reasons(folk, lang()))
    again = of.heard(again=True)
    if of.cut.again is False and again:
        listed = tables.in_order(cut(again, "form"), of.words["form"])
        one = tables.grades(listed, T(f"{AREA}.form"), lang())
        made.append(Table("again", T(f"{AREA}.table_again"), one.heads, one.rows))
    shown(desk, made, of.period)


def trend(desk: Desk, of: Chosen) -> None:
    """Five years beside each other."""
    found = [(str(y), f) for y in sorted(of.rows) if (f := figure(of.heard(y))).n["graduating"]]
    if not found:
        empty(f"{AREA}.none", f"{AREA}.none_hint")
        return
    span = f"{found[0][0]}–{found[-1][0]}"
    period = ", ".join([span, *of.period.split(", ")[1:]])
    lines(_rates(found, T(f"{AREA}.year"), period, "chart_trend"), "attestation-trend")
    bars(_distribution(found, T(f"{AREA}.year"), period, "chart_marks_trend"), "attestation-marks-trend", stacked=True,
         across=True)  # fmt: skip
    head = T(f"{AREA}.year")
    folk = [(str(y), f) for y in sorted(of.rows) if (f := figure(of.people(y))).n["graduating"]]
    shown(desk, [tables.grades(found, head, lang()), tables.rates(found, head, lang()),
                 tables.people(folk, head, lang()), tables.works(found, head, lang())], period)  # fmt: skip


def _people(of: Figure) -> None:
    st.subheader(T(f"{AREA}.people"), anchor=False)
    with st.container(horizontal=True, gap="small"):
        _count("graduating", of)
        for name in ("admission", "honours"):
            _rate(f"rate_{name}", of.rate(name), T(f"{AREA}.f_{name}"))
        for name in ("refused", "waiting"):
            if of.n[name]:
                _count(name, of)


def _count(name: str, of: Figure) -> None:
    st.metric(T(f"{AREA}.{name}"), of.n[name], border=True, width=170, height="stretch")


def _marks(of: Figure) -> None:
    st.subheader(T(f"{AREA}.marks"), anchor=False)
    with st.container(horizontal=True, gap="small"):
        for name in ("pass", "pass_admitted", "quality", "quality_admitted"):
            _rate(f"rate_{name}", of.rate(name), T(f"{AREA}.f_{name.split('_')[0]}"))
        for name in ("five", "percent", "points"):
            _mean(f"mean_{name}", of.mean(name), T(f"{AREA}.f_five") if name == "five" else None)


def _rate(label: str, of: Rate, hint: str) -> None:
    fraction(T(f"{AREA}.{label}"), of.value, of.part, of.whole, hint, 215)


def _mean(label: str, of: Mean, hint: str | None) -> None:
    st.metric(T(f"{AREA}.{label}"), tables.said(of, lang()), T(f"{AREA}.of_n", n=of.n), delta_color="off",
              delta_arrow="off", help=hint, border=True, width=170, height="stretch")  # fmt: skip


def _charts(found: Lines, head: str, period: str, by: str) -> None:
    bars(_distribution(found, head, period, "chart_marks"), f"attestation-marks-{by}", stacked=True, across=True)
    bars(_rates(found, head, period, "chart_rates"), f"attestation-rates-{by}", across=True)


def _distribution(found: Lines, head: str, period: str, title: str) -> Chart:
    shares = tuple(
        Series(T(f"{AREA}.{g}"), tuple(_rounded(f.rate(g)) for _, f in found)) for g in GRADES
    )  # fmt: skip
    counts = tuple(Series(f"{T(f'{AREA}.{g}')}, n", tuple(f.n[g] for _, f in found)) for g in GRADES)
    return _chart(title, head, found, shares, period, (*counts, _appeared(found)), INKS)


def _rates(found: Lines, head: str, period: str, title: str) -> Chart:
    shares = tuple(
        Series(T(f"{AREA}.rate_{n}"), tuple(_rounded(f.rate(n)) for _, f in found)) for n in ("pass", "quality")
    )  # fmt: skip
    counts = tuple(Series(f"{T(f'{AREA}.rate_{n}')}, n", tuple(f.rate(n).part for _, f in found))
                   for n in ("pass", "quality"))  # fmt: skip
    return _chart(title, head, found, shares, period, (*counts, _appeared(found)), PAIR)


def _chart(
    title: str, head: str, found: Lines, series: tuple[Series, ...], period: str, beside: tuple[Series, ...],
    inks: tuple[str, ...],
) -> Chart:  # fmt: skip
    return Chart(T(f"{AREA}.{title}"), head, places(found), series, T(f"{AREA}.unit_appeared"), period,
                 T(f"{AREA}.source"), percent=True, beside=beside, far=True, inks=inks)  # fmt: skip


def _appeared(found: Lines) -> Series:
    return Series(T(f"{AREA}.appeared"), tuple(f.n["appeared"] for _, f in found))


def _rounded(of: Rate):  # type: ignore[no-untyped-def]
    return None if of.value is None else round(of.value, 1)


def shown(desk: Desk, made: Sequence[Table], period: str) -> None:
    """Tables, each with its file for Excel."""
    st.subheader(T(f"{AREA}.tables"), anchor=False)
    for table in (t for t in made if t.rows):
        with st.expander(table.title, expanded=table.code in ("grades", "rates")):
            plain_table(table.heads, table.said(lang()), right=range(1, len(table.heads)))
            given(T(f"{AREA}.xlsx"), f"attestation-{table.code}.xlsx", partial(_file, desk, table, period),
                  f"attestation.{table.code}.xlsx", XLSX, icon=":material/table_view:", type="tertiary")  # fmt: skip


def _file(desk: Desk, table: Table, period: str) -> bytes:
    title = f"{table.title} · {period}"
    looks.note(desk, "attestation_figures", "sums", "", title, "download")
    return table.xlsx(desk.lang, [period, T("tables.exported_at", at=desk.now(), who=desk.actor.name)])
