"""Telling the head what went wrong while nobody was looking."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from core import notices
from core.db.store import Store
from core.i18n import LANGS, t
from core.tasks.seats import people
from schemas.base import Text
from schemas.words import Role


def tell_heads(store: Store, key: str, values: dict[str, Any], once: str, page: str = "jobs") -> int:
    """Put news before every head (an acting one too), once under this name; how many were told.

    A value that is itself a message key («scheduler.entry.backup») is said in each language.
    """
    said = {k: _worded(v) for k, v in values.items()}
    heads = [a.id for a in people(store, [Role.head], []) if a.role is Role.head]
    now = datetime.now(UTC)
    return sum(notices.post(store, id, key, said, page, {}, now, once=once) for id in heads)


def _worded(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(("scheduler.entry.", "jobs.kind.")):
        return Text.model_validate({lang: t(value, lang) for lang in LANGS})
    return value
