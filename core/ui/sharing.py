"""Pieces of the page of work: what is nobody's, the table of who has what, the form that shares it out."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from core.desk import Why
from core.i18n import fold
from core.ui.forms import asked
from core.ui.page import T, lang
from core.ui.style import safe
from core.ui.tables import plain_table
from core.users.work import KEEPERS, Shares
from schemas.base import Ref
from schemas.user import User
from schemas.words import Role, Work

SHOWN = (*KEEPERS, Role.adviser, Role.secretary, Role.department)


class Shared(NamedTuple):
    """What the form asks for one user: faculties, groups, kinds of task, and why."""

    faculties: list[Ref]
    groups: list[str]
    work: list[Work]
    why: Why


def nobodys(shares: Shares) -> None:
    """What nobody has today, each in a line; a calm word where nothing is left over."""
    lines = [
        ("work.no_registrar", [r.label.get(lang()) for r in shares.no_registrar]),
        ("work.unkept", shares.unkept),
        ("work.no_adviser", shares.no_adviser),
        ("work.no_work", [w.label(lang()) for w in shares.no_work]),
    ]
    found = [(key, names) for key, names in lines if names]
    if not found:
        st.success(T("work.all_given"), icon=":material/check_circle:")
        return
    with st.container(border=True):
        st.subheader(T("work.nobodys"), anchor=False)
        for key, names in found:
            more = T("work.more", n=len(names) - 12) if len(names) > 12 else ""
            st.markdown(f":material/warning: **{safe(T(key))}:** {safe(', '.join(names[:12]))} {safe(more)}")


def table(shares: Shares, wanted: str | None) -> User | None:
    """Who has what; the user chosen below it."""
    words = lang()
    people = [u for u in shares.people if u.role in SHOWN or u.faculties or u.groups or u.work]
    needle = fold(st.text_input(T("work.search"), key="v:work.q", icon=":material/search:"))
    shown = [
        u for u in people
        if needle in fold(" ".join([u.name, *u.groups, *(f.label.get(words) for f in u.faculties)]))
    ]  # fmt: skip
    plain_table(
        [T("users.sort_name"), T("users.sort_role"), T("work.faculties"), T("work.groups"), T("work.kinds")],
        [[u.name, u.role.label(words), ", ".join(f.label.get(words) for f in u.faculties), ", ".join(u.groups),
          ", ".join(w.label(words) for w in u.work)] for u in shown],
        widths=(165, 140, 230, 90, 455),
    )  # fmt: skip
    by_id = {u.id: u for u in shown}
    st.session_state.setdefault("v:work.who", wanted if wanted in by_id else None)
    if st.session_state["v:work.who"] not in by_id:
        st.session_state["v:work.who"] = None
    chosen = st.selectbox(
        T("work.who"), [None, *by_id], key="v:work.who",
        format_func=lambda i: f"{by_id[i].name} · {by_id[i].role.label(words)}" if i else "—",
    )  # fmt: skip
    return by_id.get(chosen) if chosen else None


def form(shares: Shares, user: User) -> Shared | None:
    """What the chosen user is to have, whole; Shared once the reason is given."""
    words, key = lang(), f"{user.id}:{user.revision}"
    faculties = {**{f.id: f for f in user.faculties},
                 **{i: Ref(id=i, label=label) for i, label in shares.faculties.items()}}  # fmt: skip
    groups = sorted({*shares.groups, *user.groups})
    with st.container(key=f"typed-work-{user.id}"):
        mine = st.multiselect(
            T("work.faculties"), list(faculties), [f.id for f in user.faculties], key=f"v:work.f:{key}",
            format_func=lambda i: faculties[i].label.get(words),
        )  # fmt: skip
        chosen = st.multiselect(
            T("work.groups"), groups, user.groups, key=f"v:work.g:{key}",
            format_func=lambda g: f"{g} ({shares.groups[g].students})" if g in shares.groups else g,
        )  # fmt: skip
        kinds = st.multiselect(
            T("work.kinds"), list(Work), user.work, key=f"v:work.w:{key}", format_func=lambda w: w.label(words),
        )  # fmt: skip
        why = asked("work.share", name=user.id, icon=":material/assignment_ind:", hint="work.share_hint")
    return Shared([faculties[i] for i in mine], chosen, [Work(w) for w in kinds], why) if why else None
