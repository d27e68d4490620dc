"""A step of a diploma's life, kept with who and when."""

from __future__ import annotations

from core.tx import Tx
from schemas.diploma import Diploma, DiplomaStep, Happened


def happened(tx: Tx, diploma: Diploma, step: DiplomaStep, note: str = "") -> Diploma:
    """A diploma with one more step."""
    diploma.steps = [*diploma.steps, Happened(step=step, by=tx.who(), at=tx.now, note=note[:300])]
    return diploma
