"""What an index is, and the shapes that several collections use."""

from __future__ import annotations

from typing import Any

Spec = tuple[list[tuple[str, int]], dict[str, Any]]
U: dict[str, Any] = {"unique": True}


def where(field: str) -> dict[str, Any]:
    """Unique where the field is there at all."""
    return {"unique": True, "partialFilterExpression": {field: {"$type": "string"}}}


# Sheets with correction acts; a question must hold `corrections.proposed_at` beside the rest to be answered by it.
CORRECTED: dict[str, Any] = {"partialFilterExpression": {"corrections.proposed_at": {"$type": "date"}}}
