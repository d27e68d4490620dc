"""Pieces of the account pages: open sessions, the list of sign-ins, the table of roles, a first password."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from core import users
from core.access import RIGHTS
from core.db.store import Row
from core.desk import Desk
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang, token
from core.ui.style import safe, shown
from core.ui.tables import plain_table
from core.users import passwords, reading, second, sessions, signins
from schemas.base import Id
from schemas.user import User


def acts(desk: Desk, user: User) -> None:
    """What may be done with an account: a new first password, another second factor, closing by the order of
    release, opening again."""
    if not desk.may("user.appoint") or user.id == desk.actor.id:
        return
    with st.container(horizontal=True), shown_errors():
        if why := asked("users.reset", name=user.id, icon=":material/key:", hint="users.reset_hint"):
            password = first_password(why.command)
            users.set_password(desk, user.id, password, why)
            show_first_password(user.login, password)
            done("users.reset_done")
        if user.second_factor and (why := asked("users.second_reset", name=user.id, icon=":material/phonelink_off:",
                                                hint="users.second_reset_hint", act="user.second_reset")):  # fmt: skip
            second.reset(desk, user.id, user.revision, why)
            done("users.second_reset_done")
        if user.active and (why := asked("users.close", name=user.id, icon=":material/lock:", hint="users.close_hint")):
            users.close_account(desk, user.id, user.revision, why)
            done("users.closed")
        if not user.active and (why := asked("users.reopen", name=user.id, icon=":material/lock_open:")):
            users.reopen(desk, user.id, user.revision, why)
            done("users.reopened")


def open_sessions(desk: Desk, user: Id) -> None:
    """The open sessions of a user; one's own end at a press, another's with a reason."""
    st.subheader(T("users.sessions"), anchor=False)
    rows = sessions.listed(desk, user)
    if not rows:
        empty("users.sessions_none")
        return
    this = sessions.token_hash(token() or "")
    names = ("at", "seen", "address", "agent", "expires")
    said: dict[str, str] = {}
    for row in rows:
        here = f" · {T('users.session_this')}" if row["_id"] == this else ""
        said[row["_id"]] = f"{shown(row['at'])} · {row['address']}{here}"
    plain_table(
        [T(f"users.session_{n}") for n in names],
        [[_cell(row[n]) + (f" ({T('users.session_this')})" if n == "at" and row["_id"] == this else "")
          for n in names] for row in rows],
    )  # fmt: skip
    own = user == desk.actor.id
    if not own and not desk.may("user.sessions"):
        return
    chosen = st.selectbox(
        T("users.session_end"), [None, *said], key=f"v:session:{user}", label_visibility="collapsed",
        format_func=lambda i: said[i] if i else T("users.sessions_end"),
    )  # fmt: skip
    if own:
        if st.button(T("users.session_end") if chosen else T("users.sessions_end"), icon=":material/logout:"):
            with shown_errors():
                done("users.session_ended", n=sessions.revoke(desk, user, chosen))
    elif why := asked("users.sessions_end", name=user, icon=":material/logout:"):
        with shown_errors():
            done("users.session_ended", n=sessions.revoke(desk, user, chosen, why))


def _cell(value: Any) -> str:
    return shown(value) if isinstance(value, datetime) else browser(str(value))


def browser(agent: str) -> str:
    """A browser's own name out of the long line it sends."""
    for name in ("Firefox", "Edg", "OPR", "YaBrowser", "Chrome", "Safari"):
        if name in agent:
            return {"Edg": "Edge", "OPR": "Opera", "YaBrowser": "Yandex"}.get(name, name)
    return agent[:40]


def sign_ins(desk: Desk, user: Id) -> None:
    """When one person came in and was refused at the door, newest first."""
    sign_in_table(signins.found(desk, signins.Asked(user=user), size=100))


def sign_in_table(rows: Sequence[Row], names: Mapping[Id, str] | None = None) -> None:
    """Lines of the log of sign-ins; names: where they are of many people."""
    said = [
        (shown(r["at"]), (names or {}).get(r["user"] or "", r["login"] or "—"), T(f"users.outcomes.{r['outcome']}"),
         r.get("by", ""), r["address"], browser(r["agent"]))
        for r in rows
    ]  # fmt: skip
    heads = ("common.when", "users.sort_login", "users.outcome", "users.ended_by", "users.session_address",
             "users.session_agent")  # fmt: skip
    plain_table([T(h) for h in heads], said, widths=(140, 270, 190, 200, 130, 110))


def roles() -> None:
    """Who may do what, and how far: the table that every act asks."""
    spoken = lang()
    heads = [role.label(spoken) for role in RIGHTS]
    rows = [
        [T(f"users.rights.{right.replace('.', '_')}")]
        + [T(f"users.reach.{reach[role]}") if role in reach else "" for role in RIGHTS]
        for right, reach in reading.rights()
        if set(reach.values()) != {"all"} or len(reach) < len(RIGHTS)  # what everybody has tells nothing
    ]
    plain_table([T("users.right"), *heads], rows)


def first_password(command: str) -> str:
    """The password made for one press: the same for both clicks of a double click."""
    made: str = st.session_state.setdefault(f"first:{command}", passwords.invented())
    return made


def show_first_password(login: str, password: str) -> None:
    """Remember a first password until the one who gave it has written it down; it is nowhere else."""
    st.session_state["_first_password"] = (login, password)


def written_down() -> None:
    """The first password just given, until it is dismissed."""
    if given := st.session_state.get("_first_password"):
        with st.container(border=True):
            st.markdown(safe(T("users.first_password", login=given[0], days=passwords.FIRST_LIVES.days)))
            st.code(given[1], language=None)
            if st.button(T("users.noted"), icon=":material/check:"):
                for key in [k for k in st.session_state if str(k).startswith(("first:", "_first_password"))]:
                    del st.session_state[key]
                st.rerun()
