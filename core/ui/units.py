"""The acts on a unit, on its own card: its names in time, a new name, joining, closing; the units of any day."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from core import units
from core.db.codec import plain
from core.desk import Desk
from core.ui.forms import asked, made
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe, shown
from core.ui.tables import plain_table
from schemas.base import LANGS, Text
from schemas.reference import Department


def unit(desk: Desk, record: Department) -> None:
    """All that a unit's card shows below its form."""
    for one in units.formed_of(desk, record.id):
        st.caption(f":material/merge: {safe(T('units.formed_of', name=one.name, day=one.ends))}")
    if record.ends:
        key = "units.is_joined" if record.joined else "units.is_closed"
        told = T(key, day=record.ends, by=record.closed_by, into=record.joined.label if record.joined else "")
        st.info(safe(told), icon=":material/event_busy:")
    if record.names:
        st.subheader(T("units.names"), anchor=False)
        plain_table(
            [T("units.name_is"), T("users.day_from"), T("units.decision")],
            [[n.name.get(lang()), shown(n.starts), f"№ {n.number}, {shown(n.day)}" if n.number else "—"]
             for n in record.names],
        )  # fmt: skip
    if record.ends or not desk.may("reference.edit"):
        return
    with st.expander(T("units.change"), icon=":material/account_tree:"):
        rename, join, close = st.tabs([T("units.rename"), T("units.join"), T("units.close")])
        with rename:
            _rename(desk, record)
        with join:
            _join(desk, record)
        with close:
            _close(desk, record)


def _three(key: str, code: bool = False) -> tuple[str, dict[str, str]]:
    """Fields of a name in three languages, and of a code where one is needed."""
    typed = st.text_input(T("units.code"), key=f"{key}:code", max_chars=20).strip() if code else ""
    places = st.columns(3)
    words: dict[str, str] = {
        each: place.text_input(T(f"forms.in_{each}"), key=f"{key}:{each}", max_chars=400).strip()
        for each, place in zip(LANGS, places, strict=True)
    }
    return typed, words


def _rename(desk: Desk, record: Department) -> None:
    st.caption(T("units.rename_hint"))
    key = f"v:unit.rename:{record.id}:{record.revision}"
    with st.container(key=f"typed-rename-{record.id}"):
        _, words = _three(key)
        day = st.date_input(T("units.from_day"), desk.today(), key=f"{key}:day", format="DD.MM.YYYY")
        why = asked("units.rename", name=record.id, icon=":material/edit:", hint="units.decision_hint")
    if why:
        with shown_errors():
            units.rename(desk, record.id, record.revision, made(Text, words), day, why)
            done("units.renamed")


def _join(desk: Desk, record: Department) -> None:
    st.caption(T("units.join_hint"))
    key = f"v:unit.join:{record.id}:{record.revision}"
    others = {u.id: (u, name) for u, name in units.as_of(desk, desk.today())
              if u.kind is record.kind and u.id != record.id and not u.ends}  # fmt: skip
    with st.container(key=f"typed-join-{record.id}"):
        chosen = st.multiselect(
            T("units.with"), list(others), key=f"{key}:with", format_func=lambda i: others[i][1].get(lang())
        )
        code, words = _three(key, code=True)
        day = st.date_input(T("units.from_day"), desk.today(), key=f"{key}:day", format="DD.MM.YYYY")
        seen = _points(desk, record, *(others[i][0] for i in chosen))
        why = asked("units.join", name=record.id, icon=":material/merge:", hint="units.decision_hint")
    if why:
        with shown_errors():
            old = {record.id: record.revision} | {i: others[i][0].revision for i in chosen}
            new = units.join(desk, old, {"code": code, "name": plain(made(Text, words))}, day, seen, why)
            st.query_params.from_dict({"kind": "departments", "id": new.id})
            done("units.joined")


def _close(desk: Desk, record: Department) -> None:
    key = f"v:unit.close:{record.id}:{record.revision}"
    with st.container(key=f"typed-close-{record.id}"):
        seen = _points(desk, record)
        last = st.date_input(T("units.last_day"), desk.today(), key=f"{key}:day", format="DD.MM.YYYY")
        why = asked("units.close", name=record.id, icon=":material/event_busy:", hint="units.decision_hint")
    if why:
        with shown_errors():
            units.close(desk, record.id, record.revision, last, seen, why)
            done("units.closed")


def _points(desk: Desk, *records: Department) -> dict[str, int]:
    """What points to these units today, said before they are closed."""
    seen: dict[str, int] = {}
    for record in records:
        for word, n in units.points(desk.store, record.id).items():
            seen[word] = seen.get(word, 0) + n
    if seen:
        told = ", ".join(T(f"units.pointing.{word}", n=n) for word, n in seen.items())
        st.warning(safe(f"{T('units.points')}: {told}"), icon=":material/link:")
    else:
        st.caption(T("units.points_none"))
    return seen


def of_day(desk: Desk) -> None:
    """The units of any day under the names they had then."""
    with st.expander(T("units.as_of"), icon=":material/history:"):
        day = st.date_input(T("units.on_day"), desk.today() - timedelta(days=365), key="v:units.day",
                            format="DD.MM.YYYY")  # fmt: skip
        plain_table(
            [T("units.code"), T("units.name_is"), T("units.kind"), T("users.day_from"), T("users.day_to")],
            [[u.code, name.get(lang()), u.kind.label(lang()), shown(u.starts), shown(u.ends)]
             for u, name in units.as_of(desk, day)],
        )  # fmt: skip
