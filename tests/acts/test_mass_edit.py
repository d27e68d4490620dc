"""One field of many students by one act (clause 24-b): shown before, whole, each with his event, taken back after."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core import students
from core.access import Actor
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problems, RuleBroken
from core.students import many
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.mass_edit import MassEdit
from schemas.student import Name, Profile, StudyProfile
from schemas.words import Funding, Role, StudyStatus
from tests.acts.job_kit import ended, worker

MINE, OTHER = (Ref(id=i, label=Text(kk=f"Факультет {i}")) for i in ("f1", "f2"))
GROUP = "studies.group"


def admit(desk: Desk, n: int, faculty: Ref = MINE, **more: Any) -> Id:
    profile = Profile(number=f"2400{n:02d}", name=Name(last=f"Аты{n:02d}", first="Б"), iin_absent_reason="т")
    study = StudyProfile(id=f"s{n}", faculty=faculty, **({"group": "Д-1", "year": 1} | more))
    return students.admit(desk, profile, study, Why(), date(2024, 9, 1)).id


def row(desk: Desk, id: Id) -> Row:
    return desk.store.one("students", {"_id": id}) or {}


def groups(desk: Desk, ids: list[Id]) -> list[str]:
    return [row(desk, i)["studies"][0]["group"] for i in ids]


def test_one_act_changes_all_each_with_his_event_and_is_taken_back(head: Desk) -> None:
    ids = [admit(head, n) for n in range(4)] + [admit(head, 5, group="Д-2")]
    seen = many.preview(head, ids, GROUP, "Д-2")
    assert [line.number for line in seen.changes] == ["240000", "240001", "240002", "240003"]
    assert (seen.same, seen.left) == ([ids[4]], []) and groups(head, ids[:4]) == ["Д-1"] * 4, "shown, not done"
    before = head.store.count("audit_events", {})
    why = Why("Топтар қайта аталды")
    made = many.edit(head, GROUP, seen.value, seen.seen, why)
    assert many.edit(head, GROUP, seen.value, seen.seen, why).id == made.id, "a double click is one act"
    assert made.count == 4 and groups(head, ids) == ["Д-2"] * 5
    assert head.store.count("audit_events", {}) == before + 1
    event = row(head, ids[0])["events"][-1]
    assert event["type"] == "profile_edited" and event["reason"] == why.reason
    assert event["changes"] == [{"field": "studies.s0.group", "was": "Д-1", "now": "Д-2"}]
    # One of them is changed by hand since: his value stays and he is named.
    students.edit(head, ids[1], row(head, ids[1])["revision"], {"studies.s1.group": "Д-3"}, Why("ауысты"))
    back = many.undo(head, made.id, made.revision, Why("қате топ"))
    assert groups(head, ids) == ["Д-1", "Д-3", "Д-1", "Д-1", "Д-2"]
    assert [(x.number, x.key) for x in back.left] == [("240001", "mass_edit.changed_since")]
    assert back.undoes and back.undoes.id == made.id
    [_, stored] = many.done(head)
    assert stored.undone_by and stored.undone_by.id == back.id
    with pytest.raises(RuleBroken, match=r"mass_edit\.undone"):
        many.undo(head, stored.id, stored.revision, Why("тағы"))
    again = many.undo(head, back.id, many.done(head)[0].revision, Why("дұрыс екен"))
    assert groups(head, ids) == ["Д-2", "Д-3", "Д-2", "Д-2", "Д-2"] and again.count == 3


def test_who_was_changed_since_it_was_shown_is_left_and_named(head: Desk) -> None:
    ids = [admit(head, n) for n in range(2)]
    seen = many.preview(head, ids, GROUP, "Д-9").seen
    students.edit(head, ids[0], 1, {"studies.s0.group": "Д-5"}, Why("ауысты"))
    made = many.edit(head, GROUP, "Д-9", {**seen, "gone": "Д-1"}, Why("т"))
    assert groups(head, ids) == ["Д-5", "Д-9"]
    assert sorted(x.key for x in made.left) == ["mass_edit.changed_since", "mass_edit.gone"]
    with pytest.raises(RuleBroken, match=r"mass_edit\.nobody"):
        many.edit(head, GROUP, "Д-8", {ids[0]: "Д-1"}, Why("т"))
    assert head.store.count("mass_edits", {}) == 1, "what changes nobody leaves no trace"


def test_another_faculty_is_refused_whole_and_named(head: Desk) -> None:
    ids = [admit(head, 1), admit(head, 2, OTHER)]
    registrar = Desk(Actor("r", "Р", Role.registrar, assigned={"faculty": ("f1",)}), head.store)
    assert many.matching(registrar, "", {}) == [ids[0]]
    seen = many.preview(registrar, ids, GROUP, "Д-2")
    assert [x.student.id for x in seen.changes] == [ids[0]] and [x.student.id for x in seen.left] == [ids[1]]
    assert seen.left[0].student.label.kk == "—", "not even the name is told"
    made = many.edit(registrar, GROUP, "Д-2", dict.fromkeys(ids, "Д-1"), Why("т"))
    assert groups(head, ids) == ["Д-2", "Д-1"] and [x.key for x in made.left] == ["errors.out_of_scope"]
    with pytest.raises(RuleBroken, match="nobody"):  # nor may he move anybody out of his own scope
        many.edit(registrar, "studies.faculty", OTHER, {ids[0]: MINE.model_dump()}, Why("т"))
    assert [m.number for m in many.done(registrar)] == [made.number]


def test_only_what_is_typed_by_hand_and_seen_by_all_may_be_changed(head: Desk) -> None:
    paths = {p for p, _ in many.fields(head.actor)}
    assert {"studies.group", "studies.language", "studies.funding", "studies.adviser", "citizenship"} <= paths
    for closed in ("studies.status", "studies.repeating", "studies.leave_until", "studies.totals.gpa", "number", "iin",
                   "name.last", "contacts.phone", "disability", "orphan", "studies.record", "$where"):  # fmt: skip
        assert closed not in paths
        with pytest.raises(RuleBroken, match="no_such_field"):
            many.edit(head, closed, "x", {"a": "b"}, Why("т"))
    id = admit(head, 1)
    for path, value in (("studies.year", 99), ("studies.language", "xx"), ("studies.group", "Д" * 41)):
        with pytest.raises(Problems):
            many.preview(head, [id], path, value)
    with pytest.raises(Problems) as e:
        many.edit(head, GROUP, "Д-2", {id: "Д-1"}, Why(" "))
    assert e.value.problems[0].key == "errors.field.reason_missing"
    assert many.preview(head, [id], GROUP, None).value == "" and groups(head, [id]) == ["Д-1"]


def test_the_study_that_goes_on_is_meant_and_two_are_told_apart(head: Desk) -> None:
    from core.students.second_study import open_study
    from schemas.base import Text as Words

    id = admit(head, 1)
    programme = Ref(id="p2", label=Words(kk="Дирижерлеу"))
    open_study(head, id, 1, StudyProfile(id="t1", faculty=MINE, programme=programme, group="Х-1"), Why("екінші"))
    [left] = many.preview(head, [id], GROUP, "Д-2").left
    assert left.problem and left.problem.key == "mass_edit.which_study"
    head.store.db["students"].update_one({"_id": id}, {"$set": {"studies.0.status": StudyStatus.graduated.value}})
    [line] = many.preview(head, [id], GROUP, "Д-2").changes
    assert line.study == "t1" and line.was == "Х-1"
    head.store.db["students"].update_one({"_id": id}, {"$set": {"studies.0.status": StudyStatus.active.value}})


def test_a_card_older_than_a_field_of_its_study_is_changed_too(head: Desk, tampered: None) -> None:
    id = admit(head, 1)
    head.store.db["students"].update_one({"_id": id}, {"$unset": {"studies.0.repeating": ""}})
    [line] = many.preview(head, [id], GROUP, "Д-2").changes
    assert line.was == "Д-1"
    students.edit(head, id, 1, {"studies.s1.group": "Д-7"}, Why("қолмен"))
    assert groups(head, [id]) == ["Д-7"]


def test_what_it_did_is_frozen(head: Desk) -> None:
    made = many.edit(head, GROUP, "Д-2", {admit(head, 1): "Д-1"}, Why("т"))

    def forge(tx: Tx) -> MassEdit:
        doc = tx.get(MassEdit, made.id, scoped=False)
        doc.count = 900
        return tx.save(doc)

    with pytest.raises(RuleBroken, match="frozen"):
        head.transact("student.edit_many", forge, Why("т"), "student.edit")


def test_more_than_one_act_bears_goes_by_parts(head: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "MOST", 2)
    head = worker(head.store, Role.head)
    ids = [admit(head, n, funding=Funding.grant) for n in range(5)]
    seen = many.preview(head, ids, "studies.funding", Funding.paid)
    with pytest.raises(RuleBroken, match="too_many"):
        many.edit(head, "studies.funding", seen.value, seen.seen, Why("т"))
    job = ended(head.store, many.begin(head, "studies.funding", seen.value, seen.seen, Why("ақылыға")))
    assert job["result"] == {"changed": 5, "left": 0} and job["state"] == "done"
    assert {row(head, i)["studies"][0]["funding"] for i in ids} == {Funding.paid.value}
    parts = many.done(head)
    assert [p.count for p in parts] == [1, 2, 2] and {p.job for p in parts} == {job["_id"]}
