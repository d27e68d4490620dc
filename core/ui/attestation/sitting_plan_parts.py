"""Small parts that the tabs of sittings share: choice of year, commission and form, tables, papers to take."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.attestation import settings
from core.attestation.sittings import paper, reading
from core.desk import Desk
from core.errors import OfficeError
from core.i18n import date_short, weekday_name
from core.ui.attestation import pickers
from core.ui.messages import sentence
from core.ui.page import T, empty, lang
from core.ui.style import safe
from core.ui.tables.canvas import table_drawn
from schemas.attestation import Commission, CommissionStatus, Sitting, SittingStatus

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLOURS = {"draft": "orange", "published": "green", "open": "blue", "closed": "gray", "cancelled": "gray"}


AREA = "sittings"


def year(desk: Desk) -> int:
    """The year that is looked at: of the address, of the commission it names, else this one."""
    id = st.query_params.get("commission")
    if id and "year" not in st.query_params:
        try:
            st.query_params["year"] = str(desk.get(Commission, id, "attestation.read").year)
        except OfficeError as e:
            del st.query_params["commission"]
            st.info(safe(sentence(e)))
    return pickers.year(reading.years(desk), desk.today().year, AREA)


def commission_of(desk: Desk, at: int, every: bool = False) -> Commission | None:
    """A choice of the year's commissions; every: or all of them (None)."""
    return pickers.commission(reading.commissions(desk, at), AREA, every)


def heard_by(desk: Desk, at: int, key: str) -> tuple[Commission, str] | None:
    """A commission that may sit and one of its forms; what is in the way is said."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of = commission_of(desk, at)
        if of is None:
            st.empty()
        forms = list(dict.fromkeys(h.form for h in of.hears)) if of else []
        names = {f: settings.form_name(f).get(lang()) for f in forms}
        form = st.selectbox(
            T("sittings.form"), forms, key=f"v:{key}:form:{of.id if of else ''}", width=320,
            format_func=lambda f: names.get(f, f),
        )  # fmt: skip
    if of is None:
        empty("sittings.no_commissions", "sittings.no_commissions_hint", "pages/commissions.py",
              "sittings.go_commissions")  # fmt: skip
        return None
    if of.status is not CommissionStatus.ordered:
        st.warning(T("sittings.not_ordered_yet"), icon=":material/gavel:")
        return None
    days = reading.days(desk, of)
    if not days:
        empty("sittings.no_period", None, "pages/calendar.py", "exams.go_calendar")
        return None
    st.caption(T("sittings.period", starts=days[0], ends=days[-1]))
    return (of, form) if form else None


def opened_from(some: Sequence[Sitting], key: str) -> None:
    """Sittings as a table; a click on one opens it."""
    import pandas as pd

    words = ("day", "time", "room", "form", "commission", "heard", "state")
    heads = [T(f"sittings.head.{w}") for w in words]
    rows = [
        [said_day(s), f"{s.starts}–{s.ends}", room_of(s), s.form_name.get(lang()), s.commission.label.get(lang()),
         str(len(s.slots)), s.status.label(lang())]
        for s in some
    ]  # fmt: skip
    chosen = table_drawn(
        pd.DataFrame(rows, columns=heads, dtype=str), hide_index=True, on_select="rerun", selection_mode="single-cell",
        key=f"rows:{key}:{hash(tuple(s.id for s in some))}", width="stretch",
        height="content" if len(rows) <= 20 else 758,
        column_config={heads[5]: st.column_config.TextColumn(heads[5], alignment="right", width=110)},
    ).selection.cells  # fmt: skip
    if chosen and chosen[0][0] < len(some):
        st.query_params["id"] = some[chosen[0][0]].id
        st.rerun()


def said_day(sitting: Sitting) -> str:
    """The day with its weekday."""
    return f"{date_short(sitting.day)}, {weekday_name(sitting.day.weekday(), lang(), short=True)}"


def room_of(sitting: Sitting) -> str:
    """The room, or a dash."""
    return sitting.room.label.get(lang()) if sitting.room else "—"


def programmes(desk: Desk, some: Sequence[Sitting], name: str, key: str) -> None:
    """The programme for the hall in Kazakh and in Russian; nothing where nobody is heard."""
    heard = [s for s in some if s.slots and s.status is not SittingStatus.cancelled]
    if not heard:
        return
    for each in ("kk", "ru"):
        st.download_button(
            T(f"sittings.programme_{each}"), lambda each=each: paper.hall(desk, heard, each),  # type: ignore[misc]
            f"{T('sittings.print.programme')} {name} {each}.pdf", "application/pdf", icon=":material/queue_music:",
            on_click="ignore", key=f"programme:{key}:{each}",
        )  # fmt: skip
