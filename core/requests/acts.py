"""A letter is registered, given to somebody with a resolution, passed on, given more time, closed into its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import history, notices, tasks
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Forbidden, Problem, Problems, RuleBroken
from core.fields import check_typed
from core.files import Ready
from core.requests import folders
from core.requests.clock import kind_of, last_day
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.kinds import Sort
from schemas.letter import Extended, Instructed, Letter, LetterDirection, LetterState, Passed
from schemas.task import Task, TaskState
from schemas.words import Role

PAGE = "request"
ANSWER, GIVE, SEND = "answer", "give", "send"  # marks of tasks: who answers, who gives it out, who sends the answer
OVER = (LetterState.answered, LetterState.closed, LetterState.withdrawn)


def register(
    desk: Desk, direction: LetterDirection, folder: Id | None, values: Mapping[str, Any], files: Sequence[Ready],
    why: Why, responsible: Id | None = None,
) -> Letter:  # fmt: skip
    """Register a letter: {kind, correspondent, unit, person, their_number, their_day, subject, text, pages, due}, the
    file whose index its number bears, its attachments, who answers it if that is known.

    Raises Problems beside the fields (nobody it is from or to, a deadline in the past, a closed file, a date of theirs
    that is still to come).
    """
    row: dict[str, Any] = {}
    for path, value in values.items():
        if value not in (None, ""):
            row = history.put(row, path.split("."), plain(value))

    def work(tx: Tx) -> Letter:
        check_typed(Letter, desk.actor.role, dict(values), whole=True)
        wrong: list[Problem] = []
        try:
            file: Ref | None = folders.chosen(tx, folder, "folder").ref()
        except Problems as e:
            wrong, file = list(e.problems), None
        made: Letter | None = None
        try:
            made = Letter.model_validate({
                **row, "_id": tx.new_id(), "direction": direction, "number": "-", "year": tx.today.year, "n": 0,
                "day": tx.today, "folder": file or {"id": "-", "label": {"kk": "-"}}, "by": tx.who(), "lang": desk.lang,
            })  # fmt: skip
        except ValidationError as e:
            wrong += Problems.of(e).problems
        if made:
            _due(tx, made)
            wrong += asked_wrong(tx, made)
        if wrong or made is None:
            raise Problems(wrong)
        made.files = [kept(tx, f, made.id) for f in files]
        number(tx, made)
        if direction is not LetterDirection.outgoing and (made.due or responsible):
            _first(tx, made, responsible)
        return tx.add(made)

    given = [direction.value, folder, plain(dict(values)), [f.laid.hash for f in files], responsible]
    return desk.transact("letter.register", work, why, given=given)


def number(tx: Tx, letter: Letter) -> None:
    """Give a letter its number from its file's index and the count of its year and direction."""
    letter.n, letter.number = folders.number(tx, letter.direction, folders.chosen(tx, letter.folder.id, "folder"))


def kept(tx: Tx, file: Ready, owner: Id) -> Ref:
    """A brought file kept with the act."""
    return Ref(id=tx.keep_file(file.laid, file.name, "letter", owner), label=Text(kk=file.name))


def _due(tx: Tx, letter: Letter) -> None:
    """The deadline as typed, else by the kind; an outgoing letter has none."""
    if letter.direction is LetterDirection.outgoing:
        letter.kind, letter.due = "", None
    elif letter.kind and letter.due is None:
        tx.kind(Sort.request, letter.kind)
        if kind := kind_of(letter.kind):
            letter.due = last_day(tx.session, kind, tx.today)
    letter.first_due = letter.due


def asked_wrong(tx: Tx, letter: Letter) -> list[Problem]:
    """What of a letter as it is registered cannot be, beside its fields."""
    wrong = []
    if not (letter.correspondent or letter.unit or letter.person):
        wrong.append(Problem("correspondent", "requests.nobody"))
    if letter.due and letter.due < tx.today:
        wrong.append(Problem("due", "requests.due_past"))
    if letter.their_day and letter.their_day > tx.today:
        wrong.append(Problem("their_day", "requests.day_ahead"))
    return wrong


