"""One comparison on the screen: what it is of, the arithmetic of the year, the grid, the steps, the papers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import streamlit as st

from core import differences
from core.desk import Desk, Why
from core.differences import papers
from core.errors import OfficeError
from core.fields import described
from core.i18n import number
from core.registration import Breach, NotRegistered
from core.ui.difference import drawing
from core.ui.difference.grid import grid
from core.ui.difference.ordering import to_order
from core.ui.files import given
from core.ui.forms import asked
from core.ui.looks import opened
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, go, lang
from core.ui.registration.choices import overrides
from core.ui.registration.groups import words
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from core.ui.tables.export import XLSX
from schemas.base import Id, Ref
from schemas.difference import STANDING, Difference, DifferenceStatus, YearRow

COLOURS: dict[DifferenceStatus, Any] = {
    DifferenceStatus.draft: "blue", DifferenceStatus.decided: "orange", DifferenceStatus.approved: "green",
    DifferenceStatus.entered: "green", DifferenceStatus.replaced: "gray", DifferenceStatus.withdrawn: "gray",
}  # fmt: skip
FACTS = ("curriculum", "term", "institution", "transcript", "scale", "department")


def one(desk: Desk, id: Id) -> None:
    """Draw the comparison with what may be done; an address that leads nowhere is answered in words."""
    try:
        doc = differences.get(desk, id)
    except OfficeError as e:
        st.info(safe(sentence(e)))
        return
    opened(desk, "difference", "differences", id, doc.label().kk, doc.student.id)
    st.title(safe(f"{doc.number} · {doc.student.label.get(lang())}"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        badge(doc.status, COLOURS[doc.status])
        badge(doc.ground, "violet")
        st.markdown(f"**{safe(doc.student_number)}** {safe(doc.group)}", width="content")
        if doc.version > 1:
            st.caption(T("difference.version_n", n=doc.version), width="content")
        go("pages/student.py", "difference.to_card", key=f"card:{id}", id=doc.student.id)
        if desk.may("plan.read"):
            go("pages/study_plan.py", "difference.to_plan", "assignment", f"plan:{id}", student=doc.student.id,
               study=doc.study)  # fmt: skip
    found = [(n, getattr(doc, n)) for n in FACTS]
    facts([(described(Difference, n).label(lang()), _word(v)) for n, v in found if v])
    _hands(doc)
    with shown_errors():
        to_order(desk, doc)
    _years(desk, doc)
    drawing.edit(desk, doc)
    grid(desk, doc)
    with shown_errors():
        _steps(desk, doc)
    _papers(desk, doc)


def _word(value: Any) -> str:
    return value.label.get(lang()) if isinstance(value, Ref) else shown(value)


def _hands(doc: Difference) -> None:
    said = []
    if doc.made_by:
        said.append(T("difference.made_by", who=doc.made_by.name))
    if doc.decided_by and doc.decided_at:
        said.append(T("difference.decided_by", who=doc.decided_by.name, at=doc.decided_at))
    if doc.approved_by and doc.approved_at:
        said.append(T("difference.approved_by", who=doc.approved_by.name, at=doc.approved_at))
    if doc.protocol:
        said.append(T("difference.protocol_said", protocol=doc.protocol))
    st.caption(safe(" · ".join(said)))
    if doc.status is DifferenceStatus.approved and doc.waits:
        st.info(T(doc.waits), icon=":material/hourglass_top:")
    elif doc.status in STANDING:
        st.caption(T("difference.further"))


def _years(desk: Desk, doc: Difference) -> None:
    """The arithmetic, the rules it was made by, and the year that is set."""
    st.subheader(T("difference.year_title"), anchor=False)
    st.caption(T("difference.year_hint"))
    heads = ("year", "semester_entered", "before", "recognised_credits", "differs", "missing", "fits", "blocked")
    plain_table([T(f"difference.{h}") for h in heads], [_row(y) for y in doc.years], right=(0, 1, 2, 3, 4, 5))
    rules = differences.rules_of(desk.store, doc)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(safe(T(
            "difference.limits", most=_most(rules.most), credits=_most(rules.credits_most), terms=rules.terms,
            paid=T("difference.is_paid" if rules.paid else "difference.is_free"),
        )), width="content")  # fmt: skip
        go("pages/kinds.py", "promotion.to_rules", "tune", f"rules:{doc.id}", sort="difference_rules")
    key = "decided_year" if doc.course else "proposed_year"
    said = T(f"difference.{key}", n=doc.course or doc.proposed_course or "—")
    st.markdown(f"**{safe(said)}**" + (f" · {safe(doc.course_note)}" if doc.course_note else ""))
    if doc.status is DifferenceStatus.draft and desk.may("difference.edit"):
        _set_year(desk, doc)


def _most(limit: int | Decimal | None) -> str:
    return T("difference.no_limit") if limit is None else T("difference.at_most", n=shown(limit))


def _row(y: YearRow) -> list[str]:
    return [
        str(y.course), str(y.semester), number(y.before, lang()), number(y.recognised, lang()),
        number(y.differs, lang()), str(y.missing), shown(y.fits),
        ", ".join(p.label.get(lang()) for p in y.blocked) or "—",
    ]  # fmt: skip


def _set_year(desk: Desk, doc: Difference) -> None:
    options: dict[int, str] = {0: T("difference.by_proposal", n=doc.proposed_course or "—")}
    options |= {y.course: str(y.course) for y in doc.years}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"v:difference.course:{doc.id}:{doc.revision}"
        st.session_state.setdefault(key, doc.course or 0)
        course = st.selectbox(T("difference.year"), list(options), key=key, width=200,
                              format_func=lambda n: options.get(n, str(n)))  # fmt: skip
        key = f"v:difference.note:{doc.id}:{doc.revision}"
        note = st.text_input(T("difference.year_note"), doc.course_note, key=key, max_chars=300, width=460)
        same = (course or None, (note or "").strip()) == (doc.course, doc.course_note)
        pressed = st.button(T("difference.set_year"), icon=":material/stairs:", key=f"aim:{doc.id}", disabled=same)
    if pressed:
        with shown_errors():
            differences.aim(desk, doc.id, doc.revision, course or None, note or "", Why())
            done("difference.year_set")


def _steps(desk: Desk, doc: Difference) -> None:
    edits, approves = desk.may("difference.edit"), desk.may("difference.approve")
    if doc.status is DifferenceStatus.draft and edits:
        _draft(desk, doc)
    elif doc.status is DifferenceStatus.decided and (edits or approves):
        _decided(desk, doc, approves)
    elif doc.status is DifferenceStatus.approved and (edits or approves):
        _act(desk, doc, "enter", differences.enter, "difference.entered")


def _draft(desk: Desk, doc: Difference) -> None:
    left = sum(x.decision is None for x in doc.lines)
    with st.container(horizontal=True, vertical_alignment="center"):
        hand_in = asked("difference.settle", "optional", "primary", ":material/outgoing_mail:", doc.id,
                        "difference.settle_hint", disabled=bool(left), act="difference.settle")  # fmt: skip
        anew = asked("difference.refresh", "optional", icon=":material/refresh:", name=doc.id,
                     hint="difference.refresh_hint", act="difference.refresh")  # fmt: skip
        off = asked("difference.withdraw", icon=":material/block:", name=doc.id, hint="difference.withdraw_hint",
                    act="difference.withdraw")  # fmt: skip
        if left:
            st.caption(T("difference.undecided_left", n=left), width="content")
    if hand_in:
        differences.settle(desk, doc.id, doc.revision, hand_in)
        done("difference.settled")
    if anew:
        differences.refresh(desk, doc.id, doc.revision, anew)
        done("difference.refreshed")
    if off:
        differences.withdraw(desk, doc.id, doc.revision, off)
        done("difference.withdrawn")


def _decided(desk: Desk, doc: Difference, approves: bool) -> None:
    mine = desk.actor.id in {*doc.drawn, *([doc.decided_by.id] if doc.decided_by else [])}
    if approves and mine:
        st.info(T("difference.two_hands"), icon=":material/group:")
    elif approves:
        _act(desk, doc, "approve", differences.approve, "difference.approved")
    back = asked("difference.give_back", icon=":material/undo:", name=doc.id, act="difference.give_back")
    if back:
        differences.give_back(desk, doc.id, doc.revision, back)
        done("difference.given_back")


def _act(desk: Desk, doc: Difference, name: str, act: Callable[..., Difference], told: str) -> None:
    """Approve or enter: what the checks of registration refuse stands above the button with its overrides."""
    held = f"difference:{name}:{doc.id}:{doc.revision}:refused"
    refused: list[Breach] = st.session_state.get(held, [])
    for b in refused:
        st.markdown(f":red[:material/block: {safe(words(b))}]")
    forced = overrides(desk, refused, f"difference:{doc.id}:{doc.revision}")
    why = asked(f"difference.{name}", "optional", "primary", ":material/verified:", doc.id, f"difference.{name}_hint",
                act=f"difference.{name}")  # fmt: skip
    if not why:
        return
    try:
        act(desk, doc.id, doc.revision, why, forced)
    except NotRegistered as no:
        st.session_state[held] = no.breaches
        st.rerun()
    done(told)


def _papers(desk: Desk, doc: Difference) -> None:
    name, spoken = f"difference-{doc.number}".replace("/", "-"), lang()
    with st.container(horizontal=True):
        given(T("difference.pdf"), f"{name}.pdf", lambda: papers.pdf(desk, doc, spoken), f"difference.pdf:{doc.id}")
        if desk.may("student.export"):
            given(T("difference.xlsx"), f"{name}.xlsx", lambda: papers.xlsx(desk, doc, spoken),
                  f"difference.xlsx:{doc.id}", XLSX, icon=":material/table_view:")  # fmt: skip


__all__ = ["COLOURS", "one"]
