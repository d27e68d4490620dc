"""Pages of a big act's audit entry, and the small digests an entry carries of its own parts.

An act that touches thousands of documents would outgrow one entry, so its list stands in `audit_pages` rows,
{_id, entry, n, touched: [...], changes: [...]}; the entry keeps their count and one root over their hashes,
so a page can be neither changed nor removed without the entry's own hash telling.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core.db.codec import digest, digests, plain

Row = dict[str, Any]
PAGE = 500  # documents on a page: with their changes about a megabyte, far from the 16 of a document


def page(entry: str, n: int, touched: Sequence[Any], changes: Sequence[Any] = ()) -> Row:
    """One page of an entry: what was touched and, field by field, what changed (models or stored rows).

    n: from 1, without gaps. entry: the id of the audit entry; of a job, decided before the entry is written.
    """
    return _row(entry, n, plain(touched), plain(changes))


def _row(entry: str, n: int, touched: list[Row], changes: list[Row]) -> Row:
    return {"_id": f"{entry}:{n}", "entry": entry, "n": n, "touched": touched, "changes": changes}


def page_hash(row: Row) -> str:
    """The hash of a page as it is stored."""
    return digest({k: v for k, v in row.items() if k != "_id"})


def root(hashes: Iterable[str]) -> str:
    """What the entry keeps of its pages: one digest over their hashes in order."""
    return digest(list(hashes))


def page_rows(entry: str, touched: Sequence[Any], changes: Sequence[Any] = ()) -> tuple[list[Row], str]:
    """All pages of an entry at once, each document's changes beside it, and their root."""
    of: dict[tuple[str, str], list[Any]] = {}
    for change in plain(changes):
        of.setdefault((change["kind"], change["id"]), []).append(change)
    rows: list[Row] = []
    for start in range(0, len(touched), PAGE):
        part = plain(touched[start : start + PAGE])
        inside = [c for t in part for c in of.pop((t["kind"], t["id"]), ())]
        rows.append(_row(entry, len(rows) + 1, part, inside))
    return rows, root(page_hash(r) for r in rows)


def parts(body: Row) -> dict[str, str]:
    """A short digest of each field of an entry, so that an altered entry tells which field was altered."""
    return {k: v[:12] for k, v in digests(_sealed(body))[0].items()}


def seal(body: Row) -> None:
    """Give an entry its parts and its hash."""
    of, whole = digests(_sealed(body))
    body["parts"] = {k: v[:12] for k, v in of.items()}
    body["hash"] = whole("parts", body["parts"])


def _sealed(body: Row) -> Row:
    return {k: v for k, v in body.items() if k not in ("hash", "parts")}
