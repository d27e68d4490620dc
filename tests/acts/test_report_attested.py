"""Final attestation in reports (domain.md 4.3): what a report counts is what the page of attestation says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest

from core import house, reports, rulebooks, sums
from core.attestation.figures import reading
from core.attestation.figures.rules import Figure, cut, figure
from core.db.store import Store
from core.desk import Why
from core.reports.shipped import entries, made
from core.sums import build
from schemas.attestation import Protocol
from schemas.base import Text
from schemas.condition import Asked
from schemas.report import Figure as Measure
from schemas.report import ReportBody, ReportCut, Stretch
from schemas.words import Role
from tests.acts.attestation_kit import Graduates, at, graduates
from tests.acts.class_kit import put
from tests.conftest import actor

MOVED = import_module("core.migrations.0017_attestation_reports")


@pytest.fixture
def year(shipped: Store) -> Graduates:
    """Four graduates in two forms: one not admitted, one absent, one protocol corrected after it was signed."""
    of = graduates(shipped)
    rulebooks.install(of.desk, "kz-2022")
    first, second, third, _ = solo = [of.candidacy(p) for p in of.pupils]
    exam = [of.candidacy(p, of.exam) for p in of.pupils[:2]]
    of.candidacy(of.pupils[2], of.exam, attempt=2)
    of.admitted(of.pupils[:3])
    sitting = of.sitting(solo)
    was = of.protocol(first, sitting, 1, "97", letter="A")
    of.protocol(second, sitting, 2, "30", letter="F")
    of.protocol(third, sitting, 3, None)
    later = of.sitting(exam, starts="15:00")
    of.protocol(exam[0], later, 4, "82", letter="B")
    of.protocol(exam[1], later, 5, "68", letter="C")
    new = put(of.desk, was.model_copy(update={
        "id": "later", "number": "2027-0009", "once": "l", "code": "l", "letter": "C", "score": Decimal(66),
        "points": Decimal(2), "corrects": was.ref(), "signed_at": was.signed_at.replace(hour=20),
    }))  # fmt: skip

    def replaced(tx: Any) -> Protocol:
        kept = tx.get(Protocol, was.id, scoped=False)
        kept.replaced = new.ref()
        return tx.save(kept)  # type: ignore[no-any-return]

    of.desk.transact("reference.edit", replaced, Why("түзетілді"))
    build.drain(shipped)
    sums.refresh(shipped)
    house.refresh(shipped)
    return of


def told(of: Graduates, code: str) -> dict[Any, tuple[Any, ...]]:
    """A shipped report of the year 2027: the values of each row by its key, "" the whole."""
    body = made(code).body.model_copy(update={"time": Stretch.calendar_year, "year": 2027})
    found = reports.run(of.desk, body)
    assert found.total is not None
    return {k[0]: row[1:] for k, row in zip(found.keys, found.rows, strict=True)} | {"": found.total[1:]}


def expected(of: Figure) -> tuple[Any, ...]:
    grades = [x for g in ("excellent", "good", "satisfactory", "unsatisfactory") for x in (of.n[g], of.rate(g).value)]
    return (of.n["appeared"], *grades, of.rate("pass").value, of.rate("quality").value,
            *(of.mean(m).value for m in ("five", "percent", "points")))  # fmt: skip


def rows_of(of: Graduates, again: bool = False) -> list[Any]:
    every = sums.read(of.store, ["attestation:2027"])["attestation:2027"]
    return reading.narrowed(every, reading.Cut(again=again))


CUTS = {
    "attestation_marks_form": "form", "attestation_marks_programme": "programme", "attestation_by_form": "study_form",
    "attestation_by_language": "language", "attestation_by_funding": "funding",
}  # fmt: skip


def test_marks_are_those_of_the_attestation_page(year: Graduates) -> None:
    heard = [r for r in rows_of(year) if r["form"]]
    for code, by in CUTS.items():
        found = told(year, code)
        assert found.pop("") == expected(figure(heard))
        assert found == {k: expected(f) for k, f in cut(heard, by).items()}
    assert figure(heard).mean("five").value == Decimal(3 + 2 + 4 + 3) / 4  # the corrected 5 counts nowhere


def test_graduates_and_reasons_are_those_of_the_attestation_page(year: Graduates) -> None:
    people = figure(r for r in rows_of(year) if not r["form"] and not r["commission"])
    assert people.why and told(year, "attestation_refusals").pop("") == (people.n["refused"],)
    assert {k: n for k, (n,) in told(year, "attestation_refusals").items() if k} == people.why
    n = people.n
    assert told(year, "attestation_people")[""] == (
        n["graduating"], n["admitted"], n["refused"], n["waiting"], n["appeared"], 0, 1, n["passed"], n["awarded"],
        n["honours"],
    )  # fmt: skip


def test_rows_belong_to_their_year_and_to_who_may_see_them(year: Graduates) -> None:
    body = ReportBody(source=Asked.attested, rows=[ReportCut(field="year")], figures=[Measure()])
    assert reports.run(year.desk, body).n == 7
    for other in ({"time": Stretch.calendar_year, "year": 2026}, {"time": Stretch.study_year, "year": 2025}):
        assert reports.run(year.desk, body.model_copy(update={**other, "when": "@term"})).n == 0
    here = body.model_copy(update={"time": Stretch.study_year, "year": 2026, "when": "@term"})
    assert reports.run(year.desk, here).n == 7
    other = replace(at(year.store, Role.department), actor=actor(Role.department, department="another"))
    assert reports.run(other, body).n == 0


def test_protocols_begin_without_those_that_were_corrected(year: Graduates) -> None:
    from core.reports.ready import USUAL

    body = ReportBody(source=Asked.protocols, rows=[ReportCut(field="form")], figures=[Measure()])
    assert reports.run(year.desk, body).n == 6
    assert reports.run(year.desk, body.model_copy(update={"of": list(USUAL[Asked.protocols])})).n == 5


def test_reports_of_an_earlier_base_ask_the_results_and_changed_ones_stay(shipped: Store, tampered: None) -> None:
    assert set(MOVED.CODES) < set(entries())
    reports.ship(shipped)
    shipped.db.command("collMod", "reports", validationLevel="off")  # as a migration finds the base
    new = shipped.one("reports", {"shipped": "attestation_by_form"})
    shipped.db.reports.update_many({"shipped": {"$in": list(MOVED.CODES)}}, {"$set": {"body.source": "protocols"}})
    shipped.db.reports.update_one({"shipped": "attestation_again"}, {"$set": {"version": 2}})
    named = MOVED.up(shipped.db)
    assert named == MOVED.up(shipped.db) and len(named) == len(MOVED.CODES) - 1
    now = {r["shipped"]: r["body"] for r in shipped.rows("reports", {"shipped": {"$in": list(MOVED.CODES)}})}
    assert new and now["attestation_by_form"] == new["body"] and now["attestation_again"]["source"] == "protocols"
    assert Text.model_validate(new["name"]).ru
