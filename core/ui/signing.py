"""Digital signatures on the screen: how the key stands, and what a file beside its button bears."""

from __future__ import annotations

import streamlit as st

from core import signing
from core.desk import Desk
from core.ui.page import T
from core.ui.style import safe


def key(desk: Desk) -> None:
    """How the signing key stands, for who keeps the institution's page."""
    now = signing.state(desk)
    said = T(now.key, **now.values)
    if now.level == "bad":
        st.error(safe(T("signing.broken", why=said)), icon=":material/key_off:")
    elif now.level == "soon":
        st.warning(safe(said), icon=":material/key:")
    else:
        st.caption(f":material/{'verified' if now.level == 'good' else 'key_off'}: {safe(said)}")


def beside(desk: Desk, *files: tuple[str, str]) -> None:
    """Whose signature kept files bear, or that one lacks what it should bear, and why; each thing is said once.

    files: the sort of paper (SignedPaper) and the hash of the file, empty where it is made when it is taken.
    """
    found = [signing.of_file(desk, paper, hash) for paper, hash in files]
    for said in {f"{f.key}{f.values}": f for f in found if f}.values():
        icon = {"good": "verified", "bad": "key_off"}.get(said.level, "signature")
        line = f":material/{icon}: {safe(T(said.key, **said.values))}"
        st.caption(line if said.level == "good" else f":orange[{line}]")


__all__ = ["beside", "key"]
