"""Staff and roles: appoint, change, close, a new first password, sessions, rights (clauses 4, 13, 36)."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import users
from core.db.codec import plain
from core.errors import OfficeError
from core.fields import form_fields
from core.ui import accounts
from core.ui.card.profile import grouped_facts
from core.ui.forms import asked, flat, form
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, enter, title
from core.ui.style import badge, safe
from core.ui.tables import Listing, listing
from core.users import reading
from schemas.user import User

desk = enter("user.read", "id")
id = st.query_params.get("id")
appoints = desk.may("user.appoint")


def go(id: str | None) -> None:
    """Another account, or the list (None)."""
    st.query_params.from_dict({"id": id} if id else {})
    st.rerun()


accounts.written_down()
if id is None:
    title("users.title", "users.title_hint")
    if appoints and st.button(T("users.add"), icon=":material/person_add:", type="primary"):
        go("new")
    opened = listing(
        desk,
        Listing(
            name="users", usual=("name", "login", "role", "active"), columns=reading.columns(),
            filters=reading.filters(), nothing="users.none", name_of=lambda row: row["name"],
            read=partial(reading.listed, desk), count=partial(reading.count, desk),
            sorts={s: f"users.sort_{s}" for s in ("name", "login", "role")},
        ),
    )  # fmt: skip
    if opened:
        go(opened["_id"])
    with st.expander(T("users.roles"), icon=":material/rule:"):
        accounts.roles()
    with st.expander(T("users.signins"), icon=":material/login:"):
        accounts.sign_ins(desk)
    st.stop()

if st.button(T("users.back"), icon=":material/arrow_back:", type="tertiary"):
    go(None)
try:
    user = None if id == "new" and appoints else desk.get(User, id, "user.read")
except OfficeError as e:
    st.info(safe(sentence(e)))
    st.stop()
st.title(safe(user.name) if user else T("users.new_title"), anchor=False)
if user and not user.active:
    badge("closed", "gray")
specs, key = form_fields(User), f"users:{id}"
if not appoints:
    grouped_facts(specs, plain(user))
elif filled := form(desk, specs, key, flat(specs, user) if user else {"language": desk.lang}, why="required",
                    revision=user.revision if user else 0):  # fmt: skip
    with shown_errors(key):
        if user:
            users.edit(desk, user.id, filled.revision, filled.changed, filled.why)
            done("users.saved")
        password = accounts.first_password(filled.why.command)
        made = users.create(desk, filled.values, password, filled.why)
        accounts.show_first_password(made.login, password)
        st.query_params.from_dict({"id": made.id})
        done("users.appointed")
if user is None:
    st.stop()
if appoints:
    with st.container(horizontal=True), shown_errors():
        if why := asked("users.reset", name=user.id, icon=":material/key:", hint="users.reset_hint"):
            password = accounts.first_password(why.command)
            users.set_password(desk, user.id, password, why)
            accounts.show_first_password(user.login, password)
            done("users.reset_done")
        close = {"icon": ":material/lock:", "hint": "users.close_hint"}
        if user.active and (why := asked("users.close", name=user.id, **close)):
            users.close_account(desk, user.id, user.revision, why)
            done("users.closed")
        if not user.active and (why := asked("users.reopen", name=user.id, icon=":material/lock_open:")):
            users.reopen(desk, user.id, user.revision, why)
            done("users.reopened")
accounts.open_sessions(desk, user.id)
with st.expander(T("users.signins"), icon=":material/login:"):
    accounts.sign_ins(desk, user.id)
