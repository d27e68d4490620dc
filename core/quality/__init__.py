"""The management system within the office (clauses 29, 32, 37; ISO 9001, 21001, 37001): objectives, nonconformities and
their corrective actions, risks; what the review by management is told of them stands in `reading`."""

from core.quality import nonconformities, objectives, reading, risks
from core.quality.hands import EDIT, READ, REPORT

__all__ = ["EDIT", "READ", "REPORT", "nonconformities", "objectives", "reading", "risks"]
