"""Who goes where: numbers by the norm, everybody once, no class above its capacity, classes alike, groups together."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.grouping.placing import Box, place
from core.grouping.proposing import Place, Proposal, Standing, propose, wanted
from core.grouping.seats import Lot, Seat, arithmetic, lots, number
from schemas.base import Ref, Text
from schemas.kinds.study import Norm
from schemas.words import LessonKind, StudyLanguage

STREAM, GROUP, SUBGROUP, INDIVIDUAL = (
    LessonKind.stream, LessonKind.group, LessonKind.subgroup, LessonKind.individual,
)  # fmt: skip
KK, RU = StudyLanguage.kk, StudyLanguage.ru


def ref(name: str) -> Ref:
    return Ref(id=name, label=Text(kk=name))


def norm(kind: LessonKind, size: int, least: int = 0, most: int | None = None, **more: Any) -> Norm:
    return Norm(lesson=kind, size=size, least=least, most=most, **more)


NORMS = {
    STREAM: norm(STREAM, 60, 30, 100),
    GROUP: norm(GROUP, 25, 10, 30),
    SUBGROUP: norm(SUBGROUP, 12, 6, 12),
    INDIVIDUAL: norm(INDIVIDUAL, 1, 0, 1, by_language=False, by_year=False, together=False),
    LessonKind.collective: norm(LessonKind.collective, 80, 20, 120, by_language=False, by_year=False, together=False),
}  # fmt: skip


def seat(n: int, group: str = "A", **more: Any) -> Seat:
    fields = {"language": KK, "year": 1, **more}
    return Seat(ref(f"s{n}"), f"st{n:04d}", f"{n:04d}", f"{n:04d}", group, **fields)


def people(**groups: int) -> list[Seat]:
    names = [name for name, many in groups.items() for _ in range(many)]
    return [seat(n, name) for n, name in enumerate(names)]


def sizes(found: Proposal, kind: LessonKind) -> list[int]:
    return sorted((p.size for p in found.places if p.lot.kind is kind), reverse=True)


def standing(code: str, seats: list[Seat], kind: LessonKind = GROUP, most: int | None = 30, stream: str | None = None):  # type: ignore[no-untyped-def]
    return Standing(code, code, kind, [s.study for s in seats], most, KK, stream)


seats_of = st.lists(
    st.tuples(st.sampled_from("ABCDE "), st.sampled_from([KK, RU]), st.integers(1, 3), st.booleans()), max_size=150
).map(lambda rows: [
    seat(n, g.strip(), language=lang, year=y, joins=j and n % 7 == 0) for n, (g, lang, y, j) in enumerate(rows)
])  # fmt: skip


def test_the_number_is_shown_with_its_arithmetic() -> None:
    assert arithmetic(58, 25) == "58 / 25 → 3"
    assert [number(n, 25) for n in (0, 1, 25, 26)] == [0, 1, 1, 2]


@given(seats_of, st.booleans(), st.booleans(), st.booleans())
def test_everybody_is_in_one_lot(seats: list[Seat], language: bool, programme: bool, year: bool) -> None:
    found = lots(seats, GROUP, norm(GROUP, 25, by_language=language, by_programme=programme, by_year=year))
    assert sorted(s.study for who in found.values() for s in who) == [s.study for s in seats]
    if language:
        assert all(len({s.language for s in who}) == 1 for who in found.values())


def test_who_repeats_joins_those_of_his_language_instead_of_a_class_alone() -> None:
    seats = [*people(A=20), seat(90, "B", year=3, joins=True), seat(91, "C", year=3, joins=True, language=RU)]
    found = {(lot.language, lot.year): len(who) for lot, who in lots(seats, GROUP, NORMS[GROUP]).items()}
    assert found == {(KK, 1): 21, (RU, 3): 1}


@settings(deadline=None)
@given(seats_of, st.integers(1, 30), st.integers(0, 6), st.booleans())
def test_places_hold_everybody_once_and_never_more_than_their_room(
    seats: list[Seat], most: int, extra: int, together: bool
) -> None:
    boxes = [Box(room=most)] * (-(-len(seats) // most) + extra)
    found = place(seats, boxes, max(1, most - 3), together)
    assert Counter(s.study for who in found for s in who) == Counter(s.study for s in seats)
    assert all(len(who) <= most for who in found)
    assert found == place(list(reversed(seats)), boxes, max(1, most - 3), together), "the order of reading counts not"
    whole = sum(len({n for n, who in enumerate(found) for s in who if s.group == g}) == 1 for g in "ABCDE")
    if not together or len({s.group for s in seats}) == 1 or not whole:
        counts = [len(who) for who in found]
        assert not counts or max(counts) - min(counts) <= 1


def test_a_class_can_not_take_more_than_it_holds() -> None:
    with pytest.raises(ValueError, match="11 into 10"):
        place(people(A=11), [Box(room=5)] * 2, 5)


@pytest.mark.parametrize(
    ("groups", "kind", "expected"),
    [
        ({"A": 20, "B": 20, "C": 18}, GROUP, [20, 20, 18]),  # whole groups
        ({"A": 30, "B": 28}, GROUP, [20, 19, 19]),  # too large for the norm: alike
        ({"A": 58}, GROUP, [20, 19, 19]),
        ({"A": 12, "B": 12, "C": 12, "D": 11, "E": 11}, GROUP, [23, 23, 12]),
        ({"A": 15, "B": 15, "C": 14, "D": 14}, GROUP, [20, 19, 19]),
        ({"A": 20}, SUBGROUP, [10, 10]),
        ({"A": 15, "B": 15, "C": 15}, SUBGROUP, [12, 11, 11, 11]),
        ({"A": 26, "B": 30, "C": 9}, LessonKind.collective, [65]),
    ],
)
def test_sizes(groups: dict[str, int], kind: LessonKind, expected: list[int]) -> None:
    found = propose(people(**groups), [], kind, False, NORMS)
    assert sizes(found, kind) == expected
    assert not found.left


def test_whole_groups_stay_whole() -> None:
    found = propose(people(A=20, B=20, C=18), [], GROUP, False, NORMS)
    assert [{s.group for s in p.seats} for p in found.places] == [{"A"}, {"B"}, {"C"}]


def test_streams_hold_whole_groups_and_groups_name_their_stream() -> None:
    found = propose(people(A=20, B=20, C=20, D=20), [], GROUP, True, NORMS)
    assert (sizes(found, STREAM), sizes(found, GROUP)) == ([40, 40], [20] * 4)
    assert [(w.lot.kind, w.words) for w in found.wanted] == [(STREAM, "80 / 60 → 2"), (GROUP, "80 / 25 → 4")]
    for p in found.places:
        if p.lot.kind is GROUP:
            assert p.stream is not None and p.studies <= p.stream.studies


def test_mixed_years_play_together_and_individual_lessons_are_alone() -> None:
    seats = [seat(n, "AB"[n % 2], year=1 + n % 4, language=(KK, RU)[n % 2]) for n in range(40)]
    assert sizes(propose(seats, [], LessonKind.collective, False, NORMS), LessonKind.collective) == [40]
    alone = propose(seats, [], INDIVIDUAL, True, NORMS)
    assert sizes(alone, INDIVIDUAL) == [1] * 40
    assert all(p.stream and p.studies <= p.stream.studies for p in alone.places if p.lot.kind is INDIVIDUAL)


def test_too_few_are_not_opened_unless_asked() -> None:
    seats = people(A=7)
    found = propose(seats, [], GROUP, False, NORMS)
    assert (found.places, len(found.left), found.wanted[0].small) == ([], 7, True)
    assert sizes(propose(seats, [], GROUP, False, NORMS, small=True), GROUP) == [7]


def test_the_office_s_own_number_is_followed() -> None:
    lot = Lot(GROUP, KK, None, 1)
    chosen = {lot: (4, "аудиториялар кіші")}
    found = propose(people(A=58), [], GROUP, False, NORMS, chosen.get)
    assert sizes(found, GROUP) == [15, 15, 14, 14]
    assert (found.wanted[0].computed, found.wanted[0].chosen, found.wanted[0].reason) == (3, 4, "аудиториялар кіші")
    tight = propose(people(A=58), [], GROUP, False, NORMS, {lot: (1, "бір оқытушы")}.get)
    assert sizes(tight, GROUP) == [29, 29], "one class would hold 30: a second is opened rather than breaking it"


def test_what_stands_is_kept_and_only_the_rest_is_placed() -> None:
    seats = people(A=25, B=25, C=8)
    here = [standing("G1", seats[:25]), standing("G2", seats[25:50])]
    found = propose(seats, here, GROUP, False, NORMS)
    assert [p.size for p in found.places] == [29, 29], "eight late ones go where there is room"
    assert all(p.standing for p in found.places)
    more = propose([*seats, *[seat(n, "D") for n in range(100, 120)]], here, GROUP, False, NORMS)
    assert sum(p.size for p in more.places) == 78 and max(p.size for p in more.places) <= 30
    again = propose(seats, [standing("G1", seats[:29]), standing("G2", seats[29:])], GROUP, False, NORMS)
    assert again.changed == [] and [w.unplaced for w in again.wanted] == [0]


def test_late_comers_join_their_own_administrative_group() -> None:
    seats = people(A=20, B=20, C=18)
    here = [standing("G1", seats[:19]), standing("G2", seats[20:40]), standing("G3", seats[40:])]
    found = propose(seats, here, GROUP, False, NORMS)
    assert [p.standing.code for p in found.changed if p.standing] == ["G1"]


def test_a_full_stream_takes_nobody_more() -> None:
    seats = people(A=20, B=4)
    stream = standing("L1", seats[:20], STREAM, 21)
    found = propose(seats, [stream, standing("G1", seats[:20], stream="L1")], GROUP, True, NORMS, small=True)
    assert all(p.capacity is None or p.size <= p.capacity for p in found.places)
    assert all(p.stream and p.studies <= p.stream.studies for p in found.places if p.lot.kind is GROUP)
    assert sizes(found, GROUP) == [20, 4]


@settings(deadline=None, max_examples=150)
@given(
    seats_of, st.sampled_from([GROUP, SUBGROUP, INDIVIDUAL, STREAM, LessonKind.collective]), st.booleans(),
    st.integers(0, 100), st.integers(0, 4), st.booleans(),
)  # fmt: skip
def test_a_proposal_places_everybody_once_per_kind_and_breaks_no_capacity(
    seats: list[Seat], lesson: LessonKind, lectures: bool, placed: int, own: int, small: bool
) -> None:
    chosen = (lambda lot: (own, "себеп")) if own else (lambda lot: None)
    before = propose(seats[:placed], [], lesson, lectures, NORMS, small=True)
    here, ids = [], {}
    for n, p in enumerate(before.places):
        ids[id(p)] = f"X{n}"
    for p in before.places:
        stream = ids[id(p.stream)] if p.stream else None
        members = [s.study for s in p.seats]
        here.append(Standing(ids[id(p)], ids[id(p)], p.lot.kind, members, p.capacity, p.lot.language, stream))
    found = propose(seats, here, lesson, lectures, NORMS, chosen, small)
    left = {s.study for s in found.left}
    for kind in {p.lot.kind for p in found.places}:
        who = Counter(i for p in found.places if p.lot.kind is kind for i in p.studies)
        assert set(who.values()) <= {1}
        if kind is lesson:
            assert set(who) | left == {s.study for s in seats} and not set(who) & left
    for p in found.places:
        assert p.capacity is None or p.size <= p.capacity
        assert p.size, "nothing is opened for nobody"
        if lectures and lesson is not STREAM and p.lot.kind is lesson:
            assert p.stream is not None and p.studies <= p.stream.studies
    assert {id(p.standing) for p in found.places if p.standing} == {id(s) for s in here}, "what stands is kept"

    def shape(of: list[Place]) -> list[tuple[Any, ...]]:
        return [(p.lot, p.standing and p.standing.id, [s.study for s in p.seats]) for p in of]

    again = propose(list(reversed(seats)), list(reversed(here)), lesson, lectures, NORMS, chosen, small)
    assert shape(found.places) == shape(again.places)
    numbers = wanted(seats, here, lesson, lectures, NORMS, chosen)
    assert sum(w.enrolled for w in numbers if w.lot.kind is lesson) == len(seats)
