"""What sheets tell of marking: one's own values against the nameless peers; names for who leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import streamlit as st

from core import references
from core.db.store import Row
from core.desk import Desk
from core.i18n import number, percent
from core.registration.frame import study_rules
from core.results import papers, reading, signals
from core.results.rules import MEASURES, Marking, Spread, drift, marking, spread
from core.ui.charts import XLSX, Chart, Series, lines
from core.ui.files import given
from core.ui.page import T, empty, lang
from core.ui.results import chooser
from core.ui.style import safe
from core.ui.tables import headed, pager, picked, plain_table
from schemas.base import Id, Text
from schemas.term import Term

SIZE = 50
PERCENTS = ("alike", "pass_rate", "quality_rate")
VALUES = ("sheets", "graded", *MEASURES, "drift")


def screen(desk: Desk) -> None:
    """The part of the page about marking, as far as this user may see."""
    alone = signals.alone(desk)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        found = chooser.term(desk)
        if found is None:
            return
        term, terms = found
        every = chooser.teachers(desk, terms)
        rows = every.get(term.code, [])
        department = None if alone else chooser.department(desk, rows)
    upto = [t for t in terms if t.year <= term.year]
    least = reading.least_shown(desk.store)
    peers = signals.peers(desk, rows, department)
    peers["drift"] = spread(signals.drifts(desk, every, upto, department).values(), least)
    if alone:
        mine = signals.own(desk, every)
        if not any(mine.values()):
            empty("results.none_own", "results.none_own_hint")
            return
        drifts = {y: marking(r) for y, r in signals.by_year(mine, upto).items()}
        compared(marking(mine.get(term.code, [])), peers, drift(drifts, least))
        by_year(desk, every, mine, terms)
        sheets(desk, term, None, None)
        return
    compared(None, peers, None)
    if desk.may(signals.NAMES):
        named(desk, term, upto, every, department)
    else:
        st.info(T("results.nameless"), icon=":material/visibility_off:")


def said(name: str, value: Decimal | int | None, signed: bool = False) -> str:
    """A measure as people read it."""
    if value is None:
        return "—"
    if isinstance(value, int):
        return str(value)
    sign = "+" if value > 0 and (signed or name in ("gap", "drift")) else ""
    return percent(value, lang(), 1) if name in PERCENTS else f"{sign}{number(value, lang(), 1)}"


def compared(mine: Marking | None, peers: Mapping[str, Spread | None], drifts: Decimal | None) -> None:
    """Each measure: one's own value beside where a quarter, a half and three quarters of the peers lie."""
    st.subheader(T("results.peers" if mine is None else "results.own"), anchor=False)
    st.caption(T("results.peers_hint"))
    heads = [T("results.measure"), *([T("results.mine")] if mine else []),
             *(T(f"results.{k}") for k in ("low", "middle", "high", "teachers"))]  # fmt: skip
    table = []
    for name in (*MEASURES, "drift"):
        s = peers[name]
        values = [said(name, v) for v in (s.low, s.middle, s.high)] if s else ["—"] * 3
        own = [said(name, drifts if name == "drift" else getattr(mine, name))] if mine else []
        table.append([T(f"results.m_{name}"), *own, *values, str(s.n) if s else T("results.few")])
    plain_table(heads, table, right=range(1, len(heads)), widths=[340])
    st.caption(T("results.measures_hint"))


def by_year(desk: Desk, every: Mapping[str, list[Row]], mine: Mapping[str, list[Row]], terms: Sequence[Term]) -> None:
    """The mean of final grades by academic year against the middle of the peers."""
    own = {y: marking(r) for y, r in signals.by_year(mine, terms).items()}
    if not any(m.mean is not None for m in own.values()):
        return
    least = reading.least_shown(desk.store)
    ids = {r["teacher"] for rows in mine.values() for r in rows}
    units = {r["department"] for rows in mine.values() for r in rows}
    middle: dict[int, Decimal | None] = {}
    for year, rows in signals.by_year(every, terms).items():
        others = signals.by_teacher([r for r in rows if r["department"] in units and r["teacher"] not in ids])
        found = spread((m.mean for m in others.values() if m.graded >= least), least)
        middle[year] = round(found.middle, 1) if found else None
    years = sorted(own)
    places = tuple(f"{y}/{(y + 1) % 100:02d} ({own[y].graded})" for y in years)
    means = tuple(None if (m := own[y].mean) is None else round(m, 1) for y in years)
    lines(Chart(
        T("results.chart_years"), T("results.year_of_study"), places,
        (Series(T("results.m_mean"), means), Series(T("results.peers_middle"), tuple(middle.get(y) for y in years))),
        T("results.unit_percent"), f"{years[0]}–{years[-1] + 1}", T("results.source_sheets"),
        beside=(Series(T("results.graded"), tuple(own[y].graded for y in years)),),
    ), "results-years")  # fmt: skip


