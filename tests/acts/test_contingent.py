"""The contingent and its movement from real orders: numbers of any day, causes, people, scope; read once for all."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from importlib import import_module
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from core import contingent, history, orders, references, reports, students, sums
from core.access import Actor
from core.contingent import lives, papers
from core.contingent.cuts import age
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems
from core.fields import without_hidden
from core.i18n import LANGS
from core.reports import shipped as ready
from schemas.base import Basis
from schemas.discipline import Programme
from schemas.kinds import Sort
from schemas.student import Student
from schemas.words import Role, StudyStatus
from tests.acts.order_kit import Staff, staff

MOVED = import_module("core.migrations.0019_lines_taken_back")


@pytest.fixture
def people(shipped: Store) -> Staff:
    return staff(shipped)


def told(people: Staff) -> dict[str, Student]:
    """Five students: one expelled and taken back by a cancellation, one on leave, one expelled, one transferred."""
    t, old = people.today, people.today - timedelta(400)
    p = {n: people.of.pupil(n, admitted_on=old, funding="grant" if n % 2 else "paid") for n in range(1, 6)}
    expel = {"fact/reason": "fee"}
    wrong = people.done(people.draft("expulsion", [p[1]], t - timedelta(90), each=expel))
    people.done(
        people.draft("cancellation", [p[1]], t - timedelta(80), cancels=wrong.id, values={"fact/ground": "сот"})
    )
    leave = {"set/leave_ground": "child", "set/leave_until": t + timedelta(300)}
    people.done(people.draft("academic_leave", [p[2]], t - timedelta(60), each=leave))
    people.done(people.draft("expulsion", [p[3]], t - timedelta(50), each=expel))
    people.done(people.draft("group_change", [p[4]], t - timedelta(40), each={"set/group": "ОР-2"}))
    sums.refresh(people.store)
    return {str(n): s for n, s in p.items()}


def test_the_contingent_of_any_day_is_what_the_fold_says(people: Staff) -> None:
    told(people)
    t = people.today
    for days in (0, 40, 55, 85, 95, 500):
        day = t - timedelta(days)
        folded = Counter(
            s["status"] for row in people.store.rows("students", {})
            for s in history.fold(history.parse(row["events"]), on=day)["studies"]
        )  # fmt: skip
        for leave in (True, False):
            found = contingent.studying(people.head, day, leave)
            wanted = folded["active"] + (folded["academic_leave"] if leave else 0)
            assert len(found) == wanted, day
    assert len(contingent.studying(people.head, t, True)) == 4 and len(contingent.studying(people.head, t, False)) == 3


def test_cuts_are_the_fields_lists_can_be_narrowed_by(people: Staff) -> None:
    told(people)
    t, known = people.today, contingent.cuts()
    assert {"faculty", "department", "programme", "year", "form", "language", "funding", "status", "group", "card.sex",
            "card.citizenship", "age"} <= set(known)  # fmt: skip
    found = contingent.studying(people.head, t, True)
    by = contingent.counted(found, t, known["funding"], known["group"])
    assert sum(map(len, by.values())) == 4 and len(by["paid", "ОР-2"]) == 1
    narrowed = contingent.studying(people.head, t, True, {"funding": "paid"})
    assert {m.study for m in narrowed} == {"st-2", "st-4"}
    names = contingent.named(people.head, known.values())
    assert known["faculty"].word(people.of.faculty.id, names, "kk") == people.of.faculty.name.kk
    assert known["status"].word("academic_leave", names, "kk") == StudyStatus.academic_leave.label("kk")
    assert age("2006-12-01", date(2026, 11, 30)) == 19 and age("2006-12-01", date(2026, 12, 1)) == 20
    assert age("", t) is None


def test_the_cuts_of_the_statistics_are_fields_and_sensitive_ones_are_seen_by_few(people: Staff) -> None:
    wanted = {"level", "direction", "repeating", "funding", "card.citizenship", "card.region", "card.dormitory"}
    sensitive = {"card.ethnicity", "card.disability", "card.orphan"}
    assert wanted | sensitive <= set(contingent.cuts(Role.registrar))
    assert wanted <= set(contingent.cuts(Role.management)) and not sensitive & set(contingent.cuts(Role.management))
    assert {n for n, c in contingent.cuts().items() if c.guarded} == sensitive
    first, second = (people.of.pupil(n) for n in (1, 2))
    programme = first.studies[0].programme
    assert programme
    said = references.save(people.head, Programme, programme.id, people.store.load(Programme, programme.id).revision,
                           {"direction": "arts", "level": "master"}, Why("жіктеуіш"))  # fmt: skip
    assert (said.level, said.direction) == ("master", "arts")
    values = {"ethnicity": "kazakh", "region": "abai", "disability": True, "dormitory": True}
    students.edit(people.head, first.id, people.now(first).revision, values, Why("анкета"), people.today)
    sums.refresh(people.store)
    found, by = contingent.studying(people.head, people.today, True), contingent.cuts()
    here = [m for m in found if m.student in (first.id, second.id)]
    for name, value in (("card.ethnicity", "kazakh"), ("card.region", "abai"), ("card.disability", True)):
        cells = contingent.counted(here, people.today, by[name])
        assert {k[0]: len(v) for k, v in cells.items()} == {value: 1, None if value is not True else False: 1}
        assert by[name].word(value, {}, "kk") in ("Қазақ", "Абай облысы", "Иә")
    assert len(contingent.counted(here, people.today, by["level"], by["direction"])["master", "arts"]) == 2
    assert by["level"].word("master", {}, "ru") == "Магистратура"
    card = people.store.one("students", {"_id": first.id}) or {}
    seen = without_hidden(Student, Role.management, card)
    assert "ethnicity" not in seen and "disability" not in seen and seen["region"] == "abai"
    assert not [c for e in seen["events"] for c in e.get("changes") or () if c["field"] == "ethnicity"]
    with pytest.raises(Problems) as refused:
        students.edit(people.head, first.id, people.now(first).revision, {"ethnicity": "жоқ"}, Why("б"), people.today)
    assert refused.value.problems[0].field == "ethnicity"


def test_a_repeat_year_is_marked_by_its_order_and_cleared_by_going_on(people: Staff) -> None:
    one = people.of.pupil(1, year=1)
    people.done(people.draft("repeat_year", [one], people.today - timedelta(20)))
    assert people.now(one).studies[0].repeating
    people.done(people.draft("promotion", [one], people.today - timedelta(5)))
    study = people.now(one).studies[0]
    assert (study.repeating, study.year) == (False, 2)
    sums.refresh(people.store)
    day = people.today - timedelta(10)
    cells = contingent.counted(contingent.studying(people.head, day, True), day, contingent.cuts()["repeating"])
    assert len(cells[(True,)]) == 1


def test_a_field_of_the_offices_own_is_a_cut_as_soon_as_it_is_a_filter(people: Staff) -> None:
    from core import kinds

    a = people.of.pupil(1)
    values = {
        "code": "quarter", "name.kk": "Ауданы", "body.of": "students", "body.type": "text", "body.filter": True,
        "body.sees": ["head", "senior_registrar"],
    }  # fmt: skip
    kinds.save(people.head, Sort.field, None, 0, values, Why("керек"))
    assert "card.custom.quarter" in contingent.cuts() and "card.custom.quarter" not in contingent.cuts(Role.management)
    now = people.now(a)
    students.edit(people.head, a.id, now.revision, {"custom.quarter": "Шымкент"}, Why("толықтыру"), people.today)
    sums.refresh(people.store)
    found = contingent.studying(people.head, people.today, True, {"card.custom.quarter": "Шымкент"})
    assert [m.student for m in found] == [a.id]
    assert contingent.studying(people.head, people.today, True, {"card.custom.quarter": "Абай"}) == []


def test_the_movement_names_its_causes_reasons_orders_and_people(people: Staff) -> None:
    told(people)
    t = people.today
    with_leave = contingent.moved(people.head, t - timedelta(100), t, True)
    without = contingent.moved(people.head, t - timedelta(100), t, False)
    assert with_leave.balances and without.balances
    assert [len(x) for x in (with_leave.opening, with_leave.came, with_leave.left, with_leave.closing)] == [5, 1, 2, 4]
    lines = {x.key: len(x.moves) for x in contingent.moves(with_leave)}
    assert lines == {
        "came:cancellation": 1, "left:expulsion": 2, "left:expulsion:reason:fee": 2, "inside:academic_leave": 1,
        "inside:group_change": 1,
    }  # fmt: skip
    apart = {x.key: len(x.moves) for x in contingent.moves(without)}
    assert apart["left:academic_leave"] == 1 and "inside:academic_leave" not in apart and len(without.closing) == 3
    [back] = [x for x in contingent.moves(with_leave) if x.key == "came:cancellation"]
    [person] = contingent.people(people.head, back.moves)
    assert person.number == "N-1" and person.move.by.order
    order = people.store.one("orders", {"_id": person.move.by.order})
    assert order and order["kind"] == "cancellation"
    whole = contingent.moved(people.head, date(2000, 1, 1), t, True)
    assert not whole.opening and {m.by.kind for m in whole.came} == {"hand", "cancellation"}
    from core.contingent.reading import cause

    for lang in LANGS:
        assert all(cause(x, lang) for x in contingent.moves(whole))


def test_shipped_reports_of_movement_count_what_the_balance_does(people: Staff) -> None:
    t = people.today
    one, two, three = (people.of.pupil(n, admitted_on=t - timedelta(400)) for n in (1, 2, 3))
    both = people.done(people.draft("expulsion", [one, two], t - timedelta(90), each={"fact/reason": "fee"}))
    people.done(people.draft("cancellation", [one], t - timedelta(80), cancels=both.id, values={"fact/ground": "сот"}))
    leave = {"set/leave_ground": "child", "set/leave_until": t + timedelta(300)}
    people.done(people.draft("academic_leave", [three], t - timedelta(60), each=leave))
    sums.refresh(people.store)
    found = contingent.moved(people.head, t - timedelta(100), t, False)
    left = {m.study: m.by.kind for m in found.left}
    gone = Counter(left.values())
    gone.subtract(left[m.study] for m in found.came if m.by.kind == "cancellation")
    assert gone == {"expulsion": 1, "academic_leave": 1}
    made = reports.run(people.head, ready.made("movement_kinds").body)
    assert {k: row[-1] for (k,), row in zip(made.keys, made.rows, strict=True)} == gone
    assert len(found.opening) - made.n == len(found.closing) == 1  # taken back: out and in
    assert reports.run(people.head, ready.made("expulsion_reason_year").body).n == 1


def test_reports_that_were_shipped_before_count_so_too(shipped: Store, tampered: None) -> None:
    reports.ship(shipped)
    back, kept = {"field": "lines.reversed"}, shipped.db["reports"]
    kept.update_many({"body.source": "order_lines"}, {"$pull": {"body.of": back}})
    kept.update_one({"shipped": "reinstated"}, {"$push": {"body.of": {"field": "number", "op": "given"}}})
    changed = {id for _, id in MOVED.up(shipped.db)}
    asked = {r["shipped"]: r for r in shipped.rows("reports", {"body.source": "order_lines"})}
    assert changed == {r["_id"] for code, r in asked.items() if code != "reinstated"} and len(changed) == 6
    assert all(r["body"]["of"] == plain(ready.made(c).body)["of"] for c, r in asked.items() if r["_id"] in changed)
    assert not [c for c in asked["reinstated"]["body"]["of"] if c["field"] == back["field"]]


def test_each_value_of_a_cut_balances_and_moves_between_values_are_told_in_both(people: Staff) -> None:
    told(people)
    t = people.today
    by = contingent.moved_by(people.head, t - timedelta(100), t, True, contingent.cuts()["group"])
    assert all(m.balances for m in by.values())
    assert [m.by.kind for m in by["ОР-2"].came] == ["group_change"]
    own = next(v for k, v in by.items() if k != "ОР-2")
    assert Counter(m.by.kind for m in own.left) == {"expulsion": 2, "group_change": 1}


def test_each_sees_what_is_his(people: Staff) -> None:
    told(people)
    t = people.today

    def seen(role: Role, **assigned: tuple[str, ...]) -> int:
        desk = Desk(Actor("x", "X", role, assigned=assigned), people.store)
        assert contingent.moved(desk, t - timedelta(500), t, True).balances
        return len(contingent.studying(desk, t, True))

    assert seen(Role.management) == seen(Role.auditor) == seen(Role.hr) == 4
    assert seen(Role.registrar, faculty=(people.of.faculty.id,)) == 4 and seen(Role.registrar, faculty=("no",)) == 0
    assert seen(Role.department, department=(people.of.unit.id,)) == 4
    assert seen(Role.department, department=(people.of.other.id,)) == 0
    for role in (Role.teacher, Role.secretary, Role.payments, Role.administrator):
        with pytest.raises(Forbidden):
            seen(role)


def test_a_move_to_another_department_is_out_of_one_and_into_the_other(people: Staff) -> None:
    a = people.of.pupil(1, admitted_on=people.today - timedelta(200))
    other = {"id": people.of.other.id, "label": {"kk": people.of.other.name.kk}}
    people.done(people.draft("transfer_inside", [a], people.today - timedelta(5), each={"set/department": other}))
    sums.refresh(people.store)
    for unit, came, left in ((people.of.other.id, 1, 0), (people.of.unit.id, 0, 1)):
        desk = Desk(Actor("x", "X", Role.department, assigned={"department": (unit,)}), people.store)
        found = contingent.moved(desk, people.today - timedelta(50), people.today, True)
        assert (len(found.came), len(found.left)) == (came, left) and found.balances
        assert {m.by.kind for m in (*found.came, *found.left)} == {"transfer_inside"}


def test_the_events_are_walked_once_for_all_pages(people: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    told(people)
    walked: list[int] = []
    walk = lives.lives

    def counting(*args: object) -> object:
        found = walk(*args)  # type: ignore[arg-type]
        walked.append(len(found))
        return found

    monkeypatch.setattr(lives, "lives", counting)
    for _ in range(3):
        contingent.studying(people.head, people.today, True)
        contingent.moved(people.head, people.today - timedelta(30), people.today, False)
    assert sum(walked) <= 5
    walked.clear()
    people.done(people.draft("expulsion", [people.of.pupils[3]], each={"fact/reason": "fee"}))
    sums.refresh(people.store)
    assert len(contingent.studying(people.head, people.today, True)) == 3
    assert walked == [1], "he alone who moved"


def test_files_hold_what_the_screen_shows(people: Staff) -> None:
    heads, rows = ["Факультет", "1", "Барлығы"], [["Ф", 4, 4], ["Барлығы", 4, 4]]
    made = papers.xlsx(people.head, "contingent.title", "бүгін", heads, rows, "kk")
    said = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python()
    assert heads in said and ["Ф", 4, 4] in said
    for lang in LANGS:
        day = papers.day_pdf(people.head, people.today, "бәрі", 4, heads, rows, lang)
        wide = [*heads[:1], *map(str, range(1, 12)), heads[-1]]
        moved = papers.movement_pdf(people.head, "01 – 02", "бәрі", wide, [("", [["a", *range(12)]])], lang)
        assert day.startswith(b"%PDF") and moved.startswith(b"%PDF")


def test_a_status_changed_without_an_order_is_told_so(people: Staff) -> None:
    a = people.of.pupil(1, admitted_on=people.today - timedelta(200))
    assert orders.kind_of  # the room stands; a hand changes no status, what was stored before orders did
    from schemas import events as ev

    def work(tx):  # type: ignore[no-untyped-def]
        tx.student(a.id)
        change = ev.Change(field="studies.st-1.status", was="active", now="expelled")
        tx.append(a.id, ev.ProfileEdited, people.today - timedelta(9), changes=[change])
        tx.mark_dirty("contingent")
        return tx.student_document(a.id)

    why = Why("Оқудан шығару", Basis(kind="бұйрық", number="7-с", day=people.today))
    people.head.transact("student.edit", work, why)
    sums.refresh(people.store)
    found = contingent.moved(people.head, people.today - timedelta(20), people.today, True)
    assert [(m.by.kind, m.by.number, m.by.without) for m in found.left] == [("hand", "бұйрық 7-с", True)]
