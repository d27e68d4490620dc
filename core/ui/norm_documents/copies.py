"""The register of copies of a document (clause 53): given out, come back."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.fields import describe, described
from core.norm_documents import copies, reading
from core.ui.forms import form, nested
from core.ui.messages import shown_errors
from core.ui.norm_documents import parts
from core.ui.page import T, done, empty, go, lang
from core.ui.style import shown
from core.ui.tables import plain_table
from schemas.norm_document import NormCopy, NormDocument, NormGiving


def screen(desk: Desk, doc: NormDocument) -> None:
    """The register, the giving out of a copy of the version in force, the return of one."""
    found = reading.copies(desk, doc.id)
    if found:
        _table(found)
    else:
        empty("norms_ui.no_copies", "norms_ui.no_copies_hint")
    go("pages/norm_permits.py", "menu.norm_permits", "file_copy")
    if not desk.may("norm.edit"):
        return
    if doc.current is not None:
        _give(desk, doc.current.id)
    if out := [c for c in found if c.returned is None]:
        _back(desk, out)


def _table(found: list[NormCopy]) -> None:
    heads = ["n", "kind", "holder", "unit", "place", "given", "returned"]
    labels = [described(NormCopy, h).label(lang()) for h in heads]
    rows = [[c.n, c.kind.label(lang()), c.holder, c.unit.label.get(lang()) if c.unit else "—", c.place or "—",
             shown(c.given), shown(c.returned)] for c in found]  # fmt: skip
    plain_table(labels, rows, right=(0,), widths=(70, 150, 220, 220, 180, 120))


def _give(desk: Desk, version: str) -> None:
    with st.expander(T("norms_ui.give_copy"), icon=":material/outbox:"):
        key = f"norm.copy:{version}"
        first = {"kind": "copy", "given": desk.today().isoformat()}
        filled = form(desk, describe(NormGiving), key, first, T("norms_ui.give_copy"), columns=3)
        if filled:
            with shown_errors(key):
                made = copies.give(desk, version, nested(filled.values), filled.why)
                done("norms_ui.copy_given", n=made.n)


def _back(desk: Desk, out: list[NormCopy]) -> None:
    with st.expander(T("norms_ui.copy_back"), icon=":material/move_to_inbox:"):
        names = {c.id: f"№ {c.n} · {c.holder}" for c in out}
        chosen = st.selectbox(T("norms_ui.which_copy"), list(names), format_func=lambda i: names.get(i, str(i)),
                              key="v:norms.copy", width=420)  # fmt: skip
        copy = next(c for c in out if c.id == chosen)
        key = f"norm.back:{copy.id}"
        filled = form(desk, [described(NormCopy, "returned")], key, {"returned": desk.today().isoformat()},
                      T("norms_ui.copy_back"), revision=copy.revision)  # fmt: skip
        if filled:
            with shown_errors(key):
                copies.take_back(desk, copy.id, filled.revision, parts.day(filled.values["returned"]), filled.why)
                done("norms_ui.copy_came_back")
