"""What may be done with a letter now: resolution, answer, passing on, more time, sending, filing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated

import streamlit as st
from pydantic import Field

from core import reports, requests
from core.desk import Desk
from core.fields import describe, described
from core.i18n import order_key
from core.references import labels
from core.ui.forms import asked, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.requests.said import attached, folder_choice, ready
from schemas.base import LANGS, Id, Model, Ref, Show
from schemas.letter import Dispatch, Instructed, Letter, LetterDirection, LetterState, Reply

OVER = (LetterState.answered, LetterState.closed, LetterState.withdrawn)
Step = Callable[[Desk, Letter], None]


class Whom(Model):
    """To whom a letter is given, as it is chosen."""

    responsible: Annotated[Ref | None, Show("Жауапты", "Ответственный", "Responsible", to="users")] = None


class Until(Model):
    """Another deadline, as it is typed."""

    until: Annotated[date | None, Show("Жаңа мерзім", "Новый срок", "New deadline")] = None


class Sheets(Model):
    """Where in a file a letter lies, as it is typed."""

    sheets: Annotated[
        str, Field(max_length=60), Show("Парақтары (мысалы, 12–15)", "Листы (например, 12–15)", "Sheets (12–15 say)")
    ] = ""  # fmt: skip


def draw(desk: Desk, kept: Letter) -> None:
    """Each step that stands open to this user, the nearest one first."""
    steps = open_steps(desk, kept)
    for n, (name, icon, step) in enumerate(steps):
        with st.expander(T(f"requests.step_{name}"), icon=f":material/{icon}:", expanded=n == 0):
            step(desk, kept)
    if kept.status not in OVER and kept.direction is not LetterDirection.outgoing and desk.may("letter.resolve"):
        if kept.status is not LetterState.ready:
            _withdraw(desk, kept)


def open_steps(desk: Desk, kept: Letter) -> list[tuple[str, str, Step]]:
    """(name, icon, what draws it)."""
    found: list[tuple[str, str, Step]] = []
    outgoing, gives = kept.direction is LetterDirection.outgoing, desk.may("letter.resolve")
    reads = desk.may("letter.read")  # who may not has only letters that are his own
    mine = kept.responsible is not None and (kept.responsible.id == desk.actor.id or not reads)
    works = not outgoing and kept.status not in OVER
    if works and gives and not kept.responsible:
        found.append(("resolve", "draw", _resolve))
    if works and (mine or gives) and kept.status is not LetterState.ready:
        found.append(("answer", "reply", _answer))
    if works and gives and kept.responsible:
        found.append(("resolve", "draw", _resolve))
    if works and kept.responsible and (mine or gives):
        found.append(("move", "person_edit", _move))
    if works and gives and kept.due:
        found.append(("extend", "event_repeat", _extend))
    if kept.direction is not LetterDirection.incoming and kept.status is not LetterState.closed:
        if desk.may("letter.send") and (outgoing or kept.answers):
            found.append(("send", "send", _send))
    done_ = kept.status in (LetterState.answered, LetterState.withdrawn, LetterState.sent)
    if desk.may("letter.close") and kept.status is not LetterState.closed and (done_ or not outgoing and not kept.due):
        found.insert(0 if done_ else len(found), ("close", "inventory_2", _close))
    return found


def _resolve(desk: Desk, kept: Letter) -> None:
    key = f"letter:resolve:{kept.id}"
    first = {"responsible": kept.responsible.model_dump()} if kept.responsible else {}
    specs = [described(Instructed, "text"), *describe(Whom)]
    filled = form(desk, specs, key, first, T("requests.step_resolve"), revision=kept.revision)
    if filled:
        with shown_errors(key):
            to = (filled.values["responsible"] or {}).get("id")
            requests.resolve(desk, kept.id, filled.revision, filled.values["text"] or "", to, filled.why)
            done("requests.resolved")


def _answer(desk: Desk, kept: Letter) -> None:
    key = f"letter:answer:{kept.id}"
    turn = st.session_state.get(f"{key}!n", 0)
    st.caption(T("requests.answer_hint"))
    folder = folder_choice(desk, f"v:{key}:folder:{turn}", T("requests.answer_folder"), kept.folder.id)
    names = {x: T(f"common.lang.{x}") for x in LANGS}
    spoken = st.segmented_control(T("requests.answer_lang"), list(names), default=lang(), required=True,
                                  key=f"v:{key}:lang:{turn}", format_func=names.__getitem__)  # fmt: skip
    report = _report(desk, f"v:{key}:report:{turn}")
    held = attached(desk, f"{key}:file:{turn}")
    filled = form(desk, [described(Reply, "text")], key, {}, T("requests.step_answer"), revision=kept.revision)
    if filled:
        with shown_errors(key):
            text = filled.values["text"] or ""
            requests.answer(desk, kept.id, filled.revision, folder, text, ready(desk, held), filled.why, spoken or "kk",
                            report)  # fmt: skip
            done("requests.answer_made")


def _report(desk: Desk, key: str) -> Id:
    """The saved report an answer was made by, where there is one."""
    found = {r.id: r.name.get(lang()) for r in reports.listed(desk)} if desk.may("report.read") else {}
    if not found:
        return ""
    return st.selectbox(T("requests.report"), list(found), index=None, key=key, format_func=found.__getitem__,
                        placeholder=T("requests.no_report")) or ""  # fmt: skip


def _move(desk: Desk, kept: Letter) -> None:
    people = {i: x.get(lang()) for i, x in labels(desk, "users", {"active": True}).items()}
    people = dict(sorted(people.items(), key=lambda p: order_key(p[1])))
    to = st.selectbox(T("requests.move_to"), list(people), index=None, key=f"v:letter:move:{kept.id}:{kept.revision}",
                      format_func=people.__getitem__, placeholder=T("requests.choose_person"))  # fmt: skip
    if why := asked("requests.step_move", icon=":material/person_edit:", name=kept.id, act="letter.move"):
        with shown_errors():
            requests.move(desk, kept.id, kept.revision, to, why)
            done("requests.moved")


def _extend(desk: Desk, kept: Letter) -> None:
    key = f"letter:extend:{kept.id}"
    filled = form(desk, describe(Until), key, {}, T("requests.step_extend"), "required", kept.revision,
                  act="letter.extend")  # fmt: skip
    if filled:
        with shown_errors(key):
            until = filled.values["until"]
            day = date.fromisoformat(until) if until else None
            requests.extend(desk, kept.id, filled.revision, day, filled.why)
            done("requests.extended")


def _send(desk: Desk, kept: Letter) -> None:
    key = f"letter:send:{kept.id}"
    st.caption(T("requests.send_hint"))
    words = T("requests.send_what", number=kept.number, n=len(kept.files))
    to = ", ".join(x for x in (kept.correspondent.label.get(lang()) if kept.correspondent else "",
                               kept.unit.label.get(lang()) if kept.unit else "", kept.person) if x)  # fmt: skip
    specs = [described(Dispatch, n) for n in ("what", "to", "way", "mark")]
    filled = form(desk, specs, key, {"what": words, "to": to, "way": "edoc"}, T("requests.step_send"),
                  revision=kept.revision)  # fmt: skip
    if filled:
        with shown_errors(key):
            requests.send(desk, kept.id, filled.revision, filled.values, filled.why)
            done("requests.was_sent")


def _close(desk: Desk, kept: Letter) -> None:
    key = f"letter:close:{kept.id}"
    folder = folder_choice(desk, f"v:{key}:folder", T("requests.file_into"), kept.folder.id)
    filled = form(desk, describe(Sheets), key, {}, T("requests.step_close"), revision=kept.revision)
    if filled:
        with shown_errors(key):
            requests.close(desk, kept.id, filled.revision, folder, filled.values["sheets"] or "", filled.why)
            done("requests.was_closed")


def _withdraw(desk: Desk, kept: Letter) -> None:
    if why := asked("requests.step_withdraw", icon=":material/block:", name=kept.id, hint="requests.withdraw_hint",
                    act="letter.withdraw"):  # fmt: skip
        with shown_errors():
            requests.withdraw(desk, kept.id, kept.revision, why)
            done("requests.was_withdrawn")


__all__ = ["draw", "open_steps"]
