"""How far preparation has come: who is behind, a stage marked for one or many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core.attestation import candidacies, settings
from core.attestation.candidacies.progress import DAY
from core.attestation.candidacies.reading import of_commission
from core.desk import Desk
from core.fields import Option, described
from core.references import said
from core.ui.attestation.graduate_parts import commission
from core.ui.attestation.picking import choice
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import metrics, shown
from core.ui.tables import headed, picked, plain_table
from schemas.attestation import Candidacy, Milestone
from schemas.attestation.candidacy import AHEAD
from schemas.base import Id, Ref

SHOWN = 12  # supervisors beside the departments; the list under them names all


def screen(desk: Desk, year: int) -> Id | None:
    """Who is behind, by department and supervisor; the candidacy that was opened."""
    st.caption(T("graduates.progress_hint"))
    of = commission(desk, year)
    late = candidacies.behind(desk, year, {"commission.id": of.id} if of else None)
    metrics([(T("graduates.behind"), len({b.candidacy.study for b in late}), None),
             (T("graduates.behind_stages"), len(late), None)])  # fmt: skip
    opened = None
    if late:
        left, right = st.columns(2)
        with left:
            _counted("department", candidacies.by_department(late), "graduates.no_department")
        with right:
            _counted("supervisor", candidacies.by_supervisor(late)[:SHOWN], "graduates.no_supervisor_row")
        columns = [headed(k, f"graduates.head.{k}", "int" if k == "days" else "text")
                   for k in ("student", "group", "form", "stage", "due", "days", "supervisor")]  # fmt: skip
        rows = [
            {"_id": f"{b.candidacy.id}:{b.stage.code}", "student": b.candidacy.student.label.get(lang()),
             "group": b.candidacy.group, "form": b.candidacy.form_name.get(lang()),
             "stage": b.stage.label.get(lang()), "due": shown(b.stage.due), "days": b.days,
             "supervisor": _name(b.candidacy.presented.supervisor, "graduates.no_supervisor_row")}
            for b in late
        ]  # fmt: skip
        chosen = picked("graduates_behind.list", columns, rows, 0, len(rows) + 1)
        opened = chosen.partition(":")[0] if chosen else None
    else:
        st.success(T("graduates.nobody_behind"), icon=":material/check_circle:")
    if of and desk.may("attestation.prepare"):
        _many(desk, of.id)
    return opened


def _counted(head: str, found: Sequence[tuple[Ref | None, int]], nobody: str) -> None:
    st.markdown(f"**{T(f'graduates.by_{head}')}**")
    plain_table([T(f"graduates.head.{head}"), T("graduates.head.people")], [[_name(r, nobody), n] for r, n in found],
                right=(1,))  # fmt: skip


def _name(ref: Ref | None, nobody: str) -> str:
    return ref.label.get(lang()) if ref else T(nobody)


def _many(desk: Desk, commission: Id) -> None:
    """A stage marked for all of a form at once, but for who is left out."""
    mine = [c for c in of_commission(desk, commission)
            if c.status in AHEAD and candidacies.may_prepare(desk.actor, c)]  # fmt: skip
    if not mine:
        return
    st.subheader(T("graduates.mark_many"), anchor=False)
    forms = {c.form: c.form_name.get(lang()) for c in mine}
    code = st.selectbox(T("graduates.head.form"), list(forms), key="v:graduates.mark_form", width=320,
                        format_func=lambda c: forms.get(c, str(c)))  # fmt: skip
    of = [c for c in mine if c.form == code]
    if not of:
        return
    names = {c.id: c.student.label.get(lang()) for c in of}
    out = st.multiselect(T("graduates.skip_mark"), list(names), key=f"v:graduates.mark_out:{commission}:{code}",
                         placeholder=T("common.not_chosen"), format_func=lambda i: names.get(i, i))  # fmt: skip
    mark(desk, [c for c in of if c.id not in out], f"graduates.mark:{commission}:{code}")


def mark(desk: Desk, of: Sequence[Candidacy], key: str) -> None:
    """The form that marks a step for these, all of one form of attestation. An empty day takes the mark back."""
    if not of:
        st.caption(T("graduates.nobody_chosen"))
        return
    stages = {s.code: s.label for s in settings.form(of[0].form).stages}
    options = [Option(s, said(f"graduates.day.{s[1:]}") if s.startswith(DAY) else stages[s])
               for s in candidacies.steps(of[0].form)]  # fmt: skip
    if not options:
        return
    specs = [choice("step", "graduates.mark_step", options), described(Milestone, "done"), described(Milestone, "note")]
    first = {"step": _next(of), "done": desk.today().isoformat()}
    words = T("graduates.mark") if len(of) == 1 else f"{T('graduates.mark')}: {len(of)}"
    filled = form(desk, specs, key, first, words, "optional", columns=3, act="candidacy.progress")
    if filled:
        with shown_errors(key):
            day = filled.values["done"]
            n = candidacies.mark(
                desk, [c.id for c in of], str(filled.values["step"]), date.fromisoformat(day) if day else None,
                str(filled.values["note"] or ""), filled.why,
            )  # fmt: skip
            done("graduates.marked", n=n)


def _next(of: Sequence[Candidacy]) -> str | None:
    """The first stage that somebody of them has not done."""
    return next((m.code for c in of for m in c.milestones if m.done is None), None)


__all__ = ["mark", "screen"]
