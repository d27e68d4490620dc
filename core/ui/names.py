"""Names on the screen: how many of each finding, the list to choose from, what is done with the chosen."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import jobs
from core.audit.words import field_word, kind_word
from core.db.store import Row
from core.desk import Desk, Why
from core.fields import describe
from core.i18n import LANGS, moment, t
from core.names import acts, reading, scan
from core.ui import jobs as jobs_shown
from core.ui.forms import asked
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, empty, go, lang, tell
from core.ui.style import safe
from core.ui.tables import computed, pager, plain_views
from core.ui.tables.canvas import table_drawn
from core.ui.tables.simple import heads, table_frame, table_height
from schemas.names import Finding, What


def state(desk: Desk) -> bool:
    """How fresh the list is and how many findings there are; a button for a whole look. False before the first one."""
    scan.freshen(desk.store)
    now = scan.state_of(desk.store)
    with st.container(horizontal=True, vertical_alignment="center"):
        if now is not None:
            st.caption(T("names.looked", at=moment(now["whole"], lang(), short=True)), width="content")
        if now is None or now.get("stale"):
            st.caption(f":orange[:material/info: {T('names.stale' if now else 'names.never')}]", width="content")
        with shown_errors():
            _whole(desk)
    if now is None:
        empty("names.never", "names.never_hint")
        return False
    st.markdown(" · ".join(f"{safe(w.label(lang()))}: **{n}**" for w, n in reading.counts(desk).items()))
    return True


def _whole(desk: Desk) -> None:
    if ended := jobs_shown.news(desk, "names.scan", anybody=True):
        jobs_shown.refused(ended)
    if jobs.newest(desk, "names.scan", anybody=True, unfinished=True):
        return
    if st.button(T("names.look"), icon=":material/refresh:", type="tertiary"):
        jobs_shown.begun("names.scan", jobs.begin(desk, "names.scan", {}, Why(T("names.look"))))
        st.rerun()


def chosen(desk: Desk) -> list[Row]:
    """The list with its filters; the rows that are ticked."""
    words = {w.value: w.label(lang()) for w in What}
    what: str | None = st.pills(
        T("names.what"), list(words), key="v:names.what", format_func=lambda w: words.get(w, w),
        label_visibility="collapsed",
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kinds = {c: kind_word(c, lang()) for c in reading.KINDS}
        kind = st.selectbox(
            T("names.kind"), list(kinds), index=None, key="v:names.kind", width=280,
            format_func=lambda c: kinds.get(c, c), placeholder=T("tables.any"),
        )  # fmt: skip
        text = st.text_input(T("names.find"), key="v:names.find", width=260) or ""
        plain_views(desk, "names", [f"v:names.{x}" for x in ("what", "kind", "find")])
    page = pager("names", (what, kind, text))
    rows = reading.listed(desk, what or "", kind or "", text, page)
    if not rows:
        empty("names.none", "names.none_hint")
        return []
    said = [{**r, "where": _where(r), "said": _said(r)} for r in rows]
    columns = _columns()
    found = table_drawn(
        table_frame(columns, said), hide_index=True, column_config=heads(columns), on_select="rerun",
        selection_mode="multi-row", key=f"rows:names:{hash(tuple(r['_id'] for r in rows))}", width="stretch",
        height=table_height(len(rows)),
    )  # fmt: skip
    _turn(page, len(rows))
    return [rows[n] for n in found.selection.rows if n < len(rows)]


def _turn(page: int, rows: int) -> None:
    if page or rows >= 50:
        from core.ui.tables.simple import _turn as turn

        with st.container(horizontal=True):
            st.button(T("common.previous"), key="prev:names", disabled=not page, on_click=turn, args=("names", -1))
            st.button(T("common.next"), key="next:names", disabled=rows < 50, on_click=turn, args=("names", 1))


def _columns() -> list[Any]:
    specs = {s.path: s for s in describe(Finding)}
    words = {key: [t(f"names.{key}", x) for x in LANGS] for key in ("where", "said")}
    made = {k: computed(k, w[0], w[1], w[2], "text") for k, w in words.items()}
    return [("name", specs["name"]), ("was", specs["was"]), ("proposal", specs["proposal"]), ("what", specs["what"]),
            made["where"], made["said"], ("number", specs["number"])]  # fmt: skip


def _where(row: Row) -> str:
    return f"{kind_word(row['kind'], lang())} · {field_word(row['kind'], row['path'], lang())}"


def _said(row: Row) -> str:
    return "; ".join(f"{w['word']}: {', '.join(w['letters'])}" for w in row["words"])


def mend(desk: Desk, rows: list[Row]) -> None:
    """What is done with the chosen: accept the proposals, put another value (for one), keep as it is."""
    if not rows:
        st.caption(T("names.choose"))
        return
    values = {r["_id"]: r["proposal"] for r in rows}
    with st.container(border=True):
        if len(rows) == 1:
            row = rows[0]
            st.markdown(f"**{safe(row['name'])}** · {safe(_where(row))}")
            values[row["_id"]] = st.text_input(T("names.value"), row["proposal"] or row["was"], key=f"v:{row['_id']}")
            _open(row)
        else:
            st.markdown(f"**{T('names.chosen', n=len(rows))}**")
        with st.container(horizontal=True):
            ready = {i: v for i, v in values.items() if (v or "").strip()}
            why = asked("names.accept", type="primary", icon=":material/done_all:", disabled=not ready)
            kept = asked("names.keep", icon=":material/lock:", hint="names.keep_hint",
                         disabled=not all(r["was"] for r in rows))  # fmt: skip
    if why:
        with shown_errors():
            _told(acts.accept(desk, ready, why))
    if kept:
        with shown_errors():
            acts.keep(desk, [r["_id"] for r in rows], kept)
            done("names.kept", n=len(rows))


def _open(row: Row) -> None:
    """A way to the record itself."""
    kind, of = row["kind"], row["of"]
    sort, _, code = of.partition("/")
    places: dict[str, tuple[str, dict[str, str]]] = {
        "students": ("pages/student.py", {"id": of}), "office": ("pages/institution.py", {}),
        "kinds": ("pages/kinds.py", {"sort": sort, "code": code}),
    }  # fmt: skip
    page, address = places.get(kind, ("pages/references.py", {"kind": kind, "id": of}))
    go(page, "names.open", key=f"go:{row['_id']}", **address)


def _told(found: acts.Done) -> None:
    if not found.refused:
        done("names.mended", n=found.mended)
    for name, why in found.refused:
        st.error(f"{safe(name)}: {safe(sentence(why))}", icon=":material/do_not_disturb_on:")
    tell("names.mended", n=found.mended)
