"""Final attestation (clauses 21, 25-c, 33-4): commission, what each graduate prepares, sittings, protocols."""

from schemas.attestation.attested import Admittance, Appearance, Attested
from schemas.attestation.candidacy import (
    Candidacy,
    CandidacyChange,
    CandidacyStatus,
    Milestone,
    Outcome,
    Presented,
    Reviewer,
    Work,
)
from schemas.attestation.commission import (
    Answer,
    Commission,
    CommissionChange,
    CommissionPaper,
    CommissionSeat,
    CommissionStatus,
    Conflict,
    ConflictKind,
    Decided,
    Heard,
)
from schemas.attestation.protocol import MemberMark, Opinion, Proof, Protocol, ProtocolStatus, Question
from schemas.attestation.sitting import Sitting, SittingChange, SittingStatus, Slot

__all__ = [
    "Admittance", "Answer", "Appearance", "Attested", "Candidacy", "CandidacyChange", "CandidacyStatus",
    "Commission", "CommissionChange", "CommissionPaper", "CommissionSeat", "CommissionStatus", "Conflict",
    "ConflictKind", "Decided", "Heard", "MemberMark", "Milestone", "Opinion", "Outcome", "Presented", "Proof",
    "Protocol", "ProtocolStatus", "Question", "Reviewer", "Sitting", "SittingChange", "SittingStatus", "Slot",
    "Work",
]  # fmt: skip
