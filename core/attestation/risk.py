"""Who of the last year would not be admitted by what is known today, months ahead: there is still time to act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Lock
from typing import Any

from core import access, curricula, house, sums
from core.attestation import settings
from core.attestation.admission import admitted
from core.attestation.candidacies import rules
from core.attestation.candidacies.whom import ONLY, last_year, years_of
from core.attestation.record import Reason, risks, together
from core.db.store import Row
from core.desk import Desk
from core.orders.conditions import months_after
from schemas.attestation import Candidacy
from schemas.attestation.candidacy import AHEAD
from schemas.base import Id, Ref
from schemas.student import Name, Student
from schemas.words import StudyStatus, TermKind

MOST = 5000


@dataclass(frozen=True)
class AtRisk:
    """A last-year student and what stands in his way."""

    student: Ref
    study: Id
    number: str
    group: str
    programme: Ref | None
    department: Ref | None
    teacher: Ref | None
    reasons: tuple[Reason, ...]


def watched_from(year: int, begins: date | None = None) -> date:
    """Since which day the list is looked at: so many months before attestation as the rules say."""
    return months_after(begins or date(year, 6, 1), -settings.rules().risk_months)


def at_risk(desk: Desk, year: int) -> tuple[list[AtRisk], int]:
    """Who is at risk, of those the user may see, in Kazakh order; and how many were looked at. Who is admitted by order
    is at no risk any more. No record is read for it that did not change since the figures were counted last."""
    access.require(desk.actor, "student.results")
    found = _known(desk, year)
    if access.scope_filter(desk.actor, "student.results", Student):
        rows = desk.rows(Student, "student.results", last_year(desk.store), {"_id": 1}, limit=MOST)
        mine = {r["_id"] for r in rows}
        found = [x for x in found if x.row["_id"] in mine]
    return [_shown(desk, x) for x in found if x.reasons], len(found)


@dataclass(frozen=True)
class _Looked:
    """One last-year study as it is kept: its card (`row`, without the record) and what stands in its way."""

    row: Row
    study: Row
    reasons: tuple[Reason, ...]


@dataclass
class _Kept:
    """What a process knows. mark: of the counting it was read at; frame: what risks are told from besides a record;
    of: student → (his revision, his studies in the last year)."""

    mark: Any = None
    frame: Any = None
    of: dict[Id, tuple[int, list[_Looked]]] = field(default_factory=dict)
    all: list[_Looked] = field(default_factory=list)


_kept: dict[tuple[str, int], _Kept] = {}
_lock = Lock()


def _known(desk: Desk, year: int) -> list[_Looked]:
    """Everybody of the last year, read anew only after figures were counted anew (where they never were, each time),
    and then only those whose record got an event since."""
    store, generation = desk.store, sums.generation(desk.store)
    mark = (generation, desk.today(), house.current().key)
    with _lock:  # two pages that ask at once read once
        for old in [k for k in _kept if k[0] != store.name]:  # one base is kept: a process serves one office
            del _kept[old]
        held = _kept.setdefault((store.name, year), _Kept())
        if not generation or held.mark != mark:
            _renew(desk, year, held)
            held.mark = mark
        return held.all


def _renew(desk: Desk, year: int, held: _Kept) -> None:
    """Look at those who changed. A revision is read before the record, so what happens meanwhile is seen next time."""
    store, terms = desk.store, _terms(desk, year)
    plans = store.rows("curricula", {"state": "approved"}, {"revision": 1})
    frame = (desk.today(), house.current().key, terms, sorted((p["_id"], p["revision"]) for p in plans))
    if held.frame != frame:
        held.frame, held.of = frame, {}
    where = {"$and": [last_year(store), desk.visible(Student)]}
    now = {r["_id"]: int(r["revision"]) for r in store.rows("students", where, {"revision": 1})}
    changed = [id for id, n in now.items() if id not in held.of or held.of[id][0] != n]
    fresh: dict[Id, list[_Looked]] = {}
    for x in _looked(desk, changed, terms) if changed else ():
        fresh.setdefault(x.row["_id"], []).append(x)
    held.of = {id: (n, fresh.get(id, [])) if id in changed else held.of[id] for id, n in now.items()}
    done, every = admitted(store, year), [x for _, some in held.of.values() for x in some]
    every = [x for x in every if x.study["id"] not in done]
    late = _late(desk, year, [x.study["id"] for x in every])
    every.sort(key=lambda x: (x.row["search"]["key"], x.row["_id"]))
    held.all = [replace(x, reasons=(*x.reasons, *late.get(x.study["id"], ()))) for x in every]


def _looked(desk: Desk, students: Sequence[Id], terms: Mapping[TermKind, Row]) -> Iterator[_Looked]:
    rows = desk.store.rows("students", {"_id": {"$in": list(students)}}, ONLY)
    pairs = [(r, s) for r in rows for s in r["studies"] if s["status"] == StudyStatus.active.value and s.get("year")]
    plans = curricula.of_studies(desk.store, [s for _, s in pairs])
    for row, study in pairs:
        plan = plans.get(study["id"])
        if plan is None or study["year"] >= years_of(plan):
            card = {k: study[k] for k in ("id", "group", "programme", "department", "teacher") if k in study}
            yield _Looked({**row, "studies": [card]}, card, risks(study, plan, due(study, terms, desk.today())))


def due(study: Row, terms: Mapping[TermKind, Row], today: date) -> int:
    """The semester up to which a study should have taken everything by a day: those of the year that have begun, and
    the coming ones for which it is registered already. Without terms the whole year."""
    before, n = (int(study["year"]) - 1) * 2, 0
    if not terms:
        return before + 2
    taken = {e["term"] for e in study.get("enrolled") or []}
    for turn, kind in ((1, TermKind.autumn), (2, TermKind.spring)):
        term = terms.get(kind)
        begun = term is not None and bool(term.get("starts")) and term["starts"] <= today.isoformat()
        if term is not None and (begun or term["code"] in taken):
            n = turn
    return before + n


def _terms(desk: Desk, year: int) -> dict[TermKind, Row]:
    where = {"year": year - 1, "kind": {"$in": [TermKind.autumn.value, TermKind.spring.value]}}
    return {TermKind(r["kind"]): r for r in desk.store.rows("terms", where, {"kind": 1, "code": 1, "starts": 1})}


def _late(desk: Desk, year: int, studies: Sequence[Id]) -> dict[Id, list[Reason]]:
    """Stages of preparation that are late, by study."""
    where = {"study": {"$in": list(studies)}, "year": year, "status": {"$in": [s.value for s in AHEAD]}}
    found: dict[Id, list[Reason]] = {}
    for row in desk.store.rows(Candidacy.collection, where, {"changes": 0, "head": 0}):
        of = Candidacy.model_validate(row)
        if late := rules.late(of.milestones, desk.today()):
            said = {"n": len(late), "names": together(m.label for m in late), "form": of.form_name}
            found.setdefault(of.study, []).append(Reason("behind", said))
    return found


def _shown(desk: Desk, of: _Looked) -> AtRisk:
    row = desk.seen(Student, deepcopy(of.row))
    study = row["studies"][0]

    def ref(name: str) -> Ref | None:
        return Ref.model_validate(study[name]) if study.get(name) else None

    who = Ref(id=row["_id"], label=Name.model_validate(row["name"]).text())
    return AtRisk(who, of.study["id"], row["number"], study.get("group") or "", ref("programme"), ref("department"),
                  ref("teacher"), of.reasons)  # fmt: skip


__all__ = ["AtRisk", "at_risk", "due", "watched_from"]
