"""One risk: its levels, its measures with who does them, its assessments as they were; entering, assessing, closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any

import streamlit as st
from pydantic import Field

from core.db.codec import plain
from core.desk import Desk
from core.fields import FieldSpec, describe, described
from core.quality import risks as acts
from core.quality.hands import does, keeps
from core.quality.reading import process
from core.ui.forms import asked, flat, form
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.base import Id, Model, Show
from schemas.quality import Assessment, Risk, RiskLevel, RiskMeasure, RiskState

COLOURS: dict[RiskLevel, Any] = {
    RiskLevel.low: "green", RiskLevel.medium: "yellow", RiskLevel.high: "orange", RiskLevel.critical: "red",
}  # fmt: skip
YEAR = timedelta(days=365)


class _Grounds(Model):
    """On what an assessment rests."""

    note: Annotated[
        str, Field(max_length=500), Show("Бағаның негіздемесі", "Обоснование оценки", "Grounds of the assessment",
                                         area=True)
    ] = ""  # fmt: skip


def _specs(*names: str) -> list[FieldSpec]:
    return [described(Risk, n) for n in names]


def new(desk: Desk) -> None:
    """The form of a new one."""
    with st.expander(T("quality.risk_new"), icon=":material/add:"):
        key = "risk:new"
        specs = _specs("sort", "process", "owner", "review_on", *acts.DEGREES, "text", "cause", "consequence")
        first = {"sort": "process", "review_on": (desk.today() + YEAR).isoformat()}
        filled = form(desk, specs, key, first, T("quality.risk_enter"), columns=4)
        if filled:
            with shown_errors(key):
                made = acts.enter(desk, filled.values, filled.why)
                st.query_params.from_dict({"id": made.id})
                done("quality.risk_entered", number=made.number)


def screen(desk: Desk, id: Id) -> None:
    """The risk; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, acts.get(desk, id))


