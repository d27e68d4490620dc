"""Conflicts of interest on the card: found and declared, with names; declaring one, taking a mistaken one out."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.attestation import commissions, settings
from core.attestation.commissions import Flag
from core.desk import Desk
from core.fields import Option, described
from core.ui.attestation.picking import choice
from core.ui.forms import asked, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, go, lang
from core.ui.tables import plain_table
from schemas.attestation import Commission, Conflict, ConflictKind
from schemas.attestation.commission import LIVE
from schemas.base import LANGS, Text

DECLARED = (ConflictKind.relative, ConflictKind.other)


def interests(desk: Desk, one: Commission) -> None:
    """The whole part."""
    flags = commissions.flagged(desk, one)
    st.caption(T("commissions.interests_hint"))
    if flags:
        st.warning(T("commissions.interests_n", n=len(flags)), icon=":material/balance:")
        if settings.rules().conflicted:
            st.caption(T("commissions.interests_barred"))
        rows = [
            [f"{f.seat.called} ({f.seat.part.label(lang())})", f.student.label.get(lang()), f.group,
             f.conflict.kind.label(lang()), f.conflict.note, _known(f)]
            for f in flags
        ]  # fmt: skip
        heads = ("who", "student", "group", "kind", "note", "from_where")
        plain_table([T(f"commissions.{h}") for h in heads], rows)
    elif commissions.graduates(desk, one.id):
        st.success(T("commissions.interests_none"), icon=":material/balance:")
    if one.status in LIVE and desk.may("attestation.prepare"):
        _declare(desk, one)
        _take_back(desk, one, flags)


def _known(flag: Flag) -> str:
    of = flag.conflict
    if flag.yearly and of.at:
        return T("commissions.declared_yearly", number=of.by, day=of.at)
    if of.at is None:
        return T("commissions.found")
    if of.declared:
        return T("commissions.declared_by_self", day=of.at)
    return T("commissions.entered_by", who=of.by, day=of.at)


def _declare(desk: Desk, one: Commission) -> None:
    own = commissions.own_seats(desk, one)
    if not own:
        return
    students = commissions.graduates(desk, one.id)
    if not students:
        st.info(T("commissions.declare_nobody"), icon=":material/school:")
        go("pages/graduates.py", "menu.graduates", key=f"go:graduates:{one.id}")
        return
    with st.expander(T("commissions.declare"), icon=":material/add_moderator:"):
        who = [Option(s.id, Text(**{x: f"{s.called} ({s.part.label(x)})" for x in LANGS})) for s in own]
        whom = [
            Option(r.id, Text(**{x: f"{r.label.get(x)}{', ' + group if group else ''}" for x in LANGS}))
            for r, group in students
        ]  # fmt: skip
        kinds = [Option(k.value, Text(**{x: k.label(x) for x in LANGS})) for k in DECLARED]
        specs = [choice("seat", "commissions.who", who), choice("student", "commissions.student", whom),
                 choice("kind", "commissions.kind", kinds), described(Conflict, "note")]  # fmt: skip
        key = f"commission:declare:{one.id}"
        first = {"kind": ConflictKind.relative.value, "seat": own[0].id if len(own) == 1 else None}
        filled = form(desk, specs, key, first, T("commissions.declare_do"), revision=one.revision)
        if filled:
            with shown_errors(key):
                commissions.declare(desk, one.id, filled.revision, filled.values, filled.why)
                done("commissions.declared")


def _take_back(desk: Desk, one: Commission, flags: Sequence[Flag]) -> None:
    mine = {s.id for s in commissions.own_seats(desk, one)}
    said = [f for f in flags if f.conflict.at is not None and not f.yearly and f.seat.id in mine]
    if not said:
        return
    words = {f"{f.seat.id}:{f.student.id}": f"{f.seat.called} — {f.student.label.get(lang())}" for f in said}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        which = st.selectbox(T("commissions.take_back_which"), list(words), index=None, width=520,
                             key=f"v:commission.back:{one.id}", format_func=lambda i: words.get(i, str(i)),
                             placeholder=T("common.not_chosen"))  # fmt: skip
        why = asked("commissions.take_back", icon=":material/undo:", name=one.id, disabled=which not in words,
                    hint="commissions.take_back_hint", act="attestation.undeclare")  # fmt: skip
    if why and which:
        with shown_errors():
            seat, _, student = which.partition(":")
            commissions.take_back(desk, one.id, one.revision, seat, student, why)
            done("commissions.taken_back")


__all__ = ["interests"]