def named(desk: Desk, term: Term, terms: Sequence[Term], every: Mapping[str, list[Row]], department: Id | None) -> None:
    """Teachers by name with their values and signs; the one who was clicked opens his sheets and years."""
    found = signals.named(desk, every.get(term.code, []), department)
    if not found:
        empty("results.none_sheets", "results.none_hint")
        return
    least = reading.least_shown(desk.store)
    names = references.labels(desk, "people", {"_id": {"$in": list(found)}})
    drifts = signals.drifts(desk, every, terms, department)
    chosen = st.query_params.get("teacher")
    if chosen in found:
        one(desk, term, terms, every, chosen, names[chosen].get(lang()) if chosen in names else "—")
        return
    st.subheader(T("results.by_name"), anchor=False)
    st.caption(T("results.by_name_hint", n=least))
    order = [t for t in names if t in found]
    page = pager("results_teachers", (term.code, department))
    rows = [
        {"_id": t, "name": names[t].get(lang()), "sign": signs(found[t], least), "drift": said("drift", drifts.get(t)),
         **{v: said(v, getattr(found[t], v)) for v in VALUES[:-1]}}
        for t in order[page * SIZE : (page + 1) * SIZE]
    ]  # fmt: skip
    columns = [headed("name", "results.teacher"), headed("sign", "results.sign")]
    columns += [headed(v, f"results.h_{v}", "int") for v in VALUES]
    widths = {"name": 225, "sign": 130} | dict.fromkeys(VALUES, 71)
    clicked = picked("results_teachers.list", columns, rows, page, SIZE, widths)
    if clicked:
        st.query_params["teacher"] = clicked
        st.rerun()
    spoken, period = lang(), term.label().get(lang())
    listed = [(names[t].get(lang()), found[t], drifts.get(t)) for t in order]
    given(T("results.xlsx"), f"marking-{term.code}.xlsx",
          lambda: papers.marking_xlsx(desk, period, listed, spoken), "results.marking.xlsx", XLSX,
          icon=":material/table_view:")  # fmt: skip


def signs(of: Marking, least: int) -> str:
    """What catches the eye; nothing where there are too few grades to say."""
    if of.graded < least:
        return T("results.few")
    return ", ".join(T(f"results.sign_{n}") for n in of.signs(study_rules()))


def one(desk: Desk, term: Term, terms: Sequence[Term], every: Mapping[str, list[Row]], teacher: Id, name: str) -> None:
    """One teacher: his values, years, sheets."""
    if st.button(T("results.back"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.pop("teacher", None)
        st.rerun()
    st.subheader(safe(name), anchor=False)
    mine = {code: [r for r in rows if r["teacher"] == teacher] for code, rows in every.items()}
    by_year(desk, every, mine, terms)
    sheets(desk, term, None, teacher)


def sheets(desk: Desk, term: Term, department: Id | None, teacher: Id | None) -> None:
    """Sheets of the term with what each tells."""
    rows = sorted(signals.sheets(desk, term.code, department, teacher), key=lambda r: r["number"])
    if not rows:
        empty("results.none_sheets", "results.none_hint")
        return
    st.subheader(T("results.sheets", term=term.label().get(lang())), anchor=False)
    page = pager("results_sheets", (term.code, department, teacher))
    shown = rows[page * SIZE : (page + 1) * SIZE]
    names = references.labels(desk, "disciplines", {"_id": {"$in": [r["discipline"] for r in shown]}})
    least = reading.least_shown(desk.store)
    table = []
    for r in shown:
        m, title = marking([r]), names.get(r["discipline"], Text(kk="—")).get(lang())
        letters = " ".join(f"{x} {n}" for x, n in sorted(r["letters"].items()))
        table.append({"_id": r["sheet"], "number": r["number"], "discipline": title, "letters": letters,
                      "sign": signs(m, least), **{v: said(v, getattr(m, v)) for v in VALUES[1:-1]}})  # fmt: skip
    columns = [headed("number", "control.number"), headed("discipline", "control.discipline"),
               headed("sign", "results.sign")]  # fmt: skip
    columns += [headed(v, f"results.h_{v}", "int") for v in VALUES[1:-1]] + [headed("letters", "results.letters")]
    widths = {"number": 100, "discipline": 230, "sign": 150, "letters": 160} | dict.fromkeys(VALUES, 78)
    chosen = picked("results_sheets.list", columns, table, page, SIZE, widths)
    if chosen:
        st.switch_page("pages/grade_sheet.py", query_params={"sheet": chosen})
