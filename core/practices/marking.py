"""What comes in of a practice: diary, report, reference, the supervisor's mark; the journal of concerts and lessons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from core.db.codec import plain
from core.desk import LONG, Desk, Why
from core.errors import NotFound, Problem, Problems, RuleBroken
from core.files import Ready
from core.practices.acts import MARK
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.practice import Handed, Placement, Practice, PracticeEvent, PracticePaper, PracticeState


def hand_in(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], file: Ready | None, why: Why) -> Placement:
    """Write down what a student handed in, or his supervisor's mark: {what, day, mark, judge, note}, its file.

    What stood before stays beside it. Raises Problems beside the fields (a day ahead, a verdict without a mark).
    """

    def work(tx: Tx) -> Placement:
        kept = _open(tx, id, revision)
        made = _handed(tx, values)
        if file:
            made.file = Ref(id=tx.keep_file(file.laid, file.name, "practice", id), label=Text(kk=file.name))
        kept.papers = [*kept.papers, made]
        return tx.save(kept)

    given = [id, revision, plain(dict(values)), file.laid.hash if file else ""]
    return desk.transact("practice.hand_in", work, why, MARK, given)


def hand_in_many(desk: Desk, practice: Id, rows: Sequence[Mapping[str, Any]], why: Why) -> Practice:
    """The same for many students of a practice by one act: each row has `placement` beside the values.

    Raises Problems with the student's name before what is wrong; nothing is then written.
    """

    def work(tx: Tx) -> Practice:
        of = tx.get(Practice, practice)
        problems: list[Problem] = []
        for row in rows:
            kept = _open(tx, row["placement"])
            if kept.practice.id != practice:
                raise NotFound("errors.not_found", kind="placements", id=kept.id)
            try:
                kept.papers = [*kept.papers, _handed(tx, {k: v for k, v in row.items() if k != "placement"})]
            except Problems as e:
                problems += e.problems
            tx.save(kept)
        if problems:
            raise Problems(problems)
        return tx.save(of)

    return desk.transact("practice.hand_in_many", work, why, MARK, [practice, plain(list(rows))], LONG)


def _handed(tx: Tx, values: Mapping[str, Any]) -> Handed:
    given = {k: v for k, v in values.items() if v is not None}
    try:
        made = Handed.model_validate({"day": tx.today, "judge": tx.actor.name, **given, "by": tx.who(), "at": tx.now})
    except ValidationError as e:
        raise Problems.of(e) from None
    if made.day > tx.today:
        raise Problems([Problem("day", "practices.day_ahead")])
    if made.what is PracticePaper.verdict and made.mark is None:
        raise Problems([Problem("mark", "errors.field.missing")])
    return made


def record(desk: Desk, practice: Id, placements: Sequence[Id], values: Mapping[str, Any], why: Why) -> Practice:
    """A concert, a lesson, a rehearsal in the journal of these students: {day, what, place, hours, part}.

    Raises Problems beside the fields (nobody, a day ahead).
    """

    def work(tx: Tx) -> Practice:
        of = tx.get(Practice, practice)
        given = {k: v for k, v in values.items() if v is not None}
        try:
            made = PracticeEvent.model_validate({**given, "id": tx.new_id(), "by": tx.who()})
        except ValidationError as e:
            raise Problems.of(e) from None
        if made.day > tx.today:
            raise Problems([Problem("day", "practices.day_ahead")])
        if not placements:
            raise Problems([Problem("people", "errors.field.missing")])
        for id in placements:
            kept = _open(tx, id)
            if kept.practice.id != practice:
                raise NotFound("errors.not_found", kind="placements", id=id)
            kept.events = [*kept.events, made.model_copy(update={"id": tx.new_id()})]
            tx.save(kept)
        return tx.save(of)

    given = [practice, sorted(placements), plain(dict(values))]
    return desk.transact("practice.record", work, why, MARK, given, LONG)


def strike(desk: Desk, id: Id, revision: int, event: Id, why: Why) -> Placement:
    """A line of the journal does not count, with a reason; it stays readable."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> Placement:
        kept = _open(tx, id, revision)
        found = next((e for e in kept.events if e.id == event), None)
        if found is None or found.struck:
            raise RuleBroken("practices.no_such_event")
        found.struck = why.reason
        return tx.save(kept)

    return desk.transact("practice.strike", work, why, MARK, [id, revision, event])


def _open(tx: Tx, id: Id, revision: int | None = None) -> Placement:
    kept = tx.mine(Placement, id) or tx.get(Placement, id, revision)
    if kept.status is not PracticeState.open:
        raise RuleBroken("practices.over", status=kept.status)
    return kept


__all__ = ["hand_in", "hand_in_many", "record", "strike"]
