"""A year at a glance: how each graduate stands, what is missing and where it is mended; many prepared in one press."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from core.desk import Desk
from core.diplomas import work
from core.diplomas.checks import Light
from core.diplomas.reading import Line
from core.ui.diplomas import parts
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, go, lang
from core.ui.style import badge, metrics, safe
from core.ui.tables import headed, picked
from schemas.base import Id
from schemas.diploma import DiplomaStatus

S = DiplomaStatus
DOTS = {Light.green: "●", Light.amber: "◆", Light.red: "▲"}
SHOWS = ("all", "not_ready", "to_look", "ready")
WIDTHS = {"light": 130, "name": 210, "student": 110, "group": 80, "diploma": 140, "lacks": 620}


def screen(desk: Desk, at: int) -> Id | None:
    """The view; the id of a diploma that is to be opened."""
    found = parts.lines(desk, at)
    if not found:
        empty("diplomas_page.nobody_awarded", "diplomas_page.nobody_awarded_hint", "pages/attestation_results.py",
              "menu.attestation_results")  # fmt: skip
        return None
    parts.house(desk)
    parts.blanks(desk, [x.takes for x in found if x.waits], all_of=False)
    _figures(found)
    _prepare(desk, at, found)
    words = {s: T(f"diplomas_page.show.{s}") for s in SHOWS}
    which = st.segmented_control(T("diplomas_page.show.all"), SHOWS, default="all", required=True,
                                 key="v:diplomas_page.show", format_func=lambda s: words.get(s, str(s)),
                                 label_visibility="collapsed")  # fmt: skip
    wanted = {"not_ready": Light.red, "to_look": Light.amber, "ready": Light.green}.get(which or "all")
    shown = [x for x in found if wanted is None or x.waits and x.light is wanted]
    if not shown:
        st.success(T("diplomas_page.none_such"), icon=":material/task_alt:")
        return None
    heads = [headed(h, f"diplomas_page.head.{h}") for h in ("light", "name", "student", "group", "diploma", "lacks")]
    clicked = picked("diplomas.glance", heads, [_row(x) for x in shown], size=len(shown) + 1, widths=WIDTHS)
    chosen = next((x for x in shown if x.study == clicked), None)
    return _one(chosen) if chosen else None


def _figures(found: Sequence[Line]) -> None:
    lights = Counter(x.light for x in found if x.waits)
    states = Counter(x.status for x in found)
    metrics([
        (T("diplomas_page.graduates"), len(found), None), (T("diplomas_page.show.ready"), lights[Light.green], None),
        (T("diplomas_page.show.to_look"), lights[Light.amber], T("diplomas_page.to_look_hint")),
        (T("diplomas_page.show.not_ready"), lights[Light.red], None),
        *((s.label(lang()), states[s], None) for s in (S.registered, S.printed, S.issued)),
    ])  # fmt: skip


def _prepare(desk: Desk, at: int, found: Sequence[Line]) -> None:
    bare = [x.pair for x in found if x.status is None]
    if not bare or not desk.may("diploma.prepare"):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(T("diplomas_page.bare", n=len(bare)), width="content")
        why = asked("diplomas_page.prepare", "optional", "primary", ":material/edit_document:", str(at),
                    act="diploma.prepare")  # fmt: skip
    if why:
        with shown_errors():
            done("diplomas_page.prepared", n=work.prepare(desk, at, bare, why))


def _row(of: Line) -> dict[str, object]:
    said = "; ".join(parts.words(c) for c in of.lacks) if of.waits else ""
    status = of.status.label(lang()) if of.status else T("diplomas_page.no_diploma")
    return {
        "_id": of.study, "light": f"{DOTS[of.light]} {of.light.label(lang())}" if of.waits else "—",
        "name": of.name.get(lang()), "student": of.number, "group": of.group,
        "diploma": f"{status} {of.registered}".strip(), "lacks": said or "—",
    }  # fmt: skip


def _one(of: Line) -> Id | None:
    """All checks of the graduate that was clicked, and the ways to mend."""
    opened = None
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{safe(of.name.get(lang()))}** · {safe(of.number)} · {safe(of.kind.get(lang()))}",
                        width="content")  # fmt: skip
            if of.status:
                badge(of.status, parts.COLOURS[of.status])
            if of.diploma and st.button(T("diplomas_page.open"), icon=":material/open_in_new:", type="tertiary"):
                opened = of.diploma.id
            go("pages/student.py", "graduates.open_card", "person", f"card:{of.study}", id=of.student)
        left, right = st.columns(2)
        with left:
            for check in of.lacks:
                parts.way(check, of.study)
            if not of.lacks:
                st.markdown(f":green[:material/task_alt: {T('diplomas_page.whole')}]")
        with right:
            for check in of.found:
                if check.light is Light.green:
                    parts.way(check, of.study)
        parts.proof(of)
    return opened


__all__ = ["screen"]
