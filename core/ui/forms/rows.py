"""A small editor of a list of records inside a form: one bordered row per record, add and remove."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.fields import FieldSpec
from core.ui.forms.values import raw_of
from core.ui.page import T
from schemas.base import new_id

ACROSS = 4


def _list_key(form: str, path: str) -> str:
    return f"r:{form}:{path}"


def _row_ids(form: str, path: str, initial: list[Any]) -> list[str]:
    """The rows on the screen by names of their own, so that removing one never moves typing to another."""
    key = _list_key(form, path)
    if key not in st.session_state:
        st.session_state[key] = [f"i{n}" for n in range(len(initial or []))]
    found: list[str] = st.session_state[key]
    return found


def _first(spec: FieldSpec, row: str, initial: list[Any]) -> dict[str, Any]:
    if row.startswith("i"):
        return dict(initial[int(row[1:])])
    return {s.path: raw_of(s, None) for s in spec.items}


def rows(spec: FieldSpec, form: str, path: str, label: str, initial: list[Any]) -> None:
    """Draw the editor."""
    from core.ui.forms.widgets import draw

    ids = _row_ids(form, path, initial)
    st.markdown(f"**{label}**")
    for row in ids:
        first = _first(spec, row, initial)
        with st.container(border=True, gap="small"):
            short = [s for s in spec.items if s.kind not in ("texts", "area", "rows")]
            for start in range(0, len(short), ACROSS):
                for place, item in zip(st.columns(ACROSS), short[start : start + ACROSS], strict=False):
                    with place:
                        draw(item, form, first[item.path], path=f"{path}.{row}.{item.path}")
            for item in spec.items:
                if item not in short:
                    draw(item, form, first[item.path], path=f"{path}.{row}.{item.path}")
            st.button(
                T("forms.row_remove"), key=f"b:{form}:{path}:{row}", icon=":material/delete:", type="tertiary",
                on_click=_remove, args=(form, path, row),
            )  # fmt: skip
    st.button(
        T("forms.row_add"),
        key=f"b:{form}:{path}:add",
        icon=":material/add:",
        on_click=_add,
        args=(form, path),
    )


def _remove(form: str, path: str, row: str) -> None:
    key = _list_key(form, path)
    st.session_state[key] = [r for r in st.session_state[key] if r != row]


def _add(form: str, path: str) -> None:
    key = _list_key(form, path)
    st.session_state[key] = [*st.session_state[key], f"n{new_id()}"]


def read_rows(spec: FieldSpec, form: str, path: str, initial: list[Any]) -> list[dict[str, Any]]:
    """What the editor holds now."""
    from core.ui.forms.widgets import read

    found = []
    for row in _row_ids(form, path, initial):
        first = _first(spec, row, initial)
        found.append({s.path: read(s, form, first[s.path], path=f"{path}.{row}.{s.path}") for s in spec.items})
    return found
