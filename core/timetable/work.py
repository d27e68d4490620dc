"""A timetable brought in as a long work: in parts, each one act; a file that is brought in again changes nothing."""

from __future__ import annotations

from core import files, jobs
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problems, RuleBroken
from core.imports.reading import read
from core.jobs.run import Run, kept
from core.timetable.acts import RIGHT, open_term, outside, own_id, revised, taken
from core.timetable.board import Board
from core.timetable.clashes import Slot
from core.timetable.table import CHANGED, Plan, plan, since_of
from core.tx import Tx
from schemas.base import Id
from schemas.section import Section
from schemas.term import Term
from schemas.timetable import Lesson

PART = 200  # lessons in one act


def begin(desk: Desk, wanted: Plan, data: bytes, why: Why) -> Id:
    """Begin to bring a table in, as the dry run showed it; the id of the long work. A reason is asked.

    Raises RuleBroken: there are problems, nothing would change, the term is closed.
    """
    if wanted.problems:
        raise RuleBroken("imports.has_problems", n=len(wanted.problems))
    if not wanted.works:
        raise RuleBroken("imports.nothing_new")
    if not why.reason.strip():
        raise RuleBroken("errors.reason_missing")
    if wanted.term.closed:
        raise RuleBroken("calendar.term_closed", term=wanted.term.label(), day=wanted.term.closed)
    table = wanted.table
    file = kept(desk, table.name, data, "timetable", "", Why(why.reason, why.basis, f"{why.command}:given"))
    params = {"file": file, "name": table.name, "term": wanted.term.id, "seen": wanted.mark()}
    return jobs.begin(desk, "timetable.import", params, why, total=len(wanted.works))


def import_work(run: Run) -> Row:
    """The long work; gone on with after a crash it takes up the rows that are not there yet."""
    desk = run.desk
    term = desk.store.load(Term, run.params["term"])
    _, data = files.read(desk.store, run.params["file"])
    found = plan(desk, term, read(run.params["name"], data))
    if found.problems or (not run.at and found.mark() != run.params["seen"]):
        raise RuleBroken("timetable.meanwhile")
    run.checkpoint(begun=True)
    works, done = found.works, 0
    first = run.total - len(works)  # rows that an earlier try has brought in
    for at in range(0, len(works), PART):
        if run.stopped():
            break
        part = works[at : at + PART]
        _part(desk, term, part, run.why(f"{part[0][0]}-{part[-1][0]}"))
        done += len(part)
        run.progress(first + done)
    return {"done": first + done, "total": run.total, "term": term.id}


def _part(desk: Desk, term: Term, part: list[tuple[int, str, Lesson, Id | None]], why: Why) -> None:
    ids = {x.section.id for _, _, x, _ in part}

    def work(tx: Tx) -> Term:
        standing = open_term(tx, term.id)
        sections = {s.id: s for s in tx.find(Section, {"_id": {"$in": list(ids)}}, len(ids))}
        board = Board(tx.session, standing)
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
    found = outside(lesson, term) + [taken(c) for c in board.meets(Slot.of(plain(lesson)))]
    if found:
        raise Problems(found)
