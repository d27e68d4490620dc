"""The press that makes certificates for many: checked first, by name; then a long work with its bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.desk import Desk
from core.papers import many
from core.ui import jobs
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, go, lang
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas.base import LANGS, Id
from schemas.paper import PaperState
from schemas.words import StudyLanguage

Pair = tuple[Id, Id]
LACK = "certificates.lacking"


def language(key: str) -> str:
    """One language for all («» each one's own language of study)."""
    words = {"": T("certificates.own_language")}
    words |= {str(x): StudyLanguage(x).label(lang()) for x in LANGS}
    found = st.selectbox(
        T("certificates.language"), list(words), format_func=lambda x: words.get(x, x), width=240, key=key
    )
    return found or ""


def press(
    desk: Desk, code: str, pairs: Sequence[Pair], spoken: str, values: Mapping[str, Any], chosen: str,
    waits: Mapping[Id, Id] | None = None,
) -> None:  # fmt: skip
    """The button with its reason. Who lacks something is named and nothing is made; chosen: the key of the choice they
    may be taken out of by one press."""
    why = asked(
        "certificates.make", "optional", "primary", name=code, hint="certificates.make_hint", disabled=not pairs,
        act="paper.make", icon=":material/post_add:",
    )  # fmt: skip
    if why:
        with shown_errors():
            wanted = many.wanted(desk, pairs, spoken, waits)
            bad = many.lacking(desk, code, wanted, values)
            st.session_state[LACK] = (code, [((x.student, x.study), x.name, many.why_not(e)) for x, e in bad])
            if not bad:
                jobs.begun(many.MAKE, many.begin(desk, code, wanted, values, why))
                done("certificates.begun", n=len(wanted))
    _lacking(code, pairs, chosen)


def _lacking(code: str, pairs: Sequence[Pair], chosen: str) -> None:
    of, rows = st.session_state.get(LACK, ("", []))
    rows = [r for r in rows if of == code and r[0] in pairs]
    if not rows:
        return
    st.error(T("certificates.lacking", n=len(rows)), icon=":material/block:")
    plain_table([T("certificates.col_name"), T("certificates.col_why")], [[name, why[lang()]] for _, name, why in rows])
    st.button(T("certificates.leave_out"), icon=":material/person_remove:", on_click=_out,
              args=(chosen, [r[0] for r in rows]))  # fmt: skip


def _out(chosen: str, pairs: Sequence[Pair]) -> None:
    st.session_state[chosen] = [p for p in st.session_state.get(chosen, []) if p not in pairs]
    st.session_state.pop(LACK, None)


def news(desk: Desk) -> None:
    """The work that goes on, or what came of the one this screen began: how many, the file, who was left and why."""
    row = jobs.news(desk, many.MAKE)
    if row:
        st.session_state["certificates.ended"] = row
    ended = st.session_state.get("certificates.ended")
    if not ended:
        return
    with shown_errors():
        jobs.refused(ended)
    result = ended["result"] or {}
    if not result:
        return
    with st.container(border=True):
        st.markdown(f":green[:material/task_alt:] **{T('certificates.made', n=result['made'])}**")
        with st.container(horizontal=True):
            if ended.get("file"):
                jobs.download(desk, ended)
            go(
                "pages/papers.py",
                "certificates.to_list",
                "list",
                state=PaperState.made.value,
                kind=ended["params"]["code"],
            )
        for one in result["left"]:
            st.warning(safe(f"{one['student']}: {one['why'][lang()]}"))


__all__ = ["language", "news", "press"]
