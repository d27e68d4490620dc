"""Every index of the office by room; the migration applies them and a test compares them with the server."""

from __future__ import annotations

from core.db.indexes.control import CONTROL
from core.db.indexes.correspondence import CORRESPONDENCE
from core.db.indexes.councils import COUNCILS
from core.db.indexes.integrity import INTEGRITY
from core.db.indexes.internal_audits import INTERNAL_AUDITS
from core.db.indexes.marks import MARKS
from core.db.indexes.norms import NORMS
from core.db.indexes.office import OFFICE
from core.db.indexes.packs import PACKS
from core.db.indexes.papers import PAPERS
from core.db.indexes.practices import PRACTICES
from core.db.indexes.quality import QUALITY
from core.db.indexes.reports import REPORTS
from core.db.indexes.spec import Spec
from core.db.indexes.students import STUDENTS
from core.db.indexes.teaching import TEACHING
from core.db.indexes.units import UNITS

INDEXES: dict[str, list[Spec]] = (
    STUDENTS
    | TEACHING
    | MARKS
    | PAPERS
    | OFFICE
    | NORMS
    | QUALITY
    | INTERNAL_AUDITS
    | INTEGRITY
    | CONTROL
    | COUNCILS
    | REPORTS
    | PRACTICES
    | UNITS
    | CORRESPONDENCE
    | PACKS
)

__all__ = ["INDEXES", "Spec"]
