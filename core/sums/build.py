"""Rebuilding sums: marks in, slices out, the generation raised; and reading them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from core.db.codec import instant
from core.db.store import Row, Store, office_errors
from core.i18n import office_zone
from core.sums import marks as rules
from core.sums import slices as made
from core.sums.attestation import attestation, years_of
from core.sums.interim import interim
from core.sums.progress import progress
from core.sums.scan import Scan
from core.sums.signals import by_teacher, signals
from schemas.base import new_id

GENERATION = "generation"


def office_day() -> date:
    """Today's date where the office stands."""
    return datetime.now(office_zone()).date()


def refresh(store: Store, slices: Iterable[str] | None = None, today: date | None = None) -> int:
    """Rebuild these slices now (None: all of them, and every waiting mark is done); the new generation."""
    scan = Scan(store, today or office_day())
    if slices is None:
        seen = [r["_id"] for r in store.rows("dirty", {}, {"_id": 1})]
        generation = _rebuild(scan, rules.slices_of(["all"], scan.terms, scan.today, years_of(scan)))
        _forget(store, seen)
        return generation
    return _rebuild(scan, set(slices))


def drain(store: Store, today: date | None = None, most: int = 5000) -> int:
    """Do the waiting marks: rebuild what they make old, then remove them; how many there were.

    A mark that comes meanwhile stays for the next time; a crash between the two only means rebuilding again.
    """
    rows = store.rows("dirty", {}, limit=most)
    if rows:
        scan = Scan(store, today or office_day())
        _rebuild(scan, rules.slices_of({r["slice"] for r in rows}, scan.terms, scan.today, years_of(scan)))
        _forget(store, [r["_id"] for r in rows])
    return len(rows)


def note(store: Store, marks: Iterable[str]) -> None:
    """Write dirty marks outside an act: where a big act settles what it published long before."""
    rows = [{"_id": new_id(), "slice": m, "at": instant(datetime.now(UTC))} for m in sorted(set(marks))]
    if rows:
        with office_errors():
            store.side("dirty").insert_many(rows)


def _forget(store: Store, ids: Sequence[str]) -> None:
    with office_errors():
        store.side("dirty").delete_many({"_id": {"$in": list(ids)}})


def _rebuild(scan: Scan, wanted: set[str]) -> int:
    generation = _next(scan.store)
    for name, rows in _built(scan, wanted):
        at = instant(datetime.now(UTC))
        row = {"slice": name, "gen": generation, "day": scan.today.isoformat(), "at": at, "rows": rows}
        with office_errors():
            scan.store.side("sums").replace_one({"_id": name}, row, upsert=True)
    return _next(scan.store, at=True)


def _next(store: Store, at: bool = False) -> int:
    """Raise the generation: once before, so that every slice carries its own, once after, so that readers look."""
    update: Row = {"$inc": {"n": 1}} | ({"$set": {"at": instant(datetime.now(UTC))}} if at else {})
    with office_errors():
        store.side("sums").update_one({"_id": GENERATION}, update, upsert=True)
    return generation(store)


def _built(scan: Scan, wanted: set[str]) -> Iterable[tuple[str, list[Row]]]:
    # In this order: the figures of the day read the contingent that was just counted.
    whole: dict[str, Any] = {
        "contingent": made.contingent, "before": made.before, "today": made.today, "progress": progress,
    }  # fmt: skip
    for name in [w for w in whole if w in wanted]:
        yield name, whole[name](scan)
    by_term = {"results": made.results, "interim": interim, "signals": signals}
    for kind, build in by_term.items():
        codes = [w.partition(":")[2] for w in wanted if w.startswith(f"{kind}:")]
        if codes:
            for code, rows in build(scan, codes).items():
                yield f"{kind}:{code}", rows
                if kind == "signals":
                    yield f"teachers:{code}", by_teacher(rows)
    years = [int(w.partition(":")[2]) for w in wanted if w.startswith("attestation:")]
    for year, rows in attestation(scan, years).items() if years else ():
        yield f"attestation:{year}", rows


def generation(store: Store) -> int:
    """The number that rises with every rebuilding: what caches of figures are keyed by."""
    row = store.one("sums", {"_id": GENERATION}, {"n": 1})
    return int(row["n"]) if row else 0


def read(store: Store, slices: Sequence[str]) -> dict[str, list[Row]]:
    """Rows of slices as they stand; a slice never built has none."""
    found = {r["_id"]: r["rows"] for r in store.rows("sums", {"_id": {"$in": list(slices)}}, {"rows": 1})}
    return {name: found.get(name, []) for name in slices}


def built_at(store: Store) -> datetime | None:
    """When figures were last rebuilt."""
    row = store.one("sums", {"_id": GENERATION}, {"at": 1})
    return row.get("at") if row else None
