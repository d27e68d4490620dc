"""One student's plan of a year on the screen: who, how far, its semesters, the way to the neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from core import calendar, registration, students
from core.desk import Desk
from core.errors import NotFound
from core.i18n import number
from core.registration import overview, printing
from core.registration.frame import Case, looked, paid_reasons
from core.registration.rules import ACTIVE, Frame, Learner
from core.ui.page import T, go, lang
from core.ui.registration import groups
from core.ui.style import Colour, badge, facts, safe, shown, word_of
from core.ui.tables.canvas import table_drawn
from schemas.base import Id, Ref
from schemas.student import Student
from schemas.study_plan import PlanLine, StudyPlan
from schemas.term import Term
from schemas.words import LineState, PeriodKind, StudyLanguage, StudyPlanState, TermKind

COLOURS: dict[StudyPlanState, Colour] = {
    StudyPlanState.draft: "gray", StudyPlanState.submitted: "orange", StudyPlanState.approved: "blue",
    StudyPlanState.signed: "green",
}  # fmt: skip


@dataclass(frozen=True)
class View:
    """What the page of one plan stands on: the student, the study as the checks see it, the plan if there is
    one, the year's terms (autumn, spring, and those a line of the plan stands in)."""

    desk: Desk
    student: Student
    study: Id
    year: int
    case: Case
    plan: StudyPlan | None
    terms: tuple[Term, ...]

    @property
    def who(self) -> Learner:
        return self.case.learners[self.study]

    @property
    def frame(self) -> Frame:
        return self.case.frame

    @property
    def lines(self) -> Sequence[PlanLine]:
        return self.plan.lines if self.plan else ()

    def of(self, term: Term) -> list[PlanLine]:
        """The lines of a term that are not taken out."""
        return [x for x in self.lines if x.term.id == term.id and x.state is not LineState.dropped]

    def credits(self, term: Term) -> Decimal:
        return printing.credits(self.of(term))


def opened(desk: Desk, student: Id, study: Id, year: int) -> View:
    """Read everything the page shows. Raises NotFound, Forbidden (outside of the user's scope)."""
    id = students.kept(desk, student)
    row = desk.get(Student, id, "student.read")
    if not any(s.id == study for s in row.studies):
        raise NotFound("errors.not_found", kind="students", id=student)
    plan = registration.plan_of(desk, study, year)
    case = looked(desk.store, desk.today(), year, [(id, study)], [plan] if plan else [])
    used = {x.term.id for x in plan.lines} if plan else set()
    order = list(TermKind)
    terms = [
        t for t in case.frame.terms.values()
        if t.year == year and (t.kind in overview.SEMESTERS or t.id in used)
    ]  # fmt: skip
    return View(desk, row, study, year, case, plan, tuple(sorted(terms, key=lambda t: order.index(t.kind))))


def walk(view: View) -> None:
    """Back to the group, and on to the student before or after in it: by keys too, so that a whole group is entered
    quickly."""
    group = view.who.study.get("group") or ""
    before, after = overview.neighbours(view.desk, view.year, group, view.study)
    with st.container(horizontal=True, vertical_alignment="center"):
        go("pages/registration.py", "registration_ui.to_group", "arrow_back", key="plan.group", year=str(view.year),
           group=group or groups.NONE)  # fmt: skip
        go("pages/student.py", "registration_ui.to_card", "person", key="plan.card", id=view.student.id)
        for word, to, keys, icon in (
            ("previous", before, "Alt+PageUp", "chevron_left"), ("next", after, "Alt+PageDown", "chevron_right")
        ):  # fmt: skip
            pressed = st.button(
                T(f"registration_ui.{word}"), disabled=to is None, shortcut=keys, icon=f":material/{icon}:",
                key=f"plan.{word}", type="tertiary",
            )  # fmt: skip
            if pressed and to:
                st.query_params.from_dict({"student": to[0], "study": to[1], "year": str(view.year)})
                st.rerun()
        years = overview.years(view.desk)
        if len(years) > 1 and view.year in years:
            st.selectbox(
                T("registration_ui.choose.year"), years, index=years.index(view.year), format_func=printing.span,
                key=f"plan.year:{view.year}", width=120, label_visibility="collapsed", on_change=_turn,
                args=(f"plan.year:{view.year}",),
            )  # fmt: skip


def _turn(key: str) -> None:
    st.query_params["year"] = str(st.session_state[key])
    st.query_params.pop("plan", None)


