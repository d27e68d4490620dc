"""What the office does by itself on the screen: its table, its plans, what failed."""

from __future__ import annotations

import streamlit as st

from core import scheduler
from core.desk import Desk
from core.i18n import known
from core.scheduler import plans as acts
from core.ui import jobs as kit
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import shown as said
from core.ui.tables import plain_table
from schemas.planned import Planned

DAYS = 30


def shown(desk: Desk) -> None:
    """The scheduler's table, the plans that failed, and those of the next days."""
    st.subheader(T("scheduler.title"), anchor=False)
    st.caption(T("scheduler.hint"))
    with shown_errors():
        working, lines = scheduler.state(desk)
        if working:
            st.markdown(f":green[:material/check_circle: {T('scheduler.working')}]")
        else:
            st.markdown(f":red[:material/error: {T('scheduler.not_working')}]")
        _table(lines)
        _failed(desk)
        _coming(desk)


def _table(lines: list[scheduler.Line]) -> None:
    heads = [T(f"scheduler.{k}") for k in ("work", "when", "last", "did", "next", "trouble")]
    rows = []
    for line in lines:
        when = (
            T("scheduler.every", n=line.entry.seconds)
            if isinstance(line.entry, scheduler.Every)
            else T("scheduler.daily", at=line.entry.at)
        )
        trouble = f"{said(line.failed_at)}: {kit.error_words(line.error)}" if line.error else ""
        rows.append([T(f"scheduler.entry.{line.name}"), when, said(line.at), said(line.did), said(line.next), trouble])
    plain_table(heads, rows)


def _failed(desk: Desk) -> None:
    found = scheduler.failed(desk)
    if not found:
        return
    st.subheader(T("scheduler.failed"), anchor=False)
    _plans(found)
    if not desk.may("schedule.edit"):
        return
    labels = {p.id: f"{said(p.due)} · {p.subject.label.get(lang())}" for p in found}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        id = st.selectbox(T("scheduler.choose"), list(labels), format_func=labels.__getitem__, key="v:schedule.plan")
        if why := asked("scheduler.again", name=id, icon=":material/replay:"):
            with shown_errors():
                scheduler.again(desk, id, why)
                done("scheduler.again_said")
        if why := asked("scheduler.drop", name=id, icon=":material/event_busy:"):
            with shown_errors():
                acts.drop(desk, id, why)
                done("scheduler.dropped")


def _coming(desk: Desk) -> None:
    st.subheader(T("scheduler.coming", n=DAYS), anchor=False)
    found = scheduler.coming(desk, DAYS)
    if found:
        _plans(found)
    else:
        st.caption(T("scheduler.coming_none"))


def _plans(found: list[Planned]) -> None:
    heads = [T(f"scheduler.{k}") for k in ("due", "what_label", "subject", "basis", "trouble")]
    rows = []
    for p in found:
        basis = " ".join(str(v) for v in (p.basis.kind, p.basis.number, said(p.basis.day)) if v) if p.basis else "—"
        trouble = kit.error_words(p.trouble.model_dump()) if p.trouble else ""
        rows.append([said(p.due), _what(p.what), p.subject.label.get(lang()), basis, trouble])
    plain_table(heads, rows)


def _what(what: str) -> str:
    key = f"scheduler.what_{what.replace('.', '_')}"
    return T(key if known(key) else "scheduler.what_other")
