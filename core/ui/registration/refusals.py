"""What was refused and what was made in spite of a check: a list with filters, and the same as a file."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import streamlit as st

from core import export, looks, registration
from core.db.store import Row
from core.desk import Desk
from core.errors import Problem
from core.i18n import moment, office_zone, t
from core.registration.overview import Chosen
from core.ui.files import given
from core.ui.messages import said
from core.ui.page import T, empty, lang
from core.ui.registration.groups import column, open_plan
from core.ui.tables import pager, picked, plain_views
from core.ui.tables.export import XLSX
from schemas.base import Lang
from schemas.study_plan import Refusal

KINDS = ("all", "refused", "overridden")
MOST = 20_000


def screen(desk: Desk, chosen: Chosen) -> None:
    """Draw the filters and the list; a click opens the plan."""
    check, over, where = _filters(desk, chosen)
    page = pager("reg_refusals", (check, over, where))
    found = registration.refusals(desk, check=check, overridden=over, where=where, skip=page * 50)
    if not found:
        empty("registration_ui.no_refusals", "registration_ui.no_refusals_hint")
        return
    n = registration.refusals_count(desk, check=check, overridden=over, where=where, most=MOST)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(T("common.rows", n=n))
        spoken = lang()
        given(T("common.export_xlsx"), f"refusals-{desk.today().isoformat()}.xlsx",
              lambda: _file(desk, check, over, where, spoken), "reg.refusals.xlsx", XLSX,
              icon=":material/table_view:")  # fmt: skip
    columns = [c for c in _columns() if c[0] in WIDTHS]
    id = picked("reg_refusals.list", columns, [_row(r) for r in found], page, widths=WIDTHS, tall=True)
    if id:
        one = next(r for r in found if r.id == id)
        open_plan(one.student.id, one.study, one.year)


def _filters(desk: Desk, chosen: Chosen) -> tuple[str, bool | None, Row]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        checks = {c: registration.check_word(c).get(lang()) for c in registration.CHECKS}
        check = st.selectbox(
            T("registration_ui.col.check"), ["", *checks], key="v:reg.check", width=230,
            format_func=lambda c: checks.get(c, T("common.all")),
        )  # fmt: skip
        words = {k: T(f"registration_ui.kind.{k}") for k in KINDS}
        st.session_state.setdefault("v:reg.kind", KINDS[0])
        kind = st.segmented_control(
            T("registration_ui.col.overridden"), KINDS, required=True, key="v:reg.kind",
            format_func=lambda k: words.get(k, k), label_visibility="collapsed",
        )  # fmt: skip
        group = st.text_input(T("registration_ui.col.group"), key="v:reg.refused_group", width=130, max_chars=40)
        number = st.text_input(T("registration_ui.col.number"), key="v:reg.refused_number", width=150, max_chars=30)
        who = st.text_input(T("registration_ui.col.by"), key="v:reg.refused_by", width=170, max_chars=60)
        since = st.date_input(T("common.date.from"), None, format="DD.MM.YYYY", key="v:reg.since", width=150)
        until = st.date_input(T("common.date.to"), None, format="DD.MM.YYYY", key="v:reg.until", width=150)
        plain_views(desk, "refusals", [f"v:reg.{x}" for x in (
            "check", "kind", "refused_group", "refused_number", "refused_by", "since", "until")])  # fmt: skip
    if isinstance(since, date) and isinstance(until, date) and until < since:
        st.markdown(f":red[:material/error: {said(Problem('until', 'errors.field.ends_before_start'))}]")
    where: Row = {"year": chosen.year}
    if group and group.strip():
        where["group"] = {"$gte": group.strip(), "$lt": group.strip() + "\uffff"}
    if number and number.strip():
        where["number"] = number.strip()
    if who and who.strip():
        where["by.id"] = {"$in": _users(desk, who.strip())}
    at: Row = {}
    if isinstance(since, date):
        at["$gte"] = _midnight(since)
    if isinstance(until, date):
        at["$lt"] = _midnight(until + timedelta(days=1))
    over = {"refused": False, "overridden": True}.get(kind or "")
    return check or "", over, where | ({"at": at} if at else {})


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), office_zone())


def _users(desk: Desk, text: str) -> list[str]:
    """Ids of the users whose name has this part; there are but few users."""
    names = desk.store.rows("users", {}, {"name": 1})
    return [r["_id"] for r in names if text.casefold() in r["name"].casefold()]


FIELDS = ("at", "by", "number", "name", "group", "discipline", "check", "said", "reason")

# The sentence names the discipline, and the file has every column.
WIDTHS = {"at": 120, "by": 125, "name": 140, "group": 78, "check": 105, "said": 340, "reason": 170}


def _columns() -> list[Any]:
    return [column(f, {"reason": "override_reason"}.get(f, f)) for f in FIELDS]


def _row(r: Refusal, spoken: Lang | None = None) -> Row:
    to = spoken or lang()
    return {
        "_id": r.id, "at": moment(r.at, to, short=True), "by": r.by.label.get(to), "number": r.number,
        "name": r.student.label.get(to), "group": r.group,
        "discipline": r.discipline.label.get(to) if r.discipline else r.term.label.get(to),
        "check": registration.check_word(r.check).get(to), "said": registration.said(r, to),
        "reason": r.reason if r.overridden else "",
    }  # fmt: skip


def _file(desk: Desk, check: str, over: bool | None, where: Row, spoken: Lang) -> bytes:
    """Exactly what is asked, all pages; who took it is kept."""
    found: list[Refusal] = []
    while len(found) < MOST:
        part = registration.refusals(desk, check=check, overridden=over, where=where, limit=1000, skip=len(found))
        found += part
        if len(part) < 1000:
            break
    asked = {"list": "refusals", "filters": str({"check": check, "overridden": over, **where})}
    looks.note(desk, "registration", "refusals", "", "refusals.xlsx", "download", export=asked)
    heads = [spec.label(spoken) for _, spec in _columns()]
    rows = [[str(row[f] or "") for f in FIELDS] for row in (_row(r, spoken) for r in found)]
    notes = [t("tables.exported_at", spoken, at=desk.now(), who=desk.actor.name)]
    return export.xlsx(heads, rows, "refusals", notes)
