"""Looking at audits: the programme of a year with what became of each line, who is late, those outside of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import access
from core.desk import Desk
from core.internal_audits.rules import late, month_end
from schemas.base import Id
from schemas.internal_audit import AuditProgramme, AuditState, InternalAudit, PlannedAudit, ProgrammeState

READ = "internal_audit.read"
MOST = 500


@dataclass(frozen=True)
class Line:
    """A line of the board: what is planned (row: its place in the programme, -1 outside of it), its audit, its term."""

    planned: PlannedAudit
    row: int
    audit: InternalAudit | None
    due: date
    late: bool

    @property
    def key(self) -> str:
        """Names the line on the screen."""
        return self.audit.id if self.audit else f"row:{self.row}"


@dataclass(frozen=True)
class Board:
    """A year: the programme that holds, the version on its way, a line for each audit."""

    year: int
    approved: AuditProgramme | None
    coming: AuditProgramme | None
    lines: tuple[Line, ...]

    @property
    def behind(self) -> list[Line]:
        """Those that should have been reported by now."""
        return [x for x in self.lines if x.late]


def get(desk: Desk, id: Id) -> InternalAudit:
    """An audit the user may see. Raises NotFound, Forbidden."""
    return desk.get(InternalAudit, id, READ)


def programme(desk: Desk, id: Id) -> AuditProgramme:
    """A version of a programme. Raises NotFound, Forbidden."""
    return desk.get(AuditProgramme, id, READ)


def years(desk: Desk) -> list[int]:
    """The years that have a programme or an audit, and this one, newest first."""
    access.require(desk.actor, READ)
    groups = [{"$group": {"_id": "$year"}}]
    found = {r["_id"] for c in ("audit_programmes", "internal_audits") for r in desk.store.aggregate(c, groups)}
    return sorted(found | {desk.today().year}, reverse=True)


def board(desk: Desk, year: int) -> Board:
    """The year as it stands today: every line of the programme, then the audits outside of it. Raises Forbidden."""
    versions = [AuditProgramme.model_validate(r) for r in
                desk.rows(AuditProgramme, READ, {"year": year}, sort=[("n", -1)], limit=100)]  # fmt: skip
    approved = next((p for p in versions if p.status is ProgrammeState.approved), None)
    coming = next((p for p in versions if p.status in (ProgrammeState.draft, ProgrammeState.asked)), None)
    audits = [InternalAudit.model_validate(r) for r in
              desk.rows(InternalAudit, READ, {"year": year}, sort=[("number", 1)], limit=MOST)]  # fmt: skip
    return Board(year, approved, coming, tuple(lines(approved, audits, year, desk.today())))


def lines(
    programme: AuditProgramme | None, audits: Sequence[InternalAudit], year: int, today: date
) -> list[Line]:  # fmt: skip
    """What became of each line of a programme; an audit that no line asks for stands after them."""
    found, taken = [], set()
    for row, planned in enumerate(programme.planned if programme else ()):
        audit = next((a for a in audits if a.programme and _key(a) == planned.key
                      and a.status is not AuditState.cancelled), None)  # fmt: skip
        taken |= {audit.id} if audit else set()
        found.append(_line(planned, row, audit, year, today))
    others = [a for a in audits if a.id not in taken]
    return found + [_line(_planned(a), -1, a, year, today) for a in others]


def _key(audit: InternalAudit) -> str:
    return _planned(audit).key


def _planned(audit: InternalAudit) -> PlannedAudit:
    return PlannedAudit(process=audit.process, unit=audit.unit, month=audit.month, lead=audit.lead)


def _line(planned: PlannedAudit, row: int, audit: InternalAudit | None, year: int, today: date) -> Line:
    due = audit.last if audit else month_end(year, planned.month)
    return Line(planned, row, audit, due, late(due, audit.status if audit else None, today))


__all__ = ["Board", "Line", "board", "get", "lines", "programme", "years"]
