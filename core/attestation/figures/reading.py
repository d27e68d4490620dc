"""Figures of final attestation inside the user's scope: rows of the sums, cut as asked; no graduate is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core import access
from core.access import Reach
from core.db.store import Row, Store
from core.desk import Desk
from core.scope import Scope, scope_of
from core.sums import read
from schemas.attestation import Commission
from schemas.base import Id

READ = "attestation.read"
YEARS = 5  # beside each other
BY = ("programme", "department", "faculty", "form", "study_form", "language", "funding")


@dataclass(frozen=True)
class Seen:
    """Whose figures a user sees: those of a scope, or of the commissions he sits in. Hashable: a cache's key."""

    scope: Scope | None = None
    commissions: tuple[Id, ...] | None = None

    def holds(self, row: Row) -> bool:
        """Does a row lie in it? A row of people at large belongs to no commission."""
        if self.commissions is not None:
            return row["commission"] in self.commissions
        return self.scope is None or self.scope.holds(row)

    def whole(self, row: Row) -> bool:
        """Is a row of people the one by which they are counted here?"""
        return bool(row["commission"]) if self.commissions is not None else not row["commission"]


@dataclass(frozen=True)
class Cut:
    """What the figures are narrowed to; None: not narrowed. again: those who come a further time; None: everybody."""

    programme: Id | None = None
    department: Id | None = None
    faculty: Id | None = None
    form: str | None = None
    study_form: str | None = None
    language: str | None = None
    funding: str | None = None
    again: bool | None = False

    def holds(self, row: Row) -> bool:
        """Does a row lie in it? The form is asked of rows of a form alone."""
        return all(
            wanted is None or row[name] == wanted or (name == "form" and not row["form"])
            for name, wanted in vars(self).items()
        )


def seen_by(desk: Desk) -> Seen:
    """Whose figures this user sees. Raises Forbidden."""
    if access.require(desk.actor, READ) is not Reach.OWN:
        return Seen(scope_of(desk, right=READ))
    found = desk.rows(Commission, READ, {}, {"_id": 1}, limit=500)
    return Seen(commissions=tuple(sorted(r["_id"] for r in found)))


def years(store: Store) -> list[int]:
    """Years of attestation that anything is told of, the newest first."""
    found = store.names("sums", "_id", {"_id": {"$regex": "^attestation:"}})
    return sorted((int(name.partition(":")[2]) for name in found), reverse=True)


def of_years(store: Store, seen: Seen, wanted: Sequence[int]) -> dict[int, list[Row]]:
    """Rows of years inside what is seen."""
    found = read(store, [f"attestation:{y}" for y in wanted])
    return {y: [r for r in found[f"attestation:{y}"] if seen.holds(r)] for y in wanted}


def of_commission(store: Store, year: int, commission: Id) -> list[Row]:
    """Rows of one commission; whether it may be seen its page has asked."""
    return [r for r in read(store, [f"attestation:{year}"])[f"attestation:{year}"] if r["commission"] == commission]


def forms(rows: Iterable[Row]) -> list[Row]:
    """Rows of what was heard: a graduate once in each form."""
    return [r for r in rows if r["form"]]


def people(rows: Iterable[Row], seen: Seen) -> list[Row]:
    """Rows of graduates: each once."""
    return [r for r in rows if not r["form"] and seen.whole(r)]


def narrowed(rows: Iterable[Row], asked: Cut) -> list[Row]:
    """The rows of a cut."""
    return [r for r in rows if asked.holds(r)]


def values(rows: Iterable[Row], by: str) -> set[Any]:
    """The values of a cut that occur."""
    return {r[by] for r in rows if r[by] not in (None, "")}
