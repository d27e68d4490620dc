"""Findings in names: kept in step with the records, accepted by acts, kept as they are by a decision."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from core import house, kinds, references, students
from core.audit import pages
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.names import acts, reading, scan
from core.tx import Tx
from schemas.base import Text, new_id
from schemas.discipline import Discipline
from schemas.names import What
from schemas.student import Name, Profile, Student, StudyProfile
from schemas.words import Role
from tests.conftest import actor


@pytest.fixture
def desk(shipped: Store, head: Desk) -> Desk:
    return head


@pytest.fixture
def glossary(desk: Desk) -> None:
    """The words of the glossary, which the prepared base leaves out."""
    kinds.ship(desk.store)


def enter(desk: Desk, number: str, last: str, first: str, latin: str = "", **study: Any) -> Student:
    profile = Profile(
        number=number, name=Name(last=last, first=first, latin=latin), iin_absent_reason="шетел азаматы"
    )  # fmt: skip
    return students.admit(desk, profile, StudyProfile(id=new_id(), **study), Why())


def course(desk: Desk, code: str, kk: str, ru: str, en: str) -> Discipline:
    values = {"code": code, "name": Text(kk=kk, ru=ru, en=en), "credits": "5"}
    return references.save(desk, Discipline, None, 0, values, Why())


def seen(desk: Desk, **where: Any) -> list[tuple[str, str, str]]:
    return [(r["name"], r["path"], r["proposal"]) for r in reading.listed(desk, **where)]


def test_a_whole_look_finds_and_the_next_one_forgets_what_was_mended(desk: Desk) -> None:
    one = enter(desk, "1", "Омаров", "Али")
    enter(desk, "2", "Серік", "Әсел", "Serik Asel")
    course(desk, "SOL", "Сольфеджиo", "Сольфеджио", "Solfeggio")
    assert scan.state_of(desk.store) is None and not scan.freshen(desk.store)
    told: list[tuple[int, int]] = []
    assert scan.whole(desk.store, lambda *at: told.append(at)) >= 3 and told[-1][0] <= told[-1][1]
    assert seen(desk, kind="students") == [("Омаров Али", "name.latin", "Omarov Ali")]
    assert seen(desk, what="mixed") == [("Сольфеджиo", "name.kk", "Сольфеджио")]
    assert reading.counts(desk)[What.mixed] == 1 and reading.counts(desk, "students")[What.latin_missing] == 1
    students.edit(desk, one.id, 1, {"name.latin": "Omarov Ali"}, Why("төлқұжат"))
    assert scan.freshen(desk.store) and seen(desk, kind="students") == []
    students.edit(desk, one.id, 2, {"name.first": "Aли"}, Why("қате"))
    scan.freshen(desk.store)
    assert seen(desk, kind="students") == [("Омаров Aли", "name.first", "Али")]
    scan.whole(desk.store)
    assert seen(desk, kind="students") == [("Омаров Aли", "name.first", "Али")]


def test_chosen_proposals_are_accepted_by_the_acts_of_their_forms(desk: Desk, glossary: None) -> None:
    one = enter(desk, "1", "Oмаров", "Али")
    other = enter(desk, "2", "Серік", "Әсел")
    sol = course(desk, "SOL", "Емтихан", "Зачёт", "Exam")
    scan.whole(desk.store)
    rows = {r["_id"]: r["proposal"] for r in reading.listed(desk) if r["kind"] != "kinds" and r["proposal"]}
    assert len(rows) == 3
    done = acts.accept(desk, rows, Why("тексерілді", command="c1"))
    assert (done.mended, done.refused) == (3, [])
    assert desk.store.load(Student, one.id).name.last == "Омаров"
    assert desk.store.load(Student, other.id).name.latin == "Serik Asel"
    assert desk.store.load(Discipline, sol.id).name.ru == "Экзамен"
    entry = desk.store.one("audit_events", {"command": f"c1:{one.id}"})
    assert entry and entry["action"] == "student.edit" and entry["reason"] == "тексерілді"
    # The last name is clean now, so its Latin spelling can be proposed.
    assert seen(desk, kind="students") == [("Омаров Али", "name.latin", "Omarov Ali")]


def test_an_own_spelling_may_be_accepted_and_a_changed_record_is_told(desk: Desk) -> None:
    one, two = enter(desk, "1", "Хилл", "Али"), enter(desk, "2", "Омаров", "Али")
    scan.whole(desk.store)
    ids = [r["_id"] for r in reading.listed(desk, kind="students")]
    students.edit(desk, two.id, 1, {"name.latin": "Omarov A"}, Why("төлқұжат"))
    done = acts.accept(desk, {i: "Hill Ali" for i in ids}, Why("төлқұжат"))
    assert done.mended == 1 and [(n, e.key) for n, e in done.refused] == [("Омаров Али", "names.changed")]
    assert desk.store.load(Student, one.id).name.latin == "Hill Ali"
    assert desk.store.load(Student, two.id).name.latin == "Omarov A"
    # «Hill» differs from the table and is now listed as such; a decision keeps it.
    assert {r["what"] for r in reading.listed(desk, kind="students")} == {"latin_differs"}


def test_a_decision_keeps_a_name_until_it_changes(desk: Desk) -> None:
    one = enter(desk, "1", "Хилл", "Али", "Hill Ali")
    scan.whole(desk.store)
    (row,) = reading.listed(desk, kind="students")
    kept = acts.keep(desk, [row["_id"]], Why("төлқұжатта осылай"))
    assert kept.value == "Hill Ali" and kept.record.id == one.id
    assert seen(desk, kind="students") == []
    scan.whole(desk.store)
    assert seen(desk, kind="students") == []
    students.edit(desk, one.id, 1, {"name.latin": "Hil Ali"}, Why("қате"))
    scan.freshen(desk.store)
    assert seen(desk, kind="students") == [("Хилл Али", "name.latin", "Khill Ali")]


def test_what_the_office_describes_is_mended_by_a_new_version(desk: Desk) -> None:
    values = {"code": "sport", "name": Text(kk="Спорт залы", ru="Cпортзал", en="Gym"), "body.roles": ["head"]}
    kinds.save(desk, "hold", None, 0, values, Why())
    scan.whole(desk.store)
    (row,) = reading.listed(desk, what="mixed", kind="kinds")
    assert (row["of"], row["path"], row["proposal"]) == ("hold/sport", "name.ru", "Спортзал")
    assert acts.accept(desk, {row["_id"]: row["proposal"]}, Why("қате")).mended == 1
    assert house.entry("hold", "sport").name.ru == "Спортзал" and house.entry("hold", "sport").version == 2
    assert reading.listed(desk, what="mixed", kind="kinds") == []


def test_a_changed_glossary_asks_for_a_whole_look(desk: Desk, glossary: None) -> None:
    course(desk, "EXM", "Емтихан", "Экзамен", "Exam")
    scan.whole(desk.store)
    assert not (scan.state_of(desk.store) or {})["stale"] and seen(desk, what="glossary", kind="disciplines") == []
    code = next(k.code for k in house.entries("term") if k.name.kk.casefold() == "емтихан")
    kinds.save(desk, "term", code, 1, {"name.en": "Examination"}, Why("толық"))
    scan.freshen(desk.store)
    assert (scan.state_of(desk.store) or {})["stale"]
    scan.whole(desk.store)
    assert seen(desk, what="glossary", kind="disciplines") == [("Емтихан", "name.en", "Examination")]
    assert not (scan.state_of(desk.store) or {})["stale"]


def test_a_registrar_sees_and_mends_his_faculty_only(desk: Desk) -> None:
    enter(desk, "1", "Омаров", "Али", faculty={"id": "f1", "label": {"kk": "Ф1"}})
    enter(desk, "2", "Серік", "Әсел", faculty={"id": "f2", "label": {"kk": "Ф2"}})
    course(desk, "SOL", "Сольфеджиo", "", "")
    scan.whole(desk.store)
    mine = replace(desk, actor=actor(Role.registrar, faculty="f1"))
    assert [n for n, *_ in seen(mine)] == ["Омаров Али"]
    assert {k.value: n for k, n in reading.counts(mine).items() if n} == {"latin_missing": 1}
    other = next(r["_id"] for r in reading.listed(desk, kind="students") if r["name"] == "Серік Әсел")
    with pytest.raises(RuleBroken, match="names.gone"):
        acts.accept(mine, {other: "Serik Asel"}, Why("x"))
    with pytest.raises(Forbidden):
        reading.listed(replace(desk, actor=actor(Role.teacher)))


def test_bad_wishes_are_refused(desk: Desk) -> None:
    enter(desk, "1", "Омаров", "Али")
    course(desk, "SOL", "Сольфеджиo", "Сольфеджио", "Solfeggio")
    scan.whole(desk.store)
    rows = {r["kind"]: r["_id"] for r in reading.listed(desk) if r["kind"] != "kinds"}
    for wish, key in (
        (lambda: acts.accept(desk, {}, Why("x")), "names.nothing_chosen"),
        (lambda: acts.accept(desk, {rows["students"]: "Omarov"}, Why(" ")), "errors.reason_missing"),
        (lambda: acts.accept(desk, {rows["students"]: " "}, Why("x")), "names.empty_value"),
        (lambda: acts.accept(desk, {str(n): "x" for n in range(201)}, Why("x")), "names.too_many"),
        (lambda: acts.keep(desk, [rows["students"]], Why("x")), "names.nothing_to_keep"),
    ):
        with pytest.raises(Problems) as no:
            wish()
        assert no.value.problems[0].key == key
    with pytest.raises(RuleBroken, match="names.gone"):
        acts.accept(desk, {"nothing": "x"}, Why("x"))


def test_what_a_big_act_touched_is_looked_at_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A big act keeps its list of documents in pages of its entry."""
    scan.whole(desk.store)
    monkeypatch.setattr(pages, "PAGE", 3)

    def work(tx: Tx) -> Discipline:
        made = [Discipline(code=f"D{n}", name=Text(kk=f"Пән {n}", ru="x", en=""), credits=Decimal(5)) for n in range(8)]
        return [tx.add(one) for one in made][-1]

    desk.transact("reference.edit", work, Why("көп"))
    entry = desk.store.one("audit_events", {"action": "reference.edit"})
    assert entry and entry["pages"] > 1 and entry["touched"] == []
    assert scan.freshen(desk.store)
    assert len(reading.listed(desk, what="language_missing", kind="disciplines")) == 8
