"""A diploma from the check of its graduate to his hands: red lines, numbers without gaps, blanks bound, hand-over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core import blanks, house
from core.db.store import Store
from core.desk import Desk, Why
from core.diplomas import graduates, handing, needs, platform, preparing, reading, registering, work
from core.diplomas.checks import Light, checks
from core.errors import Forbidden, Problems, RuleBroken
from schemas.blank import Blank, BlankStatus
from schemas.diploma import Diploma, DiplomaStatus, Takes
from schemas.student import Student
from schemas.words import Role
from tests.acts.diploma_kit import SAT, TODAY, YEAR, Awarded, at, awarded
from tests.acts.diploma_kit import platform as numbers

pytestmark = pytest.mark.usefixtures("shipped")
DATED = date(2027, 6, 30)


@pytest.fixture
def world(store: Store) -> Awarded:
    return awarded(store)


@pytest.fixture
def desk(world: Awarded) -> Desk:
    return at(world.store)


def of_year(desk: Desk) -> list[graduates.Graduate]:
    return graduates.of_year(desk, YEAR)


def red(found: graduates.Graduate) -> list[str]:
    return [c.code for c in found.found if c.light is Light.red]


def prepared(desk: Desk, world: Awarded) -> list[Diploma]:
    preparing.prepare(desk, YEAR, world.pairs, Why("дайындау"))
    made = [g.diploma for g in of_year(desk)]
    assert all(made)
    return [d for d in made if d]


def registered(desk: Desk, world: Awarded) -> list[Diploma]:
    platform.bring(desk, numbers(*(d.id for d in prepared(desk, world))), Why("файл"))
    registering.register(desk, YEAR, world.pairs, DATED, Why("тіркеу"))
    return [d for g in of_year(desk) if (d := g.diploma)]


# checks ---------------------------------------------------------------------------------------------------------------


def test_a_missing_platform_number_is_a_red_line_and_nothing_is_made_up(desk: Desk, world: Awarded) -> None:
    found = of_year(desk)
    assert [red(g) for g in found] == [["platform_missing"]] * 3 and not any(g.ready for g in found)
    assert [g.honours for g in found] == [False, True, False] and found[1].kind.code == "honours"
    made = prepared(desk, world)
    with pytest.raises(Problems) as e:
        registering.register(desk, YEAR, world.pairs, DATED, Why("тіркеу"))
    assert {p.field for p in e.value.problems} == {study for _, study in world.pairs}
    platform.bring(desk, numbers(*(d.id for d in made)), Why("файл"))
    assert all(g.ready for g in of_year(desk))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"$set": {"name.latin": ""}}, "latin_missing"), ({"$set": {"studies.0.totals.academic_debts": 1}}, "debts"),
        ({"$set": {"studies.0.totals.credits": 13}}, "credits"), ({"$set": {"name.first": "𝔄"}}, "letters"),
        ({"$set": {"studies.0.record.1.state": "failed"}}, "attestation"),
    ],
)  # fmt: skip
def test_what_is_missing_in_a_record_is_red(
    desk: Desk, world: Awarded, tampered: None, change: dict[str, Any], code: str
) -> None:
    world.store.db.students.update_one(
        {"_id": world.pairs[0][0]}, {**change, "$inc": {"revision": 0}}, bypass_document_validation=True
    )
    assert code in red(of_year(desk)[0]) and code not in red(of_year(desk)[1])


@pytest.mark.parametrize(
    ("collection", "code"),
    [("protocols", "protocol_missing"), ("orders", "order_missing"), ("blanks", "blanks_none")],
)
def test_without_protocol_order_or_blanks_a_graduate_is_red(
    desk: Desk, world: Awarded, tampered: None, collection: str, code: str
) -> None:
    world.store.db[collection].delete_many({})
    assert all(code in red(g) for g in of_year(desk))


def test_a_different_spelling_is_told_and_does_not_stop(desk: Desk) -> None:
    case = replace(of_year(desk)[0].case, spelled="STUDENTZHAN A")
    told = [c for c in checks(case) if c.code.startswith("latin")]
    assert [(c.code, c.light) for c in told] == [("latin_differs", Light.amber)]
    assert told[0].values == {"latin": "STUDENT00 A", "proposed": "STUDENTZHAN A"}


# registering ----------------------------------------------------------------------------------------------------------


def test_numbers_have_no_gap_values_are_frozen_and_blanks_bound(desk: Desk, world: Awarded, store: Store) -> None:
    made = registered(desk, world)
    assert [d.number for d in made] == ["2027-00001", "2027-00002", "2027-00003"]
    assert [d.sheets[0].number for d in made] == ["BD 0000001", "BD 0000001", "BD 0000002"], "honours take their own"
    said = made[1].values["words"]
    assert (said["name_en"], said["degree_ru"], said["honours_kk"]) == ("STUDENT01 A", "Бакалавр искусств", "үздік")
    assert (said["number"], said["protocol"], said["order"]) == ("2027-00002", "2027-0002", "77-С/2027")
    bound = store.load(Blank, "supplement_ru|BD|0000002")
    assert bound.status is BlankStatus.reserved and bound.paper and bound.paper.id == made[1].id
    assert len({d.code for d in made}) == 3 and all(d.content_hash for d in made)


def test_twice_is_refused_and_leaves_no_gap(desk: Desk, world: Awarded) -> None:
    made = registered(desk, world)
    with pytest.raises(RuleBroken, match="registered_already"):
        registering.register(desk, YEAR, world.pairs[:1], DATED, Why("тіркеу"))
    with pytest.raises(RuleBroken, match="not_prepared"):
        platform.bring(desk, numbers(made[0].id), Why("файл"))
    assert desk.store.one("counters", {"_id": "diplomas:2027"})["last"] == 3  # type: ignore[index]


@pytest.mark.parametrize("day", [TODAY + timedelta(1), date(2027, 6, 9)])
def test_a_day_ahead_or_before_the_protocol_is_refused(desk: Desk, world: Awarded, day: date) -> None:
    platform.bring(desk, numbers(*(d.id for d in prepared(desk, world))), Why("файл"))
    with pytest.raises(Problems) as e:
        registering.register(desk, YEAR, world.pairs, day, Why("тіркеу"))
    assert [p.field for p in e.value.problems] == ["dated"]
    assert all(g.diploma and g.diploma.status is DiplomaStatus.prepared for g in of_year(desk))


def test_too_few_blanks_stop_the_whole_and_nothing_is_half_done(desk: Desk, world: Awarded, store: Store) -> None:
    platform.bring(desk, numbers(*(d.id for d in prepared(desk, world))), Why("файл"))
    spans = [blanks.numbers.Span(first=2, last=5)]
    blanks.spoil(desk, "supplement_en", "BD", spans, TODAY, SAT, Why("бүлінді"))
    with pytest.raises(Problems) as e:
        registering.register(desk, YEAR, world.pairs, DATED, Why("тіркеу"))
    assert [(p.key, p.values["kind"].kk, p.values["missing"]) for p in e.value.problems] == [
        ("diplomas.blanks_short", house.entry("blank", "supplement_en").name.kk, 2)
    ]  # fmt: skip
    with pytest.raises(Problems):
        work.begin(desk, YEAR, world.pairs, DATED, Why("тіркеу"))
    lines = reading.lines(desk, YEAR)
    told = {n.kind: (n.needed, n.stock, n.missing) for n in needs.needs(store, (x.takes for x in lines))}
    assert told["supplement_en"] == (3, 1, 2) and told["diploma"] == (2, 2, 0) and told["diploma_honours"] == (1, 1, 0)
    assert not store.rows("blanks", {"status": "reserved"})


def test_one_number_of_the_platform_is_of_one_diploma(desk: Desk, world: Awarded) -> None:
    made = prepared(desk, world)
    one = numbers(made[0].id)
    platform.bring(desk, one, Why("файл"))
    with pytest.raises(Problems) as e:
        platform.bring(desk, {made[1].id: one[made[0].id]}, Why("файл"))
    assert e.value.problems[0].field == f"{made[1].id}.number"


def test_who_was_not_awarded_gets_none(desk: Desk, world: Awarded) -> None:
    with pytest.raises(RuleBroken, match="not_awarded"):
        preparing.prepare(desk, YEAR - 1, world.pairs, Why("дайындау"))
    stranger = world.of.of.pupil(9, year=4)
    with pytest.raises(RuleBroken, match="not_awarded"):
        preparing.prepare(desk, YEAR, [(stranger.id, stranger.studies[0].id)], Why("дайындау"))


@pytest.mark.parametrize("role", [Role.registrar, Role.auditor, Role.department, Role.management])
def test_only_who_may_registers(desk: Desk, world: Awarded, role: Role) -> None:
    with pytest.raises(Forbidden):
        registering.register(at(world.store, role, faculty=world.of.of.faculty.id), YEAR, world.pairs, DATED, Why("т"))


# print, spoil, hand over ----------------------------------------------------------------------------------------------


def test_a_spoiled_print_takes_a_new_blank_by_an_act_and_stays_the_same_diploma(
    desk: Desk, world: Awarded, store: Store
) -> None:
    first = registered(desk, world)[0]
    handing.printed(desk, [first.id], Why("басылды"))
    first = store.load(Diploma, first.id)
    done = handing.spoiled(desk, first.id, first.revision, Takes.diploma, SAT, Why("сия жағылды"))
    sheet = done.sheet(Takes.diploma)
    assert sheet and (sheet.number, sheet.spoiled) == ("BD 0000003", ["diploma|BD|0000001"])
    assert done.number == first.number and done.content_hash == first.content_hash
    assert store.load(Blank, "diploma|BD|0000001").status is BlankStatus.spoiled
    assert store.load(Blank, "diploma|BD|0000003").status is BlankStatus.filled


def test_handing_over_issues_the_blanks_and_gives_the_student_his_event(
    desk: Desk, world: Awarded, store: Store
) -> None:
    first = registered(desk, world)[0]
    values = {"day": TODAY, "name": "Студент00 А", "document": "куәлік 123"}
    with pytest.raises(RuleBroken, match="stands_otherwise"):
        handing.issue(desk, first.id, first.revision, values, Why("беру"))
    first = handing.printed(desk, [first.id], Why("басылды"))
    for wrong, field in (({"day": TODAY + timedelta(1)}, "day"), ({"day": DATED - timedelta(1)}, "day"),
                         ({"how": "proxy"}, "proxy"), ({"name": ""}, "name")):  # fmt: skip
        with pytest.raises(Problems) as e:
            handing.issue(desk, first.id, first.revision, {**values, **wrong}, Why("беру"))
        assert [p.field for p in e.value.problems] == [field]
    done = handing.issue(desk, first.id, first.revision, values, Why("беру"))
    assert done.status is DiplomaStatus.issued and done.handed and done.handed.by
    assert {store.load(Blank, s.blank or "").status for s in done.sheets} == {BlankStatus.issued}
    assert {(s.kind, s.balance) for s in blanks.stock(desk)} >= {("diploma", 4), ("diploma_honours", 5)}
    events = store.load(Student, world.pairs[0][0]).events
    assert (events[-1]["type"], events[-1]["number"]) == ("document_issued", "2027-00001")  # type: ignore[index]
    with pytest.raises(RuleBroken):
        handing.issue(desk, done.id, done.revision, values, Why("тағы"))


def test_a_registrar_of_another_faculty_hands_nothing_over(desk: Desk, world: Awarded) -> None:
    made = registered(desk, world)[0]
    other = at(world.store, Role.registrar, faculty="elsewhere")
    with pytest.raises(Forbidden):
        handing.printed(other, [made.id], Why("басылды"))
    assert graduates.of_year(other, YEAR) == []
