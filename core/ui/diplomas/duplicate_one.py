"""One application: its clock, what is missing, and the steps from the draft to the holder's hands."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.desk import Desk
from core.diplomas import duplicates, platform, reading, requests, settings
from core.diplomas.checks import Light
from core.fields import described
from core.ui.diplomas import duplicate_list, duplicate_new, one, parts
from core.ui.files import offered
from core.ui.forms import asked, form
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, go, lang
from core.ui.style import badge, facts, safe, shown
from schemas.base import Id
from schemas.diploma import Diploma, DiplomaStatus, DuplicateRequest, PlatformNumber, RequestStatus, Takes

S = DiplomaStatus
COLOURS = {RequestStatus.asked: "blue", RequestStatus.made: "green", RequestStatus.refused: "gray"}


def screen(desk: Desk, id: Id) -> None:
    """The whole of one application; an address that leads nowhere is answered in words."""
    with shown_errors():
        request = requests.get(desk, id)
        _draw(desk, request, reading.get(desk, request.of.id), requests.made_of(desk, request))


def _draw(desk: Desk, request: DuplicateRequest, of: Diploma, made: Diploma | None) -> None:
    opened(desk, "duplicates", "duplicate_requests", request.id, request.label().kk,
           of.student.id if of.student else "")  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(safe(T("duplicates.one", number=request.number)), anchor=False, width="content")
        badge(request.status, COLOURS[request.status])  # type: ignore[arg-type]
        if clock := requests.left(desk, request, requests.marks(desk, [request])):
            badge(duplicate_list.said(clock), duplicate_list.colour(clock))
    _facts(desk, request)
    st.subheader(T("duplicates.original"), anchor=False)
    duplicate_new.original(of)
    go("pages/diplomas.py", "duplicates.open_original", "workspace_premium", "original", id=of.id)
    if request.status is RequestStatus.asked:
        _way(desk, request, of, made)
    elif made:
        _made(desk, made)


def _facts(desk: Desk, request: DuplicateRequest) -> None:
    words = {p: described(DuplicateRequest, p).label(lang()) for p in ("asked_on", "due", "ground", "parts", "paper",
                                                                       "story", "why")}  # fmt: skip
    facts([
        (words["asked_on"], shown(request.asked_on)), (words["due"], shown(request.due)),
        (words["ground"], request.ground.label(lang())),
        (words["parts"], ", ".join(p.label(lang()) for p in request.parts)),
    ], 4)  # fmt: skip
    said = [(words["paper"], request.paper), (words["story"], request.story)]
    facts([*said, *([(words["why"], request.why)] if request.why else [])], 2)
    if request.scan:
        offered(desk, request.scan, f"duplicate.scan:{request.id}", "duplicates", "duplicate_requests", request.id,
                request.number, words=T("duplicates.scan_open"))  # fmt: skip


def _way(desk: Desk, request: DuplicateRequest, of: Diploma, made: Diploma | None) -> None:
    """While it waits: what is missing, the draft, the platform's number, the number of the book; or the refusal."""
    st.subheader(T("duplicates.lacks"), anchor=False)
    found = requests.checks(desk, request, of, made)
    order = (Light.red, Light.amber, Light.green)
    for check in sorted(found, key=lambda c: order.index(c.light)):
        parts.way(check, request.id)
    if not desk.may(duplicates.ASK):
        return
    if made and Takes.diploma in request.parts:
        _platform(desk, made)
    if made and desk.may(duplicates.MAKE) and all(c.code != "duplicate_hands" or c.light is not Light.red
                                                  for c in found):  # fmt: skip
        _register(desk, request, made, any(c.light is Light.red for c in found))
    st.divider()
    with st.container(horizontal=True):
        if made is None:
            _prepare(desk, request)
        else:
            one.drop(desk, made, "duplicates.drop_hint")
        _refuse(desk, request)


def _prepare(desk: Desk, request: DuplicateRequest) -> None:
    why = asked("duplicates.prepare", "optional", "primary", ":material/edit_document:", request.id,
                "duplicates.prepare_hint", act="diploma.prepare_duplicate")  # fmt: skip
    if why:
        with shown_errors():
            duplicates.prepare(desk, request.id, why)
            done("duplicates.prepared")


def _platform(desk: Desk, made: Diploma) -> None:
    """The number and the QR that the platform gave for this duplicate."""
    with st.expander(T("duplicates.platform"), icon=":material/qr_code_2:", expanded=made.platform is None):
        st.caption(T("duplicates.platform_hint"))
        key = f"diploma.platform:{made.id}"
        specs = [described(PlatformNumber, p) for p in ("series", "number", "day", "payload")]
        now = made.platform.model_dump(mode="json") if made.platform else {"series": settings.body(made.kind).series}
        filled = form(desk, specs, key, now, T("common.save"), "no", made.revision, columns=3, act="diploma.platform")
        if filled:
            with shown_errors(key):
                platform.bring(desk, {made.id: filled.values}, filled.why)
                done("duplicates.platform_done")


def _register(desk: Desk, request: DuplicateRequest, made: Diploma, lacks: bool) -> None:
    st.subheader(T("duplicates.register"), anchor=False)
    st.caption(T("duplicates.register_hint"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = st.date_input(T("diplomas_page.dated"), desk.today(), format="DD.MM.YYYY", width=200,
                            min_value=request.asked_on, max_value=desk.today(),
                            key=f"v:duplicates.dated:{request.id}")  # fmt: skip
        why = asked("duplicates.register", "optional", "primary", ":material/menu_book:", request.id,
                    disabled=lacks or not isinstance(day, date), act=duplicates.REGISTER)  # fmt: skip
    if why and isinstance(day, date):
        with shown_errors():
            found = duplicates.register(desk, made.id, made.revision, day, why)
            done("duplicates.registered", number=found.number)


def _refuse(desk: Desk, request: DuplicateRequest) -> None:
    why = asked("duplicates.refuse", name=request.id, icon=":material/block:", hint="duplicates.refuse_hint",
                act="diploma.refuse_duplicate")  # fmt: skip
    if why:
        with shown_errors():
            duplicates.refuse(desk, request.id, request.revision, why)
            done("duplicates.refused")


def _made(desk: Desk, made: Diploma) -> None:
    """Registered: printed on its blanks and handed over as every diploma."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(T("duplicates.made", number=made.number)), anchor=False, width="content")
        badge(made.status, parts.COLOURS[made.status])
    go("pages/diplomas.py", "duplicates.open_duplicate", "workspace_premium", "duplicate", id=made.id)
    one.way(desk, made)
    one.sheets(desk, made)


__all__ = ["screen"]
