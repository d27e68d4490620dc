"""Looking at a sitting that goes on: each graduate's state, one protocol as typed; which protocol of several stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from core import rulebooks
from core.attestation.admission import admitted
from core.attestation.protocols import drafts, rules
from core.attestation.protocols.around import Around, ended
from core.attestation.protocols.honours import Award, award
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk
from core.errors import NotFound, OfficeError, Problem, Problems
from core.papers.reading import masked
from core.progress.what_if import award_rules
from core.sheets.drafts import Cell
from schemas.attestation import Candidacy, Commission, CommissionSeat, Protocol, ProtocolStatus, Sitting, Slot
from schemas.base import Id

READ = "attestation.read"


class Standing(StrEnum):
    """How it stands with one graduate of the day."""

    waiting = "waiting"
    typed = "typed"
    barred = "barred"  # not admitted, or gone since
    passed = "passed"
    failed = "failed"
    absent = "absent"


@dataclass(frozen=True)
class Hearing:
    """A sitting as its page shows it: around it, its protocols that stand by candidacy, who was typed of, who is
    admitted."""

    around: Around
    protocols: Mapping[Id, Protocol]
    typed: frozenset[Id]
    admitted: frozenset[Id]
    studies: Mapping[Id, Id]

    @property
    def sitting(self) -> Sitting:
        return self.around.sitting

    def standing(self, slot: Slot) -> Standing:
        """The state of a graduate."""
        if (p := self.protocols.get(slot.candidacy)) is not None:
            return Standing.absent if p.mark else Standing.passed if p.passed else Standing.failed
        if self.studies.get(slot.candidacy) not in self.admitted:
            return Standing.barred
        return Standing.typed if slot.candidacy in self.typed else Standing.waiting

    def done(self) -> int:
        """How many have a protocol."""
        return sum(s.candidacy in self.protocols for s in self.sitting.slots)


@dataclass(frozen=True)
class Typing:
    """One protocol as it is typed: its cells, who else types, what it comes to so far, what is wrong with it."""

    candidacy: Candidacy
    cells: Mapping[drafts.Place, Cell]
    others: list[tuple[str, datetime]]
    seen: str
    barred: frozenset[Id]
    written: rules.Written | None
    judged: rules.Judged | None
    award: Award
    problems: tuple[Problem, ...]

    def text(self, row: str, column: str) -> str:
        """What stands at a place."""
        cell = self.cells.get((row, column))
        return cell.text if cell else ""


def hearing(desk: Desk, sitting_id: Id) -> Hearing:
    """A sitting inside the user's scope, with the state of everybody it hears."""
    sitting = desk.get(Sitting, sitting_id, READ)
    store, ids = desk.store, [s.candidacy for s in sitting.slots]
    around = Around.of(sitting, store.load(Commission, sitting.commission.id))
    places = {drafts.place_of(sitting.id, c): c for c in ids}
    rows = store.rows("drafts", {"sheet": {"$in": list(places)}}, {"sheet": 1}, limit=20_000)
    found = store.rows("protocols", {"sitting.id": sitting.id, "replaced": None}, limit=200)
    studies = store.rows("candidacies", {"_id": {"$in": ids}}, {"study": 1, "student.id": 1}, limit=100)
    let_in = frozenset(admitted(store, sitting.year)) - ended(
        store, [(r["student"]["id"], r["study"]) for r in studies]
    )
    return Hearing(
        around, {r["candidacy"]: Protocol.model_validate(r) for r in found},
        frozenset(places[r["sheet"]] for r in rows), let_in,
        {r["_id"]: r["study"] for r in studies},
    )  # fmt: skip


def typing(desk: Desk, around: Around, candidacy_id: Id) -> Typing:
    """One graduate's protocol as it stands now, with what would follow from it."""
    candidacy = desk.get(Candidacy, candidacy_id, READ)
    rows = desk.store.rows("drafts", {"sheet": drafts.place_of(around.sitting.id, candidacy_id)}, limit=2000)
    cells, barred = drafts.compose(rows, desk.actor.id), around.barred(desk.store, candidacy)
    written = judged = None
    brings, problems = Award(), tuple[Problem, ...]()
    try:
        book = rulebooks.in_force(desk.store, around.sitting.day)
        written = rules.written(cells, around.present, barred, around.form.deciding, book)
        judged = rules.judged(written.score, written.mark, book)
        brings = award(desk.store, candidacy, written.score, judged.passed, around.sitting.day, book, award_rules())
    except Problems as e:
        problems = tuple(e.problems)
    except OfficeError as e:
        problems = (Problem("", e.key, e.values),)
    return Typing(candidacy, cells, drafts.others(rows, desk.actor.id), drafts.seen_mark(cells, desk.actor.id),
                  frozenset(barred), written, judged, brings, problems)  # fmt: skip


def standing(desk: Desk, candidacy: Id) -> Protocol:
    """The protocol of a candidacy that stands: the newest, of those that correct each other and of who was excused and
    came to a later sitting. NotFound where none is."""
    where = {"candidacy": candidacy, "status": ProtocolStatus.signed.value, "replaced": None}
    rows = desk.rows(Protocol, READ, where, None, [("number", -1)], 1)
    if not rows:
        raise NotFound("errors.not_found", kind="protocols", id=candidacy)
    return Protocol.model_validate(rows[0])


def verify(store: Store, code: str) -> dict[str, Any] | None:
    """What a stranger may know of a protocol's code: kind, number, masked holder, day, state; None for an unknown."""
    row = store.one("protocols", {"code": code.strip().upper()}, {"number": 1, "student": 1, "day": 1, "replaced": 1})
    if row is None:
        return None
    office = store.one("office", {}) or {}
    return {
        "kind": plain(Protocol.title), "number": row["number"], "holder": masked(row["student"]["label"]["kk"], office),
        "issued": row["day"], "state": "cancelled" if row.get("replaced") else "signed",
        "institution": office.get("name", {}),
    }  # fmt: skip


def unsigned(protocol: Protocol) -> list[CommissionSeat]:
    """Who sat and has not signed yet."""
    return protocol.unsigned


__all__ = ["Hearing", "Standing", "Typing", "hearing", "standing", "typing", "unsigned", "verify"]