def _first(tx: Tx, letter: Letter, responsible: Id | None) -> None:
    """Who answers it is told; where nobody is named the head has a task to name him."""
    if responsible:
        letter.responsible = person(tx, responsible)
        letter.status = LetterState.working
        ask(tx, letter)
    else:
        tasks.make(
            tx, what="requests.task_give", values={"number": letter.number, "subject": letter.subject},
            to_role=Role.head, due=letter.due, subject=letter, page=PAGE, address={"id": letter.id}, mark=GIVE,
        )  # fmt: skip


def ask(tx: Tx, letter: Letter) -> None:
    """The task of who answers; one that stood before is taken back."""
    drop(tx, letter.id, ANSWER)
    if letter.responsible:
        tasks.make(
            tx, what="requests.task_answer", values={"number": letter.number, "subject": letter.subject},
            to_user=letter.responsible, due=letter.due, subject=letter, page=PAGE, address={"id": letter.id},
            mark=ANSWER,
        )  # fmt: skip


def drop(tx: Tx, id: Id, *marks: str) -> None:
    """Take open tasks about a letter back."""
    where = {"subject.id": id, "state": TaskState.open.value, "mark": {"$in": list(marks)}}
    for task in tx.find(Task, where, 50):
        tasks.finish(tx, task, None, "", TaskState.cancelled)


def person(tx: Tx, id: Id | None, field: str = "responsible") -> Ref:
    """Somebody with an open account; Problems beside the field."""
    row = tx.session.one("users", {"_id": id, "active": True}, {"name": 1}) if id else None
    if row is None:
        raise Problems([Problem(field, "requests.no_such_person")])
    return Ref(id=row["_id"], label=Text(kk=row["name"]))


def at_work(tx: Tx, id: Id, revision: int | None) -> Letter:
    """A letter that is not answered, closed or put away; RuleBroken for one that is, and for an outgoing one."""
    found = tx.get(Letter, id, revision)
    if found.status in OVER:
        raise RuleBroken("requests.over", number=found.number, status=found.status)
    if found.direction is LetterDirection.outgoing:
        raise RuleBroken("requests.not_answered_here", number=found.number)
    return found


def resolve(desk: Desk, id: Id, revision: int, text: str, responsible: Id | None, why: Why) -> Letter:
    """A resolution on a letter, and who answers it. Raises Problems (no words, nobody), RuleBroken (over)."""

    def work(tx: Tx) -> Letter:
        kept = at_work(tx, id, revision)
        wrong = [] if text.strip() else [Problem("text", "errors.field.missing")]
        try:
            to = person(tx, responsible)
        except Problems as e:
            raise Problems([*wrong, *e.problems]) from None
        if wrong:
            raise Problems(wrong)
        kept.resolutions = [*kept.resolutions, Instructed(text=text, by=tx.who(), at=tx.now)]
        if kept.responsible is None or kept.responsible.id != to.id:
            if kept.responsible:
                _pass(tx, kept, to, text[:300])
            kept.responsible = to
            ask(tx, kept)
        if kept.status is LetterState.registered:
            kept.status = LetterState.working
        tasks.close(tx, kept.id, GIVE)
        return tx.save(kept)

    return desk.transact("letter.resolve", work, why, given=[id, revision, text, responsible])


def move(desk: Desk, id: Id, revision: int, to: Id | None, why: Why) -> Letter:
    """Give a letter to another person, with a reason; by who has it or by who gives letters out.

    Raises Problems (no reason, nobody, the same person), Forbidden, RuleBroken (over, nobody has it yet).
    """
    wrong = [] if why.reason.strip() else [Problem("reason", "errors.reason_missing")]
    if wrong:
        raise Problems(wrong)

    def work(tx: Tx) -> Letter:
        kept = at_work(tx, id, revision)
        mine(tx, kept)
        if kept.responsible is None:
            raise RuleBroken("requests.nobody_has_it", number=kept.number)
        new = person(tx, to)
        if new.id == kept.responsible.id:
            raise Problems([Problem("responsible", "requests.has_it_already")])
        _pass(tx, kept, new, why.reason)
        kept.responsible = new
        ask(tx, kept)
        return tx.save(kept)

    return desk.transact("letter.move", work, why, "letter.work", [id, revision, to])


def _pass(tx: Tx, letter: Letter, to: Ref, words: str) -> None:
    letter.moves = [
        *letter.moves, Passed(was=letter.responsible, to=to, words=words[:500], by=tx.who(), at=tx.now)
    ]  # fmt: skip


