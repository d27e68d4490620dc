"""Widgets that write into the draft of a form as they are left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.db.store import Row
from core.errors import Problem
from core.ui.diplomas.layout.held import show
from core.ui.messages import said
from core.ui.page import T, lang
from schemas.base import LANGS


def how(of: Row, path: str, name: str, spoken: bool = False) -> dict[str, Any]:
    """What a widget takes that shows and writes a field of a record of the draft. spoken: it sends the word shown."""
    key = show(f"v:stat_form:{name}:{path}{lang() if spoken else ''}", of[path])
    return {"key": key, "on_change": _left, "args": (of, path, key)}


def _left(of: Row, path: str, key: str) -> None:
    of[path] = st.session_state[key]


def three(of: Row, path: str, words: str, name: str, must: bool = True) -> None:
    """A text in three languages, side by side."""
    for place, each in zip(st.columns(3), LANGS, strict=True):
        key = show(f"v:stat_form:{name}:{path}:{each}", of[path][each])
        place.text_input(f"{words}{' *' if must and each == 'kk' else ''} · {T(f'forms.in_{each}')}", key=key,
                         on_change=_named, args=(of, path, each, key))  # fmt: skip


def _named(of: Row, path: str, each: str, key: str) -> None:
    of[path] = {**of[path], each: st.session_state[key]}


def chosen(of: Row, path: str, words: str, offered: Mapping[str, str], name: str) -> None:
    """One of the words, or nothing yet."""
    held = of[path]
    names = dict(offered) if held in ("", *offered) else {**offered, held: held}
    values = list(names) if held else ["", *names]
    st.selectbox(words, values, format_func=lambda v: names.get(v, str(v)) if v else T("common.not_chosen"),
                 **how(of, path, name, spoken=True))  # fmt: skip


def several(of: Row, path: str, words: str, offered: Mapping[str, str], name: str) -> None:
    """Some of the words."""
    names = dict(offered) | {v: v for v in of[path] if v not in offered}
    st.multiselect(words, list(names), format_func=lambda v: names.get(v, str(v)), placeholder=T("common.not_chosen"),
                   **how(of, path, name, spoken=True))  # fmt: skip


def wrong(problems: Sequence[Problem], *beginnings: str) -> None:
    """What is wrong with fields, under them."""
    for problem in problems:
        if problem.field in beginnings or any(problem.field.startswith(f"{b}.") for b in beginnings if b):
            st.markdown(f":red[:material/error: {said(problem)}]")


__all__ = ["chosen", "how", "several", "three", "wrong"]
