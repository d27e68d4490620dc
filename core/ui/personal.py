"""On a card: a copy of all that is stored about the person, erasing what the law lets be erased, and what stays."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import students
from core.audit.words import field_word
from core.desk import Desk
from core.personal import acts, files
from core.personal.held import Whose, kept_for, kept_words
from core.ui.files import given
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import facts
from schemas.base import Id
from schemas.student import Student

ZIP = "application/zip"


def personal_data(desk: Desk, whose: Whose, id: Id, name: str, student: Student | None = None) -> None:
    """The part of a card where a person's own application is carried out; nothing for who may not."""
    if not desk.may(acts.COPY):
        return
    with st.expander(T("personal.title"), icon=":material/privacy_tip:"):
        st.caption(T("personal.hint"))
        _copy(desk, whose, id, name)
        if student is not None and desk.may(acts.ERASE):
            _erase(desk, student)


def _copy(desk: Desk, whose: Whose, id: Id, name: str) -> None:
    key = f"personal:{id}"
    with st.container(horizontal=True, vertical_alignment="center"):
        if why := asked("personal.copy", name=id, hint="personal.copy_hint", icon=":material/folder_zip:"):
            with shown_errors():
                acts.copy(desk, whose, id, why)
                st.session_state[key] = why.command
                done("personal.decided")
        if command := st.session_state.get(key):
            given(T("personal.take"), f"{name}.zip", partial(files.taken, desk, whose, id, command), f"{key}:take",
                  ZIP, type="primary")  # fmt: skip


def _erase(desk: Desk, student: Student) -> None:
    found = {e.path: e.held for e in acts.erasable(desk, student.id)}
    if not found:
        st.info(T("personal.nothing_held"), icon=":material/check:")
    else:
        words = {p: T("personal.held", field=field_word("students", p, lang()), n=n) for p, n in found.items()}
        chosen = st.multiselect(
            T("personal.which"), list(words), format_func=lambda p: words.get(p, p), key=f"v:erase:{student.id}"
        )
        why = asked("personal.erase", name=student.id, hint="personal.erase_hint", icon=":material/ink_eraser:",
                    disabled=not chosen, act=acts.ERASE)  # fmt: skip
        if why:
            with shown_errors():
                students.erase(desk, student.id, student.revision, chosen, why)
                done("personal.erased", n=len(chosen))
    st.markdown(f"**{T('personal.stays')}**")
    stays = [(T(f"personal.class.{code}"), kept_words(years, lang())) for code, years in kept_for(desk.store).items()
             if years != 0 and code != "staff"]  # fmt: skip
    facts(stays)


__all__ = ["personal_data"]
