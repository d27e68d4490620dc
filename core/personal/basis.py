"""What giving a person his data, or erasing them, must rest on."""

from __future__ import annotations

from core.desk import Why
from core.errors import Problem, Problems


def asked_for(why: Why) -> None:
    """Problems unless the person's application is named: what is given or erased rests on it."""
    wrong = [] if why.reason.strip() else [Problem("reason", "errors.field.reason_missing")]
    if why.basis is None or not why.basis.number.strip():
        wrong.append(Problem("basis.number", "errors.field.missing"))
    if why.basis is None or why.basis.day is None:
        wrong.append(Problem("basis.day", "errors.field.missing"))
    if wrong:
        raise Problems(wrong)
