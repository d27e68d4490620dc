"""Steps of a protocol, for the acts and the demonstration: begun, judged, signed, numbered, told to the candidacy."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from core.attestation.protocols import rules
from core.attestation.protocols.honours import Award
from core.db.codec import digest, plain
from core.papers.code import check_code, printable
from core.tx import Tx
from schemas.attestation import (
    Candidacy,
    CandidacyStatus,
    CommissionSeat,
    Outcome,
    Protocol,
    ProtocolStatus,
    Sitting,
)
from schemas.base import Basis, Id
from schemas.grade_sheet import Signature
from schemas.rulebook import Rulebook
from schemas.words import Mark


def begun(id: Id, sitting: Sitting, of: Candidacy, **said: Any) -> Protocol:
    """The protocol of a graduate at a sitting, with what was said there; not judged, not signed, without a number."""
    return Protocol(
        _id=id, once=f"{sitting.id}:{of.id}", year=sitting.year, status=ProtocolStatus.signed, sitting=sitting.ref(),
        commission=sitting.commission, candidacy=of.id, student=of.student, study=of.study, student_number=of.number,
        group=of.group, form=of.form, form_name=of.form_name, discipline=of.discipline, programme=of.programme,
        department=of.department, faculty=of.faculty, day=sitting.day, presented=of.presented,
        people=sorted({*of.people, *sitting.people}), **said,
    )  # fmt: skip


def corrected(id: Id, old: Protocol, basis: Basis | None, note: str, absent: bool = False) -> Protocol:
    """The protocol that comes in the place of one; of who did not come neither marks nor recommendations stay."""
    return Protocol.model_validate({
        **old.model_dump(exclude={"id", "revision", "head", "created", "updated", "sheet", "signatures"}), "_id": id,
        "once": f"{old.once}:{old.id}", "corrects": old.ref(), "basis": basis, "note": note, "replaced": None,
        **({"marks": [], "publication": False, "implementation": False} if absent else {}),
    })  # fmt: skip


def judge(
    p: Protocol, score: Decimal | None, mark: Mark | None, found: rules.Judged, brings: Award, book: Rulebook,
    declined: bool = False,
) -> None:  # fmt: skip
    """What a protocol decides."""
    p.score, p.mark, p.rules = score, mark, book.id
    p.letter, p.points, p.traditional, p.passed = found.letter, found.points, found.traditional, found.passed
    p.award, p.degree, p.proof = brings.given, brings.degree, list(brings.proof)
    p.honours = brings.honours and not declined


def number(tx: Tx, p: Protocol) -> None:
    """The last thing before it is kept: a number is taken only for what can be printed."""
    printable(plain(p))
    p.number = f"{p.year}-{tx.number(f'protocol:{p.year}'):04d}"
    p.signed_at, p.code, p.checksum = tx.now, check_code(), checksum(p)


def checksum(p: Protocol) -> str:
    """Twelve hex digits over what was decided, printed on the paper and recomputable from it."""
    marks = [[m.seat, str(m.score)] for m in p.marks]
    said = [p.number, p.student_number, p.discipline.id, plain(p.day), str(p.score), plain(p.mark), p.letter, marks]
    return digest([*said, p.award, p.honours])[:12]


def decided(candidacy: Candidacy, p: Protocol) -> None:
    """What a protocol leaves of a candidacy: it is decided; but who stayed away for a good reason is still before the
    commission and may be heard at another sitting of the period."""
    if p.mark is Mark.excused:
        candidacy.status, candidacy.sitting, candidacy.outcome = CandidacyStatus.approved, None, None
    else:
        outcome = Outcome(protocol=p.ref(), on=p.day, score=p.score, letter=p.letter, points=p.points,
                          traditional=p.traditional, mark=p.mark, passed=p.passed, honours=p.honours,
                          publication=p.publication, implementation=p.implementation)  # fmt: skip
        candidacy.status, candidacy.sitting, candidacy.outcome = CandidacyStatus.heard, p.sitting, outcome


def signatures(tx: Tx, present: Iterable[CommissionSeat], paper: bool) -> list[Signature]:
    """Of who enters it, of the others where they signed on paper; the last one says who entered it."""
    seats = list(present)
    own = [signature(tx, s, paper=False) for s in seats if mine(tx, s)]
    rest = [signature(tx, s, paper=True) for s in seats if paper and not mine(tx, s)]
    return [*own, *rest, entered(tx)]


def signature(tx: Tx, seat: CommissionSeat, paper: bool) -> Signature:
    """Of one who sat."""
    return Signature(user=tx.actor.id, name=seat.called, post=seat.part.label("kk"), at=tx.now, part=seat.part,
                     person=seat.ref().id, paper=paper)  # fmt: skip


def entered(tx: Tx) -> Signature:
    """Of who typed it in."""
    return Signature(user=tx.actor.id, name=tx.actor.name, post=tx.actor.role.label("kk"), at=tx.now)


def mine(tx: Tx, seat: CommissionSeat) -> bool:
    """Does he himself sit there?"""
    return seat.person is not None and seat.person.id in tx.actor.assigned.get("teacher", ())


__all__ = [
    "begun", "checksum", "corrected", "decided", "entered", "judge", "mine", "number", "signature", "signatures",
]  # fmt: skip
