"""Looking at instructions: all of them, those to oneself, who has read one and who has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core import access
from core.db.store import Row
from core.desk import Desk
from core.errors import Forbidden
from core.instructions.people import addressed
from schemas.base import Id
from schemas.instruction import Instruction, InstructionRead, InstructionState, read_id
from schemas.words import Role

READ, MARK = "instruction.read", "instruction.mark"
SIZE, MOST = 50, 5000
SHOWN = [InstructionState.published.value, InstructionState.replaced.value, InstructionState.cancelled.value]


@dataclass(frozen=True)
class Reader:
    """Somebody to whom it goes, and when he read it; None: not yet."""

    name: str
    post: str
    role: Role | None
    unit: str
    at: datetime | None


def get(desk: Desk, id: Id) -> Instruction:
    """One edition: any for the office, else a published one that goes to the user, or that he read. NotFound,
    Forbidden."""
    found = desk.get(Instruction, id, MARK)
    if desk.may(READ):
        return found
    draft = found.status is InstructionState.draft or found.since is None
    if draft or not (_to(desk, found) or marked(desk, id)):
        raise Forbidden("errors.out_of_scope", right=READ)
    return found


def _to(desk: Desk, of: Instruction) -> bool:
    return any(p["_id"] == desk.actor.id for p in addressed(desk.store, of))


def marked(desk: Desk, id: Id) -> datetime | None:
    """When this user read an edition; None: he has not."""
    row = desk.store.one("instruction_reads", {"_id": read_id(id, desk.actor.id)}, {"at": 1})
    return row["at"] if row else None


def listed(desk: Desk, state: str = "", kind: str = "", page: int = 0, size: int = SIZE) -> list[Row]:
    """A page of all, drafts first, then the newest, with how many have read each."""
    where: Row = {k: v for k, v in (("status", state), ("kind", kind)) if v}
    rows = desk.rows(Instruction, READ, where, {"head": 0}, [("since", -1), ("_id", -1)], size, page * size)
    return counts(desk, sorted(rows, key=lambda r: r["status"] != InstructionState.draft.value))


def counts(desk: Desk, rows: Sequence[Row]) -> list[Row]:
    """The rows with `read_n`: how many have read each."""
    ids = [r["_id"] for r in rows]
    found = desk.store.rows("instruction_reads", {"instruction.id": {"$in": ids}}, {"instruction.id": 1}, limit=MOST)
    return [{**r, "read_n": sum(f["instruction"]["id"] == r["_id"] for f in found)} for r in rows]


def mine(desk: Desk, most: int = 200) -> list[Row]:
    """What goes to this user, in force, unread first, then the newest; with `my`: when he read it."""
    row = desk.store.one("users", {"_id": desk.actor.id}, {"role": 1, "department.id": 1}) or {}
    unit = (row.get("department") or {}).get("id")
    to: list[Row] = [{"roles": row.get("role", desk.actor.role.value)}, *([{"units.id": unit}] if unit else [])]
    where: Row = {"status": InstructionState.published.value, "$or": to}
    rows = desk.rows(Instruction, MARK, where, {"head": 0}, [("since", -1), ("_id", -1)], most)
    ids = [read_id(r["_id"], desk.actor.id) for r in rows]
    done = {r["instruction"]["id"]: r["at"]
            for r in desk.store.rows("instruction_reads", {"_id": {"$in": ids}}, limit=most)}  # fmt: skip
    found = [{**r, "my": done.get(r["_id"])} for r in rows]
    return sorted(found, key=lambda r: r["my"] is not None)


def waiting(desk: Desk) -> list[Row]:
    """Of them those he has not read."""
    return [r for r in mine(desk) if r["my"] is None]


def reads(desk: Desk, id: Id) -> list[Reader]:
    """To whom an edition goes today, each with when he read it; who read it and left comes last. Forbidden."""
    access.require(desk.actor, READ)
    of = desk.get(Instruction, id, READ)
    marks = {r["user"]: InstructionRead.model_validate(r)
             for r in desk.store.rows("instruction_reads", {"instruction.id": id}, limit=MOST)}  # fmt: skip
    people = addressed(desk.store, of) if of.status is InstructionState.published else []
    found = [
        Reader(p["name"], p.get("post") or "", Role(p["role"]), _unit(p.get("department")),
               marks[p["_id"]].at if p["_id"] in marks else None)
        for p in people
    ]  # fmt: skip
    there = {p["_id"] for p in people}
    gone = [m for user, m in marks.items() if user not in there]
    return found + [Reader(m.person, m.post, None, m.unit.label.kk if m.unit else "", m.at) for m in gone]


def _unit(row: Row | None) -> str:
    return str(row["label"]["kk"]) if row else ""


def unread(desk: Desk, id: Id) -> list[Reader]:
    """Who has not read it yet."""
    return [r for r in reads(desk, id) if r.at is None]


def editions(desk: Desk, of: Instruction) -> list[Instruction]:
    """Every edition under its number, the newest first; those before an unpublished one too."""
    number = of.number if of.since else of.replaces.label.kk.partition(":")[0] if of.replaces else ""
    if not number:
        return []
    rows = desk.store.rows("instructions", {"number": number, "status": {"$in": SHOWN}}, sort=[("edition", -1)])
    return [Instruction.model_validate(r) for r in rows]


__all__ = ["MARK", "READ", "Reader", "counts", "editions", "get", "listed", "marked", "mine", "reads", "unread",
           "waiting"]  # fmt: skip
