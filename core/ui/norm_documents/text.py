"""The words of a version, to be read on the page; its file and its signed scan beside them."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.norm_documents import reading, texts
from core.ui.norm_documents import parts
from core.ui.page import T, empty
from core.ui.style import safe
from schemas.norm_document import NormDocument

SHOWN = 60_000  # letters drawn at once; the rest is in the file


def screen(desk: Desk, doc: NormDocument) -> None:
    """The text of the version in force, else of the one on its way."""
    ref = doc.current or doc.coming
    version = reading.version(desk, ref.id) if ref else None
    if version is None or version.file is None and version.scan is None:
        empty("norms_ui.no_text", "norms_ui.no_text_hint")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        parts.file(desk, doc, version, version.file, "text")
        parts.file(desk, doc, version, version.scan, "scan")
    words = texts.text_of(desk.store, version)
    if not words.strip():
        st.caption(T("norms_ui.text_in_file"))
        return
    with st.container(border=True, height=640):
        st.markdown(safe(words[:SHOWN]))
    if len(words) > SHOWN:
        st.caption(T("norms_ui.text_cut"))
