"""What follows from signed protocols: the sheet (clause 25-c), the award, the next step of who did not finish."""

from core.attestation.closing.award import Awarded, award_kind, award_list, draft_award
from core.attestation.closing.reading import Standing, standing
from core.attestation.closing.sheets import make_sheets, mend, renew
from core.attestation.closing.unfinished import Unfinished, draft_leaving, unfinished

__all__ = [
    "Awarded", "Standing", "Unfinished", "award_kind", "award_list", "draft_award", "draft_leaving",
    "make_sheets", "mend", "renew", "standing", "unfinished",
]  # fmt: skip
