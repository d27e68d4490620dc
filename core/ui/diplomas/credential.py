"""The open credential of a diploma on its screen: how it stands, its file for the holder, the press that signs."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.credentials import reading, signing
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import moment
from core.ui.files import given
from core.ui.forms import asked
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, go, lang
from core.ui.style import Colour, badge, facts, safe
from schemas.diploma import Diploma

COLOURS: dict[reading.State, Colour] = {
    "signed": "green", "withdrawn": "red", "anew": "orange", "unsigned": "gray", "none": "gray",
}  # fmt: skip
JSON = "application/vc"


def panel(desk: Desk, of: Diploma) -> None:
    """The credential of one diploma."""
    found = reading.stands(desk, of)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(T("credentials.title"), anchor=False, width="content")
        badge(T(f"credentials.state.{found.state}"), COLOURS[found.state])
    if found.why:
        _why(found.why)
    if found.signed:
        st.caption(T("credentials.hint"))
        facts([
            (T("credentials.signed_on"), moment(found.signed.at, lang(), short=True)),
            (T("credentials.key"), found.key.short if found.key else ""), (T("credentials.list"), found.list_url),
        ])  # fmt: skip
        if found.state == "signed" and desk.may("diploma.issue"):
            given(T("credentials.download"), signing.file_name(of), lambda: reading.file_of(desk, of.id)[1],
                  f"credential:{of.id}", JSON)  # fmt: skip
    if found.state in ("unsigned", "anew") and not found.why and desk.may("diploma.print"):
        why = asked("credentials.sign", "optional", icon=":material/verified:", name=of.id,
                    hint="credentials.sign_hint", act="credential.sign")  # fmt: skip
        if why:
            with shown_errors():
                signing.sign(desk, [of.id], why)
                done("credentials.signed_done", n=1)


def many(desk: Desk, found: Sequence[Diploma]) -> None:
    """One press for all of a list that lack theirs; nothing where none does."""
    waiting = signing.lacking(desk, [d.id for d in found])
    if not waiting:
        return
    if hinders := signing.unready(desk):
        _why(hinders)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        why = asked("credentials.sign", "optional", icon=":material/verified:", name="many",
                    hint="credentials.sign_hint", act="credential.sign")  # fmt: skip
        st.caption(T("credentials.sign_many", n=len(waiting)))
    if why:
        with shown_errors():
            done("credentials.signed_done", n=signing.sign_many(desk, waiting, why))


def _why(e: RuleBroken) -> None:
    """What stands in the way, and a way to where it is mended."""
    st.caption(safe(sentence(e)))
    if e.key in ("credentials.no_address", "credentials.https"):
        go("pages/institution.py", "menu.institution", "tune")
    elif e.key in ("credentials.no_key", "credentials.key_missing"):
        go("pages/signing_keys.py", "menu.signing_keys", "key")


__all__ = ["many", "panel"]
