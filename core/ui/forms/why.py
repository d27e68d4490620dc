"""Why an act is done: the reason, the paper it rests on, and the command number that makes a double click one act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

import streamlit as st
from pydantic import Field

from core import house
from core.desk import Why
from core.errors import Problem, Problems
from core.fields import FieldSpec, describe
from core.i18n import t
from core.ui.forms.values import parse, raw_of
from core.ui.forms.widgets import draw, key_of, read
from core.ui.messages import said
from core.ui.page import T, forget_act, lang, open_act
from schemas.base import LANGS, Basis, Model, Show, Text, new_id
from schemas.kinds import ReasonCode, Sort

Need = Literal["no", "optional", "required"]


class _Code(Model):
    """The reason by a code of the office."""

    why_code: Annotated[
        str, Field(max_length=40), Show("Себеп коды", "Код причины", "Reason code", group="why", to="kind:reason")
    ] = ""


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
WHY_CODE: tuple[FieldSpec, ...] = describe(_Code)
# Acts name these fields as their own signature does.
ALIASES = {"reason": "why", "basis.kind": "why_kind", "basis.number": "why_number", "basis.day": "why_day"}


def command(form: str) -> str:
    """The command number of what is on the screen: the same for both clicks of a double click."""
    found: str = st.session_state.setdefault(f"{form}!command", new_id())
    return found


def draw_why(form: str, need: Need, problems: dict[str, list[Problem]], act: str = "") -> None:
    """The fields of «why» in one row."""
    if need == "no":
        return
    specs = _asked(act)
    for place, spec in zip(st.columns([4, 3, 2, 2] if len(specs) == 4 else [3, 4, 3, 2, 2]), specs, strict=True):
        with place:
            draw(_labelled(spec, need, act), form, raw_of(spec, None), reasons(act) or None)
            for problem in problems.pop(spec.path, []):
                st.markdown(f":red[:material/error: {said(problem)}]")


def _asked(act: str) -> tuple[FieldSpec, ...]:
    """The fields of «why», with the reason codes first where the office has any for this act."""
    return (*WHY_CODE, *WHY) if reasons(act) else WHY


def reasons(act: str) -> dict[str, Text]:
    """The reason codes offered for an act: those for every act, and its own."""
    found = [(k, k.as_body(ReasonCode).acts) for k in house.entries(Sort.reason)]
    return {k.code: k.name for k, acts in found if not acts or act in acts}


def _needed(spec: FieldSpec, need: Need) -> FieldSpec:
    return replace(spec, required=True) if need == "required" and spec.path == "why" else spec


def _labelled(spec: FieldSpec, need: Need, act: str) -> FieldSpec:
    """As it is drawn: where codes are offered, the label of a needed reason says that a code alone is enough."""
    found = _needed(spec, need)
    if not found.required or not reasons(act):
        return found
    kk, ru, en = (t("forms.or_code", each, label=found.show.label(each)) for each in LANGS)
    return replace(found, show=replace(found.show, kk=kk, ru=ru, en=en))


def read_why(form: str, need: Need, act: str = "") -> Why:
    """What was given; Problems when a needed reason is missing."""
    if need == "no":
        return Why(command=command(form))
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    code = read(WHY_CODE[0], form, None, reasons(act)) if reasons(act) else None
    if code:
        need = "optional"  # the code says why; words beside it are welcome
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
    words = [reasons(act)[code].get(lang()) if code else "", found["why"]]
    return Why(": ".join(w for w in words if w), basis, command(form), code or "")


def asked(
    key: str,
    need: Need = "required",
    type: Literal["primary", "secondary", "tertiary"] = "secondary",
    icon: str | None = None,
    name: str = "",
    hint: str | None = None,
    disabled: bool = False,
    act: str = "",
) -> Why | None:
    """A button that asks the reason; the Why once it is given, else None.

    key: the message on the button. name: tells two such buttons on one page apart. A refused act
    keeps what was written; `done` after the act closes it, and the next one has its own command number. act: its
    action name, for the reason codes of its own.
    """
    form = f"ask:{key}{name}"
    generation = st.session_state.setdefault(f"{form}!n", 0)
    with st.popover(T(key), type=type, icon=icon, disabled=disabled, key=f"pop:{form}:{generation}", width="content"):
        if hint:
            st.caption(T(hint))
        problems: dict[str, list[Problem]] = {p.field: [p] for p in st.session_state.get(f"{form}!problems", [])}
        for spec in _asked(act):
            draw(_labelled(spec, need, act), f"{form}:{generation}", raw_of(spec, None), reasons(act) or None)
            for problem in problems.pop(spec.path, []):
                st.markdown(f":red[:material/error: {said(problem)}]")
        st.button(
            T(key),
            type="primary",
            key=f"send-{form}:{generation}",
            on_click=_press,
            args=(form, generation, need, act),
        )
    found: Why | None = st.session_state.pop(f"{form}!go", None)
    if found:
        open_act(form, found)
    return found


@contextmanager
def beside_fields(form: str, key: str, name: str = "") -> Iterator[None]:
    """Bad values of an act asked by a button stand beside the fields of a page that draws them itself (`problems_of`).

    The reason that was given is put away, or it would stand before them; it is there at the next press.
    """
    st.session_state.pop(f"{form}!problems", None)
    try:
        yield
    except Problems as e:
        ask = f"ask:{key}{name}"
        was = st.session_state.get(f"{ask}!n", 0)
        forget_act(ask)
        for path in (s.path for s in (*WHY_CODE, *WHY)):
            if (written := st.session_state.get(key_of(f"{ask}:{was}", path))) is not None:
                st.session_state[key_of(f"{ask}:{was + 1}", path)] = written
        st.session_state[f"{form}!problems"] = e.problems
        st.rerun()


def _press(form: str, generation: int, need: Need, act: str = "") -> None:
    try:
        why = read_why(f"{form}:{generation}", need, act)
    except Problems as e:
        st.session_state[f"{form}!problems"] = e.problems
        return
    st.session_state.pop(f"{form}!problems", None)
    st.session_state[f"{form}!go"] = why


__all__ = ["ALIASES", "WHY", "Need", "asked", "beside_fields", "command", "draw_why", "key_of", "read_why"]
