"""The trail: who did what, old and new values, and whether everything is whole (clauses 13, 36 and 38)."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.audit import trail, words
from core.registry import MODELS
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, empty, enter, lang, title
from core.ui.style import facts, shown
from core.ui.tables import computed, pager, picked, plain_table, plain_views
from core.ui.verification import verification

desk = enter("audit.read", "entry")
title("audit.title", "audit.hint")
COLUMNS = [
    computed("at", "Қашан", "Когда", "When", "moment"), computed("who", "Кім", "Кто", "Who", "text"),
    computed("what", "Әрекет", "Действие", "Act", "text"), computed("kind", "Түрі", "Вид", "Kind", "text"),
    computed("label", "Жазба", "Запись", "Record", "text"),
    computed("reason", "Себебі", "Причина", "Reason", "text"),
]  # fmt: skip
VIEWED = [f"audit.{x}" for x in ("document", "text", "start", "end")]
VIEWED += [f"v:audit.{x}" for x in ("who", "action_label", "kind_label")]


def choice(key: str, options: list[str], name: Callable[[str], str | None], width: int) -> str:
    """A filter of known words; '' for any."""
    any_ = T("common.all")
    return st.selectbox(
        T(key), ["", *options], key=f"v:{key}", width=width, format_func=lambda v: name(v) if v else any_
    )


def typed(key: str) -> str:
    """A filter typed by hand, with a hint beside it."""
    return st.text_input(T(key), key=key, width=220, help=T(f"{key}_hint"))


def action_word(action: str) -> str:
    return words.action_word(action, lang())


def kind_word(kind: str) -> str:
    return words.kind_word(kind, lang())


with st.container(horizontal=True, vertical_alignment="bottom"):
    people = trail.people(desk)
    asked = trail.Asked(
        document=typed("audit.document"),
        text=typed("audit.text"),
        who=choice("audit.who", list(people), people.get, 220),
        action=choice("audit.action_label", trail.actions(desk), action_word, 240),
        kind=choice("audit.kind_label", [m.collection for m in MODELS], kind_word, 180),
        start=st.date_input(T("audit.start"), None, key="audit.start", format="DD.MM.YYYY", width=150),
        end=st.date_input(T("audit.end"), None, key="audit.end", format="DD.MM.YYYY", width=150),
    )
    plain_views(desk, "audit", VIEWED)

page = pager("audit", asked)
rows = trail.history(desk, asked, page)
chosen = None
if rows:
    st.caption(T("common.found", n=trail.count(desk, asked)))
    chosen = picked("audit.list", COLUMNS, [{
        "_id": r["_id"], "at": r["at"], "who": r["actor"]["name"], "what": action_word(r["action"]),
        "kind": kind_word(r["subject"]["kind"]), "label": r["subject"]["label"], "reason": r["reason"],
    } for r in rows], page)  # fmt: skip
else:
    empty("audit.none", "audit.none_hint")

if chosen or (chosen := st.query_params.get("entry")):
    with st.container(border=True), shown_errors():
        st.query_params["entry"] = chosen
        entry = trail.entry(desk, chosen)
        opened(desk, "audit", "audit_events", chosen, f"{entry['subject']['label']} · {entry['seq']}")
        basis = entry["basis"] or {}
        facts([
            (T("audit.who"), entry["actor"]["name"]), (T("audit.when"), shown(entry["at"])),
            (T("audit.action_label"), action_word(entry["action"])),
            (kind_word(entry["subject"]["kind"]), entry["subject"]["label"]),
            (T("audit.reason"), entry["reason"]), (T("audit.seq"), str(entry["seq"])),
            (T("audit.basis"), " ".join(str(v) for v in basis.values() if v)),
            (T("audit.command"), entry["command"]),
        ], columns=4)  # fmt: skip
        heads = [T(f"audit.{k}") for k in ("kind_label", "field", "was", "now")]
        plain_table(heads, words.lines(entry, lang()))
        if entry["pages"]:
            st.caption(T("audit.shown_part", n=len(entry["changes"])))

if desk.may("audit.verify"):
    verification(desk)
