"""Conditions as rows: a field, how it is compared, with what; every choice is in words of the source's fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from core import references
from core.desk import Desk
from core.errors import Problem
from core.fields import FieldSpec, word_for
from core.indicators.drafts import TOKENS
from core.registry import described as registered
from core.sources.rules import DAYS, MANY_KINDS, NUMBERS
from core.ui.forms.form import ref_options
from core.ui.indicators.editor.parts import Place, Written, chosen, label, named, text, words
from core.ui.page import T, lang
from schemas.condition import BARE, MANY, SIZED, Condition, Op

LIST = 500  # what a list can offer; of more the id is typed


def conditions(desk: Desk, draft: Written, of: str, fields: Mapping[str, FieldSpec], wrong: Sequence[Problem]) -> None:
    """Draw the rows of one list and the way to one more."""
    for n, row in enumerate(draft.rows(of)):
        with st.container(border=True, gap="xsmall", key=f"condition:{of}:{row['id']}"):
            _row(desk, Place(draft, wrong, of, row["id"], n), fields)
    Place(draft, wrong).wrong(of)
    st.button(T("indicator_editor.add"), key=f"indicator.add.{of}", icon=":material/add:", type="tertiary",
              on_click=draft.added, args=(of, desk.today()))  # fmt: skip


def _row(desk: Desk, at: Place, fields: Mapping[str, FieldSpec]) -> None:
    first, second, off = st.columns([10, 8, 1], vertical_alignment="bottom")
    spec = fields.get(at.held("field"))
    with first:
        chosen(at, "field", label(Condition, "field"), named(fields, lambda s: s.kind != "texts"), under=False)
    with second:
        chosen(at, "op", label(Condition, "op"), _ops(desk, spec, at.held("op")), under=False)
    off.button("", key=f"indicator.off.{at.row}", icon=":material/delete:", type="tertiary", on_click=at.draft.removed,
               help=T("indicator_editor.remove"), args=(at.of, at.row))  # fmt: skip
    at.wrong("field")
    at.wrong("op")
    op = Op(at.held("op"))
    if spec is None or op in BARE:
        return
    alike = named(fields, lambda s: s.path != spec.path and s.kind in _alike(spec))
    against = {a: T(f"indicator_editor.against.{a.removeprefix('@')}") for a in _against(spec, op, bool(alike))}
    if len(against) == 1 and at.held("against") == "value":  # with nothing to choose from it is not asked
        _value(desk, at, spec, op)
        return
    left, right, plus = st.columns([5, 10, 4])
    with left:
        chosen(at, "against", T("indicator_editor.against.title"), against)
    with right:
        if at.held("against") == "field":
            chosen(at, "other", label(Condition, "other"), alike)
        elif at.held("against") == "value":
            _value(desk, at, spec, op)
    if spec.kind in DAYS and at.held("against") != "value":
        with plus:
            text(at, "days", label(Condition, "days"), placeholder="0")


def _ops(desk: Desk, spec: FieldSpec | None, held: str) -> dict[str, str]:
    """How a field can be compared; one of very many records is only there or not."""
    found = words(Op)
    if spec is None:
        return found
    many = spec.kind in ("ref", "refs") and not values(desk, spec)
    never = set(Op) - set(BARE) if many else set()
    never |= set(SIZED) if spec.kind not in (*DAYS, *NUMBERS) else set()
    never |= set(MANY) if spec.kind in (*DAYS, "bool") else set()
    return {v: w for v, w in found.items() if v == held or Op(v) not in never}


def _alike(spec: FieldSpec) -> tuple[str, ...]:
    return next((k for k in (DAYS, NUMBERS) if spec.kind in k), ()) if spec.kind not in MANY_KINDS else ()


def _against(spec: FieldSpec, op: Op, others: bool) -> list[str]:
    """With what: a value, another field of the row, a day of the calendar or of the period."""
    found = ["value"]
    if op not in MANY and spec.kind in DAYS:
        found += TOKENS
    return found + (["field"] if op not in MANY and others else [])


def _value(desk: Desk, at: Place, spec: FieldSpec, op: Op) -> None:
    title, offered = label(Condition, "value"), values(desk, spec)
    if not offered:
        text(at, "value", title, placeholder=T("indicator_editor.day") if spec.kind in DAYS else "")
    elif op in MANY:
        _some(at, title, offered)
    else:
        chosen(at, "value", title, offered)


def _some(at: Place, title: str, offered: Mapping[str, str]) -> None:
    """Several values, kept as the condition keeps them: parted by commas."""
    held = [v.strip() for v in str(at.held("value")).split(",") if v.strip()]
    names = dict(offered) | {v: v for v in held if v not in offered}
    key = f"{at.key('value')}:some:{lang()}"
    if st.session_state.get(key) != held:
        st.session_state[key] = held
    st.multiselect(title, list(names), format_func=lambda v: names.get(v, str(v)), key=key,
                   placeholder=T("common.not_chosen"), on_change=_joined, args=(at, key))  # fmt: skip
    at.wrong("value")


def _joined(at: Place, key: str) -> None:
    at.draft.typed("value", ", ".join(st.session_state[key]), at.of, at.row)


def values(desk: Desk, spec: FieldSpec) -> dict[str, str]:
    """What a field may hold, in words; {} where it is typed: a number, a day, a name, one of very many."""
    if spec.kind == "bool":
        return {"yes": T("common.yes"), "no": T("common.no")}
    if spec.kind in ("choice", "choices"):
        found = {str(getattr(c, "value", c)): "" for c in spec.choices if c != ""}
        return {v: word_for(spec, v if spec.kind == "choice" else [v], lang()) for v in found}
    if spec.kind in ("ref", "refs", "code", "codes") and spec.show.to:
        if not spec.show.to.startswith("kind:") and spec.show.to not in references.WORDS:
            if registered(spec.show.to) is None or desk.store.size(spec.show.to) > LIST:
                return {}
        found_ = {v: w.get(lang()) for v, w in ref_options(desk, spec).items()}
        twice = {w for w in found_.values() if list(found_.values()).count(w) > 1}
        return {v: f"{w} · {v}" if w in twice else w for v, w in found_.items()}
    return {}


__all__ = ["conditions", "values"]
