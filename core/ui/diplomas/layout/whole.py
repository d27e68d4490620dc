"""What is of the whole page: its name, size, design of ours or a printed blank, the picture of that blank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st

from core.db.codec import plain
from core.desk import Desk
from core.diplomas import drafts
from core.diplomas.drafts import Draft
from core.errors import Problem
from core.fields import described
from core.ui.diplomas.layout.held import changed, show
from core.ui.files import uploaded
from core.ui.messages import said
from core.ui.page import T, lang
from core.ui.style import safe
from schemas.base import LANGS
from schemas.kinds import DiplomaLayout, Kind

KEY = "v:diploma_layout:page"
SIZES = ("width", "height", "pages", "margin")


def whole(desk: Desk, draft: Draft, problems: Sequence[Problem], editable: bool) -> None:
    """The settings of the page."""
    shut = not editable
    label = described(Kind, "name").label(lang())
    for place, each in zip(st.columns(3), LANGS, strict=True):
        key = f"{KEY}:name:{each}"
        place.text_input(
            f"{label}{' *' if each == 'kk' else ''} · {T(f'forms.in_{each}')}", disabled=shut, on_change=changed,
            key=show(key, draft.values["name"][each]), args=(draft, "name", key, "", "", each),
        )  # fmt: skip
    wrong(problems, "name")
    _way(draft, shut)
    for place, path in zip(st.columns(4), SIZES, strict=True):
        key = f"{KEY}:{path}"
        with place:
            st.text_input(
                described(DiplomaLayout, path).label(lang()), key=show(key, draft.values[path]), disabled=shut,
                on_change=changed, args=(draft, path, key),
            )  # fmt: skip
            wrong(problems, path)
    _picture(desk, draft, editable)
    wrong(problems, "picture")


def _way(draft: Draft, shut: bool) -> None:
    """A whole page of ours, or fields alone onto a blank that is printed already."""
    words = {way: T(f"diploma_layout.way.{way}") for way in ("own", "fields")}
    key = f"{KEY}:way:{lang()}"
    st.segmented_control(
        T("diploma_layout.way.title"), list(words), required=True, format_func=lambda w: words.get(w, str(w)),
        key=show(key, "fields" if draft.values["preprinted"] else "own"), on_change=_turned, args=(draft, key),
        disabled=shut, help=T("diploma_layout.way.hint"),
    )  # fmt: skip


def _turned(draft: Draft, key: str) -> None:
    drafts.typed(draft, "preprinted", st.session_state[key] == "fields")


def _picture(desk: Desk, draft: Draft, editable: bool) -> None:
    held: dict[str, Any] | None = draft.values["picture"]
    st.caption(T("diploma_layout.picture_hint"))
    if held:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/image: {safe(held['label']['kk'])}", width="content")
            if editable:
                st.button(
                    T("forms.file_off"), key="diploma_layout.no_picture", icon=":material/close:", type="tertiary",
                    on_click=drafts.typed, args=(draft, "picture", None),
                )  # fmt: skip
    elif editable and desk.may("file.keep"):
        # Another place for each file, or the one that was taken off would be there again.
        place = f"diploma_layout:picture:{len(draft.past)}:{draft.code}"
        if ref := uploaded(desk, described(DiplomaLayout, "picture").label(lang()), place):
            drafts.typed(draft, "picture", plain(ref))
            st.rerun()


def wrong(problems: Iterable[Problem], path: str) -> None:
    """What is wrong with a field, under it."""
    for problem in problems:
        if problem.field == path or problem.field.startswith(f"{path}."):
            st.markdown(f":red[:material/error: {said(problem)}]")


__all__ = ["whole", "wrong"]
