"""A new application: the diploma is found, or written down from the paper book; then the form."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.desk import Desk
from core.diplomas import book, duplicates, old, reading, requests
from core.fields import describe, described
from core.ui.diplomas import parts
from core.ui.files import uploaded
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, empty, lang, tell
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import headed, picked
from schemas.base import Id
from schemas.diploma import Diploma, DuplicateRequest, OldDiploma

FIND = "v:duplicates.find"
HEADS = ("number", "name", "dated", "student", "diploma", "note")


def find(desk: Desk) -> Id | None:
    """The diploma of an application, by what is typed or scanned; the one that was clicked."""
    typed = st.text_input(T("duplicates.find"), key=FIND, icon=":material/barcode_scanner:", max_chars=120,
                          placeholder=T("duplicates.find_hint"), width=620)  # fmt: skip
    found = requests.find(desk, typed or "")
    if found:
        st.caption(T("duplicates.found", n=len(found)))
        columns = [headed(h, f"diplomas_page.head.{h}") for h in HEADS]
        return picked("duplicates.find", columns, [_row(d) for d in found], size=len(found) + 1,
                      widths={"name": 260, "note": 320})  # fmt: skip
    if (typed or "").strip():
        empty("duplicates.nobody", "duplicates.nobody_hint" if desk.may(old.RIGHT) else "duplicates.nobody_ask")
    if desk.may(old.RIGHT) and st.button(T("duplicates.enter_old"), icon=":material/menu_book:"):
        return "old"
    return None


def _row(of: Diploma) -> dict[str, object]:
    marked = f"{T('duplicates.from_book')}: {of.old}" if of.old else ""
    return {
        "_id": of.id, "number": of.number, "name": of.name.get(lang()), "dated": shown(of.dated),
        "student": of.student_number or "—", "diploma": of.status.label(lang()),
        "note": marked or book.note(of, lang()) or "—",
    }  # fmt: skip


def enter_old(desk: Desk) -> None:
    """The form of the paper book."""
    st.info(T("duplicates.old_hint"), icon=":material/menu_book:")
    key = "diploma.enter_old"
    filled = form(desk, describe(OldDiploma), key, {"honours": False}, T("duplicates.old_save"), "optional",
                  columns=3, act="diploma.enter_old")  # fmt: skip
    if filled:
        with shown_errors(key):
            made = old.enter(desk, filled.values, filled.why)
            _to(made.id, "duplicates.old_saved")


def ask(desk: Desk, id: Id) -> None:
    """The application for a duplicate of a diploma."""
    with shown_errors():
        _ask(desk, reading.get(desk, id))


def _ask(desk: Desk, of: Diploma) -> None:
    original(of)
    running = next((r for r in requests.of_diploma(desk, of.id) if r.status == "asked"), None)
    if running:
        st.warning(T("diplomas.asked_already", diploma=of.label()), icon=":material/hourglass_top:")
        if st.button(T("duplicates.open"), icon=":material/open_in_new:"):
            _to(running.id)
        return
    if not (there := requests.parts_left(desk, of)):
        st.warning(T("diplomas.stands_otherwise", diploma=of.label(), status=of.status), icon=":material/help:")
        return
    st.subheader(T("duplicates.application"), anchor=False)
    st.caption(T("duplicates.application_hint"))
    key = f"diploma.ask_duplicate:{of.id}"
    specs = [described(DuplicateRequest, p) for p in ("asked_on", "ground", "paper", "parts", "story")]
    specs = [replace(s, choices=tuple(there)) if s.path == "parts" else s for s in specs]
    scan = uploaded(desk, T("duplicates.scan"), f"{key}:scan") if desk.may("file.keep") else None
    first = {"asked_on": desk.today().isoformat(), "parts": [there[0].value]}
    filled = form(desk, specs, key, first, T("duplicates.take"), "optional", columns=3, act="diploma.ask_duplicate")
    if filled:
        with shown_errors(key):
            made = duplicates.ask(desk, of.id, {**filled.values, "scan": scan}, filled.why)
            tell("duplicates.taken", number=made.number, day=made.due)
            st.query_params.from_dict({"id": made.id})
            st.session_state.pop("_acts", None)
            st.rerun()


def original(of: Diploma) -> None:
    """The diploma that a duplicate is asked of, in a few facts."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{safe(of.name.get(lang()))}**", width="content")
            badge(of.status, parts.COLOURS[of.status])
            marked(of)
        facts([
            (T("diplomas_page.head.number"), of.number), (T("diplomas_page.head.day"), shown(of.dated)),
            (T("diplomas_page.head.degree"), shown(of.qualification)),
            (T("diplomas_page.head.blanks"), ", ".join(s.number for s in of.sheets if s.number)),
        ], 4)  # fmt: skip


def marked(of: Diploma) -> None:
    """The mark of a diploma of the paper book."""
    if of.old:
        badge(T("duplicates.from_book"), "orange")


def _to(id: Id, said: str = "") -> None:
    if said:
        tell(said)
    st.session_state.pop("_acts", None)
    st.query_params.from_dict({"of": id} if said else {"id": id})
    st.rerun()


__all__ = ["ask", "enter_old", "find", "marked", "original"]
