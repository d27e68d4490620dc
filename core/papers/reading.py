"""Reading papers of every kind: one list, one paper, its file, and the public answer to a code."""

from __future__ import annotations

from datetime import date
from typing import Any

from core import files, house, looks, merged
from core.db.store import Row, Store
from core.desk import Desk
from core.i18n import order_key
from core.papers import life, sight
from core.papers.acts import typeset
from core.papers.blanks import OUT
from schemas.base import Id
from schemas.kinds import Kind, Sort
from schemas.paper import Paper, PaperState
from schemas.reference import HolderShown
from schemas.student import Issued, Student
from schemas.transcript import Transcript

OPEN = (PaperState.requested, PaperState.made, PaperState.signed)  # not handed over, not cancelled: a deadline counts
RIGHTS = {"papers": "paper.read", "transcripts": "transcript.read"}


def kinds() -> list[Kind]:
    """The kinds of paper that may be requested for a student today."""
    return sorted(house.entries(Sort.certificate), key=lambda k: order_key(k.name.kk))


def stored(states: list[PaperState]) -> list[str]:
    """States as records hold them: transcripts of the first years say «issued»."""
    return [s.value for s in states] + (["issued"] if PaperState.made in states else [])


def listed(
    desk: Desk, states: list[PaperState] | None = None, kind: str = "", student: Id | None = None, text: str = "",
    late: bool = False, page: int = 0, size: int = 50,
) -> list[Row]:  # fmt: skip
    """Papers the user may see, the newest first: rows with `of` (collection), without what was printed.

    kind: the code of a kind, or «transcript»; «» all. late: only those whose deadline has passed. text: the beginning
    of a number.
    """
    where: Row = {"state": {"$in": stored(states)}} if states else {}
    if student:
        where["student.id"] = {"$in": merged.ids_of(desk.store, student)}
    if text.strip():
        where["number"] = {"$gte": text.strip(), "$lt": text.strip() + "\uffff"}
    if late:
        where |= {"state": {"$in": stored(list(OPEN))}, "deadline": {"$lt": desk.today().isoformat(), "$gt": ""}}
    found: list[Row] = []
    fetch = (page + 1) * size
    for name, model in life.MODELS.items():
        own = dict(where)
        if kind and (kind == "transcript") != (name == "transcripts") or not desk.may(RIGHTS[name]):
            continue
        if kind and name == "papers":
            own["code_of_kind"] = kind
        hidden = {"paper": 0, "printed": 0, "values": 0}
        rows = desk.rows(model, RIGHTS[name], own, hidden, [("_id", -1)], fetch)
        found += [{**r, "of": name} for r in rows]
    found.sort(key=lambda r: r["_id"], reverse=True)
    return found[page * size : fetch]


def overdue(desk: Desk) -> int:
    """How many papers of the user's scope are past their deadline; counted up to a thousand."""
    where = {"state": {"$in": stored(list(OPEN))}, "deadline": {"$lt": desk.today().isoformat(), "$gt": ""}}
    return sum(desk.count(m, RIGHTS[n], where, 1000) for n, m in life.MODELS.items() if desk.may(RIGHTS[n]))


def is_late(row: Row, today: date) -> bool:
    """Has the deadline of this paper passed while it waits?"""
    return bool(row.get("deadline")) and row["deadline"] < today.isoformat() and row["state"] in stored(list(OPEN))


def one(desk: Desk, of: str, id: Id) -> Paper | Transcript:
    """One paper the user may see, without values hidden from his role; NotFound, Forbidden."""
    return sight.seen(desk.actor.role, desk.get(life.MODELS[of], id, RIGHTS[of]))


def issued(store: Store, student: Student) -> list[Issued]:
    """The papers a record says were issued and that are in force.

    One that came with another record by a merge and was cancelled since is left out: its own record says so.
    """
    ids = [p.document.id for p in student.papers]
    where: Row = {"_id": {"$in": ids}, "state": PaperState.cancelled.value}
    gone = {r["_id"] for name in life.MODELS for r in store.rows(name, where, {"_id": 1})} if ids else set()
    return [p for p in student.papers if p.document.id not in gone]


def next_acts(desk: Desk, paper: Paper | Transcript) -> list[str]:
    """What this user may do with the paper now, the act that carries it on first."""
    right = {"make": "paper.make", "check": "paper.check", "sign": "paper.sign", "hand": "paper.hand"}
    match paper.state:
        case PaperState.requested:
            acts = ["make"]
        case PaperState.made:
            acts = [] if paper.checker else ["check"]
            if not paper.approval or paper.agreed:
                acts.append("sign")
        case PaperState.signed:
            acts = ["hand"]
        case _:
            acts = []
    return [a for a in acts if desk.may(right[a])]


def blank_out(desk: Desk, paper: Paper) -> bool:
    """Is the blank of this paper written down as spoiled or lost?"""
    row = desk.store.one("blanks", {"_id": paper.blank.id}, {"status": 1}) if paper.blank else None
    return row is not None and row["status"] in [s.value for s in OUT]


def file_of(desk: Desk, id: Id, copy: int = 0) -> tuple[str, bytes]:
    """Name and bytes of a made paper's file (copy 0) or of a numbered copy; who took it is written down.

    Raises RuleBroken: `files.changed` when the stored bytes no longer match the hash in the record,
    `papers.file_closed` when the paper holds what is hidden from the user's role; IndexError.
    """
    paper = desk.get(Paper, id, "paper.read")
    sight.check(desk.actor.role, paper)
    if not paper.file_hash:  # a crash came between the act and its typesetting
        paper = typeset(desk, paper, f"{id}:again")
    hash = paper.copies[copy - 1].file_hash if copy else paper.file_hash
    file, data = files.read(desk.store, hash)
    looks.note(desk, "papers", "papers", id, paper.label().kk, "download", student=paper.student.id, file=file.name)
    return file.name, data


def verify(store: Store, code: str) -> dict[str, Any] | None:
    """What a stranger may know of a paper's code: kind, number, masked holder, day, state; None for an unknown one."""
    row = store.one("papers", {"code": code.strip().upper()})
    if row is None:
        return None
    office = store.one("office", {}) or {}
    return {
        "kind": row["kind"]["label"], "number": row["number"], "holder": masked(row["student"]["label"]["kk"], office),
        "issued": row["day"], "state": row["state"], "institution": office.get("name", {}),
    }  # fmt: skip


def masked(name: str, office: Row) -> str:
    """A holder's name as a stranger sees it, by the setting of the institution: the first letter of each part with as
    many dots as letters follow, initials, the whole name, or nothing."""
    parts = name.split()
    match HolderShown(office.get("holder_shown") or HolderShown.letters):
        case HolderShown.full:
            return name
        case HolderShown.nothing:
            return ""
        case HolderShown.initials:
            return " ".join(f"{p[0]}." for p in parts)
    return " ".join(p[0] + "•" * (len(p) - 1) for p in parts)
