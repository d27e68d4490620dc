"""The clock of a request (clauses 33-9, 46): when it runs, what its kind counts, how an answer was in time."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.requests.clock import RUNNING, left, running
from schemas.base import Ref, Text
from schemas.events import Who
from schemas.letter import Letter, LetterState

DAY = date(2026, 3, 2)
DAYS = st.integers(-400, 400).map(lambda n: DAY + timedelta(n))


def letter(state: LetterState, due: date | None) -> Letter:
    return Letter.model_validate({
        "direction": "incoming", "number": "05-01/1", "year": 2026, "n": 1, "day": DAY, "status": state, "due": due,
        "subject": "Контингент туралы", "folder": Ref(id="f", label=Text(kk="05-01")),
        "by": Who(id="u", name="т", role="head"),
    })  # fmt: skip


@given(st.sampled_from(LetterState), st.none() | DAYS, DAYS)
def test_a_clock_runs_only_while_an_answer_is_due_and_has_not_gone(
    state: LetterState, due: date | None, today: date
) -> None:
    kept = letter(state, due)
    found = left(today, kept)
    assert running(kept) == (due is not None and state in RUNNING) == (found is not None)
    if found and due:
        assert found.late == (today > due) and (found.n < 0) <= found.late and (found.n > 0) <= (today < due)


@given(DAYS, st.integers(0, 60))
def test_each_day_nearer_takes_at_most_one_off_the_clock(due: date, before: int) -> None:
    kept = letter(LetterState.working, due)
    one, next_ = (left(due - timedelta(n), kept) for n in (before + 1, before))
    assert one and next_ and 0 <= one.n - next_.n <= 1
