"""What pages read of sittings; drafts are seen only by who plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import references
from core.attestation import settings
from core.attestation.admission import admitted
from core.attestation.sittings.gathering import attestation_days, calendar_of, others
from core.attestation.sittings.proposing import Hours, Proposal, Wanted, propose
from core.attestation.sittings.rules import length
from core.busy import LIVE, minutes_of, playing, sat, who_of
from core.db.store import Row
from core.desk import Desk
from core.errors import NotFound, Problem, Problems
from core.i18n import order_key
from schemas.attestation import Candidacy, CandidacyStatus, Commission, CommissionStatus, Sitting, SittingStatus
from schemas.attestation.sitting import Sharing
from schemas.base import Id

RIGHT, EDIT = "attestation.read", "attestation.edit"
LIGHT = {"head": 0, "created": 0, "updated": 0, "custom": 0, "changes": 0}
WAITING = (CandidacyStatus.draft.value, CandidacyStatus.approved.value)


def visible(desk: Desk) -> Row:
    """Which states this user is shown."""
    hidden = [] if desk.may(EDIT) else [SittingStatus.draft.value]
    return {"status": {"$in": [s for s in LIVE if s not in hidden]}}


def get(desk: Desk, id: Id) -> Sitting:
    """One sitting; NotFound, and for who does not plan of a draft too."""
    found = desk.get(Sitting, id, RIGHT)
    if found.status is SittingStatus.draft and not desk.may(EDIT):
        raise NotFound("errors.not_found", kind="sittings", id=id)
    return found


def years(desk: Desk) -> list[int]:
    """The years that have a commission this user may see, newest first; always this year."""
    rows = desk.store.aggregate("commissions", [
        {"$match": desk.where(Commission, RIGHT, {})}, {"$group": {"_id": "$year"}},
    ])  # fmt: skip
    return sorted({desk.today().year, *(r["_id"] for r in rows)}, reverse=True)


def commissions(desk: Desk, year: int) -> list[Commission]:
    """The commissions of a year that may sit or will, of what this user may see."""
    where = {"year": year, "status": {"$ne": CommissionStatus.cancelled.value}}
    rows = desk.rows(Commission, RIGHT, where, {"head": 0, "parts": 0, "changes": 0}, [("number", 1)], 500)
    return [Commission.model_validate(r) for r in rows]


def condition(desk: Desk, year: int, text: str, chosen: dict[str, Any]) -> Row:
    """What the list is asked for; cancelled ones stand in it only where they are asked for."""
    shown = {} if desk.may(EDIT) and chosen.get("status") else visible(desk)
    return {"$and": [{"year": year}, shown, references.condition(Sitting, text, chosen, desk.actor.role)]}


def listed(
    desk: Desk, year: int, text: str, chosen: dict[str, Any], sort: str, descending: bool, page: int, size: int
) -> list[Row]:  # fmt: skip
    """A page of the sittings of a year: by day and hour, by commission or by room."""
    keys = {"commission": ("commission.label.kk", "day", "starts"), "room": ("room.label.kk", "day", "starts")}
    order = [(k, -1 if descending else 1) for k in keys.get(sort, ("day", "starts"))]
    where = condition(desk, year, text, chosen)
    return desk.rows(Sitting, RIGHT, where, LIGHT, [*order, ("_id", 1)], size, page * size)


def count(desk: Desk, year: int, text: str, chosen: dict[str, Any]) -> int:
    """How many sittings the list holds."""
    return desk.count(Sitting, RIGHT, condition(desk, year, text, chosen))


def sittings(desk: Desk, where: Row) -> list[Sitting]:
    """Sittings that this user is shown, in the order of days and hours."""
    asked = {"$and": [visible(desk), where]}
    rows = desk.rows(Sitting, RIGHT, asked, LIGHT, [("day", 1), ("starts", 1), ("_id", 1)], 2000)
    return [Sitting.model_validate(r) for r in rows]


@dataclass(frozen=True)
class Board:
    """Days across, rooms down; cells: the sittings of a room on a day, in order."""

    days: tuple[date, ...]
    rooms: tuple[tuple[Id, str], ...]
    cells: dict[tuple[Id, date], list[Sitting]]


def board(desk: Desk, year: int, commission: Id | None = None) -> Board:
    """The board of a year, of one commission where it is named."""
    found = sittings(desk, {"year": year, **({"commission.id": commission} if commission else {})})
    cells: dict[tuple[Id, date], list[Sitting]] = {}
    names: dict[Id, str] = {}
    for s in found:
        id, name = (s.room.id, s.room.label.kk) if s.room else ("", "")
        names[id] = name
        cells.setdefault((id, s.day), []).append(s)
    rooms = sorted(names.items(), key=lambda r: (r[1] == "", order_key(r[1])))
    return Board(tuple(sorted({s.day for s in found})), tuple(rooms), cells)


@dataclass(frozen=True)
class Sums:
    """Where a year stands: sittings by state, graduates with a place, graduates that wait for one."""

    states: dict[str, int]
    placed: int
    waiting: int
    changed: int


def sums(desk: Desk, year: int, commission: Id | None = None) -> Sums:
    """How many stand where, of what this user may see."""
    one = {"commission.id": commission} if commission else {}
    rows = desk.store.aggregate("sittings", [
        {"$match": desk.where(Sitting, RIGHT, {"year": year, **one, **visible(desk)})},
        {"$group": {"_id": "$status", "n": {"$sum": 1}, "heard": {"$sum": {"$size": "$slots"}},
                    "changed": {"$sum": {"$cond": [{"$gt": [{"$size": "$changes"}, 0]}, 1, 0]}}}},
    ])  # fmt: skip
    asked = {"year": year, **one, "status": {"$in": list(WAITING)}, "sitting": None}
    return Sums(
        {r["_id"]: r["n"] for r in rows}, sum(r["heard"] for r in rows), desk.count(Candidacy, RIGHT, asked),
        sum(r["changed"] for r in rows),
    )  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """A graduate without a sitting; key: why he can have none yet ("" where he can)."""

    candidacy: Candidacy
    key: str


def waiting(desk: Desk, commission: Commission, form: str) -> list[Waiting]:
    """The graduates of a commission in a form who have no sitting, in the order of groups and names."""
    where = {"commission.id": commission.id, "form": form, "status": {"$in": list(WAITING)}, "sitting": None}
    rows = desk.rows(Candidacy, RIGHT, where, {"head": 0, "changes": 0}, [("group", 1), ("key", 1)], 1000)
    let_in = admitted(desk.store, commission.year) if rows else {}
    return [Waiting(c, _why_not(c, let_in)) for c in (Candidacy.model_validate(r) for r in rows)]


def _why_not(one: Candidacy, let_in: Iterable[Id]) -> str:
    if one.study not in let_in:
        return "sittings.waits_admission"
    return "" if one.status is CandidacyStatus.approved else "sittings.waits_approval"


def of_sitting(desk: Desk, sitting: Sitting) -> dict[Id, Candidacy]:
    """What the graduates of a sitting present; the sitting itself says whether it may be seen."""
    ids = [s.candidacy for s in sitting.slots]
    rows = desk.store.rows("candidacies", {"_id": {"$in": ids}}, {"head": 0, "changes": 0}, limit=len(ids) or 1)
    return {r["_id"]: Candidacy.model_validate(r) for r in rows}


def days(desk: Desk, commission: Commission) -> list[date]:
    """The working days of the attestation of a commission's year, those ahead and those past."""
    faculty = commission.faculty.id if commission.faculty else None
    found: set[date] = set()
    for day in (date(commission.year, 1, 1), date(commission.year, 12, 31)):
        cal = calendar_of(desk.store, day)
        found |= {d for d in attestation_days(cal, faculty) if d.year == commission.year} if cal else set()
    return sorted(found)


