"""Staff and roles: appoint, change, close, a new first password, sessions, rights (clauses 4, 13, 36)."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import users
from core.errors import OfficeError
from core.ui import accounts, appointments, bulk, looks
from core.ui.card.profile import grouped_facts
from core.ui.forms import flat, form
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, enter, go, title
from core.ui.style import badge, safe
from core.ui.tables import Listing, listing
from core.users import reading
from schemas.user import User

desk = enter("user.read", "id")
id = st.query_params.get("id")
appoints = desk.may("user.appoint")


def show(id: str | None) -> None:
    """Another account, or the list (None)."""
    st.query_params.from_dict({"id": id} if id else {})
    st.rerun()


accounts.written_down()
if id is None:
    title("users.title", "users.title_hint")
    if appoints:
        with st.container(horizontal=True):
            if st.button(T("users.add"), icon=":material/person_add:", type="primary"):
                show("new")
            if st.button(T("users.table"), icon=":material/table_view:"):
                show("table")
    columns = dict(reading.columns(desk.actor.role))
    opened = listing(
        desk,
        Listing(
            name="users", usual=[p for p in ("name", "login", "role", "active", "second_factor") if p in columns],
            columns=list(columns.items()), filters=reading.filters(desk.actor.role), nothing="users.none",
            name_of=lambda row: row["name"],
            read=partial(reading.listed, desk), count=partial(reading.count, desk),
            sorts={s: f"users.sort_{s}" for s in ("name", "login", "role") if s in columns},
        ),
    )  # fmt: skip
    if opened:
        show(opened["_id"])
    with st.expander(T("users.roles"), icon=":material/rule:"):
        accounts.roles()
    with st.expander(T("four_eyes.title"), icon=":material/visibility:"):
        appointments.hands()
    go("pages/signins.py", "users.signins")
    st.stop()

if st.button(T("users.back"), icon=":material/arrow_back:", type="tertiary"):
    show(None)
if id == "table" and appoints:
    st.title(T("users.table"), anchor=False)
    bulk.table(desk)
    st.stop()
try:
    user = None if id == "new" and appoints else desk.get(User, id, "user.read")
except OfficeError as e:
    st.info(safe(sentence(e)))
    st.stop()
if user:
    looks.opened(desk, "users", "users", user.id, user.name)
st.title(safe(user.name) if user else T("users.new_title"), anchor=False)
if user and not user.active:
    badge("closed", "gray")
specs, key = appointments.fields(desk.actor.role), f"users:{id}"
if not appoints:
    grouped_facts(*appointments.stated(user, desk.actor.role))
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
accounts.acts(desk, user)
appointments.duties(desk, user)
appointments.acting(desk, user)
appointments.deputies(desk, user)
accounts.open_sessions(desk, user.id)
if desk.may("signin.read"):
    with st.expander(T("users.signins"), icon=":material/login:"):
        accounts.sign_ins(desk, user.id)
