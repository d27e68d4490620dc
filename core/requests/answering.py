"""A request is answered by a letter of its own number; what is sent is a line of the log that nobody changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from core import reports, tasks
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.files import Ready
from core.requests import acts, folders, paper
from core.tx import Tx
from schemas.base import Id, Lang
from schemas.letter import Dispatch, Letter, LetterDirection, LetterState, Reply
from schemas.words import Role


def answer(
    desk: Desk, id: Id, revision: int, folder: Id | None, text: str, files: Sequence[Ready], why: Why,
    lang: Lang = "kk", report: str = "",
) -> Letter:  # fmt: skip
    """Answer a letter: words, files or both. The answer is a letter with its own number, which is then sent.

    report: the saved report it was made by, which from then on names the letter, so that it can be repeated next year.
    Raises Problems (neither words nor files, a closed folder, no such report), Forbidden (not his), RuleBroken (over,
    answered before).
    """

    def work(tx: Tx) -> Letter:
        asked = acts.at_work(tx, id, revision)
        acts.mine(tx, asked)
        if asked.status is LetterState.ready:
            raise RuleBroken("requests.answer_ready", number=asked.number)
        wrong = [] if text.strip() or files else [Problem("text", "requests.answer_empty")]
        try:
            file = folders.chosen(tx, folder, "folder")
        except Problems as e:
            raise Problems([*wrong, *e.problems]) from None
        if wrong:
            raise Problems(wrong)
        if report:
            reports.answered_by(tx, report, asked.ref())
        inside = asked.direction is LetterDirection.internal
        try:
            made = Letter.model_validate({
                "_id": tx.new_id(), "direction": LetterDirection.internal if inside else LetterDirection.outgoing,
                "number": "-", "year": tx.today.year, "n": 0, "day": tx.today, "correspondent": asked.correspondent,
                "unit": asked.unit, "person": asked.person, "their_number": asked.their_number,
                "their_day": asked.their_day, "subject": asked.subject, "text": text, "folder": file.ref(),
                "answers": asked.ref(), "lang": lang, "by": tx.who(),
            })  # fmt: skip
        except ValidationError as e:
            raise Problems.of(e) from None
        made.files = [acts.kept(tx, f, made.id) for f in files]
        acts.number(tx, made)
        made.printed = paper.frozen(tx, made)
        tx.add(made)
        asked.replies = [
            *asked.replies,
            Reply(text=text, report=report, files=made.files, letter=made.ref(), by=tx.who(), at=tx.now),
        ]  # fmt: skip
        asked.status = LetterState.ready
        tasks.close(tx, asked.id, acts.ANSWER)
        acts.drop(tx, asked.id, acts.ANSWER, acts.GIVE)
        tasks.make(
            tx, what="requests.task_send", values={"number": made.number, "subject": made.subject},
            to_role=Role.senior_registrar, due=asked.due, subject=made, page=acts.PAGE, address={"id": made.id},
            mark=acts.SEND,
        )  # fmt: skip
        return tx.save(asked)

    given = [id, revision, folder, text, [f.laid.hash for f in files], lang, report]
    return desk.transact("letter.answer", work, why, "letter.work", given)


def send(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Dispatch:
    """Write down that a letter was sent: {what, to, way, mark}. The first line makes its request answered.

    Raises Problems beside the fields, RuleBroken (a letter that came from others, a closed one), StaleRevision.
    """

    def work(tx: Tx) -> Dispatch:
        letter = tx.get(Letter, id, revision)
        if letter.direction is LetterDirection.incoming:
            raise RuleBroken("requests.came_from_others", number=letter.number)
        if letter.status is LetterState.closed:
            raise RuleBroken("requests.closed_already", number=letter.number)
        row = {k: v for k, v in values.items() if v not in (None, "")}
        try:
            line = Dispatch.model_validate(
                {**row, "_id": tx.new_id(), "letter": letter.ref(), "at": tx.now, "by": tx.who(), "files": letter.files}
            )
        except ValidationError as e:
            raise Problems.of(e) from None
        if letter.sent_on is None:
            letter.sent_on, letter.status = tx.today, LetterState.sent
        tasks.close(tx, letter.id, acts.SEND)
        acts.drop(tx, letter.id, acts.SEND)
        tx.save(letter)
        if letter.answers:
            _answered(tx, letter.answers.id)
        return tx.add(line)

    return desk.transact("letter.send", work, why, given=[id, revision, plain(dict(values))])


def _answered(tx: Tx, id: Id) -> None:
    asked = tx.get(Letter, id)
    if asked.answered_on is None:
        asked.answered_on, asked.status = tx.today, LetterState.answered
        tx.save(asked)


__all__ = ["answer", "send"]
