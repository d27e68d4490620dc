"""What tests stand on (tests.once): a step lived again leaves the very same office; anything unknown is made anew."""

from __future__ import annotations

from typing import Any

from core.db.store import Store
from core.desk import Desk
from schemas.base import Text
from schemas.reference import Department
from tests.acts.class_kit import put
from tests.bases import Bases
from tests.once import once

LIVED: list[str] = []


@once
def unit(desk: Desk, code: str) -> Department:
    LIVED.append(code)
    return put(desk, Department(code=code, name=Text(kk=f"Кафедра {code}")))  # type: ignore[no-any-return]


def rows(store: Store) -> dict[str, list[Any]]:
    return {n: list(store.db[n].find()) for n in sorted(store.db.list_collection_names())}


def test_a_step_from_the_same_state_is_put_there_again_whole(bases: Bases, store: Store, head: Desk) -> None:
    LIVED.clear()
    first = unit(head, "Д1")
    second, stood = unit(head, "Д2"), rows(store)
    first.name = Text(kk="Басқа")  # a test may spoil what it was given
    again = Desk(head.actor, bases.take())
    assert unit(again, "Д1").name.kk == "Кафедра Д1" and unit(again, "Д2") == second
    assert rows(again.store) == stood and LIVED == ["Д1", "Д2"]
    other = Desk(head.actor, bases.take())
    unit(other, "Д2")  # the same words from another state are another step
    assert LIVED == ["Д1", "Д2", "Д2"]


def test_after_a_write_it_does_not_know_nothing_is_taken_from_memory(bases: Bases, head: Desk) -> None:
    LIVED.clear()
    unit(head, "Е1")
    unit(head, "Е2")
    again = Desk(head.actor, bases.take())
    put(again, Department(code="Е9", name=Text(kk="Бөтен")))
    unit(again, "Е1")
    assert LIVED == ["Е1", "Е2", "Е1"] and again.store.count("departments", {}) == 2
