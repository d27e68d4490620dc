"""Who sits in a commission, what it hears; both edited until the order, then changed with a basis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from core.attestation import commissions, settings
from core.attestation.commissions import lists, rules
from core.attestation.commissions.acts import FREE
from core.desk import Desk
from core.fields import FieldSpec, Option, described
from core.ui.attestation.picking import choice
from core.ui.files import given
from core.ui.forms import flat, form
from core.ui.messages import said, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import shown
from core.ui.tables import plain_table
from core.ui.tables.export import XLSX
from schemas.attestation import Commission, CommissionSeat, CommissionStatus, Decided
from schemas.base import LANGS, Text
from schemas.kinds.sheets import Signer

WIDTHS = (150, 230, 200, 190, 240)
LONG = 24  # letters that one line of a cell holds


def seats(desk: Desk, one: Commission) -> None:
    """The composition with its files, then what it hears, each with its form."""
    free = one.status in FREE
    ordered = sorted(one.seats, key=lambda s: (rules.SEATS.index(s.part), s.until is not None, s.since or date.min))
    if ordered:
        _table(ordered)
    else:
        st.info(T("commissions.seats_none"), icon=":material/group_off:")
    lacks = rules.lacking(one.seats, settings.rules()) if free else []
    if lacks and ordered:
        st.warning(f"{T('commissions.lacks')}: " + "; ".join(said(p) for p in lacks), icon=":material/group_add:")
    if ordered:
        _files(desk, one)
    if free and desk.may("attestation.edit"):
        _seat(desk, one)
    if one.status is CommissionStatus.ordered and desk.may("attestation.appoint"):
        _change(desk, one)
    st.subheader(T("commissions.hears"), anchor=False)
    if one.hears:
        rows = [[h.discipline.label.get(lang()), settings.form_name(h.form).get(lang())] for h in one.hears]
        with st.container(width=760):
            plain_table([T("commissions.hears_discipline"), T("commissions.hears_form")], rows, widths=(420, 320))
    else:
        st.caption(T("commissions.hears_none"))
    if free and desk.may("attestation.edit"):
        _compose(desk, one)


def _table(found: list[CommissionSeat]) -> None:
    timed = any(s.since or s.until for s in found)
    heads = ["part", "name", "degree", "position", "workplace", *(["since", "until"] if timed else [])]
    rows = [
        [s.part.label(lang()), s.called, s.degree, s.position, s.workplace,
         *([shown(s.since) if s.since else "", shown(s.until) if s.until else ""] if timed else [])]
        for s in found
    ]  # fmt: skip
    long = any(len(cell) > LONG for row in rows for cell in row[2:5])
    plain_table([T(f"commissions.{h}") for h in heads], rows, widths=WIDTHS, tall=long)


def _files(desk: Desk, one: Commission) -> None:
    spoken, name = lang(), f"commission-{one.number}"
    with st.container(horizontal=True):
        given(T("commissions.pdf"), f"{name}.pdf", lambda: lists.pdf(desk, one.id, spoken), f"pdf:{one.id}",
              icon=":material/print:")  # fmt: skip
        given(T("commissions.xlsx"), f"{name}.xlsx", lambda: lists.xlsx(desk, one.id, spoken), f"xlsx:{one.id}", XLSX,
              icon=":material/table_view:")  # fmt: skip


def _seat_rows(path: str) -> FieldSpec:
    """The field of seats with only those parts that one has in a commission."""
    spec = replace(described(Commission, "seats"), path=path)
    items = tuple(replace(i, choices=rules.SEATS) if i.path == "part" else i for i in spec.items if i.show.form)
    return replace(spec, items=items)


def _seat(desk: Desk, one: Commission) -> None:
    with st.expander(T("commissions.seats_edit"), icon=":material/group_add:", expanded=not one.seats):
        st.caption(T("commissions.seats_hint" if settings.rules().outside else "commissions.seats_hint_any"))
        initial = {"seats": [s.model_dump() for s in one.seats] or [{"part": Signer.chair.value}]}
        key = f"commission:seats:{one.id}"
        filled = form(desk, [_seat_rows("seats")], key, initial, T("commissions.seats_save"), revision=one.revision)
        if filled:
            with shown_errors(key):
                commissions.seat(desk, one.id, filled.revision, filled.values["seats"] or [], filled.why)
                done("commissions.seats_saved")


def _change(desk: Desk, one: Commission) -> None:
    with st.expander(T("commissions.change"), icon=":material/swap_horiz:"):
        st.caption(T("commissions.change_hint"))
        sitting = [s for s in one.seats if s.until is None]
        options = [
            Option(s.id, Text(**{x: f"{s.part.label(x)}: {s.called}" for x in LANGS})) for s in sitting
        ]  # fmt: skip
        came = _seat_rows("came")
        day = replace(described(Decided, "day"), show=choice("day", "commissions.change_day", []).show)
        specs = [choice("left", "commissions.change_left", options, required=False, many=True),
                 replace(came, show=choice("came", "commissions.change_came", []).show), day]  # fmt: skip
        key = f"commission:change:{one.id}"
        filled = form(desk, specs, key, {"came": [], "day": desk.today().isoformat()}, T("commissions.change_do"),
                      "required", one.revision, act="attestation.change")  # fmt: skip
        if filled:
            with shown_errors(key):
                values = filled.values
                commissions.change(desk, one.id, filled.revision, values["left"] or [], values["came"] or [],
                                   date.fromisoformat(values["day"]), filled.why)  # fmt: skip
                done("commissions.changed")


def _compose(desk: Desk, one: Commission) -> None:
    with st.expander(T("commissions.compose"), icon=":material/edit:"):
        specs = [described(Commission, f) for f in ("name", "programmes", "department", "hears")]
        key = f"commission:compose:{one.id}"
        filled = form(desk, specs, key, flat(specs, one), revision=one.revision)
        if filled:
            with shown_errors(key):
                commissions.compose(desk, one.id, filled.revision, filled.changed, filled.why)
                done("commissions.composed")


__all__ = ["seats"]
