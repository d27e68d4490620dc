"""What the auditor does with reports: takes the post out of the box, answers, says where a report stands.

The trail tells who did it and when; of the words it holds salted hashes alone, and no reason is asked, for it would
tell what the report says.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from itertools import groupby

from core.access import require
from core.concerns.box import LETTERS, Sent, checked, drop
from core.concerns.reading import READ
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.quality import nonconformities
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.concern import ENDED, Concern, ConcernState, ConcernTopic, Message, Voice
from schemas.quality import Nonconformity, NonconformitySource

AT_ONCE = 50  # letters of one act
YEARS = 3  # words and names are kept so long after a report has ended; the record of what was done stays


def send(desk: Desk, about: str, text: str, command: str) -> Sent:
    """A letter with the writer's name, dropped from inside the office: no entry tells who wrote, only the auditor's
    page does. command: of the form, so that a double press is one letter."""
    require(desk.actor, "concern.send")
    ticket = sha256(command.encode()).hexdigest()
    return drop(desk.store, ticket, about, text, desk.today(), desk.actor.name)


def take_in(desk: Desk, why: Why) -> int:
    """Take the post out of the box: first letters become reports, further ones messages; how many letters.

    RuleBroken `concerns.box_empty` where there is none.
    """
    require(desk.actor, READ)
    taken = 0

    def work(tx: Tx) -> Concern:
        nonlocal taken
        letters = tx.session.rows(LETTERS, {}, None, AT_ONCE, [("code", 1), ("n", 1)])
        if not letters:
            raise RuleBroken("concerns.box_empty")
        for code, of_one in groupby(letters, key=lambda row: row["code"]):
            report = _received(tx, code, list(of_one))
        tx.session.remove_letters([row["_id"] for row in letters])
        taken = len(letters)
        return report

    desk.transact("concern.receive", work, why, right=READ)
    return taken


def _received(tx: Tx, code: str, letters: list[Row]) -> Concern:
    known = tx.find(Concern, {"code": code}, 1)
    if known:
        report = known[0]
    else:
        first, year = letters[0], tx.today.year
        report = Concern(
            _id=tx.new_id(),
            number=f"{year}-{tx.number(f'concern:{year}'):03d}", about=ConcernTopic(first["about"]), code=code,
            received=date.fromisoformat(first["day"]),
        )  # fmt: skip
        report.sender = tx.conceal(report.id, "sender", first.get("sender", ""))
        tx.add(report)
    for letter in letters:
        report.messages.append(_message(tx, report, Voice.sender, date.fromisoformat(letter["day"]), letter["text"]))
    if known:
        if report.state in ENDED:  # more was said: it is looked at again
            report.state, report.ended_on, report.keep_until = ConcernState.examined, None, None
        tx.save(report)
    return report


def _message(tx: Tx, report: Concern, by: Voice, day: date, text: str) -> Message:
    return Message(by=by, day=day, text=tx.conceal(report.id, "text", text))


def answer(desk: Desk, id: Id, revision: int, text: str, why: Why) -> Concern:
    """Answer the sender; he reads it with his code. Problems for words too short or too long."""
    text = checked(text)

    def work(tx: Tx) -> Concern:
        report = tx.get(Concern, id, revision)
        report.messages.append(_message(tx, report, Voice.auditor, tx.today, text))
        if report.state is ConcernState.received:
            report.state = ConcernState.examined
        return tx.save(report)

    return desk.transact("concern.answer", work, why, right=READ, given={"id": id, "text": text})


def settle(desk: Desk, id: Id, revision: int, state: ConcernState, why: Why) -> Concern:
    """Say where a report stands; an ended one is kept for so many years. RuleBroken where it stands there already, or
    nothing was answered yet and it would end in silence."""

    def work(tx: Tx) -> Concern:
        report = tx.get(Concern, id, revision)
        if report.state is state:
            raise RuleBroken("concerns.same_state")
        if state is ConcernState.received:
            raise RuleBroken("concerns.not_back")
        if state in ENDED and all(m.by is not Voice.auditor for m in report.messages):
            raise RuleBroken("concerns.answer_first")
        report.state = state
        report.ended_on = tx.today if state in ENDED else None
        report.keep_until = years_after(tx.today, YEARS) if state in ENDED else None
        return tx.save(report)

    return desk.transact("concern.settle", work, why, right=READ, given={"id": id, "state": state.value})


def propose(desk: Desk, id: Id, revision: int, text: str, why: Why) -> Nonconformity:
    """Propose a nonconformity out of a report, in the auditor's own words: it leads nobody back to the report, whose
    page alone knows of it. RuleBroken `concerns.proposed_already`, Problems beside `text`."""

    def work(tx: Tx) -> Nonconformity:
        report = tx.get(Concern, id, revision)
        if report.nonconformity:
            raise RuleBroken("concerns.proposed_already")
        blind = Ref(id=sha256(f"nonconformity:{id}".encode()).hexdigest()[:24], label=Text(kk="—"))
        made = nonconformities.propose(tx, NonconformitySource.complaint, blind, text)
        report.nonconformity = Ref(id=made.id, label=Text(kk=made.number))
        tx.save(report)
        return made

    return desk.transact("nonconformity.propose", work, why, right=READ, given={"id": id, "text": text})


def years_after(day: date, years: int) -> date:
    """The same day so many years later; of 29 February the last of the month."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
