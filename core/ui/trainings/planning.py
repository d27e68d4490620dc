"""Planning a training: what, when, by whom, for whom; calling more people to one."""

from __future__ import annotations

import streamlit as st

from core import files, trainings
from core.db.store import Row
from core.desk import Desk
from core.fields import described
from core.ui.files import brought
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from schemas.base import Id
from schemas.training import Training, TrainingSort
from schemas.words import Role

FIELDS = ("topic", "day", "by", "valid")
WHOM = ("missing", "all", "role")


def draw(desk: Desk) -> None:
    """The form of a new training; whom it calls follows from its kind and can be changed by name."""
    sorts = {s.value: s.label(lang()) for s in TrainingSort}
    sort = st.selectbox(T("trainings.sort"), list(sorts), key="v:trainings.new_sort", format_func=sorts.__getitem__,
                        width=320)  # fmt: skip
    key = "training:new"
    turn = st.session_state.get(f"{key}!n", 0)
    people = chosen(desk, TrainingSort(sort), f"{turn}")
    held = brought(desk, T("trainings.programme"), f"training:programme:{turn}")
    first = {"day": desk.today().isoformat(), "valid": 12, "by": desk.actor.name}
    filled = form(desk, [described(Training, n) for n in FIELDS], key, first, T("trainings.plan"))
    if filled:
        with shown_errors(key):
            programme = files.ready(desk, *held) if held else None
            made = trainings.plan(desk, {**filled.values, "sort": sort}, people, programme, filled.why)
            st.query_params.from_dict({"id": made.id})
            done("trainings.planned", number=made.number)


def chosen(desk: Desk, sort: TrainingSort, name: str) -> list[Id]:
    """Whom a training calls: who lacks it, everybody, or some roles; then by name."""
    words = {w: T(f"trainings.whom_{w}") for w in WHOM}
    st.session_state.setdefault("v:trainings.whom", WHOM[0])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        whom = st.segmented_control(T("trainings.whom"), list(words), required=True, key="v:trainings.whom",
                                    format_func=lambda w: words.get(w, w))  # fmt: skip
        roles: list[str] = []
        if whom == "role":
            names = {r.value: r.label(lang()) for r in Role}
            roles = st.multiselect(T("trainings.roles"), list(names), key="v:trainings.roles",
                                   format_func=names.__getitem__, width=420)  # fmt: skip
    staff = trainings.staff(desk.store)
    by_id = {r["_id"]: r["name"] for r in staff}
    first = [r["_id"] for r in _of(desk, staff, str(whom), roles, sort)]
    mark = f"{whom}:{sort.value}:{','.join(roles)}:{name}"
    found: list[Id] = st.multiselect(T("trainings.people"), list(by_id), default=first, key=f"v:trainings.who:{mark}",
                                     format_func=lambda i: by_id.get(i, str(i)))  # fmt: skip
    return found


def _of(desk: Desk, staff: list[Row], whom: str, roles: list[str], sort: TrainingSort) -> list[Row]:
    if whom == "missing":
        lacking = {m.user for m in trainings.missing(desk, sort)}
        return [r for r in staff if r["_id"] in lacking]
    return [r for r in staff if whom == "all" or r["role"] in roles]
