"""All sorts with how many entries each has; the entries of one sort."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import kinds
from core.db.codec import plain
from core.desk import Desk
from core.fields import FieldSpec, describe
from core.i18n import LANGS, fold, t
from core.ui.kinds.words import body_specs, now_in_force, said, sort_groups, state
from core.ui.page import T, empty, lang
from core.ui.tables import computed, picked
from schemas.kinds import BODIES, Kind, Sort

MANY = 12  # entries from which a list is searched


def sorts(desk: Desk) -> Sort | None:
    """Every sort by groups; the one that was chosen."""
    counts = kinds.listed(desk)
    chosen: Sort | None = None
    for place, (group, found) in zip(st.columns(len(sort_groups())), sort_groups(), strict=True):
        with place:
            st.markdown(f"**{T(f'kinds.page.group.{group}')}**")
            with st.container(gap=None):
                for sort in found:
                    label = f"{sort.label(lang())} · {counts[sort]}"
                    if st.button(label, key=f"sort:{sort.value}", type="tertiary", help=hint(sort)):
                        chosen = sort
    return chosen


def hint(sort: Sort) -> str:
    """What a sort is for."""
    return BODIES[sort.value].hint.get(lang())


def entries(desk: Desk, sort: Sort) -> str | None:
    """The entries of a sort; the code of the one that was opened."""
    found = kinds.latest(desk, sort)
    if not found:
        here = sort not in (Sort.wording, Sort.field, Sort.layout, Sort.template)  # else it is begun elsewhere
        empty("kinds.page.none", "kinds.page.none_hint" if here and desk.may("kind.edit") else None)
        return None
    if len(found) > MANY:
        text = st.text_input(
            T("tables.search"), key=f"v:kinds.find:{sort.value}", icon=":material/search:", width=360, live=True,
            placeholder=T("tables.search"), label_visibility="collapsed",
        )  # fmt: skip
        words = fold(text or "").split()
        found = [k for k in found if all(w in _all_words(k) for w in words)]
    return picked(f"kinds.{sort.value}", _columns(sort), [_row(k) for k in found])


def _all_words(kind: Kind) -> str:
    return fold(" ".join([kind.code, *(kind.name.get(each) for each in LANGS)]))


def _columns(sort: Sort) -> list[tuple[str, FieldSpec]]:
    head = {s.path: s for s in describe(Kind)}
    own = [
        computed(s.path, s.label("kk"), s.label("ru"), s.label("en"), "text")
        for s in body_specs(sort)
        if s.show.table or s.kind in ("rows", "code", "codes", "choices")
    ]
    words = [t("kinds.page.how", each) for each in LANGS]
    how = computed("how", words[0], words[1], words[2], "text")
    return [("name", head["name"]), ("code", head["code"]), *own[:4], ("effective", head["effective"]),
            ("version", head["version"]), how]  # fmt: skip


def _row(kind: Kind) -> dict[str, Any]:
    row = plain(kind)
    works = now_in_force(kind)
    how = T(f"kinds.page.state.{state(kind)}")
    if state(kind) == "coming" and works:
        how += " · " + T("kinds.page.till_then", n=works.version)
    flat = {s.path: said(s, row["body"].get(s.path.removeprefix("body.")), lang()) for s in body_specs(kind.sort)}
    body = {path.removeprefix("body."): word for path, word in flat.items()}
    return {**row, "_id": kind.code, "body": body, "how": how}
