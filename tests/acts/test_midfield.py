"""The real input: 52 students and 1,575 results of a real registrar, compared with that registrar's own
figures."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from core import grading, history, imports
from core.desk import Desk, Why
from core.rulebooks import newest
from schemas.importing import Import

FILES = Path(__file__).parent.parent / "data" / "midfield"


def brought(desk: Desk, preset: str, file: str) -> Import:
    table = imports.read(file, (FILES / file).read_bytes())
    by = imports.preset(desk.store, preset)
    plan = imports.plan(desk, table, by.kind, by.matches, by.rules)
    assert plan.problems == []
    return imports.accept(desk, plan, Why("нақты деректер"))


def listed(file: str) -> list[dict[str, str]]:
    with (FILES / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def office(senior: Desk) -> Desk:
    """An office that knows nothing but these two files."""
    brought(senior, "midfield_students", "student.csv")
    brought(senior, "midfield_courses", "course.csv")
    return senior


def test_all_of_it_comes_in(office: Desk) -> None:
    rows = office.store.rows("students", {})
    assert len(rows) == 52
    assert sum(len(s["record"]) for r in rows for s in r["studies"]) == 1575
    assert {(i.created_count, i.changed_count) for i in imports.history(office)} == {(52, 0), (1575, 0)}
    for row in rows:
        assert row["name"]["last"] == row["number"] and row["source"] == "anonymous source" and row["iin"] is None
        state = history.fold(history.parse(row["events"]))
        assert {k: row[k] for k in state} == state
        assert all(r["rules"] == "midfield@1" and r["source"] for s in row["studies"] for r in s["record"])


def test_gpa_of_every_term_is_the_registrars_own(office: Desk) -> None:
    rules = newest(office.store, "midfield")
    by_term = defaultdict(list)
    for row in office.store.rows("students", {}):
        for result in row["studies"][0]["record"]:
            by_term[row["number"], result["term"]].append(result)
    terms = listed("term.csv")
    assert len(terms) == 327
    hours_differ = []
    for term in terms:
        results = by_term[term["mcid"], f"{term['term'][:4]}-{term['term'][4]}"]
        value = grading.shown(grading.gpa(grading.counted(results)), rules)
        assert value is not None and abs(value - Decimal(term["gpa_term"])) <= Decimal("0.01"), term
        earned = sum((r["earned"] for r in results), Decimal(0))
        if earned != Decimal(term["hours_term"]):
            passes = sum((r["earned"] for r in results if r["letter"] == "S/P"), Decimal(0))
            hours_differ.append((term["mcid"], term["term"], earned - Decimal(term["hours_term"]), passes))
    # Ten terms differ, each by exactly the hours of a course taken for pass/fail (S/P): it earns credits by
    # its meaning, but that registrar left it out of hours_term.
    assert len(hours_differ) == 10
    assert all(more == passes > 0 for _, _, more, passes in hours_differ)


def test_same_files_again_change_nothing(office: Desk) -> None:
    from core.errors import RuleBroken

    before = office.store.count("audit_events", {})
    for preset, file in (("midfield_students", "student.csv"), ("midfield_courses", "course.csv")):
        with pytest.raises(RuleBroken, match="nothing_new"):
            brought(office, preset, file)
    assert office.store.count("imports", {}) == 2 and office.store.count("audit_events", {}) == before
