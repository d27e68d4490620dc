"""Which sums an act makes old: rules, from what it changed to dirty marks, so that no act can forget one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]
LABELS = {"programmes", "disciplines", "people"}
MOVES = {"department", "faculty", "programme", "id"}  # results without a section are counted where the student is


def of_document(collection: str, was: Row | None, now: Row) -> set[str]:
    """Marks of a saved document: its stored form before (None: new) and after."""
    both = [row for row in (was, now) if row]
    if collection == "grade_sheets":
        return {f"sheets:{row['term_code']}" for row in both}
    if collection == "sections":
        return {f"load:{row['term']['id']}" for row in both}
    if collection in ("departments", "terms", "rulebooks"):
        return {"all"} if was else {"labels"}
    if collection == "transcripts":
        return {"today"}
    return {"labels"} if collection in LABELS else set()


def of_event(event: Row) -> set[str]:
    """Marks of an event of a student (stored form)."""
    if event["type"] in ("grade_posted", "result_recorded", "grade_corrected"):
        return {f"results:{event['result']['term']}"}
    if event["type"] == "event_voided":  # whether a result or an admission was voided, only its own event says
        return {"results", "contingent"}
    if event["type"] == "profile_edited":
        moved = any(c["field"].split(".")[-1] in MOVES for c in event["changes"])
        return {"contingent", "results"} if moved else {"contingent"}
    return {"contingent"} if event["type"] in ("admitted", "study_opened") else set()


def slices_of(marks: Iterable[str], terms: Iterable[Row]) -> set[str]:
    """The slices that marks make old. A result changes debts, closing a sheet counts it closed, a section says
    which department its results belong to; a mark `labels` makes none old, only the generation is raised."""
    terms = list(terms)
    codes = {t["_id"]: t["code"] for t in terms}
    found: set[str] = set()
    for mark in marks:
        kind, _, key = mark.partition(":")
        if kind in ("all", "results") and not key:
            for id, code in codes.items():
                found |= {f"results:{code}", f"sheets:{code}"} | ({f"load:{id}"} if kind == "all" else set())
        if kind == "results" and key:
            found |= {mark, f"sheets:{key}"}
        if kind == "load":
            found |= {mark} | ({f"results:{codes[key]}"} if key in codes else set())
        if kind == "sheets":
            found.add(mark)
        if kind in ("all", "contingent", "results"):
            found |= {"contingent", "history"}
        if kind != "labels":
            found.add("today")
    return found
