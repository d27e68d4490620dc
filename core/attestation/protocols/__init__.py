"""Protocols: typed on the spot (drafts), judged (rules, honours), signed and frozen (acts), read, printed (paper)."""

from core.attestation.protocols.acts import close_sitting, correct, countersign, sign, vouch
from core.attestation.protocols.drafts import choose, keep
from core.attestation.protocols.reading import Hearing, hearing, standing

__all__ = [
    "Hearing", "choose", "close_sitting", "correct", "countersign", "hearing", "keep", "sign", "standing", "vouch",
]  # fmt: skip
