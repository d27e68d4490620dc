"""The rules of the exam timetable: clashes, rest, the proposal (never a clash, rest where it can be), admission."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.exams.admission import Facts, Limits, admitted, reasons
from core.exams.proposing import FROM, TO, Hall, Proposal, Wanted, propose
from core.exams.rules import Sitting, between, clashes, length, near, too_near
from schemas.base import Ref, Text
from schemas.words import LessonKind

FIRST = date(2026, 12, 14)


def ref(id: str) -> Ref:
    return Ref(id=id, label=Text(kk=id))


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def sitting(
    id: str, n: int, starts: int, ends: int, room: str = "", by: str = "", who: str = "", **more: bool
) -> Sitting:
    return Sitting(
        id, ref(id), ref(f"d{id[0]}"), day(n), starts, ends, ref(room) if room else None,
        tuple(ref(p) for p in by.split()), tuple(ref(s) for s in who.split()), **more,
    )  # fmt: skip


def as_sittings(found: Proposal) -> list[Sitting]:
    return [
        Sitting(p.wanted.section.id, p.wanted.section, p.wanted.discipline, p.day, p.starts,
                p.starts + p.wanted.minutes, p.room, p.wanted.examiners, p.wanted.students, p.wanted.rested)
        for p in found.placed
    ]  # fmt: skip


Asked = tuple[list[Wanted], list[Hall], list[Sitting], int]


@st.composite
def terms(draw: st.DrawFn) -> Asked:
    """A small term: sections of a few students and examiners, few rooms, few days, so that not everything fits."""
    days = tuple(day(n) for n in range(draw(st.integers(1, 5))))
    students, staff = [ref(f"s{n}") for n in range(6)], [ref(f"p{n}") for n in range(3)]
    halls = [Hall(ref(f"r{n}"), draw(st.integers(0, 6))) for n in range(draw(st.integers(0, 3)))]
    wanted = []
    for n in range(draw(st.integers(1, 14))):
        mine = draw(st.lists(st.sampled_from(students), unique_by=lambda r: r.id, max_size=5))
        by = draw(st.lists(st.sampled_from(staff), unique_by=lambda r: r.id, max_size=2))
        kind = draw(st.sampled_from([LessonKind.group, LessonKind.individual]))
        wanted.append(Wanted(
            ref(f"x{n:02d}"), ref(f"d{n % 4}"), tuple(mine), tuple(by), draw(st.sampled_from([20, 45, 120, 300])),
            tuple(d for d in days if draw(st.booleans())), kind, draw(st.booleans()), "dep",
        ))  # fmt: skip
    standing = [
        sitting(f"e{n}", draw(st.integers(0, 4)), at, at + 90, f"r{n % 3}", f"p{n}", f"s{n}")
        for n in range(draw(st.integers(0, 2))) for at in [draw(st.integers(100, 200)) * 5]
    ]  # fmt: skip
    return wanted, halls, standing, draw(st.integers(0, 2))


@settings(max_examples=150, deadline=None)
@given(terms())
def test_a_proposal_never_clashes_and_places_or_names_everybody(
    asked: Asked,
) -> None:
    wanted, halls, standing, rest = asked
    found = propose(wanted, halls, standing, rest)
    assert {p.wanted.section.id for p in found.placed} | {x.wanted.section.id for x in found.left} == {
        w.section.id for w in wanted
    }
    assert len(found.placed) + len(found.left) == len(wanted)
    mine = as_sittings(found)
    ids = {s.id for s in mine}
    assert [c for c in clashes([*standing, *mine]) if c.one.id in ids or c.other.id in ids] == []
    seats = {h.ref.id: h.seats for h in halls}
    for p in found.placed:
        assert p.day in p.wanted.days and p.starts >= FROM and p.starts + p.wanted.minutes <= TO
        assert seats[p.room.id] >= (1 if p.wanted.kind is LessonKind.individual else len(p.wanted.students))
        assert p.wanted.students and p.wanted.examiners
    assert propose(list(reversed(wanted)), list(reversed(halls)), standing, rest) == found


@settings(max_examples=150, deadline=None)
@given(terms())
def test_what_is_left_for_want_of_time_fits_nowhere(asked: Asked) -> None:
    wanted, halls, standing, rest = asked
    found = propose(wanted, halls, standing, rest)
    taken = [*standing, *as_sittings(found)]
    for x in found.left:
        w = x.wanted
        if x.key != "exams.left_no_time":
            assert not w.students or not w.examiners or not w.days or all(
                h.seats < (1 if w.kind is LessonKind.individual else len(w.students)) for h in halls
            )  # fmt: skip
            continue
        for d in w.days:
            for h in halls:
                if h.seats < (1 if w.kind is LessonKind.individual else len(w.students)):
                    continue
                for at in range(FROM, TO - w.minutes + 1, 10 if w.minutes < 60 else 30):
                    one = Sitting("?", w.section, w.discipline, d, at, at + w.minutes, h.ref, w.examiners, w.students)
                    assert any(between(one, s) for s in taken)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 6), st.integers(0, 3), st.integers(0, 3))
def test_a_group_rests_between_its_exams_where_the_session_is_long_enough(exams: int, rest: int, spare: int) -> None:
    days = tuple(day(n) for n in range(exams + (exams - 1) * rest + spare))
    group = tuple(ref(f"s{n}") for n in range(5))
    wanted = [Wanted(ref(f"x{n}"), ref(f"d{n}"), group, (ref("p"),), 120, days) for n in range(exams)]
    found = propose(wanted, [Hall(ref("r"), 30)], [], rest)
    assert len(found.placed) == exams and near(as_sittings(found), rest) == [] and not any(p.near for p in found.placed)


def test_too_little_rest_is_told_when_the_session_is_too_short() -> None:
    group = (ref("s0"), ref("s1"))
    wanted = [Wanted(ref(f"x{n}"), ref(f"d{n}"), group, (ref("p"),), 120, (day(0), day(1))) for n in range(2)]
    found = propose(wanted, [Hall(ref("r"), 30)], [], 1)
    assert len(found.placed) == 2 and {p.day for p in found.placed} == {day(0), day(1)}  # never both on one day
    assert sum(p.near for p in found.placed) == 2 == len(near(as_sittings(found), 1))


def test_students_heard_one_by_one_gather_in_one_room_on_one_day() -> None:
    days = tuple(day(n) for n in range(3))
    wanted = [
        Wanted(ref(f"x{n}"), ref("piano"), (ref(f"s{n}"),), (ref("p"),), 20, days, LessonKind.individual, True, "dep")
        for n in range(8)
    ]
    found = propose(wanted, [Hall(ref("r1"), 5), Hall(ref("r2"), 5)], [], 1)
    assert {(p.day, p.room.id) for p in found.placed} == {(day(0), "r1")}
    assert sorted(p.starts for p in found.placed) == [FROM + 20 * n for n in range(8)]


def test_nobody_examines_while_on_leave() -> None:
    wanted = [Wanted(ref("x"), ref("d"), (ref("s"),), (ref("p"),), 60, (day(0), day(1), day(2)))]
    halls = [Hall(ref("r"), 5)]
    assert propose(wanted, halls, [], 1, {"p": (day(0), day(1))}).placed[0].day == day(2)
    assert propose(wanted, halls, [], 1, {"p": (day(0), None)}).left[0].key == "exams.left_no_time"


def test_clashes_of_room_examiner_and_student_and_none_side_by_side() -> None:
    a = sitting("a", 0, 540, 660, "r1", "p1", "s1 s2")
    found = clashes([a, sitting("b", 0, 650, 700, "r1", "p1", "s2 s3")])
    assert [(c.about, c.who.id) for c in found] == [("room", "r1"), ("examiner", "p1"), ("student", "s2")]
    assert clashes([a, sitting("b", 0, 660, 700, "r1", "p1", "s1")]) == []  # begins as the other ends
    assert clashes([a, sitting("b", 1, 540, 660, "r1", "p1", "s1")]) == []


def test_joint_exams_of_one_discipline_share_room_and_examiner_but_no_student() -> None:
    a = sitting("a1", 0, 540, 660, "r", "p", "s1", joint=True)
    assert clashes([a, sitting("a2", 0, 540, 660, "r", "p", "s2", joint=True)]) == []
    assert [c.about for c in clashes([a, sitting("a2", 0, 540, 660, "r", "p", "s1", joint=True)])] == ["student"]
    assert {c.about for c in clashes([a, sitting("b1", 0, 540, 660, "r", "p", "s2", joint=True)])} == {
        "room",
        "examiner",
    }


def test_a_lesson_takes_room_and_teacher_but_is_not_held_for_who_sits_the_exam() -> None:
    exam = sitting("a", 0, 540, 660, "r", "p", "s1")
    assert [c.about for c in clashes([exam, sitting("l", 0, 600, 650, "r", "", "s9", lesson=True)])] == ["room"]
    assert clashes([exam, sitting("l", 0, 600, 650, "r", "p", "s1", lesson=True)]) == []


@given(st.integers(0, 20), st.integers(0, 5))
def test_rest_is_whole_days_between_and_never_two_exams_on_one_day(apart: int, rest: int) -> None:
    assert too_near(day(0), day(apart), rest) == (apart - 1 < rest)


def test_tests_are_left_out_of_the_rest() -> None:
    exam, test = sitting("a", 0, 540, 660, who="s"), sitting("b", 1, 540, 660, who="s", rested=False)
    assert near([exam, test], 3) == []
    assert [n.who.id for n in near([exam, test, sitting("c", 2, 540, 660, who="s")], 2)] == ["s"]


def test_an_exam_heard_one_by_one_lasts_as_long_as_there_are_students() -> None:
    assert length(LessonKind.group, 25, 120, 20) == 120
    assert length(LessonKind.ensemble, 4, 120, 20) == 80
    assert length(LessonKind.individual, 0, 120, 20) == 20


LIMITS = Limits(Decimal(50), 2, 20)


def keys(facts: Facts, limits: Limits = LIMITS) -> list[str]:
    return [r.key for r in reasons(facts, limits)]


def test_admission_asks_rating_debts_absences_and_holds() -> None:
    assert admitted(Facts(Decimal(50), 2, Decimal(20)), LIMITS)
    assert keys(Facts(Decimal("49.9"))) == ["exams.below_threshold"]
    assert keys(Facts(None)) == ["exams.not_rated"] and keys(Facts(None, rated=False)) == []
    assert keys(Facts(Decimal(90), 3, Decimal(21), (Text(kk="Кітапхана"),))) == [
        "exams.too_many_debts", "exams.too_many_absences", "exams.held",
    ]  # fmt: skip
    assert keys(Facts(Decimal(90), 9, Decimal(99)), Limits(Decimal(50))) == []  # neither is asked by the settings
    assert keys(Facts(Decimal(90), 0, None)) == []  # nobody counted


@given(
    st.none() | st.decimals(0, 100, places=1), st.integers(0, 9), st.none() | st.decimals(0, 99, places=0),
    st.decimals(0, 100, places=0), st.none() | st.integers(0, 9), st.none() | st.integers(0, 99),
)  # fmt: skip
def test_more_rating_fewer_debts_and_absences_never_shut_anybody_out(
    rating: Decimal | None, debts: int, hours: Decimal | None, least: Decimal, most: int | None, allowed: int | None
) -> None:
    limits = Limits(least, most, allowed)
    if admitted(Facts(rating, debts, hours), limits):
        better = None if rating is None else rating + 1
        assert admitted(Facts(better, max(0, debts - 1), None if hours is None else hours - 1), limits)
