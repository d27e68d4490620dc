"""The slice `interim`: results of a term by whom they belong to, by the kind of sheet and the attempt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from core.db.store import Row
from core.sums.days import ends
from core.sums.scan import Scan
from core.sums.slices import placed, quality_letters, results_found, sections_of

STUDY = ("programme", "year", "language", "funding")  # of the study, as it was on the term's last day
CUTS = ("department", "faculty", *STUDY, "kind", "first")
STATES = ("passed", "failed", "open", "neutral")


def interim(scan: Scan, codes: Iterable[str]) -> dict[str, list[Row]]:
    """Results of terms, corrections counted: {term: rows}.

    Rows {department, faculty, programme, year, language, funding, kind, first, people, letters {letter: n}, passed,
    failed, open, neutral, quality}: kind is the code of the sheet's kind, first: the first attempt, people: how many
    studies stand behind the row. The department is that of the section, as in the slice `results`.
    """
    codes = sorted(codes)
    record = "$studies.record"
    key: Row = {k: f"{record}.{k}" for k in ("term", "section", "rules", "letter", "state")}
    key |= {"study": "$studies.id", "student": "$_id", "kind": f"{record}.sheet"}
    key["first"] = {"$lte": [f"{record}.attempt", 1]}
    key |= {k: f"$studies.{k}.id" for k in ("department", "faculty", "programme")}
    pipeline = [*results_found(scan, codes), {"$group": {"_id": key, "n": {"$sum": 1}}}]
    found = [{**r["_id"], "n": r["n"]} for r in scan.store.aggregate("students", pipeline)]
    then, days = _studies(scan, codes), _days(scan, codes)
    good, places = quality_letters(scan), sections_of(scan, (r.get("section") for r in found))
    rows: dict[str, dict[tuple[Any, ...], Row]] = {code: {} for code in codes}
    behind: dict[tuple[str, tuple[Any, ...]], set[str]] = {}
    for r in found:
        term, (department, faculty) = r["term"], placed(scan, r, places)
        was = then.get((days.get(term, scan.today), r["study"]), r)
        cut = (department, faculty, *(was.get(k) for k in STUDY), r.get("kind") or "", r["first"])
        row = rows[term].setdefault(cut, {
            **dict(zip(CUTS, cut, strict=True)), "people": 0, "letters": {}, **dict.fromkeys(STATES, 0), "quality": 0,
        })  # fmt: skip
        row["letters"][r["letter"]] = row["letters"].get(r["letter"], 0) + r["n"]
        row[r["state"]] += r["n"]
        row["quality"] += r["n"] if (r["rules"], r["letter"]) in good else 0
        behind.setdefault((term, cut), set()).add(r["study"])
    for (term, cut), studies in behind.items():
        rows[term][cut]["people"] = len(studies)
    return {code: list(found.values()) for code, found in rows.items()}


def _days(scan: Scan, codes: Iterable[str]) -> dict[str, date]:
    """The day whose state counts: the last of each term, today while it runs."""
    return {t["code"]: min(ends(t), scan.today) for t in scan.terms if t["code"] in set(codes)}


def _studies(scan: Scan, codes: Iterable[str]) -> dict[tuple[date, str], Row]:
    where = {"studies.record.term": {"$in": list(codes)}}
    return {(day, s["study"]): s for day, s in scan.studies_on(_days(scan, codes).values(), where, everybody=True)}
