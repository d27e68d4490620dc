"""The award: is the study done by this protocol, in what degree, and with honours, each condition with its proof.

By domain.md 6.4 over all attempts; the one rule of honours is `core.progress.what_if.honours`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core import curricula, grading, history, merged
from core.db.store import Session, Store
from core.progress.what_if import Added, Lack, changed, final_of, honours
from schemas.attestation import Candidacy, Proof, Protocol, ProtocolStatus
from schemas.base import Id, Text
from schemas.kinds import AwardRules
from schemas.rulebook import Rulebook
from schemas.words import ResultState

PASSED = ResultState.passed.value


@dataclass(frozen=True)
class Award:
    """What a protocol that is passed brings: the degree, and whether honours are proposed."""

    given: bool = False
    degree: Text | None = None
    honours: bool = False
    proof: tuple[Proof, ...] = ()


def proposed(
    record: Sequence[Mapping[str, Any]], awards: AwardRules, rules: Rulebook, final: frozenset[Id]
) -> tuple[bool, list[Proof]]:  # fmt: skip
    """Are honours proposed by a record that holds every attempt, this mark among them; each condition, how it stands.

    final: disciplines of the curriculum's final attestation.
    """
    lacks, counted = honours(record, awards, final), grading.counted(record)
    low = [r for r in counted if r["points"] < awards.honours_points]
    weak = [r for r in counted if r["discipline"]["id"] in final and r["points"] < awards.honours_attestation]
    tried = [grading.whose(r) for r in record if r["state"] != ResultState.neutral.value]
    gpa = grading.gpa(counted)
    found: list[tuple[Lack, str, dict[str, Any]]] = [
        (Lack.gpa, "proof_gpa", {"gpa": grading.shown(gpa or Decimal(0), rules), "least": awards.honours_gpa}),
        (Lack.grades, "proof_grades", {"n": len(low), "of": len(counted), "least": awards.honours_points}),
        (Lack.attestation, "proof_attestation", {"n": len(weak), "least": awards.honours_attestation}),
    ]
    if awards.honours_first:
        found.append((Lack.retake, "proof_retake", {"n": len(tried) - len(set(tried)), "of": len(tried)}))
    found.append((Lack.debts, "proof_debts", {"n": len(grading.unpassed(record))}))
    proof = [Proof(key=f"protocols.{key}", values=values, kept=lack not in lacks) for lack, key, values in found]
    return not lacks, proof


def award(
    reader: Session | Store, candidacy: Candidacy, score: Decimal | None, passed: bool, day: date, rules: Rulebook,
    awards: AwardRules,
) -> Award:  # fmt: skip
    """What follows for the study from this candidacy being passed with a score on a day."""
    if not passed or score is None:
        return Award()
    who, study_id = merged.whose(reader, candidacy.student.id, candidacy.study)
    row = reader.one("students", {"_id": who}, {"studies": 1}) or {"studies": []}
    study = history.pick(row["studies"], [study_id])
    if study is None:
        return Award()
    final = final_of(curricula.of_study(reader, study))
    mine = [p for p in heard(reader, candidacy.student.id, candidacy.study) if p.candidacy != candidacy.id and p.passed]
    done = {r["discipline"]["id"] for r in study["record"] if r["state"] == PASSED}
    done |= {p.discipline.id for p in mine} | {candidacy.discipline.id}
    if not final or candidacy.discipline.id not in final or final - done:
        return Award()
    coming = [(p.discipline, p.score or Decimal(0), p.day, _credits(reader, p)) for p in mine]
    coming.append((candidacy.discipline, score, day, candidacy.credits))
    added, marks = [], {}
    for ref, percent, on, credits in coming:  # what a closed sheet has brought into the record stands there already
        there = [r for r in study["record"] if r["discipline"]["id"] == ref.id and r["on"] >= on.isoformat()]
        if there:
            marks[there[-1]["id"]] = percent
        else:
            added.append(Added(ref, "", credits, "", percent))
    said, proof = proposed(changed(study["record"], marks, added, rules, day), awards, rules, final)
    programme = reader.one("programmes", {"_id": candidacy.programme.id}, {"degree": 1}) or {}
    degree = programme.get("degree")
    return Award(True, Text.model_validate(degree) if degree else None, said, tuple(proof))


def heard(reader: Session | Store, student: Id, study: Id) -> list[Protocol]:
    """The protocols of a study that stand: of each candidacy the newest."""
    where = {"student.id": student, "study": study, "status": ProtocolStatus.signed.value, "replaced": None}
    return [Protocol.model_validate(r) for r in reader.rows("protocols", where, limit=40)]


def _credits(reader: Session | Store, protocol: Protocol) -> Decimal:
    row = reader.one("candidacies", {"_id": protocol.candidacy}, {"credits": 1}) or {}
    return Decimal(row.get("credits") or 0)


__all__ = ["Award", "award", "heard", "proposed"]
