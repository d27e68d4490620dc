"""One power of attorney: what it says, its paper in Kazakh and Russian, the scan, revoking."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from core import attorneys, files
from core.attorneys import Standing
from core.desk import Desk, Why
from core.fields import described
from core.ui.files import brought, given, offered
from core.ui.forms import asked, command
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import badge, facts, safe, shown
from schemas.attorney import Attorney, AttorneyState
from schemas.base import Id

COLOURS: dict[Standing, Any] = {
    Standing.coming: "blue", Standing.stands: "green", Standing.soon: "orange", Standing.ended: "gray",
    Standing.revoked: "red",
}  # fmt: skip


def screen(desk: Desk, id: Id) -> None:
    """It; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, attorneys.get(desk, id))


def _draw(desk: Desk, of: Attorney) -> None:
    opened(desk, "attorneys", "attorneys", of.id, of.number)
    state = attorneys.standing(of, desk.today())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(f"№ {of.number} · {of.who.label.get(lang())}"), anchor=False, width="content")
        badge(state, COLOURS[state])
    facts([
        (_label("post"), of.post or "—"), (_label("before"), of.before), (_label("starts"), shown(of.starts)),
        (_label("ends"), shown(of.ends)), (_label("basis"), of.basis), (_label("day"), shown(of.day)),
        (T("attorneys.given_by"), of.given_by.name),
    ], columns=4)  # fmt: skip
    with st.container(border=True):
        st.markdown(safe(of.what_ru if lang() == "ru" else of.what_kk))
    if of.revoked_on and of.revoked_by:
        words = T("attorneys.revoked_line", day=of.revoked_on, who=of.revoked_by.name, why=of.revoked_why)
        st.error(safe(words), icon=":material/block:")
    with st.container(horizontal=True):
        for spoken in ("kk", "ru"):
            given(T(f"attorneys.pdf_{spoken}"), f"attorney-{of.number}-{spoken}.pdf",
                  partial(attorneys.pdf, desk, of.id, spoken), f"attorney:pdf:{of.id}:{spoken}",
                  icon=":material/print:")  # fmt: skip
        for name, file in (("basis_file", of.file), ("scan", of.scan)):
            if file:
                offered(desk, file, f"attorney:{name}:{of.id}", "attorneys", "attorneys", of.id, of.number,
                        words=T(f"attorneys.{name}"))  # fmt: skip
    if desk.may("attorney.edit") and of.status is AttorneyState.given and state is not Standing.ended:
        _office(desk, of)


def _label(name: str) -> str:
    return described(Attorney, name).label(lang())


def _office(desk: Desk, of: Attorney) -> None:
    key = f"attorney:scan:{of.id}"
    if of.scan is None:
        held = brought(desk, T("attorneys.scan_add"), f"{key}:file")
        if held and st.button(T("attorneys.scan_keep"), key=key, icon=":material/check:"):
            with shown_errors():
                ready = files.ready(desk, *held)
                attorneys.scanned(desk, of.id, of.revision, ready, Why(command=command(key)))
                done("attorneys.scan_kept")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first, last = desk.today(), of.ends
        day = st.date_input(T("attorneys.revoke_from"), value=first, min_value=first, max_value=last,
                            format="DD.MM.YYYY", key=f"v:attorney.day:{of.id}", width=200)  # fmt: skip
        why = asked("attorneys.revoke", icon=":material/block:", name=of.id, act="attorney.revoke")
    if why:
        with shown_errors():
            attorneys.revoke(desk, of.id, of.revision, day, why)
            done("attorneys.revoked")
