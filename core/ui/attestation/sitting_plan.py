"""Planning a sitting by hand, publishing drafts: forms that say beside each field what is in the way."""

from __future__ import annotations

import streamlit as st

from core.attestation import settings, sittings
from core.attestation.sittings import reading
from core.attestation.sittings.steps import FIELDS
from core.desk import Desk
from core.fields import described
from core.ui.attestation.sitting_plan_board import figures
from core.ui.attestation.sitting_plan_parts import commission_of, heard_by, opened_from
from core.ui.forms import asked, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.tables import plain_table
from schemas.attestation import Commission, Sitting


def plan(desk: Desk, year: int) -> None:
    """The tab of a new sitting: commission and form, who is heard, day, hour, room, who sits."""
    chosen = heard_by(desk, year, "sittings.plan")
    if chosen is None:
        return
    of, kind = chosen
    waiting = reading.waiting(desk, of, kind)
    ready = {w.candidacy.id: w.candidacy for w in waiting if not w.key}
    key = f"sitting:new:{of.id}:{kind}"
    drawn = st.session_state.get(f"{key}!n", 0)
    names = {i: f"{c.student.label.get(lang())} · {c.group}".rstrip(" ·") for i, c in ready.items()}
    st.caption(T("sittings.waits", n=len(ready)) if waiting else T("sittings.nobody_waits"))
    heard = st.multiselect(
        T("sittings.who_heard"), list(ready), key=f"v:{key}:heard:{drawn}", format_func=lambda i: names.get(i, i)
    )
    usual = [s.id for s in of.seats if s.until is None]
    present = seats(of, f"v:{key}:present:{drawn}", usual)
    days = [d for d in reading.days(desk, of) if d >= desk.today()]
    first = {"minutes": settings.form(kind).minutes, "pause": 0, "starts": "09:00",
             **({"day": days[0].isoformat()} if days else {})}  # fmt: skip
    filled = form(desk, [described(Sitting, p) for p in FIELDS], key, first, T("sittings.plan"), "optional", columns=3)
    if filled:
        values = {k: v for k, v in filled.values.items() if k in FIELDS}
        with shown_errors(key):
            sittings.plan(desk, of.id, kind, values, heard, filled.why, None if present == usual else present)
            done("sittings.planned")
    not_yet(waiting)


def seats(of: Commission, key: str, first: list[str]) -> list[str]:
    """Who of the commission sits; first: who is named before anything is chosen."""
    names = {s.id: f"{s.called} ({s.part.label(lang()).lower()})" for s in of.seats}
    there = [i for i in first if i in names]
    chosen: list[str] = st.multiselect(
        T("sittings.who_sits"), list(names), there, key=key, format_func=lambda i: names.get(i, i)
    )
    return chosen


def not_yet(waiting: list[reading.Waiting]) -> None:
    """Who waits but can have no sitting yet, and why."""
    rest = [w for w in waiting if w.key]
    if rest:
        with st.expander(T("sittings.waits_not", n=len(rest)), icon=":material/hourglass:"):
            rows = [[w.candidacy.student.label.get(lang()), w.candidacy.group, T(w.key)] for w in rest]
            plain_table([T(f"sittings.head.{w}") for w in ("student", "group", "why")], rows)


def publish(desk: Desk, year: int) -> None:
    """The tab of publishing: the drafts of a commission or of all, all of them at once or none."""
    of = commission_of(desk, year, every=True)
    figures(desk, year, of)
    found = reading.drafts(desk, year, of.id if of else None)
    if not found:
        st.info(T("sittings.nothing_to_publish"), icon=":material/check:")
        return
    opened_from(found, "sittings_drafts")
    why = asked("sittings.publish", need="optional", type="primary", icon=":material/campaign:",
                name=of.id if of else "all", hint="sittings.publish_hint", act="sitting.publish")  # fmt: skip
    if why:
        with shown_errors():
            n = sittings.publish(desk, [s.id for s in found], why)
            done("sittings.published_done", n=n)
