"""What each graduate prepares (domain.md 4.1): drawn for a commission, filled in by the department or the teacher,
approved by the department's minutes, followed by its dates. Once approved it changes only with a basis, and what it was
stays. `in_step` is called by whoever changes who sits in a commission.
"""

from core.attestation.candidacies.acts import again, draw, in_step, withdraw
from core.attestation.candidacies.presenting import approve, edit, fields, may_prepare
from core.attestation.candidacies.progress import behind, by_department, by_supervisor, mark, measured, steps
from core.attestation.candidacies.reading import count, get, listed, of_student, preview, waiting

__all__ = [
    "again", "approve", "behind", "by_department", "by_supervisor", "count", "draw", "edit", "fields", "get", "in_step",
    "listed", "mark", "may_prepare", "measured", "of_student", "preview", "steps", "waiting", "withdraw",
]  # fmt: skip
