"""What is done with a plan: drawn, dropped from, handed in, given back, approved, signed, paid for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import streamlit as st

from core import registration
from core.desk import Desk, Why
from core.errors import OfficeError, Problem, Problems
from core.i18n import t
from core.registration.reading import View as Stopped
from core.ui.forms import asked, command
from core.ui.messages import plainly, shown_errors
from core.ui.page import T, done, lang, open_act
from core.ui.registration.choices import overrides
from core.ui.registration.plan import View
from core.ui.style import safe, shown
from schemas.base import Id
from schemas.study_plan import PlanLine, StudyPlan
from schemas.words import LineState, StudyPlanState


def draw(view: View) -> None:
    """Draw the plan of who has none."""
    _draw(view, st.button(T("registration_ui.draw_one"), type="primary", icon=":material/edit_note:", key="plan.draw"))


def top_up(view: View) -> None:
    """Bring what the curriculum demands and a plan that is being drawn up lacks (the curriculum has changed)."""
    _draw(view, st.button(T("registration_ui.top_up"), icon=":material/playlist_add:", key="plan.top_up"))


def _draw(view: View, pressed: bool) -> None:
    if pressed:
        form = f"draw:{view.study}:{view.year}"
        with shown_errors():
            pairs = [(view.student.id, view.study)]
            why, guest = Why(command=command(form)), view.who.curriculum is None
            drawn = registration.draw(view.desk, pairs, view.year, why, guest)
            for one in drawn.named:
                raise OfficeError(one.key, **one.values)
            open_act(form)
            done("registration_ui.drawn", n=len(drawn.made) + len(drawn.changed))


def marked(view: View, plan: StudyPlan, lines: Sequence[PlanLine]) -> None:
    """What is done with the marked disciplines: taken out, marked as paid."""
    desk = view.desk
    may_drop = desk.may("plan.approve") or (
        desk.may("plan.choose") and all(x.state is not LineState.registered for x in lines)
    )
    if not lines:
        if desk.may("plan.choose"):
            st.caption(T("registration_ui.mark_lines"))
        return
    codes = ", ".join(x.code for x in lines)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{safe(codes)}**", width="content")
        if may_drop:
            why = asked("registration_ui.drop", "optional", name=f":{plan.id}", icon=":material/remove_circle:",
                        hint="registration_ui.drop_hint", act="plan.drop")  # fmt: skip
            if why:
                with shown_errors():
                    registration.drop(desk, plan.id, plan.revision, [x.id for x in lines], why)
                    done("registration_ui.dropped", n=len(lines))
    if desk.may("plan.pay") and len(lines) == 1:
        payment(desk, plan.id, plan.revision, lines[0].id, lines[0].payment)


def payment(desk: Desk, plan: Id, revision: int, line: Id, held: Any = None) -> None:
    """The mark of a payment: day, receipt, amount, in one row; Enter in a field and the button send it."""
    name = f"pay:{plan}:{line}"
    problems: dict[str, Problem] = {p.field: p for p in st.session_state.get(f"{name}!problems", [])}
    key = f"{name}:{st.session_state.setdefault(f'{name}!n', 0)}"
    with st.form(key, border=True, enter_to_submit=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            day = st.date_input(
                T("registration_ui.pay.day"), held.day if held else desk.today(), format="DD.MM.YYYY", width=160,
                max_value=desk.today(), key=f"{key}:day",
            )  # fmt: skip
            receipt = st.text_input(
                T("registration_ui.pay.receipt"), held.receipt if held else "", 60, width=200, key=f"{key}:receipt"
            )
            amount = st.text_input(
                T("registration_ui.pay.amount"), str(held.amount or "") if held else "", 20, width=160,
                key=f"{key}:amount",
            )  # fmt: skip
            sent = st.form_submit_button(
                T("registration_ui.pay.mark"), type="primary", icon=":material/payments:", key=f"{key}:send"
            )
        for problem in problems.values():
            st.markdown(f":red[:material/error: {safe(plainly(problem))}]")
    if not sent:
        return
    st.session_state.pop(f"{name}!problems", None)
    try:
        values = {"day": day, "receipt": receipt.strip(), "amount": _amount(amount)}
        registration.pay(desk, plan, revision, line, values, Why(command=command(name)))
    except Problems as e:
        st.session_state[f"{name}!problems"] = e.problems
        st.rerun()
    except OfficeError as e:
        with shown_errors():
            raise e
    else:
        open_act(name)
        done("registration_ui.pay.done")


def _amount(text: str) -> Decimal | None:
    text = "".join(text.split()).replace(",", ".")
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise Problems([Problem("amount", "errors.field.decimal_parsing")]) from None
    if not found.is_finite():
        raise Problems([Problem("amount", "errors.field.decimal_parsing")])
    return found


def forward(view: View, plan: StudyPlan, stopped: Stopped) -> None:
    """The next step of the plan, for who may take it."""
    desk = view.desk
    with st.container(horizontal=True, vertical_alignment="bottom"):
        match plan.state:
            case StudyPlanState.draft if desk.may("plan.choose"):
                _step(view, plan, "submit", stopped.handing_in, registration.submit)
            case StudyPlanState.submitted if desk.may("plan.approve"):
                _step(view, plan, "approve", stopped.approving, registration.approve)
                why = asked(
                    "registration_ui.give_back", name=f":{plan.id}", icon=":material/undo:", act="plan.give_back"
                )
                if why:
                    with shown_errors():
                        registration.give_back(desk, plan.id, plan.revision, why)
                        done("registration_ui.given_back")
            case StudyPlanState.approved if desk.may("plan.sign"):
                _sign(view, plan)
            case _:
                pass


def _step(view: View, plan: StudyPlan, name: str, found: Sequence[Any], act: Any) -> None:
    """Hand in or approve; what stops it may be overridden by who has the right, with a reason for each check."""
    forced = overrides(view.desk, found, f"{name}:{plan.id}:{plan.revision}")
    left = [b for b in found if b.check not in forced]
    icon = ":material/send:" if name == "submit" else ":material/verified:"
    pressed = st.button(
        T(f"registration_ui.{name}"), type="primary", icon=icon,
        key=f"plan.{name}", help=T("registration_ui.stopped", n=len(left)) if left else None, shortcut="Alt+Enter",
    )  # fmt: skip
    if pressed:
        form = f"{name}:{plan.id}"
        with shown_errors():
            act(view.desk, plan.id, plan.revision, Why(command=command(form)), forced or None)
            open_act(form)
            done(f"registration_ui.{name}_done")


def _sign(view: View, plan: StudyPlan) -> None:
    desk = view.desk
    day = st.date_input(
        T("registration_ui.signed_on"), desk.today(), format="DD.MM.YYYY", width=170, key=f"v:sign:{plan.id}",
        max_value=desk.today(),
    )  # fmt: skip
    pressed = st.button(T("registration_ui.sign"), type="primary", icon=":material/draw:", key="plan.sign")
    if pressed and isinstance(day, date):
        form = f"sign:{plan.id}"
        with shown_errors():
            registration.sign(desk, plan.id, plan.revision, day, Why(command=command(form)))
            open_act(form)
            done("registration_ui.sign_done")


def by_whom(plan: StudyPlan, desk: Desk) -> None:
    """Who handed the plan in and who approved it, when."""
    marks = {"submitted_by": plan.submitted, "approved_by": plan.approved}
    ids = [m.by for m in marks.values() if m]
    names = {r["_id"]: r["name"] for r in desk.store.rows("users", {"_id": {"$in": ids}}, {"name": 1})} if ids else {}
    said = [
        t(f"registration_ui.{key}", lang(), who=names.get(m.by, "—"), at=shown(m.at)) for key, m in marks.items() if m
    ]
    if said:
        st.caption(safe(" · ".join(said)))
