"""What of a commission's work is not done yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.attestation import settings
from core.attestation.closing.sheets import waiting
from schemas.attestation import Commission, Protocol
from schemas.kinds import AttestationRules
from schemas.words import SheetStatus

LIGHT = {"questions": 0, "opinions": 0, "proof": 0}


def unfinished(reader: Any, commission: Commission) -> dict[str, int]:
    """What of a commission's work is not done: sittings under way or to come, protocols not signed or on no
    sheet, sheets not closed, parts of the report not written (closed, it is not written any more)."""
    of = {"commission.id": commission.id}
    sittings = reader.rows("sittings", {**of, "status": {"$in": ["draft", "published", "open"]}}, {"_id": 1})
    drafts = reader.rows("protocols", {**of, "status": "draft"}, {"_id": 1})
    signed = [Protocol.model_validate(r) for r in reader.rows("protocols", {**of, "status": "signed"}, LIGHT)]
    loose = waiting(signed) if settings.rules().sheet else []
    sheets = sorted({p.sheet.id for p in signed if p.sheet})
    states = [s.value for s in SheetStatus if s not in (SheetStatus.closed, SheetStatus.cancelled)]
    open_ = reader.rows("grade_sheets", {"_id": {"$in": sheets}, "status": {"$in": states}}, {"_id": 1})
    found = {"sittings": len(sittings), "protocols": len(drafts), "unsheeted": len(loose), "sheets": len(open_),
             "report": len(unwritten(commission.parts, settings.rules()))}  # fmt: skip
    return {k: n for k, n in found.items() if n}


def unwritten(parts: Mapping[str, str], of: AttestationRules) -> list[str]:
    """The parts of the chair's report that are still empty, by code."""
    return [p.code for p in of.parts if not parts.get(p.code, "").strip()]


__all__ = ["unfinished", "unwritten"]
