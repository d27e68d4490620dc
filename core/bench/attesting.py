"""Statistics of final attestation over ten years: the page's first paint from sums, beside the bare aggregation.

Of an institution of 1,100 (250 graduates a year) and of one of 100,000 students (10,000 graduates a year).
"""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from core import rulebooks, sums
from core.attestation.figures import reading, tables
from core.attestation.figures.rules import cut, figure
from core.bench import Ratio, median_of
from core.bench.closing import desk_of
from core.db import floor
from core.db.codec import plain
from core.db.store import Row, Store
from core.desk import Desk
from core.kinds import ship
from core.sums.attestation import attestation
from core.sums.build import office_day
from core.sums.scan import Scan
from schemas.base import Ref, Text
from schemas.discipline import Programme
from schemas.reference import Department, UnitKind

YEARS = range(2018, 2028)
FORMS = ("performance", "state_exam")
GRADES = (("A", 97, "4.0"), ("A-", 92, "3.67"), ("B+", 87, "3.33"), ("B", 82, "3.0"), ("B-", 77, "2.67"),
          ("C+", 72, "2.33"), ("C", 67, "2.0"), ("D+", 57, "1.33"), ("F", 20, "0"))  # fmt: skip
PAGE = 0.5  # seconds the first paint may take


def measure(store: Store, _: str) -> list[Ratio]:
    """Both institutions, one after the other."""
    desk = desk_of(store)
    rulebooks.install(desk, "kz-2022")
    ship(store)
    found = []
    for whole, each in ((1_100, 250), (100_000, 10_000)):
        fill(store, each, 12 if each < 1000 else 40)
        bare = median_of(lambda: _bare(store, YEARS[-1]), 3)
        start = time.perf_counter()
        rows = attestation(Scan(store, office_day()), [2027])[2027]
        one = time.perf_counter() - start
        sums.refresh(store, [f"attestation:{y}" for y in YEARS])
        ours = median_of(lambda: _page(desk), 9)
        note = f"aim of the page {PAGE * 1000:.0f} ms; a year's slice {one * 1000:.0f} ms, {len(rows)} rows"
        found.append(Ratio(f"statistics over ten years of {whole:,}", ours, bare, 1, note))
    return found


def _page(desk: Desk) -> None:
    """What the page reads and counts before its first paint."""
    seen, words = reading.seen_by(desk), tables.words_of(desk, "kk")
    at = reading.years(desk.store)[0]
    rows = reading.of_years(desk.store, seen, (at,))
    heard = reading.forms(reading.narrowed(rows[at], reading.Cut()))
    lines = tables.in_order(cut(heard, "programme"), words["programme"])
    for table in (tables.grades, tables.rates, tables.works):
        table(lines, "", "kk").said("kk")
    figure(reading.people(reading.narrowed(rows[at], reading.Cut()), seen))


def _bare(store: Store, year: int) -> list[Row]:
    """The least a database must do for one year: group signed protocols by what the page shows, with no correction,
    admission or rulebook looked at."""
    return store.aggregate("protocols", [
        {"$match": {"year": year, "status": "signed"}},
        {"$group": {"_id": {"p": "$programme.id", "d": "$department.id", "f": "$form", "l": "$letter"},
                    "n": {"$sum": 1}, "points": {"$sum": "$points"}}},
    ])  # fmt: skip


