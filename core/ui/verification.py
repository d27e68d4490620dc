"""Is the trail whole? The button, how far it is, and what was found."""

from __future__ import annotations

import streamlit as st

from core import beside
from core.audit import words
from core.audit.report import Report
from core.audit.verify import verify
from core.desk import Desk
from core.ui.messages import shown_errors
from core.ui.page import T, lang
from core.ui.tables import plain_table

JOB = "audit.verify"


def verification(desk: Desk) -> None:
    """Verify the whole trail beside the page: one run for all who look; it can be left and found again."""
    st.subheader(T("audit.verify_title"), anchor=False)
    st.caption(T("audit.verify_hint"))
    news = beside.of(JOB)
    if news and not news.finished:
        st.fragment(_progress, run_every="1s")()
        return
    if st.button(T("audit.verify"), icon=":material/verified_user:", type="primary"):
        beside.start(JOB, 1, lambda n: verify(desk.store, progress=n.both, stop=n.stopped))
        st.rerun()
    with shown_errors():
        if news and news.error:
            raise news.error
    if news and news.result:
        _report(news.result)


def _progress() -> None:
    news = beside.of(JOB)
    if news is None or news.finished:
        st.rerun()
    st.progress(news.done / max(news.total, 1), T("audit.checking", done=news.done, total=news.total))
    if st.button(T("audit.stop"), icon=":material/stop_circle:"):
        news.wish_to_stop.set()


def _report(report: Report) -> None:
    say = st.warning if report.stopped else st.success if report.whole else st.error
    key = "audit.stopped" if report.stopped else "audit.whole" if report.whole else "audit.broken"
    say(T(key, n=len(report.findings) + report.more))
    walked = {"entries": report.entries, "documents": report.documents, "anchors": report.anchors}
    st.caption(T("audit.walked", **walked))
    for note in report.notes:
        st.info(T(note))
    if report.findings:
        heads = [T(f"audit.{k}") for k in ("kind_label", "document", "field", "finding")]
        plain_table(heads, [words.finding_words(f, lang()) for f in report.findings])
    if report.more:
        st.caption(T("audit.more", n=report.more))