def mine(tx: Tx, letter: Letter) -> None:
    """Forbidden unless who acts has the letter, stands in for who has it, or gives letters out."""
    if tx.actor.may("letter.resolve"):
        return
    seats = {s.actor.id for s in tasks.seats(tx.session, tx.actor, tx.today)}
    if letter.responsible is None or letter.responsible.id not in seats:
        raise Forbidden("requests.not_yours", number=letter.number)


def extend(desk: Desk, id: Id, revision: int, until: date | None, why: Why) -> Letter:
    """Move the deadline, with a reason and the paper it rests on. Raises Problems (no reason, no basis, a day that is
    not later or is past), RuleBroken (over, no deadline)."""
    basis = why.basis
    wrong = [] if why.reason.strip() else [Problem("reason", "errors.reason_missing")]
    if basis is None or not (basis.kind or basis.number):
        wrong.append(Problem("basis.kind", "errors.basis_missing"))

    def work(tx: Tx) -> Letter:
        kept = at_work(tx, id, revision)
        if kept.due is None:
            raise RuleBroken("requests.no_deadline", number=kept.number)
        found = [*wrong]
        if until is None:
            found.append(Problem("until", "errors.field.missing"))
        elif until < tx.today:
            found.append(Problem("until", "requests.due_past"))
        elif until <= kept.due:
            found.append(Problem("until", "requests.not_later", {"day": kept.due}))
        if found or until is None or basis is None:
            raise Problems(found)
        rests = " ".join(x for x in (basis.kind, f"№ {basis.number}" if basis.number else "") if x)
        kept.extensions = [
            *kept.extensions,
            Extended(was=kept.due, until=until, words=why.reason, basis=rests, by=tx.who(), at=tx.now),
        ]  # fmt: skip
        kept.due = until
        ask(tx, kept)
        return tx.save(kept)

    return desk.transact("letter.extend", work, why, "letter.resolve", [id, revision, plain(until)])


def withdraw(desk: Desk, id: Id, revision: int, why: Why) -> Letter:
    """Say with a reason that no answer is needed (taken back, came twice). RuleBroken (over, the answer is ready)."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> Letter:
        kept = at_work(tx, id, revision)
        if kept.status is LetterState.ready:
            raise RuleBroken("requests.answer_ready", number=kept.number)
        kept.status, kept.withdrawn = LetterState.withdrawn, why.reason
        drop(tx, id, ANSWER, GIVE)
        if kept.responsible and kept.responsible.id != tx.actor.id:
            notices.tell(tx, kept.responsible.id, "requests.told_withdrawn", {"number": kept.number}, PAGE, {"id": id})
        return tx.save(kept)

    return desk.transact("letter.withdraw", work, why, "letter.resolve", [id, revision])


def close(desk: Desk, id: Id, revision: int, folder: Id | None, sheets: str, why: Why) -> Letter:
    """File a letter into an open folder of the nomenclature and close it; from then on nothing of it changes.

    Raises Problems («filed»: no folder, a closed one), RuleBroken: closed already; an answer is due and has not gone;
    an outgoing letter that was not sent.
    """

    def work(tx: Tx) -> Letter:
        kept = tx.get(Letter, id, revision)
        if kept.status is LetterState.closed:
            raise RuleBroken("requests.closed_already", number=kept.number)
        done = (LetterState.answered, LetterState.withdrawn, LetterState.sent)
        if kept.status not in done and (kept.due or kept.direction is LetterDirection.outgoing):
            outgoing = kept.direction is LetterDirection.outgoing
            raise RuleBroken("requests.not_sent" if outgoing else "requests.not_answered", number=kept.number)
        kept.filed = folders.chosen(tx, folder, "filed").ref()
        kept.sheets, kept.closed_on, kept.status = sheets.strip()[:60], tx.today, LetterState.closed
        drop(tx, id, ANSWER, GIVE, SEND)
        return tx.save(kept)

    return desk.transact("letter.close", work, why, given=[id, folder, sheets])


__all__ = [
    "ANSWER", "GIVE", "PAGE", "SEND", "ask", "at_work", "close", "drop", "extend", "kept", "mine", "move", "number",
    "register", "resolve", "withdraw",
]  # fmt: skip
