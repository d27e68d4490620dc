"""Graduates before final attestation (clause 33-4): what each prepares, how far he is, who is admitted or at risk."""

from __future__ import annotations

import streamlit as st

from core.access import Reach
from core.ui.attestation import graduate_admission, graduate_list, graduate_one, graduate_progress, graduate_risk
from core.ui.attestation.graduate_parts import tab, year
from core.ui.page import T, enter, title

desk = enter("attestation.read", "id", "year", "tab", "commission")
if id := st.query_params.get("id"):
    if st.button(T("graduates.back"), icon=":material/arrow_back:", type="tertiary"):
        del st.query_params["id"]
        st.rerun()
    graduate_one.screen(desk, id)
    st.stop()

title("graduates.title", "graduates.hint")
tabs = ["list"]
tabs += ["draw"] if desk.may("attestation.edit") else []
tabs += ["approve"] if desk.may("attestation.approve") else []
tabs += ["table"] if desk.may("attestation.prepare") else []
tabs += ["progress"]
if desk.may("student.results") and desk.actor.reach("attestation.read") is not Reach.OWN:
    tabs += ["admission", "risk"]  # these tell of the whole record
with st.container(horizontal=True, vertical_alignment="bottom"):
    at = year(desk)
    chosen = tab(tabs)
opened = None
match chosen:
    case "list":
        opened = graduate_list.screen(desk, at)
    case "draw":
        graduate_list.draw(desk, at)
    case "approve":
        graduate_list.approve(desk, at)
    case "table":
        graduate_list.by_table(desk, at)
    case "progress":
        opened = graduate_progress.screen(desk, at)
    case "admission":
        opened = graduate_admission.screen(desk, at)
    case _:
        if student := graduate_risk.screen(desk, at):
            st.switch_page("pages/student.py", query_params={"id": student})
if opened:
    st.query_params["id"] = opened
    st.rerun()
