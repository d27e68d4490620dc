"""Practices of a year with what is missing by days left; sections that have no practice yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core.calendar.reading import year_on
from core.desk import Desk
from core.fields import described
from core.practices import reading
from core.practices.reading import Seen
from core.practices.rules import Lack
from core.ui.page import T, empty, lang
from core.ui.style import metrics, safe, shown
from core.ui.tables import headed, picked, plain_views
from schemas.base import Id
from schemas.practice import Practice, PracticeState

WIDTHS = {"kind": 200, "section": 150, "discipline": 230, "n": 75, "placed": 75, "ordered": 75, "ready": 130,
          "missing": 420, "left": 110}  # fmt: skip


def year(desk: Desk, key: str = "practices.year") -> int:
    """The academic year that is looked at."""
    years = reading.years(desk) or [year_on(desk.today())]
    now = year_on(desk.today())
    st.session_state.setdefault(f"v:{key}", now if now in years else years[0])
    found: int = st.selectbox(T("practices.year"), years, key=f"v:{key}", width=150,
                              format_func=lambda y: f"{y}/{(y + 1) % 100:02d}")  # fmt: skip
    return found


def draw(desk: Desk) -> Id | None:
    """The whole list; the section for which a practice is to be opened, once one is chosen."""
    kinds = {"": T("common.all")} | {c: n.get(lang()) for c, n in reading.kinds().items()}
    states = {"": T("common.all")} | {s.value: s.label(lang()) for s in PracticeState}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of_year = year(desk)
        kind = st.selectbox(T("practices.kind"), list(kinds), key="v:practices.kind", format_func=kinds.__getitem__,
                            width=320)  # fmt: skip
        state = st.selectbox(T("practices.state"), list(states), key="v:practices.state",
                             format_func=states.__getitem__, width=180)  # fmt: skip
        plain_views(desk, "practices")
    _calendar(desk, of_year)
    found = reading.listed(desk, of_year, kind, state)
    waits = reading.waiting(desk, of_year) if desk.may("section.read") else []
    if found:
        _sums(found, desk.today())
        if chosen := _table(found, desk.today()):
            st.switch_page("pages/practice.py", query_params={"id": chosen})
    else:
        empty("practices.none", "practices.none_hint" if waits and desk.may("practice.edit") else None)
    return _waiting(desk, waits)


def _calendar(desk: Desk, year: int) -> None:
    """The periods of practice in the academic calendar, with the days that are left."""
    said = []
    for p in reading.periods(desk, year):
        begins = (p.starts - desk.today()).days
        left = T("practices.begins_in", n=begins) if begins > 0 else days((p.ends - desk.today()).days)
        courses = T("practices.courses", years=", ".join(map(str, p.years))) if p.years else ""
        said.append(" · ".join(x for x in (f"{shown(p.starts)} – {shown(p.ends)}", courses, left) if x))
    if said:
        st.caption(f":material/calendar_month: {safe(T('practices.by_calendar', said='; '.join(said)))}")


def _sums(found: Sequence[Seen], today: date) -> None:
    s = reading.summed(found, today)
    metrics([
        (T("practices.n_practices"), s.practices, None), (T("practices.n_students"), s.students, None),
        (T("practices.n_unplaced"), s.unplaced, None), (T("practices.n_ordered"), s.ordered, None),
        (T("practices.n_late"), s.late, T("practices.n_late_hint")), (T("practices.n_sheets"), s.sheets, None),
    ])  # fmt: skip


def _table(found: Sequence[Seen], today: date) -> Id | None:
    rows = [
        {
            "_id": s.practice.id, "kind": s.practice.kind, "section": s.practice.section.model_dump(),
            "discipline": s.practice.discipline.model_dump(), "starts": s.practice.starts.isoformat(),
            "ends": s.practice.ends.isoformat(), "n": len(s.students), "placed": sum(p.placed for p in s.students),
            "ordered": s.ordered, "ready": s.ready, "missing": missing(s), "left": left(s, today),
        }
        for s in found
    ]  # fmt: skip
    columns = [
        *[(n, described(Practice, n)) for n in ("kind", "section", "starts", "ends")],
        headed("n", "practices.head_n", "int"), headed("placed", "practices.head_placed", "int"),
        headed("ordered", "practices.head_ordered", "int"), headed("ready", "practices.head_ready", "int"),
        headed("left", "practices.head_left"), headed("missing", "practices.head_missing"),
    ]  # fmt: skip
    return picked("practices.list", columns, rows, size=len(rows) + 1, widths=WIDTHS)


def lacking(lack: Lack, n: int) -> str:
    """One thing that is missing, and of how many."""
    return T("practices.lack_of", what=T(f"practices.lack_{lack.code}"), n=n)


def missing(of: Seen) -> str:
    """All that a practice misses, in one line."""
    return "; ".join(lacking(lack, n) for lack, n in of.missing) or (
        "—" if of.practice.status is not PracticeState.open else T("practices.all_there")
    )


def left(of: Seen, today: date) -> str:
    """How many days are left for what is due first."""
    return days(of.missing[0][0].left(today)) if of.missing else "—"


def days(n: int) -> str:
    """Days left, or late, in words."""
    return T("practices.days_left", n=n) if n >= 0 else T("practices.days_late", n=-n)


def _waiting(desk: Desk, waits: Sequence[dict[str, object]]) -> Id | None:
    if not waits or not desk.may("practice.edit"):
        return None
    with st.expander(T("practices.waiting", n=len(waits)), icon=":material/pending_actions:", expanded=len(waits) < 6):
        st.caption(T("practices.waiting_hint"))
        columns = [
            headed("code", "practices.head_section"), headed("discipline", "practices.head_discipline"),
            headed("department", "practices.head_department"), headed("n", "practices.head_n", "int"),
        ]  # fmt: skip
        rows = [
            {"_id": r["_id"], "code": r["code"], "n": r["n"], "discipline": _label(r, "discipline"),
             "department": _label(r, "department")} for r in waits
        ]  # fmt: skip
        return picked("practices_waiting.list", columns, rows, size=len(rows) + 1)


def _label(row: dict[str, object], name: str) -> str:
    from schemas.base import Ref

    return Ref.model_validate(row[name]).label.get(lang()) if row.get(name) else "—"


__all__ = ["days", "draw", "lacking", "left", "missing", "year"]
