"""Why graduates were not admitted to final attestation: of each the first reason that held on the day on which others
of his commission were admitted, by the same rules by which the page of admission names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from core import curricula
from core.attestation import settings
from core.attestation.candidacies.rules import unready
from core.attestation.record import broken
from core.curricula.checking import structure_of
from core.db.store import Row
from core.grading import whose
from core.sums.attestation import everywhere
from core.sums.scan import Scan, end_of
from schemas.attestation import Candidacy
from schemas.attestation.candidacy import AHEAD
from schemas.base import Id
from schemas.words import NotAdmitted, StudyStatus

FIELDS = ("id", "came", "record", "enrolled", "curriculum", "programme", "department", "admitted_on", "group")
ORDER = [x.value for x in NotAdmitted]


def reasons(scan: Scan, refused: Mapping[Id, str], candidacies: Iterable[Row]) -> dict[Id, str]:
    """Study → a word of `NotAdmitted`. refused: studies that were not admitted, each with the day. What is heard now is
    no debt: who comes again has failed in it. What was put right since can't be told any more: «other»."""
    every = list(candidacies)
    mine = [c for c in every if c["study"] in refused]
    if not mine:
        return {}
    ids, heard = everywhere(scan, {c["student"] for c in mine}), {c["discipline"] for c in every}
    studies: dict[Id, tuple[Id, Row]] = {}
    for row in scan.store.rows("students", {"_id": {"$in": ids}}, {f"studies.{f}": 1 for f in FIELDS}):
        for study in row["studies"]:
            named = [study["id"], *(c["study"] for c in study.get("came") or ())]
            for id in [i for i in named if i in refused][:1]:
                known = [r for r in study.get("record") or () if r["on"] <= refused[id]]
                studies[id] = row["_id"], {**study, "id": id, "record": known}
    days = {date.fromisoformat(d) for d in refused.values()}
    status = {(day.isoformat(), s["study"]): s.get("status")
              for day, s in scan.studies_on(days, {"_id": {"$in": ids}}, everybody=True)}  # fmt: skip
    plans = curricula.of_studies(scan.store, [s for _, s in studies.values()])
    structures = {k: structure_of(scan.store, *k) for k in {(p.structure, p.intake) for p in plans.values()}}
    lacking = _unready(scan, mine)
    holds = scan.store.rows("holds", {"student.id": {"$in": ids}}, {"student.id": 1, "put.at": 1, "lifted.at": 1})

    def told(id: Id, student: Id, study: Row) -> Iterator[str]:
        if status.get((refused[id], id), StudyStatus.active.value) != StudyStatus.active.value:
            yield "not_studying"
        passed = {whose(r) for r in study["record"] if r["state"] == "passed"}
        if any(r["state"] in ("failed", "open") and whose(r) not in passed and r["discipline"]["id"] not in heard
               for r in study["record"]):  # fmt: skip
            yield "debts"
        plan = plans.get(id)
        yield from (r.code for r in broken(study, plan, structures[plan.structure, plan.intake] if plan else None))
        night = end_of(date.fromisoformat(refused[id]))
        if any(h["student"]["id"] == student and h["put"]["at"] < night
               and not (h.get("lifted") and h["lifted"]["at"] < night) for h in holds):  # fmt: skip
            yield "holds"
        yield from lacking.get(id, ())

    return {id: min(told(id, *who), key=ORDER.index, default="other") for id, who in studies.items()}


def _unready(scan: Scan, candidacies: Iterable[Row]) -> dict[Id, list[str]]:
    """What the preparation of each still lacks."""
    where = {"_id": {"$in": [c["_id"] for c in candidacies]}, "status": {"$in": [s.value for s in AHEAD]}}
    found: dict[Id, list[str]] = {}
    for row in scan.store.rows(Candidacy.collection, where, {"changes": 0, "head": 0}):
        of = Candidacy.model_validate(row)
        found.setdefault(of.study, []).extend(r.code for r in unready(of, settings.form(of.form)))
    return found


__all__ = ["reasons"]
