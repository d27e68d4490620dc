"""The quick record in three fields, the list of all, and the figures of a year."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from core import consultations
from core.consultations.reading import Figures, kinds
from core.desk import Desk
from core.fields import describe, described
from core.i18n import number
from core.ui.charts import XLSX, Chart, Series, bars
from core.ui.files import given
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import metrics
from core.ui.tables import headed, pager, picked, plain_table, plain_views
from schemas.consultation import Consultation, ConsultationState, Quick

WIDTHS = {"number": 80, "kind": 108, "topic": 240, "day": 92, "led_by": 150, "hours": 65, "present": 80, "status": 105}


def quick(desk: Desk) -> None:
    """A consultation given just now, in three fields."""
    with st.expander(T("consultations.quick"), icon=":material/bolt:"):
        st.caption(T("consultations.quick_hint"))
        key = "consultation:quick"
        filled = form(desk, describe(Quick), key, {}, T("consultations.write_down"), columns=1)
        if filled:
            with shown_errors(key):
                made = consultations.record(desk, filled.values, filled.why)
                done("consultations.recorded", number=made.number)


def every(desk: Desk) -> str | None:
    """All of them, narrowed by kind and state; the id of the chosen one."""
    names = {"": T("common.all")} | kinds(lang())
    states = {"": T("common.all")} | {s.value: s.label(lang()) for s in ConsultationState}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(T("consultations.kind"), list(names), key="v:consultations.kind",
                            format_func=lambda k: names.get(k, k), width=260)  # fmt: skip
        state = st.selectbox(T("consultations.state"), list(states), key="v:consultations.state",
                             format_func=lambda s: states.get(s, s), width=200)  # fmt: skip
        plain_views(desk, "consultations")
    page = pager("consultations", (kind, state))
    rows = consultations.listed(desk, kind, state, page)
    if not rows:
        hint = "consultations.none_hint" if desk.may("consultation.edit") else None
        empty("consultations.none_such" if kind or state or page else "consultations.none", hint)
        return None
    columns = [(p, described(Consultation, p)) for p in ("number", "day", "kind", "topic", "led_by", "hours")]
    columns += [headed("present", "consultations.present", "int"), ("status", described(Consultation, "status"))]
    return picked("consultations.list", columns, rows, page, widths=WIDTHS, tall=True)


def figures(desk: Desk) -> None:
    """How much was held in a year: by kind, by who held it, by month."""
    now = desk.today().year
    year = st.selectbox(T("consultations.year"), range(now, now - 6, -1), key="v:consultations.year", width=140)
    found = consultations.counted(consultations.of_year(desk, year))
    if not found.whole.many:
        empty("consultations.none_year", year=str(year))
        return
    whole = found.whole
    metrics([
        (T("consultations.many"), whole.many, None), (T("consultations.hours"), number(whole.hours, lang()), None),
        (T("consultations.present"), whole.present, None),
    ])  # fmt: skip
    names = kinds(lang())
    months = range(1, 13)
    counts = tuple(found.months.get(m, Figures()).many for m in months)
    bars(Chart(
        T("consultations.by_month", year=str(year)), T("consultations.month"), tuple(str(m) for m in months),
        (Series(T("consultations.many"), counts),), T("consultations.unit"), str(year), T("consultations.title"),
    ), "consultations.months")  # fmt: skip
    _table("consultations.kind", {names.get(k, k): v for k, v in found.kinds.items()})
    _table("consultations.leader", found.leaders)
    given(T("consultations.xlsx"), f"consultations-{year}.xlsx", partial(consultations.xlsx, desk, year, lang()),
          "consultations:xlsx", XLSX, icon=":material/table_view:")  # fmt: skip


def _table(head: str, of: Mapping[str, Figures]) -> None:
    rows = [[name, str(f.many), number(f.hours, lang()), str(f.present)]
            for name, f in sorted(of.items(), key=lambda x: -x[1].many)]  # fmt: skip
    heads = [T(head), *(T(f"consultations.{w}") for w in ("many", "hours", "present"))]
    plain_table(heads, rows, right=(1, 2, 3))
