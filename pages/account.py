"""One's own account: who one is here, the deputy, notices, the password, the open sessions."""

from __future__ import annotations

import streamlit as st

from core import users
from core.ui import accounts, appointments
from core.ui.card.profile import grouped_facts
from core.ui.messages import shown_errors
from core.ui.page import T, done, enter, title
from schemas.user import User

desk = enter("user.self")
title("users.account_title", "users.account_hint")
user = desk.store.load(User, desk.actor.id)
grouped_facts(*appointments.stated(user, desk.actor.role))
appointments.duties(desk, user)
appointments.acting(desk, user)
appointments.deputies(desk, user)
wanted = st.toggle(T("users.mail"), value=user.mail_notices, help=T("users.mail_hint"), disabled=not user.email)
if wanted != user.mail_notices and user.email:
    with shown_errors():
        users.choose_mail(desk, wanted)
        done("users.saved")
# Pages of the gate, not of Streamlit: only it can hand the browser a new session.
with st.container(horizontal=True):
    st.link_button(T("users.change_password"), "/password", icon=":material/key:")
    st.link_button(T("users.second_own"), "/second/own", icon=":material/phonelink_lock:")
accounts.open_sessions(desk, user.id)
with st.expander(T("users.signins"), icon=":material/login:"):
    accounts.sign_ins(desk, user.id)
