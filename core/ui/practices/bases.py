"""Bases of practice: all of them with the contract that holds, one with its contracts, a new one."""

from __future__ import annotations

import streamlit as st

from core import files
from core.db.codec import plain
from core.desk import Desk
from core.fields import describe, described
from core.practices import bases
from core.ui.files import brought, offered
from core.ui.forms import asked, flat, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.practices.lists import days
from core.ui.style import badge, safe, shown
from core.ui.tables import headed, picked, plain_table
from schemas.base import Id
from schemas.practice import Contract, PracticeBase

NEW = "new"
WIDTHS = {"name": 330, "sort": 210, "own": 90, "contract": 170, "until": 110, "left": 140, "places": 130}


def every(desk: Desk) -> Id | None:
    """All bases; the one that was clicked, or «new»."""
    idle = False
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        idle = st.toggle(T("practices.bases_idle"), key="v:practices.idle")
        if desk.may("practice_base.edit") and st.button(T("practices.base_new"), icon=":material/add:", type="primary"):
            return NEW
    found = bases.listed(desk, idle)
    for e in bases.ending(found, desk.today()):
        said = T("practices.contract_ends", base=e.base.name, number=e.contract.number, day=e.contract.until)
        st.warning(f"{safe(said)} · {safe(days(e.left))}", icon=":material/event_upcoming:")
    if not found:
        empty("practices.no_bases", "practices.no_bases_hint" if desk.may("practice_base.edit") else None)
        return None
    columns = [
        ("name", described(PracticeBase, "name")), ("sort", described(PracticeBase, "sort")),
        ("own", described(PracticeBase, "own")), headed("contract", "practices.head_contract"),
        headed("until", "practices.head_until"), headed("left", "practices.head_left"),
        headed("places", "practices.head_places"),
    ]  # fmt: skip
    return picked("practices_bases.list", columns, [_row(desk, b) for b in found], size=len(found) + 1, widths=WIDTHS)


def _row(desk: Desk, base: PracticeBase) -> dict[str, object]:
    last = max(base.contracts, key=lambda c: c.until, default=None)
    row = {**plain(base), "contract": last.number if last else "—", "until": shown(last.until) if last else "—"}
    row["left"] = "—" if last is None else days((last.until - desk.today()).days)
    row["places"] = "—" if last is None else _places(last, max(last.used, default=""))
    return row


def _places(of: Contract, year: str) -> str:
    return T("practices.places_of", n=of.used.get(year, 0), places=of.places or "∞")


def screen(desk: Desk, id: Id) -> None:
    """A base or a new one; an address that leads nowhere is answered in words."""
    with shown_errors():
        base = None if id == NEW else bases.get(desk, id)
        st.subheader(safe(base.name.get(lang())) if base else T("practices.base_new"), anchor=False)
        if base:
            with st.container(horizontal=True):
                badge(base.sort, "blue")
                if not base.active:
                    st.badge(T("practices.out_of_use"), color="gray")
            _contracts(desk, base)
        if desk.may("practice_base.edit"):
            _edit(desk, base)


def _edit(desk: Desk, base: PracticeBase | None) -> None:
    key, specs = f"practice_base:{base.id if base else NEW}", [s for s in describe(PracticeBase) if s.show.form]
    st.markdown(f"**{T('practices.base_card')}**")
    first = flat(specs, base) if base else {"sort": "philharmonic", "active": True, "own": False}
    filled = form(desk, specs, key, first, revision=base.revision if base else 0)
    if filled:
        with shown_errors(key):
            given = filled.values if base is None else filled.changed
            made = bases.save(desk, base.id if base else None, filled.revision, _whole(base, given), filled.why)
            st.query_params.from_dict({"base": made.id})
            done("practices.base_saved")


def _whole(base: PracticeBase | None, given: dict[str, object]) -> dict[str, object]:
    """Dotted values of the form laid over the card."""
    from core.ui.forms import nested

    if base is None:
        return nested(given)
    kept = plain(base)
    for path, value in nested(given).items():
        kept[path] = {**kept[path], **value} if isinstance(value, dict) and isinstance(kept.get(path), dict) else value
    return {k: v for k, v in kept.items() if k in nested(given)}


def _contracts(desk: Desk, base: PracticeBase) -> None:
    if base.own:
        st.caption(T("practices.own_no_contract"))
        return
    if not base.contracts:
        st.warning(T("practices.no_contracts"), icon=":material/contract_delete:")
    heads = ("contract", "signed", "valid", "places", "programmes", "state")
    rows = [
        [c.number, shown(c.day), f"{shown(c.starts)} – {shown(c.until)}", _used(c),
         ", ".join(p.label.get(lang()) for p in c.programmes) or T("common.all"), _state(desk, c)]
        for c in sorted(base.contracts, key=lambda c: c.starts, reverse=True)
    ]  # fmt: skip
    if rows:
        plain_table([T(f"practices.head_{h}") for h in heads], rows, widths=(130, 110, 210, 170, 260, 220))
    with st.container(horizontal=True):
        for c in base.contracts:
            if c.file:
                offered(desk, c.file, f"contract:{c.id}", "practices", "practice_bases", base.id, base.name.kk,
                        words=T("practices.contract_copy", number=c.number))  # fmt: skip
    if desk.may("practice_base.edit"):
        _add(desk, base)
        _break(desk, base)


def _used(of: Contract) -> str:
    return ", ".join(f"{y}: {_places(of, y)}" for y in sorted(of.used)) or _places(of, "")


def _state(desk: Desk, of: Contract) -> str:
    if of.ended:
        return T("practices.contract_broken", day=of.ended, why=of.ended_why)
    return days((of.ends - desk.today()).days)


def _add(desk: Desk, base: PracticeBase) -> None:
    with st.expander(T("practices.contract_new"), icon=":material/post_add:", expanded=not base.contracts):
        key = f"contract:new:{base.id}"
        held = brought(desk, T("practices.contract_file"), f"{key}:{base.revision}:file")
        filled = form(desk, [s for s in describe(Contract) if s.show.form], key, {"day": desk.today().isoformat()},
                      T("practices.contract_add"), revision=base.revision)  # fmt: skip
        if filled:
            with shown_errors(key):
                copy = files.ready(desk, *held) if held else None
                bases.add_contract(desk, base.id, filled.revision, filled.values, copy, filled.why)
                done("practices.contract_added")


def _break(desk: Desk, base: PracticeBase) -> None:
    standing = {c.id: c.number for c in base.contracts if not c.ended and c.ends >= desk.today()}
    if not standing:
        return
    with st.expander(T("practices.contract_break"), icon=":material/contract_delete:"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(T("practices.head_contract"), list(standing), key=f"v:break:{base.id}", width=220,
                                  format_func=lambda i: standing.get(i, str(i)))  # fmt: skip
            day = st.date_input(T("practices.break_day"), desk.today(), format="DD.MM.YYYY", width=170,
                                key=f"v:break_day:{base.id}")  # fmt: skip
            why = asked("practices.contract_break", name=base.id, act="practice_base.break")
        if why and chosen and day:
            with shown_errors():
                bases.break_off(desk, base.id, base.revision, chosen, day, why)
                done("practices.contract_broken_off")
