"""Choosing on the screen: elective blocks with places left and reasons beside, and what is added beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import streamlit as st

from core import references, registration
from core.desk import Desk, Why
from core.i18n import number
from core.registration import Breach, OpenChoice, Stage, Wish
from core.registration.drawing import open_choices, wished
from core.registration.offers import Offer, offers
from core.registration.rules import breaches
from core.ui.forms import command
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang, open_act
from core.ui.registration import groups
from core.ui.registration.plan import View, is_open
from core.ui.style import safe
from schemas.base import Id
from schemas.study_plan import StudyPlan
from schemas.term import Term
from schemas.words import PlanReason, StudyPlanState

ADDED = (PlanReason.repeat, PlanReason.difference, PlanReason.raising, PlanReason.mobility)


def against(view: View, plan: StudyPlan, wishes: Sequence[Wish]) -> list[Breach]:
    """What speaks against these choices now; of disciplines the page has read."""
    now = view.desk.now()
    new = [wished(f"new{n}", now, w, view.who, view.frame) for n, w in enumerate(wishes)]
    return breaches([*plan.lines, *new], [x.id for x in new], view.who, view.frame, Stage.choosing, plan.forced)


def blocks(view: View, plan: StudyPlan) -> None:
    """Every elective block that is still open, «choose k of n», and one button for all of them."""
    found = open_choices(view.case, view.study)
    if not found:
        return
    st.subheader(T("registration_ui.blocks"), anchor=False)
    wishes: list[Wish] = []
    for start in range(0, len(found), 2):
        for place, block in zip(st.columns(2), found[start : start + 2], strict=False):
            with place, st.container(border=True):
                wishes += _block(view, plan, block)
    _send(view, plan, wishes, "blocks", keys="Ctrl+Enter")


def _block(view: View, plan: StudyPlan, block: OpenChoice) -> list[Wish]:
    """One block; what is chosen in it. Who waits or has it already is not offered again."""
    k = block.choose - block.chosen
    term = block.term.label.get(lang())
    said = T("registration_ui.choose_of", k=k, n=len(block.alternatives))
    st.markdown(f"**{safe(block.block)}** · {safe(said)}  \n:gray[:small[{safe(term)}]]")
    mine = {x.discipline.id for x in plan.lines if x.state.value in ("chosen", "waiting", "registered")}
    wish = {
        x.discipline.id: Wish(block.term.id, x.discipline.id, PlanReason.elective, block.block)
        for x in block.alternatives if x.discipline.id not in mine
    }  # fmt: skip
    names = {x.discipline.id: f"{x.discipline.label.get(lang())}, {number(x.credits, lang())}"
             for x in block.alternatives}  # fmt: skip
    notes = {id: _note(view, plan, w) for id, w in wish.items()}
    key = f"v:block:{plan.id}:{plan.revision}:{block.term.id}:{block.block}"
    if k == 1:
        id = st.radio(
            said, list(wish), index=None, format_func=lambda i: names.get(i, i), key=key, label_visibility="collapsed",
            captions=[notes[i] for i in wish],
        )  # fmt: skip
        return [wish[id]] if id else []
    ids = st.multiselect(
        said, list(wish), format_func=lambda i: names.get(i, i), key=key, label_visibility="collapsed",
        max_selections=k, placeholder=T("common.choose"),
    )  # fmt: skip
    for id, note in notes.items():
        if note:
            st.caption(f"{safe(names[id])}: {note}")
    return [wish[i] for i in ids]


def _note(view: View, plan: StudyPlan, wish: Wish) -> str:
    """Places left, and why this choice would be refused; drawn as markdown."""
    key = (wish.term, wish.discipline)
    elective = view.frame.electives.get(key)
    parts = []
    if elective and elective.closed is None and elective.capacity is not None:
        left = max(0, elective.capacity - view.case.taken.get(key, 0))
        parts.append(T("registration_ui.places_left", n=left) if left else T("registration_ui.to_the_list"))
    parts = [safe(p) for p in parts]
    found = [b for b in against(view, plan, [wish]) if b.check != "window"]
    parts += [f":red[{safe(groups.words(b))}]" for b in found]
    return " · ".join(parts)


def more(view: View, plan: StudyPlan) -> None:
    """Add what is not of the year's curriculum: a debt, a difference, a grade to be raised, mobility."""
    terms = [t for t in view.terms if t.closed is None]
    summer = [t for t in view.frame.terms.values() if t.year == view.year and t.closed is None and t not in terms]
    terms += summer
    if not terms:
        return
    with st.expander(T("registration_ui.add"), icon=":material/add:"):
        form = f"{plan.id}:{plan.revision}"
        every = offers(plan, view.who)
        key = f"v:add.reason:{form}"
        st.session_state.setdefault(key, PlanReason.repeat)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            reason = st.segmented_control(
                T("registration_ui.col.reason"), ADDED, required=True, key=key, format_func=lambda r: r.label(lang())
            )
            term = st.selectbox(
                T("registration_ui.choose.term"), terms, format_func=lambda t: t.kind.label(lang()),
                index=next((n for n, t in enumerate(terms) if is_open(view, t)), 0),
                key=f"v:add.term:{form}", width=220,
            )  # fmt: skip
        mine = {o.discipline.id: o for o in every if o.reason is reason}
        if reason is None or reason is PlanReason.mobility:
            wishes = _mobility(term, form)
        else:
            wishes = _offered(mine, term, reason, form)
        if reason is PlanReason.mobility or mine:
            _send(view, plan, wishes, "more", known=False)


