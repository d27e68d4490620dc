"""One function per kind of slice: rows of figures counted from the records. Ids only; labels are read when shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.db.store import Row, Store
from core.sums.days import MONTH
from core.sums.scan import CONTINGENT, Scan, end_of
from schemas.words import UNDONE


def contingent(scan: Scan) -> list[Row]:
    """Studies as they stand now: n, debts (disciplines owed), debtors (studies that owe any), by every cut.

    Rows {programme, department, faculty, year, language, funding, status, n, debts, debtors}; every status is here,
    the contingent is those of `scan.CONTINGENT`. A person with two studies counts in both.
    """
    owed = "$studies.totals.academic_debts"
    cuts = {k: f"$studies.{k}.id" for k in ("programme", "department", "faculty")}
    cuts |= {k: f"$studies.{k}" for k in ("year", "language", "funding", "status")}
    pipeline: list[Row] = [
        {"$match": scan.visible},
        {"$project": dict.fromkeys([*(c.removeprefix("$") for c in cuts.values()), owed.removeprefix("$")], 1)},
        {"$unwind": "$studies"},
        {"$group": {
            "_id": cuts, "n": {"$sum": 1}, "debts": {"$sum": owed},
            "debtors": {"$sum": {"$cond": [{"$gt": [owed, 0]}, 1, 0]}},
        }},
    ]  # fmt: skip
    rows = []
    for row in scan.store.aggregate("students", pipeline):
        cut = {k: row["_id"].get(k) for k in cuts}
        cut["faculty"] = scan.faculty(cut["department"], cut["faculty"])
        rows.append({**cut, "n": row["n"], "debts": int(row["debts"]), "debtors": row["debtors"]})
    return rows


def in_time(store: Store, match: Row) -> Row:
    """Was a sheet closed before the day after its due day began, by the office's clock, as the database computes it
    for sheets under a condition; None while open or without a due day."""
    dues = [d for d in store.names("grade_sheets", "due", match) if d]
    by_due = [
        {"case": {"$eq": ["$due", d]}, "then": {"$lt": ["$closed_at", end_of(date.fromisoformat(d))]}} for d in dues
    ]
    when = {"$switch": {"branches": by_due, "default": None}} if by_due else None
    return {"$cond": [{"$eq": ["$status", "closed"]}, when, None]}


def results_found(scan: Scan, codes: Iterable[str], where: Row | None = None) -> list[Row]:
    """Pipeline stages that give one row per result of a discipline in terms: student, study, number, name, result;
    before $lookup. What stands apart beside a discipline (a course work) is neither its pass nor its fail."""
    codes = sorted(codes)
    return [
        {"$match": {**scan.visible, "studies.record.term": {"$in": codes}}},
        {"$project": {"number": 1, "name": 1, "studies.department": 1, "studies.faculty": 1, "studies.programme": 1,
                      "studies.record": 1, "studies.id": 1}},
        {"$unwind": "$studies"},
        {"$unwind": "$studies.record"},
        {"$match": {"studies.record.term": {"$in": codes}, "studies.record.apart": {"$in": ["", None]},
                    **(where or {})}},
    ]  # fmt: skip


def results(scan: Scan, codes: Iterable[str]) -> dict[str, list[Row]]:
    """Results of terms, newest form of each (corrections counted): {term: rows}.

    Rows {department, faculty, programme, discipline (code), letters {letter: n}, passed, failed, open, neutral,
    quality, points, credits}: points are summed times credits, over the results that stand in the GPA.
    """
    record = "$studies.record"
    cut = {k: f"{record}.{k}" for k in ("term", "section", "rules", "letter", "state")}
    cut |= {
        "discipline": f"{record}.code",
        "programme": "$studies.programme.id",
        "department": "$studies.department.id",
    }
    cut["faculty"] = "$studies.faculty.id"
    stands = {"$and": [f"{record}.gpa", {"$ne": [f"{record}.points", None]}]}
    pipeline = [
        *results_found(scan, codes),
        {"$group": {
            "_id": cut, "n": {"$sum": 1},
            "points": {"$sum": {"$cond": [stands, {"$multiply": [f"{record}.points", f"{record}.credits"]}, 0]}},
            "credits": {"$sum": {"$cond": [stands, f"{record}.credits", 0]}},
        }},
    ]  # fmt: skip
    good = quality_letters(scan)
    found: dict[str, dict[tuple[Any, ...], Row]] = {code: {} for code in codes}
    counts = scan.store.aggregate("students", pipeline)
    places = sections_of(scan, (row["_id"].get("section") for row in counts))
    for row in counts:
        key = row["_id"]
        department, faculty = placed(scan, key, places)
        place = (department, faculty, key.get("programme"), key["discipline"])
        into = found[key["term"]].setdefault(place, _empty_result(place))
        into["letters"][key["letter"]] = into["letters"].get(key["letter"], 0) + row["n"]
        into[key["state"]] += row["n"]
        into["quality"] += row["n"] if (key["rules"], key["letter"]) in good else 0
        into["points"] += Decimal(row["points"])
        into["credits"] += Decimal(row["credits"])
    return {code: list(rows.values()) for code, rows in found.items()}


def _empty_result(place: tuple[Any, ...]) -> Row:
    counts = dict.fromkeys(("passed", "failed", "open", "neutral", "quality"), 0)
    keys = dict(zip(("department", "faculty", "programme", "discipline"), place, strict=True))
    return {**keys, "letters": {}, **counts, "points": Decimal(0), "credits": Decimal(0)}


def sections_of(scan: Scan, ids: Iterable[str | None]) -> dict[str, Row]:
    """Sections by id, as far as a result's place asks (one read: a $lookup for each group costs ten times more)."""
    wanted = sorted({i for i in ids if i})
    rows = scan.store.rows("sections", {"_id": {"$in": wanted}}, {"department.id": 1, "faculty.id": 1})
    return {r["_id"]: r for r in rows}


