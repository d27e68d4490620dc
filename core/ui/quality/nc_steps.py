"""The forms of a nonconformity's steps, each for who may take it: report, open, cause, action, done, check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any

import streamlit as st
from pydantic import Field

from core.db.codec import plain
from core.desk import Desk
from core.fields import FieldSpec, describe, described
from core.quality import nonconformities as acts
from core.quality.hands import CHECK, does, keeps
from core.quality.nonconformities.acts import FACTS, REPORTED
from core.ui.files import brought
from core.ui.forms import asked, flat, form
from core.ui.messages import shown_errors
from core.ui.page import T, done
from schemas.base import Model, Show
from schemas.quality import Nonconformity, NonconformityState
from schemas.quality.nonconformity import WHYS

State = NonconformityState
TERM = timedelta(days=14)  # usual for a corrective action


class _Shown(Model):
    """What shows it, in words."""

    shown: Annotated[str, Field(max_length=2000), Show("Дәлелі", "Чем подтверждается", "What shows it", area=True)] = ""


class _Note(Model):
    """What the check saw."""

    note: Annotated[
        str, Field(max_length=1000), Show("Не тексерілді, не көрінді", "Что проверено, что увидено",
                                          "What was looked at and seen", area=True)
    ] = ""  # fmt: skip


def _specs(*names: str, required: tuple[str, ...] = ()) -> list[FieldSpec]:
    found = [described(Nonconformity, n) for n in names]
    return [replace(s, required=True) if s.path in required else s for s in found]


def report(desk: Desk) -> None:
    """Anybody says that something is not as it is required."""
    key = "nonconformity:new"
    file = brought(desk, T("quality.evidence_file"), f"{key}:file")
    first: dict[str, Any] = {"on": desk.today().isoformat(), "source": "work"}
    names = ("on", "source", "process", "unit", "text", "requirement")
    assert set(names) == set(REPORTED)
    filled = form(desk, [*_specs(*names), *describe(_Shown)], key, first, T("quality.report"), columns=4)
    if filled:
        with shown_errors(key):
            values = dict(filled.values)
            made = acts.report(desk, values, values.pop("shown"), filled.why, file)
            st.query_params.from_dict({"id": made.id})
            done("quality.reported", number=made.number)


def now(desk: Desk, kept: Nonconformity) -> None:
    """What this user may do with it now."""
    own = [kept.author.id, *([kept.responsible.id] if kept.responsible else [])]
    if kept.status is State.proposed:
        if keeps(desk.actor, [kept.author.id]):
            _open(desk, kept)
        else:
            st.caption(T("quality.waits_decision"))
    elif kept.status is State.done:
        _check(desk, kept)
    elif not does(desk.actor, own):
        return
    elif kept.status is State.opened:
        _analyse(desk, kept)
    elif kept.status is State.analysed:
        _plan(desk, kept)
    elif kept.status is State.planned:
        _do(desk, kept)


def _open(desk: Desk, kept: Nonconformity) -> None:
    key = f"nc:open:{kept.id}"
    st.subheader(T("quality.open"), anchor=False)
    specs = _specs("source", "weight", "process", "unit", "standard", "on", "responsible", "due", "requirement", "text",
                   required=("responsible", "due", "requirement"))  # fmt: skip
    first = flat(specs, kept)
    first["due"] = first.get("due") or (desk.today() + TERM).isoformat()
    filled = form(desk, specs, key, first, T("quality.open"), revision=kept.revision, columns=4)
    if filled:
        with shown_errors(key):
            acts.open_(desk, kept.id, filled.revision, filled.values, filled.why)
            done("quality.opened", number=kept.number)
    if keeps(desk.actor, ()):
        why = asked("quality.decline", icon=":material/block:", name=kept.id, hint="quality.decline_hint",
                    act="nonconformity.decline")  # fmt: skip
        if why:
            with shown_errors():
                acts.decline(desk, kept.id, kept.revision, why)
                done("quality.declined", number=kept.number)


def edit(desk: Desk, kept: Nonconformity) -> None:
    """Its facts, for who keeps it."""
    if not keeps(desk.actor, [kept.author.id]):
        return
    with st.expander(T("quality.edit"), icon=":material/edit:"):
        names = [n for n in FACTS if kept.status is not State.planned or n not in ("responsible", "due")]
        specs = _specs(*sorted(names, key=lambda n: n in ("text", "requirement")))
        key = f"nc:edit:{kept.id}"
        filled = form(desk, specs, key, flat(specs, kept), revision=kept.revision, columns=4)
        if filled:
            with shown_errors(key):
                acts.edit(desk, kept.id, filled.revision, filled.changed, filled.why)
                done("common.saved")


def _analyse(desk: Desk, kept: Nonconformity) -> None:
    key = f"nc:cause:{kept.id}"
    st.subheader(T("quality.analyse"), anchor=False)
    st.caption(T("quality.analyse_hint", n=WHYS))
    specs = _specs("correction", "causes", required=("correction",))
    first = flat(specs, kept)
    first["causes"] = plain(kept.causes) or [{"text": ""}]
    filled = form(desk, specs, key, first, T("quality.analyse_save"), revision=kept.revision)
    if filled:
        with shown_errors(key):
            values = filled.values
            acts.analyse(desk, kept.id, filled.revision, values["correction"], values["causes"], filled.why)
            done("quality.analysed", number=kept.number)


def _plan(desk: Desk, kept: Nonconformity) -> None:
    key = f"nc:plan:{kept.id}:{len(kept.actions)}"
    st.subheader(T("quality.plan_further" if kept.actions else "quality.plan"), anchor=False)
    specs = [s for s in described(Nonconformity, "actions").items if s.path in ("what", "responsible", "due")]
    specs.sort(key=lambda s: s.kind == "area")
    first = {"responsible": plain(kept.responsible), "due": (desk.today() + TERM).isoformat()}
    filled = form(desk, specs, key, first, T("quality.plan_save"), revision=kept.revision)
    if filled:
        with shown_errors(key):
            acts.plan(desk, kept.id, filled.revision, filled.values, filled.why)
            done("quality.planned", number=kept.number)
    with st.expander(T("quality.analyse_again"), icon=":material/psychology_alt:"):
        _analyse(desk, kept)


def _do(desk: Desk, kept: Nonconformity) -> None:
    key = f"nc:do:{kept.id}:{len(kept.actions)}"
    st.subheader(T("quality.do"), anchor=False)
    st.caption(T("quality.two_hands"))
    found = {s.path: replace(s, required=True) for s in described(Nonconformity, "actions").items}
    specs = [found["done_on"], found["done_note"]]
    filled = form(desk, specs, key, {"done_on": desk.today().isoformat()}, T("quality.do_save"), revision=kept.revision)
    if filled:
        with shown_errors(key):
            day = date.fromisoformat(filled.values["done_on"])
            acts.do(desk, kept.id, filled.revision, day, filled.values["done_note"], filled.why)
            done("quality.did", number=kept.number)


def _check(desk: Desk, kept: Nonconformity) -> None:
    """The form of the second person; who had a hand in it reads why it is not his."""
    if not desk.may(CHECK):
        st.caption(T("quality.waits_check"))
        return
    if desk.actor.id in kept.hands():
        own = desk.actor.id == kept.author.id
        st.info(T("quality.own_author" if own else "quality.own_hand"), icon=":material/group:")
        return
    st.subheader(T("quality.check"), anchor=False)
    st.caption(T("quality.check_hint"))
    words = {"yes": T("quality.effective"), "no": T("quality.not_effective")}
    verdict = st.segmented_control(
        T("quality.verdict"), list(words), key=f"v:quality.verdict:{kept.id}:{len(kept.actions)}",
        format_func=lambda v: words.get(v, v), label_visibility="collapsed",
    )  # fmt: skip
    if not verdict:
        return
    key = f"nc:check:{kept.id}:{len(kept.actions)}:{verdict}"
    specs = [replace(s, required=True) for s in describe(_Note)]
    submit = T("quality.close" if verdict == "yes" else "quality.give_back")
    filled = form(desk, specs, key, {}, submit, revision=kept.revision)
    if filled:
        with shown_errors(key):
            acts.check(desk, kept.id, filled.revision, verdict == "yes", filled.values["note"], filled.why)
            done("quality.closed" if verdict == "yes" else "quality.given_back", number=kept.number)


def attach(desk: Desk, kept: Nonconformity) -> None:
    """Bring a further piece of evidence."""
    with st.expander(T("quality.attach"), icon=":material/attach_file:"):
        key = f"nc:attach:{kept.id}:{len(kept.evidence)}"
        file = brought(desk, T("quality.evidence_file"), f"{key}:file")
        filled = form(desk, list(describe(_Shown)), key, {}, T("quality.attach_save"), revision=kept.revision)
        if filled:
            with shown_errors(key):
                acts.attach(desk, kept.id, filled.revision, filled.values["shown"], filled.why, file)
                done("quality.attached")


__all__ = ["attach", "edit", "now", "report"]
