"""Who may sit in a commission, in what order its steps come, which days press: rules over made-up compositions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.attestation import settings
from core.attestation.commissions import conflicts, deadlines, papers, rules
from core.attestation.commissions.proposing import fitting
from core.errors import RuleBroken
from schemas.attestation import (
    Candidacy,
    Commission,
    CommissionPaper,
    CommissionSeat,
    CommissionStatus,
    Conflict,
    ConflictKind,
    Decided,
    Presented,
)
from schemas.base import Ref, Text
from schemas.kinds import AttestationForm, AttestationRules, Kind, Sort
from schemas.kinds.attestation import Listed, Presents
from schemas.kinds.sheets import Signer
from schemas.reference import Person
from schemas.student import Name
from schemas.words import Control

S = CommissionStatus
DAY = date(2026, 11, 29)
RULES = AttestationRules()
PARTS = st.sampled_from([Signer.chair, Signer.member, Signer.secretary])


def ref(id: str) -> Ref:
    return Ref(id=id, label=Text(kk=f"Адам {id}"))


def seat(part: Signer = Signer.member, person: str = "", name: str = "") -> CommissionSeat:
    return CommissionSeat(part=part, person=ref(person) if person else None, name=name)


def person(id: str, last: str = "Ахметов", first: str = "Әли", **more: object) -> Person:
    return Person(_id=id, number=id, name=Name(last=last, first=first), **more)  # type: ignore[arg-type]


def commission(status: CommissionStatus = S.nominated, **more: object) -> Commission:
    return Commission(name=Text(kk="Комиссия"), year=2027, programmes=[ref("p")], status=status, **more)  # type: ignore[arg-type]


def keys(problems: list) -> set[str]:  # type: ignore[type-arg]
    return {p.key.removeprefix("commissions.") for p in problems}


@given(st.lists(PARTS, max_size=12))
def test_a_composition_is_whole_exactly_when_it_has_one_chair_one_secretary_and_members(parts: list[Signer]) -> None:
    seats = [seat(p, f"p{n}") for n, p in enumerate(parts)]
    whole = (
        parts.count(Signer.chair) == 1 and parts.count(Signer.secretary) == 1
        and parts.count(Signer.member) >= RULES.least
    )  # fmt: skip
    assert (not rules.seats_wrong(seats) and not rules.lacking(seats, RULES)) == whole


@given(st.lists(st.tuples(PARTS, st.sampled_from("abcd")), max_size=8))
def test_nobody_sits_twice(rows: list[tuple[Signer, str]]) -> None:
    seats = [seat(part, who) for part, who in rows]
    people = [who for _, who in rows]
    assert ("sits_twice" in keys(rules.seats_wrong(seats))) == (len(people) != len(set(people)))


def test_an_outsider_written_twice_in_another_spelling_is_one_person_and_namesakes_of_the_staff_are_two() -> None:
    twice = [seat(Signer.chair, name="Қасымов Әли"), seat(name="Касымов  Али")]
    assert "sits_twice" in keys(rules.seats_wrong(twice))
    same = Ref(id="b", label=ref("a").label)
    assert "sits_twice" not in keys(rules.seats_wrong([seat(person="a"), CommissionSeat(person=same)]))
    assert "nobody" in keys(rules.seats_wrong([seat(name=" ")]))


NAMES = st.sampled_from(["Ахметов", "Қасымов", "Сейітова", "Иванов"])
WORDS = st.sampled_from(["Әли", "Бекұлы", "Айгүл", "Серік"])


@given(NAMES, WORDS, WORDS)
def test_one_name_in_any_order_and_spelling_is_one_person_and_initials_may_be(last: str, first: str, mid: str) -> None:
    full = f"{last} {first} {mid}"
    assert rules.same_name(full, f"{first.upper()} {last} {mid}") is True
    assert rules.same_name(full, full.replace("Қ", "К").replace("ә", "а").replace("Ә", "А")) is True
    assert rules.same_name(full, f"{last} {first[0]}. {mid[0]}.") is None
    assert rules.same_name(full, f"{last} {first}") is None
    assert rules.same_name(full, f"Басқаев {first} {mid}") is False
    assert rules.same_name(full, f"{last} Я.") is False
    assert rules.same_name("", full) is False


def test_the_chair_comes_from_outside() -> None:
    works = person("a")
    active = [("a", works.name.full())]

    def found(chair: CommissionSeat, of: AttestationRules = RULES) -> set[str]:
        return keys(rules.staff_wrong([chair], {"a": works}, active, DAY, of))

    assert found(seat(Signer.chair, "a")) == {"chair_is_staff"}
    assert found(seat(Signer.chair, name="ахметов али")) == {"chair_is_staff"}
    assert found(seat(Signer.chair, name="Ахметов Ә.")) == {"chair_perhaps_staff"}
    assert found(seat(Signer.chair, name="Ахметов Болат")) == set()
    assert found(seat(Signer.member, "a")) == set()
    inside = AttestationRules(outside=False)
    assert found(seat(Signer.chair, "a"), inside) == set() == found(seat(Signer.chair, name="Ахметов Әли"), inside)


def test_who_left_or_is_on_leave_does_not_sit() -> None:
    gone, away = person("a", active=False), person("b", away_from=DAY, away_to=DAY + timedelta(9))
    people = {"a": gone, "b": away}
    problems = rules.staff_wrong([seat(person="a"), seat(person="b"), seat(person="c")], people, [], DAY, RULES)
    assert [(p.row, p.key) for p in problems] == [
        (0, "commissions.left"), (1, "commissions.on_leave"), (2, "commissions.no_such_person"),
    ]  # fmt: skip
    assert rules.staff_wrong([seat(person="b")], people, [], DAY + timedelta(10), RULES) == []


@given(st.sampled_from(list(S)), st.sampled_from([S.council, S.ordered, S.closed]))
def test_steps_come_in_their_order_and_none_twice(status: CommissionStatus, to: CommissionStatus) -> None:
    broken = rules.step_wrong(commission(status), to)
    assert (broken is None) == (rules.NEXT.get(status) is to)
    assert broken is None or isinstance(broken, RuleBroken)


@given(st.dates(date(2025, 1, 1), date(2028, 1, 1)), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_days_of_decisions(day: date, council: date) -> None:
    of = commission(S.council, council=Decided(number="3", day=council))
    wrong = keys(rules.day_wrong(of, S.ordered, day, date(2027, 1, 15)))
    assert ("day_ahead" in wrong) == (day > date(2027, 1, 15))
    assert ("before_council" in wrong) == (day < council)


def test_whether_it_may_sit_on_a_day() -> None:
    def key(**more: object) -> str:
        of = commission(**{"status": S.ordered, "order": Decided(number="1", day=DAY), **more})  # type: ignore[arg-type]
        broken = rules.ready(of, DAY)
        return broken.key.removeprefix("commissions.") if broken else ""

    chair = seat(Signer.chair, name="Сыртқы")
    assert key(seats=[chair]) == ""
    assert key() == "sits_without_chair"
    assert key(seats=[chair.model_copy(update={"until": DAY - timedelta(1)})]) == "sits_without_chair"
    assert key(seats=[chair], order=Decided(number="1", day=DAY + timedelta(1))) == "order_later"
    for status, said in ((S.nominated, "not_ordered"), (S.council, "not_ordered"), (S.closed, "closed"),
                         (S.cancelled, "cancelled")):  # fmt: skip
        assert key(status=status, seats=[chair]) == said


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.integers(0, 4))
def test_a_change_keeps_every_seat_and_on_each_day_those_sit_who_should(leaves: list[bool], coming: int) -> None:
    of = commission(S.ordered, seats=[seat(person=f"p{n}") for n in range(len(leaves))])
    left = [s.id for s, gone in zip(of.seats, leaves, strict=True) if gone]
    came = [seat(person=f"n{n}") for n in range(coming)]
    new = of.model_copy(update={"seats": rules.replaced(of, left, came, DAY)})
    assert [s.id for s in new.seats[: len(leaves)]] == [s.id for s in of.seats], "no seat is ever taken out"
    assert {s.id for s in new.sitting_on(DAY - timedelta(1))} == {s.id for s in of.seats}
    assert {s.id for s in new.sitting_on(DAY)} == ({s.id for s in of.seats} - set(left)) | {s.id for s in came}


def test_a_change_says_who_and_not_before_the_order() -> None:
    of = commission(S.ordered, order=Decided(number="1", day=DAY), seats=[seat(person="a")])
    assert keys(rules.change_wrong(of, [], [], DAY, DAY)) == {"nothing_changes"}
    assert keys(rules.change_wrong(of, ["x"], [], DAY, DAY)) == {"sits_not"}
    assert keys(rules.change_wrong(of, [of.seats[0].id], [], DAY - timedelta(1), DAY)) == {"before_order"}


@given(st.dates(date(2026, 8, 1), date(2027, 6, 1)), st.sampled_from([S.nominated, S.council, S.ordered]),
       st.booleans())  # fmt: skip
def test_deadlines_are_done_late_near_or_ahead(today: date, status: CommissionStatus, chaired: bool) -> None:
    seats = [seat(Signer.chair, name="Т")] if chaired else []
    found = deadlines.of(2027, status, seats, RULES, today)
    assert [d.day for d in found] == [date(2026, 10, 15), date(2026, 11, 1), date(2026, 12, 31)]
    done = [chaired or status is not S.nominated, status is not S.nominated, status is S.ordered]
    for each, is_done in zip(found, done, strict=True):
        assert each.left == (each.day - today).days
        kept = {
            "done": is_done, "late": not is_done and each.day < today,
            "near": not is_done and 0 <= each.left <= RULES.tasks, "ahead": not is_done and each.left > RULES.tasks,
        }  # fmt: skip
        assert [name for name, holds in kept.items() if holds] == [each.state]
    press = deadlines.pressing(found)
    assert (press is None) == all(d.state in ("done", "ahead") for d in found)


def test_a_day_that_its_month_has_not_is_the_last_of_it() -> None:
    assert settings.deadline("31-11", 2027) == date(2026, 11, 30)
    assert settings.deadline("29-02", 2029) == date(2028, 2, 29) and settings.deadline("30-02", 2028).day == 28


def candidacy(student: str = "s", **presented: object) -> Candidacy:
    return Candidacy(
        commission=ref("c"), year=2027, form="performance", form_name=Text(kk="Концерт"), discipline=ref("d"),
        discipline_code="A", credits=4, student=ref(student), study="st", number="N", key="k", programme=ref("p"),
        presented=Presented(**presented),  # type: ignore[arg-type]
    )  # type: ignore[call-arg] # fmt: skip


@pytest.mark.parametrize("how", ["supervisor", "accompanist", "teacher", "adviser"])
def test_own_students_are_found_by_the_records_and_barred(how: str) -> None:
    of = commission(seats=[seat(person="a"), seat(person="b"), seat(Signer.chair, name="Сыртқы")])
    presented = {how: ref("a")} if how in ("supervisor", "accompanist") else {}
    study = {} if presented else {"id": "st", how: {"id": "a", "label": {"kk": "А"}}}
    found = conflicts.of(of, candidacy(**presented), study)
    assert [(c.seat, c.kind, c.declared) for c in found] == [(of.seats[0].id, ConflictKind.own_student, False)]
    assert conflicts.barred(of, "s", candidacy(**presented), study) == {of.seats[0].id}
    assert conflicts.barred(of, "s", candidacy(), {}) == set()


def test_a_declared_interest_bars_in_its_student_only() -> None:
    chair = seat(Signer.chair, name="Сыртқы")
    of = commission(seats=[chair], conflicts=[Conflict(seat=chair.id, student=ref("s"), kind=ConflictKind.relative)])
    assert conflicts.barred(of, "s") == {chair.id} and conflicts.barred(of, "other") == set()
    assert [c.kind for c in conflicts.of(of, candidacy(), None)] == [ConflictKind.relative]


@given(st.sets(st.sampled_from("abcde")), st.sets(st.sampled_from("abcde")))
def test_the_checklist_holds_what_is_asked_and_what_is_there(asked: set[str], there: set[str]) -> None:
    of = AttestationRules(papers=[Listed(code=c, label=Text(kk=c)) for c in sorted(asked)])
    filed = [CommissionPaper(code=c, day=DAY) for c in sorted(there)]
    lines = papers.checklist(filed, of)
    assert [x.code for x in lines] == [*sorted(asked), *sorted(there - asked)]
    assert {x.code for x in papers.missing(filed, of)} == asked - there


def test_a_form_is_proposed_by_how_the_discipline_closes() -> None:
    def form(code: str, *presents: Presents) -> Kind:
        body = AttestationForm(presents=list(presents))
        return Kind(sort=Sort.attestation_form, code=code, name=Text(kk=code), effective=DAY, body=body)

    P = Presents
    known = [form("thesis", P.topic, P.questions), form("concert", P.works), form("exam", P.questions)]
    assert fitting(Control.state_exam, known) == "exam"
    assert fitting(Control.commission, known) == "concert"
    assert fitting(Control.exam, known[:1]) == "thesis" and fitting(Control.exam, []) == ""
