"""Under a field: what the office's rules propose for it from what is typed beside it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.names import letters
from core.ui.forms.widgets import key_of
from core.ui.page import T


def latin_button(form: str) -> None:
    """Fill the empty field «in Latin letters» from the last and first name as they are typed."""
    st.button(
        T("names.propose"), key=f"latin:{form}", type="tertiary", icon=":material/translate:", on_click=_fill,
        args=(form,), help=T("names.propose_help"),
    )  # fmt: skip


def _fill(form: str) -> None:
    kept = st.session_state
    last, first, at = (key_of(form, f"name.{part}") for part in ("last", "first", "latin"))
    if not (kept.get(at) or "").strip():
        kept[at] = letters.proposed(kept.get(last) or "", kept.get(first) or "", letters.table())


# path of the field: what stands under it; called with the form's prefix.
PROPOSALS: dict[str, Callable[[str], None]] = {"name.latin": latin_button}
