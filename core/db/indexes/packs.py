"""Statistical forms that were filled, packs that were made."""

from __future__ import annotations

from core.db.indexes.spec import Spec, U

PACKS: dict[str, list[Spec]] = {
    "stat_forms": [([("number", 1)], U), ([("code", 1), ("number", -1)], {})],
    "packs": [([("number", 1)], U)],
}
