"""Deviations on the screen: the list, one written down by hand or for a late sheet, and the life of one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import streamlit as st

from core import checks, references
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk
from core.errors import OfficeError
from core.fields import described
from core.i18n import date_short
from core.ui.forms import asked, flat, form
from core.ui.looks import opened
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import computed, pager, picked, plain_views
from schemas.base import Ref
from schemas.timetable import Deviation, DeviationState

COLOURS: dict[DeviationState, Any] = {
    DeviationState.open: "orange", DeviationState.done: "blue", DeviationState.closed: "green",
}  # fmt: skip
STATES = ("unclosed", "overdue", "open", "done", "closed", "")
BY_HAND = ("what", "day", "where", "department", "responsible", "due", "text", "cause", "action")


def departments(desk: Desk, key: str) -> str | None:
    """A chooser of a department for who sees more than one."""
    held = {i: x.get(lang()) for i, x in references.labels(desk, "departments", {"kind": "department"}).items()}
    mine = desk.actor.assigned.get("department", ())
    if desk.actor.reach("check.read") and desk.actor.role.value in ("department", "teacher"):
        held = {i: x for i, x in held.items() if i in mine}
    names = {"": T("common.all"), **held}
    found = st.selectbox(T("checks.department"), list(names), key=key, format_func=names.__getitem__, width=280)
    return found or None


def listed(desk: Desk) -> None:
    """The whole tab."""
    if n := checks.overdue(desk):
        st.warning(T("checks.overdue_told", n=n), icon=":material/alarm:")
    words = {s: T(f"checks.{s}") if s in ("unclosed", "overdue") else T("common.all") for s in STATES}
    words |= {s.value: s.label(lang()) for s in DeviationState}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = st.selectbox(T("checks.state"), STATES, key="v:checks.state", format_func=words.__getitem__, width=220)
        department = departments(desk, "v:checks.deviations.department")
        plain_views(desk, "deviations")
    page = pager("deviations", (state, department))
    rows = checks.deviations(desk, state or "", department, page=page)
    if rows:
        for row in rows:
            due = date_short(date.fromisoformat(row["due"])) if row.get("due") else ""
            row["until"] = f"⚠ {due}, {T('checks.is_overdue')}" if checks.late(row, desk.today()) else due
        columns = [
            (p, described(Deviation, p)) for p in ("number", "day", "what", "where", "department", "responsible")
        ]
        show = described(Deviation, "due").show
        columns += [computed("until", show.kk, show.ru, show.en, "text"), ("state", described(Deviation, "state"))]
        if id := picked("deviations.list", columns, rows, page, widths={"until": 180, "what": 92, "state": 92}):
            st.query_params["deviation"] = id
            st.rerun()
    else:
        empty("checks.deviations_none")
    if desk.may("check.make"):
        _late_sheets(desk)
        with st.expander(T("checks.add"), icon=":material/add:"):
            _form(desk, "deviation:new", {"day": desk.today().isoformat()}, None)


def _late_sheets(desk: Desk) -> None:
    rows = {r["_id"]: r for r in checks.late_sheets(desk)}
    if not rows:
        return
    with st.expander(T("checks.late_sheets", n=len(rows)), icon=":material/assignment_late:"):
        st.caption(T("checks.late_sheets_hint"))
        names = {i: _said(r) for i, r in rows.items()}
        id = st.selectbox(T("checks.choose_sheet"), list(names), key="v:checks.sheet", format_func=names.__getitem__)
        if id:
            row = rows[id]
            first = {
                "day": desk.today().isoformat(), "what": "sheet", "department": row.get("department"),
                "responsible": plain(checks.head_of(desk, (row.get("department") or {}).get("id")))
                or next(iter(row["examiners"]), None),
                "text": names[id],
            }  # fmt: skip
            _form(desk, f"deviation:sheet:{id}", first, id)


def _said(row: Row) -> str:
    return T(
        "checks.late_sheet", number=row["number"], discipline=Ref.model_validate(row["discipline"]).label,
        section=Ref.model_validate(row["section"]).label, due=date_short(date.fromisoformat(row["due"])),
    )  # fmt: skip


def _form(desk: Desk, key: str, first: dict[str, Any], sheet: str | None) -> None:
    names = [n for n in BY_HAND if not (sheet and n in ("department", "where"))]
    filled = form(desk, [described(Deviation, n) for n in names], key, first, T("checks.write_down"), columns=3)
    if filled:
        with shown_errors(key):
            made = checks.deviate(desk, filled.values, filled.why, sheet)
            done("checks.added", number=made.number)


def one(desk: Desk, id: str) -> None:
    """A deviation: what it is and what may be done with it."""
    if st.button(T("checks.back"), icon=":material/arrow_back:", type="tertiary"):
        del st.query_params["deviation"]
        st.rerun()
    try:
        kept = checks.deviation(desk, id)
    except OfficeError as e:
        st.info(safe(sentence(e)))
        return
    opened(desk, "lesson_checks", "deviations", id, kept.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(T("checks.deviation", number=kept.number)), anchor=False)
        badge(kept.state, COLOURS[kept.state])
        if checks.late(plain(kept), desk.today()):
            st.badge(T("checks.is_overdue"), color="red")
    st.markdown(safe(kept.text))
    _facts(desk, kept)
    if kept.state is DeviationState.open:
        _open(desk, kept)
    elif kept.state is DeviationState.done and desk.may("check.close"):
        _done(desk, kept)


def _facts(desk: Desk, kept: Deviation) -> None:
    names = desk.store.rows("users", {"_id": {"$in": [s.by for s in (kept.done_by, kept.closed_by) if s]}}, {"name": 1})
    who = {r["_id"]: r["name"] for r in names}

    def word(name: str) -> tuple[str, str]:
        value = getattr(kept, name)
        return described(Deviation, name).label(lang()), shown(value.label if isinstance(value, Ref) else value)

    paths = (
        "day", "what", "where", "section", "department", "responsible", "due", "cause", "action", "done_on", "sheet",
        "closing",
    )  # fmt: skip
    found = [word(p) for p in paths if getattr(kept, p)]
    found += [(T("checks.check"), kept.check.label.get(lang()))] if kept.check else []
    for key, stamp in (("checks.mended_by", kept.done_by), ("checks.closed_by", kept.closed_by)):
        found += [(T(key), f"{who.get(stamp.by, '—')}, {shown(stamp.at)}")] if stamp else []
    facts(found)


def _open(desk: Desk, kept: Deviation) -> None:
    if desk.may("check.mend"):
        specs = [described(Deviation, n) for n in ("cause", "action")]
        key = f"mend:{kept.id}"
        st.caption(T("checks.two_hands"))
        filled = form(desk, specs, key, flat(specs, kept), T("checks.mend"), revision=kept.revision)
        if filled:
            with shown_errors(key):
                checks.mend(desk, kept.id, filled.revision, filled.values, filled.why)
                done("checks.mended")
    if desk.may("check.make"):
        with st.expander(T("checks.edit"), icon=":material/edit:"):
            specs = [described(Deviation, n) for n in ("responsible", "due", "text")]
            key = f"deviation:{kept.id}"
            filled = form(desk, specs, key, flat(specs, kept), revision=kept.revision)
            if filled:
                with shown_errors(key):
                    checks.edit(desk, kept.id, filled.revision, filled.changed, filled.why)
                    done("checks.edited")


def _done(desk: Desk, kept: Deviation) -> None:
    if kept.done_by and kept.done_by.by == desk.actor.id:
        st.caption(T("checks.two_hands"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        close = asked("checks.close", "optional", "primary", ":material/task_alt:", kept.id, act="deviation.close")
        due = st.date_input(T("checks.new_due"), desk.today() + timedelta(days=3), key=f"v:checks.due:{kept.id}",
                            format="DD.MM.YYYY", width=160)  # fmt: skip
        back = asked("checks.give_back", icon=":material/undo:", name=kept.id, act="deviation.give_back")
    with shown_errors():
        if close:
            checks.close(desk, kept.id, kept.revision, close)
            done("checks.closed")
        if back:
            checks.give_back(desk, kept.id, kept.revision, due or desk.today(), back)
            done("checks.given_back")
