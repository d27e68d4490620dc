"""Every indicator over five years with 100,000 students in the base, and the leaders' page, which reads what is stored.

550 begin each year and study four years: 2,200 at once, twice as many as in the other benches; records of the last nine
intakes stand in the base (older ones are found by no question of these years). Sheets are as many as they need; orders,
papers and the rest are those of a far larger house.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from core import house, indicators
from core.bench import Ratio, median_of
from core.bench.closing import desk_of, put
from core.bench.lists import parts
from core.bench.searching import people
from core.db.store import Row, Store
from core.desk import Why
from core.kinds import ship
from schemas.base import Ref, Text
from schemas.term import Term
from schemas.words import TermKind

PEOPLE, INTAKE, YEARS, EACH, SIZE = 100_000, 550, 5, 5, 12
DEPARTMENTS = [Ref(id=f"d{n}", label=Text(kk=f"Кафедра {n}")).model_dump() for n in range(12)]
LETTERS = (("A", "passed"), ("B+", "passed"), ("B", "passed"), ("C", "passed"), ("F", "failed"))
AIM = "aim 5 s"


def measure(store: Store, _: str) -> list[Ratio]:
    """Computed the first time, computed again, read as the page reads them; floors: one bare counting of passes over
    the same terms, a bare reading of as many rows."""
    ship(store)
    desk = desk_of(store)
    house.refresh(store)
    this = desk.today().year if desk.today().month > 8 else desk.today().year - 1
    terms = [
        put(desk, Term(code=f"{y}-{h}", kind=kind, year=y, starts=starts, ends=ends))
        for y in range(this - YEARS, this + 1)
        for h, kind, starts, ends in (
            (1, TermKind.autumn, date(y, 9, 1), date(y, 12, 31)), (2, TermKind.spring, date(y + 1, 1, 20),
                                                                   date(y + 1, 6, 30)))
    ]  # fmt: skip
    past = [t for t in terms if t.starts and t.starts <= desk.today()]
    for collection, rows in (
        ("students", students_of(past, this)), ("grade_sheets", _sheets(past)), ("study_plans", _plans(this)),
        ("orders", _dated(this, 2_000, _order)), ("papers", _dated(this, 8_000, _paper)),
        ("blanks", _dated(this, 3_000, _blank)), ("diplomas", _dated(this, 2_000, _diploma)),
        ("lesson_checks", _dated(this, 4_000, _check)), ("duplicate_requests", _dated(this, 100, _duplicate)),
    ):  # fmt: skip
        parts(store, collection, rows)
    gc.collect()
    gc.freeze()
    newest = [t.code for t in past[-2 * YEARS :]]
    bare = median_of(lambda: _passes(store, newest), 3)
    start = time.perf_counter()
    n = indicators.compute(desk, Why("b"), years=YEARS)
    first = time.perf_counter() - start
    again = median_of(lambda: _nothing_new(desk), 3)
    read = median_of(lambda: store.rows("measurements", {}, sort=[("_id", -1)], limit=75), 20)
    board = median_of(lambda: indicators.board(desk), 20)
    many = len(indicators.board(desk))
    return [
        Ratio(f"{many} indicators of {YEARS} years, computed", first, bare, 12, f"{AIM}; {n} values stored"),
        Ratio(f"{many} indicators of {YEARS} years, again", again, bare, 12, AIM),
        Ratio("the leaders' page, its reading", board, read, 8, "aim 100 ms of the page's 500"),
    ]


def _nothing_new(desk: Any) -> None:
    from core.errors import RuleBroken

    try:
        indicators.compute(desk, Why("b"), years=YEARS)
    except RuleBroken:
        return
    raise AssertionError("the same records gave other values")


def _passes(store: Store, codes: list[str]) -> list[Row]:
    """What any counting of passes must do: open the records of those terms and count by term."""
    record = "$studies.record"
    return list(store.db["students"].aggregate([
        {"$match": {"studies.record.term": {"$in": codes}}}, {"$unwind": "$studies"}, {"$unwind": record},
        {"$match": {"studies.record.term": {"$in": codes}}},
        {"$group": {"_id": {"t": f"{record}.term", "s": f"{record}.state"}, "n": {"$sum": 1}}},
    ]))  # fmt: skip


def _stamp(day: date) -> Row:
    return {"at": datetime(day.year, day.month, day.day, 6, tzinfo=UTC), "by": "bench"}


def students_of(terms: list[Term], this: int) -> Iterator[Row]:
    """The students of every intake, those of the last nine with their records."""
    begun = {t.code for t in terms}
    for n, row in enumerate(people(PEOPLE)):
        intake, department = this - n // INTAKE, DEPARTMENTS[n % len(DEPARTMENTS)]
        graduated, study = intake + 4 <= this, f"st{n}"
        left = n % 25 == 0 and intake < this
        ends = date(intake + 1, 2, 1) if left else date(intake + 4, 6, 25)
        status = "expelled" if left else "graduated" if graduated else "active"
        born = {"id": study, "status": "active", "department": department, "faculty": None, "programme": None}
        events: list[Row] = [{
            "id": f"{n}a", "n": 1, "type": "admitted", "effective": f"{intake}-08-25", "study": born, "profile": {},
        }]  # fmt: skip
        if left or graduated:
            path = f"studies.{study}.status"
            events.append({"id": f"{n}b", "n": 2, "type": "order_applied", "kind": status,
                           "effective": ends.isoformat(),
                           "study": study, "order": {"id": "o", "label": {"kk": "1"}},
                           "changes": [{"field": path, "was": "active", "now": status}]})  # fmt: skip
        last = 1 if left else 8
        codes = [f"{intake + t // 2}-{t % 2 + 1}" for t in range(last)] if intake > this - 9 else []
        record = [_result(n, t, d, code) for t, code in enumerate(codes) if code in begun or code < min(begun)
                  for d in range(EACH)]  # fmt: skip
        yield {
            **row, "revision": len(events), "events": events, "latest": events[-1]["effective"],
            "studies": [{**born, "status": status, "record": record, "totals": {"academic_debts": 0}}],
        }  # fmt: skip


def _result(n: int, t: int, d: int, code: str) -> Row:
    letter, state = LETTERS[(n + t + d) % len(LETTERS)]
    return {
        "id": f"{n}-{t}-{d}", "discipline": {"id": f"D{t}{d}", "label": {"kk": "Пән", "ru": "", "en": ""}},
        "code": f"D{t}{d}", "term": code, "section": "", "attempt": 1, "credits": Decimal(5), "scores": {},
        "final_grade": Decimal(80), "letter": letter, "points": Decimal(3), "state": state, "earned": Decimal(5),
        "gpa": True, "replaces": True, "rules": "kz-2022@1", "source": "", "sheet": "", "apart": "", "on": "2024-01-20",
    }  # fmt: skip


def _sheets(terms: list[Term]) -> Iterator[Row]:
    for t, term in enumerate(terms):
        for n in range(4 * INTAKE * EACH // SIZE):
            due = (term.ends or date(term.year, 12, 31)) - timedelta(days=n % 10)
            row: Row = {
                "_id": f"s{t}-{n}", "number": f"{term.code}/{n}", "status": "closed", "kind": "exam",
                "term": {"id": term.id, "label": {"kk": term.code}}, "term_code": term.code, "due": due.isoformat(),
                "closed_at": _stamp(due + timedelta(days=1 if n % 30 == 0 else -1))["at"],
                "department": DEPARTMENTS[n % len(DEPARTMENTS)], "corrections": [], "revision": 1,
                "lines": [{"student": {"id": f"many{(n * SIZE + k) % PEOPLE:06d}", "label": {"kk": "С"}}, "study": "s",
                           "number": "1", "letter": "B"} for k in range(SIZE)],
            }  # fmt: skip
            if n % 40 == 0:
                row["corrections"] = [{"state": "confirmed", "student": row["lines"][0]["student"], "what": "score",
                                       "proposed_at": _stamp(due)["at"], "decided_at": _stamp(due)["at"]}]  # fmt: skip
            yield row


def _plans(this: int) -> Iterator[Row]:
    for y in range(this - YEARS, this + 1):
        for n in range(4 * INTAKE):
            at = date(y, 9, 5) + timedelta(days=n % 40)
            yield {"_id": f"p{y}-{n}", "number": f"M{n:06d}", "study": f"{y}-{n}", "year": y, "state": "approved",
                   "key": f"{n:06d}", "created": _stamp(date(y, 8, 20)), "approved": _stamp(at)}  # fmt: skip


def _dated(this: int, each: int, made: Any) -> Iterator[Row]:
    """So many rows a year, spread over its days, up to today."""
    for y in range(this - YEARS, this + 1):
        for n in range(each):
            yield {"_id": f"{y}-{n}", "revision": 1, **made(y, n, date(y, 9, 1) + timedelta(days=n % 360))}


def _order(y: int, n: int, day: date) -> Row:
    return {"number": f"{y}-{n}", "kind": f"k{n % 6}", "day": day.isoformat(), "status": "applied", "lines": [],
            "effective": day.isoformat(), "created": _stamp(day - timedelta(days=n % 16))}  # fmt: skip


def _paper(y: int, n: int, day: date) -> Row:
    ready = day + timedelta(days=4 if n % 50 == 0 else 1)
    return {"number": f"{y}-{n}", "kind": Ref(id=f"c{n % 4}", label=Text(kk="А")).model_dump(), "state": "handed",
            "code": f"{y}-{n}", "code_of_kind": f"c{n % 4}", "deadline": (day + timedelta(days=3)).isoformat(),
            "day": ready.isoformat()}  # fmt: skip


def _blank(y: int, n: int, day: date) -> Row:
    return {"kind": f"b{n % 3}", "series": "ДБ", "n": n, "key": f"{y}-{n}", "status": "issued",
            "since": day.isoformat(), **({"spoiled_why": "press"} if n % 120 == 0 else {})}  # fmt: skip


def _diploma(y: int, n: int, day: date) -> Row:
    return {"number": f"Д{y}-{n}", "code": f"D{y}-{n}", "status": "annulled" if n % 300 == 0 else "issued", "year": y,
            "dated": day.isoformat(), "key": f"{n}"}  # fmt: skip


def _check(y: int, n: int, day: date) -> Row:
    return {"number": f"{y}-{n}", "day": day.isoformat(), "found": n % 60 != 0,
            "department": DEPARTMENTS[n % len(DEPARTMENTS)]}  # fmt: skip


def _duplicate(y: int, n: int, day: date) -> Row:
    return {"number": f"{y}-{n}", "status": "made", "asked_on": day.isoformat(),
            "due": (day + timedelta(days=21)).isoformat(),
            "answered_on": (day + timedelta(days=25 if n % 40 == 0 else 12)).isoformat()}  # fmt: skip
