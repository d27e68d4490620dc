"""Is the trail whole? The button, how far it is, and what was found."""

from __future__ import annotations

import streamlit as st

from core import jobs
from core.audit import words
from core.audit.report import Report
from core.audit.work import of_row
from core.desk import Desk, Why
from core.ui import jobs as kit
from core.ui.messages import shown_errors
from core.ui.page import T, lang
from core.ui.style import safe
from core.ui.tables import plain_table

JOB = "audit.verify"


def verification(desk: Desk) -> None:
    """Verify the whole trail beside the page: one run for all who look; it can be left and found again."""
    st.subheader(T("audit.verify_title"), anchor=False)
    st.caption(T("audit.verify_hint"))
    kit.news(desk, JOB, anybody=True)
    last = jobs.newest(desk, JOB, anybody=True)
    if last and last["state"] in ("waiting", "running"):
        return
    if st.button(T("audit.verify"), icon=":material/verified_user:", type="primary"):
        with shown_errors():
            kit.begun(JOB, jobs.begin(desk, JOB, {}, Why(T("audit.verify"))))
            st.rerun()
    if last is None:
        return
    st.caption(safe(T("jobs.by_when", who=last["by_name"], at=last["ended"])))
    with shown_errors():
        kit.refused(last)
    if last["result"]:
        shown_report(of_row(last["result"]))


def shown_report(report: Report, whole: str = "audit.whole") -> None:
    """What a verification found; whole: the message where that is nothing."""
    say = st.warning if report.stopped else st.success if report.whole else st.error
    key = "audit.stopped" if report.stopped else whole if report.whole else "audit.broken"
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
