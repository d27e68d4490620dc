"""What a new commission hears, and whose it is: proposed from approved curricula and from the years before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core.attestation import settings
from core.db.store import Row
from schemas.attestation import Commission, Heard
from schemas.base import Id, Ref
from schemas.kinds import AttestationForm, Kind
from schemas.kinds.attestation import Presents
from schemas.reference import Department, UnitKind
from schemas.words import Control, CurriculumState, Cycle

LONGEST = 6  # years a programme lasts


def leaving(reader: Any, year: int, where: Row | None = None) -> list[Row]:
    """The approved curricula whose students graduate in a calendar year, with their lines of final attestation."""
    asked = {"intake": {"$gte": year - LONGEST, "$lt": year}, "state": CurriculumState.approved.value, **(where or {})}
    fields = {"programme": 1, "department": 1, "intake": 1, "semesters": 1, "lines.cycle": 1, "lines.discipline": 1,
              "lines.control": 1}  # fmt: skip
    found = []
    for row in reader.rows("curricula", asked, fields):
        if row["intake"] + (row["semesters"] + 1) // 2 == year:
            row["lines"] = [x for x in row["lines"] if x["cycle"] == Cycle.attestation.value]
            found.append(row)
    return found


def hears(reader: Any, programmes: Sequence[Id], department: Id | None, year: int) -> list[Heard]:
    """What these programmes' graduates of a year are heard in: the disciplines of the cycle of final attestation.

    The form of each is the one it was heard in before; else the first whose description fits how it closes.
    """
    units: Row = {"department.id": {"$in": [department, None]}} if department else {}
    lines: dict[Id, Row] = {}
    for row in leaving(reader, year, {"programme.id": {"$in": list(programmes)}, **units}):
        for line in row["lines"]:
            lines.setdefault(line["discipline"]["id"], line)
    known = _heard_before(reader, programmes, year)
    kinds = settings.forms()
    found = []
    for id, line in lines.items():
        form = known.get(id) or fitting(Control(line["control"]), kinds)
        if form:
            found.append(Heard(discipline=Ref.model_validate(line["discipline"]), form=form))
    return found


def _heard_before(reader: Any, programmes: Sequence[Id], year: int) -> dict[Id, str]:
    where = {"programmes.id": {"$in": list(programmes)}, "year": {"$lt": year}}
    rows = reader.rows("commissions", where, {"hears": 1, "year": 1})
    offered = {k.code for k in settings.forms()}
    found: dict[Id, str] = {}
    for row in sorted(rows, key=lambda r: -int(r["year"])):
        for heard in row["hears"]:
            if heard["form"] in offered:
                found.setdefault(heard["discipline"]["id"], heard["form"])
    return found


def fitting(control: Control, kinds: Iterable[Kind]) -> str:
    """The code of the first form that fits how a discipline closes: a state exam answers questions and presents nothing
    of one's own, an exam before a commission presents works; "" where the office describes no form."""
    found = [(k.code, set(k.as_body(AttestationForm).presents)) for k in kinds]
    own = {Presents.works, Presents.topic, Presents.partners}
    if control is Control.state_exam:
        of = [code for code, presents in found if Presents.questions in presents and not presents & own]
    else:
        of = [code for code, presents in found if Presents.works in presents]
    return next(iter([*of, *(code for code, _ in found)]), "")


def faculty_of(reader: Any, programmes: Sequence[Id], department: Id | None) -> Ref | None:
    """To which faculty a commission belongs: that of its department; else the one in which all departments stand that
    have a curriculum of these programmes of their own. None: it is of the whole institution."""
    if department:
        return _above(reader.rows("departments", {"_id": department}))
    where = {"programme.id": {"$in": list(programmes)}, "state": CurriculumState.approved.value}
    ids = {(r.get("department") or {}).get("id") for r in reader.rows("curricula", where, {"department": 1})}
    units = reader.rows("departments", {"_id": {"$in": sorted(i for i in ids if i)}}) if None not in ids else []
    above = {(f.id if (f := _above([u])) else None) for u in units}
    return _above(units[:1]) if len(above) == 1 and units else None


def _above(rows: Sequence[Row]) -> Ref | None:
    for row in rows:
        unit = Department.model_validate(row)
        return unit.ref() if unit.kind is UnitKind.faculty else unit.parent
    return None


def copied(commission: Commission, year: int) -> dict[str, Any]:
    """What a commission of another year takes over: name, programmes, department, what it hears, who sat last."""
    seats = [s for s in commission.seats if s.until is None]
    return {
        "name": commission.name, "programmes": commission.programmes, "department": commission.department,
        "faculty": commission.faculty, "hears": commission.hears, "year": year,
        "seats": [s.model_copy(update={"since": None, "until": None}) for s in seats],
    }  # fmt: skip


__all__ = ["copied", "faculty_of", "fitting", "hears", "leaving"]
