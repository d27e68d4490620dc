"""One appeal: where its clock stands, what was asked, the commission, the decision and the correction that followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Annotated

import streamlit as st
from pydantic import Field

from core import appeals
from core.appeals import papers
from core.appeals.reading import correction_state
from core.appeals.rules import SEATS
from core.desk import Desk
from core.fields import FieldSpec, describe, described
from core.sheets.alarms import change_rules
from core.sheets.plan import current_line
from core.ui.files import given
from core.ui.forms import asked, form
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, go, lang
from core.ui.sheet.columns import heading
from core.ui.sheet.corrections import text_of
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.appeal import LIVE, Appeal, AppealStatus
from schemas.base import Id, Model, Show
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import Carried

COLOUR = {"filed": "orange", "sitting": "blue", "upheld": "green", "rejected": "gray", "withdrawn": "gray"}


class _Mark(Model):
    """One value of a decision, typed as into a sheet."""

    mark: Annotated[str, Field(max_length=60), Show("", "", "")] = ""


def screen(desk: Desk, id: Id) -> None:
    """The appeal; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, appeals.get(desk, id))


def _draw(desk: Desk, appeal: Appeal) -> None:
    opened(desk, "appeals", "appeals", appeal.id, appeal.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(T("appeals.number_n", number=appeal.number)), anchor=False, width="content")
        badge(appeal.status, COLOUR[appeal.status.value])  # type: ignore[arg-type]
    clock(desk, appeal)
    facts([
        (T("appeals.student"), f"{appeal.student.label.get(lang())}, {appeal.student_number}"),
        (T("appeals.discipline"), appeal.discipline.label.get(lang())),
        (T("sheets.term"), appeal.term.label.get(lang())),
        (T("appeals.sheet"), appeal.sheet.label.kk), (T("appeals.mark"), appeal.mark),
        (T("appeals.result_on"), shown(appeal.result_on)), (T("appeals.filed_on"), shown(appeal.filed_on)),
        (T("appeals.decide_by"), shown(appeal.decide_by)),
    ], columns=4)  # fmt: skip
    with st.container(border=True):
        st.caption(T("appeals.grounds"))
        st.markdown(safe(appeal.grounds))
    if appeal.commission:
        _commission(appeal)
    if appeal.protocol:
        _decision(desk, appeal)
    go("pages/grade_sheet.py", "sheets.to_sheet", sheet=appeal.sheet.id)
    if appeal.status in LIVE and desk.may("appeal.decide"):
        _form(desk, appeal)
        if appeal.status is AppealStatus.sitting:
            _decide(desk, appeal)
    with st.container(horizontal=True):
        _papers(desk, appeal)
        if appeal.status in LIVE and desk.may("appeal.file"):
            why = asked("appeals.withdraw", icon=":material/undo:", name=appeal.id, hint="appeals.withdraw_hint")
            if why:
                with shown_errors():
                    appeals.withdraw(desk, appeal.id, appeal.revision, why)
                    done("appeals.withdrawn", number=appeal.number)


def clock(desk: Desk, appeal: Appeal) -> None:
    """How many days are left to decide, or how many too many have passed."""
    if appeal.status not in LIVE:
        return
    left = (appeal.decide_by - desk.today()).days
    if left < 0:
        st.error(T("appeals.late_by", n=-left, day=appeal.decide_by), icon=":material/timer_off:")
    elif left == 0:
        st.warning(T("appeals.due_today"), icon=":material/timer:")
    else:
        st.info(T("appeals.days_left", n=left, day=appeal.decide_by), icon=":material/timer:")


def _commission(appeal: Appeal) -> None:
    st.caption(safe(T("appeals.commission_by", order=appeal.order)))
    rows = [[s.part.label(lang()), s.person.label.get(lang())] for s in appeal.commission]
    with st.container(width=640):
        plain_table([T("appeals.part"), T("appeals.person")], rows, widths=(240, 380))


def _decision(desk: Desk, appeal: Appeal) -> None:
    with st.container(border=True):
        st.markdown(safe(T("appeals.protocol_line", number=appeal.protocol, day=appeal.protocol_day)))
        st.markdown(safe(appeal.finding))
        if appeal.act:
            state = correction_state(desk, appeal)
            values = {"was": appeal.mark, "now": appeal.new_mark, "act": appeal.act}
            st.markdown(safe(T("appeals.correction_line", **values, state=state or "—")))
            go("pages/corrections.py", "appeals.to_corrections", key=f"go:act:{appeal.id}")