def fill(store: Store, each: int, units: int, seed: int = 7) -> None:
    """Ten years of candidacies, protocols, orders of admission; `each` graduates a year, two forms for each of them."""
    for name in ("candidacies", "protocols", "orders", "departments", "programmes", "students", "grade_sheets"):
        floor.clear(store.db, name)
    faculties = [Department(_id=f"f{n}", code=f"F{n}", name=Text(kk=f"{n + 1}-факультет"), kind=UnitKind.faculty)
                 for n in range(max(units // 5, 2))]  # fmt: skip
    departments = [Department(_id=f"d{n}", code=f"D{n}", name=Text(kk=f"{n + 1}-кафедра"), kind=UnitKind.department,
                              parent=faculties[n % len(faculties)].ref()) for n in range(units)]  # fmt: skip
    programmes = [Programme(_id=f"p{n}", code=f"6B0210{n}", name=Text(kk=f"{n + 1}-бағдарлама"), credits=Decimal(240))
                  for n in range(max(units // 2, 2))]  # fmt: skip
    floor.fill(store.db, "departments", [plain(d) for d in (*faculties, *departments)])
    floor.fill(store.db, "programmes", [plain(p) for p in programmes])
    dice = random.Random(seed)
    for year in YEARS:
        made = [_graduate(dice, year, n, departments, programmes) for n in range(each)]
        for start in range(0, each, 2500):
            part = made[start : start + 2500]
            floor.fill(store.db, "students", [g["student"] for g in part])
            floor.fill(store.db, "candidacies", [r for g in part for r in g["candidacies"]])
            floor.fill(store.db, "protocols", [r for g in part for r in g["protocols"]])
        lines = [{"study": g["student"]["studies"][0]["id"], "reversed": None} for g in made if g["protocols"]]
        for start in range(0, len(lines), 500):
            floor.fill(store.db, "orders", [{
                "_id": f"a{year}-{start}", "kind": "attestation_admission", "status": "applied",
                "effective": f"{year}-05-20", "lines": lines[start : start + 500], "once": f"{year}-{start}",
            }])  # fmt: skip
        sheets = {r["sheet"]["id"] for g in made for r in g["protocols"]}
        floor.fill(store.db, "grade_sheets", [{"_id": s, "number": s, "status": "closed"} for s in sorted(sheets)])


def _graduate(dice: random.Random, year: int, n: int, departments: list[Department], programmes: list[Any]) -> Row:
    place = dice.randrange(len(departments))  # a department teaches one programme
    unit, programme = departments[place], programmes[place % len(programmes)]
    id, again = f"g{year}-{n}", dice.random() < 0.04
    admitted = dice.random() < 0.96
    common = {
        "year": year, "student": plain(Ref(id=id, label=Text(kk=id))), "study": f"{id}s", "number": id, "key": id,
        "programme": plain(programme.ref()), "department": plain(unit.ref()), "faculty": plain(unit.parent),
        "language": dice.choice(("kk", "kk", "ru")), "funding": dice.choice(("grant", "grant", "paid")),
        "study_form": "full_time",
    }  # fmt: skip
    record, candidacies, protocols = [], [], []
    for form in FORMS:
        letter, percent, points = dice.choices(GRADES, (18, 16, 15, 14, 11, 9, 8, 6, 3))[0]
        commission, named = f"c{year}-{programme.id}", plain(Text(kk=form))
        about = {**common, "form": form, "commission": {"id": commission, "label": named},
                 "discipline": {"id": form, "label": named}}  # fmt: skip
        own, sheet = f"{id}-{form}", f"sh{year}-{unit.id}-{form}"
        candidacies.append({**about, "_id": own, "once": own, "form_name": named, "discipline_code": form,
                            "credits": plain(Decimal(8)), "status": "heard" if admitted else "approved",
                            "attempt": 2 if again else 1,
                            "presented": {"real_task": dice.random() < 0.2,
                                          "reviewer": {"name": "Сарапшы", "outside": True}}})  # fmt: skip
        if not admitted:
            continue
        absent = dice.random() < 0.02
        passed = letter != "F" and not absent
        protocols.append({
            **about, "_id": f"{own}p", "once": f"{own}p", "number": own, "code": own, "candidacy": own,
            "status": "signed", "rules": "kz-2022@1", "letter": "F" if absent else letter, "passed": passed,
            "mark": "absent" if absent else None, "score": None if absent else plain(Decimal(percent)),
            "points": None if absent else plain(Decimal(points)), "award": form == FORMS[1] and passed,
            "honours": letter == "A", "publication": letter == "A", "implementation": False, "sheet": {"id": sheet},
            "signed_at": datetime(year, 6, 10, tzinfo=UTC), "day": date(year, 6, 10).isoformat(),
        })  # fmt: skip
        record.append({"id": f"{sheet}-{id}", "discipline": {"id": form}, "letter": protocols[-1]["letter"],
                       "mark": protocols[-1]["mark"], "final_grade": protocols[-1]["score"],
                       "points": protocols[-1]["points"], "state": "passed" if passed else "failed",
                       "rules": "kz-2022@1", "on": protocols[-1]["day"]})  # fmt: skip
    # As long a record as a graduate has: what is not looked for is read past.
    record += [{"id": f"{id}-{k}", "discipline": {"id": f"x{k}"}, "letter": "B", "state": "passed",
                "rules": "kz-2022@1", "on": f"{year - 1}-01-10"} for k in range(30)]  # fmt: skip
    student = {"_id": id, "number": id, "search": {"key": id}, "revision": 0, "events": [],
               "studies": [{"id": f"{id}s", "status": "active", "record": record, "totals": {}}]}  # fmt: skip
    return {"student": student, "candidacies": candidacies, "protocols": protocols}
