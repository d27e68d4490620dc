"""Accounts from a table on the screen: the file, what each row would make, one act, the passwords shown once."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.errors import OfficeError
from core.fields import describe
from core.imports import reading
from core.ui.forms import asked
from core.ui.messages import plainly, sentence, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe
from core.ui.tables import plain_table
from core.users import bulk, passwords
from schemas.user import User

MADE = "_bulk_made"  # the passwords just given, until they are written down


def table(desk: Desk) -> None:
    """Draw the whole way from a file to accounts."""
    _given()
    st.caption(T("users.table_hint", most=bulk.MOST))
    st.download_button(
        T("users.table_sample"), bulk.sample(lang()), "accounts.csv", "text/csv", icon=":material/download:",
        type="tertiary", on_click="ignore",
    )  # fmt: skip
    file = st.file_uploader(T("users.table_choose"), type=["csv", "tsv", "txt", "xlsx", "xls"], key="bulk.file")
    if file is None:
        return
    try:
        plan = bulk.plan(desk, reading.read(file.name, file.getvalue()))
    except OfficeError as e:
        st.error(safe(sentence(e)), icon=":material/do_not_disturb_on:")
        return
    _preview(plan)
    if plan.wrong:
        if len(plan.wrong) == len(plan.lines):
            st.error(T("users.table_all_wrong", n=len(plan.wrong)), icon=":material/error:")
        else:
            st.info(T("users.table_mend", n=len(plan.wrong)), icon=":material/edit_note:")
        return
    why = asked("users.table_appoint", name=file.file_id, type="primary", icon=":material/group_add:")
    if why:
        first = st.session_state.setdefault(f"first:{why.command}", [passwords.invented() for _ in plan.lines])
        with shown_errors():
            made = bulk.appoint(desk, plan.lines, first, why)
            rows = [(line.user.name, line.user.login, word) for line, word in zip(plan.lines, first, strict=True)
                    if line.user]  # fmt: skip
            st.session_state[MADE] = (rows, bulk.password_file(plan.lines, first, lang()))
            st.session_state.pop("bulk.file", None)
            done("users.table_done", n=len(made))


def _preview(plan: bulk.Plan) -> None:
    if plan.unknown:
        st.warning(safe(T("users.table_unknown", names=", ".join(plan.unknown))), icon=":material/help:")
    labels = {s.path: s.label(lang()) for s in describe(User)}
    plain_table(
        [T("users.table_row"), T("users.sort_name"), T("users.sort_login"), T("users.sort_role"),
         T("users.table_wrong")],
        [[line.number, line.cells.get("name", ""), line.cells.get("login", ""),
          line.user.role.label(lang()) if line.user else line.cells.get("role", ""),
          "; ".join(": ".join(x for x in (labels.get(_field(p.field), ""), plainly(p)) if x) for p in line.problems)]
         for line in plan.lines],
    )  # fmt: skip


def _field(path: str) -> str:
    """The field a problem belongs to: «faculties.0» is of the faculties, «custom.hall» of the office's own field."""
    return path if path.startswith("custom.") else path.split(".")[0]


def _given() -> None:
    """The first passwords of the last table, until they are written down: they are nowhere else."""
    if given := st.session_state.get(MADE):
        rows, file = given
        with st.container(border=True):
            st.markdown(safe(T("users.table_passwords")))
            plain_table([T("users.sort_name"), T("users.sort_login"), T("users.first_word")], rows)
            st.download_button(
                T("users.table_file"), file, "passwords.csv", "text/csv", icon=":material/download:", on_click="ignore"
            )
            if st.button(T("users.noted"), icon=":material/check:", key="bulk.noted"):
                for key in [k for k in st.session_state if str(k).startswith(("first:", MADE))]:
                    del st.session_state[key]
                st.rerun()
