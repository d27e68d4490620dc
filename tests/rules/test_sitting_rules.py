"""Rules of sittings: times never overlap, everybody once, within the day, nobody and no room in two places."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.attestation.sittings.proposing import Hours, Wanted, propose
from core.attestation.sittings.rules import length, moved, needed, times
from core.busy import Busy, Who, between, clock_of, met, minutes_of, overlap
from schemas.base import Ref, Text

DAY = date(2027, 6, 7)
DAYS = [DAY + timedelta(n) for n in range(4)]
NAMES = ("Ахметов Ә.", "Серікова Б.", "Иванова Н.", "Ким Е.")


def who(n: int, known: bool = True) -> Who:
    return Who(Text(kk=NAMES[n % 4] + str(n // 4)), f"p{n}" if known else "")


def room(n: int) -> Ref:
    return Ref(id=f"r{n}", label=Text(kk=str(n)))


busy = st.builds(
    lambda of, day, starts, minutes, place, people: Busy(
        f"s{of}", Text(kk="т"), DAYS[day], starts, starts + minutes, room(place) if place else None,
        tuple(who(n) for n in sorted(people)),
    ),
    st.integers(0, 50), st.integers(0, 3), st.integers(480, 1200), st.integers(5, 240), st.integers(0, 3),
    st.sets(st.integers(0, 30), max_size=4),
)  # fmt: skip
wanted = st.lists(st.tuples(st.integers(1, 12), st.sets(st.integers(20, 30), max_size=2)), max_size=14).map(
    lambda rows: [
        Wanted(f"c{n}", Text(kk=f"т{n}"), 5 * units, (who(100 + n), *(who(p) for p in sorted(players))))
        for n, (units, players) in enumerate(rows)
    ]
)


@given(st.integers(0, 1400), st.lists(st.integers(1, 300), max_size=60), st.integers(0, 120))
def test_times_follow_each_other_with_the_pause_between(first: int, lengths: list[int], pause: int) -> None:
    found = times(first, lengths, pause)
    assert len(found) == len(lengths) and (not found or found[0] == first)
    for n in range(1, len(found)):
        assert found[n] == found[n - 1] + lengths[n - 1] + pause


@given(st.integers(5, 240), st.decimals(0, 240, places=2))
def test_a_slot_is_never_shorter_than_the_usual_time_or_the_programme(minutes: int, programme: Decimal) -> None:
    found = length(minutes, programme)
    assert found >= minutes and found >= programme
    assert found == minutes or (found % 5 == 0 and found < programme + 5)


@given(st.lists(st.integers(), min_size=1, max_size=60, unique=True), st.data(), st.integers(-5, 70))
def test_moving_one_keeps_everybody_once_and_the_rest_in_order(order: list[int], data: st.DataObject, at: int) -> None:
    what = data.draw(st.sampled_from(order))
    new = moved(order, what, at)
    assert sorted(new) == sorted(order)
    assert [x for x in new if x != what] == [x for x in order if x != what]
    assert new.index(what) == min(max(at, 1), len(order)) - 1


@given(st.integers(0, 1439))
def test_a_time_of_day_is_read_as_it_is_written(minutes: int) -> None:
    assert minutes_of(clock_of(minutes)) == minutes


@given(st.integers(0, 40), st.integers(1, 100))
def test_a_quorum_is_the_least_number_that_reaches_the_share(voters: int, percent: int) -> None:
    n = needed(voters, percent)
    assert n * 100 >= voters * percent and (n == 0 or (n - 1) * 100 < voters * percent)


@given(busy, busy)
def test_clashes_are_mutual_and_only_of_what_overlaps(a: Busy, b: Busy) -> None:
    one, other = between(a, b), between(b, a)
    assert {c.name.kk for c in one} == {c.name.kk for c in other}
    assert not one or (overlap(a, b) and a.of != b.of)


def test_an_outsider_is_told_by_his_name_two_of_the_staff_by_their_ids() -> None:
    assert Who(Text(kk="Сыртқыбаев Ә. Б.")).same(Who(Text(kk="СЫРТКЫБАЕВ  Ә. Б.")))
    assert Who(Text(kk="Ахметов А."), "p1").same(Who(Text(kk="ахметов а.")))
    assert not Who(Text(kk="Ахметов А."), "p1").same(Who(Text(kk="Ахметов А."), "p2"))


@given(st.lists(busy, max_size=6), st.lists(busy, max_size=6))
def test_each_room_and_person_is_named_once_with_each_other(mine: list[Busy], others: list[Busy]) -> None:
    found = met(mine, others)
    assert len({(c.field, c.name.kk, c.other.of) for c in found}) == len(found)
    hit = any(between(a, o) for a in mine for o in others)
    assert bool(found) == hit


@settings(max_examples=150, deadline=None)
@given(
    wanted, st.sets(st.integers(0, 3), max_size=4), st.integers(0, 3), st.lists(busy, max_size=12),
    st.integers(0, 20), st.integers(1, 14), st.booleans(), st.integers(10, 20),
)  # fmt: skip
def test_a_proposal_is_whole_within_the_day_and_meets_nothing(
    them: list[Wanted], days: set[int], rooms: int, standing: list[Busy], pause: int, most: int, rest: bool, last: int
) -> None:
    on, seats = [DAYS[d] for d in days], (who(1), who(2, known=False))
    hours = Hours(9 * 60, last * 60, (13 * 60, 14 * 60) if rest else (0, 0), pause, most)
    asked = (them, on, [room(n) for n in range(1, rooms + 1)], seats, hours, standing)
    found = propose(*asked)
    places = [(s, p) for s in found.sittings for p in s.places]
    # everybody once: in a place or left
    assert sorted([p.wanted.candidacy for _, p in places] + [w.candidacy for w in found.left]) == sorted(
        w.candidacy for w in them
    )
    for s, p in places:
        ends = p.starts + p.wanted.minutes
        assert s.day in on and hours.first <= p.starts and ends <= hours.last
        assert not (rest and p.starts < hours.rest[1] and hours.rest[0] < ends)
        mine = Busy("", Text(kk="т"), s.day, p.starts, ends, s.room, (*seats, *p.wanted.people))
        assert not met([mine], standing)
    for day in on:
        of_day = sorted((p.starts, p.starts + p.wanted.minutes) for s, p in places if s.day == day)
        assert len(of_day) <= most
        assert all(a[1] <= b[0] for a, b in combinations(of_day, 2))
    for s in found.sittings:  # times are those that the rule gives an order
        assert [p.starts for p in s.places] == times(s.starts, [p.wanted.minutes for p in s.places], pause)
    assert propose(*asked) == found


@settings(deadline=None)
@given(st.integers(1, 30), st.integers(2, 12))
def test_days_without_anything_else_are_filled_alike(n: int, most: int) -> None:
    them = [Wanted(f"c{k}", Text(kk="т"), 30, (who(100 + k),)) for k in range(n)]
    days = [DAY + timedelta(k) for k in range(40)]
    found = propose(them, days, [room(1)], (who(1),), Hours(540, 1080, (0, 0), 0, most), ())
    sizes = [sum(len(s.places) for s in found.sittings if s.day == d) for d in sorted({s.day for s in found.sittings})]
    assert not found.left and sum(sizes) == n and len(sizes) == -(-n // most)
    assert all(a == -(-n // len(sizes)) for a in sizes[:-1]) and sizes[-1] <= sizes[0]
