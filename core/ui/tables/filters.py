"""Filters made from the fields: words of a choice, references, yes or no, numbers, the beginning of a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.desk import Desk
from core.fields import FieldSpec
from core.ui.forms.form import ref_options
from core.ui.forms.values import choice_value, choice_word
from core.ui.forms.widgets import ref_id, ref_word
from core.ui.page import T, lang

if TYPE_CHECKING:
    from core.ui.tables.listing import Listing


@dataclass(frozen=True)
class Chosen:
    """What the user asks of a list."""

    text: str
    filters: dict[str, Any]
    columns: list[str]
    sort: str
    descending: bool
    size: int

    @property
    def narrow(self) -> bool:
        """Is anything typed or filtered?"""
        return bool(self.text or self.filters)


def filter_menu(desk: Desk, of: Listing) -> dict[str, Any]:
    """The filters' popover; what is chosen, by path."""
    if not of.filters:
        return {}
    held = [p for p, _ in of.filters if st.session_state.get(of.key(f"f:{p}")) not in (None, "", [])]
    label = T("tables.filters", n=len(held)) if held else T("tables.filters_none")
    with st.popover(label, icon=":material/filter_list:", type="primary" if held else "secondary"):
        found: dict[str, Any] = {}
        with st.container(width=560):
            places = st.columns(2)
        for n, (path, spec) in enumerate(of.filters):
            with places[n % 2]:
                value = _filter(desk, of, path, spec)
            if value not in (None, "", []):
                found[path] = value
        if held:
            st.button(
                T("tables.filters_clear"),
                key=f"clear-{of.name}",
                on_click=clear,
                args=(of,),
                type="tertiary",
            )
    return found


def clear(of: Listing) -> None:
    """No filter any more."""
    for path, spec in of.filters:
        nothing: Any = (
            [] if spec.kind in ("choice", "ref", "refs") or _pills(spec) else None if spec.kind == "bool" else ""
        )
        st.session_state[of.key(f"f:{path}")] = nothing
    st.session_state.pop(of.key("page"), None)


def _pills(spec: FieldSpec) -> bool:
    """Is it a number of so few that each has its button?"""
    return spec.kind == "int" and spec.low is not None and spec.high is not None and spec.high - spec.low <= 12


def _back(of: Listing) -> None:
    st.session_state.pop(of.key("page"), None)


def _filter(desk: Desk, of: Listing, path: str, spec: FieldSpec) -> Any:
    key, spoken = of.key(f"f:{path}"), lang()
    label = spec.label(spoken)
    common: dict[str, Any] = {"key": key, "persist_state": "session", "on_change": _back, "args": (of,)}
    if spec.kind == "choice":
        values = [str(getattr(c, "value", c)) for c in spec.choices]
        said = st.multiselect(
            label,
            values,
            format_func=lambda v: choice_word(spec, v, spoken),
            placeholder=T("tables.any"),
            **common,
        )
        return [v for s in said if (v := choice_value(spec, s))]
    if spec.kind in ("ref", "refs"):
        options = ref_options(desk, spec)
        said = st.multiselect(
            label,
            list(options),
            format_func=lambda v: ref_word(options, v, spoken),
            placeholder=T("tables.any"),
            **common,
        )
        return [i for s in said if (i := ref_id(options, s))]
    if spec.kind == "bool":
        words = {"yes": T("common.yes"), "no": T("common.no")}
        one: str | None = st.pills(label, list(words), format_func=lambda v: words.get(v, v), **common)
        return None if one is None else one == "yes"
    if _pills(spec):
        chosen: list[int] = st.pills(
            label, range(int(spec.low or 0), int(spec.high or 0) + 1), selection_mode="multi", **common
        )
        return list(chosen or [])
    typed = st.text_input(label, placeholder=T("tables.any"), **common)
    if spec.kind == "int":
        return int(typed) if (typed or "").strip().isdigit() else None
    return (typed or "").strip()
