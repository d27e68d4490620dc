"""Assessments by criteria on the screen: the list, one with its evidence, its filling, submitting, sending on."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from core import criteria, files, submissions
from core.criteria.acts import unfinished
from core.criteria.reading import said
from core.desk import Desk
from core.fields import described
from core.submissions import Sending
from core.ui.files import given
from core.ui.forms import asked, form
from core.ui.looks import opened
from core.ui.messages import said as problem_said
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, go, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import headed, pager, picked, plain_table
from schemas.base import Id
from schemas.criteria import Assessment, AssessmentState, CriterionRow, Fulfilled
from schemas.kinds import Evidence
from schemas.submission import SubmissionKind

COLOURS: dict[Fulfilled, Any] = {
    Fulfilled.met: "green", Fulfilled.partly: "orange", Fulfilled.not_met: "red", Fulfilled.apart: "gray",
}  # fmt: skip


def begin(desk: Desk) -> None:
    """The form of a new assessment: only its period; the figures are found by the office."""
    key, today = "criteria:new", desk.today()
    first = {"start": date(today.year, 1, 1).isoformat(), "end": today.isoformat()}
    filled = form(desk, [described(Assessment, n) for n in ("start", "end")], key, first, T("criteria.new"))
    if filled:
        with shown_errors(key):
            days = {k: date.fromisoformat(v) if v else None for k, v in filled.values.items()}
            made = criteria.begin(desk, days["start"], days["end"], filled.why)
            st.query_params.from_dict({"id": made.id})
            done("criteria.begun", number=made.number)


def listed(desk: Desk) -> str | None:
    """The assessments; the id of the chosen one. Where there is none, the criteria by which one is made."""
    page = pager("criteria", "")
    rows = criteria.listed(desk, page)
    if rows:
        columns = [(n, described(Assessment, n)) for n in ("number", "start", "end", "begun_by", "status")]
        return picked("criteria.list", [*columns, headed("met", "criteria.met")], rows, page,
                      widths={"number": 100, "start": 120, "end": 120, "status": 140, "met": 120})  # fmt: skip
    empty("criteria.none", "criteria.none_hint" if desk.may(criteria.EDIT) else None)
    table = [[k.name.get(lang()), b.counts.get(lang()), b.evidence.label(lang())] for k, b in criteria.criteria(desk)]
    heads = [T("criteria.criterion"), described(CriterionRow, "counts").label(lang()), T("criteria.evidence")]
    plain_table(heads, table, widths=(400, 380, 300))
    return None


def screen(desk: Desk, id: Id) -> None:
    """One assessment; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, criteria.get(desk, id))


def _draw(desk: Desk, kept: Assessment) -> None:
    opened(desk, "criteria", "assessments", kept.id, kept.number)
    mine = kept.status is AssessmentState.draft and desk.may(criteria.EDIT)
    with st.container(horizontal=True, vertical_alignment="center"):
        about = T("criteria.about", start=kept.start, end=kept.end)
        st.subheader(safe(f"{kept.number} · {about}"), anchor=False, width="content")
        badge(kept.status, "green" if kept.status is AssessmentState.submitted else "orange")
    facts([
        (T("criteria.gathered"), shown(kept.found_at)), (T("criteria.by"), kept.begun_by.label.get(lang())),
        (T("criteria.met"), f"{sum(r.verdict is Fulfilled.met for r in kept.findings)} / {len(kept.findings)}"),
    ])  # fmt: skip
    for n, row in enumerate(kept.findings, 1):
        _criterion(desk, kept, n, row, mine)
    _whole(desk, kept, mine)
    with st.container(horizontal=True):
        given(T("criteria.pdf"), f"criteria-{kept.number}-{lang()}.pdf", partial(criteria.pdf, desk, kept.id, lang()),
              f"criteria:pdf:{kept.id}", icon=":material/print:")  # fmt: skip
        if mine:
            _steps(desk, kept)
        elif kept.status is AssessmentState.submitted and desk.may("submission.send"):
            _send(desk, kept)
    for sent in submissions.asked_of(desk, kept.id):
        st.caption(safe(T("criteria.sent_line", number=sent.number, at=shown(sent.sent_at))))


