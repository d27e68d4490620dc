"""Debts: how many, where, how old; the list with the ways to clear each; lists and papers for notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import streamlit as st

from core import references
from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key
from core.papers import many
from core.progress import notices, papers, reading
from core.progress.reading import Cut
from core.progress.rules import Debt, terms_since
from core.ui import jobs as work
from core.ui.charts import Chart, Series, bars
from core.ui.files import given
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, empty, lang
from core.ui.progress.chooser import narrowed
from core.ui.style import safe, share, shown
from core.ui.tables import headed, pager, picked
from core.ui.tables.cells import Column
from core.ui.tables.export import XLSX

SIZE = 50
MANY = 20  # departments of one picture
COLUMNS = ("number", "student", "group", "discipline", "letter", "ways", "since", "days", "terms", "fails")
WIDTHS = {"student": 190, "discipline": 215, "fails": 80, "since": 105, "days": 60, "terms": 95, "ways": 290}
OLD = 3  # debts of so many terms and more are counted together


def screen(desk: Desk, rows: Sequence[Row], cut: Cut) -> None:
    """The figures of the cut, the list, the files."""
    _news(desk)
    if rows:
        _figures(desk, narrowed(rows, cut))
    page = pager("progress_debts", cut)
    found = reading.debtors(desk, cut, page, SIZE)
    if not found and not page:
        empty("progress.no_debts", "progress.no_debts_hint")
        return
    names = reading.term_names(
        desk, {d.term for x in found for d in x.debts} | {d.again for x in found for d in x.debts}
    )
    said = {code: term.label().get(lang()) for code, term in names.items()}
    lines = [
        {"_id": f"{x.student.id}:{d.code}", "number": x.number, "student": x.student.label.get(lang()),
         "group": x.group, "discipline": f"{d.code} {d.discipline.label.get(lang())}", 
         "letter": d.letter, "fails": d.fails, "since": d.since.isoformat(), "days": d.days, "terms": d.terms,
         "ways": _ways(d, said)}
        for x in found for d in x.debts
    ]  # fmt: skip
    st.subheader(T("progress.list"), anchor=False)
    st.caption(T("progress.list_hint"))
    chosen = picked("progress_debts.list", _columns(), lines, page, 0 if len(found) == SIZE else len(lines) + 1,
                    widths=WIDTHS)  # fmt: skip
    if chosen:
        st.switch_page("pages/student.py", query_params={"id": chosen.partition(":")[0]})
    _files(desk, cut)


def _ways(debt: Debt, terms: Mapping[str, str]) -> str:
    if debt.again:
        return f"{T('progress.again')}: {terms.get(debt.again, debt.again)}"
    return "; ".join(w.label(lang()) for w in debt.ways) or T("progress.no_way")


def _columns() -> list[Column]:
    kinds = {"fails": "int", "since": "date", "days": "int", "terms": "int"}
    return [
        headed(key, f"progress.{key}", kinds.get(key, "text"))
        for key in COLUMNS
    ]  # fmt: skip


def _figures(desk: Desk, rows: Sequence[Row]) -> None:
    students, debtors = sum(r["n"] for r in rows), sum(r["debtors"] for r in rows)
    part = Decimal(100 * debtors) / students if students else None
    with st.container(horizontal=True, gap="small"):
        share(T("progress.debtors_share"), part, debtors, students, T("progress.debtors_of", n=students))
        st.metric(T("progress.debts"), shown(sum(r["debts"] for r in rows)), border=True, width=205, height="stretch")
    left, right = st.columns(2)
    with left:
        _by_department(desk, rows)
    with right:
        _by_age(desk, rows)
    with st.expander(T("progress.by_group"), icon=":material/groups:"):
        _by_group(desk, rows)


def _by_group(desk: Desk, rows: Sequence[Row]) -> None:
    """The groups that owe most: how many students, how many disciplines."""
    people: Counter[str] = Counter()
    owed: Counter[str] = Counter()
    for r in rows:
        people[r["group"] or T("home.none")] += r["debtors"]
        owed[r["group"] or T("home.none")] += r["debts"]
    top = sorted((g for g in owed if owed[g]), key=lambda g: (-owed[g], order_key(g)))
    if not top:
        st.caption(T("progress.no_debts"))
        return
    shown_ = top[:MANY]
    bars(Chart(
        T("progress.chart_groups"), T("progress.group"), tuple(shown_),
        (Series(T("progress.debts"), tuple(owed[g] for g in shown_)),), T("progress.unit_debts"),
        T("progress.today", day=desk.today()), T("progress.source"),
        beside=(Series(T("progress.debtors"), tuple(people[g] for g in shown_)),),
    ), "debts-groups", across=True)  # fmt: skip
    st.caption(T("progress.groups_of", n=len(shown_), all=len(top)))


def _by_department(desk: Desk, rows: Sequence[Row]) -> None:
    names = references.labels(desk, "departments")
    counts: Counter[str] = Counter()
    for r in rows:
        counts[r["department"] or ""] += r["debtors"]
    top = [(i, n) for i, n in counts.most_common(MANY) if n]
    if not top:
        return
    places = tuple(names[i].get(lang()) if i in names else T("home.none") for i, _ in top)
    bars(Chart(
        T("progress.chart_departments"), T("progress.department"), places,
        (Series(T("progress.debtors"), tuple(n for _, n in top)),), T("home.unit_students"),
        T("progress.today", day=desk.today()), T("progress.source"),
    ), "debts-departments", across=True)  # fmt: skip


def _by_age(desk: Desk, rows: Sequence[Row]) -> None:
    known, today = reading.periods(desk.store), desk.today()
    counts: Counter[int] = Counter()
    for r in rows:
        for day, n in r["since"].items():
            counts[min(OLD, terms_since(date.fromisoformat(day), known, today))] += n
    if not counts:
        return
    places = tuple(T("progress.age_more" if n == OLD else "progress.age", n=n) for n in range(OLD + 1))
    bars(Chart(
        T("progress.chart_age"), T("progress.terms"), places,
        (Series(T("progress.debts"), tuple(counts[n] for n in range(OLD + 1))),), T("progress.unit_debts"),
        T("progress.today", day=today), T("progress.source"),
    ), "debts-age")  # fmt: skip


def _files(desk: Desk, cut: Cut) -> None:
    spoken, name = lang(), f"debts-{desk.today().isoformat()}.xlsx"
    with st.container(horizontal=True):
        if desk.may("student.export"):
            given(T("progress.xlsx"), name, lambda: papers.debts_xlsx(desk, cut, spoken), "progress.debts.xlsx", XLSX,
                  icon=":material/table_view:")  # fmt: skip
        if desk.may("paper.make"):
            owing = reading.count_debtors(desk, cut, many.MOST + 1)
            why = asked("progress.notices", need="optional", icon=":material/mail:", hint="progress.notices_hint",
                        disabled=owing > many.MOST)  # fmt: skip
            if owing > many.MOST:
                st.caption(T("papers.too_many", most=many.MOST))
            if why:
                with shown_errors():
                    work.begun("progress.notices", notices.begin(desk, cut, why))
                    st.rerun()


def _news(desk: Desk) -> None:
    row = work.news(desk, "progress.notices")
    if not row:
        return
    with shown_errors():
        work.refused(row)
    result = row["result"] or {}
    if result:
        st.success(T("progress.notices_made", n=result["made"]))
        if row.get("file"):
            work.download(desk, row)
        for one in result["left"]:
            st.warning(safe(f"{one['student']}: {one['why'][lang()]}"))
