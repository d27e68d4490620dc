"""Of which closed sheets of a term a re-sit would be opened: read at once for the whole institution."""

from __future__ import annotations

from core import merged
from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key
from core.progress.rules import OWED
from core.sheets.again import judged, standing
from core.sheets.period.shapes import RIGHT, Candidate, Wish
from core.sheets.plan import mending
from core.sheets.tries import Tries, tries_of
from schemas.base import Ref, Text
from schemas.grade_sheet import GradeSheet
from schemas.rulebook import Rulebook
from schemas.words import SheetStatus


def candidates(desk: Desk, wish: Wish) -> list[Candidate]:
    """The closed sheets of sections on which somebody failed, with how many may sit again, by discipline and code.

    A re-sit is of the first sheet: who fails it again, or on a sheet of his own, still stands there.
    """
    books = {r["_id"]: Rulebook.model_validate(r) for r in desk.store.rows("rulebooks", {})}
    letters = sorted({g.letter for b in books.values() for g in b.scale if g.state.value in OWED})
    mine: Row = {"term.id": wish.term, "status": SheetStatus.closed.value, "once": {"$type": "string"}, **mending("")}
    mine |= {"faculty.id": wish.faculty} if wish.faculty else {}
    there: Row = {"$or": [{"lines.letter": {"$in": letters}}, {"corrections.now.letter": {"$in": letters}}]}
    rows = desk.store.rows("grade_sheets", desk.where(GradeSheet, RIGHT, {**mine, **there}))
    sheets = [GradeSheet.model_validate(r) for r in rows]
    away = merged.today(desk.store, {x.student.id for s in sheets for x in s.lines}) if sheets else {}
    lines = {s.id: [x for x in standing(desk.store, s, away) if x.letter in letters] for s in sheets}
    ids = list({x.student.id for found in lines.values() for x in found})
    states = {r["_id"]: r for r in desk.store.rows("students", {"_id": {"$in": ids}},
                                                   {"studies.id": 1, "studies.record": 1})}  # fmt: skip
    sat = tries_of(desk.store, wish.term, mending("")) if sheets else {}
    found = []
    for s in sheets:
        of = judged(s, lines[s.id], books[s.rules], states, sat.get(s.discipline.id, Tries()))
        if of:
            label = s.section.label if s.section else Text(kk=s.number)
            found.append(Candidate(
                Ref(id=s.id, label=label), s.discipline, s.control, sum(not r["why"] for r in of),
                tuple(s.examiners), s.faculty.id if s.faculty else "", failed=s.number,
            ))  # fmt: skip
    return sorted(found, key=lambda c: (order_key(c.discipline.label.kk), c.section.label.kk))


__all__ = ["candidates"]
