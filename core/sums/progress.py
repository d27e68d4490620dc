"""The slice `progress`: GPA and debts of who studies now, group by group."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from core.db.store import Row
from core.grading import whose
from core.sums.scan import Scan

BANDS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(3), Decimal("3.5"))  # where a band of GPA begins


def progress(scan: Scan) -> list[Row]:
    """Those who study now, group by group: GPA and debts.

    Rows {programme, department, faculty, year, group, n, gpa_n, gpa_sum, bands, debtors, debts, since}: bands counts
    GPAs from each of `BANDS` on, lower ones first; since counts debts by the day of their first fail.
    """
    totals, active = "$studies.totals", {"studies.status": "active"}
    cuts = {k: f"$studies.{k}.id" for k in ("programme", "department", "faculty")}
    cuts |= {k: f"$studies.{k}" for k in ("year", "group")}
    gpa = f"{totals}.gpa"
    band: Any = {"$sum": [{"$cond": [{"$gte": [gpa, low]}, 1, 0]} for low in BANDS]}
    pipeline: list[Row] = [
        {"$match": {**scan.visible, **active}},
        {"$project": {**dict.fromkeys([c.removeprefix("$") for c in cuts.values()], 1), "studies.status": 1,
                      "studies.totals": 1}},
        {"$unwind": "$studies"}, {"$match": active},
        {"$group": {
            "_id": {**cuts, "band": {"$cond": [{"$isNumber": gpa}, band, None]}}, "n": {"$sum": 1},
            "gpa_sum": {"$sum": gpa}, "debts": {"$sum": f"{totals}.academic_debts"},
            "debtors": {"$sum": {"$cond": [{"$gt": [f"{totals}.academic_debts", 0]}, 1, 0]}},
        }},
    ]  # fmt: skip
    rows: dict[tuple[Any, ...], Row] = {}
    for found in scan.store.aggregate("students", pipeline):
        key = found["_id"]
        row = rows.setdefault(tuple(key.get(k) for k in cuts), {
            **{k: key.get(k) for k in cuts}, "n": 0, "gpa_n": 0, "gpa_sum": Decimal(0),
            "bands": [0] * (len(BANDS) + 1), "debtors": 0, "debts": 0, "since": {},
        })  # fmt: skip
        row["n"] += found["n"]
        row["debts"] += int(found["debts"])
        row["debtors"] += found["debtors"]
        if key.get("band") is not None:
            row["gpa_n"] += found["n"]
            row["gpa_sum"] += Decimal(str(found["gpa_sum"]))
            row["bands"][key["band"]] += found["n"]
    _aged(scan, rows, tuple(cuts))
    for row in rows.values():
        row["faculty"] = scan.faculty(row["department"], row["faculty"])
    return list(rows.values())


def _aged(scan: Scan, rows: dict[tuple[Any, ...], Row], cuts: tuple[str, ...]) -> None:
    """Count each debt by the day of its first fail into the row of its study; only those who owe are read."""
    owing = {"studies.totals.academic_debts": {"$gt": 0}, "studies.status": "active"}
    record = tuple(f"record.{f}" for f in ("discipline.id", "apart", "state", "on"))
    fields = ("status", *cuts, "totals.academic_debts", *record)
    for student in scan.store.rows("students", {**scan.visible, **owing}, {f"studies.{f}": 1 for f in fields}):
        for study in student["studies"]:
            if study["status"] != "active" or not study["totals"]["academic_debts"]:
                continue
            key = tuple(
                (study.get(k) or {}).get("id") if k in ("programme", "department", "faculty") else study.get(k)
                for k in cuts
            )
            owed: dict[str, str] = {}
            passed = {whose(r) for r in study["record"] if r["state"] == "passed"}
            for r in study["record"]:
                id = whose(r)
                if r["state"] in ("failed", "open") and id not in passed:
                    owed[id] = min(owed.get(id, r["on"]), r["on"])
            since = rows[key]["since"] if key in rows else {}
            for day in owed.values():
                since[day] = since.get(day, 0) + 1
