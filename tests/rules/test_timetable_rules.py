"""When two lessons meet: the rule agrees with looking at every day of the term."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.timetable.clashes import Slot, between, held_on, meeting, overlap
from schemas.base import Ref, Text

STARTS, ENDS = date(2026, 9, 1), date(2026, 12, 12)
R = [Ref(id=str(n), label=Text(kk=f"A{n}")) for n in range(3)]


@dataclass(frozen=True)
class Plain:
    weekday: str
    starts: str
    ends: str
    weeks: str
    first: date | None
    last: date | None


days = st.none() | st.dates(STARTS - timedelta(days=10), ENDS + timedelta(days=10))


@st.composite
def lessons(draw: st.DrawFn) -> Plain:
    hour = draw(st.integers(8, 12))
    first, last = draw(days), draw(days)
    if first and last and last < first:
        first, last = last, first
    return Plain(
        draw(st.sampled_from("123")), f"{hour:02d}:{draw(st.sampled_from(['00', '30']))}",
        f"{hour + draw(st.integers(1, 2)):02d}:00", draw(st.sampled_from(["every", "odd", "even"])), first, last,
    )  # fmt: skip


def slot(id: str, lesson: Plain, room: int = 0, teacher: int = 0, joint: bool = False) -> Slot:
    return Slot(
        id, Ref(id=f"s{id}", label=Text(kk=f"S{id}")), R[0], lesson.weekday, lesson.starts, lesson.ends, lesson.weeks,
        R[room], R[teacher], None, lesson.first, lesson.last, joint,
    )  # fmt: skip


def by_days(a: Plain, b: Plain) -> bool:
    """Every day of the term looked at."""
    at_one_time = a.starts < b.ends and b.starts < a.ends
    every = (STARTS + timedelta(days=n) for n in range((ENDS - STARTS).days + 1))
    return at_one_time and any(held_on(a, d, STARTS) and held_on(b, d, STARTS) for d in every)


@given(lessons(), lessons())
def test_it_is_the_same_from_both_sides_and_as_every_day_looked_at(a: Plain, b: Plain) -> None:
    assert overlap(a, b, STARTS, ENDS) == overlap(b, a, STARTS, ENDS) == by_days(a, b)


@given(lessons(), lessons())
def test_without_the_days_of_the_term_no_clash_is_overlooked(a: Plain, b: Plain) -> None:
    assert overlap(a, b) or not overlap(a, b, STARTS, ENDS)


@given(st.lists(lessons(), max_size=12))
def test_one_pass_finds_what_comparing_all_pairs_finds(found: list[Plain]) -> None:
    slots = [slot(str(n), x) for n, x in enumerate(found)]
    pairs = {frozenset((a.id, b.id)) for a, b in meeting(slots, STARTS, ENDS)}
    assert pairs == {
        frozenset((a.id, b.id)) for i, a in enumerate(slots) for b in slots[i + 1 :] if overlap(a, b, STARTS, ENDS)
    }


def test_what_two_lessons_want_at_one_time() -> None:
    at = Plain("1", "09:00", "09:50", "every", None, None)
    later = replace(at, starts="09:50", ends="10:40")
    assert [c.about for c in between(slot("1", at), slot("2", at))] == ["room", "teacher"]
    assert [c.about for c in between(slot("1", at), slot("2", at, room=1))] == ["teacher"]
    assert between(slot("1", at), slot("2", at, room=1, teacher=1)) == []
    assert between(slot("1", at), slot("2", later)) == []
    # A person who teaches here and accompanies there is one person.
    other = replace(slot("2", at, room=1, teacher=1), accompanist=R[0])
    assert [c.about for c in between(slot("1", at), other)] == ["teacher"]
    # Sections that sit together do not meet; where only one says so, they do.
    assert between(slot("1", at, joint=True), slot("2", at, joint=True)) == []
    assert between(slot("1", at, joint=True), slot("2", at)) != []
