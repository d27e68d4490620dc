"""Campaigns that refresh contacts: a new one, how far each has come, who is left to call."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import careers
from core.careers import campaigns as told
from core.desk import Desk
from core.fields import describe, described
from core.i18n import number
from core.ui.charts import XLSX
from core.ui.files import given
from core.ui.forms import asked, form
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import headed, pager, picked
from schemas.base import Id
from schemas.career import Campaign, CampaignPlan, CampaignState
from schemas.student import Profile, StudyProfile

WIDTHS = {"number": 104, "full": 150, "programme": 143, "group": 76, "phone": 122, "email": 165, "updated_on": 160}


def every(desk: Desk) -> str | None:
    """All campaigns with their progress; the id of the chosen one."""
    with st.expander(T("careers.begin"), icon=":material/campaign:"):
        st.caption(T("careers.begin_hint"))
        key = "campaign:new"
        filled = form(desk, describe(CampaignPlan), key, {"whom": "studying"}, T("careers.begin"), columns=3)
        if filled:
            with shown_errors(key):
                made = careers.begin(desk, filled.values, filled.why)
                st.query_params.from_dict({"id": made.id})
                done("careers.begun", number=made.number)
    page = pager("campaigns", "")
    found = careers.listed(desk, page)
    if not found:
        empty("careers.no_campaigns", "careers.begin_hint")
        return None
    rows = []
    for one in found:
        at = careers.progress(desk, one)
        rows.append({
            "_id": one.id, "number": one.number, "name": one.asked.name, "status": one.status.value,
            "started": one.started.isoformat(), "done": T("careers.n_of_m", n=at.part, m=at.whole),
        })  # fmt: skip
    columns = [
        ("number", described(Campaign, "number")), headed("name", "careers.campaign"),
        ("started", described(Campaign, "started")),
        headed("done", "careers.done"), ("status", described(Campaign, "status")),
    ]  # fmt: skip
    return picked("campaigns.list", columns, rows, page, widths={"number": 90, "name": 320})


def screen(desk: Desk, id: Id) -> str | None:
    """One campaign; the id of the student who was chosen to be called."""
    with shown_errors():
        return _draw(desk, told.get(desk, id))
    return None


def _draw(desk: Desk, kept: Campaign) -> str | None:
    opened(desk, "careers", "contact_campaigns", kept.id, kept.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(f"{kept.number} · {kept.asked.name}"), anchor=False, width="content")
        badge(kept.status, "orange" if kept.status is CampaignState.open else "green")
    said = [(s.label(lang()), shown(getattr(kept.asked, s.path))) for s in describe(CampaignPlan) if s.path != "name"]
    said.append((described(Campaign, "started").label(lang()), shown(kept.started)))
    facts([(name, value) for name, value in said if value != "—"], 4)
    at = careers.progress(desk, kept)
    words = T("careers.progress", n=number(at.part, lang()), m=number(at.whole, lang()))
    st.progress(at.part / at.whole if at.whole else 1.0, words)
    if kept.status is CampaignState.ended:
        st.success(T("careers.ended_on", day=kept.ended, n=at.part, m=at.whole), icon=":material/task_alt:")
        return None
    chosen = _left(desk, kept)
    if why := asked("careers.end", "optional", icon=":material/flag:", name=kept.id, act="campaign.end",
                    hint="careers.end_hint"):  # fmt: skip
        with shown_errors():
            careers.end(desk, kept.id, kept.revision, why)
            done("careers.did_end", number=kept.number)
    return chosen


def _left(desk: Desk, kept: Campaign) -> str | None:
    page = pager("callees", kept.id)
    rows = careers.left(desk, kept, page)
    if not rows:
        st.success(T("careers.all_reached"), icon=":material/task_alt:")
        return None
    st.subheader(T("careers.left"), anchor=False)
    st.caption(T("careers.left_hint"))
    for row in rows:
        row["programme"] = row["programme"].get(lang()) or row["programme"].get("kk", "")
    columns = [
        ("number", described(Profile, "number")), headed("full", "careers.name"),
        headed("programme", "careers.h_programme"),
        ("group", described(StudyProfile, "group")), headed("phone", "careers.phone"), headed("email", "careers.email"),
        ("updated_on", described(Profile, told.SINCE)),
    ]  # fmt: skip
    chosen = picked("callees.list", columns, rows, page, widths=WIDTHS, tall=True)
    given(T("careers.call_list"), f"campaign-{kept.number}.xlsx", partial(told.call_list, desk, kept, lang()),
          f"campaign:xlsx:{kept.id}", XLSX, icon=":material/table_view:")  # fmt: skip
    return chosen
