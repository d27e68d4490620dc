"""The look at a report while it is built: at once for a bounded price, of all by a press, with how far it is."""

from __future__ import annotations

import streamlit as st

from core import jobs, reports
from core.db.codec import digest, plain
from core.desk import Desk, Why
from core.errors import OfficeError, Problems
from core.i18n import number
from core.reports import Made
from core.reports.drafts import Draft, Reading
from core.ui.indicators.editor.parts import Place, label, words
from core.ui.messages import said, sentence
from core.ui.page import T, lang
from core.ui.report_files import leaving
from core.ui.reports.table import BUILT, draw
from core.ui.style import safe
from schemas.report import Picture, ReportBody, ReportShape

# The look stays in sight while one builds; fixed words only, no value ever stands in them.
STYLE = (
    "[data-testid=stColumn]:has(.st-key-report-look){position:sticky;top:4rem;align-self:flex-start;"
    "max-height:calc(100vh - 5rem);overflow-y:auto}"
)
KEPT = 8  # whole reports of this tab that are kept, the newest


def look(desk: Desk, draft: Draft, now: Reading, title: str) -> None:
    """Draw it beside the builder."""
    st.html(f"<style>{STYLE}</style>")
    with st.container(border=True, key="report-look"):
        if now.body is None:
            st.caption(T("report_builder.look_later"))
            for problem in (p for p in now.problems if p.key != "errors.field.missing"):  # that stands at its field
                st.markdown(f":red[:material/error: {said(problem)}]")
            return
        if now.body.shape is ReportShape.table:
            _picture(draft)
        made = whole(desk, now.body, title)
        if made is not None:
            draw(made, BUILT, now.body.chart, opens=(desk, now.body))
            if not made.sample:  # a part of the records is looked at, never handed over
                leaving(desk, made, now.body, draft.id)


def _picture(draft: Draft) -> None:
    offered = words(Picture)
    st.segmented_control(label(ReportBody, "chart"), list(offered), required=True, label_visibility="collapsed",
                         format_func=lambda v: offered.get(v, str(v)),
                         **Place(draft, ()).how("chart", lang()))  # fmt: skip


def whole(desk: Desk, body: ReportBody, title: str) -> Made | None:
    """A report made: at once where it reads little; else its sample, and all of it by a press. None: it was refused,
    and the reason is drawn."""
    asked = body.model_copy(update={"chart": Picture.none})  # another picture is no other question
    key = digest([plain(asked), desk.today().isoformat(), title, lang()])
    try:
        cost = reports.price(desk, asked)
        if not cost.heavy:
            made: Made = _cached(key, desk.actor.id, desk.store.name, asked, title, desk)
            return made
        kept: dict[str, Made] = st.session_state.setdefault("report:made", {})
        if key in kept:
            return kept[key]
        return _dear(desk, asked, title, key, cost)
    except Problems as e:
        for problem in e.problems:
            st.markdown(f":red[:material/error: {said(problem)}]")
        if any(p.key == "reports.too_big" for p in e.problems):
            _as_file(desk, asked, title)
    except OfficeError as e:
        st.info(safe(sentence(e)), icon=":material/info:")
    return None


# Rows are within the user's own reach, so he is in the key; a minute old is live enough for one who builds.
@st.cache_data(ttl="1m", max_entries=200, show_spinner=False)
def _cached(key: str, user: str, base: str, _body: ReportBody, _title: str, _desk: Desk) -> Made:
    return reports.run(_desk, _body, _title)


@st.cache_data(ttl="1m", max_entries=100, show_spinner=False)
def _sampled(key: str, user: str, base: str, _body: ReportBody, _title: str, _desk: Desk) -> Made:
    return reports.run(_desk, _body, _title, most=reports.LIVE)


def _dear(desk: Desk, body: ReportBody, title: str, key: str, cost: reports.Price) -> Made | None:
    """It says what it would read before it reads; while it reads it shows how far it is and may be stopped."""
    st.warning(T("report_builder.dear", n=number(cost.reads, lang())), icon=":material/hourglass_top:")
    if not st.button(T("report_builder.count"), key="report.count", icon=":material/calculate:", type="primary"):
        if body.as_of:
            return None
        st.caption(T("report_builder.sample", n=number(reports.LIVE, lang())))
        sample: Made = _sampled(key, desk.actor.id, desk.store.name, body, title, desk)
        return sample
    with st.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, T("report_builder.reading"))
        # A press draws the page anew: the reading ends at its next step, where Streamlit takes it up.
        st.button(T("report_builder.stop"), key="report.stop", icon=":material/stop:")

    def step(done: int, of: int) -> None:
        bar.progress(done / max(1, of), T("report_builder.reading"))

    made = reports.run(desk, body, title, step)
    kept: dict[str, Made] = st.session_state["report:made"]
    for old in list(kept)[: 1 - KEPT]:
        kept.pop(old)
    kept[key] = made
    bar.empty()
    return made


def _as_file(desk: Desk, body: ReportBody, title: str) -> None:
    """All of a list as a file, made beside the page."""
    if st.button(T("report_builder.as_file"), key="report.file", icon=":material/hourglass_top:"):
        jobs.begin(desk, "reports.file", {"body": plain(body), "title": title, "lang": lang()}, Why())
        st.success(T("report_builder.as_file_begun"), icon=":material/hourglass_top:")


__all__ = ["look", "whole"]
