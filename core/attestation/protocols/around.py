"""What stands around a protocol: sitting, commission, form, who marks, who is admitted; why it may not be signed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core import merged
from core.attestation import settings
from core.attestation.commissions import conflicts
from core.attestation.protocols.rules import MARKING
from core.calendar.reading import year_on
from core.db.store import Session, Store
from core.errors import RuleBroken
from schemas.attestation import (
    Candidacy,
    CandidacyStatus,
    Commission,
    CommissionSeat,
    CommissionStatus,
    Sitting,
    SittingStatus,
)
from schemas.base import Id
from schemas.kinds import AttestationForm
from schemas.kinds.sheets import Signer
from schemas.words import StudyStatus

Reader = Session | Store


@dataclass(frozen=True)
class Around:
    """A sitting with its commission, as its protocols need it."""

    sitting: Sitting
    commission: Commission
    form: AttestationForm

    @classmethod
    def of(cls, sitting: Sitting, commission: Commission) -> Around:
        return cls(sitting, commission, settings.form(sitting.form))

    @property
    def present(self) -> list[CommissionSeat]:
        """Who sits at this sitting, in order: chair, members, secretary."""
        return [s for s in self.commission.sitting_on(self.sitting.day) if s.id in set(self.sitting.present)]

    def barred(self, reader: Reader, candidacy: Candidacy) -> set[Id]:
        """Seats that do not mark a graduate, for an interest in him: found by the records or declared."""
        if not settings.rules().conflicted:
            return set()
        who, id = merged.whose(reader, candidacy.student.id, candidacy.study)
        row = reader.one("students", {"_id": who}, {f"studies.{f}": 1 for f in ("id", *conflicts.OWN)}) or {}
        study = next((s for s in row.get("studies", ()) if s["id"] == id), None)
        found = conflicts.barred(self.commission, candidacy.student.id, candidacy, study)
        found |= {c.seat for c in conflicts.of_declarations(reader, self.commission, [candidacy.student])}
        return found | conflicts.barred(self.commission, who)


def check_commission(around: Around) -> None:
    """RuleBroken for a commission that may not decide: no order, no chair, no quorum, its work is over."""
    commission, present = around.commission, around.present
    if commission.status is CommissionStatus.closed:
        raise RuleBroken("protocols.year_closed", year=commission.year)
    if commission.status is not CommissionStatus.ordered or commission.order is None:
        raise RuleBroken("protocols.no_order", commission=commission.label())
    if not any(s.part is Signer.chair for s in present):
        raise RuleBroken("protocols.no_chair")
    whole = sum(s.part in MARKING for s in commission.sitting_on(around.sitting.day))
    here, least = sum(s.part in MARKING for s in present), settings.rules().quorum
    if here * 100 < least * whole:
        raise RuleBroken("protocols.no_quorum", here=here, of=whole, least=least)


def check_open(reader: Reader, sitting: Sitting) -> None:
    """RuleBroken when the sitting is not going on, or lies in an academic year whose terms are all closed."""
    if sitting.status is not SittingStatus.open:
        raise RuleBroken("protocols.sitting_not_open")
    terms = reader.rows("terms", {"year": year_on(sitting.day)}, {"closed": 1})
    if terms and all(t.get("closed") for t in terms):
        raise RuleBroken("protocols.year_closed", year=sitting.day.year)


def ended(reader: Reader, pairs: Iterable[tuple[Id, Id]]) -> set[Id]:
    """Of these (student, study) the studies that do not go on: who was expelled or left after the order of admission
    is heard no more. A study that was joined to another is told by the one it stands in."""
    asked = list(pairs)
    now = merged.today(reader, [who for who, _ in asked])
    where = {"_id": {"$in": sorted({now.get(who, who) for who, _ in asked})}}
    rows = reader.rows("students", where, {"studies.id": 1, "studies.status": 1, "studies.came": 1})
    studies = {r["_id"]: r["studies"] for r in rows}
    return {
        id for who, id in asked for s in studies.get(now.get(who, who), ())
        if (s["id"] == id or merged.came_from(s, who, id)) and s["status"] != StudyStatus.active.value
    }  # fmt: skip


def check_candidacy(
    around: Around, candidacy: Candidacy, admitted: Collection[Id], ended: Collection[Id] = ()
) -> None:  # fmt: skip
    """RuleBroken for one who may not be heard: not in this sitting, not approved, not admitted by order, gone since."""
    if candidacy.id not in {s.candidacy for s in around.sitting.slots}:
        raise RuleBroken("protocols.not_in_sitting")
    if candidacy.status is CandidacyStatus.heard and candidacy.outcome is not None:
        raise RuleBroken("protocols.signed_already", number=candidacy.outcome.protocol.label.kk.removeprefix("№ "))
    if candidacy.status is not CandidacyStatus.approved:
        raise RuleBroken("protocols.not_approved", name=candidacy.student.label)
    if candidacy.study not in admitted:
        raise RuleBroken("protocols.not_admitted", name=candidacy.student.label)
    if candidacy.study in ended:
        raise RuleBroken("protocols.not_studying", name=candidacy.student.label)


__all__ = ["Around", "check_candidacy", "check_commission", "check_open", "ended"]
