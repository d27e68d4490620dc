"""How a version begins: the memo of a change, a first draft, an edition of an outside act."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.fields import describe
from core.norm_documents import force, life
from core.ui.files import brought
from core.ui.forms import asked, form, nested
from core.ui.messages import shown_errors
from core.ui.page import T, done
from schemas.norm_document import NormDocument, NormEdition, NormMemo, NormStatus


def screen(desk: Desk, doc: NormDocument) -> None:
    """What may begin today; nothing while a version is on its way or for who only reads."""
    if doc.status is NormStatus.obsolete or doc.coming is not None:
        return
    if doc.outside:
        if desk.may("norm.edit"):
            _edition(desk, doc)
    elif doc.voted and doc.current is not None:
        if desk.may("norm.memo"):
            _memo(desk, doc)
        elif desk.may("norm.edit"):
            st.caption(f":material/info: {T('norms.memo_first', document=doc.name)}")
    elif desk.may("norm.edit"):
        key = "norms_ui.begin_next" if doc.current else "norms_ui.begin_first"
        why = asked(key, "optional", icon=":material/edit_document:", name=doc.id, act="norm.begin")
        if why:
            with shown_errors():
                life.begin(desk, doc.id, why)
                done("norms_ui.begun")


def _memo(desk: Desk, doc: NormDocument) -> None:
    with st.expander(T("norms_ui.memo_begin"), icon=":material/edit_document:"):
        st.caption(T("norms_ui.memo_hint"))
        key = f"norm.memo:{doc.id}"
        filled = form(desk, describe(NormMemo), key, {"day": desk.today().isoformat()}, T("norms_ui.memo_send"))
        if filled:
            with shown_errors(key):
                life.memo(desk, doc.id, nested(filled.values), filled.why)
                done("norms_ui.memo_sent")


def _edition(desk: Desk, doc: NormDocument) -> None:
    with st.expander(T("norms_ui.edition_new"), icon=":material/update:"):
        st.caption(T("norms_ui.edition_hint"))
        key = f"norm.edition:{doc.id}:{doc.versions}"
        file = brought(desk, T("norms_ui.file_text"), f"{key}:file")
        filled = form(desk, describe(NormEdition), key, {"effective": desk.today().isoformat()},
                      T("norms_ui.edition_new"), why="optional")  # fmt: skip
        if filled:
            with shown_errors(key):
                force.edition(desk, doc.id, nested(filled.values), file, filled.why)
                done("norms_ui.edition_done")
