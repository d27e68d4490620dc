"""How often a control may be sat again: no order of re-sit sheets and sheets of one student passes the limit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import rulebooks
from core.progress.rules import Way, ways
from core.sheets.tries import against, attempts_at, counted, fails
from schemas.kinds import StudyRules
from schemas.words import ResultState
from tests.rules.test_progress_rules import result

KZ = rulebooks.shipped("kz-2022")
FAILED = ResultState.failed


def sheet(kind: str, students: list[str], attempt: int, status: str = "closed") -> dict[str, Any]:
    of = {"id": "first"} if kind == "resit" else None
    return {"of": of, "status": status, "lines": [{"student": {"id": s}, "attempt": attempt} for s in students]}


@given(st.integers(0, 4), st.integers(0, 6), st.lists(st.sampled_from(["resit", "single"]), max_size=12))
def test_no_order_of_sheets_passes_the_limit_or_the_last_fail(limit: int, third: int, wishes: list[str]) -> None:
    """The student fails with FX each time; a sheet is opened where the rule lets it."""
    book, rules = KZ.model_copy(update={"resits": limit}), StudyRules(third_fail=third)
    record, sheets = [result("A", "FX", n=0)], []
    for n, kind in enumerate(wishes, 1):
        attempts = attempts_at(record, "A")
        times = counted(sheets, {}).times.get("a", 0)
        why = against("", FAILED, attempts, times, book, rules)
        assert (why == "sheets.last_fail") == (Way.resit not in ways(attempts[-1], fails(attempts), rules))
        if why:
            assert why in ("sheets.last_fail", "sheets.resits_used")
            continue
        sheets.append(sheet(kind, ["a"], n + 1))
        record.append(result("A", "FX", n=n, on=f"2024-12-{10 + n}"))
    assert len(sheets) <= limit and (not third or fails(record) <= max(third, 1))
    assert len(sheets) == min(len(wishes), limit, third - 1 if third else limit)


@pytest.mark.parametrize(
    ("letters", "any_letter", "why"),
    [
        (["FX"], False, ""), (["F"], False, "sheets.must_repeat"), (["F"], True, ""), (["I"], False, ""),
        (["FX", "F"], False, "sheets.must_repeat"), (["F", "FX"], False, ""),
        (["FX", "FX", "FX"], False, "sheets.last_fail"), (["F", "F", "I"], False, ""),
    ],
)  # fmt: skip
def test_the_newest_attempt_decides(letters: list[str], any_letter: bool, why: str) -> None:
    record = [result("A", x, n=n, on=f"2024-12-{10 + n}") for n, x in enumerate(letters)]
    attempts = attempts_at([*record, result("B", "F")], "A")
    assert against("FX", FAILED, attempts, 0, KZ, StudyRules(), any_letter) == why
    used = against("FX", FAILED, attempts, KZ.resits, KZ, StudyRules(), any_letter)
    assert used == (why or ("" if letters[-1] == "I" else "sheets.resits_used"))


def test_a_first_control_put_off_is_no_try_and_a_joined_record_is_counted_where_it_stands() -> None:
    rows = [sheet("single", ["a"], 1), sheet("single", ["old"], 2), sheet("resit", ["a", "b"], 1, "open")]
    found = counted(rows, {"old": "a"})
    assert found.times == {"a": 2, "b": 1} and found.waits == {"a", "b"}
