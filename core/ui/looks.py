"""Who looked, on the screen: an opening is written down once, not at every click; lines as a table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import looks
from core.audit.words import kind_word
from core.db.store import Row
from core.desk import Desk
from core.i18n import known, moment
from core.ui.page import T, lang
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.words import Role


def opened(desk: Desk, page: str, kind: str, id: Id, label: str, student: Id = "") -> None:
    """Write down that a record's page was opened: once until another record or a page without one is opened."""
    mark = (desk.actor.id, page, kind, id)
    if st.session_state.get("_opened") != mark:
        looks.note(desk, page, kind, id, label, "open", student=student)
        st.session_state["_opened"] = mark


def page_word(page: str) -> str:
    """What a page is called in the menu; a list's name where the menu has no such page."""
    return T(f"menu.{page}") if known(f"menu.{page}") else page


def looks_table(rows: Sequence[Row], whose: bool = False) -> None:
    """Lines as people read them; `whose`: with the record, where it is not clear from the page."""
    roles = {r.value: r.label(lang()) for r in Role}
    heads = [T("common.when"), T("common.who"), T("students.role"), T("looks.did"), T("looks.page")]
    table = [
        [
            moment(r["at"], lang(), short=True), r["name"], roles.get(r["role"], r["role"]),
            T(f"looks.did_{r['did']}"), page_word(r["page"]), *_what(r, whose), r.get("reason", ""),
        ]
        for r in rows
    ]  # fmt: skip
    plain_table([*heads, *([T("looks.kind")] if whose else []), T("looks.label"), T("common.reason")], table)


def _what(row: Row, whose: bool) -> list[str]:
    said = row.get("label", "")
    file = row.get("file", "")
    label = said if not file or file == said else f"{said} · {file}" if said else file
    return ([kind_word(row["kind"], lang())] if whose else []) + [label]
