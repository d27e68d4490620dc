"""A course work stands beside its discipline: it neither passes nor fails it, and is a debt of its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core import grading, ledger
from core.errors import RuleBroken
from core.progress.rules import Way, debts, fails_of, summary
from core.progress.what_if import honours, replaced, scholarship
from core.registration.rules.shapes import attempts_of
from core.rulebooks import shipped
from core.sheets import formula
from core.summer.need import need_of
from schemas.kinds import AwardRules, StudyRules
from schemas.kinds.sheets import SheetColumn, SheetForm
from tests.rules.test_ledger import line, plan, study

APART, RULES = ":course_work", shipped("kz-2022")


def result(state: str, apart: str = "", points: str = "3", term: str = "2024-1") -> dict[str, Any]:
    credits = Decimal(0 if apart else 5)
    return {
        "id": f"{term}{apart}{state}", "discipline": {"id": "d1", "label": {"kk": "Пән"}}, "code": "D1", "term": term,
        "state": state, "credits": credits, "earned": credits if state == "passed" else Decimal(0), "letter": "B",
        "points": Decimal(points), "gpa": not apart, "replaces": True, "apart": apart, "on": "2024-12-20",
        "final_grade": Decimal(80), "attempt": 1,
    }  # fmt: skip


PASSED, FAILED = result("passed", APART), result("failed", APART, "0.5")


@pytest.mark.parametrize("mark", [PASSED, FAILED])
def test_it_says_nothing_of_its_discipline(mark: dict[str, Any]) -> None:
    one = {**study(mark, enrolled=((1, "2024-1"),)), "totals": grading.totals([mark]), "year": 2}
    assert [s.state for s in ledger.standings(one, plan(line(1)))] == ["running"]
    assert ledger.ledger(one, plan(line(1))).apart == () and attempts_of([mark]) == {}
    assert [i.reason for i in need_of({**one, "enrolled": []}, plan(line(1)), StudyRules())[0]] == ["difference"]
    assert summary([({"_id": "a", "number": "1", "name": "А"}, one)], "2024-1").heads == ()
    assert grading.of_disciplines([mark]) == []


def test_a_failed_one_is_a_debt_of_its_own_and_is_not_studied_again() -> None:
    record = [result("passed"), FAILED]
    one = {**study(*record), "totals": grading.totals(record)}
    found = debts(one, {}, StudyRules(), date(2025, 1, 1))
    assert len(found) == one["totals"]["academic_debts"] == len(fails_of(record)) == 1
    assert found[0].ways == (Way.resit, Way.individual) and found[0].again == ""
    assert ledger.standings(one, plan(line(1)))[0].state == "passed"


def test_honours_and_scholarship_do_not_take_it_for_a_retake_or_a_grade() -> None:
    record = [result("passed", points="4"), PASSED]
    assert honours(record, AwardRules()) == ()
    assert replaced(PASSED, Decimal(60), RULES)["gpa"] is False
    lacks = scholarship([record[0], replaced(PASSED, Decimal(60), RULES)], {"funding": "grant"}, "2024-1",
                        AwardRules(scholarship_points=Decimal(3)))  # fmt: skip
    assert "grades" not in lacks


@pytest.mark.parametrize("code", ["number", "name", "letter", "final_grade"])
def test_a_column_never_takes_the_place_of_one_that_every_sheet_has(code: str) -> None:
    label = {"kk": "Билет", "ru": "Билет", "en": "Ticket"}
    columns = [SheetColumn(code="score", label=label), SheetColumn(code=code, label=label, type="number")]  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="kinds.sheet_code_taken"):
        SheetForm(columns=columns)


def test_a_column_is_not_called_like_a_word_of_the_formula() -> None:
    with pytest.raises(RuleBroken) as e:
        formula.check("a + weight_exam", ["a", "weight_exam"])
    assert e.value.key == "kinds.sheet_code_taken"
