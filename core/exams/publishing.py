"""Publishing the exam timetable of a term or of a faculty: all of it or none, refused while anything clashes."""

from __future__ import annotations

from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problems, RuleBroken
from core.exams.acts import open_term
from core.exams.gathering import Refs, members_of, met_by_commissions, sittings
from core.exams.rules import clashes, names
from core.tx import Tx
from schemas.base import Id, Stamp
from schemas.exam import Exam, ExamState
from schemas.term import Term

MOST = 20_000


def publish(desk: Desk, term: Id, faculty: Id | None, why: Why) -> int:
    """Publish every draft of a term (of a faculty where one is named); how many.

    Raises RuleBroken: `exams.nothing_to_publish`, `exams.clashes_stand` (how many, the first names),
    `exams.without_room`, `exams.in_the_past`, `calendar.term_closed`. What clashes with a published exam or with a
    draft of another faculty stands in the way too.
    """
    where: Row = {"term.id": term, "state": ExamState.draft.value}
    where |= {"faculty.id": faculty} if faculty else {}
    done: list[int] = []

    def work(tx: Tx) -> Term:
        opened = open_term(tx, term)
        drafts = tx.find(Exam, where, MOST)
        if not drafts:
            raise RuleBroken("exams.nothing_to_publish")
        _whole(tx, opened, drafts)
        stamp = Stamp(at=tx.now, by=tx.actor.id)
        for exam in drafts:
            exam.state, exam.published = ExamState.published, stamp
            tx.save(exam)
        done[:] = [len(drafts)]
        return opened

    desk.transact("exam.publish", work, why, given=[term, faculty])
    return done[0] if done else 0


def _whole(tx: Tx, term: Term, drafts: list[Exam]) -> None:
    """Everything has its room, lies ahead, and meets nothing."""
    bare = [e for e in drafts if e.room is None]
    if bare:
        raise RuleBroken("exams.without_room", n=len(bare), sections=_sections(bare))
    past = [e for e in drafts if e.day < tx.today]
    if past:
        raise RuleBroken("exams.in_the_past", n=len(past), sections=_sections(past))
    for exam in drafts:
        tx.check_scope(Exam, plain(exam))
    refs = Refs()
    rows = tx.session.rows(
        "exams", {"term.id": term.id, "state": {"$in": [ExamState.draft.value, ExamState.published.value]}},
        {"section": 1, "discipline": 1, "day": 1, "starts": 1, "minutes": 1, "room": 1, "examiners": 1, "control": 1,
         "joint": 1},
    )  # fmt: skip
    mine = {e.id for e in drafts}
    every = sittings(rows, members_of(tx.session, {r["section"]["id"] for r in rows}, refs), refs)
    found = [c for c in clashes(every) if c.one.id in mine or c.other.id in mine]
    if found:
        raise RuleBroken("exams.clashes_stand", n=len(found), names=names(found))
    if met := met_by_commissions(tx.session, [s for s in every if s.id in mine]):
        raise Problems(met)


def _sections(exams: list[Exam]) -> str:
    shown = ", ".join(e.section.label.kk for e in exams[:5])
    return shown + (f" +{len(exams) - 5}" if len(exams) > 5 else "")
