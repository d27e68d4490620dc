"""One paper: its life as a line of steps, what may be done next, its picture and files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from core import approvals, transcripts
from core.desk import Desk
from core.errors import OfficeError
from core.fields import form_fields
from core.papers import acts, life, reading, trial, typeset
from core.pdf.picture import pictures
from core.ui.files import addressee, given
from core.ui.forms import asked, flat, form
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, lang
from core.ui.signing import beside
from core.ui.style import facts, safe, shown
from schemas.base import Id
from schemas.paper import Paper, PaperState, Receiver, Requested, Step, StepKind
from schemas.transcript import Transcript

LINE = (StepKind.requested, StepKind.made, StepKind.checked, StepKind.signed, StepKind.handed)
ICONS = {
    StepKind.requested: "front_hand", StepKind.made: "description", StepKind.agreed: "thumb_up",
    StepKind.declined: "thumb_down", StepKind.checked: "fact_check", StepKind.signed: "signature",
    StepKind.handed: "outbox", StepKind.copied: "content_copy", StepKind.cancelled: "cancel",
    StepKind.reblanked: "confirmation_number",
}  # fmt: skip


def steps(paper: Paper | Transcript) -> None:
    """What was done, by whom and when; then, quietly, what is still to come."""
    coming = [] if paper.state is PaperState.cancelled else _coming(paper)
    with st.container(horizontal=True, gap="medium", key="paper-way"):
        for step in paper.steps:
            _step(step)
        for kind in coming:
            with st.container(width=150):
                st.markdown(
                    f":gray[:material/{ICONS[kind]}: {safe(kind.label(lang()))}  \n:small[{T('papers.waits')}]]"
                )


def _coming(paper: Paper | Transcript) -> list[StepKind]:
    been = {s.state for s in paper.steps}
    last = max((LINE.index(s.state) for s in paper.steps if s.state in LINE), default=0)
    return [k for n, k in enumerate(LINE) if n > last and k not in been]


def _step(step: Step) -> None:
    colour = "red" if step.state in (StepKind.cancelled, StepKind.declined) else "green"
    said = f":{colour}[:material/{ICONS[step.state]}:] **{safe(step.state.label(lang()))}**"
    lines = [said, f":small[{safe(step.by.name)}]", f":small[:gray[{safe(shown(step.at))}]]"]
    if step.note:
        lines.append(f":small[{safe(step.note)}]")
    with st.container(width=180):
        st.markdown("  \n".join(lines))


def about(desk: Desk, paper: Paper | Transcript) -> None:
    """The paper's own facts."""
    late = paper.deadline and paper.deadline < desk.today() and paper.state in reading.OPEN
    deadline = f"{shown(paper.deadline)} · {T('papers.late')}" if late else shown(paper.deadline)
    found = [
        (T("papers.col_holder"), _holder(paper)),
        (T("papers.col_number"), paper.number or T("papers.no_number")), (T("papers.col_day"), shown(paper.day)),
        (T("papers.col_deadline"), deadline), (T("papers.check_code"), paper.code or "—"),
        (T("papers.hash"), paper.file_hash[:16] + "…" if paper.file_hash else "—"),
    ]  # fmt: skip
    if isinstance(paper, Paper):
        found += _own(paper)
    if paper.handed:
        parts = (paper.handed.name, paper.handed.document, paper.handed.proxy, shown(paper.handed.day))
        found.append((T("papers.handed_to"), " · ".join(p for p in parts if p)))
    facts(found, 3)


def _holder(paper: Paper | Transcript) -> str:
    """Who holds it, with his number, or that he was entered from the archive."""
    number = paper.student_number if paper.student.id else T("papers.from_archive")
    return f"{paper.student.label.get(lang())} · {number}"


def _own(paper: Paper) -> list[tuple[str, str]]:
    """What it was asked on and for, where its facts lie, on which blank it stands; nothing that is empty."""
    labels = {s.path: s.label(lang()) for s in form_fields(Requested)}
    found = [(labels["purpose"], paper.purpose)]
    day = shown(paper.applied_on) if paper.applied_on else ""
    found.append((labels["application"], " · ".join(x for x in (paper.application, day) if x)))
    if (at := paper.archive) and at.case:
        place = {"fund": at.fund, "inventory": at.inventory, "case": at.case, "sheets": at.sheets}
        found.append((T("papers.place"), T("papers.place_of", **place)))
    if paper.blank:
        out = f" ({T('papers.blanks_spoiled', numbers=', '.join(b.label.kk for b in paper.spoiled))})"
        found.append((T("papers.blank"), paper.blank.label.kk + (out if paper.spoiled else "")))
    return [(label, value) for label, value in found if value]


def next_act(desk: Desk, paper: Paper | Transcript) -> None:
    """The act that carries the paper on, for who may do it; a refusal stays on the screen."""
    model: Any = type(paper)
    if paper.agreed is False:
        st.warning(T("papers.declined"), icon=":material/thumb_down:")
    elif paper.approval and paper.agreed is None and paper.state is PaperState.made:
        st.info(T("papers.waiting_approval", who=_waits_for(desk, paper)), icon=":material/approval:")
    for act in reading.next_acts(desk, paper):
        if act == "hand":
            _hand(desk, paper)
            continue
        first = act == reading.next_acts(desk, paper)[0]
        why = asked(
            f"papers.{act}", "optional", "primary" if first else "secondary", name=paper.id, hint=f"papers.{act}_hint",
            act=f"paper.{act}",
        )  # fmt: skip
        if why:
            with shown_errors():
                if act == "make":
                    made = acts.make(desk, paper.id, paper.revision, why)
                    done("papers.made", number=made.number)
                moved = life.check if act == "check" else life.sign
                moved(desk, model, paper.id, paper.revision, why)
                done("papers.checked" if act == "check" else "papers.signed")


