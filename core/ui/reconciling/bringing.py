"""A file of a platform is chosen, its columns are said beforehand, and it is compared by one act."""

from __future__ import annotations

import streamlit as st

from core import house, reconciling
from core.desk import Desk
from core.errors import Problems
from core.ui.forms import asked
from core.ui.messages import plainly, shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas.kinds import PlatformKind, Sort

SHOWN = 200


def screen(desk: Desk) -> None:
    """The form of a new comparison, shut until it is asked for."""
    kinds = {k.code: k for k in house.entries(Sort.platform)}
    names = {code: kind.name.get(lang()) for code, kind in kinds.items()}
    with st.expander(T("reconciling.new"), icon=":material/upload_file:"):
        if not kinds:
            empty("reconciling.no_platform", "reconciling.no_platform_hint", "pages/kinds.py", "menu.kinds")
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            code = st.selectbox(
                T("reconciling.platform"), list(kinds), format_func=names.__getitem__,
                key="v:reconciling.platform", width=320,
            )  # fmt: skip
            file = st.file_uploader(T("reconciling.file"), type=["xlsx", "csv", "txt", "xls"], key="reconciling.file")
        body = kinds[code].as_body(PlatformKind)
        columns = ", ".join([body.key_column, *(c.column for c in body.columns)])
        st.caption(safe(T("reconciling.columns", columns=columns)))
        if file is None:
            return
        if why := asked("reconciling.bring", "optional", name=file.file_id, type="primary",
                        icon=":material/compare_arrows:", act="reconciling.bring"):  # fmt: skip
            with shown_errors():
                try:
                    made = reconciling.bring(desk, code, file.name, file.getvalue(), why)
                except Problems as e:
                    _wrong(e)
                    return
                st.query_params["id"] = made.id
                done("reconciling.brought", n=made.compared, same=made.matching)


def _wrong(found: Problems) -> None:
    """What can't be read, with its row and column; nothing was stored."""
    heads = [T("imports.row"), T("imports.column"), T("imports.reasons")]
    rows = [[p.row or "", p.field, plainly(p)] for p in found.problems[:SHOWN]]
    plain_table(heads, rows, widths=(70, 200))


__all__ = ["screen"]
