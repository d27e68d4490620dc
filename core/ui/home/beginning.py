"""On the home page: a telephone to be set up, the steps of the first hour, what the user opened last and pinned."""

from __future__ import annotations

import streamlit as st

from core import finding, first_hour
from core.desk import Desk
from core.ui.home.parts import link
from core.ui.page import T, signed_in
from core.ui.style import safe
from core.users import second

FEW = 6


def hour(desk: Desk) -> None:
    """How far one has come; the steps behind it, those done with a tick."""
    found = first_hour.steps(desk)
    if not found:
        return
    n = sum(done for _, done in found)
    with st.container(border=True, key="first-hour"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(T("first_hour.title"), anchor=False)
            st.button(T("first_hour.away"), key="hour:away", icon=":material/close:", type="tertiary", on_click=_away,
                      args=(desk,))  # fmt: skip
        st.progress(n / len(found), T("first_hour.progress", n=n, of=len(found)))
        if n == len(found):
            st.markdown(f":material/celebration: {T('first_hour.all')}")
        with st.expander(T("first_hour.steps"), expanded=False), st.container(gap=None):
            for step, done in found:
                told = T(f"first_hour.step.{step.key}")
                if done:
                    st.markdown(f":small[:green[:material/check_circle:] {told}]")
                else:
                    link(step.page, told, "radio_button_unchecked", **dict(step.address))


def telephone(desk: Desk) -> None:
    """Who signs and has no second factor yet is led to it before the door asks for it."""
    day = second.coming(desk.store, desk.actor.id)
    if day is not None:
        with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            soon = day > desk.today()
            said = T("users.second_coming", day=day) if soon else T("users.second_now")
            st.markdown(f":material/phonelink_lock: {safe(said)}")
            st.link_button(T("signin.second.set_up"), "/second/own", type="primary")


def _away(desk: Desk) -> None:
    if signed_in(desk):
        first_hour.put_away(desk)


def last(desk: Desk) -> None:
    """What is pinned, then what was opened last; nothing where there is nothing yet."""
    pinned, recent = finding.kept(desk)
    hits = finding.resolved(desk, [*pinned, *recent][:FEW])
    if not hits:
        return
    with st.container(border=True, key="home-last"):
        st.markdown(f"**{T('finding.recent')}**")
        with st.container(horizontal=True, gap="small"):
            for hit in hits:
                icon = "keep" if (hit.word, hit.id) in pinned else hit.icon
                link(hit.page, hit.label, icon, **hit.address)
