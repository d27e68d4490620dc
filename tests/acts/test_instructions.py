"""Explanations, recommendations, instructions (clause 34-5): published, read by each, replaced."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import files, instructions, tasks
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.scheduler.table import TABLE, Daily, loaded
from core.tx import Tx
from schemas.base import LANGS
from schemas.instruction import Instruction, InstructionState
from schemas.words import Role
from tests.acts.sample_files import pdf
from tests.acts.unit_kit import DAY, at, two_units


@pytest.fixture
def desk(store: Store) -> Desk:
    two_units(store)
    return at(store)


def written(desk: Desk, **more: Any) -> Instruction:
    values = {"kind": "instruction", "topic_ru": "О ведомостях", "text_ru": "Сдавать в срок.",
              "units": [{"id": "d1", "label": {"kk": "Кафедра 1"}}], "roles": [], **more}  # fmt: skip
    return instructions.write(desk, None, 0, values, [files.ready(desk, "а.pdf", pdf("а"))], Why())


def published(desk: Desk, **more: Any) -> Instruction:
    made = written(desk, **more)
    return instructions.publish(desk, made.id, made.revision, Why())


def test_published_to_a_unit_it_is_read_by_each_and_nobody_else(desk: Desk) -> None:
    made = written(desk, read_by=DAY + timedelta(days=5))
    chair, hr = at(desk.store, Role.department, department="d1"), at(desk.store, Role.hr)
    with pytest.raises(Forbidden):
        instructions.get(chair, made.id)  # a draft is the office's
    made = instructions.publish(desk, made.id, made.revision, Why())
    assert (made.number, made.readers, made.since) == ("2026-001", 2, DAY) and made.files[0].label.kk == "а.pdf"
    assert [w.task.due for w in tasks.mine(chair)] == [DAY + timedelta(days=5)]
    assert made.topic("kk") == "О ведомостях", "who reads Kazakh gets the writer's words"
    with pytest.raises(Forbidden):
        instructions.get(hr, made.id)
    with pytest.raises(Forbidden, match="not_to_you"):
        instructions.mark(hr, made.id, Why())
    assert [r["_id"] for r in instructions.waiting(chair)] == [made.id]
    read = instructions.mark(chair, made.id, Why())
    assert (read.person, read.unit and read.unit.id) == ("Тест department", "d1") and tasks.mine(chair) == []
    assert instructions.waiting(chair) == [] and instructions.marked(chair, made.id) is not None
    with pytest.raises(RuleBroken, match="read_already"):
        instructions.mark(chair, made.id, Why())
    assert [r.name for r in instructions.unread(desk, made.id)] == ["Тест u-teacher"]
    with pytest.raises(Forbidden):
        instructions.reads(chair, made.id)
    with pytest.raises(Forbidden):
        instructions.publish(at(desk.store, Role.registrar), made.id, made.revision, Why())


def test_published_words_are_frozen_and_a_further_edition_replaces_them(desk: Desk) -> None:
    old = published(desk)

    def edit(tx: Tx) -> Instruction:
        kept = tx.get(Instruction, old.id)
        kept.text_ru = "Иначе"
        return tx.save(kept)

    with pytest.raises(RuleBroken, match="frozen"):
        desk.transact("instruction.write", edit, Why(), "instruction.edit")
    with pytest.raises(RuleBroken, match="published_already"):
        instructions.write(desk, old.id, old.revision, {"text_ru": "Иначе"}, [], Why())
    chair = at(desk.store, Role.department, department="d1")
    instructions.mark(chair, old.id, Why())
    new = instructions.edition(desk, old.id, Why())
    with pytest.raises(RuleBroken, match="edition_begun"):
        instructions.edition(desk, old.id, Why())
    new = instructions.write(desk, new.id, new.revision, {"text_ru": "Сдавать за день до срока."}, [], Why())
    new = instructions.publish(desk, new.id, new.revision, Why())
    kept = instructions.get(chair, old.id)
    assert (kept.status, kept.text_ru) == (InstructionState.replaced, "Сдавать в срок."), "the old stays readable"
    assert (new.number, new.edition) == (old.number, 2) and kept.replaced_by and kept.replaced_by.id == new.id
    assert [e.edition for e in instructions.editions(desk, new)] == [2, 1]
    assert [r["_id"] for r in instructions.waiting(chair)] == [new.id], "the new words are read anew"
    with pytest.raises(RuleBroken, match="not_in_force"):
        instructions.mark(at(desk.store, Role.teacher, department="d1"), old.id, Why())


@pytest.mark.parametrize(
    ("more", "field"),
    [({"topic_ru": "", "text_ru": ""}, "topic_kk"), ({"text_ru": ""}, "text_ru"), ({"topic_ru": ""}, "topic_ru"),
     ({"text_kk": "Мәтін"}, "topic_kk")],
)  # fmt: skip
def test_half_words_are_told_beside_their_field(desk: Desk, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Problems) as e:
        written(desk, **more)
    assert [p.field for p in e.value.problems] == [field] and desk.store.count("instructions", {}) == 0


@pytest.mark.parametrize(
    ("more", "field"), [({"units": []}, "units"), ({"read_by": DAY - timedelta(days=1)}, "read_by")]
)
def test_nothing_is_published_to_nobody_or_for_a_day_that_has_passed(
    desk: Desk, more: dict[str, Any], field: str
) -> None:
    made = written(desk, **more)
    with pytest.raises(Problems) as e:
        instructions.publish(desk, made.id, made.revision, Why())
    assert [p.field for p in e.value.problems] == [field]
    assert desk.store.count("tasks", {}) == 0


def test_who_has_not_read_is_reminded_until_he_has_or_it_is_cancelled(desk: Desk) -> None:
    made = published(desk, units=[], roles=["teacher"])
    entry = TABLE["instructions"]
    assert isinstance(entry, Daily)
    remind = loaded(entry.work)
    assert remind(desk.store, DAY + timedelta(days=2)) == 0
    assert remind(desk.store, DAY + timedelta(days=3)) == 2 and remind(desk.store, DAY + timedelta(days=4)) == 0
    instructions.mark(at(desk.store, Role.teacher), made.id, Why())
    assert desk.store.count("notices", {"to": "u-teacher", "read_at": None}) == 0
    assert remind(desk.store, DAY + timedelta(days=10)) == 1
    instructions.remind_now(desk, made.id, Why())
    assert desk.store.count("notices", {"to": "u-alone", "key": "instructions.told_unread"}) == 3
    gone = instructions.cancel(desk, made.id, made.revision + 1, Why("ескірді"))
    assert gone.status is InstructionState.cancelled and desk.store.count("tasks", {"state": "open"}) == 0
    assert remind(desk.store, DAY + timedelta(days=20)) == 0


def test_words_are_read_in_ones_own_language_or_the_first_there_are() -> None:
    one = Instruction(number="1", topic_kk="Қазақша", text_kk="қ", topic_en="English", text_en="e")
    assert [one.topic(x) for x in LANGS] == ["Қазақша", "Қазақша", "English"]