def _draw(desk: Desk, r: Risk) -> None:
    opened(desk, "risks", r.collection, r.id, r.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(safe(T("quality.risk_n", number=r.number)), anchor=False, width="content")
        badge(r.sort, "gray")
        st.badge(safe(f"{r.level} · {r.grade.label(lang())}"), color=COLOURS[r.grade])
        if r.left:
            st.badge(safe(f"→ {r.residual_level} · {r.left.label(lang())}"), color=COLOURS[r.left])
        if r.status is RiskState.closed:
            badge(r.status, "gray")
        if late := acts.review_late(r, desk.today()):
            st.badge(T("quality.review_late_n", n=late), color="red", icon=":material/event_busy:")
    st.markdown(safe(r.text))
    found = [
        (described(Risk, n).label(lang()), shown(getattr(r, n))) for n in ("cause", "consequence") if getattr(r, n)
    ]
    found += [
        (T("quality.r_process"), process(r.process, lang())), (T("quality.r_owner"), r.owner.label.get(lang())),
        (T("quality.r_level"), f"{r.likelihood} × {r.impact} = {r.level}"),
        (T("quality.r_review"), shown(r.review_on)),
    ]  # fmt: skip
    found += [(described(Risk, "closing").label(lang()), r.closing)] if r.closing else []
    facts(found, columns=3)
    st.subheader(T("quality.r_measures"), anchor=False)
    if not r.measures:
        st.caption(T("quality.no_measures"))
    for n, m in enumerate(r.measures):
        _measure(desk, r, n, m)
    if r.status is RiskState.open and keeps(desk.actor, [r.owner.id]):
        _forms(desk, r)
    _history(r)


def _measure(desk: Desk, r: Risk, n: int, m: RiskMeasure) -> None:
    with st.container(border=True):
        late = not m.done_on and m.due < desk.today() and r.status is RiskState.open
        sign = "✓" if m.done_on else "⚠" if late else "○"
        st.markdown(f"{sign} **{safe(m.what)}**")
        who = f"{m.owner.label.get(lang())} · {T('quality.until', day=m.due)}"
        told = f" · {T('quality.done_said', day=m.done_on)}: {m.done_note}" if m.done_on else ""
        st.caption(safe(who + told))
        if m.done_on or r.status is not RiskState.open or not does(desk.actor, [r.owner.id, m.owner.id]):
            return
        with st.popover(T("quality.measure_done"), icon=":material/task_alt:"):
            key = f"risk:done:{r.id}:{n}"
            found = {s.path: replace(s, required=True) for s in describe(RiskMeasure)}
            specs = [found["done_on"], found["done_note"]]
            filled = form(desk, specs, key, {"done_on": desk.today().isoformat()}, T("quality.measure_done"),
                          revision=r.revision, columns=1)  # fmt: skip
            if filled:
                with shown_errors(key):
                    day = date.fromisoformat(filled.values["done_on"])
                    acts.measure_done(desk, r.id, filled.revision, n, day, filled.values["done_note"], filled.why)
                    done("quality.measure_did")


def _forms(desk: Desk, r: Risk) -> None:
    with st.expander(T("quality.measure_add"), icon=":material/add:"):
        key = f"risk:measure:{r.id}:{len(r.measures)}"
        specs = [s for s in describe(RiskMeasure) if s.path in ("what", "owner", "due")]
        specs.sort(key=lambda s: s.kind == "area")
        filled = form(desk, specs, key, {"owner": plain(r.owner)}, T("quality.measure_add"), revision=r.revision)
        if filled:
            with shown_errors(key):
                acts.measure(desk, r.id, filled.revision, filled.values, filled.why)
                done("quality.measure_added")
    with st.expander(T("quality.assess"), icon=":material/grid_on:"):
        st.caption(T("quality.assess_hint"))
        key = f"risk:assess:{r.id}:{len(r.assessments)}"
        specs = [*_specs(*acts.DEGREES, "review_on"), *describe(_Grounds)]
        first = flat(specs[:-1], r) | {"review_on": (desk.today() + YEAR).isoformat()}
        filled = form(desk, specs, key, first, T("quality.assess"), revision=r.revision, columns=3)
        if filled:
            with shown_errors(key):
                values = dict(filled.values)
                acts.assess(desk, r.id, filled.revision, values, values.pop("note"), filled.why)
                done("quality.assessed", number=r.number)
    with st.expander(T("quality.edit"), icon=":material/edit:"):
        key = f"risk:{r.id}"
        specs = _specs(*sorted(acts.FACTS, key=lambda n: n in ("text", "cause", "consequence")))
        filled = form(desk, specs, key, flat(specs, r), revision=r.revision, columns=3)
        if filled:
            with shown_errors(key):
                acts.edit(desk, r.id, filled.revision, filled.changed, filled.why)
                done("common.saved")
    why = asked("quality.risk_close", icon=":material/archive:", name=r.id, hint="quality.risk_close_hint",
                act="risk.close")  # fmt: skip
    if why:
        with shown_errors():
            acts.close(desk, r.id, r.revision, why)
            done("quality.risk_closed_told", number=r.number)


def _history(r: Risk) -> None:
    """Every assessment as it was made, the newest first."""
    st.subheader(T("quality.assessments"), anchor=False)
    heads = [T(f"quality.{k}") for k in ("as_of", "r_level", "r_residual", "note", "who")]
    plain_table(heads, [_assessed(a) for a in reversed(r.assessments)], widths=(110, 200, 200))


def _assessed(a: Assessment) -> list[str]:
    def said(likelihood: int, impact: int) -> str:
        return f"{likelihood} × {impact} = {likelihood * impact} · {RiskLevel.of(likelihood, impact).label(lang())}"

    left = "—"
    if a.residual_likelihood and a.residual_impact:
        left = said(a.residual_likelihood, a.residual_impact)
    who = a.by.label.get(lang()) if a.by else ""
    return [shown(a.on), said(a.likelihood, a.impact), left, a.note, who]


__all__ = ["new", "screen"]
