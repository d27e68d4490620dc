"""What the marks come to, honours with their proof, and the press that signs the protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from core.attestation import protocols
from core.attestation.protocols import Hearing, drafts
from core.attestation.protocols.reading import Typing
from core.desk import Desk
from core.errors import OfficeError, Problems
from core.i18n import number, t
from core.ui.hearing.look import pressed
from core.ui.messages import plainly, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe
from schemas.attestation import Proof, Slot
from schemas.base import Id


def remember(sitting: Id, candidacy: Id, seen: str) -> None:
    """What this drawing shows of others' typing: signing stands on that."""
    st.session_state[f"seen:{drafts.place_of(sitting, candidacy)}"] = seen


def before_drawing(sitting: Id, candidacy: Id) -> None:
    """A press that draws the whole page stands on what the page had shown, not on what is drawn now."""
    place = drafts.place_of(sitting, candidacy)
    st.session_state[f"before:{place}"] = st.session_state.get(f"seen:{place}")


def outcome(desk: Desk, hearing: Hearing, slot: Slot, now: Typing, keep: Callable[..., Any]) -> None:
    """The commission's mark with its letter so far; degree and honours where the study is done by it."""
    if now.written is None or now.judged is None:
        return
    spoken, found, said = lang(), now.judged, now.written
    word = found.traditional.get(spoken) if found.traditional else ""
    mark = said.mark.label(spoken) if said.mark else number(said.score or 0, spoken)
    st.markdown(f"### {safe(mark)} · {safe(found.letter)}{safe(f' · {word}' if word else '')}")
    if not now.award.given:
        return
    degree = now.award.degree.get(spoken) if now.award.degree else T("protocols.degree_unnamed")
    st.markdown(f":material/school: {safe(T('protocols.awards', degree=degree))}")
    key = "honours_proposed" if now.award.honours else "honours_not"
    st.markdown(f":material/workspace_premium: **{safe(T(f'protocols.{key}'))}**")
    proof_lines(now.award.proof)
    if now.award.honours:
        flag = f"v:plain:{hearing.sitting.id}:{slot.candidacy}"
        if flag not in st.session_state:
            st.session_state[flag] = bool(now.text("plain", drafts.VALUE))
        st.toggle(T("protocols.row_plain"), key=flag, on_change=keep, args=(desk, hearing, slot, "plain", flag),
                  help=T("protocols.plain_hint"))  # fmt: skip


def proof_lines(proof: Sequence[Proof]) -> None:
    """Every condition of honours, kept or not, with its figures."""
    for one in proof:
        icon = ":green[:material/check:]" if one.kept else ":red[:material/close:]"
        st.markdown(f"{icon} {safe(t(one.key, lang(), **one.values))}")


def signing(desk: Desk, hearing: Hearing, slot: Slot, names: Mapping[str, str]) -> None:
    """The button that signs; what is wrong stands under it, each by its place."""
    st.fragment(_signing)(desk, hearing, slot, names)


def _signing(desk: Desk, hearing: Hearing, slot: Slot, names: Mapping[str, str]) -> None:
    place = drafts.place_of(hearing.sitting.id, slot.candidacy)
    seen = st.session_state.pop(f"before:{place}", None) or st.session_state.get(f"seen:{place}") or ""
    paper = st.toggle(
        T("protocols.on_paper"), value=True, key=f"paper:{slot.candidacy}", help=T("protocols.paper_hint")
    )
    why = pressed("protocols.sign", "draw", "protocols.sign_hint", slot.candidacy, "primary")
    if why is None:
        return
    with shown_errors():
        try:
            made = protocols.sign(desk, hearing.sitting.id, slot.candidacy, seen, why, paper)
        except Problems as e:
            for p in e.problems:
                row = p.field.partition(".")[0]
                st.error(f"{safe(names.get(row, ''))}: {safe(plainly(p))}", icon=":material/error:")
            return
        except OfficeError:
            raise
        done("protocols.signed", number=made.number)


__all__ = ["before_drawing", "outcome", "proof_lines", "remember", "signing"]
