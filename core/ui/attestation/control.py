"""The control of final attestation on the screen: a frame for each commission, each missing thing a way to its page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.attestation import control
from core.attestation.control import LATE, Item, Line
from core.desk import Desk
from core.ui.attestation.commission import COLOURS
from core.ui.page import T, empty, go, lang
from core.ui.style import badge, metrics, safe
from schemas.attestation import CommissionStatus
from schemas.base import Ref

SHOWS = ("all", "missing", "late")


def year(desk: Desk) -> int:
    """Which year; held by the address."""
    known, typed = control.years(desk), st.query_params.get("year", "")
    usual = int(typed) if typed in map(str, known) else control.usual(desk)
    st.session_state.setdefault("v:control.year", usual)
    found = st.selectbox(T("attestation_control.year"), known, key="v:control.year", width=200)
    st.query_params["year"] = str(found)
    return int(found or usual)


def unheard(desk: Desk, programmes: Sequence[Ref], year: int) -> None:
    """Programmes whose students graduate and that nobody hears."""
    if not programmes:
        return
    names = ", ".join(p.label.get(lang()) for p in programmes)
    st.warning(safe(T("attestation_control.unheard", year=str(year), names=names)), icon=":material/campaign:")
    if desk.may("attestation.edit"):
        go("pages/commissions.py", "commissions.nominate", "add", id="new")


def nothing(desk: Desk, year: int) -> None:
    """A year without commissions: what is to be done first."""
    edits = desk.may("attestation.edit")
    empty("attestation_control.none", "attestation_control.none_begin" if edits else None,
          "pages/commissions.py" if edits else None, "menu.commissions" if edits else None, year=str(year))  # fmt: skip


def figures(lines: Sequence[Line]) -> None:
    """How many commissions there are, how many lack something, how many are late with it."""
    late = sum(any(i.state == LATE for i in x.items) for x in lines)
    missing = sum(bool(x.missing) for x in lines)
    metrics([
        (T("attestation_control.commissions"), len(lines), None),
        (T("attestation_control.whole"), len(lines) - missing, None),
        (T("attestation_control.lacking"), missing, None), (T("attestation_control.late"), late, None),
    ])  # fmt: skip


def shown_lines(lines: Sequence[Line]) -> list[Line]:
    """The commissions that are asked for: all, those that lack something, those that are late."""
    words = {s: T(f"attestation_control.show_{s}") for s in SHOWS}
    which = st.segmented_control(T("attestation_control.show"), SHOWS, default="all", required=True,
                                 key="v:control.show", format_func=lambda s: words.get(s, str(s)),
                                 label_visibility="collapsed")  # fmt: skip
    found = [
        x for x in lines
        if which == "all" or which == "missing" and x.missing or which == "late"
        and any(i.state == LATE for i in x.items)
    ]  # fmt: skip
    if not found:
        st.success(T("attestation_control.none_such"), icon=":material/task_alt:")
    return found


def draw(desk: Desk, line: Line) -> None:
    """One commission: who, how many days are left, what is missing, what is there."""
    one = line.facts.commission
    with st.container(border=True):
        who, when, what = st.columns((3.2, 1.6, 6.4), vertical_alignment="top")
        with who:
            st.markdown(f"**{safe(one.name.get(lang()))}**")
            unit = one.department.label.get(lang()) if one.department else T("commissions.all_departments")
            st.caption(safe(f"№ {one.number} · {unit}"))
            with st.container(horizontal=True, vertical_alignment="center"):
                badge(one.status, COLOURS[one.status.value])
                st.caption(T("attestation_control.graduates_n", n=line.facts.graduates), width="content")
        with when:
            _days(line)
        with what:
            _missing(line)
            if line.ready:
                names = ", ".join(T(f"attestation_control.item_{i.what}") for i in line.ready)
                st.caption(f":green[:material/check_circle:] {T('attestation_control.ready')}: {safe(names)}")


def _days(line: Line) -> None:
    facts = line.facts
    if facts.commission.status is CommissionStatus.closed:
        st.markdown(f":gray[{T('attestation_control.over')}]")
        return
    if line.days is None or facts.begins is None:
        st.markdown(f":gray[{T('attestation_control.day_unknown')}]")
        return
    if facts.ends is not None and line.days <= 0 and (facts.ends - facts.begins).days + line.days < 0:
        st.markdown(f":gray[{T('attestation_control.held')}]")
    elif line.days <= 0:
        st.markdown(f":blue[**{T('attestation_control.goes_on')}**]")
    else:
        colour = "red" if line.days <= 14 else "orange" if line.days <= 60 else "gray"
        st.markdown(f":{colour}[**{safe(T('attestation_control.days_left', n=line.days))}**]")
    key = "first_sitting" if facts.planned else "by_calendar"
    st.caption(safe(T(f"attestation_control.{key}", day=facts.begins)))


def _missing(line: Line) -> None:
    if not line.missing:
        st.markdown(f":green[:material/task_alt: {T('attestation_control.nothing_missing')}]")
        return
    with st.container(horizontal=True, gap="small"):
        for item in line.missing:
            _way(line, item)


def _way(line: Line, item: Item) -> None:
    """One missing thing: a button to the page that mends it, or words for who may not open that page."""
    said = T(f"attestation_control.miss_{item.what}", n=item.n)
    if item.due is not None:
        said += f" · {T('attestation_control.due', day=item.due)}"
    icon = ":material/timer_off:" if item.state == LATE else ":material/pending:"
    label = f":red[{safe(said)}]" if item.state == LATE else safe(said)
    if item.page not in st.session_state.get("_pages", ()):
        st.markdown(f"{icon} {label}", width="content")
    elif st.button(label, key=f"way:{line.facts.commission.id}:{item.what}", icon=icon, type="secondary"):
        st.switch_page(f"pages/{item.page}.py", query_params=dict(item.address))


__all__ = ["draw", "figures", "nothing", "shown_lines", "unheard", "year"]