def _waits_for(desk: Desk, paper: Paper | Transcript) -> str:
    """Whose decision the paper's approval waits for."""
    approval = next((a for a in approvals.of_subject(desk, paper.id) if a.id == paper.approval), None)
    if approval is None or approval.at is None:
        return ""
    step = approval.steps[approval.at]
    return safe(step.user.label.get(lang()) if step.user else step.role.label(lang()))


def _hand(desk: Desk, paper: Paper | Transcript) -> None:
    model: Any = type(paper)
    with st.popover(T("papers.hand"), type="primary", icon=":material/outbox:", width="content"):
        specs = form_fields(Receiver)
        first = {"name": paper.student.label.get(lang()), "day": desk.today()}
        key = f"hand:{paper.id}"
        sent = form(desk, specs, key, flat(specs, first), T("papers.hand"), revision=paper.revision)
        if sent:
            with shown_errors(key):
                life.hand(desk, model, paper.id, sent.revision, sent.values, sent.why)
                done("papers.handed")


def rest(desk: Desk, paper: Paper | Transcript) -> None:
    """A copy and the end of its force, for who may."""
    right = "transcript.reprint" if isinstance(paper, Transcript) else "paper.reprint"
    model: Any = type(paper)
    if desk.may(right) and paper.state not in (PaperState.requested, PaperState.cancelled):
        if again := asked("papers.reprint", name=paper.id, hint="papers.reprint_hint", act=right):
            with shown_errors():
                copy = life.reprint(desk, model, paper.id, again)
                done("papers.reprinted", n=len(copy.copies))
    if isinstance(paper, Paper) and paper.blank and paper.state in (PaperState.made, PaperState.signed):
        _blank(desk, paper)
    if desk.may("paper.cancel") and paper.state is not PaperState.cancelled:
        if why := asked("papers.cancel", name=paper.id, hint="papers.cancel_hint", act="paper.cancel"):
            with shown_errors():
                life.cancel(desk, model, paper.id, paper.revision, why)
                done("papers.cancelled")


def _blank(desk: Desk, paper: Paper) -> None:
    """Another blank, once the first is written down as spoiled or lost."""
    if not desk.may("paper.make") or not reading.blank_out(desk, paper):
        return
    if why := asked("papers.blank_another", "optional", name=paper.id, hint="papers.blank_another_hint"):
        with shown_errors():
            taken = life.another_blank(desk, paper.id, paper.revision, why)
            done("papers.blank_taken", number=taken.blank.label.kk if taken.blank else "")


def files(desk: Desk, paper: Paper | Transcript) -> None:
    """The file as it was made and its copies; each way out is written down at the click."""
    if not paper.number or not st.toggle(T("papers.files"), key=f"files:{paper.id}"):
        return
    read = transcripts.file_of if isinstance(paper, Transcript) else reading.file_of
    sort = typeset.sort_of(desk.store, paper)
    to = addressee(paper.id, paper.student.label.get(lang()))
    with st.container(horizontal=True):
        for n in range(len(paper.copies) + 1):
            label = T("papers.original") if n == 0 else T("papers.copy_no", n=n)
            kind = "transcript" if isinstance(paper, Transcript) else paper.code_of_kind
            name = f"{kind}-{paper.number}{f'-copy-{n}' if n else ''}.pdf"
            make = partial(_read, read, desk, paper.id, n)
            given(safe(label), name, make, f"file:{paper.id}:{n}", to=to, icon=":material/print:")
    beside(desk, *((sort, hash) for hash in (paper.file_hash, *(c.file_hash for c in paper.copies))))


def _read(read: Callable[[Desk, Id, int], tuple[str, bytes]], desk: Desk, id: Id, copy: int) -> bytes:
    return read(desk, id, copy)[1]


def picture(desk: Desk, paper: Paper | Transcript) -> None:
    """How the paper looks: as it is frozen, or, while it is only requested, as it would be made now."""
    if not st.toggle(T("papers.preview"), key=f"seen:{paper.id}", value=isinstance(paper, Paper)):
        return
    try:
        # What is hidden differs from role to role: a picture made for one is never shown to another.
        pages = _pages(paper.id, paper.revision, lang(), f"{desk.today()}:{desk.actor.role.value}", desk, paper)
    except OfficeError as e:
        st.warning(safe(sentence(e)), icon=":material/warning:")
        return
    if paper.state is PaperState.requested:
        st.caption(T("papers.preview_before"))
    for page in pages:
        with st.container(border=True, width=760):
            st.image(page, width="stretch")


@st.cache_data(max_entries=40, show_spinner=False)
def _pages(id: str, revision: int, spoken: str, day: str, _desk: Desk, _paper: Paper | Transcript) -> list[bytes]:
    return pictures(trial.seen(_desk, _paper))


__all__ = ["about", "files", "next_act", "picture", "rest", "steps"]
