"""Writing an instruction: its words, to whom it goes, files; a new one or a draft that goes on."""

from __future__ import annotations

import streamlit as st

from core import files, instructions
from core.desk import Desk, Why
from core.fields import described
from core.ui.files import brought_several
from core.ui.forms import command, flat, form
from core.ui.messages import shown_errors
from core.ui.page import T, done
from core.ui.style import safe
from schemas.instruction import Instruction

FIELDS = (
    "kind", "read_by", "units", "roles", "topic_kk", "text_kk", "topic_ru", "text_ru", "topic_en", "text_en",
)  # fmt: skip


def new(desk: Desk) -> None:
    """The form of a new draft."""
    _form(desk, None)


def go_on(desk: Desk, of: Instruction) -> None:
    """The form of a draft that is there, and its files."""
    for file in of.files:
        key = f"instruction:drop:{of.id}:{file.id}"
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/attach_file: {safe(file.label.kk)}", width="content")
            if st.button(T("instructions.drop"), key=key, type="tertiary", icon=":material/delete:"):
                with shown_errors():
                    instructions.drop(desk, of.id, of.revision, file.id, Why(command=command(key)))
                    done("instructions.dropped")
    _form(desk, of)


def _form(desk: Desk, of: Instruction | None) -> None:
    key = f"instruction:{of.id if of else 'new'}"
    specs = [described(Instruction, n) for n in FIELDS]
    first = flat(specs, of) if of else {"kind": "explanation", "units": [], "roles": []}
    turn = st.session_state.get(f"{key}!n", 0)
    held = brought_several(desk, T("instructions.file"), f"{key}:file:{turn}")
    filled = form(desk, specs, key, first, T("instructions.save"), revision=of.revision if of else 0)
    if filled:
        with shown_errors(key):
            ready = [files.ready(desk, name, data) for name, data in held]
            values = {k: v for k, v in filled.values.items() if v is not None} | {"read_by": filled.values["read_by"]}
            made = instructions.write(desk, of.id if of else None, filled.revision, values, ready, filled.why)
            st.query_params.from_dict({"id": made.id})
            done("instructions.saved")
