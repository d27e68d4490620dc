"""A signed protocol on the screen: what was decided, who has signed, its paper; a correction by a later decision."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.attestation import protocols
from core.attestation.protocols import paper
from core.attestation.protocols.reading import unsigned
from core.attestation.protocols.rules import NOSHOWS
from core.desk import Desk
from core.errors import Problem
from core.i18n import number
from core.ui.files import given
from core.ui.forms import asked, beside_fields, problems_of
from core.ui.hearing.deciding import proof_lines
from core.ui.hearing.look import pressed
from core.ui.hearing.typing import presented
from core.ui.messages import said, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import facts, safe, shown
from schemas.attestation import Protocol
from schemas.base import Lang

PAPERS: tuple[Lang, ...] = ("kk", "ru")


def signed(desk: Desk, p: Protocol) -> None:
    """All that a protocol says."""
    spoken = lang()
    mark = p.mark.label(spoken) if p.mark else number(p.score or 0, spoken)
    word = f" · {p.traditional.get(spoken)}" if p.traditional else ""
    st.markdown(f"### № {safe(p.number)}: {safe(mark)} · {safe(p.letter)}{safe(word)}")
    if p.corrects:
        st.info(safe(T("protocols.corrects", number=p.corrects.label.get(spoken))), icon=":material/edit_document:")
    presented(p.presented)
    names = {s.id: s.called for s in p.present}
    facts(
        [
            (T("protocols.row_starts"), p.starts),
            (T("protocols.row_ends"), p.ends),
            (T("protocols.checksum"), p.checksum),
        ]
    )
    st.markdown("  \n".join(f"{safe(names.get(m.seat, m.name))}: **{safe(number(m.score, spoken))}**" for m in p.marks))
    for n, q in enumerate(p.questions, 1):
        st.markdown(f"{n}. {safe(q.text)}" + (f" — {safe(q.by)}" if q.by else ""))
    for o in p.opinions:
        st.markdown(f":material/record_voice_over: {safe(o.by)}: {safe(o.text)}")
    if p.note:
        st.markdown(f":material/sticky_note_2: {safe(p.note)}")
    for flag in ("publication", "implementation"):
        if getattr(p, flag):
            st.markdown(f":material/check: {safe(T(f'protocols.row_{flag}'))}")
    if p.award:
        degree = p.degree.get(spoken) if p.degree else T("protocols.degree_unnamed")
        st.markdown(f":material/school: {safe(T('protocols.awards', degree=degree))}")
        st.markdown(f"**{safe(T('protocols.with_honours' if p.honours else 'protocols.without_honours'))}**")
        proof_lines(p.proof)
    _signatures(desk, p)
    with st.container(horizontal=True):
        for speech in PAPERS:
            given(T(f"protocols.paper_{speech}"), f"protocol-{p.number}-{speech}.pdf",
                  partial(paper.pdf, desk, p, speech), f"paper:{p.id}:{speech}", icon=":material/print:")  # fmt: skip


def _signatures(desk: Desk, p: Protocol) -> None:
    lines = []
    for s in p.signatures:
        how = T("protocols.signed_paper") if s.paper else shown(s.at)
        part = s.part.label(lang()) if s.part else T("protocols.entered")
        lines.append(f":material/draw: {safe(part)}: {safe(s.name)} — {safe(how)}")
    st.markdown("  \n".join(lines))
    missing = unsigned(p)
    if not missing:
        return
    st.warning(safe(T("protocols.missing", names=", ".join(s.called for s in missing))), icon=":material/draw:")
    mine = set(desk.actor.assigned.get("teacher", ()))
    with st.container(horizontal=True), shown_errors():
        if desk.may("grade_sheet.sign") and any(s.person and s.person.id in mine for s in missing):
            if why := pressed("protocols.countersign", "draw", "protocols.countersign_hint", p.id, "primary"):
                protocols.countersign(desk, p.id, why)
                done("protocols.signed", number=p.number)
        if desk.may("attestation.hear"):
            if why := pressed("protocols.vouch", "history_edu", "protocols.vouch_hint", p.id):
                protocols.vouch(desk, p.id, why)
                done("protocols.signed", number=p.number)


def corrected(desk: Desk, p: Protocol) -> None:
    """A later decision: what it comes to, on what paper; another protocol is made of it."""
    if not desk.may("attestation.edit"):
        return
    form = f"correct:{p.id}"
    with st.expander(T("protocols.correct"), icon=":material/edit_document:"):
        st.caption(T("protocols.correct_hint"))
        wrong = problems_of(form)
        words = {"": T("protocols.came"), **{code: m.label(lang()) for code, m in NOSHOWS.items()}}
        score = st.text_input(
            T("protocols.mark"), key=f"{form}:score", value=number(p.score, lang()) if p.score else ""
        )
        _wrong(wrong, "score")
        code = st.selectbox(T("protocols.row_noshow"), list(words), format_func=lambda v: words[v],
                            key=f"v:{form}:mark", index=list(words).index(p.mark.value if p.mark else ""))  # fmt: skip
        note = st.text_area(T("protocols.decision_note"), key=f"{form}:note", max_chars=1000)
        _wrong(wrong, "note")
        _wrong(wrong, "basis")
        why = asked(
            "protocols.correct", type="primary", name=p.id, hint="protocols.correct_why", act="protocol.correct"
        )
        if why is None:
            return
        with shown_errors(form), beside_fields(form, "protocols.correct", p.id):
            mark = NOSHOWS.get(code)
            made = protocols.correct(desk, p.id, p.revision, "" if mark else score, mark, note, why)
            done("protocols.signed", number=made.number)


def _wrong(problems: dict[str, list[Problem]], field: str) -> None:
    for p in problems.get(field, []):
        st.markdown(f":red[:material/error: {said(p)}]")


__all__ = ["corrected", "signed"]
