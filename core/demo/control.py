"""What the week before today left behind: walks through the corridors, deviations, refused choices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

from core import checks, registration
from core.db.store import Row, Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.registration import NotRegistered, Wish
from core.users import actor_of
from schemas.base import Ref
from schemas.reference import Person
from schemas.study_plan import StudyPlan
from schemas.timetable import Cause, Deviation, Held
from schemas.user import User
from schemas.words import PlanReason

WALKS = tuple(date(2026, 11, day) for day in (16, 17, 18, 19, 20))
A_DAY = 9  # lessons looked at in one walk
# Which of the checks found nobody, and why; how far its deviation went: 0 open, 1 mended, 2 closed.
EMPTY = {
    7: (Cause.teacher_ill, "Хабарланбаған", 2), 16: (Cause.moved, "", 1), 25: (Cause.teacher_absent, "", 0),
    38: (Cause.room, "Кілт табылмады", 0),
}  # fmt: skip


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """Check lessons day by day, answer what was found, choose what may not be chosen; every one by its own act."""
    desks = {login: Desk(actor_of(user), store, lambda: ids.now, ids) for login, user in users.items()}
    _walk(desks, ids)
    _refused(desks, store, ids)


def _walk(desks: Mapping[str, Desk], ids: Ids) -> None:
    rng, n, desk = Random(33), 0, desks["senior"]
    found: list[tuple[int, str]] = []
    for day in WALKS:
        ids.now = moment(day, 11)
        planned = [p for p in checks.planned(desk, day) if p.what is Held.lesson]
        for one in rng.sample(planned, min(A_DAY, len(planned))):
            n += 1
            cause, note, far = EMPTY.get(n, (None, "", 0))
            seen = {"cause": cause, "note": note} if cause else {"present": rng.randrange(1, 14)}
            head = {"responsible": _head(desk.store, one.of)} if cause else None
            made = checks.make(desk, Held.lesson, one.of, day, cause is None, seen, Why("", None, ids()), head)
            if cause:
                found.append((far, made.id))
    ids.now = moment(date(2026, 11, 20), 16)
    for far, check in found:
        row = desk.store.one("deviations", {"check.id": check}) or {}
        if far and row:
            answer = {"cause": "Оқытушы ескертпеген", "action": "Сабақ сенбіде өткізілді, оқытушыға ескерту жасалды"}
            kept: Deviation = checks.mend(desk, row["_id"], row["revision"], answer, Why("", None, ids()))
            if far > 1:
                checks.close(desks["head"], kept.id, kept.revision, Why("Кестеден тексерілді", None, ids()))


def _head(store: Store, lesson: str) -> Ref | None:
    """Who heads the department of a lesson: the first of its staff."""
    row = store.one("lessons", {"_id": lesson}, {"department.id": 1}) or {}
    where = {"department.id": (row.get("department") or {}).get("id")}
    found = store.rows("people", where, None, [("number", 1)], 1)
    return Person.model_validate(found[0]).ref() if found else None


def _refused(desks: Mapping[str, Desk], store: Store, ids: Ids) -> None:
    """An adviser asks for a discipline before what it rests on; the check says why not, and it is written down."""
    ids.now = moment(date(2026, 11, 19), 15)
    term = store.one("terms", {"code": "2026-2"}) or {}
    for row in store.rows("study_plans", {"year": 2026, "state": "draft"}, None, [("key", 1)], 3):
        plan = StudyPlan.model_validate(row)
        wish = _too_early(store, row)
        if wish is None:
            continue
        asked = [Wish(term["_id"], wish, PlanReason.elective)]
        try:
            registration.choose(desks["senior"], plan.id, plan.revision, asked, Why("Студенттің өтініші", None, ids()))
        except NotRegistered:
            pass


def _too_early(store: Store, plan: Row) -> str | None:
    """A discipline whose prerequisite this plan does not hold."""
    held = {x["discipline"]["id"] for x in plan["lines"]}
    rows = store.rows("disciplines", {"prerequisites.0": {"$exists": True}}, None, [("code", -1)], 40)
    return next(
        (r["_id"] for r in rows if r["_id"] not in held and not held & {p["id"] for p in r["prerequisites"]}), None
    )
