"""References: choose a kind, find a record, keep it (clause 3)."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import references
from core.db.codec import plain
from core.errors import OfficeError
from core.fields import describe, form_fields
from core.registry import REFERENCES
from core.ui import looks, units
from core.ui.card.profile import grouped_facts
from core.ui.curricula.renamed import renamed
from core.ui.forms import flat, form
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, enter, lang, title
from core.ui.personal import personal_data
from core.ui.style import safe
from core.ui.tables import Listing, listing
from schemas.discipline import Discipline
from schemas.reference import Department, Person

desk = enter("reference.read", "kind", "id")
kinds = {m.collection: m for m in REFERENCES if desk.may(references.right_to_read(m))}
kind = st.query_params.get("kind", "departments")
model: Any = kinds.get(kind) or next(iter(kinds.values()))
id = st.query_params.get("id")
may_edit, role = desk.may(references.right_to_edit(model)), desk.actor.role


def go(id: str | None) -> None:
    """Another record, or the list (None); the address says which."""
    st.query_params.from_dict({"kind": model.collection} | ({"id": id} if id else {}))
    st.rerun()


if id is None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container():
            title("references.title", "references.title_hint")
        corner = st.container(width="content")
    st.session_state.setdefault("v:references", model.collection)
    words = {c: m.title.get(lang()) for c, m in kinds.items()}
    picked = st.segmented_control(
        T("references.kind"), list(kinds), required=True, key="v:references",
        format_func=lambda c: words.get(c, c), label_visibility="collapsed",
    )  # fmt: skip
    model = kinds[picked or model.collection]
    may_edit = desk.may(references.right_to_edit(model))
    if may_edit and corner.button(T("references.add"), icon=":material/add:", type="primary"):
        go("new")
    order, columns = "number" if "code" not in model.model_fields else "code", references.columns(model, role)
    opened = listing(
        desk,
        Listing(
            name=model.collection, usual=[p for p, s in columns if s.show.table],
            read=lambda *asked: references.listed(desk, model, *asked),
            count=lambda text, f: references.count(desk, model, text, f), columns=columns,
            filters=references.filters(model, role), nothing="references.none",
            sorts={order: f"references.sort.{order}"},
            name_of=lambda row: model.model_validate(row).label().get(lang()), export="reference.read",
        ),
    )  # fmt: skip
    if opened:
        go(opened["_id"])
    if model is Department:
        units.of_day(desk)
    st.stop()

if st.button(T("references.back"), icon=":material/arrow_back:", type="tertiary"):
    go(None)
try:
    record = None if id == "new" else desk.get(model, id, references.right_to_read(model))
except OfficeError as e:
    st.info(safe(sentence(e)))
    st.stop()
if record:
    looks.opened(desk, "references", model.collection, record.id, record.label().kk)
st.title(safe(record.label().get(lang()) if record else T("references.new_title", kind=model.title)), anchor=False)
specs = form_fields(model, role) if may_edit else ()
if may_edit:
    key, values = f"{model.collection}:{id}", flat(specs, record) if record else {}
    filled = form(desk, specs, key, values, why="optional", revision=record.revision if record else 0)
    if filled:
        with shown_errors(key):
            wanted = filled.changed if record else filled.values
            kept = references.save(desk, model, record.id if record else None, filled.revision, wanted, filled.why)
            st.query_params.from_dict({"kind": model.collection, "id": kept.id})
            done("references.saved")
if record:  # what one may only read stands under what one may change
    grouped_facts([s for s in describe(model, role) if s.show.form and s not in specs], plain(record))
if isinstance(record, Department):
    units.unit(desk, record)
if isinstance(record, Discipline):
    renamed(desk, record)
if isinstance(record, Person):
    personal_data(desk, "people", record.id, record.number)
