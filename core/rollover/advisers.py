"""Advisers of groups: who advises whom, given to many groups at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why, both
from core.errors import NotFound, RuleBroken
from core.i18n import order_key
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id, Ref
from schemas.reference import Person
from schemas.student import Student

RIGHT = "student.edit"
MOST = 400


@dataclass(frozen=True)
class Group:
    """An administrative group: how many study in it, in which courses, and who advises how many of them."""

    code: str
    students: int
    courses: tuple[int, ...]
    advisers: tuple[tuple[Ref, int], ...]

    @property
    def without(self) -> int:
        """How many have no adviser."""
        return self.students - sum(n for _, n in self.advisers)


def groups(desk: Desk) -> list[Group]:
    """Groups of those who study, within this user's reach, in Kazakh order; one aggregate."""
    rows = desk.store.aggregate("students", [
        {"$match": both(desk.where(Student, "student.read", {"studies.status": "active"}), {})},
        {"$project": {f"studies.{f}": 1 for f in ("status", "group", "year", "adviser")}},
        {"$unwind": "$studies"},
        {"$match": {"studies.status": "active", "studies.group": {"$nin": ["", None]}}},
        {"$group": {"_id": {"g": "$studies.group", "a": "$studies.adviser.id"}, "n": {"$sum": 1},
                    "who": {"$first": "$studies.adviser"}, "years": {"$addToSet": "$studies.year"}}},
    ])  # fmt: skip
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["_id"]["g"], []).append(row)
    made = [
        Group(
            code, sum(r["n"] for r in parts), tuple(sorted({y for r in parts for y in r["years"] if y})),
            tuple((Ref(**r["who"]), r["n"]) for r in parts if r.get("who")),
        )
        for code, parts in found.items()
    ]  # fmt: skip
    return sorted(made, key=lambda g: order_key(g.code))


def advise(desk: Desk, to: Mapping[str, Id], why: Why) -> int:
    """Give groups their advisers: group → person; all who study in them, each with an event. How many changed.

    An act for each group. Raises NotFound, RuleBroken (not employed, on leave, nothing to change, a group too large).
    """
    if not to:
        raise RuleBroken("rollover.nothing_chosen")
    changed = 0
    for n, (code, person) in enumerate(sorted(to.items())):
        changed += _one(desk, code, person, Why(why.reason, why.basis, f"{why.command}:{n}", why.code))
    if not changed:
        raise RuleBroken("rollover.advisers_same")
    return changed


def _one(desk: Desk, code: str, person: Id, why: Why) -> int:
    where = {"studies": {"$elemMatch": {"group": code, "status": "active", "adviser.id": {"$ne": person}}}}
    rows = desk.rows(Student, "student.read", where, {"_id": 1, "hidden": 1, "merged": 1}, [("_id", 1)], MOST + 1)
    if len(rows) > MOST:
        raise RuleBroken("rollover.group_too_large", group=code, most=MOST)
    if not rows:
        return 0

    def work(tx: Tx) -> Person:
        found = tx.session.one("people", {"_id": person}, {"_id": 1})
        if found is None:
            raise NotFound("errors.not_found", kind="people", id=person)
        who = tx.get(Person, person, scoped=False)
        if not who.active:
            raise RuleBroken("classes.not_employed", name=who.label())
        if who.away(tx.today):
            key = "classes.on_leave" if who.away_to else "classes.on_leave_open"
            raise RuleBroken(key, name=who.label(), until=who.away_to, since=who.away_from)
        for id, state in tx.students([r["_id"] for r in rows]).items():
            tx.student(id)  # inside the scope of who acts
            changes = [
                ev.Change(field=f"studies.{s['id']}.adviser", was=s.get("adviser"), now=plain(who.ref()))
                for s in state["studies"]
                if s.get("group") == code and s["status"] == "active" and (s.get("adviser") or {}).get("id") != person
            ]
            if changes:
                tx.append(id, ev.ProfileEdited, None, changes=changes)
        return who

    desk.transact("group.adviser", work, why, right=RIGHT, given=[code, person])
    return len(rows)
