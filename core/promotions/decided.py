"""What approved promotions decided: the passage into the new year asks here."""

from __future__ import annotations

from core.db.store import Session, Store
from schemas.base import Id
from schemas.promotion import PromotionState, Verdict


def decisions(reader: Store | Session, year: int) -> dict[Id, Verdict]:
    """What approved promotions into a year decided: study → verdict."""
    where = {"year": year, "state": PromotionState.approved.value}
    rows = reader.rows("promotions", where, {"rows.study": 1, "rows.decided": 1})
    return {r["study"]: Verdict(r["decided"]) for doc in rows for r in doc["rows"] if r["decided"]}


def losing(reader: Store | Session, year: int) -> set[Id]:
    """Studies that lose their grant by an approved promotion: they repeat the year."""
    where = {"year": year, "state": PromotionState.approved.value, "grant_lost": True}
    rows = reader.rows("promotions", where, {"rows.study": 1, "rows.decided": 1, "rows.funding": 1})
    lost = (Verdict.repeat.value, "grant")
    return {r["study"] for doc in rows for r in doc["rows"] if (r["decided"], r["funding"]) == lost}
