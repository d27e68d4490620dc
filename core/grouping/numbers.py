"""The numbers of a discipline as they are kept, and the office's own number with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from core.calendar import check_term_open
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.grouping import reading, steps
from core.grouping.lists import act
from core.grouping.proposing import Norms, Wanted, kinds_of, wanted
from core.grouping.seats import Lot, Seat, lots, parts
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.section import Formation, Need
from schemas.words import LessonKind


def needs_of(seats: Sequence[Seat], numbers: Sequence[Wanted], norms: Norms, lesson: LessonKind) -> list[Need]:
    """The numbers of a discipline as they are kept, with who they are."""
    programmes = {s.programme.id: s.programme for s in seats if s.programme}
    stream = any(w.lot.kind is not lesson for w in numbers)
    who: dict[Lot, list[Seat]] = {}
    for kind in {w.lot.kind for w in numbers}:
        over = (norms[LessonKind.stream],) if stream and kind is lesson else ()
        who |= lots(seats, kind, norms[kind], *over)
    return [
        Need(
            kind=w.lot.kind, language=w.lot.language, programme=programmes.get(w.lot.programme or ""), year=w.lot.year,
            enrolled=w.enrolled, norm=w.norm, least=w.least, computed=w.computed, chosen=w.chosen, reason=w.reason,
            parts=_storable(parts(who.get(w.lot, []))),
        )
        for w in numbers
    ]  # fmt: skip


def _storable(found: dict[str, int]) -> dict[str, int]:
    # A dot or a dollar in a key can't stand in a dotted path of the trail.
    return {key.replace(".", "·").replace("$", ""): n for key, n in found.items()}


def set_count(desk: Desk, term: Id, discipline: Id, lot: Lot, count: int, why: Why) -> Formation:
    """Keep the office's own number of classes for a lot, with its reason; the computed one again takes it back.

    Problems beside `count` where so many could not hold everybody, or without a reason; RuleBroken for a lot nobody is
    registered in and for a closed term.
    """
    if not why.reason.strip() and not why.code:
        raise Problems([Problem("reason", "errors.field.reason_missing")])
    seen = reading.scope(desk, "section.form") or ({}, lambda _: True)

    def work(tx: Tx) -> Formation:
        opened = check_term_open(tx, term)
        row = reading.disciplines(tx.session, [discipline])[discipline]
        seats = reading.registered(tx.session, term, [discipline], seen[0]).get(discipline, [])
        norms, lesson, lectures = reading.norms(), reading.lesson_of(row, seats), reading.lectures_of(row)
        reading.need_norms(norms, kinds_of(lesson, lectures))
        here = reading.standing(tx.session, term, [discipline]).get(discipline, [])
        was = reading.chosen_of(reading.formation(tx.session, term, discipline))

        def chosen(of: Lot) -> tuple[int, str] | None:
            return (count, why.reason) if of == lot else was(of)

        found = wanted(seats, here, lesson, lectures, norms, chosen)
        mine = next((w for w in found if w.lot == lot), None)
        if mine is None:
            raise RuleBroken("sections.nobody_registered")
        most = norms[lot.kind].most
        if count < 1 or (most is not None and count * most < mine.enrolled):
            values = {"count": count, "most": most or 0, "enrolled": mine.enrolled}
            raise Problems([Problem("count", "sections.count_too_small", values)])
        department = Ref.model_validate(row["department"]) if row.get("department") else None
        formation = steps.guard(tx, opened.ref(), Ref(id=discipline, label=row["name"]), department)
        formation.needs = needs_of(seats, found, norms, lesson)
        for need in formation.needs:
            if need.chosen == need.computed:
                need.reason = ""  # the norm's own number needs no reason and follows registrations again
        return formation

    given = [term, discipline, repr(lot.order), count]
    return act(desk, "section.count", work, why, given, right="section.form")
