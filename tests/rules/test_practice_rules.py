"""Rules of practices (clause 33-3): contracts that hold, what is missing by its day, which kind a discipline is of."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kinds.shipped import entries
from core.practices import rules
from core.practices.rules import Ordered
from schemas.base import Ref, Text
from schemas.kinds import PracticeKind, Sort
from schemas.practice import (
    Contract,
    Handed,
    Place,
    Placement,
    PracticeBase,
    PracticeEvent,
    PracticePaper,
    PracticeState,
)

DAY = date(2026, 9, 1)
REF = Ref(id="x", label=Text(kk="Т"))
KINDS = {k.code: k for k in entries() if k.sort is Sort.practice}
days = st.integers(0, 400).map(lambda n: DAY + timedelta(n))


def contract(starts: date, ends: date, number: str = "1", **more: object) -> Contract:
    return Contract.model_validate(
        {"id": number, "number": number, "day": starts, "starts": starts, "ends": ends, **more}
    )


@given(days, days, days, days)
def test_a_contract_that_is_found_holds_through_all_the_days(a: date, b: date, c: date, d: date) -> None:
    held, wanted = sorted((a, b)), sorted((c, d))
    base = PracticeBase(name=Text(kk="База"), contracts=[contract(held[0], held[1])])
    found = rules.contract_for(base, wanted[0], wanted[1], "p")
    assert (found is not None) is (held[0] <= wanted[0] and wanted[1] <= held[1])
    broken = contract(held[0], held[1], ended=held[0])
    assert not broken.covers(wanted[0], wanted[1], None) or wanted[0] == wanted[1] == held[0]


def test_of_several_contracts_the_longest_for_the_programme_is_taken() -> None:
    every = [contract(DAY, DAY + timedelta(9), "a"), contract(DAY, DAY + timedelta(30), "b"),
             contract(DAY, DAY + timedelta(60), "c", programmes=[REF])]  # fmt: skip
    base = PracticeBase(name=Text(kk="База"), contracts=every)
    found = [rules.contract_for(base, DAY, DAY + timedelta(5), p) for p in (None, "x")]
    assert [c.number for c in found if c] == ["b", "c"]


@pytest.mark.parametrize(("used", "places", "over"), [(2, 2, False), (3, 2, True), (99, 0, False), (0, 1, False)])
def test_places_are_overrun_by_one_too_many(used: int, places: int, over: bool) -> None:
    base = PracticeBase(name=Text(kk="База"))
    found = rules.too_many(base, contract(DAY, DAY, places=places, used={"2026": used}), 2026)
    assert (found is not None) is over and rules.too_many(base, contract(DAY, DAY, places=1), 2027) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [("Оқу практикасы", "educational"), ("Педагогикалық практика 2", "teaching"), ("Сольфеджио", None),
     ("Диплом алдындағы практика", "pre_diploma"), ("Өндірістік (орындаушылық) практика 1", "performing"),
     ("Ғылыми-зерттеу практикасы", "research")],
)  # fmt: skip
def test_the_kind_is_known_by_the_name_of_the_discipline(name: str, code: str | None) -> None:
    assert rules.kind_like(name, {c: k.name for c, k in KINDS.items()}) == code


flags = st.fixed_dictionaries({p.value: st.booleans() for p in PracticePaper} | {"journal": st.booleans()})


@given(flags, st.sets(st.sampled_from(list(PracticePaper))), st.integers(0, 4), st.booleans())
def test_who_is_ready_lacks_nothing_but_order_and_supervisor(
    needs: dict[str, bool], handed: set[PracticePaper], hours: int, placed: bool
) -> None:
    kind = PracticeKind(mask="practice", order="practice_order", before=5, after=5, **needs)  # type: ignore[arg-type]
    one = Placement(
        practice=REF, kind="k", section="s", term=REF, year=2026, student=REF, study="st", number="1",
        place=Place(base=REF if placed else None), papers=[Handed(what=p, day=DAY, mark=Decimal(50)) for p in handed],
        events=[PracticeEvent(day=DAY, what="Сабақ", hours=Decimal(1))] * hours,
    )  # fmt: skip
    end = DAY + timedelta(30)
    unready = rules.unready(kind, one, 3)
    found = rules.lacks(kind, one, DAY, end, 3, Ordered.none)
    assert {x.code for x in found} - {"order", "supervisor"} == set(unready)
    assert ("place" not in unready) is placed and ("hours" in unready) is (needs["journal"] and hours < 3)
    assert {p.value for p in PracticePaper} & set(unready) == {p.value for p in PracticePaper if needs[p.value]} - {
        p.value for p in handed
    }  # fmt: skip
    assert all(x.due == DAY - timedelta(5) for x in found if x.code in ("place", "order", "supervisor"))
    counted = rules.counted([found, found])
    assert all(n == 2 for _, n in counted) and [x.due for x, _ in counted] == sorted(x.due for x, _ in counted)
    one.status = PracticeState.closed
    assert rules.lacks(kind, one, DAY, end, 3, Ordered.none) == []
