"""Declarations of interest on the screen: one's own with its form, all of them, who has not declared."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core import declarations
from core.desk import Desk
from core.fields import described
from core.ui.forms import form
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import headed, pager, picked, plain_table, plain_views
from schemas.base import Id
from schemas.declaration import Declaration, DeclarationState, Interest


def mine(desk: Desk) -> str | None:
    """Where one stands this year, the form of a new declaration, one's own; the id of the chosen one."""
    year, found = desk.today().year, declarations.mine(desk)
    stands = next((d for d in found if d.status is DeclarationState.signed), None)
    current = stands if stands and stands.year == year else None
    if current:
        values = {"year": str(year), "number": current.number, "at": shown(current.signed_at)}
        st.success(T("declarations.is_declared", **values), icon=":material/task_alt:")
    else:
        st.warning(T("declarations.not_declared", year=str(year)), icon=":material/edit_document:")
    with st.expander(T("declarations.make_again" if current else "declarations.make"), expanded=not current,
                     icon=":material/handshake:"):  # fmt: skip
        _form(desk, stands)
    if not found:
        return None
    st.caption(T("declarations.mine_list"))
    rows = [d.model_dump(mode="json", by_alias=True) | {"signed_at": d.signed_at, "n": len(d.interests)} for d in found]
    columns = [(n, described(Declaration, n)) for n in ("number", "year", "signed_at", "status")]
    return picked("declarations.mine", [*columns, headed("n", "declarations.interests_n", "int")], rows)


def _form(desk: Desk, before: Declaration | None) -> None:
    """The form; what stands in the one before is offered again."""
    st.caption(T("declarations.make_hint"))
    first = {"none": bool(before and before.none), "interests": []}
    if before:
        first["interests"] = [i.model_dump(mode="json", exclude={"student"}) for i in before.interests]
    key = "declaration"
    rows = described(Declaration, "interests")
    typed = tuple(i for i in rows.items if i.show.form)  # the record a number stands for is found by the act
    specs = [described(Declaration, "none"), replace(rows, items=typed)]
    filled = form(desk, specs, key, first, T("declarations.sign"))
    if filled:
        with shown_errors(key):
            made = declarations.declare(desk, filled.values, filled.why)
            done("declarations.signed", number=made.number)


def every(desk: Desk) -> str | None:
    """All declarations, by year and state; the id of the chosen one."""
    states = {"": T("common.all")} | {s.value: s.label(lang()) for s in DeclarationState}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = _year(desk)
        state = st.selectbox(T("declarations.state"), list(states), key="v:declarations.state",
                             format_func=states.__getitem__, width=260)  # fmt: skip
        plain_views(desk, "declarations")
    page = pager("declarations", (year, state))
    rows = declarations.listed(desk, year, state, page)
    if not rows:
        empty("declarations.none", "declarations.none_hint")
        return None
    columns = [(n, described(Declaration, n)) for n in ("number", "year", "user", "post", "signed_at", "status")]
    widths = {"number": 110, "year": 70, "user": 280, "signed_at": 140, "status": 160, "n": 100}
    return picked("declarations.all", [*columns, headed("n", "declarations.interests_n", "int")], rows, page,
                  widths=widths)  # fmt: skip


def _year(desk: Desk) -> int:
    this = desk.today().year
    return int(st.selectbox(T("declarations.year"), [this - n for n in range(6)], key="v:declarations.year", width=140))


def missing(desk: Desk) -> None:
    """Who has not declared for a year."""
    found = declarations.missing(desk, _year(desk))
    if not found:
        st.success(T("declarations.all_done"), icon=":material/task_alt:")
        return
    st.caption(T("declarations.missing_n", n=len(found)))
    rows = [[m.name, m.role.label(lang()), m.post or "—"] for m in found]
    plain_table([T(f"declarations.{h}") for h in ("who", "role", "post")], rows, widths=(300, 260, 260))


def screen(desk: Desk, id: Id) -> None:
    """One declaration, as it was signed."""
    with shown_errors():
        _one(desk, declarations.get(desk, id))


def _one(desk: Desk, kept: Declaration) -> None:
    opened(desk, "declarations", "declarations", kept.id, kept.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(T("declarations.one", number=kept.number)), anchor=False, width="content")
        badge(kept.status, "green" if kept.status is DeclarationState.signed else "gray")
    items = [(described(Declaration, n).label(lang()), shown(getattr(kept, n))) for n in ("year", "post", "signed_at")]
    items[0] = (items[0][0], str(kept.year))
    facts([
        (T("declarations.who"), kept.user.label.get(lang())), *items,
        *([(T("declarations.next"), kept.next.label.get(lang()))] if kept.next else []),
    ], columns=5)  # fmt: skip
    if kept.none:
        st.info(T("declarations.no_interests"), icon=":material/check:")
        return
    labels = {n: described(Interest, n).label(lang()) for n in ("relation", "what", "note")}
    heads = [labels["relation"], T("declarations.whom"), T("declarations.who"), labels["what"], labels["note"]]
    rows = [
        [i.relation.label(lang()), i.whom.label(lang()), _named(i), i.what or "—", i.note or "—"]
        for i in kept.interests
    ]  # fmt: skip
    plain_table(heads, rows, widths=(160, 160, 280, 260, 200))


def _named(of: Interest) -> str:
    if of.student:
        return f"{of.student.label.get(lang())}, {of.number}"
    return of.person.label.get(lang()) if of.person else of.name
