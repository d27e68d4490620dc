"""The preview of a new year: counted in the database by what decides the turn, so it takes as long for many as for few.

The contingent of the arithmetic: studies in which somebody studies or is on leave today, and those who left or
graduated since 1 September of the year that ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core import curricula
from core.access import require
from core.db.store import Row, Session, Store
from core.desk import Desk, both
from core.history import voided_ids
from core.promotions.decided import decisions
from core.rollover.turns import CONTINGENT, GONE, RAISING, Standing, added, first_day, new_since, opens, turn_of
from schemas.base import Id
from schemas.events import CHANGING
from schemas.promotion import Verdict
from schemas.rollover import Rollover, Turn
from schemas.student import Student

RUNNING = [s.value for s in CONTINGENT]
LEFT = [s.value for s in GONE]
RIGHT = "rollover.run"
CREDITS_A_YEAR = 60  # where a programme has no curriculum in the base, its credits tell its years


@dataclass(frozen=True)
class Preview:
    """counts: studies by Turn. contingent: of whom they are the parts. courses: (course, turn) → studies."""

    year: int
    contingent: int
    counts: dict[str, int]
    courses: dict[tuple[int | None, Turn], int]


def of_year(reader: Store | Session, year: int) -> Rollover | None:
    """The passage into a year as it is kept; None where nothing was decided yet."""
    row = reader.one("rollovers", {"year": year})
    return Rollover.model_validate(row) if row else None


def years(desk: Desk) -> list[Rollover]:
    """The passages there are, newest first."""
    require(desk.actor, RIGHT)
    return [Rollover.model_validate(r) for r in desk.store.rows("rollovers", {}, None, [("year", -1)], 50)]


def preview(desk: Desk, year: int) -> Preview:
    """What becomes of the whole contingent; two aggregates."""
    require(desk.actor, RIGHT)
    made = decided(desk.store, year)
    found = grouped(desk, year, made)
    length = lengths(desk.store, found)
    counts: list[tuple[Turn, int]] = []
    courses: dict[tuple[int | None, Turn], int] = {}
    for n, row in enumerate(found):
        key = row["_id"]
        turn, _ = turn_of(standing(key, length.get(str(n))), year, made.get(key["marked"]))
        counts.append((turn, row["n"]))
        courses[key.get("year"), turn] = courses.get((key.get("year"), turn), 0) + row["n"]
    gone = left(desk, year)
    counts.append((Turn.left, gone))
    return Preview(year, sum(r["n"] for r in found) + gone, added(counts), courses)


def lengths(reader: Store, found: Sequence[Row]) -> dict[Id, int]:
    """Years of each row of `grouped`, by its place."""
    return years_of(reader, [{**f["_id"], "id": str(n)} for n, f in enumerate(found)])


def by_hand(kept: Rollover | None) -> dict[Id, str]:
    """What the head decided: study → turn."""
    if kept is None:
        return {}
    return {**{d.study: d.turn.value for d in kept.decided}, **{s: Turn.repeating.value for s in kept.repeating}}


def decided(reader: Store | Session, year: int, kept: Rollover | None = None) -> dict[Id, str]:
    """What was decided about studies, where it is not what the course alone says: by the head, and above it by approved
    promotions. Whom those promote moves by his course and needs no word here."""
    turns = {Verdict.repeat: Turn.repeating, Verdict.expel: Turn.expelling}
    promoted = {s: turns[v].value for s, v in decisions(reader, year).items() if v in turns}
    return {**by_hand(kept or of_year(reader, year)), **promoted}


def standing(study: Row, years: int | None) -> Standing:
    """A stored study (or a group of alike ones) as the rule asks for it."""
    day = study.get("admitted_on") or study.get("opened")
    admitted = date.fromisoformat(day) if day else None
    return Standing(study["status"], study.get("year"), years, admitted, bool(study.get("raised")))


def years_of(reader: Store | Session, studies: Iterable[Row]) -> dict[Id, int]:
    """Years that each study lasts: by its curriculum, else by the credits of its programme; absent where unknown."""
    studies = list(studies)
    found = {id: -(-c.semesters // 2) for id, c in curricula.of_studies(reader, studies).items()}
    rest = {s["programme"]["id"] for s in studies if s["id"] not in found and s.get("programme")}
    rows = reader.rows("programmes", {"_id": {"$in": sorted(rest)}}, {"credits": 1}) if rest else []
    credits = {r["_id"]: int(-(-Decimal(r["credits"]) // CREDITS_A_YEAR)) for r in rows if r.get("credits")}
    for s in studies:
        if s["id"] not in found and s.get("programme") and s["programme"]["id"] in credits:
            found[s["id"]] = credits[s["programme"]["id"]]
    return found


_KEYS = ("id", "status", "year", "group", "programme.id", "department.id", "curriculum.id", "admitted_on", "opened")


def grouped(desk: Desk, year: int, made: Mapping[Id, str]) -> list[Row]:
    """The contingent grouped by all that decides the turn: a few hundred rows, however many students; who is decided
    about by hand stands alone (`marked`: his study)."""
    s = "$studies."
    day = {"$ifNull": [f"{s}admitted_on", f"{s}opened"]}
    fresh = {"$gte": [day, new_since(year).isoformat()]}
    key = {
        "status": f"{s}status", "year": f"{s}year",
        "programme": f"{s}programme.id", "department": f"{s}department.id", "curriculum": f"{s}curriculum.id",
        "intake": {"$substrBytes": [{"$ifNull": [f"{s}admitted_on", ""]}, 0, 4]},
        "group": {"$cond": [{"$gt": [f"{s}programme.id", None]}, f"{s}group", ""]}, "fresh": fresh,
        "raised": {"$anyElementTrue": [{"$map": {"input": "$raises", "as": "c", "in": {"$and": [
            {"$eq": ["$$c.field", {"$concat": ["studies.", f"{s}id", ".year"]}]}, {"$isNumber": "$$c.was"},
            {"$eq": ["$$c.now", {"$cond": [{"$isNumber": "$$c.was"}, {"$add": ["$$c.was", 1]}, None]}]},
        ]}}}]},
        "marked": {"$cond": [{"$in": [f"{s}id", sorted(made)]}, f"{s}id", ""]},
    }  # fmt: skip
    rows = desk.store.aggregate("students", [
        {"$match": both({"studies.status": {"$in": RUNNING}}, desk.visible(Student))},
        {"$project": {**{f"studies.{f}": 1 for f in _KEYS}, "raises": _raises(year)}},
        {"$unwind": "$studies"}, {"$match": {"studies.status": {"$in": RUNNING}}},
        {"$group": {"_id": key, "n": {"$sum": 1}}},
    ])  # fmt: skip
    for row in rows:
        k = row["_id"]
        for name in ("programme", "department", "curriculum"):
            k[name] = {"id": k[name]} if k.get(name) else None
        admitted = f"{k['intake']}-01-01" if k.get("intake") else None
        k["admitted_on"] = new_since(year).isoformat() if k["fresh"] and not admitted else admitted
        if k["fresh"] and admitted:
            k["admitted_on"] = f"{k['intake']}-12-31"
    return rows


def _raises(year: int) -> Row:
    """Changes of a student's card since the day on which the new year may be entered, those of orders that stand; most
    students have none."""
    since = opens(year).isoformat()
    back = {"$ifNull": ["$events.reverses", []]}
    recent = {"$filter": {"input": "$events", "as": "e", "cond": {"$and": [
        {"$in": ["$$e.type", list(RAISING)]}, {"$gte": ["$$e.effective", since]},
        {"$not": {"$in": ["$$e.id", back]}}]}}}  # fmt: skip
    joined = {"$reduce": {"input": recent, "initialValue": [], "in": {"$concatArrays": ["$$value", "$$this.changes"]}}}
    return {"$cond": [{"$gte": ["$latest", since]}, joined, []]}


def left(desk: Desk, year: int) -> int:
    """Studies that ended since 1 September of the year that ends: by the day their status changed."""
    since = first_day(year - 1).isoformat()
    edits: Row = {
        "$filter": {"input": "$events", "as": "e", "cond": {"$in": ["$$e.type", [*CHANGING, "event_voided"]]}}
    }
    rows = desk.store.aggregate("students", [
        {"$match": both({"studies.status": {"$in": LEFT}, "latest": {"$gte": since}}, desk.visible(Student))},
        {"$project": {"studies.id": 1, "studies.status": 1, "e": edits}},
    ])  # fmt: skip
    return sum(_left_since(s, row["e"], since) for row in rows for s in row["studies"] if s["status"] in LEFT)


def _left_since(study: Row, events: Sequence[Row], since: str) -> bool:
    voided = voided_ids([(e["id"], e.get("voids")) for e in events])
    path = f"studies.{study['id']}.status"
    days = [
        e["effective"] for e in events if e["id"] not in voided
        for c in e.get("changes", []) if c["field"] == path and c["now"] == study["status"]
    ]  # fmt: skip
    return bool(days) and max(days) >= since


def command(doc: Rollover, step: str) -> str:
    """The beginning of the commands of this passage's acts of one step."""
    return f"{doc.id}:{step}:"
