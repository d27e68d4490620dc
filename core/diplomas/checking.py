"""What a stranger may know of a diploma by its check code: no list, no search, the holder masked."""

from __future__ import annotations

from typing import Any

from core.db.store import Row, Store
from core.diplomas.words import DUPLICATE
from core.papers.reading import masked
from schemas.base import LANGS, Text
from schemas.credential import KeyStatus
from schemas.diploma import DiplomaStatus, Takes

STATES = {
    DiplomaStatus.issued: "signed", DiplomaStatus.replaced: "replaced", DiplomaStatus.annulled: "cancelled",
}  # fmt: skip


def verify(store: Store, code: str) -> dict[str, Any] | None:
    """Kind, number, masked holder, degree, date and state; None for an unknown code. What is not handed over yet is
    only made."""
    fields = {"kind_name": 1, "number": 1, "name": 1, "qualification": 1, "dated": 1, "status": 1, "of": 1,
              "sheets.what": 1, "revoked": 1, "credential.key": 1}  # fmt: skip
    row = store.one("diplomas", {"code": code.strip().upper()}, fields)
    if row is None:
        return None
    office = store.one("office", {}) or {}
    return {
        "kind": _kind(row), "number": row["number"], "holder": masked(row["name"]["kk"], office),
        "degree": row.get("qualification"), "issued": row["dated"],
        "state": STATES.get(DiplomaStatus(row["status"]), "made"), "institution": office.get("name", {}),
        "credential": _credential(store, row),
    }  # fmt: skip


def _kind(row: Row) -> dict[str, str]:
    """What the paper is; a duplicate says so, with the parts it takes the place of."""
    kind: dict[str, str] = row["kind_name"]
    if not row.get("of"):
        return kind
    parts = [Takes(s["what"]) for s in row.get("sheets") or []]
    name = Text.model_validate(kind)
    return {
        x: f"{DUPLICATE.get(x).capitalize()}: {', '.join(p.label(x) for p in parts)} — {name.get(x)}" for x in LANGS
    }


def _credential(store: Store, row: dict[str, Any]) -> str:
    """How its open credential stands: "good", "gone" (withdrawn, or its key is believed no more), "" where there is
    none."""
    key = (row.get("credential") or {}).get("key")
    if not key:
        return ""
    kept = store.one("signing_keys", {"_id": key}, {"status": 1}) or {}
    return "gone" if row.get("revoked") or kept.get("status") == KeyStatus.stolen.value else "good"
