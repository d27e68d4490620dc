"""Why an act is done: the reason, the paper it rests on, and the command number that makes a double click one act."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import streamlit as st
from pydantic import Field

from core.desk import Why
from core.errors import Problem, Problems
from core.fields import FieldSpec, describe
from core.ui.forms.values import parse, raw_of
from core.ui.forms.widgets import draw, key_of, read
from core.ui.messages import said
from core.ui.page import T, open_act
from schemas.base import Basis, Model, Show, new_id

Need = Literal["no", "optional", "required"]


class _Reason(Model):
    """The fields of «why», described as any other field is."""

    why: Annotated[
        str,
        Field(max_length=500),
        Show("Себебі", "Причина", "Reason", group="why"),
    ] = ""
    why_kind: Annotated[
        str,
        Field(max_length=60),
        Show("Негіздеме құжат", "Документ-основание", "Basis document", group="why"),
    ] = ""
    why_number: Annotated[str, Field(max_length=60), Show("Нөмірі", "Номер", "Number", group="why")] = ""
    why_day: Annotated[date | None, Show("Күні", "Дата", "Date", group="why")] = None


WHY: tuple[FieldSpec, ...] = describe(_Reason)
# Acts name these fields as their own signature does.
ALIASES = {"reason": "why", "basis.kind": "why_kind", "basis.number": "why_number", "basis.day": "why_day"}


def command(form: str) -> str:
    """The command number of what is on the screen: the same for both clicks of a double click."""
    found: str = st.session_state.setdefault(f"{form}!command", new_id())
    return found


def draw_why(form: str, need: Need, problems: dict[str, list[Problem]]) -> None:
    """The fields of «why» in one row."""
    if need == "no":
        return
    for place, spec in zip(st.columns([4, 3, 2, 2]), WHY, strict=True):
        with place:
            draw(_needed(spec, need), form, raw_of(spec, None))
            for problem in problems.pop(spec.path, []):
                st.markdown(f":red[:material/error: {said(problem)}]")


def _needed(spec: FieldSpec, need: Need) -> FieldSpec:
    from dataclasses import replace

    return replace(spec, required=True) if need == "required" and spec.path == "why" else spec


def read_why(form: str, need: Need) -> Why:
    """What was given; Problems when a needed reason is missing."""
    if need == "no":
        return Why(command=command(form))
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    for spec in WHY:
        try:
            found[spec.path] = parse(_needed(spec, need), read(spec, form, raw_of(spec, None)))
        except Problems as e:
            empty = spec.path == "why" and e.problems[0].key == "errors.field.missing"
            problems += [Problem("why", "errors.reason_missing")] if empty else e.problems
    if problems:
        raise Problems(problems)
    basis = None
    if found["why_kind"] or found["why_number"] or found["why_day"]:
        basis = Basis(kind=found["why_kind"], number=found["why_number"], day=found["why_day"])
    return Why(found["why"], basis, command(form))


def asked(
    key: str,
    need: Need = "required",
    type: Literal["primary", "secondary", "tertiary"] = "secondary",
    icon: str | None = None,
    name: str = "",
    hint: str | None = None,
    disabled: bool = False,
) -> Why | None:
    """A button that asks the reason; the Why once it is given, else None.

    key: the message on the button. name: tells two such buttons on one page apart. A refused act
    keeps what was written; `done` after the act closes it, and the next one has its own command number.
    """
    form = f"ask:{key}{name}"
    generation = st.session_state.setdefault(f"{form}!n", 0)
    with st.popover(T(key), type=type, icon=icon, disabled=disabled, key=f"pop:{form}:{generation}", width="content"):
        if hint:
            st.caption(T(hint))
        problems: dict[str, list[Problem]] = {p.field: [p] for p in st.session_state.get(f"{form}!problems", [])}
        for spec in WHY:
            draw(_needed(spec, need), f"{form}:{generation}", raw_of(spec, None))
            for problem in problems.pop(spec.path, []):
                st.markdown(f":red[:material/error: {said(problem)}]")
        st.button(
            T(key),
            type="primary",
            key=f"send-{form}:{generation}",
            on_click=_press,
            args=(form, generation, need),
        )
    found: Why | None = st.session_state.pop(f"{form}!go", None)
    if found:
        open_act(form)
    return found


def _press(form: str, generation: int, need: Need) -> None:
    try:
        why = read_why(f"{form}:{generation}", need)
    except Problems as e:
        st.session_state[f"{form}!problems"] = e.problems
        return
    st.session_state.pop(f"{form}!problems", None)
    st.session_state[f"{form}!go"] = why


__all__ = ["ALIASES", "WHY", "Need", "asked", "command", "draw_why", "key_of", "read_why"]
