"""Who looked, on the screen: an opening is written down once, not at every click; lines as a table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import looks
from core.audit.words import kind_word
from core.db.store import Row
from core.desk import Desk
from core.i18n import known, moment
from core.registry import REFERENCES
from core.ui import menu
from core.ui.page import T, lang
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.words import Role


def opened(desk: Desk, page: str, kind: str, id: Id, label: str, student: Id = "") -> None:
    """Write down that a record's page was opened: once, while it stays on the screen from one drawing to the next."""
    run, mark = st.session_state["_run"], (desk.actor.id, page, kind, id)
    last, before = st.session_state.get("_opened", (None, 0))
    if last != mark or before < run - 1:
        looks.note(desk, page, kind, id, label, "open", student=student)
    st.session_state["_opened"] = (mark, run)


def page_word(page: str) -> str:
    """What a page is called in the menu; a list that was exported: what it lists."""
    return T(f"menu.{page}") if known(f"menu.{page}") else kind_word(page, lang())


def pages() -> list[str]:
    """Everything that lines name as a page: the pages of the menu, and the lists on the page of references."""
    return [item.file for item in menu.MENU if item.path.exists()] + [m.collection for m in REFERENCES]


def looks_table(rows: Sequence[Row], whose: bool = False) -> None:
    """Lines as people read them; `whose`: with the record, where it is not clear from the page."""
    roles = {r.value: r.label(lang()) for r in Role}
    heads = ["common.when", "common.who", "students.role", "looks.did", "looks.label", "looks.to", "looks.page"]
    table = [
        [
            moment(r["at"], lang(), short=True), r["name"], roles.get(r["role"], r["role"]),
            T(f"looks.did_{r['did']}"), _what(r), r.get("to", ""), page_word(r["page"]),
            *([kind_word(r["kind"], lang())] if whose else []), r.get("reason", ""),
        ]
        for r in rows
    ]  # fmt: skip
    plain_table([T(h) for h in (*heads, *(["looks.kind"] if whose else []), "common.reason")], table,
                widths=(130, 150, 150, 100, 255, 190))  # fmt: skip


def _what(row: Row) -> str:
    said: str = row.get("label", "")
    file: str = row.get("file", "")
    return said if not file or file == said else f"{said} · {file}" if said else file
