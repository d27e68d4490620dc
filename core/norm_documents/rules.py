"""Rules of a version, without a database: two thirds, what a decision must say, which files are a text or a scan."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from core.errors import Problem
from schemas.file import FileType
from schemas.norm_document import NormDecision, NormStage, NormVersion

TEXTS = frozenset({FileType.pdf, FileType.docx, FileType.odt, FileType.txt})
SCANS = frozenset({FileType.pdf, FileType.jpg, FileType.png, FileType.webp})
# Where a draft's words may still change, and where its signed scan may be put.
WRITABLE: Collection[NormStage] = (NormStage.draft, NormStage.commented)
SIGNED: Collection[NormStage] = (NormStage.council, NormStage.in_force, NormStage.obsolete)


def needed(present: int) -> int:
    """How many votes adopt a change: not fewer than two thirds of those present, reckoned exactly (clause 48)."""
    return -(-2 * present // 3)


def adopted(decision: NormDecision, voted: bool) -> bool:
    """Was a version adopted? Where no council votes, the decision itself is enough."""
    return not voted or (decision.for_ or 0) >= needed(decision.present or 0)


def decision_wrong(
    version: NormVersion, decision: NormDecision, effective: date | None, voted: bool, today: date
) -> list[Problem]:
    """What is wrong with a decision about a version, beside its fields; empty where it may be written down."""
    found = []
    if voted:
        missing = [f for f in ("present", "for_") if getattr(decision, f) is None]
        found += [Problem(f, "errors.field.missing") for f in missing]
    if decision.day > today:
        found.append(Problem("day", "norms.day_ahead"))
    if version.memo is not None and decision.day < version.memo.day:
        found.append(Problem("day", "norms.before_memo", {"day": version.memo.day}))
    if effective is None:
        found.append(Problem("effective", "errors.field.missing"))
    elif effective < decision.day:
        found.append(Problem("effective", "norms.effective_before", {"day": decision.day}))
    if version.n > 1 and not version.changes:
        found.append(Problem("changes", "norms.no_changes"))
    return found