def _form(desk: Desk, appeal: Appeal) -> None:
    sitting = appeal.status is AppealStatus.sitting
    with st.expander(T("appeals.form_anew" if sitting else "appeals.form"), icon=":material/groups:",
                     expanded=not sitting):  # fmt: skip
        st.caption(T("appeals.form_hint", n=change_rules().members))
        specs = [_offering(described(Appeal, "commission")), described(Appeal, "order")]
        first = [{"person": s.person.model_dump(), "part": s.part.value} for s in appeal.commission]
        parts = [SEATS[0], *[SEATS[1]] * (change_rules().members - 1)]
        initial = {"commission": first or [{"part": p.value} for p in parts], "order": appeal.order}
        key = f"appeal:form:{appeal.id}"
        filled = form(desk, specs, key, initial, T("appeals.form_save"), revision=appeal.revision)
        if filled:
            with shown_errors(key):
                seats = filled.values["commission"] or []
                appeals.form(desk, appeal.id, filled.revision, seats, filled.values["order"] or "", filled.why)
                done("appeals.formed", number=appeal.number)


def _offering(spec: FieldSpec) -> FieldSpec:
    """The field of the commission with only those parts that one has in it."""
    items = tuple(replace(i, choices=tuple(SEATS)) if i.path == "part" else i for i in spec.items)
    return replace(spec, items=items)


def _decide(desk: Desk, appeal: Appeal) -> None:
    with st.expander(T("appeals.decide"), icon=":material/gavel:", expanded=True):
        said = st.segmented_control(
            T("appeals.decision"), ["upheld", "rejected"], key=f"v:appeals.decision:{appeal.id}",
            format_func=lambda w: AppealStatus(w).label(lang()) if w in COLOUR else str(w),
        )  # fmt: skip
        if said is None:
            return
        upheld = said == "upheld"
        marks: list[FieldSpec] = []
        initial: dict[str, object] = {"protocol_day": desk.today().isoformat()}
        if upheld:
            st.caption(T("appeals.upheld_hint"))
            sheet = desk.get(GradeSheet, appeal.sheet.id, "grade_sheet.read")
            line = current_line(sheet, appeal.student.id)
            for column in (c for c in sheet.form.columns if c.carried is Carried.none or c.code == sheet.form.main):
                marks.append(_text(column.code, heading(sheet, column.code)))
                initial[f"mark.{column.code}"] = text_of(sheet, line, column.code)
        specs: Sequence[FieldSpec] = [described(Appeal, "protocol_day"), *marks, described(Appeal, "finding")]
        key = f"appeal:decide:{appeal.id}:{upheld}"
        filled = form(desk, specs, key, initial, T("appeals.decide_save"), revision=appeal.revision)
        if filled:
            with shown_errors(key):
                typed = {s.path.removeprefix("mark."): str(filled.values[s.path] or "") for s in marks}
                changed = {c: v for c, v in typed.items() if v.strip() != str(initial[f"mark.{c}"] or "")}
                on, finding = filled.values["protocol_day"], filled.values["finding"] or ""
                day = date.fromisoformat(on) if on else None
                appeals.decide(desk, appeal.id, filled.revision, upheld, changed, day, finding, filled.why)
                done("appeals.decided", number=appeal.number)


def _text(code: str, label: str) -> FieldSpec:
    (spec,) = describe(_Mark)
    return replace(spec, path=f"mark.{code}", show=replace(spec.show, kk=label, ru=label, en=label))


def _papers(desk: Desk, appeal: Appeal) -> None:
    whiches: list[papers.Which] = ["application"]
    whiches += ["protocol"] if appeal.status in papers.DECIDED else []
    for which in whiches:
        given(T(f"appeals.pdf_{which}"), f"appeal-{appeal.number}-{which}.pdf",
              partial(papers.pdf, desk, appeal.id, which, lang()), f"appeal:{which}",
              icon=":material/print:")  # fmt: skip
