"""A timetable brought in as a long work: in parts, each one act; a file that is brought in again changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problems
from core.jobs.run import Run
from core.timetable.acts import RIGHT, in_the_way, open_term, outside, own_id, revised
from core.timetable.board import Board
from core.timetable.bringing import CHANGED, gone_on, in_parts
from core.timetable.clashes import Slot
from core.timetable.table import plan, since_of
from core.tx import Tx
from schemas.base import Id
from schemas.section import Section
from schemas.term import Term
from schemas.timetable import Lesson

PART = 200  # lessons in one act
Work = tuple[int, str, Lesson, Id | None]


def import_work(run: Run) -> Row:
    """The long work «timetable.import»."""
    found = gone_on(run, plan)

    def put(part: Sequence[Work]) -> None:
        _part(run.desk, found.term, part, run.why(f"{part[0][0]}-{part[-1][0]}"))

    return in_parts(run, found.term, found.works, PART, put)


def _part(desk: Desk, term: Term, part: Sequence[Work], why: Why) -> None:
    ids = {x.section.id for _, _, x, _ in part}

    def work(tx: Tx) -> Term:
        standing = open_term(tx, term.id)
        sections = {s.id: s for s in tx.find(Section, {"_id": {"$in": list(ids)}}, len(ids))}
        board = Board(tx.session, standing, tx.today)
        for number, verdict, lesson, of in part:
            section = sections[lesson.section.id]
            tx.check_scope(Section, plain(section))
            if verdict == CHANGED and of:
                _changed(tx, board, section, standing, lesson, of, own_id(why.command, number))
            else:
                new = lesson.model_copy(update={"id": own_id(why.command, number)})
                _clear(board, new, standing)
                board.put(Slot.of(plain(new)))
                tx.add(new)
        return standing

    desk.transact("timetable.import", work, why, RIGHT, [own_id(why.command), len(part)])


def _changed(
    tx: Tx, board: Board, section: Section, term: Term, lesson: Lesson, of: Id, fresh: Id
) -> None:  # fmt: skip
    old = tx.get(Lesson, of)
    values = {k: v for k in ("ends", "room", "teacher", "last") if (v := getattr(lesson, k)) is not None}
    new, ended = revised(tx, old, section, term, values, since_of(lesson, term, tx.today), fresh)
    board.take(old.id)
    if ended:
        board.put(Slot.of(plain(ended)))
    _clear(board, new, term)
    board.put(Slot.of(plain(new)))
    tx.save(ended or new)
    if ended:
        tx.add(new)


def _clear(board: Board, lesson: Lesson, term: Term) -> None:
    found = outside(lesson, term) + in_the_way(board, Slot.of(plain(lesson)))
    if found:
        raise Problems(found)
