"""What the new year brings: every study exactly one turn, the sum of turns always the contingent."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rollover import DECIDABLE, Standing, turn_of
from core.rollover.turns import added, whole
from schemas.rollover import Turn
from schemas.words import StudyStatus

YEAR = 2026
DAYS = st.none() | st.dates(date(2019, 1, 1), date(2026, 12, 31))
# Guests and candidates are no part of the contingent: nobody asks for their turn.
ASKED = [s for s in StudyStatus if s not in (StudyStatus.visiting, StudyStatus.applicant)]
STANDINGS = st.builds(
    Standing, status=st.sampled_from(ASKED),
    course=st.none() | st.integers(1, 8), years=st.none() | st.integers(1, 6), admitted=DAYS,
    raised=st.booleans(),
)  # fmt: skip
DECIDED = st.none() | st.sampled_from([t.value for t in Turn])


@given(st.lists(st.tuples(STANDINGS, DECIDED), max_size=60))
def test_the_sum_is_always_the_contingent(people: list[tuple[Standing, str | None]]) -> None:
    turns = [turn_of(who, YEAR, decided)[0] for who, decided in people]
    counts = added((t, 1) for t in turns)
    assert sum(counts.values()) == len(people) and set(counts) == {t.value for t in Turn}
    assert whole(counts, len(people)) == (Turn.unclear not in turns)
    assert not whole(counts, len(people) + 1), "one who is not accounted for stops it"


@given(STANDINGS, DECIDED)
def test_only_one_who_studies_moves_and_only_with_a_course(who: Standing, decided: str | None) -> None:
    turn, why = turn_of(who, YEAR, decided)
    assert bool(why) == (turn is Turn.unclear)
    if turn is Turn.moved:
        assert who.status is StudyStatus.active and who.course is not None and who.course < 8
        assert decided == Turn.moved or (who.years is not None and who.course < who.years)
    if turn is Turn.repeating:
        assert decided == Turn.repeating and who.status is StudyStatus.active
    if who.status is StudyStatus.academic_leave:
        assert turn is Turn.leave


@pytest.mark.parametrize(
    ("who", "decided", "turn"),
    [
        (Standing("active", 1, 4), None, Turn.moved),
        (Standing("active", 4, 4), None, Turn.final),
        (Standing("active", 4, 4), "repeating", Turn.repeating),
        (Standing("active", 5, 4), None, Turn.unclear),
        (Standing("active", 5, 4), "final", Turn.final),
        (Standing("active", None, 4), "moved", Turn.unclear),
        (Standing("active", 2, None), None, Turn.unclear),
        (Standing("active", 2, None), "moved", Turn.moved),
        (Standing("active", 1, 4, date(2026, 8, 25)), None, Turn.fresh),
        (Standing("active", 1, 4, date(2026, 1, 20)), None, Turn.moved),
        (Standing("active", 2, 4, None, True), None, Turn.already),
        (Standing("academic_leave", 2, 4), "repeating", Turn.leave),
        (Standing("graduated", 4, 4), None, Turn.left),
    ],
)  # fmt: skip
def test_turns_one_by_one(who: Standing, decided: str | None, turn: Turn) -> None:
    assert turn_of(who, YEAR, decided)[0] is turn


def test_what_is_decided_by_hand() -> None:
    assert set(DECIDABLE) == {Turn.moved, Turn.repeating, Turn.final}
