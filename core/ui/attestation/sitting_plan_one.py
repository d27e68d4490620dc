"""One sitting: what it is, its order, who sits, its papers, the steps that lead on; what it was before changes."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.attestation import sittings
from core.attestation.sittings import reading
from core.attestation.sittings.steps import FIELDS, PLANNED
from core.desk import Desk
from core.errors import OfficeError
from core.fields import described
from core.i18n import date_short, moment
from core.ui.attestation.sitting_plan import seats
from core.ui.attestation.sitting_plan_order import order
from core.ui.attestation.sitting_plan_parts import COLOURS, programmes, room_of, said_day
from core.ui.forms import asked, flat, form
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.attestation import Commission, Sitting, SittingStatus

HEARING = "pages/sitting.py"
ROOT = Path(__file__).parents[3]


def one(desk: Desk, id: str) -> None:
    """The whole page of a sitting."""
    if st.button(T("sittings.back"), icon=":material/arrow_back:", type="tertiary"):
        del st.query_params["id"]
        st.rerun()
    try:
        sitting = reading.get(desk, id)
        of = reading.commission(desk, sitting)
    except OfficeError as e:
        st.info(safe(sentence(e)))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(sitting.form_name.get(lang())), anchor=False, width="content")
        badge(sitting.status, COLOURS[sitting.status.value])  # type: ignore[arg-type]
    there = [s.called for s in of.seats if s.id in sitting.present]
    facts([
        (T("sittings.head.commission"), sitting.commission.label.get(lang())),
        (T("sittings.head.day"), said_day(sitting)), (T("sittings.head.time"), f"{sitting.starts}–{sitting.ends}"),
        (T("sittings.head.room"), room_of(sitting)),
    ], 4)  # fmt: skip
    facts([(T("sittings.head.present"), ", ".join(there))], 1)
    edits = desk.may("attestation.edit") and sitting.status in PLANNED
    _ways(desk, sitting, of, edits)
    order(desk, sitting, of, edits)
    if edits:
        _edit(desk, sitting, of)
    _history(sitting, desk)


def _ways(desk: Desk, sitting: Sitting, of: Commission, edits: bool) -> None:
    """The papers and the steps: publish, open on its day, go to the hearing, take out."""
    with st.container(horizontal=True):
        if sitting.status in (SittingStatus.open, SittingStatus.closed) and (ROOT / HEARING).exists():
            if st.button(T("sittings.to_hearing"), type="primary", icon=":material/gavel:", key="to:hearing"):
                st.switch_page(HEARING, query_params={"id": sitting.id})
        if edits and sitting.status is SittingStatus.draft:
            why = asked("sittings.publish", need="optional", type="primary", icon=":material/campaign:",
                        name=sitting.id, hint="sittings.publish_hint", act="sitting.publish")  # fmt: skip
            if why:
                with shown_errors():
                    sittings.publish(desk, [sitting.id], why)
                    done("sittings.published_done", n=1)
        programmes(desk, [sitting], date_short(sitting.day), sitting.id)
        if edits:
            _out(desk, sitting)
    if sitting.status is SittingStatus.published and sitting.day == desk.today() and desk.may("attestation.hear"):
        _open(desk, sitting, of)


def _out(desk: Desk, sitting: Sitting) -> None:
    why = asked("sittings.cancel", name=sitting.id, icon=":material/event_busy:", act="sitting.cancel")
    if why:
        with shown_errors():
            sittings.cancel(desk, sitting.id, sitting.revision, why)
            del st.query_params["id"]
            done("sittings.cancelled")


def _open(desk: Desk, sitting: Sitting, of: Commission) -> None:
    """Who came, and the button that begins it."""
    with st.container(border=True):
        st.caption(T("sittings.open_hint"))
        there = [s.id for s in of.sitting_on(sitting.day)]
        first = sitting.present if set(sitting.present) <= set(there) else there  # somebody was replaced since
        came = seats(of, f"v:open:{sitting.id}:present", first)
        why = asked("sittings.open", need="optional", type="primary", icon=":material/play_arrow:", name=sitting.id,
                    act="sitting.open")  # fmt: skip
    if why:
        with shown_errors():
            sittings.open_(desk, sitting.id, sitting.revision, why, came)
            done("sittings.opened")


def _edit(desk: Desk, sitting: Sitting, of: Commission) -> None:
    out = sitting.status is SittingStatus.published
    key = f"sitting:{sitting.id}"
    st.subheader(T("sittings.change"), anchor=False)
    if out:
        st.caption(T("sittings.published_hint"))
    present = seats(of, f"v:{key}:present:{sitting.revision}", sitting.present)
    specs = [described(Sitting, p) for p in FIELDS]
    need = "required" if out else "optional"
    filled = form(desk, specs, key, flat(specs, sitting), None, need, sitting.revision, columns=3, act="sitting.change")  # type: ignore[arg-type]
    if filled:
        values = {k: v for k, v in filled.changed.items() if k in FIELDS}
        with shown_errors(key):
            sittings.change(desk, sitting.id, filled.revision, values, filled.why,
                            None if present == sitting.present else present)  # fmt: skip
            done("sittings.changed")


def _history(sitting: Sitting, desk: Desk) -> None:
    """What it was before each change made after publishing."""
    if not sitting.changes:
        return
    st.subheader(T("sittings.was"), anchor=False)
    names = reading.names(desk, {i for c in sitting.changes for i in c.order})
    heads = [T(f"sittings.head.{w}") for w in ("at", "by", "day", "time", "room", "order", "reason", "basis")]
    rows = []
    for c in reversed(sitting.changes):
        basis = f"{c.basis.kind} № {c.basis.number}, {shown(c.basis.day)}" if c.basis else "—"
        rows.append([
            moment(c.at, lang(), short=True), c.by, date_short(c.day), c.starts,
            c.room.label.get(lang()) if c.room else "—", ", ".join(names.get(i, "—") for i in c.order), c.reason, basis,
        ])  # fmt: skip
    plain_table(heads, rows)
