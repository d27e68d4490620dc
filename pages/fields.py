"""Fields: all fields of a document, one of the office's own added or changed, the form arranged (clauses 3, 36)."""

from __future__ import annotations

import streamlit as st

from core.ui.kinds import arrange, fields
from core.ui.kinds.entry import heading, past, reading, reopening
from core.ui.page import T, done, empty, enter, go, lang, title
from core.ui.style import safe
from schemas.kinds import FieldKind, Target

desk = enter("kind.read", "of", "code", "do")
asked = st.query_params
documents = fields.targets()
of: Target = documents.get(asked.get("of", ""), Target.students)
code, do = asked.get("code"), asked.get("do")
edits = desk.may("kind.edit")


def to(**address: str) -> None:
    """Another document or field; the address says which."""
    asked.from_dict({"of": of.value} | address)
    st.rerun()


if code or do:
    if st.button(T("kinds.fields.back", of=of), icon=":material/arrow_back:", type="tertiary"):
        to()
if do == "add" and edits:
    st.title(T("kinds.fields.new", of=of), anchor=False)
    st.caption(FieldKind.hint.get(lang()))
    if made := fields.field(desk, of, None):
        asked.from_dict({"of": of.value, "code": made.code})
        done("kinds.fields.added", name=made.name, of=of)
    st.stop()
if code:
    was = fields.own(desk, of, code)
    if was is None:
        empty("kinds.fields.none_such")
        st.stop()
    heading(was)
    if edits and was.retired:
        reopening(desk, was)
    if not edits or was.retired:
        reading(was)
    elif made := fields.field(desk, of, was):
        done("kinds.page.saved", name=made.name, version=made.version, day=made.effective)
    past(desk, was)
    st.stop()
if do == "arrange":
    st.title(T("kinds.fields.arrange_title", of=of), anchor=False)
    st.caption(T("kinds.fields.arrange_hint"))
    if edits:
        arrange.editor(desk, of)
    if kept := fields.layout_of(desk, of):
        past(desk, kept)
    st.stop()

title("kinds.fields.title", "kinds.fields.title_hint")
with st.container(horizontal=True, vertical_alignment="bottom"):
    st.session_state.setdefault("v:fields.of", of.value)
    if asked.get("of") in documents and st.session_state.get("_fields") != of.value:
        st.session_state["v:fields.of"] = of.value
    words = {c: x.label(lang()) for c, x in documents.items()}
    chosen = st.selectbox(
        T("kinds.fields.of"), list(words), key="v:fields.of", format_func=lambda c: words.get(c, c), width=320
    )
    st.session_state["_fields"] = chosen
    if chosen != of.value:
        asked.from_dict({"of": chosen})
        st.rerun()
    if edits and st.button(T("kinds.fields.add"), icon=":material/add:", type="primary"):
        to(do="add")
    if edits and st.button(T("kinds.fields.arrange"), icon=":material/swap_vert:"):
        to(do="arrange")
if spec := fields.listing(desk, of):
    if spec.own:
        to(code=spec.path.removeprefix("custom."))
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{safe(spec.label(lang()))}** — {T('kinds.fields.written_hint')}")
        if edits:
            go("pages/kinds.py", "kinds.page.reword", "edit", sort="wording", key=f"field.{of.value}.{spec.path}")
