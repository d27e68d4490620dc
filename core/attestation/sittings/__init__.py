"""Sittings of commissions (clause 33-4): planned by hand or as proposed, in their order, published, opened.

rules, proposing: pure · gathering: what stands on a day · checking: what is in the way · acts, steps · reading · paper.
"""

from core.attestation.sittings.acts import accept, arrange, cancel, change, move, open_, plan, publish

__all__ = ["accept", "arrange", "cancel", "change", "move", "open_", "plan", "publish"]
