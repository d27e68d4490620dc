"""One's own account: who one is here, the password, the open sessions."""

from __future__ import annotations

import streamlit as st

from core.db.codec import plain
from core.fields import form_fields
from core.ui import accounts
from core.ui.card.profile import grouped_facts
from core.ui.page import T, enter, title
from schemas.user import User

desk = enter("user.self")
title("users.account_title", "users.account_hint")
user = desk.store.load(User, desk.actor.id)
grouped_facts(form_fields(User), plain(user))
# A page of the gate, not of Streamlit: only it can hand the browser a new session.
st.link_button(T("users.change_password"), "/password", icon=":material/key:")
accounts.open_sessions(desk, user.id)
with st.expander(T("users.signins"), icon=":material/login:"):
    accounts.sign_ins(desk, user.id)
