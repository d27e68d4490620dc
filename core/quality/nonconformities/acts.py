"""What is done with a nonconformity before and beside its corrective action: reported, opened, declined, evidenced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import files, notices, tasks
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.files import Ready
from core.quality.hands import CHECK, EDIT, REPORT, does, me, must_do, must_keep
from core.quality.nonconformities.proposing import DECIDE, DO, PAGE, enter
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.quality import Evidence, Nonconformity, NonconformityState

State = NonconformityState
BEFORE_DONE = (State.opened, State.analysed, State.planned)
FACTS = ("on", "text", "source", "weight", "process", "unit", "standard", "requirement", "responsible", "due")
REPORTED = ("on", "text", "source", "process", "unit", "requirement")
File = tuple[str, bytes] | None


def report(desk: Desk, values: Mapping[str, Any], shown: str, why: Why, file: File = None) -> Nonconformity:
    """Say that something is not as it is required: any employee; whoever keeps nonconformities opens or declines it.

    values: of REPORTED. shown: the evidence in words, file: name and bytes of what shows it. Raises Problems beside
    the fields (a day ahead, nothing said), RuleBroken `files.<reason>`.
    """
    given = {k: v for k, v in values.items() if k in REPORTED and v not in (None, "")}
    brought = files.ready(desk, *file) if file else None

    def work(tx: Tx) -> Nonconformity:
        made = enter(tx, {"on": tx.today, "author": me(tx), **given})
        _not_ahead(tx, made.on)
        if shown.strip() or brought:
            made.evidence.append(_evidence(tx, made, shown, brought))
        return made

    asked = [plain(given), shown, brought.laid.hash if brought else ""]
    return desk.transact("nonconformity.report", work, why, right=REPORT, given=asked)


def open_(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Nonconformity:
    """Open a proposed one: what is violated, who answers, by when. Raises Problems, Forbidden for another's."""

    def work(tx: Tx) -> Nonconformity:
        kept = _in(tx, id, revision, (State.proposed,))
        new = _filled(tx, kept, values)
        new.status = State.opened
        tasks.close(tx, id, DECIDE)
        ask(tx, new)
        return tx.save(new)

    return desk.transact("nonconformity.open", work, why, right=EDIT, given=[id, revision, plain(dict(values))])


def edit(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Nonconformity:
    """Change the facts of one that is not done yet; another one who answers, or another term, asks anew."""

    def work(tx: Tx) -> Nonconformity:
        kept = _in(tx, id, revision, BEFORE_DONE)
        new = _filled(tx, kept, values)
        if plain(new) == plain(kept):
            raise RuleBroken("references.nothing_changed")
        if new.responsible != kept.responsible or new.due != kept.due:
            if new.status is State.planned:  # the action is a row of its own: it is not set anew behind its back
                raise RuleBroken("quality.action_stands")
            tasks.close(tx, id, DO)
            ask(tx, new)
        return tx.save(new)

    return desk.transact("nonconformity.edit", work, why, right=EDIT, given=[id, revision, plain(dict(values))])


def decline(desk: Desk, id: Id, revision: int, why: Why) -> Nonconformity:
    """A proposed one is none; a reason is asked, its author is told."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> Nonconformity:
        kept = _in(tx, id, revision, (State.proposed,))
        must_keep(tx, ())  # not by its own author alone: whoever keeps all of them decides
        kept.status, kept.refusal = State.declined, why.reason.strip()
        tasks.close(tx, id, DECIDE)
        if kept.author.id != tx.actor.id and tx.session.one("users", {"_id": kept.author.id}, {"_id": 1}):
            values = {"number": kept.number, "text": kept.refusal[:200]}
            notices.tell(tx, kept.author.id, "quality.told_declined", values, PAGE, {"id": id})
        return tx.save(kept)

    return desk.transact("nonconformity.decline", work, why, right=EDIT, given=[id, revision])


def attach(desk: Desk, id: Id, revision: int, shown: str, why: Why, file: File = None) -> Nonconformity:
    """Add a piece of evidence, in words, as a file, or both, while it is not closed."""
    if not shown.strip() and file is None:
        raise Problems([Problem("shown", "errors.field.missing")])
    brought = files.ready(desk, *file) if file else None

    def work(tx: Tx) -> Nonconformity:
        kept = tx.get(Nonconformity, id, revision, scoped=False)
        if not tx.actor.may(CHECK):
            must_do(tx, kept.hands())
        kept.evidence.append(_evidence(tx, kept, shown, brought))
        return tx.save(kept)

    asked = [id, revision, shown, brought.laid.hash if brought else ""]
    return desk.transact("nonconformity.attach", work, why, right=REPORT, given=asked)


def may_attach(desk: Desk, kept: Nonconformity) -> bool:
    """Is a place to bring evidence offered?"""
    return desk.may(CHECK) or does(desk.actor, kept.hands())


def ask(tx: Tx, kept: Nonconformity, what: str = "quality.task_do") -> None:
    """The task of who answers for what is to be done now."""
    tasks.make(
        tx, what=what, values={"number": kept.number, "text": kept.text[:200]}, to_user=kept.responsible, due=kept.due,
        subject=kept, page=PAGE, address={"id": kept.id}, mark=DO,
    )  # fmt: skip


def _in(tx: Tx, id: Id, revision: int, states: tuple[State, ...]) -> Nonconformity:
    kept = tx.get(Nonconformity, id, revision, scoped=False)
    if kept.status not in states:
        raise RuleBroken("quality.not_in_state", number=kept.number, state=kept.status)
    return kept


def _filled(tx: Tx, kept: Nonconformity, values: Mapping[str, Any]) -> Nonconformity:
    """As it is with these facts, whole enough to be worked on."""
    must_keep(tx, (kept.author.id,))
    try:
        new = Nonconformity.model_validate({**plain(kept), **{k: v for k, v in values.items() if k in FACTS}})
    except ValidationError as e:
        raise Problems.of(e) from None
    problems = [
        Problem(f, "errors.field.missing") for f in ("requirement", "responsible", "due") if not getattr(new, f)
    ]
    if new.due and new.due != kept.due and new.due < tx.today:
        problems.append(Problem("due", "quality.due_past"))
    if problems:
        raise Problems(problems)
    _not_ahead(tx, new.on)
    return new


def _not_ahead(tx: Tx, day: date, field: str = "on") -> None:
    if day > tx.today:
        raise Problems([Problem(field, "quality.day_ahead")])


def _evidence(tx: Tx, kept: Nonconformity, shown: str, brought: Ready | None) -> Evidence:
    file = None
    if brought:
        hash = tx.keep_file(brought.laid, brought.name, "evidence", kept.id)
        file = Ref.model_validate({"id": hash, "label": {"kk": brought.name}})
    try:
        return Evidence(text=shown.strip(), file=file, by=me(tx), on=tx.today)
    except ValidationError as e:
        raise Problems([Problem("shown", p.key, p.values) for p in Problems.of(e).problems]) from None


__all__ = ["BEFORE_DONE", "FACTS", "REPORTED", "ask", "attach", "decline", "edit", "may_attach", "open_", "report"]
