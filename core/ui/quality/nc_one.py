"""One nonconformity: where it stands, what shows it, why it came, what was done, what may be done now."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.desk import Desk
from core.fields import described
from core.quality import nonconformities, papers
from core.quality.nonconformities.acts import BEFORE_DONE, may_attach
from core.quality.reading import process
from core.ui.files import given, offered
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, go, lang
from core.ui.quality import nc_steps
from core.ui.style import badge, facts, safe, shown
from schemas.base import Id, Ref
from schemas.quality import CorrectiveAction, Nonconformity, NonconformitySource, NonconformityState

State = NonconformityState
COLOURS: dict[State, Any] = {
    State.proposed: "gray", State.opened: "orange", State.analysed: "orange", State.planned: "orange",
    State.done: "blue", State.closed: "green", State.declined: "gray",
}  # fmt: skip
WAY = (State.proposed, State.opened, State.analysed, State.planned, State.done, State.closed)


def screen(desk: Desk, id: Id) -> None:
    """The record; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, nonconformities.get(desk, id))


def _draw(desk: Desk, kept: Nonconformity) -> None:
    opened(desk, "nonconformity", kept.collection, kept.id, kept.number)
    late = nonconformities.late({"status": kept.status, "due": kept.due and kept.due.isoformat()}, desk.today())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(safe(T("quality.nonconformity_n", number=kept.number)), anchor=False, width="content")
        badge(kept.status, COLOURS[kept.status])
        if late:
            st.badge(T("quality.late_n", n=late), color="red", icon=":material/timer_off:")
    _way(kept)
    st.markdown(safe(kept.text))
    _facts(kept)
    _ways(kept)
    if kept.refusal:
        st.info(safe(kept.refusal), icon=":material/block:")
    _evidence(desk, kept)
    if kept.correction or kept.causes:
        _cause(kept)
    for n, action in enumerate(kept.actions, 1):
        _action(n, action)
    nc_steps.now(desk, kept)
    with st.container(horizontal=True):
        name = f"{T('quality.nonconformity_file')} {kept.number}.pdf"
        given(T("quality.pdf_form"), name, lambda: papers.nonconformity(desk, kept.id, lang()), f"nc-pdf:{kept.id}")
    if kept.status not in (State.closed, State.declined) and may_attach(desk, kept):
        nc_steps.attach(desk, kept)
    if kept.status in BEFORE_DONE:
        nc_steps.edit(desk, kept)


def _way(kept: Nonconformity) -> None:
    """The steps of its way: what is behind, where it stands, what is ahead; told by signs, not by colour."""
    if kept.status is State.declined:
        return
    at = WAY.index(kept.status)
    said = []
    for n, state in enumerate(WAY):
        sign = "✓" if n < at or kept.status is State.closed else "●" if n == at else "○"
        word = f"{sign} {safe(state.label(lang()))}"
        said.append(f"**{word}**" if n == at else f":gray[{word}]")
    st.markdown(" → ".join(said))


def _facts(kept: Nonconformity) -> None:
    def word(name: str) -> tuple[str, str]:
        value = getattr(kept, name)
        return described(Nonconformity, name).label(lang()), shown(value.label if isinstance(value, Ref) else value)

    names = ("on", "source", "source_ref", "weight", "author", "unit", "standard", "responsible", "due", "first_due",
             "done_on", "closed_on", "closed_by")  # fmt: skip
    found = [word(n) for n in names if getattr(kept, n)]
    if kept.process:
        found.insert(3, (described(Nonconformity, "process").label(lang()), process(kept.process, lang())))
    facts(found, columns=4)
    if kept.requirement:
        st.caption(described(Nonconformity, "requirement").label(lang()))
        st.markdown(safe(kept.requirement))


def _ways(kept: Nonconformity) -> None:
    """To what it was found in, where that is a page."""
    if kept.source_ref is None:
        return
    if kept.source is NonconformitySource.indicator:
        go("pages/indicators.py", "quality.to_indicator", code=kept.source_ref.id)
    elif kept.source_kind == "internal_audits":
        go("pages/internal_audit.py", "quality.to_audit", id=kept.source_ref.id)


def _evidence(desk: Desk, kept: Nonconformity) -> None:
    for n, row in enumerate(kept.evidence):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            who = f"{row.by.label.get(lang()) if row.by else ''}, {shown(row.on)}"
            st.markdown(f":gray[:small[{safe(T('quality.evidence'))} · {safe(who)}]]  \n{safe(row.text)}")
            if row.file:
                offered(desk, row.file, f"evidence:{kept.id}:{n}", "nonconformity", kept.collection, kept.id,
                        kept.number, words=row.file.label.kk)  # fmt: skip


def _cause(kept: Nonconformity) -> None:
    with st.container(border=True):
        if kept.correction:
            st.caption(described(Nonconformity, "correction").label(lang()))
            st.markdown(safe(kept.correction))
        if kept.causes:
            st.caption(T("quality.causes"))
            lines = [f"{n}\\. {safe(c.text)}" for n, c in enumerate(kept.causes, 1)]
            lines[-1] = f"**{lines[-1]}** — {safe(T('quality.root'))}"
            st.markdown("  \n".join(lines))


def _action(n: int, action: CorrectiveAction) -> None:
    specs = {s.path: s for s in described(Nonconformity, "actions").items}
    with st.container(border=True):
        st.markdown(f"**{safe(T('quality.action_n', n=n))}** · {safe(action.what)}")
        told = [(specs[p].label(lang()), shown(v.label if isinstance(v, Ref) else v))
                for p in ("responsible", "due", "done_on", "done_note") if (v := getattr(action, p))]  # fmt: skip
        facts(told, columns=4)
        if action.check:
            key = "quality.effective_by" if action.check.effective else "quality.not_effective_by"
            said = T(key, name=action.check.by.label, day=action.check.at)
            st.markdown(f"{'▲' if action.check.effective else '▼'} {safe(said)}: {safe(action.check.note)}")