def placed(scan: Scan, row: Row, places: dict[str, Row]) -> tuple[str | None, str | None]:
    """(department, faculty) a result belongs to: its section's department, or where there is none the student's."""
    section = places.get(row.get("section") or "", {})
    department = (section.get("department") or {}).get("id")
    if department:
        return department, scan.faculty(department, (section.get("faculty") or {}).get("id"))
    return row.get("department"), scan.faculty(row.get("department"), row.get("faculty"))


def quality_letters(scan: Scan) -> set[tuple[str, str]]:
    """(rulebook, letter) pairs that count for quality."""
    books = scan.store.rows("rulebooks", {}, {"scale.letter": 1, "scale.quality": 1})
    return {(b["_id"], g["letter"]) for b in books for g in b["scale"] if g.get("quality")}


def today(scan: Scan) -> list[Row]:
    """The figures of the day: rows {figure, department, faculty, n}.

    contingent, debts: as the slice `contingent` has them. sheets_open, sheets_overdue, corrections (waiting for a
    second person): as of the end of the day. transcripts: issued this calendar month.
    """
    rows = _figures(scan, scan.today, scan.today.replace(day=1))
    for row in read_rows(scan.store, "contingent"):
        if row["status"] in CONTINGENT:
            place = {k: row[k] for k in ("department", "faculty")}
            rows += [{"figure": f, **place, "n": row[k]} for f, k in (("contingent", "n"), ("debts", "debts"))]
    return summed(rows)


def before(scan: Scan) -> list[Row]:
    """The same figures 30 days earlier, by the events known today; transcripts: of the calendar month before."""
    then, last = scan.today - MONTH, scan.today.replace(day=1) - timedelta(days=1)
    rows = _figures(scan, then, last.replace(day=1), last)
    rows += [{"figure": "contingent", **s, "n": 1} for _, s in scan.studies_on([then])]
    rows += [{"figure": "debts", **d, "n": 1} for _, d in scan.debts_on([then])]
    return summed(rows)


def _figures(scan: Scan, day: date, first: date, last: date | None = None) -> list[Row]:
    """What papers tell of a day; transcripts issued from `first` to `last` (else to the day)."""
    sheets_ = _sheets_on(scan, day)
    parts = {
        "sheets_open": sheets_, "corrections": _corrections_on(scan, day),
        "sheets_overdue": [r for r in sheets_ if r["due"] and r["due"] < day.isoformat()],
        "transcripts": _transcripts(scan, first, last or day),
    }  # fmt: skip
    return [{"figure": f, **row, "n": 1} for f, rows in parts.items() for row in rows]


def summed(rows: Iterable[Row]) -> list[Row]:
    """Rows of figures with the same place added up."""
    found: dict[tuple[str, Any, Any], int] = {}
    for row in rows:
        key = (row["figure"], row["department"], row["faculty"])
        found[key] = found.get(key, 0) + row["n"]
    return [{"figure": f, "department": d, "faculty": u, "n": n} for (f, d, u), n in found.items()]


def read_rows(store: Store, name: str) -> list[Row]:
    """Rows of a slice as they stand; none where it was never built."""
    row = store.one("sums", {"_id": name}, {"rows": 1})
    return list(row["rows"]) if row else []


def _unit(scan: Scan, row: Row) -> Row:
    department = (row.get("department") or {}).get("id")
    return {"department": department, "faculty": scan.faculty(department, (row.get("faculty") or {}).get("id"))}


def _sheets_on(scan: Scan, day: date) -> list[Row]:
    """Sheets that stood open at the end of a day."""
    end = end_of(day)
    where: Row = {"created.at": {"$lt": end}, "$or": [
        {"status": {"$in": UNDONE}}, {"status": "closed", "closed_at": {"$gte": end}},
    ]}  # fmt: skip
    fields = {"department.id": 1, "faculty.id": 1, "due": 1}
    return [{**_unit(scan, r), "due": r.get("due")} for r in scan.store.rows("grade_sheets", where, fields)]


def _corrections_on(scan: Scan, day: date) -> list[Row]:
    """Corrections that waited for a second person at the end of a day."""
    end = end_of(day)
    waiting = {"proposed_at": {"$lt": end}, "$or": [{"decided_at": None}, {"decided_at": {"$gte": end}}]}
    where = {"corrections": {"$elemMatch": waiting}}
    fields = {"department.id": 1, "faculty.id": 1, "corrections.proposed_at": 1, "corrections.decided_at": 1}
    return [
        _unit(scan, sheet)
        for sheet in scan.store.rows("grade_sheets", where, fields)
        for c in sheet["corrections"]
        if c["proposed_at"] < end and not (c.get("decided_at") and c["decided_at"] < end)
    ]


def _transcripts(scan: Scan, first: date, last: date) -> list[Row]:
    where = {"created.at": {"$gte": end_of(first - timedelta(days=1)), "$lt": end_of(last)}}
    return [_unit(scan, r) for r in scan.store.rows("transcripts", where, {"department.id": 1, "faculty.id": 1})]
