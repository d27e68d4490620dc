"""What a verification found: each finding names document and field, in keys the page turns into words."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold.

    kind, id, label: the document (an audit entry: kind `audit_events`). field: dotted path, '' for the whole.
    key: message `audit.found.…`; values: was, now, seq, n … as the message wants them.
    """

    kind: str
    id: str
    label: str
    field: str
    key: str
    values: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass
class Report:
    """One verification: what was walked and what was found. `more`: broken documents beyond those examined.

    notes: message keys of what could not be checked (no pinned key, no log beside the database, big acts that
    are still running); stopped: the user stopped it before the end.
    """

    findings: list[Finding] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)
    entries: int = 0
    documents: int = 0
    anchors: int = 0
    seconds: float = 0
    more: int = 0
    stopped: bool = False

    @property
    def whole(self) -> bool:
        """Is everything as the trail says?"""
        return not self.findings and not self.more and not self.stopped
