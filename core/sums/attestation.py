"""The slice `attestation:<year>`: what came of final attestation, by every cut of the chair's report (domain.md 4.3).

A row is of a form of attestation before a commission, or of people: form "" counts each study once, commission "" at
large, a commission's own those it hears. Everything counted is of graduates whose preparation stands; who had been
admitted is told by orders, what came out by the student's record, by the newest protocol until it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core import house, merged
from core.attestation import settings
from core.db.store import Row
from core.sums.scan import Scan
from schemas.attestation import Protocol
from schemas.attestation.candidacy import COUNTED
from schemas.words import Mark

PLACES = ("programme", "department", "faculty")
STUDY = ("study_form", "language", "funding")
CUTS = ("commission", "form", "again", *PLACES, *STUDY)
FIVES = {5: "excellent", 4: "good", 3: "satisfactory", 2: "unsatisfactory"}
ADMISSION = ("admitted", "refused", "waiting")
APPEARING = ("appeared", "excused", "absent")
WORKS = ("real_task", "outside", "publication", "implementation")
COUNTS = ("graduating", *ADMISSION, *APPEARING, *FIVES.values(), "passed", "awarded", "honours", *WORKS, "percent_n",
          "points_n")  # fmt: skip
SUMS = ("percent", "points")
Scale = Mapping[tuple[str, str], tuple[bool, int | None]]  # (rulebook, letter) → (passed, grade of five)


@dataclass(frozen=True)
class Came:
    """What came of one graduate in one form: sort is «appeared», «excused», «absent» or "" where nothing stands."""

    sort: str = ""
    passed: bool = False
    five: int | None = None
    percent: Decimal | None = None
    points: Decimal | None = None
    letter: str = ""


@dataclass(frozen=True)
class Examinee:
    """One graduate in one form, of whom all figures are made. of: the preparation; protocol: the one that stands;
    state: a word of `ADMISSION`; why: of one refused the first reason."""

    of: Row
    protocol: Row | None
    came: Came
    state: str
    why: str = ""

    @property
    def counts(self) -> Row:
        """What he counts for."""
        return _counted(self.of, self.protocol, self.came, self.state, self.why)


def nothing() -> Row:
    """The counts of nobody."""
    return {**dict.fromkeys(COUNTS, 0), **{k: Decimal(0) for k in SUMS}, "why": {}}


def years_of(scan: Scan) -> list[int]:
    """Years of attestation that anybody was prepared for."""
    return sorted(scan.store.names("candidacies", "year"))


def attestation(scan: Scan, years: Iterable[int]) -> dict[int, list[Row]]:
    """Rows {commission, form, again, programme, department, faculty, study_form, language, funding, …} of years.

    again: who comes a further time. graduating = admitted + refused + waiting (waiting: no order of admission names
    anybody of his commission, or none names him yet who was heard). why: refused, each by the first reason. passed of
    people: in every form. percent and points are sums over percent_n and points_n. A count of nobody is not in the row.
    """
    return {year: _summed(of) for year, of in examinees(scan, years).items()}


def examinees(scan: Scan, years: Iterable[int]) -> dict[int, list[Examinee]]:
    """Everybody who is counted, a graduate once in each form he was prepared for: rows behind the figures. Raises
    nothing for odd data: what can't be told stands uncounted."""
    house.refresh(scan.store)  # sums are counted where nobody signs in: which order admits is asked of the house
    scale = fives(scan.store.rows("rulebooks", {}, {"scale": 1, "own": 1, "effective": 1}))
    return {year: _of_year(scan, year, scale) for year in years}


def fives(books: Iterable[Row]) -> Scale:
    """The grade of five of every letter, as its rulebook groups them: of the passing letters from the best down, the
    first traditional grade is 5, the second 4, all below 3; without traditional grades by quality."""
    found: dict[tuple[str, str], tuple[bool, int | None]] = {}
    books = sorted(books, key=lambda b: (bool(b.get("own")), str(b.get("effective"))))
    for book in books:
        passing = [g for g in book["scale"] if g["state"] == "passed"]
        said = [(g.get("traditional") or {}).get("kk") for g in sorted(passing, key=_best, reverse=True)]
        order = list(dict.fromkeys(s for s in said if s))
        for g in book["scale"]:
            own = (g.get("traditional") or {}).get("kk")
            if g["state"] != "passed":
                five = 2 if g["state"] == "failed" else None
            elif own:
                five = max(5 - order.index(own), 3)
            else:
                top = g.get("points") is not None and g["points"] == max(_best(p) for p in passing)
                five = (5 if top else 4) if g.get("quality") else 3 if g.get("points") is not None else None
            found[book["_id"], g["letter"]] = (g["state"] == "passed", five)
            if book.get("own"):  # what names no rules is read by the newest of the institution's own
                found["", g["letter"]] = found[book["_id"], g["letter"]]
    return found


