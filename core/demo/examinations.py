"""The winter session of the story: proposed for two faculties, published for one of them, one exam moved on a basis."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core import exams
from core.busy import clock_of
from core.db.codec import plain
from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.errors import OfficeError
from core.exams import work
from core.users import actor_of
from schemas.base import Basis
from schemas.term import Term
from schemas.user import User

DAY = date(2026, 11, 20)
MOVED = Basis(kind="қызметтік жазба", number="58", day=date(2026, 11, 21))


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """Propose, publish, move: every one by the ordinary act of who does it."""
    ids.now = moment(DAY, 12)
    head, senior = (Desk(actor_of(users[who]), store, lambda: ids.now, ids) for who in ("head", "senior"))
    term = Term.model_validate(store.one("terms", {"code": "2026-1"}))
    rows = store.aggregate("sections", [
        {"$match": {"term.id": term.id, "faculty.id": {"$type": "string"}}},
        {"$group": {"_id": "$faculty.id", "n": {"$sum": 1}}}, {"$sort": {"n": 1, "_id": 1}},
    ])  # fmt: skip
    for faculty in [r["_id"] for r in rows][:2]:
        found = work.proposal(senior, term, faculty)
        wishes = [
            work.Wish(p.wanted.section.id, {
                "day": p.day, "starts": clock_of(p.starts), "minutes": p.wanted.minutes, "room": p.room,
            })
            for p in found.placed
        ]  # fmt: skip
        if wishes:
            work.put_in(senior, term, wishes, Why("Қысқы сессия", None, ids()), "exam.propose")
    smallest = rows[0]["_id"] if rows else None
    if store.count("exams", {"faculty.id": smallest}):
        exams.publish(head, term.id, smallest, Why("Ғылыми кеңестің күнтізбесі бойынша", None, ids()))
        ids.now = moment(date(2026, 11, 21), 10)
        _move(senior, term, ids)


def _move(desk: Desk, term: Term, ids: Ids) -> None:
    """One published exam goes to another hour of its day."""
    for exam in exams.exams(desk, term, {"state": "published", "starts": "09:00", "minutes": 120})[:5]:
        for starts in ("16:00", "14:00", "11:00"):
            try:
                why = Why("Емтихан алушы таңертең басқа сабақта", MOVED, ids())
                exams.change(desk, exam.id, exam.revision, {"starts": plain(starts)}, why)
            except OfficeError:
                continue
            return
