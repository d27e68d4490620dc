"""Interim results inside the user's scope: rows of the sums, cut as asked; never a document of a student."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.db.store import Row, Store
from core.desk import Desk
from core.results.rules import Figure, figure
from core.scope import Scope
from core.sums import read
from core.sums.days import begins
from schemas.base import Id
from schemas.reference import Office
from schemas.term import Term
from schemas.words import TermKind

READ = "results.read"
TREND = 10  # terms of one picture


@dataclass(frozen=True)
class Cut:
    """What the figures are narrowed to; None: not narrowed. first: first attempts only."""

    department: Id | None = None
    programme: Id | None = None
    year: int | None = None
    language: str | None = None
    funding: str | None = None
    kind: str | None = None
    first: bool | None = None

    def holds(self, row: Row) -> bool:
        """Does a row of the slice lie in it?"""
        return all(wanted is None or row[name] == wanted for name, wanted in vars(self).items())


BY = ("department", "programme", "year", "language", "funding", "kind")


def least_shown(store: Store) -> int:
    """Of how many people a figure must tell to be shown."""
    row = store.one("office", {}, {"least_shown": 1}) or {}
    return int(row.get("least_shown") or Office.model_fields["least_shown"].default)


def terms(store: Store, today: date) -> list[Term]:
    """Terms that have begun, the newest first."""
    rows = sorted((r for r in store.rows("terms", {}) if begins(r) <= today), key=begins, reverse=True)
    return [Term.model_validate(r) for r in rows]


def of_term(store: Store, scope: Scope, code: str) -> list[Row]:
    """Rows of a term inside a scope (core.scope gives it out)."""
    name = f"interim:{code}"
    return [r for r in read(store, [name])[name] if scope.holds(r)]


def narrowed(rows: Iterable[Row], asked: Cut) -> list[Row]:
    """The rows of a cut."""
    return [r for r in rows if asked.holds(r)]


def trend(store: Store, scope: Scope, known: Sequence[Term], asked: Cut, least: int) -> list[tuple[Term, Figure]]:
    """The cut in the newest terms that have results, the oldest first; figures of too few people stay hidden."""
    found = read(store, [f"interim:{t.code}" for t in known])
    out = []
    for term in known:
        of = figure(r for r in found[f"interim:{term.code}"] if scope.holds(r) and asked.holds(r))
        if of.all:
            out.append((term, Figure(people=of.people, hidden=True) if of.people < least else of))
    return out[:TREND][::-1]


def newest(desk: Desk, known: Sequence[Term]) -> Term | None:
    """The newest semester that has results; where none has, the newest term that has, else the newest."""
    found = read(desk.store, [f"interim:{t.code}" for t in known[:TREND]])
    done = [t for t in known[:TREND] if found[f"interim:{t.code}"]]
    main = [t for t in done if t.kind in (TermKind.autumn, TermKind.spring)]
    return next(iter(main or done or known), None)


def letters(store: Store) -> tuple[str, ...]:
    """Letters of every scale, the institution's own first, in the order of their rows."""
    books: list[Any] = store.rows("rulebooks", {}, {"scale.letter": 1}, [("own", -1), ("effective", -1)])
    return tuple(dict.fromkeys(g["letter"] for b in books for g in b["scale"]))


def in_order(counts: Mapping[str, int], known: Sequence[str]) -> list[str]:
    """The letters that occur, in the order of the scales."""
    return [x for x in known if x in counts] + sorted(set(counts) - set(known))
