"""A small editor of a list of records inside a form: a row per record; add, remove, move up.

Records of a few short fields stand in one line each, like a table; larger ones in a frame of their own.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.fields import FieldSpec
from core.ui.forms.values import raw_of
from core.ui.page import T
from core.ui.style import safe
from schemas.base import new_id

ACROSS = 4
LINE = 6  # how many short fields stand in one line; a text in three languages is three of them


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


def rows(
    spec: FieldSpec, form: str, path: str, label: str, initial: list[Any], options: dict[str, Any] | None = None
) -> None:
    """Draw the editor. options: what the open lists of a record's fields offer, by field."""
    ids = _row_ids(form, path, initial)
    st.markdown(f"**{safe(label)}**")
    line = [_width(s) for s in spec.items]
    for n, row in enumerate(ids):
        first = _first(spec, row, initial)
        if all(line) and sum(line) <= LINE:
            _line(spec, form, path, row, n, first, line, options or {})
        else:
            _frame(spec, form, path, row, n, first, options or {})
    st.button(T("forms.row_add"), key=f"b:{form}:{path}:add", icon=":material/add:", on_click=_add, args=(form, path))


def _width(item: FieldSpec) -> float:
    """How much of a line a field takes; 0: it needs a line of its own."""
    several = {"choices": 2.0, "refs": 2.0, "codes": 2.0}
    return {"texts": 3.0, "bool": 0.6, "area": 0.0, "rows": 0.0, "ref": 1.4, **several}.get(item.kind, 1.0)


def _line(
    spec: FieldSpec, form: str, path: str, row: str, n: int, first: dict[str, Any], line: list[float],
    options: dict[str, Any],
) -> None:  # fmt: skip
    from core.ui.forms.widgets import draw

    *places, corner = st.columns([*line, 0.5], vertical_alignment="bottom", gap="small")
    for place, item in zip(places, spec.items, strict=True):
        with place:
            # Labels stand above the first row only; screen readers hear them in every row.
            draw(item, form, first[item.path], options.get(item.path), f"{path}.{row}.{item.path}", quiet=n > 0)
    with corner, st.container(horizontal=True, gap=None, horizontal_alignment="right"):
        _buttons(form, path, row, n, short=True)


def _frame(
    spec: FieldSpec, form: str, path: str, row: str, n: int, first: dict[str, Any], options: dict[str, Any]
) -> None:
    from core.ui.forms.widgets import draw

    with st.container(border=True, gap="small"):
        short = [s for s in spec.items if s.kind not in ("texts", "area", "rows")]
        for start in range(0, len(short), ACROSS):
            for place, item in zip(st.columns(ACROSS), short[start : start + ACROSS], strict=False):
                with place:
                    draw(item, form, first[item.path], options.get(item.path), f"{path}.{row}.{item.path}")
        for item in spec.items:
            if item not in short:
                draw(item, form, first[item.path], options.get(item.path), f"{path}.{row}.{item.path}")
        with st.container(horizontal=True):
            _buttons(form, path, row, n, short=False)


def _buttons(form: str, path: str, row: str, n: int, short: bool) -> None:
    how: dict[str, Any] = {"type": "tertiary", "args": (form, path, row)}
    up, gone = T("forms.row_up"), T("forms.row_remove")
    if n:
        st.button(
            "" if short else up, key=f"b:{form}:{path}:{row}:up", icon=":material/arrow_upward:", on_click=_up,
            help=up if short else None, **how,
        )  # fmt: skip
    st.button(
        "" if short else gone, key=f"b:{form}:{path}:{row}", icon=":material/delete:", on_click=_remove,
        help=gone if short else None, **how,
    )  # fmt: skip


def _up(form: str, path: str, row: str) -> None:
    ids = list(st.session_state[_list_key(form, path)])
    at = ids.index(row)
    ids[at - 1], ids[at] = ids[at], ids[at - 1]
    st.session_state[_list_key(form, path)] = ids


def _remove(form: str, path: str, row: str) -> None:
    key = _list_key(form, path)
    st.session_state[key] = [r for r in st.session_state[key] if r != row]


def _add(form: str, path: str) -> None:
    key = _list_key(form, path)
    st.session_state[key] = [*st.session_state[key], f"n{new_id()}"]


def read_rows(
    spec: FieldSpec, form: str, path: str, initial: list[Any], options: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """What the editor holds now."""
    from core.ui.forms.widgets import read

    found = []
    for row in _row_ids(form, path, initial):
        first = _first(spec, row, initial)
        found.append(
            {
                s.path: read(s, form, first[s.path], (options or {}).get(s.path), f"{path}.{row}.{s.path}")
                for s in spec.items
            }
        )
    return found
