"""The slices `signals` and `teachers`: what closed sheets tell of marking, sheet by sheet and teacher by teacher."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from core.db.store import Row
from core.sums.interim import STATES
from core.sums.scan import Scan

ALIKE_FROM = 3  # marks of a sheet from which on their being alike tells anything
COUNTS = (*STATES, "quality", "graded", "means_n", "gap_n", "alike", "alike_n")
SUMS = ("means", "gap")
Scale = Mapping[tuple[str, str], tuple[str, bool]]  # (rulebook, letter) → (state, counts for quality)


def signals(scan: Scan, codes: Iterable[str]) -> dict[str, list[Row]]:
    """Closed sheets of terms that gave letters, corrections counted: {term: rows}.

    Rows {sheet, number, kind, discipline, department, faculty, teachers, letters, …}: the rest as `told` counts it.
    """
    codes, scale = sorted(codes), scale_of(scan)
    match = {"term_code": {"$in": codes}, "status": "closed", "form.gives": {"$nin": ["midterm_1", "midterm_2"]}}
    parts = ("letter", "score", "admission_rating", "final_grade")
    line: Row = {p: {"$map": {"input": "$now", "as": "x", "in": {"$ifNull": [f"$$x.{p}", None]}}} for p in parts}
    keep = {"number": 1, "kind": 1, "rules": 1, "term": "$term_code", "discipline": "$discipline.id"}
    keep |= {"department": "$department.id", "faculty": "$faculty.id", "teachers": "$examiners.id"}
    pipeline: list[Row] = [{"$match": match}, {"$addFields": {"now": _lines_now()}}, {"$project": {**keep, **line}}]
    rows: dict[str, list[Row]] = {code: [] for code in codes}
    for r in scan.store.aggregate("grade_sheets", pipeline):
        marks = list(zip(*(r[p] for p in parts), strict=True))
        found = told(marks, r["rules"], scale)
        if found["graded"] or found["letters"]:
            place = {k: r.get(k) for k in ("number", "kind", "discipline", "department", "teachers")}
            place["faculty"] = scan.faculty(place["department"], r.get("faculty"))
            rows[r["term"]].append({"sheet": r["_id"], **place, **found})
    return rows


def by_teacher(rows: Iterable[Row]) -> list[Row]:
    """Rows of sheets added up by teacher and department: {teacher, department, faculty, sheets, …}; a sheet of several
    examiners counts with each of them."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        for teacher in row["teachers"] or []:
            key = (teacher, row["department"], row["faculty"])
            into = found.setdefault(key, {
                **dict(zip(("teacher", "department", "faculty"), key, strict=True)), **nothing(), "sheets": 0,
            })  # fmt: skip
            into["sheets"] += 1
            add(into, row)
    return list(found.values())


def nothing() -> Row:
    """The counts of no marks at all."""
    return {"letters": {}, **dict.fromkeys(COUNTS, 0), **{k: Decimal(0) for k in SUMS}}


def add(into: Row, row: Row) -> None:
    """Add the counts of a row to another's."""
    for letter, n in row["letters"].items():
        into["letters"][letter] = into["letters"].get(letter, 0) + n
    for name in (*COUNTS, *SUMS):
        into[name] += row[name]


def told(marks: Sequence[tuple[str | None, Any, Any, Any]], rules: str, scale: Scale) -> Row:
    """What the lines (letter, exam, rating, final grade) of a sheet tell.

    graded: passed and failed. means: sum of final grades over means_n. gap: sum of exam − rating over the gap_n lines
    that have both. alike: lines with the most common exam mark, of alike_n; none where there are too few marks.
    """
    row = nothing()
    for letter, score, rating, final in marks:
        if not letter:
            continue
        row["letters"][letter] = row["letters"].get(letter, 0) + 1
        state, good = scale.get((rules, letter), ("neutral", False))
        row[state] += 1
        row["quality"] += good
        if final is not None:
            row["means_n"] += 1
            row["means"] += Decimal(final)
        if score is not None and rating is not None:
            row["gap_n"] += 1
            row["gap"] += Decimal(score) - Decimal(rating)
    row["graded"] = row["passed"] + row["failed"]
    scores = Counter(score for letter, score, _, _ in marks if letter and score is not None)
    if scores.total() >= ALIKE_FROM:
        row["alike"], row["alike_n"] = max(scores.values()), scores.total()
    return row


def scale_of(scan: Scan) -> Scale:
    """What each letter of each rulebook means."""
    books = scan.store.rows("rulebooks", {}, {"scale.letter": 1, "scale.quality": 1, "scale.state": 1})
    return {(b["_id"], g["letter"]): (g["state"], bool(g.get("quality"))) for b in books for g in b["scale"]}


def _lines_now() -> Row:
    """The lines of a sheet as confirmed corrections left them (core.sheets.plan.current_line)."""
    mine = {"$and": [{"$eq": ["$$c.state", "confirmed"]}, {"$eq": ["$$c.student.id", "$$x.student.id"]}]}
    last = {"$last": {"$filter": {"input": {"$ifNull": ["$corrections", []]}, "as": "c", "cond": mine}}}
    now = {"$let": {"vars": {"c": last}, "in": {"$ifNull": ["$$c.now", "$$x"]}}}
    return {"$map": {"input": "$lines", "as": "x", "in": now}}