def proposal(desk: Desk, commission: Commission, form: str, asked: Sharing) -> Proposal:
    """Share all who are admitted and approved and have no sitting yet; nothing is kept.

    Raises Problems beside `first` where the calendar has no day of attestation between the two.
    """
    on = [d for d in days(desk, commission) if asked.first <= d <= asked.last and d >= desk.today()]
    if not on:
        raise Problems([Problem("first", "sittings.no_days")])
    ready = [w.candidacy for w in waiting(desk, commission, form) if not w.key]
    wanted = [
        Wanted(c.id, c.student.label, length(asked.minutes, c.presented.minutes), playing(c.student, c.presented))
        for c in ready
    ]
    seats = {d: commission.sitting_on(d) for d in on}
    whole = [who_of(s) for s in {s.id: s for d in on for s in seats[d]}.values()]
    ids = [w.id for each in wanted for w in each.people if w.id] + [w.id for w in whole if w.id]
    taken = list(sat(desk.store, on))
    for day in {d.month >= 9: d for d in on}.values():  # a year of attestation may touch two academic years
        cal = calendar_of(desk.store, day)
        if cal is not None:
            taken += others(desk.store, cal, on, [r.id for r in asked.rooms], ids, ids)
    rest = (minutes_of(asked.rest_from), minutes_of(asked.rest_to)) if asked.rest_from and asked.rest_to else (0, 0)
    hours = Hours(minutes_of(asked.opens), minutes_of(asked.closes), rest, asked.pause, asked.most)
    return propose(wanted, on, asked.rooms, whole, hours, taken)


def usual(desk: Desk, commission: Commission, form: str) -> dict[str, Any]:
    """What the form of a proposal begins with: the days ahead of the calendar, the length of the form."""
    ahead = [d for d in days(desk, commission) if d >= desk.today()]
    first = {"first": ahead[0], "last": ahead[-1]} if ahead else {}
    return {**first, "minutes": settings.form(form).minutes}


def siblings(desk: Desk, sitting: Sitting) -> list[Sitting]:
    """The other planned sittings of its commission in the same form, ahead: where a graduate may be moved."""
    states = [SittingStatus.draft.value, SittingStatus.published.value]
    where = {
        "commission.id": sitting.commission.id, "form": sitting.form, "_id": {"$ne": sitting.id},
        "status": {"$in": states}, "day": {"$gte": desk.today().isoformat()},
    }  # fmt: skip
    return sittings(desk, where)


def drafts(desk: Desk, year: int, commission: Id | None = None) -> Sequence[Sitting]:
    """The drafts this user may publish."""
    one = {"commission.id": commission} if commission else {}
    where = {"year": year, "status": SittingStatus.draft.value, **one}
    rows = desk.rows(Sitting, EDIT, where, LIGHT, [("day", 1), ("starts", 1)], 500)
    return [Sitting.model_validate(r) for r in rows]


def commission(desk: Desk, sitting: Sitting) -> Commission:
    """The commission of a sitting; the sitting itself says whether it may be seen."""
    return desk.store.load(Commission, sitting.commission.id)


def names(desk: Desk, candidacies: Iterable[Id]) -> dict[Id, str]:
    """Who these graduates are, for the history of an order."""
    ids = list(candidacies)
    rows = desk.store.rows("candidacies", {"_id": {"$in": ids}}, {"student.label": 1}, limit=len(ids) or 1)
    return {r["_id"]: r["student"]["label"]["kk"] for r in rows}
