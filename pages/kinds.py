"""Kinds: all that the office describes by data; a sort, its entries, one entry with its versions (clauses 3, 37)."""

from __future__ import annotations

import streamlit as st

from core import kinds
from core.errors import OfficeError
from core.ui.kinds import finder, moving
from core.ui.kinds.entry import describing, heading, past, reading, reopening
from core.ui.kinds.lists import entries, hint, sorts
from core.ui.messages import sentence
from core.ui.page import T, done, enter, go, lang, title
from core.ui.style import safe
from schemas.kinds import FieldKind, Kind, Layout, Sort, Wording

desk = enter("kind.read", "sort", "code", "key")
asked = st.query_params
sort = next((s for s in Sort if s.value == asked.get("sort")), None)
code, key = asked.get("code"), asked.get("key")
edits, NEW = desk.may("kind.edit"), "-"  # no entry has such a code
ELSEWHERE = {
    Sort.field: ("pages/fields.py", "kinds.page.to_fields"), Sort.layout: ("pages/fields.py", "kinds.page.to_fields"),
    Sort.template: ("pages/template.py", "kinds.page.to_template"),
    Sort.diploma_layout: ("pages/diploma_layout.py", "kinds.page.to_diploma_layout"),
    Sort.indicator: ("pages/indicator.py", "kinds.page.to_indicator"),
    Sort.stat_form: ("pages/stat_form.py", "stat_forms.edit"),
}  # fmt: skip


def to(**address: str) -> None:
    """Another sort or entry; the address says which."""
    asked.from_dict(address)
    st.rerun()


def opened(kind: Kind) -> None:
    """An entry where it is edited: fields and layouts on the page of their own."""
    if isinstance(kind.body, FieldKind | Layout):
        own = {"code": kind.code} if isinstance(kind.body, FieldKind) else {"do": "arrange"}
        st.switch_page("pages/fields.py", query_params={"of": kind.body.of.value, **own})
    to(sort=kind.sort.value, code=kind.code)


if sort is None:
    title("kinds.page.title", "kinds.page.title_hint")
    if chosen := sorts(desk):
        to(sort=chosen.value)
    with st.expander(T("kinds.moving.out_title"), icon=":material/download:"):
        moving.take_out(desk)
    if edits:
        with st.expander(T("kinds.moving.in_title"), icon=":material/upload:"):
            moving.bring(desk)
    st.stop()

inside = bool(code or key)
if st.button(sort.label(lang()) if inside else T("kinds.page.title"), icon=":material/arrow_back:", type="tertiary"):
    to(**({"sort": sort.value} if inside else {}))
if not inside:
    st.title(safe(sort.label(lang())), anchor=False)
    st.caption(hint(sort))
    if sort is Sort.wording and edits and (hit := finder.finder()):
        to(sort=sort.value, key=hit)
    if sort in ELSEWHERE:
        go(*ELSEWHERE[sort])
    elif edits and sort is not Sort.wording and st.button(T("kinds.page.add"), icon=":material/add:", type="primary"):
        to(sort=sort.value, code=NEW)
    if pick := entries(desk, sort):
        opened(kinds.versions(desk, sort, pick)[0])
    st.stop()

was: Kind | None = None
try:
    was = finder.worded(desk, key) if key else kinds.versions(desk, sort, code or "")[0] if code != NEW else None
except OfficeError as e:
    st.info(safe(sentence(e)))
    st.stop()
if was:
    heading(was)
else:
    st.title(T("kinds.page.new", sort=sort), anchor=False)
    st.caption(hint(sort))
if sort in ELSEWHERE and sort not in (Sort.field, Sort.layout):
    go(*ELSEWHERE[sort], code=was.code if was else NEW)
made: Kind | None = None
if not edits or sort in ELSEWHERE or (was and was.retired and sort is not Sort.wording):
    if was:
        if edits and was.retired:
            reopening(desk, was)
        reading(was)
elif sort is Sort.wording:
    wanted = was.as_body(Wording).key if was else key
    made = finder.rewording(desk, wanted, was) if wanted else None
else:
    made = describing(desk, sort, was)
if made:
    asked.from_dict({"sort": sort.value, "code": made.code})
    done("kinds.page.saved", name=made.name, version=made.version, day=made.effective)
if was:
    past(desk, was)
