"""What the parts of the diplomas' page share: year and view (held by the address), the graduates read once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core import access
from core.desk import Desk
from core.diplomas import needs, reading, settings
from core.diplomas.checks import Check, Light
from core.diplomas.graduates import READ
from core.diplomas.reading import Line
from core.i18n import t
from core.ui.hearing.deciding import proof_lines
from core.ui.page import T, go, lang
from core.ui.progress.chooser import pick
from core.ui.style import Colour, safe
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.diploma import DiplomaStatus
from schemas.reference import Office
from schemas.student import Student

AREA = "diplomas_page"
COLOURS: dict[DiplomaStatus, Colour] = {
    DiplomaStatus.prepared: "orange", DiplomaStatus.registered: "blue", DiplomaStatus.printed: "violet",
    DiplomaStatus.issued: "green", DiplomaStatus.replaced: "gray", DiplomaStatus.annulled: "gray",
}  # fmt: skip
LIGHTS: dict[Light, tuple[Colour, str]] = {
    Light.green: ("green", "check_circle"), Light.amber: ("orange", "warning"), Light.red: ("red", "cancel"),
}  # fmt: skip


def year(desk: Desk) -> int:
    """The year that is looked at."""
    known, now = reading.years(desk), desk.today().year
    return pick("year", known, str, 130, now, False, AREA) or now


def view(names: list[str]) -> str:
    """The part of the page that is open."""
    key, asked = f"v:{AREA}.view", st.query_params.get("view", "")
    st.session_state[key] = asked if asked in names else names[0]
    words = {n: T(f"diplomas_page.view.{n}") for n in names}
    found = st.segmented_control(
        T("diplomas_page.title"), names, required=True, key=key, on_change=_turned, args=(names[0],),
        format_func=lambda n: words.get(n, n), label_visibility="collapsed",
    )  # fmt: skip
    return found or names[0]


def _turned(first: str) -> None:
    st.query_params["view"] = st.session_state[f"v:{AREA}.view"] or first


def house(desk: Desk) -> None:
    """What the institution's card lacks for diplomas of today, once for all graduates, with the way there."""
    row = desk.store.one("office", {})
    said = [T(f"diplomas_page.house_{c}") for c in settings.lacks(Office.model_validate(row) if row else None,
                                                                  desk.today())]  # fmt: skip
    if said:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":orange[:material/warning:] {safe('; '.join(said))}", width="content")
            go("pages/institution.py", "diplomas_page.to_institution", "account_balance")


def blanks(desk: Desk, takes: Sequence[tuple[str, ...]], all_of: bool = True) -> bool:
    """Whether the blanks last for so many diplomas, kind by kind, with the way to the stock; all_of: those that last
    too. False where some are missing."""
    found = needs.needs(desk.store, takes)
    short = [n for n in found if n.missing]
    if short:
        with st.container(horizontal=True, vertical_alignment="center"):
            said = "; ".join(T("diplomas_page.blanks_short", kind=n.name.get(lang()), n=n.missing) for n in short)
            st.markdown(f":red[:material/cancel:] {safe(said)}", width="content")
            go("pages/blanks.py", "diplomas_page.to_blanks", "confirmation_number")
    if all_of and found:
        plain_table(
            [T(f"diplomas_page.head.{h}") for h in ("blank_kind", "needed", "stock", "missing")],
            [[n.name.get(lang()), str(n.needed), str(n.stock) if n.missing else f"≥ {n.needed}",
              str(n.missing) if n.missing else "—"] for n in found], right=(1, 2, 3), widths=(330, 110, 110, 130),
        )  # fmt: skip
    return not short


def lines(desk: Desk, at: int) -> list[Line]:
    """The graduates of a year; read anew once anything was done in the office, and not at every drawing."""
    scope = repr(access.scope_filter(desk.actor, READ, Student))
    whose = f"{desk.actor.role.value} {scope}"
    return _lines(whose, desk.store.name, at, desk.today(), reading.stand(desk), desk)


@st.cache_data(ttl="10m", max_entries=20, show_spinner=False)
def _lines(whose: str, base: str, at: int, today: date, stand: tuple[int, str], _desk: Desk) -> list[Line]:
    return reading.lines(_desk, at)


def words(check: Check) -> str:
    """What a check found, in words."""
    return t(f"diplomas.check.{check.code}", lang(), **check.values).removesuffix(" —")


def way(check: Check, key: str) -> None:
    """One check: its words, and a button to the page that mends it for who may open that page."""
    colour, icon = LIGHTS[check.light]
    said = f":{colour}[:material/{icon}:] {safe(words(check))}"
    if check.light is Light.green or not check.page or check.page not in st.session_state.get("_pages", ()):
        st.markdown(said)
    elif st.button(said, key=f"way:{key}:{check.code}", type="tertiary", help=T("diplomas_page.mend")):
        st.switch_page(f"pages/{check.page}.py", query_params=dict(check.address))


def proof(of: Line) -> None:
    """Each condition of honours over all attempts, kept or not."""
    if of.proof:
        with st.expander(T("protocols.paper_proof"), icon=":material/workspace_premium:"):
            proof_lines(of.proof)


def left_out(names: dict[Id, str], key: str) -> list[Id]:
    """Those of a list that a press is not to touch."""
    return st.multiselect(T("diplomas_page.leave_out"), list(names), key=f"v:{key}", placeholder=T("common.not_chosen"),
                          format_func=lambda i: names.get(i, i))  # fmt: skip
