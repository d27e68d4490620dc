"""The steps of a sheet on the screen: what was done by whom, and the buttons of what may be done next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from core import sheets
from core.desk import Desk
from core.errors import Problems
from core.sheets import midterms
from core.sheets.drafts import Cell
from core.sheets.window import is_shut, open_until
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.sheet.grid import may_fill, problem_lines
from core.ui.style import safe, shown
from schemas.base import Id
from schemas.grade_sheet import GradeSheet
from schemas.words import UNDONE, SheetStatus

Seen = tuple[int, str]


def window_line(desk: Desk, sheet: GradeSheet) -> None:
    """Until when marks are taken, or that the window has shut and who opens it again; of a closed sheet, that one
    person filled and closed it."""
    if sheet.alone and desk.may("correction.read"):
        st.warning(safe(T("sheets.alone", name=sheet.steps[-1].name)), icon=":material/notification_important:")
    if sheet.status is not SheetStatus.open:
        return
    if is_shut(sheet, desk.now(), desk.today()):
        st.warning(T("sheets.window_is_shut", day=sheet.due), icon=":material/lock_clock:")
    elif isinstance(until := open_until(sheet, desk.now()), datetime):
        st.info(T("sheets.window_until", at=until), icon=":material/lock_open:")


def before_drawing(sheet: Id) -> None:
    """A press that draws the whole page stands on what the page had shown, not on what is drawn now."""
    st.session_state[f"before:{sheet}"] = st.session_state.get(f"seen:{sheet}")


def drawn(desk: Desk, sheet: GradeSheet, cells: Mapping[tuple[Id, str], Cell]) -> None:
    """Remember what this drawing shows: signing and closing stand on that."""
    st.session_state[f"seen:{sheet.id}"] = (sheet.revision, sheets.seen_mark(dict(cells), desk.actor.id))


@st.fragment
def steps(desk: Desk, sheet: Id) -> None:
    """The buttons of the next step run by themselves: they are not drawn anew at each typed cell."""
    now = desk.get(GradeSheet, sheet, "grade_sheet.read")
    seen = st.session_state.pop(f"before:{sheet}", None) or st.session_state.get(f"seen:{sheet}")
    advance(desk, now, seen or (0, ""))


def advance(desk: Desk, sheet: GradeSheet, seen: Seen) -> None:
    """Hand in, sign, close: the buttons this user may press now; what is wrong stands under them by name."""
    if sheet.status not in (SheetStatus.open, SheetStatus.filled, SheetStatus.signed):
        return
    part, _ = sheets.part_of(sheet, desk.actor.role, desk.actor.assigned.get("teacher", ()))
    may_sign = desk.may("grade_sheet.sign") and part is not None and sheet.status is not SheetStatus.signed
    may_hand_in = sheet.status is SheetStatus.open and may_fill(desk, sheet) and not may_sign
    if may_sign or desk.may("grade_sheet.close"):
        _midterms(desk, sheet)
        st.caption(T("sheets.sign_hint" if may_sign else "sheets.close_hint"))
    with st.container(horizontal=True):
        sign = (
            asked("sheets.sign", need="no", type="primary", icon=":material/draw:", name=sheet.id) if may_sign else None
        )
        close = None
        if desk.may("grade_sheet.close"):
            close = asked("sheets.close", need="optional", type="primary", icon=":material/lock:", name=sheet.id)
        hand = asked("sheets.hand_in", need="no", icon=":material/task:", name=sheet.id) if may_hand_in else None
        back = None
        if sheet.status is not SheetStatus.open and desk.may("grade_sheet.close"):
            back = asked("sheets.send_back", icon=":material/undo:", name=sheet.id, hint="sheets.send_back_hint")
    with shown_errors():
        try:
            if sign:
                sheets.sign(desk, sheet.id, *seen, sign)
                done("sheets.signed", number=sheet.number)
            if hand:
                sheets.hand_in(desk, sheet.id, *seen, hand)
                done("sheets.handed_in", number=sheet.number)
            if close:
                sheets.close(desk, sheet.id, *seen, close)
                done("sheets.closed", number=sheet.number)
            if back:
                sheets.send_back(desk, sheet.id, seen[0], back)
                done("sheets.sent_back", number=sheet.number)
        except Problems as e:
            problem_lines(sheet, e)


def _midterms(desk: Desk, sheet: GradeSheet) -> None:
    """Before a signature: the midterm sheets that are still open, by number, and whether the kind lets that be."""
    if numbers := midterms.open_for(desk.store, sheet):
        key = "midterm_open_refused" if midterms.refuses(sheet) else "midterm_open"
        st.warning(safe(T(f"sheets.{key}", number=sheet.number, numbers=", ".join(numbers))), icon=":material/warning:")


def beside(desk: Desk, sheet: GradeSheet) -> None:
    """What the office does with a sheet that is not closed: issue, add who came late, reopen, cancel."""
    if sheet.status not in UNDONE or not desk.may("grade_sheet.open"):
        return
    id, revision = sheet.id, sheet.revision
    with st.container(horizontal=True), shown_errors():
        if sheet.status is SheetStatus.draft:
            issued = asked("sheets.issue", need="no", type="primary", icon=":material/play_arrow:", name=id)
            if issued:
                sheets.issue(desk, id, revision, issued)
                done("sheets.issued", number=sheet.number)
        if sheet.status is SheetStatus.open and sheet.once:
            late = asked("sheets.add_late", name=id, icon=":material/person_add:", hint="sheets.add_late_hint")
            if late:
                sheets.add_late(desk, id, revision, late)
                done("sheets.late_added")
        gone = asked("sheets.cancel", name=id, icon=":material/cancel:", hint="sheets.cancel_hint")
        if gone:
            sheets.cancel(desk, id, revision, gone)
            done("sheets.cancelled", number=sheet.number)
    if sheet.status is SheetStatus.open and desk.may("grade_sheet.reopen") and is_shut(sheet, desk.now(), desk.today()):
        _reopen(desk, sheet)


def _reopen(desk: Desk, sheet: GradeSheet) -> None:
    with st.expander(T("sheets.reopen"), icon=":material/lock_open:"), shown_errors():
        day, hour = st.columns([2, 1])
        until = day.date_input(
            T("sheets.until_day"), desk.today() + timedelta(days=1), min_value=desk.today(), format="DD.MM.YYYY",
            key=f"v:until:{sheet.id}",
        )  # fmt: skip
        at = hour.time_input(T("sheets.until_hour"), time(18, 0), key=f"v:hour:{sheet.id}", step=1800)
        why = asked("sheets.reopen_now", name=sheet.id, hint="sheets.reopen_hint")
        if why:
            moment = datetime.combine(until, at, ZoneInfo(desk.zone))
            sheets.reopen(desk, sheet.id, sheet.revision, moment, why)
            done("sheets.reopened", number=sheet.number, at=moment)


def trail(sheet: GradeSheet) -> None:
    """Every step with who and when, every signature, every reopening."""
    rows = [(s.at, s.status.label(lang()), s.name, s.reason) for s in sheet.steps]
    rows += [
        (s.at, T("sheets.signature_paper" if s.paper else "sheets.signature", post=s.part.label(lang())), s.name, "")
        for s in sheet.signatures if s.part
    ]  # fmt: skip
    rows += [(r.at, T("sheets.reopened_until", at=r.until), r.name, r.reason) for r in sheet.reopened]
    left = sheets.unsigned(sheet) if sheet.status in UNDONE else []
    for at, what, name, reason in sorted(rows, key=lambda r: r[0]):
        st.markdown(safe(" · ".join(x for x in (shown(at), what, name, reason) if x)))
    if left:
        names = ", ".join(f"{part.label(lang())} {name}".strip() for part, _, name in left)
        st.caption(safe(T("sheets.unsigned", names=names)))
