"""Who has read the version in force: signatures, who has not signed, which units have read the notice (clause 52)."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.norm_documents import acks, reading, telling
from core.ui.page import T, empty, lang
from core.ui.style import metrics, shown, word_of
from core.ui.tables import plain_table
from schemas.norm_document import NormDocument
from schemas.words import Role


def screen(desk: Desk, doc: NormDocument) -> None:
    """The whole part; who may not see who has not read sees the signatures alone."""
    if doc.current is None:
        empty("norms_ui.not_in_force", "norms_ui.not_in_force_hint")
        return
    _, signed = reading.of_version(desk, doc.current.id)
    follows = desk.may("norm.control")
    told = telling.delivered(desk, doc.current.id) if follows else []
    missing = acks.unread(desk, doc.current.id) if follows and doc.read_by_all else []
    if follows:
        read = sum(r["read_at"] is not None for r in told)
        metrics([
            (T("norms_ui.signed_n"), len(signed), None), (T("norms_ui.unsigned_n"), len(missing), None),
            (T("norms_ui.told_n"), f"{read} / {len(told)}", T("norms_ui.told_help")),
        ])  # fmt: skip
    st.subheader(T("norms.sheet_ack"), anchor=False)
    if signed:
        heads = [T(f"norms.sheet_{c}") for c in ("row", "name", "post", "date")]
        plain_table(heads, [[n, a.person, a.position, shown(a.day)] for n, a in enumerate(signed, 1)],
                    right=(0,), widths=(60, 320, 320))  # fmt: skip
    else:
        st.caption(T("norms_ui.nobody_signed"))
    if missing:
        with st.expander(T("norms_ui.unsigned", n=len(missing)), icon=":material/person_alert:"):
            plain_table([T("norms.sheet_name"), T("norms.sheet_post")],
                        [[u.name, u.post or u.role.label(lang())] for u in missing], widths=(360, 360))  # fmt: skip
    if told:
        with st.expander(T("norms_ui.delivered", n=len(told)), icon=":material/mark_email_read:"):
            heads = [T("norms.sheet_name"), T("norms_ui.role"), T("norms_ui.told_at"), T("norms_ui.read_at")]
            rows = [[r["name"], word_of(Role, r["role"]).label(lang()), shown(r["at"]), shown(r["read_at"])]
                    for r in told]  # fmt: skip
            plain_table(heads, rows, widths=(300, 260, 160, 160))