def _best(grade: Row) -> Decimal:
    return Decimal(grade["points"]) if grade.get("points") is not None else Decimal(-1)


def _of_year(scan: Scan, year: int, scale: Scale) -> list[Examinee]:
    from core.sums.refused import reasons  # its rules stand above the acts, which mark sums as old

    candidacies = _candidacies(scan, year)
    protocols = _protocols(scan, year)
    results, shut = _results(scan, candidacies, protocols)
    admitted = _admitted(scan, year)
    told: dict[str, str] = {}  # the first day on which anybody of a commission was admitted
    for c in candidacies:
        if day := admitted.get(c["study"]):
            told[c["commission"]] = min(day, told.get(c["commission"], day))
    why = reasons(scan, {c["study"]: told[c["commission"]] for c in candidacies
                          if c["study"] not in admitted and c["commission"] in told}, candidacies)  # fmt: skip
    found = []
    for c in candidacies:
        protocol = protocols.get(c["_id"])
        state = "admitted" if c["study"] in admitted else "refused" if c["commission"] in told else "waiting"
        reason = why.get(c["study"], "other") if state == "refused" else ""
        found.append(Examinee(c, protocol, _came(c, protocol, results, shut, scale), state, reason))
    return found


def _summed(every: Iterable[Examinee]) -> list[Row]:
    rows: dict[tuple[Any, ...], Row] = {}
    people: dict[tuple[str, str], list[tuple[Row, Row]]] = {}
    for one in every:
        c, counts = one.of, one.counts
        _add(rows, c, c["form"], c["commission"], counts)
        for commission in ("", c["commission"]):
            people.setdefault((commission, c["study"]), []).append((c, counts))
    for (commission, _), mine in people.items():
        _add(rows, mine[0][0], "", commission, _person([one for _, one in mine]))
    # What nobody was counted in is not stored: most counts of a small cut are none.
    return [{k: v for k, v in row.items() if k in CUTS or v} for row in rows.values()]


def _add(rows: dict[tuple[Any, ...], Row], c: Row, form: str, commission: str, one: Row) -> None:
    key = (commission, form, c["again"], *(c[k] for k in (*PLACES, *STUDY)))
    into = rows.setdefault(key, {**dict(zip(CUTS, key, strict=True)), **nothing()})
    add(into, one)


def add(into: Row, row: Mapping[str, Any]) -> None:
    """Add the counts of a row to another's."""
    for name in (*COUNTS, *SUMS):
        into[name] += row.get(name, 0)
    for code, n in row.get("why", {}).items():
        into["why"][code] = into["why"].get(code, 0) + n


def _counted(c: Row, protocol: Row | None, came: Came, state: str, why: str) -> Row:
    one = nothing()
    one["graduating"] = one[state] = 1
    if state == "refused":
        one["why"] = {why: 1}
    if came.sort:
        one[came.sort] = 1
    one["passed"] = int(came.passed)
    if came.sort == "appeared":
        if came.five:
            one[FIVES[came.five]] = 1
        for name, value in (("percent", came.percent), ("points", came.points)):
            if value is not None:
                one[name], one[f"{name}_n"] = Decimal(value), 1
        for name in ("publication", "implementation"):
            one[name] = int(bool(protocol and protocol.get(name)))
    one["real_task"], one["outside"] = int(c["real_task"]), int(c["outside"])
    if protocol and came.passed:
        one["awarded"] = int(bool(protocol.get("award")))
        one["honours"] = int(bool(protocol.get("award") and protocol.get("honours")))
    return one


def _person(mine: list[Row]) -> Row:
    """One study over its forms: passed is all of them, the rest any of them; grades stand with the forms alone."""
    one = nothing()
    one["graduating"] = 1
    state = next(s for s in ADMISSION if any(m[s] for m in mine))
    one[state] = 1
    if state == "refused":
        one["why"] = next(m["why"] for m in mine if m["refused"])
    sort = next((s for s in APPEARING if any(m[s] for m in mine)), "")
    if sort:
        one[sort] = 1
    one["passed"] = int(all(m["passed"] for m in mine))
    for name in ("awarded", "honours", *WORKS):
        one[name] = int(any(m[name] for m in mine))
    return one


def _came(
    c: Row, protocol: Row | None, results: Mapping[str, Row], shut: set[str], scale: Scale
) -> Came:  # fmt: skip
    """The outcome that stands: of the record, of the newest protocol, of the preparation itself."""
    if protocol is None:
        return _of(c["outcome"], "score", "", scale)
    sheet = (protocol.get("sheet") or {}).get("id")
    if sheet and (found := results.get(f"{sheet}-{protocol['student']['id']}")):
        return _of(found, "final_grade", found.get("rules") or "", scale)
    if sheet in shut:
        return Came()  # the closed sheet's result was annulled
    return _of(protocol, "score", protocol.get("rules") or "", scale)


