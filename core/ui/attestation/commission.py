"""The card of a commission: where it stands and what presses, then its composition, interests, papers, changes."""

from __future__ import annotations

import streamlit as st

from core.attestation import commissions
from core.attestation.commissions import deadlines
from core.attestation.commissions.deadlines import Deadline
from core.desk import Desk
from core.ui.attestation import commission_interests, commission_papers, commission_seats, commission_steps
from core.ui.attestation.commission_new import next_year
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, go, lang
from core.ui.style import Colour, badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.attestation import Commission, Decided
from schemas.attestation.commission import LIVE
from schemas.base import Id

COLOURS: dict[str, Colour] = {
    "nominated": "orange", "council": "blue", "ordered": "green", "closed": "gray", "cancelled": "gray",
}  # fmt: skip
STATES: dict[str, tuple[str, str]] = {
    deadlines.DONE: ("green", "check_circle"), deadlines.LATE: ("red", "timer_off"),
    deadlines.NEAR: ("orange", "timer"), deadlines.AHEAD: ("gray", "radio_button_unchecked"),
}  # fmt: skip
VIEWS = ("seats", "interests", "papers", "history")


def pressing(desk: Desk) -> Id | None:
    """Above the list: commissions whose next step is near or late; the one that was pressed, else None."""
    found = []
    for year in (next_year(desk) - 1, next_year(desk)):
        for one in commissions.of_year(desk, year):
            step = deadlines.pressing(deadlines.of_commission(one, desk.today())) if one.status in LIVE else None
            if step is not None:
                found.append((step.left, one, step))
    if not found:
        return None
    late = any(left < 0 for left, _, _ in found)
    (st.error if late else st.warning)(T("commissions.pressing", n=len(found)), icon=":material/timer_off:")
    for left, one, step in sorted(found, key=lambda f: f[0])[:5]:
        words = T(f"commissions.pressing_{'late' if left < 0 else 'near'}", number=one.number, n=abs(left),
                  step=T(f"commissions.due_{step.step}"))  # fmt: skip
        label = f"{words} · {safe(one.name.get(lang()))}"
        if st.button(label, type="tertiary", key=f"press:{one.id}", icon=":material/arrow_forward:"):
            return one.id
    return None


def screen(desk: Desk, id: Id) -> None:
    """The card; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, commissions.get(desk, id))


def _draw(desk: Desk, one: Commission) -> None:
    opened(desk, "commissions", "commissions", one.id, one.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(one.name.get(lang())), anchor=False, width="content")
        badge(one.status, COLOURS[one.status.value])
        st.caption(safe(T("commissions.number_n", number=one.number)), width="content")
    facts([
        (T("commissions.year"), str(one.year)),
        (T("commissions.programmes"), ", ".join(p.label.get(lang()) for p in one.programmes)),
        (T("commissions.department"),
         one.department.label.get(lang()) if one.department else T("commissions.all_departments")),
        (T("commissions.council_line"), _paper(one.council)), (T("commissions.order_line"), _paper(one.order)),
    ], columns=(1, 3, 3, 2, 2))  # fmt: skip
    if one.status in LIVE:
        _deadlines(deadlines.of_commission(one, desk.today()))
    elif one.closed_on:
        st.caption(T("commissions.closed") + f" · {shown(one.closed_on)}")
    commission_steps.steps(desk, one)
    with st.container(horizontal=True, gap="medium"):
        go("pages/graduates.py", "menu.graduates", commission=one.id)
        go("pages/sittings.py", "menu.sittings", commission=one.id)
        go("pages/attestation_results.py", "menu.attestation_results", commission=one.id)
        go("pages/attestation_report.py", "attestation_figures.report_title", commission=one.id)
    names = {v: T(f"commissions.view_{v}") for v in VIEWS}
    st.session_state.setdefault("v:commission.view", _asked_view())
    view = st.segmented_control(T("commissions.view"), VIEWS, key="v:commission.view", required=True,
                                format_func=lambda v: names.get(v, str(v)), label_visibility="collapsed")  # fmt: skip
    st.query_params["view"] = str(view)
    match view:
        case "interests":
            commission_interests.interests(desk, one)
        case "papers":
            commission_papers.papers_of(desk, one)
        case "history":
            _history(one)
        case _:
            commission_seats.seats(desk, one)


def _asked_view() -> str:
    asked = st.query_params.get("view", "")
    return asked if asked in VIEWS else VIEWS[0]


def _paper(paper: Decided | None) -> str:
    return T("commissions.paper_line", number=paper.number, day=paper.day) if paper else "—"


def _deadlines(found: list[Deadline]) -> None:
    """The three days in one row: what is done, late or near."""
    for place, each in zip(st.columns(len(found)), found, strict=True):
        colour, icon = STATES[each.state]
        key = "today" if each.state == deadlines.NEAR and not each.left else each.state
        said = T(f"commissions.state_{key}", day=each.day, n=abs(each.left))
        with place.container(border=True, gap=None):
            st.markdown(f":{colour}[:material/{icon}:] **{safe(T(f'commissions.step_{each.step}'))}**")
            st.caption(said if colour == "gray" else f":{colour}[{safe(said)}]")


def _history(one: Commission) -> None:
    if not one.changes:
        st.caption(T("commissions.history_none"))
        return
    names = {s.id: f"{s.called} ({s.part.label(lang())})" for s in one.seats}
    rows = []
    for change in reversed(one.changes):
        basis = change.basis
        paper = f"{basis.kind} № {basis.number}, {shown(basis.day)}" if basis else ""
        rows.append([
            shown(change.at), "; ".join(names.get(i, "") for i in change.left) or "—",
            "; ".join(names.get(i, "") for i in change.came) or "—",
            " · ".join(x for x in (change.reason, paper) if x), change.by,
        ])  # fmt: skip
    plain_table([T(f"commissions.history_{h}") for h in ("at", "left", "came", "why", "by")], rows)


__all__ = ["pressing", "screen"]
