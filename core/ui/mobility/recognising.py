"""Recognition on the screen: the partner's transcript typed beside the agreement, by another person than drew it up."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import streamlit as st

from core import mobility, rulebooks
from core.desk import Desk
from core.errors import Problem, Problems, RuleBroken
from core.i18n import number
from core.mobility import Given
from core.mobility.rules import grade_of
from core.ui.forms import asked, beside_fields, problems_of
from core.ui.messages import said, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe, shown
from schemas.mobility import Mobility, MobilityLine, MobilityState, MobilityWay
from schemas.rulebook import Rulebook

WIDTHS = (0.5, 3.2, 3.2, 1.6, 1.2, 1.1)


def recognise(desk: Desk, stay: Mobility) -> None:
    """The lines not yet recognised, each with its grade and credits, and the button of the commission's protocol."""
    open_ = [x for x in stay.lines if x.discipline and not x.recognised]
    may = desk.may("mobility.edit") and stay.way is MobilityWay.out and stay.state is MobilityState.running
    if not may or not open_:
        return
    st.subheader(T("mobility.recognition"), anchor=False)
    if desk.actor.id in stay.drawn:
        st.info(T("mobility.two_hands"), icon=":material/group:")
        return
    st.caption(T("mobility.recognition_hint"))
    form = f"mobility.recognise:{stay.id}"
    problems = problems_of(form)
    with st.container(key=f"typed-{form}"):
        scale, transcript = _head(desk, stay, problems)
        _headings()
        typed = [_line(stay, x, scale, problems) for x in open_]
    for rest in [p for some in problems.values() for p in some]:
        st.error(safe(said(rest)), icon=":material/error:")
    why = asked("mobility.recognise", "required", "primary", ":material/verified:", stay.id,
                "mobility.protocol_hint", act="mobility.recognise")  # fmt: skip
    if why:
        with shown_errors(), beside_fields(form, "mobility.recognise", stay.id):
            given = _given([t for t in typed if t[0]])
            mobility.recognise(desk, stay.id, stay.revision, given, transcript, scale.id if scale else None, why)
            done("mobility.recognised", n=len(given))


def _head(desk: Desk, stay: Mobility, problems: dict[str, list[Problem]]) -> tuple[Rulebook | None, str]:
    books = {b.id: b for b in sorted(rulebooks.every(desk.store), key=lambda b: b.own)}
    names = {i: f"{b.name.get(lang())} · {b.version}" for i, b in books.items()}
    key = f"v:mobility.scale:{stay.id}"
    if stay.scale and stay.scale.id in books:
        st.session_state.setdefault(key, stay.scale.id)
    left, right = st.columns(2)
    with left:
        id = st.selectbox(T("mobility.scale"), list(books), index=None, key=key, placeholder=T("mobility.no_scale"),
                          format_func=lambda i: names.get(i, i))  # fmt: skip
        _beside(problems, "scale")
    with right:
        st.session_state.setdefault(f"v:mobility.transcript:{stay.id}", stay.transcript)
        transcript = st.text_input(T("mobility.transcript") + " *", key=f"v:mobility.transcript:{stay.id}",
                                   max_chars=120)  # fmt: skip
        _beside(problems, "transcript")
    return books.get(id or ""), transcript or ""


def _headings() -> None:
    for place, head in zip(st.columns(WIDTHS), ("", "theirs", "ours", "grade", "plain", "credits"), strict=True):
        if head:
            place.markdown(f":gray[:small[{safe(T(f'mobility.{head}'))}]]")


def _line(
    stay: Mobility, line: MobilityLine, scale: Rulebook | None, problems: dict[str, list[Problem]]
) -> tuple[bool, str, str, str, bool]:  # fmt: skip
    """One row of what is typed: chosen or not, line, grade, credits as typed, without a grade."""
    key = f"v:mobility.line:{stay.id}:{line.id}"
    st.session_state.setdefault(f"{key}:credits", number(line.credits, lang()))
    st.session_state.setdefault(f"{key}:on", True)
    places = st.columns(WIDTHS, vertical_alignment="center")
    on = places[0].checkbox(T("mobility.take", name=line.theirs), key=f"{key}:on", label_visibility="collapsed")
    places[1].markdown(
        f"{safe(line.theirs)}  \n:gray[:small[{safe(T('mobility.theirs_n', n=shown(line.their_credits)))}]]"
    )
    places[2].markdown(safe(line.discipline.label.get(lang()) if line.discipline else "—"))
    plain = places[4].checkbox(T("mobility.plain"), key=f"{key}:plain", label_visibility="collapsed")
    grade = places[3].text_input(T("mobility.grade"), key=f"{key}:grade", max_chars=8, disabled=plain or not on,
                                 label_visibility="collapsed")  # fmt: skip
    credits = places[5].text_input(T("mobility.credits"), key=f"{key}:credits", max_chars=8, disabled=not on,
                                   label_visibility="collapsed")  # fmt: skip
    if on and grade and not plain and scale and (read := _read(grade, scale)):
        places[3].caption(safe(read))
    _beside(problems, line.id, f"{line.id}.grade", f"{line.id}.credits")
    return bool(on), line.id, grade or "", credits or "", bool(plain)


def _read(grade: str, scale: Rulebook) -> str:
    """What a grade means in the scale, as one types."""
    try:
        found = grade_of(grade, scale)
    except RuleBroken:
        return ""
    word = found.traditional.get(lang()) if found.traditional else found.state.label(lang())
    return f"{found.letter}: {word}"


def _beside(problems: dict[str, list[Problem]], *fields: str) -> None:
    for field in fields:
        for problem in problems.pop(field, []):
            st.markdown(f":red[:material/error: {safe(said(problem))}]")


def _given(typed: list[tuple[bool, str, str, str, bool]]) -> list[Given]:
    """What was typed, as the act takes it; Problems for credits that are no number."""
    found, wrong = [], []
    for _, line, grade, credits, plain in typed:
        try:
            n = Decimal(credits.strip().replace(" ", "").replace(",", ".") or "0")
            if not n.is_finite() or n > 400:
                raise InvalidOperation
            found.append(Given(line, grade, n, plain))
        except InvalidOperation:
            wrong.append(Problem(f"{line}.credits", "errors.field.decimal_parsing"))
    if wrong:
        raise Problems(wrong)
    return found


__all__ = ["recognise"]
