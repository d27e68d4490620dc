"""Beside the plan: what would stop it, the credit ledger in short, refusals of this student, the printed plan."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import registration
from core.i18n import number
from core.ledger import Part
from core.ledger import ledger as credit_ledger
from core.registration import printing
from core.registration.reading import View as Stopped
from core.registration.rules import Breach
from core.ui.files import given
from core.ui.page import T, lang
from core.ui.registration import groups
from core.ui.registration.plan import View
from core.ui.style import safe, shown
from core.ui.tables import plain_table
from schemas.base import LANGS, Lang
from schemas.study_plan import StudyPlan
from schemas.words import StudyPlanState


def of_stage(plan: StudyPlan, stopped: Stopped) -> list[Breach]:
    """What stops the next step of the plan."""
    if plan.state is StudyPlanState.draft:
        return stopped.handing_in
    return stopped.approving if plan.state is StudyPlanState.submitted else []


def stops(found: Sequence[Breach]) -> None:
    """What would stop the plan, each in its words."""
    if found:
        said = "\n".join(f"- {safe(groups.words(b))}" for b in found)
        st.warning(f"{T('registration_ui.stops')}\n{said}", icon=":material/rule:")


def ledger(view: View) -> None:
    """The credit ledger in short: earned, in progress, missing, in all and by cycle."""
    if view.who.curriculum is None or not view.desk.may("student.results"):
        return
    found = credit_ledger(view.who.study, view.who.curriculum)
    with st.expander(T("registration_ui.ledger"), icon=":material/account_balance_wallet:"):
        heads = [T("ledger.part"), *(T(f"ledger.{k}") for k in SUMS)]
        rows = [[p.cycle.label(lang()) if p.cycle else "", *_sums(p)] for p in found.cycles]
        plain_table(heads, [*rows, [T("ledger.total"), *_sums(found.total)]], right=(1, 2, 3, 4), widths=(220,))


SUMS = ("required", "earned", "running", "missing")


def _sums(part: Part) -> list[str]:
    return [number(getattr(part, k), lang()) for k in SUMS]


def refused(view: View) -> None:
    """What was refused to this student or made in spite of a check, the newest first."""
    found = registration.refusals(view.desk, student=view.student.id, limit=30)
    found = [r for r in found if r.study == view.study]
    if not found:
        return
    with st.expander(T("registration_ui.refused_of", n=len(found)), icon=":material/block:"):
        plain_table(
            [T("common.when"), T("common.who"), T("registration_ui.col.check"), T("registration_ui.col.said"),
             T("registration_ui.col.overridden")],
            [[shown(r.at), shown(r.by.label), registration.check_word(r.check).get(lang()),
              registration.said(r, lang()), r.reason if r.overridden else ""] for r in found],
            widths=(120, 150, 160),
        )  # fmt: skip


def printed(view: View) -> None:
    """The plan for signature, in the student's language or another."""
    plan = view.plan
    if plan is None:
        return
    own = plan.language.value if plan.language else "kk"
    with st.popover(T("registration_ui.print"), icon=":material/print:"):
        spoken = st.segmented_control(
            T("common.language"), list(LANGS), default=own, key=f"plan.print:{plan.id}",
            format_func=lambda x: T(f"common.lang.{x}"),
        )  # fmt: skip
        chosen: Lang = spoken or own  # type: ignore[assignment]
        name = f"plan-{printing.number(plan).replace('/', '-')}-{chosen}.pdf"
        given(T("registration_ui.print_pdf"), name, lambda: printing.file(view.desk, [plan], lang=chosen),
              f"print:{plan.id}:{chosen}")  # fmt: skip
