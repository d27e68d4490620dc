"""Numbers of blanks: a field for a hand scanner, the list, and one number with everything that happened to it."""

from __future__ import annotations

import streamlit as st

from core import blanks
from core.desk import Desk
from core.errors import NotFound
from core.ui.blanks.parts import AREA, act_paper, named, to, told
from core.ui.page import T, empty, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import Listing, listing
from schemas.blank import Blank, BlankStatus

SCAN = "v:blanks.scan"
COLOURS = {BlankStatus.in_stock: "green", BlankStatus.reserved: "blue", BlankStatus.filled: "blue",
           BlankStatus.spoiled: "orange", BlankStatus.withdrawn: "orange", BlankStatus.lost: "red"}  # fmt: skip


def screen(desk: Desk) -> None:
    """The field and the list."""
    _scan(desk)
    columns = blanks.columns(desk)
    opened = listing(
        desk,
        Listing(
            name="blanks", read=lambda *asked: blanks.listed(desk, *asked),
            count=lambda text, f: blanks.count(desk, text, f), columns=columns, filters=blanks.filters(desk),
            usual=[p for p, s in columns if s.show.table], export="blank.read", nothing=f"{AREA}.numbers_none",
            sorts={"key": f"{AREA}.by_number", "since": f"{AREA}.by_day", "kind": f"{AREA}.by_kind"},
            name_of=lambda row: Blank.model_validate(row).label().kk,
        ),
    )  # fmt: skip
    if opened:
        to(id=opened["_id"])


def _scan(desk: Desk) -> None:
    """A scanner types series and number and presses Enter; the field is empty again for the next."""
    st.text_input(T(f"{AREA}.scan"), key=SCAN, icon=":material/barcode_scanner:", on_change=_scanned,
                  placeholder=T(f"{AREA}.scan_hint"), max_chars=60, width=420)  # fmt: skip
    typed = st.session_state.get("blanks.scanned", "")
    if not typed:
        return
    found = blanks.by_number(desk, typed)
    if len(found) == 1:
        st.session_state.pop("blanks.scanned", None)
        to(id=found[0].id)
    if not found:
        st.markdown(f":red[:material/error: {T(f'{AREA}.scan_none', typed=safe(typed))}]")
    for blank in found:
        if st.button(f"{safe(named(blank.kind))} · {safe(blank.label().kk)}", key=f"scan:{blank.id}"):
            st.session_state.pop("blanks.scanned", None)
            to(id=blank.id)


def _scanned() -> None:
    st.session_state["blanks.scanned"] = st.session_state[SCAN].strip()
    st.session_state[SCAN] = ""


def record(desk: Desk, id: str) -> None:
    """One number: what it is, where it stands, its whole history."""
    if st.button(T(f"{AREA}.back"), icon=":material/arrow_back:", type="tertiary"):
        to(tab="numbers")
    try:
        blank = blanks.one(desk, id)
    except NotFound:
        empty(f"{AREA}.no_such")
        return
    st.title(safe(blank.label().kk), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        badge(blank.status, COLOURS.get(blank.status, "gray"))  # type: ignore[arg-type]
        st.caption(safe(named(blank.kind)), width="content")
    items = [(T(f"{AREA}.since"), shown(blank.since)), (T(f"{AREA}.received_by"), blank.receipt.label.get(lang()))]
    items += [(T(f"{AREA}.of_paper"), blank.paper.label.get(lang()))] if blank.paper else []
    items += [(T(f"{AREA}.of_student"), blank.student.label.get(lang()))] if blank.student else []
    items += [(T(f"{AREA}.spoiled_why"), blank.spoiled_why)] if blank.spoiled_why else []
    facts(items, 3)
    if desk.may("blank.post") and st.button(T(f"{AREA}.to_act"), icon=":material/edit_note:"):
        to(tab="acts", blank=blank.id)
    st.subheader(T(f"{AREA}.history"), anchor=False)
    for move in reversed(blanks.history_of(desk, blank)):
        with st.container(border=True, gap="small"):
            st.markdown(f"**{told(move)}**")
            way = " → ".join(x for x in (move.source, move.target) if x)
            said = [way, move.reason, move.method, T(f"{AREA}.posted_by", name=move.by.name)]
            st.caption(safe(" · ".join(x for x in said if x)))
            act_paper(desk, move)
