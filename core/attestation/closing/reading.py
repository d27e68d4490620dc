"""What of a commission's protocols stands on sheets, what does not, and where a sheet says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core import merged
from core.attestation.closing.sheets import MOST, waiting
from core.db.store import Row
from core.desk import Desk
from core.sheets.plan import current_line
from core.sheets.protocols import unlike
from schemas.attestation import Commission, Protocol, ProtocolStatus
from schemas.base import Id, Ref
from schemas.grade_sheet import ChangeState, GradeSheet
from schemas.words import STANDING, SheetStatus

READ = "attestation.read"
LIGHT: Row = {"questions": 0, "marks": 0, "opinions": 0}


@dataclass(frozen=True)
class Differs:
    """A line that says otherwise than the protocol which stands today; proposed: its correction waits already."""

    sheet: GradeSheet
    protocol: Protocol
    proposed: bool

    @property
    def closed(self) -> bool:
        """Is it mended by a correction (else the sheet is taken anew)?"""
        return self.sheet.status is SheetStatus.closed


@dataclass(frozen=True)
class Standing:
    """Protocols that stand on no sheet; sheets, the newest first; lines that are not their protocol's any more."""

    waiting: Sequence[Protocol] = ()
    sheets: Sequence[GradeSheet] = ()
    differs: Sequence[Differs] = field(default_factory=list)


def commissions(desk: Desk, year: int) -> list[Commission]:
    """The commissions of a year in the user's scope, by name."""
    rows = desk.rows(Commission, READ, {"year": year}, None, [("number", 1)], 500)
    return [Commission.model_validate(r) for r in rows]


def years(desk: Desk) -> list[int]:
    """Years in which there are commissions, the newest first."""
    return sorted(desk.store.names(Commission.collection, "year"), reverse=True)


def signed(desk: Desk, commission: Id) -> list[Protocol]:
    """The signed protocols of a commission, those corrected since as well."""
    where: Row = {"commission.id": commission, "status": ProtocolStatus.signed.value}
    rows = desk.rows(Protocol, READ, where, LIGHT, [("number", 1)], MOST)
    return merged.standing(desk.store, map(Protocol.model_validate, rows))


def standing(desk: Desk, commission: Id) -> Standing:
    """How the protocols and the sheets of a commission stand to each other."""
    protocols = signed(desk, commission)
    where: Row = {"commission.id": commission, "status": {"$in": [s.value for s in STANDING]}}
    may = desk.may("grade_sheet.read")
    rows = desk.rows(GradeSheet, "grade_sheet.read", where, None, [("number", -1)], 500) if may else []
    sheets = [GradeSheet.model_validate(r) for r in rows]
    return Standing(waiting(protocols), sheets, differing(sheets, protocols))


def differing(sheets: Iterable[GradeSheet], protocols: Iterable[Protocol]) -> list[Differs]:
    """Lines that say otherwise than the protocols that stand in the place of theirs: a rule."""
    by, found = {p.id: p for p in protocols}, []
    of: dict[Id, list[Protocol]] = {}
    for p in by.values():
        if p.sheet is not None:
            of.setdefault(p.sheet.id, []).append(p)
    for sheet in sheets:
        for p in of.get(sheet.id, ()):
            now = _last(p, by)
            lines = [x for x in sheet.lines if x.study == p.study]
            if not lines or unlike(current_line(sheet, lines[0].student.id), now, sheet.form):
                waits = any(c.state is ChangeState.proposed and c.student.id in {x.student.id for x in lines}
                            for c in sheet.corrections)  # fmt: skip
                found.append(Differs(sheet, now, waits))
    return found


def _last(protocol: Protocol, by: dict[Id, Protocol]) -> Protocol:
    ref: Ref | None = protocol.replaced
    while ref is not None and ref.id in by and by[ref.id] is not protocol:
        protocol = by[ref.id]
        ref = protocol.replaced
    return protocol


__all__ = ["Differs", "Standing", "commissions", "differing", "signed", "standing", "years"]