def _offered(mine: dict[Id, Offer], term: Term, reason: PlanReason, form: str) -> list[Wish]:
    if not mine:
        st.caption(T(f"registration_ui.no_offers.{reason.value}"))
        return []

    def word(id: Id) -> str:
        o = mine[id]
        said = f"{o.code} · {o.discipline.label.get(lang())}, {number(o.credits, lang())}"
        return f"{said} ({o.said})" if o.said else said

    ids = st.multiselect(
        T("registration_ui.col.discipline"), list(mine), format_func=lambda i: word(i) if i in mine else i,
        key=f"v:add.what:{reason.value}:{form}", placeholder=T("common.choose"),
    )  # fmt: skip
    return [Wish(term.id, i, reason) for i in ids]


def _mobility(term: Term, form: str) -> list[Wish]:
    from core.ui.page import desk

    names = references.labels(desk(), "disciplines", {"active": True})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        id = st.selectbox(
            T("registration_ui.col.discipline"), list(names), index=None, key=f"v:add.mobility:{form}", width=420,
            format_func=lambda i: names[i].get(lang()) if i in names else i, placeholder=T("common.choose"),
        )  # fmt: skip
        credits = st.number_input(
            T("registration_ui.col.credits"), 0.0, 60.0, None, 1.0, key=f"v:add.credits:{form}", width=130,
            placeholder="—", help=T("registration_ui.mobility_credits"),
        )  # fmt: skip
        note = st.text_input(T("registration_ui.where_to"), key=f"v:add.where:{form}", max_chars=200, width=320)
    if not id:
        return []
    own = Decimal(str(credits)) if credits else None
    return [replace(Wish(term.id, id, PlanReason.mobility), credits=own, note=(note or "").strip())]


def _send(view: View, plan: StudyPlan, wishes: list[Wish], name: str, keys: str = "", known: bool = True) -> None:
    """The reasons against what is chosen, the override for who has the right, and the button."""
    found = (against(view, plan, wishes) if known else registration.checks(view.desk, plan, wishes)) if wishes else []
    for b in found:
        st.markdown(f":red[:material/block: {safe(groups.words(b))}]")
    forced = overrides(view.desk, found, f"{name}:{plan.id}:{plan.revision}")
    if wishes and plan.state is not StudyPlanState.draft:
        st.caption(T("registration_ui.reopens"))
    pressed = st.button(
        T("registration_ui.put_in", n=len(wishes)), type="primary", icon=":material/check:", disabled=not wishes,
        key=f"send:{name}:{plan.id}", shortcut=keys or None,
    )  # fmt: skip
    if pressed:
        form = f"choose:{name}:{plan.id}"
        with shown_errors():
            registration.choose(view.desk, plan.id, plan.revision, wishes, Why(command=command(form)), forced)
            open_act(form)
            done("registration_ui.chosen", n=len(wishes))


def overrides(desk: Desk, found: Sequence[Breach], form: str) -> dict[str, str]:
    """Reasons to override what may be overridden, for who has the right: {check: reason} of those that were given."""
    checks = list(dict.fromkeys(b.check for b in found if b.forcible))
    if not checks or not desk.may("plan.override"):
        return {}
    given: dict[str, str] = {}
    with st.container(border=True):
        st.markdown(f":material/gavel: {safe(T('registration_ui.override'))}")
        for check in checks:
            said = st.text_input(
                T("registration_ui.override_why", check=registration.check_word(check)), max_chars=300,
                key=f"v:force:{form}:{check}",
            )  # fmt: skip
            if said and said.strip():
                given[check] = said.strip()
    return given
