"""Rows of final attestation: what came of each graduate in each form, as the chair's report counts it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.db.store import Row
from core.desk import Desk
from core.sources.rules import Span, year_ends
from core.sources.standing import called
from core.sums.attestation import Examinee, examinees, years_of
from core.sums.scan import Scan

COUNTED = ("passed", "awarded", "honours", "real_task", "outside", "publication", "implementation")
KNOWN = ("student", "number", "group", "people", "commission", "discipline")


def attested(desk: Desk, spans: Sequence[Span]) -> list[list[Row]]:
    """Of each period `schemas.attestation.Attested` of the attestations that end its academic years; of one that names
    no terms those of every year."""
    scan = Scan(desk.store, desk.today())
    wanted = {y for span in spans for y in year_ends(span)} if all(span.terms for span in spans) else None
    found = examinees(scan, [y for y in years_of(scan) if wanted is None or y in wanted])
    rows = [r for year, every in found.items() for r in _rows(scan, year, every)]
    called(desk.store, rows)
    return [rows] * len(spans)  # the question narrows them to its own years


def _rows(scan: Scan, year: int, every: Sequence[Examinee]) -> Iterable[Row]:
    where = {"_id": {"$in": [h.of["_id"] for h in every]}}
    known = {r["_id"]: r for r in scan.store.rows("candidacies", where, dict.fromkeys(KNOWN, 1))}
    failed = {h.of["study"] for h in every if not h.came.passed}
    return [
        {
            "_id": h.of["_id"], "year": year, "study": h.of["study"], "form": h.of["form"], "again": h.of["again"],
            **{k: known[h.of["_id"]].get(k) for k in KNOWN},
            **{k: h.of[k] for k in ("programme", "department", "faculty")},
            **{k: h.of[k] or None for k in ("study_form", "language", "funding")},
            **scan.of_programme(h.of["programme"]),
            "admittance": h.state, "refusal": h.why or None, "appearance": h.came.sort or None,
            "letter": h.came.letter, "percent": h.came.percent, "points": h.came.points, "five": h.came.five,
            **{k: bool(h.counts[k]) for k in COUNTED}, "whole": h.of["study"] not in failed,
        }
        for h in every
    ]  # fmt: skip


__all__ = ["attested"]
