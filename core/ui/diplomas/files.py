"""Files of diplomas: made for many as a long work, one PDF per kind of blank; each frozen file to be fetched."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from core.desk import Desk
from core.diplomas import printing, settings
from core.ui import jobs
from core.ui.files import addressee, given
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.signing import beside
from schemas.base import Id
from schemas.diploma import Diploma, Takes


def panel(desk: Desk, at: int, found: Sequence[Diploma]) -> None:
    """Make what these have no files of yet, gather them for the printer, hand over what was made last."""
    if ended := jobs.news(desk, printing.JOB):
        with shown_errors():
            jobs.refused(ended)
    if jobs.goes_on(desk, printing.JOB):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        printers = {p.code: p.name for p in settings.printers()}
        printer = ""
        if printers:
            printer = st.selectbox(T("diplomas_page.printer"), ["", *printers], key=f"v:diplomas_page.printer:{at}",
                                   format_func=lambda c: printers.get(c, "—"), width=260) or ""  # fmt: skip
        why = asked("diplomas_page.make_files", "optional", "secondary", ":material/picture_as_pdf:", str(at),
                    "diplomas_page.make_files_hint", act="diploma.print")  # fmt: skip
        last = jobs.last(desk, printing.JOB)
        if last and last.get("file"):
            jobs.download(desk, last)
    if why:
        with shown_errors():
            jobs.begun(printing.JOB, printing.begin(desk, [d.id for d in found], why, printer))
            done("diplomas_page.begun", n=len(found))


def sheets(of: Diploma, desk: Desk) -> None:
    """The frozen file of each sheet of a diploma."""
    made = [s for s in of.sheets if s.file_hash]
    if not made:
        return
    to = addressee(of.id, of.name.get(lang()))
    with st.container(horizontal=True):
        for sheet in made:
            what = sheet.what
            given(what.label(lang()), f"{what.value}-{of.number}.pdf", partial(_bytes, desk, of.id, what),
                  f"diploma.file:{of.id}:{what.value}", to=to, icon=":material/picture_as_pdf:")  # fmt: skip
    beside(desk, *((printing.sort_of(s.what), s.file_hash) for s in made))


def _bytes(desk: Desk, id: Id, what: Takes) -> bytes:
    return printing.file_of(desk, id, what)[1]


__all__ = ["panel", "sheets"]
