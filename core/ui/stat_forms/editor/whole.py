"""What is said of the whole form: its name, its day, its sheet, the note, whether it is a sample."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.errors import Problem
from core.fields import described
from core.stat_forms.drafts import Draft
from core.ui.page import lang
from core.ui.stat_forms.editor.parts import how, three, wrong
from schemas.kinds import Kind, StatForm


def whole(draft: Draft, problems: Sequence[Problem]) -> None:
    """Draw it."""
    name = draft.code or "new"
    three(draft.values, "name", described(Kind, "name").label(lang()), name)
    wrong(problems, "name")
    left, middle, right = st.columns([2, 3, 5], vertical_alignment="bottom")
    with left:
        st.text_input(_label("day"), placeholder="01-10", **how(draft.values, "day", name))
    with middle:
        st.text_input(_label("sheet"), max_chars=31, **how(draft.values, "sheet", name))
    with right:
        st.toggle(_label("sample"), **how(draft.values, "sample", name))
    wrong(problems, "body.day", "body.sheet")
    three(draft.values, "note", _label("note"), name, must=False)


def _label(path: str) -> str:
    return described(StatForm, path).label(lang())


__all__ = ["whole"]