def _criterion(desk: Desk, kept: Assessment, n: int, row: CriterionRow, mine: bool) -> None:
    figure = said(row, lang())
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{n}. {safe(row.name.get(lang()))}**", width="content")
            if row.verdict:
                badge(row.verdict, COLOURS[row.verdict])
        with st.container(horizontal=True, vertical_alignment="center"):
            if row.evidence is Evidence.none:
                st.caption(safe(T("criteria.counts", text=row.counts)), width="content")
            else:
                st.markdown(safe(T("criteria.figure", name=row.evidence, figure=figure or "—")), width="content")
                if page := criteria.PAGES.get(row.evidence):
                    go(f"pages/{page}.py", "criteria.see_rows", key=f"go:criterion:{row.code}")
        if not mine:
            for text in (row.shown, row.note):
                if text:
                    st.markdown(safe(text))
            return
        with st.expander(T("criteria.verdict"), icon=":material/edit:", expanded=row.verdict is None and n == 1):
            st.caption(safe(T("criteria.counts", text=row.counts)))
            key = f"criteria:{kept.id}:{row.code}"
            first = {"verdict": row.verdict and row.verdict.value, "shown": row.shown, "note": row.note}
            specs = [described(CriterionRow, f) for f in ("verdict", "shown", "note")]
            filled = form(desk, specs, key, first, T("criteria.keep"))
            if filled:
                with shown_errors(key):
                    criteria.keep(desk, kept.id, kept.revision, {}, {row.code: filled.values}, filled.why)
                    done("criteria.kept")


def _whole(desk: Desk, kept: Assessment, mine: bool) -> None:
    names = ("council", "conclusion")
    specs = [described(Assessment, n) for n in names]
    if not mine:
        for spec, name in zip(specs, names, strict=True):
            st.caption(spec.label(lang()))
            st.markdown(safe(getattr(kept, name) or "—"))
        return
    key = f"criteria:{kept.id}"
    filled = form(desk, specs, key, {n: getattr(kept, n) for n in names}, T("criteria.keep"))
    if filled:
        with shown_errors(key):
            criteria.keep(desk, kept.id, kept.revision, filled.values, {}, filled.why)
            done("criteria.kept")


def _steps(desk: Desk, kept: Assessment) -> None:
    anew = asked("criteria.gather", "optional", icon=":material/refresh:", name=kept.id, act="criteria.gather")
    lacking = unfinished(kept)
    submit = asked("criteria.submit", "optional", "primary", ":material/lock:", kept.id, "criteria.submit_hint",
                   disabled=bool(lacking), act="criteria.submit")  # fmt: skip
    with shown_errors():
        if anew:
            criteria.gather(desk, kept.id, kept.revision, anew)
            done("criteria.gathered_anew")
        if submit:
            criteria.submit(desk, kept.id, kept.revision, submit)
            done("criteria.submitted")
    if lacking:
        told = [f"{described(Assessment, p.field).label(lang())}: {problem_said(p)}" if "." not in p.field
                else problem_said(p) for p in lacking]  # fmt: skip
        st.caption(f"{T('criteria.lacks')} {safe('; '.join(told))}")


def _send(desk: Desk, kept: Assessment) -> None:
    leaders = [r.id for r in submissions.leaders(desk)]
    why = asked("criteria.send", "optional", icon=":material/outbox:", name=kept.id, disabled=not leaders,
                act="submission.send")  # fmt: skip
    if why:
        with shown_errors():
            ready = files.ready(desk, f"criteria-{kept.number}.pdf", criteria.pdf(desk, kept.id, lang()))
            topic = f"{T('criteria.report')}, {T('criteria.about', start=kept.start, end=kept.end)}"
            sent = submissions.send(desk, Sending(
                SubmissionKind.criteria, topic, leaders, kept.start, kept.end, kept.conclusion, [ready], kept,
                page="criteria", address={"id": kept.id},
            ), why)  # fmt: skip
            done("criteria.sent", number=sent.number)