def _of(row: Row | None, percent: str, rules: str, scale: Scale) -> Came:
    if row is None:
        return Came()
    match row.get("mark"):
        case Mark.excused.value:
            return Came("excused")
        case Mark.absent.value:
            return Came("absent")
        case Mark.not_admitted.value | Mark.left.value | Mark.withdrawn.value:
            return Came()
    if not row.get("letter"):
        return Came()
    said = row.get("state") == "passed" if "state" in row else bool(row.get("passed"))
    passed, five = scale.get((rules, row["letter"]), (said, None))
    return Came("appeared", passed, five, row.get(percent), row.get("points"), row["letter"])


def _candidacies(scan: Scan, year: int) -> list[Row]:
    fields = ("commission.id", "form", "student.id", "study", "attempt", "discipline.id", "programme.id",
              "department.id", "faculty.id", *STUDY, "presented.real_task", "presented.reviewer.outside",
              "outcome")  # fmt: skip
    where = {"year": year, "status": {"$in": [s.value for s in COUNTED]}}
    rows = []
    for r in scan.store.rows("candidacies", where, dict.fromkeys(fields, 1), [("_id", 1)]):
        places = {k: (r.get(k) or {}).get("id") for k in PLACES}
        places["faculty"] = scan.faculty(places["department"], places["faculty"])
        given = r.get("presented") or {}
        rows.append({
            "_id": r["_id"], "study": r["study"], "student": r["student"]["id"], "form": r["form"], **places,
            **{k: r.get(k) or "" for k in STUDY}, "discipline": r["discipline"]["id"],
            "commission": r["commission"]["id"], "again": r.get("attempt", 1) > 1, "outcome": r.get("outcome"),
            "real_task": bool(given.get("real_task")), "outside": bool((given.get("reviewer") or {}).get("outside")),
        })  # fmt: skip
    return rows


def _protocols(scan: Scan, year: int) -> dict[str, Row]:
    """The signed protocol that stands of each preparation: one that was corrected gives way to the later."""
    fields = ("candidacy", "student.id", "corrects.id", "sheet.id", "signed_at", "rules", "letter", "mark", "score",
              "points", "passed", "publication", "implementation", "award", "honours")  # fmt: skip
    signed = scan.store.rows(Protocol.collection, {"year": year, "status": "signed"}, dict.fromkeys(fields, 1))
    gone = {p["corrects"]["id"] for p in signed if p.get("corrects")}
    standing = sorted((p for p in signed if p["_id"] not in gone), key=lambda p: (str(p.get("signed_at")), p["_id"]))
    return {p["candidacy"]: p for p in standing}


def _results(
    scan: Scan, candidacies: list[Row], protocols: Mapping[str, Row]
) -> tuple[dict[str, Row], set[str]]:  # fmt: skip
    """Results of the disciplines that were heard, by their ids; and the sheets that are closed."""
    sheets = sorted({p["sheet"]["id"] for p in protocols.values() if p.get("sheet")})
    if not sheets:
        return {}, set()
    heard = [c for c in candidacies if c["_id"] in protocols]
    of = sorted({c["discipline"] for c in heard})
    kept = ("id", "letter", "mark", "final_grade", "points", "state", "rules")
    pipeline: list[Row] = [
        {"$match": {"_id": {"$in": everywhere(scan, {c["student"] for c in heard})}}},
        {"$project": {"studies.record.discipline.id": 1, **{f"studies.record.{k}": 1 for k in kept}}},
        {"$unwind": "$studies"},
        {"$project": {"found": {"$filter": {"input": "$studies.record", "as": "r",
                                            "cond": {"$in": ["$$r.discipline.id", of]}}}}},
    ]  # fmt: skip
    found = {x["id"]: x for r in scan.store.aggregate("students", pipeline) for x in r["found"]}
    closed = scan.store.rows("grade_sheets", {"_id": {"$in": sheets}, "status": "closed"}, {"_id": 1})
    return found, {s["_id"] for s in closed}


def everywhere(scan: Scan, students: Iterable[str]) -> list[str]:
    """These students, and the records into which theirs were joined."""
    ids = set(students)
    return sorted(ids | set(merged.today(scan.store, ids).values()))


def _admitted(scan: Scan, year: int) -> dict[str, str]:
    """Studies that applied orders of admission of a year name, with the first such day."""
    if not (kind := settings.rules().admission_order):
        return {}
    days = {"$gte": date(year, 1, 1).isoformat(), "$lte": date(year, 12, 31).isoformat()}
    rows = scan.store.aggregate("orders", [
        {"$match": {"kind": kind, "status": "applied", "effective": days}},
        {"$project": {"effective": 1, "lines.study": 1, "lines.reversed": 1}},
        {"$unwind": "$lines"},
        {"$match": {"lines.reversed": None}},
        {"$group": {"_id": "$lines.study", "day": {"$min": "$effective"}}},
    ])  # fmt: skip
    return {r["_id"]: r["day"] for r in rows}
