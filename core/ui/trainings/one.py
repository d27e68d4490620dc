"""One training: what it is, one's own signature, the signatures of all, what the office does with it."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from core import files, trainings
from core.desk import Desk, Why
from core.fields import described
from core.ui.files import brought, given, offered
from core.ui.forms import asked, command
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.training import Attendee, Training, TrainingState

COLOURS: dict[TrainingState, Any] = {
    TrainingState.open: "orange", TrainingState.closed: "green", TrainingState.cancelled: "gray",
}  # fmt: skip


def screen(desk: Desk, id: Id) -> None:
    """The training; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, trainings.get(desk, id))


def _draw(desk: Desk, kept: Training) -> None:
    opened(desk, "trainings", "trainings", kept.id, kept.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(f"{kept.number} · {kept.topic}"), anchor=False, width="content")
        badge(kept.status, COLOURS[kept.status])
    signed = sum(p.signed_at is not None for p in kept.people)
    facts([
        (_label("sort"), kept.sort.label(lang())), (_label("day"), shown(kept.day)), (_label("by"), kept.by),
        (_label("until"), shown(kept.until)), (T("trainings.signed_of"), f"{signed} / {len(kept.people)}"),
    ], columns=5)  # fmt: skip
    with st.container(horizontal=True):
        for word, file in (("programme", kept.programme), ("scan", kept.scan)):
            if file and (word == "programme" or desk.may("training.read")):
                offered(desk, file, f"training:{word}:{kept.id}", "trainings", "trainings", kept.id, kept.number,
                        words=T(f"trainings.{word}"))  # fmt: skip
        if desk.may("training.read"):
            given(T("trainings.pdf"), f"training-{kept.number}-{lang()}.pdf",
                  partial(trainings.pdf, desk, kept.id, lang()), f"training:pdf:{kept.id}",
                  icon=":material/print:")  # fmt: skip
    _mine(desk, kept)
    if desk.may("training.read"):
        heads = [_label("people"), *(T(f"trainings.{h}") for h in ("post", "signature"))]
        rows = [[p.user.label.get(lang()), p.post or "—", _signature(kept, p)] for p in kept.people]
        plain_table(heads, rows, widths=(300, 300, 200))
    if desk.may("training.edit") and kept.status is TrainingState.open:
        _office(desk, kept)


def _label(name: str) -> str:
    return described(Training, name).label(lang())


def _signature(kept: Training, of: Attendee) -> str:
    if of.signed_at is None:
        return T("trainings.absent" if kept.status is TrainingState.closed else "trainings.not_signed")
    return T("trainings.on_paper") if of.paper else shown(of.signed_at)


def _mine(desk: Desk, kept: Training) -> None:
    mine = next((p for p in kept.people if p.user.id == desk.actor.id), None)
    if mine is None:
        return
    if mine.signed_at:
        st.success(T("trainings.signed_on", at=shown(mine.signed_at)), icon=":material/draw:")
    elif kept.status is TrainingState.open and kept.day > desk.today():
        st.info(T("trainings.not_yet", day=kept.day), icon=":material/event:")
    elif kept.status is TrainingState.open:
        key = f"training:sign:{kept.id}"
        if st.button(T("trainings.sign"), type="primary", icon=":material/draw:", key=key):
            trainings.sign(desk, kept.id, Why(command=command(key)))
            done("trainings.signed")


def _office(desk: Desk, kept: Training) -> None:
    names = {p.user.id: p.user.label.get(lang()) for p in kept.people if p.signed_at is None}
    if names and kept.day <= desk.today():
        with st.expander(T("trainings.mark_paper"), icon=":material/description:"):
            st.caption(T("trainings.mark_paper_hint"))
            who = st.multiselect(T("trainings.people"), list(names), key=f"v:training.paper:{kept.id}:{kept.revision}",
                                 format_func=lambda i: names.get(i, str(i)))  # fmt: skip
            held = brought(desk, T("trainings.scan"), f"training:scan:{kept.id}:{kept.revision}")
            why = asked("trainings.mark_paper", "optional", "primary", ":material/check:", kept.id,
                        act="training.on_paper")  # fmt: skip
            if why:
                with shown_errors():
                    scan = files.ready(desk, *held) if held else None
                    trainings.on_paper(desk, kept.id, kept.revision, who, scan, why)
                    done("trainings.marked")
    with st.expander(T("trainings.add"), icon=":material/person_add:"):
        there = {p.user.id for p in kept.people}
        more = {r["_id"]: r["name"] for r in trainings.staff(desk.store) if r["_id"] not in there}
        key = f"training:add:{kept.id}:{kept.revision}"
        who = st.multiselect(T("trainings.people"), list(more), key=f"v:{key}",
                             format_func=lambda i: more.get(i, str(i)))  # fmt: skip
        if st.button(T("trainings.add"), key=key, disabled=not who, icon=":material/check:"):
            with shown_errors():
                trainings.add(desk, kept.id, kept.revision, who, Why(command=command(key)))
                done("trainings.added")
    with st.container(horizontal=True):
        close = asked("trainings.close", "optional", "primary", ":material/lock:", kept.id, "trainings.close_hint",
                      act="training.close")  # fmt: skip
        gone = asked("trainings.cancel", icon=":material/event_busy:", name=kept.id, act="training.cancel")
    with shown_errors():
        if close:
            trainings.close(desk, kept.id, kept.revision, close)
            done("trainings.closed")
        if gone:
            trainings.cancel(desk, kept.id, kept.revision, gone)
            done("trainings.cancelled")
