"""What is typed into a protocol before it is signed: kept at every keystroke, by person, as typed; nothing is dropped.

It is no act: it outlives errors, a lost line and another person's typing. A place of the protocol is a row and a column
(`q1`, `text`); two people's differing texts of one place are both shown until one is chosen. As the drafts of a sheet,
typing and signing meet on a draft head: what was kept is in the signed protocol or was refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from core.db.store import Row, Session
from core.desk import Desk
from core.errors import RuleBroken
from core.sheets.drafts import Cell, meet, seen_mark, taken
from schemas.attestation import Sitting, SittingStatus
from schemas.base import Id

RIGHT = "attestation.hear"
LONGEST = 2000
Place = tuple[str, str]
Cells = Mapping[Place, Cell]

SCORE, TEXT, BY, VALUE = "score", "text", "by", "value"
AGREED, NOSHOW, NOTE = "agreed", "noshow", "note"
FLAGS = ("publication", "implementation", "plain")  # plain: honours are declined
TIMES = ("starts", "ends")
_COLUMNS = {AGREED: (SCORE,), NOSHOW: (VALUE,), NOTE: (TEXT,), **{f: (VALUE,) for f in FLAGS},
            **{t: (TEXT,) for t in TIMES}}  # fmt: skip
_LISTED = re.compile(r"(q([1-9]|[1-3]\d|40)|o([1-9]|1\d|20))")  # questions and opinions


def place_of(sitting: Id, candidacy: Id) -> str:
    """Under what the drafts of one protocol are kept."""
    return f"protocol:{sitting}:{candidacy}"


def keep(desk: Desk, sitting_id: Id, candidacy: Id, edits: Iterable[tuple[str, str, str, bool]]) -> None:
    """Keep typed texts (row, column, text, is it finished) as this person's drafts of one graduate's protocol.

    Raises Forbidden out of scope; RuleBroken when the sitting is not going on, the protocol is signed already, or there
    is no such place in it.
    """
    found = list(edits)
    sitting = desk.get(Sitting, sitting_id, RIGHT)
    seats = set(sitting.present)
    if candidacy not in {s.candidacy for s in sitting.slots}:
        raise RuleBroken("protocols.not_in_sitting")
    if any(column not in _columns(row, seats) for row, column, _, _ in found):
        raise RuleBroken("sheets.no_such_cell")
    place = place_of(sitting_id, candidacy)

    def work(session: Session) -> None:
        now = session.one("sittings", {"_id": sitting_id}, {"status": 1}) or {}
        if now.get("status") != SittingStatus.open.value:
            raise RuleBroken("protocols.sitting_not_open")
        check_unsigned(session, sitting_id, candidacy)
        meet(session, place)
        for row, column, text, finished in found:
            session.upsert(
                "drafts",
                {"_id": f"{place}|{row}|{column}|{desk.actor.id}"},
                {"$set": {
                    "sheet": place, "student": row, "column": column, "text": text[:LONGEST], "user": desk.actor.id,
                    "name": desk.actor.name, "at": desk.now(), "finished": finished,
                }},
            )  # fmt: skip

    if found:
        desk.store.transact(work)


def check_unsigned(session: Session, sitting: Id, candidacy: Id) -> None:
    """RuleBroken where the protocol of this slot is signed already."""
    row = session.one("protocols", {"once": f"{sitting}:{candidacy}"}, {"number": 1})
    if row is not None:
        raise RuleBroken("protocols.signed_already", number=row["number"])


def choose(desk: Desk, sitting: Id, candidacy: Id, at: Place, text: str, seen: Iterable[str]) -> None:
    """Of two people's differing texts one is chosen: it becomes the chooser's own, the others go.

    seen: every text the screen showed for the place. Raises RuleBroken when somebody has typed since.
    """
    shown = {s.strip() for s in seen}
    where = {"sheet": place_of(sitting, candidacy), "student": at[0], "column": at[1]}
    rows = desk.store.rows("drafts", where)
    if text.strip() not in shown or any(r["text"].strip() not in shown for r in rows):
        raise RuleBroken("sheets.typed_since")
    keep(desk, sitting, candidacy, [(*at, text, True)])
    for row in rows:
        if row["user"] != desk.actor.id:
            desk.store.side("drafts").delete_one({"_id": row["_id"], "at": row["at"], "text": row["text"]})


def others(rows: Iterable[Row], me: Id) -> list[tuple[str, datetime]]:
    """Who else has typed into a protocol, and when last."""
    last: dict[Id, tuple[str, datetime]] = {}
    for row in sorted((r for r in rows if r["user"] != me), key=lambda r: r["at"]):
        last[row["user"]] = (row["name"], row["at"])
    return sorted(last.values())


def compose(rows: Iterable[Row], me: Id) -> dict[Place, Cell]:
    """Every place that was typed into: the reader's own text first, else the newest; others' differing ones beside."""
    by_place: dict[Place, list[Row]] = {}
    for row in sorted(rows, key=lambda r: (r["user"] == me, r["at"])):
        by_place.setdefault((row["student"], row["column"]), []).append(row)
    cells = {}
    for place, typed in by_place.items():
        top = typed[-1]
        differ = tuple(
            (r["user"], r["name"], r["at"], r["text"]) for r in typed[:-1] if r["text"].strip() != top["text"].strip()
        )
        cells[place] = Cell(*place, top["text"], top["user"], top["name"], top["at"], others=differ,
                            finished=top.get("finished", True))  # fmt: skip
    return cells


def _columns(row: str, seats: set[Id]) -> tuple[str, ...]:
    if row in seats:
        return (SCORE,)
    return (TEXT, BY) if _LISTED.fullmatch(row) else _COLUMNS.get(row, ())


__all__ = [
    "AGREED", "BY", "Cells", "FLAGS", "NOSHOW", "NOTE", "Place", "SCORE", "TEXT", "TIMES", "VALUE", "check_unsigned",
    "choose", "compose", "keep", "others", "place_of", "seen_mark", "taken",
]  # fmt: skip