def head(view: View) -> None:
    """Who it is, how far the plan is, until when one can choose."""
    plan, study = view.plan, view.who.study
    st.title(safe(view.student.name.full()), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{safe(view.student.number)}**", width="content")
        st.caption(safe(f"{T('registration_ui.plan')}, {printing.span(view.year)}"), width="content")
        if plan:
            badge(plan.state, COLOURS[plan.state])
            if plan.signed_on:
                st.caption(safe(shown(plan.signed_on)), width="content")
    if plan and plan.returned:
        st.warning(safe(T("registration_ui.was_returned", reason=plan.returned)), icon=":material/undo:")
    ref = {
        k: Ref.model_validate(v).label.get(lang()) for k in ("programme", "adviser", "teacher") if (v := study.get(k))
    }
    curriculum = view.who.curriculum
    by = curriculum.label().get(lang()) if curriculum else T("registration_ui.no_curriculum")
    where = " · ".join(x for x in (str(view.who.course or ""), study.get("group") or "") if x)
    facts([
        (T("registration_ui.fact.programme"), ref.get("programme", "")),
        (T("registration_ui.fact.course_group"), where),
        (T("registration_ui.fact.study_language"), _language(study.get("language"))),
        (T("registration_ui.fact.curriculum"), by),
        (T("registration_ui.fact.adviser"), ref.get("adviser", "")),
        (T("registration_ui.fact.teacher"), ref.get("teacher", "")),
    ], 3)  # fmt: skip
    st.caption(" · ".join(safe(x) for x in windows(view)))


def _language(value: str | None) -> str:
    return word_of(StudyLanguage, value).label(lang()) if value else ""


def windows(view: View) -> list[str]:
    """For each term: is registration open, until when; when it opens; that it is over."""
    faculty = (view.who.study.get("faculty") or {}).get("id")
    return [said for t in view.terms if (said := _window(view, t, faculty))]


def is_open(view: View, term: Term) -> bool:
    """Can one choose for this term today?"""
    cal, faculty = view.frame.calendar, (view.who.study.get("faculty") or {}).get("id")
    asked = (term.kind, view.frame.today, view.who.course, faculty)
    kinds = (PeriodKind.registration, PeriodKind.changes)
    return cal is not None and any(calendar.window(cal, k, *asked) for k in kinds)


def _window(view: View, term: Term, faculty: Id | None) -> str:
    name = term.kind.label(lang())
    if term.closed:
        return T("registration_ui.window.term_closed", term=name, day=term.closed)
    if not view.frame.rules.windows:
        return T("registration_ui.window.always", term=name)
    cal = view.frame.calendar
    if cal is None:
        return T("registration_ui.window.no_calendar", term=name)
    asked = (term.kind, view.frame.today, view.who.course, faculty)
    kinds = (PeriodKind.registration, PeriodKind.changes)
    now = [p for k in kinds if (p := calendar.window(cal, k, *asked))]
    if now:
        return T("registration_ui.window.open", term=name, day=max(p.ends for p in now))
    coming = [p.starts for k in kinds if (p := calendar.next_window(cal, k, *asked))]
    if coming:
        return T("registration_ui.window.opens", term=name, day=min(coming))
    return T("registration_ui.window.over", term=name)


# the semesters --------------------------------------------------------------------------------------------------


def semesters(view: View) -> list[PlanLine]:
    """Draw the terms one under another, for titles are long; the lines that are marked in them."""
    return [x for term in view.terms for x in _semester(view, term)]


def _semester(view: View, term: Term) -> list[PlanLine]:
    rules, lines, sum_ = view.frame.rules, view.of(term), view.credits(term)
    summer = term.kind is TermKind.summer
    least, most = (Decimal(0), rules.summer_most) if summer else (rules.term_least, rules.term_most)
    fits = least <= sum_ <= most
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{safe(term.kind.label(lang()))}**", width="content")
        said = T("registration_ui.credits_of", n=sum_, least=least, most=most)
        st.badge(
            safe(said), color="green" if fits else "orange", icon=":material/check:" if fits else ":material/warning:"
        )
    if not lines:
        st.caption(T("registration_ui.no_lines"))
        return []
    # What is marked belongs to these very lines: another revision begins without marks.
    key = f"rows-plan:{view.plan.id if view.plan else ''}:{view.plan.revision if view.plan else 0}:{term.id}"
    found = table_drawn(
        _frame(lines), hide_index=True, column_config=_config(), key=key, on_select="rerun", height="content",
        selection_mode="multi-row", width="stretch",
    )  # fmt: skip
    return [lines[n] for n in found.selection.rows if n < len(lines)]


HEADS = ("code", "discipline", "credits", "line_state", "reason", "cycle", "lesson", "control")
WIDTHS = {"code": 80, "discipline": 322, "credits": 62, "line_state": 120, "reason": 145, "cycle": 88, "lesson": 110}


def _frame(lines: Sequence[PlanLine]) -> pd.DataFrame:
    return pd.DataFrame([_cells(x) for x in lines], columns=list(HEADS), dtype=str)


def _cells(x: PlanLine) -> list[str]:
    state = shown(x.state)
    if x.payment:
        state += f" · {T('registration_ui.paid')}"
    elif x.reason in paid_reasons() and x.state in ACTIVE:
        state += f" · {T('registration_ui.not_paid')}"
    if x.forced:
        state += " · !"
    cycle = ", ".join(w.label(lang()) for w in (x.cycle, x.component) if w)
    return [x.code, x.discipline.label.get(lang()), number(x.credits, lang()), state, shown(x.reason), cycle,
            shown(x.lesson), shown(x.control)]  # fmt: skip


def _config() -> dict[str, Any]:
    return {
        h: st.column_config.TextColumn(
            T(f"registration_ui.col.{h}"), alignment="right" if h == "credits" else "left", width=WIDTHS.get(h)
        )
        for h in HEADS
    }
